"""The reference files and ``sources.csv``: counts, figures by hand, damage, every source key known."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from egov.documents import bizenv, hardware, reference
from egov.documents.corpus import DOCUMENTS, REFERENCE, Corpus
from egov.documents.locate import ReadError
from egov.documents.write import number_mentions, rows_text
from egov.tables.schemas import TABLES

pytestmark = pytest.mark.documents

SOURCES = Path(__file__).resolve().parents[2] / "data" / "sources.csv"
COUNTS = {"egdi": 72, "province_scores": 63, "province_covariates": 786, "hardware_index": 52, "hardware_weekly": 30}


@pytest.fixture(scope="module")
def tables(corpus: Corpus) -> dict[str, list[dict]]:
    return {
        name: number_mentions(TABLES[name], rows, list(DOCUMENTS)) for name, rows in reference.extract(corpus).items()
    }


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, str]]:
    with SOURCES.open(encoding="utf-8", newline="") as stream:
        return {row["source"]: row for row in csv.DictReader(stream)}


def one(rows: list[dict], **wanted: object) -> dict:
    [row] = [r for r in rows if all(r[k] == v for k, v in wanted.items())]
    return row


@pytest.mark.parametrize("name", COUNTS)
def test_counts_schema_and_no_line(tables: dict[str, list[dict]], name: str) -> None:
    assert len(tables[name]) == COUNTS[name]
    assert rows_text(TABLES[name], tables[name])
    assert {(r["mention"], r["line"], r["col"]) for r in tables[name]} == {(1, None, None)}


@pytest.mark.parametrize(("name", "column"), [("egdi", "measure"), ("hardware_index", "measure")])
def test_every_cell_of_the_file_is_there(corpus: Corpus, tables: dict[str, list[dict]], name: str, column: str) -> None:
    file = {"egdi": reference.EGDI_FILE, "hardware_index": reference.MONTHS_FILE}[name]
    measures = {row[column] for row in tables[name]}
    cells = Counter(row[m] for row in corpus.reference_rows(file) for m in measures)
    if name == "hardware_index":  # the file has signs, and no last zeros
        cells = Counter(f"{abs(Decimal(cell)):.2f}" for cell in cells.elements())
    assert Counter(r["printed"] for r in tables[name]) == cells
    assert all(abs(r["value"]) == Decimal(r["printed"]) for r in tables[name])


def test_figures_by_hand(tables: dict[str, list[dict]]) -> None:
    assert one(tables["egdi"], edition=2020, measure="rank")["value"] == 45
    telecom = one(tables["egdi"], edition=2003, measure="telecom_infrastructure")
    assert (telecom["printed"], telecom["place"]) == ("0.11599", "2003 edition, country table")
    assert one(tables["egdi"], edition=2003, measure="human_capital")["printed"] == "0.80000"
    zhejiang, anhui = (one(tables["province_scores"], unit=u) for u in ("浙江", "安徽"))
    assert (zhejiang["value"], zhejiang["rank_as_printed"]) == (Decimal("96.73"), 1)
    assert (anhui["value"], anhui["rank_as_printed"], anhui["year"]) == (Decimal("90.82"), 5, 2019)
    census = one(tables["province_covariates"], unit="北京", variable="census_population_2020")
    assert (census["value"], census["unit_of_measure"], census["source"]) == (21893095, "persons", "census2020")
    corps = one(tables["province_covariates"], unit="新疆兵团", year=2020, variable="gdp_100m_yuan_first_vintage")
    assert (corps["printed"], corps["source"]) == ("2905.14", "xpcc_bulletin_2020")


def test_the_corps_has_no_score(tables: dict[str, list[dict]]) -> None:
    units = {r["unit"] for r in tables["province_scores"] if r["unit_type"] == "province"}
    assert len(units) == 31
    assert sum(r["unit_type"] == "city" for r in tables["province_scores"]) == 32
    assert "新疆兵团" not in units


def test_hardware_months(tables: dict[str, list[dict]]) -> None:
    rows = tables["hardware_index"]
    assert Counter(r["month"] for r in rows) == {"2022-05": 16, "2023-05": 20, "2023-06": 16}
    composite = one(rows, month="2023-06", component="总指数", measure="change")
    assert (composite["value"], composite["printed"], composite["parent"]) == (Decimal("-0.26"), "0.26", "")
    stock = one(rows, month="2023-05", component="商品库存量景气指数", measure="value")
    assert (stock["parent"], stock["component_en"]) == ("生产市场需求景气指数", "Stock of goods")
    assert one(rows, month="2022-05", component="商品存货周转速度景气指数", measure="value")["printed"] == "92.40"


def test_two_weekly_series(tables: dict[str, list[dict]]) -> None:
    values = [r for r in tables["hardware_weekly"] if r["measure"] == "value"]
    assert Counter(r["series"] for r in values) == {"twelve_industries": 9, "rebased_eight_industries": 6}
    assert max(r["week_ending"] for r in values if r["series"] == "twelve_industries") < "2023"


# --------------------------------------------------------------------------------------------------- sources.csv
def test_sources_cover_every_key(corpus: Corpus, catalogue: dict[str, dict[str, str]]) -> None:
    used = {
        str(row["source"])
        for module in (bizenv, hardware, reference)
        for rows in module.extract(corpus).values()
        for row in rows
    }
    assert used | set(DOCUMENTS) | {"mean2016", "cpca"} == set(catalogue)


def test_sources_file_is_what_the_writer_writes(catalogue: dict[str, dict[str, str]]) -> None:
    assert SOURCES.read_bytes().decode("utf-8") == rows_text(TABLES["sources"], list(catalogue.values()))
    for row in catalogue.values():
        for column in TABLES["sources"].fields:
            if column.values:
                assert row[column.name] in column.values, row


def test_text_copies_have_their_sums(corpus: Corpus, catalogue: dict[str, dict[str, str]]) -> None:
    for key, name in DOCUMENTS.items():
        assert catalogue[key]["text_copy"] == name
        text = corpus[key].text.encode()
        assert catalogue[key]["sha256"] == hashlib.sha256(text).hexdigest()
    assert {key for key, row in catalogue.items() if row["sha256"]} == set(DOCUMENTS)


def test_addresses_of_the_files_are_in_the_sources(corpus: Corpus, catalogue: dict[str, dict[str, str]]) -> None:
    addresses = {row["address"] for row in catalogue.values()}
    for name in (reference.MONTHS_FILE, reference.WEEKS_FILE):
        assert {row["source"] for row in corpus.reference_rows(name)} <= addresses
    assert {s for s in reference.COVARIATE_SOURCES if s.startswith("http")} <= addresses


# ------------------------------------------------------------------------------------------------------- damage
@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (reference.EGDI_FILE, "2020,45,", "2020,x45,", "row 11, column 'rank': 'x45' is not a number"),
        (reference.EGDI_FILE, "2018,65,", "2018,,", "row 10, column 'rank': '' is not a number"),
        (reference.SCORES_FILE, "湖北,2019,87.91", "湖比,2019,87.91", "'湖比' is not one of 北京"),
        (reference.SCORES_FILE, "湖北,2019,87.91", "湖北,2019,", "column 'score': '' is not a number"),
        (reference.SCORES_FILE, "湖北,2019,87.91", "湖南,2019,87.91", "expected one for each of the 31 provinces"),
        (reference.COVARIATES_FILE, "北京,2015,yearend", "北京,2015,midyear", "'midyear_population_10k' is not one of"),
        (reference.COVARIATES_FILE, "communique no. 3", "communique no. 4", "column 'source'"),
        (
            reference.MONTHS_FILE,
            "2023-05,生产,商品库存量",
            "2023-05,生产,商品存库量",
            "unknown component '商品存库量景气指数'",
        ),
        (reference.MONTHS_FILE, "2023-05,生产,", "2023-05,销售,", "column 'family': '销售' is not one of"),
        (reference.WEEKS_FILE, "99.77,-1.97", "99.77,nan", "column 'change': 'nan' is not a number"),
    ],
)
def test_damage_is_named(corpus: Corpus, tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    for name in REFERENCE:
        text = (corpus.reference / name).read_bytes().decode("utf-8")
        if name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_bytes(text.encode("utf-8"))
    with pytest.raises(ReadError, match=message):
        reference.extract(Corpus(corpus.documents, tmp_path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"edition,rank\n\xb1,1\n", "not UTF-8 at byte 13"),
        (b"year,rank\n2003,74\n", "no column 'edition'"),
        (b"edition,rank\n2003\n", "line 2: not one cell for each column"),
    ],
)
def test_a_damaged_reference_file_is_named(corpus: Corpus, tmp_path: Path, text: bytes, words: str) -> None:
    (tmp_path / reference.EGDI_FILE).write_bytes(text)
    with pytest.raises(ReadError, match=f"{reference.EGDI_FILE}.*{words}"):
        [row["edition"] for row in Corpus(corpus.documents, tmp_path).reference_rows(reference.EGDI_FILE)]
