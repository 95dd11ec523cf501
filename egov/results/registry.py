"""Every derived table and who builds it: one command writes them, one test recomputes and compares them.

A chapter's module offers ``DERIVED``: table name → function that takes :func:`egov.tables.load` (or one that reads
another data folder) and returns the table's frame. The table itself is declared in :mod:`egov.tables.schemas`.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from egov.tables import TABLES, data_folder, load
from egov.tables.schemas import Field, Table

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[..., "pd.DataFrame"]
CHAPTERS: tuple[str, ...] = (
    "audit",
    "national",
    "hardware",
    "year_over_year",
    "recovered",
    "headlines",
)
"""Modules of this wing that build derived tables, in the order in which they are built."""
LONG = (
    "audit_planted",
    "office_associations",
    "yoy_effects",
    "yoy_fits",
    "bizenv_associations",
    "bizenv_part_scores",
    "headlines",
)
"""Chapters and single tables that take long: recomputed and compared by ``make test-slow``."""


def builders() -> dict[str, Callable[[Load], pd.DataFrame]]:
    """Table name → its builder, over all chapters."""
    return {
        name: build for chapter in CHAPTERS for name, build in import_module(f"egov.results.{chapter}").DERIVED.items()
    }


def cell(value: object, field: Field) -> str:
    """One cell as text: declared decimals, lower-case booleans, nothing for a missing value.

    >>> cell(0.1 + 0.2, Field("x", "number", "", decimals=2)), cell(None, Field("x", "string", ""))
    ('0.30', '')
    """
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return ""
    if field.type == "number":
        if field.decimals is None:
            raise ValueError(f"field {field.name!r}: a derived number needs its `decimals` declared")
        text = f"{float(value):.{field.decimals}f}"  # type: ignore[arg-type]
        return text.lstrip("-") if float(text) == 0 else text
    if field.type == "integer":
        return str(int(value))  # type: ignore[call-overload]
    if field.type == "boolean":
        return str(bool(value)).lower()
    return str(value)


def table_text(table: Table, frame: pd.DataFrame) -> str:
    """The frame as CSV text in the table's columns, sorted by key; ``ValueError`` for other columns or a double key."""
    if set(frame.columns) != set(table.columns):
        raise ValueError(
            f"table {table.name!r}: columns {sorted(frame.columns)} built, {sorted(table.columns)} declared"
        )
    cells = [
        [cell(v, f) for f, v in zip(table.fields, row, strict=True)]
        for row in frame[list(table.columns)].itertuples(index=False, name=None)
    ]
    numeric = [table.columns.index(k) for k in table.key if table.field(k).type in ("integer", "number")]
    key = [table.columns.index(k) for k in table.key]

    def order(row: list[str]) -> tuple[object, ...]:
        return tuple(float(row[i] or 0) if i in numeric else row[i] for i in key)

    cells.sort(key=order)
    keys = [tuple(row[i] for i in key) for row in cells]
    if len(set(keys)) < len(keys):
        raise ValueError(f"table {table.name!r}: the key {next(k for k in keys if keys.count(k) > 1)} stands twice")
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([table.columns, *cells])
    return buffer.getvalue()


def build(name: str, data: Path | None = None) -> str:
    """The text of one derived table, computed from the data folder."""
    folder = data or data_folder()
    return table_text(TABLES[name], builders()[name](partial(load, data=folder)))


def chosen_tables(names: Sequence[str] = ()) -> list[str]:
    """The derived tables of these names, of tables or chapters, in building order; all where none is given.

    >>> chosen_tables(["headlines"])
    ['headlines']
    """
    every = {chapter: list(import_module(f"egov.results.{chapter}").DERIVED) for chapter in CHAPTERS}
    known = [*every, *(name for tables in every.values() for name in tables)]
    for name in names:
        if name not in known:
            listed = ", ".join(dict.fromkeys(known))  # one table has its chapter's name
            raise KeyError(f"{name!r} is neither a derived table nor a chapter: one of {listed}")
    return [t for chapter, tables in every.items() for t in tables if not names or {t, chapter} & set(names)]


def main(data: Path | None = None, chosen: Sequence[str] = ()) -> int:
    """Compute the chosen derived tables, or every one, and write those that changed; returns 0."""
    folder = data or data_folder()
    for name in chosen_tables(chosen):
        path, text = folder / TABLES[name].path, build(name, folder)
        changed = not path.is_file() or path.read_bytes() != text.encode()
        if changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            staged = path.with_name(path.name + ".new")
            staged.write_bytes(text.encode())
            os.replace(staged, path)
        print(f"  {name:20} {text.count(chr(10)) - 1:5} rows{'  changed' if changed else ''}")
    return 0
