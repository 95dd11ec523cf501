"""A lean SVG backend for matplotlib: letters drawn once, short numbers, a root that scales and has a name.

Text is most of what a figure of ours holds. Each text is measured once and shaped once, however many drawings it stands
in, and each letter's outline is written once a process.
"""

from __future__ import annotations

import functools
import re
from html import escape
from typing import Any

from matplotlib import colors, font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from egov.plots.paths import circle, outline, path, tenths
from egov.plots.theme import FONT, font_file

_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEWBOX = re.compile(r'viewBox="([^"]*)"')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_ROUND = re.compile(r'<path( id="[^"]*")? d="(M[^MLQz"]*z\s*)"')
_DATA = re.compile(r'(?<= d=")M [^"]*')
_PLACE = re.compile(r'(?<= [xy]=")-?\d+\.\d+(?=")')
_LONE = re.compile(r"<g>\n(<(?:path|circle) [^>]*/>)\n</g>")
_INDENT = re.compile(r"\n\s*")
_outlines: dict[str, str] = {}


@functools.lru_cache(maxsize=8192)
def measured(text: str) -> tuple[float, float, float]:
    """Width, height and descent of one line of text at size 100; ValueError when the font lacks a character."""
    font = _font(text)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    wide, high = font.get_width_height()
    return wide / 64, high / 64, font.get_descent() / 64


@functools.lru_cache(maxsize=8192)
def letters(text: str) -> list[tuple[str, int]]:
    """The letters of one line of text at size 100 that leave ink, each with its place from the left.

    >>> [place for _, place in letters("图 1")][0]
    0
    """
    found, new, _ = text_to_path.get_glyphs_with_font(_font(text), text, _outlines, return_new_glyphs_only=True)
    _outlines.update((name, outline(*drawn)) for name, drawn in new.items())
    return [(name, round(x)) for name, x, _, _ in found if _outlines[name]]


def _font(text: str) -> Any:
    font = font_manager.get_font(_file())
    if lacking := next((letter for letter in text if not font.get_char_index(ord(letter))), ""):
        raise ValueError(f"a character of the figure cannot be drawn: {FONT} has no glyph {lacking!r}")
    font.set_size(100, 72)
    return font


@functools.cache
def _file() -> str:
    return str(font_file())


class Renderer(RendererSVG):
    """matplotlib's SVG renderer; letters of our font are written from their cached outlines."""

    def __init__(self, width: float, height: float, file: Any, **more: Any) -> None:
        """Write a figure of so many pixels into a text file."""
        self._file, self._letters = file, dict[str, None]()
        super().__init__(width, height, file, **more)

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Write no groups: nothing refers to them."""

    def close_group(self, s: str) -> None:
        """Write no groups: nothing refers to them."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Size of a text in pixels."""
        if ismath or prop.get_family() != [FONT]:
            return super().get_text_width_height_descent(s, prop, ismath)
        scale = prop.get_size_in_points() / 100
        wide, high, descent = measured(s)
        return wide * scale, high * scale, descent * scale

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float, ismath: Any = False,
        mtext: Any = None,
    ) -> None:  # fmt: skip
        """Write a line of text; what is turned, clipped, linked, of another font or mathematics goes to matplotlib."""
        if angle or ismath or gc.get_clip_rectangle() or gc.get_url() or prop.get_family() != [FONT]:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        colour, alpha = colors.to_hex(gc.get_rgb()), gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
        opacity = f"; opacity: {alpha:g}" if alpha != 1 else ""
        self.write_line(s, x, y, prop.get_size_in_points(), colour, opacity)

    def write_line(self, s: str, x: float, y: float, size: float, colour: str, opacity: str = "") -> None:
        """Write an unturned line of text that begins at (x, y), ``y`` down."""
        self._letters.update(dict.fromkeys(name for name, _ in letters(s)))
        scale = f"{size / 100:g}"
        self.writer.comment(s)  # so that the words can be found in the file
        self._file.write(
            f'<g style="fill: {colour}{opacity}" '
            f'transform="translate({_short(x)} {_short(y)}) scale({scale} -{scale})">\n'
            + "".join(f'<use xlink:href="#{_id(name)}" x="{place}"/>\n' for name, place in letters(s))
            + "</g>\n"
        )

    def finalize(self) -> None:
        """Write the outlines of all letters and close the file."""
        paths = (f'<path id="{_id(name)}" d="{_outlines[name]}"/>\n' for name in self._letters)
        self._file.write(f"<defs>\n{''.join(paths)}</defs>\n")
        super().finalize()


