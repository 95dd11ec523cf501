"""Regional disparity: groups, bounds, tests, findings; the slow draws are covered by the committed tables."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from egov.results import regional as chapter
from egov.results import regional_description as described
from egov.results import regional_tests
from egov.results.regional_bounds import (
    gap_bounds,
    printed_regions,
    printed_totals,
    proven_signs,
    statistic,
    system,
    what_binds,
)
from egov.results.regional_convergence import catching_up, city_against_province, compared
from egov.results.regional_findings import findings
from egov.results.regional_groups import (
    HELD,
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
from egov.results.regional_lists import printed_parts, weight_name
from egov.results.regional_robustness import SETTINGS, VARIANTS, crossed, robustness_rows
from egov.results.regional_rows import effect_rows, gap_rows, opinion_rows, spread_rows, with_ends
from egov.results.regional_scores import corps_gaps, gap_validation
from egov.results.regional_tests import held_fixed, trend, two_groups
from egov.tables import load, remembered
from egov.tables.units import REGIONS


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
    """One group at its lower limits, the other at its upper ones."""
    part = year_of(frame, "province", 2019)
    scores = system(part)
    code = dict(zip(part["unit"], part["code"], strict=True))
    for each in contrasts(part).values():
        (low1, low2), (high1, high2) = (
            [np.mean([LIMITS[code[u] + top] for u in group]) for group in (each.first, each.second)] for top in (0, 1)
        )
        expected = (low1 - high2, high1 - low2)
        coefficients = {u: w for u, w in zip(part["unit"], each.weights(part["unit"]), strict=True) if w}
        assert scores.bounds(coefficients) == pytest.approx(expected, abs=1e-6)


def independent_bounds(part, kind, cost, leaders):
    """The same bounds from scipy's ``milp`` on matrices written out here: scores, then parts, weights, cut-offs."""
    n, codes = len(part), "ABCDE"
    means = load("capacity_means")
    means = means[(means["unit_type"] == kind) & (means["year"] == 2021) & (means["mention"] == 1)]
    figure = {(r.code, r.measure): float(r.printed) for r in means.itertuples() if r.measure in ("mean", "n_above")}
    size = 7 * n + 10  # score, five parts and a flag of each unit; five weights and five cut-offs
    rows, low, high = [], [], []

    def add(least, most, *terms):
        row = np.zeros(size)
        for where, value in terms:
            row[where] += value
        rows.append(row)
        low.append(least)
        high.append(most)

    scores, weight, cut = slice(0, n), 7 * n, 7 * n + 5
    mean = figure["total", "mean"]
    add(mean - 0.005, mean + 0.005, (scores, 1 / n))
    if kind == "province":
        for (_, region), text in printed_regions(load("capacity_regions")).items():
            own = np.flatnonzero(part["region7"].astype(str) == region)
            add(float(text) - 0.005, float(text) + 0.005, (own, 1 / len(own)))
        add(figure["total", "n_above"], figure["total", "n_above"], (slice(6 * n, 7 * n), 1))
        for i in range(n):
            add(-100, np.inf, (i, 1), (scores, -1 / n), (6 * n + i, -100))
            add(-np.inf, 0, (i, 1), (scores, -1 / n), (6 * n + i, -100))
    add(1, 1, (slice(weight, weight + 5), 1))
    for i, unit in enumerate(part["unit"]):
        add(0, 0, (i, -1), *((n * (k + 1) + i, 1) for k in range(5)))
        for k, code in enumerate(codes):
            share = n * (k + 1) + i
            add(-np.inf, 0, (share, 1), (weight + k, -100))
            inside = unit in leaders[code]
            add(0 if inside else -np.inf, np.inf if inside else 0, (share, 1), (cut + k, -1))
    for k, code in enumerate(codes):
        shares, printed = slice(n * (k + 1), n * (k + 2)), figure[code, "mean"]
        add(0, np.inf, (shares, 1 / n), (weight + k, -printed + 0.005))
        add(-np.inf, 0, (shares, 1 / n), (weight + k, -printed - 0.005))
    least, most = np.zeros(size), np.full(size, 100.0)
    least[:n], most[:n] = (np.array(LIMITS)[part["code"] + step] for step in (0, 1))
    most[6 * n : 7 * n + 5] = 1
    whole = np.zeros(size)
    whole[6 * n : 7 * n] = kind == "province"
    rule, box, goal = LinearConstraint(np.array(rows), low, high), Bounds(least, most), np.zeros(size)
    goal[:n] = cost
    return [s * milp(s * goal, constraints=rule, bounds=box, integrality=whole).fun for s in (1, -1)]


