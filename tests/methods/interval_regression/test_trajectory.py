"""The grid filter against integrals, rectangles of normal laws and the quadrature of the random intercept."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import logistic, multivariate_normal, norm, t

from egov.methods.interval_regression import (
    BandTrajectory,
    RandomInterceptIntervalRegression,
    Trajectory,
    leave_one_year_out,
)
from egov.methods.interval_regression.trajectory import HeavyTailed
from tests.methods.interval_regression.panel import panel

BETA, TAU, OMEGA = np.array([1.4, 0.3, 0.1]), -1.0, 0.5
PARAMS = np.array([*BETA, TAU, OMEGA])


@pytest.fixture(scope="module")
def data():
    return panel(units=12, years=3)


def model_of(data, *assumed, **options):
    exog = np.column_stack([np.ones(len(data)), data["east"], data["year"]])
    return BandTrajectory(
        data["lower"], data["upper"], exog, data["unit"], data["year"], Trajectory(*assumed, **options)
    )


def logits(score):
    with np.errstate(divide="ignore"):
        return np.log(score / 100) - np.log1p(-score / 100)


def ends(data, unit):
    own = data[data["unit"] == unit]
    eta = np.column_stack([np.ones(len(own)), own["east"], own["year"]]) @ BETA
    return logits(own["lower"].to_numpy(float)) - eta, logits(own["upper"].to_numpy(float)) - eta


@pytest.mark.parametrize(
    ("assumed", "noise", "level"),
    [
        ({}, norm, norm),
        ({"noise": "logistic"}, logistic, norm),
        ({"noise": "t4"}, t(4), norm),
        ({"noise": "t4", "level": "t4", "reach": 40}, t(4), t(4)),
    ],
)
def test_a_level_that_stays_is_an_integral(data, assumed, noise, level):
    found = model_of(data, **assumed).log_probability(PARAMS)
    for unit in (0, 5, 7):
        low, high = ends(data, unit)

        def joint(a, low=low, high=high):
            scale = np.exp(TAU)
            return level.pdf(a) * np.prod(noise.cdf((high - OMEGA * a) / scale) - noise.cdf((low - OMEGA * a) / scale))

        assert found[unit] == pytest.approx(np.log(quad(joint, -40, 40, points=[-3, 0, 3], limit=400)[0]), abs=2e-5)


@pytest.mark.parametrize("rho", [0.0, 0.6, 0.9])
def test_a_level_that_drifts_is_a_rectangle_of_a_normal_law(data, rho):
    found = model_of(data, drift=True).log_probability([*PARAMS, rho])
    lag = np.abs(np.subtract.outer(np.arange(3), np.arange(3)))
    law = multivariate_normal(np.zeros(3), OMEGA**2 * rho**lag + np.exp(2 * TAU) * np.eye(3), abseps=1e-8, releps=1e-8)
    for unit in (0, 5, 7):
        low, high = ends(data, unit)
        assert found[unit] == pytest.approx(np.log(law.cdf(high, lower_limit=low)), abs=1e-4)


@pytest.mark.parametrize("options", [{}, {"noise": "t4"}, {"scale": "unit"}, {"scale": "year"}, {"drift": True}])
def test_gradients_are_differences(data, options):
    model = model_of(data, **options)
    scales = [TAU + 0.1 * j for j in range(model.scales)]
    params = np.array([*BETA, *scales, OMEGA, *[0.4] * ("unit" in options.values()), *[0.7] * ("drift" in options)])
    used = np.array([True, False, True])
    step = np.eye(len(params)) * 1e-5
    values = [[model.value_and_gradient(params + h * s, used)[0] for s in (1, -1)] for h in step]
    slope = [(above - below) / 2e-5 for above, below in values]
    np.testing.assert_allclose(model.value_and_gradient(params, used)[1], slope, atol=1e-6)


def test_the_estimate_is_that_of_the_random_intercept(data):
    whole = panel()
    fitted = RandomInterceptIntervalRegression.from_formula("lower + upper ~ east + year", whole, groups="unit").fit()
    estimate = model_of(whole).fit(np.array([1.0, 0.0, 0.0, -1.0, 0.4]))
    assert estimate.log_likelihood == pytest.approx(fitted.llf, abs=1e-4)
    np.testing.assert_allclose(estimate.params, fitted.params, atol=2e-3)


def test_a_year_left_out_is_a_conditional_probability():
    whole = panel()
    model = model_of(whole)
    found = leave_one_year_out(model, model.fit(np.array([1.0, 0.0, 0.0, -1.0, 0.4])))
    rest = whole[whole["year"] != 4]
    without = RandomInterceptIntervalRegression.from_formula("lower + upper ~ east + year", rest, groups="unit").fit()
    both = RandomInterceptIntervalRegression.from_formula("lower + upper ~ east + year", whole, groups="unit", nodes=62)
    assert found[:, 4].sum() == pytest.approx(both.loglike_at(np.asarray(without.params)) - without.llf, abs=2e-3)


def test_laws_of_scores_weigh_levels_by_all_bands(data):
    law = model_of(data).predictive(PARAMS, rows=[4], cells=400)
    low, high = ends(data, data["unit"].iloc[4])
    position, scale = 4 - int(np.flatnonzero(data["unit"] == data["unit"].iloc[4])[0]), np.exp(TAU)
    middle = 0.5 * (law.edges[0, 0] + law.edges[0, -1])
    cut = logits(middle) - (np.array([1, data["east"].iloc[4], data["year"].iloc[4]]) @ BETA)

    def joint(a, upto):
        top = high.copy()
        top[position] = upto
        return norm.pdf(a) * np.prod(norm.cdf((top - OMEGA * a) / scale) - norm.cdf((low - OMEGA * a) / scale))

    below, whole = (quad(joint, -8, 8, args=(end,), limit=200)[0] for end in (cut, high[position]))
    assert np.interp(middle, law.edges[0], law.cdf[0]) == pytest.approx(below / whole, abs=1e-4)


def test_heavy_tails_are_those_of_scipy():
    z = np.linspace(-30, 30, 61)
    for name, law in (("logistic", logistic), ("t4", t(4))):
        own = HeavyTailed(name)
        np.testing.assert_allclose(own._below(z), law.cdf(z), rtol=1e-8)
        np.testing.assert_allclose(own._at(z), law.pdf(z), rtol=1e-8)


def test_a_unit_twice_in_a_year_is_refused(data):
    twice = data.assign(year=0)
    with pytest.raises(ValueError, match="two bands of one year"):
        model_of(twice)


def test_an_unknown_law_is_refused():
    with pytest.raises(ValueError, match="expected logistic or t4"):
        HeavyTailed("cauchy")
