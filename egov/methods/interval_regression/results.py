"""What follows from an interval regression on the scale of the scores: means, gaps, intervals, conditioned draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.base.model import GenericLikelihoodModelResults
from statsmodels.tools.numdiff import approx_fprime

from egov.methods.interval_regression.latent import TOP
from egov.methods.interval_regression.prediction import BandPredictive, Kind, predictive_from_density
from egov.methods.likelihood import ConvergenceError


class IntervalRegressionResults(GenericLikelihoodModelResults):
    """Estimates of an :class:`~.model.IntervalRegression`.

    Beside what statsmodels offers (``params``, ``bse``, ``cov_params()``, ``llf``, ``aic``): ``cov_type``,
    ``gradient_norm``.
    """

    def coefficients(self, level: float = 0.95) -> pd.DataFrame:
        """Estimates as a frame: ``term``, ``estimate``, ``se``, ``lower``, ``upper``, ``p`` (normal approximation)."""
        params, se = np.asarray(self.params), np.sqrt(np.diag(self.cov_params()))
        z = norm.ppf(0.5 + level / 2)
        return pd.DataFrame(
            {
                "term": list(self.model.exog_names),
                "estimate": params,
                "se": se,
                "lower": params - z * se,
                "upper": params + z * se,
                "p": 2 * norm.sf(np.abs(params / se)),
            }
        )

    def predict(self, exog: pd.DataFrame | np.ndarray | None = None) -> pd.Series | np.ndarray:
        """Expected score (0-100) of each row: of a design by the names of its columns, or of data for the formula.

        A frame gives a series with its index. ``ValueError`` for columns that are missing or unknown.
        """
        scores = self.model.predict(np.asarray(self.params), exog)
        return pd.Series(scores, exog.index) if isinstance(exog, pd.DataFrame) else scores

    def mean_scores(
        self,
        exog: pd.DataFrame | np.ndarray | None = None,
        *,
        combination: np.ndarray | None = None,
        level: float = 0.95,
        method: Literal["delta", "simulation"] = "delta",
        draws: int = 4000,
        seed: int = 0,
    ) -> pd.DataFrame:
        r"""Expected scores, or linear combinations of them such as gaps between groups, with intervals.

        Parameters
        ----------
        exog
            Designs, (m, k) or data for the formula; default the model's own.
        combination
            Weights (r, m) or (m,): row :math:`c` gives :math:`\sum_i c_i\, E[s \mid x_i]`. Default: every mean by
            itself.
        method
            ``delta`` (single means on the scale :math:`-\log(1 - \mu/100)`, so that no limit passes 100), or
            ``simulation``: percentiles over draws of the parameters from :math:`N(\hat\theta, V)` (Krinsky and Robb).
        draws, seed
            For the simulation.

        Returns
        -------
        pandas.DataFrame
            ``estimate``, ``se``, ``lower``, ``upper``, in score points.
        """
        design = self.model.design(exog)
        weights = None if combination is None else np.atleast_2d(np.asarray(combination, float))
        if weights is not None and not np.isfinite(weights).all():
            row, column = np.argwhere(~np.isfinite(weights))[0]
            raise ValueError(f"combination, row {row}, mean {column}: {weights[row, column]} is not a finite weight")
        if weights is not None and weights.shape[1] != len(design):
            raise ValueError(f"combination over {weights.shape[1]} means, but the design has {len(design)} rows")

        def value(params: np.ndarray) -> np.ndarray:
            means = self.model.predict(params, design)
            return means if weights is None else weights @ means

        params = np.asarray(self.params)
        estimate, rest = value(params), (1 - level) / 2
        if method == "delta":
            jacobian = np.atleast_2d(approx_fprime(params, value, centered=True))
            se = np.sqrt(np.einsum("ij,jk,ik->i", jacobian, self.cov_params(), jacobian))
            z = norm.ppf(1 - rest)
            if weights is None:
                below = TOP - estimate
                lower, upper = TOP - below * np.exp(z * se / below), TOP - below * np.exp(-z * se / below)
            else:
                lower, upper = estimate - z * se, estimate + z * se
        elif method == "simulation":
            values = np.array([value(p) for p in self.parameter_draws(draws, seed)])
            se = values.std(axis=0, ddof=1)
            lower, upper = np.quantile(values, [rest, 1 - rest], axis=0)
        else:
            raise ValueError(f"method {method!r}: expected delta or simulation")
        return pd.DataFrame({"estimate": estimate, "se": se, "lower": lower, "upper": upper})

    def parameter_draws(self, draws: int, seed: int) -> np.ndarray:
        """Draws of the parameters from their large-sample normal distribution, (draws, k + 1)."""
        rng = np.random.default_rng(seed)
        return rng.multivariate_normal(np.asarray(self.params), self.cov_params(), size=draws, method="eigh")

    def parametric_bootstrap(self, limits: Sequence[float], draws: int, seed: int) -> pd.DataFrame:
        """Estimates from ``draws`` data sets simulated at the estimates and cut at ``limits`` (0, 65, ..., 100).

        The spread of its rows shows what the normal approximation misses in small samples (Efron and Tibshirani, 1993).

        One row a data set; a row of missing values where it has no finite estimate.
        """
        rng, cuts = np.random.default_rng(seed), np.asarray(limits, float)
        model, params = self.model, np.asarray(self.params)
        out = np.full((draws, len(params)), np.nan)
        for r in range(draws):
            band = np.clip(np.searchsorted(cuts, model.simulate(params, rng), side="left") - 1, 0, len(cuts) - 2)
            again = model.subset(np.arange(len(band)))
            again.endog = np.column_stack([cuts[band], cuts[band + 1]])
            again.lower, again.upper = again.endog.T.copy()
            try:
                out[r] = np.asarray(again.fit(params, cov_type="nonrobust").params)
            except (ConvergenceError, ValueError):
                continue
        return pd.DataFrame(out, columns=list(model.exog_names))

    def predictive(self, *, parameter_draws: int = 0, seed: int = 0) -> BandPredictive:
        """Distribution of every score given its band (and, with a random intercept, the unit's other bands).

        ``parameter_draws`` above zero averages over as many draws of the parameters: their uncertainty counts too.
        """
        params = np.asarray(self.params)
        vectors = self.parameter_draws(parameter_draws, seed) if parameter_draws else params[None]
        tables = [
            predictive_from_density(self.model.lower, self.model.upper, self.model.predictive_density(p))
            for p in vectors
        ]
        return BandPredictive(tables[0].edges, np.mean([t.cdf for t in tables], axis=0))

    def score_interval(
        self, level: float = 0.9, kind: Kind = "central", *, parameter_draws: int = 0, seed: int = 0
    ) -> pd.DataFrame:
        """For every observation the interval of its unpublished score given its band: ``lower``, ``upper``.

        ``central`` has the best expected interval score, ``shortest`` the least width.
        """
        return self.predictive(parameter_draws=parameter_draws, seed=seed).interval(level, kind)
