"""Rows of nested intervals: what is certain as a pale bar, an estimate's interval as a line, points on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.axis import FINE, draw_axis, name_axis, scale, ticks
from egov.plots.checks import numeric, require, unique
from egov.plots.dots import _limits
from egov.plots.palette import ACCENT, FAINT, GRID, INK, MUTED
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Key, Sheet, brief, fitted, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

WIDE, LINE, POINT = "#c9d7ea", "#072f68", "#d9822b"
"""Pale bar, interval and second point."""


@themed
def interval_rows(
    frame: pd.DataFrame,
    label: str,
    *,
    wide: tuple[str, str] | None = None,
    inner: tuple[str, str] | None = None,
    dot: str | None = None,
    point: str | None = None,
    ring: bool = False,
    names: Mapping[str, str] | None = None,
    label2: str | None = None,
    section: str | None = None,
    text: str | None = None,
    text_head: str = "",
    reference: float | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """One row a label in the frame's order: a pale bar, an interval line with its dot, and a second point.

    Parameters
    ----------
    frame
        One row a label (and section). A cell that is missing is not drawn.
    wide, inner
        Columns with the ends of the bar and of the line.
    dot, point
        Columns with the dot on the line and with a second point.
    ring
        Draw the second point as a ring that leaves the dot visible where both fall together.
    names
        Legend text of ``wide``, ``inner`` and ``point``, those that are drawn.
    label2
        Column with a second, muted name.
    section
        Column that gathers rows under a heading, in the order of first rows.
    text, text_head
        Column with words printed at the right end of each row, and their heading.
    reference
        A vertical line, such as zero.

    Raises
    ------
    ValueError
        A column is missing or not numeric, a label occurs twice in a section, nothing is drawn.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"year": ["2020", "2021"], "a": [-2.0, 5.6], "b": [20.0, 12.4], "x": [8.0, 7.6]})
    >>> fig = interval_rows(frame, "year", wide=("a", "b"), dot="x", names={"wide": "bounds"}, reference=0)
    """
    who = "interval_rows"
    numbers = [*(wide or ()), *(inner or ()), *(c for c in (dot, point) if c)]
    require(frame, [label, label2, section, text, *numbers], who)
    numeric(frame, numbers, who)
    unique(frame, [section, label], who)
    if not numbers or frame[numbers].isna().all(axis=None):
        raise ValueError(f"{who}: nothing to draw")
    sheet = Sheet(**card)
    keys = {"wide": Key("", WIDE), "inner": Key("", LINE, "line"), "point": Key("", POINT, "ring" if ring else "dot")}
    if names:
        sheet.legend([Key(names[k], keys[k].colour, keys[k].kind) for k in keys if k in names])
        sheet.y += 2
    names1 = [str(v) for v in frame[label]]
    names2 = [brief(str(v), SMALL, 130) for v in frame[label2]] if label2 else [""] * len(frame)
    gap = max(text_width(a, BODY) + (8 + text_width(b, SMALL) if b else 0) for a, b in zip(names1, names2, strict=True))
    gap = min(gap, 0.45 * sheet.inner)
    words = [str(v) for v in frame[text]] if text else [""] * len(frame)
    right_room = max([text_width(w, SMALL) for w in [*words, text_head]], default=0.0) + (10 if text else 0)
    start, end = MARGIN + gap + 10, MARGIN + sheet.inner - 4 - right_room
    melted = frame[numbers].melt(value_name="value")
    lowest, highest = _limits(melted, "value", None, None, reference)

    place = scale(lowest, highest, start + 6, end - 6)
    if text_head:
        sheet.text(MARGIN + sheet.inner - 4, sheet.y + 8, text_head, SMALL, MUTED, "right")
        sheet.y += 18
    y = sheet.y
    here, pitch, spans = None, 22.0, [[y, y]]  # heights over which the reference line runs: not across headings
    for number, (_, record) in enumerate(frame.iterrows()):
        if section is not None and record[section] != here:
            here = record[section]
            y += 6 if number else 0
            sheet.box(MARGIN, y, sheet.inner, 22, FAINT)
            sheet.text(MARGIN + 4, y + 11, str(here), fitted(str(here), BODY - 0.5, sheet.inner - 8), INK)
            y += 24
            spans.append([y, y])
        middle = y + pitch / 2
        sheet.text(MARGIN, middle, names1[number], fitted(names1[number], BODY, gap), INK)
        if names2[number]:
            after = text_width(names1[number], BODY) + 8
            sheet.text(
                MARGIN + after, middle, names2[number], fitted(names2[number], SMALL, max(gap - after, 20)), MUTED
            )
        sheet.line((start, end), (middle, middle), GRID, 0.8, zorder=0.5)
        _marks(sheet, record, place, middle, wide, inner, dot, point, ring)
        if words[number]:
            sheet.text(MARGIN + sheet.inner - 4, middle, words[number], SMALL, INK, "right")
        y += pitch
        spans[-1][1] = y
    if reference is not None:
        for upper, lower in spans:
            if lower > upper:
                sheet.line((place(reference),) * 2, (upper, lower + 2), ACCENT, 1.2, zorder=1.8, dashes=(4, 3))
    sheet.y = y + 2
    draw_axis(sheet, place, ticks(lowest, highest, 5, FINE), start, end)
    name_axis(sheet, axis_label, start, end - start)
    return sheet.finish()


def _marks(
    sheet: Sheet,
    record: Any,
    place: Any,
    y: float,
    wide: tuple[str, str] | None,
    inner: tuple[str, str] | None,
    dot: str | None,
    point: str | None,
    ring: bool,
) -> None:
    """Bar, line and points of one row, those that are there."""

    def known(*columns: str) -> bool:
        return all(record[c] == record[c] for c in columns)

    if wide and known(*wide):
        low, high = (place(record[c]) for c in wide)
        sheet.box(low, y - 6.5, max(high - low, 1.5), 13, WIDE)
    if inner and known(*inner):
        low, high = (place(record[c]) for c in inner)
        sheet.line((low, max(high, low + 1.5)), (y, y), LINE, 3.0, zorder=2.5)
    if dot and known(dot):
        sheet.dot(place(record[dot]), y, LINE)
    if point and known(point):
        if ring:
            sheet.ring(place(record[point]), y, POINT)
        else:
            sheet.dot(place(record[point]), y, POINT)
