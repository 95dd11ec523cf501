"""The hardware chapter, recomputed by hand and by plain loops from the CSV file."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from egov.results import hardware as chapter
from egov.results import hardware_series as series
from egov.results import hardware_weights as weights
from egov.tables import data_folder, load

KNOWN = ("2021-06", "2022-05", "2023-05", "2023-06")
"""The releases that the project began with: what is pinned here holds for them, whatever month is added later."""


@pytest.fixture(scope="module")
def index() -> pd.DataFrame:
    frame = load("hardware_index")
    return frame[frame["month"].isin(KNOWN)].reset_index(drop=True)


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    frame = load("hardware_breadth")
    return frame[frame["month"].isin(KNOWN)].reset_index(drop=True)


@pytest.fixture(scope="module")
def plain() -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """(month, family, component) → measure → value, from the file by the standard library alone."""
    out: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    with (data_folder() / "published/hardware_index.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["mention"] == "1" and row["month"] in KNOWN:
                key = (row["month"], row["family"], row["component"])
                out.setdefault(key, {})[row["measure"]] = Decimal(row["value"])
    return out


# ------------------------------------------------------------------------------------------------------ the series
def test_every_published_level_and_every_implied_one(index, plain):
    frame = series.series(index)
    seen = {(r.month, r.family, r.component, r.kind): Decimal(f"{r.value:.2f}") for r in frame.itertuples()}
    wanted = {}
    for (month, family, component), figures in plain.items():
        if "value" in figures:
            wanted[month, family, component, "published"] = figures["value"].quantize(Decimal("0.01"))
            if "change" in figures:
                before = series.shifted(month, -1)
                wanted[before, family, component, "implied"] = (figures["value"] - figures["change"]).quantize(
                    Decimal("0.01")
                )
    assert seen == wanted


@pytest.mark.parametrize(
    ("month", "family", "component", "value"),
    [
        ("2021-05", "production", "总指数", 97.55),
        ("2021-05", "market", "总指数", 100.08),
        ("2021-05", "trade", "总指数", 94.10),
        ("2022-04", "production", "总指数", 92.37),
        ("2023-04", "production", "总指数", 95.01),
        ("2023-05", "production", "总指数", 97.91),
        ("2023-05", "production", "商品客户数量景气指数", 93.33),
    ],
)
def test_implied_levels_by_hand(index, month, family, component, value):
    row = series.series(index).query("month == @month and family == @family and component == @component")
    row = row[row["kind"] == "implied"].iloc[0]
    assert row["value"] == pytest.approx(value, abs=1e-9)
    assert row["lower"] == pytest.approx(value - 0.01)
    assert row["upper"] == pytest.approx(value + 0.01)


def test_months_without_a_release_have_no_row(index):
    months = set(series.series(index)["month"])
    assert months == {"2021-05", "2021-06", "2022-04", "2022-05", "2023-04", "2023-05", "2023-06"}
    assert set(series.series(index).query("family != 'production'")["month"]) == {"2021-05", "2021-06"}


def test_a_change_without_a_level_implies_nothing(index):
    names = set(series.series(index).query("family == 'market'")["component"])
    assert not names & {"要素供给景气指数", "市场需求景气指数"}


def test_conflicts_are_kept_apart(index):
    table = series.conflicts(index)
    assert (table["verdict"] == "exact").sum() == 6
    (row,) = table[table["verdict"] == "rounding"].to_dict("records")
    assert (row["component_en"], row["published"], row["implied"]) == ("Composite", 97.90, 97.91)
    both = series.series(index).query("month == '2023-05' and component == '总指数'")
    assert dict(zip(both["kind"], both["value"], strict=True)) == {"published": 97.90, "implied": 97.91}


def test_a_contradiction_is_called_one(index):
    wrong = index.copy()
    hit = (wrong["month"] == "2023-06") & (wrong["component"] == "总指数") & (wrong["measure"] == "change")
    wrong.loc[hit, "value"] = 0.26  # the sign lost
    table = series.conflicts(wrong).set_index("component_en")
    assert table.loc["Composite", "verdict"] == "contradiction"


def test_year_over_year_by_hand(index):
    table = series.year_over_year(index, "2022-05", "2023-05").set_index("component_en")
    assert table.loc["Composite", "difference"] == pytest.approx(3.69)
    assert table.loc["Ex-factory price", "difference"] == pytest.approx(-2.34)
    assert len(table) == 7
    assert ((table["upper"] - table["lower"]).round(9) == 0.02).all()


def test_components_without_an_english_name_stay_apart(index):
    new = index.copy()
    new.loc[new["component_en"].isin(["Stock of goods", "Sales revenue"]), "component_en"] = "(new component)"
    assert len(series.conflicts(new)) == len(series.conflicts(index))
    assert (series.conflicts(new)["verdict"] == "exact").sum() == 6


def test_spellings_are_said(index):
    assert set(series.respelt(index)["component_en"]) == {"Stock of goods", "Expected production and operations"}


@pytest.mark.parametrize(("month", "months", "wanted"), [("2021-01", -1, "2020-12"), ("2021-12", 13, "2023-01")])
def test_shifted(month, months, wanted):
    assert series.shifted(month, months) == wanted


# --------------------------------------------------------------------------------------------------------- weights
def test_groups_by_a_plain_comparison(index, plain):
    parents = {
        (r.month, r.family, r.component): r.parent
        for r in index[index["mention"] == 1].fillna({"parent": ""}).itertuples()
    }
    half = Decimal("0.005")
    for row in weights.groups(index).itertuples():
        key = (row.month, row.family)
        parts = [f for k, f in plain.items() if k[:2] == key and parents[k] == row.component]
        whole = plain[(*key, row.component)]
        assert len(parts) == row.printed_parts
        for measure in ("value", "change"):
            known = [p[measure] for p in parts if measure in p]
            side = row.level if measure == "value" else row.change
            if len(known) == len(parts):
                above, below = whole[measure] - half >= max(known) + half, whole[measure] + half <= min(known) - half
                assert side == ("above" if above else "below" if below else "inside"), (row, measure)
            else:
                assert side == "inside"


def test_feasibility_and_bounds_against_a_grid(index):
    """A fine grid of weights: what it allows lies within the bounds, and reaches near their ends."""
    table = weights.weights(index)
    grid = np.indices((1001, 1001)).reshape(2, -1).T / 1000
    grid = grid[grid.sum(axis=1) <= 1]
    grid = np.column_stack([grid, 1 - grid.sum(axis=1)])
    table, released = table[table["family"] == "production"], series.releases(index)
    for (month, parent), part in table.groupby(["month", "parent"]):
        rows = released[(released["month"] == month) & (released["family"] == "production")]
        own = rows[rows["component"] == parent].iloc[0]
        parts = rows[rows["parent"] == parent].sort_values("component")
        fits = np.ones(len(grid), bool)
        for measure in ("value", "change"):
            means = grid @ parts[measure].to_numpy()
            fits &= np.abs(means - own[measure]) <= 0.01 + 1e-9
        allowed = 100 * grid[fits]
        ends = part.sort_values("component")
        assert (allowed.min(axis=0) >= ends["lower"].to_numpy() - 1e-6).all()
        assert (allowed.max(axis=0) <= ends["upper"].to_numpy() + 1e-6).all()
        assert (np.abs(allowed.min(axis=0) - ends["lower"].to_numpy()) < 0.2).all()
        assert (np.abs(allowed.max(axis=0) - ends["upper"].to_numpy()) < 0.2).all()


def test_one_group_of_production_fits_and_no_composite_of_it(index):
    table = weights.groups(index)
    fits = table[table["feasible"]]
    assert set(zip(fits["month"], fits["component"], strict=True)) == {
        ("2023-05", "企业经营效益景气指数"),
        ("2021-06", "总指数"),
    }
    assert set(fits["family"]) == {"production", "market"}


def test_an_invented_group_gives_its_weights_back():
    rng = np.random.default_rng(5)
    for _ in range(20):
        w = rng.dirichlet([2, 2, 2])
        levels, changes = rng.uniform(85, 110, 3).round(2), rng.uniform(-8, 8, 3).round(2)
        parts = {n: (f"{v:.2f}", f"{c:.2f}") for n, v, c in zip("abc", levels, changes, strict=True)}
        system = weights.weight_system(parts, (f"{w @ levels:.2f}", f"{w @ changes:.2f}"))
        assert system.feasible()
        for name, weight in zip("abc", w, strict=True):
            lower, upper = system.bounds(name)
            assert lower - 1e-9 <= weight <= upper + 1e-9


def test_position_allows_for_roundings():
    assert weights.position("98.63", ["94.15", "93.81"]) == ("above", Fraction(447, 100))
    assert weights.position("97.71", ["97.70", "97.20"]) == ("above", Fraction(0))
    assert weights.position("97.70", ["97.70", "97.20"])[0] == "inside"
    assert weights.position("100.53", ["103.00", None])[0] == "inside"


def test_contributions_add_to_the_change_of_their_index(index):
    table = weights.contributions(index)
    assert set(zip(table["month"], table["parent"], strict=True)) == {("2023-05", "企业经营效益景气指数")}
    assert table["lower"].sum() <= 4.58 <= table["upper"].sum()
    assert (table["upper"] - table["lower"]).max() < 0.05
    row = table.set_index("component_en").loc["Inventory turnover"]
    assert (row["lower"], row["upper"]) == pytest.approx((0.11880837 * 2.405, 0.1254855 * 2.415), abs=1e-6)
    assert weights.contributions(index[index["month"] == "2023-06"]).empty


def test_missing_part(index):
    assert weights.missing_part(index, "2023-05", "production") == pytest.approx(97.895)
    with pytest.raises(ValueError, match="not above its printed components"):
        weights.missing_part(index, "2021-06", "trade")


# ------------------------------------------------------------------------------------------- breadth, expectations
def test_breadth_by_hand(index, counts):
    table = chapter.breadth(index, counts)
    assert (table[["rising", "falling", "flat"]].sum(axis=1) == 12).all()
    assert len(table) == 8
    assert set(table.loc[~table["agrees"], "family"]) == {"market"}
    assert (~table["agrees"]).sum() == 3


def test_expectations_by_hand(index):
    table = chapter.expectations(index).set_index(["month", "family"])
    assert len(table) == 6
    row = table.loc[("2023-05", "production")]
    assert (row["kind"], row["expected"], row["after"], row["move"]) == ("published", 96.10, 97.65, -0.26)
    assert ("2021-06", "production") not in table.index


@pytest.mark.parametrize(("family", "n"), [("production", 8), ("market", 11), ("trade", 8)])
def test_tree_has_every_component_once(index, family, n):
    table = chapter.tree(index, family)
    assert len(table) == n
    assert table["depth"].iloc[0] == 0
    assert table["component"].is_unique
    assert table["change"].notna().all()


def test_the_weekly_series_stay_apart():
    table = chapter.weekly(load("hardware_weekly"))
    assert table.groupby("series").size().to_dict() == {"rebased_eight_industries": 6, "twelve_industries": 9}


def test_findings_of_all_the_data_have_no_hole():
    found = chapter.findings(load("hardware_index"), load("hardware_breadth"), load("hardware_weekly"))
    assert "nan" not in " ".join(found.values())


def test_findings_are_sentences_with_their_numbers(index, counts):
    found = chapter.findings(index, counts, load("hardware_weekly"))
    assert "nan" not in " ".join(found.values())
    assert found["yoy_composite"] in found["headline"]
    assert found["yoy_composite"].split()[-1] in found["headline_zh"]
    assert found["groups_need"] == str(int(found["groups_n"]) - int(found["groups_feasible"]))
    assert found["calendar"] == "April, May and June"
