"""One loader for every table: read strictly, checked against its declaration, returned as a typed frame.

Nothing is coerced in silence: a cell that does not fit raises :class:`~egov.tables.errors.TableError` with file,
row, column, value and what was expected. The file is never changed.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from egov.tables.corrections import apply
from egov.tables.errors import TableError
from egov.tables.rules import AS_PRINTED, RULES, Read
from egov.tables.schemas import TABLES, Field, Table

_INTEGER = "0|-?[1-9][0-9]{0,17}"  # what 64 bits hold; no digits of other scripts
_NUMBER = r"(?!-0(\.0+)?$)-?(0|[1-9][0-9]*)(\.[0-9]+)?"
_STRAY = re.compile(r"^\s|\s$|[\x00-\x1f\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffd]")
"""White space at a cell's ends, and what nobody sees or meant: blanks other than the plain one, marks, lost letters."""
TIDY = "`make tidy` puts it right"
Load = Callable[..., "pd.DataFrame"]


def data_folder() -> Path:
    """The data folder: ``EGOV_DATA`` where it is set, else ``data`` in the repository."""
    return Path(os.environ.get("EGOV_DATA") or Path(__file__).resolve().parents[2] / "data")


def load(
    name: str, *, data: str | Path | None = None, corrected: bool = False, tables: Mapping[str, Table] = TABLES
) -> pd.DataFrame:
    """Load one table as a typed pandas frame.

    Integers are ``int64`` (``Int64`` where a cell may be empty), numbers ``float64``, booleans ``bool``
    (``boolean``), categories :class:`pandas.Categorical` with the declared order (bands: 低 < 中 < 高 < 非常高),
    everything else text. Rows keep the file's order.

    Parameters
    ----------
    name
        Name of a table in ``tables``.
    data
        Data folder; the repository's where it is not given.
    corrected
        Apply the repairs of ``corrections.csv`` for this table.
    tables
        Declarations by name: those of the project's data, or another family (the places that readers look in).

    Raises
    ------
    TableError
        A file that is not there or is not UTF-8, a missing or unknown column, a cell of the wrong type, outside its
        range or its values, a key that stands twice or out of order, a unit that ``units.csv`` does not know, a
        year that is missing from a panel, a value that is not what is printed: see :mod:`egov.tables.rules`.

    Examples
    --------
    >>> bands = load("capacity_bands")
    >>> bands.query("unit == '甘肃' and year == 2021")["value"].item()
    '高'
    """
    if name not in tables:
        raise TableError(f"{name}.csv", f"one of the tables {', '.join(sorted(tables))}", value=name)
    folder = Path(data) if data is not None else data_folder()
    table = tables[name]
    raw = parse(table, read_text(table, folder))
    if corrected:
        raw = apply(table, raw, load("corrections", data=folder))
    return validate(table, raw, folder, tables, corrected=corrected)


def read_raw(table: Table, folder: Path) -> pd.DataFrame:
    """The file's cells as text, its header checked; rows are indexed by their line in the file (first row is 2)."""
    cells = parse(table, read_text(table, folder))
    return pd.DataFrame(cells, index=range(2, 2 + len(cells[table.columns[0]])), dtype="object")


def read_text(table: Table, folder: Path) -> str:
    """The file's text, line ends as they are."""
    try:
        return (folder / table.path).read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise TableError(table.path, "a file", hint=f"no such file in {folder.name}/") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        value = error.object[error.start : error.start + 4]
        raise TableError(table.path, "UTF-8", row=line, value=value, hint="wrong encoding") from None


