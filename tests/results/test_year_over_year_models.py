"""Regressions against R, the bootstrap against an independent one, and what separates.

The numbers of R are in ``year_over_year_r.csv``, the calls that gave them in ``year_over_year_r.R``: ``MASS::polr``,
and ``survival::survreg`` of type ``interval2`` with ``gaussian`` on the logit of the limits.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from egov.methods.likelihood import SeparationError
from egov.methods.ordered_logit import OrderedLogit, fit_many, probability_above, unit_weights
from egov.results import year_over_year_models as models
from egov.tables import load

R = pd.read_csv(Path(__file__).with_name("year_over_year_r.csv"))
MODELS = [tuple(key) for key in R[["family", "unit_type", "spec"]].drop_duplicates().itertuples(index=False)]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return models.rows(*(load(t) for t in ("capacity_bands", "units", "province_covariates", "policies")))


def test_rows(frame):
    assert frame.groupby("unit_type").size().to_dict() == {"city": 96, "province": 128}
    lacking = frame[frame["log_gdp"].isna()]
    assert set(zip(lacking["unit"], lacking["year"], strict=True)) == {("新疆兵团", 2018), ("新疆兵团", 2021)}
    guangzhou = frame[(frame["unit"] == "广州") & (frame["year"] == 2020)].iloc[0]
    guangdong = frame[(frame["unit"] == "广东") & (frame["year"] == 2020)].iloc[0]
    assert guangzhou["log_gdp"] == guangdong["log_gdp"]


def test_gross_product_is_of_the_year_before(frame):
    covariates = load("province_covariates").query("unit == '甘肃' and year == 2019 and mention == 1")
    value = covariates.set_index("variable")["value"]
    row = frame[(frame["unit"] == "甘肃") & (frame["year"] == 2020)].iloc[0]
    assert np.exp(row["log_gdp"]) == pytest.approx(value[models.GDP] * 1e8 / (value[models.PEOPLE] * 1e4))


def test_policy_counts_from_its_own_year_to_its_end(frame):
    policy = frame.set_index(["unit_type", "unit", "year"])["policy"]
    assert [bool(policy["province", "广西", y]) for y in (2018, 2019, 2020, 2021)] == [True, True, True, False]
    assert [bool(policy["province", "安徽", y]) for y in (2019, 2020, 2021)] == [False, True, True]
    assert bool(policy["province", "甘肃", 2021])  # names no end


@pytest.mark.parametrize(("family", "unit_type", "spec"), MODELS)
def test_every_finite_model_is_that_of_r(family, unit_type, spec):
    expected = R[(R["family"] == family) & (R["unit_type"] == unit_type) & (R["spec"] == spec)].set_index("term")
    table = load("yoy_models")
    found = table[(table["model"] == f"{family}_{spec}") & (table["unit_type"] == unit_type)].set_index("term")
    assert set(found.index) == set(expected.index)
    assert (found["estimate"] - expected["estimate"]).abs().max() < 1e-3
    assert (found["log_likelihood"] - expected["log_likelihood"]).abs().max() < 1e-3
    assert (found["n"] - expected["n"] == 0).all()


def test_r_has_every_model_with_a_finite_estimate():
    fits = load("yoy_fits").query("estimated and family in ['ordered_logit', 'interval']")
    assert set(MODELS) == set(fits[["family", "unit_type", "spec"]].astype(str).itertuples(index=False, name=None))


def test_where_no_finite_estimate_exists_none_is_given(frame):
    table, notes = load("yoy_models"), load("yoy_fits")
    assert (table["estimate"].abs() < 20).all()
    failed = notes[~notes["estimated"]]
    assert set(failed["unit_type"].astype(str)) == {"city"}
    assert failed["note"].str.contains("lag_top").all()
    with pytest.raises(SeparationError):
        models.fit(frame, "ordered_logit", "city", "base")
    assert set(notes.loc[notes["spec"] != "base", "n"]) == {126, 96, 222}
    p = table.dropna(subset=["p_holm"])
    assert (p["p_holm"] >= p["p"]).all()


def test_unmerged_lowest_band_separates(frame):
    """The reason for the merger: with 低 as a band of its own the likelihood has no maximum."""
    part = models.sample(frame, "province", "base")
    x = models.design(part, "base").assign(lag_lowest=(part["start"] == 0).astype(float))
    with pytest.raises(SeparationError):
        OrderedLogit(part["end"].to_numpy(), x).fit()


def test_batch_is_the_single_fit_on_repeated_rows(frame):
    """A vector of weights is the data set with rows repeated: the batch against one fit after the other."""
    part = models.sample(frame, "both", "policy")
    x, codes = models.design(part, "policy"), np.maximum(part["end"].to_numpy() - 1, 0)
    weights = unit_weights(models.groups(part), 6, seed=3, strata=part["unit_type"].to_numpy(dtype=str))
    found = fit_many(codes, x.to_numpy(), weights, models.RIDGE)
    for row, w in zip(found, weights.astype(int), strict=True):
        one = OrderedLogit(np.repeat(codes, w), x.loc[x.index.repeat(w)], penalty="ridge", ridge=models.RIDGE).fit()
        assert np.abs(one.coefficients()["estimate"].to_numpy() - row).max() < 1e-5


@pytest.mark.slow
def test_bootstrap_against_an_independent_one(frame):
    """Units drawn by plain sampling with replacement and fitted one by one: ends within Monte-Carlo error."""
    table = models.effects(frame, n_resamples=1000).set_index(["unit_type", "spec", "outcome", "term"])
    row = table.loc[("province", "base", "高 or higher", "south")]
    part = models.sample(frame, "province", "base")
    x = models.design(part, "base").to_numpy()
    south = list(models.design(part, "base").columns).index("south")
    codes = np.maximum(part["end"].to_numpy() - 1, 0)
    rng, units = np.random.default_rng(99), part["unit"].unique()
    places = {u: np.flatnonzero(part["unit"] == u) for u in units}
    values = []
    for _ in range(400):
        chosen = np.concatenate([places[u] for u in rng.choice(units, len(units))])
        params = fit_many(codes[chosen], x[chosen], np.ones((1, len(chosen))), models.RIDGE)
        with_, without = x[chosen].copy(), x[chosen].copy()
        with_[:, south], without[:, south] = 1, 0
        gap = probability_above(params, with_, 1) - probability_above(params, without, 1)
        values.append(100 * gap.mean())
    spread = np.std(values)
    low, high = np.quantile(values, [0.025, 0.975])
    error = 3 * 2.7 * spread * np.sqrt(1 / 400 + 1 / 1000)  # an end's standard error is about 2.7 sd / root of draws
    assert abs(low - row["lower"]) < error
    assert abs(high - row["upper"]) < error
    assert row["lower"] < row["estimate"] < row["upper"]


def test_effects_are_what_the_probabilities_say(frame):
    """The effect of the south from the single fit's own probabilities."""
    row = (
        models.effects(frame, n_resamples=20)
        .set_index(["unit_type", "spec", "outcome", "term"])
        .loc[("province", "base", "非常高", "south")]
    )
    results = models.fit(frame, "ordered_logit_ridge", "province", "base")
    x = models.design(models.sample(frame, "province", "base"), "base")
    gap = results.probabilities(x.assign(south=1.0)) - results.probabilities(x.assign(south=0.0))
    assert row["estimate"] == pytest.approx(100 * gap["非常高"].mean(), abs=1e-4)


def test_unknown_family_is_named(frame):
    with pytest.raises(ValueError, match="family 'probit'"):
        models.fit(frame, "probit", "city", "base")
