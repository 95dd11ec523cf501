"""Moves between ordered categories from one year to the next: counts, matrices, intervals over units.

A panel is an array (units, years) of codes 0 … k - 1, its columns consecutive years; a missing code is NaN, -1 or
masked, and a transition counts where both of its years are there. A unit's transitions belong together: intervals
resample whole units. Tests whether years or groups share one matrix are in ``homogeneity``; what a matrix implies in
the long run (steady state, first passage) is in ``markov``. Where PySAL's ``giddy`` overlaps, tests hold its values; it
is not used, since it has no permutation p-values and no bootstrap over units.

References: Anderson and Goodman (1957); Bartholomew (1973); Efron and Tibshirani (1993).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

Array = np.ndarray


@dataclass(frozen=True)
class ResampledInterval:
    """Estimate and interval, scalars or arrays; ``undefined`` is the share of resamples in which it has no value."""

    estimate: Array
    lower: Array
    upper: Array
    undefined: Array


def coded_panel(panel: Array, k: int | None = None) -> tuple[Array, int]:
    """The panel as int64 with -1 where missing, and the number of categories; ``ValueError`` names unit and year.

    >>> codes, k = coded_panel([[0, 1, np.nan], [2, 2, 1]])
    >>> codes.tolist(), k
    ([[0, 1, -1], [2, 2, 1]], 3)
    """
    if isinstance(panel, pd.DataFrame):
        years = panel.columns
        if pd.api.types.is_numeric_dtype(years) and not (np.diff(years) > 0).all():
            raise ValueError(f"the panel's columns are {years.tolist()}: expected consecutive years in order")
        panel = panel.to_numpy(dtype=float, na_value=nan)
    a = np.ma.filled(np.ma.asarray(panel).astype(float), nan)
    if a.ndim != 2 or a.shape[1] < 2 or not len(a):
        raise ValueError(f"the panel has shape {a.shape}: expected units x years, at least two years")
    a = np.where(np.isnan(a), -1.0, a)
    k = int(a.max()) + 1 if k is None else k
    wrong = np.argwhere((a != np.floor(a)) | (a < -1) | (a >= k))
    if len(wrong):
        u, t = wrong[0]
        raise ValueError(f"unit {u}, year {t}: the code is {a[u, t]:g}, expected a whole number from 0 to {k - 1}")
    if k < 2:
        raise ValueError(f"{k} category: expected at least two")
    return a.astype(np.int64), k


def transition_counts(panel: Array, k: int | None = None) -> Array:
    """Moves from category i to j between consecutive years: (years - 1, k, k); ``.sum(axis=0)`` pools the years.

    >>> transition_counts(np.array([[0, 1, 1], [1, np.nan, 0]])).tolist()
    [[[0, 1], [0, 0]], [[0, 0], [0, 1]]]
    """
    codes, k = coded_panel(panel, k)
    _, year, start, end = moves(codes)
    return count(year, start, end, codes.shape[1] - 1, k)


def unit_transition_counts(panel: Array, k: int | None = None) -> Array:
    """The same by unit, over all years: (units, k, k).

    >>> unit_transition_counts(np.array([[0, 1, 1], [1, 0, 0]])).tolist()
    [[[0, 1], [0, 1]], [[1, 0], [1, 0]]]
    """
    codes, k = coded_panel(panel, k)
    unit, _, start, end = moves(codes)
    return count(unit, start, end, len(codes), k)


def row_shares(counts: Array) -> Array:
    """Maximum-likelihood transition probabilities ``c_ij / c_i.``, (..., k, k); NaN in rows without a move.

    >>> row_shares(np.array([[3, 1], [0, 0]]))
    array([[0.75, 0.25],
           [ nan,  nan]])
    """
    c = np.asarray(counts, dtype=float)
    for wrong in np.argwhere(~((c >= 0) & (c < np.inf)))[:1]:
        raise ValueError(f"counts at {wrong.tolist()}: {c[tuple(wrong)]} is no count")
    with np.errstate(invalid="ignore"):
        return c / c.sum(axis=-1, keepdims=True)


def cluster_bootstrap(
    panel: Array,
    statistic: Callable[[Array], Array],
    k: int | None = None,
    level: float = 0.95,
    n_resamples: int = 10_000,
    seed: int | np.random.Generator = 0,
) -> ResampledInterval:
    """Percentile interval of any statistic of the pooled counts by resampling whole units.

    ``statistic`` maps counts (resamples, k, k) to (resamples, …). A resample in which it is NaN (an empty row) says
    nothing and is left out; ``undefined`` is their share, and an interval rests on the rest. Infinite values rank as
    infinite.

    >>> panel = np.array([[0, 1, 1], [0, 0, 1], [1, 1, 1], [1, 0, 1]])
    >>> r = cluster_bootstrap(panel, lambda c: c.trace(axis1=1, axis2=2) / c.sum(axis=(1, 2)))  # the share that stays
    >>> float(r.estimate), float(r.lower), float(r.upper)
    (0.5, 0.125, 0.875)
    """
    codes, k = coded_panel(panel, k)
    each = unit_transition_counts(codes, k)
    units, rng = len(codes), np.random.default_rng(seed)
    weight = rng.multinomial(units, np.full(units, 1 / units), size=n_resamples).astype(float)
    flat = each.reshape(units, -1).astype(float)
    estimate = np.asarray(statistic(flat.sum(axis=0).reshape(1, k, k)))[0]
    draws = np.asarray(statistic((weight @ flat).reshape(-1, k, k)), dtype=float)
    lower, upper = _quantiles(draws, level)
    return ResampledInterval(estimate, lower, upper, np.isnan(draws).mean(axis=0))


def moves(codes: Array) -> tuple[Array, Array, Array, Array]:
    """Unit, year, origin and destination of every move seen.

    >>> [row.tolist() for row in moves(np.array([[0, 1, -1], [2, 2, 1]]))]
    [[0, 1, 1], [0, 0, 1], [0, 2, 2], [1, 2, 1]]
    """
    unit, year = np.nonzero((codes[:, :-1] >= 0) & (codes[:, 1:] >= 0))
    return unit, year, codes[unit, year], codes[unit, year + 1]


def count(cell: Array, start: Array, end: Array, cells: int, k: int) -> Array:
    """Moves by cell, origin and destination: (cells, k, k).

    >>> count(np.array([0, 0, 0]), np.array([0, 0, 1]), np.array([1, 1, 1]), cells=1, k=2).tolist()
    [[[0, 2], [0, 1]]]
    """
    return np.bincount((cell * k + start) * k + end, minlength=cells * k * k).reshape(cells, k, k)


def _quantiles(draws: Array, level: float) -> tuple[Array, Array]:
    """Ends of the central interval of the values that exist, by order statistics, so that infinity stays infinity."""
    ordered = np.sort(draws, axis=0)  # NaN last
    n = (~np.isnan(draws)).sum(axis=0)
    tail = np.array([(1 - level) / 2, (1 + level) / 2]).reshape(2, *[1] * n.ndim)
    at = np.clip(np.ceil(tail * n) - 1, 0, np.maximum(n - 1, 0)).astype(np.int64)
    ends = np.where(n == 0, nan, np.take_along_axis(ordered, at, axis=0))
    return ends[0], ends[1]
