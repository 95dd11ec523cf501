"""Checks as small squares, one a check: where a set of documents is solid and where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Unpack

from egov.plots.checks import known, require
from egov.plots.palette import ACCENT, FAINT, HATCH, INK, MUTED, PAPER, in_order
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Key, Sheet, text_width, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

VERDICT_COLORS = {
    "contradicts": ACCENT,
    "misprint": "#e8a33d",
    "not_checkable": PAPER,
    "rounding": "#3a7ba3",
    "agrees": "#c3d3e0",
}
"""Faults first: that is the order in which a row shows them."""
VERDICT_LABELS = {
    "contradicts": "contradicts // 矛盾",
    "misprint": "misprint // 印误",
    "not_checkable": "cannot be decided // 无法核对",
    "rounding": "rounding // 四舍五入",
    "agrees": "agrees // 一致",
}
_LOUD = ("contradicts", "misprint")
_SIZE, _PITCH = 6.0, 8.0


@themed
def verdict_grid(
    frame: pd.DataFrame,
    *,
    group: str,
    row: str,
    verdict: str = "verdict",
    group_labels: Mapping[str, str] | None = None,
    row_labels: Mapping[str, str] | None = None,
    **card: Unpack[Card],
) -> Figure:
    """One square a check, coloured by verdict, in rows of one kind under the heading of one document.

    Parameters
    ----------
    frame
        One row a check.
    group, row
        Columns with the heading and with the row below it, both in the order of first rows; each cell a text.
    verdict
        Column with ``agrees``, ``rounding``, ``contradicts``, ``misprint`` or ``not_checkable``.
    group_labels, row_labels
        Texts to print for them.

    Raises
    ------
    ValueError
        A column is missing, the frame is empty, or a verdict is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"document": ["a", "a"], "kind": ["x", "x"], "verdict": ["agrees", "misprint"]})
    >>> fig = verdict_grid(frame, group="document", row="kind")
    """
    who = "verdict_grid"
    require(frame, [group, row, verdict], who)
    known(frame, verdict, tuple(VERDICT_COLORS), who, "verdict")
    groups, rows = dict(group_labels or {}), dict(row_labels or {})
    sheet = Sheet(**card)
    present = set(frame[verdict])
    sheet.legend([Key(VERDICT_LABELS[v], kind=_square(v), wide=10) for v in VERDICT_COLORS if v in present])
    kinds = in_order(frame[row])
    gap = max(text_width(str(rows.get(k, k)), SMALL) for k in kinds) + 12
    left = MARGIN + gap
    counts_wide = text_width("000 + 00", SMALL)
    per_line = int((sheet.inner - gap - counts_wide - 8) // _PITCH)
    for name in in_order(frame[group]):
        part = frame[frame[group] == name]
        faults = int(part[verdict].isin(_LOUD).sum())
        sheet.y += 8
        words = f"{len(part)} checked, none fails // 核对 {len(part)} 项，无一不符"
        if faults:
            words = f"{len(part)} checked, {faults} fail // 核对 {len(part)} 项，{faults} 项不符"
        heading = wrap(str(groups.get(name, name)), BODY, sheet.inner - text_width(words, SMALL) - 8)
        for number, line in enumerate(heading):
            sheet.text(MARGIN, sheet.y + 8 + number * BODY * 1.3, line, BODY, INK)
        sheet.text(sheet.width - MARGIN, sheet.y + 8, words, SMALL, ACCENT if faults else MUTED, ha="right")
        sheet.y += 20 + (len(heading) - 1) * BODY * 1.3
        for kind in [k for k in kinds if (part[row] == k).any()]:
            verdicts = part.loc[part[row] == kind, verdict].tolist()
            verdicts.sort(key=list(VERDICT_COLORS).index)
            sheet.text(MARGIN, sheet.y + _PITCH / 2 + 1, str(rows.get(kind, kind)), SMALL, MUTED)
            lines = -(-len(verdicts) // per_line)
            _squares(sheet, left, sheet.y + 2, verdicts, per_line)
            sheet.text(sheet.width - MARGIN, sheet.y + _PITCH / 2 + 1, str(len(verdicts)), SMALL, MUTED, ha="right")
            sheet.y += max(15.0, lines * _PITCH + 5)
    return sheet.finish()


def _square(verdict: str) -> Callable[[Sheet, float, float], None]:
    hollow = verdict == "not_checkable"
    colour, edge = (FAINT, HATCH) if hollow else (VERDICT_COLORS[verdict], None)
    return lambda sheet, x, y: sheet.box(x - 5, y - 5, 10, 10, colour, edge=edge)


def _squares(sheet: Sheet, left: float, top: float, verdicts: list[str], per_line: int) -> None:
    """One path a verdict: a hundred squares cost the page what one does."""
    for verdict, colour in VERDICT_COLORS.items():
        squares = []
        for number, each in enumerate(verdicts):
            if each == verdict:
                x, y = left + number % per_line * _PITCH, top + number // per_line * _PITCH
                squares.append([(x, y), (x + _SIZE, y), (x + _SIZE, y + _SIZE), (x, y + _SIZE), (x, y)])
        if squares and verdict == "not_checkable":
            sheet.shape(*squares, face=FAINT, edge=HATCH, wide=1.0)
        elif squares:
            sheet.shape(*squares, face=colour)
