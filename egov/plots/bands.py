"""Charts of the four ordered bands: how many units stand in each, how each unit moved, where it may stand next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.axis import name_axis
from egov.plots.checks import MARKS, known, numeric, require, unique
from egov.plots.palette import (
    BAND_COLORS,
    BAND_LABELS,
    BANDS,
    GRID,
    INK,
    MARK_LABELS,
    MISSING,
    MISSING_LABEL,
    MUTED,
    UNIT_TYPE_LABELS,
    in_order,
    text_on,
)
from egov.plots.sheet import BODY, HEADING, MARGIN, SMALL, Card, Key, Sheet, brief, fitted, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_ROW, _CELL, _SLIM = 30.0, 21.0, 19.0
_GUTTER = 26.0


@themed
def band_composition(
    frame: pd.DataFrame,
    *,
    by: str = "year",
    panel: str | None = None,
    by_labels: Mapping[Any, str] | None = None,
    panel_labels: Mapping[Any, str] | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """Stacked bars of the four bands, one bar a year or a region, with the counts printed in the segments.

    Bars have equal length. Where all bars of a panel have one total it is said once below them, otherwise beside each.

    Parameters
    ----------
    frame
        One row a bar and band with its number of units: columns ``by``, ``band`` (低 中 高 非常高) and ``count``;
        a band without a row counts 0. Bars stand in the order of their first row, years in ascending order.
    panel
        Column whose values get a panel each, side by side (``unit_type``: provinces, cities).
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
    require(frame, [by, "band", "count", panel], who)
    unique(frame, [panel, by, "band"], who)
    known(frame, "band", BANDS, who, "band")
    numeric(frame, ["count"], who)
    if frame[[by, "band", "count"]].isna().any(axis=None) or (frame["count"] < 0).any():
        raise ValueError(f"{who}: columns {by!r}, 'band', 'count' must be filled and counts not negative")
    sheet = Sheet(**card)
    sheet.legend([Key(BAND_LABELS[name], BAND_COLORS[name]) for name in BANDS])
    sheet.y += 4
    for part, left, wide in _panels(sheet, frame, panel, panel_labels, 28.0):
        bars = list(dict.fromkeys(part[by]))
        if all(not isinstance(bar, str) for bar in bars):
            bars.sort()
        names = [str((by_labels or {}).get(bar, bar)).split("\n") for bar in bars]
        gap = 8 + max(text_width(line, BODY) for lines in names for line in lines)
        totals = part.groupby(by, observed=True)["count"].sum()
        if (totals <= 0).any():
            raise ValueError(f"{who}: the bar {by} {totals.index[totals <= 0][0]} has no units")
        counted = 0.0 if totals.nunique() == 1 else 12 + text_width("000", SMALL)
        start, length = left + gap, wide - gap - counted
        if counted:
            sheet.text(left + wide, sheet.y + 4, "合计 n", SMALL, MUTED, "right")
            sheet.y += 14
        first = sheet.y
        for bar, lines in zip(bars, names, strict=True):
            middle = sheet.y + _ROW / 2
            sheet.lines(start - 8, middle, lines, BODY if len(lines) == 1 else SMALL, INK, "right")
            _stack(
                sheet, part[part[by] == bar].set_index("band")["count"], start, length, (_ROW - 6, 1.0), "{:g}".format
            )
            if counted:
                sheet.text(left + wide, middle, f"{totals[bar]:g}", SMALL, MUTED, "right")
            sheet.y += _ROW
        _percent(sheet, first, start, length)
        label = axis_label or "占单位总数的比例 share of units"
        name_axis(sheet, label if counted else f"{label}, n = {totals.iloc[0]:g}", start, length)
    return sheet.finish()


