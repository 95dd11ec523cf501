"""Counts, matrices, homogeneity, passage: against loops, brute force, simulation, and giddy."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from egov.methods.homogeneity import homogeneity_test
from egov.methods.markov import first_passage_times, steady_states
from egov.methods.transitions import (
    cluster_bootstrap,
    row_shares,
    transition_counts,
    unit_transition_counts,
)

P = np.array([[0.6, 0.4, 0, 0], [0.1, 0.6, 0.3, 0], [0, 0.1, 0.7, 0.2], [0, 0, 0.15, 0.85]])
TRANSIENT = np.array([[0.5, 0.5, 0, 0], [0, 0.6, 0.4, 0], [0, 0.1, 0.7, 0.2], [0, 0, 0.2, 0.8]])


def simulate(units, years, seed, matrix=P):
    """A panel drawn unit by unit, year by year."""
    rng = np.random.default_rng(seed)
    out = np.empty((units, years), int)
    out[:, 0] = rng.integers(0, len(matrix), units)
    for t in range(1, years):
        out[:, t] = [rng.choice(len(matrix), p=matrix[s]) for s in out[:, t - 1]]
    return out


def count_slowly(panel, k=4):
    """Moves by year, one at a time."""
    out = np.zeros((panel.shape[1] - 1, k, k), int)
    for row in panel:
        for t in range(len(row) - 1):
            if row[t] >= 0 and row[t + 1] >= 0:
                out[t, int(row[t]), int(row[t + 1])] += 1
    return out


def rising(counts):
    """Share of the moves that go up."""
    return np.triu(counts, 1).sum(axis=(1, 2)) / counts.sum(axis=(1, 2))


PANEL = simulate(40, 6, 1)
GROUP = np.where(np.arange(40) < 18, "east", "west")

# -- counts and matrices ---------------------------------------------------------------------------------------------


def test_counts_are_those_of_a_loop_whatever_marks_a_gap():
    codes = PANEL.astype(float)
    codes[3, 2] = codes[5, 0] = codes[7, 5] = np.nan
    wanted = count_slowly(np.nan_to_num(codes, nan=-1))
    for form in (codes, np.nan_to_num(codes, nan=-1).astype(int), np.ma.masked_invalid(codes)):
        np.testing.assert_array_equal(transition_counts(form, 4), wanted)
        np.testing.assert_array_equal(unit_transition_counts(form, 4).sum(axis=0), wanted.sum(axis=0))
    np.testing.assert_array_equal(
        unit_transition_counts(codes, 4)[3], count_slowly(np.nan_to_num(codes[3:4], nan=-1))[:].sum(0)
    )


# -- intervals -------------------------------------------------------------------------------------------------------


def test_cluster_bootstrap_is_a_bootstrap_over_units():
    got = cluster_bootstrap(PANEL, rising, seed=3, n_resamples=20_000)
    share = (np.diff(PANEL, axis=1) > 0).mean(axis=1)
    wanted = stats.bootstrap((share,), np.mean, method="percentile", n_resamples=20_000, rng=np.random.default_rng(1))
    np.testing.assert_allclose([got.lower, got.upper], wanted.confidence_interval, atol=0.006)
    assert got.estimate == pytest.approx(share.mean())
    assert cluster_bootstrap(PANEL, row_shares, seed=3).lower.shape == (4, 4)


def test_cluster_bootstrap_tells_how_often_there_is_no_value():
    panel = np.array([[0, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1]])
    got = cluster_bootstrap(panel, row_shares, n_resamples=4000)
    np.testing.assert_allclose(got.undefined, [[(3 / 4) ** 4] * 2, [0, 0]], atol=0.03)
    passage = cluster_bootstrap(PANEL, lambda c: first_passage_times(row_shares(c)), n_resamples=500)
    assert passage.lower[0, 3] < passage.estimate[0, 3] < passage.upper[0, 3]


@pytest.mark.slow
def test_coverage_of_the_cluster_bootstrap():
    """A persistent unit effect, which Wilson's interval ignores: the bootstrap covers, Wilson does not."""
    rng = np.random.default_rng(6)
    covered, naive = [], []
    for _ in range(400):
        up = rng.beta(0.6, 1.4, 32)  # mean 0.3
        panel = np.cumsum(np.c_[np.zeros(32), rng.random((32, 4)) < up[:, None]], axis=1).astype(int)
        got = cluster_bootstrap(panel, rising, 5, n_resamples=1000, seed=rng)
        covered.append(got.lower <= 0.3 <= got.upper)
        lower, upper = proportion_confint(128 * got.estimate, 128, method="wilson")
        naive.append(lower <= 0.3 <= upper)
    assert 0.90 <= np.mean(covered) <= 0.98
    assert np.mean(naive) < np.mean(covered) - 0.05


