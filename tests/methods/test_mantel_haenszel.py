"""The exact conditional test against R 4.2.2, mantelhaen.test(x, exact = TRUE), and against scipy's single tables."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import fisher_exact, hypergeom, nchypergeom_fisher

from egov.methods.mantel_haenszel import detectable_odds_ratio, exact_conditional_test, stratified_tables

# counts in R's order of a stratum turned to rows: statistic, p, estimate, lower, upper
FROM_R = [
    ([3, 3, 10, 17, 8, 10, 4, 43], 11, 0.004696181762, 4.6856469, 1.4279089, 16.570497),
    ([6, 3, 6, 15, 5, 11, 0, 28], 11, 0.00111345269, 9.4914628, 2.0614315, 62.755334),
    ([2, 3, 1, 4, 0, 5, 0, 6, 3, 3, 2, 9], 5, 0.2116192631, 3.3439359, 0.47787171, 29.155926),
    ([0, 4, 3, 4, 0, 3, 2, 6], 0, 0.1337741047, 0, 0, 2.0879022),
    ([4, 0, 3, 4, 3, 0, 2, 6], 7, 0.006795224977, np.inf, 1.6268833, np.inf),
    # R counts the stratum in which all have the outcome as well (16); it says nothing, and is left out here
    ([3, 3, 10, 17, 8, 10, 4, 43, 5, 0, 7, 0], 11, 0.004696181762, 4.6856469, 1.4279089, 16.570497),
]


@pytest.mark.parametrize(("counts", "statistic", "p", "estimate", "lower", "upper"), FROM_R)
def test_values_of_r(counts, statistic, p, estimate, lower, upper):
    found = exact_conditional_test(np.reshape(counts, (-1, 2, 2)))
    assert found.statistic == statistic
    assert found.p == pytest.approx(p, rel=1e-8)
    assert found.odds_ratio == pytest.approx(estimate, rel=1e-5)  # R solves to about 1e-4, the ends to 1e-3
    assert (found.lower, found.upper) == (pytest.approx(lower, rel=2e-3), pytest.approx(upper, rel=2e-3))


def test_one_table_is_fishers_exact_test():
    rng = np.random.default_rng(4)
    for _ in range(50):
        table = rng.integers(0, 9, (2, 2))
        if (table.sum(axis=0) > 0).all() and (table.sum(axis=1) > 0).all():
            assert exact_conditional_test(table[None]).p == pytest.approx(fisher_exact(table).pvalue, rel=1e-9)


def test_law_by_enumeration():
    tables = np.array([[[2, 3], [4, 6]], [[3, 1], [2, 5]], [[1, 1], [1, 2]]])
    laws = []
    for (a, b), (c, d) in tables:
        law = hypergeom(a + b + c + d, a + c, a + b)
        laws.append([(x, law.pmf(x)) for x in range(max(0, a - d), min(a + b, a + c) + 1)])
    total: dict[int, float] = {}
    for cells in product(*laws):
        s = int(sum(x for x, _ in cells))
        total[s] = total.get(s, 0.0) + float(np.prod([p for _, p in cells]))
    seen = total[int(tables[:, 0, 0].sum())]
    found = exact_conditional_test(tables)
    assert found.p == pytest.approx(sum(p for p in total.values() if p <= seen * (1 + 1e-9)), rel=1e-9)


def test_least_odds_ratio_has_the_power_it_claims():
    table = np.array([[7, 9], [4, 20]])
    ratio = detectable_odds_ratio(table[None])
    support = np.arange(0, 12)
    p = [exact_conditional_test([[[a, 16 - a], [11 - a, 13 + a]]]).p for a in support]
    power = nchypergeom_fisher(40, 11, 16, ratio).pmf(support)[np.array(p) <= 0.05].sum()
    assert power == pytest.approx(0.8, abs=1e-6)


def test_strata_that_say_nothing_are_left_out():
    nothing = exact_conditional_test([[[0, 0], [1, 1]], [[2, 0], [3, 0]]])
    assert (nothing.p, nothing.strata, nothing.n) == (1.0, 0, 0)
    assert np.isnan(nothing.odds_ratio)
    assert np.isnan(detectable_odds_ratio([[[1, 0], [0, 1]]]))
    assert np.isnan(detectable_odds_ratio([[[0, 0], [1, 1]]]))


def test_tables_from_rows():
    rng = np.random.default_rng(1)
    yes, first, stratum = rng.random(60) < 0.4, rng.random(60) < 0.5, rng.integers(0, 3, 60)
    tables = stratified_tables(yes, first, stratum)
    for s, ((a, b), (c, d)) in enumerate(tables):
        own = stratum == s
        cells = [(yes & first), (~yes & first), (yes & ~first), (~yes & ~first)]
        assert [a, b, c, d] == [int((cell & own).sum()) for cell in cells]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exact_conditional_test(np.ones((2, 3))), r"expected counts \(strata, 2, 2\)"),
        (lambda: exact_conditional_test([[[1.5, 1], [1, 1]]]), "whole and none negative"),
        (lambda: exact_conditional_test([[[1, 1], [1, 1]]], level=1.2), "level is 1.2"),
        (lambda: detectable_odds_ratio([[[1, 1], [1, 1]]], power=0.01), "0 < alpha < power < 1"),
        (lambda: stratified_tables([1, 0], [1], [0, 0]), "group has shape .1,.: expected one label for each of 2 rows"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
