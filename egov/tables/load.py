"""One loader for every table: read strictly, checked against its declaration, returned as a typed frame.

Nothing is coerced in silence: a cell that does not fit raises :class:`~egov.tables.errors.TableError` with file,
row, column, value and what was expected. The file is never changed.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from egov.tables.corrections import apply
from egov.tables.errors import TableError
from egov.tables.printed import read_figure
from egov.tables.schemas import TABLES, UNIT_TYPES, Field, Table

_INTEGER = r"[+-]?[0-9]{1,18}"  # what 64 bits hold; no digits of other scripts
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"
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
        range or its values, a key that stands twice, a unit that ``units.csv`` does not know, a year that is
        missing from a panel, a share that is not one.

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
    raw = read_raw(table, folder)
    if corrected:
        raw = apply(table, raw, load("corrections", data=folder))
    return validate(table, raw, folder, tables, corrected=corrected)


def remembered(load: Load) -> Load:
    """A loader that reads each table once, for callers that change none; one that remembers stays as it is.

    >>> read = remembered(load)
    >>> read("units") is read("units"), remembered(read) is read
    (True, True)
    """
    return load if isinstance(load, _Remembered) else _Remembered(load)


class _Remembered:
    """Tables by name and options."""

    def __init__(self, load: Load) -> None:
        """Keep the loader."""
        self._load = load
        self._kept: dict[tuple[object, ...], pd.DataFrame] = {}

    def __call__(self, name: str, **options: object) -> pd.DataFrame:
        """The table, read on the first call."""
        key = (name, *sorted(options.items()))
        if key not in self._kept:
            self._kept[key] = self._load(name, **options)
        return self._kept[key]


def read_raw(table: Table, folder: Path) -> pd.DataFrame:
    """The file's cells as text, its header checked; rows are indexed by their line in the file (first row is 2)."""
    path = folder / table.path
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise TableError(table.path, "a file", hint=f"no such file in {folder.name}/") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError(
            table.path, "UTF-8", row=line, value=error.object[error.start : error.start + 4], hint="wrong encoding"
        ) from None
    return parse(table, text)


