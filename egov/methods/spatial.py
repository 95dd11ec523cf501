"""Spatial autocorrelation on a table of borders: Moran's I for scores, join counts for a yes-or-no map.

The Python packages libpysal and esda compute the same; they bring geopandas, scikit-learn and half a gigabyte and take
five to seven seconds to import, so these few lines stand here and are tested against their values.

References: Moran (1950); Cliff and Ord (1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from egov.methods.checks import TIE, labels, missing, numbers
from egov.methods.checks import flags as truth

RESAMPLES = 100_000


class Autocorrelation(NamedTuple):
    """A statistic, its mean where values are dealt to places by chance, and a two-sided permutation p-value."""

    statistic: float
    expected: float
    p: float
    n: int


def adjacency(places: Sequence[str], borders: Iterable[tuple[str, str]]) -> np.ndarray:
    """Symmetric matrix of ones and zeros of the places that share a border; borders of other places are left out.

    ``ValueError`` for a place that is missing or named twice, or a border that does not join two different places.

    >>> adjacency(["a", "b", "c"], [("a", "b"), ("b", "a"), ("b", "d")]).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    names = labels(list(places), None, "places").tolist()
    at = {place: i for i, place in enumerate(names)}
    if len(at) < len(names):
        twice = next(place for i, place in enumerate(names) if at[place] != i)
        raise ValueError(f"places: {twice!r} is named twice")
    matrix = np.zeros((len(at), len(at)))
    pairs = [tuple(border) for border in borders]
    for number, border in enumerate(pairs):
        if len(border) != 2 or missing(border).any() or border[0] == border[1]:
            raise ValueError(f"border {number} is {border!r}: expected two places")
    for one, two in pairs:
        if one in at and two in at:
            matrix[at[one], at[two]] = matrix[at[two], at[one]] = 1.0
    return matrix


def morans_i(values: Sequence[float] | np.ndarray, matrix: np.ndarray, resamples: int = RESAMPLES, seed: int = 0):
    r"""Moran's I with row-standardised weights, :math:`I = \sum_i z_i \bar z_{(i)} / \sum_i z_i^2`.

    Places without a border say nothing and are left out. The p-value doubles the smaller tail,
    ``(1 + hits) / (1 + resamples)``. ``ValueError`` for a missing value, and where the statistic is not defined: no
    borders, or the same value in all places that have one.

    >>> chain = adjacency("abcdef", zip("abcde", "bcdef"))
    >>> round(morans_i([1, 2, 3, 4, 5, 6], chain, resamples=999).statistic, 3)
    0.714
    """
    y, w = _linked(numbers(values, "values"), matrix)
    if y.max() == y.min():
        raise ValueError(f"all {len(y)} places with a border have the value {y[0]:g}: Moran's I is not defined")
    w = w / w.sum(axis=1, keepdims=True)
    z = y - y.mean()
    scale = len(z) / w.sum() / (z @ z)

    def statistic(rows: np.ndarray) -> np.ndarray:
        return scale * np.einsum("ri,ij,rj->r", rows, w, rows, optimize=True)

    return _tested(z, statistic, resamples, seed, -1 / (len(z) - 1))


def join_counts(flags: Sequence[bool] | np.ndarray, matrix: np.ndarray, resamples: int = RESAMPLES, seed: int = 0):
    """Number of borders between two places that both have the flag, places without a border left out.

    The p-value is that of :func:`morans_i`. ``ValueError`` for a missing flag, and where there is nothing to test: no
    borders, or the same flag in all places that have one.

    >>> chain = adjacency("abcdef", zip("abcde", "bcdef"))
    >>> join_counts([1, 1, 1, 0, 0, 0], chain, resamples=999)[:2]
    (2.0, 1.0)
    """
    x, w = _linked(truth(flags, None, "flags").astype(float), matrix)
    if x.max() == x.min():
        raise ValueError(f"all {len(x)} places with a border have the flag {bool(x[0])}: their joins cannot be tested")

    def statistic(rows: np.ndarray) -> np.ndarray:
        return 0.5 * np.einsum("ri,ij,rj->r", rows, w, rows, optimize=True)

    n, k = len(x), x.sum()
    return _tested(x, statistic, resamples, seed, float(w.sum() / 2 * k * (k - 1) / (n * (n - 1))))


def _linked(values: np.ndarray, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values and borders of the places that have a border, after checking the matrix."""
    w = np.asarray(matrix, dtype=float)
    if w.shape != (len(values), len(values)):
        raise ValueError(
            f"the matrix has shape {w.shape}: expected a row and a column for each of {len(values)} places"
        )
    wrong = np.argwhere(~((w >= 0) & (w < np.inf)) | (w != w.T) | (np.eye(len(w)) * w > 0))
    if len(wrong):
        i, j = wrong[0]
        raise ValueError(f"matrix, row {i}, column {j}: {w[i, j]} (expected symmetric weights from 0 up, diagonal 0)")
    linked = w.sum(axis=1) > 0
    if not linked.any():
        raise ValueError("no two places share a border: nothing can be tested")
    return values[linked], w[np.ix_(linked, linked)]


def _tested(values: np.ndarray, statistic, resamples: int, seed: int, expected: float) -> Autocorrelation:
    """The statistic and its place among those of shuffled values, in batches; equal up to rounding counts as equal."""
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}: expected at least one")
    rng, seen = np.random.default_rng(seed), float(statistic(values[None])[0])
    above = below = 1
    room = TIE * float(np.abs(statistic(np.abs(values)[None])[0]))  # size of the terms, whatever their signs
    for start in range(0, resamples, 20_000):
        rows = rng.permuted(np.tile(values, (min(20_000, resamples - start), 1)), axis=1)
        drawn = statistic(rows)
        above += int((drawn >= seen - room).sum())
        below += int((drawn <= seen + room).sum())
    p = min(1.0, 2 * min(above, below) / (resamples + 1))
    return Autocorrelation(seen, float(expected), p, len(values))
