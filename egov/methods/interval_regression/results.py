"""What follows from an interval regression on the scale of the scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from egov.methods.interval_regression.prediction import BandPredictive, predictive_from_density
from egov.methods.likelihood import CheckedResults


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
