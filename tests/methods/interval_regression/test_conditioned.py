"""Scores given printed means and counts: draws against brute force over grids."""

import itertools

import numpy as np
import pytest

from egov.methods.interval_regression import IntervalRegression, RandomInterceptIntervalRegression
from egov.methods.interval_regression.conditioned import (
    GroupMean,
    IndependentScores,
    InfeasibleError,
    TabulatedScores,
    feasible_scores,
    sample_conditioned,
)
from egov.methods.interval_regression.latent import FAMILIES
from tests.methods.interval_regression.panel import panel

LOW, HIGH = np.array([90.0, 80.0, 80.0, 65.0]), np.array([100.0, 90.0, 90.0, 80.0])
CASES = {
    "logit_normal": (np.array([2.4, 1.9, 1.6, 1.0]), -0.7),
    "truncated_normal": (np.array([93.0, 87.0, 83.0, 76.0]), 1.6),
    "beta": (np.array([2.4, 1.9, 1.6, 1.0]), 3.2),
}


def brute_force(latent, eta, tau, constraints, points):
    """Weights of all grid points (points^4, 4) under density and constraints."""
    axes = [lo + (hi - lo) * (np.arange(points) + 0.5) / points for lo, hi in zip(LOW, HIGH, strict=True)]
    grid = np.array(list(itertools.product(*axes)))
    weight = np.exp(latent.logpdf(grid, eta, tau)[0].sum(axis=1))
    for c in constraints:
        members = list(c.members)
        mean = grid[:, members].mean(axis=1)
        weight = weight * ((mean >= c.lower) & (mean <= c.upper))
        if c.n_above is not None:
            weight = weight * ((grid[:, members] > mean[:, None]).sum(axis=1) == c.n_above)
    return grid, weight / weight.sum()


CONSTRAINTS = {
    "mean": [GroupMean((0, 1, 2, 3), 84.0, 84.6)],
    "count": [GroupMean((0, 1, 2, 3), 84.0, 84.6, n_above=2)],
    "nested": [GroupMean((0, 1, 2, 3), 83.4, 84.6, n_above=3), GroupMean((1, 2), 84.5, 86.0)],
    "bands": [],
}
QUICK = {("nested", "logit_normal")}
"""The primary family with means, a group within a group and a count; all pairs with the long simulations."""


@pytest.mark.parametrize(
    ("constraints", "latent"),
    [
        pytest.param(
            constraints,
            latent,
            id=f"{kind}-{latent}",
            marks=() if (kind, latent) in QUICK else pytest.mark.slow,
        )
        for kind, constraints in CONSTRAINTS.items()
        for latent in CASES
    ],
)
def test_draws_match_brute_force(latent, constraints):
    eta, tau = CASES[latent]
    grid, weight = brute_force(FAMILIES[latent], eta, tau, constraints, 30)
    found = sample_conditioned(
        IndependentScores(FAMILIES[latent], eta, tau), LOW, HIGH, constraints, draws=9_000, chains=600, seed=3
    )
    mean = weight @ grid
    spread = np.sqrt(weight @ grid**2 - mean**2)
    np.testing.assert_allclose(found.scores.mean(axis=0), mean, atol=0.12)
    np.testing.assert_allclose(found.scores.std(axis=0), spread, atol=0.12)
    for i in range(4):
        order = np.argsort(grid[:, i])
        cdf = np.cumsum(weight[order])
        expected = np.interp([0.1, 0.5, 0.9], cdf, grid[order, i])
        np.testing.assert_allclose(np.quantile(found.scores[:, i], [0.1, 0.5, 0.9]), expected, atol=0.45)
    assert found.rhat.max() < 1.1
    for c in constraints:
        members = np.asarray(c.members)
        means = found.scores[:, members].mean(axis=1)
        assert (means >= c.lower - 1e-9).all()
        assert (means <= c.upper + 1e-9).all()
        if c.n_above is not None:
            assert ((found.scores[:, members] > means[:, None]).sum(axis=1) == c.n_above).all()
    assert (found.scores >= LOW).all()
    assert (found.scores <= HIGH).all()


def test_the_same_seed_gives_the_same_draws():
    target = IndependentScores(FAMILIES["logit_normal"], *CASES["logit_normal"])
    one, two, three = (
        sample_conditioned(target, LOW, HIGH, [GroupMean(range(4), 84.0, 84.1)], draws=50, chains=50, burn_in=5, seed=s)
        for s in (1, 1, 2)
    )
    assert np.array_equal(one.scores, two.scores)
    assert not np.array_equal(one.scores, three.scores)


