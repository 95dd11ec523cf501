"""Counts that are open at one end: small multiples over time.

A count as printed is a dot, a hollow one where other figures imply it. ``over`` draws a bar with an arrow away from
zero, ``nearly`` one towards zero, ``about`` both: the count lies somewhere along the arrow. Only counts of one series
that may be joined get a line, and only between counts without open ends. Where a panel holds unlike things it says so
in the accent colour.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from egov.plots.checks import known, numeric, require
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
    who = "counter_panels"
    columns = ["panel", "series", "first", "last", "value", "qualifier", "implied", "joined", "label", "warning"]
    require(frame, columns, who)
    numeric(frame, ["first", "last", "value"], who)
    known(frame, "qualifier", QUALIFIERS, who, "qualifier")
    if frame[["first", "last", "value"]].isna().any(axis=None) or (frame["value"] < 0).any():
        raise ValueError(f"{who}: dates and values must be filled and values not negative")
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
        _panel(sheet, part, left, wide, years, who)
        sheet.y += 6
    return sheet.finish()


def _keys(frame: pd.DataFrame) -> list[Key]:
    """The legend: a count as printed, the open ends that there are, and counts that are implied."""

    def drawn(sheet: Sheet, x: float, y: float, qualifier: str) -> None:
        shift = {"over": _ARROW / 2, "nearly": -_ARROW / 2}.get(qualifier, 0.0)
        _mark(sheet.plot, x, y + shift, INK, qualifier)

    keys = [Key("as printed // 如数", INK, "dot")]
    for each, label in OPEN_LABELS.items():
        if (frame["qualifier"] == each).any():
            keys.append(Key(label, kind=lambda sheet, x, y, each=each: drawn(sheet, x, y, each)))
    return keys + ([Key("implied // 推算", INK, "hollow")] if frame["implied"].any() else [])


def _panel(sheet: Sheet, part: pd.DataFrame, left: float, wide: float, years: range, who: str) -> None:
    """One panel with the names of its series below it."""
    groups = dict(list(part.sort_values("last", kind="stable").groupby("series", sort=False, observed=True)))
    names = list(dict.fromkeys(part["series"]))
    if len(names) > len(SERIES):
        raise ValueError(f"{who}: panel {part['panel'].iloc[0]!r} has {len(names)} series, at most {len(SERIES)}")
    sheet.y += 18
    ax = sheet.axes(left, wide, 112.0)
    most = (float(part["value"].max()) or 1.0) * 112 / 86
    ax.set(xlim=(years.start, years.stop), ylim=(0, most), yticks=[])
    ax.vlines([*years, years.stop], 0, most, color=GRID, linewidth=0.8, zorder=0.3, clip_on=False)
    texts = [f"{year}" if wide / len(years) > 34 else f"'{year % 100:02d}" for year in years]
    ax.set_xticks([year + 0.5 for year in years], texts)
    ax.tick_params(axis="x", length=0, labelsize=SMALL - 1)
    scale = np.array([wide / len(years), 112 / most])
    taken: list[Any] = []
    for name, colour in zip(names, SERIES, strict=False):
        rows = list(groups[name].assign(at=(groups[name]["first"] + groups[name]["last"]) / 2).itertuples())
        for row in rows:
            spot = np.array([row.at - years.start, row.value]) * scale
            _mark(ax.plot, row.at, row.value, colour, row.qualifier, hollow=row.implied)
            up, down = (_ARROW if row.qualifier in kinds else 5 for kinds in (("over", "about"), ("nearly", "about")))
            taken.append((spot[0] - 6, spot[1] - down, spot[0] + 6, spot[1] + up))
            if row.last - row.first > 0.5:
                ax.hlines(row.value, row.first, row.last, color=colour, linewidth=1, alpha=0.5, zorder=0.8)
        for one, two in itertools.pairwise(rows):
            if two.joined and one.qualifier == two.qualifier == "exact":
                ax.plot([one.at, two.at], [one.value, two.value], color=colour, linewidth=1.3, alpha=0.8, zorder=0.9)
                for x, y in zip(
                    np.linspace(one.at, two.at, 21)[1:-1], np.linspace(one.value, two.value, 21)[1:-1], strict=True
                ):
                    x, y = np.array([x - years.start, y]) * scale
                    taken.append((x - 3, y - 1, x + 3, y + 1))
    spans = part[part["last"] - part["first"] > 0.5]
    for row in spans.itertuples():
        ends = np.array([row.first - years.start, row.last - years.start]) * scale[0]
        taken.append((ends[0], row.value * scale[1] - 1, ends[1], row.value * scale[1] + 1))
    for name, colour in zip(names, SERIES, strict=False):
        for row in groups[name].itertuples():
            spot = np.array([(row.first + row.last) / 2 - years.start, row.value]) * scale
            x, y = _free(row.label, spot, row.qualifier, wide, taken)
            ax.annotate(
                typeset(row.label), (x / scale[0] + years.start, (y - SMALL * 0.36) / scale[1]), size=SMALL,
                color=darkened(colour), ha="center", annotation_clip=False,
            )  # fmt: skip
    sheet.y += 20
    if len(names) > 1:
        for name, colour in zip(names, SERIES, strict=False):
            for number, line in enumerate(wrap(str(name), SMALL, wide - 14)):
                if not number:
                    sheet.dot(left + 5, sheet.y + 7, colour, size=7.0)
                sheet.text(left + 14, sheet.y + 7, line, SMALL, INK)
                sheet.y += SMALL * 1.35


def _free(text: str, spot: Any, qualifier: str, wide: float, taken: list[Any]) -> tuple[float, float]:
    """Where a label meets nothing: above, right, left or below its dot; the least bad place otherwise."""
    half, (x, y) = text_width(text, SMALL) / 2, spot
    up, down = (_ARROW if qualifier in kinds else 5 for kinds in (("over", "about"), ("nearly", "about")))
    centre = min(max(x, half), wide - half)
    places = [(centre, y + up + 8), (x + 9 + half, y), (x - 9 - half, y), (centre, y - down - 8)]
    places += [(x + sign * (9 + half), y + shift) for shift in (11, -11, 20, 30) for sign in (1, -1)]

    def bad(at: tuple[float, float]) -> float:
        left, low, right, high = at[0] - half - 1, at[1] - 7, at[0] + half + 1, at[1] + 7
        meets = (max(0.0, min(right, c) - max(left, a)) * max(0.0, min(high, d) - max(low, b)) for a, b, c, d in taken)
        return sum(meets) + 1000.0 * (left < -3 or right > wide + 3 or low < 0 or high > 126)

    best = min(places, key=bad)
    taken.append((best[0] - half - 1, best[1] - 7, best[0] + half + 1, best[1] + 7))
    return best
