"""Style, SVG and ``show``: the same bytes everywhere, lean, scalable, one output."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from egov import plots
from egov.plots import theme
from egov.plots.svg import tidy
from tests.plots.figures import STANDARD, digests, intervals, provinces

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
    frame = provinces().query("year == 2021").reset_index(drop=True)
    before = plots.to_svg(plots.tile_map(frame, "band"))
    frame.loc[7, "band"] = "低" if frame.loc[7, "band"] != "低" else "中"
    assert plots.to_svg(plots.tile_map(frame, "band")) != before


def test_importing_the_wing_is_cheap(tmp_path):
    code = "import sys, egov.plots; print([m for m in ('matplotlib','seaborn','pandas') if m in sys.modules])"
    assert _run(["-c", code], tmp_path).stdout.strip() == "[]"


def test_every_public_name_resolves():
    for name in plots.__all__:
        assert getattr(plots, name) is not None
    assert set(plots.__all__) <= set(dir(plots))
    with pytest.raises(AttributeError, match="no attribute 'pie'"):
        _ = plots.pie


def test_the_title_is_the_accessible_name():
    svg = plots.to_svg(plots.dot_plot(intervals(), "mean", "region", title="甲\nA & B", subtitle="c"))
    assert ET.fromstring(svg).get("aria-label") == "甲 A & B – c"


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
        plots.to_svg(STANDARD["intervals"]())
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


@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_character_without_a_glyph_is_an_error():
    figure = plots.tile_map(provinces().query("year == 2021"), "band", title="\U0001f600")
    with pytest.raises(ValueError, match="cannot be drawn: Glyph 128512"):
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
        "from egov import plots\nfrom tests.plots.figures import STANDARD\nplots.show(STANDARD['intervals']())"
    )
    runs = []
    for _ in range(2):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
        runs.append(book.cells[0].outputs)
    assert [output.output_type for output in runs[0]] == ["display_data"]
    assert sorted(runs[0][0].data) == ["image/svg+xml", plots.theme.NARROW, "text/plain"]
    assert runs[0] == runs[1]
    assert runs[0][0].data["image/svg+xml"] == plots.to_svg(STANDARD["intervals"]())
