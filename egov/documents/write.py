"""Rows of the readers become tables: mentions counted, columns as declared; :mod:`egov.tables.write` writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from egov.tables.schemas import Table
from egov.tables.write import table_text

Row = Mapping[str, object]
FULL_STATEMENT = "_full"
"""A row may carry ``_full: True``: it is from the table or chapter that sets the figure out in full."""


def number_mentions(table: Table, rows: Iterable[Row], sources: list[str]) -> list[dict[str, object]]:
    """Rows with ``mention`` counted within each key.

    Mention 1 is the fullest statement (rows marked ``_full``); the rest follow in the order of ``sources``, line
    and column; rows without a line keep the order in which they came.
    """

    ranks = {source: rank for rank, source in enumerate(sources)}

    def order(row: Row) -> tuple[bool, int, int, int]:
        line, col = (int(row.get(name) or 0) for name in ("line", "col"))  # type: ignore[call-overload]
        return not row.get(FULL_STATEMENT, False), ranks.get(str(row["source"]), len(ranks)), line, col

    count: Counter[tuple[object, ...]] = Counter()
    out = []
    for row in sorted(rows, key=order):
        key = tuple(row[k] for k in table.key)
        count[key] += 1
        out.append({**{k: v for k, v in row.items() if k != FULL_STATEMENT}, "mention": count[key]})
    return out


def rows_text(table: Table, rows: Iterable[Row]) -> str:
    """The rows as CSV text; a column that no row has stays empty.

    :class:`~egov.tables.errors.TableError` as :func:`~egov.tables.write.table_text` raises it.
    """
    frame = pd.DataFrame(list(rows), dtype=object)
    return table_text(table, frame.reindex(columns=list(dict.fromkeys([*table.columns, *frame]))))
