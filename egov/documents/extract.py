"""``make extract``: read the documents, write every published table."""

from __future__ import annotations

from pathlib import Path

from egov.documents import (
    bizenv,
    counters,
    events,
    hardware,
    hardware_add,
    reference,
    report_appendix,
    report_bands,
    report_claims,
    report_indicators,
    report_leaders,
    report_listings,
    report_means,
    statements,
)
from egov.documents.corpus import DOCUMENTS, Corpus
from egov.documents.locate import ReadError
from egov.documents.write import Row, number_mentions, rows_text
from egov.tables.schemas import TABLES
from egov.tables.write import write_all

READERS = (
    report_bands,
    report_means,
    report_leaders,
    report_listings,
    report_indicators,
    report_appendix,
    report_claims,
    bizenv,
    hardware,
    reference,
    statements,
    counters,
    events,
)
"""Modules of this wing with ``extract(corpus) -> {table: rows}``, in the order in which they run."""


def rows_read(corpus: Corpus) -> dict[str, list[Row]]:
    """All rows of all readers; keys are table names."""
    collected: dict[str, list[Row]] = {name: [] for name, t in TABLES.items() if t.published}
    for reader in READERS:
        for table, rows in reader.extract(corpus).items():
            collected[table].extend(rows)
    return collected


def rows_by_table(corpus: Corpus) -> dict[str, list[dict[str, object]]]:
    """What the readers read and what was added by hand, mentions counted; keys are table names."""
    collected = rows_read(corpus)
    for table, rows in hardware_add.added(collected).items():
        collected[table] = [*collected[table], *rows]
    collected["hardware_index"] = hardware_add.prose_first(collected["hardware_index"])
    return {name: number_mentions(TABLES[name], rows, list(DOCUMENTS)) for name, rows in collected.items()}


def main(folder: str | Path, data: Path) -> str:
    """Extract into ``data/published``; the report says how many rows each table has and which files changed."""
    corpus = Corpus.open(folder)
    tables = rows_by_table(corpus)
    for name, rows in tables.items():
        if len(rows) < TABLES[name].min_rows:
            raise ReadError(f"table {name!r}: {len(rows)} rows read, at least {TABLES[name].min_rows} expected")
    texts = {data / TABLES[name].path: rows_text(TABLES[name], rows) for name, rows in tables.items()}
    changed = {p.stem for p in write_all(texts)}
    lines = [f"  {name:24} {len(rows):5} rows{'  changed' if name in changed else ''}" for name, rows in tables.items()]
    total = sum(map(len, tables.values()))
    return "\n".join([*lines, f"{total} printed figures in {len(tables)} tables; {len(changed)} files changed"])
