"""Breadth: how many industries rise and fall beside the move of the index they make up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import numeric, require, unique
from egov.plots.index_tree import FALLING, FLAT, RISING
from egov.plots.palette import ACCENT, FAINT, GRID, INK, MUTED, in_order
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Key, Sheet, fitted
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_PITCH, _CELL = 37.0, 15.5


@themed
def breadth_rows(
    frame: pd.DataFrame, *, section: str, section_labels: Mapping[Any, str] | None = None, **card: Unpack[Card]
) -> Figure:
    """One row an index: a square an industry (falling, flat, rising), then the change of the index itself.

    Parameters
    ----------
    frame
        ``component``, ``component_en``, ``rising``, ``falling``, ``flat`` (counts), ``change`` (points) and ``agrees``
        (whether more rise than fall exactly where the index rises), with the column ``section`` that gathers rows.

    Raises
    ------
    ValueError
        A column is missing or not numeric, an index occurs twice in a section, or the counts of two rows differ in sum.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"family": "trade", "component": "总指数", "component_en": "Composite", "rising": 8, "falling": 3}
    >>> fig = breadth_rows(pd.DataFrame([row | {"flat": 1, "change": 4.63, "agrees": True}]), section="family")
    """
    who = "breadth_rows"
    require(frame, ["component", "component_en", "rising", "falling", "flat", "change", "agrees", section], who)
    numeric(frame, ["rising", "falling", "flat", "change"], who)
    unique(frame, [section, "component"], who)
    sums = frame[["rising", "falling", "flat"]].sum(axis=1)
    if sums.nunique() != 1:
        raise ValueError(f"{who}: counts add up to {sorted(sums.unique())}, expected one sum for all rows")
    sheet = Sheet(**card)
    sheet.legend([Key("上升 rising", RISING), Key("持平 flat", FLAT), Key("下降 falling", FALLING)])
    room = 0.38 * sheet.inner
    start = MARGIN + room + 12
    end = MARGIN + sheet.inner
    for each in in_order(frame[section]):
        name = str((section_labels or {}).get(each, each))
        sheet.box(MARGIN - 4, sheet.y + 2, sheet.inner + 8, 22, FAINT)
        sheet.text(MARGIN, sheet.y + 13, name, BODY, INK)
        sheet.text(end, sheet.y + 13, "指数环比 change of the index", SMALL, MUTED, "right")
        sheet.y += 26
        for record in frame[frame[section] == each].to_dict("records"):
            middle = sheet.y + _PITCH / 2
            sheet.text(MARGIN, middle - 8, record["component"], fitted(record["component"], BODY, room), INK)
            sheet.text(MARGIN, middle + 8, record["component_en"], fitted(record["component_en"], SMALL, room), MUTED)
            x = start
            for count, colour in (("rising", RISING), ("flat", FLAT), ("falling", FALLING)):
                for _ in range(int(record[count])):
                    sheet.box(x, middle - _CELL / 2, _CELL - 1.5, _CELL, colour)
                    x += _CELL
            change = float(record["change"])
            colour = RISING if change > 0 else FALLING if change < 0 else FLAT
            sheet.text(end, middle if record["agrees"] else middle - 8, f"{change:+.2f}", SMALL + 1, colour, "right")
            if not record["agrees"]:
                words = "方向相反 disagrees"
                sheet.text(end, middle + 8, words, fitted(words, SMALL, end - x - 6), ACCENT, "right")
            sheet.y += _PITCH
            sheet.line((MARGIN, end), (sheet.y, sheet.y), GRID, 0.7, zorder=0.5)
        sheet.y += 6
    return sheet.finish()
