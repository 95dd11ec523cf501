"""A linear axis: where a number stands, its ticks, and how they and its name are drawn below the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from egov.plots.palette import AXIS, MUTED
from egov.plots.sheet import SMALL, Sheet, wrap

Place = Callable[[float], float]
ROUND, FINE = (1, 2, 5, 10), (1, 2, 2.5, 5, 10)
"""Steps between ticks, times a power of ten."""


def scale(low: float, high: float, start: float, end: float) -> Place:
    """Where a number from ``low`` to ``high`` stands between ``start`` and ``end``; all at the start of an empty range.

    >>> scale(60, 100, 0, 200)(80), scale(7, 7, 10, 90)(7)
    (100.0, 10.0)
    """
    return lambda number: start + (number - low) / ((high - low) or 1) * (end - start)


def ticks(low: float, high: float, count: int, steps: Iterable[float] = ROUND) -> list[float]:
    """At most ``count + 1`` round numbers from ``low`` to ``high``.

    >>> ticks(61, 99, 5)
    [70.0, 80.0, 90.0]
    """
    from matplotlib.ticker import MaxNLocator

    found = MaxNLocator(nbins=count, steps=list(steps)).tick_values(low, high)
    return [float(tick) for tick in found if low - 1e-9 <= tick <= high + 1e-9]


def draw_axis(sheet: Sheet, place: Place, marks: Iterable[float], start: float, end: float) -> None:
    """A line from ``start`` to ``end`` at the sheet's ``y``, a tick and its number at every mark; moves ``y`` below."""
    sheet.line((start, end), (sheet.y, sheet.y), AXIS, 1)
    for mark in marks:
        sheet.line((place(mark),) * 2, (sheet.y, sheet.y + 4), AXIS, 1)
        sheet.text(place(mark), sheet.y + 12, f"{mark:g}", SMALL, MUTED, "center")
    sheet.y += 22


def name_axis(sheet: Sheet, label: str, left: float, width: float, leading: float = 1.35) -> None:
    """The name of the axis in as many lines as it needs; nothing for an empty one. Moves the sheet's ``y`` below."""
    for line in wrap(label, SMALL, width) if label else []:
        sheet.text(left, sheet.y + 8, line, SMALL, MUTED)
        sheet.y += SMALL * leading
