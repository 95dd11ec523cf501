"""The first look at the bands, recomputed by plain loops."""

import pandas as pd
import pytest

from egov.results import data as chapter
from egov.tables import load
from egov.tables.schemas import BANDS


@pytest.fixture(scope="module")
def bands():
    return load("capacity_bands")


def rows(bands):
    return [(r.unit_type, r.unit, r.year, r.value) for r in bands.itertuples()]


def test_band_counts_by_a_plain_loop(bands):
    table = chapter.band_counts(bands)
    for unit_type, year, band, count in table[["unit_type", "year", "band", "count"]].itertuples(index=False):
        assert count == sum(1 for t, _, y, v in rows(bands) if (t, y, v) == (unit_type, year, band))
    assert table.groupby(["unit_type", "year"], observed=True)["share"].sum().round(12).eq(1).all()
    assert len(table) == (5 + 4) * len(BANDS)


def test_counts_of_2021_as_the_report_states_them(bands):
    count = chapter.band_counts(bands).set_index(["unit_type", "year", "band"])["count"]
    assert count["province", 2021].tolist() == [0, 4, 12, 16]
    assert count["city", 2021].tolist() == [0, 3, 17, 12]


def test_moves_by_a_plain_loop(bands):
    rank = {band: i for i, band in enumerate(BANDS)}
    value = {(t, u, y): rank[v] for t, u, y, v in rows(bands)}
    moved = chapter.with_moves(bands)
    for row in moved.itertuples():
        before = value.get((row.unit_type, row.unit, row.year - 1))
        now = value[row.unit_type, row.unit, row.year]
        if before is None:
            assert row.mark == "" and pd.isna(row.from_band)  # noqa: PT018
        else:
            assert row.steps == now - before
            assert row.mark == ("up" if now > before else "down" if now < before else "")


def test_move_counts_add_up(bands):
    table = chapter.move_counts(bands)
    assert (table["n"] == 32).all()
    assert len(table) == 4 + 3
    up = table.set_index(["unit_type", "year"])["up"]
    assert up["province", 2021] == up["city", 2021] == 11


def test_history_shows_every_band_once(bands):
    table = chapter.history(bands, load("units"))
    years = [c for c in table.columns if c.isdigit()]
    assert years == ["2017", "2018", "2019", "2020", "2021"]
    assert table[years].notna().sum().sum() == len(bands)
    assert table.query("unit == '贵州'")[years].eq("非常高").all(axis=None)


def test_a_gap_in_the_years_is_an_error(bands):
    hole = bands[~((bands["unit"] == "甘肃") & (bands["year"] == 2019))]
    with pytest.raises(ValueError, match="甘肃: no row for the year before 2020"):
        chapter.with_moves(hole)


def test_findings_are_sentences_with_their_numbers(bands):
    found = chapter.findings(bands, load("units"))
    assert found["province_top_last"] in found["headline"]
    assert found["behind"].count(" ") >= int(found["behind_n"])
    assert found["province_top_last"] in found["headline_zh"]
    assert "nan" not in " ".join(found.values())


def test_inventory_counts_every_figure():
    table = chapter.inventory(load)
    assert (table["located"] <= table["rows"]).all()
    assert table.set_index("table")["rows"]["capacity_bands"] == 288


def test_joined():
    assert chapter.joined(["甘肃"]) == "甘肃"
    assert chapter.joined(["a", "b"]) == "a and b"
