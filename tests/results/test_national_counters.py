"""Counts: what they stand for, what growth they bound, and that no picture joins unlike things."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from egov.results import national_counters as counters
from egov.results import national_panels as panels
from egov.results.national_counters import Range
from egov.tables import load

F = Fraction


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return load("platform_counters")


@pytest.mark.parametrize(
    ("value", "qualifier", "rounded", "reading", "expected"),
    [
        (9942, "exact", False, "strict", (9942, 9942)),
        (488_000_000, "exact", True, "strict", (487_500_000, 488_500_000)),
        (10**9, "over", True, "strict", (10**9, None)),
        (10**9, "over", True, "habit", (10**9, 2 * 10**9)),
        (62 * 10**9, "over", True, "habit", (62 * 10**9, 63 * 10**9)),
        (900, "nearly", False, "strict", (0, 900)),
        (900, "nearly", False, "habit", (800, 900)),
        (5, "about", False, "strict", (0, None)),
    ],
)
def test_what_a_count_stands_for(value, qualifier, rounded, reading, expected):
    found = counters.stands_for(F(value), qualifier, rounded=rounded, reading=reading)
    assert (found.lower, found.upper) == expected


def test_ratios_hold_every_pair_of_values():
    assert Range(F(5), None).ratio(Range(F(1), None)) == Range(F(0), None)
    assert Range(F(5), F(6)).ratio(Range(F(1), F(2))) == Range(F(5, 2), F(6))
    assert Range(F(3), F(3)).ratio(Range(F(0), F(4))) == Range(F(3, 4), None)
    assert Range(F(3), F(4)).minus(Range(F(1), F(2))) == Range(F(1), F(3))
    assert Range(F(3), None).minus(Range(F(1), F(2))) is None


def test_growth_of_the_known_pairs(table):
    grown = counters.growth(table).set_index(["metric", "from_as_of", "reading"])
    users = grown.loc["national_platform_registered_users"]
    assert users.loc[("2021-12-31", "strict"), "says"] == "nothing"
    assert tuple(users.loc[("2021-12-31", "habit"), ["lower", "upper"]]) == pytest.approx((30, 58))
    share = grown.loc["share_accept_online_one_visit"].iloc[0]
    assert (share["measure"], share["lower"], share["upper"]) == ("difference", 8.315, 8.425)
    levels = grown.loc[("regions_with_five_level_coverage", "2018", "strict")]
    assert (levels["lower"], levels["upper"], levels["implied"]) == (9, 9, True)
    persons = grown.loc[("national_and_provincial_personal_users", "2018", "strict")]
    assert (persons["lower"], persons["upper"]) == pytest.approx((100 * (339.5 / 267 - 1), 100 * (338.5 / 265 - 1)))
    assert not grown.loc["data_sharing_calls", "joined"].any()
    assert grown.loc["data_sharing_calls", "lower"].isna().all()


def test_the_strict_range_holds_the_range_by_habit(table):
    grown = counters.growth(table)
    wide = grown[grown["joined"]].pivot(index=["metric", "from_as_of"], columns="reading", values=["lower", "upper"])
    assert (wide["lower"]["strict"] <= wide["lower"]["habit"]).all()
    upper = wide["upper"].astype(float).fillna(float("inf"))
    assert (upper["strict"] >= upper["habit"]).all()


def test_plotted_counts_are_the_printed_ones(table):
    """Every mark goes back to a row of the table, or to a count and its stated growth."""
    for chosen, unit in ((panels.COMPARABLE, "全国"), (panels.UNLIKE, "全国"), (panels.CASE_PANELS, panels.CASE)):
        frame = panels.panel_frame(table, chosen, unit)
        for row in frame.itertuples():
            if row.implied:
                base, since = row.printed.split("; ")
                assert table["printed"].isin([base]).any()
                assert table["printed"].isin([since]).any()
                continue
            same = table[(table["metric"] == row.metric) & (table["as_of"] == row.as_of) & (table["unit"] == unit)]
            assert (row.value, row.printed, row.qualifier) in set(
                zip(same["value"], same["printed"], same["qualifier"].astype(str), strict=True)
            )
    calls = panels.panel_frame(table, panels.UNLIKE).query("metric == 'data_sharing_calls'")
    assert sorted(calls["value"]) == [54e9, 200e9, 300e9]


def test_no_series_joins_unlike_things(table):
    for chosen in (panels.COMPARABLE, panels.UNLIKE, panels.CASE_PANELS):
        unit = panels.CASE if chosen is panels.CASE_PANELS else "全国"
        frame = panels.panel_frame(table, chosen, unit)
        lined = frame[frame["joined"]]
        assert (lined.groupby(["panel", "series"])["metric"].nunique() == 1).all()
        assert not lined["metric"].isin(counters.NOT_JOINED).any()
    unlike = panels.panel_frame(table, panels.UNLIKE)
    assert (unlike["warning"] != "").all()
    assert (unlike.groupby("panel")["series"].nunique() > 1).all()
    assert set(counters.NOT_JOINED) & set(panels.panel_frame(table, panels.COMPARABLE)["metric"]) == set()


def test_unlike_wordings_are_seen_in_the_picture(table):
    """Users by real name stay out of the panel of registered ones; two wordings of a time are not joined."""
    frame = panels.panel_frame(table, panels.COMPARABLE)
    users = frame[frame["metric"] == "national_platform_registered_users"]
    assert users["warning"].str.contains("real-name").all()
    assert "national_platform_real_name_users" not in set(frame["metric"])
    case = panels.panel_frame(table, panels.CASE_PANELS, panels.CASE).groupby("metric")[["joined", "warning"]].first()
    assert case.index[~case["joined"]].tolist() == ["mean_approval_time"]
    assert case.loc["zero_visit_items", "warning"] == "the list of items itself grew"
    value = table[table["unit"] == panels.CASE].set_index(["metric", "as_of"])["value"]
    handled = value["zero_visit_items", "2020"] + value["one_visit_items", "2020"]
    assert handled > 2 * value["service_items", "2017"]


def test_no_national_series_of_days_and_hotlines(table):
    """The chapter says so."""
    nation = table[(table["unit"] == "全国") & table["domain"].isin(["time", "hotlines"])]
    assert (nation.groupby("metric")["as_of"].nunique() == 1).all()


def test_every_series_of_the_nation_is_drawn_or_named(table):
    """A metric with two dates is in a panel, constant, or a forecast; a new one must be placed."""
    nation = table[(table["unit"] == "全国") & ~table["as_of"].str.contains("/")]
    twice = set(nation.groupby("metric")["as_of"].nunique().loc[lambda n: n > 1].index)
    drawn = {m for panel in (*panels.COMPARABLE, *panels.UNLIKE) for m, _, _ in panel.members}
    constant = {m for m in twice if nation.loc[nation["metric"] == m, "value"].nunique() == 1}
    assert twice - drawn - constant == {"smart_city_technology_spending"}


def test_provincial_counts(table):
    frame = panels.provincial(table)
    assert (frame.groupby("metric")["unit"].nunique() >= 2).all()
    assert not frame.duplicated(["metric", "unit"]).any()
    assert frame["section"].notna().all()
    value = frame.set_index(["metric", "unit"])["value"]
    assert value["mobile_frequent_items", "河南"] == 3788
    assert frame.set_index(["metric", "unit"]).at[("mobile_items", "北京"), "label"] == "> 1100"
    assert set(frame["metric"]) == set(panels.SHARED_ZH), "every shared count has a Chinese heading, and no other"
    reporting = panels.reporting(table, 32).set_index("domain")
    assert reporting["units"].max() <= 32
    chosen = panels.selection(table, load("capacity_bands"))
    assert chosen["units"].sum() == 32
    assert chosen.loc[chosen["band"] == "非常高", "median"].item() > chosen.loc[chosen["band"] == "中", "median"].item()


def test_errors_are_clear(table):
    with pytest.raises(ValueError, match="reading 'loose' is not one of"):
        counters.stands_for(F(1), "exact", rounded=False, reading="loose")
    with pytest.raises(ValueError, match="qualifier 'roughly'"):
        counters.stands_for(F(1), "roughly", rounded=False)
    with pytest.raises(ValueError, match="no count of 'nothing' at any date"):
        panels.panel_frame(table, (panels.Panel("空", "empty", (("nothing", "", "a"),)),))
    lost = table[~((table["metric"] == "mobile_services") & (table["as_of"] == "2019"))]
    with pytest.raises(ValueError, match="mobile_services 2019: 0 counts"):
        counters.points(lost)


def test_the_caution_on_a_step_stands_on_its_own_row():
    table = counters.growth_table(load("platform_counters"), panels.growth_names())
    own = table[table["metric"] == "regions_with_five_level_coverage"].set_index("to_as_of")["caution"]
    assert "implied" in own["2019"]
    assert "新疆兵团" in own["2020"]
    assert "2, not 1" in own["2021-12-31"]
