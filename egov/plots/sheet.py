"""The card a figure is drawn on: pixel coordinates, measured text, title, legend.

A :class:`Sheet` is a matplotlib figure on which texts and shapes stand at ``x`` to the right and ``y`` *down* in CSS
pixels, so that a layout is arithmetic and nothing depends on a renderer. Text is measured with the outlines that the
SVG writer uses.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from egov.plots.palette import FAINT, GRID, HATCH, INK, MISSING, MUTED, PAPER, languages, text_on
from egov.plots.theme import FIGURE_WIDTH, PX, drawn_language, drawn_width

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

TITLE, HEADING, BODY, SMALL = 17.0, 14.0, 13.0, 11.5
"""Sizes of text in CSS pixels at the natural width of a figure."""

MARGIN = 12.0
_CLOSING = "，。、；：！？）】》」』”’％%,.;:!?)]"
_TOKENS = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+"
)


_WESTERN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_MINUS = re.compile(r"(?<![\w.\-–—])-(?=\.?\d)")
_QUOTES = re.compile(r"[“‘](?=[!-\u024f])|(?<=[!-\u024f])[”’]")


def said(text: str) -> str:
    """A text in the language of the drawing.

    >>> said("share of units // 占单位总数的比例"), said("2021")
    ('share of units', '2021')
    """
    return languages(text)[in_chinese()]


def in_chinese() -> bool:
    """Whether the drawing is for the Chinese edition: second, English names are left out."""
    return drawn_language.get() == "zh"


def typeset(text: str) -> str:
    """Text as a figure prints it: a true minus before a number, straight quotation marks next to Latin text.

    The font draws curly marks as wide as a Chinese character.

    >>> typeset("Xi’an"), typeset("“好差评”"), typeset("-0.5, Table A-5")
    ("Xi'an", '“好差评”', '−0.5, Table A-5')
    """
    return _MINUS.sub("−", _QUOTES.sub(lambda mark: mark[0].translate(_WESTERN), said(text)))


def text_width(text: str, size: float) -> float:
    """Width of one line of text in pixels at a font size in pixels."""
    from egov.plots.svg import measured

    return measured(typeset(text))[0] * size / 100 if text else 0.0


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break text into lines no wider than ``width`` pixels: between words, or between Chinese characters.

    A single word that is wider than the line stays whole. Line feeds in the text are kept.

    >>> wrap("省级政府 Provinces", 12, 60)
    ['省级政府', 'Provinces']
    """
    lines: list[str] = []
    for paragraph in said(text).split("\n"):
        rest = _TOKENS.findall(paragraph) or [""]
        while rest:
            end = len(rest)
            if text_width("".join(rest).strip(), size) > width:
                end = bisect_right(range(end), width, key=lambda n: text_width("".join(rest[: n + 1]).strip(), size))
                while end < len(rest) and (rest[end] in _CLOSING or not "".join(rest[:end]).strip()):
                    end += 1
            lines.append("".join(rest[:end]).strip())
            rest = rest[end:]
    return lines


def fitted(text: str, size: float, width: float, *, least: float = 7.0) -> float:
    """The largest font size up to ``size`` at which the text's widest line fits, not below ``least``."""
    wide = max(text_width(line, size) for line in said(text).split("\n"))
    return size if wide <= width else max(least, round(size * width / wide, 2))


def plain(name: str) -> str:
    """A name without what stands in brackets at its end.

    >>> plain("XPCC (Xinjiang Production and Construction Corps)")
    'XPCC'
    """
    return re.sub(r"\s*[(（][^()（）]*[)）]$", "", name)


class Card(TypedDict, total=False):
    """What stands around every picture: a title, words below it, a note; each ``English // 中文``."""

    title: str
    subtitle: str
    note: str


@dataclass(frozen=True)
class Key:
    """One entry of a legend: its swatch is of ``kind`` tile, missing, up, down, dot, hollow, ring or line.

    Or ``kind`` draws it: it gets the sheet and the middle of the ``wide`` pixels that are free.
    """

    label: str
    colour: str = INK
    kind: str | Callable[[Sheet, float, float], None] = "tile"
    wide: float = 18.0


