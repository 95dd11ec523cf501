"""Counts that are open at one end: small multiples over time, and one count of many units side by side.

A count as printed is a dot, a hollow one where other figures imply it. ``over`` draws a bar with an arrow away from
zero, ``nearly`` one towards zero, ``about`` both: the count lies somewhere along the arrow. Only counts of one series
that may be joined get a line, and only between counts without open ends. Where a panel holds unlike things it says so
in the accent colour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Unpack

from egov.plots.checks import known, numeric, require
from egov.plots.palette import ACCENT, AXIS, GRID, INK, MUTED, PAPER, darkened
from egov.plots.sheet import BODY, HEADING, MARGIN, SMALL, Card, Key, Sheet, text_width, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

OPEN_LABELS = {"over": "超过 over", "nearly": "近 nearly", "about": "约 about"}
QUALIFIERS = ("exact", *OPEN_LABELS)
SERIES = ("#072f68", "#d9822b", "#1a7a5e", "#9933cc", "#57b894", "#6b4f00")
_GUTTER, _PLOT, _ARROW = 28.0, 104.0, 15.0


def arrow(sheet: Sheet, x: float, y: float, colour: str, *, dx: float = 0.0, dy: float = 0.0) -> None:
    """A shaft from (x, y) by (dx, dy) pixels with a head at its end."""
    from matplotlib.patches import Polygon

    tip, long = (x + dx, y + dy), (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / long, dy / long
    base = (tip[0] - 6 * ux, tip[1] - 6 * uy)
    sheet.line((x, base[0]), (y, base[1]), colour, 1.6, zorder=3)
    corners = [tip, (base[0] - 3.5 * uy, base[1] + 3.5 * ux), (base[0] + 3.5 * uy, base[1] - 3.5 * ux)]
    sheet.ax.add_patch(Polygon(corners, closed=True, facecolor=colour, edgecolor="none", zorder=3, clip_on=False))


def warning(sheet: Sheet, x: float, y: float, text: str, width: float) -> float:
    """Text in the accent colour behind a small warning sign; returns the height that it takes."""
    lines = wrap(text, SMALL, width - 18)
    sheet.triangle(x + 6, y + 8, ACCENT, up=True, size=13.0)
    sheet.line((x + 6, x + 6), (y + 4.5, y + 9), PAPER, 1.5, zorder=5)
    sheet.line((x + 6, x + 6), (y + 10.5, y + 12), PAPER, 1.5, zorder=5)
    for number, line in enumerate(lines):
        sheet.text(x + 18, y + 8 + number * SMALL * 1.3, line, SMALL, ACCENT)
    return len(lines) * SMALL * 1.3 + 5


def _marks(sheet: Sheet, x: float, y: float, colour: str, qualifier: str, *, hollow: bool, upright: bool) -> None:
    """A dot for a count as printed; a bar with an arrow for each open end of the others."""
    if qualifier == "exact":
        sheet.dot(x, y, colour, size=8.0, hollow=hollow)
        return
    away = (0.0, -_ARROW) if upright else (_ARROW, 0.0)
    if qualifier in ("over", "about"):
        arrow(sheet, x, y, colour, dx=away[0], dy=away[1])
    if qualifier in ("nearly", "about"):
        arrow(sheet, x, y, colour, dx=-away[0], dy=-away[1])
    if upright:
        sheet.line((x - 6, x + 6), (y, y), colour, 2.4, zorder=4)
    else:
        sheet.line((x, x), (y - 6, y + 6), colour, 2.4, zorder=4)


@themed
def counter_panels(frame: pd.DataFrame, **card: Unpack[Card]) -> Figure:
    """Small multiples of counts over time, two panels abreast, each on its own scale from zero.

    Parameters
    ----------
    frame
        One row a count: ``panel`` (its heading; a line feed parts Chinese and English), ``series``, ``first`` and
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
    >>> one = {
    ...     "panel": "用户\\nUsers",
    ...     "series": "a",
    ...     "qualifier": "over",
    ...     "implied": False,
    ...     "joined": True,
    ...     "warning": "",
    ... }
    >>> rows = [one | {"first": 2020.4, "last": 2020.4, "value": 1.0, "label": "> 1"}]
    >>> fig = counter_panels(pd.DataFrame(rows))
    """
    who = "counter_panels"
    columns = ["panel", "series", "first", "last", "value", "qualifier", "implied", "joined", "label", "warning"]
    require(frame, columns, who)
    numeric(frame, ["first", "last", "value"], who)
    known(frame, "qualifier", QUALIFIERS, who, "qualifier")
    if frame[["first", "last", "value"]].isna().any(axis=None) or (frame["value"] < 0).any():
        raise ValueError(f"{who}: dates and values must be filled and values not negative")
    start, end = int(frame["first"].min()), int(-(-frame["last"].max() // 1))
    sheet = Sheet(**card)
    sheet.legend(_keys(frame, upright=True))
    sheet.y += 8
    panels = list(dict.fromkeys(frame["panel"]))
    wide = (sheet.inner - _GUTTER) / 2
    for left in range(0, len(panels), 2):
        pair = panels[left : left + 2]
        parts = [frame[frame["panel"] == name] for name in pair]
        heads = [_head_height(name, part, wide) for name, part in zip(pair, parts, strict=True)]
        feet = []
        for number, (name, part) in enumerate(zip(pair, parts, strict=True)):
            x = MARGIN + number * (wide + _GUTTER)
            feet.append(_panel(sheet, name, part, x, sheet.y, wide, max(heads), (start, end), who))
        sheet.y = max(feet) + 16
    return sheet.finish()


def _keys(frame: pd.DataFrame, *, upright: bool) -> list[Key]:
    """The legend: a count as printed, the open ends that there are, and counts that are implied."""

    def drawn(qualifier: str) -> Callable[[Sheet, float, float], None]:
        shift = {"over": _ARROW / 2, "nearly": -_ARROW / 2}.get(qualifier, 0.0)
        across, down = (0.0, shift) if upright else (-shift, 0.0)
        return lambda sheet, x, y: _marks(sheet, x + across, y + down, INK, qualifier, hollow=False, upright=upright)

    keys = [Key("如数 as printed", INK, "dot")]
    for qualifier, label in OPEN_LABELS.items():
        if (frame["qualifier"] == qualifier).any():
            keys.append(Key(label, kind=drawn(qualifier), wide=34.0 if qualifier == "about" and not upright else 18.0))
    return keys + ([Key("推算 implied", INK, "hollow")] if "implied" in frame and frame["implied"].any() else [])


def _heading(name: str, wide: float) -> Iterator[tuple[str, float, str]]:
    head, *rest = name.split("\n")
    for line in wrap(head, HEADING, wide):
        yield line, HEADING, INK
    for text in rest:
        for line in wrap(text, SMALL + 0.5, wide):
            yield line, SMALL + 0.5, MUTED


def _head_height(name: str, part: pd.DataFrame, wide: float) -> float:
    high = math.fsum(size * 1.35 for _, size, _ in _heading(name, wide))
    for text in dict.fromkeys(t for t in part["warning"] if t):
        high += len(wrap(text, SMALL, wide - 18)) * SMALL * 1.3 + 5
    return high


def _panel(
    sheet: Sheet,
    name: str,
    part: pd.DataFrame,
    x: float,
    y: float,
    wide: float,
    head: float,
    years: tuple[int, int],
    who: str,
) -> float:
    """One panel; returns the height of its foot."""
    series = list(dict.fromkeys(part["series"]))
    if len(series) > len(SERIES):
        raise ValueError(f"{who}: panel {name.splitlines()[0]!r} has {len(series)} series, at most {len(SERIES)}")
    colour = dict(zip(series, SERIES, strict=False))
    here = y
    for line, size, shade in _heading(name, wide):
        sheet.text(x, here + size * 0.68, line, size, shade)
        here += size * 1.35
    for text in dict.fromkeys(t for t in part["warning"] if t):
        here += warning(sheet, x, here, text, wide)
    top, floor = y + head + 26, y + head + 26 + _PLOT
    start, end = years
    most = float(part["value"].max()) or 1.0

    def across(when: float) -> float:
        return x + (when - start) / (end - start) * wide

    def up(value: float) -> float:
        return floor - value / most * (_PLOT - 18)

    for year in range(start, end + 1):
        sheet.line((across(year),) * 2, (top - 8, floor), GRID, 0.8, zorder=0.3)
        if year < end:
            text = f"{year}" if wide / (end - start) > 34 else f"’{year % 100:02d}"
            sheet.text(across(year + 0.5), floor + 10, text, SMALL - 1, MUTED, "center")
    sheet.line((x, x + wide), (floor, floor), AXIS, 1)
    taken: list[tuple[float, float, float, float]] = []
    spots = []
    for one in series:
        rows = part[part["series"] == one].sort_values("last")
        before = None
        for row in rows.itertuples():
            spot = (across((row.first + row.last) / 2), up(row.value))
            if row.last - row.first > 0.5:
                ends = (across(row.first) + 1, across(row.last) - 1)
                sheet.line(ends, (spot[1],) * 2, colour[one], 1, alpha=0.5, zorder=0.8)
                taken.append((ends[0], spot[1] - 1, ends[1], spot[1] + 1))
            if before is not None and row.joined and before[2] == row.qualifier == "exact":
                sheet.line((before[0], spot[0]), (before[1], spot[1]), colour[one], 1.3, zorder=0.9, alpha=0.8)
                for step in range(1, 20):
                    x0, y0 = (before[k] + (spot[k] - before[k]) * step / 20 for k in (0, 1))
                    taken.append((x0 - 3, y0 - 1, x0 + 3, y0 + 1))
            _marks(sheet, *spot, colour[one], row.qualifier, hollow=row.implied, upright=True)
            reach_up = _ARROW if row.qualifier in ("over", "about") else 5
            reach_down = _ARROW if row.qualifier in ("nearly", "about") else 5
            taken.append((spot[0] - 6, spot[1] - reach_up, spot[0] + 6, spot[1] + reach_down))
            spots.append((spot, row, one, reach_up, reach_down))
            before = (*spot, row.qualifier)
    for spot, row, one, reach_up, reach_down in spots:
        _beside(sheet, row.label, spot, reach_up, reach_down, colour[one], (x, x + wide, top - 14, floor), taken)
    foot = floor + 20
    if len(series) > 1:
        for one in series:
            for number, line in enumerate(wrap(str(one), SMALL, wide - 14)):
                if not number:
                    sheet.dot(x + 5, foot + 7, colour[one], size=7.0)
                sheet.text(x + 14, foot + 7, line, SMALL, INK)
                foot += SMALL * 1.35
    return foot


def _beside(
    sheet: Sheet,
    text: str,
    spot: tuple[float, float],
    reach_up: float,
    reach_down: float,
    colour: str,
    room: tuple[float, float, float, float],
    taken: list[tuple[float, float, float, float]],
) -> None:
    """Print a label where it meets nothing: above, right, left or below its dot; the least bad place otherwise."""
    half, x, y = text_width(text, SMALL) / 2, *spot
    centre = min(max(x, room[0] + half), room[1] - half)
    places = [(centre, y - reach_up - 8), (x + 9 + half, y), (x - 9 - half, y), (centre, y + reach_down + 8)]
    sides = (x + 9 + half, x - 9 - half)
    places += [(side, y + shift) for shift in (-11, 11, -20, -30) for side in sides]

    def box(at: tuple[float, float]) -> tuple[float, float, float, float]:
        return at[0] - half - 1, at[1] - 7, at[0] + half + 1, at[1] + 7

    def bad(at: tuple[float, float]) -> float:
        left, high, right, low = box(at)
        out = 1000.0 * (left < room[0] - 3 or right > room[1] + 3 or high < room[2] or low > room[3])
        for a, b, c, d in taken:
            out += max(0.0, min(right, c) - max(left, a)) * max(0.0, min(low, d) - max(high, b))
        return out

    best = min(places, key=lambda at: (bad(at) > 0, bad(at) if bad(at) > 0 else places.index(at)))
    taken.append(box(best))
    sheet.text(*best, text, SMALL, darkened(colour), "center")


@themed
def unit_counts(frame: pd.DataFrame, **card: Unpack[Card]) -> Figure:
    """Small multiples of one count for several units: a panel a count, two abreast, under a heading a group.

    Parameters
    ----------
    frame
        One row a unit and count: ``section`` (heading), ``panel`` (what is counted), ``unit``, ``value``,
        ``qualifier`` and ``label``. Panels that span more than a factor of 30 get a logarithmic axis and say so;
        the others start at zero. Rows are sorted by value.

    Raises
    ------
    ValueError
        A column is missing, a value is no number or not above zero, a qualifier is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "section": "事项 Items",
    ...         "panel": "items by phone",
    ...         "unit": ["北京", "湖南"],
    ...         "value": [1100.0, 1600.0],
    ...         "qualifier": ["over", "exact"],
    ...         "label": ["> 1100", "1600"],
    ...     }
    ... )
    >>> fig = unit_counts(frame)
    """
    who = "unit_counts"
    require(frame, ["section", "panel", "unit", "value", "qualifier", "label"], who)
    numeric(frame, ["value"], who)
    known(frame, "qualifier", QUALIFIERS, who, "qualifier")
    if not (frame["value"] > 0).all():
        raise ValueError(f"{who}: values must be filled and above zero")
    sheet = Sheet(**card)
    sheet.legend(_keys(frame, upright=False))
    wide = (sheet.inner - _GUTTER) / 2
    for section in dict.fromkeys(frame["section"]):
        rows = frame[frame["section"] == section]
        sheet.y += 6
        sheet.heading(str(section))
        sheet.y += 4
        panels = list(dict.fromkeys(rows["panel"]))
        for left in range(0, len(panels), 2):
            feet = [
                _unit_panel(sheet, name, rows[rows["panel"] == name], MARGIN + number * (wide + _GUTTER), wide)
                for number, name in enumerate(panels[left : left + 2])
            ]
            sheet.y = max(feet) + 8
    return sheet.finish()


def _unit_panel(sheet: Sheet, name: str, part: pd.DataFrame, x: float, wide: float) -> float:
    """One panel of units; returns the height of its foot."""
    y = sheet.y
    least, most = float(part["value"].min()), float(part["value"].max())
    log = most / least > 30
    for line in wrap(name + (" (log)" if log else ""), SMALL + 0.5, wide):
        sheet.text(x, y + 8, line, SMALL + 0.5, MUTED)
        y += (SMALL + 0.5) * 1.35
    gap = max(text_width(str(unit), BODY - 1) for unit in part["unit"]) + 10
    room = max(text_width(str(text), SMALL) for text in part["label"]) + _ARROW + 12
    start, end = x + gap, x + wide - room
    for row in part.sort_values("value", ascending=False, kind="stable").itertuples():
        y += 10
        share = math.log(row.value / least * 1.6) / math.log(most / least * 1.6) if log else row.value / most
        at = start + share * (end - start)
        sheet.text(x, y, str(row.unit), BODY - 1, INK)
        sheet.line((start, at), (y, y), GRID, 1.2, zorder=0.5)
        _marks(sheet, at, y, SERIES[0], row.qualifier, hollow=False, upright=False)
        clear = _ARROW + 3 if row.qualifier in ("over", "about") else 8
        sheet.text(at + clear, y, str(row.label), SMALL, INK)
        y += 10
    return y