@themed
def chance_bars(
    frame: pd.DataFrame,
    *,
    panel: str | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """A row a unit: its name, its present band as a square, and a bar split by the probabilities of the four bands.

    Parameters
    ----------
    frame
        One row a ``unit`` and ``band`` with ``probability`` (0 to 1; the four of a unit sum to one) and ``now``, the
        band the unit stands in. Rows keep the order of first rows. Percentages are printed where they fit.
    panel
        Column whose values stand side by side (``unit_type``).

    Raises
    ------
    ValueError
        A column is missing, a band is unknown, a unit and band occur twice, or probabilities do not sum to one.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"unit": "北京", "band": ["高", "非常高"], "probability": [0.1, 0.9], "now": "非常高"})
    >>> fig = chance_bars(frame)
    """
    who = "chance_bars"
    require(frame, ["unit", "band", "probability", "now", panel], who)
    numeric(frame, ["probability"], who)
    known(frame, "band", BANDS, who, "band")
    known(frame, "now", BANDS, who, "band")
    unique(frame, [panel, "unit", "band"], who)
    totals = frame.groupby([panel, "unit"] if panel else "unit", observed=True)["probability"].sum()
    if ((totals - 1).abs() > 1e-6).any():
        wrong = totals.index[(totals - 1).abs() > 1e-6][0]
        raise ValueError(f"{who}: the probabilities of {wrong} sum to {totals[wrong]:g}, not to one")
    sheet = Sheet(**card)
    sheet.legend([Key(BAND_LABELS[b], BAND_COLORS[b]) for b in BANDS])
    sheet.y += 4
    for part, left, wide in _panels(sheet, frame, panel, None, 26.0):
        gap = max(text_width(str(key), BODY - 1) for key in part["unit"]) + 6
        start = left + gap + 20
        length, first = left + wide - start, sheet.y
        for key, rows in part.groupby("unit", sort=False, observed=True):
            sheet.text(left, sheet.y + _SLIM / 2, str(key), BODY - 1, INK)
            sheet.box(left + gap, sheet.y + 3, _SLIM - 6, _SLIM - 6, BAND_COLORS[str(rows["now"].iloc[0])])
            chances = rows.set_index("band")["probability"]
            _stack(sheet, chances, start, length, (_SLIM - 4, 0.0), lambda share: f"{100 * share:.0f}", SMALL - 1)
            sheet.y += _SLIM
        _percent(sheet, first, start, length)
        name_axis(sheet, axis_label, left, wide)
    return sheet.finish()


def _panels(
    sheet: Sheet, frame: pd.DataFrame, panel: str | None, labels: Mapping[Any, str] | None, head: float
) -> Iterator[tuple[pd.DataFrame, float, float]]:
    """Rows, left edge and width of every panel, side by side under their names; the sheet ends below the longest."""
    values = [None] if panel is None else in_order(frame[panel])
    wide = (sheet.inner - _GUTTER * (len(values) - 1)) / len(values)
    top, lowest = sheet.y, sheet.y
    for number, value in enumerate(values):
        sheet.y, left = top, MARGIN + number * (wide + _GUTTER)
        if panel is not None:
            text = str((labels or UNIT_TYPE_LABELS).get(value, value))
            sheet.text(left, sheet.y + 10, text, fitted(text, HEADING, wide), INK)
            sheet.y += head
        yield frame if panel is None else frame[frame[panel] == value], left, wide
        lowest = max(lowest, sheet.y)
    sheet.y = lowest


def _stack(
    sheet: Sheet,
    numbers: pd.Series,
    x: float,
    length: float,
    shape: tuple[float, float],
    told: Callable[[float], str],
    size: float = SMALL + 0.5,
) -> None:
    """One bar at ``y``, split by band, numbers in its segments where they fit; ``shape`` is its height and its gaps."""
    (high, apart), scale = shape, length / float(numbers.sum())
    row = _ROW if apart else _SLIM
    for band in BANDS:
        number = float(numbers.get(band, 0))
        if not number:
            continue
        wide = number * scale
        sheet.box(x, sheet.y + (row - high) / 2, wide - apart, high, BAND_COLORS[band])
        text = told(number)
        small = fitted(text, size, wide - 2, least=min(size, 9.5))
        if text_width(text, small) + (0 if apart else 4) <= wide:
            ink = text_on(BAND_COLORS[band])
            sheet.text(x + (wide - apart) / 2, sheet.y + row / 2, text, small, ink, "center")
        x += wide


def _percent(sheet: Sheet, top: float, start: float, length: float) -> None:
    """The axis of shares below bars that begin at ``top``; moves ``y`` below it."""
    for tick, side in ((0, "left"), (50, "center"), (100, "right")):
        here = start + length * tick / 100
        sheet.line((here, here), (top, sheet.y + 4), GRID, 1, zorder=0)
        sheet.text(here, sheet.y + 13, f"{tick} %" if tick else "0", SMALL, MUTED, side)
    sheet.y += 23


@themed
def band_history(
    frame: pd.DataFrame,
    *,
    sort: str = "order",
    name2: str | None = None,
    mark: str | None = None,
    **card: Unpack[Card],
) -> Figure:
    """A strip for every unit: one row a unit, one column a year, the cell's colour its band, marks where given.

    Parameters
    ----------
    frame
        One row a unit and year with columns ``unit``, ``year`` (numbers), ``band``.
    sort
        ``order`` keeps the order of the column ``order``; ``last`` puts the units with the highest last bands first,
        ties by the years before.
    name2
        Column with a second, muted name of a row.
    mark
        Column with ``up``, ``down`` or nothing: draws a small triangle in the cell.

    Raises
    ------
    ValueError
        A column is missing, a band is unknown, ``sort`` is neither of the two, or a unit and year occur twice.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"unit": "北京", "year": [2018, 2019], "band": ["高", "非常高"]})
    >>> fig = band_history(frame, sort="last")
    """
    who = "band_history"
    require(frame, ["unit", "year", "band", "order" if sort == "order" else None, name2, mark], who)
    unique(frame, ["unit", "year"], who)
    known(frame, "band", BANDS, who, "band")
    numeric(frame, ["year"], who)
    if sort not in ("order", "last"):
        raise ValueError(f"{who}: sort must be 'order' or 'last', got {sort!r}")
    bands = frame["band"].astype(object).where(frame["band"].notna(), None)
    frame = frame.assign(band=bands, mark=frame[mark].replace("", None).astype(object) if mark else None)
    known(frame, "mark", MARKS, who, "mark")

    sheet = Sheet(**card)
    keys = [Key(BAND_LABELS[label], BAND_COLORS[label]) for label in BANDS]
    keys += [Key(label, INK, kind) for kind, label in MARK_LABELS.items() if (frame["mark"] == kind).any()]
    if frame["band"].isna().any():
        keys.append(Key(MISSING_LABEL, MISSING, "missing"))
    sheet.legend(keys)
    sheet.y += 4
    years = sorted(frame["year"].unique())
    units = _order(frame, sort, years)
    seconds = frame.drop_duplicates("unit").set_index("unit")[name2] if name2 else {}
    seconds = {key: brief(str(seconds[key]), SMALL - 1, 110) if name2 else "" for key in units}
    gap = max(text_width(str(key), BODY - 0.5) for key in units) + 6
    gap2 = max(text_width(text, SMALL - 1) for text in seconds.values()) + 8 if name2 else 0.0
    cell = min((sheet.inner - gap - gap2) / len(years), 64.0)
    start = MARGIN + gap + gap2
    for column, this in enumerate(years):
        sheet.text(start + (column + 0.5) * cell, sheet.y + 8, f"{this:g}", SMALL, MUTED, "center")
    sheet.y += 18
    cells = frame.set_index(["unit", "year"])[["band", "mark"]]
    for key in units:
        sheet.text(MARGIN, sheet.y + _CELL / 2, str(key), BODY - 0.5, INK)
        sheet.text(MARGIN + gap, sheet.y + _CELL / 2, seconds[key], SMALL - 1, MUTED)
        for column, this in enumerate(years):
            x = start + column * cell
            band, turn = cells.loc[(key, this)] if (key, this) in cells.index else (None, None)
            if band is None:
                sheet.missing(x, sheet.y, cell - 2, _CELL - 2)
                continue
            sheet.box(x, sheet.y, cell - 2, _CELL - 2, BAND_COLORS[band])
            if turn in MARKS:
                ink = text_on(BAND_COLORS[band])
                sheet.triangle(x + cell / 2 - 1, sheet.y + _CELL / 2 - 1, ink, up=turn == "up", size=8.0)
        sheet.y += _CELL
    return sheet.finish()


def _order(frame: pd.DataFrame, sort: str, years: Sequence[Any]) -> list[Any]:
    """Units from top to bottom."""
    if sort == "order":
        return list(dict.fromkeys(frame.sort_values("order")["unit"]))
    rank = {
        (unit, year): BANDS.index(band)
        for unit, year, band in zip(frame["unit"], frame["year"], frame["band"], strict=True)
        if band
    }
    return sorted(dict.fromkeys(frame["unit"]), key=lambda unit: [-rank.get((unit, year), -1) for year in years[::-1]])
