"""The smallest effect that an exact test for ordered categories would find: so that "not significant" is not "absent".

The alternative is proportional odds: group g stands ``shift_g`` higher on the logit scale, and the cut points are
solved so that the groups together keep the *observed* pooled margins. The effect reported is the Cliff's delta that
these populations have (for a trend, its mean over the pairs of groups). Two readings of the margins:

- ``fixed``: the table is conditioned on the observed margins, as the test itself is; exact for any number of groups.
- ``random``: each group is a multinomial sample, the margins fall as they may and the test is carried out on what
  falls; exact over all pairs of tables. This is what "with 80 % power" means before one has looked; the default.

Both count a rejection where the exact two-sided p-value, ties in full, is at most alpha. The test is discrete, so its
true size (``size``) is below alpha. References: McCullagh (1980); Mehta and Patel (1983); Agresti (2010, ch. 3, 7).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum, nan
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln

from egov.methods import contingency
from egov.methods.contingency import (
    TooManyTables,
    counts,
    log_weights,
    pair_score,
    proportional_odds,
    rows,
    score_distribution,
)
from egov.methods.permutation import convolve

Array = np.ndarray
Margins = Literal["random", "fixed"]
STRONGEST = 16.0  # log odds ratio at which a distribution is as separated as its margins allow
STEP = 1.0


@dataclass(frozen=True)
class DetectableEffect:
    """Smallest effect found with ``power``: ``effect`` is NaN, with a reason, where no effect reaches it.

    ``log_odds_ratio`` belongs to it; ``size`` is the true chance of a rejection without any effect; ``most_power`` the
    power at the strongest effect that the margins allow, ``most_effect``.
    """

    effect: float
    log_odds_ratio: float
    power: float
    alpha: float
    size: float
    most_power: float
    most_effect: float
    margins: str
    reason: str


def detectable_effect(
    n1: int,
    n2: int,
    margin: Sequence[int] | Array,
    power: float = 0.8,
    alpha: float = 0.05,
    margins: Margins = "random",
) -> DetectableEffect:
    """Smallest absolute Cliff's delta between two groups that the exact permutation test finds with this power.

    ``margin`` holds the pooled counts by category (``n1 + n2`` units); empty categories are dropped. The power is there
    whichever group stands higher (the margins are not symmetric, so neither is the power). ``TooManyTables`` where
    ``random`` has more pairs than can be listed: take ``fixed``.

    >>> d = detectable_effect(12, 10, [4, 10, 8])
    >>> round(d.effect, 2), round(d.size, 3), d.reason
    (0.62, 0.038, '')
    """
    m, sizes = _margin(margin, [n1, n2])
    if margins == "random":
        reject = (_rejections(n1, n2, m.size) <= alpha * (1 + 1e-9)).astype(float)  # so that products are BLAS
        tables = [rows(np.full(m.size, n), n) for n in (n1, n2)]
        ways = [gammaln(n + 1) + log_weights(t) for n, t in zip((n1, n2), tables, strict=True)]

        def chance(p: Array) -> float:
            log_p = np.log(np.maximum(p, 1e-300))
            first, second = (np.exp(w + t @ q) for w, t, q in zip(ways, tables, log_p, strict=True))
            return float(first @ reject @ second)

    elif margins == "fixed":
        chance = _conditional(m, sizes, alpha)
    else:
        raise ValueError(f"margins is {margins!r}: expected 'random' or 'fixed'")

    def at(shift: float) -> tuple[float, float]:
        p = proportional_odds(m / m.sum(), sizes / sizes.sum(), np.array([shift / 2, -shift / 2]))
        return chance(p), float(pair_score(p[1], p[0]))

    return _smallest(at, power, alpha, margins)


def detectable_trend(
    sizes: Sequence[int] | Array,
    margin: Sequence[int] | Array,
    power: float = 0.8,
    alpha: float = 0.05,
) -> DetectableEffect:
    """The same for Jonckheere's test, with equal steps of log odds from group to group and margins fixed.

    The effect is Cliff's delta averaged over the pairs of units from different groups, as ``jonckheere_test`` gives it;
    ``log_odds_ratio`` is that between the first and the last group.

    >>> round(detectable_trend([8, 8, 8], [8, 8, 8]).effect, 2)
    0.46
    """
    m, n = _margin(margin, sizes)
    chance = _conditional(m, n, alpha)
    place = np.linspace(-0.5, 0.5, n.size)

    def at(shift: float) -> tuple[float, float]:
        p = proportional_odds(m / m.sum(), n / n.sum(), shift * place)
        mean = [
            (int(n[a] * n[b]), float(pair_score(p[a], p[b]))) for b in range(n.size) for a in range(b) if n[a] * n[b]
        ]
        return chance(p), fsum(w * d for w, d in mean) / sum(w for w, _ in mean)

    return _smallest(at, power, alpha, "fixed")


def detectable_stratified(
    strata: Sequence[tuple[int, int, Sequence[int] | Array]],
    power: float = 0.8,
    alpha: float = 0.05,
) -> DetectableEffect:
    """The same for van Elteren's test: one odds ratio common to all strata, each ``(n1, n2, margin)``, margins fixed.

    The effect is the weighted mean of the strata's deltas, as ``stratified_test`` gives it. Strata that hold one
    group only are left out; ``ValueError`` where none is left.

    >>> strata = [(6, 5, [2, 5, 4]), (6, 5, [2, 5, 4])]
    >>> round(detectable_stratified(strata).effect, 2)
    0.59
    """
    parts = [(*_margin(margin, [n1, n2]),) for n1, n2, margin in strata if n1 and n2]
    if not parts:
        raise ValueError("no stratum holds units of both groups: nothing can be compared within strata")
    scale = np.lcm.reduce([int(n.sum()) + 1 for _, n in parts])
    factor = [int(scale) // (int(n.sum()) + 1) for _, n in parts]
    weight = np.array([f * int(n[0] * n[1]) for f, (_, n) in zip(factor, parts, strict=True)], dtype=float)

    def law(populations: list[Array | None]) -> tuple[Array, Array]:
        laws = [
            score_distribution(m, n[::-1], None if p is None else p[::-1])
            for (m, n), p in zip(parts, populations, strict=True)
        ]
        return convolve(laws, factor)

    critical = _critical(*law([None] * len(parts)), alpha)

    def at(shift: float) -> tuple[float, float]:
        populations = [proportional_odds(m / m.sum(), n / n.sum(), np.array([shift / 2, -shift / 2])) for m, n in parts]
        support, probability = law(populations)
        delta = np.array([float(pair_score(p[1], p[0])) for p in populations])
        return float(probability[np.abs(support) >= critical].sum()), float(weight @ delta / weight.sum())

    return _smallest(at, power, alpha, "fixed")


def _margin(margin: Sequence[int] | Array, sizes: Sequence[int] | Array) -> tuple[Array, Array]:
    """Margin without empty categories, and sizes, checked against each other."""
    m, n = counts(margin, "margin"), counts(sizes, "sizes")
    if m.sum() != n.sum() or np.count_nonzero(n) < 2:
        raise ValueError(f"margin {m.tolist()} and sizes {n.tolist()}: expected equal sums and at least two groups")
    return m[m > 0], n


def _critical(support: Array, law: Array, alpha: float) -> float:
    """Smallest ``|S|`` whose two-sided p-value is at most alpha; infinite where even the largest is above."""
    size = np.abs(support)
    order = np.argsort(-size, kind="stable")
    p = np.cumsum(law[order])
    last = np.r_[np.diff(size[order]) != 0, True]  # where a run of ties ends its p-value is complete
    allowed = size[order][last & (p <= alpha * (1 + 1e-9))]
    return float(allowed[-1]) if allowed.size else np.inf


def _conditional(margin: Array, sizes: Array, alpha: float) -> Callable[[Array], float]:
    """Chance of a rejection given the margins, as a function of the groups' probabilities.

    The law of S for two groups takes the second as the lower one, hence the reversal: positive is first above second.
    """
    turn = slice(None, None, -1) if sizes.size == 2 else slice(None)
    critical = _critical(*score_distribution(margin, sizes[turn]), alpha)

    def chance(p: Array) -> float:
        support, law = score_distribution(margin, sizes[turn], np.maximum(p[turn], 1e-300))
        return float(law[np.abs(support) >= critical].sum())

    return chance


@lru_cache(maxsize=32)
def _rejections(n1: int, n2: int, k: int) -> Array:
    """Exact two-sided p-value of every pair of rows of ``n1`` and ``n2`` units over k categories."""
    first, second = rows(np.full(k, n1), n1), rows(np.full(k, n2), n2)
    pairs = len(first) * len(second)
    if pairs > contingency.MAX_TABLES:
        raise TooManyTables(f"{pairs:,} pairs of tables, more than {contingency.MAX_TABLES:,}: take margins='fixed'")
    base = (n1 + n2 + 1) ** np.arange(k - 1)  # the last count follows from the others
    key = ((first[:, :-1] @ base)[:, None] + second[:, :-1] @ base).ravel()
    margin = np.cumsum(np.bincount(key) > 0)[key] - 1  # numbered from 0
    below = np.cumsum(second, axis=1) - second
    size = np.abs(first @ (2 * below + second - n2).T).ravel()
    place = margin * (n1 * n2 + 1) + n1 * n2 - size  # by margin, the largest statistic first
    weight = np.exp(np.add.outer(log_weights(first), log_weights(second))).ravel()
    by_size = np.bincount(place, weight, (margin.max() + 1) * (n1 * n2 + 1)).reshape(-1, n1 * n2 + 1)
    p = np.cumsum(by_size, axis=1)
    p = (p / p[:, -1:]).ravel()[place].reshape(len(first), len(second))
    p.setflags(write=False)
    return p


def _smallest(at: Callable[[float], tuple[float, float]], power: float, alpha: float, margins: str) -> DetectableEffect:
    """Walk outwards until the power is there, then refine; ``at`` gives power and effect of a signed log odds ratio."""
    if not 0 < alpha < power < 1:
        raise ValueError(f"alpha is {alpha} and power {power}: expected 0 < alpha < power < 1")

    at = cache(at)

    def worst(shift: float) -> float:
        return min(at(shift)[0], at(-shift)[0])

    size, most = at(0.0)[0], worst(STRONGEST)
    most_effect = min(abs(at(STRONGEST)[1]), abs(at(-STRONGEST)[1]))
    low, high = 0.0, STEP
    while most >= power and worst(high) < power:
        low, high = high, high + STEP
    if most < power:  # with the margins kept the power rises with the shift
        reason = f"the strongest effect that the margins allow is found with power {most:.2f}"
        return DetectableEffect(nan, nan, power, alpha, size, most, most_effect, margins, reason)
    shift = float(brentq(lambda s: worst(s) - power, low, high, xtol=1e-5))
    effect = max(abs(at(shift)[1]), abs(at(-shift)[1]))
    return DetectableEffect(effect, shift, power, alpha, size, most, most_effect, margins, "")
