"""Every unit in every year at once: columns of named cells stacked by band, lines from year to year, moves coloured."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Unpack

import numpy as np

from egov.plots.checks import check
from egov.plots.names import abbreviations, name_key
from egov.plots.palette import ACCENT, BAND_COLORS, BAND_LABELS, BANDS, MUTED, text_on
from egov.plots.sheet import MARGIN, SMALL, Card, Key, Sheet, fitted, in_chinese
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_GAP, _STEPS = 8.0, 24
UP, STAY, RETURN = "#1a7a5e", "#c3cad2", "#8fb339"


@themed
def band_flow(frame: pd.DataFrame, *, name2: str, returned: str, **card: Unpack[Card]) -> Figure:
    """A column a year, in it a named cell for every unit, highest band on top; lines join a unit's cells.

    A line is grey where the band stays, green and thick where it rises, red where it falls; light green where the rise
    is a return. Within a band units keep the order they had the year before, so that stays hardly cross.

    Parameters
    ----------
    frame
        One row a unit and year: columns ``unit``, ``year`` (numbers), ``band`` and ``order``, the order of units within
        a band in the first year. Every unit has every year.
    name2
        Column with a second name (English): cells hold its abbreviation too, and a key below says it.
    returned
        Column, true where the rise of that year is a return to a band held before.

    Raises
    ------
    ValueError
        A column is missing, a band unknown or empty, a unit and year occur twice, a unit lacks a year, or there is
        one year alone.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"unit": "北京", "name_en": "Beijing", "year": [2018, 2019], "band": ["高", "非常高"]})
    >>> fig = band_flow(frame.assign(order=1, back=False), name2="name_en", returned="back")
    """
    columns = ["order", name2, returned]
    check(frame, columns, key=["unit", "year"], numbers=["year"], filled=["band"], known={"band": BANDS})
    levels = frame.assign(level=frame["band"].astype(str).map(BANDS.index)).pivot(
        index="unit", columns="year", values="level"
    )
    years = list(levels)
    if len(years) < 2:
        raise ValueError(f"{len(years)} year: expected at least two")
    if levels.isna().any(axis=None):
        unit, year = levels.isna().stack().idxmax()
        raise ValueError(f"{unit!r} has no row for {year:g}")
    levels = levels.loc[frame.sort_values("order")["unit"].unique()]
    back = frame.pivot(index="unit", columns="year", values=returned).astype(bool)

    sheet = Sheet(**card)
    sheet.legend([Key(BAND_LABELS[b], BAND_COLORS[b]) for b in reversed(BANDS)])
    lines = [Key("rise // 升组", UP, "line"), Key("fall // 降组", ACCENT, "line"), Key("stay // 不变", STAY, "line")]
    if back.any(axis=None):
        lines.insert(1, Key("rise that is a return // 重返原组", RETURN, "line"))
    sheet.legend(lines)
    sheet.y += 4
    names = {} if in_chinese() else dict(zip(frame["unit"], frame[name2].astype(str), strict=True))
    short = abbreviations(dict.fromkeys(names.values()))
    two_lines = sheet.narrow and bool(short)
    cell, high = (46.0 if sheet.narrow else min(84.0, sheet.inner / (len(years) * 1.4))), 28.0 if two_lines else 17.0
    space = (sheet.inner - cell * len(years)) / (len(years) - 1)
    spots = _stack(levels, sheet.y + 20, high)
    for left, year in zip(MARGIN + np.arange(len(years)) * (cell + space), years, strict=True):
        sheet.text(left + cell / 2, sheet.y + 8, f"{year:g}", SMALL + 0.5, MUTED, "center")
        for unit, level in levels[year].items():
            y, colour = spots.at[unit, year], BAND_COLORS[BANDS[level]]
            sheet.box(left, y, cell, high - 1.5, colour)
            words = [str(unit), *([short[names[unit]]] if short else [])]
            words = words if two_lines else [" ".join(words)]
            size = fitted("\n".join(words), SMALL, cell - 2)
            sheet.lines(left + cell / 2, y + high / 2 - 0.8, words, size, text_on(colour), "center", 1.08)
    for number, (one, two) in enumerate(pairwise(years)):
        start = MARGIN + number * (cell + space) + cell
        for unit, step in (levels[two] - levels[one]).items():
            colour = ACCENT if step < 0 else STAY if step == 0 else RETURN if back.at[unit, two] else UP
            ends = spots.loc[unit, [one, two]] + high / 2
            _curve(sheet, start + 1, start + space - 1, *ends, colour, *((2.2, 2.0) if step else (1.0, 1.0)))
    sheet.y = spots.max(axis=None) + high + 4
    if short:
        name_key(sheet, short)
    return sheet.finish()


def _stack(levels: pd.DataFrame, top: float, high: float) -> pd.DataFrame:
    """Upper edge of every unit's cell by year, bands apart by a gap."""
    spots, order = levels.astype(float), levels.index
    for year in levels:
        column = levels.loc[order, year].sort_values(ascending=False, kind="stable")
        order = column.index
        spots.loc[order, year] = top + high * np.arange(len(order)) + _GAP * (column.diff().fillna(0) < 0).cumsum()
    return spots


def _curve(sheet: Sheet, x0: float, x1: float, y0: float, y1: float, colour: str, wide: float, level: float) -> None:
    """A line that leaves and arrives level."""
    t = np.linspace(0, 1, _STEPS + 1 if abs(y1 - y0) >= 0.1 else 2)
    sheet.line(x0 + (x1 - x0) * t, y0 + (y1 - y0) * (3 * t**2 - 2 * t**3), colour, wide, zorder=level)
