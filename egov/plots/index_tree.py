"""Indices of one month: levels with their components below them, and how many industries rise and fall beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from egov.plots.checks import known, numeric, require, unique
from egov.plots.palette import ACCENT, FAINT, MUTED, PAPER
from egov.plots.rows import Rows, round_limits
from egov.plots.sheet import MARGIN, SMALL, Card, Key, Sheet, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

RISING, FALLING, FLAT = "#1f6fb2", "#c2621b", "#8a949f"
_REFERENCE = 100.0
_UNPRINTED = "level not printed // 水平未公布"


def _tones(changes: pd.Series) -> list[str]:
    return [RISING if change > 0 else FALLING if change < 0 else FLAT for change in changes]


@themed
def composite_tree(
    frame: pd.DataFrame, *, limits: tuple[float, float] | None = None, axis_label: str = "", **card: Unpack[Card]
) -> Figure:
    """One row an index, indented by depth: a line from the month before to this month, both figures beside it.

    Parameters
    ----------
    frame
        Rows in the order drawn: ``component``, ``component_en``, ``depth`` (0, 1, 2), ``value`` (missing where only a
        change is printed) and ``change`` (missing where a release says *about the same*), in points.
    limits
        Ends of the axis of levels; by default round numbers outside the data. Give the same to several families.

    Raises
    ------
    ValueError
        A column is missing or not numeric, a depth is unknown, a row has neither value nor change, no row has a value,
        a component occurs twice, or a level lies outside ``limits``.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"component": ["总指数"], "component_en": ["Composite"], "depth": [0]})
    >>> fig = composite_tree(frame.assign(value=99.4, change=1.8))
    """
    who = "composite_tree"
    require(frame, ["component", "component_en", "depth", "value", "change"], who)
    numeric(frame, ["value", "change"], who)
    known(frame, "depth", (0, 1, 2), who, "depth")
    unique(frame, ["component"], who)
    if frame[["value", "change"]].isna().all(axis=1).any() or frame["value"].isna().all():
        raise ValueError(f"{who}: every row needs a value or a change, and one its value")
    frame = frame.assign(before=frame["value"] - frame["change"], indent=14.0 * frame["depth"])
    levels = [*frame["value"].dropna(), *frame["before"].dropna(), _REFERENCE]
    low, high = limits or round_limits(levels)
    if min(levels) < low or max(levels) > high:
        raise ValueError(f"{who}: a level lies outside limits {low:g} to {high:g}")

    sheet = Sheet(**card)
    heads = ("level // 水平", "change // 环比")
    narrow = sheet.narrow  # both figures in one column
    sheet.y += 14 * narrow
    rows = Rows(
        sheet, frame, "component", "component_en", head=True, pitch=30.0 if narrow else 36.0, most=0.4, indent="indent"
    )
    if not narrow:
        rows.start = MARGIN + 0.4 * sheet.inner + 10  # the same for several families
    wide = [max(text_width(text, SMALL) for text in (head, "+00.00")) + 14 for head in heads]
    ax = rows.axes((low, high), 6.0, max(wide) if narrow else sum(wide))
    rows.reference(_REFERENCE, f"{_REFERENCE:g}")
    tones = _tones(frame["change"])
    told = ["0.00" if c == 0 else "≈ 0 // 约平" if c != c else f"{c:+.2f}" for c in frame["change"]]
    level = [f"{v:.2f}" if v == v else "" for v in frame["value"]]
    for text, x, lift in zip(
        heads, (rows.right - (0 if narrow else wide[1]), rows.right), (14 * narrow, 0), strict=True
    ):
        sheet.text(x, rows.top - 10 - lift, text, SMALL, MUTED, "right")
    rows.words(level, rows.right - (0 if narrow else wide[1]), shift=-7.5 * narrow)
    rows.words(told, rows.right, colours=tones, shift=7.5 * narrow)
    top = (frame["depth"] == 0).to_numpy()
    for y, value, first in zip(rows.y, frame["value"], top, strict=True):
        if first and not narrow:
            sheet.box(MARGIN, y - 18, sheet.inner, 36, FAINT, zorder=0.5)
        if value != value:
            rows.number(ax.get_xlim()[0], y, _UNPRINTED, "left", MUTED)
    ax.hlines(rows.y, frame["before"], frame["value"], color=tones, linewidth=np.where(top, 3, 2), zorder=2)
    for tone in dict.fromkeys(tones):
        own = frame.assign(y=rows.y)[[each == tone for each in tones]]
        look = {"color": tone, "linewidth": 0, "marker": "o", "zorder": 3}
        ax.plot(own["before"], own["y"], markersize=5.5, markerfacecolor=PAPER, markeredgewidth=1.6, **look)
        for depth, size in ((own["depth"] == 0, 12), (own["depth"] > 0, 10)):
            ax.plot(own.loc[depth, "value"], own.loc[depth, "y"], markersize=size, markeredgewidth=0, **look)
    rows.label(axis_label)
    return sheet.finish()


@themed
def breadth_rows(
    frame: pd.DataFrame, *, section: str, section_labels: Mapping[Any, str] | None = None, **card: Unpack[Card]
) -> Figure:
    """One row an index: a square an industry (falling, flat, rising), then the change of the index itself.

    Parameters
    ----------
    frame
        ``component``, ``component_en``, ``rising``, ``falling``, ``flat`` (counts), ``change`` (points) and ``agrees``
        (whether more rise than fall exactly where the index rises), with the column ``section`` that gathers rows.

    Raises
    ------
    ValueError
        A column is missing or not numeric, an index occurs twice in a section, or the counts of two rows differ in sum.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"family": "trade", "component": "总指数", "component_en": "Composite", "rising": 8, "falling": 3}
    >>> fig = breadth_rows(pd.DataFrame([row | {"flat": 1, "change": 4.63, "agrees": True}]), section="family")
    """
    who, kinds = "breadth_rows", {"rising": RISING, "flat": FLAT, "falling": FALLING}
    require(frame, ["component", "component_en", *kinds, "change", "agrees", section], who)
    numeric(frame, [*kinds, "change"], who)
    unique(frame, [section, "component"], who)
    sums = frame[list(kinds)].sum(axis=1)
    if sums.nunique() != 1:
        raise ValueError(f"{who}: counts add up to {sorted(sums.unique())}, expected one sum for all rows")
    places = {each: number for number, each in enumerate(frame[section].unique())}
    frame = frame.sort_values(section, key=lambda names: names.map(places).astype(int), kind="stable")
    frame = frame.assign(section=[str((section_labels or {}).get(each, each)) for each in frame[section]])

    sheet = Sheet(**card)
    sheet.legend([Key("rising // 上升", RISING), Key("flat // 持平", FLAT), Key("falling // 下降", FALLING)])
    rows = Rows(sheet, frame, "component", "component_en", "section", head=True, pitch=36.0, most=0.38)
    odd = ["" if agrees else "disagrees // 方向相反" for agrees in frame["agrees"]]
    shift = [-8.0 if text else 0.0 for text in odd]
    rows.words(odd, rows.right, "change of the index // 指数环比", [ACCENT] * len(odd), 8.0)
    for y, change, colour, up in zip(rows.y, frame["change"], _tones(frame["change"]), shift, strict=True):
        sheet.text(rows.right, y + up, f"{change:+.2f}", SMALL + 1, colour, "right")
    room = rows.right - rows.start - max(text_width(text, SMALL) for text in (*odd, "+00.00")) - 8
    cell = min(15.5, room / sums.iloc[0])
    ax = rows.axes((0, sums.iloc[0]), right=rows.right - rows.start - cell * sums.iloc[0], guides="", marks=False)
    ends = np.zeros(len(frame))
    for kind, colour in kinds.items():
        for number in range(int(frame[kind].max())):
            there = (frame[kind] > number).to_numpy()
            ax.barh(np.array(rows.y)[there], 0.9, left=(ends + number)[there], height=cell, color=colour, linewidth=0)
        ends = ends + frame[kind].to_numpy()
    return sheet.finish()
