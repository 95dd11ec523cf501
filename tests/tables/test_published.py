"""What holds for every published table: the contract's columns, order, keys, and the rule behind ``value``."""

import csv
import io
import re
from decimal import Decimal

import pytest

from egov.tables import TABLES
from egov.tables.load import data_folder, read_raw
from egov.tables.printed import chinese_number, plain, read_figure
from egov.tables.schemas import BAND_LIMITS

PUBLISHED = [t for t in TABLES.values() if t.published]
TAIL = ("mention", "printed", "source", "place", "line", "col")
MINIMUM_ROWS = {
    "capacity_bands": 288, "capacity_means": 126, "capacity_regions": 7, "capacity_distribution": 20,
    "capacity_leaders": 100, "capacity_risers": 22, "indicators": 144, "policies": 15, "institutions": 42,
    "bizenv_scores": 190, "bizenv_groups": 20, "bizenv_members": 70, "bizenv_dimensions": 20, "hardware_index": 100,
    "hardware_breadth": 25, "hardware_industries": 25, "platform_counters": 250, "egdi": 24, "province_scores": 63,
    "province_covariates": 700,
}  # fmt: skip
"""The data contract's floor for each of its tables."""


@pytest.fixture(scope="module")
def raw():
    return {t.name: read_raw(t, data_folder()) for t in TABLES.values()}


def test_the_limits_of_the_bands_are_those_printed_and_stand_once(raw, root):
    claims = raw["claims"].query("mention == '1'").set_index("claim")["value"]
    names = ("low", "medium", "high", "very_high")
    assert list(BAND_LIMITS[1:-1]) == [int(claims[f"band_{name}_from"]) for name in names[1:]]
    assert list(BAND_LIMITS[1:-1]) == [int(claims[f"band_{name}_to"]) for name in names[:-1]]
    again = re.compile(r"65(\.0)?, 80(\.0)?, 90")
    files = [path for kind in ("notebooks/*.ipynb", "egov/tables/**/*.*") for path in root.glob(kind)]
    files = [path for path in files if path.suffix in (".ipynb", ".json", ".py")]
    assert [path.name for path in files if again.search(path.read_text(encoding="utf-8"))] == ["capacity.json"]


def test_contract_floors(raw):
    for name, floor in MINIMUM_ROWS.items():
        assert len(raw[name]) >= floor, name
        assert TABLES[name].min_rows >= floor, name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_file_form(table):
    content = (data_folder() / table.path).read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    assert tuple(rows[0]) == table.columns
    assert all(cell == cell.strip() for row in rows for cell in row), "no stray white space"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_sorted_by_unique_key(table, raw):
    numeric = {f.name for f in table.fields if f.type in ("integer", "number")}
    keys = [
        tuple(Decimal(c or 0) if k in numeric else c for k, c in zip(table.full_key, cells, strict=True))
        for cells in zip(*(raw[table.name][k] for k in table.full_key), strict=True)
    ]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda t: t.name)
def test_every_published_table_ends_alike(table):
    assert table.columns[-len(TAIL) :] == TAIL
    assert table.columns[-len(TAIL) - 1] == "value"


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda t: t.name)
def test_mentions_count_from_one(table, raw):
    frame = raw[table.name]
    for key, part in frame.groupby(list(table.key), sort=False):
        assert sorted(map(int, part["mention"])) == list(range(1, len(part) + 1)), key


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda t: t.name)
def test_located_exactly_where_a_text_copy_is_in_hand(table, raw):
    documents = set(raw["sources"].query("text_copy != ''")["source"])
    frame = raw[table.name]
    located = (frame["line"] != "") & (frame["col"] != "")
    assert (located == frame["source"].isin(documents)).all()


def number(printed: str) -> Decimal:
    return read_figure(printed).value


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda t: t.name)
def test_value_is_the_machine_form_of_printed(table, raw):
    """Numbers by the one rule; a change is signed by its verb; words of rank are read by name."""
    for row in raw[table.name].to_dict("records"):
        value, printed = row["value"], row["printed"]
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
            continue
        if row.get("measure") == "change":
            assert abs(Decimal(value)) == abs(Decimal(printed)), row
        elif match := re.fullmatch("(倒数)?第(.+)|居首", printed):  # among 31 provinces
            rank = chinese_number(match[2] or "一")
            assert int(value) == (32 - rank if match[1] else rank), row
        else:
            assert Decimal(value) == number(printed), row
        assert value == plain(Decimal(value)), row


def test_qualifier_is_read_from_printed(raw):
    """A word behind the measure word (5 分钟左右) may open a figure that is exact by itself, never the reverse."""
    for name in ("platform_counters", "claims"):
        for row in raw[name].to_dict("records"):
            alone = read_figure(row["printed"]).qualifier
            assert row["qualifier"] == alone or (alone == "exact" and row["qualifier"] in ("about", "over")), row


def test_counter_units_are_known(raw):
    units = set(zip(raw["units"]["unit_type"], raw["units"]["unit"], strict=True))
    for row in raw["platform_counters"].to_dict("records"):
        if row["scope"] in ("province", "city"):
            assert (row["scope"], row["unit"]) in units, row
        if row["scope"] == "national":
            assert row["unit"] == "全国", row


def test_one_metric_has_one_unit_of_measure(raw):
    kinds = raw["platform_counters"].groupby("metric")[["unit_of_measure", "domain"]].nunique()
    assert (kinds == 1).all(axis=None), kinds[(kinds > 1).any(axis=1)]


@pytest.mark.parametrize(
    ("printed", "value", "qualifier"),
    [
        ("88.07", "88.07", "exact"), ("62.50%", "62.5", "exact"), ("超过 10 亿", "1000000000", "over"),
        ("近 900", "900", "nearly"), ("540余亿", "54000000000", "over"), ("54.77億餘", "5477000000", "over"),
        ("75% 以上", "75", "over"), ("一亿多", "100000000", "over"), ("五成以上", "50", "over"), ("零", "0", "exact"),
        ("约为 5.6亿", "560000000", "about"), ("12,345", "12345", "exact"), ("3.39億", "339000000", "exact"),
        ("1/2强", "50", "over"), ("1/2", "50", "exact"), ("3/4以上", "75", "over"), ("上百", "100", "over"),
        ("几十", "20", "over"), ("數十億", "2000000000", "over"), ("上亿", "100000000", "over"),
    ],
)  # fmt: skip
def test_read_figure(printed, value, qualifier):
    figure = read_figure(printed)
    assert plain(figure.value) == value
    assert figure.qualifier == qualifier


@pytest.mark.parametrize("printed", ["", "很多", "12 apples", "%", "1.2.3", "1/3", "1/0", "3/2"])
def test_read_figure_refuses_what_is_no_figure(printed):
    with pytest.raises(ValueError, match=re.escape(repr(printed))):
        read_figure(printed)


def test_a_fraction_is_a_share():
    assert read_figure("1/2强").percent
    assert read_figure("1/2").percent


def test_chinese_numbers():
    for text, expected in {
        "八": 8,
        "十二": 12,
        "三十一": 31,
        "一百零五": 105,
        "两千三百": 2300,
        "十四亿": 1_400_000_000,
    }.items():
        assert chinese_number(text) == expected
    with pytest.raises(ValueError, match="not a Chinese numeral"):
        chinese_number("五金")
