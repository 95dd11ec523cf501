"""Repairs of known slips: rows of ``corrections.csv``, applied on request, each guarded by what it expects."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from egov.tables.errors import TableError
from egov.tables.schemas import Table


def apply(table: Table, raw: Mapping[str, list[str]], corrections: pd.DataFrame) -> dict[str, list[str]]:
    """The raw cells of ``table`` by column, with its corrections applied.

    A correction names one row by ``column=value`` pairs joined by ``;``. :class:`TableError` where the row is not
    there, or where the cell no longer holds what the correction expects.
    """
    out = {column: [*cells] for column, cells in raw.items()}
    for number, row in corrections[corrections["table"] == table.name].iterrows():

        def refuse(expected: str, column: str, value: str, hint: str = "", line: int = int(number) + 2) -> TableError:
            return TableError("corrections.csv", expected, row=line, column=column, value=value, hint=hint)

        pairs = [pair.partition("=")[::2] for pair in row["key"].split(";")]
        for said, column in [("field", row["field"]), *(("key", column) for column, _ in pairs)]:
            if column not in out:
                raise refuse(f"a column of {table.path}", said, column)
        hits = [n for n in range(len(out[row["field"]])) if all(out[c][n] == value for c, value in pairs)]
        if len(hits) != 1:
            raise refuse(f"one row of {table.path}", "key", row["key"], f"{len(hits)} rows match")
        cells = out[row["field"]]
        if cells[hits[0]] != row["expect"]:
            hint = f"{table.path} no longer holds what this correction expects"
            raise refuse(row["expect"], "expect", cells[hits[0]], hint)
        cells[hits[0]] = row["corrected"]
    return out
