"""What each chapter found, in one sentence: the table behind the landing page.

Built after all other derived tables, from the chapters' own findings, so that the landing page reads one small table
and cannot say anything else than the chapters do.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from egov.tables import remembered

if TYPE_CHECKING:
    import pandas as pd

    Load = Callable[..., pd.DataFrame]


def _of(module: str, *tables: str) -> Callable[[Load], str]:
    """The headline of a chapter whose ``findings`` take these tables, or ``load`` itself where none is named."""

    def headline(load: Load) -> str:
        findings = import_module(f"egov.results.{module}").findings
        return findings(*map(load, tables))["headline"] if tables else findings(load)["headline"]

    return headline


def _year_over_year(load: Load) -> str:
    from egov.results import year_over_year

    return year_over_year.findings(year_over_year.everything(load))["headline"]


CHAPTERS: dict[str, tuple[str, Callable[[Load], str]]] = {
    "01_data": ("How good is online service, and where?", _of("data", "capacity_bands", "units")),
    "02_indicators": ("What is in the index?", _of("indicators", "indicators", "capacity_means")),
    "03_audit": ("Can the printed figures be trusted?", _of("audit", "audit")),
    "04_regional": ("How large are the gaps between regions?", _of("regional_findings")),
    "05_year_over_year": ("Who moved, and what comes next?", _year_over_year),
    "06_hardware": (
        "What do the hardware index releases add up to?",
        _of("hardware", "hardware_index", "hardware_breadth", "hardware_weekly"),
    ),
    "07_national": ("How did the national platform grow?", _of("national")),
    "08_recovered": ("What do the documents imply, but not print?", _of("recovered_findings")),
}
"""Notebook → the reader's question, and how its headline is computed."""


def headlines(load: Load) -> pd.DataFrame:
    """One row a chapter: chapter (file name of its notebook), question, headline."""
    import pandas as pd

    load = remembered(load)
    rows = [(chapter, question, build(load)) for chapter, (question, build) in CHAPTERS.items()]
    return pd.DataFrame(rows, columns=["chapter", "question", "headline"])


DERIVED = {"headlines": headlines}
