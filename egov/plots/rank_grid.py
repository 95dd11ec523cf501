"""Which ranks a unit can hold: a grid of units and ranks, a filled cell for a rank that remains possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import known, numeric, require, unique
from egov.plots.dots import TIER_COLORS
from egov.plots.palette import FAINT, INK, in_order, text_on
from egov.plots.rows import Rows
from egov.plots.sheet import BODY, MARGIN, Card, Key, Sheet, fitted
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_ROW = 27.0


@themed
def possible_ranks(
    frame: pd.DataFrame,
    label: str,
    *,
    tier_labels: Mapping[Any, str] | None = None,
    count: str | None = None,
    label2: str | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """One row a label, one column a rank that anybody can hold; a cell has the colour of the last tier that allows it.

    Parameters
    ----------
    frame
        One row a label and rank that is possible in some tier; a rank that no row has gets no column.
    tier, tier_labels
        The last tier that still allows the rank, and the names of the tiers from first to last.
    count
        Column with a number to print in the cell, such as the rankings that have it; zero prints nothing.

    Raises
    ------
    ValueError
        A column is missing, a rank is not a number, a label and rank occur twice, or a tier is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> fig = possible_ranks(pd.DataFrame({"unit": ["甲", "甲"], "rank": [1, 2], "tier": ["b", "a"]}), "unit")
    """
    who = "possible_ranks"
    require(frame, [label, label2, "rank", "tier", count], who)
    numeric(frame, ["rank", count], who)
    unique(frame, [label, "rank"], who)
    tiers = list(tier_labels) if tier_labels is not None else in_order(frame["tier"])
    known(frame, "tier", tiers, who, "tier")
    if len(tiers) > len(TIER_COLORS) - 1:
        raise ValueError(f"{who}: at most {len(TIER_COLORS) - 1} tiers, got {len(tiers)}")
    colours = dict(zip(tiers, TIER_COLORS[:-1][-len(tiers) :], strict=True))

    sheet = Sheet(**card)
    shown = [t for t in tiers if (frame["tier"] == t).any()]
    sheet.legend([Key(str((tier_labels or {}).get(t, t)), colours[t]) for t in shown])
    sheet.y += 6
    ranks = sorted(frame["rank"].unique())
    rows = Rows(sheet, frame.drop_duplicates(label), label, label2, head=True, pitch=_ROW)
    start = rows.start
    cell = min((sheet.width - MARGIN - start) / len(ranks), 62.0)
    for column, each in enumerate(ranks):
        sheet.text(start + (column + 0.5) * cell, rows.top - 12, f"{each:g}", BODY, INK, "center")
    cells = frame.set_index([label, "rank"])
    for middle, key in zip(rows.y, in_order(frame[label]), strict=True):
        for column, each in enumerate(ranks):
            x = start + column * cell
            given = (key, each) in cells.index
            colour = colours[cells.at[(key, each), "tier"]] if given else FAINT
            sheet.box(x, middle + 1 - _ROW / 2, cell - 2, _ROW - 3, colour)
            if given and count and cells.at[(key, each), count]:
                text = f"{cells.at[(key, each), count]:g}"
                sheet.text(x + cell / 2 - 1, middle, text, fitted(text, BODY, cell - 8), text_on(colour), "center")
    sheet.y += 6
    rows.label(axis_label)
    return sheet.finish()
