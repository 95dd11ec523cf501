"""The smallest effect that an exact test for ordered categories would find: so that "not significant" is not "absent".

The alternative is proportional odds: group g stands ``shift_g`` higher on the logit scale, and the cut points are
solved so that the groups together keep the *observed* pooled margins. The effect reported is the Cliff's delta that
these populations have (for a trend, its mean over the pairs of groups; within strata, their weighted mean). Two
readings of the margins:

- given, as the tests themselves take them: :func:`detectable`, for any test of ``permutation``.
- falling as they may, each group a multinomial sample and the test carried out on what falls, exact over all pairs of
  tables: :func:`detectable_effect`, for two groups. This is what "with 80 % power" means before one has looked.

Both count a rejection where the exact two-sided p-value, ties in full, is at most alpha. The test is discrete, so its
true size (``size``) is below alpha. References: McCullagh (1980); Mehta and Patel (1983); Agresti (2010, ch. 3, 7).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import nan

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln

from egov.methods import contingency
from egov.methods.contingency import TooManyTables, counts, log_weights, pair_score, proportional_odds, rows
from egov.methods.permutation import OrdinalTest

Array = np.ndarray
STRONGEST = 16.0  # log odds ratio at which a distribution is as separated as its margins allow
STEP = 1.0


@dataclass(frozen=True)
class DetectableEffect:
    """Smallest effect found with ``power``: ``effect`` is NaN, with a reason, where no effect reaches it.

    ``log_odds_ratio`` belongs to it, between the first and the last group; ``size`` is the true chance of a rejection
    without any effect; ``most_power`` the power at the strongest effect that the margins allow, ``most_effect``.
    """

    effect: float
    log_odds_ratio: float
    power: float
    alpha: float
    size: float
    most_power: float
    most_effect: float
    reason: str


def detectable(test: OrdinalTest, power: float = 0.8, alpha: float = 0.05) -> DetectableEffect:
    """Smallest effect, in absolute value, that a permutation test finds with this power, its margins as they are.

    One odds ratio is common to all strata, in equal steps from group to group.

    >>> from egov.methods.permutation import jonckheere_test
    >>> round(detectable(jonckheere_test([[0, 0, 1, 2, 1, 0, 2, 1]] * 3)).effect, 2)
    0.46
    """
    critical = _critical(*test.law(), alpha)

    def at(shift: float) -> tuple[float, float]:
        populations = test.populations(shift)
        support, law = test.law(populations)
        return float(law[np.abs(support) >= critical].sum()), test.effect_of(populations)

    return _smallest(at, power, alpha)


def detectable_effect(
    n1: int, n2: int, margin: Sequence[int] | Array, power: float = 0.8, alpha: float = 0.05
) -> DetectableEffect:
    """Smallest absolute Cliff's delta between two groups of multinomial units that the permutation test finds.

    ``margin`` holds the pooled counts by category (``n1 + n2`` units); empty categories are dropped. The power is there
    whichever group stands higher (the margins are not symmetric, so neither is the power). ``TooManyTables`` where
    there are more pairs than can be listed: take :func:`detectable`.

    >>> d = detectable_effect(12, 10, [4, 10, 8])
    >>> round(d.effect, 2), round(d.size, 3), d.reason
    (0.62, 0.038, '')
    """
    m, sizes = counts(margin, "margin"), counts([n1, n2], "sizes")
    if m.sum() != sizes.sum() or not sizes.all():
        raise ValueError(f"margin {m.tolist()} and sizes {sizes.tolist()}: expected equal sums and two groups")
    m = m[m > 0]
    reject = (_rejections(n1, n2, m.size) <= alpha * (1 + 1e-9)).astype(float)  # so that products are BLAS
    tables = [rows(np.full(m.size, n), n) for n in (n1, n2)]
    ways = [gammaln(n + 1) + log_weights(t) for n, t in zip((n1, n2), tables, strict=True)]

    def at(shift: float) -> tuple[float, float]:
        p = proportional_odds(m / m.sum(), sizes / sizes.sum(), np.array([shift / 2, -shift / 2]))
        log_p = np.log(np.maximum(p, 1e-300))
        first, second = (np.exp(w + t @ q) for w, t, q in zip(ways, tables, log_p, strict=True))
        return float(first @ reject @ second), float(pair_score(p[1], p[0]))

    return _smallest(at, power, alpha)


def _critical(support: Array, law: Array, alpha: float) -> float:
    """Smallest ``|S|`` whose two-sided p-value is at most alpha; infinite where even the largest is above."""
    size = np.abs(support)
    order = np.argsort(-size, kind="stable")
    p = np.cumsum(law[order])
    last = np.r_[np.diff(size[order]) != 0, True]  # where a run of ties ends its p-value is complete
    allowed = size[order][last & (p <= alpha * (1 + 1e-9))]
    return float(allowed[-1]) if allowed.size else np.inf


@lru_cache(maxsize=32)
def _rejections(n1: int, n2: int, k: int) -> Array:
    """Exact two-sided p-value of every pair of rows of ``n1`` and ``n2`` units over k categories."""
    first, second = rows(np.full(k, n1), n1), rows(np.full(k, n2), n2)
    pairs = len(first) * len(second)
    if pairs > contingency.MAX_TABLES:
        raise TooManyTables(f"{pairs:,} pairs of tables, more than {contingency.MAX_TABLES:,}: take detectable")
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


def _smallest(at: Callable[[float], tuple[float, float]], power: float, alpha: float) -> DetectableEffect:
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
        return DetectableEffect(nan, nan, power, alpha, size, most, most_effect, reason)
    shift = float(brentq(lambda s: worst(s) - power, low, high, xtol=1e-5))
    effect = max(abs(at(shift)[1]), abs(at(-shift)[1]))
    return DetectableEffect(effect, shift, power, alpha, size, most, most_effect, "")