# -- homogeneity -----------------------------------------------------------------------------------------------------


def test_homogeneity_is_giddys():
    """LR, degrees of freedom and p-value of giddy.markov.Homogeneity_Results for the same panel."""
    year = homogeneity_test(PANEL, n_resamples=99)
    assert (year.lr, year.df) == (pytest.approx(23.531317678033332), 24)
    assert year.p_asymptotic == pytest.approx(0.48864265613549496)
    group = homogeneity_test(PANEL, GROUP, n_resamples=99)
    assert (group.lr, group.df) == (pytest.approx(6.356962750491653), 6)
    assert group.transitions == {"east": 90, "west": 110}


def likelihood_ratio(tables):
    """LR by loops."""
    lr = 0.0
    for i, j in itertools.product(range(tables.shape[1]), repeat=2):
        pooled, origin = tables[:, i, j].sum(), tables[:, i].sum()
        for t in tables:
            if t[i].sum() and pooled:
                expected = t[i].sum() * pooled / origin
                lr += 2 * t[i, j] * np.log(t[i, j] / expected) if t[i, j] else 0
    return lr


def test_units_scheme_against_all_relabellings():
    panel = np.array(
        [[0, 1, 1], [0, 0, 0], [0, 1, 2], [0, 0, 1], [1, 2, 2], [1, 1, 0], [1, 2, 2], [2, 2, 1], [2, 2, 2]]
    )
    label = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0])
    kinds = [np.flatnonzero(panel[:, 0] == s) for s in range(3)]
    observed = likelihood_ratio(np.stack([count_slowly(panel[label == g], 3).sum(0) for g in (0, 1)]))
    seen = []
    for parts in itertools.product(*(sorted(set(itertools.permutations(label[b]))) for b in kinds)):
        drawn = label.copy()
        for b, part in zip(kinds, parts, strict=True):
            drawn[b] = part
        seen.append(likelihood_ratio(np.stack([count_slowly(panel[drawn == g], 3).sum(0) for g in (0, 1)])))
    wanted = (np.array(seen) >= observed - 1e-9).mean()
    assert homogeneity_test(panel, label, n_resamples=20_000).p == pytest.approx(wanted, abs=0.015)


def test_transitions_scheme_against_all_relabellings():
    panel = np.array([[0, 1, 1], [0, 0, 1], [1, 1, 0], [1, 0, 0]])
    moves = [(t, row[t], row[t + 1]) for row in panel for t in range(2)]
    origins = [[m for m in moves if m[1] == i] for i in range(2)]
    observed = likelihood_ratio(count_slowly(panel, 2))
    seen = []
    for parts in itertools.product(*(itertools.permutations([m[0] for m in o]) for o in origins)):
        tables = np.zeros((2, 2, 2))
        for o, part in zip(origins, parts, strict=True):
            for (_, i, j), t in zip(o, part, strict=True):
                tables[t, i, j] += 1
        seen.append(likelihood_ratio(tables))
    wanted = (np.array(seen) >= observed - 1e-9).mean()
    assert homogeneity_test(panel, n_resamples=20_000).p == pytest.approx(wanted, abs=0.015)


@pytest.mark.slow
@pytest.mark.parametrize("by", ["year", "group"])
def test_size_and_power_of_homogeneity_tests(by):
    """Under one matrix p-values at 5 % reject in about 5 %; with a group that stays put they reject more often."""
    size, power = [], []
    label = np.arange(32) % 2
    for seed in range(300):
        panel = simulate(32, 5, seed)
        other = panel.copy()
        if by == "year":
            other[:, 4] = np.minimum(other[:, 3] + 1, 3)
        else:
            other[label == 1] = other[label == 1, :1]
        for p, to in ((panel, size), (other, power)):
            to.append(homogeneity_test(p, "year" if by == "year" else label, 4, 199, seed).p <= 0.05)
    assert np.mean(size) < 0.085
    assert np.mean(power) > 0.6


