r"""Ordered logit for bands: maximum likelihood where it is finite, a ridge where bands separate.

With categories :math:`0 < 1 < \dots < J - 1` and thresholds :math:`\alpha_0 < \dots < \alpha_{J-2}`,

.. math:: P(y_i \le j) = \Lambda(\alpha_j - x_i'\beta), \qquad \Lambda(t) = 1 / (1 + e^{-t}).

:class:`OrderedLogit` is the ``OrderedModel`` of statsmodels with an analytic gradient, a check for separation before
and for convergence after the fit, and a ridge, :math:`-\tfrac{\lambda}{2} \sum_k \beta_k^2`, on the coefficients and
not on the thresholds: finite estimates in separated data. Scale the columns first.

Reference: McCullagh (1980), Regression models for ordinal data, JRSS B 42.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

import numpy as np
import pandas as pd
from scipy.special import expit
from statsmodels.base.model import GenericLikelihoodModelResults
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.tools.numdiff import approx_fprime

from egov.methods.checks import column_names, complete, design_matrix, labels, missing, plain, row_name, same_rows
from egov.methods.design import Design, by_formula
from egov.methods.likelihood import (
    SeparationError,
    coefficient_table,
    covariance_type,
    maximised,
    recession_direction,
    require_full_rank,
    require_method,
    with_covariance,
)

Penalty = Literal["none", "ridge"]
PENALTIES: tuple[Penalty, ...] = ("none", "ridge")


def ordered_categories(values: Sequence[object] | np.ndarray | pd.Series) -> pd.Categorical:
    """Categories in order, those never seen left out: from an ordered categorical, or from numbers.

    Text has no order of its own (by code point 中 comes before 低 before 高), so it is refused, like a categorical
    without order and a missing category.

    >>> ordered_categories([2, 0, 2]).categories.tolist()
    [0, 2]
    >>> ordered_categories(["低", "中", "高"])
    Traceback (most recent call last):
    ...
    ValueError: categories are text, such as '低': expected numbers in order, or an ordered categorical
    """
    gone = missing(values)
    if gone.any():
        raise ValueError(f"{row_name(values, int(np.argmax(gone)))}: the category is missing")
    held = pd.Series(values).infer_objects()
    if isinstance(held.dtype, pd.CategoricalDtype):
        if not held.cat.ordered:
            raise ValueError("the categorical has no order: make it one with ordered=True and its categories in order")
        return held.cat.remove_unused_categories().array
    if not pd.api.types.is_numeric_dtype(held.dtype):
        first = plain(held.iloc[0])
        kind = "text" if isinstance(first, str) else "not numbers"
        raise ValueError(
            f"categories are {kind}, such as {first!r}: expected numbers in order, or an ordered categorical"
        )
    return pd.Categorical(held, ordered=True)


class OrderedLogit(OrderedModel):
    """Proportional-odds model with thresholds, checked and, if wanted, penalised.

    Parameters
    ----------
    endog
        Category of each observation, (n,): an ordered categorical, or numbers in order; text is refused. Categories of
        a categorical that never occur are dropped, since their thresholds are not identified.
    exog
        Design (n, k) without a column of ones; a frame names the terms.
    penalty
        ``none`` or ``ridge``.
    ridge
        The factor lambda of the ridge, above 0.
    groups
        Label of the unit of each observation, (n,), for the covariance by unit.

    Raises
    ------
    ValueError
        Text or no order, one category alone, a constant or dependent column, an unknown penalty, a missing value or
        label (row named).

    Examples
    --------
    >>> x = np.array([0, 0, 0, 0, 1, 1, 1, 1.0])
    >>> y = np.array([0, 0, 1, 2, 1, 1, 2, 2])
    >>> results = OrderedLogit(y, pd.DataFrame({"x": x})).fit()
    >>> results.coefficients().round(3)[["term", "estimate"]].to_numpy().tolist()
    [['x', 1.913], ['0|1', -0.259], ['1|2', 1.707]]
    """

    def __init__(
        self,
        endog: Sequence[object] | np.ndarray | pd.Series,
        exog: np.ndarray | pd.DataFrame,
        *,
        penalty: Penalty = "none",
        ridge: float = 1.0,
        groups: Sequence[object] | np.ndarray | None = None,
    ) -> None:
        """Check the data and hand them to statsmodels."""
        if penalty not in PENALTIES:
            raise ValueError(f"penalty {penalty!r}: expected one of {', '.join(PENALTIES)}")
        if penalty == "ridge" and not ridge > 0:
            raise ValueError(f"ridge {ridge!r}: expected a factor above 0")
        same_rows(endog=endog, exog=exog, groups=groups)
        category = ordered_categories(endog)
        if len(category.categories) < 2:
            raise ValueError(f"no variation: every observation is {category.categories[0]}")
        names = column_names(exog)
        frame = pd.DataFrame(design_matrix(exog, names), columns=names)
        if len(frame) != len(category):
            raise ValueError(f"{len(category)} categories, but {len(frame)} rows of the design")
        require_full_rank(np.column_stack([np.ones(len(frame)), frame]), ["(thresholds)", *names])
        self.design_names, self.penalty, self.ridge = names, penalty, float(ridge) * (penalty == "ridge")
        self.category_names = [str(c) for c in category.categories]
        self.columns = Design(tuple(names))
        self.groups = None if groups is None else labels(groups, len(frame), "groups")
        super().__init__(category.codes.astype(int), frame, distr="logit")

    @classmethod
    def from_formula(cls, formula: str, data: pd.DataFrame, *, groups: str | None = None, **options: object) -> Self:
        """Build the model from a formula such as ``band ~ belt + C(year)``, without intercept (thresholds take it).

        The left side and ``groups`` name columns of ``data``; ``options`` go to the class. Missing values are an
        error.
        """
        left, tilde, right = formula.partition("~")
        name = left.strip()
        if not tilde or not name:
            raise ValueError(f"formula {formula!r}: expected a column on the left, such as band ~ belt")
        complete(data, [name] if groups is None else [name, groups])
        frame, columns = by_formula(right, data, depth=1, intercept=False)
        model = cls(data[name], frame, groups=None if groups is None else data[groups], **options)
        model.columns = columns
        return model

    # ------------------------------------------------------------------------------------------------ likelihood
    def natural(self, params: np.ndarray) -> np.ndarray:
        """Coefficients and thresholds from statsmodels' parameters (first threshold, log increments)."""
        k = self.k_vars
        steps = np.concatenate([params[k : k + 1], np.exp(params[k + 1 :])])
        return np.concatenate([params[:k], np.cumsum(steps)])

    def natural_jacobian(self, params: np.ndarray) -> np.ndarray:
        """Derivative of :meth:`natural`, square."""
        k, size = self.k_vars, len(params)
        out = np.eye(size)
        out[k:, k:] = np.tril(np.ones((size - k, size - k))) * np.append(1.0, np.exp(params[k + 1 :]))
        return out

    def _pieces(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Thresholds less locations (n, J - 1), category probabilities (n, J), gradients of the former."""
        k, natural = self.k_vars, self.natural(params)
        argument = natural[k:] - (self.exog @ natural[:k])[:, None]
        low = np.column_stack([np.full(len(argument), -np.inf), argument])
        high = np.column_stack([argument, np.full(len(argument), np.inf)])
        # by the tail in which both ends lie, so that nothing cancels
        right = low > 0
        prob = np.where(right, expit(-low) - expit(-high), expit(high) - expit(low))
        prob = np.maximum(prob, 1e-300)
        rows, levels = argument.shape
        direction = np.zeros((rows, levels, k + levels))
        direction[:, :, :k] = -self.exog[:, None, :]
        direction[:, np.arange(levels), k + np.arange(levels)] = 1.0
        return argument, prob, direction

    def loglikeobs(self, params: np.ndarray) -> np.ndarray:
        """Log-likelihood of each observation without penalty, (n,)."""
        return np.log(self._pieces(np.asarray(params, float))[1][np.arange(len(self.endog)), self.endog])

    def score_obs(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each observation's log-likelihood without penalty, (n, k + J - 1)."""
        params = np.asarray(params, float)
        argument, prob, direction = self._pieces(params)
        rows = np.arange(len(self.endog))
        flow = np.pad((expit(argument) * expit(-argument))[:, :, None] * direction, ((0, 0), (1, 1), (0, 0)))
        slope = flow[rows, self.endog + 1] - flow[rows, self.endog]  # of the category's probability
        return slope / prob[rows, self.endog][:, None] @ self.natural_jacobian(params)

    def loglike(self, params: np.ndarray) -> float:
        """Penalised log-likelihood: what is maximised."""
        beta = np.asarray(params, float)[: self.k_vars]
        return float(self.loglikeobs(params).sum()) - 0.5 * self.ridge * float(beta @ beta)

    def score(self, params: np.ndarray) -> np.ndarray:
        """Gradient of :meth:`loglike`."""
        score = self.score_obs(params).sum(axis=0)
        score[: self.k_vars] -= self.ridge * np.asarray(params, float)[: self.k_vars]
        return score

    def hessian(self, params: np.ndarray) -> np.ndarray:
        """Second derivatives, by central differences of the analytic gradient."""
        matrix = approx_fprime(np.asarray(params, float), self.score, centered=True)
        return 0.5 * (matrix + matrix.T)

    def predict(
        self, params: np.ndarray, exog: np.ndarray | pd.DataFrame | None = None, **options: object
    ) -> np.ndarray:
        """Probabilities (m, J) of the categories for new rows; ``options`` go to ``OrderedModel.predict``."""
        return super().predict(params, exog=None if exog is None else self.columns.matrix(exog), **options)

    # ------------------------------------------------------------------------------------------------ estimation
    def separated_terms(self) -> tuple[str, ...]:
        """Coefficients and thresholds without a finite maximum-likelihood estimate; empty where all are finite."""
        levels = self.k_levels - 1
        steps = np.eye(levels)
        below = self.endog < levels  # a threshold lies above
        above = self.endog > 0
        cone = np.vstack(
            [
                np.hstack([-self.exog[below], steps[self.endog[below]]]),
                np.hstack([self.exog[above], -steps[self.endog[above] - 1]]),
                np.hstack([np.zeros((levels - 1, self.k_vars)), np.diff(steps, axis=0)]),
            ]
        )
        direction = recession_direction(cone)
        names = [*self.design_names, *self._threshold_names()]
        return () if direction is None else tuple(n for n, d in zip(names, direction, strict=True) if d != 0)

    def _threshold_names(self) -> list[str]:
        return [f"{a}|{b}" for a, b in zip(self.category_names[:-1], self.category_names[1:], strict=True)]

    def fit(
        self,
        start_params: np.ndarray | None = None,
        method: Literal["newton", "bfgs"] = "newton",
        *,
        cov_type: Literal["nonrobust", "cluster"] | None = None,
        correction: bool = True,
        tolerance: float = 1e-4,
        maxiter: int = 500,
    ) -> OrderedLogitResults:
        """Maximise the (penalised) likelihood; arguments as in ``IntervalRegression.fit``.

        Raises
        ------
        SeparationError
            Without penalty, where some coefficient has no finite estimate; names the terms.
        ConvergenceError
            The gradient does not vanish, or thresholds have collapsed onto each other.
        """
        require_method(method)
        cov_type = covariance_type(cov_type, self.groups)
        if self.penalty == "none" and (terms := self.separated_terms()):
            raise SeparationError(
                f"the categories are separated: no finite estimate of {', '.join(terms)}; "
                "merge or drop a category, or penalise",
                terms,
            )
        start = self.start_params if start_params is None else np.asarray(start_params, float)
        results = OrderedLogitResults(self, maximised(self, start, method, maxiter))
        return with_covariance(results, cov_type, self.groups, correction, tolerance)


class OrderedLogitResults(GenericLikelihoodModelResults):
    """Estimates of an :class:`OrderedLogit`; ``params`` and ``cov_params()`` are in statsmodels' parametrisation."""

    @property
    def llf(self) -> float:
        """Log-likelihood at the estimates, without any penalty."""
        return float(self.model.loglikeobs(np.asarray(self.params)).sum())

    def natural_params(self) -> tuple[np.ndarray, np.ndarray]:
        """Coefficients and thresholds (k + J - 1,), and their covariance by the delta method."""
        params = np.asarray(self.params)
        jacobian = self.model.natural_jacobian(params)
        return self.model.natural(params), jacobian @ self.cov_params() @ jacobian.T

    def coefficients(self, level: float = 0.95) -> pd.DataFrame:
        """Estimates as a frame, thresholds last: ``term``, ``estimate``, ``se``, ``lower``, ``upper``, ``p``."""
        terms = [*self.model.design_names, *self.model._threshold_names()]
        return coefficient_table(terms, *self.natural_params(), level)

    def probabilities(self, exog: np.ndarray | pd.DataFrame | None = None) -> pd.DataFrame:
        """Probability of every category for each row, columns named by category.

        Rows are those of a design, by the names of its columns, or of data for the formula; a frame keeps its index.
        ``ValueError`` for columns that are missing or unknown, or a missing value.
        """
        values = self.model.predict(np.asarray(self.params), exog)
        index = exog.index if isinstance(exog, pd.DataFrame) else None
        return pd.DataFrame(np.asarray(values), index, columns=self.model.category_names)

    def predict(self, exog: np.ndarray | pd.DataFrame | None = None) -> pd.DataFrame:
        """The same as :meth:`probabilities`, under the name that statsmodels uses."""
        return self.probabilities(exog)
