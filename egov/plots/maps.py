"""Tile-grid maps: one square a unit, every unit the same area, neighbours next to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from egov.plots.checks import MARKS, check
from egov.plots.names import abbreviations, name_key
from egov.plots.palette import BAND_COLORS, BAND_LABELS, INK, MARK_LABELS, MISSING, MISSING_LABEL, MUTED, text_on
from egov.plots.sheet import BODY, HEADING, MARGIN, Card, Key, Sheet, fitted, in_chinese, plain, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_GAP, _GUTTER, _SMALL = 2.0, 14.0, 11.0


def tile_lines(name: str) -> list[str]:
    """How a unit's Chinese name stands in a tile: up to three characters on one line, more on two.

    >>> tile_lines("黑龙江"), tile_lines("新疆兵团"), tile_lines("呼和浩特")
    (['黑龙江'], ['新疆', '兵团'], ['呼和', '浩特'])
    """
    half = len(name) if len(name) <= 3 else (len(name) + 1) // 2
    return [line for line in (name[:half], name[half:]) if line]


@themed
def tile_map(
    frame: pd.DataFrame,
    column: str,
    *,
    name2: str | None = None,
    facet: str | None = None,
    palette: Mapping[Any, str] = BAND_COLORS,
    mark: str | None = None,
    **card: Unpack[Card],
) -> Figure:
    """Map a category on the tile grid, one map or one map a facet (a year) with the same layout.

    Parameters
    ----------
    frame
        One row a unit (and facet) with ``unit``, ``tile_col``, ``tile_row`` (columns to the right, rows down) and the
        category ``column``. A unit that has no row in a facet, or a missing category, is hatched grey.
    name2
        Column with a second name (English), printed below the first; in small tiles its abbreviation, with a key.
    palette
        Colour of each category, in legend order; by default ``column`` holds the four bands.
    mark
        Column with ``up``, ``down`` or nothing: draws a small triangle in the tile's corner.

    Raises
    ------
    ValueError
        A column is missing, a category has no colour, a mark is unknown, a unit occurs twice in a facet, or two units
        share a tile.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"unit": ["北京", "天津"], "tile_col": [0, 1], "tile_row": [0, 0], "band": ["非常高", "高"]}
    ... )
    >>> fig = tile_map(frame, "band", title="Two municipalities")
    """
    known = {column: palette} | ({mark: ("", *MARKS)} if mark else {})
    check(frame, [name2], key=["unit", facet], numbers=["tile_col", "tile_row"], known=known)
    places = frame.drop_duplicates("unit").set_index("unit")[["tile_col", "tile_row"]]
    check(places, key=["tile_col", "tile_row"])
    places -= places.min()

    sheet = Sheet(**card)
    name2 = None if in_chinese() else name2
    facets = [None] if facet is None else sorted(frame[facet].dropna().unique())
    columns, rows = (int(most) + 1 for most in places.max())
    across = 1 if len(facets) == 1 or sheet.narrow else 2
    pitch = min((sheet.inner - _GUTTER * (across - 1)) / across / columns, 66.0)
    pitch = int(2 * pitch) / 2  # round numbers make a shorter file
    wide, high, heading = pitch * columns, pitch * rows, 24.0 if facet is not None else 0.0
    names = dict(zip(frame["unit"], frame[name2].astype(str), strict=True)) if name2 else {}
    short = abbreviations(dict.fromkeys(names.values())) if pitch < 60 else {}

    keys = [Key(BAND_LABELS.get(each, str(each)), colour) for each, colour in palette.items()]
    if len(facets) * len(places) > int(frame[column].notna().sum()):
        keys.append(Key(MISSING_LABEL, MISSING, "missing"))
    if mark is not None:
        keys += [Key(MARK_LABELS[kind], INK, kind) for kind in MARKS if (frame[mark] == kind).any()]
    sheet.legend(keys)
    sheet.y += 6

    top = round(sheet.y)
    for number, value in enumerate(facets):
        left = MARGIN + (number % across) * (wide + _GUTTER) if across > 1 else MARGIN + (sheet.inner - wide) / 2
        y = top + (number // across) * (high + heading + 16)
        if value is not None:
            sheet.text(left, y + 9, str(value), HEADING + 1, INK)
        part = (frame if facet is None else frame[frame[facet] == value]).set_index("unit").to_dict()
        for unit, place in places.to_dict("index").items():
            x = left + float(place["tile_col"]) * pitch
            face = palette.get(part[column].get(unit))
            turn = part[mark].get(unit) if mark else None
            second = names.get(unit, "")
            second = short.get(second, plain(second))
            here = y + heading + float(place["tile_row"]) * pitch
            _tile(sheet, x, here, pitch - _GAP, (str(unit), second), face, turn)
    sheet.y = top + -(-len(facets) // across) * (high + heading + 16) - 12
    if short:
        name_key(sheet, short)
    return sheet.finish()


def _tile(sheet: Sheet, x: float, y: float, side: float, names: tuple[str, str], face: str | None, mark: Any) -> None:
    """One unit: its colour or hatching, its names, its mark beside the last line."""
    if face is None:
        sheet.missing(x, y, side, side)
    else:
        sheet.box(x, y, side, side, face)
    colour = MUTED if face is None else text_on(face)
    moved, size = mark in MARKS, BODY + 1 if side > 45 else _SMALL
    lines = [(line, fitted(line, size, side - 2)) for line in tile_lines(names[0])]
    lines += [(line, fitted(line, _SMALL, side - 2)) for line in wrap(names[1], _SMALL, side - 2) if line]
    if moved and not names[1]:
        lines.append((" ", 7.5))  # room for the mark
    high = sum(size for _, size in lines)
    leading = min(1.06, (side - 1) / high)
    here = y + (side - leading * high) / 2
    for number, (line, size) in enumerate(lines, start=1):
        here += size * leading
        aside = 4.0 * (moved and number == len(lines))
        sheet.text(x + side / 2 - aside, here - size * leading / 2, line, size, colour, "center")
    if moved:
        sheet.triangle(x + side - 5.5, here - size * leading / 2, colour, up=mark == "up", size=7.0)
