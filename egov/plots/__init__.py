"""Figures of the book: a frame in, a figure out.

A plot never reads a file and never computes a result; what it draws is in the frame it is given. Every figure shares
one style (:mod:`egov.plots.theme`), and ``show`` puts it into a notebook as a deterministic SVG. Names are loaded on
first use, so ``import egov.plots`` costs nothing.
"""

# ruff: noqa: F401  (the first imports are for type checkers and for the digest of a notebook's inputs)

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egov.plots.alluvial import band_flow
    from egov.plots.audit import VERDICT_COLORS, VERDICT_LABELS, verdict_grid
    from egov.plots.bands import band_composition, band_history, chance_bars
    from egov.plots.counters import counter_panels, unit_counts
    from egov.plots.dots import dot_plot, interval_rows, interval_tiers
    from egov.plots.index_tree import breadth_rows, composite_tree
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
        text_on,
    )
    from egov.plots.rank_grid import possible_ranks
    from egov.plots.series import gap_series
    from egov.plots.simplex import weight_simplex
    from egov.plots.survey import change_parts, index_series
    from egov.plots.tables import show_table, table_html
    from egov.plots.theme import FIGURE_WIDTH, PHONE_WIDTH, show, styled, to_svg
    from egov.plots.timeline import event_timeline
    from egov.plots.trees import indicator_trees

_HOME = {
    "alluvial": ("band_flow",),
    "audit": ("VERDICT_COLORS", "VERDICT_LABELS", "verdict_grid"),
    "maps": ("tile_map",),
    "bands": ("band_composition", "band_history", "chance_bars"),
    "counters": ("counter_panels", "unit_counts"),
    "dots": ("dot_plot", "interval_rows", "interval_tiers"),
    "rank_grid": ("possible_ranks",),
    "simplex": ("weight_simplex",),
    "index_tree": ("breadth_rows", "composite_tree"),
    "series": ("gap_series",),
    "survey": ("change_parts", "index_series"),
    "timeline": ("event_timeline",),
    "tables": ("show_table", "table_html"),
    "trees": ("indicator_trees",),
    "theme": ("FIGURE_WIDTH", "PHONE_WIDTH", "show", "styled", "to_svg"),
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
        "text_on",
    ),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(importlib.import_module(f"egov.plots.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'egov.plots' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
