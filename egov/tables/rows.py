"""The address of one row on the data pages: pure text, so that a chapter can link a number without reading a file.

The anchor of a row is ``row-`` and the values of its key, joined by ``-``; ``+`` becomes ``plus``, and whatever else is
neither a letter nor a digit of any script, a full stop or a low line becomes ``-``. The first mention is not said, a
further one is: ``-m2``. So addresses stay when rows are added, and a reader can write one down from the table alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from numbers import Real

from egov.tables.schemas import TABLES
from egov.tables.schemas.fields import Table

_OTHER = re.compile(r"[^\w.]+")
FROM_CHAPTER = "../book/tables/"
"""Where the data pages lie, seen from a chapter in ``notebooks/``."""


def key_text(table: Table, column: str, value: object) -> str:
    """A key's value as the file holds it."""
    field = table.field(column)
    if value is None or value != value:
        return ""
    if isinstance(value, bool) or field.type == "boolean":
        return str(bool(value)).lower() if not isinstance(value, str) else value
    if field.type == "number" and not isinstance(value, str):
        return f"{float(value):.{field.decimals}f}" if field.decimals is not None else f"{value:g}"  # type: ignore[arg-type, str-format]
    if field.type == "integer" and isinstance(value, Real) and value == int(value):
        return str(int(value))
    return str(value)


def row_anchor(table: str | Table, row: Mapping[str, object]) -> str:
    """The anchor of a row that holds the table's key (``mention`` is 1 where it is not given).

    >>> row_anchor("capacity_bands", {"unit_type": "province", "unit": "贵州", "year": 2021})
    'row-province-贵州-2021'
    >>> row_anchor("policies", {"region": "四川", "document_number": "川府发(2021)24号", "mention": "2"})
    'row-四川-川府发-2021-24号-m2'
    """
    declared = TABLES[table] if isinstance(table, str) else table
    parts = [_OTHER.sub("-", key_text(declared, column, row[column]).replace("+", "plus")) for column in declared.key]
    mention = str(row.get("mention", 1)) if "mention" in declared.full_key else "1"
    return "-".join(["row", *parts, *([] if mention == "1" else [f"m{mention}"])])


def row_url(table: str, /, *, base: str = FROM_CHAPTER, **key: object) -> str:
    """The address of a row, relative to the page that links to it.

    Parameters
    ----------
    table
        Name of a table.
    base
        Where the data pages lie seen from that page; the default is right for a chapter.
    key
        Every column of the table's key, ``mention`` only where it is not 1.

    Raises
    ------
    KeyError
        No such table, a column of the key that is not given, or one that is no part of it.

    Examples
    --------
    >>> row_url("capacity_means", unit_type="city", year=2021, code="A1", measure="mean")
    '../book/tables/capacity_means.html#row-city-2021-A1-mean'
    """
    if table not in TABLES:
        raise KeyError(f"no table {table!r}; there are {', '.join(sorted(TABLES))}")
    declared = TABLES[table]
    missing = [column for column in declared.key if column not in key]
    unknown = [column for column in key if column not in declared.full_key]
    if missing or unknown:
        raise KeyError(
            f"a row of {table} is named by {', '.join(declared.full_key)}; "
            + (f"{missing[0]!r} is missing" if missing else f"{unknown[0]!r} is not one of them")
        )
    return f"{base}{table}.html#{row_anchor(declared, key)}"
