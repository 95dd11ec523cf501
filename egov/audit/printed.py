"""Every table against what it prints, and figures that are printed more than once against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from egov.audit.book import AUDIT
from egov.audit.check import Check, Holds, Same
from egov.audit.quantity import Figure
from egov.audit.tables import Row, Tables
from egov.tables.printed import read_figure

family = AUDIT.family

REPEATED = {
    "capacity_means": ("unit_type", "year", "code", "measure"),
    "capacity_distribution": ("unit_type", "year", "band", "measure"),
    "claims": ("claim",),
    "platform_counters": ("scope", "unit", "metric", "as_of"),
    "bizenv_scores": ("province", "measure"),
    "bizenv_lists": ("list", "position"),
    "hardware_index": ("month", "family", "component", "measure"),
    "hardware_breadth": ("month", "family", "component", "state"),
    "egdi": ("edition", "measure"),
}
"""Tables in which a figure may be printed more than once, and their keys."""
SETTLED = {
    "capacity_means.province.2021.A.mean.2": {
        "wrong": "misprint",
        "if_wrong": "chapter 4 and digest 3 print the other figure, and the growth rate beside this one is worked out "
        "from it",
    },
    "platform_counters.national.全国.data_sharing_calls.2021.2": {
        "if_wrong": "the digest and the next paragraph of the same section have more by half; two of three statements "
        "agree",
    },
}


@family("repeat", kind="equality", settled=SETTLED, each=[f"{table}: mention!=1" for table in REPEATED])
def repeat(t: Tables, row: Row) -> Iterator[Check]:
    """A figure that is printed more than once is the same each time."""
    if row.get("claim") == "band_very_high_from":
        return  # the limits of the bands have a family of their own
    key = REPEATED[row.table]
    first = t.one(row.table, **{c: row[c] for c in key}, mention=1)
    name = ".".join([row.table, *(str(row[c]) for c in key), str(row["mention"])]).replace(" ", "")
    subject = row.get("subject_en") or row.get("metric_en") or " ".join(str(row[c]) for c in key)
    subject = f"{row['unit']}, {subject}" if "metric_en" in row.cells else subject
    yield Check(name, f"{subject}: the same in {row['place']} as in {first['place']}", row, _same(first, row))


def _same(first: Row, row: Row) -> Holds:
    """Whether a repeat agrees with the first statement, which may be open (超 3000) where the other is exact."""
    qualifiers = (first.get("qualifier"), row.get("qualifier"))
    if "over" in qualifiers and "exact" in qualifiers:
        low, number = (first, row) if qualifiers[0] == "over" else (row, first)
        return Holds(number.number > low.number, first["printed"])
    return Holds(row["value"] == first["value"] and qualifiers[0] == qualifiers[1], first["printed"])


NUMERIC = (
    *("capacity_means", "capacity_regions", "capacity_distribution", "claims", "platform_counters", "egdi"),
    *("hardware_index", "hardware_breadth", "hardware_weekly", "province_scores", "province_covariates"),
    *("bizenv_groups", "capacity_bands", "bizenv_scores"),
)
_NOTHING = re.compile("持平|不变|变化|没有|未有|暂无")
"""Words that stand for zero where a release has no figure."""


@family("transcription", kind="count", over=NUMERIC)
def transcription(t: Tables, table: str) -> Iterator[Check]:
    """The machine value of every row is that of the figure printed: nothing was lost on the way into the tables."""
    rows = t.whole(table)
    if table == "bizenv_scores":
        rows = [r for r in rows if r["printed"][:1].isdigit() or r["measure"] == "grade"]
    words = table == "capacity_bands"
    good = sum(
        r["printed"] == r["value"] if words or r.get("measure") == "grade" else same_number(r["printed"], r["value"])
        for r in rows
    )
    source = Counter(r["source"] for r in rows).most_common(1)[0][0]
    figure = Figure(str(len(rows)), source, f"table {table}", None, Fraction(len(rows)), table)
    yield Check(table, f"rows of {table} whose value is what is printed", figure, Same(Fraction(good)))


@cache
def same_number(printed: str, value: str) -> bool:
    """Whether a figure reads as a value; a change carries its sign in a verb, so signs are not compared.

    Words for nothing (持平, 没有) are zero, and a figure cut at its point by a line end is the beginning of its value.

    >>> same_number("0.59", "-0.59"), same_number("持平", "0"), same_number("98.", "98.01"), same_number("98", "89")
    (True, True, True, False)
    """
    if _NOTHING.search(printed):
        return Fraction(value) == 0
    if printed.endswith("."):
        return value.lstrip("-").startswith(printed)
    try:
        number = Fraction(printed)
    except ValueError:
        try:
            number = Fraction(read_figure(printed).value)
        except ValueError:
            return False
    return abs(Fraction(value)) == abs(number)
