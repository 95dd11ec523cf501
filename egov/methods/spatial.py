"""Spatial autocorrelation on a table of borders: Moran's I for scores, join counts for a yes-or-no map.

The Python packages libpysal and esda compute the same; they bring geopandas, scikit-learn and half a gigabyte and take
five to seven seconds to import, so these few lines stand here and are tested against their values.

References: Moran (1950); Cliff and Ord (1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

RESAMPLES = 100_000


class Autocorrelation(NamedTuple):
    """A statistic, its mean where values are dealt to places by chance, and a two-sided permutation p-value."""

    statistic: float
    expected: float
    p: float
    n: int


def adjacency(places: Sequence[str], borders: Iterable[tuple[str, str]]) -> np.ndarray:
    """Symmetric matrix of ones and zeros of the places that share a border; borders of other places are left out.

    >>> adjacency(["a", "b", "c"], [("a", "b"), ("b", "a"), ("b", "d")]).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    at = {place: i for i, place in enumerate(places)}
    matrix = np.zeros((len(at), len(at)))
    for one, two in borders:
        if one in at and two in at and one != two:
            matrix[at[one], at[two]] = matrix[at[two], at[one]] = 1.0
    return matrix


def morans_i(values: Sequence[float] | np.ndarray, matrix: np.ndarray, resamples: int = RESAMPLES, seed: int = 0):
    r"""Moran's I with row-standardised weights, :math:`I = \sum_i z_i \bar z_{(i)} / \sum_i z_i^2`.

    Places without a border say nothing and are left out. The p-value doubles the smaller tail,
    ``(1 + hits) / (1 + resamples)``.

    >>> chain = adjacency("abcdef", zip("abcde", "bcdef"))
    >>> round(morans_i([1, 2, 3, 4, 5, 6], chain, resamples=999).statistic, 3)
    0.714
    """
    linked = matrix.sum(axis=1) > 0
    y, w = np.asarray(values, dtype=float)[linked], matrix[np.ix_(linked, linked)]
    w = w / w.sum(axis=1, keepdims=True)
    z = y - y.mean()
    scale = len(z) / w.sum() / (z @ z)

    def statistic(rows: np.ndarray) -> np.ndarray:
        return scale * np.einsum("ri,ij,rj->r", rows, w, rows, optimize=True)

    return _tested(z, statistic, resamples, seed, -1 / (len(z) - 1))


def join_counts(flags: Sequence[bool] | np.ndarray, matrix: np.ndarray, resamples: int = RESAMPLES, seed: int = 0):
    """Number of borders between two places that both have the flag, places without a border left out.

    >>> chain = adjacency("abcdef", zip("abcde", "bcdef"))
    >>> join_counts([1, 1, 1, 0, 0, 0], chain, resamples=999)[:2]
    (2.0, 1.0)
    """
    linked = matrix.sum(axis=1) > 0
    x, w = np.asarray(flags, dtype=float)[linked], matrix[np.ix_(linked, linked)]

    def statistic(rows: np.ndarray) -> np.ndarray:
        return 0.5 * np.einsum("ri,ij,rj->r", rows, w, rows, optimize=True)

    n, k = len(x), x.sum()
    return _tested(x, statistic, resamples, seed, float(w.sum() / 2 * k * (k - 1) / (n * (n - 1))))


def _tested(values: np.ndarray, statistic, resamples: int, seed: int, expected: float) -> Autocorrelation:
    """The statistic and its place among those of shuffled values, in batches."""
    rng, seen = np.random.default_rng(seed), float(statistic(values[None])[0])
    above = below = 1
    for start in range(0, resamples, 20_000):
        rows = rng.permuted(np.tile(values, (min(20_000, resamples - start), 1)), axis=1)
        drawn = statistic(rows)
        above += int((drawn >= seen - 1e-12).sum())
        below += int((drawn <= seen + 1e-12).sum())
    p = min(1.0, 2 * min(above, below) / (resamples + 1))
    return Autocorrelation(seen, float(expected), p, len(values))
