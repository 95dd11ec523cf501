"""Moves, matrices and sentences of the year-over-year chapter; a year of bands added to the table flows through."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest

from egov.results import registry, year_over_year
from egov.results import year_over_year_forecasts as forecasting
from egov.results import year_over_year_moves as moving
from egov.results.year_over_year_rows import effect_rows, fit_rows, forecast_rows, long_rows, score_rows
from egov.tables import TABLES, data_folder, load
from egov.tables.schemas import BANDS


@pytest.fixture(scope="module")
def bands() -> pd.DataFrame:
    return load("capacity_bands")


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return load("units")


@pytest.fixture(scope="module")
def parts() -> dict[str, pd.DataFrame]:
    return year_over_year.everything(load)


def test_transitions_against_a_plain_count(bands):
    """Every cell counted again from the table by a loop."""
    band = {(r.unit_type, r.unit, r.year): r.value for r in bands.itertuples()}
    table = moving.transitions(bands)
    for row in table.itertuples():
        seen = sum(
            1
            for (kind, unit, year), value in band.items()
            if (kind, year, value) == (row.unit_type, row.from_year, row.from_band)
            and band[kind, unit, year + 1] == row.to_band
        )
        assert seen == row.count
    totals = table.groupby("unit_type")["count"].sum()
    assert totals.to_dict() == {"city": 96, "province": 128}
    origins = table.groupby(["unit_type", "from_year", "from_band"])
    assert (origins.size() == 4).all()
    assert (origins["count"].sum() > 0).all()


def test_rises_of_the_last_year_are_the_marked_ones(bands, units):
    moved = moving.moves(bands, units)
    last = moved[(moved["year"] == moved["year"].max()) & (moved["mark"] == "up")]
    marked = load("capacity_risers").astype({"unit_type": "str"})
    assert set(zip(last["unit_type"], last["unit"], strict=True)) == set(
        zip(marked["unit_type"], marked["unit"], strict=True)
    )


def test_falls_and_returns(parts):
    assert len(parts["falls"]) == 11
    assert "Not made good: 山西" in year_over_year.findings(parts)["falls_sentence"]
    moved = parts["moves"]
    for row in parts["returns"].itertuples():
        own = moved[(moved["unit_type"] == row.unit_type) & (moved["unit"] == row.unit) & (moved["year"] < row.year)]
        assert (own["value"] >= row.to_band).any()
    assert not (moved["was"] & (moved["mark"] != "up")).any()


@pytest.mark.parametrize("unit_type", ["province", "city"])
def test_matrix_rows_sum_to_one_and_intervals_hold_the_share(bands, unit_type):
    table = moving.matrix(bands, unit_type)
    assert np.allclose(table.groupby("from_band")["share"].sum(), 1)
    for pair in ("", "_dirichlet"):
        if not pair:
            assert ((table["lower"] <= table["share"] + 1e-12) & (table["share"] <= table["upper"] + 1e-12)).all()
        assert (table[f"lower{pair}"] < table[f"upper{pair}"]).all()
    assert table.loc[table["count"] == 0, ["lower_units", "upper_units"]].isna().all(axis=None)


def test_same_process_reports_resampled_beside_asymptotic(parts):
    table = parts["same_process"].set_index(["question", "unit_type"])
    belts = table.loc[("belts", "province")]
    assert belts["p_asymptotic"] < 0.05 < belts["p"]
    assert table.loc[("years", "city"), "p"] == pytest.approx(0.0092, abs=0.003)
    assert table.loc[("provinces and cities", "both"), "n"] == 192
    assert (table["p_holm"] >= table["p"]).all()


def test_jump_is_the_exact_test_by_hypergeometric_sums(bands, parts):
    """The two strata's tables enumerated by hand, weights as van Elteren's."""
    from itertools import product

    from scipy.stats import hypergeom

    moved = parts["moves"].dropna(subset=["from_band"])
    own = moved[(moved["unit_type"] == "city") & (moved["from_band"] < BANDS[-1])]
    last, low = own["year"] == own["year"].max(), own["from_band"] < BANDS[2]
    rise = own["mark"] == "up"
    laws = []
    for stratum in (low, ~low):
        n, m, k = int(stratum.sum()), int((stratum & last).sum()), int((stratum & rise).sum())
        law = hypergeom(n, k, m)
        centre = m * k / n
        laws.append((n, centre, {x: law.pmf(x) for x in range(max(0, m + k - n), min(m, k) + 1)}, m, k))
        laws[-1] += (int((stratum & last & rise).sum()),)

    def statistic(xs: tuple[int, ...]) -> float:
        return sum((x - c) * n / (n + 1) for x, (n, c, *_) in zip(xs, laws, strict=True))

    seen = abs(statistic(tuple(law[-1] for law in laws)))
    p = sum(
        laws[0][2][a] * laws[1][2][b]
        for a, b in product(laws[0][2], laws[1][2])
        if abs(statistic((a, b))) > seen - 1e-9
    )
    row = parts["jump"].set_index("unit_type").loc["city"]
    assert row["p"] == pytest.approx(p, rel=1e-9)
    assert row["tests"] == moved.groupby("unit_type")["year"].nunique().sum()
    assert row["p_years"] == pytest.approx(row["tests"] * p, rel=1e-9)  # the least of all p-values: Holm's whole factor


def test_long_run_says_what_it_is(parts):
    province, city = parts["long_run_province"], parts["long_run_city"]
    steady = province[province["quantity"] == "steady"]
    assert steady["estimate"].sum() == pytest.approx(100)
    top = steady.set_index("to_band").loc["非常高"]
    assert top["upper"] - top["lower"] > 30
    assert (city.loc[city["quantity"] == "steady", "reason"] != "").all()
    assert "says nothing" in year_over_year.findings(parts)["steady_city"]
    assert "never" in set(long_rows(parts)["estimate"])


def test_mean_changes(parts):
    means = parts["means"].set_index(["code", "from_year"])
    assert means.loc[("total", 2017), "change"] == pytest.approx(8.12)
    assert means.loc[("A", 2020), "change"] == pytest.approx(3.87)
    assert np.allclose(means["upper"] - means["lower"], 0.02)


def test_findings_are_whole(parts):
    found = year_over_year.findings(parts)
    assert all(isinstance(text, str) and text for text in found.values())
    assert "nan" not in " ".join(found.values())
    assert "95 % interval" in found["beats"]
    table = parts["detectable"].set_index(["contrast", "unit_type"])["p_holm"]
    for name in ("headline", "headline_zh"):
        assert f"p = {table['year', 'province']:.3f}" in found[name]
        assert f"p = {table['year', 'city']:.3f}" in found[name]
    for table in (effect_rows(parts["effects"]), fit_rows(parts["fits"]), score_rows(parts["scores"])):
        assert len(table)
    assert len(forecast_rows(parts)) == 256


def test_a_forecast_that_does_not_beat_persistence_is_said_so(parts):
    scores = parts["scores"].copy()
    scores["rps_upper"] = 0.01
    said = year_over_year.findings(parts | {"scores": scores})["beats"]
    assert said.startswith("No: ")
    assert "do not beat a weak rule, that most units stay" in said


@pytest.fixture(scope="module")
def rebuilt(next_year):
    """The same folder after the chapter's derived tables were built anew in it, each once."""
    registry.main(data=next_year, chosen=["year_over_year"])
    return next_year


