"""Series with holes: values on a continuous axis of time, joined only where one follows the other."""

from __future__ import annotations

import datetime
import itertools
import math
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.axis import scale, ticks
from egov.plots.checks import known, numeric, require, unique
from egov.plots.palette import ACCENT, AXIS, GRID, INK, MUTED, PAPER, in_order
from egov.plots.sheet import HEADING, MARGIN, SMALL, Card, Key, Sheet, fitted, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_COLORS = ("#072f68", "#d9822b", "#0f7b6c", "#b5476d")
_MONTH_DAYS, _TALL = 30.4375, 88.0
_KINDS = {"published": "公布 published", "implied": "由环比推得 implied by the next change"}


def moment(text: str) -> float:
    """A month or a day as a number of days on the axis of time; a month stands at its middle.

    >>> moment("2021-06") - moment("2021-05"), moment("2021-06-08") - moment("2021-06-01")
    (30.4375, 7.0)

    ``ValueError`` for anything else.
    """
    parts = text.split("-")
    if len(parts) == 2:
        return (int(parts[0]) * 12 + int(parts[1]) - 1) * _MONTH_DAYS
    return float(datetime.date.fromisoformat(text).toordinal())


@themed
def gap_series(
    frame: pd.DataFrame,
    time: str,
    value: str,
    *,
    panel: str,
    kind: str | None = None,
    join: float = _MONTH_DAYS,
    reference: float | None = None,
    reference_label: str = "",
    labels: str = "all",
    gap_label: str = "",
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """One panel a series, all on one axis of time and one scale; neighbours in time are joined, holes stay open.

    Parameters
    ----------
    frame
        One row a value: ``time`` (``2021-06`` or ``2021-06-08``), ``value``, ``panel``, and ``kind`` where given
        (``published`` a full dot, ``implied`` a hollow one).
    join
        Days up to which two values are neighbours: a month by default, 7 for weeks.
    reference, reference_label
        A level drawn as a line through all panels.
    labels
        ``all`` values printed at their dots, or ``ends``: the first and the last of a panel.
    gap_label
        Words for a hole that is wide enough for them.

    Raises
    ------
    ValueError
        A column is missing or not numeric, a kind is unknown, two values of one kind stand at one time, ``labels`` is
        unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"month": ["2021-05", "2021-06", "2022-05"], "value": [97.5, 99.4, 94.2], "of": "index"})
    >>> fig = gap_series(frame, "month", "value", panel="of", reference=100)
    """
    who = "gap_series"
    require(frame, [time, value, panel, kind], who)
    numeric(frame, [value], who)
    unique(frame, [panel, time, kind], who)
    if kind is not None:
        known(frame, kind, tuple(_KINDS), who, "kind")
    if labels not in ("all", "ends"):
        raise ValueError(f"{who}: labels must be 'all' or 'ends', got {labels!r}")
    frame = frame.assign(_at=[moment(str(t)) for t in frame[time]]).sort_values("_at", kind="stable")

    sheet = Sheet(**card)
    if kind is not None:
        looks = {"published": "dot", "implied": "hollow"}
        sheet.legend([Key(label, INK, looks[k]) for k, label in _KINDS.items() if (frame[kind] == k).any()])
        sheet.y += 2
    numbers = [*frame[value], *([] if reference is None else [reference])]
    low, high = math.floor(min(numbers) - 1), math.ceil(max(numbers) + 1)
    first, last = frame["_at"].min(), frame["_at"].max()
    left, right = MARGIN + 84, MARGIN + sheet.inner - 50

    across = scale(first, last, left, right)
    for number, each in enumerate(in_order(frame[panel])):
        part = frame[frame[panel] == each]
        name = str(each)
        sheet.text(MARGIN, sheet.y + 9, name, fitted(name, HEADING, sheet.inner), INK)
        top = sheet.y + 30
        bottom = top + _TALL
        floor = bottom + (24 if gap_label else 12)

        down = scale(low, high, bottom, top)
        _scale(sheet, low, high, down, left - 50, right + 46)
        if reference is not None:
            sheet.line((left - 50, right + 46), (down(reference),) * 2, ACCENT, 1.2, zorder=0.8)
            if number == 0 and reference_label:
                sheet.text(right + 36, down(reference) - 8, reference_label, SMALL, ACCENT, "right")
        _panel(sheet, part, across, down, value, kind, join, _COLORS[number % len(_COLORS)], labels)
        _holes(sheet, part, across, join, gap_label, floor, (left - 50, right + 46))
        sheet.y = floor + 16
    _time_axis(sheet, frame, time, across, left - 50, right + 46)
    if axis_label:
        sheet.text(MARGIN, sheet.y + 8, axis_label, SMALL, MUTED)
        sheet.y += 18
    return sheet.finish()


def _scale(sheet: Sheet, low: float, high: float, down: Any, start: float, end: float) -> None:
    for tick in ticks(low, high, 3):
        sheet.line((start, end), (down(tick),) * 2, GRID, 1, zorder=0.5)
        sheet.text(start - 5, down(tick), f"{tick:g}", SMALL, MUTED, "right")


def _panel(
    sheet: Sheet,
    part: pd.DataFrame,
    across: Any,
    down: Any,
    value: str,
    kind: str | None,
    join: float,
    colour: str,
    labels: str,
) -> None:
    """Runs of neighbours as lines, dots upon them; values printed beside their dots."""
    times = list(dict.fromkeys(part["_at"]))
    runs = _runs(times, join)
    main = part if kind is None else part.sort_values(kind, ascending=False).drop_duplicates("_at").sort_values("_at")
    level = main.set_index("_at")[value]
    for run in runs:
        if len(run) > 1:
            sheet.line([across(t) for t in run], [down(level[t]) for t in run], colour, 2, zorder=2)
    for record in part.to_dict("records"):
        hollow = kind is not None and record[kind] == "implied"
        twice = kind is not None and (part["_at"] == record["_at"]).sum() > 1
        size = (15.0 if hollow else 6.5) if twice else 9.0 if labels == "all" else 6.0
        sheet.dot(across(record["_at"]), down(record[value]), colour, hollow=hollow, size=size)
    for run in runs:
        for place, at in enumerate(run):
            if labels == "ends" and at not in (times[0], times[-1]):
                continue
            text = f"{level[at]:.2f}"
            x, y = across(at), down(level[at])
            if labels == "ends" and len(times) > 1:
                first = at == times[0]
                _number(sheet, x - 9 if first else x + 9, y, text, "right" if first else "left")
            elif len(run) == 1 or 0 < place < len(run) - 1:
                _number(sheet, x, y - 17, text, "center")
            elif place == 0:
                _number(sheet, x - 9, y, text, "right")
            else:
                _number(sheet, x + 9, y, text, "left")


def _runs(times: list[float], join: float) -> list[list[float]]:
    """The times in runs of neighbours."""
    runs = [[times[0]]]
    for before, at in itertools.pairwise(times):
        if at - before <= join * 1.01:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _holes(
    sheet: Sheet, part: pd.DataFrame, across: Any, join: float, label: str, floor: float, ends: tuple[float, float]
) -> None:
    """A hatched bar under the panel wherever there is no value, its words where they fit."""
    runs = _runs(sorted(set(part["_at"])), join)
    edges = [ends[0], *(x for run in runs for x in (across(run[0]) - 7, across(run[-1]) + 7)), ends[1]]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start > 3:
            sheet.missing(start, floor - 7, end - start, 7)
        if label and end - start > text_width(label, SMALL) + 6:
            sheet.text((start + end) / 2, floor - 16, label, SMALL, MUTED, "center")


def _number(sheet: Sheet, x: float, y: float, text: str, side: str) -> None:
    """A value beside its dot, on a patch of paper that keeps lines off it."""
    wide = text_width(text, SMALL)
    left = {"center": x - wide / 2, "right": x - wide, "left": x}[side]
    sheet.box(left - 1.5, y - 7, wide + 3, 14, PAPER)
    sheet.text(x, y, text, SMALL, INK, side)


def _time_axis(sheet: Sheet, frame: pd.DataFrame, time: str, across: Any, start: float, end: float) -> None:
    """Years on the axis, a longer tick at each January; months get short ticks, and the first month its name."""
    years = [int(str(t)[:4]) for t in frame[time]]
    months = len(str(frame[time].iloc[0]).split("-")) == 2
    sheet.line((start, end), (sheet.y, sheet.y), AXIS, 1)
    used = -math.inf
    if months:
        first, last, name = frame["_at"].min(), frame["_at"].max(), str(frame[time].min())
        for step in range(round((last - first) / _MONTH_DAYS) + 1):
            x = across(first + step * _MONTH_DAYS)
            sheet.line((x, x), (sheet.y, sheet.y + 3), AXIS, 1)
        sheet.text(across(first), sheet.y + 15, name, SMALL, MUTED, "center")
        used = across(first) + text_width(name, SMALL) / 2 + 12
    for year in range(min(years), max(years) + 2):
        x = across(moment(f"{year}-01" if months else f"{year}-01-01") - (_MONTH_DAYS / 2 if months else 0))
        if start <= x <= end - 12:
            sheet.line((x, x), (sheet.y, sheet.y + 6), AXIS, 1)
            if x - used > 34:
                sheet.text(x, sheet.y + 15, str(year), SMALL, MUTED, "center")
                used = x
    sheet.y += 26
