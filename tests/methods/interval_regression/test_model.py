"""Interval regression against R, numerical derivatives, simulated truth; errors where nothing can be estimated."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats
from scipy.special import expit, logit
from statsmodels.tools.numdiff import approx_fprime

from egov.methods import likelihood
from egov.methods.interval_regression import (
    ConvergenceError,
    IntervalRegression,
    SeparationError,
)
from egov.methods.interval_regression.latent import FAMILIES, log_normal_interval
from tests.methods.interval_regression.panel import LIMITS, drawn, panel, simulated

FORMULA = "lower + upper ~ east + year + gdp"
# R 4.2.2, survival 3.5.3: survreg(Surv(logit l, logit u, type = "interval2") ~ east + year + gdp, dist = "gaussian"),
# rel.tolerance = 1e-12; then the same maximum by stats::optim for the beta and the truncated normal (reltol = 1e-15).
# Cluster errors: score and Hessian differentiated numerically in R. (survreg's own cluster() is off for interval2
# in this version: residuals(type = "matrix") gives ds, the derivative in log(scale), with the wrong sign.)
SURVREG = [1.2114291091633, 0.4704487664391, 0.1542387116404, 0.0816548503708, -0.771792920028]
SURVREG_SE = [0.1050232883255, 0.1691441783618, 0.0266065988780, 0.1176384403143, 0.0710788867788]
SURVREG_LOGLIK = -185.698541441
CLUSTER_SE = [0.13170609230, 0.27255702739, 0.01512630812, 0.19982510523, 0.06162611134]
OPTIM = {
    "beta": (
        [1.158824584309, 0.464273994709, 0.151722034399, 0.076315510705, 3.552528722345],
        [0.0997062514309, 0.1653801785682, 0.0261802185787, 0.1145637683445, 0.1443736604629],
        -182.810780115,
    ),
    "truncated_normal": (
        [76.68626514568, 6.57944799428, 2.25650961712, 1.30168082733, 1.86144720479],
        [1.5510704325590, 2.4816536420508, 0.4015432754980, 1.7203456517857, 0.0804525919609],
        -180.894724919,
    ),
}
TRUTH = {  # coefficients (ones, side, trend) and log scale
    "logit_normal": (np.array([1.4, 0.5, 0.2]), -0.8),
    "truncated_normal": (np.array([81.0, 5.0, 2.0]), 1.9),
    "beta": (np.array([1.4, 0.5, 0.2]), 3.5),
}


@pytest.fixture(scope="module")
def data():
    return panel()


def some_terms(name, n, rng):
    """Locations, log scales and bands in all corners of what an optimiser may visit."""
    if name == "truncated_normal":
        eta, tau = rng.uniform(60, 115, n), rng.uniform(0.3, 3.2, n)
    else:
        eta, tau = rng.normal(1.5, 1.2, n), rng.uniform(0.5, 6, n) if name == "beta" else rng.uniform(-1.5, 1, n)
    band = rng.integers(0, 4, n)
    cuts = np.array(LIMITS, float)
    return eta, tau, cuts[band], cuts[band + 1]


# ---------------------------------------------------------------------------------------------------- families
@pytest.mark.parametrize("name", FAMILIES)
def test_terms_of_a_family_have_the_derivatives_they_claim(name):
    family, h = FAMILIES[name], 1e-5
    eta, tau, low, high = some_terms(name, 600, np.random.default_rng(1))
    terms = partial(family.log_interval, low, high)
    _, d_eta, d_tau = terms(eta, tau)
    by_eta = (terms(eta + h, tau)[0] - terms(eta - h, tau)[0]) / (2 * h)
    by_tau = (terms(eta, tau + h)[0] - terms(eta, tau - h)[0]) / (2 * h)
    np.testing.assert_allclose(d_eta, by_eta, rtol=2e-6, atol=2e-6)
    np.testing.assert_allclose(d_tau, by_tau, rtol=2e-6, atol=2e-6)


def test_probabilities_are_those_of_scipy():
    rng = np.random.default_rng(2)
    eta, tau, low, high = some_terms("beta", 400, rng)
    a, b = np.exp(tau) * expit(eta), np.exp(tau) * expit(-eta)
    lower_tail = stats.beta.cdf(high / 100, a, b) - stats.beta.cdf(low / 100, a, b)
    upper_tail = stats.beta.sf(low / 100, a, b) - stats.beta.sf(high / 100, a, b)
    expected = np.log(np.maximum(np.where(low >= 80, upper_tail, lower_tail), 1e-300))
    likely = expected > -12
    found = FAMILIES["beta"].log_interval(low, high, eta, tau)[0]
    np.testing.assert_allclose(found[likely], expected[likely], atol=1e-9)

    eta, tau, low, high = some_terms("logit_normal", 400, rng)
    with np.errstate(divide="ignore"):
        normal = stats.norm(eta, np.exp(tau))
        expected = normal.cdf(logit(high / 100)) - normal.cdf(logit(low / 100))
    found = np.exp(FAMILIES["logit_normal"].log_interval(low, high, eta, tau)[0])
    np.testing.assert_allclose(found, expected, atol=1e-12)

    eta, tau, low, high = some_terms("truncated_normal", 400, rng)
    sigma = np.exp(tau)
    cut = stats.truncnorm(-np.inf, (100 - eta) / sigma, eta, sigma)
    found = np.exp(FAMILIES["truncated_normal"].log_interval(low, high, eta, tau)[0])
    np.testing.assert_allclose(found, cut.cdf(high) - np.where(low > 0, cut.cdf(low), 0), atol=1e-9)


def test_normal_intervals_far_in_the_tails_keep_their_digits():
    assert log_normal_interval(-31.0, -30.0) == log_normal_interval(30.0, 31.0)
    assert log_normal_interval(8.0, 8.0 + 1e-9) == pytest.approx(stats.norm.logpdf(8) + np.log(1e-9), abs=1e-5)
    assert log_normal_interval(-np.inf, np.inf) == 0


@pytest.mark.parametrize("name", FAMILIES)
def test_means_densities_and_draws_agree(name):
    family = FAMILIES[name]
    eta, tau = (84.0, 2.0) if name == "truncated_normal" else (1.6, 2.8 if name == "beta" else -0.6)
    bottom = -100 if name == "truncated_normal" else 1e-9

    def density(s):
        return np.exp(family.log_density(family.transformed(np.array(s)), eta, tau))

    parts = [integrate.quad(lambda s: s * density(s), a, b)[0] for a, b in ((bottom, 60), (60, 95), (95, 100 - 1e-9))]
    assert family.mean(eta, tau) == pytest.approx(sum(parts), abs=1e-5)
    draws = drawn(family, np.random.default_rng(3), np.full(200_000, eta), tau)
    assert draws.max() <= 100
    assert draws.mean() == pytest.approx(float(family.mean(eta, tau)), abs=5 * draws.std() / np.sqrt(len(draws)))
    share = ((draws > 80) & (draws <= 90)).mean()
    assert share == pytest.approx(float(np.exp(family.log_interval(80.0, 90.0, eta, tau)[0])), abs=0.005)


# ---------------------------------------------------------------------------------------------------- estimates
def test_logit_normal_matches_survreg(data):
    plain = IntervalRegression.from_formula(FORMULA, data).fit()
    np.testing.assert_allclose(plain.params, SURVREG, atol=1e-7)
    np.testing.assert_allclose(plain.bse, SURVREG_SE, atol=1e-7)
    assert plain.llf == pytest.approx(SURVREG_LOGLIK, abs=1e-8)
    assert plain.aic == pytest.approx(2 * 5 - 2 * SURVREG_LOGLIK, abs=1e-7)
    clustered = IntervalRegression.from_formula(FORMULA, data, groups="unit").fit()
    np.testing.assert_allclose(clustered.bse / np.sqrt(40 / 39), CLUSTER_SE, atol=1e-7)  # R has no factor G / (G - 1)
    assert clustered.gradient_norm < 1e-8
    assert (plain.cov_type, clustered.cov_type) == ("nonrobust", "cluster")


@pytest.mark.parametrize("latent", OPTIM)
def test_beta_and_truncated_normal_match_optim_in_r(data, latent):
    params, errors, log_likelihood = OPTIM[latent]
    results = IntervalRegression.from_formula(FORMULA, data, latent=latent).fit()
    np.testing.assert_allclose(results.params, params, atol=1e-5)
    np.testing.assert_allclose(results.bse, errors, atol=1e-5)
    assert results.llf == pytest.approx(log_likelihood, abs=1e-7)


@pytest.mark.parametrize("latent", FAMILIES)
def test_gradient_of_the_likelihood(data, latent):
    model = IntervalRegression.from_formula(FORMULA, data, latent=latent)
    params = model.start_params + np.linspace(-0.05, 0.05, 5)
    np.testing.assert_allclose(model.score(params), approx_fprime(params, model.loglike, centered=True), rtol=1e-5)
    np.testing.assert_allclose(
        model.score_obs(params), approx_fprime(params, model.loglikeobs, centered=True), atol=1e-5, rtol=1e-5
    )
    np.testing.assert_allclose(
        model.hessian(params), approx_fprime(params, model.score, centered=True), atol=1e-5, rtol=1e-6
    )


@pytest.mark.parametrize("latent", FAMILIES)
def test_bfgs_finds_what_newton_finds(data, latent):
    model = IntervalRegression.from_formula(FORMULA, data, latent=latent)
    np.testing.assert_allclose(model._bfgs(model.start_params), model.fit().params, atol=1e-4)


def test_where_the_likelihood_is_not_concave_bfgs_goes_ahead(data):
    model = IntervalRegression.from_formula(FORMULA, data)
    far = model.start_params + np.array([0, 0, 0, 0, 2.0])
    assert model._newton_step(far) is None
    np.testing.assert_allclose(model.fit(far).params, SURVREG, atol=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("latent", FAMILIES)
def test_simulated_parameters_come_back(latent):
    beta, tau = TRUTH[latent]
    rng, truth = np.random.default_rng(5), np.append(beta, tau)
    estimates, errors = [], []
    for _ in range(120):
        limits, design, _, _ = simulated(FAMILIES[latent], rng, units=60, years=5, beta=beta, tau=tau)
        results = IntervalRegression(limits, design, latent=latent).fit()
        estimates.append(results.params)
        errors.append(results.bse)
    z = (np.array(estimates) - truth) / np.array(errors)
    assert np.abs(z.mean(axis=0)).max() < 0.35  # bias below a third of a standard error
    inside = (np.abs(z) < 1.96).mean(axis=0)
    assert (inside > 0.88).all()


# ---------------------------------------------------------------------------------------------------- predictions
def test_formula_designs_and_means(data):
    results = IntervalRegression.from_formula("lower + upper ~ C(year) + east", data, groups="unit").fit()
    new = pd.DataFrame({"year": [0, 4], "east": [1, 1]})
    np.testing.assert_allclose(results.predict(new), results.predict(results.model.design(new)))
    beta, tau = results.model.split(results.params)
    z = np.linspace(-8, 8, 4001)
    expected = 100 * expit((results.model.design(new) @ beta)[:, None] + np.exp(tau) * z) @ stats.norm.pdf(z) * 0.004
    np.testing.assert_allclose(results.predict(new), expected, atol=1e-6)


@pytest.mark.parametrize("latent", FAMILIES)
def test_score_intervals_hold_their_share(data, latent):
    model = IntervalRegression.from_formula(FORMULA, data, latent=latent)
    results = model.fit()
    beta, tau = model.split(results.params)
    eta = model.exog @ beta
    whole = model.latent.log_interval(model.lower, model.upper, eta, tau)[0]
    central = results.predictive().interval(0.9)
    inside = model.latent.log_interval(central["lower"].to_numpy(), central["upper"].to_numpy(), eta, tau)[0]
    ok = model.lower > 0  # a truncated normal reaches below 0; there the score itself cannot follow
    np.testing.assert_allclose(np.exp(inside - whole)[ok], 0.9, atol=2e-3)
    assert (central["lower"] >= model.lower).all()
    assert (central["upper"] <= model.upper).all()
    below = model.latent.log_interval(np.maximum(model.lower, 1e-9), central["lower"].to_numpy(), eta, tau)[0]
    np.testing.assert_allclose(np.exp(below - whole)[model.lower > 0], 0.05, atol=2e-3)


def test_predictive_mean_is_the_conditional_expectation(data):
    results = IntervalRegression.from_formula(FORMULA, data).fit()
    model = results.model
    density = model.predictive_density(results.params)
    found = results.predictive().mean()
    for i in (0, 1, 7, 30):
        a, b = model.lower[i] + 1e-9, model.upper[i] - 1e-9
        at = lambda s, i=i: density(np.full((len(model.lower), 1), s))[i, 0]  # noqa: E731
        mass, moment = integrate.quad(at, a, b)[0], integrate.quad(lambda s, at=at: s * at(s), a, b)[0]
        assert found[i] == pytest.approx(moment / mass, abs=1e-3)
    draws = results.predictive().rvs(np.random.default_rng(1), 4000)
    np.testing.assert_allclose(draws.mean(axis=0), found, atol=0.4)


# ---------------------------------------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ([[80, 90], [90, 80]], "row 1: lower limit 90.0 is not below upper limit 80.0"),
        ([[80, 90], [90, 101]], "row 1: limits 90.0 and 101.0 leave the scale"),
        ([[80, np.nan], [90, 100]], "row 0: limits 80.0 and nan are not both numbers"),
        ([[80, 90], [100, 100]], "row 1: lower limit 100.0 is not below"),
        ([80, 90], "expected"),
    ],
)
def test_limits_that_make_no_sense(limits, message):
    with pytest.raises(ValueError, match=message):
        IntervalRegression(limits, np.ones((2, 1)))


def test_row_labels_of_a_frame_are_named():
    limits = pd.DataFrame({"lower": [80, 90], "upper": [90, 80]}, index=["北京 2017", "上海 2017"])
    with pytest.raises(ValueError, match="row '上海 2017': lower limit"):
        IntervalRegression(limits, np.ones((2, 1)))


def test_models_that_cannot_be_estimated(data):
    with pytest.raises(ValueError, match="latent family 'gamma': expected one of logit_normal"):
        IntervalRegression.from_formula(FORMULA, data, latent="gamma")
    with pytest.raises(ValueError, match="'copy' of the design is a linear combination"):
        IntervalRegression.from_formula("lower + upper ~ east + copy", data.assign(copy=data["east"]))
    same = data[data["band"] == 3]
    with pytest.raises(ValueError, match=f"no variation: all {len(same)} scores lie between 90 and 100"):
        IntervalRegression.from_formula("lower + upper ~ 1", same).fit()
    split = data.assign(lower=np.where(data["band"] > 1, 80, 0), upper=np.where(data["band"] > 1, 100, 80))
    with pytest.raises(ValueError, match="cut the score at one point only"):
        IntervalRegression.from_formula(FORMULA, split).fit()
    with pytest.raises(ValueError, match="one group alone"):
        IntervalRegression.from_formula(FORMULA, data.assign(one=1), groups="one").fit()
    with pytest.raises(ValueError, match="two limits on the left"):
        IntervalRegression.from_formula("lower ~ east", data)


@pytest.mark.parametrize("latent", FAMILIES)
def test_separation_is_named(data, latent):
    top = data.assign(top=((data["band"] == 3) & (data["east"] == 1)).astype(float))
    with pytest.raises(SeparationError, match="rises without end along top") as caught:
        IntervalRegression.from_formula("lower + upper ~ year + top", top, latent=latent).fit()
    assert caught.value.terms == ("top",)
    known = data.assign(x=data["band"].astype(float))
    with pytest.raises(SeparationError, match="meets every interval without error"):
        IntervalRegression.from_formula("lower + upper ~ C(x)", known[known["band"].isin([1, 2])], latent=latent).fit()


def test_stopping_early_raises_with_the_gradient_norm(data, monkeypatch):
    monkeypatch.setattr(likelihood, "STEPS", 1)
    model = IntervalRegression.from_formula(FORMULA, data)
    with pytest.raises(ConvergenceError, match="gradient norm") as caught:
        model.fit()
    assert caught.value.gradient_norm > 1e-4
