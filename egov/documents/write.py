"""Rows of the readers become files: mentions counted, columns ordered, sorted by key, written whole or not at all."""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from egov.documents.locate import ReadError
from egov.tables.printed import plain
from egov.tables.schemas import Table

Row = Mapping[str, object]
FULL_STATEMENT = "_full"
"""A row may carry ``_full: True``: it is from the table or chapter that sets the figure out in full."""


def number_mentions(table: Table, rows: Iterable[Row], sources: list[str]) -> list[dict[str, object]]:
    """Rows with ``mention`` counted within each key.

    Mention 1 is the fullest statement (rows marked ``_full``); the rest follow in the order of ``sources``, line
    and column; rows without a line keep the order in which they came.
    """

    def order(item: tuple[int, Row]) -> tuple[object, ...]:
        index, row = item
        return (
            not row.get(FULL_STATEMENT, False),
            sources.index(str(row["source"])) if row["source"] in sources else len(sources),
            int(row.get("line") or 0),  # type: ignore[call-overload]
            int(row.get("col") or 0),  # type: ignore[call-overload]
            index,
        )

    count: dict[tuple[object, ...], int] = {}
    out = []
    for _, row in sorted(enumerate(rows), key=order):
        key = tuple(row[k] for k in table.key)
        count[key] = count.get(key, 0) + 1
        out.append({**{k: v for k, v in row.items() if k != FULL_STATEMENT}, "mention": count[key]})
    return out


def cell(value: object) -> str:
    """A value as text: decimals plain, booleans lower case, nothing as the empty string.

    >>> cell(Decimal("62.50")), cell(None), cell(True), cell(3)
    ('62.5', '', 'true', '3')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, float):
        raise TypeError(f"{value!r}: a printed figure is a string or a decimal, never a binary float")
    return str(value)


def table_text(table: Table, rows: Iterable[Row]) -> str:
    """The table as CSV text: columns of the schema in order, rows sorted by key.

    :class:`ReadError` for an unknown or missing column, or a key that stands twice.
    """
    numeric = {f.name for f in table.fields if f.type in ("integer", "number")}
    listed = list(rows)
    for row in listed:
        unknown = set(row) - set(table.columns)
        missing = [f.name for f in table.fields if f.required and row.get(f.name) in (None, "")]
        if unknown or missing:
            raise ReadError(
                f"table {table.name!r}, row {dict(row)}: "
                + (f"unknown columns {sorted(unknown)}; " if unknown else "")
                + (f"no value for {missing}" if missing else "")
            )

    def key(row: Row) -> tuple[object, ...]:
        return tuple(Decimal(cell(row.get(k)) or "0") if k in numeric else cell(row.get(k)) for k in table.full_key)

    ordered = sorted(listed, key=key)
    for before, after in itertools.pairwise(ordered):
        if key(before) == key(after):
            raise ReadError(f"table {table.name!r}: the key {key(after)} stands twice")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell(row.get(c)) for c in table.columns] for row in ordered)
    return buffer.getvalue()


def write_all(texts: Mapping[Path, str]) -> list[Path]:
    """Write all files or none: each beside its place first, then moved. Returns the files that changed."""
    changed = [p for p, text in texts.items() if not p.is_file() or p.read_bytes() != text.encode()]
    staged = []
    try:
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(path.name + ".new")
            temporary.write_bytes(texts[path].encode())
            staged.append((temporary, path))
    except OSError:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        raise
    for temporary, path in staged:
        os.replace(temporary, path)
    return changed
