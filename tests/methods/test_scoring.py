"""Scores against their definitions, intervals against scipy, properness by search."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from egov.methods.scoring import (
    crps_of_draws,
    interval_score,
    log_score,
    paired_difference,
    ranked_probability_score,
)


def forecasts(seed, n=30, k=4):
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(k), size=n), rng.integers(0, k, n)


@given(st.integers(0, 1000))
def test_scores_by_their_definitions(seed):
    p, y = forecasts(seed, 5)
    for i in range(5):
        rps = sum((p[i, : j + 1].sum() - (y[i] <= j)) ** 2 for j in range(3))
        assert ranked_probability_score(p, y)[i] == pytest.approx(rps)
        assert log_score(p, y)[i] == pytest.approx(-np.log(p[i, y[i]]))


def test_scores_are_those_of_scoringrules():
    """Values of version 0.10 (``rps_score`` with its categories from 1, ``crps_ensemble`` with estimator ``nrg``)."""
    rng = np.random.default_rng(0)
    p, y = rng.dirichlet(np.ones(4), 3), rng.integers(0, 4, 3)
    rps = [0.15614433129858307, 1.0134326034907934, 0.5860699410132375]
    np.testing.assert_allclose(ranked_probability_score(p, y), rps, atol=1e-12)
    draws, came = np.sin(np.arange(21.0) * 7).reshape(7, 3), np.array([0.2, -0.9, 1.4])
    crps = [0.1762202194344813, 0.652848978022891, 0.8727791229927071]
    np.testing.assert_allclose(crps_of_draws(draws, came), crps, atol=1e-12)
    np.testing.assert_allclose(interval_score(-0.5, 0.8, came, 0.8), [1.3, 5.3, 7.3], atol=1e-12)


def test_ranked_score_is_the_mean_distance_form():
    """Epstein's score equals E|X - y| - E|X - X'|/2 for whole codes: an independent formula."""
    p, y = forecasts(4)
    gap = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    wanted = (p * gap[y]).sum(axis=1) - np.einsum("ni,ij,nj->n", p, gap, p) / 2
    np.testing.assert_allclose(ranked_probability_score(p, y), wanted)


@pytest.mark.parametrize("score", [ranked_probability_score, log_score])
def test_scores_are_proper(score):
    """No other forecast on a grid has a smaller expected score than the truth."""
    truth = np.array([0.2, 0.5, 0.3])
    grid = np.array([(a, b, 20 - a - b) for a in range(21) for b in range(21 - a)]) / 20

    def expected(q):
        each = score(np.repeat(q[None], 3, axis=0), np.arange(3))
        return float(np.where(truth > 0, truth * each, 0).sum())

    best = min(grid, key=expected)
    np.testing.assert_allclose(best, truth)


def test_interval_score_is_proper_and_as_defined():
    rng = np.random.default_rng(1)
    y = rng.normal(0, 1, 20_000)
    ends = np.linspace(1.2, 2.2, 101)
    means = [interval_score(-e, e, y, 0.9).mean() for e in ends]
    assert ends[np.argmin(means)] == pytest.approx(stats.norm.ppf(0.95), abs=0.06)
    assert interval_score(1.0, 2.0, 0.5, 0.8) == pytest.approx(1 + 2 / 0.2 * 0.5)
    assert interval_score(1.0, 2.0, 1.5, 0.8) == pytest.approx(1)


def test_paired_difference_against_all_sign_flips():
    rng = np.random.default_rng(2)
    difference, cluster = rng.normal(-0.3, 0.5, 14), np.repeat(np.arange(7), 2)
    sums = np.bincount(cluster, weights=difference)
    flips = np.array(np.meshgrid(*[[-1, 1]] * 7)).reshape(7, -1).T @ sums
    got = paired_difference(difference, np.zeros(14), cluster)
    assert got.p == pytest.approx(np.mean(np.abs(flips) >= abs(sums.sum()) - 1e-12), abs=0.006)
    own = stats.bootstrap((sums / 2,), np.mean, method="percentile", n_resamples=20_000, rng=np.random.default_rng(3))
    np.testing.assert_allclose([got.lower, got.upper], own.confidence_interval, atol=0.02)
    assert got.mean == pytest.approx(difference.mean())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: log_score([[0.5, 0.6]], [0]), "forecast 0 is .* sum to one"),
        (lambda: log_score([[0.5, 0.5]], [2]), "from 0 to 1"),
        (lambda: log_score([[0.5, 0.5]], [0, 1]), "2 outcomes for 1 forecasts"),
        (lambda: log_score([0.5, 0.5], [0]), r"expected \(forecasts, categories\)"),
        (lambda: interval_score(2.0, 1.0, 1.5, 0.9), "lower <= upper"),
        (lambda: interval_score(1.0, 2.0, 1.5, 90), "between 0 and 1"),
        (lambda: paired_difference([np.inf, 1], [0, 1], [1, 2]), "finite"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
