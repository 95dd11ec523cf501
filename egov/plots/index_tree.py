"""The tree of a composite index in one month: levels, the move of the month, components below their index."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Unpack

from egov.plots.axis import Place, draw_axis, name_axis, scale, ticks
from egov.plots.checks import known, numeric, require, unique
from egov.plots.palette import ACCENT, FAINT, GRID, INK, MUTED, PAPER
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Sheet, brief, fitted, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

RISING, FALLING, FLAT = "#1f6fb2", "#c2621b", "#8a949f"
_PITCH, _INDENT, _REFERENCE = 37.0, 14.0, 100.0
_UNPRINTED = "水平未公布 level not printed"


@themed
def composite_tree(
    frame: pd.DataFrame,
    *,
    limits: tuple[float, float] | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """One row an index, indented by depth: an arrow from the month before to this month, both figures beside it.

    Parameters
    ----------
    frame
        Rows in the order drawn: ``component``, ``component_en``, ``depth`` (0, 1, 2), ``value`` (missing where only a
        change is printed) and ``change`` (missing where a release says *about the same*), in points.
    limits
        Ends of the axis of levels; by default whole numbers outside the data. Give the same to several families.

    Raises
    ------
    ValueError
        A column is missing or not numeric, a depth is unknown, a row has neither value nor change, no row has a value,
        a component occurs twice, or a level lies outside ``limits``.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "component": ["总指数", "预期"],
    ...         "component_en": ["Composite", "Expectation"],
    ...         "depth": [0, 1],
    ...         "value": [99.4, None],
    ...         "change": [1.8, -0.3],
    ...     }
    ... )
    >>> fig = composite_tree(frame)
    """
    who = "composite_tree"
    require(frame, ["component", "component_en", "depth", "value", "change"], who)
    numeric(frame, ["value", "change"], who)
    known(frame, "depth", (0, 1, 2), who, "depth")
    unique(frame, ["component"], who)
    if frame[["value", "change"]].isna().all(axis=1).any() or frame["value"].isna().all():
        raise ValueError(f"{who}: every row needs a value or a change, and one its value")
    levels = [*frame["value"].dropna(), *(frame["value"] - frame["change"]).dropna(), _REFERENCE]
    low, high = limits or (math.floor(min(levels)), math.ceil(max(levels)))
    if min(levels) < low or max(levels) > high:
        raise ValueError(f"{who}: a level lies outside limits {low:g} to {high:g}")

    sheet = Sheet(**card)
    column = 0.4 * sheet.inner
    change_at = MARGIN + sheet.inner
    value_at = change_at - 96
    start, end = MARGIN + column + 10, value_at - 62

    place = scale(low, high, start, end)
    for x, words in ((value_at, "水平 level"), (change_at, "环比 change")):
        sheet.text(x, sheet.y + 8, words, SMALL, MUTED, "right")
    half = text_width(f"{_REFERENCE:g}", SMALL) / 2
    sheet.text(
        min(max(place(_REFERENCE), start + half), end - half), sheet.y + 8, f"{_REFERENCE:g}", SMALL, ACCENT, "center"
    )
    sheet.y += 20
    for record in frame.to_dict("records"):
        _row(sheet, record, column, place, value_at, change_at, start, end)
        level, at = record["value"], place(_REFERENCE)
        if level == level or start + text_width(_UNPRINTED, SMALL) + 4 < at:  # the line gives way to words
            sheet.line((at, at), (sheet.y, sheet.y + _PITCH), ACCENT, 1.2, zorder=1.1)
        sheet.y += _PITCH
    sheet.y += 2
    draw_axis(sheet, place, ticks(low, high, 5), start, end)
    name_axis(sheet, axis_label, MARGIN, sheet.inner, 1.4)
    return sheet.finish()


def _row(
    sheet: Sheet,
    record: dict,
    column: float,
    place: Place,
    value_at: float,
    change_at: float,
    start: float,
    end: float,
) -> None:
    """Name, arrow and figures of one index."""
    middle = sheet.y + _PITCH / 2
    depth, change = int(record["depth"]), float(record["change"])
    if depth == 0:
        sheet.box(MARGIN - 4, sheet.y + 1, sheet.inner + 8, _PITCH - 2, FAINT)
    left = MARGIN + depth * _INDENT
    room = column - depth * _INDENT
    size = BODY if depth < 2 else BODY - 0.5
    sheet.text(left, middle - 8, record["component"], fitted(record["component"], size, room), INK)
    english = brief(record["component_en"], SMALL, room)
    sheet.text(left, middle + 8, english, fitted(english, SMALL, room), MUTED)
    sheet.line((MARGIN, MARGIN + sheet.inner), (sheet.y + _PITCH,) * 2, GRID, 0.7, zorder=0.5)
    colour = RISING if change > 0 else FALLING if change < 0 else FLAT
    told = "0.00" if change == 0 else "约平" if change != change else f"{change:+.2f}"
    sheet.text(change_at, middle, told, SMALL + 0.5, colour, "right")
    level = record["value"]
    if level != level:
        sheet.box(start - 2, middle - 8, text_width(_UNPRINTED, SMALL) + 4, 16, PAPER)
        sheet.text(start, middle, _UNPRINTED, SMALL, MUTED)
        return
    sheet.text(value_at, middle, f"{level:.2f}", SMALL + 0.5, INK, "right")
    now = place(level)
    if change == change:
        before = place(level - change)
        sheet.line((before, now), (middle, middle), colour, 3 if depth == 0 else 2, zorder=2)
        sheet.dot(before, middle, colour, size=5.5, hollow=True)
    sheet.dot(now, middle, colour, size=10.5 if depth == 0 else 8.5)
