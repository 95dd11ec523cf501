"""Round-number weight schemes that reproduce a printed mean: counted by meeting in the middle, in exact integers.

Sums over all schemes of one half of the parts are sorted and matched with those of the other half (Horowitz and Sahni,
1974), so that counting needs about the square root of the work of listing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from egov.methods.bounds.statistics import Figure, figure
from egov.methods.checks import missing, plain
from egov.methods.rounding import Interval, Number, decimal_text, exact

MOST = 5_000_000  # schemes held at a time


@dataclass(frozen=True)
class Schemes:
    """How many round-number schemes fit, and the schemes themselves (in percent, part order) where they are few."""

    count: int
    schemes: tuple[tuple[Fraction, ...], ...] | None

    @property
    def labels(self) -> tuple[str, ...] | None:
        """Each scheme as text such as ``70|30``; ``None`` where the schemes are not listed."""
        if self.schemes is None:
            return None
        return tuple("|".join(decimal_text(w) for w in scheme) for scheme in self.schemes)


def interval_of(value: Figure, closed: bool) -> Interval:
    """A string as printed and rounded half up, a number as exact, an interval as it is; closed where asked for.

    >>> interval_of("88.07", closed=False), interval_of("88.07", closed=True), interval_of(3, closed=False)
    (Interval([88.065, 88.075)), Interval([88.065, 88.075]), Interval([3, 3]))
    """
    inside = figure(value)
    return Interval(inside.lower, inside.upper) if closed else inside


def figures(parts: Sequence[Figure], whole: Figure, closed: bool) -> tuple[list[Interval], Interval]:
    """Parts and whole as intervals; ``ValueError`` where there are no parts."""
    if isinstance(parts, str | Interval) or len(parts) == 0:
        raise ValueError(f"parts are a list of figures with at least one, got {plain(parts)!r}")
    gone = missing(parts)
    if gone.any() or whole is None or whole != whole:
        raise ValueError(f"part {int(np.argmax(gone))} is missing" if gone.any() else "the whole is missing")
    return [interval_of(p, closed) for p in parts], interval_of(whole, closed)


def units_of(step: Number) -> int:
    """How many steps make 100 percent.

    >>> units_of("2.5"), units_of(10)
    (40, 10)
    """
    size = Fraction(str(step)) if isinstance(step, float) else Fraction(step)
    if size <= 0 or (100 / size).denominator != 1:
        raise ValueError(f"a step of {step} percent does not divide 100")
    return int(100 / size)


def scheme_mean(scheme: Sequence[Number], parts: Sequence[Figure]) -> Interval:
    """All values of the whole that a scheme (in percent) allows, given the parts' rounding.

    >>> scheme_mean((70, 30), ["80.00", "90.00"])
    Interval([82.995, 83.005))
    """
    inside, _ = figures(parts, exact(0), closed=False)
    gone = missing(scheme)
    if gone.any():
        raise ValueError(f"weight {int(np.argmax(gone))} is missing")
    if len(scheme) != len(inside):
        raise ValueError(f"{len(scheme)} weights for {len(inside)} parts")
    return sum((p * (Fraction(w) / 100) for w, p in zip(scheme, inside, strict=True)), exact(0))


def compositions(total: int, parts: int) -> np.ndarray:
    """All ways to write ``total`` as a sum of ``parts`` positive integers, in lexicographic order, one a row.

    >>> compositions(4, 2).tolist()
    [[1, 3], [2, 2], [3, 1]]
    """
    if parts < 1 or total < parts:
        return np.zeros((0, max(parts, 0)), dtype=np.int16)
    table = np.empty((math.comb(total - 1, parts - 1), parts), dtype=np.int16)
    rest = np.array([total])
    columns: list[np.ndarray] = []
    for left in range(parts - 1, 0, -1):
        choices = rest - left  # the next weight runs from 1 to this
        origin = np.repeat(np.arange(len(rest)), choices)
        weight = np.arange(len(origin)) - np.repeat(np.cumsum(choices) - choices, choices) + 1
        columns = [c[origin] for c in columns] + [weight.astype(np.int16)]
        rest = rest[origin] - weight
    for j, column in enumerate([*columns, rest.astype(np.int16)]):
        table[:, j] = column
    return table


class Window(NamedTuple):
    """One printed mean in integers: Σ k·low ≤ most and Σ k·high ≥ least, for weights k in steps."""

    low: np.ndarray
    high: np.ndarray
    least: int
    most: int


def window_of(parts: Sequence[Figure], whole: Figure, units: int, closed: bool) -> Window:
    """Scale a printed mean to integers; an open end moves the integer limit by one, as sums are integers."""
    inside, total = figures(parts, whole, closed)
    scale = math.lcm(*(end.denominator for i in (*inside, total) for end in (i.lower, i.upper)))
    low, high = ([int(end * scale) for end in ends] for ends in zip(*((p.lower, p.upper) for p in inside), strict=True))
    most, least = int(total.upper * scale) * units, int(total.lower * scale) * units
    if max(map(abs, [*low, *high, most, least])) * units >= 2**62:
        raise OverflowError("the figures have too many digits for 64-bit integers")
    # all weights are positive, so one open end makes the sum's end open
    most -= total.upper_open or any(p.lower_open for p in inside)
    least += total.lower_open or any(p.upper_open for p in inside)
    return Window(np.array(low), np.array(high), least, most)


def _fits(table: np.ndarray, windows: Sequence[Window]) -> np.ndarray:
    return np.logical_and.reduce([(table @ w.low <= w.most) & (table @ w.high >= w.least) for w in windows])


def _halves(units: int, parts: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Left and right halves of all schemes: each pair of rows of one yield is a scheme."""
    left = parts // 2
    for share in range(left, units - (parts - left) + 1):
        yield compositions(share, left), compositions(units - share, parts - left)


