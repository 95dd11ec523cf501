"""Chapter 06: its tables by the standard library and a grid; added months flow through its cells."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd

import egov.chapter
import egov.plots
from egov.documents import hardware_add
from egov.tables import data_folder, load
from tests.documents.hardware_releases import INVENTED

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "06_hardware.ipynb"
FIRST = INVENTED["THREE_FAMILIES"].text
SECOND = (
    FIRST.replace("2026年1月", "2026年2月").replace("2025年12月", "2026年1月").replace("\n1月份", "\n2月份")
    .replace("2026年2月12日", "2026年3月12日").replace("98.76点，比上月上扬", "99.80点，比上月上扬")
    .replace("与上月相比，基本持平", "与上月相比，上升0.40点").replace("环比上调0.21点", "环比持平")
)  # fmt: skip
"""The same release a month later, with another composite of production and a change of market trading."""


def figures() -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """(month, family, component) → measure → value, from the file by the standard library alone."""
    out: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    with (data_folder() / "published/hardware_index.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["mention"] == "1":
                key = (row["month"], row["family"], row["component"])
                out.setdefault(key, {})[row["measure"]] = Decimal(row["value"])
    return out


def test_every_published_level_and_every_implied_one():
    names = {"商品库存存量景气指数": "商品库存量景气指数", "生产经营状况的预期景气指数": "生产经营状况预期景气指数"}
    seen = {tuple(r[:4]): Decimal(f"{r.value:.2f}") for r in load("hardware_series").itertuples(index=False)}
    wanted = {}
    for (month, family, component), own in figures().items():
        rest = (family, names.get(component, component))  # one component, one name
        if "value" in own:
            wanted[month, *rest, "published"] = own["value"]
            if "change" in own:
                before = pd.Timestamp(month) - pd.DateOffset(months=1)
                wanted[f"{before:%Y-%m}", *rest, "implied"] = own["value"] - own["change"]
    assert seen == wanted


def test_weights_of_three_components_against_a_grid():
    """A fine grid of weights: what it allows lies within the bounds, and reaches near their ends."""
    table = load("hardware_weights").query("family == 'production'")
    assert table["parent"].nunique() == 1
    month, parent, printed = table["month"].iloc[0], table["parent"].iloc[0], figures()
    grid = np.indices((1001, 1001)).reshape(2, -1).T / 1000
    grid = grid[grid.sum(axis=1) <= 1]
    grid = np.column_stack([grid, 1 - grid.sum(axis=1)])
    fits = np.ones(len(grid), bool)
    for measure in ("value", "change"):
        parts = [float(printed[month, "production", name][measure]) for name in table["component"]]
        fits &= np.abs(grid @ parts - float(printed[month, "production", parent][measure])) <= 0.01 + 1e-9
    allowed = 100 * grid[fits]
    assert np.abs(allowed.min(axis=0) - table["lower"]).max() < 0.25
    assert np.abs(allowed.max(axis=0) - table["upper"]).max() < 0.25


# ------------------------------------------------------------------------------------------------- an added month
def add(folder: Path, month: str, text: str) -> None:
    """Add a release as `read-release --write` does."""
    key, sources = f"hardware_{month.replace('-', '_')}", folder / "sources.csv"
    header, *rows = sources.read_text(encoding="utf-8").splitlines(keepends=True)
    row = f"{key},Invented,An invented release,,2026-03-01,index_release,fair,invented,,,,figures only\n"
    sources.write_text(header + "".join(sorted([*rows, row])), encoding="utf-8", newline="\n")
    file = folder / "release.txt"
    file.write_text(text, encoding="utf-8")
    hardware_add.main(file, folder, month=month, source=key, write=True)


def test_two_more_months_flow_through_the_chapter(tmp_path, monkeypatch):
    """Every code cell, in order, on a copy of the data: tables extend, claims hold, sentences turn."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    before = {path.name: path.read_text(encoding="utf-8") for path in (folder / "derived").glob("hardware_*.csv")}
    add(folder, "2026-01", FIRST)
    add(folder, "2026-02", SECOND)
    monkeypatch.setenv("EGOV_DATA", str(folder))
    monkeypatch.delenv("EGOV_PUBLISH", raising=False)
    said, shown, claim = [], [], egov.chapter.claim
    monkeypatch.setattr(egov.chapter, "claim", lambda *a, **k: (claim(*a, **k), said.append(a[1])))
    monkeypatch.setattr(egov.plots, "show", lambda figure: (shown.append(figure), plt.close(figure)))
    monkeypatch.setattr(egov.plots, "show_table", egov.plots.table_html)
    names: dict[str, object] = {}
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, cell.id, "exec"), names)
    assert len(shown) == 6
    text = "\n".join(said)
    assert "Market trading has 3 releases and 4 known months in 58" in text
    assert "no series" not in text
    assert "*Levels and changes of 2026-02.*" in text
    assert "10 months are 10 months" in text
    assert "Between May 2022 and May 2023" in text  # no two new months a year apart
    for name, old in before.items():
        new = (folder / "derived" / name).read_text(encoding="utf-8")
        assert set(old.splitlines()) <= set(new.splitlines())
    assert "2025-12,trade,总指数,implied" in (folder / "derived/hardware_series.csv").read_text(encoding="utf-8")
    conflicts = load("hardware_conflicts", data=folder)
    assert set(conflicts.loc[conflicts["month"] == "2026-01", "verdict"]) >= {"contradiction"}