def parse(table: Table, text: str) -> pd.DataFrame:
    """The cells of a CSV text, its header checked; see :func:`read_raw`."""
    if text.startswith("\ufeff"):
        raise TableError(table.path, "UTF-8 without a byte-order mark", row=1, value="\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        rows, lines = [], []
        for cells in reader:
            if len(cells) != len(header):
                raise TableError(table.path, f"{len(header)} cells", row=reader.line_num, value=f"{len(cells)} cells")
            rows.append(cells)
            lines.append(reader.line_num)
    except StopIteration:
        raise TableError(table.path, "a header row", row=1) from None
    except csv.Error as error:
        raise TableError(table.path, "well-formed CSV", row=reader.line_num, hint=str(error)) from None
    missing = [c for c in table.columns if c not in header]
    unknown = [c for c in header if c not in table.columns]
    if missing:
        raise TableError(table.path, f"the column {missing[0]}", row=1, column=missing[0], hint="missing column")
    if unknown:
        raise TableError(
            table.path, f"only the columns {', '.join(table.columns)}", row=1, column=unknown[0], value=unknown[0]
        )
    if len(set(header)) < len(header):
        double = next(c for c in header if header.count(c) > 1)
        raise TableError(table.path, "each column once", row=1, column=double, value=double)
    return pd.DataFrame(rows, columns=header, index=lines, dtype="str")[list(table.columns)]


def validate(
    table: Table, raw: pd.DataFrame, folder: Path, tables: Mapping[str, Table] = TABLES, *, corrected: bool = False
) -> pd.DataFrame:
    """Type the raw cells and check them against the declaration; the result has a plain index.

    Values that corrections repaired no longer say what is printed.
    """
    frame = raw.copy()
    for field in table.fields:
        frame[field.name] = _typed(table, field, raw[field.name])
    _check_values(table, frame)
    _check_key(table, frame)
    _check_shares(table, frame)
    _check_foreign_keys(table, frame, folder, tables)
    _check_panel(table, frame, folder)
    if not corrected:
        _check_printed(table, frame)
    for field in table.fields:
        if field.type == "category":
            frame[field.name] = frame[field.name].astype(_dtype(field))
    return frame.reset_index(drop=True)


def _typed(table: Table, field: Field, cells: pd.Series) -> pd.Series:
    """The column in its type; text and categories stay text here."""
    empty = cells == ""
    if field.required and empty.any():
        raise _cell_error(table, field, cells, empty)
    if field.type in ("string", "category"):
        return cells.mask(empty) if not field.required else cells
    pattern = {"integer": _INTEGER, "number": _NUMBER, "boolean": "true|false"}[field.type]
    wrong = ~(empty | cells.str.fullmatch(pattern))
    if wrong.any():
        raise _cell_error(table, field, cells, wrong)
    filled = cells.mask(empty)
    if field.type == "boolean":
        typed = filled.map({"true": True, "false": False})
        return typed.astype("bool" if field.required else "boolean")
    if field.type == "integer":
        return pd.to_numeric(filled).astype("int64" if field.required else "Int64")
    return pd.to_numeric(filled).astype("float64")


def _cell_error(table: Table, field: Field, cells: pd.Series, wrong: pd.Series) -> TableError:
    row = wrong.idxmax()
    return TableError(table.path, field.expected, row=int(row), column=field.name, value=cells[row])


@cache
def schema(name: str) -> pa.DataFrameSchema:
    """The table's declaration as a pandera schema, for its typed frame with categories still as text."""
    return _schema(TABLES[name])


def _schema(table: Table) -> pa.DataFrameSchema:
    columns = {}
    for field in table.fields:
        checks = []
        if field.values:
            checks.append(pa.Check.isin(field.values))
        if field.minimum is not None:
            checks.append(pa.Check.ge(field.minimum))
        if field.maximum is not None:
            checks.append(pa.Check.le(field.maximum))
        if field.pattern:
            checks.append(pa.Check.str_matches(rf"^(?:{field.pattern})$"))
        columns[field.name] = pa.Column(checks=checks, nullable=not field.required)
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def _check_values(table: Table, frame: pd.DataFrame) -> None:
    try:
        declared = schema(table.name) if TABLES.get(table.name) is table else _schema(table)
        declared.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        first = errors.failure_cases.sort_values("index", kind="stable").iloc[0]
        raise TableError(
            table.path,
            table.field(first["column"]).expected,
            row=int(first["index"]),
            column=first["column"],
            value=first["failure_case"],
        ) from None


def _check_key(table: Table, frame: pd.DataFrame) -> None:
    key = list(table.full_key)
    double = frame.duplicated(key)
    if double.any():
        row = double.idxmax()
        same = frame[key].eq(frame.loc[row, key]) | (frame[key].isna() & frame.loc[row, key].isna())
        before = frame.index[same.all(axis=1)][0]
        raise TableError(
            table.path,
            f"each key ({', '.join(key)}) once",
            row=int(row),
            column=", ".join(key),
            value=", ".join(map(str, frame.loc[row, key])),
            hint=f"duplicate of row {before}",
        )


def _check_shares(table: Table, frame: pd.DataFrame) -> None:
    if not table.shares:
        return
    share = frame["measure"].isin(table.shares)
    wrong = share & ~(frame["value"].between(0, 100) & frame["printed"].str.contains("[%％]", regex=True))
    if wrong.any():
        row = wrong.idxmax()
        column = "value" if not 0 <= frame.loc[row, "value"] <= 100 else "printed"
        raise TableError(
            table.path,
            "a share in percent, from 0 to 100, printed with a percent sign",
            row=int(row),
            column=column,
            value=frame.loc[row, column],
        )


def _check_foreign_keys(table: Table, frame: pd.DataFrame, folder: Path, tables: Mapping[str, Table]) -> None:
    for key in table.foreign_keys:
        other = read_raw(tables[key.table], folder)
        for column, wanted in key.where:
            other = other[other[column] == wanted]
        known = set(zip(*(other[c] for c in key.targets), strict=True))
        here = frame[list(key.columns)]
        unknown = [cells not in known for cells in zip(*(here[c] for c in here), strict=True)]
        wrong = here.notna().all(axis=1) & pd.Series(unknown, index=here.index)
        if wrong.any():
            row = wrong.idxmax()
            raise TableError(
                table.path,
                f"a key of {tables[key.table].path}",
                row=int(row),
                column=key.columns[-1],
                value=here.loc[row, key.columns[-1]],
                hint=f"no {', '.join(map(str, here.loc[row]))} there",
            )


def _check_panel(table: Table, frame: pd.DataFrame, folder: Path) -> None:
    """Every unit of a panel, every year of each, and enough rows."""
    for unit_type, (first, last) in table.years.items():
        part = frame[frame["unit_type"] == unit_type]
        units = read_raw(TABLES["units"], folder)
        absent = [unit for unit in units.loc[units["unit_type"] == unit_type, "unit"] if unit not in set(part["unit"])]
        if absent:
            raise TableError(table.path, f"rows for {', '.join(absent)}", column="unit", hint="missing units")
        years = set(range(first, max([last, *part["year"]]) + 1))
        for unit, have in part.groupby("unit", sort=False)["year"]:
            missing = sorted(years - set(have))
            if missing:
                raise TableError(
                    table.path,
                    f"a row for every year from {first} to {max(years)}",
                    row=int(have.index[-1]),
                    column="year",
                    value=unit,
                    hint=f"missing year {', '.join(map(str, missing))}",
                )
    whole = "unit_type" not in table.columns or set(UNIT_TYPES) <= set(frame["unit_type"]) or frame.empty
    if whole and table.folder != "derived" and len(frame) < table.min_rows:  # a kind of unit may be left out
        raise TableError(table.path, f"at least {table.min_rows} rows", value=len(frame), hint="the table is cut short")


def _check_printed(table: Table, frame: pd.DataFrame) -> None:
    """The machine form says what is printed: a number that reads so, or the same words."""
    if not table.published or "value" not in table.columns:
        return
    numeric = table.field("value").type in ("integer", "number")
    for row, value, printed, measure in zip(
        frame.index, frame["value"], frame["printed"], frame.get("measure", frame["printed"]), strict=True
    ):
        if numeric:
            try:
                level = printed == "持平" and measure in table.signs_in_words  # a word for a change of zero
                said = 0.0 if level else float(read_figure(printed).value)
            except ValueError as error:
                raise TableError(
                    table.path, "a figure", row=row, column="printed", value=printed, hint=str(error)
                ) from None
            ends = {said, -said} if measure in table.signs_in_words else {said}
            wrong = value not in ends
        else:
            said, wrong = printed, table.value_as_printed and value != printed
        if wrong:
            expected = f"{said:g}" if numeric else str(said)
            raise TableError(table.path, expected, row=row, column="value", value=value, hint=f"{printed!r} is printed")


def _dtype(field: Field) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(field.values, ordered=field.ordered)
