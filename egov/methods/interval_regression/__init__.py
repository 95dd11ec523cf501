"""Interval regression: linear models for scores of which only bands on a scale ending at 100 are known.

:class:`IntervalRegression` for independent observations, :class:`RandomInterceptIntervalRegression` for units seen in
several years; both condition on printed means and counts (:class:`GroupMean`).

>>> import numpy as np
>>> limits = np.array([[65, 80], [80, 90], [80, 90], [90, 100], [65, 80], [90, 100]])
>>> results = IntervalRegression(limits, np.ones((6, 1))).fit()
>>> results.predict(np.ones((1, 1))).round(1)
array([84.3])
"""

from egov.methods.interval_regression.conditioned import (
    GroupMean,
    InfeasibleError,
    sample_conditioned,
)
from egov.methods.interval_regression.latent import FAMILIES
from egov.methods.interval_regression.model import IntervalRegression, IntervalRegressionResults
from egov.methods.interval_regression.prediction import BandPredictive, predictive_from_density
from egov.methods.interval_regression.random_intercept import RandomInterceptIntervalRegression, RandomInterceptResults
from egov.methods.interval_regression.trajectory import (
    BandTrajectory,
    Trajectory,
    leave_one_year_out,
)
from egov.methods.likelihood import ConvergenceError, SeparationError

__all__ = [
    "FAMILIES",
    "BandPredictive",
    "BandTrajectory",
    "ConvergenceError",
    "GroupMean",
    "InfeasibleError",
    "IntervalRegression",
    "IntervalRegressionResults",
    "RandomInterceptIntervalRegression",
    "RandomInterceptResults",
    "SeparationError",
    "Trajectory",
    "leave_one_year_out",
    "predictive_from_density",
    "sample_conditioned",
]
