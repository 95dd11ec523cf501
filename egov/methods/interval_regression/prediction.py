"""Predictive distributions of scores inside their bands, on a grid, and intervals from them.

The central interval has the lowest expected interval score among all intervals of its level (Gneiting and Raftery,
2007, section 6.2), though not the least width: where the density is monotone inside a band, as it often is, the
shortest interval touches a band limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from egov.methods.checks import require_level
from egov.methods.interval_regression.latent import TOP

CELLS = 400


def band_grid(lower: np.ndarray, upper: np.ndarray, cells: int = CELLS) -> np.ndarray:
    """Edges of ``cells`` cells in each interval, (n, cells + 1); finer toward 0 and 100, where densities may peak.

    >>> band_grid(np.array([80.0, 90.0]), np.array([90.0, 100.0]), 2)
    array([[ 80.   ,  85.   ,  90.   ],
           [ 90.   ,  99.375, 100.   ]])
    """
    step = np.linspace(0.0, 1.0, cells + 1)
    lower, upper = np.asarray(lower, float)[:, None], np.asarray(upper, float)[:, None]
    edges = lower + (upper - lower) * step
    at_top = upper - (upper - lower) * (1 - step) ** 4
    at_bottom = lower + (upper - lower) * step**4
    whole_scale = np.where(step < 0.5, 0.5 * (2 * step) ** 4, 1 - 0.5 * (2 - 2 * step) ** 4) * TOP
    edges = np.where(upper >= TOP, at_top, edges)
    edges = np.where(lower <= 0, np.where(upper >= TOP, whole_scale, at_bottom), edges)
    return edges


@dataclass(frozen=True)
class BandPredictive:
    """Distribution of each of n scores given its band.

    Parameters
    ----------
    edges
        Cell limits, score points, shape (n, m + 1), increasing from the lower to the upper limit of the band.
    cdf
        Probability up to each edge, shape (n, m + 1), from 0 to 1; linear between edges.

    Examples
    --------
    >>> even = BandPredictive(np.array([[80.0, 90.0]]), np.array([[0.0, 1.0]]))
    >>> even.quantile([0.25]), even.mean()
    (array([[82.5]]), array([85.]))
    >>> even.interval(0.9).round(2).to_numpy().tolist()
    [[80.5, 89.5]]
    """

    edges: np.ndarray
    cdf: np.ndarray

    @classmethod
    def from_mass(cls, edges: np.ndarray, mass: np.ndarray) -> BandPredictive:
        """From cell weights (n, m), not necessarily summing to one; all weight goes to a band of no width."""
        total = mass.sum(axis=1, keepdims=True)
        flat = (edges[:, -1:] == edges[:, :1]) | ~(total > 0)
        share = np.where(flat, 1.0 / mass.shape[1], mass / np.where(total > 0, total, 1.0))
        cdf = np.concatenate([np.zeros((len(edges), 1)), np.cumsum(share, axis=1)], axis=1)
        cdf[:, -1] = 1.0
        return cls(edges, np.minimum(cdf, 1.0))

    def quantile(self, probabilities: np.ndarray | list[float]) -> np.ndarray:
        """Scores below which each probability lies, shape (n, number of probabilities)."""
        p = np.atleast_1d(np.asarray(probabilities, float))
        if not ((p >= 0) & (p <= 1)).all():
            raise ValueError(f"probabilities lie between 0 and 1, not {p.min():g} to {p.max():g}")
        return np.stack([np.interp(p, f, s) for f, s in zip(self.cdf, self.edges, strict=True)])

    def mean(self) -> np.ndarray:
        """Expected score given the band, shape (n,)."""
        return (np.diff(self.cdf, axis=1) * 0.5 * (self.edges[:, 1:] + self.edges[:, :-1])).sum(axis=1)

    def rvs(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        """Independent draws, shape (draws, n)."""
        u = rng.random((draws, len(self.cdf)))
        columns = zip(u.T, self.cdf, self.edges, strict=True)
        return np.stack([np.interp(p, f, s) for p, f, s in columns], axis=1)

    def interval(self, level: float = 0.9) -> pd.DataFrame:
        """Central intervals holding a share ``level`` of each distribution: ``lower``, ``upper``, in score points.

        Of all intervals of their level they have the lowest expected interval score.
        """
        require_level(level)
        return pd.DataFrame(self.quantile([(1 - level) / 2, (1 + level) / 2]), columns=["lower", "upper"])


def predictive_from_density(
    lower: np.ndarray, upper: np.ndarray, density: Callable[[np.ndarray], np.ndarray], cells: int = CELLS
) -> BandPredictive:
    """Tabulate densities given as a function of (n, cells) scores, by the midpoint rule in every cell of the bands.

    >>> flat = predictive_from_density(np.array([80.0]), np.array([90.0]), np.ones_like)
    >>> flat.mean().round(6)
    array([85.])
    """
    edges = band_grid(lower, upper, cells)
    return BandPredictive.from_mass(edges, density(0.5 * (edges[:, 1:] + edges[:, :-1])) * np.diff(edges, axis=1))
