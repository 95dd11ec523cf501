"""Named rows beside matplotlib axes whose heights are those of the sheet: what most figures of the book are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from egov.plots.palette import ACCENT, GRID, INK, MUTED
from egov.plots.sheet import BODY, MARGIN, SMALL, Sheet, in_chinese, plain, said, text_width, typeset, wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SERIES = ("#072f68", "#d9822b", "#1a7a5e", "#9933cc", "#57b894", "#6b4f00")
"""Colours of series that have none of their own."""


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """At most ``count + 1`` round numbers from ``low`` to ``high``.

    >>> ticks(61, 99)
    [70.0, 80.0, 90.0]
    """
    from matplotlib.ticker import MaxNLocator

    found = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in found if low - 1e-9 <= tick <= high + 1e-9]


def round_limits(numbers: Iterable[float]) -> tuple[float, float]:
    """Round numbers just outside ``numbers``; missing ones are passed over.

    >>> round_limits([61.2, 98.7, float("nan")])
    (60, 100)
    """
    found = [float(number) for number in numbers if number == number]
    least, most = min(found), max(found)
    if least == most:
        return least - 1, most + 1
    step = 10 ** math.floor(math.log10((most - least) / 2))
    return math.floor(least / step) * step, math.ceil(most / step) * step


class Rows:
    """Rows from the sheet's ``y`` on: headings of sections, names at the left, and one axis for what is drawn.

    ``y`` holds the middle of every row. After :meth:`axes`, ``start`` and ``end`` are the ends of the axis on the
    sheet, ``pixel`` is the width of one pixel on the axis, and heights on the axes are those of the sheet.
    """

    def __init__(
        self,
        sheet: Sheet,
        frame: pd.DataFrame,
        label: str,
        label2: str | None = None,
        section: str | None = None,
        *,
        left: float = MARGIN,
        width: float | None = None,
        most: float = 0.5,
        size: float = BODY,
        head: bool = False,
        pitch: float = 23.0,
        indent: str | None = None,
    ) -> None:
        """Write the names of the frame's rows between ``left`` and ``left + width``.

        ``label2`` holds muted English names beside the first or, where there is no room, below them; ``section``
        headings; ``indent`` pixels. Names take at most the share ``most`` of the width, wrapped; on a narrow sheet long
        ones stand above what is drawn (not where ``most`` exceeds 0.6). Rows are at least ``pitch`` pixels high;
        ``head`` leaves room for a line of words above them.
        """
        names, width = [said(str(name)) for name in frame[label]], width or sheet.inner
        second = label2 if not in_chinese() else None
        seconds = frame[second].astype(str).tolist() if second else [""] * len(names)
        seconds = [each if text_width(each, SMALL) <= 200 else plain(each) for each in seconds]
        heads = frame[section].astype(str).tolist() if section else [""] * len(names)
        indents = frame[indent].tolist() if indent else [0.0] * len(names)
        wide1 = max(
            text_width(line, size) + indent
            for name, indent in zip(names, indents, strict=True)
            for line in name.split("\n")
        )
        wide2 = max(
            text_width(second, SMALL) + (indent if second else 0)
            for second, indent in zip(seconds, indents, strict=True)
        )
        beside = wide1 + 8 + wide2 if wide2 else wide1
        over = most <= 0.6 and sheet.narrow and max(wide1, wide2) > 0.4 * width  # names above what is drawn
        stacked = bool(wide2) and beside > (1 if over else most - 0.03) * width
        gap = width if over else min(max(wide1, wide2) if stacked else beside, most * width)
        sheet.y += 20 * head
        self.sheet, self.top, self.left, self.right = sheet, sheet.y, left, left + width
        self.start = left if over else left + gap + 10
        self.pitch = max(pitch, 36.0) if stacked and not over else pitch
        self.y: list[float] = []
        self.spans: list[list[float]] = []  # heights without words, between headings or names
        for number, (name, second, indent) in enumerate(zip(names, seconds, indents, strict=True)):
            new = not number or heads[number] != heads[number - 1]
            if new and heads[number]:
                sheet.y += 6 if number else 0
                sheet.heading(heads[number])
            if new or over:
                self.spans.append([sheet.y, sheet.y])
            lines, x = wrap(name, size, gap - indent), left + indent
            below = wrap(second, SMALL, gap - indent) if stacked else []
            block = 1.18 * (len(lines) * size + len(below) * SMALL)
            high = block + pitch + 4 if over else max(self.pitch, block + 6)
            middle = sheet.y + (block / 2 + 3 if over else high / 2)
            sheet.lines(x, middle - block / 2 + 0.59 * len(lines) * size, lines, size, INK)
            if stacked:
                sheet.lines(x, middle + block / 2 - 0.59 * len(below) * SMALL, below, SMALL, MUTED)
            else:
                sheet.text(left + wide1 + 8, middle, second, SMALL, MUTED)
            sheet.y += high
            self.y.append(sheet.y - pitch / 2 - 2 if over else middle)
            self.spans[-1] = [sheet.y - pitch if over else self.spans[-1][0], sheet.y]

    def axes(
        self, limits: Sequence[float], pad: float = 0.0, right: float = 0.0, *, guides: str = "y", marks: bool = True
    ) -> Axes:
        """The axes of all rows from ``limits[0]`` to ``limits[1]``, ``pad`` pixels free at both ends.

        ``right`` pixels stay free at the right end. Faint lines guide the eye along the rows (``y``), upright from the
        ticks (``x``), or not at all. Without ``marks`` the axis has no ticks.
        """
        sheet, bottom = self.sheet, self.sheet.y
        sheet.y, self.end = self.top, self.right - right
        wide = self.end - self.start
        low, high = (float(limit) for limit in limits)
        self.pixel = (high - low) / (wide - 2 * pad)
        self.ax = ax = sheet.axes(self.start, wide, bottom - self.top + 2)
        ax.set(xlim=(low - pad * self.pixel, high + pad * self.pixel), ylim=(bottom + 2, self.top))
        ax.yaxis.set_visible(False)
        shown = ticks(low, high, min(5, int(wide // 40) or 1)) if marks else []
        if marks:
            ax.set_xticks(shown, [typeset(f"{mark:g}") for mark in shown])
        else:
            ax.set_axis_off()
        if guides == "x":
            lows, highs = zip(*self.spans * len(shown), strict=True)
            ax.vlines(np.repeat(shown, len(self.spans)), lows, highs, color=GRID, linewidth=1, zorder=0.5)
        elif guides == "y":
            ax.hlines(self.y, *ax.get_xlim(), color=GRID, linewidth=0.8, zorder=0.5, clip_on=False)
        sheet.y += 22 * marks
        return ax

    def place(self, value: float) -> float:
        """Where a value of the axis stands on the sheet."""
        return (self.start + self.end) / 2 + (value - sum(self.ax.get_xlim()) / 2) / self.pixel

    def upright(self, value: float, colour: str, **look: Any) -> None:
        """A line down the rows that leaves headings and names clear."""
        self.ax.vlines([value] * len(self.spans), *zip(*self.spans, strict=True), color=colour, **look)

    def reference(self, value: float, label: str = "", colour: str = ACCENT) -> None:
        """A dashed line down the rows, its name above them."""
        self.upright(value, colour, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1.8)
        half = text_width(label, SMALL) / 2
        x = min(max(self.place(value), self.start + half), self.end - half)
        self.sheet.text(x, self.top - 12, label, SMALL, colour, "center")

    def bars(self, y: Any, left: Any, wide: Any, high: float, colour: str, zorder: float = 1) -> None:
        """A bar along each row, ``wide`` on the axis from ``left`` on; one collection is cheaper than ``Axes.barh``."""
        from matplotlib.collections import PolyCollection

        x, wide, low = (np.asarray(each, float) for each in np.broadcast_arrays(left, wide, np.asarray(y) - high / 2))
        corners = np.array([(x, low), (x + wide, low), (x + wide, low + high), (x, low + high)])
        bars = PolyCollection(corners.transpose(2, 0, 1), facecolor=colour, linewidth=0, zorder=zorder, clip_on=False)
        self.ax.add_collection(bars, autolim=False)

    def number(self, x: float, y: float, text: str, side: str, colour: str = INK) -> None:
        """A value beside its dot, on a patch of paper that keeps lines off it."""
        self.sheet.label(self.place(x), y, text, SMALL, colour, side)

    def words(
        self, texts: Iterable[str], x: float, head: str = "", colours: Iterable[str] | None = None, shift: float = 0.0
    ) -> None:
        """A column of words that ends at ``x``, ``shift`` pixels below the middle of its row; its heading above."""
        self.sheet.text(x, self.top - 10, head, SMALL, MUTED, "right")
        for y, text, colour in zip(self.y, texts, colours or [INK] * len(self.y), strict=True):
            self.sheet.text(x, y + shift, text, SMALL, colour, "right")

    def label(self, text: str) -> None:
        """The name of the axis in as many lines as it needs; nothing for an empty one. Moves the sheet's ``y``."""
        for line in wrap(text, SMALL, self.right - self.start) if text else []:
            self.sheet.text(self.start, self.sheet.y + 8, line, SMALL, MUTED)
            self.sheet.y += SMALL * 1.35
