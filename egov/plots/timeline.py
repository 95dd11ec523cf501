"""Events along the years, under the composition of the bands in each year assessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

from egov.plots.axis import Place, scale
from egov.plots.checks import known, numeric, require, unique
from egov.plots.counters import arrow
from egov.plots.palette import AXIS, BAND_COLORS, BAND_LABELS, BANDS, GRID, INK, MUTED, text_on
from egov.plots.sheet import MARGIN, SMALL, Card, Key, Sheet, fitted, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_MARK = "#072f68"
_TALL = 168.0  # two units of thirty-two still hold a number of readable size


@themed
def event_timeline(
    frame: pd.DataFrame,
    composition: pd.DataFrame | None = None,
    tally: pd.DataFrame | None = None,
    **card: Unpack[Card],
) -> Figure:
    """One row an event, a mark at its date; above the rows a column of bands for every year assessed.

    Parameters
    ----------
    frame
        One row an event: ``section`` (heading, in the order of first rows), ``label``, ``first`` and ``last``
        (decimal years that its date spans), ``status`` (done, due) and ``basis`` (stated, published). A date that
        spans more than a quarter is drawn as a bar, a deadline hollow, an event that is only known to have happened
        by its date with an arrow back.
    composition
        Columns ``year``, ``band`` and ``count``: units by band in the years assessed; a column too low for a number
        holds one unit.
    tally
        Columns ``label``, ``year`` and ``count``: numbers printed under the years, one row a label.

    Raises
    ------
    ValueError
        A column is missing, a date is no number, a status, basis or band is unknown, or a band stands twice in a year.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "section": "平台 Platform",
    ...         "label": ["National platform on trial"],
    ...         "first": [2019.33],
    ...         "last": [2019.42],
    ...         "status": "done",
    ...         "basis": "stated",
    ...     }
    ... )
    >>> fig = event_timeline(frame)
    """
    who = "event_timeline"
    require(frame, ["section", "label", "first", "last", "status", "basis"], who)
    numeric(frame, ["first", "last"], who)
    known(frame, "status", ("done", "due"), who, "status")
    known(frame, "basis", ("stated", "published"), who, "basis")
    if frame[["first", "last"]].isna().any(axis=None):
        raise ValueError(f"{who}: every event needs the columns 'first' and 'last'")
    sheet = Sheet(**card)
    start, end = int(frame["first"].min()), int(-(-frame["last"].max() // 1))
    if composition is not None:
        require(composition, ["year", "band", "count"], who)
        unique(composition, ["year", "band"], who)
        known(composition, "band", BANDS, who, "band")
        start, end = min(start, int(composition["year"].min())), max(end, int(composition["year"].max()) + 1)
        sheet.legend([Key(BAND_LABELS[band], BAND_COLORS[band]) for band in BANDS])
    sheet.legend(_keys(frame))
    gap = 0.42 * sheet.inner
    left, right = MARGIN + gap, MARGIN + sheet.inner

    across = scale(start, end, left, right)
    if composition is not None:
        _columns(sheet, composition, across, gap)
    top = sheet.y
    for year in range(start, end):
        text, room = f"{year}", across(year + 1) - across(year)
        sheet.text(across(year + 0.5), top + 8, text, fitted(text, SMALL, room - 2), MUTED, "center")
    sheet.y += 20
    low = sheet.y
    if tally is not None:
        require(tally, ["label", "year", "count"], who)
        unique(tally, ["label", "year"], who)
        for label in dict.fromkeys(tally["label"]):
            sheet.text(MARGIN, sheet.y + 10, label, fitted(label, SMALL + 0.5, gap - 12), INK)
            for row in tally.loc[tally["label"] == label, ["label", "year", "count"]].itertuples():
                sheet.text(across(row[2] + 0.5), sheet.y + 10, f"{row[3]:g}", SMALL + 0.5, INK, "center")
            sheet.y += 20
    for section in dict.fromkeys(frame["section"]):
        sheet.y += 2
        sheet.heading(str(section))
        for row in frame[frame["section"] == section].itertuples():
            lines = wrap(row.label, SMALL + 0.5, gap - 12)
            high = max(20.0, len(lines) * 15.0 + 5)
            middle = sheet.y + high / 2
            sheet.lines(MARGIN, middle, lines, SMALL + 0.5, INK)
            sheet.line((left, right), (middle, middle), GRID, 0.6, zorder=0.4)
            _mark(sheet, across(row.first), across(row.last), middle, row.status == "due", row.basis == "published")
            sheet.y += high
    for year in range(start, end + 1):
        sheet.line((across(year),) * 2, (low, sheet.y), GRID, 0.8, zorder=0.6)
    return sheet.finish()


def _mark(sheet: Sheet, first: float, last: float, y: float, due: bool, published: bool) -> None:
    """A bar for a long date, a dot for a short one."""
    if published:
        arrow(sheet, (first + last) / 2, y, _MARK, dx=-18.0)
    if last - first > 10:
        sheet.box(first + 1, y - 3, last - first - 2, 6, _MARK)
    else:
        sheet.dot((first + last) / 2, y, _MARK, size=8.5, hollow=due)


def _keys(frame: pd.DataFrame) -> list[Key]:
    """How the marks are to be read."""

    def drawn(half: float, due: bool = False, published: bool = False) -> Callable[[Sheet, float, float], None]:
        return lambda sheet, x, y: _mark(sheet, x - half, x + half, y, due, published)

    keys = [Key("日期 date", kind=drawn(0)), Key("仅知年份 year only", kind=drawn(11), wide=20)]
    if (frame["status"] == "due").any():
        keys.append(Key("期限 deadline", kind=drawn(0, due=True)))
    if (frame["basis"] == "published").any():
        keys.append(Key("不晚于 no later than", kind=drawn(0, published=True), wide=32))
    return keys


def _columns(sheet: Sheet, composition: pd.DataFrame, across: Place, gap: float) -> None:
    """A stacked column for every year assessed, the counts in its segments."""
    totals = composition.groupby("year", observed=True)["count"].sum()
    most, floor = float(totals.max()), sheet.y + 8 + _TALL
    for line_number, line in enumerate(("省级政府能力分组", "Provincial units by band,", "by the year assessed")):
        sheet.text(MARGIN, sheet.y + 20 + line_number * 16, line, SMALL + 0.5, INK if not line_number else MUTED)
    for year in totals.index:
        x0, x1 = across(year) + 2, across(year + 1) - 2
        y = floor
        rows = composition[composition["year"] == year].set_index("band")["count"]
        for band in BANDS:
            units = float(rows.get(band, 0))
            if not units:
                continue
            high = units / most * _TALL
            y -= high
            sheet.box(x0, y, x1 - x0, high - 1, BAND_COLORS[band])
            if high > 8:
                size = min(SMALL - 1, high)
                sheet.text((x0 + x1) / 2, y + high / 2, f"{units:g}", size, text_on(BAND_COLORS[band]), "center")
    sheet.line((MARGIN + gap, MARGIN + sheet.inner), (floor, floor), AXIS, 1)
    sheet.y = floor + 4
