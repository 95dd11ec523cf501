r"""Interval regression: a linear model for scores of which only bands on a scale ending at 100 are known.

Observation :math:`i` says :math:`l_i < s_i \le u_i`. With a latent family :math:`F` (see :mod:`.latent`), location
:math:`\eta_i = x_i'\beta` and log scale :math:`\tau`, the log-likelihood is

.. math:: \ell(\beta, \tau) = \sum_i \log\{F(u_i; \eta_i, \tau) - F(l_i; \eta_i, \tau)\}.

It is maximised with analytic derivatives, and an estimate is refused where the gradient does not vanish or where no
finite maximum exists. :mod:`.random_intercept` adds a random intercept for each unit.

References
----------
Tobin (1958), Estimation of relationships for limited dependent variables. Econometrica 26.
Stewart (1983), On least squares estimation when the dependent variable is grouped. Review of Economic Studies 50.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
import pandas as pd

from egov.methods.checks import complete, row_name, same_rows
from egov.methods.design import by_formula
from egov.methods.interval_regression.latent import TOP, latent_family
from egov.methods.interval_regression.prediction import BandPredictive, predictive_from_density
from egov.methods.likelihood import CheckedModel, CheckedResults, SeparationError, recession_direction


def checked_limits(endog: np.ndarray | pd.DataFrame) -> np.ndarray:
    """Limits as a float array (n, 2) after checking them; errors name the row.

    >>> checked_limits([[80, 90], [90, 80]])
    Traceback (most recent call last):
    ...
    ValueError: row 1: lower limit 90.0 is not below upper limit 80.0
    """
    limits = np.asarray(endog, dtype=float)
    if limits.ndim != 2 or limits.shape[1] != 2 or not len(limits):
        raise ValueError(f"limits have shape {limits.shape}; expected (n, 2): lower and upper limit of each score")
    low, high = limits.T
    for wrong, text in (
        (~np.isfinite(limits).all(axis=1), "limits {low} and {high} are not both numbers"),
        (low >= high, "lower limit {low} is not below upper limit {high}"),
        ((low < 0) | (high > TOP), "limits {low} and {high} leave the scale from 0 to 100"),
    ):
        if wrong.any():
            i = int(np.argmax(wrong))
            raise ValueError(f"{row_name(endog, i)}: " + text.format(low=low[i], high=high[i]))
    return limits


class IntervalRegression(CheckedModel):
    r"""Linear model for scores known up to an interval.

    Parameters
    ----------
    endog
        Lower and upper limit of each score, shape (n, 2), on the scale from 0 to 100. A limit at 0 or 100 is the end of
        the scale. Open or closed limits are the same to a continuous latent.
    exog
        Design matrix (n, k), with its own column of ones where an intercept is wanted; a frame names the terms.
    latent
        ``logit_normal`` (primary), ``truncated_normal`` or ``beta``.
    groups
        Label of the unit that each observation belongs to, for covariances and bootstrap by unit, shape (n,).

    Raises
    ------
    ValueError
        Limits out of order or off the scale (row named), unknown family, dependent columns.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> scores = 100 / (1 + np.exp(-1.5 - 0.4 * rng.standard_normal(400)))
    >>> limits = np.array([0, 65, 80, 90, 100])
    >>> band = np.searchsorted(limits, scores) - 1
    >>> model = IntervalRegression(np.column_stack([limits[band], limits[band + 1]]), np.ones((400, 1)))
    >>> model.fit().params.round(2)  # the truth: 1.5, log 0.4 = -0.92
    array([ 1.48, -0.94])
    """

    def __init__(
        self,
        endog: np.ndarray | pd.DataFrame,
        exog: np.ndarray | pd.DataFrame,
        *,
        latent: str = "logit_normal",
        groups: Sequence[object] | np.ndarray | None = None,
    ) -> None:
        """Check the data."""
        self.latent = latent_family(latent)
        limits = checked_limits(endog)
        same_rows(endog=endog, exog=exog, groups=groups)
        super().__init__(limits, exog, groups, self._scale_names(), ones=False)
        self.lower, self.upper = limits.T.copy()
        self.results_class = IntervalRegressionResults

    def _scale_names(self) -> list[str]:
        return [self.latent.scale_name]

    @classmethod
    def from_formula(
        cls,
        formula: str,
        data: pd.DataFrame,
        *,
        groups: str | None = None,
        **options: object,
    ) -> Self:
        """Build the model from a formula with both limits on the left: ``lower + upper ~ belt + C(year)``.

        ``groups`` names a column of ``data``; ``options`` go to the class. Missing values are an error.
        """
        left, _, right = formula.partition("~")
        limits = [name.strip() for name in left.split("+")]
        if len(limits) != 2:
            raise ValueError(f"formula {formula!r}: expected two limits on the left, such as lower + upper ~ belt")
        complete(data, limits if groups is None else [*limits, groups])
        frame, columns_of = by_formula(right, data, depth=1)
        model = cls(data[limits], frame, groups=None if groups is None else data[groups], **options)
        model.columns = columns_of
        return model

    def design(self, data: pd.DataFrame | np.ndarray | None = None) -> np.ndarray:
        """Design matrix (m, k) of new rows, by default the model's own: by the formula or the names of its columns."""
        return self.exog if data is None else self.columns.matrix(data)

    # ------------------------------------------------------------------------------------------------ likelihood
    def split(self, params: np.ndarray) -> tuple[np.ndarray, float]:
        """Coefficients (k,) and log scale from a vector of parameters."""
        k = len(self.design_names)
        return np.asarray(params)[:k], float(np.asarray(params)[k])

    def loglikeobs(self, params: np.ndarray) -> np.ndarray:
        """Log-likelihood of each observation, shape (n,)."""
        beta, tau = self.split(params)
        return self.latent.log_interval(self.lower, self.upper, self.exog @ beta, tau)[0]

    def score_obs(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each observation's log-likelihood, shape (n, k + 1)."""
        beta, tau = self.split(params)
        _, d_eta, d_tau = self.latent.log_interval(self.lower, self.upper, self.exog @ beta, tau)
        return np.column_stack([d_eta[:, None] * self.exog, d_tau])

    def hessian(self, params: np.ndarray) -> np.ndarray:
        """Second derivatives of the log-likelihood, shape (k + 1, k + 1)."""
        beta, tau = self.split(params)
        by_eta, by_both, by_tau = self.latent.curvature(self.lower, self.upper, self.exog @ beta, tau)
        cross = self.exog.T @ by_both
        return np.block([[(self.exog.T * by_eta) @ self.exog, cross[:, None]], [cross, by_tau.sum()]])

    @property
    def start_params(self) -> np.ndarray:
        """Least squares of band midpoints on the scale of the location (open ends by a third of the band)."""
        floor, ceiling = np.maximum(self.lower, 0.0), np.minimum(self.upper, TOP)
        middle = np.where(ceiling >= TOP, floor + (TOP - floor) * 0.35, 0.5 * (floor + ceiling))
        target = self.latent.location(np.where(floor <= 0, 0.8 * ceiling, middle))
        beta = np.linalg.lstsq(self.exog, target, rcond=None)[0]
        spread = np.sqrt(np.mean((target - self.exog @ beta) ** 2))
        return np.append(
            beta, self.latent.scale_start(max(float(spread), 0.05 * float(np.std(target)) + 1e-3), beta[0])
        )

    # ------------------------------------------------------------------------------------------------ estimation
    def require_estimable(self) -> None:
        r"""Raise :class:`SeparationError` or ``ValueError`` where no finite maximum of the likelihood exists.

        In :math:`\beta/\sigma` and :math:`1/\sigma` the normal likelihood is log-concave, so a finite maximum exists
        unless some direction never lowers it (exact for the logit-normal, and the leading case for the others):
        a group all of whose scores lie in the top band, or coefficients that meet every band with no error at all.
        """
        low, high = self.latent.location(self.lower), self.latent.location(self.upper)
        exog, has_low, has_high = self.exog, np.isfinite(low), np.isfinite(high)
        cone = np.vstack(
            [np.column_stack([exog[has_low], -low[has_low]]), -np.column_stack([exog[has_high], -high[has_high]])]
        )
        bands = np.unique(np.column_stack([self.lower, self.upper]), axis=0)
        if len(bands) == 1:
            raise ValueError(f"no variation: all {len(low)} scores lie between {bands[0, 0]:g} and {bands[0, 1]:g}")
        if np.linalg.matrix_rank(cone) < cone.shape[1]:
            raise ValueError("the scale is not identified: the limits cut the score at one point only")
        direction = recession_direction(np.vstack([cone, np.append(np.zeros(exog.shape[1]), 1.0)]))
        if direction is None:
            return
        terms = [n for n, d in zip(self.design_names, direction[:-1], strict=True) if d != 0]
        if direction[-1] != 0:
            raise SeparationError(
                "the design meets every interval without error: the scale would shrink to zero", terms
            )
        raise SeparationError(
            f"no finite estimate: the likelihood rises without end along {', '.join(terms)}; merge or drop", terms
        )

    # ------------------------------------------------------------------------------------------------ prediction
    def predict(self, params: np.ndarray, exog: np.ndarray | pd.DataFrame | None = None) -> np.ndarray:
        """Expected score (0-100) for each row of a design, or of data for the formula; columns go by name."""
        beta, tau = self.split(params)
        return self.latent.mean(self.design(exog) @ beta, tau)

    def predictive_density(self, params: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        """Density of the scores (n, m) of the n observations before their own band is used."""
        beta, tau = self.split(params)
        eta = (self.exog @ beta)[:, None]
        return lambda scores: np.exp(self.latent.log_density(self.latent.transformed(scores), eta, tau))


class IntervalRegressionResults(CheckedResults):
    """Estimates of an :class:`~.model.IntervalRegression`."""

    def predict(self, exog: pd.DataFrame | np.ndarray | None = None) -> pd.Series | np.ndarray:
        """Expected score (0-100) of each row: of a design by the names of its columns, or of data for the formula.

        A frame gives a series with its index. ``ValueError`` for columns that are missing or unknown.
        """
        scores = self.model.predict(np.asarray(self.params), exog)
        return pd.Series(scores, exog.index) if isinstance(exog, pd.DataFrame) else scores

    def predictive(self) -> BandPredictive:
        """Distribution of every score given its band (and, with a random intercept, the unit's other bands)."""
        density = self.model.predictive_density(np.asarray(self.params))
        return predictive_from_density(self.model.lower, self.model.upper, density)
