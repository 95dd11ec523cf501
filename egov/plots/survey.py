"""An index with its components over the editions of a survey, the rank above it, and what moved the index."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from egov.plots.axis import AXIS, scale, ticks
from egov.plots.checks import numeric, require, unique
from egov.plots.palette import GRID, INK, MUTED, PAPER
from egov.plots.sheet import MARGIN, SMALL, Key, Sheet, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLORS = ("#072f68", "#d9822b", "#1a7a5e", "#9933cc", "#8a94a0", "#c9ced4")
"""The index, its components, and what else moves it: the same component has the same colour in both pictures."""
_LEFT = 46.0


@themed
def index_series(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    edition: str = "edition",
    rank: str | None = "rank",
    title: str = "",
    subtitle: str = "",
    note: str = "",
) -> Figure:
    """Lines of an index and its components by edition, from 0 to 1; above them the rank, first place on top.

    Parameters
    ----------
    frame
        One row an edition: ``edition`` (a year), the number columns named in ``columns``, and ``rank``.
    columns
        Column to label, in the order of the legend; the first is the index and is drawn thicker.
    rank
        Column with the rank, or None for none.

    Raises
    ------
    ValueError
        A column is missing or holds no number, an edition occurs twice, or a value lies outside 0 to 1.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"edition": [2020, 2022], "rank": [45, 43], "egdi": [0.79, 0.81]})
    >>> fig = index_series(frame, {"egdi": "指数 index"})
    """
    who = "index_series"
    require(frame, [edition, *columns, rank], who)
    numeric(frame, [edition, *columns, rank], who)
    unique(frame, [edition], who)
    for column in columns:
        if frame[column].isna().any() or not frame[column].between(0, 1).all():
            raise ValueError(f"{who}: column {column!r} must be filled with numbers from 0 to 1")
    frame = frame.sort_values(edition)
    sheet = Sheet(title, subtitle)
    start, end = float(frame[edition].min()), float(frame[edition].max())
    left, right = MARGIN + _LEFT, MARGIN + sheet.inner - 16

    across = scale(start, end, left, right)
    if rank is not None:
        _ranks(sheet, frame, edition, rank, across)
    colours = dict(zip(columns, COLORS, strict=False))
    sheet.legend([Key(label, colours[c], "line") for c, label in columns.items()])
    top, high = sheet.y + 8, 210.0
    for tick in range(0, 11, 2):
        y = top + high * (1 - tick / 10)
        sheet.line((left, right), (y, y), GRID, 0.8, zorder=0.4)
        sheet.text(left - 8, y, f"{tick / 10:g}", SMALL, MUTED, "right")
    for number, column in enumerate(columns):
        xs = [across(y) for y in frame[edition]]
        ys = [top + high * (1 - v) for v in frame[column]]
        sheet.line(xs, ys, colours[column], 2.6 if not number else 1.5, zorder=3 - number * 0.1)
        for x, y in zip(xs, ys, strict=True):
            sheet.dot(x, y, colours[column], size=6.5 if not number else 5.0)
    _years(sheet, frame[edition], across, top + high + 4)
    return sheet.finish(note)


def _years(sheet: Sheet, editions: Any, across: Any, y: float) -> None:
    """Editions below an axis: all of them, one that does not fit beside its neighbour left out."""
    reached = -1e9
    for year in editions:
        wide = text_width(f"{year:g}", SMALL) / 2
        sheet.line((across(year),) * 2, (y - 4, y), AXIS, 1)
        if across(year) - wide > reached + 4:
            sheet.text(across(year), y + 10, f"{year:g}", SMALL, MUTED, "center")
            reached = across(year) + wide
    sheet.y = y + 22


def _ranks(sheet: Sheet, frame: pd.DataFrame, edition: str, rank: str, across: Any) -> None:
    """The rank of every edition, the best on top, its number beside it."""
    sheet.text(MARGIN, sheet.y + 8, "位次（向上为优） Rank, better upwards", SMALL + 0.5, INK)
    top, high = sheet.y + 34, 70.0
    best, worst = float(frame[rank].min()), float(frame[rank].max())
    spots = [
        (across(e), top + (r - best) / (worst - best or 1) * high)
        for e, r in zip(frame[edition], frame[rank], strict=True)
    ]
    for (x0, y0), (x1, y1) in pairwise(spots):
        sheet.line((x0, x1), (y0, y1), MUTED, 1.2, zorder=0.9)
    for (x, y), value in zip(spots, frame[rank], strict=True):
        wide = text_width(f"{value:g}", SMALL) + 6
        sheet.box(x - wide / 2, y - 8, wide, 16, PAPER)
        sheet.text(x, y, f"{value:g}", SMALL + 0.5, INK, "center")
    sheet.y = top + high + 20


@themed
def change_parts(
    frame: pd.DataFrame,
    parts: Mapping[str, str],
    *,
    row: str = "row",
    part: str = "part",
    value: str = "value",
    total: str = "total",
    value_format: str = "{:+.3f}",
    axis_label: str = "",
    title: str = "",
    subtitle: str = "",
    note: str = "",
) -> Figure:
    """Diverging stacked bars: what adds to a change to the right of zero, what takes from it to the left.

    Parameters
    ----------
    frame
        One row a bar and part: ``row`` (name of the bar, in the order of first rows), ``part``, ``value``. The part
        ``total`` is the sum: a line across the bar and the number behind it.
    parts
        Part to label, in the order of the legend.

    Raises
    ------
    ValueError
        A column is missing, a value is no number, a part has no label, or a bar's parts do not add up to its total.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"row": "2018–2020", "part": ["a", "b", "total"], "value": [0.2, -0.1, 0.1]})
    >>> fig = change_parts(frame, {"a": "first", "b": "second"})
    """
    who = "change_parts"
    require(frame, [row, part, value], who)
    numeric(frame, [value], who)
    unique(frame, [row, part], who)
    unknown = set(frame[part]) - set(parts) - {total}
    if unknown:
        raise ValueError(f"{who}: no label for {', '.join(sorted(map(repr, unknown)))}")
    sheet = Sheet(title, subtitle)
    colours = dict(zip(parts, COLORS[1:], strict=False))
    sheet.legend([*(Key(label, colours[p]) for p, label in parts.items()), Key("合计 total", INK, "line")])
    sheet.y += 6
    bars = {name: group.set_index(part)[value] for name, group in frame.groupby(row, sort=False)}
    ups = max(float(b.drop(total).clip(lower=0).sum()) for b in bars.values())
    downs = max(float(-b.drop(total).clip(upper=0).sum()) for b in bars.values())
    gap = max(text_width(str(name), SMALL + 0.5) for name in bars) + 12
    room = text_width(value_format.format(-0.1), SMALL) + 14
    left, right = MARGIN + gap, MARGIN + sheet.inner - room
    zero = left + downs / (ups + downs) * (right - left)
    unit = (right - left) / (ups + downs)
    top = sheet.y
    for name, bar in bars.items():
        middle = sheet.y + 13
        if abs(float(bar.drop(total).sum()) - float(bar[total])) > 1e-9:
            raise ValueError(f"{who}: the parts of {name!r} do not add up to its total")
        sheet.text(MARGIN, middle, str(name), SMALL + 0.5, INK)
        plus, minus = zero, zero
        for each in parts:
            long = float(bar.get(each, 0.0)) * unit
            start = plus if long > 0 else minus + long
            sheet.box(start, middle - 8, abs(long), 16, colours[each])
            plus, minus = plus + max(long, 0), minus + min(long, 0)
        at = zero + float(bar[total]) * unit
        sheet.line((at, at), (middle - 11, middle + 11), INK, 2.2, zorder=4)
        text = value_format.format(float(bar[total]))
        sheet.text(max(plus, at) + 6, middle, text, SMALL, INK)
        sheet.y += 26
    sheet.line((zero, zero), (top, sheet.y), MUTED, 1, zorder=2)
    _change_axis(sheet, (left, right), zero, unit, axis_label)
    return sheet.finish(note)


def _change_axis(sheet: Sheet, ends: tuple[float, float], zero: float, unit: float, label: str) -> None:
    """Ticks of the change below the bars, and the name of the axis."""
    sheet.line(ends, (sheet.y, sheet.y), AXIS, 1)
    low, high = ((end - zero) / unit for end in ends)
    for tick in ticks(low, high, 5):
        x = zero + tick * unit
        sheet.line((x, x), (sheet.y, sheet.y + 4), AXIS, 1)
        sheet.text(x, sheet.y + 12, f"{tick:+.2f}" if abs(tick) > 1e-9 else "0", SMALL, MUTED, "center")
    sheet.y += 22
    if label:
        sheet.text(ends[0], sheet.y + 8, label, SMALL, MUTED)
        sheet.y += 18
