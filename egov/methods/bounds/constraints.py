"""What a source says of a table it does not print, in the field's terms: values, means, ranks, orders, counts, bands.

Every constraint is a small frozen record. It names the units it speaks of, turns its linear part into rows of a
program, and can say by how much a given table violates it, from its meaning and not from those rows. Intervals are
taken closed: a printed ``88.07`` admits both 88.065 and 88.075, and *above* admits *level with* (ties allowed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from fractions import Fraction
from numbers import Integral
from typing import ClassVar, NamedTuple

from egov.methods.bounds.statistics import (
    BoundsError,
    Figure,
    Form,
    Statistic,
    at,
    coefficient,
    difference,
    figure,
    form,
    mean_of,
    name_of,
    sum_of,
)
from egov.methods.checks import plain
from egov.methods.rounding import Interval, Number


class Row(NamedTuple):
    """One linear row, lower ≤ form ≤ upper; an end that is ``None`` is absent, an open one is remembered."""

    form: Form
    lower: Fraction | None
    upper: Fraction | None
    lower_open: bool = False
    upper_open: bool = False


def _row(statistic: Form, inside: Interval) -> Row:
    return Row(statistic, inside.lower, inside.upper, inside.lower_open, inside.upper_open)


def _ends(value: Figure) -> str:
    """The ends of a figure's interval, in brackets."""
    return repr(figure(value))[9:-1]


def _shown(members: Sequence[str]) -> str:
    """The first members by name."""
    return ", ".join(list(members)[:4]) + (f", … ({len(members)})" if len(members) > 4 else "")


@dataclass(frozen=True)
class Constraint:
    """What all constraints have: a label, the units they name, their rows, and their violation by a table."""

    _: KW_ONLY
    label: str = ""

    def __post_init__(self) -> None:
        """Derive rows and names, which checks the input, and name the constraint where the caller did not."""
        object.__setattr__(self, "rows", tuple(self._rows()))
        object.__setattr__(self, "names", tuple(self._names()))
        if not self.label:
            object.__setattr__(self, "label", self._describe())

    # set on creation, from the fields
    rows: ClassVar[tuple[Row, ...]]  # the linear rows; none where the constraint needs choices (integer columns)
    names: ClassVar[tuple[str, ...]]  # the units named

    def _describe(self) -> str:
        """The label that is used where none is given."""
        raise NotImplementedError

    def _rows(self) -> list[Row]:
        """Rows from the fields."""
        return []

    def _names(self) -> list[str]:
        """Names from the fields, in order."""
        return list(dict.fromkeys(unit for row in self.rows for unit in row.form))

    def over(self, units: Sequence[str]) -> Constraint:
        """The constraint with the units of a system filled in where it names none."""
        return self

    def violation(self, table: Mapping[str, float]) -> float:
        """By how much a table misses the constraint, in units of the scores; zero where it holds."""
        worst = 0.0
        for row in self.rows:
            value = at(row.form, table)
            if row.lower is not None:
                worst = max(worst, float(row.lower) - value)
            if row.upper is not None:
                worst = max(worst, value - float(row.upper))
        return worst


@dataclass(frozen=True)
class Known(Constraint):
    """A unit's value is known to its printed rounding.

    >>> Known("北京", "78.23").label
    '北京 in [78.225, 78.235)'
    """

    unit: str
    value: Figure

    def _describe(self) -> str:
        """Unit and interval."""
        return f"{self.unit} in {_ends(self.value)}"

    def _rows(self) -> list[Row]:
        """One row."""
        return [_row(form(self.unit), figure(self.value))]


@dataclass(frozen=True)
class Linear(Constraint):
    """A linear statistic is known to its printed rounding."""

    statistic: Statistic
    value: Figure

    def _describe(self) -> str:
        """Statistic and interval."""
        return f"{name_of(self.statistic)} in {_ends(self.value)}"

    def _rows(self) -> list[Row]:
        """One row."""
        return [_row(form(self.statistic), figure(self.value))]