def test_starting_points_satisfy_everything():
    rng = np.random.default_rng(0)
    low, high = np.repeat([90.0, 80.0, 65.0], [16, 12, 4]), np.repeat([100.0, 90.0, 80.0], [16, 12, 4])
    constraints = [GroupMean(range(32), 88.065, 88.075, n_above=19), GroupMean(range(12, 20), 88.0, 88.5)]
    starts = feasible_scores(low, high, constraints, 6, rng)
    means = starts.mean(axis=1)
    assert ((means > 88.065) & (means < 88.075)).all()
    assert ((starts > means[:, None]).sum(axis=1) == 19).all()
    assert ((starts > low) & (starts < high)).all()
    assert len({tuple((s > m).tolist()) for s, m in zip(starts, means, strict=True)}) > 1


def test_contradictions_and_bad_groups():
    target = IndependentScores(FAMILIES["logit_normal"], *CASES["logit_normal"])
    with pytest.raises(InfeasibleError, match="no scores satisfy"):
        sample_conditioned(target, LOW, HIGH, [GroupMean(range(4), 95.0, 96.0)])
    with pytest.raises(InfeasibleError):  # the unit in the lowest band cannot lie above the mean
        sample_conditioned(target, LOW, HIGH, [GroupMean((0, 3), 80.0, 85.0, n_above=0)])
    for group, message in (
        (GroupMean((0, 4), 80, 81), "different positions from 0 to 3"),
        (GroupMean((0, 0), 80, 81), "different positions"),
        (GroupMean((0, 1), 81, 80), "limits out of order"),
        (GroupMean((0, 1), 80, 81, n_above=2), "2 of 2 members above their mean is impossible"),
        (GroupMean((0, 1), 80, 81, weights=(1, 0)), "expected 2 positive numbers"),
    ):
        with pytest.raises(ValueError, match=message):
            sample_conditioned(target, LOW, HIGH, [group])


def test_weighted_means_hold():
    target = IndependentScores(FAMILIES["beta"], *CASES["beta"])
    group = GroupMean(range(4), 82.0, 82.01, weights=(1, 2, 3, 4))
    draws = sample_conditioned(target, LOW, HIGH, [group], draws=200, burn_in=20).scores
    means = draws @ np.array([0.1, 0.2, 0.3, 0.4])
    assert ((means >= 82.0 - 1e-9) & (means <= 82.01 + 1e-9)).all()
    assert draws.std(axis=0).min() > 0.1


def test_tabulated_densities_are_those_of_the_family():
    family, (eta, tau) = FAMILIES["logit_normal"], CASES["logit_normal"]
    points = TabulatedScores.points(LOW, HIGH)
    table = TabulatedScores(LOW, HIGH, family.logpdf(points, eta[:, None], tau)[0])
    index = np.array([0, 1, 2, 3, 0, 1])
    scores = np.array([97.3, 81.7, 89.9, 66.0, 90.2, 88.8])
    np.testing.assert_allclose(table.logpdf(scores, index), family.logpdf(scores, eta[index], tau)[0], atol=1e-3)


# ---------------------------------------------------------------------------------------------- from a fitted model
@pytest.fixture(scope="module")
def data():
    return panel(12, 3)


@pytest.mark.parametrize(
    "model", [pytest.param(IntervalRegression, marks=pytest.mark.slow), RandomInterceptIntervalRegression]
)
def test_without_constraints_the_draws_are_the_predictive(data, model):
    results = model.from_formula("lower + upper ~ east + year", data, groups="unit").fit()
    rows = np.flatnonzero(data["year"] == 1)
    table = results.predictive()
    one_year = results.sample_conditioned([], rows, draws=8000, chains=400, seed=1)
    np.testing.assert_allclose(one_year.scores.mean(axis=0), table.mean()[rows], atol=0.25)
    expected = table.quantile([0.1, 0.9])[rows].T
    np.testing.assert_allclose(np.quantile(one_year.scores, [0.1, 0.9], axis=0), expected, atol=0.45)


@pytest.mark.slow
def test_all_years_at_once_redraw_the_intercepts(data):
    results = RandomInterceptIntervalRegression.from_formula("lower + upper ~ east + year", data, groups="unit").fit()
    every = results.sample_conditioned([], draws=6000, chains=300, seed=2)
    np.testing.assert_allclose(every.scores.mean(axis=0), results.predictive().mean(), atol=0.3)
    rows = np.flatnonzero(data["year"] < 2)  # the third year informs through its bands only
    some = results.sample_conditioned([], rows, draws=6000, chains=300, seed=3)
    np.testing.assert_allclose(some.scores.mean(axis=0), results.predictive().mean()[rows], atol=0.3)


def test_a_printed_mean_moves_the_draws(data):
    results = IntervalRegression.from_formula("lower + upper ~ east + year", data).fit()
    rows = data["year"].to_numpy() == 1
    free = results.predictive().mean()[rows].mean()
    printed = GroupMean(range(12), free + 0.995, free + 1.005)
    draws = results.sample_conditioned([printed], rows, draws=400, seed=4)
    np.testing.assert_allclose(draws.scores.mean(axis=1), free + 1, atol=0.006)
    assert (draws.scores.mean(axis=0) > results.predictive().mean()[rows] - 0.3).all()
