"""Forecasts: they sum to one, look at nothing later, and are scored as defined."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from egov.results import year_over_year_forecasts as forecasting
from egov.tables import data_folder, load
from egov.tables.schemas import BANDS


@pytest.fixture(scope="module")
def bands() -> pd.DataFrame:
    return load("capacity_bands")


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return load("units")


@pytest.fixture(scope="module")
def scored(bands, units) -> pd.DataFrame:
    return forecasting.scored(forecasting.history(bands, units))


def test_written_probabilities_sum_to_one_exactly_for_all_units():
    raw = pd.read_csv(data_folder() / "derived" / "forecasts.csv", dtype=str)
    sums = raw["probability"].map(Decimal).groupby([raw["unit_type"], raw["unit"]]).sum()
    assert len(sums) == 64
    assert (sums == 1).all()
    last = load("capacity_bands")["year"].max()
    assert set(raw["data_through"]) == {str(last)}
    assert set(raw["year"]) == {str(last + 1)}


def test_rounded_rows_give_the_rest_to_the_largest():
    rows = forecasting.rounded_rows(np.array([[0.33335, 0.33335, 0.3333, 0.0], [0.00004, 0.00004, 0.00004, 0.99988]]))
    assert np.abs(rows.sum(axis=1) - 1).max() < 1e-12
    assert (rows >= 0).all()
    assert rows[1].tolist() == [0, 0, 0, 1]


def test_a_forecast_of_a_year_does_not_look_at_it_or_later(bands, units, scored):
    """Scramble all bands from the last year on: forecasts of it stay what they were."""
    last = bands["year"].max()
    changed = bands.copy()
    late = changed["year"] >= last
    shuffled = changed.loc[late, "value"].sample(frac=1, random_state=1)
    changed.loc[late, "value"] = pd.Categorical(shuffled, BANDS, ordered=True)
    again = forecasting.scored(forecasting.history(changed, units))
    keys, p = ["forecaster", "unit_type", "unit", "year"], [f"p_{band}" for band in BANDS]
    one, two = (frame.set_index(keys)[p].sort_index() for frame in (scored, again))
    assert np.allclose(one, two)


def test_what_is_scored(scored):
    years = scored.groupby("unit_type")["year"].unique().map(sorted).map(list).to_dict()
    assert years == {"city": [2020, 2021], "province": [2019, 2020, 2021]}
    p = scored[[f"p_{band}" for band in BANDS]].to_numpy()
    assert np.allclose(p.sum(axis=1), 1)
    assert (p > 0).all()
    cumulative = p.cumsum(axis=1)[:, :3]
    step = scored["end"].to_numpy()[:, None] <= np.arange(3)
    assert np.allclose(((cumulative - step) ** 2).sum(axis=1), scored["rps"])
    assert np.allclose(-np.log(p[np.arange(len(p)), scored["end"]]), scored["log_score"])


def test_scores_against_the_reference(scored):
    table = forecasting.scores(scored).set_index(["forecaster", "unit_type"])
    assert set(table["n"]) == {96, 64, 160}
    on_record, reference = table.loc[(forecasting.ON_RECORD, "both")], table.loc[(forecasting.REFERENCE, "both")]
    assert on_record["rps"] < reference["rps"]
    assert on_record["rps_upper"] < 0
    assert on_record["rps_difference"] == pytest.approx(on_record["rps"] - reference["rps"])
    assert on_record["skill"] == pytest.approx(1 - on_record["rps"] / reference["rps"])


def test_persistence_by_hand(bands, units, scored):
    """Cities 2020: 27 of 32 stayed in the one year before."""
    own = scored[(scored["forecaster"] == "persistence") & (scored["unit_type"] == "city") & (scored["year"] == 2020)]
    stay = (27 + 0.5) / (32 + 1)
    most = own[[f"p_{band}" for band in BANDS]].max(axis=1)
    assert np.allclose(most, stay, atol=1e-6)


def test_an_unknown_forecaster_is_named(bands, units):
    every = forecasting.cases(bands, units)
    with pytest.raises(ValueError, match="forecaster 'oracle': expected one of climatology"):
        forecasting.predict("oracle", every[every["end"] >= 0], every, "city")
