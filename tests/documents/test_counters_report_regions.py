"""Counts of the capability report's chapter 3 §2: every number of its lines 718-1077 is read or named here."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from egov.documents.counters import report_centre_south, report_north_east, report_south_west, sections
from egov.documents.counters.report_regions import METRICS, Stretch, declare
from egov.documents.counters.spec import Section, passage, read, unclaimed, unclaimed_words
from egov.documents.locate import Document, ReadError

PARTS = (
    (report_north_east, 729, 879, 90),
    (report_centre_south, 898, 945, 31),
    (report_south_west, 972, 1077, 72),
)
"""Module, first and last line of its figures, number of figures."""
SECTIONS = tuple(s for module, *_ in PARTS for s in module.SECTIONS)
WHOLE = Section(
    "report2022", "ch. 3 §2", r"（一）华北地区", r"中央党校\(国家行政学院\)\n电子政务", "area", "", "", "", ()
)

KINDS = {
    "number of a box": r"专栏 \d+[：:]",
    "number of a figure": r"图 3-\d+ ",
    "a calendar year": r"20\d\d ?年",
    "a month": r"年 ?\d+ ?月",
    "the hotline's number": r"12345",
    "round the clock": r"7 ?[*x×] ?24",
    "a slogan": r"“2\+2|‘2\+2",
}
IGNORED = {
    725: "size of 华北 (units.csv) and how many of its provinces are 非常高 (Table A-3)",
    778: "size of 东北 (units.csv)",
    815: "size of 华东 (units.csv) and how many of its provinces are 非常高 (Table A-3)",
    817: "how many cities of 华东 are 非常高 (Table A-4)",
    888: "size of 华中 (units.csv)",
    925: "size of 华南 (units.csv)",
    964: "size of 西南 (units.csv)",
    966: "how many provinces of 西南 are 非常高 (Table A-3)",
    968: "how many cities of 西南 rose (Table A-4)",
    1025: "size of 西北 (units.csv)",
}
"""Numbers left out by kind, and by line with the reason."""

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def rows(report: Document) -> list[dict[str, object]]:
    return list(read(report, SECTIONS))


@pytest.mark.parametrize(("module", "first", "last", "size"), PARTS, ids=lambda p: getattr(p, "__name__", None))
def test_figures_stand_in_their_regions_lines(report, module, first, last, size):
    lines = [row["line"] for row in read(report, module.SECTIONS)]
    assert (min(lines), max(lines), len(lines)) == (first, last, size)


def test_every_number_is_read_or_ignored_for_a_reason(report):
    left = unclaimed(report, (*SECTIONS, WHOLE))
    start = passage(report, WHOLE).start
    assert report.position(start)[0] == 718, "the chapter's regions begin elsewhere"
    by_kind = {
        offset: kind
        for kind, pattern in KINDS.items()
        for match in re.finditer(pattern, report.text)
        for offset in range(*match.span())
    }
    kinds = {by_kind.get(report.offset(line, col)) for line, col, _ in left}
    assert kinds - {None} == set(KINDS), "a kind that nothing belongs to"
    rest = [(line, around) for line, col, around in left if report.offset(line, col) not in by_kind]
    assert [item for item in rest if item[0] not in IGNORED] == []
    assert {line for line, _ in rest} == set(IGNORED), "a reason that nothing needs"


def test_no_measuring_number_in_words_is_left(report):
    assert unclaimed_words(report, (*SECTIONS, WHOLE)) == []


def test_one_figure_is_one_row_and_one_key(rows):
    places = [(row["line"], row["col"]) for row in rows]
    keys = [(row["scope"], row["unit"], row["metric"], row["as_of"]) for row in rows]
    assert len(set(places)) == len(rows)
    assert len(set(keys)) == len(rows)


def test_sections_speak_of_the_unit_that_they_name(report):
    for section in SECTIONS:
        name = "兵团" if section.unit == "新疆兵团" else section.unit.removesuffix("城市群")
        assert name in passage(report, section).text, (section.unit, section.place)
        assert section.place in (f"ch. 3 §2 ({section.unit})",) or re.fullmatch(r"box \d\d", section.place)


def test_units_cover_all_provinces_that_print_a_count(rows):
    silent = {"山西", "广东", "陕西", "青海"}
    units = {row["unit"] for row in rows if row["scope"] == "province"}
    assert len(units) == 32 - len(silent)
    assert not units & silent
    areas = {row["unit"] for row in rows if row["scope"] == "area"}
    assert areas == {"川渝", "武汉城市圈", "襄十随神城市群", "宜荆荆恩城市群"}


@pytest.mark.parametrize(
    ("unit", "metric", "as_of", "printed", "value", "qualifier"),
    [
        ("北京", "electronic_residence_permits", "2021", "400 余万", "4000000", "over"),
        ("黑龙江", "credit_pledge_items_province", "2021", "37", "37", "exact"),
        ("辽宁", "actual_online_rate", "2021", "75% 以上", "75", "over"),
        ("上海", "online_cases", "2021", "超 3750 万", "37500000", "over"),
        ("上海", "human_resolution_target", "2022-12-31", "90%", "90", "exact"),
        ("江苏", "free_trade_zone_licence_items", "2021", "69", "69", "exact"),
        ("江苏", "business_licence_reform_ways", "2021", "四", "4", "exact"),
        ("浙江", "wages_paid_online", "2021-12-31", "2400 多亿", "240000000000", "over"),
        ("福建", "finance_platform_loans", "2021", "近 4.4 万", "44000", "nearly"),
        ("河南", "livelihood_projects", "2021", "十", "10", "exact"),
        ("山东", "certificate_services_province", "2021", "2.8 亿余", "280000000", "over"),
        ("山东", "two_lifecycles_items", "2021", "百余", "100", "over"),
        ("山东", "firm_start_and_property_time", "2021", "0.5", "0.5", "exact"),
        ("襄十随神城市群", "region_wide_items", "2021", "356", "356", "exact"),
        ("川渝", "shared_items_online", "2021", "252", "252", "exact"),
        ("贵州", "front_windows_cut", "2021", "45.72%", "45.72", "exact"),
        ("西藏", "items_published", "2021", "94480", "94480", "exact"),
        ("新疆", "hotlines_merged", "2021-11", "32", "32", "exact"),
    ],
)
def test_figures_known_from_the_page(rows, unit, metric, as_of, printed, value, qualifier):
    (row,) = [r for r in rows if (r["unit"], r["metric"], r["as_of"]) == (unit, metric, as_of)]
    assert (row["printed"], row["qualifier"]) == (printed, qualifier)
    assert row["value"] == Decimal(value)


def test_metrics_are_all_used():
    here = {count.metric for section in SECTIONS for count in section.counts}
    used = {count.metric for section in sections() if section.source == "report2022" for count in section.counts}
    assert here <= set(METRICS) <= used
    assert list(METRICS) == sorted(METRICS)


def test_an_unknown_metric_is_an_error():
    with pytest.raises(KeyError, match="no_such_metric"):
        declare({Stretch("北京", "box 21", "专栏", "天津"): {"no_such_metric": "{n}"}})


def test_a_damaged_report_is_an_error(report):
    line = next(line for line in report.text.split("\n") if "川渝通办”已发布" in line)
    damaged = Document("report2022", report.text.replace(line, re.sub(r"\d+ 项通办", "通办", line)))
    with pytest.raises(ReadError, match="box 43"):
        list(read(damaged, SECTIONS))
