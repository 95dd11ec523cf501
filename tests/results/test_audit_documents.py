"""Every fragment that the audit reads by itself stands in the document where it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from egov.results.audit import readings
from egov.tables import load

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
def test_a_box_that_is_not_there_is_nowhere(copies):
    absent = [number for number, line in enumerate(readings.BOX_LINES, start=1) if line is None]
    body = copies["report2022"][max(readings.BOX_LIST_LINES) :]
    headings = {line.split("：")[0].split(":")[0].strip() for line in body if line.startswith("专栏")}
    assert absent == [9]
    assert not {f"专栏 {n}" for n in absent} & headings
    assert len(headings) == 51


@pytest.mark.documents
def test_readings_are_fragments():
    assert all(len(reading.printed) <= 12 for reading in readings.all_readings())
