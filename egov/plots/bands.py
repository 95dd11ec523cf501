"""Charts of the four ordered bands: how many units stand in each, how each unit moved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from egov.plots.checks import MARKS, check
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
from egov.plots.rows import Rows
from egov.plots.sheet import HEADING, SMALL, Card, Key, Sheet, fitted, said, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_CELL = 21.0


@themed
def band_composition(
    frame: pd.DataFrame, *, by: str = "year", panel: str | None = None, axis_label: str = "", **card: Unpack[Card]
) -> Figure:
    """Stacked bars of the four bands, one bar a year or a region, with the counts printed in the segments.

    Bars have equal length. Where all bars of a panel have one total it is said once below them, otherwise beside each.

    Parameters
    ----------
    frame
        One row a bar and band with its number of units: columns ``by``, ``band`` (低 中 高 非常高) and ``count``;
        a band without a row counts 0. Bars stand in the order of their first row, years in ascending order; a line
        feed breaks a bar's name.
    panel
        Column whose values get a panel each, side by side (``unit_type``: provinces, cities).

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
    filled = [by, "band", "count"]
    check(frame, key=[panel, by, "band"], numbers=["count"], filled=filled, known={"band": BANDS})
    if (frame["count"] < 0).any():
        raise ValueError("column 'count' must hold counts not negative")
    frame = frame.assign(bar=frame[by].astype(str))
    sheet = _card(card)
    panels = in_order(frame[panel]) if panel else [None]
    heads = [[(str(UNIT_TYPE_LABELS.get(each, each)), HEADING, INK)] if panel else [] for each in panels]
    for each, (left, width) in zip(panels, sheet.panels(heads, len(heads)), strict=True):
        part = frame[frame[panel] == each] if panel else frame
        bars = part.drop_duplicates(by)
        if all(not isinstance(bar, str) for bar in bars[by]):
            bars = bars.sort_values(by)
        own = part.pivot(index=by, columns="band", values="count").reindex(bars[by], columns=frame["band"].unique())
        totals = own.sum(axis=1)
        if (totals <= 0).any():
            raise ValueError(f"the bar {by} {totals.index[totals <= 0][0]} has no units")
        counted = totals.nunique() > 1
        rows = Rows(sheet, bars, "bar", left=left, width=width, head=counted, pitch=30.0, most=0.6)
        if counted:
            rows.words([f"{total:g}" for total in totals], rows.right, "n // 合计")
        room = max(text_width(f"{total:g}", SMALL) for total in totals) + 8 if counted else 0.0
        band_bars(rows, own.fillna(0.0), 24.0, right=room)
        label = axis_label or "share of units // 占单位总数的比例"
        rows.label(label if counted else f"{said(label)} (n = {totals.iloc[0]:g})")
    return sheet.finish()


def _card(card: Card, keys: Iterable[Key] = ()) -> Sheet:
    """A sheet with a legend: the bands, then other keys."""
    sheet = Sheet(**card)
    sheet.legend([*(Key(BAND_LABELS[band], BAND_COLORS[band]) for band in BANDS), *keys])
    sheet.y += 4
    return sheet


