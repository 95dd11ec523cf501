"""Derived tables of chapter 05 computed again by other means, R among them, and a year added to the bands."""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest

from egov.chapter import ClaimError
from egov.tables import data_folder, load
from egov.tables.schemas import BANDS

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "05_year_over_year.ipynb"
R = pd.read_csv(Path(__file__).with_name("year_over_year_r.csv"))
FROZEN = {
    "mixture-2021": "5fbbc5455d247ca1",
    "ordered_logit-2021": "271f01591f1b4c94",
    "ordered_logit_lag-2021": "81bb9f2834597908",
    "persistence_steps-2021": "6afdf834bd63d7f2",
}
"""Record → the start of its digest. A new record gets a line, an old one never changes."""


def test_transitions_against_a_plain_count():
    band = {(r.unit_type, r.unit, r.year): r.value for r in load("capacity_bands").itertuples()}
    table = load("transitions")
    for row in table.itertuples():
        seen = sum(
            band[kind, unit, year + 1] == row.to_band
            for (kind, unit, year), value in band.items()
            if (kind, year, value) == (row.unit_type, row.from_year, row.from_band)
        )
        assert seen == row.count
    assert table["count"].sum() == sum((kind, unit, year + 1) in band for kind, unit, year in band)


def test_rises_of_the_last_year_are_the_marked_ones():
    compared = load("yoy_detectable").set_index(["contrast", "unit_type"])["rises"]
    marked = load("capacity_risers").query("mention == 1").groupby("unit_type", observed=True).size()
    assert compared["year"].to_dict() == marked.to_dict()


@pytest.mark.parametrize(("kind", "p", "odds"), [("province", 0.004696181762, 4.69), ("city", 0.00111345269, 9.49)])
def test_the_headlines_test_is_that_of_r(kind, p, odds):
    """mantelhaen.test(exact = TRUE) on 3, 3, 10, 17 and 8, 10, 4, 43; on 6, 3, 6, 15 and 5, 11, 0, 28."""
    row = load("yoy_detectable").set_index(["contrast", "unit_type"]).loc[("year", kind)]
    assert (row["p"], row["estimate"]) == (pytest.approx(p, abs=5e-5), pytest.approx(odds, abs=5e-3))


def test_east_and_west_by_every_exchange_of_units():
    """The east's excess of rises, exchanged between units by a loop over seeded draws."""
    bands = load("capacity_bands").query("unit_type == 'province'")
    code = bands.assign(code=bands["value"].cat.codes.astype(int)).pivot(index="unit", columns="year", values="code")
    belt = load("units").query("unit_type == 'province'").set_index("unit")["belt"]
    last = code.columns.max()
    cells: dict[tuple[int, bool], list[tuple[str, bool]]] = {}
    for unit in code.index[belt[code.index].isin(["east", "west"])]:
        for year in code.columns[1:]:
            if (start := code.at[unit, year - 1]) < 3:
                cells.setdefault((start, year == last), []).append((unit, code.at[unit, year] > start))
    excess: dict[str, float] = {}
    for cell in cells.values():
        share = np.mean([rise for _, rise in cell])
        for unit, rise in cell:
            excess[unit] = excess.get(unit, 0.0) + rise - share
    value, east = np.array(list(excess.values())), np.array([belt[unit] == "east" for unit in excess])
    rng = np.random.default_rng(5)
    draws = np.abs([value[rng.permutation(east)].sum() for _ in range(20_000)])
    p = load("yoy_alternatives").astype({"unit_type": "str"}).set_index(["contrast", "unit_type", "test"])["p"]
    assert p["east_west", "province", "whole_units"] == pytest.approx(
        (draws >= abs(value[east].sum()) - 1e-9).mean(), abs=0.0015
    )


