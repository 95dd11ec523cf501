"""What the moves cannot carry: rare events, matrices year by year, and the least odds ratio, against scipy's laws."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import binomtest, nchypergeom_fisher

from egov.results import year_over_year_limits as limits
from egov.results import year_over_year_moves as moving
from egov.results.year_over_year_rows import detectable_rows, year_rows
from egov.tables import load
from egov.tables.schemas import BANDS


def test_years_add_up_to_the_pooled_matrix():
    bands = load("capacity_bands")
    table = moving.yearly(bands)
    for unit_type in ("province", "city"):
        own = table[table["unit_type"] == unit_type]
        pooled = moving.matrix(bands, unit_type).set_index(["from_band", "to_band"])
        assert own.groupby(["from_band", "to_band"])["count"].sum().to_dict() == pooled["count"].to_dict()
        assert (own.groupby("to_year")["count"].sum() == 32).all()
    row = table[(table["count"] > 0) & (table["n"] > table["count"])].iloc[0]
    found = binomtest(int(row["count"]), int(row["n"])).proportion_ci(method="wilson")
    assert (row["lower"], row["upper"]) == pytest.approx(tuple(found))
    shown = year_rows(table)
    assert len(shown) == len(table) / len(BANDS)
    assert not shown.isna().any(axis=None)


def test_a_rare_event_has_wilsons_interval():
    table = limits.thin_places(load("capacity_bands"), load("units")).set_index(["place", "unit_type"])
    row = table.loc[("falling from 非常高", "province")]
    found = binomtest(int(row["events"]), int(row["n"])).proportion_ci(method="wilson")
    assert (row["lower"], row["upper"]) == pytest.approx((100 * found.low, 100 * found.high))
    assert table.loc[("entering 低", "city"), "events"] == 0


@pytest.mark.parametrize("unit_type", ["province", "city"])
def test_least_odds_ratio_has_the_power_it_claims(unit_type):
    """The jump's test again: both strata by Fisher's noncentral hypergeometric law, weights as van Elteren's."""
    table = load("yoy_detectable")
    ratio = table[(table["contrast"] == "year") & (table["unit_type"] == unit_type)]["odds_ratio"].iloc[0]
    moved = moving.moves(load("capacity_bands"), load("units")).dropna(subset=["from_band"])
    own = moved[(moved["unit_type"] == unit_type) & (moved["from_band"] < BANDS[-1])]
    last, low, rise = own["year"] == own["year"].max(), own["from_band"] < BANDS[2], own["mark"] == "up"
    laws = []
    for stratum in (low, ~low):
        n, m, k = int(stratum.sum()), int((stratum & last).sum()), int((stratum & rise).sum())
        x = np.arange(max(0, m + k - n), min(m, k) + 1)
        weight = (x - m * k / n) * n / (n + 1)
        laws.append([(weight, nchypergeom_fisher(n, k, m, odds).pmf(x)) for odds in (1, ratio)])
    score, none, some = [], [], []
    for a, b in product(range(len(laws[0][0][0])), range(len(laws[1][0][0]))):
        score.append(abs(laws[0][0][0][a] + laws[1][0][0][b]))
        none.append(laws[0][0][1][a] * laws[1][0][1][b])
        some.append(laws[0][1][1][a] * laws[1][1][1][b])
    score, none, some = np.array(score), np.array(none), np.array(some)
    rejected = np.array([none[score > s - 1e-9].sum() <= 0.05 for s in score])
    assert some[rejected].sum() == pytest.approx(limits.POWER, abs=0.002)


def test_no_ratio_is_said_so():
    table = detectable_rows(load("yoy_detectable").astype({"contrast": "str"}))
    assert (table["odds"] == "none, however large").sum() == load("yoy_detectable")["odds_ratio"].isna().sum()
    assert (table["p_holm"] >= table["p"]).all()
