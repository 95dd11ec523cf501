"""The redundancies of the documents, written out: which cells are printed, or limited, more than once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from egov.results.audit.counters import SHARES, SUMS
from egov.results.audit.generic import REPEATED
from egov.results.audit.hardware import month_before
from egov.results.audit.report_bands import BANDS
from egov.results.audit.tables import Row, Tables


@dataclass(frozen=True)
class Redundancy:
    """Cells of one table that something else in the documents repeats or limits.

    ``kind`` is ``equality`` where the cell can be worked out from others, ``range`` where they only limit it.
    """

    name: str
    kind: str
    table: str
    why: str
    cells: Callable[[Tables, Row], bool]
    operators: tuple[str, ...] = ("last_digit", "swap", "step")


def _repeated(t: Tables, row: Row) -> bool:
    """Printed more than once, and not already in conflict with itself."""
    key = REPEATED[row.table]
    rows = t.rows(row.table, **{c: row[c] for c in key})
    same = {(r["value"], r.get("qualifier")) for r in rows}
    return len(rows) > 1 and len(same) == 1


def _column(column: str, *values: object) -> Callable[[Tables, Row], bool]:
    return lambda t, row: row[column] in values


def _has_share(t: Tables, row: Row) -> bool:
    if row["measure"] != "n_above":
        return False
    key = {c: row[c] for c in ("unit_type", "year", "code")}
    return t.find("capacity_means", **key, measure="share_above") is not None


def _rose(t: Tables, row: Row) -> bool:
    return row["year"] == 2020 and bool(t.rows("capacity_risers", unit_type=row["unit_type"], unit=row["unit"]))


def _leader(t: Tables, row: Row) -> bool:
    dimension, _, rest = row["measure"].partition("_")
    if rest != "rank" or dimension not in ("market", "government", "legal", "culture"):
        return False
    return t.find("bizenv_dimensions", dimension=dimension, measure="leader", province=row["province"]) is not None


_SUM_CELLS = {(unit, metric) for unit, _, whole, parts in SUMS for metric in (whole, *parts)}
_SHARE_CELLS = {(unit, metric) for unit, _, *metrics in SHARES for metric in metrics[:3]}
_COUNTED = re.compile(
    r"indicators_(province|city)_level_\d|risers_.*|region_.*|years_in_.*|provincial_units|cities|units_assessed|"
    r"regions_with_institutions|boxes|report_number|regions|bizenv_(second|first)_level|bizenv_regions.*|leaders_per_.*"
)
_EDGE = {"province": ((2017, "非常高"), (2019, "非常高"), (2019, "高"), (2019, "低")), "city": ((2018, "非常高"),)}


def _at_edge(step: int) -> Callable[[Tables, Row], bool]:
    """Bands of years whose count is stated: a step into or out of the band counted."""

    def at_edge(t: Tables, row: Row) -> bool:
        here = BANDS.index(row["value"])
        there = here + step
        if not 0 <= there < len(BANDS):
            return False
        return any(
            (row["year"], name) in _EDGE[row["unit_type"]] for name in (BANDS[here], BANDS[there])
        )  # fmt: skip

    return at_edge


REDUNDANCIES = (
    # worked out from other cells
    Redundancy(
        "share above the mean", "equality", "capacity_means", "the count beside it", _column("measure", "share_above")
    ),
    Redundancy("count above the mean", "equality", "capacity_means", "the share beside it", _has_share),
    Redundancy("means printed more than once", "equality", "capacity_means", "the other print", _repeated),
    Redundancy(
        "regional means", "equality", "capacity_regions", "the national mean, weighted by members", lambda t, r: True
    ),
    Redundancy(
        "levels of growth rates",
        "equality",
        "capacity_means",
        "the growth rate and the other level",
        lambda t, r: r["measure"] == "mean" and (r["year"], r["code"]) in ((2017, "total"), (2020, "A")),
    ),
    Redundancy("growth rates", "equality", "claims", "the two levels", lambda t, r: "_growth_" in r["claim"]),
    Redundancy("bands of 2021", "equality", "capacity_bands", "Tables 2-1 and 2-2", _column("year", 2021)),
    Redundancy(
        "bands of 2020, units that rose", "equality", "capacity_bands", "the rises named in chapters 2 and 3", _rose
    ),
    Redundancy(
        "bands at a count, up",
        "equality",
        "capacity_bands",
        "counts stated for 2017, 2018, 2019",
        _at_edge(1),
        ("step_up",),
    ),
    Redundancy(
        "bands at a count, down",
        "equality",
        "capacity_bands",
        "counts stated for 2017, 2018, 2019",
        _at_edge(-1),
        ("step_down",),
    ),
    Redundancy("bands listed", "equality", "capacity_listings", "Tables A-3 and A-4", lambda t, r: r["year"] > 2016),
    Redundancy(
        "band counts",
        "equality",
        "capacity_distribution",
        "Tables A-3 and A-4",
        lambda t, r: r["measure"] == "count" and r["year"] > 2016,
    ),
    Redundancy("band shares", "equality", "capacity_distribution", "the counts", _column("measure", "share")),
    Redundancy(
        "numbers of things listed",
        "equality",
        "claims",
        "the things listed",
        lambda t, r: _COUNTED.fullmatch(r["claim"]) is not None,
    ),
    Redundancy(
        "claims printed more than once",
        "equality",
        "claims",
        "the other print",
        lambda t, r: r["claim"] != "band_very_high_from" and r["claim"] != "bizenv_strategies" and _repeated(t, r),
    ),
    Redundancy("counters printed more than once", "equality", "platform_counters", "the other print", _repeated),
    Redundancy(
        "parts and wholes",
        "equality",
        "platform_counters",
        "the sum",
        lambda t, r: (r["unit"], r["metric"]) in _SUM_CELLS,
    ),
    Redundancy(
        "shares and their counts",
        "equality",
        "platform_counters",
        "the quotient",
        lambda t, r: (
            (r["unit"], r["metric"]) in _SHARE_CELLS
            and r["as_of"] in ("2021", "2020-06-04")
            and not r["metric"].startswith("front_staff")
        ),
    ),
    Redundancy(
        "industries by state",
        "equality",
        "hardware_breadth",
        "they add to twelve",
        lambda t, r: not (r["component"] == "生产市场需求景气指数" and r["state"] == "contracting"),
    ),
    Redundancy(
        "index levels of two months", "equality", "hardware_index", "the change stated", lambda t, r: _two_months(t, r)
    ),
    Redundancy("index figures printed more than once", "equality", "hardware_index", "the other print", _repeated),
    Redundancy("UN ranks", "equality", "egdi", "the survey", lambda t, r: r["measure"] == "rank" and _repeated(t, r)),
    Redundancy(
        "group means, all members printed",
        "equality",
        "bizenv_groups",
        "the members' scores",
        lambda t, r: r["measure"] == "mean" and r["group"] in ("jing_jin_ji", "northeast_revival"),
    ),
    Redundancy(
        "group sizes",
        "equality",
        "bizenv_groups",
        "the members listed",
        lambda t, r: r["measure"] == "stated_size" and r["group"] != "yangtze_belt",
    ),
    Redundancy("ranks of leaders", "equality", "bizenv_scores", "the lists of leaders", _leader),
    Redundancy(
        "ranks of the ten best",
        "equality",
        "bizenv_scores",
        "the list of the ten best",
        lambda t, r: r["measure"] == "rank" and Fraction(r["value"]) <= 10,
    ),
    Redundancy(
        "grades given twice",
        "equality",
        "bizenv_scores",
        "the other print",
        lambda t, r: r["measure"] == "grade" and _repeated(t, r),
    ),
    # limited by other cells
    Redundancy(
        "means of parents and parts",
        "range",
        "capacity_means",
        "a parent lies within its parts",
        lambda t, r: r["measure"] == "mean" and r["year"] == 2021 and r["mention"] == 1,
    ),
    Redundancy(
        "bands of 2019",
        "range",
        "capacity_bands",
        "the scores of the repost",
        lambda t, r: r["unit_type"] == "province" and r["year"] == 2019 and r["unit"] != "新疆兵团",
    ),
    Redundancy(
        "scores", "range", "bizenv_scores", "scores of the neighbours in rank, grades", _column("measure", "score")
    ),
    Redundancy(
        "ranks behind the ten best",
        "range",
        "bizenv_scores",
        "scores, and each rank once",
        lambda t, r: r["measure"] == "rank" and Fraction(r["value"]) > 10,
    ),
    Redundancy(
        "grades given once",
        "range",
        "bizenv_scores",
        "grades of the neighbours in score",
        lambda t, r: r["measure"] == "grade" and not _repeated(t, r),
    ),
    Redundancy(
        "ranks of sub-environments",
        "range",
        "bizenv_scores",
        "each rank once, the order printed, balance",
        lambda t, r: (
            r["measure"] in ("market_rank", "government_rank", "legal_rank", "culture_rank") and not _leader(t, r)
        ),
    ),
    Redundancy(
        "balance ranks", "range", "bizenv_scores", "spread of the four ranks", _column("measure", "balance_rank")
    ),
    Redundancy(
        "ranks of income per head",
        "range",
        "bizenv_scores",
        "words of comparison, each rank once",
        _column("measure", "gdp_per_capita_rank"),
    ),
    Redundancy(
        "group means, members unprinted",
        "range",
        "bizenv_groups",
        "scores and free ranks",
        lambda t, r: r["measure"] == "mean" and r["group"] not in ("jing_jin_ji", "northeast_revival", "central_rise"),
    ),
)
"""The redundancies of the documents, written out."""


def _two_months(t: Tables, row: Row) -> bool:
    """A level or change of one of two months that follow one another, both with this line."""

    def has(month: str, measure: str) -> bool:
        rows = t.rows("hardware_index", family=row["family"], measure=measure, month=month, mention=1)
        return (row["component_en"], row["parent"]) in {(r["component_en"], r["parent"]) for r in rows}

    months = {r["month"] for r in t.all("hardware_index")}
    here, before = row["month"], month_before(row["month"])
    after = next((m for m in months if month_before(m) == here), None)
    whole = has(before, "value") and has(here, "value") and has(here, "change")
    if row["measure"] == "change" or whole:
        return whole
    return after is not None and has(here, "value") and has(after, "value") and has(after, "change")
