"""Cliff's delta and stochastic order for ordered categories with many ties, in small samples.

Codes are numbers whose order alone counts. The tests that go with these effects stand in ``permutation``.

References: Cliff (1993, 1996); Feng and Cliff (2004); Brunner and Munzel (2000); Agresti and Coull (1998).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t

from egov.methods.checks import require_level
from egov.methods.contingency import ordered_table, pair_score

Array = np.ndarray
Order = Literal["x above", "y above", "equal", "crossing"]
PSEUDO_UNIT = 0.5


@dataclass(frozen=True)
class Delta:
    """Cliff's delta with its interval."""

    estimate: float
    lower: float
    upper: float
    level: float
    n1: int
    n2: int


def cliffs_delta(x: Sequence[float] | Array, y: Sequence[float] | Array, level: float = 0.95) -> Delta:
    """Cliff's delta of two samples of ordered codes, ``P(X > Y) - P(X < Y)``, with an interval; from -1 to 1.

    The interval speaks of the populations that such units might have come from, and needs two units in each sample.
    See ``delta_interval`` for its coverage.

    >>> d = cliffs_delta([2, 3, 3, 3, 4], [1, 2, 2, 3])
    >>> round(d.estimate, 3), round(d.lower, 3), round(d.upper, 3)
    (0.65, -0.448, 0.949)
    """
    (a, b), _ = ordered_table([x, y])
    lower, upper = delta_interval(a, b, level)
    estimate = int(pair_score(b, a)) / (int(a.sum()) * int(b.sum()))
    return Delta(estimate, float(lower), float(upper), level, int(a.sum()), int(b.sum()))


def delta_interval(a: Array, b: Array, level: float = 0.95) -> tuple[Array, Array]:
    """Interval for Cliff's delta from counts by category, shapes (..., categories), vectorised over the leading axes.

    With ``d_i.`` the mean of ``sign(x_i - y_j)`` over j and ``d_.j`` over i: Brunner and Munzel's variance
    ``s2(d_i.)/n1 + s2(d_.j)/n2`` with Satterthwaite's t, on the logit scale of ``(d+1)/2`` so that it stays in range,
    after adding to each group half a unit spread as the pooled distribution (the device of Agresti and Coull, 1998). An
    end is -1 or 1 where delta itself is.

    Why not the interval of Feng and Cliff (2004)? For three- and four-band distributions like ours, 95 % asked,
    proportional-odds effects from -0.9 to 0.9: its exact coverage is 0.87 to 0.97 with ten or more in a group, but down
    to 0.78 with four or five and 0.74 with three; BCa (1,000 resamples) fell to 0.71, the unsmoothed Brunner-Munzel
    interval and its studentised permutation (Pauly, Asendorf and Konietschke, 2016) to about 0.76. This one is 0.94 to
    1.00 throughout: a little wide (a quarter wider than theirs with ten or more), never overconfident.

    >>> [end.round(2).item() for end in delta_interval(np.array([1, 2, 4]), np.array([3, 2, 1]))]
    [-0.29, 0.86]
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    for name, c in (("first", a), ("second", b)):
        wrong = np.argwhere(~((c >= 0) & (c < np.inf)))
        if len(wrong):
            raise ValueError(f"counts of the {name} sample at {wrong[0].tolist()}: {c[tuple(wrong[0])]} is no count")
    n1, n2 = a.sum(-1), b.sum(-1)
    require_level(level)
    if np.any(n1 < 2) or np.any(n2 < 2):
        raise ValueError(f"samples of {int(np.min(n1))} and {int(np.min(n2))}: an interval needs two units in each")
    d = pair_score(b, a) / (n1 * n2)
    lower, upper = _smoothed(a, b, n1, n2, (1 - level) / 2)
    return np.where(d <= -1, -1.0, np.clip(lower, -1, 1)), np.where(d >= 1, 1.0, np.clip(upper, -1, 1))


def _dominances(a: Array, b: Array) -> tuple[Array, Array, Array]:
    """Delta and the sums of squares of ``d_i.`` and ``d_.j`` about it."""
    n1, n2 = a.sum(-1, keepdims=True), b.sum(-1, keepdims=True)
    of_x = (2 * np.cumsum(b, -1) - b - n2) / n2
    of_y = -(2 * np.cumsum(a, -1) - a - n1) / n1
    d = (a * of_x).sum(-1, keepdims=True) / n1
    return d[..., 0], (a * (of_x - d) ** 2).sum(-1), (b * (of_y - d) ** 2).sum(-1)


def _smoothed(a: Array, b: Array, n1: Array, n2: Array, tail: float) -> tuple[Array, Array]:
    pooled = PSEUDO_UNIT * (a + b) / (n1 + n2)[..., None]
    d, ss1, ss2 = _dominances(a + pooled, b + pooled)
    # per-unit variances with the pseudo-unit inside the mean square, and the number of real units outside
    v1 = ss1 / (n1 + PSEUDO_UNIT) / (n1 - 1) / 4
    v2 = ss2 / (n2 + PSEUDO_UNIT) / (n2 - 1) / 4
    v = np.maximum(v1 + v2, 1e-12)
    df = np.maximum(v**2 / np.maximum(v1**2 / (n1 - 1) + v2**2 / (n2 - 1), 1e-300), 1.0)
    theta = (d + 1) / 2
    half = t.isf(tail, df) * np.sqrt(v) / (theta * (1 - theta))
    return 2 * expit(logit(theta) - half) - 1, 2 * expit(logit(theta) + half) - 1


def stochastic_order(x: Sequence[float] | Array, y: Sequence[float] | Array) -> Order:
    """Whether one sample lies at or above the other at *every* cut between categories (first-order dominance).

    >>> stochastic_order([2, 3, 3], [1, 2, 3]), stochastic_order([1, 3], [2, 2])
    ('x above', 'crossing')
    """
    (a, b), _ = ordered_table([x, y])
    # integers, so that equal shares are equal
    cross = np.cumsum(b)[:-1] * a.sum() - np.cumsum(a)[:-1] * b.sum()
    up, down = bool(np.any(cross > 0)), bool(np.any(cross < 0))
    return ("equal", "y above", "x above", "crossing")[2 * up + down]


def jackknife_interval(effect: Callable[[Array], float], n: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of an effect between -1 and 1 by leaving out one of n units at a time, on Fisher's scale.

    ``effect`` takes a mask of the units kept. The pseudo-values' standard error and Student's t with n - 1 degrees
    of freedom (Arvesen, 1969). NaN where the effect is -1 or 1, ``ValueError`` for fewer than two units.

    >>> y = np.array([1.0, -1.0, 1.0, 1.0, 0.0, 1.0])
    >>> [round(end, 2) for end in jackknife_interval(lambda keep: y[keep].mean(), 6)]
    [-0.71, 0.96]
    """
    if n < 2:
        raise ValueError(f"n is {n}: expected two units or more, of which one can be left out")
    every = np.ones(n, dtype=bool)
    whole = effect(every)
    if abs(whole) >= 1 - 1e-9:
        return np.nan, np.nan
    left = np.array([effect(every & (np.arange(n) != i)) for i in range(n)])
    z = np.arctanh(np.clip(left, -1 + 1e-9, 1 - 1e-9))
    se = np.sqrt((n - 1) / n * ((z - z.mean()) ** 2).sum())
    half = t.ppf(0.5 + level / 2, n - 1) * se
    centre = np.arctanh(whole)
    return float(np.tanh(centre - half)), float(np.tanh(centre + half))
