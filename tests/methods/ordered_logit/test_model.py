"""Ordered logit against R's polr, and statsmodels; separation; ridge; gradients."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.tools.numdiff import approx_fprime, approx_hess

from egov.methods import likelihood
from egov.methods.likelihood import ConvergenceError, SeparationError
from egov.methods.ordered_logit import OrderedLogit
from tests.methods.interval_regression.panel import panel

TERMS = ["east", "year", "gdp"]
# R 4.2.2, MASS: polr(factor(band) ~ east + year + gdp, Hess = TRUE, reltol = 1e-14)
POLR = [1.690159724953, 0.552409222716, 0.315210830661, -4.089401977785, 0.860891026928, 3.432052456039]
POLR_SE = [0.637907101826, 0.105600050279, 0.443218739866, 1.055209342079, 0.399787725388, 0.475067689198]
POLR_LOGLIK = -181.618486765


@pytest.fixture(scope="module")
def data():
    return panel()


@pytest.fixture(scope="module")
def apart():
    """The lower category never occurs where x is one."""
    x = np.repeat([0.0, 1.0], 10)
    return pd.Series(np.repeat([0, 1, 2], [6, 4, 10])), pd.DataFrame({"x": x, "z": np.tile([0.0, 1.0], 10)})


def test_matches_polr(data):
    results = OrderedLogit(data["band"], data[TERMS]).fit()
    table = results.coefficients()
    assert table["term"].tolist() == [*TERMS, "0|1", "1|2", "2|3"]
    np.testing.assert_allclose(table["estimate"], POLR, atol=1e-6)
    np.testing.assert_allclose(table["se"], POLR_SE, rtol=1e-4)  # polr differentiates its Hessian numerically
    assert results.llf == pytest.approx(POLR_LOGLIK, abs=1e-8)
    assert results.aic == pytest.approx(12 - 2 * POLR_LOGLIK, abs=1e-7)


def test_matches_statsmodels(data):
    mine = OrderedLogit(data["band"], data[TERMS]).fit()
    theirs = OrderedModel(data["band"], data[TERMS], distr="logit").fit(method="bfgs", disp=0, gtol=1e-8)
    assert theirs.mle_retvals["converged"]  # with an unused category it returns its start values, without an error
    k = len(TERMS)
    np.testing.assert_allclose(mine.params[:k], theirs.params.iloc[:k], atol=1e-5)
    np.testing.assert_allclose(mine.params[k:], theirs.model.transform_threshold_params(theirs.params)[1:-1], atol=1e-5)
    np.testing.assert_allclose(mine.predict(), theirs.predict(), atol=1e-6)
    assert mine.predict(data[TERMS].head(2)).columns.tolist() == ["0", "1", "2", "3"]


def test_clusters_sandwich_by_hand(data):
    model = OrderedLogit(data["band"], data[TERMS], groups=data["unit"])
    results = model.fit()
    params = np.asarray(results.params)
    bread = np.linalg.inv(-approx_hess(params, model.loglike))
    scores = approx_fprime(params, model.loglikeobs, centered=True)
    sums = pd.DataFrame(scores).groupby(data["unit"]).sum().to_numpy()
    np.testing.assert_allclose(results.cov_params(), 40 / 39 * bread @ sums.T @ sums @ bread, rtol=2e-3, atol=1e-5)


@pytest.mark.parametrize("ridge", [0, 0.7])
def test_gradients(data, ridge):
    model = OrderedLogit(data["band"], data[TERMS], ridge=ridge)
    for params in (model.start_params, model.start_params + np.array([0.8, 0.3, -0.5, 0.4, -0.3, 0.2])):
        curved = approx_fprime(params, model.score, centered=True)
        np.testing.assert_allclose(model.hessian(params), curved, rtol=1e-6, atol=1e-5)
        numeric = approx_fprime(params, model.loglike, centered=True)
        np.testing.assert_allclose(model.score(params), numeric, rtol=1e-6, atol=1e-6)
        by_row = approx_fprime(params, model.loglikeobs, centered=True)
        np.testing.assert_allclose(model.score_obs(params), by_row, rtol=1e-6, atol=1e-6)


def test_separation_is_found_and_named(apart):
    y, x = apart
    model = OrderedLogit(y, x)
    assert "x" in model.separated_terms()
    assert "z" not in model.separated_terms()
    with pytest.raises(SeparationError, match="no finite estimate of x") as caught:
        model.fit()
    assert "x" in caught.value.terms
    overlapping = y.copy()
    overlapping.iloc[-1] = 0
    overlapping.iloc[0] = 2
    assert OrderedLogit(overlapping, x).separated_terms() == ()


def test_a_ridge_makes_separated_estimates_finite(apart):
    y, x = apart
    results = OrderedLogit(y, x, ridge=1).fit()
    table = results.coefficients().set_index("term")
    assert 1 < table.loc["x", "estimate"] < 10
    assert table["se"].max() < 5
    assert results.gradient_norm < 1e-6
    assert table.loc["0|1", "estimate"] < table.loc["1|2", "estimate"]


def test_the_ridge_vanishes_and_grows(data):
    free = OrderedLogit(data["band"], data[TERMS]).fit().coefficients()["estimate"]
    weak = OrderedLogit(data["band"], data[TERMS], ridge=1e-8).fit().coefficients()["estimate"]
    np.testing.assert_allclose(free, weak, atol=1e-6)
    strong = OrderedLogit(data["band"], data[TERMS], ridge=1e6).fit().coefficients()["estimate"]
    assert np.abs(strong[:3]).max() < 1e-3
    shares = np.cumsum(np.bincount(data["band"]))[:3] / len(data)
    np.testing.assert_allclose(strong[3:], np.log(shares / (1 - shares)), atol=1e-2)


def test_categories_by_name_and_unused_ones():
    bands = pd.Categorical(["中", "高", "中", "高", "中", "高"], categories=["低", "中", "高", "非常高"], ordered=True)
    results = OrderedLogit(bands, pd.DataFrame({"x": [0, 1, 1, 0, 0, 1.0]})).fit()
    assert results.coefficients()["term"].tolist() == ["x", "中|高"]
    assert results.predict().columns.tolist() == ["中", "高"]


def test_what_cannot_be_estimated(data, monkeypatch):
    with pytest.raises(ValueError, match="no variation: every observation is 2"):
        OrderedLogit([2, 2, 2], np.arange(3.0)[:, None])
    with pytest.raises(ValueError, match="'one' of the design is a linear combination"):
        OrderedLogit(data["band"], data.assign(one=1.0)[["east", "one"]])
    with pytest.raises(ValueError, match="expected a factor from 0 up"):
        OrderedLogit(data["band"], data[TERMS], ridge=-1)
    with pytest.raises(ValueError, match="row 1: the category is missing"):
        OrderedLogit(pd.Categorical(["a", None, "b"], ordered=True), np.arange(3.0)[:, None])
    monkeypatch.setattr(likelihood, "STEPS", 1)
    with pytest.raises(ConvergenceError, match="gradient norm"):
        OrderedLogit(data["band"], data[TERMS]).fit()
