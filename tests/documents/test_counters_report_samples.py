"""The sizes of the samples that Tables A-1 and A-2 name: all of them, and nothing else of those tables."""

from __future__ import annotations

import re

import pytest

from egov.documents.corpus import Corpus
from egov.documents.counters.report_samples import SECTIONS
from egov.documents.counters.spec import read
from egov.documents.locate import ReadError
from egov.documents.report_bands import printed_table
from egov.tables.printed import read_figure

pytestmark = pytest.mark.documents


def test_every_sample_of_the_tables_is_read(corpus: Corpus) -> None:
    report = corpus["report2022"]
    stated = [
        report.position(match.start("n"))
        for number in ("A-1", "A-2")
        for match in printed_table(report, number).find_all(r"(?:抽查|选择)\s*(?P<n>\d+)")
    ]
    rows = list(read(report, SECTIONS))
    assert [(row["line"], row["col"]) for row in rows] == stated
    assert len(stated) == 8


def test_places_name_the_indicator_whose_row_it_is(corpus: Corpus) -> None:
    report = corpus["report2022"]
    places = {(row["line"], row["place"]) for row in read(report, SECTIONS)}
    for line, place in places:
        code = str(place).split()[-1]
        assert re.search(rf"\b{code}\b", report.text.split("\n")[int(str(line)) - 1])


def test_one_metric_has_one_figure(corpus: Corpus) -> None:
    printed: dict[str, set[str]] = {}
    for row in read(corpus["report2022"], SECTIONS):
        printed.setdefault(str(row["metric"]), set()).add(str(row["printed"]))
        assert row["value"] == read_figure(str(row["printed"])).value
    assert printed == {
        "sampled_cities_and_counties": {"2"},
        "sampled_cities_and_counties_seals": {"5"},
        "sampled_cities_acceptance": {"2"},
        "sampled_counties_of_cities": {"2"},
    }


def test_a_damaged_cell_is_an_error(damage) -> None:
    with pytest.raises(ReadError, match="Table A-1, B6-2"):
        list(read(damage("report2022", "各抽查 5 个", "各抽查个", 1370)["report2022"], SECTIONS))
