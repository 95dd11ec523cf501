"""Every unit in every year at once: columns of named cells stacked by band, lines from year to year, moves coloured."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import known, numeric, require, unique
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
def band_flow(
    frame: pd.DataFrame,
    *,
    name2: str | None = None,
    returned: str | None = None,
    **card: Unpack[Card],
) -> Figure:
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
    >>> frame = pd.DataFrame({"unit": "北京", "year": [2018, 2019], "band": ["高", "非常高"], "order": 1})
    >>> fig = band_flow(frame)
    """
    who = "band_flow"
    require(frame, ["unit", "year", "band", "order", name2, returned], who)
    numeric(frame, ["year"], who)
    unique(frame, ["unit", "year"], who)
    if frame["band"].isna().any():
        raise ValueError(f"{who}: column 'band' must not be empty")
    known(frame, "band", BANDS, who, "band")
    years = sorted(frame["year"].unique())
    if len(years) < 2:
        raise ValueError(f"{who}: {len(years)} year: expected at least two")
    table = {
        (key, when): (BANDS.index(str(b)), bool(back))
        for key, when, b, back in zip(
            frame["unit"],
            frame["year"],
            frame["band"],
            frame[returned] if returned else [False] * len(frame),
            strict=True,
        )
    }
    units = list(dict.fromkeys(frame.sort_values("order")["unit"]))
    lacking = [(key, when) for key in units for when in years if (key, when) not in table]
    if lacking:
        raise ValueError(f"{who}: {lacking[0][0]!r} has no row for {lacking[0][1]:g}")

    sheet = Sheet(**card)
    name2 = None if in_chinese() else name2
    sheet.legend([Key(BAND_LABELS[b], BAND_COLORS[b]) for b in reversed(BANDS)])
    lines = [Key("rise // 升组", UP, "line"), Key("fall // 降组", ACCENT, "line"), Key("stay // 不变", STAY, "line")]
    if returned and frame[returned].any():
        lines.insert(1, Key("rise that is a return // 重返原组", RETURN, "line"))
    sheet.legend(lines)
    sheet.y += 4
    names = dict(zip(frame["unit"], frame[name2].astype(str), strict=True)) if name2 else {}
    short = abbreviations(dict.fromkeys(names.values()))
    two_lines = sheet.narrow and bool(short)
    cell, high = (46.0 if sheet.narrow else min(84.0, sheet.inner / (len(years) * 1.4))), 28.0 if two_lines else 17.0
    space = (sheet.inner - cell * len(years)) / (len(years) - 1)
    spots = _stack(units, years, table, sheet.y + 20, high)
    for number, when in enumerate(years):
        left = MARGIN + number * (cell + space)
        sheet.text(left + cell / 2, sheet.y + 8, f"{when:g}", SMALL + 0.5, MUTED, "center")
        for key in units:
            y, colour = spots[when][key], BAND_COLORS[BANDS[table[key, when][0]]]
            sheet.box(left, y, cell, high - 1.5, colour)
            words = [str(key), *([short[names[key]]] if short else [])]
            words = words if two_lines else [" ".join(words)]
            size = fitted("\n".join(words), SMALL, cell - 2)
            sheet.lines(left + cell / 2, y + high / 2 - 0.8, words, size, text_on(colour), "center", 1.08)
    for number, (one, two) in enumerate(pairwise(years)):
        start = MARGIN + number * (cell + space) + cell
        for key in units:
            before, (after, back) = table[key, one][0], table[key, two]
            colour, wide, level = STAY, 1.0, 1.0
            if after != before:
                wide, level = 2.2, 2.0
                colour = ACCENT if after < before else RETURN if back else UP
            y0, y1 = spots[one][key] + high / 2, spots[two][key] + high / 2
            _curve(sheet, start + 1, start + space - 1, y0, y1, colour, wide, level)
    sheet.y = max(max(column.values()) for column in spots.values()) + high + 4
    if short:
        name_key(sheet, short)
    return sheet.finish()


def _stack(
    units: Sequence[Any], years: Sequence[Any], table: dict[tuple[Any, Any], tuple[int, bool]], top: float, high: float
) -> dict[Any, dict[Any, float]]:
    """Upper edge of every unit's cell by year, bands apart by a gap."""
    spots: dict[Any, dict[Any, float]] = {}
    order = list(units)
    for when in years:
        order = [key for level in range(len(BANDS) - 1, -1, -1) for key in order if table[key, when][0] == level]
        y, last, column = top, table[order[0], when][0], {}
        for key in order:
            here = table[key, when][0]
            y += _GAP if here != last else 0
            column[key], last = y, here
            y += high
        spots[when] = column
    return spots


def _curve(sheet: Sheet, x0: float, x1: float, y0: float, y1: float, colour: str, wide: float, level: float) -> None:
    """A line that leaves and arrives level."""
    parts = [n / _STEPS for n in range(_STEPS + 1)]
    if abs(y1 - y0) < 0.1:
        parts = [0.0, 1.0]
    xs = [x0 + (x1 - x0) * t for t in parts]
    ys = [y0 + (y1 - y0) * (3 * t**2 - 2 * t**3) for t in parts]
    sheet.line(xs, ys, colour, wide, zorder=level)
