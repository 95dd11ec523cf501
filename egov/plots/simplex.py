"""Weights of three parts as points in their triangle: what is compatible as an area, round schemes as dots."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import known, numeric, require
from egov.plots.palette import ACCENT, AXIS, FAINT, GRID, INK, MUTED, UNIT_TYPE_COLORS, UNIT_TYPE_LABELS, in_order
from egov.plots.sheet import HEADING, SMALL, Card, Key, Sheet, fitted
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

KINDS = ("shared", "five", "other")


@themed
def weight_simplex(
    areas: pd.DataFrame,
    points: pd.DataFrame,
    *,
    corners: Mapping[Any, Sequence[str]] | None = None,
    **card: Unpack[Card],
) -> Figure:
    """One triangle a panel: polygons of compatible weights, dots for round schemes; each corner is one part's 100 %.

    Parameters
    ----------
    areas
        One row a corner of a polygon, in order around it: ``panel``, ``group`` (``province``, ``city``) and the
        weights ``a``, ``b``, ``c`` in percent that sum to 100.
    points
        One row a scheme: the same columns and ``kind``: ``shared`` (a ring in the accent colour), ``five`` (filled),
        ``other`` (small).
    corners
        Panel → names of its three parts, first below left, second below right, third on top.

    Raises
    ------
    ValueError
        A column is missing or not numeric, weights do not sum to 100, a group or kind is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> weights = {"a": [30.0, 20.0, 40.0], "b": [30.0, 40.0, 20.0], "c": [40.0] * 3}
    >>> areas = pd.DataFrame({"panel": "C", "group": "city"} | weights)
    >>> fig = weight_simplex(areas, areas.head(1).assign(kind="five"))
    """
    who = "weight_simplex"
    parts = ["a", "b", "c"]
    for frame, more in ((areas, []), (points, ["kind"])):
        require(frame, ["panel", "group", *parts, *more], who)
        numeric(frame, parts, who)
        known(frame, "group", UNIT_TYPE_COLORS, who, "group")
        if ((frame[parts].sum(axis=1) - 100).abs() > 1e-6).any() or (frame[parts] < -1e-9).any(axis=None):
            raise ValueError(f"{who}: weights must be at least 0 and sum to 100")
    known(points, "kind", KINDS, who, "kind")

    sheet = Sheet(**card)
    keys = [Key(UNIT_TYPE_LABELS[g], UNIT_TYPE_COLORS[g]) for g in in_order([*areas["group"], *points["group"]])]
    if (points["kind"] == "shared").any():
        keys.append(Key("两者共有 shared", ACCENT, "dot"))
    sheet.legend(keys)
    sheet.y += 6
    panels = in_order([*areas["panel"], *points["panel"]])
    for each, (left, wide) in zip(
        panels, sheet.panels([[(str(each), HEADING, INK)] for each in panels], len(panels), 40.0), strict=True
    ):
        left, wide = left + max(0.0, wide - 420) / 2, min(wide, 420.0)
        top, high = sheet.y + 26, wide * math.sqrt(3) / 2

        def place(
            a: float, b: float, c: float, left: float = left, wide: float = wide, top: float = top
        ) -> tuple[float, float]:
            return left + wide * (b + c / 2) / 100, top + wide * math.sqrt(0.75) * (1 - c / 100)

        outline = [place(100, 0, 0), place(0, 100, 0), place(0, 0, 100)]
        sheet.shape([*outline, outline[0]], face=FAINT, edge=AXIS, wide=1)
        for step in range(10, 100, 10):
            for ends in (
                (place(step, 0, 100 - step), place(step, 100 - step, 0)),
                (place(0, step, 100 - step), place(100 - step, step, 0)),
                (place(0, 100 - step, step), place(100 - step, 0, step)),
            ):
                sheet.line([p[0] for p in ends], [p[1] for p in ends], GRID, 0.8, zorder=1.2)
        for unit in in_order(areas.loc[areas["panel"] == each, "group"]):
            own = areas[(areas["panel"] == each) & (areas["group"] == unit)]
            corner = [place(*row) for row in own[parts].itertuples(index=False)]
            colour = UNIT_TYPE_COLORS[unit]
            sheet.shape([*corner, corner[0]], face=colour, edge=colour, wide=1.2, alpha=0.35, zorder=2)
        own = points[points["panel"] == each]
        for row in own.sort_values("kind", key=lambda k: k.map({"other": 0, "five": 1, "shared": 2})).itertuples():
            x, y = place(*(getattr(row, part) for part in parts))
            colour = UNIT_TYPE_COLORS[row.group]
            if row.kind == "shared":
                sheet.dot(x, y, ACCENT, size=11)
            else:
                sheet.dot(x, y, colour, size=8 if row.kind == "five" else 5)
        text = [str(n) for n in (corners or {}).get(each, parts)]
        size = fitted(max(text, key=len), SMALL, wide * 0.48)
        sheet.text(left, top + high + 12, text[0], size, INK)
        sheet.text(left + wide, top + high + 12, text[1], size, INK, "right")
        sheet.text(left + wide / 2, top - 10, text[2], size, INK, "center")
        sheet.text(left + wide / 2, top + high + 28, "每格 10 % a cell", SMALL, MUTED, "center")
        sheet.y = top + high + 40
    return sheet.finish()