class Sheet:
    """A figure under construction; ``y`` is where the next thing may start."""

    def __init__(self, title: str = "", subtitle: str = "", note: str = "") -> None:
        """Start a card as wide as the page wants it, with its title block on top."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        title, subtitle, self.note = said(title), said(subtitle), said(note)
        self.width = float(drawn_width.get())
        self.narrow = self.width < FIGURE_WIDTH
        self.fig: Figure = Figure(figsize=(self.width * PX, self.width * PX), facecolor=PAPER)
        FigureCanvasAgg(self.fig)
        self._pixels = Affine2D()
        self._at = self._pixels + self.fig.dpi_scale_trans
        self._placed: list[tuple[Axes, float, float, float, float]] = []
        self.fig.set_label(" – ".join(part for part in (title, subtitle) if part))
        self.y = MARGIN
        if title:
            self.paragraph(title, TITLE, INK, leading=1.3)
        if subtitle:
            self.y += 2
            self.paragraph(subtitle, BODY - 0.5, MUTED, leading=1.35)
        if title or subtitle:
            self.y += 10

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * MARGIN

    def axes(self, left: float, width: float, height: float) -> Axes:
        """Matplotlib axes for a standard picture, from ``y`` on; moves ``y`` below them, ticks not counted."""
        ax = self.fig.add_axes((0, 0, 1, 1), zorder=10, autoscale_on=False)
        self._placed.append((ax, left, self.y, width, height))
        self.y += height
        return ax

    def panels(
        self, heads: Sequence[Sequence[tuple[str, float, str]]], abreast: int = 2, gutter: float = 28.0
    ) -> Iterator[tuple[float, float]]:
        """Left edge and width of every panel, some abreast or, on a narrow sheet, one; ``y`` ends below the longest.

        A panel's head is printed first: lines of (text, size, colour), wrapped; panels abreast begin at one height.
        """
        abreast = 1 if self.narrow else abreast
        wide = (self.inner - gutter * (abreast - 1)) / abreast
        for first in range(0, len(heads), abreast):
            top = lowest = self.y
            pair = [
                [(line, size, colour) for text, size, colour in head for line in wrap(text, size, wide)]
                for head in heads[first : first + abreast]
            ]
            below = top + max(math.fsum(size * 1.35 for _, size, _ in lines) for lines in pair)
            for number, lines in enumerate(pair):
                left, self.y = MARGIN + number * (wide + gutter), top
                for line, size, colour in lines:
                    self.text(left, self.y + size * 0.68, line, size, colour)
                    self.y += size * 1.35
                self.y = below
                yield left, wide
                lowest = max(lowest, self.y)
            self.y = lowest + 10 * (first + abreast < len(heads))

    def paragraph(self, text: str, size: float, colour: str, *, leading: float = 1.35) -> None:
        """Text over the whole width from ``y`` on, wrapped; moves ``y`` below it."""
        for line in wrap(text, size, self.inner):
            self.text(MARGIN, self.y + size * leading / 2, line, size, colour)
            self.y += size * leading

    def heading(self, text: str) -> None:
        """A heading across the card on a faint band; moves ``y`` below it."""
        self.box(MARGIN, self.y, self.inner, 22, FAINT)
        self.text(MARGIN + 4, self.y + 11, text, fitted(text, BODY - 0.5, self.inner - 8), INK)
        self.y += 24

    def text(
        self, x: float, y: float, text: str, size: float = BODY, colour: str = INK, ha: str = "left", zorder: float = 3
    ) -> Text:
        """One line of text, its middle at height ``y``."""
        from egov.plots.svg import Line

        # va="center_baseline" depends on the letters of each line; a fixed fraction of the size keeps rows level
        line = Line(x, y + size * 0.36, typeset(text), size, colour, ha)
        line.set_zorder(zorder)
        line.set_transform(self._at)
        line.set_figure(self.fig)
        self.fig.texts.append(line)
        return line

    def label(self, x: float, y: float, text: str, size: float, colour: str, ha: str) -> None:
        """Text over axes, on a patch of paper that keeps lines off it."""
        wide, high = text_width(text, size), 1.35 * size
        left = x - {"left": 0, "center": wide / 2, "right": wide}[ha]
        self.box(left - 1.2, y - high / 2, wide + 2.4, high, PAPER, zorder=11)
        self.text(x, y, text, size, colour, ha, zorder=12)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        colour: str,
        ha: str = "left",
        leading: float = 1.18,
    ) -> None:
        """Several lines of text, the block's middle at height ``y``."""
        step = size * leading
        for number, line in enumerate(lines):
            self.text(x, y + (number - (len(lines) - 1) / 2) * step, line, size, colour, ha)

    def box(
        self, x: float, y: float, wide: float, high: float, colour: str, *, edge: str = "", zorder: float = 1
    ) -> None:
        """A filled rectangle with its upper left corner at (x, y)."""
        corners = [(x, y), (x, y + high), (x + wide, y + high), (x + wide, y), (x, y)]
        self.shape(corners, face=colour, **{"edge": edge, "wide": 0.8} if edge else {}, zorder=zorder)

    def shape(self, *lines: Any, face: str = "none", edge: str = "none", wide: float = 0.0, **more: Any) -> None:
        """One shape of lines through points, a path each; matplotlib paths are taken as they are."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        path = Path.make_compound_path(*(line if isinstance(line, Path) else Path(line) for line in lines))
        self._add(PathPatch(path, facecolor=face, edgecolor=edge, linewidth=wide, **more))

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._at)
        self.fig.add_artist(artist)

    def missing(self, x: float, y: float, wide: float, high: float) -> None:
        """A rectangle hatched grey: there is no value here."""
        self.box(x, y, wide, high, MISSING)
        # hatch lines drawn by hand: matplotlib's own pattern depends on the position on the page
        step, lines = 5.0, []
        offset = step
        while offset < wide + high:
            start = (x + min(offset, wide), y + max(0.0, offset - wide))
            lines.append((start, (x + max(0.0, offset - high), y + min(offset, high))))
            offset += step
        self.shape(*lines, edge=HATCH, wide=0.8)

    def triangle(self, x: float, y: float, colour: str, *, up: bool, size: float = 7.0) -> None:
        """A small triangle with its middle at (x, y)."""
        half, high = size / 2, (0.425 if up else -0.425) * size
        self.shape([(x - half, y + high), (x + half, y + high), (x, y - high), (x - half, y + high)], face=colour)

    def line(self, x: Sequence[float], y: Sequence[float], colour: str = GRID, wide: float = 1.0, **more: Any) -> None:
        """A line through points in pixels."""
        self.plot(x, y, color=colour, linewidth=wide, solid_capstyle="butt", **more)

    def plot(self, x: Any, y: Any, **look: Any) -> None:
        """A line or markers at points in pixels, as ``Axes.plot`` draws them in its own units."""
        from matplotlib.lines import Line2D

        self._add(Line2D(np.atleast_1d(x), np.atleast_1d(y), **look))

    def dot(self, x: float, y: float, colour: str, *, size: float = 9.0, **look: Any) -> None:
        """A round dot with its middle at (x, y), ``size`` pixels across; hollow with another ``face``."""
        from matplotlib.path import Path

        self.shape(Path.circle((x, y), size / 2), edge=colour, **({"face": colour, "wide": 1.6, "zorder": 4} | look))

    def _key(self, key: Key, x: float, y: float) -> None:
        if callable(key.kind):
            key.kind(self, x + key.wide / 2, y)
        elif key.kind == "missing":
            self.missing(x, y - 7, 18, 14)
        elif key.kind in ("up", "down"):
            self.box(x, y - 7, 18, 14, GRID)
            self.triangle(x + 9, y, text_on(GRID), up=key.kind == "up")
        elif key.kind in ("dot", "hollow"):
            self.dot(x + 9, y, key.colour, face=PAPER if key.kind == "hollow" else key.colour)
        elif key.kind == "ring":
            self.dot(x + 9, y, key.colour, size=12.0, face="none", wide=2.0, zorder=4.5)
        elif key.kind == "line":
            self.line((x, x + 18), (y, y), key.colour, 1.6)
        else:
            self.box(x, y - 7, 18, 14, key.colour)

    def legend(self, keys: Iterable[Key]) -> None:
        """Legend entries in rows from ``y`` on, wrapped at the margin; moves ``y`` below them."""
        here, self.y, size = MARGIN, self.y + 10, SMALL + 0.5
        for key in keys:
            lines = wrap(key.label, size, self.inner - key.wide - 6)
            wide = key.wide + 6 + max(text_width(line, size) for line in lines)
            if here > MARGIN and here + wide > MARGIN + self.inner:
                here, self.y = MARGIN, self.y + 21
            self._key(key, here, self.y)
            for number, line in enumerate(lines):
                self.y += 16 * (number > 0)
                self.text(here + key.wide + 6, self.y, line, size, INK)
            here += wide + 18
        self.y += 18

    def finish(self) -> Figure:
        """Close the sheet below ``y``, under its note if it has one, and return its figure."""
        if self.note:
            self.y += 4
            self.paragraph(self.note, SMALL, MUTED)
        high = round(self.y + MARGIN)
        self.fig.set_size_inches(self.width * PX, high * PX)
        for ax, x, y, wide, tall in self._placed:
            ax.set_position((x / self.width, 1 - (y + tall) / high, wide / self.width, tall / high))
        self._pixels.scale(PX, -PX).translate(0, high * PX)
        return self.fig
