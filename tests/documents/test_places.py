"""The lists of places: a wrong cell is told with file, row, column and value; what stands in them holds together."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from egov.documents import events, hardware_sentences, places, report_claims
from egov.documents.corpus import Corpus
from egov.documents.hardware_statements import Statements
from egov.documents.locate import Document, ReadError
from egov.documents.places import PATTERNS, PLACES, entries
from egov.tables import TableError
from tests.documents.invented import sample

FOLDER = Path(places.__file__).parent


def test_every_list_loads_and_every_file_is_declared() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(PLACES)
    assert all(entries(name) for name in PLACES)
    assert tuple(n for n in PLACES if "source" in PLACES[n].columns and n != "covariate_sources") == places.OF_DOCUMENTS


@pytest.mark.parametrize("name", PLACES)
def test_no_sentence_of_a_document_stands_in_a_pattern(name: str) -> None:
    for row in entries(name):
        for column in set(PATTERNS) & set(row):
            assert max(map(len, re.findall(r"[\u4e00-\u9fff]+", row[column])), default=0) <= 12, row


def test_what_is_listed_is_used() -> None:
    counts, claims = entries("counts"), entries("claim_places")
    of_article = {row["claim"] for row in entries("article_claims")}
    assert {row["metric"] for row in entries("metrics")} == {row["metric"] for row in counts}
    assert {row["claim"] for row in entries("claims")} == {row["claim"] for row in claims} | of_article
    used = {(row["source"], row["part"]) for row in entries("events")} | {("report2022", row["part"]) for row in claims}
    assert {(row["source"], row["part"]) for row in entries("parts")} == used


def test_every_form_has_its_reader_and_every_part_is_used() -> None:
    rows = entries("forms")
    named = set(re.findall(r"\{([A-Z_]+)\}", " ".join(row["pattern"] for row in rows)))
    code = Path(hardware_sentences.__file__).read_text(encoding="utf-8")
    for row in rows:
        if row["use"] == "part":
            assert row["name"] in named or f"{{{row['name']}}}" in code, row["name"]
        elif row["use"] == "statement":
            assert hasattr(Statements, f"_read_{row['name']}"), row["name"]
        else:
            assert row["told"], row["name"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("(?P<x>{NAMEN})", "'NAMEN'"), ("{NAME}(", "missing \\)"), ("{LIST}{LIST}*(?P<a>b)(?P<a>c)", "a")],
)
def test_a_form_that_cannot_be_meant_is_named(pattern: str, said: str) -> None:
    rows = entries("forms")
    rows[40]["pattern"] = pattern
    told = rf"places/forms\.csv, row 42, column pattern: .* the names of parts above it expected \(.*{said}"
    with pytest.raises(TableError, match=told):
        hardware_sentences.read_forms(rows)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("counts", ",national,", ",continental,", r"counts.csv, row 2, column scope: 'continental' found, one of nat"),
        ("counts", "联通{n}个省", "联通个省", r"counts.csv, row 2, column pattern: '联通个省' found"),
        (
            "counts",
            "联通{n}个省",
            "联通{n}(个省",
            r"row 2, column pattern: .* a regular expression expected \(missing \)",
        ),
        ("counts", "provinces_connected", "provinces_joined", "column metric: .* a key of places/metrics.csv expected"),
        ("counts", "2021-12-31", "the end of 2021", "row 2, column as_of: 'the end of 2021' found"),
        ("sections", "report2022,digest 4", "report2021,digest 4", "row 2, column source: 'report2021' found, one of"),
        ("metrics", ",share_of_items,", ",share,", "row 2, column domain: 'share' found, one of users, visits"),
        ("parts", "digest 1,,", "page 1,,", "column within: 'page 1' found, text of the form"),
        ("claim_places", ",1,", ",one,", "row 2, column times: 'one' found, an integer"),
        ("events", ",done,", ",finished,", "row 2, column status: 'finished' found, one of done, due"),
        ("events", "(?P<when>", "(?P<date>", "row 2, column pattern"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "places")
    path = tmp_path / "places" / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    with pytest.raises(TableError, match=said):
        entries(name, tmp_path)


@pytest.mark.parametrize(("name", "group"), [("claim_places", "n"), ("events", "when")])
def test_every_pattern_finds_its_group_in_an_invented_text(name: str, group: str) -> None:
    for row in entries(name):
        figure = sample(row["pattern"].partition(f"(?P<{group}>")[2].partition(")")[0], "")
        found = re.search(row["pattern"], sample(row["pattern"], figure))
        assert found is not None, row
        assert found[group] == figure, row


# ------------------------------------------------------------------------------------------------- policy events
def test_events_in_an_invented_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(r for r in entries("events") if r["event"] == "platform_construction")
    monkeypatch.setattr(events, "entries", lambda name: [row] if name == "events" else entries(name))

    def read(text: str) -> list[dict]:
        return events.extract(Corpus({"news2022": Document("news2022", text)}, tmp_path))["policy_events"]

    (event,) = read("某年\n2017年3月，国家政务服务平台（一期）开建")
    assert (event["date"], event["date_end"], event["basis"], event["line"], event["col"]) == (
        *("2017-03", None, "stated", 2, 1),
    )
    for text, said in (
        ("去年，国家政务服务平台（", "nothing matches"),
        ("2017年13月，国家政务服务平台（", "not a date"),
    ):
        with pytest.raises(ReadError, match=said):
            read(text)
    with pytest.raises(ReadError, match="matches 2 times, expected 1"):
        read("2017年3月，国家政务服务平台（" * 2)


@pytest.mark.parametrize("printed", ["", "近日", "13月", "年底前", "2021年第3季度"])
def test_machine_date_refuses(printed: str) -> None:
    with pytest.raises(ValueError, match="date"):
        events.machine_date(printed)


@pytest.mark.documents
def test_events(corpus: Corpus) -> None:
    rows = events.extract(corpus)["policy_events"]
    assert [r["event"] for r in rows] == ["report_2022", *(row["event"] for row in entries("events"))]  # dated twice
    dates = {r["event"]: (r["value"], r["basis"], r["status"], r["source"], r["line"]) for r in rows}
    assert dates["platform_construction"] == ("2018-04", "stated", "done", "news2022", 15)
    assert dates["platform_trial"] == ("2019-05", "stated", "done", "news2020", 13)
    assert dates["hotline_guideline"] == ("2021-01-07", "published", "done", "articles2020", 1)
    assert dates["hotline_due"] == ("2021-12-31", "stated", "due", "articles2020", 1)
    assert dates["hainan_action_plan"][0] == "2020/2021"
    assert len({r["event"] for r in rows}) == 43


@pytest.mark.documents
def test_the_first_place_of_a_claim_is_its_fullest(corpus: Corpus) -> None:
    rows = report_claims.extract(corpus)["claims"]
    first = {row["claim"]: row["part"] for row in reversed(entries("claim_places"))}
    for row in (r for r in rows if r.get("_full")):
        assert first[row["claim"]].startswith(row["place"])
