"""Leave-one-group-out cross-validation of interval regressions by the logarithmic score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from egov.methods.checks import labels
from egov.methods.interval_regression.model import IntervalRegression


def leave_one_group_out(
    model: IntervalRegression, by: Sequence[object] | np.ndarray, start_params: np.ndarray | None = None
) -> pd.DataFrame:
    r"""Predictive log score of each group of observations under the model fitted without it.

    With :math:`\hat\theta_{-g}` from all other observations, the score is :math:`\ell(\text{all}) -
    \ell(\text{all but } g)` at :math:`\hat\theta_{-g}`: with a random intercept, the log probability of the held-out
    bands given the same units' remaining ones. Higher is better: the cross-validated logarithmic score (Stone, 1974;
    Gneiting and Raftery, 2007).

    Parameters
    ----------
    model
        An unfitted :class:`~.model.IntervalRegression` or a subclass.
    by
        Group of each observation, such as its year.
    start_params
        Where each fit starts, the estimate from all groups, say: the same maxima in less time.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``n``, ``log_score`` (sum over the group), ``log_score_mean`` (an observation).

    Raises
    ------
    ValueError
        Without the group a coefficient is not identified (a dummy for each year, say); names the group.
    """
    group = labels(by, len(model.lower), "by")
    rows = []
    for label in pd.unique(group):
        held = group == label
        try:
            rest = model.subset(~held)
            params = np.asarray(rest.fit(start_params, cov_type="nonrobust").params)
        except ValueError as error:
            raise ValueError(f"without {label} the model cannot be fitted: {error}") from error
        whole = model.subset(np.arange(len(group)))
        for name, value in rest._options().items():  # the same quadrature for both
            setattr(whole, name, value)
        score = whole.loglike_at(params) - rest.loglike_at(params)
        rows.append({"group": label, "n": int(held.sum()), "log_score": score, "log_score_mean": score / held.sum()})
    return pd.DataFrame(rows)
