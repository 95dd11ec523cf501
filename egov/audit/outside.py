"""Every table against what it prints; documents against figures from outside: the UN survey, 2019, the census."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from egov.audit.book import AUDIT
from egov.audit.check import Check, Equal, Holds, Same
from egov.audit.quantity import Figure, Quantity
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


EGDI_WEIGHTS = {
    edition: ("0.34", "0.33", "0.33") if edition in (2008, 2010) else ("1/3", "1/3", "1/3")
    for edition in (2003, 2004, 2005, *range(2008, 2025, 2))
}
"""Weights of online service, telecommunication and human capital in the index, by edition of the survey."""
PARTS = ("online_service", "telecom_infrastructure", "human_capital")


def _unpadded(row: Row) -> Figure:
    """The row's figure with the zeros at its end left out, which the country tables pad to five digits."""
    whole, _, digits = row.figure.printed.partition(".")
    return replace(row.figure, printed=f"{whole}.{digits.rstrip('0').ljust(4, '0')}")


@family("egdi_index", kind="equality", over=list(EGDI_WEIGHTS))
def egdi_index(t: Tables, edition: int) -> Iterator[Check]:
    """The UN index from its three components."""
    weights = EGDI_WEIGHTS[edition]
    parts = [
        _unpadded(t.one("egdi", edition=edition, measure=m)).rounded * Fraction(w)
        for m, w in zip(PARTS, weights, strict=True)
    ]
    claim = f"UN index of China {edition}: online service, telecommunication and human capital with weights "
    row = t.one("egdi", edition=edition, measure="egdi")
    yield Check(str(edition), claim + ", ".join(weights), _unpadded(row), Equal(Quantity.total(parts)))


@family("egdi_best", kind="order")
def egdi_best(t: Tables) -> Iterator[Check]:
    """Rank 43 of 2022 is China's best since the survey began."""
    ranks = {r["edition"]: r.number for r in t.rows("egdi", measure="rank", mention=1) if r["edition"] <= 2022}
    best = min(ranks.values())
    claim = "the rank of 2022 is the best of all editions up to then"
    alone = ranks[2022] == best and list(ranks.values()).count(best) == 1
    test = Holds(alone, f"best rank {best} of {len(ranks)} editions")
    yield Check("2022", claim, t.one("readings", name="best.rank"), test)
    members, worst = t.one("egdi", edition=2022, measure="n_members"), max(ranks.values())
    test = Holds(members.number >= worst, f"worst rank {worst}")
    yield Check("members", "China's rank is one among the members", members, test, kind="range")


@family("score_rank", kind="order", each="province_scores: unit_type=province, year=2019")
def score_rank(t: Tables, row: Row) -> Iterator[Check]:
    """Ranks of the 2019 scores as the repost prints them."""
    rows, rank = t.rows("province_scores", unit_type="province", year=2019), row["rank_as_printed"]
    above = [r for r in rows if r["rank_as_printed"] < rank and r.number < row.number]
    level = [r for r in rows if r["rank_as_printed"] == rank and r.number != row.number]
    wrong = [r["unit"] for r in above + level]
    yield Check(
        row["unit"],
        f"{row['unit']}, rank {rank} of 2019: nobody with a lower score stands before it",
        row,
        Holds(not wrong, f"{', '.join(wrong)} stands before it with less" if wrong else "nobody before it has less"),
        if_wrong="the repost has the two in the other order; Table A-3 puts both in the highest band",
    )


CENSUS_TOTAL, CENSUS_ARMED_FORCES = 1_411_778_724, 2_000_000
"""Population of the census of 2020 and the servicemen in it, who belong to no province (communique no. 3)."""


@family("census", kind="equality")
def census(t: Tables) -> Iterator[Check]:
    """The provinces of the census add to the nation, the armed forces left out."""
    rows = t.rows("province_covariates", variable="census_population_2020")
    total, stated = sum((r.number for r in rows), Fraction(0)), Fraction(CENSUS_TOTAL - CENSUS_ARMED_FORCES)
    place = "communique no. 3, total less servicemen"
    figure = Figure(str(stated), rows[0]["source"], place, None, stated, "province_covariates")
    claim = "population of the census of 2020 without servicemen: the provinces add to it"
    note = "the national total is not in the tables; it stands in the communique"
    yield Check("2020", claim, figure, Holds(total == stated, str(total)), note=note)
