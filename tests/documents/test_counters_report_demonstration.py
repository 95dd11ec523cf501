"""Counts of the report of 2022, chapter 2: every number of the chapter is read or named here."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from egov.documents.counters import report_demonstration, report_demonstration_south, report_risers
from egov.documents.counters.spec import Section, passage, read, unclaimed, unclaimed_words
from egov.documents.locate import Document, ReadError

SECTIONS = (*report_demonstration.SECTIONS, *report_demonstration_south.SECTIONS, *report_risers.SECTIONS)
CHAPTER = Section(
    "report2022", "ch. 2", r"第二章 评估结果\n\n评估", r"第三章 发展现状\n\n一", "national", "全国", "", "", ()
)

KINDS = {
    "number of a box": r"专栏 \d+：",
    "number of a table": r"表 \d-\d",
    "a calendar year": r"20\d\d ?年",
    "a month": r"年 ?\d+ ?月",
    "a band of scores": r"\d\d-\d\d|[≥≤]\d\d|超过 90）",
    "how many leaders a list names": r"前 10 名",
    "a version": r"\d\.0 ?(?:版|阶段|新阶段|建设)",
    "a slogan": r"‘2\+2’|“12345\+N",
    "a telephone number": r"12345|11[09]|12[02]",
    "round the clock": r"7×24",
}
IGNORED = {
    404: "how many provinces are in each band (capacity_distribution)",
    406: "how many provinces are in a band (capacity_distribution)",
    420: "how many cities are in each band (capacity_distribution)",
    563: "how many provinces rose by a band (capacity_risers)",
    565: "how many cities rose by a band (capacity_risers)",
}
"""Numbers left out by kind, and by line with the reason."""

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def rows(report: Document) -> list[dict[str, object]]:
    return list(read(report, SECTIONS))


@pytest.mark.parametrize(
    ("module", "first", "last", "size"),
    [(report_demonstration, 478, 507, 46), (report_demonstration_south, 515, 556, 27), (report_risers, 573, 634, 35)],
    ids=["§3, first half", "§3, second half", "§4"],
)
def test_figures_stand_in_their_lines(report, module, first, last, size):
    lines = [row["line"] for row in read(report, module.SECTIONS)]
    assert (min(lines), max(lines), len(lines)) == (first, last, size)


def test_every_number_is_read_or_ignored_for_a_reason(report):
    assert report.position(passage(report, CHAPTER).start)[0] == 398, "chapter 2 begins elsewhere"
    by_kind = {
        offset: kind
        for kind, pattern in KINDS.items()
        for match in re.finditer(pattern, report.text)
        for offset in range(*match.span())
    }
    left = unclaimed(report, (*SECTIONS, CHAPTER))
    assert {by_kind.get(report.offset(line, col)) for line, col, _ in left} - {None} == set(KINDS)
    rest = [(line, around) for line, col, around in left if report.offset(line, col) not in by_kind]
    assert [item for item in rest if item[0] not in IGNORED] == []
    assert {line for line, _ in rest} == set(IGNORED), "a reason that nothing needs"


def test_no_measuring_number_in_words_is_left(report):
    assert unclaimed_words(report, (*SECTIONS, CHAPTER)) == []


def test_boxes_are_all_there_but_the_ninth(report):
    numbers = [int(s.place.removeprefix("box ")) for s in SECTIONS if s.place.startswith("box ")]
    assert numbers == [n for n in range(1, 19) if n != 9]
    printed = re.findall(r"(?m)^专栏 (\d+)：.*[^\d\n]$", passage(report, CHAPTER).text)
    assert [int(n) for n in printed] == numbers


def test_sections_speak_of_the_unit_that_they_name(report):
    for section in SECTIONS:
        assert section.unit in passage(report, section).text, section.place
        assert re.fullmatch(rf"ch\. 2 §[34] \({section.unit}\)|box \d+", section.place)


def test_one_figure_is_one_row_and_one_repeat_is_printed(rows):
    assert len({(row["line"], row["col"]) for row in rows}) == len(rows)
    keys = [(row["unit"], row["metric"], row["as_of"]) for row in rows]
    assert {key for key in keys if keys.count(key) > 1} == {("吉林", "it_requests_unified", "2020")}


@pytest.mark.parametrize(
    ("unit", "metric", "as_of", "printed", "value", "qualifier"),
    [
        ("北京", "online_users", "2021", "3970 余万", "39700000", "over"),
        ("北京", "business_environment_pilot_tasks", "2021-12", "362", "362", "exact"),
        ("上海", "cases_growth", "2018/2021", "26", "26", "exact"),
        ("上海", "personal_users", "2021", "6700 万以上", "67000000", "over"),
        ("上海", "sensors", "2021", "上亿", "100000000", "over"),
        ("江苏", "mobile_monthly_users", "2021", "4903.5万", "49035000", "exact"),
        ("江苏", "policy_pushes", "2021", "2.56亿", "256000000", "exact"),
        ("浙江", "business_systems_connected", "2021", "319", "319", "exact"),
        ("广东", "registered_users", "2021", "超 1.7 亿", "170000000", "over"),
        ("贵州", "certificates_stored", "2021", "1.60 亿", "160000000", "exact"),
        ("广州", "policy_benefit_items_online", "2021", "1023", "1023", "exact"),
        ("南京", "policy_items_whole_process", "2021", "50 多", "50", "over"),
        ("深圳", "instant_filing_items", "2021", "539", "539", "exact"),
        ("吉林", "construction_funds_saved_a_year", "2021", "数十亿", "2000000000", "over"),
        ("吉林", "it_funds_needed", "2020", "约为5.6亿", "560000000", "about"),
        ("山东", "electronic_business_licences", "2021", "1385 万", "13850000", "exact"),
        ("河南", "mean_loan", "2021", "213.27 万", "2132700", "exact"),
        ("北京", "business_environment_reform_rounds", "2021-12", "5", "5", "exact"),
        ("京津冀+雄安", "joint_service_places", "2021", "四", "4", "exact"),
        ("湖北", "one_thing_once_services_all_levels", "2021", "3467", "3467", "exact"),
        ("湖北", "one_thing_once_time_before", "2021", "43", "43", "exact"),
        ("湖北", "one_thing_once_visits_after", "2021", "1", "1", "exact"),
        ("宁夏", "mobile_registered_users_above_population", "2021", "33%", "33", "exact"),
    ],
)
def test_figures_known_from_the_page(rows, unit, metric, as_of, printed, value, qualifier):
    (row,) = [r for r in rows if (r["unit"], r["metric"], r["as_of"]) == (unit, metric, as_of)]
    assert (row["printed"], row["qualifier"], row["value"]) == (printed, qualifier, Decimal(value))


def test_cities_are_cities(rows):
    assert {row["unit"] for row in rows if row["scope"] == "city"} == {"广州", "南京", "深圳"}


def test_a_damaged_box_is_an_error(report):
    damaged = Document("report2022", report.text.replace("5915", "", 1))
    with pytest.raises(ReadError, match="box 3"):
        list(read(damaged, SECTIONS))