@pytest.mark.slow
def test_a_new_year_flows_through_without_a_code_change(rebuilt, bands):
    read = partial(load, data=rebuilt)
    last = int(bands["year"].max()) + 1
    parts = year_over_year.everything(read)
    found = year_over_year.findings(parts)
    assert found["last_year"] == str(last)
    assert found["ahead"] == str(last + 1)
    assert "北京" in found["fallen_open"]
    table = parts["transitions"]
    assert table.loc[table["to_year"] == last, "count"].sum() == 64
    assert f"year_{last}" in set(parts["models"]["term"])
    assert parts["by_year"]["year"].max() == last
    assert len(parts["forecasts"]) == 256
    for name in registry.chosen_tables(["year_over_year"]):
        path = TABLES[name].path
        assert (rebuilt / path).read_bytes() != (data_folder() / path).read_bytes(), f"{name} does not see the new year"


def test_recorded_forecasts_are_scored_when_bands_come(next_year, bands, units):
    recorded = load("forecasts")
    assert forecasting.score_when_known(recorded, bands, units).empty
    more = load("capacity_bands", data=next_year)
    scored = forecasting.score_when_known(recorded, more, units)
    assert len(scored) == 64
    beijing = scored.set_index("unit").loc["北京"]
    assert beijing["band"] == "高"
    row = recorded[(recorded["unit"] == "北京")].set_index("band")["probability"]
    assert beijing["probability"] == row["高"]
    cumulative = row.astype(float).reindex(list(BANDS)).cumsum().to_numpy()[:3]
    assert beijing["rps"] == pytest.approx(((cumulative - np.array([0, 0, 1])) ** 2).sum())
    again = forecasting.forecasts(more[more["year"] <= bands["year"].max()], units)
    keys = ["unit_type", "unit", "band"]
    both = again.merge(recorded.astype({"unit_type": "str", "band": "str"}), on=keys)
    assert len(both) == 256
    assert (both["probability_x"] == both["probability_y"]).all()
