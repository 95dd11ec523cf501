"""Style, SVG and ``show``: the same bytes everywhere, lean, scalable, one output."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from egov import plots
from egov.plots import theme
from egov.plots.svg import tidy
from tests.plots.figures import STANDARD, digests, provinces
from tests.plots.overlap import texts_that_collide

ROOT = Path(__file__).resolve().parents[2]


def _run(code: list[str], tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), **env}
    return subprocess.run(
        [sys.executable, *code], env=environment, cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )


@pytest.mark.slow  # strict nbval compares the real figures in every run
@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LANG": "C", "LC_ALL": "C", "OMP_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LANG": "C.UTF-8", "PYTHONUTF8": "0"},
    ],
    ids=["C", "west"],
)
def test_the_same_bytes_in_other_processes_and_environments(tmp_path, env):
    """Another hash seed, time zone, locale and thread count, a fresh home, a reader's own matplotlibrc."""
    (tmp_path / "matplotlibrc").write_text(
        "font.family: serif\nfont.size: 30\nsvg.fonttype: none\nlines.linewidth: 9\nfigure.autolayout: True\n"
    )
    here = "".join(f"{digest} {name}\n" for name, digest in digests().items())
    other = _run(["-m", "tests.plots.figures"], tmp_path, **env)
    assert other.stdout == here
    assert other.stderr == ""  # nothing that would enter a notebook, on a fresh font cache either


def test_one_changed_datum_changes_the_bytes():
    frame = provinces().query("year > 2019").reset_index(drop=True)
    before = plots.to_svg(plots.tile_map(frame, "band", facet="year"))
    frame.loc[7, "band"] = "低" if frame.loc[7, "band"] != "低" else "中"
    assert plots.to_svg(plots.tile_map(frame, "band", facet="year")) != before


def test_every_public_name_resolves():
    for name in plots.__all__:
        assert getattr(plots, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'pie'"):
        _ = plots.pie


PICTURES = [
    (path.stem, cell["id"], picture)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    for output in cell.get("outputs", [])
    for kind, picture in output.get("data", {}).items()
    if kind == plots.theme.SVG or kind in plots.theme.DRAWINGS
]


@pytest.mark.parametrize("chapter", sorted({chapter for chapter, _, _ in PICTURES}))
def test_the_figures_of_a_chapter_are_lean_and_self_contained(chapter):
    for _, cell, picture in (each for each in PICTURES if each[0] == chapter):
        svg = "".join(picture)
        root = ET.fromstring(svg)
        assert root.get("viewBox") == f"0 0 {float(root.get('width')):g} {float(root.get('height')):g}", cell
        assert float(root.get("width")) <= theme.FIGURE_WIDTH, cell
        assert root.get("role") == "img", cell
        assert "max-width:100%" in root.get("style"), cell
        assert len(gzip.compress(svg.encode("utf-8"), mtime=0)) <= 45 * 1024, cell
        assert re.findall(r'(?:href|src)="(?!#)[^"]*"', svg) == [], cell
        ids = re.findall(r' id="([^"]+)"', svg)
        assert len(ids) == len(set(ids)), f"{cell}: every glyph is drawn once"
        assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(ids), cell
        assert not re.search(r'(?: d=|translate\()"?[^")]*\.\d\d', svg), cell
        assert "<text" not in svg, cell
        assert texts_that_collide(svg) == [], cell


def test_the_title_is_the_accessible_name():
    svg = plots.to_svg(plots.tile_map(provinces().query("year > 2020"), "band", title="A\n& B", subtitle="c // 丙"))
    assert ET.fromstring(svg).get("aria-label") == "A & B – c"


def test_show_displays_one_stable_output_and_closes(monkeypatch):
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *data, **how: shown.append((data, how)))
    figure, axes = pyplot.subplots()
    axes.set_title("题 title")
    assert plots.show(figure) is None
    ((data,), how) = shown[0]
    assert len(shown) == 1
    assert how == {"raw": True}
    assert sorted(data) == ["image/svg+xml", "text/plain"]
    assert data["text/plain"] == "<Figure>"
    assert not pyplot.fignum_exists(figure.number)
    assert data["image/svg+xml"] == plots.to_svg(figure)


def test_plots_leave_the_readers_settings_alone():
    import matplotlib

    with matplotlib.rc_context({"font.size": 33.0}):
        plots.to_svg(STANDARD["interval_rows"][0]())
        assert matplotlib.rcParams["font.size"] == 33.0


@pytest.mark.slow
def test_the_font_comes_from_zhplot_without_running_it(tmp_path):
    code = (
        "import sys; from egov.plots import theme; theme.style(); "
        "print('zhplot' in sys.modules, theme.font_file().name)"
    )
    assert _run(["-c", code], tmp_path).stdout.strip() == "False NotoSansSC-Regular.ttf"


def test_a_missing_font_is_said_clearly(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="zhplot"):
        theme.font_file()


def test_a_character_without_a_glyph_is_an_error():
    for title in ("\U0001f600", "a title of some words, \U0001f600 among them"):
        with pytest.raises(ValueError, match=r"cannot be drawn: .* has no glyph"):
            plots.to_svg(plots.tile_map(provinces().query("year == 2021"), "band", title=title))
    figure = Figure()
    with plots.styled():
        figure.text(0, 0, "\U0001f600")
    with pytest.raises(ValueError, match=r"cannot be drawn: .* has no glyph"):
        plots.to_svg(figure)


def test_tidy_refuses_what_is_no_svg():
    with pytest.raises(ValueError, match="viewBox"):
        tidy("<p>no picture</p>")


@pytest.mark.slow
def test_a_notebook_gets_one_output_and_nothing_else(tmp_path):
    """In a kernel with the inline backend: one SVG, no stream, the same after a second run."""
    import nbformat
    from nbclient import NotebookClient

    source = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from egov import plots\nfrom tests.plots.figures import STANDARD\nplots.show(STANDARD['interval_rows'][0]())"
    )
    runs = []
    for _ in range(2):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
        runs.append(book.cells[0].outputs)
    assert [output.output_type for output in runs[0]] == ["display_data"]
    assert sorted(runs[0][0].data) == sorted(["image/svg+xml", *plots.theme.DRAWINGS, "text/plain"])
    assert runs[0] == runs[1]
    assert runs[0][0].data["image/svg+xml"] == plots.to_svg(STANDARD["interval_rows"][0]())
