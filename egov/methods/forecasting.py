"""Forecasts of ordered categories: a pool weighted by past scores, probabilities as written, records and outcomes.

Probabilities are arrays (forecasts, categories) in the categories' order, as in :mod:`egov.methods.scoring`.

References: Hall and Mitchell (2007), Combining density forecasts, Int. J. Forecasting 23; Geweke and Amisano (2011),
Optimal prediction pools, J. Econometrics 164; Yao et al. (2018), Using stacking to average Bayesian predictive
distributions, Bayesian Analysis 13; Dempster, Laird and Rubin (1977), JRSS B 39 (the EM steps).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from egov.methods.checks import complete
from egov.methods.scoring import log_score, ranked_probability_score

Array = np.ndarray
STEPS = 2000  # of the EM algorithm


def pool_weights(probability: Array) -> Array:
    """Weights of the linear pool of forecasters (or models: stacking) with the best mean logarithmic score, by EM.

    ``probability`` (forecasts, forecasters) is what each gave, beforehand, to what happened. Without a past, all weigh
    the same. Returns (forecasters,), which sums to one.

    >>> pool_weights([[0.8, 0.2], [0.7, 0.4], [0.1, 0.9]]).round(2)
    array([0.53, 0.47])
    """
    p = np.asarray(probability, dtype=float)
    if p.ndim != 2 or not p.shape[1] or not np.all((p >= 0) & (p <= 1)) or not np.all(p.sum(axis=1) > 0):
        raise ValueError(
            f"probability {p.shape}: expected (forecasts, forecasters), between 0 and 1, not all 0 in a row"
        )
    weight = np.full(p.shape[1], 1 / p.shape[1])
    for _ in range(STEPS if len(p) else 0):
        share = p * weight
        weight = (share / share.sum(axis=1, keepdims=True)).mean(axis=0)
    return weight


def written_probabilities(probability: Array, decimals: int = 4) -> Array:
    """Probabilities rounded so that every row still sums to one exactly: the largest takes what rounding left over.

    >>> written_probabilities([[1 / 3, 1 / 3, 1 / 3]], 2)
    array([[0.34, 0.33, 0.33]])
    """
    scale = 10**decimals
    p = np.asarray(probability, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        row, column = np.argwhere(~((p >= 0) & (p <= 1)))[0]
        raise ValueError(f"probability, row {row}, category {column}: {p[row, column]} does not lie between 0 and 1")
    whole = np.floor(np.round(p * scale, 6) + 0.5).astype(int)
    whole[np.arange(len(whole)), whole.argmax(axis=1)] += scale - whole.sum(axis=1)
    return whole / scale


def score_records(records: pd.DataFrame, outcomes: pd.DataFrame, categories: Sequence[str]) -> pd.DataFrame:
    """Score recorded forecasts against what has become known, also where that is known of some units only.

    Parameters
    ----------
    records
        One row a record, kind of unit, unit, year and category: ``record``, ``unit_type``, ``unit``, ``year``,
        ``band`` and ``probability``.
    outcomes
        One row a unit whose outcome is known: ``unit_type``, ``unit``, ``year``, ``band``.
    categories
        The bands, lowest first.

    Returns
    -------
    pandas.DataFrame
        One row a record and unit with a known outcome: record, unit_type, unit, year, band (what came), probability
        (given to it), rps, log_score, and ``units`` and ``known``: how many units the record holds for that kind and
        year, and of how many the outcome is known. Where ``known`` is the smaller, the units are no sample of all:
        whose outcome is heard of first depends on the outcome. Empty while nothing is known.

    Raises
    ------
    ValueError
        A unit with two outcomes, an outcome that is no category, a forecast that does not name every category, a
        missing value (row named).

    Examples
    --------
    >>> one = {"record": "a", "unit_type": "city", "unit": "x", "year": 2022, "band": ["low", "high"]}
    >>> records = pd.DataFrame(one | {"probability": [0.25, 0.75]})
    >>> known = pd.DataFrame({"unit_type": ["city"], "unit": ["x"], "year": [2022], "band": ["high"]})
    >>> score_records(records, known, ["low", "high"])[["probability", "rps", "units", "known"]].values.tolist()
    [[0.75, 0.0625, 1.0, 1.0]]
    """
    key, kind = ["unit_type", "unit", "year"], ["record", "unit_type", "year"]
    complete(outcomes, [*key, "band"])
    complete(records, ["record", *key, "band", "probability"])
    came = outcomes[[*key, "band"]].astype({"unit_type": "str", "band": "str"})
    if came.duplicated(key).any():
        raise ValueError(f"two outcomes of one unit: {came[came.duplicated(key)].iloc[0].tolist()}")
    if wrong := sorted(set(came["band"]) - set(categories)):
        raise ValueError(f"outcome {wrong[0]!r}: expected one of {', '.join(categories)}")
    wide = records.astype({"unit_type": "str", "band": "str"}).pivot(
        index=["record", *key], columns="band", values="probability"
    )
    wide = wide.reindex(columns=list(categories))
    if wide.isna().any(axis=None):
        raise ValueError(f"record {wide.index[wide.isna().any(axis=1)][0]}: expected a probability for every category")
    wide = wide.reset_index()
    wide["units"] = wide.groupby(kind)["unit"].transform("size")
    out = wide.merge(came, on=key, how="inner").sort_values(["record", *key], ignore_index=True)
    out["known"] = out.groupby(kind)["unit"].transform("size")
    p = out[list(categories)].to_numpy(dtype=float)
    end = pd.Categorical(out["band"], categories).codes.astype(int)
    scores = (ranked_probability_score(p, end), log_score(p, end)) if len(out) else (p[:, 0], p[:, 0])
    out = out.assign(probability=p[np.arange(len(out)), end], rps=scores[0], log_score=scores[1])
    return out[["record", *key, "band", "probability", "rps", "log_score", "units", "known"]]
