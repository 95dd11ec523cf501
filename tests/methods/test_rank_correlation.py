"""Coefficients for many rankings at once are those that scipy gives one at a time."""

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from egov.methods.rank_correlation import rank_correlations, resampled_correlations

BOTH = [("spearman", spearmanr), ("kendall", kendalltau)]


@pytest.mark.parametrize(("name", "function"), BOTH)
def test_every_row_with_every_row(name, function):
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 9, (4, 25)), rng.integers(0, 4, (3, 25))
    found = rank_correlations(x, y, name)
    for i, j in np.ndindex(4, 3):
        assert found[i, j] == pytest.approx(function(x[i], y[j]).statistic, abs=1e-6)


@pytest.mark.parametrize(("name", "function"), BOTH)
def test_resamples(name, function):
    rng = np.random.default_rng(4)
    x, y = rng.permuted(np.tile(np.arange(20.0), (2, 1)), axis=1), rng.integers(0, 4, 20)
    picks = rng.integers(0, 20, (6, 20))
    found = resampled_correlations(x, y, picks, name)
    for draw, k in np.ndindex(6, 2):
        assert found[draw, k] == pytest.approx(function(x[k][picks[draw]], y[picks[draw]]).statistic, abs=1e-6)


def test_a_constant_has_no_coefficient_and_an_unknown_name_is_refused():
    assert np.isnan(rank_correlations([[1, 1, 1]], [[1, 2, 3]])).all()
    with pytest.raises(ValueError, match="expected one of spearman, kendall"):
        rank_correlations([[1, 2]], [[1, 2]], "pearson")
