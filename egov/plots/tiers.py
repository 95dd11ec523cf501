"""Intervals that shrink as more is used: one row a unit, one bar a tier, the same scale throughout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.axis import FINE, name_axis, scale, ticks
from egov.plots.checks import known, numeric, require, unique
from egov.plots.palette import AXIS, GRID, INK, MUTED, in_order
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Key, Sheet, brief, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

TIER_COLORS = ("#c3ccd6", "#55a5c0", "#072f68", "#b8382a")
_BAR = 7.0
_LEAST = 4.0


@themed
def interval_tiers(
    frame: pd.DataFrame,
    label: str,
    *,
    tier: str = "tier",
    low: str = "lower",
    high: str = "upper",
    label2: str | None = None,
    tier_labels: Mapping[Any, str] | None = None,
    limits: tuple[float, float] | None = None,
    reference: float | None = None,
    reference_label: str = "",
    axis_label: str = "",
    text: bool = True,
    decimals: int = 2,
    **card: Unpack[Card],
) -> Figure:
    """One row a label, one horizontal bar a tier from ``low`` to ``high``; the last tier's ends are printed.

    Parameters
    ----------
    frame
        One row a label and tier, labels and tiers in the order of their first rows (at most four tiers). A bar
        narrower than four pixels is drawn that wide, about its middle.
    label, label2
        Columns with the name of a row and a second, muted one.
    limits
        Ends of the axis; by default the least and greatest end, rounded outwards to tens.
    reference, reference_label
        A vertical line and its name above the rows.
    text
        Print the ends of the last tier to the right of each row, with so many ``decimals``.

    Raises
    ------
    ValueError
        A column is missing or not numeric, a lower end above its upper end, a label twice in a tier, more than four
        tiers, or an interval outside ``limits``.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"unit": ["甲", "甲"], "tier": ["a", "b"], "lower": [0, 40], "upper": [100, 60]})
    >>> fig = interval_tiers(frame, "unit")
    """
    who = "interval_tiers"
    require(frame, [label, label2, tier, low, high], who)
    numeric(frame, [low, high], who)
    unique(frame, [label, tier], who)
    if frame[[label, tier, low, high]].isna().any(axis=None):
        raise ValueError(f"{who}: columns {label!r}, {tier!r}, {low!r} and {high!r} must be filled")
    if (frame[low] > frame[high]).any():
        raise ValueError(f"{who}: a lower end is greater than its upper end")
    tiers = in_order(frame[tier])
    if len(tiers) > len(TIER_COLORS):
        raise ValueError(f"{who}: at most {len(TIER_COLORS)} tiers, got {len(tiers)}")
    if tier_labels is not None:
        known(frame, tier, list(tier_labels), who, "tier")
        tiers = [t for t in tier_labels if t in tiers]
    colours = dict(zip(tiers, TIER_COLORS[-len(tiers) - 1 : -1] if len(tiers) < 4 else TIER_COLORS, strict=True))
    least, most = limits or (10 * (frame[low].min() // 10), 10 * -(-frame[high].max() // 10))
    if frame[low].min() < least or frame[high].max() > most or not least < most:
        raise ValueError(f"{who}: intervals lie outside the axis from {least} to {most}")

    sheet = Sheet(**card)
    sheet.legend([Key(str((tier_labels or {}).get(t, t)), colours[t]) for t in tiers])
    sheet.y += 6
    labels = in_order(frame[label])
    first = frame.drop_duplicates(label).set_index(label)
    seconds = {key: brief(str(first.at[key, label2]), SMALL, 130) if label2 else "" for key in labels}
    wide1 = max(text_width(str(key), BODY) for key in labels)
    wide2 = max(text_width(second, SMALL) for second in seconds.values())
    start = MARGIN + wide1 + (8 + wide2 if label2 else 0) + 12
    room = 8 + text_width(f"{most:.{decimals}f}–{most:.{decimals}f}", SMALL) if text else 8.0
    end = sheet.width - MARGIN - room

    place = scale(least, most, start, end)
    if reference is not None:
        sheet.text(place(reference), sheet.y + 6, reference_label, SMALL, MUTED, "center")
        sheet.y += 18
    top, pitch = sheet.y, _BAR * len(tiers) + 9
    bottom = top + pitch * len(labels)
    marks = ticks(least, most, 6, FINE)
    for tick in marks:
        sheet.line((place(tick),) * 2, (top, bottom), GRID, 1, zorder=0)
    if reference is not None:
        sheet.line((place(reference),) * 2, (top - 4, bottom), MUTED, 1.2, zorder=1, dashes=(4, 3))
    for row, key in enumerate(labels):
        y = top + row * pitch
        middle = y + pitch / 2
        sheet.text(MARGIN, middle, str(key), BODY, INK)
        if label2:
            sheet.text(MARGIN + wide1 + 8, middle, seconds[key], SMALL, MUTED)
        own = frame[frame[label] == key].set_index(tier)
        for number, each in enumerate(tiers):
            if each not in own.index:
                continue
            left, right = place(float(own.at[each, low])), place(float(own.at[each, high]))
            extra = max(0.0, _LEAST - (right - left)) / 2
            bar = y + 4.5 + number * _BAR
            sheet.box(left - extra, bar, right - left + 2 * extra, _BAR - 1, colours[each])
        if text and tiers[-1] in own.index:
            ends = [f"{own.at[tiers[-1], end]:.{decimals}f}" for end in (low, high)]
            sheet.text(sheet.width - MARGIN, middle, "–".join(dict.fromkeys(ends)), SMALL, INK, "right")
    sheet.y = bottom + 4
    sheet.line((start, end), (sheet.y,) * 2, AXIS, 1)
    for tick in marks:
        sheet.text(place(tick), sheet.y + 10, f"{tick:g}", SMALL, MUTED, "center")
    sheet.y += 20
    name_axis(sheet, axis_label, start, end - start)
    return sheet.finish()
