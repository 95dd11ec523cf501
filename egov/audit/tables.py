"""The published tables as the audit reads them: rows with exact figures, found by their cells, each reading noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import pandas as pd

from egov.audit.quantity import AuditError, Figure, Quantity
from egov.tables.load import Load
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES

Cell = tuple[str, Any]
"""What was read: a table, and a row's place in it; -1 for every row at once; columns and values of a look-up by
``value``, whose result changes with the rows that have, or get, such a value."""


class Row:
    """One row of a table: its cells by name, and what it prints as an exact figure.

    Whoever reads ``printed`` or ``value`` leaves a note in ``seen``; see :meth:`egov.audit.check.Audit.trace`.
    """

    __slots__ = ("_anchor", "_figure", "_number", "_seen", "cell", "cells", "table")

    def __init__(self, table: str, cells: dict[str, Any], position: int = 0, seen: set[Cell] | None = None) -> None:
        """Keep the cells, the table's name and the place in it."""
        self.table, self.cells, self.cell = table, cells, (table, position)
        self._seen: set[Cell] = set() if seen is None else seen
        self._figure: Figure | None = None
        self._number: Fraction | None = None
        self._anchor: str | None = None

    def __getitem__(self, column: str) -> Any:
        """A cell; a clear error for a column that the table has not."""
        if column == "value" or column == "printed":
            self._seen.add(self.cell)
        try:
            return self.cells[column]
        except KeyError:
            raise AuditError(f"table {self.table!r} has no column {column!r}: it has {', '.join(self.cells)}") from None

    __getattr__ = __getitem__

    def get(self, column: str) -> Any:
        """A cell, or ``None`` where the table has no such column."""
        return self[column] if column in self.cells else None

    @property
    def figure(self) -> Figure:
        """The published figure with its place."""
        self._seen.add(self.cell)
        if self._figure is None:
            c = self.cells
            if self._anchor is None:
                self._anchor = row_anchor(self.table, c)
            number = Fraction(c["value"]) if _is_number(c["value"]) else None
            place = c["source"], c["place"], c["line"]
            self._figure = Figure(c["printed"], *place, number, self.table, self._anchor, c["col"])
        return self._figure

    @property
    def number(self) -> Fraction:
        """The exact value; :class:`AuditError` where it is a word."""
        self._seen.add(self.cell)
        if self._number is None:
            value = self.cells["value"]
            self._number = Fraction(value) if _is_number(value) else self.figure.number
        return self._number

    @property
    def rounded(self) -> Quantity:
        """The value with all values that round to it."""
        return self.figure.rounded

    @property
    def counted(self) -> Quantity:
        """The value as it stands: a count."""
        return self.figure.counted

    def change(self, **cells: Any) -> None:
        """Give cells other values."""
        self.cells = {**self.cells, **cells}
        self._figure = self._number = None


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _cell(value: Any, exact: bool) -> Any:
    """A typed cell as the audit keeps it: text, whole number or ``None``; a value as the text that the file holds."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, float):
        if value.is_integer():
            value = int(value)
        elif exact:
            text = repr(value)
            value = format(Fraction(text), "f") if "e" in text else text
    return str(value) if exact else value


def _own(table: str, cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the audit's own tables, with the cells that a figure needs."""
    if missing := [c for c in ("value", "printed", "source", "place") if c not in cells]:
        raise AuditError(f"table {table!r}: no {missing[0]!r} in the row {dict(cells)}")
    return {"line": None, "col": None, **{c: _cell(v, c == "value") for c, v in cells.items()}}


