"""What the chapters found, a sentence a question: the table behind the landing page.

Built after all other derived tables, from the chapters' own findings, so that the landing page reads one small table
and cannot say anything else than the chapters do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from egov.tables import remembered

if TYPE_CHECKING:
    import pandas as pd

    Load = Callable[..., pd.DataFrame]


def _of(module: str, *tables: str) -> Callable[[Load], Mapping[str, str]]:
    """The findings of a chapter, which take these tables, or ``load`` itself where none is named."""

    def findings(load: Load) -> Mapping[str, str]:
        of = import_module(f"egov.results.{module}").findings
        return of(*map(load, tables)) if tables else of(load)

    return findings


def _year_over_year(load: Load) -> Mapping[str, str]:
    from egov.results import year_over_year

    return year_over_year.findings(year_over_year.everything(load))


FINDINGS: dict[str, Callable[[Load], Mapping[str, str]]] = {
    "01_data": _of("data", "capacity_bands", "units"),
    "02_indicators": _of("indicators", "indicators", "capacity_means"),
    "03_audit": _of("audit", "audit"),
    "04_regional": _of("regional_findings"),
    "05_year_over_year": _year_over_year,
    "06_hardware": _of("hardware", "hardware_index", "hardware_breadth", "hardware_weekly"),
    "07_national": _of("national"),
    "08_recovered": _of("recovered_findings"),
}
"""Notebook → its findings by name."""

QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("01_data", "How good is online service, and where?", "headline"),
    ("02_indicators", "What is in the index?", "headline"),
    ("03_audit", "Can the printed figures be trusted?", "headline"),
    ("04_regional", "How large are the gaps between regions?", "headline"),
    ("04_regional", "Is the gap closing?", "narrowed"),
    ("05_year_over_year", "Who moved?", "headline"),
    ("05_year_over_year", "Can the next year be forecast?", "beats"),
    ("06_hardware", "What do the hardware index releases add up to?", "headline"),
    ("07_national", "How did the national platform grow?", "headline"),
    ("07_national", "What moved China in the UN survey?", "headline_index"),
    ("08_recovered", "What do the documents imply, but not print?", "headline"),
)
"""Notebook, the reader's question, and the finding that answers it."""


def headlines(load: Load) -> pd.DataFrame:
    """One row a question: chapter (file name of the notebook that answers it), question, headline."""
    import pandas as pd

    load = remembered(load)
    found = {chapter: findings(load) for chapter, findings in FINDINGS.items()}
    rows = [(chapter, question, found[chapter][name]) for chapter, question, name in QUESTIONS]
    return pd.DataFrame(rows, columns=["chapter", "question", "headline"])


DERIVED = {"headlines": headlines}
