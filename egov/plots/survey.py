"""An index with its components over the editions of a survey, the rank above it, and what moved the index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

import numpy as np

from egov.plots.checks import numeric, require, unique
from egov.plots.palette import AXIS, GRID, INK, MUTED, PAPER
from egov.plots.rows import SERIES, Rows
from egov.plots.sheet import MARGIN, SMALL, Card, Key, Sheet, text_width, typeset
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLORS = (*SERIES[:4], "#8a94a0", "#c9ced4")
"""The index, its components, and what else moves it: the same component has the same colour in both pictures."""
_LEFT = 46.0


@themed
def index_series(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    **card: Unpack[Card],
) -> Figure:
    """Lines of an index and its components by edition, from 0 to 1; above them the rank, first place on top.

    Parameters
    ----------
    frame
        One row an edition: ``edition`` (a year), the number columns named in ``columns``, and ``rank``.
    columns
        Column to label, in the order of the legend; the first is the index and is drawn thicker.

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
    require(frame, ["edition", *columns, "rank"], who)
    numeric(frame, ["edition", *columns, "rank"], who)
    unique(frame, ["edition"], who)
    for column in columns:
        if frame[column].isna().any() or not frame[column].between(0, 1).all():
            raise ValueError(f"{who}: column {column!r} must be filled with numbers from 0 to 1")
    frame = frame.sort_values("edition")
    years = frame["edition"].to_numpy()
    sheet = Sheet(**card)
    left, wide = MARGIN + _LEFT, sheet.inner - _LEFT - 16
    sheet.text(MARGIN, sheet.y + 8, "位次（向上为优） Rank, better upwards", SMALL + 0.5, INK)
    sheet.y += 34
    apart = (text_width("2000", SMALL) + 4) / wide * (years[-1] - years[0])
    shown = [years[0]]  # what does not fit beside its neighbour is left out
    for year in years[1:]:
        if year - shown[-1] > apart:
            shown.append(year)
    ax = sheet.axes(left, wide, 70.0)
    ax.plot(years, frame["rank"], color=MUTED, linewidth=1.2, clip_on=False)
    for year, place in zip(years, frame["rank"], strict=True):
        if year in shown or (year - years[0]) * wide > 16 * (years[-1] - years[0]):
            text = {
                "ha": "center",
                "size": SMALL + 0.5,
                "annotation_clip": False,
                "bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
            }
            ax.annotate(f"{place:g}", (year, place), (0, -SMALL * 0.36), textcoords="offset points", **text)
    ax.set(xlim=(years[0], years[-1]), ylim=(frame["rank"].max(), frame["rank"].min()))
    ax.set_axis_off()
    sheet.y += 20
    sheet.legend([Key(label, colour, "line") for label, colour in zip(columns.values(), COLORS, strict=False)])
    sheet.y += 8
    ax = sheet.axes(left, wide, 210.0)
    for number, (column, colour) in enumerate(zip(columns, COLORS, strict=False)):
        width, size = (2.6, 8.1) if not number else (1.5, 6.6)
        line = {"linewidth": width, "marker": "o", "markersize": size, "markeredgewidth": 0, "zorder": 4 - number / 10}
        ax.plot(years, frame[column], color=colour, clip_on=False, **line)
    ax.set(xlim=(years[0], years[-1]), ylim=(0, 1), xticks=shown, yticks=[n / 5 for n in range(6)])
    ax.set_xticks(years, minor=True)
    ax.tick_params(which="minor", color=AXIS, length=4, bottom=True)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_major_formatter("{x:g}")
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    sheet.y += 26
    return sheet.finish()


@themed
def change_parts(
    frame: pd.DataFrame,
    parts: Mapping[str, str],
    *,
    axis_label: str = "",
    **card: Unpack[Card],
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
    require(frame, ["row", "part", "value"], who)
    numeric(frame, ["value"], who)
    unique(frame, ["row", "part"], who)
    unknown = set(frame["part"]) - set(parts) - {"total"}
    if unknown:
        raise ValueError(f"{who}: no label for {', '.join(sorted(map(repr, unknown)))}")
    wide = frame.pivot(index="row", columns="part", values="value").reindex(frame["row"].drop_duplicates()).fillna(0.0)
    off = (wide.drop(columns="total").sum(axis=1) - wide["total"]).abs() > 1e-9
    if off.any():
        raise ValueError(f"{who}: the parts of {off.idxmax()!r} do not add up to its total")
    sheet = Sheet(**card)
    colours = dict(zip(parts, COLORS[1:], strict=False))
    sheet.legend([*(Key(label, colours[p]) for p, label in parts.items()), Key("合计 total", INK, "line")])
    sheet.y += 6
    rows = Rows(sheet, wide.reset_index(), "row", size=SMALL + 0.5, pitch=26.0)
    plus, minus = (
        wide.drop(columns="total").clip(lower=0).sum(axis=1),
        wide.drop(columns="total").clip(upper=0).sum(axis=1),
    )
    ax = rows.axes((minus.min(), plus.max()), right=text_width("−0.100", SMALL) + 14, guides="")
    right, left = np.zeros(len(wide)), np.zeros(len(wide))
    for each in (part for part in parts if part in wide):
        long = wide[each].to_numpy()
        start = np.where(long > 0, right, left)
        ax.barh(rows.y, long, left=start, height=16, color=colours[each], linewidth=0, clip_on=False)
        right, left = right + long.clip(min=0), left + long.clip(max=0)
    ax.vlines(wide["total"], np.array(rows.y) - 11, np.array(rows.y) + 11, color=INK, linewidth=2.2, clip_on=False)
    ax.axvline(0, color=MUTED, linewidth=1)
    for y, change, end in zip(rows.y, wide["total"], plus, strict=True):
        rows.number(max(end, change) + 6 * rows.pixel, y, f"{change:+.3f}", "left")
    ax.xaxis.set_major_formatter(lambda tick, _: typeset(f"{tick:+.2f}") if abs(tick) > 1e-9 else "0")
    rows.label(axis_label)
    return sheet.finish()
