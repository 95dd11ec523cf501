"""Bounds and rank sets against enumeration and against linear programs written out by hand."""

import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from egov.methods.bounds import (
    Band,
    Bounds,
    BoundsError,
    CountAbove,
    Known,
    Linear,
    Mean,
    Order,
    Rank,
    System,
    Total,
    difference,
    mean_of,
)
from egov.methods.rounding import exact, printed, round_printed
from tests.methods.bounds.case import NAMES, random_case

# -- a second way to the same answers: every listing and every choice written out, one linear program each ----------


def by_hand(n, boxes, groups, ranks, counts, objectives, top=100.0):
    """Bounds of objectives and rank sets of n units, by enumeration of listings and choices.

    boxes: unit -> (low, high); groups: (members, low, high) of means; ranks: unit -> position; counts: (k, threshold).
    """
    base_a, base_b = [], []
    for members, low, high in groups:
        row = np.zeros(n)
        row[list(members)] = 1 / len(members)
        base_a += [row, -row]
        base_b += [high, -low]
    limits = [(max(0.0, low), min(top, high)) for low, high in (boxes.get(i, (0.0, top)) for i in range(n))]
    ends = dict.fromkeys(range(len(objectives)), (np.inf, -np.inf))
    held = {i: set() for i in range(n)}
    for listing in itertools.permutations(range(n)):
        if any(listing[r - 1] != i for i, r in ranks.items()):
            continue
        order = np.zeros((n - 1, n))
        for p in range(n - 1):
            order[p, listing[p + 1]], order[p, listing[p]] = 1, -1
        for chosen in itertools.product(*[itertools.combinations(range(n), k) for k, _ in counts]):
            a, b = [*base_a, *order], [*base_b, *np.zeros(n - 1)]
            for above, (_, threshold) in zip(chosen, counts, strict=True):
                for i in range(n):
                    row = np.zeros(n)
                    row[i] = 1
                    if threshold is None:  # their own mean
                        row -= 1 / n
                    side = -1 if i in above else 1
                    a.append(side * row)
                    b.append(side * (threshold or 0.0))
            for k, objective in enumerate(objectives):
                for sign in (1, -1):
                    found = linprog(sign * np.asarray(objective), np.array(a), np.array(b), bounds=limits)
                    if found.status != 0:
                        break
                    low, high = ends[k]
                    ends[k] = (min(low, found.fun), high) if sign == 1 else (low, max(high, -found.fun))
                    for place, i in enumerate(listing, 1):
                        held[i].add(place)
                else:
                    continue
                break
    return [ends[k] for k in range(len(objectives))], held


def check_against_hand(seed):
    truth, boxes, groups, ranks, counts, system = random_case(seed)
    n = len(truth)
    objectives = [*np.eye(n), [1.0, -1.0, 0.5, 0.0]]
    ends, held = by_hand(n, boxes, groups, ranks, counts, objectives)
    assert system.feasible()
    table = system.bounds_all()
    assert np.allclose(table.to_numpy(), ends[:n], atol=1e-6)
    assert np.allclose(system.bounds({"a": 1, "b": -1, "c": 0.5}), ends[n], atol=1e-6)
    assert system.ranks_all() == {NAMES[i]: tuple(sorted(held[i])) for i in range(n)}


@pytest.mark.parametrize("seed", range(12))
def test_bounds_and_ranks_are_those_of_all_listings_and_choices(seed):
    check_against_hand(seed)


@pytest.mark.parametrize("seed", range(3))
def test_where_branching_takes_long_the_solver_takes_over(seed, monkeypatch):
    monkeypatch.setattr("egov.methods.bounds.solve.NODES", 1)
    check_against_hand(seed)


@pytest.mark.slow
def test_bounds_and_ranks_are_those_of_all_listings_and_choices_often():
    for seed in range(100, 180):
        check_against_hand(seed)


