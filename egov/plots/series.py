"""Series with holes: values on an axis of time, joined only where one follows the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Unpack

import pandas as pd

from egov.plots.checks import check
from egov.plots.palette import ACCENT, AXIS, GRID, HATCH, INK, MUTED, PAPER, in_order
from egov.plots.rows import SERIES, ticks
from egov.plots.sheet import HEADING, MARGIN, SMALL, Card, Key, Sheet, fitted, text_width, typeset
from egov.plots.theme import themed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_KINDS = {"published": "published // 公布", "implied": "implied by the next change // 由环比推得"}


@themed
def gap_series(
    frame: pd.DataFrame,
    time: str,
    *,
    panel: str,
    kind: str | None = None,
    join: float = 31,
    reference: float,
    ends: bool = False,
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
    reference
        A level drawn as a line through all panels.
    ends
        Print the first and the last value of a panel alone; by default all, at their dots.
    gap_label
        Words for a hole that is wide enough for them.

    Raises
    ------
    ValueError
        A column is missing or not numeric, a kind is unknown, a time is none, or two values of one kind stand at one
        time.

    Examples
    --------
    >>> frame = pd.DataFrame({"month": ["2021-05", "2021-06", "2022-05"], "value": [97.5, 99.4, 94.2], "of": "index"})
    >>> fig = gap_series(frame, "month", panel="of", reference=100)
    """
    check(frame, key=[panel, time, kind], numbers=["value"], known={kind: _KINDS} if kind else {})
    frame = frame.assign(
        at=pd.to_datetime(frame[time], format="ISO8601"), kind=frame[kind] if kind else "published"
    ).sort_values(["at", "kind"], ascending=[True, False], kind="stable")  # where both are known, the published one

    sheet = Sheet(**card)
    if kind is not None:
        looks = {"published": "dot", "implied": "hollow"}
        sheet.legend([Key(label, INK, looks[k]) for k, label in _KINDS.items() if (frame["kind"] == k).any()])
    numbers = [*frame["value"], reference]
    low, high = math.floor(min(numbers) - 1), math.ceil(max(numbers) + 1)
    first, last = frame["at"].min(), frame["at"].max()
    wide = sheet.inner - 34
    # room for a number at both ends, and for a longer one where there is but one time
    edge = max((last - first) / (wide - 96) * 48, pd.Timedelta(days=1))
    for number, each in enumerate(in_order(frame[panel])):
        part = frame[frame[panel] == each]
        sheet.text(MARGIN, sheet.y + 9, str(each), fitted(str(each), HEADING, sheet.inner), INK)
        sheet.y += 30
        if number == 0:
            y = sheet.y + (high - reference) / (high - low) * 88 - 8
            sheet.text(MARGIN + sheet.inner - 4, y, f"{reference:g}", SMALL, ACCENT, "right")
        ax = sheet.axes(MARGIN + 34, wide, 112.0 if gap_label else 100.0)
        floor = low - (high - low) * (24 if gap_label else 12) / 88
        ax.set(xlim=(first - edge, last + edge), ylim=(floor, high), yticks=ticks(low, high, 3), xticks=[])
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", color=GRID)
        ax.spines["bottom"].set_visible(False)
        ax.axhline(reference, color=ACCENT, linewidth=1.2, zorder=0.8)
        level = part.drop_duplicates("at")
        runs = [run for _, run in level.groupby((level["at"].diff() > pd.Timedelta(days=join)).cumsum())]
        _values(ax, part, runs, SERIES[number % len(SERIES)], ends)
        _holes(ax, runs, gap_label, edge / 48)
        sheet.y += 16
    months = len(str(frame[time].iloc[0]).split("-")) == 2
    _time(sheet, ax, first, last, str(frame[time].min()) if months else "")
    if axis_label:
        sheet.text(MARGIN, sheet.y + 8, axis_label, SMALL, MUTED)
        sheet.y += 18
    return sheet.finish()


def _values(ax: Axes, part: pd.DataFrame, runs: list[pd.DataFrame], colour: str, ends: bool) -> None:
    """Runs of neighbours as lines, dots upon them; values printed beside their dots."""
    twice = part.duplicated("at", keep=False)
    for implied in (True, False):
        for both in (True, False):
            own = part[((part["kind"] == "implied") == implied) & (twice == both)]
            size = (15.0 if implied else 6.5) if both else 6.0 if ends else 9.0
            look = {"color": colour, "markersize": size, "markeredgewidth": 1.6, "zorder": 4}
            ax.plot(own["at"], own["value"], "o", markerfacecolor=PAPER if implied else colour, clip_on=False, **look)
    first, last = part["at"].min(), part["at"].max()
    beside = {"left": (9, 0), "right": (-9, 0), "center": (0, 17)}
    patch = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}
    for run in runs:
        ax.plot(run["at"], run["value"], color=colour, linewidth=2, zorder=2)
        start, end = (first, last) if ends else (run["at"].iloc[0], run["at"].iloc[-1])
        for at, value in zip(run["at"], run["value"], strict=True):
            if ends and at not in (start, end):
                continue
            side = "center" if start == end or at not in (start, end) else "right" if at == start else "left"
            x, y = beside[side]
            text = {"size": SMALL, "ha": side, "bbox": patch, "zorder": 3, "annotation_clip": False}
            ax.annotate(typeset(f"{value:.2f}"), (at, value), (x, y - SMALL * 0.36), textcoords="offset points", **text)


def _holes(ax: Axes, runs: list[pd.DataFrame], label: str, pixel: pd.Timedelta) -> None:
    """A hatched bar under the panel wherever there is no value, its words where they fit."""
    from matplotlib.dates import date2num

    (start, end), floor = ax.get_xlim(), ax.get_ylim()[0]
    pixels = 1 / (pixel / pd.Timedelta(days=1))
    beside = (x for run in runs for x in date2num([run["at"].iloc[0] - 7 * pixel, run["at"].iloc[-1] + 7 * pixel]))
    edges = [start, *beside, end]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if (right - left) * pixels > 3:
            ax.axvspan(left, right, 0, 0.06, facecolor="none", edgecolor=HATCH, hatch="//////", linewidth=0)
        if label and (right - left) * pixels > text_width(label, SMALL) + 6:
            above = {"xytext": (0, 12), "textcoords": "offset points", "ha": "center"}
            ax.annotate(typeset(label), ((left + right) / 2, floor), size=SMALL, color=MUTED, **above)


def _time(sheet: Sheet, ax: Axes, first: pd.Timestamp, last: pd.Timestamp, month: str) -> None:
    """The axis of time below the last panel: a tick at each January, for months short ones too and the first's name."""
    years = pd.date_range(first, last, freq="YS")
    shown, names = ([first], [month]) if month else ([], [])
    pixel = (ax.get_xlim()[1] - ax.get_xlim()[0]) / (sheet.inner - 34)
    for year in years:
        if not shown or (year - shown[-1]).days / pixel > (50 if len(names) == 1 and month else 38):
            shown.append(year)
            names.append(str(year.year))
    ax.set_xticks(shown, names)
    ax.set_xticks(pd.date_range(first, last, freq="MS") if month else years, minor=True)
    ax.tick_params(which="minor", bottom=True, length=3, color=AXIS)
    ax.spines["bottom"].set_visible(True)
    sheet.y += 8