def test_homogeneity_with_gaps_and_refusals():
    panel = PANEL.astype(float)
    panel[:10, 0] = np.nan
    for by in ("year", GROUP):
        got = homogeneity_test(panel, by, n_resamples=199)
        assert sum(got.transitions.values()) == 190
        assert 0 < got.p <= 1
    late = PANEL.astype(float)
    late[GROUP == "west", 0] = np.nan
    with pytest.raises(ValueError, match="cut the panel to common years"):
        homogeneity_test(late, GROUP)
    with pytest.raises(ValueError, match=r"by has shape .1,.: expected one label for each of 40 rows"):
        homogeneity_test(PANEL, ["east"])
    with pytest.raises(ValueError, match="fewer than two regimes"):
        homogeneity_test(PANEL, ["east"] * 40)


# -- steady state, first passage -------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_steady_state_and_passage_are_those_of_powers_of_the_matrix(seed):
    """Brute force: random sparse matrices, the limit of the mean of powers, passage laws summed step by step."""
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(3), size=3) * (rng.random((3, 3)) < 0.6)
    p[p.sum(axis=1) == 0] = np.eye(3)[p.sum(axis=1) == 0]
    p = 0.1 * np.where(p > 0, 1, 0) / (p > 0).sum(1, keepdims=True) + 0.9 * p / p.sum(axis=1, keepdims=True)
    limit = np.linalg.matrix_power((p + np.eye(3)) / 2, 1 << 14)
    one = np.allclose(limit, limit[0], atol=1e-6)
    pi = steady_states(p)
    assert np.isnan(pi).all() != one
    if one:
        np.testing.assert_allclose(pi, limit[0], atol=1e-6)
    time = first_passage_times(p)
    for j in range(3):
        law, first = p[:, j].copy(), p[:, j].copy()
        mean = first.copy()
        others = np.delete(np.arange(3), j)
        for n in range(2, 1500):
            first = p[:, others] @ first[others]
            law += first
            mean += n * first
        for i in range(3):
            if law[i] > 1 - 1e-9:
                assert time[i, j] == pytest.approx(mean[i], rel=1e-3)
            elif law[i] < 0.99:
                assert time[i, j] == np.inf


def test_passage_and_steady_state_are_giddys():
    p = row_shares(transition_counts(PANEL).sum(axis=0))
    np.testing.assert_allclose(steady_states(p), [0.0171449, 0.08667699, 0.21824027, 0.67793785], atol=1e-8)
    np.testing.assert_allclose(
        first_passage_times(p),
        [
            [58.32638889, 1.84615385, 5.57264957, 14.24252137],
            [105.83333333, 11.53708791, 3.72649573, 12.39636752],
            [138.0, 32.16666667, 4.58210584, 8.66987179],
            [156.25, 50.41666667, 18.25, 1.47506147],
        ],
    )
    np.testing.assert_allclose(steady_states(TRANSIENT), [0, 1 / 9, 4 / 9, 4 / 9])
    time = first_passage_times(TRANSIENT)
    np.testing.assert_allclose(time[:, 1:], [[2, 4.5, 10.75], [9, 2.5, 8.75], [20, 2.25, 6.25], [25, 5, 2.25]])
    assert np.isinf(time[:, 0]).all()


def test_what_hangs_on_an_unseen_row_is_missing():
    nan = np.nan
    entered = np.array([[0.5, 0.5, 0], [0, 0.5, 0.5], [nan, nan, nan]])
    assert np.isnan(steady_states(entered)).all()
    time = first_passage_times(entered)
    np.testing.assert_allclose(time[:2, 2], [4, 2])
    assert time[0, 1] == 2
    assert np.isnan(time[1, 1])
    apart = np.array([[nan, nan, nan], [0, 0.5, 0.5], [0, 0.25, 0.75]])
    np.testing.assert_allclose(steady_states(apart), [0, 1 / 3, 2 / 3])
    assert np.isnan(steady_states(np.eye(2))).all()  # two closed classes


def test_batches_are_one_by_one():
    matrices = np.stack([P, TRANSIENT, np.eye(4)])
    for many, one in ((steady_states, steady_states), (first_passage_times, first_passage_times)):
        np.testing.assert_allclose(many(matrices), np.stack([one(m) for m in matrices]))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: transition_counts(np.array([1, 2])), "expected units x years"),
        (lambda: transition_counts(np.array([[0, 1], [1, 4]]), 4), "unit 1, year 1: the code is 4"),
        (lambda: transition_counts(np.array([[0, 1.5]])), "expected a whole number"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
