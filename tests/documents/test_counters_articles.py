"""Counts of the articles of 2020: every number of articles 1, 3, 4, 5 and 6 is read or named here with its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from egov.documents.corpus import Corpus
from egov.documents.counters.articles import SECTIONS
from egov.documents.counters.spec import Section, read, read_twice, unclaimed, unclaimed_words
from egov.documents.locate import Document, ReadError
from egov.tables.schemas import TABLES

WHOLE = Section("articles2020", "all of the document", "", "", "national", "全国", "2020", "stated", ())
BUSINESS_ENVIRONMENT = 2
"""The line of the article that has its own tables."""
SIZES = {4: 31, 5: 2, 6: 9}
"""Article → number of figures; articles 1 and 3 have none."""
IGNORED = {
    (1, "1 7 2021"): "dates",
    (1, "110 119 120 122" + " 12345" * 14): "telephone numbers",
    (1, "7 24"): "round the clock",
    (3, "12 14"): "date",
    (4, "2020 9 2018 11 2017 2020 2015"): "dates",
    (4, "7 24 24 24"): "round the clock",
    (4, "1 1"): "a slogan: one helper for one applicant",
    (5, "2020 2021"): "years of a plan",
    (6, "2 0 2 0 2 0 2 0"): "version 2.0",
    (6, "2020 2023"): "years",
}

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def document(corpus: Corpus) -> Document:
    return corpus["articles2020"]


@pytest.fixture(scope="module")
def rows(document: Document) -> list[dict[str, object]]:
    return list(read(document, SECTIONS))


def number(document: Document, line: int, col: int) -> str:
    text = document.text.split("\n")[line - 1][col - 1 :]
    return text[: next(i for i, c in enumerate(f"{text} ") if not (c.isdigit() or c == "."))]


def test_every_number_is_read_or_ignored(document: Document) -> None:
    left: dict[int, list[str]] = {}
    for line, col, _ in unclaimed(document, [*SECTIONS, WHOLE]):
        if line != BUSINESS_ENVIRONMENT:
            left.setdefault(line, []).extend(number(document, line, col).split("."))
    expected: dict[int, list[str]] = {}
    for line, numbers in IGNORED:
        expected.setdefault(line, []).extend(numbers.split())
    assert {k: sorted(v) for k, v in left.items()} == {k: sorted(v) for k, v in expected.items()}


def test_every_number_in_words_is_read(document: Document) -> None:
    words = unclaimed_words(document, [*SECTIONS, WHOLE])
    assert {line for line, *_ in words} <= {BUSINESS_ENVIRONMENT}


def test_number_of_figures(rows: list[dict[str, object]]) -> None:
    lines = [row["line"] for row in rows]
    assert {line: lines.count(line) for line in set(lines)} == SIZES
    assert all(str(row["place"]).startswith(f"article {row['line']}") for row in rows)


def test_figures_stand_once_where_they_say(document: Document, rows: list[dict[str, object]]) -> None:
    assert read_twice(rows) == []
    for row in rows:
        line = document.text.split("\n")[int(str(row["line"])) - 1]
        assert line.startswith(str(row["printed"]), int(str(row["col"])) - 1)


def test_keys_are_unique(rows: list[dict[str, object]]) -> None:
    keys = [tuple(row[k] for k in TABLES["platform_counters"].key) for row in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("unit", "metric", "as_of", "printed", "value", "qualifier"),
    [
        ("重庆", "service_items", "2017", "400多", "400", "over"),
        ("重庆", "zero_visit_items", "2017", "88", "88", "exact"),
        ("重庆", "zero_visit_items", "2020", "765", "765", "exact"),
        ("重庆", "mean_approval_time", "2017", "14.2", "14.2", "exact"),
        ("重庆", "online_handling_share", "2017", "22.67%", "22.67", "exact"),
        ("重庆", "yukuaiban_registered_users", "2020", "超过了1400万", "14000000", "over"),
        ("重庆", "yukuaiban_cases", "2020", "超过了1.3亿", "130000000", "over"),
        ("重庆", "good_rating_share", "2020", "99.99%", "99.99", "exact"),
        ("重庆两江新区", "voice_enquiries", "2020", "25万余", "250000", "over"),
        ("重庆两江新区", "tax_form_time_reduction", "2020", "近90%", "90", "nearly"),
        ("重庆两江新区", "mean_completion_time_ahead", "2020-09", "22.17", "22.17", "exact"),
        ("海南", "business_environment_plan_measures", "2020", "31", "31", "exact"),
        ("全国", "smart_city_technology_spending", "2023", "389.2亿", "38920000000", "exact"),
        ("广东", "tencent_yueshengshi_registered_users", "2020", "7200万", "72000000", "exact"),
        ("全国", "tencent_health_code_visits", "2020", "420亿", "42000000000", "exact"),
    ],
)
def test_figures(
    unit: str, metric: str, as_of: str, printed: str, value: str, qualifier: str, rows: list[dict[str, object]]
) -> None:
    row = next(r for r in rows if (r["unit"], r["metric"], r["as_of"]) == (unit, metric, as_of))
    assert (row["printed"], row["value"], row["qualifier"]) == (printed, Decimal(value), qualifier)


def test_a_damaged_document_is_an_error(document: Document) -> None:
    with pytest.raises(ReadError, match="article 4"):
        list(read(Document("articles2020", document.text.replace("网上办理率", "")), SECTIONS))
