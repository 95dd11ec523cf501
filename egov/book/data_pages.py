"""The data pages: every table with its columns and all its rows, each at a stable address, and the list of them.

A page is a few lines of MyST with the directive ``{table-rows}``, which the Sphinx side (:mod:`egov.book.reader`)
replaces by the rows when Sphinx reads the page.
"""

from __future__ import annotations

from pathlib import Path

from egov.book.editions import N_, Translator, translator
from egov.book.generated import write_editions
from egov.book.render import english, render
from egov.book.table_html import described, row_count
from egov.tables.schemas import TABLES
from egov.tables.schemas.fields import Field, Table

TYPES = (N_("category"), N_("string"), N_("integer"), N_("number"), N_("boolean"))
"""What a column may be, as its page says."""


def present(data: Path) -> list[Table]:
    """The tables whose file is there."""
    return [table for table in TABLES.values() if (data / table.path).is_file()]


def _values(field: Field, _: Translator) -> str:
    """What a column may hold."""
    parts = []
    if field.values:
        parts.append((" < " if field.ordered else ", ").join(f"`{value}`" for value in field.values))
    if field.minimum is not None or field.maximum is not None:
        low, high = ("" if end is None else f"{end:g}" for end in (field.minimum, field.maximum))
        parts.append(f"{low}…{high}")
    if field.pattern:
        parts.append(f"`{field.pattern}`".replace("|", "\\|"))
    if not field.required:
        parts.append(_("may be empty"))
    return "; ".join(parts)


def page(table: Table, data: Path, _: Translator = english) -> str:
    """One table's page as MyST text: what its columns mean, then its rows."""
    return render("table.md", _, table=table, rows=row_count(table, data), described=described, values=_values)


def index(data: Path, _: Translator = english) -> str:
    """The page that lists the tables."""
    return render("tables.md", _, tables=present(data), rows=lambda table: row_count(table, data))


def pages(data: Path, language: str = "en") -> dict[str, str]:
    """Every page of this module in one language: file name below ``book`` -> MyST text."""
    _ = translator(data.parent, language)
    return {"tables.md": index(data, _)} | {f"tables/{t.name}.md": page(t, data, _) for t in present(data)}


def write(root: Path) -> bool:
    """Bring the data pages up to date; tells whether one changed."""
    return write_editions(root, "tables", pages)
