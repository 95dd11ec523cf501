"""Scores given printed means and counts: exact draws against brute force over grids."""

from functools import reduce

import numpy as np
import pytest
from scipy.stats import norm

from egov.methods.interval_regression import BandPredictive, GroupMean, predictive_from_density, sample_conditioned
from egov.methods.interval_regression.conditioned import InfeasibleError, TailError
from egov.methods.interval_regression.latent import FAMILIES

LOW, HIGH = np.array([90.0, 80.0, 80.0, 65.0]), np.array([100.0, 90.0, 90.0, 80.0])
CASES = {
    "logit_normal": (np.array([2.4, 1.9, 1.6, 1.0]), -0.7),
    "truncated_normal": (np.array([93.0, 87.0, 83.0, 76.0]), 1.6),
    "beta": (np.array([2.4, 1.9, 1.6, 1.0]), 3.2),
}
CONSTRAINTS = {
    "mean": [GroupMean((0, 1, 2, 3), 84.0, 84.6)],
    "count": [GroupMean((0, 1, 2, 3), 84.0, 84.6, n_above=2)],
    "nested": [GroupMean((0, 1, 2, 3), 83.4, 84.6, n_above=3), GroupMean((1, 2), 84.5, 86.0)],
    "bands": [],
}


def density_of(name, scores, eta, tau):
    family = FAMILIES[name]
    return np.exp(family.log_density(family.transformed(scores), eta, tau))


def law(name):
    eta, tau = CASES[name]
    return predictive_from_density(LOW, HIGH, lambda x: density_of(name, x, eta[:, None], tau))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", CONSTRAINTS)
def test_draws_match_brute_force(name, kind):
    axes = [lo + (hi - lo) * (np.arange(30) + 0.5) / 30 for lo, hi in zip(LOW, HIGH, strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 4)
    density = density_of(name, np.stack(axes, axis=1), *CASES[name])
    weight = reduce(np.multiply.outer, density.T).ravel()
    for each in CONSTRAINTS[kind]:
        weight = weight * each.holds(grid)
    weight /= weight.sum()
    drawn = sample_conditioned(law(name), CONSTRAINTS[kind], 30_000, np.random.default_rng(3))
    mean = weight @ grid
    np.testing.assert_allclose(drawn.mean(axis=0), mean, atol=0.12)
    np.testing.assert_allclose(drawn.std(axis=0), np.sqrt(weight @ grid**2 - mean**2), atol=0.12)
    assert all(((drawn[:, list(c.members)].mean(axis=1) - c.upper) < 0.011).all() for c in CONSTRAINTS[kind])
    assert ((drawn >= LOW) & (drawn <= HIGH)).all()


def test_a_mean_far_out_in_the_tail_keeps_its_digits():
    n, peaked = 30, np.linspace(80, 90, 201)
    mass = np.exp(-((peaked[1:] - 82) ** 2) / 0.1)
    one = BandPredictive.from_mass(np.tile(peaked, (n, 1)), np.tile(mass, (n, 1)))
    drawn = sample_conditioned(one, [GroupMean(range(n), 82.595, 82.605)], 2000, np.random.default_rng(0))
    assert np.abs(drawn.mean(axis=1) - 82.6).max() < 0.0051
    assert np.ptp(drawn.mean(axis=0)) < 0.1  # all alike, as the scores are


@pytest.mark.parametrize("deviations", [-13, -9, -5, 5, 6, 7, 9, 13])
def test_a_mean_beyond_the_table_is_refused_and_none_is_drawn_wrong(deviations):
    sd, n = 0.25, 4
    table = predictive_from_density(np.full(n, 80.0), np.full(n, 90.0), lambda x: norm.pdf(x, 85, sd))
    mean = GroupMean(range(n), 85 + deviations * sd - 0.005, 85 + deviations * sd + 0.005)
    if deviations >= 6:  # the probability up to a score has no digits left near 1
        with pytest.raises(TailError, match="too far in the tail of the tabulated laws of these 4 scores"):
            sample_conditioned(table, [mean], 10, np.random.default_rng(0))
    else:
        drawn = sample_conditioned(table, [mean], 20_000, np.random.default_rng(0))
        np.testing.assert_allclose(drawn.std(axis=0), sd * np.sqrt(1 - 1 / n), rtol=0.03)


def test_the_same_state_gives_the_same_draws():
    one, two, three = (
        sample_conditioned(law("beta"), CONSTRAINTS["count"], 50, np.random.default_rng(s)) for s in (1, 1, 2)
    )
    assert np.array_equal(one, two)
    assert one.shape != three.shape or not np.array_equal(one, three)


def test_contradictions_and_bad_groups():
    with pytest.raises(InfeasibleError, match="the means of these 4 scores lie between"):
        sample_conditioned(law("beta"), [GroupMean(range(4), 95.0, 96.0)], 10, np.random.default_rng(0))
    with pytest.raises(InfeasibleError):  # the unit in the lowest band cannot lie above the mean
        sample_conditioned(law("beta"), [GroupMean((0, 3), 80.0, 85.0, n_above=0)], 10, np.random.default_rng(0))
    with pytest.raises(ValueError, match="there are 4 scores"):
        sample_conditioned(law("beta"), [GroupMean((0, 4), 80.0, 81.0)], 10, np.random.default_rng(0))
    for group, message in (
        (((0, 0), 80, 81), "different positions"),
        (((0, 1), 81, 80), "limits out of order"),
        (((0, 1), 80, 81, 2), "2 of 2 members above their mean is impossible"),
    ):
        with pytest.raises(ValueError, match=message):
            GroupMean(*group)
