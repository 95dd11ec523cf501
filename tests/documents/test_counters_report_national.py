"""The nation's counts in the report of 2022: every number of digest, chapter 1 and ch. 3 §1 is read or named here."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from egov.documents.counters.report_national import CHAPTER_1, CHAPTER_3, DIGEST, SECTIONS
from egov.documents.counters.spec import Section, passage, read, unclaimed, unclaimed_words
from egov.documents.locate import Document, ReadError

PARTS = tuple(
    Section("report2022", place, start, stop, "national", "全国", "", "", ())
    for place, start, stop in (
        ("digest", r"报告数据摘要\n", r"\n中央党校"),
        ("ch. 1", r"第一章 评估概况\n\n省级", r"第二章 评估结果\n\n评估"),
        ("ch. 3 §1", r"第三章 发展现状\n\n一、发展成效\n", r"二、区域分析\n\n如图"),
    )
)
"""The parts of the report that this module reads, whole."""

KINDS = {
    "number of a digest entry": r"(?m)^\d+[. ](?=[^\d\n])",
    "number of a digest entry before a number": r"(?m)^\d\.(?=\d)",
    "number of a box, table or figure": r"(?:专栏 |[图表] \d-)\d+|[图表] \d(?=-)",
    "a calendar year": r"20\d\d ?年",
    "a month": r"年\d月",
    "the eight-hour day, a slogan": r"线下 ?8 ?小时",
}
IGNORED = {
    196: "index and how many provinces are above its mean (capacity_means)",
    198: "index (capacity_means)",
    200: "indices (capacity_means)",
    276: "the 31 provinces assessed: who is assessed is counted in (六)",
    306: "number of first-level indicators (indicators)",
    308: "number of indicators (indicators)",
    346: "the 31 provinces assessed: counted with 新疆兵团 below",
    655: "the 31 provinces of which 29 are counted",
}
"""Numbers left out by kind, and by line with the reason. Entry 5 opens with the 31 provinces of which it counts 29."""

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def rows(report: Document) -> list[dict[str, object]]:
    return list(read(report, SECTIONS))


@pytest.mark.parametrize(
    ("sections", "first", "last", "size"),
    [(DIGEST, 202, 224, 32), (CHAPTER_1, 321, 376, 4), (CHAPTER_3, 655, 689, 28)],
    ids=["digest", "chapter 1", "chapter 3"],
)
def test_figures_stand_in_their_lines(report, sections, first, last, size):
    lines = [row["line"] for row in read(report, sections)]
    assert (min(lines), max(lines), len(lines)) == (first, last, size)


def test_the_parts_lie_where_they_are_expected(report):
    assert [report.position(passage(report, part).start)[0] for part in PARTS] == [194, 239, 636]


def test_every_number_is_read_or_ignored_for_a_reason(report):
    by_kind = {
        offset: kind
        for kind, pattern in KINDS.items()
        for match in re.finditer(pattern, report.text)
        for offset in range(*match.span())
    }
    left = unclaimed(report, (*SECTIONS, *PARTS))
    assert {by_kind.get(report.offset(line, col)) for line, col, _ in left} - {None} == set(KINDS)
    rest = [(line, around) for line, col, around in left if report.offset(line, col) not in by_kind]
    assert [item for item in rest if item[0] not in IGNORED] == []
    assert {line for line, _ in rest} == set(IGNORED), "a reason that nothing needs"


def test_no_measuring_number_in_words_is_left(report):
    assert unclaimed_words(report, (*SECTIONS, *PARTS)) == []


def test_digest_and_chapter_print_the_same_facts_under_one_key(rows):
    printed = Counter((row["metric"], row["as_of"]) for row in rows)
    assert {metric for (metric, _), n in printed.items() if n == 3} == {"data_sharing_calls"}
    assert sum(n == 2 for n in printed.values()) == 20
    places = [row["printed"] for row in rows if row["metric"] == "data_sharing_calls"]
    assert places == ["超过 3000 亿", "超过 2000 亿", "超过 3000 亿"]


def test_every_row_is_of_the_nation(rows):
    assert {(row["scope"], row["unit"]) for row in rows} == {("national", "全国")}
    dated = {(row["as_of"], row["as_of_basis"]) for row in rows}
    assert dated == {("2021-12-31", "stated"), ("2021-12-31", "assessed"), ("2021", "assessed")}


def test_a_fact_without_a_date_in_its_sentence_keeps_the_date_of_the_digest(rows):
    lent = {(row["metric"], row["place"]) for row in rows if row["as_of_basis"] == "assessed" and "-" in row["as_of"]}
    assert {place for _, place in lent} == {"ch. 3 §1 (二)", "ch. 3 §1 (三)"}
    stated = {row["metric"] for row in rows if row["as_of_basis"] == "stated"}
    assert {metric for metric, _ in lent} <= stated


@pytest.mark.parametrize(
    ("place", "metric", "printed", "value", "qualifier"),
    [
        ("digest 4", "population_addressed", "十四亿多", "1400000000", "over"),
        ("digest 5", "institutions", "40 余", "40", "over"),
        ("digest 7", "share_approve_online_zero_visit", "56.36%", "56.36", "exact"),
        ("digest 8", "total_uses", "超过 620 亿", "62000000000", "over"),
        ("digest 9", "regions_with_ageing_friendly_platform", "31", "31", "exact"),
        ("digest 11", "business_licence_users", "3000 多万", "30000000", "over"),
        ("digest 11", "business_licence_uses", "8500 余万", "85000000", "over"),
        ("digest 13", "government_departments_connected", "5951", "5951", "exact"),
        ("digest 14", "certificate_types", "近 900", "900", "nearly"),
        ("digest 15", "relief_services", "超 100 万", "1000000", "over"),
        ("ch. 1 §1 (四)", "assessment_data_items", "超过 260 万", "2600000", "over"),
        ("ch. 3 §1 (一)", "data_sharing_duty_items", "近 4000", "4000", "nearly"),
        ("ch. 3 §1 (二)", "certificate_services", "50 亿余", "5000000000", "over"),
        ("ch. 3 §1 (三)", "elderly_searching_online", "46.2%", "46.2", "exact"),
    ],
)
def test_figures_known_from_the_page(rows, place, metric, printed, value, qualifier):
    (row,) = [r for r in rows if (r["place"], r["metric"]) == (place, metric)]
    assert (row["printed"], row["qualifier"], row["value"]) == (printed, qualifier, Decimal(value))


def test_a_damaged_digest_is_an_error(report):
    damaged = Document("report2022", report.text.replace("5951", "", 1))
    with pytest.raises(ReadError, match="digest 13"):
        list(read(damaged, SECTIONS))