@dataclass(frozen=True)
class Mean(Constraint):
    """The mean of named members, weighted where ``weights`` is given, is known to its printed rounding.

    >>> Mean(["a", "b", "c"], "60.0").label
    'mean of a, b, c in [59.95, 60.05)'
    """

    members: Sequence[str]
    value: Figure
    weights: Mapping[str, object] | None = None
    repeats: bool = False

    def _describe(self) -> str:
        """Members and interval."""
        return f"{'weighted ' if self.weights else ''}mean of {_shown(self.members)} in {_ends(self.value)}"

    def _rows(self) -> list[Row]:
        """One row."""
        return [_row(mean_of(self.members, self.weights, repeats=self.repeats), figure(self.value))]


@dataclass(frozen=True)
class Total(Constraint):
    """The sum of named members is known to its printed rounding."""

    members: Sequence[str]
    value: Figure
    repeats: bool = False

    def _describe(self) -> str:
        """Members and interval."""
        return f"sum of {_shown(self.members)} in {_ends(self.value)}"

    def _rows(self) -> list[Row]:
        """One row."""
        return [_row(sum_of(self.members, repeats=self.repeats), figure(self.value))]


@dataclass(frozen=True)
class Order(Constraint):
    """Units or linear statistics in stated order, greatest first, each at least ``by`` above the next.

    >>> Order(["a", mean_of(["b", "c"])]).label
    'a ≥ 0.5·b + 0.5·c'
    """

    statistics: Sequence[Statistic]
    by: Number = 0

    def _describe(self) -> str:
        """The chain."""
        return " ≥ ".join(name_of(s) for s in self.statistics) + (f", each by {self.by}" if self.by else "")

    def _rows(self) -> list[Row]:
        """One row for each neighbouring pair."""
        if isinstance(self.statistics, str | Mapping) or len(self.statistics) < 2:
            raise BoundsError(f"an order needs two or more statistics in a list, got {self.statistics!r}")
        pairs = zip(self.statistics[:-1], self.statistics[1:], strict=True)
        by = coefficient(self.by, "by")
        return [Row(difference(a, b), by, None, lower_open=True) for a, b in pairs]


@dataclass(frozen=True)
class Band(Constraint):
    """Each named unit lies in a band or grade: between a least and a greatest value (``None``: no limit that side).

    >>> Band(["a", "b"], 60, 80).label
    'a, b within 60 to 80'
    """

    members: Sequence[str] | str
    lower: Number | None = None
    upper: Number | None = None

    def _describe(self) -> str:
        """Members and range."""
        low, high = ("…" if end is None else str(end) for end in (self.lower, self.upper))
        return f"{_shown(self._members())} within {low} to {high}"

    def _members(self) -> list[str]:
        return [self.members] if isinstance(self.members, str) else list(self.members)

    def _rows(self) -> list[Row]:
        """One row for each member."""
        low, high = (None if end is None else figure(end).lower for end in (self.lower, self.upper))
        if low is not None and high is not None and low > high:
            raise BoundsError(f"lower {self.lower} is greater than upper {self.upper}")
        return [Row({unit: Fraction(1)}, low, high) for unit in sum_of(self._members())]


