"""Cliff's delta and exact permutation tests, against brute force over all relabellings and against scipy."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaln, xlogy

from egov.methods import contingency, permutation
from egov.methods.contingency import (
    TooManyTables,
    ordered_table,
    pair_score,
    proportional_odds,
    rows,
    score_distribution,
)
from egov.methods.ordinal import cliffs_delta, delta_interval, stochastic_order
from egov.methods.permutation import holm, jonckheere_test, permutation_test, smirnov_test, stratified_test

CODES = st.lists(st.integers(0, 3), min_size=2, max_size=5)


def sign_sum(x, y):
    """Pairs with x above y minus pairs with x below, by the definition."""
    return sum((a > b) - (a < b) for a in x for b in y)


def relabellings(values, sizes):
    """Every way to deal positions out to groups of the sizes given."""
    if len(sizes) == 1:
        yield [list(values)]
        return
    for first in itertools.combinations(range(len(values)), sizes[0]):
        rest = [v for i, v in enumerate(values) if i not in first]
        for more in relabellings(rest, sizes[1:]):
            yield [[values[i] for i in first], *more]


def share(scores, observed):
    """Brute-force p-value, ties counted."""
    return np.mean(np.abs(scores) >= abs(observed))


# -- tables ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.data())
def test_rows_are_all_rows_once(margin, data):
    size = data.draw(st.integers(0, sum(margin)))
    found = [tuple(map(int, r)) for r in rows(margin, size)]
    wanted = [r for r in itertools.product(*(range(m + 1) for m in margin)) if sum(r) == size]
    assert sorted(found) == sorted(wanted)


def test_weights_are_multivariate_hypergeometric():
    margin, size = np.array([3, 5, 2]), 4
    support, law = score_distribution(margin, [10 - size, size])
    tables = rows(margin, size)
    expected = stats.multivariate_hypergeom.pmf(tables, margin, size)
    score = pair_score(margin - tables, tables)
    for s, p in zip(support, law, strict=True):
        assert p == pytest.approx(expected[score == s].sum(), abs=1e-12)


@pytest.mark.parametrize("sizes", [(2, 3), (2, 2, 3), (1, 2, 2, 2)])
def test_law_under_an_alternative_is_that_of_conditioned_multinomials(sizes):
    """Brute force: every assignment of categories to units, weighted by its probability, kept if the margin fits."""
    rng = np.random.default_rng(7)
    p = rng.dirichlet(np.ones(3), size=len(sizes))
    group = np.repeat(np.arange(len(sizes)), sizes)
    margin = np.bincount(rng.integers(0, 3, len(group)), minlength=3)
    weight = {}
    for codes in itertools.product(range(3), repeat=len(group)):
        if np.array_equal(np.bincount(codes, minlength=3), margin):
            parts = [[c for c, g in zip(codes, group, strict=True) if g == k] for k in range(len(sizes))]
            s = sum(sign_sum(b, a) for a, b in itertools.combinations(parts, 2))
            weight[s] = weight.get(s, 0) + np.prod([p[g, c] for g, c in zip(group, codes, strict=True)])
    support, law = score_distribution(margin, sizes, p)
    assert list(support) == sorted(weight)
    np.testing.assert_allclose(law, np.array([weight[s] for s in sorted(weight)]) / sum(weight.values()), rtol=1e-10)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=4), st.floats(-6, 6), st.floats(0.1, 0.9))
def test_proportional_odds_keeps_the_pooled_margin_and_the_odds_ratio(margin, shift, w):
    pooled = np.array(margin) / sum(margin)
    p = proportional_odds(pooled, np.array([w, 1 - w]), np.array([-shift / 2, shift / 2]))
    np.testing.assert_allclose(np.array([w, 1 - w]) @ p, pooled, atol=1e-9)
    cumulative = np.cumsum(p, axis=1)[:, :-1]
    odds = np.log(cumulative / (1 - cumulative))
    np.testing.assert_allclose(odds[0] - odds[1], shift, atol=1e-5)


def test_tables_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="expected 0 to 3"):
        rows([1, 2], 4)
    with pytest.raises(ValueError, match="none negative"):
        rows([1, -2], 0)
    with pytest.raises(ValueError, match="expected the same"):
        score_distribution([1, 2], [1, 1])
    with pytest.raises(TooManyTables):
        rows([500] * 4, 1000)


# -- Cliff's delta ---------------------------------------------------------------------------------------------------


@given(CODES, CODES)
def test_delta_is_its_definition(x, y):
    d = cliffs_delta(x, y)
    assert d.estimate == pytest.approx(sign_sum(x, y) / (len(x) * len(y)))
    assert -1 <= d.lower <= d.upper <= 1
    mirror = cliffs_delta(y, x)
    assert (mirror.lower, mirror.upper) == (pytest.approx(-d.upper), pytest.approx(-d.lower))


def test_smoothed_interval_tends_to_brunner_munzel():
    """In a large sample it is the logit interval of scipy's Brunner-Munzel statistic."""
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 4, 4000), rng.integers(0, 3, 5000)
    d = cliffs_delta(x, y)
    z = stats.brunnermunzel(y, x).statistic
    theta = (d.estimate + 1) / 2
    se = (theta - 0.5) / z / (theta * (1 - theta))
    ends = 2 / (1 + np.exp(-(np.log(theta / (1 - theta)) + np.array([-1, 1]) * 1.96 * se))) - 1
    np.testing.assert_allclose([d.lower, d.upper], ends, atol=5e-4)


