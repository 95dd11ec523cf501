"""The Yongkang hardware index: industry counts, changes across months, composites and their printed parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from egov.audit.book import AUDIT
from egov.audit.check import Check, Equal, Holds, Same, Within
from egov.audit.quantity import Figure
from egov.audit.tables import Row, Tables

family = AUDIT.family
INDUSTRIES = 12
RELEASE = "2021-06"
"""Month of the release in hand, which names industries."""
PLACES = 2
"""Digits behind the point of every level and change; the reference file of weeks has lost last zeros."""
ZONES = (("rising", "falling", "flat"), ("expanding", "retreating", "contracting"))
LINE = ("month", "family", "component")


def _line(row: Row) -> dict[str, str]:
    return {c: row[c] for c in LINE}


def _figure(row: Row) -> Figure:
    """A level or a change with the places that it was rounded to, a dropped zero among them."""
    return replace(row.figure, places=PLACES)


@family("breadth", kind="equality")
def breadth(t: Tables) -> Iterator[Check]:
    """Industries by state add to twelve."""
    for month, kind, component in dict.fromkeys(tuple(_line(r).values()) for r in t.all("hardware_breadth")):
        lines = t.rows("hardware_breadth", month=month, family=kind, component=component)
        states = {s: [r for r in lines if r["state"] == s] for s in dict.fromkeys(r["state"] for r in lines)}
        for zone in ZONES:
            have = [s for s in zone if s in states]
            if len(have) < 2:
                continue  # one state named alone: nothing to add
            for mention in sorted({r["mention"] for s in have for r in states[s]}):
                rows = [next((r for r in states[s] if r["mention"] == mention), states[s][0]) for s in have]
                total = sum((r.number for r in rows), Fraction(0))
                yield Check(
                    f"{month}.{kind}.{component}.{have[0]}.{mention}",
                    f"{component} ({kind}, {month}): industries {', '.join(have)} add to {INDUSTRIES}",
                    rows[0],
                    Holds(total == INDUSTRIES, " + ".join(str(r.number) for r in rows) + f" = {total}"),
                )


@family("industries_named", kind="count")
def industries_named(t: Tables) -> Iterator[Check]:
    """The number of industries in a state, against those named."""
    complete = [("production", "总指数"), ("trade", "总指数"), ("production", "生产市场需求景气指数")]
    for row in t.rows("hardware_breadth", month=RELEASE):
        named = t.rows("hardware_industries", **_line(row), value=row["state"])
        if (row["family"], row["component"]) in complete and (named or row.number == 0):
            yield Check(
                ".".join([*_line(row).values(), row["state"], str(row["mention"])]),
                f"{row['component']} ({row['family']}): industries named as {row['state']}",
                row,
                Same(Fraction(len({r["industry"] for r in named}))),
            )
    for kind in ("production", "trade"):
        rows = t.rows("hardware_industries", month=RELEASE, family=kind, component="总指数")
        different = len({r["industry"] for r in rows})
        test = Holds(len(rows) == different == INDUSTRIES, f"{different} different names")
        yield Check(f"{kind}.once", f"each of the twelve industries is named once for {kind}", rows[0], test)


@family("industry_name", kind="equality", each="hardware_industries")
def industry_name(t: Tables, row: Row) -> Iterator[Check]:
    """An industry has one name."""
    yield Check(
        ".".join([*_line(row).values(), row["industry"]]),
        f"name of the industry in {row['place']}",
        row,
        Same(row["industry"]),
        wrong="misprint",
        if_wrong="the same release has the other name wherever else it names this industry",
    )


def month_before(month: str) -> str:
    """The month before, YYYY-MM.

    >>> month_before("2021-06"), month_before("2022-01")
    ('2021-05', '2021-12')
    """
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


@family("month_to_month", kind="equality", each="hardware_index: measure=change, mention=1")
def month_to_month(t: Tables, row: Row) -> Iterator[Check]:
    """The change printed is the level less that of the month before, wherever both months are in hand."""
    month, kind = row["month"], row["family"]
    same = {"family": kind, "component_en": row["component_en"], "parent": row["parent"], "measure": "value"}
    a, b = (t.find("hardware_index", **same, month=m, mention=1) for m in (month_before(month), month))
    if a and b:
        claim = f"change of {row['component_en']} ({kind}) from {a['printed']} to {b['printed']}"
        note = "levels are rounded too, so a hundredth may be lost"
        test = Equal(_figure(b).rounded - _figure(a).rounded)
        yield Check(f"{month}.{kind}.{row['component']}", claim, _figure(row), test, note=note)


@family("composite", kind="range", each="hardware_index: mention=1")
def composite(t: Tables, row: Row) -> Iterator[Check]:
    """A composite, and its change, against the range of the parts that are printed."""
    where = {c: row[c] for c in ("month", "family", "measure")}
    parts = t.rows("hardware_index", mention=1, **where, parent=row["component"])
    if len(parts) > 1:
        quantities = sorted((_figure(r).rounded for r in parts), key=lambda q: q.point)
        yield Check(
            f"{row['month']}.{row['family']}.{row['component']}.{row['measure']}",
            f"{row['measure']} of {row['component_en']} ({row['family']}, {row['month']}) lies within its {len(parts)} "
            "printed parts",
            _figure(row),
            Within(quantities[0], quantities[-1]),
            wrong="not_checkable",
            if_wrong="no error: with positive weights it proves that a part is not printed",
        )


@family("leading_change", kind="range")
def leading_change(t: Tables) -> Iterator[Check]:
    """An index does not move by more than the industry that moved most."""
    moved: dict[tuple[str, ...], list[Row]] = {}
    for row in t.all("hardware_industries"):
        if row["change"] and row["change_qualifier"] == "exact":
            moved.setdefault((*_line(row).values(), "rose" if row["change"] > 0 else "fell"), []).append(row)
    for (month, kind, component, side), rows in moved.items():
        change = t.find("hardware_index", month=month, family=kind, component=component, measure="change")
        if change is None:
            continue  # said to be about the same
        row = max(rows, key=lambda r: abs(r["change"]))
        most = Figure(row["change_printed"], row["source"], row["place"], row["change_line"]).rounded
        yield Check(
            f"{month}.{kind}.{component}" + (".fell" if side == "fell" else ""),
            f"{change['component_en']} ({kind}) {side} by no more than {row['industry']}, which {side} most",
            _figure(change),
            Within(None, most) if side == "rose" else Within(-1 * most, None),
            wrong="not_checkable",
            if_wrong="an industry whose change is not printed must have moved further",
        )
    for row in t.rows("hardware_index", measure="change", mention=1):
        state = t.find("hardware_breadth", **_line(row), state="rising")
        if state:
            claim = f"{row['component_en']} ({row['family']}) rose or fell with at least one industry"
            test = Holds(row.number <= 0 or state.number > 0, f"{state['printed']} rising")
            yield Check(".".join(["sign", *_line(row).values()]), claim, row, test)


@family("breadth_sign", kind="order", each="hardware_index: measure=change, mention=1")
def breadth_sign(t: Tables, row: Row) -> Iterator[Check]:
    """An index rises where more industries rise than fall, unless a few large moves outweigh them."""
    up, down = (t.find("hardware_breadth", **_line(row), state=s) for s in ("rising", "falling"))
    if up and down and up.number != down.number and row.number:
        yield Check(
            ".".join(_line(row).values()),
            f"{row['component_en']} ({row['family']}) moved with most of its industries",
            row,
            Holds((row.number > 0) == (up.number > down.number), f"{up.number} rising, {down.number} falling"),
            wrong="not_checkable",
            if_wrong="no error: a few large moves can outweigh many small ones; the index alone hides it",
        )


@family("weekly", kind="range", each="hardware_weekly: measure=value")
def weekly(t: Tables, row: Row) -> Iterator[Check]:
    """Weeks of the price index that follow one another: the change is the difference of the levels."""
    series, week = row["series"], row["week_ending"]
    last = str(date.fromisoformat(week) - timedelta(days=7))
    before = t.find("hardware_weekly", series=series, week_ending=last, measure="value")
    if before:
        change = t.one("hardware_weekly", series=series, week_ending=week, measure="change")
        claim = f"change of the weekly price index from {before['printed']} to {row['printed']}"
        yield Check(f"{series}.{week}", claim, change, Equal(row.rounded - before.rounded), kind="equality")
