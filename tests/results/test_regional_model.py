"""The model of the scores: fixed in advance, inside the bands, and held against real scores kept aside."""

import ast
from pathlib import Path

import numpy as np
import pytest

from egov.methods.interval_regression import IntervalRegression
from egov.methods.ordered_logit import OrderedLogit
from egov.results import regional_model as model
from egov.results import regional_opinion as opinion
from egov.results.regional_groups import contrasts
from egov.results.regional_scores import advantage, gap_validation, gradient_2019, scored, validation
from egov.tables import load


@pytest.fixture(scope="module")
def data():
    return model.design(load("capacity_bands"), load("units"), "province")


def test_the_model_never_reads_the_scores():
    folder = Path(model.__file__).parent
    for path in folder.glob("regional*.py"):
        texts = [n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)]
        assert ("province_scores" in texts) == (path.name == "regional_scores.py")


def test_primary_fit(data):
    fitted = model.model(data).fit()
    assert fitted.aic == pytest.approx(224.7, abs=0.1)
    terms = dict(zip(fitted.model.exog_names, fitted.params, strict=True))
    assert terms["south"] == pytest.approx(0.589, abs=0.002)


def test_parameter_draws_have_the_covariance(data):
    fitted = model.model(data).fit()
    draws = model.parameter_draws(fitted, 20_000, 1)
    assert np.cov(draws.T) == pytest.approx(np.asarray(fitted.cov_params()), abs=0.01)


def test_draws_keep_bands_means_and_count(data, monkeypatch):
    for name, value in {"CHAINS": 40, "ROUNDS": 3, "BURN_IN": 40}.items():
        monkeypatch.setattr(model, name, value)
    known = model.Printed.read(load)
    drawn = model.ensemble(data, known.totals, known.regions, parameters=1, only=2021)
    part, scores = drawn.of_year(2021)
    assert (scores >= part["lower"].to_numpy()).all()
    assert (scores <= part["upper"].to_numpy()).all()
    assert np.abs(scores.mean(axis=1) - 88.07).max() <= 0.005 + 1e-9
    assert set((scores > scores.mean(axis=1, keepdims=True)).sum(axis=1)) == {19}
    gap = drawn.gap(contrasts(part)["south_north"], 2021)
    assert gap.min() >= 3.64
    assert gap.max() <= 6.17


def test_score_intervals_lie_in_their_bands():
    table = load("score_intervals")
    assert len(table) == 288
    assert (table["lower"] >= table["band_lower"]).all()
    assert (table["upper"] <= table["band_upper"]).all()
    assert (table["lower"] < table["median"]).all()
    assert (table["median"] < table["upper"]).all()


def test_against_real_scores():
    intervals = load("score_intervals")
    frame = scored(load)
    assert len(frame) == 31
    table = validation(intervals, load).set_index("interval")
    assert table.loc["model", "covered"] == 29
    assert table.loc["whole band", "coverage"] == 1.0
    assert table.loc["model", "mean_score"] < table.loc["band, 5 % trimmed at each end", "mean_score"]
    assert advantage(intervals, load)[2] < 0
    assert gap_validation(load("regional_gaps"))[["in_model", "in_bounds"]].all(axis=None)


def test_the_settled_draws_reach_a_tenth():
    """Antithetic pairs: the mean of the draws of the parameters is the estimate itself."""
    fitted = model.model(model.design(load("capacity_bands"), load("units"), "province")).fit()
    draws = model.parameter_draws(fitted, model.PARAMETER_DRAWS, model.SEED)
    assert draws.mean(axis=0) == pytest.approx(np.asarray(fitted.params), abs=1e-12)
    assert len(np.unique(draws, axis=0)) == model.PARAMETER_DRAWS


def test_misses_of_the_first_year_stay_near_two():
    table = load("regional_misses")
    own = table[(table["unit_type"] == "province") & (table["year"] == 2017)]
    assert len(own) == 6
    assert own["miss"].between(1.3, 2.0).all()
    assert set(table.loc[table["year"] == 2016, "design"]) == {model.PRIMARY_DESIGN}


# ------------------------------------------------------------------------------------------------ second opinion
def test_the_ordered_logit_agrees_in_every_question():
    table = load("regional_opinions")
    chance = table[table["measure"] != opinion.ODDS].pivot(
        index=["unit_type", "contrast", "measure"], columns="model", values=["estimate", "lower", "upper"]
    )
    assert len(chance) == 8
    assert (chance["estimate"] > 0).all(axis=None)
    assert (chance["lower"].max(axis=1) < chance["estimate"].min(axis=1)).all()
    assert (chance["upper"].min(axis=1) > chance["estimate"].max(axis=1)).all()


def test_chances_are_those_of_the_models(data):
    ordered = OrderedLogit(data["code"], opinion.columns(data), groups=data["unit"]).fit()
    table = ordered.probabilities(opinion.columns(data))
    for cut in opinion.CUTS.values():
        found = opinion._chance_ordered(ordered, np.asarray(ordered.params), data, cut)
        assert found == pytest.approx(table.iloc[:, cut:].sum(axis=1).to_numpy(), abs=1e-9)
    mixed = model.model(data).fit()
    beta, tau = mixed.model.split(mixed.params)
    rng, eta = np.random.default_rng(0), mixed.model.exog[7] @ beta
    level = eta + mixed.params[-1] * rng.standard_normal(400_000) + np.exp(tau) * rng.standard_normal(400_000)
    found = opinion._chance_interval(mixed, np.asarray(mixed.params), data, 3)[7]
    assert found == pytest.approx((level > np.log(9)).mean(), abs=0.004)


def test_effects_are_the_committed_ones(data):
    held = load("regional_opinions").astype({"unit_type": str}).set_index(["unit_type", "contrast", "model", "measure"])
    pooled = IntervalRegression.from_formula(model.FORMULA, data, groups="unit").fit()
    found = opinion._effect(
        pooled, lambda p, d: opinion._chance_interval(pooled, p, d, 3), data, *opinion.SIDES["south_north"]
    )
    row = held.loc[("province", "south_north", opinion.MODELS[1], "非常高")]
    for name in ("estimate", "lower", "upper"):
        assert row[name] == pytest.approx(found[name], abs=0.0051)


def test_gradient_by_hand():
    found = gradient_2019(load)
    assert found["n"] == 31
    assert found["lower"] < found["slope"] < found["upper"]
    assert found["p"] < 0.01
