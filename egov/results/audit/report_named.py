"""Names in prose: numbers beside lists, those said to lead, one thing under two names, what a table leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Holds, Open, Same
from egov.results.audit.readings_lists import LISTED
from egov.results.audit.tables import Tables

family = AUDIT.family
TOP = "非常高"
RECENT = 3
"""Years in a row, the last among them, that *recent years* must mean at least."""


@family("listed", kind="count")
def listed(t: Tables) -> Iterator[Check]:
    """A number in prose is that of the names beside it."""
    for each in LISTED:
        settled = each.name == "江苏.levels"
        why = "the province itself is left out: digest 4 and chapter 3 name five levels with it" if settled else ""
        yield Check(
            each.name,
            f"{each.what}: as many as the number says",
            replace(each.reading.figure, value=Fraction(each.value)),
            Same(Fraction(len(set(each.names)))),
            note=", ".join(each.names) if len(each.names) <= 12 else f"{each.names[0]} to {each.names[-1]}",
            wrong="misprint" if settled else "contradicts",
            if_wrong=why,
        )


@family("numbering", kind="count", reads=("capacity_bands", "policies"))
def numbering(t: Tables) -> Iterator[Check]:
    """Tables A-3, A-4 and A-5 number their rows through."""
    for table, name in (("capacity_bands", "Table A-3"), ("capacity_bands", "Table A-4"), ("policies", "Table A-5")):
        rows = [r for r in t.all(table) if r["place"].startswith(f"{name}, row ")]
        numbers = {int(r["place"].rsplit(" ", 1)[1]): r for r in rows}
        last = numbers[max(numbers)]
        yield Check(
            name.replace(" ", "."),
            f"{name}: rows numbered from 1 on, each number once",
            replace(last.figure, printed=str(max(numbers)), value=Fraction(max(numbers)), col=1),
            Same(Fraction(len({(r.get("unit") or r.get("region")) for r in rows}))),
        )


@family("leading", kind="omission", reads=("capacity_bands",))
def leading(t: Tables) -> Iterator[Check]:
    """Units said to have led in recent years did so, and those that led in every year of the table are among them."""
    for kind, (reading, names) in readings.LEADING.items():
        years = sorted({r["year"] for r in t.rows("capacity_bands", unit_type=kind)})
        top = {y: {r["unit"] for r in t.rows("capacity_bands", unit_type=kind, year=y, value=TOP)} for y in years}
        for unit in names:
            yield Check(
                f"{kind}.{unit}",
                f"{unit} has been in the highest band for at least {RECENT} years, as one that keeps leading",
                reading.figure,
                Holds(all(unit in top[y] for y in years[-RECENT:]), f"{sum(unit in top[y] for y in years)} years"),
                kind="order",
            )
        for unit in sorted(set.intersection(*top.values()) - set(names)):
            yield Check(
                f"{kind}.{unit}.unnamed",
                f"{unit}, in the highest band in every year of the table, is named among those that keep leading",
                reading.figure,
                Holds(False, f"{len(years)} years"),
                wrong="not_checkable",
                if_wrong="not named, but the list ends in 'and others', so nobody is said not to lead: take those that "
                "lead from the table, not from the sentence",
            )


@family("city_order", kind="order", reads=("capacity_listings", "units"))
def city_order(t: Tables) -> Iterator[Check]:
    """Cities are listed by administrative division, as the note to Table 2-2 says."""
    codes = {r["unit"]: r["adcode"] for r in t.rows("units", unit_type="city")}
    rows = t.rows("capacity_listings", unit_type="city", relation="band", year=2021, mention=1)
    for band in dict.fromkeys(r["value"] for r in rows):
        mine = sorted((r for r in rows if r["value"] == band), key=lambda r: (r["line"], r["col"]))
        falls = sum(codes[a["unit"]] > codes[b["unit"]] for a, b in pairwise(mine))
        yield Check(
            band,
            f"the cities in band {band} stand in the order of the codes of administrative divisions",
            readings.CITY_ORDER.figure,
            Holds(not falls, f"{falls} steps back among {len(mine)} cities"),
            wrong="not_checkable",
            if_wrong="they stand as in Table A-4, cities of sub-provincial rank first; the note may mean that order, "
            "and it is no ranking either way",
        )


@family("same_name", kind="equality")
def same_name(t: Tables) -> Iterator[Check]:
    """One thing has one name where one document names it twice."""
    yield Check(
        "安徽.app",
        "the name of the one mobile app of 安徽, in the paragraph and in the box below it",
        readings.APP_ANHUI_BOX.figure,
        Same(readings.APP_ANHUI.printed),
        if_wrong="the paragraph gives the longer name to the whole service and the shorter one to its app",
    )
    for name, what, first, again, differs in readings.TWO_WORDINGS:
        yield Check(
            name, f"{what}: one wording", again.figure, Same(first.printed), wrong="not_checkable", if_wrong=differs
        )
    yield Check(
        "cases.kind",
        "eight cases are of the one kind that is said to have eight",
        readings.CASES_ALL.figure,
        Open(f"{readings.CASES_OF_INDUSTRY.printed}: 4, and 4 of another kind"),
        note="the list below divides the same eight into two kinds, and has 综合 in the name of one; the word may be "
        "meant in two senses",
        kind="count",
    )


@family("indicator_code", kind="omission", reads=("indicators",))
def indicator_code(t: Tables) -> Iterator[Check]:
    """Each first-level indicator of Tables A-1 and A-2 has its letter printed beside its name."""
    for row in t.rows("indicators", level=1):
        yield Check(
            f"{row['unit_type']}.{row['code']}",
            f"{row['code']} stands beside {row['name_zh']} ({row['place']})",
            row.figure,
            Holds(row["printed"] == row["code"], row["code"]),
            wrong="misprint",
            if_wrong="the codes of its parts tell it; the letter may be lost in the text copy in hand",
        )


@family("left_out", kind="omission")
def left_out(t: Tables) -> Iterator[Check]:
    """What a mark or a heading promises is there."""
    for reading in readings.WITHOUT_TEXT:
        yield Check(
            reading.printed,
            f"indicator {reading.printed} of the cities is described, as all others are",
            reading.figure,
            Holds(False, "no description"),
            if_wrong="the cell is empty; the description may be lost in the text copy in hand",
        )
    yield Check(
        "footnote",
        "the footnote mark in Table A-2 has its note",
        readings.FOOTNOTE_MARK.figure,
        Holds(False, "no note"),
        if_wrong="no note stands on any page; it may be lost in the text copy in hand",
    )
    yield Check(
        "picture",
        "the picture of the seven regions that the article points to",
        readings.PICTURE.figure,
        Open(),
        note="a text copy holds no pictures; the order of the regions is told in the sentence",
    )
