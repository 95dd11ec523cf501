"""The interval within strata: against scipy's conditional interval, against the test it inverts, and its symmetry."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats.contingency import odds_ratio

from egov.methods.contingency import pair_score, proportional_odds
from egov.methods.permutation import permutation_test, stratified_test

STRATA = [([1, 4, 4, 0], [2, 3, 3, 0]), ([0, 1, 6, 2], [1, 5, 2, 0]), ([0, 0, 0, 3], [0, 0, 0, 0])]


def units(tables):
    """Return codes, group and stratum of the units that some tables count."""
    rows = [
        (code, first, number)
        for number, pair in enumerate(tables)
        for first, row in zip((True, False), pair, strict=True)
        for code, count in enumerate(row)
        for _ in range(count)
    ]
    return (np.array(column) for column in zip(*rows, strict=True))


def compared(tables):
    """The test of some tables."""
    return stratified_test(*units(tables))


def test_two_categories_give_the_conditional_interval_of_an_odds_ratio():
    first, second = [3, 9], [8, 4]
    found = compared([(first, second)]).interval()
    known = odds_ratio([[first[1], second[1]], [first[0], second[0]]], kind="conditional").confidence_interval(0.95)
    for end, ratio in zip(found, (known.low, known.high), strict=True):
        p = proportional_odds(
            np.array([11, 13]) / 24, np.array([0.5, 0.5]), np.array([np.log(ratio) / 2, -np.log(ratio) / 2])
        )
        assert end == pytest.approx(float(pair_score(p[1], p[0])), abs=1e-6)
    x, y = ([code for code, n in enumerate(counts) for _ in range(n)] for counts in (first, second))
    assert permutation_test(x, y).interval() == pytest.approx(found, abs=1e-9)


def test_the_effect_lies_inside():
    found = compared(STRATA)
    lower, upper = found.interval()
    assert -1 < lower < found.effect < upper < 1


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95, 0.99])
def test_zero_is_outside_when_the_test_at_half_the_error_refuses_it(level):
    found = compared(STRATA)
    support, law = found.law()
    p = law[support >= found.score].sum()
    assert (found.interval(level)[0] > 0) == (p < (1 - level) / 2)


def test_exchanging_the_groups_exchanges_the_ends():
    there, back = compared(STRATA).interval(), compared([(b, a) for a, b in STRATA]).interval()
    assert back == pytest.approx((-there[1], -there[0]), abs=1e-8)


def test_complete_separation_has_no_upper_end():
    found = compared([([0, 3], [3, 0])])
    assert (found.effect, found.interval()[1]) == (1.0, 1.0)
    assert found.interval()[0] < 1


@pytest.mark.slow
def test_coverage_in_small_strata():
    """Draws of a design with two strata and ties, with an odds ratio of three: at least the level is covered."""
    rng, sizes = np.random.default_rng(4), [(4, 4), (7, 9)]
    pooled = [np.array([1, 4, 3]) / 8, np.array([1, 8, 7]) / 16]
    shift, weight = np.log(3.0), [n1 * n2 / (n1 + n2 + 1) for n1, n2 in sizes]
    p = [
        proportional_odds(share, np.array(n) / sum(n), np.array([shift / 2, -shift / 2]))
        for share, n in zip(pooled, sizes, strict=True)
    ]
    truth = float(np.dot(weight, [float(pair_score(q[1], q[0])) for q in p]) / sum(weight))
    inside = []
    for _ in range(120):
        tables = [tuple(rng.multinomial(n, q[g]) for g, n in enumerate(pair)) for q, pair in zip(p, sizes, strict=True)]
        lower, upper = compared(tables).interval()
        inside.append(lower <= truth <= upper)
    assert np.mean(inside) >= 0.9


def test_a_level_is_a_share():
    with pytest.raises(ValueError, match="level is 1"):
        compared(STRATA).interval(1)
