"""Rows of tables in a chapter: one is looked up with its address, a whole derived table is published.

``EGOV_PUBLISH=compare`` (set by ``make test``) turns publishing into comparing: nothing is written then.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from egov.tables import TABLES, TableError, data_folder, load
from egov.tables.load import parse, validate
from egov.tables.rows import key_text, row_url
from egov.tables.write import first_difference, table_text, write_if_changed

__all__ = ["StaleTable", "at", "publish"]


class StaleTable(AssertionError):
    """A derived table in the repository is not what its chapter computes."""


def publish(name: str, frame: pd.DataFrame) -> None:
    """Write a derived table to ``data/derived``, whole or not at all; under test, compare it with the file there.

    Parameters
    ----------
    name
        A derived table, declared in :mod:`egov.tables.schemas`; write it as a literal, for the order in which
        notebooks run is read from their code.
    frame
        Its rows, in any order, with exactly the declared columns.

    Raises
    ------
    TableError
        No such derived table, or a row that is not as declared: nothing is written.
    TypeError
        No frame.
    StaleTable
        Under test: the first cell that differs from the file, with table, key, column, what was and what is.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"publish({name!r}) takes a frame, not {type(frame).__name__}")
    if name not in TABLES or TABLES[name].folder != "derived":
        known = ", ".join(sorted(t.name for t in TABLES.values() if t.folder == "derived"))
        hint = "a new one is declared in a file of egov/tables/schemas"
        raise TableError(f"derived/{name}.csv", f"one of the derived tables {known}", value=name, hint=hint)
    table, folder = TABLES[name], data_folder()
    if frame.empty and table.min_rows:  # a table that may be empty declares ``min_rows`` 0
        raise TableError(table.path, "at least one row", value=0)
    text = table_text(table, frame)
    rows = parse(table, text)
    try:
        validate(table, rows, folder)
    except TableError as error:
        if error.row is not None:  # a row of a file that is not there yet: its key is what can be looked for
            key = ", ".join(f"{column} {rows[column][error.row - 2]}" for column in table.full_key)
            error.args = (f"{error}, in the row {key}",)
        raise
    path = folder / table.path
    if os.environ.get("EGOV_PUBLISH") != "compare":
        write_if_changed(path, text)
        return
    was = path.read_bytes().decode("utf-8") if path.is_file() else ""
    if difference := first_difference(table, was, text):
        raise StaleTable(f"{difference}. Run the notebooks: make book")


def at(table: str, /, **key: object) -> dict[str, Any]:
    """One row of a table by its key; its values, formatted in a claim, link to the row on the data pages.

    Parameters
    ----------
    table
        A published, derived or reference table; write it as a literal, for what a notebook reads is taken from its
        code.
    key
        Every column of the table's key; ``mention`` is 1 where it is not given.

    Returns
    -------
    dict
        Column to value. A value is a float, an int or a text that can be computed with; computed values are plain.

    Raises
    ------
    KeyError
        No such table, no such row, or a column of the key that is missing or unknown.
    TypeError
        A whole column or a list where the key has one value.

    Examples
    --------
    >>> total = at("capacity_means", unit_type="province", year=2021, code="total", measure="mean")
    >>> f"{total['value']:.1f}"
    '[88.1](../book/tables/capacity_means.html#row-province-2021-total-mean)'
    >>> f"{total['value'] - 80:.1f}"
    '8.1'
    """
    if many := [column for column, value in key.items() if not pd.api.types.is_scalar(value)]:
        raise TypeError(f"at({table!r}): {many[0]} is one value, not {type(key[many[0]]).__name__}")
    address = row_url(table, **key)  # also checks the key's columns
    declared = TABLES[table]
    path = data_folder() / declared.path
    values = {"mention": 1} | key if "mention" in declared.full_key else key
    wanted = tuple(key_text(declared, column, values[column]) for column in declared.full_key)
    stat = path.stat() if path.is_file() else None
    rows = _rows(table, path.parent, (stat.st_mtime_ns, stat.st_size) if stat else None)
    if wanted not in rows:
        raise KeyError(f"{declared.path} has no row {', '.join(wanted)} (key: {', '.join(declared.full_key)})")
    return {column: _linked(value, address) for column, value in rows[wanted].items()}


@lru_cache(maxsize=64)
def _rows(table: str, folder: Path, changed: tuple[int, int] | None) -> dict[tuple[str, ...], dict[str, Any]]:
    """Every row of a table by its key as text; ``changed`` tells one state of the file from another."""
    declared = TABLES[table]
    rows = load(table).astype(object).to_dict("records")
    return {tuple(key_text(declared, column, row[column]) for column in declared.full_key): row for row in rows}


class _Link:
    """A value that shows as a link to its row when it is formatted; arithmetic forgets the address."""

    address: str

    def __format__(self, form: str) -> str:
        """The value in this form, as a Markdown link."""
        base = next(kind for kind in (float, int, str) if isinstance(self, kind))
        return f"[{format(base(self), form)}]({self.address})"


class _Float(_Link, float):
    """A number with an address."""


class _Int(_Link, int):
    """A whole number with an address."""


class _Text(_Link, str):
    """A text with an address."""


def _linked(value: Any, address: str) -> Any:
    """The value with its address; booleans and missing texts stay as they are."""
    if isinstance(value, bool) or value is None or value is pd.NA:
        return value
    for base, kind in ((int, _Int), (float, _Float), (str, _Text)):
        if isinstance(value, base):
            out = kind(value)
            out.address = address
            return out
    if hasattr(value, "item"):
        return _linked(value.item(), address)
    return value
