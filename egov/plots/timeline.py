"""Events along the years, under the composition of the bands in each year assessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import known, numeric, require, unique
from egov.plots.counters import Plot, arrow
from egov.plots.palette import BAND_COLORS, BAND_LABELS, BANDS, GRID, INK, MUTED, PAPER, text_on
from egov.plots.rows import SERIES, Rows
from egov.plots.sheet import MARGIN, SMALL, Card, Key, Sheet, fitted, text_width, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
    >>> frame = pd.DataFrame({"section": ["Platforms // 平台"], "label": ["National platform on trial"]})
    >>> fig = event_timeline(frame.assign(first=2019.33, last=2019.42, status="done", basis="stated"))
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
    narrow = sheet.narrow  # names above what is drawn
    left = MARGIN if narrow else MARGIN + 0.42 * sheet.inner
    wide = MARGIN + sheet.inner - left
    years = range(start, end)
    if composition is not None:
        caption = "Provincial units by band, by the year assessed // 各评估年度省级政府能力分组"
        for number, line in enumerate(wrap(caption, SMALL + 0.5, sheet.inner if narrow else left - 24)):
            sheet.text(MARGIN, sheet.y + 12 + number * 16, line, SMALL + 0.5, MUTED)
        sheet.y += 8 + 24 * narrow
        _columns(sheet.axes(left, wide, _TALL), composition, years)
        sheet.y += 4
    names = [f"{year}" if wide / len(years) > text_width("2000", SMALL) + 2 else f"'{year % 100:02d}" for year in years]
    lines = [("", dict(zip(years, names, strict=True)), SMALL, MUTED)]
    if tally is not None:
        require(tally, ["label", "year", "count"], who)
        unique(tally, ["label", "year"], who)
        for label, own in tally.groupby("label", sort=False):
            told = {year: f"{count:g}" for year, count in zip(own["year"], own["count"], strict=True)}
            lines.append((str(label), told, SMALL + 0.5, INK))
    for label, told, size, colour in lines:
        sheet.text(MARGIN, sheet.y + 9, label, fitted(label, size, sheet.inner if narrow else left - MARGIN - 12), INK)
        sheet.y += 18 if narrow and label else 0
        for year, text in told.items():
            sheet.text(left + (year + 0.5 - start) / len(years) * wide, sheet.y + 9, text, size, colour, "center")
        sheet.y += 20
    first = {section: number for number, section in enumerate(frame["section"].unique())}
    frame = frame.sort_values("section", key=lambda sections: sections.map(first).astype(int), kind="stable")
    rows = Rows(sheet, frame, "label", section="section", size=SMALL + 0.5, pitch=20.0, most=0.4)
    rows.start = left
    ax = rows.axes((start, end), marks=False)
    for year in (*years, end):
        look = {"color": GRID, "linewidth": 0.8, "zorder": 0.6, "clip_on": False}
        ax.vlines([year] * len(rows.spans), *zip(*rows.spans, strict=True), **look)
    for y, row in zip(rows.y, frame.itertuples(), strict=True):
        _mark(ax.plot, row.first, row.last, y, 3 * rows.pixel, row.status == "due", row.basis == "published")
    return sheet.finish()


def _mark(plot: Plot, first: float, last: float, y: float, gap: float, due: bool, published: bool) -> None:
    """A bar for a date of more than a quarter, a dot for a short one."""
    look = {"color": SERIES[0], "clip_on": False}
    if published:
        arrow(plot, (first + last) / 2, y, SERIES[0], dx=-18.0)
    if last - first > 4 * gap:
        plot([first + gap / 2, last - gap / 2], [y, y], linewidth=6, solid_capstyle="butt", **look)
    else:
        face = {"markerfacecolor": PAPER if due else SERIES[0], "markersize": 8.5, "markeredgewidth": 1.6}
        plot((first + last) / 2, y, marker="o", zorder=4, **look, **face)


def _keys(frame: pd.DataFrame) -> list[Key]:
    """How the marks are to be read."""

    def key(label: str, wide: float = 18.0, half: float = 0.0, **how: Any) -> Key:
        look = {"due": False, "published": False} | how
        return Key(label, kind=lambda sheet, x, y: _mark(sheet.plot, x - half, x + half, y, 2.0, **look), wide=wide)

    keys = [key("date // 日期"), key("year only // 仅知年份", 20.0, 11.0)]
    if (frame["status"] == "due").any():
        keys.append(key("deadline // 期限", due=True))
    if (frame["basis"] == "published").any():
        keys.append(key("no later than // 不晚于", 32.0, published=True))
    return keys


def _columns(ax: Axes, composition: pd.DataFrame, years: range) -> None:
    """A stacked column for every year assessed, the counts in its segments."""
    units = composition.pivot(index="year", columns="band", values="count").fillna(0.0)
    most = units.sum(axis=1).max()
    ax.set(xlim=(years.start, years.stop), ylim=(0, most), xticks=[], yticks=[])
    foot = units.iloc[:, 0] * 0.0
    for band in (band for band in BANDS if band in units):
        high, ink = units[band], text_on(BAND_COLORS[band])
        apart = (high - most / _TALL).clip(lower=0.0)
        ax.bar(units.index + 0.5, apart, 0.9, foot, color=BAND_COLORS[band], linewidth=0, clip_on=False)
        for year, number in high.items():
            size = min(SMALL - 1, number / most * _TALL)
            if size > 8:
                place = {"xytext": (0, -size * 0.36), "textcoords": "offset points", "ha": "center"}
                ax.annotate(f"{number:g}", (year + 0.5, foot[year] + number / 2), color=ink, size=size, **place)
        foot = foot + high