@pytest.mark.parametrize("seed", range(8))
def test_bounds_and_ranks_by_enumeration_of_a_grid(seed):
    """Differences and whole-number limits: every vertex is a whole number, so a grid of whole numbers is exact."""
    rng = np.random.default_rng(seed)
    n, top = 4, 6
    truth = rng.integers(0, top + 1, n)
    constraints, tests = [], []
    for i in rng.choice(n, 2, replace=False).tolist():
        low, high = max(0, truth[i] - rng.integers(0, 3)), min(top, truth[i] + rng.integers(0, 3))
        constraints.append(Band(NAMES[i], int(low), int(high)))
        tests.append(lambda x, i=i, low=low, high=high: low <= x[i] <= high)
    i, j = rng.choice(n, 2, replace=False).tolist()
    by = int(truth[i] - truth[j]) - int(rng.integers(0, 2))
    constraints.append(Order([NAMES[i], NAMES[j]], by=by))
    tests.append(lambda x: x[i] - x[j] >= by)
    threshold = int(rng.integers(1, top))
    count = int((truth > threshold).sum())
    constraints.append(CountAbove(count, threshold))
    tests.append(lambda x: sum(v > threshold for v in x) <= count <= sum(v >= threshold for v in x))
    fitting = [x for x in itertools.product(range(top + 1), repeat=n) if all(t(x) for t in tests)]
    system = System(NAMES[:n], constraints, lower=0, upper=top)
    values = np.array(fitting)
    assert np.allclose(system.bounds_all(), np.c_[values.min(axis=0), values.max(axis=0)], atol=1e-7)
    for i in range(n):
        held = set()
        for x in fitting:
            above, below = sum(v > x[i] for v in x), sum(v < x[i] for v in x)
            held |= set(range(above + 1, n - below + 1))
        assert system.ranks(NAMES[i]) == tuple(sorted(held))


# -- synthetic tables with known truth ------------------------------------------------------------------------------


