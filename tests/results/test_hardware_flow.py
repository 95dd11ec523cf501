"""Months added to the tables flow through the chapter: its cells run, its sentences turn, no code changes."""

from __future__ import annotations

import re
import shutil
from functools import cache, partial
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest

from egov.documents import hardware_add
from egov.results import hardware as chapter
from egov.results import registry
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


def add(folder: Path, month: str, text: str) -> None:
    """Add a release as `read-release --write` does."""
    key, sources = f"hardware_{month.replace('-', '_')}", folder / "sources.csv"
    header, *rows = sources.read_text(encoding="utf-8").splitlines(keepends=True)
    row = f"{key},Invented,An invented release,,2026-03-01,index_release,fair,invented,,,,figures only\n"
    sources.write_text(header + "".join(sorted([*rows, row])), encoding="utf-8", newline="\n")
    file = folder / "release.txt"
    file.write_text(text, encoding="utf-8")
    hardware_add.main(file, folder, month=month, source=key, write=True)


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two more months."""
    folder = tmp_path_factory.mktemp("flow") / "data"
    shutil.copytree(data_folder(), folder)
    add(folder, "2026-01", FIRST)
    add(folder, "2026-02", SECOND)
    return folder


@cache
def found(folder: Path) -> dict[str, str]:
    tables = (load(name, data=folder) for name in ("hardware_index", "hardware_breadth", "hardware_weekly"))
    return dict(chapter.findings(*tables))


def test_no_series_yet_turns_when_a_second_release_comes(more):
    before, after = found(data_folder()), found(more)
    assert "one release each" in before["others"]
    assert before["others"].endswith("that is no series yet.")
    assert "no series" not in after["others"]
    assert (
        "Market trading has 3 releases and 4 known months in 58, the longest run without a hole 2." in after["others"]
    )
    assert "Foreign trade has 3 releases and 5 known months in 58, the longest run without a hole 3." in after["others"]


def test_every_sentence_is_whole_and_of_the_new_month(more):
    before, after = found(data_folder()), found(more)
    assert set(before) == set(after)
    assert not [name for name, text in after.items() if re.search(r"\bnan\b|\bNone\b|\binf\b", text)]
    assert after["tree_month"] == "2026-02"
    assert after["production_level"] == "99.80"
    assert int(after["production_months_n"]) == int(before["production_months_n"]) + 3
    assert after["calendar"] == "January, February, April, May, June and December"
    assert "are 10 months" in after["regression"]
    assert after["yoy_first"] == before["yoy_first"]  # no two new months a year apart
    assert after["headline"].startswith("Between 2022-05 and 2023-05")


def test_a_long_run_changes_what_is_said_of_a_regression(more, monkeypatch):
    assert "would need months" in found(more)["regression"]
    monkeypatch.setattr(chapter, "LONG_ENOUGH", 3)
    assert "That would bear a regression" in found.__wrapped__(more)["regression"]


@pytest.mark.parametrize("name", list(chapter.DERIVED))
def test_derived_tables_extend(more, name):
    before, after = registry.build(name, data_folder()), registry.build(name, more)
    assert set(before.splitlines()) <= set(after.splitlines())
    if name == "hardware_series":
        assert "2025-12,trade,总指数,implied" in after
        assert "2026-02,production,总指数,published" in after


@pytest.mark.slow
def test_the_notebook_runs_on_the_new_months(more, monkeypatch):
    """Every code cell, in order, as the book would run it; every sentence that its prose asks for is glued."""
    import myst_nb

    import egov.plots

    monkeypatch.setenv("EGOV_DATA", str(more))
    glued, shown = {}, []
    monkeypatch.setattr(myst_nb, "glue", lambda name, text, display=True: glued.__setitem__(name, text))
    monkeypatch.setattr(egov.plots, "show", lambda figure: (shown.append("figure"), plt.close(figure)))
    monkeypatch.setattr(
        egov.plots, "show_table", lambda frame, *a, **k: shown.append(egov.plots.table_html(frame, *a, **k))
    )
    nb, names = nbformat.read(NOTEBOOK, as_version=4), {}
    for cell in nb.cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, cell.id, "exec"), names)
    assert shown.count("figure") == 6
    asked = {name for c in nb.cells for name in re.findall(r"\{glue:text\}`(\w+)`", c.source)}
    assert asked <= set(glued)
    assert glued["hardware_tree_month"] == "2026-02"
    assert partial(load, data=more)("hardware_index")["month"].max() == "2026-02"