def count_fitting(window: Window, units: int) -> int:
    """How many schemes fit one printed mean, by meeting in the middle.

    A scheme fails on one side only: too low means Σ k·high < least, and then Σ k·low is within ``most``. So the count
    is the number of schemes within ``most`` less the number below ``least``, each found by sorting the sums of halves.
    """
    n = len(window.low)
    if n == 1:
        return int(_fits(np.array([[units]]), [window])[0])
    cut, total = n // 2, 0
    for left, right in _halves(units, n):
        low, high = np.sort(right @ window.low[cut:]), np.sort(right @ window.high[cut:])
        total += np.searchsorted(low, window.most - left @ window.low[:cut], side="right").sum()
        total -= np.searchsorted(high, window.least - left @ window.high[:cut], side="left").sum()
    return int(total)


def _fitting(windows: Sequence[Window], units: int) -> np.ndarray:
    """All schemes that fit every printed mean, in lexicographic order: candidates from the first, tested on all."""
    first, n = windows[0], len(windows[0].low)
    if n == 1:
        table = np.array([[units]], dtype=np.int16)
        return table[_fits(table, windows)]
    if count_fitting(first, units) > MOST:
        raise ValueError(f"more than {MOST} schemes of {n} parts to list: take a larger step")
    cut, found = n // 2, []
    slack = int((first.high - first.low).max())
    for left, right in _halves(units, n):
        right = right[np.argsort(right @ first.low[cut:], kind="stable")]
        sums, share = right @ first.low[cut:], int(right[0].sum())
        # Σ k·high of the right half exceeds its Σ k·low by no more than the widest rounding interval on each step
        start = np.searchsorted(sums, first.least - left @ first.high[:cut] - slack * share, side="left")
        stop = np.searchsorted(sums, first.most - left @ first.low[:cut], side="right")
        sizes = np.maximum(stop - start, 0)
        rows = np.repeat(np.arange(len(left)), sizes)
        columns = np.arange(len(rows)) + np.repeat(start - (np.cumsum(sizes) - sizes), sizes)
        table = np.hstack([left[rows], right[columns]])
        found.append(table[_fits(table, windows)])
    table = np.vstack(found) if found else np.zeros((0, n), dtype=np.int16)
    return table[np.lexsort(table.T[::-1])]


def _listed(table: np.ndarray, step: Number) -> tuple[tuple[Fraction, ...], ...]:
    size = Fraction(100, units_of(step))
    return tuple(tuple(size * k for k in row) for row in table.tolist())


def round_schemes(
    parts: Sequence[Figure], whole: Figure, step: Number, *, limit: int | None = 20, closed: bool = False
) -> Schemes:
    """Schemes of positive multiples of ``step`` percent that reproduce the printed whole, given all roundings.

    Parameters
    ----------
    parts, whole
        Printed means (strings, rounded half up) or intervals with the ends of another convention.
    step
        In percent; it must divide 100: 10, 5, ``"2.5"``.
    limit
        Schemes are listed where there are at most so many; ``None``: always. They are counted always.
    closed
        Take every interval closed, which admits what any convention admits.

    Raises
    ------
    ValueError
        No parts, a step that does not divide 100.

    Examples
    --------
    >>> round_schemes(["80.00", "90.00"], "83.00", 10).labels
    ('70|30',)
    >>> round_schemes(["80.00", "80.00"], "80.00", "2.5")
    Schemes(count=39, schemes=None)
    """
    units = units_of(step)
    window = window_of(parts, whole, units, closed)
    count = count_fitting(window, units)
    listed = limit is None or count <= limit
    return Schemes(count, _listed(_fitting([window], units), step) if listed else None)


def shared_schemes(
    a: tuple[Sequence[Figure], Figure],
    b: tuple[Sequence[Figure], Figure],
    step: Number,
    *,
    limit: int | None = 20,
) -> Schemes:
    """Schemes that reproduce two printed wholes at once, such as that of provinces and that of cities.

    Parameters
    ----------
    a, b
        Parts and whole of each; the parts must be the same in number and order.
    step, limit
        As in :func:`round_schemes`.

    Examples
    --------
    >>> shared_schemes((["80.00", "90.00"], "83.00"), (["70.00", "50.00"], "64.00"), 5).labels
    ('70|30',)
    """
    if len(a[0]) != len(b[0]):
        raise ValueError(f"{len(a[0])} parts in one and {len(b[0])} in the other: no scheme is shared")
    units = units_of(step)
    windows = [window_of(parts, whole, units, closed=False) for parts, whole in (a, b)]
    windows.sort(key=lambda w: count_fitting(w, units))
    table = _fitting(windows, units)
    listed = limit is None or len(table) <= limit
    return Schemes(len(table), _listed(table, step) if listed else None)
