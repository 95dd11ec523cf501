"""One style for every figure, and ``show``, which every notebook calls.

A figure is drawn on a white card of its own; a dark page turns its lightness over (``custom.css``), a phone gets a
narrow drawing, and the Chinese edition both in Chinese. One figure unit is one CSS pixel.

The style does not depend on the reader's ``matplotlibrc``: plot functions and :func:`show` work inside
:func:`styled`, a context that starts from matplotlib's defaults.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from egov.plots.palette import AXIS, GRID, INK, MUTED, PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURE_WIDTH = 640
"""Natural width of a figure in CSS pixels; a page never shows it wider."""
PHONE_WIDTH = 340
"""Width of the drawing that a phone shows, with text of the same size."""
SVG, NARROW = "image/svg+xml", "image/vnd.egov.narrow+svg"
CHINESE, CHINESE_NARROW = "image/vnd.egov.zh+svg", "image/vnd.egov.zh-narrow+svg"
DRAWINGS = {NARROW: (PHONE_WIDTH, "en"), CHINESE: (FIGURE_WIDTH, "zh"), CHINESE_NARROW: (PHONE_WIDTH, "zh")}
"""Media types of the other drawings in a notebook's output: viewers pass them over, the book's pages show them."""

FONT = "Noto Sans SC"
drawn_width: ContextVar[int] = ContextVar("drawn_width", default=FIGURE_WIDTH)
drawn_language: ContextVar[str] = ContextVar("drawn_language", default="en")

PX = 1 / 72  # inches in a figure unit
_STYLE = Path(__file__).with_name("style.mplstyle")
_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence matplotlib's notes on building its font cache: on a fresh machine they would enter a notebook."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def font_file() -> Path:
    """Where the package ``zhplot`` keeps NotoSansSC-Regular.ttf; its code is not run.

    Raises FileNotFoundError when the package or the file is not installed.
    """
    spec = importlib.util.find_spec("zhplot")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        file = Path(folder) / "fonts" / "NotoSansSC-Regular.ttf"
        if file.is_file():
            return file
    raise FileNotFoundError(
        "NotoSansSC-Regular.ttf of the package 'zhplot' is not installed: run `make book` or "
        "`pip install -r requirements.txt`; figures need it for Chinese glyphs"
    )


@functools.cache
def style() -> dict[str, Any]:
    """What a figure sets above matplotlib's defaults."""
    with _quiet():
        import matplotlib
        from matplotlib import font_manager

        if not any(entry.name == FONT for entry in font_manager.fontManager.ttflist):
            font_manager.fontManager.addfont(str(font_file()))
    settings = dict(matplotlib.rc_params_from_file(_STYLE, use_default_template=False))
    colours = {
        PAPER: ("figure.facecolor", "savefig.facecolor"),
        AXIS: ("axes.edgecolor", "xtick.color", "ytick.color"),
        MUTED: ("axes.labelcolor", "xtick.labelcolor", "ytick.labelcolor"),
        GRID: ("grid.color",),
        INK: ("text.color",),
    }
    settings |= {key: colour for colour, keys in colours.items() for key in keys}
    return settings | {"figure.figsize": (FIGURE_WIDTH * PX, 400 * PX)}


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the project's style whatever the reader's own settings are; they return afterwards."""
    settings = style()
    from matplotlib.style import context

    with context(["default", settings]):
        yield


def themed(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a plot function: it runs in the project's style, and its name stands before what is wrong with a frame.

    ``again`` of its figure draws it for another width and language.
    """

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with styled():
                figure = function(*args, **kwargs)
        except ValueError as error:
            error.args = (f"{function.__name__}: {error}",)
            raise

        def again(width: int, language: str = "en") -> R:
            def draw() -> R:
                drawn_width.set(width)
                drawn_language.set(language)
                return wrapped(*args, **kwargs)

            return copy_context().run(draw)

        figure.again = again  # type: ignore[attr-defined]
        return figure

    return wrapped


def to_svg(fig: Figure) -> str:
    """The figure as one lean SVG element, the same bytes on every run.

    It shrinks with the page. The figure's label (``fig.set_label``, which our plot functions set to the title)
    becomes the accessible name.

    Raises ValueError when the font lacks a character of the figure.
    """
    from egov.plots.svg import tidy

    buffer = io.StringIO()
    with styled():
        fig.savefig(buffer, format="svg", metadata=_METADATA, backend="module://egov.plots.svg")
    return tidy(buffer.getvalue(), name=str(fig.get_label() or ""))


def show(fig: Figure) -> None:
    """Display a figure in a notebook as one SVG output and close it.

    The output carries ``image/svg+xml``, the other :data:`DRAWINGS` where a plot function of ours drew the figure,
    and, for viewers without pictures, the stable text ``<Figure>``; it is byte-identical on every run, so nbval
    compares it.
    """
    from IPython.display import display

    data = {SVG: to_svg(fig), "text/plain": "<Figure>"}
    if hasattr(fig, "again"):
        data |= {kind: to_svg(fig.again(*how)) for kind, how in DRAWINGS.items()}
    display(data, raw=True)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(fig)
