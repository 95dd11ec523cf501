r"""Ordered logit for bands: maximum likelihood where it is finite, a ridge where bands separate.

With categories :math:`0 < 1 < \dots < J - 1` and thresholds :math:`\alpha_0 < \dots < \alpha_{J-2}`,

.. math:: P(y_i \le j) = \Lambda(\alpha_j - x_i'\beta), \qquad \Lambda(t) = 1 / (1 + e^{-t}).

What :class:`OrderedLogit` adds to the ``OrderedModel`` of statsmodels: thresholds as they are and not as logarithms of
their steps, a check for separation before and for convergence after the fit, and a ridge,
:math:`-\tfrac{\lambda}{2} \sum_k \beta_k^2`, on the coefficients and not on the thresholds: finite estimates in
separated data. Scale the columns first.

Reference: McCullagh (1980), Regression models for ordinal data, JRSS B 42.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from egov.methods.checks import missing, plain, row_name, same_rows
from egov.methods.likelihood import CheckedModel, CheckedResults, SeparationError, recession_direction
from egov.methods.ordered_logit.cumulative import Cumulative


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


class OrderedLogit(CheckedModel):
    """Proportional-odds model with thresholds, checked and, if wanted, penalised.

    The parameters are the coefficients, then the thresholds.

    Parameters
    ----------
    endog
        Category of each observation, (n,): an ordered categorical, or numbers in order; text is refused. Categories of
        a categorical that never occur are dropped, since their thresholds are not identified.
    exog
        Design (n, k) without a column of ones; a frame names the terms.
    ridge
        The factor lambda of the ridge; 0 for none.
    groups
        Label of the unit of each observation, (n,), for the covariance by unit.

    Raises
    ------
    ValueError
        Text or no order, one category alone, a constant or dependent column, a negative ridge, a missing value or
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
        ridge: float = 0.0,
        groups: Sequence[object] | np.ndarray | None = None,
    ) -> None:
        """Check the data and set up the likelihood."""
        if not ridge >= 0:
            raise ValueError(f"ridge {ridge!r}: expected a factor from 0 up")
        same_rows(endog=endog, exog=exog, groups=groups)
        category = ordered_categories(endog)
        if len(category.categories) < 2:
            raise ValueError(f"no variation: every observation is {category.categories[0]}")
        self.ridge, self.category_names = float(ridge), [str(c) for c in category.categories]
        thresholds = [f"{a}|{b}" for a, b in zip(self.category_names[:-1], self.category_names[1:], strict=True)]
        super().__init__(category.codes.astype(int), exog, groups, thresholds, ones=True)
        self.likelihood = Cumulative(self.endog, self.exog, len(thresholds), ridge)
        self.results_class = OrderedLogitResults

    def split(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Coefficients (k,) and thresholds (J - 1,)."""
        k = len(self.design_names)
        return np.asarray(params)[:k], np.asarray(params)[k:]

    def loglikeobs(self, params: np.ndarray) -> np.ndarray:
        """Log-likelihood of each observation without penalty, (n,)."""
        return np.log(np.maximum(self.likelihood.ends(np.atleast_2d(params)).p[0], 1e-300))

    def score_obs(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each observation's log-likelihood without penalty, (n, k + J - 1)."""
        a, b = self.likelihood.ends(np.atleast_2d(params)).slopes()
        return a[0][:, None] * self.likelihood.upper + b[0][:, None] * self.likelihood.lower

    def loglike(self, params: np.ndarray) -> float:
        """Penalised log-likelihood: what is maximised."""
        beta, _ = self.split(params)
        return super().loglike(params) - 0.5 * self.ridge * float(beta @ beta)

    def score(self, params: np.ndarray) -> np.ndarray:
        """Gradient of :meth:`loglike`."""
        return super().score(params) - self.likelihood.penalty * params

    def hessian(self, params: np.ndarray) -> np.ndarray:
        """Second derivatives of :meth:`loglike`."""
        theta = np.atleast_2d(params)
        return self.likelihood.derivatives(theta, np.ones((1, len(self.endog))), self.likelihood.ends(theta))[1][0]

    @property
    def start_params(self) -> np.ndarray:
        """The estimate without any term."""
        share = np.cumsum(np.bincount(self.endog))[:-1] / len(self.endog)
        return np.append(np.zeros(len(self.design_names)), logit(share))

    def predict(self, params: np.ndarray, exog: np.ndarray | pd.DataFrame | None = None) -> np.ndarray:
        """Probabilities (m, J) of the categories for new rows, by default the model's own."""
        beta, thresholds = self.split(params)
        location = (self.exog if exog is None else self.columns.matrix(exog)) @ beta
        below = np.pad(expit(thresholds - location[:, None]), ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1)))
        return np.diff(below, axis=1)

    def separated_terms(self) -> tuple[str, ...]:
        """Coefficients and thresholds without a finite maximum-likelihood estimate; empty where all are finite."""
        (has_upper, has_lower), steps = self.likelihood.finite, np.eye(len(self.exog_names))[len(self.design_names) :]
        cone = [self.likelihood.upper[has_upper], -self.likelihood.lower[has_lower], np.diff(steps, axis=0)]
        direction = recession_direction(np.vstack(cone))
        return () if direction is None else tuple(n for n, d in zip(self.exog_names, direction, strict=True) if d != 0)

    def require_estimable(self) -> None:
        """Raise :class:`SeparationError` where, without a ridge, some coefficient has no finite estimate."""
        if not self.ridge and (terms := self.separated_terms()):
            raise SeparationError(
                f"the categories are separated: no finite estimate of {', '.join(terms)}; "
                "merge or drop a category, or penalise",
                terms,
            )


class OrderedLogitResults(CheckedResults):
    """Estimates of an :class:`OrderedLogit`."""

    @property
    def llf(self) -> float:
        """Log-likelihood at the estimates, without any penalty."""
        return float(self.model.loglikeobs(self.params).sum())

    def predict(self, exog: np.ndarray | pd.DataFrame | None = None) -> pd.DataFrame:
        """Probability of every category for each row, columns named by category.

        Rows are those of a design, by the names of its columns; a frame keeps its index. ``ValueError`` for columns
        that are missing or unknown, or a missing value.
        """
        index = exog.index if isinstance(exog, pd.DataFrame) else None
        return pd.DataFrame(self.model.predict(self.params, exog), index, columns=self.model.category_names)
