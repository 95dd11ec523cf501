"""Events along the years, under the composition of the bands in each year assessed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

from egov.plots.checks import check
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
    frame: pd.DataFrame, composition: pd.DataFrame, tally: pd.DataFrame | None = None, **card: Unpack[Card]
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
    >>> frame = frame.assign(first=2019.33, last=2019.42, status="done", basis="stated")
    >>> fig = event_timeline(frame, pd.DataFrame({"year": [2020], "band": ["高"], "count": [32]}))
    """
    dates, known = ["first", "last"], {"status": ("done", "due"), "basis": ("stated", "published")}
    check(frame, ["section", "label"], numbers=dates, filled=dates, known=known)
    check(composition, ["count"], key=["year", "band"], known={"band": BANDS})
    start = int(min(frame["first"].min(), composition["year"].min()))
    end = int(max(-(-frame["last"].max() // 1), composition["year"].max() + 1))
    years = range(start, end)
    sheet = Sheet(**card)
    sheet.legend([Key(BAND_LABELS[band], BAND_COLORS[band]) for band in BANDS])
    sheet.legend(_keys(frame))
    narrow = sheet.narrow  # names above what is drawn
    left = MARGIN if narrow else MARGIN + 0.42 * sheet.inner
    wide = MARGIN + sheet.inner - left
    caption = "Provincial units by band, by the year assessed // 各评估年度省级政府能力分组"
    for number, line in enumerate(wrap(caption, SMALL + 0.5, sheet.inner if narrow else left - 24)):
        sheet.text(MARGIN, sheet.y + 12 + number * 16, line, SMALL + 0.5, MUTED)
    sheet.y += 8 + 24 * narrow
    _columns(sheet.axes(left, wide, _TALL), composition, years)
    sheet.y += 4
    names = [f"{year}" if wide / len(years) > text_width("2000", SMALL) + 2 else f"'{year % 100:02d}" for year in years]
    lines = [("", dict(zip(years, names, strict=True)), SMALL, MUTED)]
    if tally is not None:
        check(tally, ["count"], key=["label", "year"])
        for label, own in tally.groupby("label", sort=False):
            told = {year: f"{count:g}" for year, count in zip(own["year"], own["count"], strict=True)}
            lines.append((str(label), told, SMALL + 0.5, INK))
    for label, told, size, colour in lines:
        sheet.text(MARGIN, sheet.y + 9, label, fitted(label, size, sheet.inner if narrow else left - MARGIN - 12), INK)
        sheet.y += 18 if narrow and label else 0
        for year, text in told.items():
            sheet.text(left + (year + 0.5 - start) / len(years) * wide, sheet.y + 9, text, size, colour, "center")
        sheet.y += 20
    sections = list(frame["section"].unique())
    frame = frame.sort_values("section", key=lambda names: names.map(sections.index).astype(int), kind="stable")
    rows = Rows(sheet, frame, "label", section="section", size=SMALL + 0.5, pitch=20.0, most=0.4)
    rows.start = left
    ax = rows.axes((start, end), marks=False)
    for year in (*years, end):
        rows.upright(year, GRID, linewidth=0.8, zorder=0.6, clip_on=False)
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

    def drawn(half: float, due: bool, published: bool, sheet: Sheet, x: float, y: float) -> None:
        _mark(sheet.plot, x - half, x + half, y, 2.0, due, published)

    keys = [
        Key("date // 日期", kind=partial(drawn, 0.0, False, False)),
        Key("year only // 仅知年份", kind=partial(drawn, 11.0, False, False), wide=20.0),
        Key("deadline // 期限", kind=partial(drawn, 0.0, True, False)),
        Key("no later than // 不晚于", kind=partial(drawn, 0.0, False, True), wide=32.0),
    ]
    there = (True, True, (frame["status"] == "due").any(), (frame["basis"] == "published").any())
    return [key for key, shown in zip(keys, there, strict=True) if shown]


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
