"""Figures of the book: a frame in, a figure out.

A plot never reads a file and never computes a result; what it draws is in the frame it is given. Every figure shares
one style (:mod:`egov.plots.theme`), and ``show`` puts it into a notebook as a deterministic SVG. A picture of one
chapter is drawn in its cell, from the same parts (:mod:`egov.plots.sheet`, :mod:`egov.plots.rows`). Names are loaded on
first use, so ``import egov.plots`` costs nothing: they are read from the imports for type checkers below.
"""

# ruff: noqa: F401

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egov.plots.alluvial import band_flow
    from egov.plots.audit import verdict_grid
    from egov.plots.bands import band_bars, band_composition, band_history
    from egov.plots.counters import counter_panels
    from egov.plots.dots import dot_plot, interval_rows
    from egov.plots.maps import tile_map
    from egov.plots.palette import (
        ACCENT,
        BAND_COLORS,
        BAND_LABELS,
        BANDS,
        BELT_LABELS,
        REGION_LABELS,
        UNIT_TYPE_LABELS,
        languages,
    )
    from egov.plots.series import gap_series
    from egov.plots.tables import show_table, table_html
    from egov.plots.theme import FIGURE_WIDTH, show, styled, themed, to_svg
    from egov.plots.timeline import event_timeline

_WHERE = {
    alias.name: str(node.module)
    for node in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf-8")))
    if isinstance(node, ast.ImportFrom) and str(node.module).startswith("egov.plots.")
    for alias in node.names
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'egov.plots' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