@pytest.mark.parametrize(("x", "y"), [([1, 2], [2, 3]), ([1, 2, 3], [2, 2, 2]), ([1, 1, 2], [1, 2, 3])])
def test_stochastic_order(x, y):
    gaps = np.array([np.mean(np.array(x) > c) - np.mean(np.array(y) > c) for c in (1, 2)])
    order = "y above" if np.all(gaps <= 0) and gaps.any() else "crossing"
    assert (stochastic_order(x, y), stochastic_order(y, x)) == (order, order.replace("y", "x"))
    assert stochastic_order(x, x) == "equal"


def test_bad_codes_are_refused():
    with pytest.raises(ValueError, match="group 2, row 1: the number is missing"):
        cliffs_delta([1, 2], [1, float("nan")])
    with pytest.raises(ValueError, match="at least one code"):
        permutation_test([], [1])
    with pytest.raises(ValueError, match="two units in each"):
        cliffs_delta([1], [1, 2])
    with pytest.raises(ValueError, match="no stratum holds units of both groups"):
        stratified_test([1, 2], [True, False], [1, 2])


# -- tests -----------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(CODES, CODES)
def test_permutation_p_is_that_of_all_relabellings(x, y):
    scores = [sign_sum(*g) for g in relabellings(x + y, (len(x), len(y)))]
    got = permutation_test(x, y)
    assert got.exact
    assert got.statistic == sign_sum(x, y)
    assert got.p == pytest.approx(share(scores, sign_sum(x, y)), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(CODES, CODES)
def test_smirnov_p_is_that_of_all_relabellings(x, y):
    def gap(a, b):
        return max(abs(np.mean(np.array(b) <= c) - np.mean(np.array(a) <= c)) for c in range(4))

    values = [gap(*g) for g in relabellings(x + y, (len(x), len(y)))]
    assert smirnov_test(x, y) == pytest.approx(np.mean(np.array(values) >= gap(x, y) - 1e-9), abs=1e-12)


def test_smirnov_without_ties_is_scipys():
    x, y = [1, 4, 6, 7, 9], [2, 3, 5, 8]
    assert smirnov_test(x, y) == pytest.approx(stats.ks_2samp(x, y, method="exact").pvalue, abs=1e-12)


def test_against_scipy_without_ties():
    rng = np.random.default_rng(11)
    for n1, n2 in ((4, 6), (7, 5), (3, 8)):
        x, y = rng.normal(0.8, 1, n1), rng.normal(0, 1, n2)
        wanted, got = stats.mannwhitneyu(x, y, method="exact"), permutation_test(x, y)
        assert got.p == pytest.approx(wanted.pvalue, abs=1e-12)
        assert got.statistic == 2 * wanted.statistic - n1 * n2


def test_against_scipy_with_ties():
    x, y = [3, 3, 2, 4, 4, 3, 4], [2, 3, 2, 1, 3, 2]

    def midrank(a, b, axis=-1):
        r = stats.rankdata(np.concatenate([a, b], axis=axis), axis=axis)
        return np.abs(np.take(r, range(len(x)), axis=axis).mean(axis=axis) - 7.0)

    wanted = stats.permutation_test((x, y), midrank, n_resamples=np.inf, alternative="greater", vectorized=True)
    assert permutation_test(x, y).p == pytest.approx(wanted.pvalue, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), min_size=3, max_size=4))
def test_jonckheere_is_that_of_all_relabellings(groups):
    if sum(map(len, groups)) > 9:
        groups = groups[:3]

    def s(parts):
        return sum(sign_sum(b, a) for a, b in itertools.combinations(parts, 2))

    scores = [s(g) for g in relabellings(list(itertools.chain(*groups)), tuple(map(len, groups)))]
    got = jonckheere_test(groups)
    assert got.exact
    assert got.statistic == s(groups)
    assert got.p == pytest.approx(share(scores, s(groups)), abs=1e-10)


def test_two_groups_are_a_jonckheere_and_a_stratum_of_their_own():
    x, y = [3, 3, 4, 4, 2, 3], [1, 2, 3, 2, 2]
    p = permutation_test(x, y).p
    assert jonckheere_test([y, x]).p == pytest.approx(p)
    one = stratified_test(x + y, [True] * 6 + [False] * 5, [0] * 11)
    assert one.p == pytest.approx(p)
    assert one.effect == pytest.approx(cliffs_delta(x, y).estimate)


