"""What contradicts what, what a bound leans on, and input that cannot be meant."""

import itertools

import numpy as np
import pytest

from egov.methods import bounds
from egov.methods.bounds import (
    Band,
    CountAbove,
    Infeasible,
    Known,
    Linear,
    Mean,
    Order,
    Rank,
    System,
    Total,
    mean_of,
)
from tests.methods.bounds.case import NAMES, random_case

# -- conflict and sensitivity ---------------------------------------------------------------------------------------


def conflicting(seed):
    """A small system that contradicts itself: two printed tables that are not of the same units."""
    rng = np.random.default_rng(seed)
    constraints = []
    for k in range(2):
        truth = rng.integers(20, 80, 4)
        for i in rng.choice(4, 2, replace=False).tolist():
            constraints.append(Known(NAMES[i], str(truth[i]), label=f"{k}: {NAMES[i]}"))
        members = rng.choice(4, 3, replace=False).tolist()
        constraints.append(Mean([NAMES[i] for i in members], str(round(truth[members].mean())), label=f"{k}: mean"))
    top, low = np.argsort(-truth)[:2].tolist()
    constraints += [Rank(NAMES[low], 1), CountAbove(4, int(truth[top]))]
    return System(NAMES[:4], constraints, lower=0, upper=100)


@pytest.mark.parametrize("seed", range(8))
def test_conflict_is_irreducible_and_of_least_size(seed):
    system = conflicting(seed)
    found = system.conflict()

    def feasible(constraints):
        return System(system.units, constraints, lower=0, upper=100).feasible()

    assert bool(found) is not system.feasible()
    if found:
        assert found.least
        assert not feasible(found.constraints)
        for dropped in found.constraints:
            assert feasible([c for c in found.constraints if c is not dropped])
        for size in range(1, len(found.constraints)):
            assert all(feasible(some) for some in itertools.combinations(system.constraints, size))


def test_conflict_without_the_effort_to_prove_it_least_is_still_irreducible():
    system = System(
        [*"abcd"],
        [Known("a", 10), Mean([*"ab"], 20), Mean([*"bc"], 40), Known("d", 5), Known("c", 45), Order(["b", "d"])],
        lower=0,
        upper=100,
    )
    assert len(system.conflict().constraints) == 4
    assert system.conflict().least
    found = system.conflict(effort=0)
    assert not found.least
    assert len(found.constraints) == 4
    for dropped in found.constraints:
        assert System(system.units, [c for c in found.constraints if c is not dropped], lower=0, upper=100).feasible()


def test_questions_to_an_infeasible_system_name_the_way_out():
    system = System([*"ab"], [Known("a", 10), Known("a", 20, label="again")], lower=0, upper=100)
    assert not system.feasible()
    for ask in (system.bounds, system.witness, system.ranks, system.sensitivity):
        with pytest.raises(Infeasible, match="conflict"):
            ask("a")
    with pytest.raises(Infeasible):
        system.margin()
    assert system.conflict().labels == ("a in [10, 10]", "again")


@pytest.mark.parametrize("seed", range(6))
def test_sensitivity_is_what_remains_without_each_constraint(seed):
    *_, system = random_case(seed)
    full = system.bounds("b")
    table = system.sensitivity("b")
    assert table.constraint.tolist() == [c.label for c in system.constraints]
    for k in range(len(system.constraints)):
        rest = [c for i, c in enumerate(system.constraints) if i != k]
        without = System(system.units, rest, lower=0, upper=100).bounds("b")
        assert table.loc[k, ["lower", "upper"]].tolist() == pytest.approx(list(without), abs=1e-7)
        moves = [full.lower - without.lower, without.upper - full.upper]
        assert table.loc[k, ["lower_moves", "upper_moves"]].tolist() == pytest.approx(moves, abs=1e-7)


# -- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: System([]), "without members"),
        (lambda: System("north"), "units are a list of names, not the single string"),
        (lambda: System(["a", "a"]), "named twice: a"),
        (lambda: System(["a", "b"], unknowns=["b"]), "named twice: b"),
        (lambda: System([*"ab"], lower=5, upper=4), "a: lower 5.0 is greater than upper 4.0"),
        (lambda: System([*"ab"], lower={"b": 5}, upper={"b": 4}), "b: lower 5.0"),
        (
            lambda: System(["north", "south"], [Known("nort", 5)]),
            "unknown unit 'nort' in «nort in .*did you mean 'north'",
        ),
        (lambda: System([*"ab"], [Mean(["a", "c"], 5)]), "unknown unit 'c'"),
        (lambda: System([*"ab"], ["a = 5"]), "is no constraint"),
        (lambda: Mean([], 5), "without members"),
        (lambda: Mean(["a", "b", "a"], 5), "named twice: a; give repeats=True"),
        (lambda: Total("ab", 5), "not the single string 'ab'"),
        (lambda: Mean(["a", "b"], 5, weights={"a": 1}), "no weight for b"),
        (lambda: Mean(["a", "b"], 5, weights={"a": 1, "b": -1}), "weights must be at least zero"),
        (lambda: Mean(["a", "b"], 5, weights={"a": 0, "b": 0}), "weights must be at least zero"),
        (lambda: Known("a", 88.07), "88.07 is no figure"),
        (lambda: Known("a", "about 88"), "not a plain decimal"),
        (lambda: Band("a", 60, 50), "lower 60 is greater than upper 50"),
        (lambda: Linear({}, 5), "no units"),
        (lambda: Linear(5, 5), "no linear statistic"),
        (lambda: Order(["a"]), "two or more"),
        (lambda: Order("ab"), "two or more"),
        (lambda: Rank("a", 0), "not a whole number from 1"),
        (lambda: Rank("a", 1.0), "not a whole number from 1"),
        (lambda: Rank("a", 3, among=["a", "b"]), "only 2 units"),
        (lambda: Rank("a", 1, among=["b", "c"]), "do not include it"),
        (lambda: System([*"ab"], [Rank("a", 3)]), "only 2 units"),
        (lambda: System([*"ab"], [Rank("a", 1), Rank("a", 2)]), "a has two ranks among the same units: 1 and 2"),
        (lambda: System([*"ab"], [Rank("a", 1), Rank("b", 1)]), "rank 1 is given to a, b: each rank is taken once"),
        (lambda: CountAbove(3, 5, ["a", "b"]), "count 3 of 2 members"),
        (lambda: CountAbove((2, 1), 5), "cannot be"),
        (lambda: CountAbove(1, "x"), "not a plain decimal"),
        (lambda: System([*"ab"], [CountAbove(3, 5)], lower=0, upper=9).feasible(), "only 2 units"),
        (lambda: System([*"ab"], [CountAbove(1, 5)]).feasible(), "finite range for a"),
        (lambda: System([*"abc"], [Rank("a", 2)]).feasible(), "finite range"),
        (lambda: System([*"ab"]).bounds("c"), "unknown unit 'c' in «statistic»"),
        (lambda: System([*"ab"]).bounds({}), "no units"),
        (lambda: System([*"ab"]).bounds(mean_of([])), "without members"),
        (lambda: System([*"ab"], lower=0, upper=1).witness("a", "top"), "not lower or upper"),
        (lambda: System([*"ab"]).witness("a"), "no upper bound"),
        (lambda: System([*"ab"], lower=0, upper=1).ranks("c"), "unknown unit 'c'"),
        (lambda: System([*"abc"], lower=0, upper=1).ranks("c", among=["a", "b"]), "c is not among"),
    ],
)
def test_input_that_cannot_be_meant(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_the_door_leads_to_all_of_it():
    assert all(hasattr(bounds, name) for name in bounds.__all__)
