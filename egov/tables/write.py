"""The one writer of tables: typed cells as text, rows sorted by key, files written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest
from pathlib import Path

import pandas as pd

from egov.tables.errors import TableError
from egov.tables.load import parse, read_text
from egov.tables.printed import plain
from egov.tables.schemas import Field, Table
from egov.tables.schemas.fields import row_order

__all__ = ["cell_text", "first_difference", "table_text", "tidy", "write_all", "write_if_changed"]


def cell_text(value: object, field: Field) -> str:
    """One cell as text: declared decimals, lower-case booleans, nothing for a missing value.

    A printed figure is whole or a :class:`~decimal.Decimal` and keeps its digits; a computed one needs its decimals
    declared.

    >>> cell_text(0.1 + 0.2, Field("x", "number", "", decimals=2)), cell_text(None, Field("x", "string", ""))
    ('0.30', '')
    >>> cell_text(Decimal("62.50"), Field("x", "number", ""))
    '62.5'
    """
    if value is None or value is pd.NA or value != value:
        return ""
    if field.type in ("number", "string") and field.decimals is None and isinstance(value, Decimal | int):
        return plain(Decimal(value))
    if field.type == "number":
        if field.decimals is None:
            raise ValueError(f"field {field.name!r}: a derived number needs its `decimals` declared")
        text = f"{float(value):.{field.decimals}f}"  # type: ignore[arg-type]
        return text.lstrip("-") if float(text) == 0 else text
    if field.type == "integer":
        if int(value) != value:  # type: ignore[call-overload]
            raise ValueError(f"field {field.name!r}: {value} is no whole number")
        return str(int(value))  # type: ignore[call-overload]
    if field.type == "boolean":
        if value not in (True, False):  # the text "False" would count as true
            raise ValueError(f"field {field.name!r}: {value!r} is neither True nor False")
        return str(bool(value)).lower()
    return str(value)


def table_text(table: Table, frame: pd.DataFrame) -> str:
    """The frame as CSV text in the table's columns, sorted by key.

    :class:`TableError` for a missing or surplus column, an empty cell that may not be, a cell that has no text, or a
    key that stands twice.
    """
    for wrong, told in (
        ([c for c in table.columns if c not in frame], "the column"),
        ([c for c in frame if c not in table.columns], f"only the columns {', '.join(table.columns)}, not"),
        ([*frame.columns[frame.columns.duplicated()]], "once the column"),
    ):
        if wrong:
            hint = f"columns are declared in egov/tables/schemas/{table.declared_in}" * (table.folder == "derived")
            raise TableError(table.path, f"{told} {wrong[0]}", column=str(wrong[0]), hint=hint)
    rows = []
    for number, values in enumerate(frame[list(table.columns)].itertuples(index=False, name=None), start=1):
        cells = []
        for field, value in zip(table.fields, values, strict=True):
            try:
                cells.append(cell_text(value, field))
            except (TypeError, ValueError, OverflowError) as error:
                hint = f"row {number} of the frame; {error}"
                raise TableError(table.path, field.expected, column=field.name, value=value, hint=hint) from None
            if field.required and not cells[-1]:
                where = ", ".join(f"{c} {v}" for c, v in zip(table.columns, values, strict=True) if c in table.key)
                hint = "; ".join(filter(None, (where, table.allows(field.name))))
                raise TableError(table.path, field.expected, column=field.name, value=value, hint=hint)
        rows.append(cells)
    rows = in_order(table, rows)
    columns = [table.columns.index(name) for name in table.full_key]
    for before, after in pairwise([[row[i] for i in columns] for row in rows]):
        if before == after:
            raise TableError(table.path, f"each key ({', '.join(table.full_key)}) once", value=", ".join(after))
    return csv_text([table.columns, *rows])


def in_order(table: Table, rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Rows of cells in the table's columns, sorted by key."""
    order, columns = row_order(table), [table.columns.index(name) for name in table.full_key]
    return sorted(rows, key=lambda row: order([row[i] for i in columns]))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as CSV text."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def tidy(table: Table, data: Path) -> bool:
    """Put right what an editor did to a file: its line ends, a byte-order mark, the order of its rows.

    No cell is changed. Returns whether the file was written; :class:`TableError` where it cannot be read.
    """
    text = read_text(table, data).removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n") + "\n"
    rows = in_order(table, zip(*parse(table, text).values(), strict=True))
    return write_if_changed(data / table.path, csv_text([table.columns, *rows]))


def first_difference(table: Table, was: str, now: str) -> str:
    """The first cell in which two texts of a table differ, in words; empty where they are the same.

    >>> from egov.tables.schemas import TABLES
    >>> a = "unit,neighbour,across_water\\n山东,河北,false\\n"
    >>> first_difference(TABLES["contiguity"], a, a.replace("false", "true"))
    'contiguity.csv, row 2 (山东, 河北), column across_water: was false, is true'
    """
    if was == now:
        return ""
    old, new = ([*csv.reader(io.StringIO(text, newline=""))] for text in (was, now))
    if old[:1] != new[:1]:
        return f"{table.path}, header: was {','.join(old[0]) if old else 'nothing'}, is {','.join(new[0])}"
    key = [new[0].index(k) for k in table.full_key]
    for number, (before, after) in enumerate(zip_longest(old, new), start=1):
        if before == after:
            continue
        shown = (
            after
            if before is None or (after is not None and [after[i] for i in key] < [before[i] for i in key])
            else before
        )
        where = f"{table.path}, row {number} ({', '.join(shown[i] for i in key)})"
        if before is None or after is None or [before[i] for i in key] != [after[i] for i in key]:
            return f"{where}: {'a new row' if shown is after else 'the row is gone'}"
        i = next(i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1])
        return f"{where}, column {new[0][i]}: was {before[i] or 'empty'}, is {after[i] or 'empty'}"
    return f"{table.path}: same cells, other bytes (line ends or quotes)"


def write_all(contents: Mapping[Path, str | bytes]) -> list[Path]:
    """Write the files whose bytes differ, all or none; return those written.

    Each is staged beside its place, then all are moved; where that is interrupted, those moved go back. An unchanged
    file keeps its time stamp, so Sphinx does not read it again. Text is written as UTF-8 with ``\\n``.
    """
    staged: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for path, content in contents.items():
            data = content.encode() if isinstance(content, str) else content
            if path.is_file() and path.read_bytes() == data:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            staged[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        for path, temporary in staged.items():
            before[path] = path.read_bytes() if path.is_file() else None
            os.replace(temporary, path)
    except BaseException:
        for path, content in before.items():
            path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
        raise
    return list(staged)


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write one file, as :func:`write_all` does; return whether it was written."""
    return bool(write_all({path: content}))
