"""Sorted dot plots (Cleveland), with intervals, a second series, sections and a reference line."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.axis import FINE, draw_axis, name_axis, scale, ticks
from egov.plots.checks import known, numeric, require, unique
from egov.plots.palette import ACCENT, FAINT, GRID, INK, MUTED, PAPER, UNIT_TYPE_COLORS, UNIT_TYPE_LABELS, in_order
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Key, Sheet, brief, fitted, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_SERIES = ("#072f68", "#d9822b", "#57b894", "#b5476d")


@themed
def dot_plot(
    frame: pd.DataFrame,
    value: str,
    label: str,
    *,
    label2: str | None = None,
    group: str | None = None,
    group_labels: Mapping[Any, str] | None = None,
    colors: Mapping[Any, str] | None = None,
    low: str | None = None,
    high: str | None = None,
    section: str | None = None,
    reference: float | None = None,
    reference_label: str = "",
    sort: str = "value",
    limits: tuple[float, float] | None = None,
    axis_label: str = "",
    value_format: str = "{:.2f}",
    **card: Unpack[Card],
) -> Figure:
    """One row a label, a dot at its value, the value printed beside it; rows sorted by value, largest on top.

    Parameters
    ----------
    frame
        One row a label (and group) with the number ``value``; rows without a value are left out.
    label, label2
        Columns with the name of a row and a second, muted one (English).
    group
        Column with a second series (provinces, cities): two dots a row, joined by a line; values
        stand beside the outermost dots.
    low, high
        Columns with the ends of an interval, drawn as a line through the dot.
    section
        Column that gathers rows under a heading, in the order of first rows; rows are sorted inside.
    reference, reference_label
        A vertical line and its name, which stands above the rows.
    sort
        ``value`` (of the first group that a row has), or ``given``: the frame's own order.
    limits
        Ends of the axis; by default round numbers outside the data.

    Raises
    ------
    ValueError
        A column is missing or not numeric, only one of ``low`` and ``high`` is given, an interval does not hold its
        value, a group has no colour, a label occurs twice in a group, a label or section is empty, no row has a
        value, a value lies outside ``limits``, or ``sort`` is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"region": ["华东", "西北"], "mean": [90.94, 79.55]})
    >>> fig = dot_plot(frame, "mean", "region", reference=87.21, reference_label="全国 nation")
    """
    who = "dot_plot"
    require(frame, [value, label, label2, group, low, high, section], who)
    numeric(frame, [value, low, high], who)
    for column in (label, section, group):
        if column is not None and frame[column].isna().any():
            raise ValueError(f"{who}: column {column!r} must not be empty")
    unique(frame, [section, label, group], who)
    if (low is None) != (high is None):
        raise ValueError(f"{who}: an interval needs both low and high")
    if sort not in ("value", "given"):
        raise ValueError(f"{who}: sort must be 'value' or 'given', got {sort!r}")
    frame = frame[frame[value].notna()]
    if frame.empty:
        raise ValueError(f"{who}: column {value!r} has no value")
    if low is not None:
        bad = (frame[low] > frame[value]) | (frame[high] < frame[value])
        if bad.any():
            raise ValueError(f"{who}: the interval does not hold the value of {frame.loc[bad, label].iloc[0]!r}")
    groups = [None] if group is None else in_order(frame[group])
    palette = _colours(frame, group, groups, colors, who)

    sheet = Sheet(**card)
    if group is not None:
        names = dict(UNIT_TYPE_LABELS) | dict(group_labels or {})
        sheet.legend([Key(str(names.get(each, each)), palette[each], "dot") for each in groups])
        sheet.y += 2
    rows = _rows(frame, value, label, group, groups, section, sort)
    first = frame.drop_duplicates([c for c in (section, label) if c]).set_index(
        [c for c in (section, label) if c], drop=False
    )
    names1 = {row: str(row[1]) for row in rows}
    names2 = {
        row: brief(str(first[label2].loc[row if section else row[1]]), SMALL, 200) if label2 else "" for row in rows
    }
    wide1 = max(text_width(text, BODY) for text in names1.values())
    wide2 = max(text_width(text, SMALL) for text in names2.values())
    stacked = bool(label2) and wide1 + 8 + wide2 > 0.47 * sheet.inner
    if stacked:
        gap = min(max(wide1, wide2), 0.5 * sheet.inner)
    else:
        gap = min(wide1 + (8 + wide2 if label2 else 0), 0.5 * sheet.inner)
    pitch = 36.0 if stacked else 23.0
    room = 6 + max(text_width(value_format.format(number), SMALL) for number in frame[value])
    start, end = MARGIN + gap + 10, MARGIN + sheet.inner - 4
    lowest, highest = limits or _limits(frame, value, low, high, reference)
    for column in (value, low, high):
        if column is not None and ((frame[column] < lowest) | (frame[column] > highest)).any():
            raise ValueError(f"{who}: column {column!r} has values outside limits {lowest:g} to {highest:g}")
    left, right = start + room + 6, end - room - 6

    place = scale(lowest, highest, left, right)
    if reference is not None:
        text = reference_label or value_format.format(reference)
        half = text_width(text, SMALL) / 2
        middle = min(max(place(reference), start + half), end - half)
        sheet.text(middle, sheet.y + 8, text, SMALL, ACCENT, "center")
        sheet.y += 20
    top, here = sheet.y, None
    y = top
    for number, row in enumerate(rows):
        if section is not None and row[0] != here:
            here = row[0]
            y += 6 if number else 0
            sheet.box(MARGIN, y, sheet.inner, 22, FAINT)
            sheet.text(MARGIN + 4, y + 11, str(here), fitted(str(here), BODY - 0.5, sheet.inner - 8), INK)
            y += 24
        middle = y + pitch / 2
        size = fitted(names1[row], BODY, gap)
        if stacked:
            sheet.text(MARGIN, middle - 7.5, names1[row], size, INK)
            sheet.text(MARGIN, middle + 6.5, names2[row], fitted(names2[row], SMALL, gap), MUTED)
        else:
            sheet.text(MARGIN, middle, names1[row], size, INK)
            if label2:
                sheet.text(
                    MARGIN + wide1 + 8,
                    middle,
                    names2[row],
                    fitted(names2[row], SMALL, gap - wide1 - 8),
                    MUTED,
                )
        sheet.line((start, end), (middle, middle), GRID, 0.8, zorder=0.5)
        _row(sheet, rows[row], middle, place, palette, value, low, high, value_format)
        y += pitch
    if reference is not None:
        sheet.line((place(reference),) * 2, (top - 4, y + 2), ACCENT, 1.2, zorder=0.8, dashes=(4, 3))
    sheet.y = y + 2
    draw_axis(sheet, place, ticks(lowest, highest, 5, FINE), start, end)
    name_axis(sheet, axis_label, start, end - start)
    return sheet.finish()


def _colours(
    frame: pd.DataFrame, group: str | None, groups: list[Any], colors: Mapping[Any, str] | None, who: str
) -> dict[Any, str]:
    if group is None:
        return {None: _SERIES[0]}
    if colors is not None:
        known(frame, group, colors, who, "group")
        return dict(colors)
    if set(groups) <= set(UNIT_TYPE_COLORS):
        return dict(UNIT_TYPE_COLORS)
    if len(groups) > len(_SERIES):
        raise ValueError(f"{who}: {len(groups)} groups in column {group!r}, at most {len(_SERIES)} without colors")
    return dict(zip(groups, _SERIES, strict=False))


def _rows(
    frame: pd.DataFrame,
    value: str,
    label: str,
    group: str | None,
    groups: list[Any],
    section: str | None,
    sort: str,
) -> dict[tuple[Any, Any], list[tuple[Any, pd.Series]]]:
    """Rows of the picture from top to bottom: (section, label) and its members in the order of the groups."""
    rows: dict[tuple[Any, Any], list[tuple[Any, pd.Series]]] = {}
    for _, record in frame.iterrows():
        key = (record[section] if section else None, record[label])
        rows.setdefault(key, []).append((record[group] if group else None, record))
    for members in rows.values():
        members.sort(key=lambda member: groups.index(member[0]))
    sections = list(dict.fromkeys(key[0] for key in rows))
    keys = sorted(rows, key=lambda key: sections.index(key[0]))
    if sort == "value":
        keys.sort(key=lambda key: (sections.index(key[0]), -float(rows[key][0][1][value])))
    return {key: rows[key] for key in keys}


def _limits(
    frame: pd.DataFrame, value: str, low: str | None, high: str | None, reference: float | None
) -> tuple[float, float]:
    """Round numbers just outside everything that is drawn."""
    import math

    numbers = [float(n) for column in (value, low, high) if column for n in frame[column].dropna()]
    if reference is not None:
        numbers.append(float(reference))
    least, most = min(numbers), max(numbers)
    if least == most:
        return least - 1, most + 1
    step = 10 ** math.floor(math.log10((most - least) / 2))
    return math.floor(least / step) * step, math.ceil(most / step) * step


def _row(
    sheet: Sheet,
    members: list[tuple[Any, pd.Series]],
    y: float,
    place: Any,
    palette: Mapping[Any, str],
    value: str,
    low: str | None,
    high: str | None,
    value_format: str,
) -> None:
    """Interval, joining line, dots and printed values of one row."""
    spots = sorted((float(record[value]), number) for number, (_, record) in enumerate(members))
    if len(spots) > 1:
        sheet.line((place(spots[0][0]), place(spots[-1][0])), (y, y), "#aeb6bf", 2.2, zorder=2)
    outer = {}
    for each, record in members:
        if low is not None and high is not None:
            sheet.line((place(record[low]), place(record[high])), (y, y), palette[each], 2.2, zorder=2.5, alpha=0.55)
            outer[each] = (place(record[low]), place(record[high]))
    reach = 9.0 + 2.5 * any(place(b) - place(a) < 1 for (a, _), (b, _) in pairwise(spots))
    for number, (each, record) in enumerate(members):
        x = place(record[value])
        under = sum(abs(place(other[value]) - x) < 1 for _, other in members[number + 1 :])
        sheet.dot(x, y, palette[each], size=9.0 + 5.0 * under)  # what lies under another dot shows as its rim
        text = value_format.format(record[value])
        ends = outer.get(each, (x, x))
        if len(members) == 1 or number == spots[-1][1]:
            _number(sheet, max(x + reach, ends[1] + 4), y, text)
        elif number == spots[0][1]:
            _number(sheet, min(x - reach, ends[0] - 4), y, text, right=True)


def _number(sheet: Sheet, x: float, y: float, text: str, *, right: bool = False) -> None:
    """A value beside its dot, on a patch of paper that keeps the reference line off it."""
    wide = text_width(text, SMALL)
    left = x - wide if right else x
    sheet.box(left - 1.5, y - 7, wide + 3, 14, PAPER)
    sheet.text(x, y, text, SMALL, INK, "right" if right else "left")