class Tables:
    """All tables that an audit reads.

    Parameters
    ----------
    load
        :func:`egov.tables.load`, or one that reads another data folder.
    until
        The last year of a document's own rows, by the beginning of the names of its tables: rows of later years come
        from later documents, and no check of this one reads them.
    extra
        Tables of the audit's own by name, such as its readings or another report's figures: lists of rows, each with
        ``value``, ``printed``, ``source`` and ``place``, and ``line`` and ``col`` where there are such.

    Examples
    --------
    >>> from egov.tables import load
    >>> Tables(load).one("capacity_regions", region="华东").figure.printed
    '93.06'
    """

    def __init__(
        self,
        load: Load,
        until: Mapping[str, int] | None = None,
        extra: Mapping[str, list[dict[str, Any]]] | None = None,
    ) -> None:
        """Keep where to read; nothing is read yet."""
        self._load, self._until = load, dict(until or {})
        self._extra = {name: [_own(name, cells) for cells in rows] for name, rows in (extra or {}).items()}
        self._rows: dict[str, list[Row]] = {}
        self._index: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Row]]] = {}
        self._by_value: set[tuple[str, tuple[str, ...]]] = set()
        self._memo: dict[str, tuple[Any, frozenset[Cell]]] = {}
        self.seen: set[Cell] = set()

    def all(self, name: str) -> list[Row]:
        """Every row of a table in the file's order."""
        if name not in self._rows:
            rows = self._extra[name] if name in self._extra else self._read(name)
            self._rows[name] = [Row("audit_readings" if name in self._extra else name, cells, i, self.seen)
                                for i, cells in enumerate(rows)]  # fmt: skip
        return self._rows[name]

    def _read(self, name: str) -> list[dict[str, Any]]:
        if name not in TABLES:
            raise AuditError(f"unknown table {name!r}: no such table is declared")
        frame = self._load(name)
        last = next((year for start, year in self._until.items() if name.startswith(start)), None)
        if last is not None and "year" in frame:
            frame = frame[~(frame["year"] > last).fillna(False)]
        columns = list(frame.columns)
        return [
            {c: _cell(v, c == "value") for c, v in zip(columns, cells, strict=True)}
            for cells in frame.itertuples(index=False, name=None)
        ]

    def whole(self, name: str) -> list[dict[str, Any]]:
        """The cells of every row, noted as read all at once."""
        self.seen.add((name, -1))
        return [row.cells for row in self.all(name)]

    def rows(self, name: str, /, **where: Any) -> list[Row]:
        """The rows whose cells are those of ``where``, compared as text."""
        rows = self.all(name)
        if not where:
            return rows
        columns = tuple(where)
        key = tuple(str(v) for v in where.values())
        if "value" in where:
            self.seen.add((name, (columns, key)))
            self._by_value.add((name, columns))
        index = self._index.get((name, columns))
        if index is None:
            if unknown := [c for c in columns if rows and c not in rows[0].cells]:
                raise AuditError(f"table {name!r} has no column {unknown[0]!r}: it has {', '.join(rows[0].cells)}")
            index = {}
            for row in rows:
                index.setdefault(tuple(str(row.cells[c]) for c in columns), []).append(row)
            self._index[name, columns] = index
        return index.get(key, [])

    def find(self, name: str, /, **where: Any) -> Row | None:
        """The one row of ``where``, its first mention; ``None`` where there is none."""
        rows = self.rows(name, **where)
        if len(rows) > 1 and "mention" in rows[0].cells and "mention" not in where:
            rows = [row for row in rows if row.cells["mention"] == 1]
        if len(rows) > 1:
            raise AuditError(f"table {name!r} has {len(rows)} rows with {_words(where)}, expected one")
        return rows[0] if rows else None

    def one(self, name: str, /, **where: Any) -> Row:
        """The one row of ``where``, its first mention; :class:`AuditError` where there is none or more."""
        row = self.find(name, **where)
        if row is None:
            raise AuditError(f"table {name!r} has no row with {_words(where)}")
        return row

    def memo(self, key: str, work: Callable[[Tables], Any]) -> Any:
        """What ``work`` gives, done once as long as nothing that it read is changed; its readings count each time."""
        if key not in self._memo:
            before = set(self.seen)
            self.seen.clear()
            self._memo[key] = work(self), frozenset(self.seen)
            self.seen |= before
        self.seen |= self._memo[key][1]
        return self._memo[key][0]

    def touched(self, row: Row, **cells: Any) -> set[Cell]:
        """What has to be read anew when a row gets other cells."""
        found = [
            (columns, tuple(str(state[c]) for c in columns))
            for name, columns in self._by_value
            for state in (row.cells, {**row.cells, **cells})
            if name == row.table
        ]
        return {row.cell, (row.table, -1), *((row.table, place) for place in found)}

    @contextmanager
    def changed(self, row: Row, **cells: Any) -> Iterator[set[Cell]]:
        """Within the block, one row has other cells, afterwards it is as before; gives what must be read anew."""
        before, touched = row.cells, self.touched(row, **cells)
        row.change(**cells)
        self._forget(row.table, touched)
        try:
            yield touched
        finally:
            row.change(**before)
            self._forget(row.table, touched)

    def _forget(self, table: str, touched: set[Cell]) -> None:
        for place in self._by_value:
            if place[0] == table:
                self._index.pop(place, None)
        for key in [key for key, (_, read) in self._memo.items() if read & touched]:
            del self._memo[key]


def _words(where: dict[str, Any]) -> str:
    return ", ".join(f"{column} {value!r}" for column, value in where.items())
