"""Spearman's and Kendall's coefficients for many rankings at once: every row with every row, and in resamples.

Libraries compute one coefficient at a time. Where a ranking is known in part, a coefficient is an interval over all
complete rankings that remain possible, and each of them wants its own permutations and resamples.

References: Kendall (1970), tau-b; Efron and Tibshirani (1993), percentile intervals.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import rankdata

Statistic = Literal["spearman", "kendall"]
STATISTICS: tuple[Statistic, ...] = ("spearman", "kendall")


def rank_correlations(x: np.ndarray, y: np.ndarray, statistic: Statistic = "spearman") -> np.ndarray:
    """The coefficient of every row of ``x`` with every row of ``y``.

    Parameters
    ----------
    x, y
        Values or ranks, shapes (a, n) and (b, n); ties share the mean of their ranks, and Kendall's is tau-b.

    Returns
    -------
    numpy.ndarray
        Shape (a, b); NaN beside a constant row.

    Raises
    ------
    ValueError
        An unknown statistic, a missing value (place named).

    Examples
    --------
    >>> one, more = np.array([[1, 2, 3, 4]]), np.array([[1, 2, 3, 4], [2, 1, 4, 3]])
    >>> rank_correlations(one, more).round(2).tolist(), rank_correlations(one, more, "kendall").round(2).tolist()
    ([[1.0, 0.6]], [[1.0, 0.33]])
    """
    a, b = ((_centred if _known(statistic) == "spearman" else _signs)(v) for v in (_ranked(x, "x"), _ranked(y, "y")))
    scale = np.sqrt(np.multiply.outer((a**2).sum(-1, dtype=float), (b**2).sum(-1, dtype=float)))
    with np.errstate(invalid="ignore"):
        return (a @ b.T) / scale


def resampled_correlations(
    x: np.ndarray, y: np.ndarray, picks: np.ndarray, statistic: Statistic = "spearman"
) -> np.ndarray:
    """The coefficient of every row of ``x`` with ``y`` in resamples of the units.

    Parameters
    ----------
    x, y
        Values or ranks, shapes (a, n) and (n,).
    picks
        Positions of the units drawn, with replacement: shape (draws, n).

    Returns
    -------
    numpy.ndarray
        Shape (draws, a); NaN where a resample leaves one value only.

    Examples
    --------
    >>> resampled_correlations(np.array([[1, 2, 3]]), np.array([1, 3, 2]), np.array([[0, 1, 2], [0, 1, 1]])).tolist()
    [[0.5], [1.0]]
    """
    x, y, n = _ranked(x, "x"), _ranked(y, "y"), np.shape(y)[-1]
    if _known(statistic) == "spearman":
        b = _centred(y[picks])
        ranked = (_centred(row[picks]) for row in x)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.column_stack([(a * b).sum(-1) / np.sqrt((a**2).sum(-1) * (b**2).sum(-1)) for a in ranked])
    # a unit drawn w times stands in w pairs with every other; pairs of one unit with itself are tied in both
    counts = (picks[:, :, None] == np.arange(n)).sum(axis=1)
    i, j = np.triu_indices(n, 1)
    pairs = (counts[:, i] * counts[:, j]).astype(float)
    a, b = _signs(x).astype(float), _signs(y[None]).astype(float)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return (pairs @ (a * b).T) / np.sqrt((pairs @ (a**2).T) * (pairs @ b**2)[:, None])


def _known(statistic: str) -> str:
    if statistic not in STATISTICS:
        raise ValueError(f"statistic {statistic!r}: expected one of {', '.join(STATISTICS)}")
    return statistic


def _ranked(values: np.ndarray, name: str) -> np.ndarray:
    """The values, none missing."""
    array = np.asarray(values)
    gone = np.argwhere(pd.isna(array))
    if len(gone):
        raise ValueError(f"{name} at {gone[0].tolist()}: the value is missing")
    return array


def _centred(values: np.ndarray) -> np.ndarray:
    """Ranks along the last axis about their mean, ties sharing theirs."""
    return rankdata(values, axis=-1) - (values.shape[-1] + 1) / 2


def _signs(values: np.ndarray) -> np.ndarray:
    """The order of every pair along the last axis: -1, 0 or 1."""
    i, j = np.triu_indices(values.shape[-1], 1)
    return np.sign(values[..., i] - values[..., j]).astype(np.float32)
