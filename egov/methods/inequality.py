"""Theil's index of inequality and its parts between and within groups, for scores on a ratio scale.

Never for bands: their codes have no zero and no unit. The R package ineq and the Python package inequality compute the
same; the latter loads geopandas and takes seven seconds to import, so these few lines stand here and are tested
against its values.

References: Theil (1967); Shorrocks (1980).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from egov.methods.checks import coded, numbers, same_rows


class TheilParts(NamedTuple):
    """Theil's T, its part between groups and its part within groups; ``total = between + within``, natural logs."""

    total: float
    between: float
    within: float


def theil(values: Sequence[float] | np.ndarray, groups: Sequence[object] | np.ndarray | None = None) -> TheilParts:
    r"""Theil's T of positive values and its decomposition by groups.

    .. math:: T = \frac{1}{n} \sum_i \frac{y_i}{\mu} \log \frac{y_i}{\mu}, \qquad
              T_b = \sum_g \frac{n_g}{n} \frac{\mu_g}{\mu} \log \frac{\mu_g}{\mu}, \qquad T_w = T - T_b.

    Without groups all of it lies within. ``ValueError`` for values that are not positive, a missing value or label.

    >>> parts = theil([80.0, 90.0, 70.0, 60.0], ["e", "e", "w", "w"])
    >>> [round(p, 5) for p in parts]
    [0.01118, 0.00892, 0.00226]
    """
    same_rows(values=values, groups=groups)
    y = numbers(values, "values")
    if not y.size or not (y > 0).all():
        raise ValueError("Theil's index is for a vector of positive values on a ratio scale")
    label = np.zeros(y.size, dtype=int) if groups is None else coded(groups, y.size, "groups")[1]
    share = y / y.mean()
    total = float(np.mean(share * np.log(share)))
    size = np.bincount(label)
    ratio = np.bincount(label, weights=share) / size
    between = float((size / y.size * ratio * np.log(ratio)).sum())
    return TheilParts(total, between, total - between)
