"""The data pages: every table with its columns and all its rows, each at a stable address, and the list of them.

A page is a few lines of MyST with the directive ``{table-rows}``, which the Sphinx side (:mod:`egov.book.reader`)
replaces by the rows when Sphinx reads the page.
"""

from __future__ import annotations

from pathlib import Path

from egov.book.generated import write_pages
from egov.book.render import render
from egov.book.table_html import row_count
from egov.tables.schemas import TABLES
from egov.tables.schemas.fields import Field, Table

GROUPS = (
    ("published", "What the documents print", "One row is one printed figure, with the place where it stands."),
    ("derived", "What the project computes", "Written by code from the published tables, and recomputed by a test."),
    ("", "What the project adds", "Units, borders, sources, corrections."),
)


def present(data: Path) -> list[Table]:
    """The tables whose file is there."""
    return [table for table in TABLES.values() if (data / table.path).is_file()]


def _values(field: Field) -> str:
    """What a column may hold."""
    parts = []
    if field.values:
        parts.append((" < " if field.ordered else ", ").join(field.values))
    if field.minimum is not None or field.maximum is not None:
        low, high = ("" if end is None else f"{end:g}" for end in (field.minimum, field.maximum))
        parts.append(f"{low}…{high}")
    if field.pattern:
        parts.append(f"`{field.pattern}`".replace("|", "\\|"))
    if not field.required:
        parts.append("may be empty")
    return "; ".join(parts)


def page(table: Table, data: Path) -> str:
    """One table's page as MyST text: what its columns mean, then its rows."""
    return render("table.md", table=table, rows=row_count(table, data), values=_values)


def index(data: Path) -> str:
    """The page that lists the tables."""
    groups = [(title, words, [t for t in present(data) if t.folder == folder]) for folder, title, words in GROUPS]
    return render("tables.md", groups=groups, rows=lambda table: row_count(table, data))


def pages(data: Path) -> dict[str, str]:
    """Every page of this module: file name below ``book`` -> MyST text."""
    return {"tables.md": index(data)} | {f"tables/{t.name}.md": page(t, data) for t in present(data)}


def write(data: Path, book: Path) -> bool:
    """Bring the data pages up to date; tells whether one changed."""
    return write_pages(book, "tables", "tables", lambda: pages(data))
