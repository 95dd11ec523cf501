"""Regional disparity: groups, bounds, tests, findings; the slow draws are covered by the committed tables."""

import numpy as np
import pytest
from scipy.optimize import linprog

from egov.results import regional as chapter
from egov.results.regional_bounds import band_only_bounds, gap_bounds, printed_regions, printed_totals, system
from egov.results.regional_convergence import catching_up, city_against_province
from egov.results.regional_findings import gap_rows
from egov.results.regional_groups import (
    LIMITS,
    SLOGAN,
    contrasts,
    members,
    moved,
    of_type,
    population_2020,
    seven_region_contrasts,
    three_belt_contrasts,
)
from egov.results.regional_tests import held_fixed, trend, two_groups
from egov.tables import load


@pytest.fixture(scope="module")
def frame():
    return members(load("capacity_bands"), load("units"))


def year_of(frame, unit_type, year):
    own = of_type(frame, unit_type)
    return own[own["year"] == year].reset_index(drop=True)


def test_groups_have_the_sizes_known(frame):
    part = year_of(frame, "province", 2021)
    found = contrasts(part)
    assert [(len(c.first), len(c.second)) for c in list(found.values())[:2]] == [(10, 13), (16, 16)]
    assert sum(len(c.first) for n, c in found.items() if n.endswith("_rest")) == 32
    three, seven = three_belt_contrasts(part)["east_west"], seven_region_contrasts(part)
    assert len(three.first) == 11
    assert "辽宁" in three.first
    assert (len(seven["east_west"].first), len(seven["south_north"].first)) == (10, 18)
    assert "江苏" in moved(found["south_north"], "江苏").second


def test_members_refuses_a_unit_without_groups():
    bands, units = load("capacity_bands"), load("units")
    with pytest.raises(ValueError, match="known unit"):
        members(bands, units[units["unit"] != "北京"])


def test_weights_of_a_contrast_sum_to_zero(frame):
    part, people = year_of(frame, "province", 2021), population_2020(load("province_covariates"))
    for each in contrasts(part).values():
        for population, kept in ((None, each), (people, each.without("新疆兵团"))):
            assert sum(kept.weights(part["unit"], population)) == pytest.approx(0, abs=1e-12)


def test_bounds_from_bands_alone_equal_arithmetic(frame):
    part = year_of(frame, "province", 2019)
    scores = system(part)
    for each in contrasts(part).values():
        expected = band_only_bounds(part, each)
        coefficients = {u: w for u, w in zip(part["unit"], each.weights(part["unit"]), strict=True) if w}
        assert scores.bounds(coefficients) == pytest.approx(expected, abs=1e-6)


def test_bounds_of_the_last_year_equal_an_independent_program(frame):
    part = year_of(frame, "province", 2021)
    totals, regions = printed_totals(load("capacity_means")), printed_regions(load("capacity_regions"))
    rows, low, high = [np.full(32, 1 / 32)], [88.065], [88.075]
    for (_, region), figure in regions.items():
        own = (part["region7"].astype(str) == region).to_numpy()
        rows.append(own / own.sum())
        low.append(float(figure) - 0.005)
        high.append(float(figure) + 0.005)
    matrix = np.vstack([np.array(rows), -np.array(rows)])
    box = [(LIMITS[c], LIMITS[c + 1]) for c in part["code"]]
    scores = system(part, {k: v for k, v in totals.items() if k[2] == "mean"}, regions)
    for name in SLOGAN:
        cost = np.array(contrasts(part)[name].weights(part["unit"]))
        ends = [s * linprog(s * cost, matrix, np.r_[high, -np.array(low)], bounds=box).fun for s in (1, -1)]
        got = scores.bounds({u: c for u, c in zip(part["unit"], cost.tolist(), strict=True) if c})
        assert got == pytest.approx(ends, abs=1e-6)


def test_signs_proven_in_the_last_year_only():
    gaps = load("regional_gaps")
    rows = gap_rows(gaps, "province")
    assert rows.loc[rows["words"] == "proven", "year"].tolist() == ["2021", "2021"]


def test_committed_bounds_are_those_computed():
    tables = [load(name) for name in chapter.INPUTS]
    key = ["unit_type", "year", "contrast", "weighting"]
    again = gap_bounds(*tables).set_index(key)[["lower", "upper"]].sort_index()
    gaps = load("regional_gaps").astype({"unit_type": str, "weighting": str, "method": str})
    held = gaps[gaps["method"] == "bounds"].set_index(key)[["lower", "upper"]].sort_index()
    assert len(again) == len(held)
    assert again.to_numpy() == pytest.approx(held.to_numpy(), abs=0.0051)


def test_model_lies_inside_the_bounds():
    gaps = load("regional_gaps").astype({"method": str})
    wide = gaps.pivot(index=["unit_type", "year", "contrast", "weighting"], columns="method", values=["lower", "upper"])
    room = 0.051  # the model's ends are rounded to a tenth
    assert (wide["lower", "interval_regression"] >= wide["lower", "bounds"] - room).all()
    assert (wide["upper", "interval_regression"] <= wide["upper", "bounds"] + room).all()


def test_two_groups_against_all_relabellings(frame):
    part = year_of(frame, "province", 2021)
    row = two_groups(part, contrasts(part)["east_west"])
    assert row["p"] == pytest.approx(0.023, abs=0.0005)
    assert row["effect"] == pytest.approx(0.538, abs=0.001)
    assert row["exact"]


def test_trend_and_held_fixed(frame):
    part = year_of(frame, "province", 2021)
    for row in (trend(part), held_fixed(part, "east_west_given_south_north")):
        assert row["lower"] < row["effect"] < row["upper"]
        assert 0 < row["p"] < 0.05


def test_holm_families():
    tests = load("region_tests")
    own = tests[(tests["unit_type"] == "province") & (tests["family"] == "slogan")]
    assert len(own) == 10
    assert (own["p_holm"] >= own["p"]).all()
    assert own["p_holm"].min() == pytest.approx(10 * own["p"].min(), abs=0.0006)


def test_powerless_comparisons_say_why():
    tests = load("region_tests")
    without = tests[tests["detectable"].isna()]
    assert len(without) == 9
    assert without["reason"].notna().all()


def test_regional_means_give_back_the_mean():
    low, high, printed = chapter.membership_check(
        load("capacity_bands"), load("units"), load("capacity_regions"), load("capacity_means")
    )
    assert low <= printed + 0.005
    assert high >= printed - 0.005


def test_southwest_stands_above_north_china():
    means = chapter.regional_means(load("capacity_regions"), load("capacity_means")).set_index("region")["mean"]
    assert means["西南"] > means["华北"]


def test_counts_are_complete():
    bands, units = load("capacity_bands"), load("units")
    for kind in ("province", "city"):
        assert chapter.composition(bands, units, "belt", kind).groupby("year")["count"].sum().tolist() == [32, 32]
    people = chapter.people_by_band(bands, units, load("province_covariates"))
    assert people.groupby("year")["share"].sum().tolist() == pytest.approx([1.0] * 5)
    led = chapter.leaders(load("capacity_leaders"), load("indicators"), units)
    assert (led["n"] == 10).all()
    rose = chapter.risers(load("capacity_risers"), units)
    assert int(rose["risen"].sum()) == 22


def test_checks_on_catching_up():
    found = catching_up(load("capacity_bands"), load("units"))
    assert len(found) == 8
    assert found["p"].between(0, 1).all()
    pairs = city_against_province(load("capacity_bands"), load("units"))
    assert (pairs["n"] == 27).all()
    assert (pairs[["above", "same", "below"]].sum(axis=1) == 27).all()