@pytest.mark.parametrize("model", sorted(set(zip(R["family"], R["unit_type"], R["spec"], strict=True))))
def test_every_finite_model_is_that_of_r(model):
    family, kind, spec = model
    expected = R[(R["family"] == family) & (R["unit_type"] == kind) & (R["spec"] == spec)].set_index("term")
    table = load("yoy_models")
    found = table[(table["model"] == f"{family}_{spec}") & (table["unit_type"] == kind)].set_index("term")
    assert set(found.index) == set(expected.index)
    assert (found["estimate"] - expected["estimate"]).abs().max() < 1e-3
    assert (found["log_likelihood"] - expected["log_likelihood"]).abs().max() < 1e-3
    assert (found["n"] - expected["n"] == 0).all()


def test_records_are_kept_as_they_were_written():
    raw = pd.read_csv(data_folder() / "derived" / "forecast_records.csv", dtype=str)
    sums = raw["probability"].map(Decimal).groupby([raw["record"], raw["unit_type"], raw["unit"]]).sum()
    assert (sums == 1).all()
    assert sums.groupby(level=0).size().eq(64).all()
    for record, digest in FROZEN.items():
        own = raw[raw["record"] == record].sort_values(["unit_type", "unit", "year", "band"])
        text = own[["unit_type", "unit", "year", "band", "probability", "data_through", "made_on"]].to_csv(index=False)
        assert hashlib.sha256(text.encode()).hexdigest()[:16] == digest, f"{record} was rewritten: a record stays"


def test_scores_by_hand():
    history = load("forecast_history").astype({"band": "str"})
    wide = history.pivot(index=["forecaster", "unit_type", "unit", "year"], columns="band", values="probability")
    came = history[history["happened"]].set_index(["forecaster", "unit_type", "unit", "year"])["band"]
    step = np.arange(3) >= came.loc[wide.index].map(BANDS.index).to_numpy()[:, None]
    rps = ((wide[list(BANDS)].to_numpy().cumsum(axis=1)[:, :3] - step) ** 2).sum(axis=1)
    mean = pd.Series(rps, wide.index).groupby(level=0).mean()
    table = load("forecast_scores").query("unit_type == 'both'").set_index("forecaster")
    assert (mean - table["rps"]).abs().max() < 1e-4
    assert (table["rps_difference"].dropna() - (mean - mean["persistence_steps"])).abs().max() < 1e-4


@pytest.mark.slow
def test_a_new_year_flows_through(tmp_path, monkeypatch):
    """Everyone at 中 or below rises, 北京 falls: all tables follow, records stay; only claims may stop, by name."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    path = folder / "published" / "capacity_bands.csv"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    last = int(raw["year"].max())
    new = raw[raw["year"] == str(last)].assign(year=str(last + 1), source="next", line="", col="")
    sources = pd.read_csv(folder / "sources.csv", dtype=str, keep_default_na=False).set_index("source")
    sources.loc["next"] = sources.loc["report2022"].mask(sources.columns.isin(["text_copy", "sha256"]), "")
    sources.to_csv(folder / "sources.csv", lineterminator="\n")
    value = new["value"].replace({"中": "高", "低": "中"}).mask(new["unit"] == "北京", "高")
    both = pd.concat([raw, new.assign(value=value, printed=value)]).sort_values(["unit_type", "unit", "year"])
    path.write_text(both.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    before = load("forecast_records")
    monkeypatch.setenv("EGOV_DATA", str(folder))
    monkeypatch.delenv("EGOV_PUBLISH", raising=False)
    scope: dict[str, object] = {"__name__": "__main__"}
    stopped = []
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        if cell.cell_type == "code":
            try:
                exec(compile(cell.source, f"05 {cell.id}", "exec"), scope)
            except ClaimError as error:
                stopped.append(str(error))
    plt.close("all")
    assert all("no longer true" in message for message in stopped)
    assert set(load("forecasts", data=folder)["year"]) == {last + 2}
    assert load("forecast_history", data=folder)["year"].max() == last + 1
    records = load("forecast_records", data=folder)
    kept = records[records["data_through"] == last]
    pd.testing.assert_frame_equal(kept.reset_index(drop=True), before.reset_index(drop=True))
    assert set(records["data_through"]) == {last, last + 1}
    scored = scope["scored"]
    assert len(scored) == before["record"].nunique() * 64
    assert (scored["known"] == scored["units"]).all()