def parse(table: Table, text: str) -> dict[str, list[str]]:
    """The cells of a CSV text by column, its header checked; the first stand in line 2 of the file."""
    if text.startswith("\ufeff"):
        raise TableError(table.path, "UTF-8 without a byte-order mark", row=1, value="\ufeff", hint=TIDY)
    for wrong, told in (("\r", "line ends \\n alone"), ("\n\n", "no empty row")):
        if wrong in text:
            row = text.count("\n", 0, text.index(wrong)) + 1 + (wrong == "\n\n")
            raise TableError(table.path, told, row=row, value=wrong, hint=TIDY)
    if text and not text.endswith("\n"):
        raise TableError(table.path, "a line end behind the last row", row=text.count("\n") + 1, hint=TIDY)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        _check_header(table, header)
        rows = []
        for cells in reader:
            if len(cells) != len(header):
                raise TableError(table.path, f"{len(header)} cells", row=reader.line_num, value=f"{len(cells)} cells")
            rows.append(cells)
    except StopIteration:
        raise TableError(table.path, "a header row", row=1) from None
    except csv.Error as error:
        raise TableError(table.path, "well-formed CSV", row=reader.line_num, hint=str(error)) from None
    if TABLES.get(table.name) is table:  # the patterns of a reader may begin with a blank
        stray = {cell for cell in set(chain.from_iterable(rows)) if _STRAY.search(cell)}
        for row, cells in enumerate(rows, start=2) if stray else ():
            for column, cell in zip(header, cells, strict=True):
                if cell in stray:
                    told = "no white space around it, no control or invisible character in it"
                    raise TableError(table.path, told, row=row, column=column, value=cell)
    return {column: [row[i] for row in rows] for column, i in ((c, header.index(c)) for c in table.columns)}


def _check_header(table: Table, header: Sequence[str]) -> None:
    """The declared columns and no others, each once, in any order."""
    if missing := [c for c in table.columns if c not in header]:
        raise TableError(table.path, f"the column {missing[0]}", row=1, column=missing[0], hint="missing column")
    for column in header:
        if column not in table.columns:
            told = f"only the columns {', '.join(table.columns)}"
            raise TableError(table.path, told, row=1, column=column, value=column)
        if header.count(column) > 1:
            raise TableError(table.path, "each column once", row=1, column=column, value=column)


def validate(
    table: Table,
    raw: Mapping[str, Sequence[str]],
    folder: Path,
    tables: Mapping[str, Table] = TABLES,
    *,
    corrected: bool = False,
) -> pd.DataFrame:
    """Type the raw cells and check them against the declaration.

    Values that corrections repaired no longer say what is printed.
    """

    known = {**TABLES, **tables}

    @cache
    def other(name: str) -> dict[str, list[str]]:
        return parse(known[name], read_text(known[name], folder))

    cells = {field.name: _typed(table, field, raw[field.name]) for field in table.fields}
    frame = pd.DataFrame({field.name: _column(field, cells[field.name]) for field in table.fields}, copy=False)
    read = Read(table, cells, frame, known, other)
    for rule in (*RULES, *(() if corrected else AS_PRINTED)):
        rule(read)
    return frame


def _typed(table: Table, field: Field, cells: Sequence[str]) -> list:
    """The column's cells in their type, None where one is empty; text and categories are text."""
    form, typed = {
        "integer": (_INTEGER, int),
        "number": (_NUMBER, float),
        "boolean": ("true|false", "true".__eq__),
    }.get(field.type, (".*", str))
    form = re.compile(form, re.DOTALL)
    known = {cell: typed(cell) if cell and form.fullmatch(cell) else None for cell in set(cells)}
    wrong = {cell for cell, value in known.items() if value is None and (cell or field.required)}
    for row, cell in enumerate(cells, start=2) if wrong else ():
        if cell in wrong:
            raise TableError(table.path, field.expected, row=row, column=field.name, value=cell)
    return [known[cell] for cell in cells]


def _column(field: Field, cells: list) -> object:
    """The cells as an array of the field's type; a category that the field does not list is refused by its rule."""
    if field.type == "category":
        code = {value: n for n, value in enumerate(field.values)}
        return pd.Categorical.from_codes([code.get(cell, -1) for cell in cells], dtype=_dtype(field))
    if field.type == "number":
        return np.array(cells, dtype="float64")
    if field.required and field.type != "string":
        return np.array(cells, dtype={"integer": "int64", "boolean": "bool"}[field.type])
    return pd.array(cells, dtype={"integer": "Int64", "boolean": "boolean", "string": "str"}[field.type])


@cache
def _dtype(field: Field) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(field.values, ordered=field.ordered)
