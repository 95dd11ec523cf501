"""An interval for an effect within strata, by inverting the exact conditional test.

One odds ratio common to all strata shifts the first group against the second (proportional odds, McCullagh 1980).
Given the margins of each stratum, and cut points that give its pooled shares, the statistic of
:func:`egov.methods.permutation.stratified_test` has a known law for every odds ratio. The interval holds the odds
ratios that neither one-sided test at half the error refuses, read as the weighted mean of the strata's deltas. With
two categories it is the exact conditional interval of an odds ratio (Cornfield 1956). Unlike an interval from
estimated variances it needs no spread inside a stratum, so strata with one or two units a side are no obstacle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import lcm

import numpy as np
from scipy.optimize import brentq

from egov.methods.contingency import counts, pair_score, proportional_odds, score_distribution
from egov.methods.permutation import convolve

Array = np.ndarray
_WIDEST = 16.0  # log odds ratio; beyond it every pair is decided


@dataclass(frozen=True)
class StratifiedInterval:
    """Weighted mean of the strata's deltas: the observed one and the ends of its interval."""

    estimate: float
    lower: float
    upper: float
    level: float


def stratified_interval(
    tables: Sequence[tuple[Sequence[int] | Array, Sequence[int] | Array]], level: float = 0.95
) -> StratifiedInterval:
    """Interval for the effect of :func:`~egov.methods.permutation.stratified_test`, van Elteren's weights.

    Each stratum is a pair of counts by ordered category, first group and second group; strata that hold one group
    only are left out, as the test does. Positive: the first group stands higher. An end that the data do not bound is
    −1 or 1. The interval rests on a common odds ratio, and covers at least its level.

    Raises ValueError where no stratum holds units of both groups, or ``level`` is not between 0 and 1.

    >>> found = stratified_interval([([1, 2, 4], [3, 2, 1]), ([0, 2, 2], [1, 2, 0])])
    >>> round(found.estimate, 2), round(found.lower, 2), round(found.upper, 2)
    (0.56, 0.03, 0.78)
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}: expected a number between 0 and 1")
    parts = [(counts(a, "first group"), counts(b, "second group")) for a, b in tables]
    parts = [(a, b) for a, b in parts if a.sum() and b.sum()]
    if not parts:
        raise ValueError("no stratum holds units of both groups: nothing can be compared within strata")
    sizes = [np.array([a.sum(), b.sum()]) for a, b in parts]
    scale = lcm(*(int(n.sum()) + 1 for n in sizes))
    factor = [scale // (int(n.sum()) + 1) for n in sizes]
    observed = sum(f * int(pair_score(b, a)) for f, (a, b) in zip(factor, parts, strict=True))
    most = sum(f * int(n[0] * n[1]) for f, n in zip(factor, sizes, strict=True))
    kept = [(a + b)[(a + b) > 0] for a, b in parts]

    def populations(shift: float) -> list[Array]:
        halves = np.array([shift / 2, -shift / 2])
        return [proportional_odds(m / m.sum(), n / n.sum(), halves) for m, n in zip(kept, sizes, strict=True)]

    def tail(shift: float, above: bool) -> float:
        laws = [
            score_distribution(m, n[::-1], np.maximum(p[::-1], 1e-300))
            for m, n, p in zip(kept, sizes, populations(shift), strict=True)
        ]
        support, law = convolve(laws, factor)
        return float(law[support >= observed].sum() if above else law[support <= observed].sum())

    def effect(shift: float) -> float:
        deltas = [float(pair_score(p[1], p[0])) for p in populations(shift)]
        weight = [f * int(n[0] * n[1]) for f, n in zip(factor, sizes, strict=True)]
        return float(np.dot(weight, deltas) / most)

    half = (1 - level) / 2
    return StratifiedInterval(
        observed / most,
        _end(lambda shift: tail(shift, True) - half, effect, -1.0),
        _end(lambda shift: tail(shift, False) - half, effect, 1.0),
        level,
    )


def _end(excess: Callable[[float], float], effect: Callable[[float], float], side: float) -> float:
    """Effect at the odds ratio where a tail meets its error; ``side`` where no odds ratio is refused."""
    if excess(side * _WIDEST) >= 0:
        return side
    return effect(brentq(excess, -_WIDEST, _WIDEST, xtol=1e-10))
