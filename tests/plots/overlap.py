"""Geometry of a drawn figure: does its text collide with other text, with shapes' edges, or leave the card?

Boxes are those of the ink (the outlines that the SVG holds), in figure units, which are CSS pixels.
"""

from __future__ import annotations

import functools
import html
import itertools
import re
from dataclasses import dataclass

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.text import Annotation, Text
from matplotlib.textpath import TextPath

from egov.plots.theme import FONT


@dataclass(frozen=True)
class Box:
    """A rectangle with a name, ``x0 <= x1`` and ``y0 <= y1``; y runs upwards."""

    name: str
    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: Box, slack: float = 0.0) -> bool:
        """Whether the two share more than ``slack`` pixels in both directions."""
        return (
            min(self.x1, other.x1) - max(self.x0, other.x0) > slack
            and min(self.y1, other.y1) - max(self.y0, other.y0) > slack
        )

    def inside(self, other: Box, slack: float = 0.0) -> bool:
        """Whether this box lies in the other one, up to ``slack`` pixels."""
        return (
            self.x0 >= other.x0 - slack
            and self.x1 <= other.x1 + slack
            and self.y0 >= other.y0 - slack
            and self.y1 <= other.y1 + slack
        )


def text_box(text: Text) -> Box:
    """Where the ink of one unrotated single-line text lies."""
    dpi = text.get_figure(root=True).dpi
    if text.get_va() != "baseline" or isinstance(text, Annotation):  # a tick's label, a text beside a point
        (x0, y0), (x1, y1) = text.get_window_extent().get_points() * 72 / dpi
        return Box(text.get_text(), x0, y0, x1, y1)
    (x0, y0, x1, y1), advance = _ink(text.get_text(), tuple(text.get_fontfamily()), text.get_fontsize())
    x, y = text.get_transform().transform(text.get_position()) * 72 / dpi
    x -= {"left": 0.0, "center": 0.5, "right": 1.0}[text.get_ha()] * advance
    return Box(text.get_text(), x + x0, y + y0, x + x1, y + y1)


@functools.cache
def _ink(words: str, family: tuple[str, ...], size: float) -> tuple[tuple[float, ...], float]:
    """The ink's extents of a text that begins at the origin, and its advance, both in pixels."""
    font = FontProperties(family=list(family), size=size)
    outline = TextPath((0, 0), words, size=size, prop=font)
    points = outline.vertices[outline.codes != outline.CLOSEPOLY]  # no curve leaves the hull of its points
    advance = RendererAgg(1, 1, 72).get_text_width_height_descent(words, font, False)[0]
    return (*points.min(axis=0), *points.max(axis=0)), advance


def _texts(figure: Figure) -> list[Box]:
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    return [text_box(t) for t in texts if t.axes is None or t.axes.axison or t in t.axes.texts]


KINDS = {5: "rectangle", 4: "triangle", 26: "circle"}
"""What a shape of the card is, by the corners of its path."""


def shapes(figure: Figure, kind: str) -> list[PathPatch]:
    """The shapes of one kind that stand on the card, without the patches of paper under numbers."""
    patches = [patch for patch in figure.artists if isinstance(patch, PathPatch) and patch.get_zorder() < 10]
    return [patch for patch in patches if KINDS.get(len(patch.get_path().vertices)) == kind]


def _shapes(figure: Figure) -> list[tuple[str, Box]]:
    boxes = []
    for kind, patch in [(name, patch) for name in KINDS.values() for patch in shapes(figure, name)]:
        extents = patch.get_path().get_extents(patch.get_transform()).transformed(figure.dpi_scale_trans.inverted())
        x0, y0, x1, y1 = (value * 72 for value in extents.extents)
        boxes.append((kind, Box(kind, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
    return boxes


def collisions(figure: Figure, slack: float = 0.5) -> list[str]:
    """Everything that is wrong with the text of a figure, in words; an empty list is a good figure.

    Reported: a text outside the card, two texts that overlap, a text that crosses the edge of a rectangle, a text
    under a dot or a mark.
    """
    width, height = (inches * 72 for inches in figure.get_size_inches())
    card = Box("card", 0, 0, width, height)
    texts, boxes = _texts(figure), _shapes(figure)
    wrong = [f"{text.name!r} leaves the figure" for text in texts if not text.inside(card)]
    wrong += [f"{a.name!r} overlaps {b.name!r}" for a, b in itertools.combinations(texts, 2) if a.meets(b, slack)]
    for text in texts:
        for kind, shape in boxes:
            if not text.meets(shape, slack):
                continue
            if kind != "rectangle":
                wrong.append(f"{text.name!r} meets a {shape.name}")
            elif not text.inside(shape, slack):
                wrong.append(f"{text.name!r} crosses the edge of a rectangle")
    return wrong


_WORDS = re.compile(r'<!-- (\S.*?) -->\s*<g style="[^"]*" transform="translate\((\S+) (\S+)\) scale\((\S+) ')


def texts_that_collide(svg: str) -> list[str]:
    """Texts of a finished drawing that overlap each other or leave its card, in words."""
    wide, high = (float(size) for size in re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
    boxes = []
    for words, x, y, scale in _WORDS.findall(svg):
        (x0, y0, x1, y1), _ = _ink(html.unescape(words), (FONT,), 100 * float(scale))
        boxes.append(Box(words, float(x) + x0, high - float(y) + y0, float(x) + x1, high - float(y) + y1))
    assert boxes
    out = [f"{box.name!r} leaves the figure" for box in boxes if not box.inside(Box("card", 0, 0, wide, high))]
    return out + [f"{a.name!r} overlaps {b.name!r}" for a, b in itertools.combinations(boxes, 2) if a.meets(b, 0.5)]