@functools.cache
def _properties(size: float) -> FontProperties:
    return FontProperties(family=[FONT], size=size)


class Line(Text):
    """A plain line of text that begins, ends or has its middle at a point of its baseline.

    In an SVG it is written at once: matplotlib would lay it out anew, box and angle and all, at ten times the price.
    """

    def __init__(self, x: float, y: float, text: str, size: float, colour: str, ha: str) -> None:
        """A line of our font, of so many pixels."""
        super().__init__(x, y, text, color=colour, horizontalalignment=ha, fontproperties=_properties(size))

    def draw(self, renderer: Any) -> None:
        """Write the line; formulas, several lines and other canvases are matplotlib's."""
        text, size, colour = self.get_text(), self.get_fontsize(), self.get_color()
        if not isinstance(renderer, Renderer) or "$" in text or "\n" in text or self.get_alpha() is not None:
            super().draw(renderer)
        elif text:
            x, y = self.get_transform().transform((self._x, self._y))
            wide = measured(text)[0] * (size / 100)
            x -= wide * {"left": 0.0, "center": 0.5, "right": 1.0}[self.get_ha()]
            renderer.write_line(text, x, renderer.height - y, size, colors.to_hex(colour))


class FigureCanvas(FigureCanvasSVG):
    """What ``savefig(…, backend="module://egov.plots.svg")`` draws on."""

    def print_svg(self, filename: Any, *, metadata: Any = None, **_: Any) -> None:
        """Write the figure into an open text file, a pixel a unit."""
        self.figure.dpi = 72
        wide, high = self.figure.get_size_inches() * 72
        renderer = Renderer(wide, high, filename, metadata=metadata)
        self.figure.draw(renderer)
        renderer.finalize()


def _id(name: str) -> str:
    return f"g{name.rpartition('-')[2]}"


def _short(number: float) -> str:
    return tenths(round(number * 10))


def _round(match: re.Match[str]) -> str:
    found = circle(match[2])
    if found is None:
        return match[0]
    x, y, radius = found
    place = "" if (x, y) == ("0", "0") else f' cx="{x}" cy="{y}"'
    return f'<circle{match[1] or ""}{place} r="{radius}"'


def tidy(svg: str, *, name: str = "") -> str:
    """Shorten one SVG document that matplotlib wrote, and let it scale with the page.

    Coordinates keep one decimal (a tenth of a CSS pixel). Round markers become circles; the document type and the
    metadata go. The root keeps its ``viewBox`` and gets ``width`` and ``height`` in CSS pixels, a style that lets it
    shrink to its column, ``role="img"`` and the accessible name.

    Raises ValueError when ``svg`` is no SVG document with a view box.

    >>> tidy('<svg width="20pt" viewBox="0 0 20 10"><path d="M 0.12345 0 \\nL 1 1.0"/></svg>', name="A & B")
    ... # doctest: +ELLIPSIS
    '<svg ... role="img" aria-label="A &amp; B"...><path d="m.1 0l.9 1"/></svg>\\n'
    """
    root = _ROOT.search(svg)
    box = _VIEWBOX.search(root[0]) if root else None
    if not root or not box:
        raise ValueError("expected an SVG document with a viewBox, found none")
    _, _, wide, high = (float(part) for part in box[1].split())
    label = f' aria-label="{escape(" ".join(name.split()))}"' if name.strip() else ""
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}" '
        f'role="img"{label} style="max-width:100%;height:auto">'
    )
    body = _METADATA.sub("", svg[root.end() :])
    body = _ROUND.sub(_round, body)
    body = _DATA.sub(lambda m: path(m[0]), body)
    body = _PLACE.sub(lambda m: _short(float(m[0])), body)
    body = _INDENT.sub("\n", body)
    body = _LONE.sub(r"\1", body)
    return opening + body.rstrip() + "\n"
