"""How many cities and counties the assessment sampled, as Tables A-1 and A-2 of the report of 2022 say it."""

from __future__ import annotations

from egov.documents.counters.spec import Count, Section

_EACH = (
    "sampled_cities_and_counties",
    "prefecture-level cities, and counties, sampled in each province for its time, visits and on-the-spot handling "
    "(A4 of Table A-1), so many of each",
    "other",
    "places",
)
_SEALS = (
    "sampled_cities_and_counties_seals",
    "prefecture-level cities, and counties, sampled in each province for its electronic seals (B6-2 of Table A-1), so "
    "many of each",
    "other",
    "places",
)
_ACCEPTANCE = (
    "sampled_cities_acceptance",
    "prefecture-level cities sampled in each province for integrated acceptance (C3-4 of Table A-1)",
    "other",
    "cities",
)
_COUNTIES = (
    "sampled_counties_of_cities",
    "counties and districts sampled in each key city for its time, visits and on-the-spot handling (A3 of Table A-2)",
    "other",
    "counties",
)


def _sample(table: str, code: str, start: str, stop: str, what: tuple[str, str, str, str], pattern: str) -> Section:
    """The cell of one indicator, from ``start`` to ``stop``, behind the title of its table."""
    counts = (Count(*what, pattern),)
    place, after = f"Table {table}, {code}", rf"(?m)^表 {table} [^.\n]+$"
    return Section("report2022", place, start, stop, "national", "全国", "2021", "assessed", counts, after)


SECTIONS = (
    _sample("A-1", "A4-1", r"减时间 A4-1", r"减跑动", _EACH, r"各抽查{n}个地市"),
    _sample("A-1", "A4-2", r"A4-2\t", r"即办程度", _EACH, r"各抽查{n}个地市"),
    _sample("A-1", "A4-3", r"A4-3\t", r"A5-1", _EACH, r"各抽查{n}个地市"),
    _sample("A-1", "B6-2", r"B6-2\t", r"B6-3", _SEALS, r"各抽查{n}个地市"),
    _sample("A-1", "C3-4", r"C3-4\t", r"D1-1", _ACCEPTANCE, r"选择{n}个所辖"),
    _sample("A-2", "A3-1", r"减时间 A3-1", r"减跑动", _COUNTIES, r"为抽查{n}个区县"),
    _sample("A-2", "A3-2", r"减跑动 A3-2", r"即办程度", _COUNTIES, r"为抽查{n}\n"),
    _sample("A-2", "A3-3", r"A3-3\t", r"A4-1", _COUNTIES, r"为抽查{n}个区县"),
)
