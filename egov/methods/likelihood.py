"""What every maximum-likelihood estimate of ours passes through: identification, separation, convergence, covariance.

An estimate is only handed out if the design identifies it (:func:`require_full_rank`), if the likelihood has a
maximum at a finite point (:func:`recession_direction`; Albert and Anderson, 1984), and if the gradient vanishes
there (:func:`require_convergence`). :func:`cluster_covariance` is the sandwich for dependent observations
(Liang and Zeger, 1986).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.stats import norm
from statsmodels.base.model import GenericLikelihoodModel
from statsmodels.base.model import GenericLikelihoodModelResults as Results

from egov.methods.checks import coded

METHODS = ("newton", "bfgs")
"""Optimisers that use the gradient; simplex methods stop far from the maximum and are refused."""


class ConvergenceError(RuntimeError):
    """The optimiser stopped where the gradient does not vanish; ``gradient_norm`` is its largest component."""

    def __init__(self, message: str, gradient_norm: float) -> None:
        """Keep the norm beside the message."""
        super().__init__(f"{message} (gradient norm {gradient_norm:.3g})")
        self.gradient_norm = gradient_norm


class SeparationError(ValueError):
    """The likelihood rises without end along some direction; ``terms`` names the coefficients that run away."""

    def __init__(self, message: str, terms: Sequence[str]) -> None:
        """Keep the terms beside the message."""
        super().__init__(message)
        self.terms = tuple(terms)


def require_method(method: str) -> None:
    """Refuse optimisers that do not use the gradient.

    >>> require_method("nm")
    Traceback (most recent call last):
    ...
    ValueError: method 'nm' does not use the gradient; expected one of newton, bfgs
    """
    if method not in METHODS:
        raise ValueError(f"method {method!r} does not use the gradient; expected one of {', '.join(METHODS)}")


def require_full_rank(exog: np.ndarray, names: Sequence[str]) -> None:
    """Raise ``ValueError`` naming the first column of an (n, k) design that the columns before it already span.

    >>> require_full_rank(np.array([[1.0, 2.0], [1.0, 2.0]]), ["const", "x"])
    Traceback (most recent call last):
    ...
    ValueError: column 'x' of the design is a linear combination of the columns before it: 2 columns, rank 1
    """
    if not np.isfinite(exog).all():
        row, column = np.argwhere(~np.isfinite(exog))[0]
        raise ValueError(f"row {row}, column {names[column]!r} of the design: {exog[row, column]} is not finite")
    size = np.linalg.norm(exog, axis=0)
    scaled = exog / np.where(size > 0, size, 1.0)
    rank = np.linalg.matrix_rank(scaled)
    if rank < exog.shape[1]:
        ranks = [np.linalg.matrix_rank(scaled[:, : j + 1]) for j in range(exog.shape[1])]
        first = next(j for j, r in enumerate(ranks) if r <= j)
        raise ValueError(
            f"column {names[first]!r} of the design is a linear combination of the columns before it: "
            f"{exog.shape[1]} columns, rank {rank}"
        )


def recession_direction(cone: np.ndarray) -> np.ndarray | None:
    r"""A direction :math:`v` with :math:`Gv \ge 0` and :math:`Gv \ne 0`, or None where there is none.

    Each row of ``cone`` (m, k), the matrix :math:`G`, is the gradient of one argument of a log-concave likelihood
    that rises in it. Where :math:`G` has full column rank, the maximum exists and is unique if and only if there is no
    such direction (Albert and Anderson, 1984). Decided by one linear program: maximise :math:`1'Gv \le 1`.

    >>> recession_direction(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]]))  # only the second term runs away
    array([0., 1.])
    >>> recession_direction(np.array([[1.0], [-1.0]])) is None
    True
    """
    size = np.linalg.norm(cone, axis=0)
    size = np.where(size > 0, size, 1.0)
    scaled = cone / size
    total = scaled.sum(axis=0)
    solution = linprog(
        -total,
        A_ub=np.vstack([-scaled, total]),
        b_ub=np.append(np.zeros(len(scaled)), 1.0),
        bounds=(None, None),
        method="highs",
    )
    if solution.status != 0:
        raise RuntimeError(f"the linear program of the separation check failed: {solution.message}")
    if -solution.fun < 0.5:  # the optimum is 0 or 1
        return None
    direction = solution.x / size
    direction = direction / np.abs(direction).max()
    direction[np.abs(direction) < 1e-9] = 0.0
    return direction


def require_convergence(params: np.ndarray, gradient: np.ndarray, hessian: np.ndarray, tolerance: float) -> None:
    """Raise :class:`ConvergenceError` unless the gradient vanishes at a finite point with a concave log-likelihood.

    Parameters
    ----------
    params, gradient
        Estimate and gradient of the log-likelihood there, shape (k,).
    hessian
        Second derivatives, shape (k, k).
    tolerance
        Largest absolute component of the gradient that passes, in units of log-likelihood per unit of the parameter.
    """
    norm = float(np.abs(gradient).max()) if np.isfinite(gradient).all() else float("inf")
    if not np.isfinite(params).all() or norm > tolerance:
        raise ConvergenceError(f"no maximum found: the gradient exceeds {tolerance:g}", norm)
    diagonal = np.sqrt(np.abs(np.diag(hessian)))
    scaled = -hessian / np.outer(diagonal, diagonal) if (diagonal > 0).all() else -hessian
    if not np.isfinite(hessian).all() or np.linalg.eigvalsh(scaled).min() <= 1e-10:
        raise ConvergenceError("the log-likelihood is flat or not concave at the point found", norm)


def cluster_covariance(
    bread: np.ndarray, scores: np.ndarray, groups: Sequence[object] | np.ndarray, *, correction: bool = True
) -> np.ndarray:
    r"""Sandwich covariance of an estimate whose observations depend on each other within groups.

    .. math:: V = c\, B \Bigl(\sum_g s_g s_g'\Bigr) B, \qquad s_g = \sum_{i \in g} s_i, \quad c = G/(G-1)

    Parameters
    ----------
    bread
        Inverse of the negative Hessian, (k, k).
    scores
        Gradient of each observation's log-likelihood, (n, k).
    groups
        Group of each observation, length n.
    correction
        Multiply by :math:`G/(G-1)`; R's ``survreg(cluster=)`` does not.

    References
    ----------
    Liang and Zeger (1986), Longitudinal data analysis using generalized linear models. Biometrika 73.

    Examples
    --------
    >>> cluster_covariance(np.eye(1), np.array([[1.0], [1.0], [-2.0]]), ["a", "a", "b"])
    array([[16.]])
    """
    names, codes = coded(groups, len(scores), "groups")
    if len(names) < 2:
        raise ValueError("one group alone: a covariance by groups needs at least two")
    sums = np.zeros((len(names), scores.shape[1]))
    np.add.at(sums, codes, scores)
    factor = len(names) / (len(names) - 1) if correction else 1.0
    return factor * bread @ (sums.T @ sums) @ bread


def covariance_type(cov_type: str | None, groups: object) -> str:
    """``nonrobust`` (inverse observed information) or ``cluster`` (by groups), the default where there are groups.

    >>> covariance_type(None, ["a", "b"]), covariance_type(None, None)
    ('cluster', 'nonrobust')
    """
    if cov_type not in (None, "nonrobust", "cluster"):
        raise ValueError(f"cov_type {cov_type!r}: expected nonrobust or cluster")
    if cov_type == "cluster" and groups is None:
        raise ValueError("cov_type 'cluster' needs groups: the unit of each observation")
    return cov_type or ("nonrobust" if groups is None else "cluster")


def maximised(model: GenericLikelihoodModel, start: np.ndarray, method: str, maxiter: int) -> Results:
    """What statsmodels finds by BFGS and, with ``newton``, by Newton steps to rounding after it; not yet checked."""
    climb = partial(GenericLikelihoodModel.fit, model, disp=0, full_output=True, warn_convergence=False)
    with np.errstate(all="ignore"):
        results = climb(start_params=start, method="bfgs", gtol=1e-7, maxiter=maxiter, skip_hessian=True)
        if method == "newton":
            start = np.asarray(results.params)
            polished = climb(start_params=start, method="newton", maxiter=30, tol=1e-10, skip_hessian=True)
            if np.isfinite(polished.params).all() and polished.llf >= results.llf - 1e-8:
                return polished
    return results


def with_covariance(results: Results, cov_type: str, groups: object, correction: bool, tolerance: float) -> Results:
    """Results with their covariance, ``cov_type`` and ``gradient_norm``; :class:`ConvergenceError` at no maximum."""
    model, params = results.model, np.asarray(results.params)
    hessian, gradient = model.hessian(params), model.score(params)
    require_convergence(params, gradient, hessian, tolerance)
    bread = np.linalg.inv(-hessian)
    results.normalized_cov_params, results.cov_type = bread, cov_type
    if cov_type == "cluster":
        results.cov_params_default = cluster_covariance(bread, model.score_obs(params), groups, correction=correction)
    results.gradient_norm = float(np.abs(gradient).max())
    return results


def coefficient_table(terms: Sequence[str], estimate: np.ndarray, covariance: np.ndarray, level: float) -> pd.DataFrame:
    """Estimates as a frame: ``term``, ``estimate``, ``se``, ``lower``, ``upper``, ``p`` (normal approximation)."""
    se = np.sqrt(np.diag(covariance))
    half, p = norm.ppf(0.5 + level / 2) * se, 2 * norm.sf(np.abs(estimate / se))
    ends = {"lower": estimate - half, "upper": estimate + half}
    return pd.DataFrame({"term": list(terms), "estimate": estimate, "se": se, **ends, "p": p})
