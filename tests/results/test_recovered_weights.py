"""Hidden weights of the report: against loops and linear programs written here, and what chance alone would give."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog

from egov.results import recovered_weights
from egov.tables import load as read
from egov.tables import remembered

load = remembered(read)
KNOWN = recovered_weights.parents(load)


@pytest.fixture(scope="module")
def table():
    return load("weights_recovered")


def fits(weights, parent):
    """Whether weights reproduce the whole: half up, half-open, all parts free in their intervals."""
    half, total = Fraction("0.005"), sum(weights)
    low = sum(Fraction(w) * (Fraction(p) - half) for w, p in zip(weights, parent.parts, strict=True)) / total
    return low < Fraction(parent.whole) + half and low + 2 * half > Fraction(parent.whole) - half


def by_loop(parent, units):
    n = len(parent.parts)
    cuts = itertools.combinations(range(1, units), n - 1)
    return [w for w in (np.diff([0, *c, units]).tolist() for c in cuts) if fits(w, parent)]


@pytest.mark.parametrize(("unit_type", "parent"), KNOWN)
@pytest.mark.parametrize(("step", "units"), [(10.0, 10), (5.0, 20)])
def test_counts_and_schemes_are_those_of_a_loop(table, unit_type, parent, step, units):
    found = by_loop(KNOWN[unit_type, parent], units)
    own = table[(table["unit_type"] == unit_type) & (table["parent"] == parent) & (table["step"] == step)]
    assert set(own["schemes"]) == {len(found)}
    if 0 < len(found) <= recovered_weights.LISTED:
        expected = {"|".join(f"{w * step:g}" for w in scheme) for scheme in found}
        assert set(own["scheme"]) == expected
        assert len(own) == len(expected)
    else:
        assert own["scheme"].isna().all()
        assert len(own) == 1


def test_listed_schemes_reproduce_the_mean(table):
    for row in table.dropna(subset=["scheme"]).itertuples():
        parent = KNOWN[row.unit_type, row.parent]
        weights = [Fraction(w) for w in row.scheme.split("|")]
        assert sum(weights) == 100
        assert min(weights) > 0
        assert all((w / Fraction(str(row.step))).denominator == 1 for w in weights)
        assert fits(weights, parent)
        mean = sum(w * Fraction(p) for w, p in zip(weights, parent.parts, strict=True)) / 100
        assert row.reproduced == pytest.approx(float(mean), abs=1e-5)
        assert abs(mean - Fraction(parent.whole)) < Fraction("0.01")


def test_in_both_is_true_for_shared_schemes_and_empty_for_other_parts(table):
    for parent, own in table.groupby("parent", observed=True):
        if not recovered_weights.alike(KNOWN, parent):
            assert own["in_both"].isna().all()
            continue
        for row in own.dropna(subset=["scheme"]).itertuples():
            weights = [Fraction(w) for w in row.scheme.split("|")]
            both = all(fits(weights, KNOWN[unit_type, parent]) for unit_type in recovered_weights.UNIT_TYPES)
            assert row.in_both == both
    assert [p for p in recovered_weights.PARENTS if recovered_weights.alike(KNOWN, p)] == ["total", "C", "D", "E"]


@pytest.mark.parametrize(("unit_type", "parent"), KNOWN)
def test_weight_bounds_are_those_of_linear_programs(unit_type, parent):
    own, n = KNOWN[unit_type, parent], len(KNOWN[unit_type, parent].parts)
    table = load("weights_bounds")
    table = table[(table["unit_type"] == unit_type) & (table["parent"] == parent)]
    parts, whole = np.array([float(p) for p in own.parts]), float(own.whole)
    rows, ends = np.array([parts - 0.005, -(parts + 0.005)]), [whole + 0.005, -(whole - 0.005)]
    for j, row in enumerate(table.itertuples()):
        cost = np.eye(n)[j]
        for sign, end in ((1, row.lower), (-1, row.upper)):
            found = linprog(sign * cost, A_ub=rows, b_ub=ends, A_eq=np.ones((1, n)), b_eq=[1], bounds=(0, 1))
            assert end == pytest.approx(sign * found.fun * 100, abs=1e-3)


def test_shared_bounds_hold_the_shared_schemes():
    table = recovered_weights.shared_bounds(load).set_index(["parent", "part"])
    for row in load("weights_shared").itertuples():
        for scheme in [] if row.schemes != row.schemes else row.schemes.split("; "):
            for part, weight in zip(table.loc[row.parent].index, scheme.split("|"), strict=True):
                limits = table.loc[(row.parent, part)]
                assert limits["lower"] - 1e-6 <= float(weight) <= limits["upper"] + 1e-6


def test_known_results():
    table = load("weights_shared").set_index(["parent", "step"])
    assert all(table.at[("D", step), "schemes"] == "70|30" for step in (10.0, 5.0, 2.5))
    assert all(table.at[("C", step), "schemes"] == "30|30|40" for step in (10.0, 5.0, 2.5))
    assert table.at[("E", 5.0), "schemes"] == "20|35|25|20"
    assert table.at[("total", 2.5), "shared"] == 3
    assert 1.2 < table.at[("total", 2.5), "chance"] < 1.8
    assert (table["chance_lower"] <= table["chance"]).all()
    assert (table["chance"] <= table["chance_upper"]).all()


def test_triangles_sum_to_the_whole():
    areas, points = recovered_weights.triangles(load, recovered_weights.PANELS)
    for frame in (areas, points):
        assert np.allclose(frame[["a", "b", "c"]].sum(axis=1), 100)
    assert points[points["kind"] == "shared"][["a", "b", "c"]].drop_duplicates().to_numpy().tolist() == [[30, 30, 40]]


def test_a_missing_part_is_refused():
    def broken(name, **options):
        frame = load(name, **options)
        return frame[frame["code"] != "D2"] if name == "capacity_means" else frame

    with pytest.raises(ValueError, match="province D: no printed mean of D2"):
        recovered_weights.parents(broken)
