"""The random intercept: quadrature against a dense grid, gradients, simulated truth, boundaries."""

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import norm
from statsmodels.tools.numdiff import approx_fprime

from egov.methods import likelihood
from egov.methods.interval_regression import (
    ConvergenceError,
    IntervalRegression,
    RandomInterceptIntervalRegression,
)
from egov.methods.interval_regression.latent import FAMILIES
from tests.methods.interval_regression.panel import panel, simulated

FORMULA = "lower + upper ~ east + year + gdp"
DEVIATION = {"logit_normal": 0.8, "truncated_normal": 6.0, "beta": 0.6}
TRUTH = {
    "logit_normal": (np.array([1.4, 0.5, 0.2]), -0.9),
    "truncated_normal": (np.array([81.0, 5.0, 2.0]), 1.3),
    "beta": (np.array([1.4, 0.5, 0.2]), 4.0),
}


@pytest.fixture(scope="module")
def data():
    return panel()


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name == "logit_normal" else pytest.mark.slow, id=name) for name in FAMILIES],
)
def results(request):
    """The primary family in every run, the others with the long tests."""
    return RandomInterceptIntervalRegression.from_formula(
        FORMULA, panel(20, 5), latent=request.param, groups="unit"
    ).fit()


def on_a_grid(model, params, step=0.02):
    """Log-likelihood of each group by a Riemann sum over the intercept from -9 to 9."""
    u = np.arange(-9, 9, step)
    joint = model._joint(params, np.broadcast_to(u, (len(model.group_labels), len(u))))[0]
    return logsumexp(joint - 0.5 * u**2 - 0.5 * np.log(2 * np.pi), axis=1) + np.log(step)


def test_quadrature_matches_a_dense_grid(results):
    model, params = results.model, np.asarray(results.params)
    model.adapt(params)
    np.testing.assert_allclose(model.loglikeobs(params), on_a_grid(model, params), atol=1e-6)
    assert abs(results.quadrature_error()) < 1e-6
    wide = params.copy()
    wide[-1] *= 3  # intercepts that matter more than anything else
    model.adapt(wide)
    np.testing.assert_allclose(model.loglikeobs(wide), on_a_grid(model, wide), atol=2e-3)


def test_gradient_with_nodes_in_place(results):
    model, params = results.model, np.asarray(results.params) + 0.02
    model.adapt(params)
    np.testing.assert_allclose(
        model.score_obs(params), approx_fprime(params, model.loglikeobs, centered=True), atol=1e-6, rtol=1e-6
    )
    np.testing.assert_allclose(
        model.hessian(params), approx_fprime(params, model.score, centered=True), atol=1e-5, rtol=1e-6
    )
    # the gradient is that of the integral itself, not of one particular rule
    truth = approx_fprime(params, lambda p: on_a_grid(model, p, 0.04).sum(), centered=True)
    np.testing.assert_allclose(model.score(params), truth, rtol=1e-4, atol=1e-4)


def test_the_estimate_is_the_maximum_on_the_grid(results):
    model, params = results.model, np.asarray(results.params)
    gradient = approx_fprime(params, lambda p: on_a_grid(model, p, 0.04).sum(), centered=True)
    assert np.abs(gradient).max() < 1e-3
    assert results.gradient_norm < 1e-6
    assert results.aic == pytest.approx(2 * 6 - 2 * results.llf)
    assert results.coefficients()["term"].tolist()[-1] == "sd_group"
    assert not results.at_boundary


def test_predictive_uses_the_other_years(results):
    """Against Bayes' rule on a grid of the intercept and of the score."""
    model, params = results.model, np.asarray(results.params)
    beta, tau = model.split(params)
    u = np.arange(-7, 7, 0.02)
    i = 12
    mine = np.flatnonzero(model.codes == model.codes[i])
    others = mine[mine != i]
    log_u = -0.5 * u**2
    for j in others:
        eta = model.exog[j] @ beta + params[-1] * u
        log_u = log_u + model.latent.log_interval(model.lower[j], model.upper[j], eta, tau)[0]
    score = np.linspace(model.lower[i] + 1e-6, model.upper[i] - 1e-6, 4001)
    eta = model.exog[i] @ beta + params[-1] * u
    density = np.exp(model.latent.log_density(model.latent.transformed(score[:, None]), eta, tau)) @ np.exp(
        log_u - log_u.max()
    )
    cdf = np.cumsum(density) / density.sum()
    ends = results.predictive().interval(0.9).loc[i]
    assert ends["lower"] == pytest.approx(np.interp(0.05, cdf, score), abs=0.02)
    assert ends["upper"] == pytest.approx(np.interp(0.95, cdf, score), abs=0.02)


