"""Checks as small squares, one a check: where a set of documents is solid and where it is not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

from egov.plots.checks import check
from egov.plots.palette import ACCENT, FAINT, HATCH, INK, MUTED, in_order
from egov.plots.sheet import BODY, MARGIN, SMALL, Card, Key, Sheet, text_width, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

VERDICT_COLORS = {
    "contradicts": ACCENT,
    "misprint": "#e8a33d",
    "not_checkable": FAINT,
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
_EDGE = {"not_checkable": HATCH}
_LOUD = ("contradicts", "misprint")
_SIZE, _PITCH = 6.0, 8.0


@themed
def verdict_grid(frame: pd.DataFrame, *, group: str, row: str, **card: Unpack[Card]) -> Figure:
    """One square a check, coloured by verdict, in rows of one kind under the heading of one document.

    Parameters
    ----------
    frame
        One row a check with its ``verdict``: ``agrees``, ``rounding``, ``contradicts``, ``misprint`` or
        ``not_checkable``.
    group, row
        Columns with the heading and with the name of the row below it, both in the order of first rows.

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
    check(frame, [group, row], known={"verdict": VERDICT_COLORS})
    sheet = Sheet(**card)
    present = set(frame["verdict"])
    sheet.legend([Key(VERDICT_LABELS[v], kind=partial(_square, v), wide=10) for v in VERDICT_COLORS if v in present])
    kinds = in_order(frame[row])
    gap = max(text_width(kind, SMALL) for kind in kinds) + 12
    end = sheet.width - MARGIN
    per_line = int((sheet.inner - gap - text_width("000 + 00", SMALL) - 8) // _PITCH)
    for name, part in frame.groupby(group, sort=False):
        faults = int(part["verdict"].isin(_LOUD).sum())
        sheet.y += 8
        words = f"{len(part)} checked, none fails // 核对 {len(part)} 项，无一不符"
        if faults:
            words = f"{len(part)} checked, {faults} fail // 核对 {len(part)} 项，{faults} 项不符"
        heading = wrap(str(name), BODY, sheet.inner - text_width(words, SMALL) - 8)
        for number, line in enumerate(heading):
            sheet.text(MARGIN, sheet.y + 8 + number * BODY * 1.3, line, BODY, INK)
        sheet.text(end, sheet.y + 8, words, SMALL, ACCENT if faults else MUTED, ha="right")
        sheet.y += 20 + (len(heading) - 1) * BODY * 1.3
        for kind in [k for k in kinds if (part[row] == k).any()]:
            verdicts = sorted(part.loc[part[row] == kind, "verdict"], key=list(VERDICT_COLORS).index)
            sheet.text(MARGIN, sheet.y + _PITCH / 2 + 1, kind, SMALL, MUTED)
            _squares(sheet, MARGIN + gap, sheet.y + 2, verdicts, per_line)
            sheet.text(end, sheet.y + _PITCH / 2 + 1, str(len(verdicts)), SMALL, MUTED, ha="right")
            sheet.y += max(15.0, -(-len(verdicts) // per_line) * _PITCH + 5)
    return sheet.finish()


def _square(verdict: str, sheet: Sheet, x: float, y: float) -> None:
    """The square of a legend."""
    sheet.box(x - 5, y - 5, 10, 10, VERDICT_COLORS[verdict], edge=_EDGE.get(verdict, ""))


def _squares(sheet: Sheet, left: float, top: float, verdicts: list[str], per_line: int) -> None:
    """One path a verdict: a hundred squares cost the page what one does."""
    squares: dict[str, list[list[tuple[float, float]]]] = {}
    for number, verdict in enumerate(verdicts):
        x, y = left + number % per_line * _PITCH, top + number // per_line * _PITCH
        corners = [(x, y), (x + _SIZE, y), (x + _SIZE, y + _SIZE), (x, y + _SIZE), (x, y)]
        squares.setdefault(verdict, []).append(corners)
    for verdict, boxes in squares.items():
        sheet.shape(*boxes, face=VERDICT_COLORS[verdict], edge=_EDGE.get(verdict, "none"), wide=1.0)
