"""What every maximum-likelihood estimate of ours passes through: identification, separation, convergence, covariance.

An estimate is only handed out if the design identifies it (:func:`require_full_rank`), if the likelihood has a
maximum at a finite point (:func:`recession_direction`; Albert and Anderson, 1984), and if the gradient vanishes
there. :class:`CheckedModel` is what the models of bands share; the rest of a model's answers is that of statsmodels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog, minimize
from scipy.stats import norm
from statsmodels.base.model import GenericLikelihoodModel, GenericLikelihoodModelResults, LikelihoodModelResults
from statsmodels.stats.sandwich_covariance import S_crosssection

from egov.methods.checks import column_names, design_matrix, labels
from egov.methods.design import Design

STEPS = 40
"""Newton steps after which a search gives up."""
TOLERANCE = 1e-4
"""Largest component of the gradient that passes, in units of log-likelihood per unit of the parameter."""


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


def require_full_rank(exog: np.ndarray, names: Sequence[str]) -> None:
    """Raise ``ValueError`` naming the first column of an (n, k) design that the columns before it already span.

    >>> require_full_rank(np.array([[1.0, 2.0], [1.0, 2.0]]), ["const", "x"])
    Traceback (most recent call last):
    ...
    ValueError: column 'x' of the design is a linear combination of the columns before it: 2 columns, rank 1
    """
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


class CheckedModel(GenericLikelihoodModel):
    """A likelihood with a design, fitted by Newton steps and handed out only at a maximum.

    A subclass gives ``loglikeobs``, ``score_obs`` and ``hessian`` in closed form, ``start_params`` and
    :meth:`require_estimable`, and names what it estimates beside the coefficients.

    Parameters
    ----------
    endog
        Outcome of each observation, n rows.
    exog
        Design matrix (n, k); a frame names the terms.
    groups
        Label of the unit that each observation belongs to, for covariances by unit, (n,).
    extra
        Names of the parameters after the coefficients.
    ones
        Whether these take the place of a column of ones.
    """

    def __init__(
        self, endog: np.ndarray, exog: np.ndarray | pd.DataFrame, groups: object, extra: Sequence[str], ones: bool
    ) -> None:
        """Check the design and hand it to statsmodels."""
        names = column_names(exog)
        frame = pd.DataFrame(design_matrix(exog, names), columns=names)
        if len(frame) != len(endog):
            raise ValueError(f"{len(endog)} observations, but {len(frame)} rows of the design")
        taken = np.ones((len(frame), int(ones)))
        require_full_rank(np.column_stack([taken, frame]), ["(ones)"] * ones + names)
        self.design_names = names
        self.groups = None if groups is None else labels(groups, len(frame), "groups")
        self.columns = Design(tuple(names))
        super().__init__(endog, frame, missing="none", extra_params_names=list(extra))
        self.df_model = float(len(names) - self.k_constant)
        self.df_resid = float(len(frame) - len(names) - len(extra))
        self.results_class = CheckedResults

    def loglike(self, params: np.ndarray) -> float:
        """Log-likelihood."""
        return float(self.loglikeobs(params).sum())

    def score(self, params: np.ndarray) -> np.ndarray:
        """Gradient of the log-likelihood."""
        return self.score_obs(params).sum(axis=0)

    def require_estimable(self) -> None:
        """Raise :class:`SeparationError` or ``ValueError`` where no finite maximum of the likelihood exists."""
        raise NotImplementedError

    def fit(self, start_params: np.ndarray | None = None) -> GenericLikelihoodModelResults:
        r"""Maximise the likelihood by Newton steps, and by BFGS where it is not concave.

        The covariance is :math:`B`, the inverse of the observed information, or with groups the sandwich of Liang and
        Zeger (1986) over the G groups,

        .. math:: V = \frac{G}{G - 1}\, B \Bigl(\sum_g s_g s_g'\Bigr) B, \qquad s_g = \sum_{i \in g} s_i .

        Raises
        ------
        SeparationError
            No finite maximum exists; names the terms.
        ConvergenceError
            The gradient does not vanish where the search stopped, or the log-likelihood is flat there.
        """
        self.require_estimable()
        params = np.array(self.start_params if start_params is None else start_params, dtype=float)
        for _ in range(STEPS):
            params = self.placed(params, 1)
            if np.abs(self.score(params)).max() < 1e-8:
                break
            ahead = self._newton_step(params)
            if ahead is None:
                ahead = self._bfgs(self.placed(params, 30))
            moved, params = np.abs(ahead - params).max(), ahead
            if moved < 1e-10:
                break
        return self._results(self.placed(params, 30))

    def placed(self, params: np.ndarray, rounds: int) -> np.ndarray:
        """Parameters as the next steps are to take them (models with quadrature put their nodes in place)."""
        return params

    def _newton_step(self, params: np.ndarray) -> np.ndarray | None:
        """One Newton step, halved until the log-likelihood does not fall; None where it is not concave."""
        hessian, now = self.hessian(params), self.loglike(params)
        if not np.isfinite(hessian).all() or np.linalg.eigvalsh(hessian).max() >= 0:
            return None
        step = np.linalg.solve(-hessian, self.score(params))
        for halving in range(12):
            ahead = params + step * 0.5**halving
            if self.loglike(ahead) >= now - 1e-10:
                return ahead
        return None

    def _bfgs(self, params: np.ndarray) -> np.ndarray:
        n = len(self.endog)
        with np.errstate(all="ignore"):
            return minimize(lambda p: -self.loglike(p) / n, params, jac=lambda p: -self.score(p) / n,
                            method="BFGS", options={"gtol": 1e-7, "maxiter": 500}).x  # fmt: skip

    def _results(self, params: np.ndarray) -> GenericLikelihoodModelResults:
        """The estimate with its covariance; :class:`ConvergenceError` where it is no maximum."""
        gradient, hessian = self.score(params), self.hessian(params)
        size = float(np.abs(gradient).max()) if np.isfinite(gradient).all() else float("inf")
        if not np.isfinite(params).all() or size > TOLERANCE:
            raise ConvergenceError(f"no maximum found: the gradient exceeds {TOLERANCE:g}", size)
        diagonal = np.sqrt(np.abs(np.diag(hessian)))
        scaled = -hessian / np.outer(diagonal, diagonal) if (diagonal > 0).all() else -hessian
        if not np.isfinite(hessian).all() or np.linalg.eigvalsh(scaled).min() <= 1e-10:
            raise ConvergenceError("the log-likelihood is flat or not concave at the point found", size)
        bread = np.linalg.inv(-hessian)
        results = self.results_class(self, LikelihoodModelResults(self, params, bread))
        results.gradient_norm, results.cov_type = size, "nonrobust"
        if self.groups is not None:
            names, codes = np.unique(self.groups, return_inverse=True)
            if len(names) < 2:
                raise ValueError("one group alone: a covariance by groups needs at least two")
            scores = self.score_obs(params)  # a row an observation, or a row a group
            inner = S_crosssection(scores, codes if len(scores) == len(codes) else np.arange(len(names)))
            results.cov_params_default = len(names) / (len(names) - 1) * bread @ inner @ bread
            results.cov_type = "cluster"
        return results


class CheckedResults(GenericLikelihoodModelResults):
    """Estimates of a :class:`CheckedModel`.

    Beside what statsmodels offers (``params``, ``bse``, ``cov_params()``, ``llf``, ``aic``): ``cov_type`` and
    ``gradient_norm``.
    """

    def coefficients(self, level: float = 0.95) -> pd.DataFrame:
        """Estimates as a frame: ``term``, ``estimate``, ``se``, ``lower``, ``upper``, ``p`` (normal approximation)."""
        estimate, se = np.asarray(self.params), np.sqrt(np.diag(self.cov_params()))
        half, p = norm.ppf(0.5 + level / 2) * se, 2 * norm.sf(np.abs(estimate / se))
        ends = {"lower": estimate - half, "upper": estimate + half}
        return pd.DataFrame({"term": self.model.exog_names, "estimate": estimate, "se": se, **ends, "p": p})