def test_means_average_over_the_intercepts(results):
    model, params = results.model, np.asarray(results.params)
    beta, tau = model.split(params)
    u = np.arange(-8, 8, 0.02)
    means = model.latent.mean(model.exog[3] @ beta + params[-1] * u, np.full(len(u), tau))
    averaged = means @ norm.pdf(u) * 0.02
    assert results.predict()[3] == pytest.approx(averaged, abs=1e-4)


def test_no_variance_between_groups_ends_at_the_boundary():
    rng = np.random.default_rng(8)
    limits, design, unit, _ = simulated(
        FAMILIES["logit_normal"], rng, units=30, years=4, beta=TRUTH["logit_normal"][0], tau=-0.5
    )
    unit = np.tile(np.arange(30), 4)  # labels that have nothing to do with the scores
    results = RandomInterceptIntervalRegression(limits, design, groups=unit).fit()
    pooled = IntervalRegression(limits, design).fit()
    assert results.llf >= pooled.llf - 1e-6
    if results.at_boundary:
        np.testing.assert_allclose(results.params[:-1], pooled.params, atol=1e-4)


def test_few_nodes_are_doubled_until_the_integral_holds(data):
    model = RandomInterceptIntervalRegression.from_formula(FORMULA, data, groups="unit", nodes=3)
    coarse = model.fit()
    assert model.nodes > 3
    assert abs(coarse.quadrature_error()) < 1e-3


def test_groups_that_cannot_carry_an_intercept(data, monkeypatch):
    with pytest.raises(ValueError, match="every group has one observation"):
        RandomInterceptIntervalRegression.from_formula(FORMULA, data.assign(row=range(200)), groups="row")
    monkeypatch.setattr(likelihood, "TOLERANCE", 0.0)
    with pytest.raises(ConvergenceError):
        RandomInterceptIntervalRegression.from_formula(FORMULA, data, groups="unit", nodes=100).fit()


@pytest.mark.slow
@pytest.mark.parametrize("latent", FAMILIES)
def test_simulated_parameters_come_back(latent):
    (beta, tau), deviation = TRUTH[latent], DEVIATION[latent]
    rng, truth = np.random.default_rng(9), np.array([*beta, tau, deviation])
    estimates, errors = [], []
    for _ in range(25 if latent == "beta" else 100):
        limits, design, unit, _ = simulated(
            FAMILIES[latent], rng, units=60, years=5, beta=beta, tau=tau, deviation=deviation
        )
        results = RandomInterceptIntervalRegression(limits, design, latent=latent, groups=unit).fit()
        estimates.append(results.params)
        errors.append(np.sqrt(np.diag(results.normalized_cov_params)))
    z = (np.array(estimates) - truth) / np.array(errors)
    assert np.abs(z.mean(axis=0))[:-1].max() < 0.5
    assert -0.8 < z.mean(axis=0)[-1] < 0.3  # maximum likelihood underestimates a deviation between groups a little
    assert ((np.abs(z) < 1.96).mean(axis=0) > 0.85).all()


@pytest.mark.slow
@pytest.mark.parametrize("latent", FAMILIES)
def test_score_intervals_cover_the_scores_kept_back(latent):
    (beta, tau), deviation = TRUTH[latent], DEVIATION[latent]
    rng = np.random.default_rng(10)
    limits, design, unit, scores = simulated(
        FAMILIES[latent], rng, units=300, years=5, beta=beta, tau=tau, deviation=deviation
    )
    results = RandomInterceptIntervalRegression(limits, design, latent=latent, groups=unit).fit()
    ends = results.predictive().interval(0.9)
    inside = (scores >= ends["lower"]) & (scores <= ends["upper"])
    assert inside.mean() == pytest.approx(0.9, abs=0.025)
