"""The two indicator trees, for provinces and for cities, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import known, require, unique
from egov.plots.palette import ACCENT, FAINT, GRID, INK, MUTED, UNIT_TYPE_COLORS, UNIT_TYPE_LABELS
from egov.plots.sheet import BODY, HEADING, MARGIN, SMALL, Card, Sheet, fitted, text_width, wrap
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
    _parents(frame, who)

    sheet = Sheet(**card)
    rows = _rows(frame)
    counts = frame[frame["level"] == 3].groupby(["unit_type", "parent"], observed=True).size().to_dict()
    side = max(34 + max(counts.values(), default=1) * _STEP + 4, 96.0)
    sides = {kind: MARGIN + sheet.inner - side * (len(TYPES) - number) for number, kind in enumerate(TYPES)}
    room = sides[TYPES[0]] - MARGIN - 14
    _head(sheet, frame, sides, side, UNIT_TYPE_LABELS)
    second = [row for row in rows if row["level"] == 2]
    wide = max((text_width(row["zh"], BODY) for row in second), default=0.0)
    # names side by side, where the longest English one fits at four fifths of its size
    beside = room - 22 - wide
    stacked = 0.8 * max((text_width(row["en"], SMALL) for row in second), default=0.0) > beside
    for row in rows:
        if row["level"] == 1:
            sheet.y += 4
            high, middle = 25.0, sheet.y + 12
            sheet.box(MARGIN, sheet.y, sheet.inner, 24, FAINT)
            size = fitted(row["zh"], BODY + 0.5, room * 0.6)
            used = text_width(row["zh"], size) + 15
            sheet.text(MARGIN + 5, middle, row["zh"], size, INK)
            sheet.text(MARGIN + used, middle, row["en"], fitted(row["en"], SMALL, room - used), MUTED)
        else:
            high = 35.0 if stacked else 23.0
            middle = sheet.y + high / 2
            if stacked:
                sheet.text(MARGIN + 12, middle - 7.5, row["zh"], fitted(row["zh"], BODY, room - 12), INK)
                sheet.text(MARGIN + 12, middle + 7, row["en"], fitted(row["en"], SMALL, room - 12), MUTED)
            else:
                sheet.text(MARGIN + 12, middle, row["zh"], BODY, INK)
                sheet.text(MARGIN + 22 + wide, middle, row["en"], fitted(row["en"], SMALL, beside), MUTED)
            sheet.line((MARGIN + 12, MARGIN + sheet.inner), (sheet.y + high,) * 2, GRID, 0.7, zorder=0.5)
        differs = len(set(row["codes"].values())) > 1
        for kind in TYPES:
            code = row["codes"].get(kind)
            if code is None:
                sheet.text(sides[kind], middle, "无 none", SMALL, MUTED)
                continue
            sheet.text(sides[kind], middle, code, BODY - 0.5, ACCENT if differs else INK)
            for number in range(counts.get((kind, code), 0) if row["level"] == 2 else 0):
                x = sides[kind] + 30 + number * _STEP
                sheet.box(x, middle - _SQUARE / 2, _SQUARE, _SQUARE, UNIT_TYPE_COLORS[kind])
        sheet.y += high
    if any(len(set(row["codes"].values())) > 1 for row in second):
        sheet.y += 6
        sheet.paragraph("红色：同一指标，代码不同 red: one indicator under two codes", SMALL, ACCENT)
    return sheet.finish()


def _head(
    sheet: Sheet, frame: pd.DataFrame, sides: Mapping[str, float], side: float, labels: Mapping[str, str]
) -> None:
    """Names of the two trees and how many indicators each level has; moves the sheet's ``y``."""
    heads = {kind: wrap(labels[kind], HEADING, side - 6) for kind in TYPES}
    below = sheet.y + 9 + 18 * max(len(lines) for lines in heads.values())
    for kind, lines in heads.items():
        for number, line in enumerate(lines):
            sheet.text(sides[kind], sheet.y + 9 + number * 18, line, fitted(line, HEADING, side - 6), INK)
        sizes = [int(((frame["unit_type"] == kind) & (frame["level"] == level)).sum()) for level in (1, 2, 3)]
        sheet.text(sides[kind], below, " / ".join(map(str, sizes)), BODY, MUTED)
    sheet.text(MARGIN, below, "各级指标数 indicators at levels 1 / 2 / 3", SMALL, MUTED)
    sheet.y = below + 15


def _parents(frame: pd.DataFrame, who: str) -> None:
    codes = set(zip(frame["unit_type"], frame["code"], strict=True))
    for kind, code, level, parent in zip(
        frame["unit_type"], frame["code"], frame["level"], frame["parent"], strict=True
    ):
        if level > 1 and (kind, parent) not in codes:
            raise ValueError(f"{who}: parent {parent!r} of {kind} {code!r} is not in the frame")


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Level-1 and level-2 rows in order; what only the second tree holds follows its predecessor there."""
    rows: list[dict[str, Any]] = []
    tops = frame[frame["level"] == 1]
    for letter in sorted(tops["code"].unique()):
        same = tops[tops["code"] == letter]
        rows.append(
            {
                "level": 1,
                "zh": same["name_zh"].iloc[0],
                "en": same["name_en"].iloc[0],
                "codes": dict(zip(same["unit_type"], same["code"], strict=True)),
            }
        )
        below: list[dict[str, Any]] = []
        for kind in TYPES:
            part = frame[(frame["unit_type"] == kind) & (frame["level"] == 2) & (frame["parent"] == letter)]
            spot = 0
            for record in part.sort_values("code").to_dict("records"):
                match = [
                    n for n, row in enumerate(below) if row["zh"] == record["name_zh"] and kind not in row["codes"]
                ]
                if match:
                    below[match[0]]["codes"][kind] = record["code"]
                    spot = match[0] + 1
                else:
                    new = {
                        "level": 2,
                        "zh": record["name_zh"],
                        "en": record["name_en"],
                        "codes": {kind: record["code"]},
                    }
                    below.insert(spot, new)
                    spot += 1
        rows += below
    return rows
