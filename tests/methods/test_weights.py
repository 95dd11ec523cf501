"""Weight polytopes against linear programs, round-number schemes against a plain loop over all of them."""

import itertools
import time
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog

from egov.methods.rounding import CONVENTIONS, Interval, exact, printed, round_printed
from egov.methods.weights import (
    Schemes,
    chance_schemes,
    compositions,
    round_schemes,
    scheme_mean,
    shared_schemes,
    units_of,
    weight_vertices,
)


def random_means(rng, n, decimals=2, spread=1500):
    """Printed parts, and a whole made with round weights."""
    true = [Fraction(int(v), 1000) for v in 80000 + rng.integers(0, spread * 10, n)]
    cuts = np.sort(rng.choice(np.arange(1, 20), n - 1, replace=False))
    weights = np.diff([0, *cuts, 20])
    whole = sum(int(w) * v for w, v in zip(weights, true, strict=True)) / 20
    parts = [round_printed(v, decimals) for v in true]
    return parts, round_printed(whole, decimals), tuple(5 * int(w) for w in weights)


def by_loop(parts, whole, units):
    """All schemes by a loop: the interval of the weighted sum meets the whole's."""
    found = []
    for cuts in itertools.combinations(range(1, units), len(parts) - 1):
        scheme = np.diff([0, *cuts, units]).tolist()
        total = exact(0)
        for k, part in zip(scheme, parts, strict=True):
            total = total + part * Fraction(k, units)
        if total.intersects(whole):
            found.append(tuple(Fraction(100 * k, units) for k in scheme))
    return tuple(found)


@pytest.mark.parametrize(("total", "parts"), [(1, 1), (5, 1), (4, 2), (7, 3), (9, 5), (5, 5), (3, 4), (0, 1)])
def test_compositions_are_all_of_them_in_order(total, parts):
    expected = [list(c) for c in itertools.product(range(1, total + 1), repeat=parts) if sum(c) == total]
    assert compositions(total, parts).tolist() == expected


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_schemes_are_those_of_a_loop(seed, convention):
    rng = np.random.default_rng(seed)
    n, step = int(rng.integers(1, 5)), ("10", "5", "12.5")[seed % 3]
    texts, text, _ = random_means(rng, n, decimals=int(rng.integers(0, 3)), spread=200 if seed % 2 else 1500)
    parts, whole = [printed(t, convention) for t in texts], printed(text, convention)
    expected = by_loop(parts, whole, units_of(step))
    assert round_schemes(parts, whole, step, limit=None) == Schemes(len(expected), expected)
    closed = [Interval(p.lower, p.upper) for p in parts], Interval(whole.lower, whole.upper)
    expected = by_loop(*closed, units_of(step))
    assert round_schemes(parts, whole, step, limit=None, closed=True).schemes == expected


def test_ties_at_the_ends_of_rounding_intervals_are_decided_exactly():
    # 50|50 gives 80.005 at least, which rounds half up to 80.01; half even, 80.005 is in 80.00
    parts = [exact("80.00"), exact("80.01")]
    for convention, count in (("half_up", 0), ("half_even", 1)):
        assert round_schemes(parts, printed("80.00", convention), 50).count == count
    assert round_schemes(["80.00", "82.00"], "80.99", 50).count == 0  # a difference of 0.01 is out of reach …
    assert round_schemes(["80.00", "82.00"], "80.99", 50, closed=True).count == 1  # … by an open end alone
    mixed = [exact(80), printed("82.0"), Interval(Fraction(79), Fraction(84))]
    assert round_schemes(mixed, "81.3", 10, limit=None).schemes == by_loop(mixed, printed("81.3"), 10)


def test_schemes_are_counted_always_and_listed_where_few():
    parts, whole = ["80.00", "80.00", "80.00"], "80.00"
    assert round_schemes(parts, whole, 10) == Schemes(36, None)
    assert round_schemes(parts, whole, 10).labels is None
    assert len(round_schemes(parts, whole, 10, limit=36).schemes) == 36
    assert round_schemes(parts, "90.00", 10) == Schemes(0, ())
    assert round_schemes(["80.00"] * 11, "80.00", 10).count == 0  # more parts than steps
    assert round_schemes(["80.00"], "80.00", 10).labels == ("100",)
    assert round_schemes(["80.00", "90.00"], "83.25", "2.5").labels == ("67.5|32.5",)


def test_the_scheme_that_made_the_table_is_found_in_any_table():
    rng = np.random.default_rng(5)
    for n in (2, 3, 4, 5, 6):
        parts, whole, scheme = random_means(rng, n)
        assert scheme in round_schemes(parts, whole, 5, limit=None).schemes
        assert scheme_mean(scheme, parts).intersects(printed(whole))


@pytest.mark.parametrize("seed", range(4))
def test_shared_schemes_are_those_in_both_lists(seed):
    rng = np.random.default_rng(seed)
    a, b = (random_means(rng, 4)[:2] for _ in range(2))
    for step in (10, 5, "2.5"):
        both = set(round_schemes(*a, step, limit=None).schemes) & set(round_schemes(*b, step, limit=None).schemes)
        shared = shared_schemes(a, b, step, limit=None)
        assert (shared.count, shared.schemes) == (len(both), tuple(sorted(both)))
    assert shared_schemes(a, a, 5, limit=None) == round_schemes(*a, 5, limit=None)
    assert shared_schemes((["80"], "80"), (["70"], "70"), 5).count == 1


