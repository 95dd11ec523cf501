"""Charts of the four ordered bands: how many units stand in each, and how each unit moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import MARKS, known, numeric, require, unique
from egov.plots.palette import (
    BAND_COLORS,
    BAND_LABELS,
    BANDS,
    GRID,
    INK,
    MISSING,
    MISSING_LABEL,
    MUTED,
    UNIT_TYPE_LABELS,
    in_order,
    text_on,
)
from egov.plots.sheet import BODY, HEADING, MARGIN, SMALL, Card, Key, Sheet, brief, fitted, text_width, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_ROW = 30.0
_CELL = 21.0


@themed
def band_composition(
    frame: pd.DataFrame,
    *,
    by: str = "year",
    band: str = "band",
    count: str = "count",
    panel: str | None = None,
    share: bool = True,
    by_labels: Mapping[Any, str] | None = None,
    panel_labels: Mapping[Any, str] | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """Stacked bars of the four bands, one bar a year or a region, with the counts printed in the segments.

    Parameters
    ----------
    frame
        One row a bar and band with its number of units: columns ``by``, ``band`` (低 中 高 非常高) and ``count``;
        a band without a row counts 0. Bars stand in the order of their first row, years in ascending order.
    panel
        Column whose values get a panel each, side by side (``unit_type``: provinces, cities).
    share
        Draw bars of equal length (shares of the units); otherwise length is the count. Where all bars of a panel
        have one total it is said once below them, otherwise beside each.
    by_labels, panel_labels
        Names to print; a line feed breaks a bar's name.

    Raises
    ------
    ValueError
        A column is missing, a band is unknown, a count is negative or not a number, a bar has no units, or a bar
        and band occur twice.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"year": [2020, 2020, 2021], "band": ["中", "高", "高"], "count": [12, 20, 32]})
    >>> fig = band_composition(frame, title="Units by band")
    """
    who = "band_composition"
    require(frame, [by, band, count, panel], who)
    unique(frame, [panel, by, band], who)
    known(frame, band, BANDS, who, "band")
    numeric(frame, [count], who)
    if frame[[by, band, count]].isna().any(axis=None) or (frame[count] < 0).any():
        raise ValueError(f"{who}: columns {by!r}, {band!r}, {count!r} must be filled and counts not negative")

    sheet = Sheet(**card)
    sheet.legend([Key(BAND_LABELS[name], BAND_COLORS[name]) for name in BANDS])
    sheet.y += 4
    panels = [None] if panel is None else in_order(frame[panel])
    gutter = 26.0
    wide = (sheet.inner - gutter * (len(panels) - 1)) / len(panels)
    longest = float(frame.groupby([by] if panel is None else [panel, by], observed=True)[count].sum().max())
    top, lowest = sheet.y, sheet.y
    for number, value in enumerate(panels):
        part = frame if panel is None else frame[frame[panel] == value]
        bars = list(dict.fromkeys(part[by]))
        if all(not isinstance(bar, str) for bar in bars):
            bars.sort()
        names = [str((by_labels or {}).get(bar, bar)) for bar in bars]
        left = MARGIN + number * (wide + gutter)
        end = left + wide
        y = top
        if value is not None:
            text = str((panel_labels or UNIT_TYPE_LABELS).get(value, value))
            sheet.text(left, y + 10, text, fitted(text, HEADING, wide), INK)
            y += 28
        gap = 8 + max(text_width(line, BODY) for name in names for line in name.split("\n"))
        totals = part.groupby(by, observed=True)[count].sum()
        if (totals <= 0).any():
            raise ValueError(f"{who}: the bar {by} {totals.index[totals <= 0][0]} has no units")
        # one total for all bars is said once, below; different totals get a column
        counted = 0.0 if totals.nunique() == 1 else 12 + text_width("000", SMALL)
        start, length = left + gap, wide - gap - counted
        if counted:
            sheet.text(end, y + 4, "合计 n", SMALL, MUTED, "right")
            y += 14
        first = y
        for bar, name in zip(bars, names, strict=True):
            rows = part[part[by] == bar].set_index(band)[count]
            total = float(totals[bar])
            sheet.lines(start - 8, y + _ROW / 2, name.split("\n"), BODY if "\n" not in name else SMALL, INK, "right")
            scale = length / (total if share else longest)
            x = start
            for label in BANDS:
                units = float(rows.get(label, 0))
                if not units:
                    continue
                sheet.box(x, y + 3, units * scale - 1, _ROW - 6, BAND_COLORS[label])
                text = f"{units:g}"
                size = fitted(text, SMALL + 0.5, units * scale - 2, least=9.5)
                if text_width(text, size) <= units * scale:
                    colour = text_on(BAND_COLORS[label])
                    sheet.text(x + (units * scale - 1) / 2, y + _ROW / 2, text, size, colour, "center")
                x += units * scale
            if counted:
                sheet.text(end, y + _ROW / 2, f"{total:g}", SMALL, MUTED, "right")
            y += _ROW
        if share:
            for tick, ha in ((0, "left"), (50, "center"), (100, "right")):
                here = start + length * tick / 100
                sheet.line((here, here), (first, y + 4), GRID, 1, zorder=0)
                sheet.text(here, y + 13, f"{tick} %" if tick else "0", SMALL, MUTED, ha)
            label = axis_label or "占单位总数的比例 share of units"
            if not counted:
                label += f", n = {totals.iloc[0]:g}"
            y += 22
            for line in wrap(label, SMALL, length):
                sheet.text(start, y + 9, line, SMALL, MUTED)
                y += SMALL * 1.35
        elif axis_label:
            sheet.text(start, y + 10, axis_label, SMALL, MUTED)
            y += 20
        lowest = max(lowest, y)
    sheet.y = lowest
    return sheet.finish()


@themed
def band_history(
    frame: pd.DataFrame,
    *,
    unit: str = "unit",
    year: str = "year",
    band: str = "band",
    order: str | None = "order",
    sort: str = "order",
    name: str | None = None,
    name2: str | None = None,
    mark: str | None = None,
    panel: str | None = None,
    panel_labels: Mapping[Any, str] | None = None,
    **card: Unpack[Card],
) -> Figure:
    """A strip for every unit: one row a unit, one column a year, the cell's colour its band, marks where given.

    Parameters
    ----------
    frame
        One row a unit and year with columns ``unit``, ``year`` (numbers), ``band``.
    order, sort
        ``sort="order"`` keeps the order of column ``order`` (None: of first rows); ``sort="last"`` puts the units
        with the highest last bands first, ties by the years before.
    name, name2
        Columns with the label of a row and a second, muted one; default is ``unit`` alone.
    mark
        Column with ``up``, ``down`` or nothing: draws a small triangle in the cell.
    panel
        Column whose values stand side by side (``unit_type``).

    Raises
    ------
    ValueError
        A column is missing, a band is unknown, ``sort`` is neither of the two, or a unit and year occur twice.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"unit": "北京", "year": [2018, 2019], "band": ["高", "非常高"]})
    >>> fig = band_history(frame, order=None)
    """
    who = "band_history"
    require(frame, [unit, year, band, order if sort == "order" else None, name, name2, panel, mark], who)
    unique(frame, [panel, unit, year], who)
    known(frame, band, BANDS, who, "band")
    numeric(frame, [year], who)
    if sort not in ("order", "last"):
        raise ValueError(f"{who}: sort must be 'order' or 'last', got {sort!r}")
    marks = frame[mark].replace("", None).astype(object) if mark else None
    marked = frame.assign(**{band: frame[band].astype(object).where(frame[band].notna(), None), "mark": marks})
    known(marked, "mark", MARKS, who, "mark")

    sheet = Sheet(**card)
    keys = [Key(BAND_LABELS[label], BAND_COLORS[label]) for label in BANDS]
    for kind, label in (("up", "升组 up"), ("down", "降组 down")):
        if (marked["mark"] == kind).any():
            keys.append(Key(label, INK, kind))
    if marked[band].isna().any():
        keys.append(Key(MISSING_LABEL, MISSING, "missing"))
    sheet.legend(keys)
    sheet.y += 4
    panels = [None] if panel is None else in_order(marked[panel])
    gutter = 26.0
    wide = (sheet.inner - gutter * (len(panels) - 1)) / len(panels)
    top, lowest = sheet.y, sheet.y
    for number, value in enumerate(panels):
        part = marked if panel is None else marked[marked[panel] == value]
        years = sorted(part[year].unique())
        units = _order(part, unit, year, band, order, sort, years)
        left, y = MARGIN + number * (wide + gutter), top
        if value is not None:
            text = str((panel_labels or UNIT_TYPE_LABELS).get(value, value))
            sheet.text(left, y + 10, text, fitted(text, HEADING, wide), INK)
            y += 26
        first = part.drop_duplicates(unit).set_index(unit, drop=False)
        names = {key: str(first.at[key, name]) if name else str(key) for key in units}
        seconds = {key: brief(str(first.at[key, name2]), SMALL - 1, 110) if name2 else "" for key in units}
        gap = max(text_width(text, BODY - 0.5) for text in names.values()) + 6
        gap2 = max(text_width(text, SMALL - 1) for text in seconds.values()) + 8 if name2 else 0.0
        cell = min((wide - gap - gap2) / len(years), 64.0)
        start = left + gap + gap2
        for column, this in enumerate(years):
            sheet.text(start + (column + 0.5) * cell, y + 8, f"{this:g}", SMALL, MUTED, "center")
        y += 18
        for key in units:
            sheet.text(left, y + _CELL / 2, names[key], BODY - 0.5, INK)
            if name2:
                sheet.text(left + gap, y + _CELL / 2, seconds[key], SMALL - 1, MUTED)
            cells = part[part[unit] == key].set_index(year)
            for column, this in enumerate(years):
                x = start + column * cell
                given = cells.at[this, band] if this in cells.index else None
                if given is None:
                    sheet.missing(x, y, cell - 2, _CELL - 2)
                    continue
                sheet.box(x, y, cell - 2, _CELL - 2, BAND_COLORS[given])
                if cells.at[this, "mark"] in ("up", "down"):
                    sheet.triangle(
                        x + cell / 2 - 1,
                        y + _CELL / 2 - 1,
                        text_on(BAND_COLORS[given]),
                        up=cells.at[this, "mark"] == "up",
                        size=8.0,
                    )
            y += _CELL
        lowest = max(lowest, y)
    sheet.y = lowest
    return sheet.finish()


def _order(
    part: pd.DataFrame, unit: str, year: str, band: str, order: str | None, sort: str, years: Sequence[Any]
) -> list[Any]:
    """Units of one panel from top to bottom."""
    units = list(dict.fromkeys(part[unit] if sort == "last" or order is None else part.sort_values(order)[unit]))
    if sort == "last":
        rank = {
            (key, when): BANDS.index(b) for key, when, b in zip(part[unit], part[year], part[band], strict=True) if b
        }
        units.sort(key=lambda key: [-rank.get((key, when), -1) for when in reversed(years)])
    return units
