r"""Many weighted ordered logits at once, for the bootstrap over units: Newton steps on all resamples together.

Model and ridge are those of :mod:`.model`,
:math:`P(y_i \le j) = \Lambda(\alpha_j - x_i'\beta)`, maximised in :math:`(\beta, \alpha)`, in which the log-likelihood
is concave (Pratt, 1981). A resample is a vector of weights, so nothing is copied: a step costs a few matrix products.

References: McCullagh (1980), JRSS B 42; Pratt (1981), Concavity of the log likelihood, JASA 76; Field and Welsh
(2007), Bootstrapping clustered data, JRSS B 69.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit, logit

from egov.methods.checks import coded, labels, numbers, plain, same_rows
from egov.methods.ordered_logit.cumulative import Cumulative

Array = np.ndarray
BATCH = 250


def unit_weights(
    groups: Sequence[object] | Array,
    n_resamples: int,
    seed: int | np.random.Generator = 0,
    strata: Sequence[object] | Array | None = None,
) -> Array:
    """How often each observation is drawn when whole groups are resampled, within strata: (n_resamples, n).

    >>> unit_weights(["a", "a", "b"], 3, seed=1)
    array([[1., 1., 1.],
           [2., 2., 0.],
           [0., 0., 2.]])
    """
    same_rows(groups=groups, strata=strata)
    label = labels(groups, None, "groups")
    names, first, index = np.unique(label, return_index=True, return_inverse=True)
    kind = np.zeros(len(label), dtype=int) if strata is None else coded(strata, len(label), "strata")[1]
    of_group = kind[first]
    if not np.array_equal(of_group[index], kind):
        raise ValueError(f"group {plain(names[index[np.argmax(of_group[index] != kind)]])!r} lies in two strata")
    rng = np.random.default_rng(seed)
    drawn = np.zeros((n_resamples, len(names)))
    for s in np.unique(of_group):
        members = np.flatnonzero(of_group == s)
        drawn[:, members] = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), size=n_resamples)
    return drawn[:, index]


def fit_many(codes: Array, exog: Array, weights: Array, ridge: float, start: Array | None = None) -> Array:
    r"""Ridge estimates for each vector of weights: coefficients, then thresholds, shape (resamples, k + J - 1).

    Parameters
    ----------
    codes
        Category of each observation, 0 to J - 1, shape (n,).
    exog
        Design without a column of ones, (n, k).
    weights
        Weight of each observation in each resample, (resamples, n).
    ridge
        Factor of :math:`-\tfrac{\lambda}{2} \sum_k \beta_k^2`, above 0: without it resamples separate.

    Returns
    -------
    numpy.ndarray
        A row of NaN where a category has no weight (its threshold is not identified) or no maximum was found.

    Examples
    --------
    >>> x = np.array([[0], [0], [0], [0], [1], [1], [1], [1.0]])
    >>> fit_many(np.array([0, 0, 1, 2, 1, 1, 2, 2]), x, np.ones((1, 8)), ridge=1e-9).round(3)
    array([[ 1.913, -0.259,  1.707]])
    """
    y, x, w = numbers(codes, "codes"), np.asarray(exog, dtype=float), np.asarray(weights, dtype=float)
    if y.ndim != 1 or x.shape[:1] != y.shape or w.ndim != 2 or w.shape[1:] != y.shape:
        raise ValueError(f"codes {y.shape}, exog {x.shape}, weights {w.shape}: expected (n,), (n, k), (resamples, n)")
    if not ridge > 0:
        raise ValueError(f"ridge {ridge!r}: expected a factor above 0")
    for name, values in (("exog", x), ("weights", w)):
        if not np.isfinite(values).all():
            row, column = np.argwhere(~np.isfinite(values))[0]
            raise ValueError(f"{name}, row {row}, column {column}: {values[row, column]} is not a finite number")
    levels, k = int(y.max(initial=0)), x.shape[1]
    if y.min(initial=0) < 0 or levels < 1 or (y != np.floor(y)).any() or (w < 0).any():
        raise ValueError("codes: expected whole numbers from 0, at least two kinds; weights: none negative")
    y, x, w = _aggregated(y.astype(int), x, w)
    there = np.stack([(w * (y == j)).sum(axis=1) for j in range(levels + 1)], axis=1)
    good = np.flatnonzero((there > 0).all(axis=1))
    out = np.full((len(w), k + levels), np.nan)
    if start is None:
        share = np.cumsum(there[good], axis=1)[:, :-1] / there[good].sum(axis=1, keepdims=True)
        theta = np.hstack([np.zeros((len(good), k)), logit(share)])
    else:
        theta = np.tile(np.asarray(start, dtype=float), (len(good), 1))
    likelihood = Cumulative(y, x, levels, ridge)
    for first in range(0, len(good), BATCH):
        chosen = slice(first, first + BATCH)
        out[good[chosen]] = likelihood.climb(theta[chosen], w[good[chosen]])
    return out


def _aggregated(y: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    """Observations alike in category and design as one, their weights summed; as they are where few are alike."""
    _, first, kind = np.unique(np.column_stack([y, x]), axis=0, return_index=True, return_inverse=True)
    if len(first) > 0.8 * len(y):
        return y, x, w
    order = np.argsort(kind, kind="stable")
    starts = np.searchsorted(kind[order], np.arange(len(first)))
    return y[first], x[first], np.add.reduceat(w[:, order], starts, axis=1)


def probability_above(params: Array, exog: Array, category: int) -> Array:
    """P(y >= category) for every estimate and row of a design: (resamples, n); ``category`` from 1.

    >>> probability_above(np.array([[0.0, -1.0, 1.0]]), np.zeros((1, 1)), 2).round(3)
    array([[0.269]])
    """
    params, x = np.atleast_2d(params), np.asarray(exog, dtype=float)
    k = x.shape[1]
    if not 1 <= category <= params.shape[1] - k:
        raise ValueError(f"category {category}: expected 1 to {params.shape[1] - k}")
    return expit(params[:, :k] @ x.T - params[:, [k + category - 1]])
