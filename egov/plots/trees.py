"""The two indicator trees, for provinces and for cities, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from egov.plots.checks import known, require, unique
from egov.plots.palette import ACCENT, GRID, INK, MUTED, UNIT_TYPE_COLORS, UNIT_TYPE_LABELS
from egov.plots.rows import Rows
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Sheet, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

TYPES = ("province", "city")
_SQUARE, _STEP = 9.0, 12.0


@themed
def indicator_trees(frame: pd.DataFrame, **card: Unpack[Card]) -> Figure:
    """Two indicator trees in one table-like picture, rows matched by name, a small square for each level-3 indicator.

    Level 1 is matched by its letter. A level-2 indicator that both trees hold under one name shares a row, whatever
    its codes; codes that differ are red. One that a single tree holds has "none" on the other side. So it can be seen
    what only provinces have, and where one code means two things.

    Parameters
    ----------
    frame
        One row an indicator: ``unit_type`` (``province``, ``city``), ``code`` (``A``, ``A2``, ``A2-1``), ``level``
        (1, 2, 3), ``parent`` (code; empty at level 1), ``name_zh``, ``name_en``.

    Raises
    ------
    ValueError
        A column is missing, a unit type or level is unknown, a code occurs twice, or a parent is not in the frame.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     [
    ...         ("province", "E", 1, None, "指南准确度", "Guide accuracy"),
    ...         ("province", "E1", 2, "E", "基本信息", "Basic information"),
    ...         ("province", "E1-1", 3, "E1", "法定办结时限", "Statutory time limit"),
    ...     ],
    ...     columns=["unit_type", "code", "level", "parent", "name_zh", "name_en"],
    ... )
    >>> fig = indicator_trees(frame)
    """
    who = "indicator_trees"
    require(frame, ["unit_type", "code", "level", "parent", "name_zh", "name_en"], who)
    unique(frame, ["unit_type", "code"], who)
    known(frame, "unit_type", TYPES, who, "unit type")
    known(frame, "level", (1, 2, 3), who, "level")
    below = frame[frame["level"] > 1].merge(
        frame[["unit_type", "code"]], "left", left_on=["unit_type", "parent"], right_on=["unit_type", "code"]
    )
    if below["code_y"].isna().any():
        kind, code, parent = below.loc[below["code_y"].isna(), ["unit_type", "code_x", "parent"]].iloc[0]
        raise ValueError(f"{who}: parent {parent!r} of {kind} {code!r} is not in the frame")
    second = frame[frame["level"] == 2]
    codes = second.pivot(index=["parent", "name_zh"], columns="unit_type", values="code").reindex(columns=TYPES)
    names = second.drop_duplicates(["parent", "name_zh"])[["parent", "name_zh", "name_en"]]
    rows = names.merge(codes.astype(object).fillna(""), on=["parent", "name_zh"])
    # what only the second tree holds stands where its own code puts it
    place = rows[TYPES[0]].where(rows[TYPES[0]] != "", rows[TYPES[1]])
    rows = rows.assign(place=place).sort_values(["parent", "place"], kind="stable")
    tops = frame[frame["level"] == 1].drop_duplicates("code").set_index("code")
    both = tops["name_zh"] + " " + tops["name_en"] + " // " + tops.index + " " + tops["name_zh"]
    rows["section"] = rows["parent"] + " " + rows["parent"].map(both)
    third = frame[frame["level"] == 3].groupby(["unit_type", "parent"], observed=True).size()

    sheet = Sheet(**card)
    most = int(third.max()) if len(third) else 0
    side = max(34.0 + most * _STEP, 0.16 * sheet.inner)
    sheet.y += 18
    names = Rows(sheet, rows, "name_zh", "name_en", "section", most=1 - 2 * side / sheet.inner, head=True)
    for y in names.y:
        sheet.line((MARGIN, names.right), (y + names.pitch / 2,) * 2, GRID, 0.7, zorder=0.5)
    levels = frame.groupby(["unit_type", "level"], observed=True).size()
    for number, kind in enumerate(TYPES):
        x = names.right - side * (len(TYPES) - number)
        sizes = " / ".join(str(levels.get((kind, level), 0)) for level in (1, 2, 3))
        sheet.text(x, names.top - 28, UNIT_TYPE_LABELS[kind], BODY, INK)
        sheet.text(x, names.top - 10, sizes, BODY, MUTED)
        other = rows[TYPES[1 - number]]
        for y, code, twin in zip(names.y, rows[kind], other, strict=True):
            if not code:
                sheet.text(x, y, "none // 无", SMALL, MUTED)
                continue
            sheet.text(x, y, code, BODY - 0.5, ACCENT if twin and twin != code else INK)
            for square in range(third.get((kind, code), 0)):
                sheet.box(x + 30 + square * _STEP, y - _SQUARE / 2, _SQUARE, _SQUARE, UNIT_TYPE_COLORS[kind])
    told = wrap("indicators by level // 各级指标数", SMALL, sheet.inner - 2 * side - 6)
    sheet.lines(MARGIN, names.top - 10 - (len(told) - 1) * SMALL * 0.59, told, SMALL, MUTED)
    if ((rows[list(TYPES)] != "").all(axis=1) & (rows[TYPES[0]] != rows[TYPES[1]])).any():
        sheet.y += 6
        sheet.paragraph("red: one indicator under two codes // 红色：同一指标，编号不同", SMALL, ACCENT)
    return sheet.finish()