@pytest.mark.parametrize("kind", [pytest.param("province", marks=pytest.mark.slow), "city"])
def test_bounds_of_the_last_year_equal_an_independent_program(frame, kind):
    part = year_of(frame, kind, 2021)
    table = load("capacity_leaders")
    table = table[(table["unit_type"] == kind) & (table["mention"] == 1)]
    leaders = {code: set(own["unit"]) for code, own in table.groupby("code")}
    last = what_binds(load, 2021, kind).iloc[-1]
    for name in SLOGAN:
        low, high = independent_bounds(part, kind, contrasts(part)[name].weights(part["unit"]), leaders)
        assert last[f"{name}_lower"] == pytest.approx(low, abs=0.0101)
        assert last[f"{name}_upper"] == pytest.approx(high, abs=0.0101)
        assert last[f"{name}_lower"] <= low + 1e-6
        assert last[f"{name}_upper"] >= high - 1e-6


def test_lists_of_leaders_bind_one_end_of_each_kind():
    table = load("regional_binding").sort_values("number")
    found = {kind: table[table["unit_type"] == kind] for kind in ("province", "city")}
    before, after = (found["province"].iloc[i] for i in (-2, -1))
    assert (before["south_north_lower"], after["south_north_lower"]) == (3.64, 3.91)
    assert after["east_west_lower"] == before["east_west_lower"]
    before, after = (found["city"].iloc[i] for i in (-2, -1))
    assert (before["east_west_lower"], after["east_west_lower"]) == (-6.82, -5.45)


def test_a_table_of_scores_attains_the_bound_with_the_lists(frame):
    part, totals = year_of(frame, "province", 2021), printed_totals(load("capacity_means"))
    parts = printed_parts(load("capacity_means"), load("capacity_leaders"))
    scores = system(part, totals, printed_regions(load("capacity_regions")), parts)
    each = statistic(contrasts(part)["south_north"])
    table = scores.witness(each, "lower")
    assert scores.violations(table).max() < 1e-6
    assert table[[weight_name(code) for code in "ABCDE"]].sum() == pytest.approx(1)
    assert sum(float(c) * table[u] for u, c in each.items()) == pytest.approx(3.9173, abs=1e-4)


def test_signs_proven_in_the_last_year_only():
    gaps = load("regional_gaps")
    rows = gap_rows(gaps, "province")
    assert rows.loc[rows["words"] == "proven", "year"].tolist() == ["2021", "2021"]
    table = proven_signs(gaps).set_index("contrast")
    assert table.loc["east_west", "province_ahead"] == "2021"
    assert table.loc["south_north", "province_behind"] == "–"


def same_bounds(bands):
    """Whether the committed bounds are those of these bands."""
    tables = [bands, *(load(name) for name in (*chapter.INPUTS[1:], "capacity_leaders"))]
    key = ["unit_type", "year", "contrast", "weighting"]
    again = gap_bounds(*tables).set_index(key)[["lower", "upper"]].sort_index()
    gaps = load("regional_gaps").astype({"unit_type": str, "weighting": str, "method": str})
    held = gaps[(gaps["method"] == "bounds") & gaps["year"].isin(bands["year"])]
    held = held.set_index(key)[["lower", "upper"]].sort_index()
    assert len(again) == len(held)
    assert again.to_numpy() == pytest.approx(held.to_numpy(), abs=0.0051)


def test_committed_bounds_of_the_first_year_are_those_computed():
    bands = load("capacity_bands")
    same_bounds(bands[bands["year"] == bands["year"].min()])


@pytest.mark.slow
def test_committed_bounds_are_those_computed():
    same_bounds(load("capacity_bands"))


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


def test_trend_and_held_fixed(frame, monkeypatch):
    for name in ("_detectable_trend", "_detectable_stratified"):  # seconds each, and tested with the methods
        monkeypatch.setattr(regional_tests, name, lambda *_: SimpleNamespace(effect=np.nan, reason="not asked"))
    part = year_of(frame, "province", 2021)
    held = load("region_tests").astype({"unit_type": str}).set_index(["unit_type", "year", "contrast"])
    for row in (trend(part), held_fixed(part, "east_west_given_south_north")):
        assert row["lower"] < row["effect"] < row["upper"]
        assert 0 < row["p"] < 0.05
        committed = held.loc[("province", 2021, row["contrast"])]
        assert row["p"] == pytest.approx(committed["p"], abs=5e-5)
        assert row["effect"] == pytest.approx(committed["effect"], abs=5e-4)


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


def test_southwest_stands_above_north_china():
    means = described.regional_means(load("capacity_regions"), load("capacity_means")).set_index("region")["mean"]
    assert means["西南"] > means["华北"]


