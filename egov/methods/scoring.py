"""Scores for probability forecasts of ordered categories, for intervals and for draws, and their paired differences.

All scores are losses: smaller is better, and each is (strictly) proper, so that a forecaster does best by saying what
they believe (Gneiting and Raftery, 2007). Probabilities are arrays (forecasts, categories) in the categories' order;
outcomes are integer codes 0 … categories - 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from egov.methods.checks import TIE, coded, numbers, require_level, row_name, same_rows

Array = np.ndarray


@dataclass(frozen=True)
class Difference:
    """Mean of paired differences of scores, with an interval and a p-value that keep clusters whole."""

    mean: float
    lower: float
    upper: float
    p: float
    level: float
    n: int
    clusters: int


def ranked_probability_score(probability: Array, outcome: Sequence[int] | Array) -> Array:
    """Ranked probability score of each forecast: ``sum_j (F_j - H_j)^2`` over the cuts between ordered categories.

    F is the forecast's and H the outcome's cumulative distribution (Epstein, 1969); from 0 to ``categories - 1``.
    Shape (forecasts,).

    >>> ranked_probability_score([[0.2, 0.5, 0.3]], [2]).round(3)
    array([0.53])
    """
    p, y = _forecasts(probability, outcome)
    cuts = p.shape[1] - 1
    step = (y[:, None] <= np.arange(cuts)).astype(float)
    return ((np.cumsum(p, axis=1)[:, :-1] - step) ** 2).sum(axis=1)


def log_score(probability: Array, outcome: Sequence[int] | Array) -> Array:
    """Logarithmic score of each forecast, ``-log p`` of what happened, in nats; infinite where p was zero.

    >>> log_score([[0.2, 0.5, 0.3]], [1]).round(3)
    array([0.693])
    """
    p, y = _forecasts(probability, outcome)
    with np.errstate(divide="ignore"):
        return -np.log(p[np.arange(len(y)), y]) + 0.0


def interval_score(lower: Array, upper: Array, value: Array, level: float) -> Array:
    """Interval score of central intervals: ``(u - l) + (2/a) (l - y)+ + (2/a) (y - u)+`` with ``a = 1 - level``.

    In the units of the value; arguments broadcast (Gneiting and Raftery, 2007, eq. 43).

    >>> interval_score(np.array([60.0]), np.array([80.0]), np.array([82.0]), 0.9)
    array([60.])
    """
    low, high, y = _intervals(lower, upper, value)
    require_level(level)
    alpha = 1 - level
    return (high - low) + 2 / alpha * (np.maximum(low - y, 0) + np.maximum(y - high, 0))


def crps_of_draws(draws: Array, value: Array) -> Array:
    r"""Continuous ranked probability score of predictive draws (m, n) at the values (n,) that came; lower is better.

    In the units of the value: :math:`E|X - y| - \frac12 E|X - X'|` with the draws' own distribution function (Gneiting
    and Raftery, 2007, eq. 20, 21). ``ValueError`` where the shapes do not fit or a number is missing.

    >>> crps_of_draws(np.array([[0.0], [1.0]]), np.array([0.5]))
    array([0.25])
    """
    x, y = np.sort(np.asarray(draws, dtype=float), axis=0), numbers(value, "value")
    if x.ndim != 2 or x.shape[1] != y.size or not len(x):
        raise ValueError(f"draws have shape {x.shape} and there are {y.size} values: expected (draws, {y.size})")
    for draw, column in np.argwhere(~np.isfinite(np.asarray(draws, dtype=float)))[:1]:
        raise ValueError(f"draws: a number is missing or not finite in row {draw}, column {column}")
    m = len(x)
    spread = (2 * np.arange(1, m + 1) - m - 1) @ x / m**2  # half the mean distance between two draws
    return np.abs(x - y).mean(axis=0) - spread


def paired_difference(
    score: Array,
    reference: Array,
    cluster: Sequence[object] | Array,
    level: float = 0.95,
    n_resamples: int = 100_000,
    seed: int | np.random.Generator = 0,
) -> Difference:
    """Mean of ``score - reference`` (negative: the forecast is better), with clusters kept whole.

    The interval is a percentile bootstrap over clusters, the p-value a two-sided sign-flip test of the clusters' sums
    (``(1 + hits) / (1 + n_resamples)``), in which sums that differ by rounding alone are equal. ``ValueError`` for
    fewer than two clusters, a missing label, or scores that are not finite (a log score may be infinite).

    >>> d = paired_difference(np.array([0.1, 0.2, 0.1]), np.array([0.3, 0.3, 0.2]), ["a", "b", "c"])
    >>> round(d.mean, 3), d.clusters
    (-0.133, 3)
    """
    require_level(level)
    same_rows(score=score, reference=reference, cluster=cluster)
    first = numbers(score, "score")
    difference = first - numbers(reference, "reference", len(first))
    _, index = coded(cluster, len(difference), "cluster")
    if index.max(initial=0) < 1:
        raise ValueError("one cluster alone: expected at least two, since whole clusters are resampled")
    total, size = np.bincount(index, weights=difference), np.bincount(index)
    rng, g = np.random.default_rng(seed), len(size)
    weight = rng.multinomial(g, np.full(g, 1 / g), size=n_resamples)
    means = (weight @ total) / (weight @ size)
    flipped = np.abs(rng.choice([-1.0, 1.0], size=(n_resamples, g)) @ total)
    seen = abs(total.sum()) - TIE * np.abs(total).sum()
    p = (1 + int((flipped >= seen).sum())) / (1 + n_resamples)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Difference(float(difference.mean()), float(low), float(high), p, level, difference.size, g)


def _forecasts(probability: Array, outcome: Sequence[int] | Array) -> tuple[Array, Array]:
    p = np.asarray(probability, dtype=float)
    if p.ndim != 2 or p.shape[1] < 2 or not len(p):
        raise ValueError(f"probability has shape {p.shape}: expected (forecasts, categories), two categories or more")
    bad = np.flatnonzero(~((p >= -1e-12).all(axis=1) & (np.abs(p.sum(axis=1) - 1) < 1e-8)))
    if bad.size:
        raise ValueError(f"forecast {bad[0]} is {p[bad[0]].tolist()}: expected probabilities that sum to one")
    y = _codes(outcome, p.shape[1], "outcome")
    if len(y) != len(p):
        raise ValueError(f"{len(y)} outcomes for {len(p)} forecasts: expected as many")
    return p, y


def _codes(values: Sequence[int] | Array, k: int, name: str) -> Array:
    a = numbers(values, name)
    wrong = (a != np.floor(a)) | (a < 0) | (a >= k)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(
            f"{name}, {row_name(values, i)}: the code is {a[i]:g}, expected a whole number from 0 to {k - 1}"
        )
    return a.astype(np.int64)


def _intervals(lower: Array, upper: Array, value: Array) -> tuple[Array, Array, Array]:
    same_rows(lower=lower, upper=upper, value=value)
    low, high, y = (np.asarray(a, dtype=float) for a in (lower, upper, value))
    wrong = np.argwhere(np.atleast_1d(~(low <= high) | np.isnan(y)))
    if len(wrong):
        at = tuple(wrong[0])
        ends = [
            float(np.broadcast_to(a, np.broadcast_shapes(low.shape, high.shape, y.shape, (1,)))[at])
            for a in (low, high, y)
        ]
        raise ValueError(
            f"row {', '.join(map(str, at))}: interval {ends[0]:g} to {ends[1]:g}, value {ends[2]:g}: "
            "expected lower <= upper, nothing missing"
        )
    return low, high, y