def test_many_parts_are_counted_without_being_listed():
    rng = np.random.default_rng(1)
    six = random_means(rng, 6)[:2]
    table = compositions(40, 6).astype(np.int64)
    assert len(table) == 575757
    sums = table @ [round(float(p) * 100) for p in six[0]] - 40 * round(float(six[1]) * 100)
    start = time.perf_counter()
    assert round_schemes(*six, "2.5").count == np.count_nonzero(np.abs(sums) < 40)
    assert time.perf_counter() - start < 1
    # twelve equal parts: every one of C(39, 11) schemes fits
    assert round_schemes(["80.00"] * 12, "80.00", "2.5") == Schemes(1676056044, None)


@pytest.mark.parametrize("seed", range(10))
def test_polytope_bounds_are_those_of_linear_programs(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 8))
    parts, whole, _ = random_means(rng, n, decimals=int(rng.integers(0, 3)))
    inside, total = [printed(p) for p in parts], printed(whole)
    rows = [[float(p.lower) for p in inside], [-float(p.upper) for p in inside]]
    limits = [float(total.upper), -float(total.lower)]
    for k, entries in enumerate(zip(*weight_vertices(parts, whole), strict=True)):
        low, high = min(entries), max(entries)
        for sign, end in ((1, low), (-1, high)):
            found = linprog(sign * np.eye(n)[k], rows, limits, np.ones((1, n)), [1])
            assert sign * found.fun == pytest.approx(float(end), abs=1e-6)
    for vertex in weight_vertices(parts, whole):
        assert sum(vertex) == 1
        assert min(vertex) >= 0
        low, high = (
            sum((w * end for w, end in zip(vertex, ends, strict=True)), Fraction(0))
            for ends in ([p.lower for p in inside], [p.upper for p in inside])
        )
        assert low <= total.upper
        assert high >= total.lower


def test_two_parts_by_hand():
    # 80 w + 90 (1 - w) within 0.01 of 83
    expected = [[Fraction(n, 1000) for n in vertex] for vertex in ((699, 301), (701, 299))]
    assert [list(vertex) for vertex in weight_vertices(["80.00", "90.00"], "83.00")] == expected
    assert weight_vertices(["80.00", "90.00"], "79.00") == []


def test_chance_counts_are_those_of_the_schemes_themselves():
    """The simulation again by its recipe, each draw counted by round_schemes and shared_schemes."""
    draws, step, parts = 20, "2.5", [["80.12", "81.30", "80.77"], ["81.55", "80.01", "81.98"]]
    chance = chance_schemes(parts, step, draws=draws, seed=4)
    generator = np.random.default_rng(4)
    shown = np.rint(np.array(parts, dtype=float) * 100)[:, None, :] * np.ones((1, draws, 1))
    true = shown + generator.uniform(-0.5, 0.5, size=shown.shape)
    weights = generator.dirichlet(np.ones(3), size=(2, draws))
    whole = np.floor((weights * true).sum(axis=2) + 0.5)
    for d in range(draws):
        means = [(own, f"{whole[p, d] / 100:.2f}") for p, own in enumerate(parts)]
        assert chance.counts[d] == shared_schemes(*means, step, limit=0).count
    assert chance.mean == chance.counts.mean()
    assert chance.mean_lower <= chance.mean <= chance.mean_upper
    assert chance.any == np.mean(chance.counts > 0)


def test_chance_with_the_printed_parts_kept():
    parts = [["80.00", "85.50", "91.25"], ["70.10", "74.00", "66.00"]]
    one = chance_schemes(parts[:1], "2.5", draws=400, seed=1)
    both = chance_schemes(parts, "2.5", draws=400, seed=1)
    assert 0 < both.mean < one.mean
    assert both.any < one.any
    # by area: about 741 schemes over means from 80 to 91.25, a window 0.02 wide
    assert 0.5 < one.mean < 4
    again = chance_schemes(parts, "2.5", draws=400, seed=1)
    assert again[:4] == both[:4]
    assert (again.counts == both.counts).all()
    assert chance_schemes([["0.50"] * 11], 10, draws=2).mean == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: round_schemes([], "80.00", 10), "with at least one"),
        (lambda: round_schemes("80.00", "80.00", 10), "list of figures"),
        (lambda: round_schemes(["80.00"], "80.00", 3), "step of 3 percent does not divide 100"),
        (lambda: round_schemes(["80.00"], "80.00", 0), "does not divide"),
        (lambda: round_schemes(["80.00"], "eighty", 10), "not a plain decimal"),
        (lambda: shared_schemes((["80"], "80"), (["70", "71"], "70"), 10), "1 parts in one and 2 in the other"),
        (lambda: shared_schemes((["80"] * 12, "80"), (["80"] * 12, "80"), "2.5"), "take a larger step"),
        (lambda: scheme_mean((50, 50), ["80"]), "2 weights for 1 parts"),
        (lambda: weight_vertices([], "79.00"), "with at least one"),
        (lambda: chance_schemes([["80.00", "81.00"]], 10, draws=1), "no simulation"),
        (lambda: chance_schemes([["80.00"], ["80.00", "81.00"]], 10), "different numbers of parts"),
        (lambda: chance_schemes([["80.0", "81.0"]], 10), "2 decimals"),
        (lambda: chance_schemes([["0.50"] * 9], "2.5"), "take a larger step"),
    ],
)
def test_input_that_cannot_be_meant(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_figures_beyond_64_bits_are_refused():
    with pytest.raises(OverflowError):
        round_schemes([f"80.{'1' * 19}"], "80.00", 10)
