"""Constraints assembled into a linear or mixed-integer program: one column a unit, rows in the order of constraints.

Ranks with units left unranked, and counts above a threshold, need choices: binary columns with *big-M* rows, whose
constants are made as small as interval propagation over the linear rows allows (Savelsbergh, 1994). Where propagation
settles every choice, the program stays linear.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

import numpy as np

from egov.methods.bounds.constraints import Constraint, CountAbove, Rank
from egov.methods.bounds.statistics import BoundsError, Form, difference, figure, form

CLEAR = 1e-7  # two values are told apart for certain beyond this
SEVERAL = -1  # owner of a row that several constraints bring about together


@dataclass
class Program:
    """Arrays of the program: minimise a cost over lower ≤ x ≤ upper, row_lower ≤ matrix·x ≤ row_upper.

    ``miss`` is the cost by which elastic rows are missed in sum.
    """

    columns: list[str]
    lower: np.ndarray
    upper: np.ndarray
    integer: np.ndarray
    start: np.ndarray
    index: np.ndarray
    value: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray
    owner: np.ndarray
    miss: dict[int, float]

    @property
    def linear(self) -> bool:
        """Whether no choice is left."""
        return not self.integer.any()


@dataclass
class Listing:
    """One ranking: blocks of equal units by their first position (a block has one unit unless ranks are shared)."""

    among: list[str]
    blocks: list[tuple[int, list[str]]]

    @property
    def unranked(self) -> list[str]:
        """Units whose rank is not printed, in the system's order."""
        ranked = {unit for _, block in self.blocks for unit in block}
        return [unit for unit in self.among if unit not in ranked]

    @property
    def taken(self) -> set[int]:
        """Positions that ranked units hold."""
        return {first + i for first, block in self.blocks for i in range(len(block))}


def listings(units: Sequence[str], constraints: Iterable[Constraint]) -> dict[frozenset[str], Listing]:
    """The rankings that all :class:`Rank` constraints amount to, by the set of units ranked.

    Raises
    ------
    BoundsError
        A unit with two ranks, a rank given twice without ``shared``, a rank beyond the number of units.
    """
    result: dict[frozenset[str], dict[str, Rank]] = {}
    for rank in (c for c in constraints if isinstance(c, Rank)):
        known = result.setdefault(frozenset(units if rank.among is None else rank.among), {})
        other = known.setdefault(rank.unit, rank)
        if other.rank != rank.rank:
            raise BoundsError(f"{rank.unit} has two ranks among the same units: {other.rank} and {rank.rank}")
    return {among: _listing([u for u in units if u in among], list(known.values())) for among, known in result.items()}


def _listing(among: list[str], ranks: list[Rank]) -> Listing:
    blocks, free_from, before = [], 1, ""
    for first, same in groupby(sorted(ranks, key=lambda r: r.rank), key=lambda r: r.rank):
        block = list(same)
        names = [r.unit for r in block]
        if len(block) > 1 and not all(r.shared for r in block):
            raise BoundsError(
                f"rank {first} is given to {', '.join(names)}: each rank is taken once; "
                "give shared=True on each where the source prints ties"
            )
        if first < free_from:
            raise BoundsError(f"rank {first} of {', '.join(names)} is taken by the tie of {before}")
        free_from, before = first + len(block), ", ".join(names)
        if free_from - 1 > len(among):
            raise BoundsError(f"rank {first} of {', '.join(names)}: there are only {len(among)} units")
        blocks.append((first, names))
    return Listing(among, blocks)


