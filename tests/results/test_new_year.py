"""A year of bands added to the table flows through the regional chapter, cells and all, by itself."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest

from egov.results import regional_findings, registry
from egov.tables import TABLES, data_folder, load, remembered

pytestmark = pytest.mark.slow
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture(scope="module")
def rebuilt(next_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with one more year, the tables of the chapter built anew in it, each once: some minutes."""
    folder = tmp_path_factory.mktemp("rebuilt") / "data"
    shutil.copytree(next_year, folder)
    registry.main(data=folder, chosen=["regional"])
    return folder


def test_the_regional_tables_take_the_new_year_in(rebuilt):
    last = int(load("capacity_bands", data=rebuilt)["year"].max())
    assert last == int(load("capacity_bands")["year"].max()) + 1
    for name in ("regional_gaps", "region_tests", "score_intervals", "regional_spread"):
        assert load(name, data=rebuilt)["year"].max() == last, name
    for name in registry.chosen_tables(["regional"]):
        if "year" in TABLES[name].columns:
            assert set(load(name)["year"]) <= set(load(name, data=rebuilt)["year"]), name


def test_the_regional_sentences_stay_with_the_last_year_that_has_means(rebuilt):
    before = regional_findings.findings(remembered(load))
    after = regional_findings.findings(remembered(partial(load, data=rebuilt)))
    assert set(after) == set(before)
    assert after["last_year"] == before["last_year"]
    assert after["province_east_west_bounds"] == before["province_east_west_bounds"]
    assert after["headline"] == before["headline"] + " The bands of 2022, without a printed mean, prove neither."
    assert not re.search(r"\bnan\b", " ".join(after.values()))


@pytest.mark.parametrize("name", ["04_regional"])
def test_the_notebook_runs_on_the_new_year(rebuilt, name, monkeypatch):
    monkeypatch.setenv("EGOV_DATA", str(rebuilt))
    scope: dict[str, object] = {"__name__": "__main__"}
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{name} {cell.id}", "exec"), scope)
    plt.close("all")
    assert data_folder() == rebuilt
