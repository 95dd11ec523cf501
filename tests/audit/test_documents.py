"""Every fragment that the audit reads by itself stands in the document where it says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from egov.audit.book import LISTS, READINGS
from egov.tables import load
from egov.tables.printed import chinese_number

FOLDER = Path(os.environ.get("EGOV_SOURCES") or Path(__file__).resolve().parents[3] / "shared" / "sources")
LINES = {row["name"]: row["line"] for row in READINGS}
END_OF_LISTS = max(row["line"] for row in READINGS if row["group"] == "box_listed")


@pytest.fixture(scope="module")
def copies() -> dict[str, list[str]]:
    if not FOLDER.is_dir():
        pytest.skip(f"the documents are not in hand: no folder {FOLDER}")
    sources = load("sources").dropna(subset=["text_copy"])
    return {
        row.source: (FOLDER / row.text_copy).read_text(encoding="utf-8").split("\n") for row in sources.itertuples()
    }


def test_readings_are_fragments_with_a_name_each():
    assert all(len(row["printed"]) <= 12 for row in (*READINGS, *LISTS))
    assert len(LINES) == len(READINGS)


def test_the_number_of_a_list_reads_as_its_value():
    for row in LISTS:
        digits = re.search(r"\d+|[一二两三四五六七八九十]+", row["printed"])
        assert digits, row["name"]
        text = digits.group()
        assert (int(text) if text.isdigit() else chinese_number(text)) == int(row["value"]), row["name"]


@pytest.mark.documents
def test_every_reading_stands_where_it_says(copies):
    for row in (*READINGS, *LISTS):
        line = copies[row["source"]][row["line"] - 1]
        assert line[row["col"] - 1 :].startswith(row["printed"]), row["name"]


@pytest.mark.documents
def test_the_names_of_a_list_stand_in_their_order(copies):
    for row in LISTS:
        text = row["printed"]
        if row["first_line"]:
            text = "".join(copies[row["source"]][int(row["first_line"]) - 1 : int(row["last_line"])])
        if row["source"] == "articles2020" and row["line"] == 2:  # one line: near the number
            text = text[max(0, row["col"] - 130) :]
        end = 0
        for name in row["names"].split("、"):
            start = text.find(name, end)
            assert start >= 0, (row["name"], name)
            end = start + len(name)


@pytest.mark.documents
def test_what_is_left_out_is_nowhere(copies):
    """Table A-2: no description in the two rows, and no note to the footnote mark; box 9 and no other is lost."""
    report = copies["report2022"]
    for row in READINGS:
        if row["group"] == "without_text":
            assert report[row["line"] - 1].endswith(row["printed"])
    assert [i for i, line in enumerate(report, start=1) if "①" in line] == [LINES["footnote"]]
    assert [n for n in range(1, 53) if f"box.{n}" not in LINES] == [9]
    body = [line for line in report[END_OF_LISTS:] if line.startswith("专栏")]
    headings = {re.split("[：:]", line)[0].strip() for line in body}
    assert "专栏 9" not in headings
    assert len(headings) == 51


@pytest.mark.documents
def test_every_other_title_of_the_lists_is_a_heading(copies):
    """Contents, figures, tables and boxes: what differs from its heading is a slip of the audit, and nothing else."""

    def bare(line: str) -> str:
        return re.sub(r"[\s.．:：,，!！。（）()]", "", line)

    report, start, end = copies["report2022"], 38, END_OF_LISTS
    headings = {bare(line) for line in report[end:]}
    titles = {n: re.sub(r"[.\s]*\d+\s*$", "", report[n - 1]) for n in range(start, end + 1) if report[n - 1].strip()}
    lost = [n for n, title in titles.items() if bare(title) not in headings and re.search(r"\d\s*$", report[n - 1])]
    assert lost == [LINES["ch3.heading.listed"], LINES["box_listed.9"], LINES["box_17.listed"]]


@pytest.mark.documents
def test_every_citation_of_a_figure_or_table_is_read(copies):
    report = copies["report2022"]
    cited = {(row["line"], row["col"]) for row in READINGS if ".cited" in row["name"]}
    found = set()
    for number, line in enumerate(report[END_OF_LISTS:], start=END_OF_LISTS + 1):
        for match in re.finditer(r"[图表] ?[\dA] ?- ?\d+", line):
            if match.start() or line.endswith("。"):  # else a caption
                found.add((number, match.start() + 1))
    assert found == cited
