"""Scores for probability forecasts of ordered categories and for intervals, reliability, reference forecasts.

All scores are losses: smaller is better, and each is (strictly) proper, so that a forecaster does best by saying what
they believe (Gneiting and Raftery, 2007). Probabilities are arrays (forecasts, categories) in the categories' order;
outcomes are integer codes 0 … categories - 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from statsmodels.stats.proportion import proportion_confint

from egov.methods.checks import TIE, coded, numbers, row_name, same_rows

Array = np.ndarray
JEFFREYS, LAPLACE = 0.5, 1.0


@dataclass(frozen=True)
class Reliability:
    """Forecast probabilities in bins: each array has one entry a bin, NaN where a bin is empty."""

    lower_edge: Array
    upper_edge: Array
    n: Array
    mean_forecast: Array
    observed: Array
    lower: Array
    upper: Array
    level: float


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
    alpha = 1 - _level(level)
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


def reliability(
    probability: Array,
    outcome: Sequence[int] | Array,
    edges: Sequence[float] = (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1),
    level: float = 0.95,
) -> Reliability:
    """Pooled reliability: every category of every forecast is one event with its probability; how often did it happen?

    Bins are ``[edge, next)``, the last closed. The intervals are Wilson's and treat events as independent, which those
    of one forecast are not (they sum to one): read them as a lower limit of the doubt.

    >>> r = reliability([[0.2, 0.8], [0.3, 0.7]], [1, 0], edges=(0, 0.5, 1))
    >>> r.n, r.observed
    (array([2, 2]), array([0.5, 0.5]))
    """
    p, y = _forecasts(probability, outcome)
    edge = np.asarray(edges, dtype=float)
    if edge.ndim != 1 or edge.size < 2 or np.any(np.diff(edge) <= 0) or edge[0] > 0 or edge[-1] < 1:
        raise ValueError(f"edges are {edge.tolist()}: expected an ascending list from 0 to 1")
    event = (y[:, None] == np.arange(p.shape[1])).ravel()
    bin_ = np.clip(np.searchsorted(edge, p.ravel(), side="right") - 1, 0, edge.size - 2)
    n = np.bincount(bin_, minlength=edge.size - 1)
    happened = np.bincount(bin_, weights=event, minlength=edge.size - 1)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(bin_, weights=p.ravel(), minlength=edge.size - 1) / n
        observed = happened / n
    ends = proportion_confint(happened, np.where(n > 0, n, nan), 1 - _level(level), "wilson")
    return Reliability(edge[:-1], edge[1:], n, mean, observed, *ends, level)


def skill(score: Array, reference: Array) -> float:
    """Share of the reference's mean score that a forecast saves: 1 is perfect, 0 no better, negative worse.

    ``ValueError`` where the reference's mean score is not positive.

    >>> skill(np.array([0.2, 0.2]), np.array([0.5, 0.3]))
    0.5
    """
    given = {"score": score, "reference": reference}
    mean, base = (float(np.mean(numbers(s, name, infinite=True))) for name, s in given.items())
    if not base > 0:
        raise ValueError(
            f"the reference's mean score is {base:g}: expected a positive one, of which a share can be saved"
        )
    return 1 - mean / base


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
    low, high = np.quantile(means, [(1 - _level(level)) / 2, (1 + level) / 2])
    return Difference(float(difference.mean()), float(low), float(high), p, level, difference.size, g)


# -- Reference forecasts ---------------------------------------------------------------------------------------------


def climatology_forecast(counts: Sequence[int] | Array, n: int = 1, smoothing: float = JEFFREYS) -> Array:
    """The shares of the categories so far, ``(c_j + a) / (N + k a)``, the same for each of n units: (n, categories).

    >>> climatology_forecast([1, 2, 1])
    array([[0.27272727, 0.45454545, 0.27272727]])
    """
    c = _counts(counts, 1)
    return np.tile((c + _smoothing(smoothing)) / (c.sum() + c.size * smoothing), (n, 1))


def persistence_forecast(
    transitions: Sequence[Sequence[int]] | Array, current: Sequence[int] | Array, smoothing: float = JEFFREYS
) -> Array:
    """Smoothed persistence: every unit stays where it is with one probability, learnt from earlier transitions.

    ``stay = (stays + a) / (moves + stays + 2 a)`` over all categories; what is left goes in equal parts to the other
    categories. ``transitions`` (categories, categories) counts from (rows) to (columns); without any transition it is
    1/2. Shape (units, categories).

    >>> persistence_forecast([[3, 1], [0, 4]], [0, 1]).round(3)
    array([[0.833, 0.167],
           [0.167, 0.833]])
    """
    c = _counts(transitions, 2)
    now = _codes(current, len(c), "current")
    a = _smoothing(smoothing)
    stay = (np.trace(c) + a) / (c.sum() + 2 * a)
    p = np.full((now.size, len(c)), (1 - stay) / (len(c) - 1))
    p[np.arange(now.size), now] = stay
    return p


def markov_forecast(
    transitions: Sequence[Sequence[int]] | Array, current: Sequence[int] | Array, smoothing: float = LAPLACE
) -> Array:
    """The smoothed row of the transition matrix, ``(c_ij + a) / (c_i + k a)``: persistence that knows its category.

    A category never left so far has a uniform row. Shape (units, categories).

    >>> markov_forecast([[3, 1], [0, 4]], [0, 1]).round(3)
    array([[0.667, 0.333],
           [0.167, 0.833]])
    """
    c = _counts(transitions, 2)
    now = _codes(current, len(c), "current")
    return ((c + _smoothing(smoothing)) / (c.sum(axis=1, keepdims=True) + len(c) * smoothing))[now]


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


def _counts(values: Sequence[object] | Array, ndim: int) -> Array:
    c = np.asarray(values, dtype=float)
    square = ndim == 1 or (c.ndim == 2 and c.shape[0] == c.shape[1])
    if c.ndim != ndim or not square or c.shape[0] < 2 or not np.all((c >= 0) & (c < np.inf)):
        raise ValueError(f"counts have shape {c.shape}: expected {'k' if ndim == 1 else 'k x k'} counts, none negative")
    return c


def _smoothing(a: float) -> float:
    if not a > 0:
        raise ValueError(f"smoothing is {a}: expected a positive number (1/2 is Jeffreys', 1 is Laplace's)")
    return a


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


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level is {level}: expected a number between 0 and 1")
    return level