def band_bars(rows: Rows, numbers: pd.DataFrame, high: float, *, told: str = "{:g}", right: float = 0.0) -> None:
    """Bars of equal length on ``rows``, split by band, and an axis in percent below.

    ``numbers`` has a row a bar and a column a band; they are printed as ``told`` in the segments where they fit. Bars
    are ``high`` pixels high, and ``right`` pixels stay free beside them.

    >>> import pandas as pd
    >>> sheet, numbers = Sheet("Chances"), pd.DataFrame({"高": [25.0], "非常高": [75.0]}, index=["北京"])
    >>> band_bars(Rows(sheet, pd.DataFrame({"unit": ["北京"]}), "unit"), numbers, 15.0, told="{:.0f}")
    >>> [text.get_text() for text in sheet.fig.texts if text.get_text().isdigit()]
    ['25', '75']
    """
    ax, ends = rows.axes((0, 1), right=right, guides="", marks=False), 0.0
    share = numbers.div(numbers.sum(axis=1), axis=0)
    for band in (band for band in BANDS if band in numbers):
        wide, ink = share[band].to_numpy(float), text_on(BAND_COLORS[band])
        apart = (wide - rows.pixel).clip(min=0.0)
        rows.bars(rows.y, ends, apart, high, BAND_COLORS[band])
        for y, middle, room, number in zip(rows.y, ends + wide / 2, wide / rows.pixel, numbers[band], strict=True):
            text = told.format(number)
            size = fitted(text, SMALL, room - 2, least=9.5)
            if number and text_width(text, size) <= room - 1:
                rows.sheet.text(rows.place(middle), y, text, size, ink, "center", zorder=12)
        ends = ends + wide
    ax.vlines((0, 0.5, 1), *ax.get_ylim(), color=GRID, linewidth=1, zorder=0)
    for tick, side in ((0, "left"), (0.5, "center"), (1, "right")):
        rows.sheet.text(rows.start + tick / rows.pixel, rows.sheet.y + 10, f"{100 * tick:g} %", SMALL, MUTED, side)
    rows.sheet.y += 20


@themed
def band_history(frame: pd.DataFrame, *, name2: str, mark: str, **card: Unpack[Card]) -> Figure:
    """A strip for every unit: one row a unit, one column a year, the cell's colour its band, marks where given.

    The units with the highest last bands stand first, ties by the years before.

    Parameters
    ----------
    frame
        One row a unit and year with columns ``unit``, ``year`` (numbers), ``band``.
    name2
        Column with a second, muted name of a row.
    mark
        Column with ``up``, ``down`` or nothing: draws a small triangle in the cell.

    Raises
    ------
    ValueError
        A column is missing, a band is unknown, or a unit and year occur twice.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"unit": "北京", "name_en": "Beijing", "year": [2018, 2019], "band": ["高", "非常高"]})
    >>> fig = band_history(frame.assign(mark=[None, "up"]), name2="name_en", mark="mark")
    """
    check(frame, [name2], key=["unit", "year"], numbers=["year"], known={"band": BANDS, mark: ("", *MARKS)})
    bands, marks = (frame.pivot(index="unit", columns="year", values=column) for column in ("band", mark))
    rank = bands.map(lambda band: BANDS.index(band) if band in BANDS else -1)
    units = frame.drop_duplicates("unit")
    latest = rank.loc[units["unit"], ::-1].reset_index(drop=True)
    units = units.iloc[latest.sort_values(list(latest), ascending=False, kind="stable").index]

    keys = [Key(MARK_LABELS[kind], INK, kind) for kind in MARKS if (frame[mark] == kind).any()]
    keys += [Key(MISSING_LABEL, MISSING, "missing")] if frame["band"].isna().any() else []
    sheet = _card(card, keys)
    rows = Rows(sheet, units, "unit", name2, head=True, pitch=_CELL)
    cell = min((rows.right - rows.start) / len(rank.columns), 64.0)
    for column, year in enumerate(rank):
        x = rows.start + column * cell
        sheet.text(x + cell / 2, rows.top - 10, f"{year:g}", SMALL, MUTED, "center")
        for y, unit in zip(rows.y, units["unit"], strict=True):
            band, turn = bands.at[unit, year], marks.at[unit, year]
            if band not in BANDS:
                sheet.missing(x, y - _CELL / 2, cell - 2, _CELL - 2)
                continue
            sheet.box(x, y - _CELL / 2, cell - 2, _CELL - 2, BAND_COLORS[band])
            if turn in MARKS:
                sheet.triangle(x + cell / 2 - 1, y - 1, text_on(BAND_COLORS[band]), up=turn == "up", size=8.0)
    return sheet.finish()