def test_stratified_is_that_of_all_relabellings_within_strata():
    strata = {"n": ([3, 2, 4], [1, 2, 3]), "s": ([4, 3], [2, 4, 4, 1]), "alone": ([1, 1], [])}
    used = [v for v in strata.values() if all(v)]
    w = [1 / (len(x) + len(y) + 1) for x, y in used]
    each = [[sign_sum(*g) for g in relabellings(x + y, (len(x), len(y)))] for x, y in used]
    totals = [sum(wi * si for wi, si in zip(w, pick, strict=True)) for pick in itertools.product(*each)]
    observed = sum(wi * sign_sum(x, y) for wi, (x, y) in zip(w, used, strict=True))
    rows_ = [(c, g, s) for s, (x, y) in strata.items() for g, part in ((True, x), (False, y)) for c in part]
    got = stratified_test(*zip(*rows_, strict=True))
    assert got.p == pytest.approx(np.mean(np.abs(totals) >= abs(observed) - 1e-9), abs=1e-12)
    assert got.statistic == pytest.approx(observed)
    assert got.sizes == (5, 7)


def test_one_category_only_says_nothing():
    got = permutation_test([2, 2, 2], [2, 2])
    assert (got.p, got.effect) == (1.0, 0.0)


def test_resamples_agree_with_the_exact_law(monkeypatch):
    """With the limit on tables lowered every test resamples; the p-values agree within Monte-Carlo error."""
    x, y, z = [3, 3, 4, 4, 2, 3, 4], [1, 2, 3, 2, 2, 3, 1, 3], [1, 2, 2, 1]
    calls = [
        lambda: permutation_test(x, y),
        lambda: jonckheere_test([z, y, x]),
        lambda: stratified_test(x + y, [True] * 7 + [False] * 8, [0, 1] * 7 + [0]),
    ]
    exact = [c().p for c in calls]
    contingency._plan.cache_clear()
    monkeypatch.setattr(contingency, "MAX_TABLES", 1)
    for call, e in zip(calls, exact, strict=True):
        drawn = call()
        assert not drawn.exact
        assert abs(drawn.p - e) < 5 * np.sqrt(e * (1 - e) / permutation.RESAMPLES) + 2e-5
        assert call().p == drawn.p


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_is_its_definition(p):
    order = np.argsort(p, kind="stable")
    wanted, high = np.empty(len(p)), 0.0
    for rank, i in enumerate(order):
        high = max(high, min(1.0, (len(p) - rank) * p[i]))
        wanted[i] = high
    np.testing.assert_allclose(holm(p), wanted)


def test_holm_against_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = [0.001, 0.2, 0.012, 0.04, 0.04, 0.9]
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1])
    with pytest.raises(ValueError, match="probabilities"):
        holm([0.2, 1.2])


# -- coverage --------------------------------------------------------------------------------------------------------


def exact_coverage(p, n, level=0.95):
    """Probability that the interval holds delta, summed over every pair of tables of two multinomial samples."""
    tables = [rows(np.full(p.shape[1], m), m) for m in n]
    weight = [
        np.exp(gammaln(m + 1) - gammaln(t + 1).sum(1) + xlogy(t, q).sum(1))
        for m, t, q in zip(n, tables, p, strict=True)
    ]
    delta = float(pair_score(p[0], p[1]))
    lower, upper = delta_interval(tables[1][None, :, :], tables[0][:, None, :], level)
    inside = (lower <= delta + 1e-9) & (delta - 1e-9 <= upper)
    return float(weight[0] @ inside @ weight[1])


@pytest.mark.slow
@pytest.mark.parametrize("pooled", [(9, 15, 8), (4, 12, 16), (3, 21, 8)])
def test_coverage_of_the_delta_intervals(pooled):
    """What the docstring says of coverage, computed exactly at the sizes of belts and regions."""
    share_ = np.array(pooled) / sum(pooled)
    covered = {}
    for n in ((12, 10), (16, 16), (22, 10), (27, 5), (5, 27), (28, 4), (29, 3), (3, 29)):
        for shift in (-6, -3, -1.5, 0, 1.5, 3, 6):
            p = proportional_odds(share_, np.array(n) / sum(n), np.array([-shift / 2, shift / 2]))
            covered.setdefault(min(n) >= 10, []).append(exact_coverage(p, n))
    assert min(covered[True] + covered[False]) >= 0.935
    assert np.mean(covered[True]) < 0.98


def test_small_table_is_read_right():
    table, categories = ordered_table([[5, 9, 9], [7]])
    assert table.tolist() == [[1, 0, 2], [0, 1, 0]]
    assert categories.tolist() == [5, 7, 9]
