"""Figures of the book: a frame in, a figure out.

A plot never reads a file and never computes a result; what it draws is in the frame it is given. Every figure shares
one style (:mod:`egov.plots.theme`), and ``show`` puts it into a notebook as a deterministic SVG. Names are loaded on
first use, so ``import egov.plots`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egov.plots.bands import band_composition, band_history
    from egov.plots.dots import dot_plot
    from egov.plots.maps import tile_map
    from egov.plots.palette import (
        ACCENT,
        BAND_COLORS,
        BAND_LABELS,
        BANDS,
        BELT_COLORS,
        BELT_LABELS,
        INK,
        MUTED,
        REGION_COLORS,
        REGION_LABELS,
        UNIT_TYPE_COLORS,
        UNIT_TYPE_LABELS,
        bilingual,
        text_on,
    )
    from egov.plots.theme import FIGURE_WIDTH, show, styled, to_svg, use_theme
    from egov.plots.trees import indicator_trees

_HOME = {
    "maps": ("tile_map",),
    "bands": ("band_composition", "band_history"),
    "dots": ("dot_plot",),
    "tables": ("show_table", "table_html"),
    "trees": ("indicator_trees",),
    "theme": ("FIGURE_WIDTH", "show", "styled", "to_svg", "use_theme"),
    "palette": (
        "ACCENT",
        "BANDS",
        "BAND_COLORS",
        "BAND_LABELS",
        "BELT_COLORS",
        "BELT_LABELS",
        "INK",
        "MUTED",
        "REGION_COLORS",
        "REGION_LABELS",
        "UNIT_TYPE_COLORS",
        "UNIT_TYPE_LABELS",
        "bilingual",
        "text_on",
    ),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "ACCENT",
    "BANDS",
    "BAND_COLORS",
    "BAND_LABELS",
    "BELT_COLORS",
    "BELT_LABELS",
    "FIGURE_WIDTH",
    "INK",
    "MUTED",
    "REGION_COLORS",
    "REGION_LABELS",
    "UNIT_TYPE_COLORS",
    "UNIT_TYPE_LABELS",
    "band_composition",
    "band_history",
    "bilingual",
    "dot_plot",
    "indicator_trees",
    "show",
    "show_table",
    "styled",
    "table_html",
    "text_on",
    "tile_map",
    "to_svg",
    "use_theme",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(importlib.import_module(f"egov.plots.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'egov.plots' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
