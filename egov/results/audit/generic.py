"""Checks of one shape over every table: figures printed more than once, and values against what is printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from egov.results.audit.check import AUDIT, Check, Holds, Same
from egov.results.audit.quantity import Figure
from egov.results.audit.tables import Row, Tables
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
    "capacity_means.province.2021.A.mean.2": (
        "misprint",
        "chapter 4 and digest 3 print the other figure, and the growth rate beside this one is worked out from it",
    ),
    "platform_counters.national.全国.data_sharing_calls.2021.2": (
        "contradicts",
        "the digest and the next paragraph of the same section have more by half; two of three statements agree",
    ),
}
"""What it means where one of these repeats differs."""


@family("repeat", kind="equality", reads=tuple(REPEATED))
def repeat(t: Tables) -> Iterator[Check]:
    """A figure that is printed more than once is the same each time."""
    for table, key in REPEATED.items():
        for row in t.all(table):
            if row["mention"] == 1 or row.get("claim") == "band_very_high_from":
                continue  # the limits of the bands have a family of their own
            first = t.one(table, **{c: row[c] for c in key}, mention=1)
            name = ".".join([table, *(str(row[c]) for c in key), str(row["mention"])]).replace(" ", "")
            wrong, words = SETTLED.get(name, ("contradicts", ""))
            yield Check(
                name,
                f"{_subject(row, key)}: the same in {row['place']} as in {first['place']}",
                row.figure,
                _same(first, row),
                wrong=wrong,
                if_wrong=words,
            )


def _same(first: Row, row: Row) -> Holds | Same:
    """Whether a repeat agrees with the first statement, which may be open (超 3000) where the other is exact."""
    qualifiers = (first.get("qualifier"), row.get("qualifier"))
    if "over" in qualifiers and "exact" in qualifiers:
        low, number = (first, row) if qualifiers[0] == "over" else (row, first)
        return Holds(number.number > low.number, first["printed"])
    return Holds(row["value"] == first["value"] and qualifiers[0] == qualifiers[1], first["printed"])


def _subject(row: Row, key: tuple[str, ...]) -> str:
    for column in ("subject_en", "metric_en"):
        if column in row:
            return f"{row['unit']}, {row[column]}" if "unit" in row else str(row[column])
    return " ".join(str(row[c]) for c in key)


NUMERIC = (
    "capacity_means",
    "capacity_regions",
    "capacity_distribution",
    "claims",
    "platform_counters",
    "egdi",
    "hardware_index",
    "hardware_breadth",
    "hardware_weekly",
    "province_scores",
    "province_covariates",
    "bizenv_groups",
)
WORDED = ("capacity_bands",)
_NOTHING = re.compile("持平|不变|变化|没有|未有|暂无")
"""Words that stand for zero where a release has no figure."""


@family("transcription", kind="count", reads=(*NUMERIC, *WORDED, "bizenv_scores"))
def transcription(t: Tables) -> Iterator[Check]:
    """The machine value of every row is that of the figure printed: nothing was lost on the way into the tables."""
    for table in (*NUMERIC, *WORDED, "bizenv_scores"):
        rows = t.all(table)
        if table == "bizenv_scores":
            rows = [r for r in rows if r["printed"][:1].isdigit() or r["measure"] == "grade"]
        good = sum(_reads(row) for row in rows)
        source = Counter(r["source"] for r in rows).most_common(1)[0][0]
        yield Check(
            table,
            f"rows of {table} whose value is what is printed",
            Figure(str(len(rows)), source, f"table {table}", None, Fraction(len(rows)), table),
            Same(Fraction(good)),
        )


def _reads(row: Row) -> bool:
    word = row.table in WORDED or row.get("measure") == "grade"
    return row["printed"] == row["value"] if word else _same_number(row["printed"], row["value"])


@cache
def _same_number(printed: str, value: str) -> bool:
    """Whether a figure reads as a value; a change carries its sign in a verb, so signs are not compared.

    Words for nothing (持平, 没有) are zero, and a figure cut at its point by a line end is the beginning of its value.

    >>> _same_number("0.59", "-0.59"), _same_number("持平", "0"), _same_number("98.", "98.01"), _same_number("98", "89")
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
