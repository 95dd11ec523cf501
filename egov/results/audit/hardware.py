"""The Yongkang hardware index: industry counts, changes across months, composites and their printed parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Same, Within
from egov.results.audit.quantity import Figure
from egov.results.audit.tables import Row, Tables

family = AUDIT.family
INDUSTRIES = 12
RELEASE = "2021-06"
"""Month of the release in hand, which names industries."""
PLACES = 2
"""Digits behind the point of every level and change: releases from 2022 on drop a last zero (92.4, 97.9, 0.2)."""
ZONES = (("rising", "falling", "flat"), ("expanding", "retreating", "contracting"))


@family("breadth", kind="equality", reads=("hardware_breadth",))
def breadth(t: Tables) -> Iterator[Check]:
    """Industries by state add to twelve."""
    seen: dict[tuple[str, str, str], dict[str, list[Row]]] = {}
    for row in t.all("hardware_breadth"):
        seen.setdefault((row["month"], row["family"], row["component"]), {}).setdefault(row["state"], []).append(row)
    for (month, kind, component), states in seen.items():
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
                    rows[0].figure,
                    Holds(total == INDUSTRIES, " + ".join(str(r.number) for r in rows) + f" = {total}"),
                )


@family("industries_named", kind="count", reads=("hardware_breadth", "hardware_industries"))
def industries_named(t: Tables) -> Iterator[Check]:
    """The number of industries in a state, against those named."""
    complete = [("production", "总指数"), ("trade", "总指数"), ("production", "生产市场需求景气指数")]
    for row in t.rows("hardware_breadth", month=RELEASE):
        where = {c: row[c] for c in ("month", "family", "component")}
        named = t.rows("hardware_industries", **where, value=row["state"])
        if (row["family"], row["component"]) not in complete or not (named or row.number == 0):
            continue
        yield Check(
            f"{row['month']}.{row['family']}.{row['component']}.{row['state']}.{row['mention']}",
            f"{row['component']} ({row['family']}): industries named as {row['state']}",
            row.figure,
            Same(Fraction(len({r["industry"] for r in named}))),
        )
    for kind in ("production", "trade"):
        rows = t.rows("hardware_industries", month=RELEASE, family=kind, component="总指数")
        names = [r["industry"] for r in rows]
        yield Check(
            f"{kind}.once",
            f"each of the twelve industries is named once for {kind}",
            rows[0].figure,
            Holds(len(names) == len(set(names)) == INDUSTRIES, f"{len(set(names))} different names"),
        )


@family("industry_name", kind="equality", reads=("hardware_industries",))
def industry_name(t: Tables) -> Iterator[Check]:
    """An industry has one name."""
    for row in t.all("hardware_industries"):
        yield Check(
            f"{row['month']}.{row['family']}.{row['component']}.{row['industry']}",
            f"name of the industry in {row['place']}",
            row.figure,
            Same(row["industry"]),
            wrong="misprint",
            if_wrong="the same release has the other name wherever else it names this industry",
        )


def _lines(t: Tables, month: str, kind: str, measure: str) -> dict[str, Row]:
    rows = t.rows("hardware_index", month=month, family=kind, measure=measure, mention=1)
    return {r["component_en"] + "|" + (r["parent"] or ""): r for r in rows}


def _figure(row: Row) -> Figure:
    """A level or a change with the places that it was rounded to, a dropped zero among them."""
    return replace(row.figure, places=PLACES)


def month_before(month: str) -> str:
    """The month before, YYYY-MM.

    >>> month_before("2021-06"), month_before("2022-01")
    ('2021-05', '2021-12')
    """
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


@family("month_to_month", kind="equality", reads=("hardware_index",))
def month_to_month(t: Tables) -> Iterator[Check]:
    """The change printed is the level less that of the month before, wherever both months are in hand."""
    pairs = sorted({(r["month"], r["family"]) for r in t.all("hardware_index")})
    for month, kind in pairs:
        before, now = _lines(t, month_before(month), kind, "value"), _lines(t, month, kind, "value")
        for line, row in _lines(t, month, kind, "change").items():
            if line not in before or line not in now:
                continue
            a, b = before[line], now[line]
            yield Check(
                f"{month}.{kind}.{row['component']}",
                f"change of {row['component_en']} ({kind}) from {a['printed']} to {b['printed']}",
                _figure(row),
                Equal(_figure(b).rounded - _figure(a).rounded),
                note="levels are rounded too, so a hundredth may be lost",
            )


@family("composite", kind="range", reads=("hardware_index",))
def composite(t: Tables) -> Iterator[Check]:
    """A composite, and its change, against the range of the parts that are printed."""
    for row in t.rows("hardware_index", mention=1):
        where = {c: row[c] for c in ("month", "family", "measure")}
        parts = [r for r in t.rows("hardware_index", mention=1, **where) if r["parent"] == row["component"]]
        if len(parts) < 2:
            continue
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


@family("leading_change", kind="range", reads=("hardware_index", "hardware_industries", "hardware_breadth"))
def leading_change(t: Tables) -> Iterator[Check]:
    """An index does not move by more than the industry that moved most."""
    moved: dict[tuple[str, ...], list[Row]] = {}
    for row in t.all("hardware_industries"):
        if row["change"] and row["change_qualifier"] == "exact":
            side = "rose" if row["change"] > 0 else "fell"
            moved.setdefault((row["month"], row["family"], row["component"], side), []).append(row)
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
        state = t.find("hardware_breadth", **{c: row[c] for c in ("month", "family", "component")}, state="rising")
        if state is None:
            continue
        yield Check(
            f"sign.{row['month']}.{row['family']}.{row['component']}",
            f"{row['component_en']} ({row['family']}) rose or fell with at least one industry",
            row.figure,
            Holds(row.number <= 0 or state.number > 0, f"{state['printed']} rising"),
        )


@family("heading", kind="order", reads=("hardware_index",))
def heading(t: Tables) -> Iterator[Check]:
    """The headings of the release say of an index what its change says: up or down."""
    for line, col, words, kind, component, sign in readings.HEADINGS:
        where = {"month": RELEASE, "family": kind, "component": component, "measure": "change"}
        change = t.one("hardware_index", **where, mention=1)
        yield Check(
            f"{RELEASE}.{kind}.{component}.{line}",
            f"{change['component_en']} ({kind}) {'rose' if sign > 0 else 'fell'}, as the heading says",
            readings.heading(line, col, words).figure,
            Holds(change.number * sign > 0, f"{'+' if change.number > 0 else '−'}{change['printed']}"),
        )


@family("breadth_sign", kind="order", reads=("hardware_index", "hardware_breadth"))
def breadth_sign(t: Tables) -> Iterator[Check]:
    """An index rises where more industries rise than fall, unless a few large moves outweigh them."""
    for row in t.rows("hardware_index", measure="change", mention=1):
        where = {c: row[c] for c in ("month", "family", "component")}
        up, down = (t.find("hardware_breadth", **where, state=s) for s in ("rising", "falling"))
        if up is None or down is None or up.number == down.number or not row.number:
            continue
        yield Check(
            f"{row['month']}.{row['family']}.{row['component']}",
            f"{row['component_en']} ({row['family']}) moved with most of its industries",
            row.figure,
            Holds((row.number > 0) == (up.number > down.number), f"{up.number} rising, {down.number} falling"),
            wrong="not_checkable",
            if_wrong="no error: a few large moves can outweigh many small ones; the index alone hides it",
        )


@family("weekly", kind="range", reads=("hardware_weekly",))
def weekly(t: Tables) -> Iterator[Check]:
    """Weeks of the price index that follow one another: the change is the difference of the levels."""
    values = {(r["series"], r["week_ending"]): r for r in t.rows("hardware_weekly", measure="value")}
    from datetime import date, timedelta

    for (series, week), row in values.items():
        last = str(date.fromisoformat(week) - timedelta(days=7))
        if (series, last) not in values:
            continue
        change = t.one("hardware_weekly", series=series, week_ending=week, measure="change")
        yield Check(
            f"{series}.{week}",
            f"change of the weekly price index from {values[series, last]['printed']} to {row['printed']}",
            change.figure,
            Equal(row.figure.rounded - values[series, last].figure.rounded),
            kind="equality",
        )
