"""Units, the range of their values and what is known of them, put to a solver: the class :class:`System`.

A question becomes one or two programs over the same constraints (:mod:`.program`), each solved from the basis of the
one before (:mod:`.solve`). Feasible tables met on the way are kept: they answer many questions on ranks without another
program.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from egov.methods.bounds.conflict import Conflict, least_conflict
from egov.methods.bounds.constraints import Constraint, CountAbove, Known, Rank
from egov.methods.bounds.program import Program, assemble, listings
from egov.methods.bounds.ranks import TIE, rank_set
from egov.methods.bounds.solve import Solution, Solver, solver_for
from egov.methods.bounds.statistics import BoundsError, Infeasible, Statistic, figure, form, sum_of
from egov.methods.checks import plain

Side = Literal["lower", "upper"]
Limit = int | float | Fraction | None
NO_TABLE = "no table satisfies every constraint: conflict() names a smallest set that cannot hold"


class Bounds(NamedTuple):
    """Least and greatest value."""

    lower: float
    upper: float


class System:
    """Units, the range of their values, and what is known of them. A system never changes: ``also`` makes a new one.

    Parameters
    ----------
    units
        Names of the units that ranks and counts speak of, each once.
    constraints
        Records of this module: :class:`Known`, :class:`Mean`, :class:`Rank` and so on.
    lower, upper
        The range of every unit's value, or a mapping of unit to it; ``None``: no limit that side. Ranks beside
        unranked units, counts and sets of ranks need a range that is finite, or made so by other constraints.
    unknowns
        Names of further unknown values, such as the cut-off between two grades: constraints may use them like units,
        ranks and counts leave them out.

    Raises
    ------
    BoundsError
        A unit named twice, a range with lower above upper, a constraint on an unknown unit, a known value outside
        its unit's range, ranks that exclude one another.
    """

    def __init__(
        self,
        units: Iterable[str],
        constraints: Iterable[Constraint] = (),
        *,
        lower: Limit | Mapping[str, Limit] = None,
        upper: Limit | Mapping[str, Limit] = None,
        unknowns: Iterable[str] = (),
    ) -> None:
        """Check names and ranges."""
        for names in (units, unknowns):
            if isinstance(names, str):
                raise BoundsError(f"units are a list of names, not the single string {names!r}")
        self.units, self.unknowns = tuple(units), tuple(unknowns)
        sum_of([*self.units, *self.unknowns])  # none named twice, and at least one
        self._ranges = {
            name: (_limit(lower, name, -np.inf), _limit(upper, name, np.inf)) for name in (*self.units, *self.unknowns)
        }
        for name, (low, high) in self._ranges.items():
            if not low <= high:
                raise BoundsError(f"{name}: lower {low} is greater than upper {high}")
        self._solutions: dict[tuple, Solution] = {}
        self.constraints = tuple(constraints)
        for constraint in self.constraints:
            if not isinstance(constraint, Constraint):
                raise BoundsError(f"{constraint!r} is no constraint: use Known, Mean, Rank, …")
            self._check(constraint.names, constraint.label)
            if isinstance(constraint, Known):
                self._check_range(constraint)
        self._listings = listings(self.units, self.constraints)

    def _check(self, names: Iterable[str], where: str) -> None:
        for name in names:
            if name not in self._ranges:
                near = difflib.get_close_matches(str(name), self._ranges, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise BoundsError(f"unknown unit {plain(name)!r} in «{where}»{hint}")

    def _check_range(self, known: Known) -> None:
        """A known value lies in its unit's range, at least in part; what no table can hold is a slip of the caller."""
        low, high = self._ranges[known.unit]
        value = figure(known.value)
        if float(value.upper) < low or float(value.lower) > high:
            raise BoundsError(f"«{known.label}»: {known.unit} ranges from {plain(low)} to {plain(high)} in this system")

    def _with(self, constraints: Iterable[Constraint]) -> System:
        lower, upper = ({name: r[i] for name, r in self._ranges.items()} for i in (0, 1))
        return System(self.units, constraints, lower=lower, upper=upper, unknowns=self.unknowns)

    def also(self, *constraints: Constraint) -> System:
        """This system with further constraints."""
        return self._with([*self.constraints, *constraints])

    # -- programs ------------------------------------------------------------------------------------------------

    def _assemble(self, numbers: Collection[int] | None = None, extra: Sequence[Constraint] = (), **how) -> Program:
        kept = range(len(self.constraints)) if numbers is None else numbers
        numbered = [(i, self.constraints[i]) for i in kept]
        numbered += [(len(self.constraints) + k, c) for k, c in enumerate(extra)]
        return assemble(self._ranges, self.units, numbered, **how)

    @cached_property
    def _program(self) -> Program:
        return self._assemble()

    @cached_property
    def _solver(self) -> Solver:
        return solver_for(self._program)

    @cached_property
    def _tables(self) -> list[np.ndarray]:
        """Feasible tables met so far; the first says whether there are any."""
        first = self._solver.minimise({})
        return [first.x[: len(self._ranges)]] if first.x is not None else []

    def _require_feasible(self) -> None:
        if not self._tables:
            raise Infeasible(NO_TABLE)

    def _cost(self, statistic: Statistic) -> dict[int, float]:
        wanted = form(statistic)
        self._check(wanted, "statistic")
        position = {name: j for j, name in enumerate(self._ranges)}
        return {position[name]: float(c) for name, c in wanted.items() if c}

    def _minimised(self, cost: Mapping[int, float]) -> Solution:
        """The solution for a cost over the whole system, remembered."""
        key = tuple(sorted(cost.items()))
        if key not in self._solutions:
            found = self._solver.minimise(cost)
            self._solutions[key] = found
            if found.x is not None:
                self._tables.append(found.x[: len(self._ranges)])
        return self._solutions[key]

    def _extreme(self, cost: Mapping[int, float], side: Side, solver: Solver | None = None) -> Solution:
        """The optimum on one side; its value carries the sign of the statistic."""
        if side not in ("lower", "upper"):
            raise BoundsError(f"side {side!r} is not lower or upper")
        sign = 1.0 if side == "lower" else -1.0
        signed = {j: sign * c for j, c in cost.items()}
        found = solver.minimise(signed) if solver else self._minimised(signed)
        if found.status == "infeasible":
            raise Infeasible(NO_TABLE)
        if found.x is None:
            return found._replace(value=-sign * np.inf)
        return found._replace(value=sign * found.value + 0.0)

    # -- answers -------------------------------------------------------------------------------------------------

    def feasible(self) -> bool:
        """Whether some table satisfies every constraint."""
        return bool(self._tables)

    def margin(self) -> float:
        """The greatest distance, up to 1, that a table can keep from all open ends and ties at once.

        Above zero, a table exists that respects open ends of rounding intervals and strict orders; zero means that
        the constraints hold only where some open end is touched.
        """
        self._require_feasible()
        solver = solver_for(self._assemble(open_ends=True))
        return max(0.0, -solver.minimise({len(self._ranges): -1.0}).value)

    def bounds(self, statistic: Statistic) -> Bounds:
        """Sharp bounds of a unit's value or of a linear statistic; infinite where nothing limits it.

        Raises
        ------
        Infeasible
            No table satisfies every constraint.
        BoundsError
            The statistic names an unknown unit, or none.
        """
        self._require_feasible()
        cost = self._cost(statistic)
        return Bounds(*(_tidy(self._extreme(cost, side).value) for side in ("lower", "upper")))

    @cached_property
    def _box(self) -> dict[str, Bounds]:
        return {name: self.bounds(name) for name in self._ranges}

    def bounds_all(self) -> pd.DataFrame:
        """Sharp bounds of every unit and further unknown: columns ``lower`` and ``upper``, index ``unit``."""
        return pd.DataFrame(self._box.values(), pd.Index(self._box, name="unit"), columns=["lower", "upper"])

    def witness(self, statistic: Statistic, side: Side = "upper") -> pd.Series:
        """A feasible table in which the statistic attains its bound on one side.

        The value at the bound is unique, the table need not be. ``BoundsError`` where that side is unbounded.
        """
        self._require_feasible()
        found = self._extreme(self._cost(statistic), side)
        if found.x is None:
            raise BoundsError(f"the statistic has no {side} bound, so no table attains it")
        return pd.Series(found.x[: len(self._ranges)], pd.Index(self._ranges, name="unit"), name=side)

    def violations(self, table: Mapping[str, float]) -> pd.Series:
        """By how much a table misses each constraint (label to distance), from its meaning and not from the program."""
        values = {name: float(table[name]) for name in self._ranges}
        for name, value in values.items():
            if np.isnan(value):
                raise BoundsError(f"{name}: the value is missing")
        missed = [c.over(self.units).violation(values) for c in self.constraints]
        return pd.Series(missed, [c.label for c in self.constraints], dtype=float)

    def ranks(self, unit: str, among: Iterable[str] | None = None) -> tuple[int, ...]:
        """The exact set of ranks that a unit can hold, 1 for the greatest value.

        Rank ``r`` of ``n`` is possible if some feasible table can be listed from greatest to least, equal values in
        either order, with the unit in place ``r`` and every unit whose rank is known in its own place; that is, at
        most ``r - 1`` others are strictly greater, at most ``n - r`` strictly less, and no other unit's known rank
        is ``r``. A unit whose rank is known has that rank alone.

        Parameters
        ----------
        unit
            The unit asked about.
        among
            The units ranked; all units of the system where left out.
        """
        members = list(self.units if among is None else sum_of(among))
        self._check([unit, *members], "ranks")
        if unit not in members:
            raise BoundsError(f"{unit} is not among the units ranked")
        box = self._box
        listing = self._listings.get(frozenset(members))
        position = {name: j for j, name in enumerate(self._ranges)}
        return rank_set(
            unit,
            members,
            lower={m: box[m].lower for m in members},
            upper={m: box[m].upper for m in members},
            listing=listing,
            tables=self._tables,
            columns=[position[m] for m in members],
            can_hold=lambda rank: self._can_hold(unit, rank, among),
            gapless=self._program.linear and listing is None,
        )

    def _can_hold(self, unit: str, rank: int, among: Iterable[str] | None) -> bool:
        asked = Rank(unit, rank, None if among is None else tuple(among))
        found = solver_for(self._assemble(extra=[asked], hints=self._box)).minimise({})
        if found.x is not None:
            self._tables.append(found.x[: len(self._ranges)])
        return found.x is not None

    def ranks_all(self, among: Iterable[str] | None = None) -> dict[str, tuple[int, ...]]:
        """The set of ranks of every unit."""
        members = self.units if among is None else tuple(among)
        return {unit: self.ranks(unit, among) for unit in members}

    def sensitivity(self, statistic: Statistic) -> pd.DataFrame:
        """How the bounds of a statistic depend on each constraint: drop it, solve again.

        Returns
        -------
        pandas.DataFrame
            One row a constraint, in the system's order: ``constraint`` (label), ``lower`` and ``upper`` without it,
            ``lower_moves`` and ``upper_moves``, both at least zero: by how much the interval widens on that side.
        """
        self._require_feasible()
        cost = self._cost(statistic)
        full = {side: self._extreme(cost, side) for side in ("lower", "upper")}
        records = []
        for number, constraint in enumerate(self.constraints):
            solver, ends = None, {}
            for side, found in full.items():
                ends[side] = found.value
                if self._matters(number, constraint, found):
                    if solver is None:
                        rest = [i for i in range(len(self.constraints)) if i != number]
                        solver = solver_for(self._assemble(rest))
                    ends[side] = self._extreme(cost, side, solver).value
            moves = [_tidy(abs(full[s].value - ends[s])) if full[s].value != ends[s] else 0.0 for s in full]
            records.append((constraint.label, _tidy(ends["lower"]), _tidy(ends["upper"]), *moves))
        return pd.DataFrame(records, columns=["constraint", "lower", "upper", "lower_moves", "upper_moves"])

    def _matters(self, number: int, constraint: Constraint, found: Solution) -> bool:
        """Whether a bound can move when the constraint goes: not where its multipliers in a linear program vanish."""
        if found.multipliers is None:
            return np.isfinite(found.value)
        if isinstance(constraint, Rank | CountAbove) or (self._listings and not self._program.linear):
            return True
        return bool(np.any(np.abs(found.multipliers[self._program.owner == number]) > 1e-10))

    def conflict(self, effort: int = 2000) -> Conflict:
        """A smallest set of constraints that no table satisfies; an empty one where the system is feasible.

        Irreducible always; of least size where at most ``effort`` programs prove it (see ``Conflict.least``).
        """
        if self._tables:
            return Conflict((), least=True)

        choices = {i for i, c in enumerate(self.constraints) if isinstance(c, Rank | CountAbove)}

        def solve(kept: Collection[int], wished: Collection[int]) -> np.ndarray | None:
            # first with every rank and count that is wished for: most tables can have them all
            for more in dict.fromkeys([tuple(choices.intersection(wished)), ()]):
                elastic = set(wished) - choices
                program = self._assemble(sorted({*kept, *more, *elastic}), elastic=elastic)
                found = solver_for(program).minimise(program.miss)
                if found.x is not None:
                    return found.x[: len(self._ranges)]
            return None

        def satisfied(table: np.ndarray) -> list[int]:
            missed = self.violations(dict(zip(self._ranges, table, strict=True)))
            return np.flatnonzero(missed.to_numpy() <= TIE / 10).tolist()

        numbers = sorted(range(len(self.constraints)), key=lambda i: i not in choices)
        core = least_conflict(solve, satisfied, numbers, effort)
        return Conflict(tuple(self.constraints[i] for i in core.members), core.least)


def _limit(given: Limit | Mapping[str, Limit], name: str, default: float) -> float:
    value = given.get(name) if isinstance(given, Mapping) else given
    return default if value is None else float(value)


def _tidy(value: float) -> float:
    """A solved value without the noise of its last digits."""
    return round(value, 9) + 0.0 if np.isfinite(value) else float(value)
