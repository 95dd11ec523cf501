"""The published tables as the audit reads them: rows with exact figures, looked up by their cells, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from egov.results.audit.quantity import AuditError, Figure
from egov.tables.rows import row_anchor

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[..., "pd.DataFrame"]


class Row(dict[str, Any]):
    """One row of a table; ``row.figure`` is what it prints, with its place."""

    __slots__ = ("_figure", "table")

    def __init__(self, table: str, cells: dict[str, Any]) -> None:
        """Keep the cells and the table's name."""
        super().__init__(cells)
        self.table = table
        self._figure: Figure | None = None

    def __missing__(self, column: str) -> Any:
        """A clear error for a column that the table has not."""
        raise AuditError(f"table {self.table!r} has no column {column!r}: it has {', '.join(self)}")

    @property
    def figure(self) -> Figure:
        """The published figure."""
        if self._figure is None:
            value, line, col = self["value"], self["line"], self["col"]
            self._figure = Figure(
                self["printed"],
                self["source"],
                self["place"],
                None if line is None else int(line),
                Fraction(value) if _is_number(value) else None,
                self.table,
                row_anchor(self.table, self),
                None if col is None else int(col),
            )
        return self._figure

    @property
    def number(self) -> Fraction:
        """The exact value."""
        return self.figure.number


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _cell(value: Any) -> Any:
    """A typed cell as the audit keeps it: text, int or None; numbers of `value` as the text that the file holds."""
    if value is None or value != value:
        return None
    if isinstance(value, float):
        text = repr(float(value))
        return text[:-2] if text.endswith(".0") else format(Fraction(text), "f") if "e" in text else text
    return value


def rows_of(name: str, frame: pd.DataFrame) -> list[Row]:
    """The frame's rows as :class:`Row` with exact values."""
    import pandas as pd

    columns = list(frame.columns)
    out = []
    for cells in frame.itertuples(index=False, name=None):
        row = {
            c: None if v is pd.NA else _cell(v) if c == "value" else None if v != v else v
            for c, v in zip(columns, cells, strict=True)
        }
        if "value" in row:
            row["value"] = str(row["value"])
        out.append(Row(name, row))
    return out


class Tables:
    """All tables that an audit reads.

    >>> from egov.tables import load
    >>> tables = Tables(load)
    >>> tables.one("capacity_regions", region="华东").figure.printed
    '93.06'
    """

    def __init__(self, load: Load) -> None:
        """Read with ``load``: :func:`egov.tables.load`, or one that reads another data folder."""
        self._load = load
        self._rows: dict[str, list[Row]] = {}
        self._index: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[Row]]] = {}
        self._memo: dict[tuple[str, ...], Any] = {}
        self._allowed: tuple[str, ...] | None = None

    def all(self, name: str) -> list[Row]:
        """Every row of a table in the file's order."""
        if self._allowed is not None and name not in self._allowed:
            raise AuditError(f"reads table {name!r} but does not declare it in `reads`")
        if name not in self._rows:
            self._rows[name] = rows_of(name, self._load(name))
        return self._rows[name]

    def rows(self, name: str, **where: Any) -> list[Row]:
        """The rows whose cells are those of ``where``."""
        rows = self.all(name)
        if not where:
            return rows
        columns = tuple(sorted(where))
        index = self._index.get((name, columns))
        if index is None:
            if rows and any(c not in rows[0] for c in columns):
                missing = next(c for c in columns if c not in rows[0])
                raise AuditError(f"table {name!r} has no column {missing!r}: it has {', '.join(rows[0])}")
            index = {}
            for row in rows:
                index.setdefault(tuple(row[c] for c in columns), []).append(row)
            self._index[name, columns] = index
        return index.get(tuple(where[c] for c in columns), [])

    def find(self, name: str, **where: Any) -> Row | None:
        """The one row of ``where``, its first mention; ``None`` where there is none."""
        rows = self.rows(name, **where)
        if len(rows) > 1 and "mention" in rows[0] and "mention" not in where:
            rows = [row for row in rows if row["mention"] == 1]
        if len(rows) > 1:
            raise AuditError(f"table {name!r} has {len(rows)} rows with {_words(where)}, expected one")
        return rows[0] if rows else None

    def one(self, name: str, **where: Any) -> Row:
        """The one row of ``where``, its first mention; :class:`AuditError` where there is none or more."""
        row = self.find(name, **where)
        if row is None:
            raise AuditError(f"table {name!r} has no row with {_words(where)}")
        return row

    def memo(self, key: tuple[str, ...], work: Callable[[], Any]) -> Any:
        """What ``work`` gives, done once for these tables."""
        if key not in self._memo:
            self._memo[key] = work()
        return self._memo[key]

    def only(self, names: Iterable[str]) -> Tables:
        """The same tables for a family that may read these alone."""
        view = Tables.__new__(Tables)
        view._load, view._rows, view._index, view._memo = self._load, self._rows, self._index, self._memo
        view._allowed = tuple(names)
        return view

    def with_row(self, name: str, number: int, **cells: Any) -> Tables:
        """A copy in which row ``number`` of a table has other cells; the rest is shared."""
        rows = list(self.all(name))
        rows[number] = Row(name, {**rows[number], **cells})
        copy = Tables(self._load)
        copy._rows = {**self._rows, name: rows}
        copy._index = {key: index for key, index in self._index.items() if key[0] != name}
        return copy


def _words(where: dict[str, Any]) -> str:
    return ", ".join(f"{column} {value!r}" for column, value in where.items())