@dataclass(frozen=True)
class Rank(Constraint):
    """A unit's printed rank, 1 for the greatest: its position in a listing of the units from greatest to least.

    All ranks among the same units belong to one listing, and each rank is taken once, so that units without a
    printed rank share out the ranks that are left. Equal values may stand in either order (ties allowed). Where the
    source itself prints one rank for several units (1, 1, 3), ``shared=True`` on each says that they are equal and
    take the positions from that rank on.

    ``among`` names the units ranked; all units of the system where it is left out.
    """

    unit: str
    rank: int
    among: Sequence[str] | None = None
    shared: bool = False

    def _describe(self) -> str:
        """Unit and rank."""
        return f"{self.unit} ranks {self.rank}" + (f" of {len(self.among)}" if self.among is not None else "")

    def _names(self) -> list[str]:
        """The unit, and those among which it is ranked."""
        if isinstance(self.rank, bool) or not isinstance(self.rank, Integral) or self.rank < 1:
            raise BoundsError(f"rank {self.rank} of {self.unit} is not a whole number from 1")
        among = list(sum_of(self.among)) if self.among is not None else []
        if among and self.unit not in among:
            raise BoundsError(f"{self.unit} is ranked among units that do not include it")
        if among and self.rank > len(among):
            raise BoundsError(f"rank {self.rank} of {self.unit}: there are only {len(among)} units")
        return list(dict.fromkeys([self.unit, *among]))

    def over(self, units: Sequence[str]) -> Rank:
        """The rank among the units of a system, where it names none."""
        return self if self.among is not None else replace(self, among=tuple(units))

    def violation(self, table: Mapping[str, float]) -> float:
        """Distance from the value that holds the rank among the units named, all of the table where none is."""
        ordered = sorted((table[unit] for unit in self.among or table), reverse=True)
        return abs(table[self.unit] - ordered[self.rank - 1])


@dataclass(frozen=True)
class CountAbove(Constraint):
    """How many of the members lie above a threshold: a number, or a range (least, greatest) of numbers.

    Those counted lie at or above the threshold, the others at or below it. The threshold is a figure, such as the
    printed national mean (known to its rounding, and one and the same for all members), or a linear statistic, such
    as the members' own mean. ``members`` left out: all units of the system.

    >>> CountAbove(17, "53.86").label, CountAbove(1, mean_of(["a", "b"]), ["a", "b"]).label
    ('17 of all above [53.855, 53.865)', '1 of a, b above 0.5·a + 0.5·b')
    """

    count: int | tuple[int, int]
    threshold: Figure | Mapping[str, object]
    members: Sequence[str] | None = None

    def _describe(self) -> str:
        """Count, members and threshold."""
        least, greatest = self.range()
        among = "all" if self.members is None else ", ".join(self.members[:4]) + (" …" if len(self.members) > 4 else "")
        limit = name_of(self.threshold) if isinstance(self.threshold, Mapping) else _ends(self.threshold)
        return f"{least if least == greatest else f'{least} to {greatest}'} of {among} above {limit}"

    def range(self) -> tuple[int, int]:
        """Least and greatest number of members above."""
        least, greatest = self.count if isinstance(self.count, tuple) else (self.count, self.count)
        whole = all(isinstance(n, Integral) for n in (least, greatest))
        if not whole or not 0 <= least <= greatest or (self.members is not None and greatest > len(self.members)):
            size = "" if self.members is None else f" of {len(self.members)} members"
            raise BoundsError(f"count {plain(self.count)!r}{size} cannot be")
        return least, greatest

    def _names(self) -> list[str]:
        """Members, and units of the threshold."""
        self.range()
        members = [] if self.members is None else list(sum_of(self.members))
        if isinstance(self.threshold, Mapping):
            return list(dict.fromkeys([*members, *form(self.threshold)]))
        figure(self.threshold)
        return members

    def over(self, units: Sequence[str]) -> CountAbove:
        """The count of the units of a system, where it names none."""
        return self if self.members is not None else replace(self, members=tuple(units))

    def violation(self, table: Mapping[str, float]) -> float:
        """By how much the best choice of those counted misses the threshold."""
        values = sorted((table[unit] for unit in self.members or table), reverse=True)
        if isinstance(self.threshold, Mapping):
            low = high = at(form(self.threshold), table)
        else:
            low, high = float(figure(self.threshold).lower), float(figure(self.threshold).upper)
        least, greatest = self.range()
        best = float("inf")
        for k in range(least, greatest + 1):
            # a threshold between the k-th and the next value, and inside its own interval
            below = max([low, *values[k : k + 1]])
            above = min([high, *values[max(k - 1, 0) : k]])
            best = min(best, max(0.0, below - above))
        return best
