"""The Yongkang hardware index: what takes more than a row to read in its counts and changes of industries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from egov.audit.book import AUDIT
from egov.audit.check import Check, Holds, Within
from egov.audit.quantity import Figure
from egov.audit.tables import Row, Tables

family = AUDIT.family
INDUSTRIES = 12
PLACES = 2
"""Digits behind the point of every level and change: releases from 2022 on drop a last zero (92.4, 97.9, 0.2)."""
ZONES = (("rising", "falling", "flat"), ("expanding", "retreating", "contracting"))
LINE = ("month", "family", "component")


def _line(row: Row) -> dict[str, str]:
    return {c: row[c] for c in LINE}


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
            replace(change.figure, places=PLACES),
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
