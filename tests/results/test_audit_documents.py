"""Every fragment that the audit reads by itself stands in the document where it says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from egov.results.audit import readings
from egov.results.audit.readings_lists import LISTED
from egov.tables import load
from egov.tables.printed import chinese_number

FOLDER = Path(os.environ.get("EGOV_SOURCES") or Path(__file__).resolve().parents[3] / "shared" / "sources")


@pytest.fixture(scope="module")
def copies() -> dict[str, list[str]]:
    if not FOLDER.is_dir():
        pytest.skip(f"the documents are not in hand: no folder {FOLDER}")
    sources = load("sources").dropna(subset=["text_copy"])
    return {
        row.source: (FOLDER / row.text_copy).read_text(encoding="utf-8").split("\n") for row in sources.itertuples()
    }


@pytest.mark.documents
def test_every_reading_stands_where_it_says(copies):
    missing = []
    for reading in readings.all_readings():
        line = copies[reading.source][reading.line - 1]
        if line[reading.col - 1 : reading.col - 1 + len(reading.printed)] != reading.printed:
            missing.append(reading)
    assert not missing


@pytest.mark.documents
def test_the_names_of_a_list_stand_in_their_order(copies):
    missing = []
    for each in LISTED:
        text = each.reading.printed
        if each.first:
            text = "".join(copies[each.reading.source][each.first - 1 : each.last])
        if each.reading.source == "articles2020" and each.reading.line == 2:  # one line: near the number
            text = text[max(0, each.reading.col - 130) :]
        end = 0
        for name in each.names:
            start = text.find(name, end)
            if start < 0:
                missing.append((each.name, name))
            end = start + len(name)
    assert not missing


@pytest.mark.documents
def test_what_is_left_out_is_nowhere(copies):
    """Table A-2: no description in the two rows, and no note to the footnote mark on any other line."""
    report = copies["report2022"]
    for reading in readings.WITHOUT_TEXT:
        assert report[reading.line - 1].endswith(reading.printed)
    assert [i for i, line in enumerate(report, start=1) if "①" in line] == [readings.FOOTNOTE_MARK.line]


def test_the_number_of_a_list_reads_as_its_value():
    for each in LISTED:
        digits = re.search(r"\d+|[一二两三四五六七八九十]+", each.reading.printed)
        assert digits, each.name
        text = digits.group()
        assert (int(text) if text.isdigit() else chinese_number(text)) == each.value, each.name


@pytest.mark.documents
def test_a_box_that_is_not_there_is_nowhere(copies):
    absent = [number for number, line in enumerate(readings.BOX_LINES, start=1) if line is None]
    body = copies["report2022"][max(readings.BOX_LIST_LINES) :]
    headings = {line.split("：")[0].split(":")[0].strip() for line in body if line.startswith("专栏")}
    assert absent == [9]
    assert not {f"专栏 {n}" for n in absent} & headings
    assert len(headings) == 51


@pytest.mark.documents
def test_every_other_title_of_the_lists_is_a_heading(copies):
    """Contents, figures, tables and boxes: what differs from its heading is a slip of the audit, and nothing else."""

    def bare(line: str) -> str:
        return re.sub(r"[\s.．:：,，!！。（）()]", "", line)

    report, start, end = copies["report2022"], 38, max(readings.BOX_LIST_LINES)
    headings = {bare(line) for line in report[end:]}
    titles = {n: re.sub(r"[.\s]*\d+\s*$", "", report[n - 1]) for n in range(start, end + 1) if report[n - 1].strip()}
    lost = [n for n, title in titles.items() if bare(title) not in headings and re.search(r"\d\s*$", report[n - 1])]
    assert lost == [readings.HEADING_LISTED.line, readings.listed_box(9).line, readings.BOX_17_LISTED.line]


@pytest.mark.documents
def test_every_citation_of_a_figure_or_table_is_read(copies):
    report = copies["report2022"]
    cited = {(line, col) for line, col, *_ in (*readings.FIGURES_CITED, *readings.TABLES_CITED)}
    found = set()
    for number, line in enumerate(report[max(readings.BOX_LIST_LINES) :], start=max(readings.BOX_LIST_LINES) + 1):
        for match in re.finditer(r"[图表] ?[\dA] ?- ?\d+", line):
            caption = match.start() == 0 and not line.endswith("。")
            if not caption:
                found.add((number, match.start() + 1))
    assert found == cited


@pytest.mark.documents
def test_readings_are_fragments():
    assert all(len(reading.printed) <= 12 for reading in readings.all_readings())