def test_counts_are_complete():
    bands, units, covariates = load("capacity_bands"), load("units"), load("province_covariates")
    for kind in ("province", "city"):
        assert described.composition(bands, units, "belt", kind).groupby("year")["count"].sum().tolist() == [32, 32]
    people = described.people_by_band(bands, units, covariates)
    assert people.groupby("year")["share"].sum().tolist() == pytest.approx([1.0] * 5)
    both = described.composition_and_people(bands, units, covariates)
    sums = both.groupby("weighting")["count"].sum()
    assert sums["units"] == 64  # by belt and by region
    assert sums["residents"] == pytest.approx(2 * 1410, abs=12)
    assert both["group"].nunique() == 11
    led = described.leaders(load("capacity_leaders"), load("indicators"), units)
    assert (led["n"] == 10).all()
    by_region = described.leaders_by_region(load("capacity_leaders"), load("indicators"), units)
    sums = by_region.set_index("code")[list(REGIONS)].sum(axis=1)
    assert sums[sums.index.notna()].tolist() == [10] * 10
    assert sums[sums.index.isna()].tolist() == [32, 32]
    rose = described.risers(load("capacity_risers"), units)
    assert int(rose["risen"].sum()) == 22


def test_checks_on_catching_up(frame):
    found = catching_up(load("capacity_bands"), load("units"))
    assert len(found) == 12
    assert found["p"].between(0, 1).all()
    assert len(compared(year_of(frame, "province", 2021))["east_central"].second) == 6
    pairs = city_against_province(load("capacity_bands"), load("units"))
    for capital, size in ((True, 27), (False, 5)):
        own = pairs[pairs["capital"] == capital]
        assert (own["n"] == size).all()
        assert (own[["above", "same", "below"]].sum(axis=1) == size).all()


def test_robustness_has_the_rows_asked_for():
    table = load("regional_robustness")
    rows = robustness_rows(table)
    assert [len(names) for names in VARIANTS.values()] == [1, 1, 1, 2, 6, 2, 3, 2]
    assert len(rows) == 18
    assert len(table) == 2 * 18 - 6  # the side of a line does not touch east and west
    assert (rows.loc[rows["choice"].str.contains("in the"), "east_west_bounds"] == "–").sum() == 6
    assert rows["choice"].is_unique
    by = table.set_index(["setting", "variant", "contrast"])
    closed, opened = (by.loc[SETTINGS[5], v][["bound_lower", "bound_upper"]] for v in ("closed", "open"))
    assert closed.equals(opened)
    here = by.loc[(SETTINGS[4], "江苏 in the south", "south_north")]
    assert here["model"] == by.loc[(SETTINGS[0], VARIANTS[SETTINGS[0]][0], "south_north"), "model"]


def test_every_province_on_the_line_is_moved_once():
    found = crossed(load).set_index("unit")
    assert sorted(found.index) == ["安徽", "江苏", "河南", "甘肃", "陕西"]
    table = load("regional_robustness").set_index(["variant", "contrast"])
    for unit, row in found[found["tabled"]].iterrows():
        other = table.loc[(f"{unit} in the {'north' if row['side'] == 'south' else 'south'}", "south_north")]
        assert (row["lower"], row["upper"]) == (other["bound_lower"], other["bound_upper"])
    assert not found.loc[["河南", "甘肃"], "tabled"].any()
    assert found["lower"].min() > 0


def test_the_corps_stands_between_its_neighbours_in_the_list():
    rows = corps_gaps(load).set_index("contrast")
    assert rows["rank"].tolist() == [28, 28]
    assert rows[["above", "below"]].iloc[0].tolist() == ["青海", "甘肃"]
    scores = gap_validation(load("regional_gaps")).set_index("contrast")["scores"]
    assert (rows["lower"] > scores[rows.index]).all()  # a low score of the northwest widens both gaps
    assert ((rows["upper"] - rows["lower"]) < 0.06).all()


def test_both_languages_hold_the_same_numbers():
    found = findings(remembered(load))
    for number in re.findall(r"\d+\.\d+|\d{4}", found["headline_zh"]):
        assert number in found["headline"]
    own = load("regional_changes").astype({"contrast": str}).query("contrast in @SLOGAN")
    for estimate in own["estimate"]:
        assert f"{estimate:.1f}".replace("-", "−") in found["narrowed"]


def test_rows_for_readers():
    opinions = opinion_rows(load("regional_opinions"), "province")
    assert len(opinions) == 6
    assert opinions.iloc[0, 3] == "–"  # an odds ratio belongs to the ordered logit
    spread = spread_rows(load("regional_spread"), "province")
    assert len(spread) == 10
    assert spread["section"].nunique() == 2
    effects = effect_rows(load("region_tests"), "province", (*SLOGAN, *HELD, "belts"))
    assert len(effects) == 25
    assert effects["section"].iloc[0].endswith("n = 23")
    assert effects["section"].nunique() == 5
    assert with_ends(load("regional_changes").head(1), "estimate", decimals=1)[0].count("(") == 1
