"""The smallest effect that an exact test finds: against the test itself, and by simulation."""

import itertools

import numpy as np
import pytest

from egov.methods.contingency import TooManyTables, pair_score, proportional_odds, rows
from egov.methods.permutation import OrdinalTest, jonckheere_test, permutation_test, stratified_test
from egov.methods.power import _rejections, detectable, detectable_effect


def any_table(sizes, margin):
    """Some table of rows of these sizes with this margin: what is detectable hangs on nothing else."""
    units, ends = np.repeat(np.arange(len(margin)), margin), np.cumsum(sizes)[:-1]
    return np.array([np.bincount(part, minlength=len(margin)) for part in np.split(units, ends)])


def test_rejections_are_those_of_the_permutation_test():
    first, second = rows([4, 4, 4], 4), rows([3, 3, 3], 3)
    p = _rejections(4, 3, 3)
    for i, j in itertools.product(range(len(first)), range(len(second))):
        test = permutation_test(np.repeat([0, 1, 2], first[i]), np.repeat([0, 1, 2], second[j]))
        assert p[i, j] == pytest.approx(test.p, abs=1e-12)


@pytest.mark.parametrize("margins", ["random", pytest.param("fixed", marks=pytest.mark.slow)])
def test_detectable_effect_by_simulation(margins):
    """Samples drawn with the odds ratio found: the exact test rejects in 80 % of them, and delta is as stated."""
    n1, n2, margin = 12, 10, np.array([5, 9, 8])
    given = OrdinalTest((any_table([n2, n1], margin),))
    found = detectable(given) if margins == "fixed" else detectable_effect(n1, n2, margin)
    rng = np.random.default_rng(5)
    power, effect = [], []
    for sign in (1, -1):
        shift = sign * found.log_odds_ratio
        p = proportional_odds(margin / 22, np.array([n1, n2]) / 22, np.array([shift / 2, -shift / 2]))
        a, b = rng.multinomial(n1, p[0], 60_000), rng.multinomial(n2, p[1], 60_000)
        effect.append(np.mean(pair_score(b, a)) / (n1 * n2))
        if margins == "fixed":
            keep = np.all(a + b == margin, axis=1)
            a, b = a[keep], b[keep]
        pairs, index = np.unique(np.hstack([a, b]), axis=0, return_inverse=True)
        p_value = [permutation_test(np.repeat([0, 1, 2], r[:3]), np.repeat([0, 1, 2], r[3:])).p for r in pairs]
        hit = np.array(p_value)[index.ravel()] <= 0.05
        power.append((hit.mean(), 4 * np.sqrt(0.16 / len(hit))))
    low, error = min(power)
    assert abs(low - 0.8) < error
    assert max(np.abs(effect)) == pytest.approx(found.effect, abs=0.01)
    assert found.size <= 0.05


def test_detectable_effect_says_when_there_is_none():
    found = detectable_effect(3, 29, [4, 12, 16])
    assert np.isnan(found.effect)
    assert "strongest effect that the margins allow is found with power" in found.reason
    with pytest.raises(ValueError, match="expected equal sums"):
        detectable_effect(3, 4, [4, 4])
    with pytest.raises(ValueError, match="and two groups"):
        detectable_effect(3, 0, [2, 1])
    with pytest.raises(ValueError, match="0 < alpha < power < 1"):
        detectable(permutation_test([1, 2], [2, 3]), 0.01)
    with pytest.raises(TooManyTables, match="take detectable"):
        detectable_effect(40, 40, [20, 20, 20, 20])


def test_larger_samples_detect_smaller_effects_and_two_groups_are_a_trend():
    effects = [detectable_effect(n, n, [n // 2, n, n // 2]).effect for n in (8, 12, 16)]
    assert effects[0] > effects[1] > effects[2]
    x, y = [0] * 2 + [1] * 3 + [2] * 5, [0] * 3 + [1] * 6 + [2] * 3
    two, trend = detectable(permutation_test(x, y)), detectable(jonckheere_test([y, x]))
    one = detectable(stratified_test(x + y, [True] * 10 + [False] * 12, ["a"] * 22))
    for other in (trend, one):
        assert (other.effect, other.size) == (pytest.approx(two.effect, abs=1e-4), pytest.approx(two.size))


@pytest.mark.slow
def test_detectable_trend_by_simulation():
    """Tables drawn with the trend found and kept if their margin is the observed one."""
    sizes, margin = np.array([6, 4, 5]), np.array([5, 5, 5])
    found = detectable(OrdinalTest((any_table(sizes, margin),)))
    p = proportional_odds(margin / 15, sizes / 15, found.log_odds_ratio * np.linspace(-0.5, 0.5, 3))
    rng = np.random.default_rng(8)
    tables = np.stack([rng.multinomial(n, q, 400_000) for n, q in zip(sizes, p, strict=True)], axis=1)
    tables = tables[np.all(tables.sum(axis=1) == margin, axis=1)]
    kinds, index = np.unique(tables.reshape(len(tables), -1), axis=0, return_inverse=True)
    p_value = [jonckheere_test([np.repeat([0, 1, 2], r) for r in kind.reshape(3, 3)]).p for kind in kinds]
    assert np.mean(np.array(p_value)[index.ravel()] <= 0.05) == pytest.approx(0.8, abs=0.02)