def synthetic(seed):
    """A table of 5 to 9 units, and a system of what a publisher prints of it."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(5, 10))
    units = NAMES[:n]
    cents = rng.integers(3000, 9900, n)
    truth = {
        u: Fraction(int(c), 100) + Fraction(int(rng.integers(-49, 50)), 10000)
        for u, c in zip(units, cents, strict=True)
    }
    ranked = sorted(units, key=lambda u: -truth[u])

    def mean(members):
        return sum(truth[m] for m in members) / len(members)

    convention = ("half_up", "half_even")[seed % 2]
    constraints = [
        Known(u, printed(round_printed(truth[u], 2, convention), convention))
        for u in rng.choice(units, int(rng.integers(1, n - 1)), replace=False).tolist()
    ]
    groups = [rng.choice(units, int(rng.integers(2, n + 1)), replace=False).tolist() for _ in range(rng.integers(1, 5))]
    constraints += [Mean(g, printed(round_printed(mean(g), 2, convention), convention)) for g in groups]
    constraints += [
        Rank(u, ranked.index(u) + 1) for u in rng.choice(units, int(rng.integers(0, n)), replace=False).tolist()
    ]
    if seed % 3 == 0:
        above = sum(truth[u] > mean(units) for u in units)
        constraints.append(CountAbove(above, mean_of(units), units))
    if seed % 3 == 1 and len(groups) > 1:
        a, b = sorted(groups[:2], key=mean, reverse=True)
        constraints.append(Order([mean_of(a), mean_of(b)]))
    return truth, ranked, System(units, constraints, lower=0, upper=100)


def holds(constraint, x, units):
    """Whether a table satisfies a constraint, from what the constraint says; a check by other means than its own."""
    slack = 1e-6
    if isinstance(constraint, Known):
        return float(constraint.value.lower) - slack <= x[constraint.unit] <= float(constraint.value.upper) + slack
    if isinstance(constraint, Mean):
        mean = np.mean([x[m] for m in constraint.members])
        return float(constraint.value.lower) - slack <= mean <= float(constraint.value.upper) + slack
    if isinstance(constraint, Rank):
        above = sum(x[u] > x[constraint.unit] + slack for u in units)
        below = sum(x[u] < x[constraint.unit] - slack for u in units)
        return above <= constraint.rank - 1 and below <= len(units) - constraint.rank
    if isinstance(constraint, CountAbove):
        mean = np.mean([x[u] for u in units])
        strictly, at_least = sum(x[u] > mean + slack for u in units), sum(x[u] >= mean - slack for u in units)
        return strictly <= constraint.count <= at_least
    values = [sum(float(c) * x[u] for u, c in s.items()) for s in constraint.statistics]
    return all(a >= b - slack for a, b in itertools.pairwise(values))


def check_synthetic(seed, ranks=True):
    truth, ranked, system = synthetic(seed)
    table = system.bounds_all()
    for unit, value in truth.items():
        low, high = table.loc[unit]
        assert low - 1e-7 <= float(value) <= high + 1e-7, (seed, unit)
        for side, end in (("lower", low), ("upper", high)):
            witness = system.witness(unit, side)
            assert witness[unit] == pytest.approx(end, abs=1e-7)
            assert all(holds(c, witness, system.units) for c in system.constraints), (seed, unit, side)
            assert witness.between(-1e-9, 100 + 1e-9).all()
            assert system.violations(witness).max() < 1e-6
        if ranks:
            assert ranked.index(unit) + 1 in system.ranks(unit), (seed, unit)


@pytest.mark.parametrize("seed", range(6))
def test_truth_lies_inside_and_each_end_is_attained(seed):
    check_synthetic(seed)


@pytest.mark.slow
def test_truth_lies_inside_and_each_end_is_attained_in_a_thousand_tables():
    for seed in range(1000):
        check_synthetic(seed, ranks=seed % 5 == 0)


def test_what_was_asked_before_does_not_matter():
    for seed in range(4):
        *_, system = random_case(seed)
        fresh = [System(system.units, system.constraints, lower=0, upper=100).bounds(unit) for unit in system.units]
        pd.testing.assert_frame_equal(
            system.bounds_all(), pd.DataFrame(fresh, system.bounds_all().index), check_exact=False, atol=1e-7
        )
    free = System([*"ab"], [Order(["a", "b"])])
    assert free.bounds("a") == (-np.inf, np.inf)
    assert free.bounds(difference("a", "b")) == (0, np.inf)
    assert not System([*"ab"], [Order(["a", "b"], by=1), Order(["b", "a"])]).feasible()


# -- each kind of constraint, worked by hand ------------------------------------------------------------------------


def test_means_of_overlapping_groups_pin_down_a_member():
    system = System([*"abc"], [Mean([*"ab"], "50.0"), Mean([*"bc"], "40.0"), Total([*"abc"], 130)], lower=0, upper=100)
    # c = 130 - (a + b), a = 130 - (b + c), b = (a + b) + (b + c) - 130
    assert system.bounds("c") == Bounds(29.9, 30.1)
    assert system.bounds("b") == Bounds(49.8, 50.2)


def test_weighted_mean_linear_statistic_and_repeats():
    weighted = Mean(["a", "b"], exact(40), weights={"a": 3, "b": "1", "other": 5})
    assert System([*"ab"], [weighted, Known("a", 30)]).bounds("b") == Bounds(70, 70)
    assert System([*"ab"], [Linear({"a": 2, "b": -1}, 10), Known("a", 30)]).bounds("b") == Bounds(50, 50)
    assert System([*"ab"], [Mean(["a", "b", "a"], exact(40), repeats=True), Known("a", 30)]).bounds("b") == Bounds(
        60, 60
    )


def test_unknown_cut_offs_between_grades():
    system = System(
        [*"abc"],
        [
            Known("a", "70.0"),
            Known("b", "60.0"),
            Known("c", "50.0"),
            Order(["a", "cut", "b"]),
            Order(["b", "low", "c"]),
        ],
        unknowns=["cut", "low"],
    )
    assert system.bounds("cut") == Bounds(59.95, 70.05)
    assert system.bounds(difference("cut", "low")).lower == 0
    assert system.ranks("b") == (2,)  # cut-offs take no rank


def test_units_without_a_printed_rank_share_out_the_ranks_left():
    known = [Known("a", 90), Known("c", 70), Known("e", 50)]
    system = System([*"abcde"], [*known, Rank("a", 1), Rank("c", 3), Rank("e", 5)], lower=0, upper=100)
    assert system.ranks_all() == {"a": (1,), "b": (2, 4), "c": (3,), "d": (2, 4), "e": (5,)}
    assert system.bounds({"b": 1, "d": 1}) == Bounds(120, 160)  # one above 70 and one below
    assert system.also(Order(["b", "d"], by=1)).ranks("b") == (2,)
    assert system.bounds("b") == Bounds(50, 90)


def test_ranks_that_the_source_shares():
    shared = [Rank("a", 1, shared=True), Rank("b", 1, shared=True)]
    system = System([*"abcd"], [*shared, Known("a", 80), Rank("c", 4)], lower=0, upper=100)
    assert system.bounds("b") == Bounds(80, 80)
    assert system.ranks("d") == (3,)
    with pytest.raises(BoundsError, match="rank 2 of c is taken by the tie of a, b"):
        System([*"abcd"], [*shared, Rank("c", 2)])


def test_ranks_among_some_units():
    system = System([*"abc"], [Known("b", 50), Rank("a", 1, among=["a", "b"])], lower=0, upper=100)
    assert system.bounds("a") == Bounds(50, 100)
    assert system.ranks("a") == (1, 2, 3)  # third where level with b, ties allowed
    assert system.also(Known("a", 51)).ranks("a") == (1, 2)
    assert system.ranks("a", among=["a", "b"]) == (1,)
    assert system.ranks_all(among=["b", "c"]) == {"b": (1, 2), "c": (1, 2)}


def test_counts_above_a_threshold():
    units = list("abcd")
    system = System(units, [Known("a", 90), Known("b", 20), CountAbove(3, "60.0")], lower=0, upper=100)
    assert system.bounds("c") == Bounds(59.95, 100)
    assert system.violations({"a": 90, "b": 20, "c": 60, "d": 59.97}).max() == 0
    assert system.violations({"a": 90, "b": 20, "c": 60, "d": 50}).max() == pytest.approx(9.95)
    some = System(units, [CountAbove((1, 2), 60, ["a", "b"]), Known("a", 70)], lower=0, upper=100)
    assert some.bounds("b") == Bounds(0, 100)
    own = System([*"abc"], [CountAbove(1, mean_of([*"abc"])), Known("a", 60), Known("b", 60)], lower=0, upper=100)
    assert own.bounds("c") == Bounds(60, 100)  # two level units are not above unless the third pulls the mean down


def test_margin_tells_open_ends_from_closed():
    touching = System([*"ab"], [Known("a", printed("50.0")), Known("b", printed("50.1")), Order(["a", "b"])])
    assert touching.feasible()
    assert touching.margin() == 0  # 50.05 is open above for the one
    assert System([*"ab"], [Known("a", "50.0"), Known("b", "50.0"), Order(["a", "b"])]).margin() > 0.01
    assert System([*"abc"], [Rank("a", 1), Rank("c", 2)], lower=0, upper=1).margin() == pytest.approx(0.5)


@pytest.mark.parametrize("value", ["100.01", "-0.6", 101])
def test_a_known_value_outside_its_range_is_told_when_the_system_is_made(value):
    with pytest.raises(BoundsError, match="a ranges from 0 to 100 in this system"):
        System(["a", "b"], [Known("a", value)], lower=0, upper=100)
    System(["a", "b"], [Known("a", "100.0"), Known("b", "0.0")], lower=0, upper=100)
