"""Many ordered logits at once: the maximum is one, unidentified resamples are missing, weights are counts."""

from __future__ import annotations

import numpy as np
import pytest

from egov.methods.ordered_logit import OrderedLogit, fit_many, probability_above, unit_weights


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((150, 3))
    latent = x @ [1.0, -0.5, 0.0] + rng.logistic(size=150)
    return np.digitize(latent, [-1, 0.5, 2]), x


def test_gradient_vanishes_by_differences(data):
    y, x = data
    w = unit_weights(np.arange(150) // 3, 4, seed=2)
    found = fit_many(y, x, w, ridge=0.3)

    def objective(theta, weight):
        below = np.column_stack([np.zeros(len(y)), *(1 - probability_above(theta, x, c)[0] for c in (1, 2, 3))])
        p = np.diff(np.column_stack([below, np.ones(len(y))]))[np.arange(len(y)), y]
        return (weight * np.log(p)).sum() - 0.15 * (theta[:3] ** 2).sum()

    for theta, weight in zip(found, w, strict=True):
        for step in np.eye(6) * 1e-5:
            assert abs(objective(theta + step, weight) - objective(theta - step, weight)) / 2e-5 < 1e-3


def test_one_fit_is_one_of_many(data):
    y, x = data
    weighted = unit_weights(np.arange(150) // 3, 2, seed=2)
    many = fit_many(y, x, weighted, 0.3)
    for weight, found in zip(weighted.astype(int), many, strict=True):
        one = OrderedLogit(np.repeat(y, weight), np.repeat(x, weight, axis=0), ridge=0.3).fit()
        np.testing.assert_allclose(one.params, found, atol=1e-7)


def test_start_does_not_matter(data):
    y, x = data
    w = np.ones((1, 150))
    one = fit_many(y, x, w, 0.3)
    assert np.allclose(one, fit_many(y, x, w, 0.3, start=[3, -3, 3, -4, 0, 5]), atol=1e-6)


def test_separated_data_has_a_finite_ridge_estimate():
    y, x = np.array([0, 0, 1, 1, 2, 2]), np.array([[0.0], [0], [1], [1], [2], [2]])
    found = fit_many(y, x, np.ones((1, 6)), 0.25)
    assert np.isfinite(found).all()
    assert found[0, 0] > 0


def test_a_resample_without_a_category_is_missing(data):
    y, x = data
    w = np.ones((2, 150))
    w[1, y == 3] = 0
    found = fit_many(y, x, w, 0.3)
    assert np.isfinite(found[0]).all()
    assert np.isnan(found[1]).all()


def test_weights_keep_groups_and_strata_whole():
    groups, strata = np.repeat(np.arange(10), 3), np.repeat([0, 1], 15)
    w = unit_weights(groups, 50, seed=1, strata=strata)
    assert (w.reshape(50, 10, 3) == w.reshape(50, 10, 3)[:, :, :1]).all()
    assert (w[:, :15].sum(axis=1) == 15).all()
    with pytest.raises(ValueError, match="lies in two strata"):
        unit_weights([1, 1], 2, strata=[0, 1])


def test_errors_name_what_is_wrong(data):
    y, x = data
    with pytest.raises(ValueError, match="ridge 0"):
        fit_many(y, x, np.ones((1, 150)), 0)
    with pytest.raises(ValueError, match="expected \\(n,\\)"):
        fit_many(y, x, np.ones((1, 149)), 1)
    with pytest.raises(ValueError, match="at least two kinds"):
        fit_many(np.zeros(3, dtype=int), np.ones((3, 1)), np.ones((1, 3)), 1)
    with pytest.raises(ValueError, match="category 4"):
        probability_above(np.zeros((1, 6)), x, 4)
