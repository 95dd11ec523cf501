"""Scores against their definitions, binomial intervals against scipy and statsmodels, properness by search."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from egov.methods.scoring import (
    climatology_forecast,
    interval_score,
    log_score,
    markov_forecast,
    paired_difference,
    persistence_forecast,
    ranked_probability_score,
    reliability,
    skill,
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


def test_reliability_bins_hold_every_event_once():
    p, y = forecasts(9, 200)
    got = reliability(p, y)
    assert got.n.sum() == 800
    for j, (a, b) in enumerate(zip(got.lower_edge, got.upper_edge, strict=True)):
        inside = (p >= a) & ((p < b) | ((b == 1) & (p == 1)))
        assert got.n[j] == inside.sum()
        if inside.any():
            happened = (y[:, None] == np.arange(4))[inside]
            assert got.observed[j] == pytest.approx(happened.mean())
            assert got.mean_forecast[j] == pytest.approx(p[inside].mean())
            wanted = stats.binomtest(int(happened.sum()), len(happened)).proportion_ci(0.95, "wilson")
            assert (got.lower[j], got.upper[j]) == (pytest.approx(wanted.low), pytest.approx(wanted.high))
    empty = reliability([[0.5, 0.5]], [0], edges=(0, 0.1, 1))
    assert empty.n.tolist() == [0, 2]
    assert np.isnan(empty.observed[0])


def test_reference_forecasts():
    transitions = np.array([[2, 1, 0], [1, 5, 2], [0, 0, 9]])
    now = [0, 2, 1]
    stay = (16 + 0.5) / (20 + 1)
    p = persistence_forecast(transitions, now)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(p[np.arange(3), now], stay)
    np.testing.assert_allclose(p[0, 1:], (1 - stay) / 2)
    np.testing.assert_allclose(markov_forecast(transitions, now)[1], np.array([1, 1, 10]) / 12)
    np.testing.assert_allclose(climatology_forecast([2, 3, 5], 2)[1], np.array([2.5, 3.5, 5.5]) / 11.5)
    np.testing.assert_allclose(persistence_forecast(np.zeros((3, 3)), [1]), [[0.25, 0.5, 0.25]])
    np.testing.assert_allclose(markov_forecast(np.zeros((3, 3)), [1]), np.full((1, 3), 1 / 3))


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
    assert skill(np.array([1.0]), np.array([4.0])) == 0.75


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: log_score([[0.5, 0.6]], [0]), "forecast 0 is .* sum to one"),
        (lambda: log_score([[0.5, 0.5]], [2]), "from 0 to 1"),
        (lambda: log_score([[0.5, 0.5]], [0, 1]), "2 outcomes for 1 forecasts"),
        (lambda: log_score([0.5, 0.5], [0]), r"expected \(forecasts, categories\)"),
        (lambda: interval_score(2.0, 1.0, 1.5, 0.9), "lower <= upper"),
        (lambda: interval_score(1.0, 2.0, 1.5, 90), "between 0 and 1"),
        (lambda: reliability([[0.5, 0.5]], [0], edges=(0.2, 1)), "ascending list"),
        (lambda: persistence_forecast([[1, 2, 3]], [0]), "k x k"),
        (lambda: climatology_forecast([1, 2], smoothing=0), "positive"),
        (lambda: paired_difference([np.inf, 1], [0, 1], [1, 2]), "finite"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