@dataclass
class _Builder:
    lower: list[float]
    upper: list[float]
    position: dict[str, int]
    integer: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float, int]] = field(default_factory=list)
    slack: int | None = None  # the column that keeps open ends at a distance, if any
    miss: dict[int, float] = field(default_factory=dict)

    def column(self, low: float, high: float, *, integer: bool = False) -> int:
        self.lower.append(low)
        self.upper.append(high)
        self.integer.append(integer and low < high)
        return len(self.lower) - 1

    def row(
        self, cells: dict[int, float], low: float, high: float, owner: int, *, low_open=False, high_open=False
    ) -> None:
        """Add a row; in a program with a slack column an open end gives way by the slack."""
        if self.slack is None or not (low_open or high_open):
            self.rows.append((cells, low, high, owner))
            return
        if low > -np.inf:
            self.rows.append(({**cells, self.slack: -1.0} if low_open else cells, low, np.inf, owner))
        if high < np.inf:
            self.rows.append(({**cells, self.slack: 1.0} if high_open else cells, -np.inf, high, owner))

    def cells(self, statistic: Form) -> dict[int, float]:
        return {self.position[unit]: float(c) for unit, c in statistic.items() if c}

    def range(self, cells: Mapping[int, float], low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
        """Least and greatest value of a form over a box."""
        ends = [(c * low[j], c * high[j]) if c > 0 else (c * high[j], c * low[j]) for j, c in cells.items()]
        return sum(e[0] for e in ends), sum(e[1] for e in ends)


def assemble(
    ranges: Mapping[str, tuple[float, float]],
    units: Sequence[str],
    constraints: Sequence[tuple[int, Constraint]],
    *,
    hints: Mapping[str, tuple[float, float]] | None = None,
    open_ends: bool = False,
    elastic: Collection[int] = (),
) -> Program:
    """The program of numbered constraints.

    Parameters
    ----------
    ranges
        Every column (units, then other unknowns) with its range.
    units
        The units that ranks and counts speak of where they name none.
    constraints
        Number and constraint; rows remember the number as their owner.
    hints
        Sharper ranges, known from a program with no more constraints than this one; only big-M constants use them.
    open_ends
        Add a column, maximal by its own cost, by which every open end is kept at a distance.
    elastic
        Numbers of constraints whose linear rows may be missed, at a cost.
    """
    builder = _Builder(
        [low for low, _ in ranges.values()],
        [high for _, high in ranges.values()],
        {name: j for j, name in enumerate(ranges)},
        [False] * len(ranges),
    )
    if open_ends:
        builder.slack = builder.column(0.0, 1.0)
    for number, constraint in constraints:
        for row in constraint.rows:
            # a mean is written as a sum: coefficients that floats hold exactly
            scale = 1 if open_ends else math.lcm(*(c.denominator for c in row.form.values()))
            scale = scale if scale <= 10**6 else 1
            low = -np.inf if row.lower is None else float(row.lower * scale)
            high = np.inf if row.upper is None else float(row.upper * scale)
            cells = builder.cells({unit: c * scale for unit, c in row.form.items()})
            if number in elastic:
                for sign in (1.0, -1.0):
                    missed = builder.column(0.0, np.inf)
                    cells[missed], builder.miss[missed] = sign, 1.0 / scale
            builder.row(cells, low, high, number, low_open=row.lower_open, high_open=row.upper_open)
    choices = [c for c in constraints if isinstance(c[1], CountAbove)]
    rankings = listings(units, [c for _, c in constraints])
    if choices or rankings:
        low, high = _propagate(builder, hints or {})
        for listing in rankings.values():
            _rank_rows(builder, listing, low, high)
        for number, constraint in choices:
            _count_rows(builder, units, number, constraint, low, high)
    return _arrays(builder, list(ranges))


def _propagate(builder: _Builder, hints: Mapping[str, tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Ranges of the columns that the rows so far imply, by a few passes of interval propagation."""
    low, high = np.array(builder.lower), np.array(builder.upper)
    for name, (least, greatest) in hints.items():
        j = builder.position[name]
        low[j], high[j] = max(low[j], least - CLEAR), min(high[j], greatest + CLEAR)
    rows = [
        (np.fromiter(cells, int, len(cells)), np.fromiter(cells.values(), float, len(cells)), least, greatest)
        for cells, least, greatest, _ in builder.rows
        if cells
    ]
    for _ in range(4):
        before = np.concatenate([low, high])
        for js, cs, least, greatest in rows:
            smallest = np.where(cs > 0, cs * low[js], cs * high[js])
            largest = np.where(cs > 0, cs * high[js], cs * low[js])
            # what the others leave for each member
            room_up = (greatest - _sum_of_others(smallest)) / cs
            room_down = (least - _sum_of_others(largest)) / cs
            low[js] = np.maximum(low[js], np.where(cs > 0, room_down, room_up) - 1e-9)
            high[js] = np.minimum(high[js], np.where(cs > 0, room_up, room_down) + 1e-9)
        after = np.concatenate([low, high])
        if np.array_equal(before, after) or (low > high).any():
            break
    return low, high


def _sum_of_others(values: np.ndarray) -> np.ndarray:
    finite = np.isfinite(values)
    total, endless = values[finite].sum(), np.count_nonzero(~finite)
    if not endless:
        return total - values
    others = np.full(len(values), values[~finite][0])
    if endless == 1:
        others[~finite] = total
    return others


def _finite(builder: _Builder, low: np.ndarray, high: np.ndarray, columns: Iterable[int], what: str) -> None:
    names = list(builder.position)
    for j in columns:
        if not (np.isfinite(low[j]) and np.isfinite(high[j])):
            raise BoundsError(f"{what} needs a finite range for {names[j]}: give the system lower= and upper=")


def _rank_rows(builder: _Builder, listing: Listing, low: np.ndarray, high: np.ndarray) -> None:
    """Ranked units in a chain; the unranked choose the gaps between them."""
    at = builder.position
    blocks = [(first, [at[unit] for unit in block]) for first, block in listing.blocks]
    for _, block in blocks:
        for a, b in pairwise(block):
            builder.row({a: 1.0, b: -1.0}, 0.0, 0.0, SEVERAL)
    for (_, above), (_, below) in pairwise(blocks):
        builder.row({above[-1]: 1.0, below[0]: -1.0}, 0.0, np.inf, SEVERAL, low_open=True)
    unranked = [at[unit] for unit in listing.unranked]
    if not unranked:
        return
    # runs of ranked units with no gap between them; `above` unranked units stand before the run
    runs: list[list] = []
    ranked = 0
    for first, block in blocks:
        above = first - 1 - ranked
        ranked += len(block)
        if runs and runs[-1][0] == above:
            runs[-1][2] = block[-1]
        else:
            runs.append([above, block[0], block[-1]])
    earlier: dict[int, int] = {}
    extra = 0.0 if builder.slack is None else 1.0
    for above, top, bottom in runs:
        chosen: dict[int, int] = {}
        for u in unranked:
            if above == 0:
                builder.row({bottom: 1.0, u: -1.0}, 0.0, np.inf, SEVERAL, low_open=True)
                continue
            if above == len(unranked):
                builder.row({u: 1.0, top: -1.0}, 0.0, np.inf, SEVERAL, low_open=True)
                continue
            _finite(builder, low, high, (u, top, bottom), "a rank beside unranked units")
            must, may = low[u] > high[bottom] + CLEAR, high[u] >= low[top] - CLEAR
            y = builder.column(float(must and may), float(may), integer=True)
            chosen[u] = y
            down = max(high[top] - low[u], 0.0) + extra
            builder.row({u: 1.0, top: -1.0, y: -down}, -down, np.inf, SEVERAL, low_open=True)
            up = max(high[u] - low[bottom], 0.0) + extra
            builder.row({u: 1.0, bottom: -1.0, y: -up}, -np.inf, 0.0, SEVERAL, high_open=True)
            if u in earlier:
                builder.row({y: 1.0, earlier[u]: -1.0}, 0.0, np.inf, SEVERAL)
        if chosen:
            builder.row(dict.fromkeys(chosen.values(), 1.0), above, above, SEVERAL)
            earlier = chosen


def _count_rows(
    builder: _Builder, units: Sequence[str], number: int, count: CountAbove, low: np.ndarray, high: np.ndarray
) -> None:
    """One choice a member: at or above the threshold, or at or below it."""
    members = list(units if count.members is None else count.members)
    least, greatest = count.range()
    if greatest > len(members):
        raise BoundsError(f"{count.label}: there are only {len(members)} units")
    own = isinstance(count.threshold, Mapping)
    if not own:
        inside = figure(count.threshold)
        t = builder.column(float(inside.lower), float(inside.upper))
    low, high = np.append(low, builder.lower[len(low) :]), np.append(high, builder.upper[len(high) :])
    chosen = []
    for unit in members:
        if own:
            cells = builder.cells(difference(unit, form(count.threshold)))
        else:
            cells = {builder.position[unit]: 1.0, t: -1.0}
        _finite(builder, low, high, cells, "a count above a threshold")
        smallest, largest = builder.range(cells, low, high)
        z = builder.column(float(smallest > CLEAR), float(largest >= -CLEAR), integer=True)
        chosen.append(z)
        smallest, largest = min(smallest, 0.0), max(largest, 0.0)
        if builder.slack is not None:
            smallest -= 1.0
        builder.row({**cells, z: smallest}, smallest, np.inf, number, low_open=True)
        builder.row({**cells, z: -largest}, -np.inf, 0.0, number)
    builder.row(dict.fromkeys(chosen, 1.0), least, greatest, number)


def _arrays(builder: _Builder, columns: list[str]) -> Program:
    cells = [row[0] for row in builder.rows]
    sizes = np.fromiter((len(c) for c in cells), np.int32, len(cells))
    total = int(sizes.sum())
    return Program(
        columns=columns,
        lower=np.array(builder.lower),
        upper=np.array(builder.upper),
        integer=np.array(builder.integer, dtype=bool),
        start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        index=np.fromiter((j for c in cells for j in c), np.int32, total),
        value=np.fromiter((v for c in cells for v in c.values()), float, total),
        row_lower=np.array([row[1] for row in builder.rows], dtype=float),
        row_upper=np.array([row[2] for row in builder.rows], dtype=float),
        owner=np.array([row[3] for row in builder.rows], dtype=int),
        miss=builder.miss,
    )
