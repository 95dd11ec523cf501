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

QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("01_data", "How good is online service, and where?", "headline", "在线服务水平如何，高低在哪里？"),
    ("02_indicators", "What is in the index?", "headline", "指数由什么构成？"),
    ("03_audit", "Can the printed figures be trusted?", "headline", "印出的数字可信吗？"),
    ("04_regional", "How large are the gaps between regions?", "headline", "区域差距有多大？"),
    ("04_regional", "Is the gap closing?", "narrowed", ""),
    ("05_year_over_year", "Who moved?", "headline", "谁升谁降？"),
    ("05_year_over_year", "Can the next year be forecast?", "beats", ""),
    ("06_hardware", "What do the hardware index releases add up to?", "headline", "五金指数各期说明了什么？"),
    ("07_national", "How did the national platform grow?", "headline", "全国平台增长了多少？"),
    ("07_national", "What moved China in the UN survey?", "headline_index", ""),
    ("08_recovered", "What do the documents imply, but not print?", "headline", "文献没有印出、却隐含了什么？"),
)
"""Notebook, the reader's question, the finding that answers it, and the question in Chinese where it has one."""


def headlines(load: Load) -> pd.DataFrame:
    """One row a question: chapter (file name of its notebook), question, headline, and both in Chinese or missing."""
    import pandas as pd

    load = remembered(load)
    found = {chapter: findings(load) for chapter, findings in FINDINGS.items()}
    rows = [
        (chapter, question, found[chapter][name], zh or None, found[chapter][f"{name}_zh"] if zh else None)
        for chapter, question, name, zh in QUESTIONS
    ]
    return pd.DataFrame(rows, columns=["chapter", "question", "headline", "question_zh", "headline_zh"])


DERIVED = {"headlines": headlines}
