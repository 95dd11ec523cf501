"""Charts of the four ordered bands: how many units stand in each, how each unit moved, where it may stand next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Unpack

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
from egov.plots.rows import Rows
from egov.plots.sheet import BODY, HEADING, SMALL, Card, Key, Sheet, fitted, said, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_CELL = 21.0


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
    bars = frame.drop(columns="band").assign(bar=[str((by_labels or {}).get(bar, bar)) for bar in frame[by]])
    numbers = frame.pivot(index=[*([panel] if panel else []), by], columns="band", values="count").fillna(0.0)
    sheet = _card(card)
    for part, left, width in _panels(sheet, bars, panel, panel_labels or UNIT_TYPE_LABELS):
        part = part.drop_duplicates(by)
        if all(not isinstance(bar, str) for bar in part[by]):
            part = part.sort_values(by)
        own = (numbers.loc[part[panel].iloc[0]] if panel else numbers).loc[part[by]]
        totals = own.sum(axis=1)
        if (totals <= 0).any():
            raise ValueError(f"{who}: the bar {by} {totals.index[totals <= 0][0]} has no units")
        counted = totals.nunique() > 1
        rows = Rows(sheet, part, "bar", left=left, width=width, head=counted, pitch=30.0, most=0.6)
        if counted:
            rows.words([f"{total:g}" for total in totals], rows.right, "n // 合计")
        room = max(text_width(f"{total:g}", SMALL) for total in totals) + 8 if counted else 0.0
        _stack(rows, own, "{:g}".format, 24.0, room)
        label = axis_label or "share of units // 占单位总数的比例"
        rows.label(label if counted else f"{said(label)} (n = {totals.iloc[0]:g})")
    return sheet.finish()


@themed
def chance_bars(
    frame: pd.DataFrame,
    *,
    name2: str | None = None,
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
    name2
        Column with a second, muted name of a row.
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
    require(frame, ["unit", "band", "probability", "now", name2, panel], who)
    numeric(frame, ["probability"], who)
    known(frame, "band", BANDS, who, "band")
    known(frame, "now", BANDS, who, "band")
    unique(frame, [panel, "unit", "band"], who)
    totals = frame.groupby([panel, "unit"] if panel else "unit", observed=True)["probability"].sum()
    if ((totals - 1).abs() > 1e-6).any():
        wrong = totals.index[(totals - 1).abs() > 1e-6][0]
        raise ValueError(f"{who}: the probabilities of {wrong} sum to {totals[wrong]:g}, not to one")
    sheet = _card(card)
    for part, left, width in _panels(sheet, frame, panel, UNIT_TYPE_LABELS):
        units = part.drop_duplicates("unit")
        rows = Rows(sheet, units, "unit", name2, left=left, width=width, size=BODY - 1, pitch=19.0)
        for y, band in zip(rows.y, units["now"], strict=True):
            sheet.box(rows.start - 4, y - 6.5, 13, 13, BAND_COLORS[str(band)])
        rows.start += 16
        chances = part.pivot(index="unit", columns="band", values="probability").fillna(0.0).loc[units["unit"]]
        _stack(rows, chances, lambda share: f"{100 * share:.0f}", 15.0)
        rows.label(axis_label)
    return sheet.finish()


def _card(card: Card) -> Sheet:
    """A sheet with the legend of the bands."""
    sheet = Sheet(**card)
    sheet.legend([Key(BAND_LABELS[band], BAND_COLORS[band]) for band in BANDS])
    sheet.y += 4
    return sheet


def _panels(
    sheet: Sheet, frame: pd.DataFrame, panel: str | None, labels: Mapping[Any, str]
) -> Iterator[tuple[pd.DataFrame, float, float]]:
    """Rows, left edge and width of every panel under its name."""
    values = [None] if panel is None else in_order(frame[panel])
    heads = [[] if panel is None else [(str(labels.get(value, value)), HEADING, INK)] for value in values]
    for value, place in zip(values, sheet.panels(heads, len(heads)), strict=True):
        yield frame if panel is None else frame[frame[panel] == value], *place


def _stack(rows: Rows, numbers: pd.DataFrame, told: Callable[[float], str], high: float, right: float = 0.0) -> None:
    """Bars of equal length, split by band, numbers in the segments where they fit; an axis in percent below."""
    ax, ends = rows.axes((0, 1), right=right, guides="", marks=False), 0.0
    share = numbers.div(numbers.sum(axis=1), axis=0)
    for band in (band for band in BANDS if band in numbers):
        wide, ink = share[band].to_numpy(float), text_on(BAND_COLORS[band])
        apart = (wide - rows.pixel).clip(min=0.0)
        rows.bars(rows.y, ends, apart, high, BAND_COLORS[band])
        for y, middle, room, number in zip(rows.y, ends + wide / 2, wide / rows.pixel, numbers[band], strict=True):
            text = told(number)
            size = fitted(text, SMALL, room - 2, least=9.5)
            if number and text_width(text, size) <= room - 1:
                rows.sheet.text(rows.place(middle), y, text, size, ink, "center", zorder=12)
        ends = ends + wide
    ax.vlines((0, 0.5, 1), *ax.get_ylim(), color=GRID, linewidth=1, zorder=0)
    for tick, side in ((0, "left"), (0.5, "center"), (1, "right")):
        rows.sheet.text(rows.start + tick / rows.pixel, rows.sheet.y + 10, f"{100 * tick:g} %", SMALL, MUTED, side)
    rows.sheet.y += 20


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
    rank = frame.pivot(index="unit", columns="year", values="band").map(lambda b: BANDS.index(b) if b in BANDS else -1)
    units = frame.drop_duplicates("unit") if sort == "last" else frame.sort_values("order").drop_duplicates("unit")
    if sort == "last":
        latest = rank.loc[units["unit"], ::-1].reset_index(drop=True)
        units = units.iloc[latest.sort_values(list(latest), ascending=False, kind="stable").index]
    rows = Rows(sheet, units, "unit", name2, head=True, pitch=_CELL)
    years = sorted(rank)
    cell = min((rows.right - rows.start) / len(years), 64.0)
    cells = frame.set_index(["unit", "year"])[["band", "mark"]].to_dict("index")
    for column, year in enumerate(years):
        x = rows.start + column * cell
        sheet.text(x + cell / 2, rows.top - 10, f"{year:g}", SMALL, MUTED, "center")
        for y, unit in zip(rows.y, units["unit"], strict=True):
            here = cells.get((unit, year), {"band": None, "mark": None})
            if here["band"] is None:
                sheet.missing(x, y - _CELL / 2, cell - 2, _CELL - 2)
                continue
            sheet.box(x, y - _CELL / 2, cell - 2, _CELL - 2, BAND_COLORS[here["band"]])
            if here["mark"] in MARKS:
                ink = text_on(BAND_COLORS[here["band"]])
                sheet.triangle(x + cell / 2 - 1, y - 1, ink, up=here["mark"] == "up", size=8.0)
    return sheet.finish()
