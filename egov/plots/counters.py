"""Counts that are open at one end: small multiples over time.

A count as printed is a dot, a hollow one where other figures imply it. ``over`` draws a bar with an arrow away from
zero, ``nearly`` one towards zero, ``about`` both: the count lies somewhere along the arrow. Only counts of one series
that may be joined get a line, and only between counts without open ends. Where a panel holds unlike things it says so
in the accent colour.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from egov.plots.checks import check
from egov.plots.palette import ACCENT, GRID, INK, PAPER, darkened
from egov.plots.rows import SERIES
from egov.plots.sheet import HEADING, SMALL, Card, Key, Sheet, said, text_width, typeset, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

OPEN_LABELS = {"over": "over // 超过", "nearly": "nearly // 近", "about": "about // 约"}
QUALIFIERS = ("exact", *OPEN_LABELS)
_ARROW = 15.0
Plot = Callable[..., Any]
"""``Axes.plot`` or ``Sheet.plot``."""


def arrow(plot: Plot, x: Any, y: Any, colour: str, *, dx: float = 0.0, dy: float = 0.0) -> None:
    """Shafts from the points by (dx, dy) pixels, upwards positive, with a head at their ends."""
    from matplotlib.path import Path

    long = abs(dx) + abs(dy)
    lines = np.array([(0, 0), (long - 5, 0), (long - 5, 1.6), (long - 1.8, 0), (long - 5, -1.6), (long - 5, 1.6)])
    along = np.array([dx, dy]) / long
    mark = Path(lines @ np.array([along, [-along[1], along[0]]]), [1, 2, 1, 2, 2, 2])
    look = {"markersize": 2 * np.abs(mark.vertices).max(), "markeredgewidth": 1.6, "color": colour, "linewidth": 0}
    plot(x, y, marker=mark, clip_on=False, zorder=3, **look)


def _mark(plot: Plot, x: float, y: float, colour: str, qualifier: str, *, hollow: bool = False) -> None:
    """A dot for a count as printed; a bar with an arrow for each open end of the others."""
    if qualifier == "exact":
        face = {"markerfacecolor": PAPER if hollow else colour, "markersize": 8, "markeredgewidth": 1.6}
        plot(x, y, marker="o", color=colour, clip_on=False, zorder=4, **face)
        return
    for sign in {"over": (1,), "nearly": (-1,), "about": (1, -1)}[qualifier]:
        arrow(plot, x, y, colour, dy=sign * _ARROW)
    plot(x, y, marker="_", color=colour, markersize=12, markeredgewidth=2.4, clip_on=False, zorder=4)


@themed
def counter_panels(frame: pd.DataFrame, **card: Unpack[Card]) -> Figure:
    """Small multiples of counts over time, two panels abreast, each on its own scale from zero.

    Parameters
    ----------
    frame
        One row a count: ``panel`` (its heading), ``series``, ``first`` and
        ``last`` (decimal years that its date spans), ``value``, ``qualifier`` (exact, over, about, nearly),
        ``implied``, ``joined`` (may be joined to the series' next count), ``label`` (what stands beside the dot) and
        ``warning`` (text, or nothing). Panels stand in the order of their first rows.

    Raises
    ------
    ValueError
        A column is missing, a value is no number or below zero, a qualifier is unknown, or a panel holds more series
        than there are colours.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"panel": "Users // 用户", "series": "a", "first": 2020.4, "last": 2020.4, "value": 1.0, "warning": ""}
    >>> row |= {"qualifier": "over", "implied": False, "joined": True, "label": "> 1"}
    >>> fig = counter_panels(pd.DataFrame([row]))
    """
    columns = ["panel", "series", "implied", "joined", "label", "warning"]
    numbers = ["first", "last", "value"]
    check(frame, columns, numbers=numbers, filled=numbers, known={"qualifier": QUALIFIERS})
    if (frame["value"] < 0).any():
        raise ValueError("column 'value' must hold counts not negative")
    years = range(int(frame["first"].min()), int(-(-frame["last"].max() // 1)))
    sheet = Sheet(**card)
    sheet.legend(_keys(frame))
    sheet.y += 8
    parts = [part for _, part in frame.groupby("panel", sort=False, observed=True)]
    heads = []
    for part in parts:
        warnings = [(f"⚠ {said(text)}", SMALL, ACCENT) for text in dict.fromkeys(part["warning"]) if text]
        heads.append([(part["panel"].iloc[0], HEADING, INK), *warnings])
    for part, (left, wide) in zip(parts, sheet.panels(heads), strict=True):
        _panel(sheet, part, left, wide, years)
        sheet.y += 6
    return sheet.finish()


def _keys(frame: pd.DataFrame) -> list[Key]:
    """The legend: a count as printed, the open ends that there are, and counts that are implied."""

    def drawn(qualifier: str, sheet: Sheet, x: float, y: float) -> None:
        shift = {"over": _ARROW / 2, "nearly": -_ARROW / 2}.get(qualifier, 0.0)
        _mark(sheet.plot, x, y + shift, INK, qualifier)

    there = [each for each in OPEN_LABELS if (frame["qualifier"] == each).any()]
    keys = [Key("as printed // 如数", INK, "dot"), *(Key(OPEN_LABELS[e], kind=partial(drawn, e)) for e in there)]
    return keys + ([Key("implied // 推算", INK, "hollow")] if frame["implied"].any() else [])


def _panel(sheet: Sheet, part: pd.DataFrame, left: float, wide: float, years: range) -> None:
    """One panel with the names of its series below it."""
    names = list(dict.fromkeys(part["series"]))
    if len(names) > len(SERIES):
        raise ValueError(f"panel {part['panel'].iloc[0]!r} has {len(names)} series, at most {len(SERIES)}")
    sheet.y += 18
    ax = sheet.axes(left, wide, 112.0)
    most = (float(part["value"].max()) or 1.0) * 112 / 86
    ax.set(xlim=(years.start, years.stop), ylim=(0, most), yticks=[])
    ax.vlines([*years, years.stop], 0, most, color=GRID, linewidth=0.8, zorder=0.3, clip_on=False)
    texts = [f"{year}" if wide / len(years) > 34 else f"'{year % 100:02d}" for year in years]
    ax.set_xticks([year + 0.5 for year in years], texts)
    ax.tick_params(axis="x", length=0, labelsize=SMALL - 1)
    across, up = wide / len(years), 112 / most  # pixels a year and a count
    part = part.assign(at=(part["first"] + part["last"]) / 2, y=part["value"] * up)
    part = part.assign(x=(part["at"] - years.start) * across, long=part["last"] - part["first"] > 0.5)
    taken: list[tuple[float, ...]] = []
    counts = []
    for name, colour in zip(names, SERIES, strict=False):
        rows = list(part[part["series"] == name].sort_values("last", kind="stable").itertuples())
        counts += [(row, colour) for row in rows]
        for row in rows:
            _mark(ax.plot, row.at, row.value, colour, row.qualifier, hollow=row.implied)
            above, below = _reach(row.qualifier)
            taken.append((row.x - 6, row.y - below, row.x + 6, row.y + above))
            if row.long:
                ax.hlines(row.value, row.first, row.last, color=colour, linewidth=1, alpha=0.5, zorder=0.8)
                start, end = ((when - years.start) * across for when in (row.first, row.last))
                taken.append((start, row.y - 1, end, row.y + 1))
        for one, two in itertools.pairwise(rows):
            if two.joined and one.qualifier == two.qualifier == "exact":
                ax.plot([one.at, two.at], [one.value, two.value], color=colour, linewidth=1.3, alpha=0.8, zorder=0.9)
                line = np.linspace((one.x, one.y), (two.x, two.y), 21)[1:-1]
                taken += [(x - 3, y - 1, x + 3, y + 1) for x, y in line]
    for row, colour in counts:
        x, y = _free(row.label, row.x, row.y, row.qualifier, wide, taken)
        ax.annotate(
            typeset(row.label), (x / across + years.start, (y - SMALL * 0.36) / up), size=SMALL,
            color=darkened(colour), ha="center", annotation_clip=False,
        )  # fmt: skip
    sheet.y += 20
    for name, colour in zip(names, SERIES, strict=False) if len(names) > 1 else ():
        sheet.dot(left + 5, sheet.y + 7, colour, size=7.0)
        for line in wrap(str(name), SMALL, wide - 14):
            sheet.text(left + 14, sheet.y + 7, line, SMALL, INK)
            sheet.y += SMALL * 1.35


def _reach(qualifier: str) -> tuple[float, float]:
    """Pixels that a mark takes above and below its count."""
    return _ARROW if qualifier in ("over", "about") else 5, _ARROW if qualifier in ("nearly", "about") else 5


def _free(
    text: str, x: float, y: float, qualifier: str, wide: float, taken: list[tuple[float, ...]]
) -> tuple[float, float]:
    """Where a label meets nothing: above, right, left or below its dot; the least bad place otherwise."""
    half, (up, down) = text_width(text, SMALL) / 2, _reach(qualifier)
    centre = min(max(x, half), wide - half)
    places = [(centre, y + up + 8), (x + 9 + half, y), (x - 9 - half, y), (centre, y - down - 8)]
    places += [(x + sign * (9 + half), y + shift) for shift in (11, -11, 20, 30) for sign in (1, -1)]

    def box(at: tuple[float, float]) -> tuple[float, ...]:
        return at[0] - half - 1, at[1] - 7, at[0] + half + 1, at[1] + 7

    def bad(at: tuple[float, float]) -> float:
        left, low, right, high = box(at)
        meets = (max(0.0, min(right, c) - max(left, a)) * max(0.0, min(high, d) - max(low, b)) for a, b, c, d in taken)
        return sum(meets) + 1000.0 * (left < -3 or right > wide + 3 or low < 0 or high > 126)

    best = min(places, key=bad)
    taken.append(box(best))
    return best
