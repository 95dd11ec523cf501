"""Forecast probabilities of the bands: one stacked bar a unit, beside the band it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import known, numeric, require, unique
from egov.plots.palette import (
    BAND_COLORS,
    BAND_LABELS,
    BANDS,
    GRID,
    INK,
    MUTED,
    UNIT_TYPE_LABELS,
    in_order,
    text_on,
)
from egov.plots.sheet import BODY, HEADING, MARGIN, SMALL, Card, Key, Sheet, fitted, text_width, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_ROW = 19.0


@themed
def chance_bars(
    frame: pd.DataFrame,
    *,
    unit: str = "unit",
    band: str = "band",
    probability: str = "probability",
    now: str = "now",
    panel: str | None = None,
    panel_labels: Mapping[Any, str] | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """A row a unit: its name, its present band as a square, and a bar split by the probabilities of the four bands.

    Parameters
    ----------
    frame
        One row a unit and band with ``probability`` (0 to 1; the four of a unit sum to one) and ``now``, the band the
        unit stands in. Rows keep the order of first rows. Percentages are printed where they fit.
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
    require(frame, [unit, band, probability, now, panel], who)
    numeric(frame, [probability], who)
    known(frame, band, BANDS, who, "band")
    known(frame, now, BANDS, who, "band")
    unique(frame, [panel, unit, band], who)
    by = [panel, unit] if panel else [unit]
    totals = frame.groupby(by, observed=True)[probability].sum()
    if ((totals - 1).abs() > 1e-6).any():
        wrong = totals.index[(totals - 1).abs() > 1e-6][0]
        raise ValueError(f"{who}: the probabilities of {wrong} sum to {totals[wrong]:g}, not to one")
    sheet = Sheet(**card)
    sheet.legend([Key(BAND_LABELS[b], BAND_COLORS[b]) for b in BANDS])
    sheet.y += 4
    panels = [None] if panel is None else in_order(frame[panel].astype(str))
    gutter = 22.0
    wide = (sheet.inner - gutter * (len(panels) - 1)) / len(panels)
    top, lowest = sheet.y, sheet.y
    for number, value in enumerate(panels):
        part = frame if panel is None else frame[frame[panel].astype(str) == value]
        left, y = MARGIN + number * (wide + gutter), top
        if value is not None:
            text = str((panel_labels or UNIT_TYPE_LABELS).get(value, value))
            sheet.text(left, y + 10, text, fitted(text, HEADING, wide), INK)
            y += 26
        units = list(dict.fromkeys(part[unit]))
        gap = max(text_width(str(key), BODY - 1) for key in units) + 6
        start = left + gap + 20
        length = left + wide - start
        first = y
        for key in units:
            rows = part[part[unit] == key].set_index(band)
            sheet.text(left, y + _ROW / 2, str(key), BODY - 1, INK)
            sheet.box(left + gap, y + 3, _ROW - 6, _ROW - 6, BAND_COLORS[str(rows[now].iloc[0])])
            x = start
            for label in BANDS:
                if label not in rows.index:
                    continue
                share = float(rows.at[label, probability])
                sheet.box(x, y + 2, share * length, _ROW - 4, BAND_COLORS[label])
                text = f"{100 * share:.0f}"
                if text_width(text, SMALL - 1) + 4 <= share * length:
                    colour = text_on(BAND_COLORS[label])
                    sheet.text(x + share * length / 2, y + _ROW / 2, text, SMALL - 1, colour, "center")
                x += share * length
            y += _ROW
        for tick, ha in ((0, "left"), (50, "center"), (100, "right")):
            here = start + length * tick / 100
            sheet.line((here, here), (first, y + 3), GRID, 1, zorder=0)
            sheet.text(here, y + 11, f"{tick} %" if tick else "0", SMALL, MUTED, ha)
        y += 20
        for line in wrap(axis_label, SMALL, wide) if axis_label else ():
            sheet.text(left, y + 8, line, SMALL, MUTED)
            y += SMALL * 1.35
        lowest = max(lowest, y)
    sheet.y = lowest
    return sheet.finish()
