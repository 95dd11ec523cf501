"""Tile-grid maps: one square a unit, every unit the same area, neighbours next to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from egov.plots.checks import MARKS, known, numeric, require, unique
from egov.plots.palette import BAND_COLORS, BAND_LABELS, BANDS, INK, MISSING, MISSING_LABEL, MUTED, text_on
from egov.plots.sheet import BODY, HEADING, MARGIN, SMALL, Key, Sheet, brief, fitted, wrap
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MARK_LABELS = {"up": "升组 up", "down": "降组 down"}
_GAP = 2.0


def tile_lines(name: str) -> list[str]:
    """How a unit's Chinese name stands in a tile: up to three characters on one line, more on two.

    >>> tile_lines("黑龙江"), tile_lines("新疆兵团"), tile_lines("呼和浩特")
    (['黑龙江'], ['新疆', '兵团'], ['呼和', '浩特'])
    """
    if len(name) <= 3:
        return [name]
    half = (len(name) + 1) // 2
    return [name[:half], name[half:]]


@themed
def tile_map(
    frame: pd.DataFrame,
    column: str,
    *,
    facet: str | None = None,
    palette: Mapping[Any, str] | str | None = None,
    labels: Mapping[Any, str] | None = None,
    title: str = "",
    subtitle: str = "",
    note: str = "",
    name: str = "unit",
    name2: str | None = None,
    mark: str | None = None,
    mark_labels: Mapping[str, str] | None = None,
    facet_labels: Mapping[Any, str] | None = None,
    limits: tuple[float, float] | None = None,
    value_label: str = "",
    value_format: str | None = None,
) -> Figure:
    """Map a category or a number on the tile grid, one map or one map a facet (a year) with the same layout.

    Parameters
    ----------
    frame
        One row a unit (and facet) with ``unit``, ``tile_col``, ``tile_row`` (columns to the right, rows down),
        the value ``column`` and the columns named below. A unit that has no row in a facet, or a missing value,
        is hatched grey.
    column
        A category (the four bands by default) or a number, which gets a sequential scale and a colour bar.
    palette, labels
        Colour and legend label of each category, in legend order; for numbers ``palette`` is a colormap's name.
    name, name2
        Columns with the label in the tile and a second, smaller one (English; only on a single map).
    mark
        Column with ``up``, ``down`` or nothing: draws a small triangle in the tile's corner.
    limits, value_label, value_format
        For numbers: ends of the scale, the scale's label, and a format such as ``"{:.1f}"`` that prints the value
        in the tile (single map).

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
    who = "tile_map"
    require(frame, ["unit", "tile_col", "tile_row", column, facet, name, name2, mark], who)
    unique(frame, ["unit", facet], who)
    numeric(frame, ["tile_col", "tile_row"], who)
    places = frame.drop_duplicates("unit").set_index("unit", drop=False)
    unique(places, ["tile_col", "tile_row"], who)
    if mark is not None:
        frame = frame.assign(**{mark: frame[mark].replace("", None)})
        known(frame, mark, MARKS, who, "mark")
    paint = _scale(frame, column, palette, labels, limits, who)

    sheet = Sheet(title, subtitle)
    facets = [None] if facet is None else sorted(frame[facet].dropna().unique())
    columns = int(places["tile_col"].max() - places["tile_col"].min()) + 1
    rows = int(places["tile_row"].max() - places["tile_row"].min()) + 1
    across = 1 if len(facets) == 1 else 2
    gutter = 24.0
    pitch = min((sheet.inner - gutter * (across - 1)) / across / columns, 66.0)
    pitch = int(2 * pitch) / 2  # round numbers make a shorter file
    wide, high = pitch * columns, pitch * rows
    heading = 24.0 if facet is not None else 0.0

    absent = len(facets) * len(places) > int(frame[column].notna().sum())
    keys = paint.keys()
    if absent:
        keys = [*keys, Key(MISSING_LABEL, MISSING, "missing")]
    if mark is not None:
        names = dict(MARK_LABELS) | dict(mark_labels or {})
        keys = [*keys, *(Key(names[kind], INK, kind) for kind in MARKS if (frame[mark] == kind).any())]
    _legend(sheet, paint, keys, value_label)
    sheet.y += 6

    top = round(sheet.y)
    for number, value in enumerate(facets):
        left = MARGIN + (number % across) * (wide + gutter)
        if across == 1:
            left = MARGIN + (sheet.inner - wide) / 2
        y = top + (number // across) * (high + heading + 16)
        if value is not None:
            text = str((facet_labels or {}).get(value, value))
            sheet.text(left, y + 9, text, HEADING + 1, INK)
        part = frame if facet is None else frame[frame[facet] == value]
        part = part.set_index("unit", drop=False)
        for unit in places.index:
            col = float(places.at[unit, "tile_col"] - places["tile_col"].min())
            row = float(places.at[unit, "tile_row"] - places["tile_row"].min())
            given = part.loc[unit] if unit in part.index else None
            _tile(
                sheet,
                left + col * pitch,
                y + heading + row * pitch,
                pitch - _GAP,
                str(places.at[unit, name]),
                brief(str(places.at[unit, name2]), 9.5, pitch) if name2 and facet is None else "",
                None if given is None else given[column],
                paint,
                None if given is None or mark is None else given[mark],
                value_format if facet is None else None,
            )
    sheet.y = top + -(-len(facets) // across) * (high + heading + 16) - 16
    sheet.y += 4
    return sheet.finish(note)


class _Categories:
    numeric = False

    def __init__(self, colours: Mapping[Any, str], labels: Mapping[Any, str]) -> None:
        self.colours, self.labels = colours, labels

    def __call__(self, value: Any) -> str:
        return self.colours[value]

    def keys(self) -> list[Key]:
        return [Key(str(self.labels.get(value, value)), colour) for value, colour in self.colours.items()]


class _Numbers:
    numeric = True

    def __init__(self, colormap: Any, low: float, high: float) -> None:
        self.colormap, self.low, self.high = colormap, low, high

    def __call__(self, value: float) -> str:
        from matplotlib.colors import to_hex

        share = 0.5 if self.high == self.low else (float(value) - self.low) / (self.high - self.low)
        return to_hex(self.colormap(min(1.0, max(0.0, share))))

    def keys(self) -> list[Key]:
        return []


def _scale(
    frame: pd.DataFrame,
    column: str,
    palette: Mapping[Any, str] | str | None,
    labels: Mapping[Any, str] | None,
    limits: tuple[float, float] | None,
    who: str,
) -> _Categories | _Numbers:
    from pandas.api.types import is_numeric_dtype

    if is_numeric_dtype(frame[column]) and not isinstance(palette, Mapping):
        import matplotlib
        from matplotlib.colors import LinearSegmentedColormap

        if palette is None:
            colormap = LinearSegmentedColormap.from_list("egov", [BAND_COLORS[band] for band in BANDS])
        else:
            colormap = matplotlib.colormaps[palette]
        low, high = limits or (float(frame[column].min()), float(frame[column].max()))
        return _Numbers(colormap, low, high)
    if isinstance(palette, str):
        raise ValueError(f"{who}: column {column!r} holds categories: palette must map each to a colour")
    colours = BAND_COLORS if palette is None else palette
    known(frame, column, colours, who, "band" if palette is None else "category")
    return _Categories(colours, BAND_LABELS if labels is None and palette is None else labels or {})


def _legend(sheet: Sheet, paint: _Categories | _Numbers, keys: list[Key], value_label: str) -> None:
    if paint.numeric:
        sheet.y = _bar(sheet, paint, MARGIN, sheet.y, 260.0, value_label)
    if keys:
        sheet.legend(keys)


def _bar(sheet: Sheet, paint: _Numbers, x: float, y: float, wide: float, label: str) -> float:
    """The colour bar: its label, forty slices, and the numbers at its ends and middle."""
    if label:
        sheet.text(x, y + 8, label, SMALL, MUTED)
        y += 20
    slices = 40
    for number in range(slices):
        value = paint.low + (paint.high - paint.low) * (number + 0.5) / slices
        # each slice reaches under the next, so that no seam shows
        stop = wide * min(number + 1.5, slices) / slices
        sheet.box(x + wide * number / slices, y, stop - wide * number / slices, 12, paint(value))
    for share, ha in ((0.0, "left"), (0.5, "center"), (1.0, "right")):
        value = paint.low + (paint.high - paint.low) * share
        sheet.text(x + wide * share, y + 22, f"{value:.4g}", SMALL, MUTED, ha)
    return y + 36


def _tile(
    sheet: Sheet,
    x: float,
    y: float,
    side: float,
    name: str,
    name2: str,
    value: Any,
    paint: _Categories | _Numbers,
    mark: Any,
    value_format: str | None,
) -> None:
    import pandas as pd

    empty = value is None or pd.isna(value)
    if empty:
        sheet.missing(x, y, side, side)
        colour = MUTED
    else:
        face = paint(value)
        sheet.box(x, y, side, side, face)
        colour = text_on(face)
    room = side - 3
    lines = tile_lines(name)
    # the same size for every name of three characters, whatever their widths
    size = min(BODY + 1 if side > 45 else BODY - 1, room / 3 if len(lines) == 1 and len(name) == 3 else room / 2.2)
    size = round(min(size, fitted("\n".join(lines), size, room, least=5.0)), 2)
    if len(lines) > 1 and side < 45:
        size = min(size, round(side * 0.33, 2))  # leaves room for a mark
    below: list[str] = []
    small = 0.0
    if not empty and value_format:
        below, small = [value_format.format(value)], SMALL
    elif name2:
        small = min(9.5, fitted(max(name2.split(), key=len), 9.5, room, least=6.0))
        below = wrap(name2, small, room)
    height = len(lines) * size * 1.12 + (len(below) * small * 1.15 + 2 if below else 0)
    middle = x + side / 2
    here = y + (side - height) / 2
    if mark in MARKS and len(lines) > 1 and side < 45:
        here += 3  # clear of the mark in the corner
    for line in lines:
        here += size * 1.12
        sheet.text(middle, here - size * 0.56, line, size, colour, "center")
    here += 2
    for line in below:
        here += small * 1.15
        sheet.text(middle, here - small * 0.575, line, small, colour, "center")
    if mark in MARKS:
        edge = 6.5 if side > 45 else 5.2
        sheet.triangle(x + side - edge, y + edge, colour, up=mark == "up", size=8.0 if side > 45 else 6.2)


__all__ = ["MARKS", "MARK_LABELS", "tile_lines", "tile_map"]
