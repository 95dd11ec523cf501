"""Repairs of known slips: rows of ``corrections.csv``, applied on request, each guarded by what it expects."""

from __future__ import annotations

import pandas as pd

from egov.tables.errors import TableError
from egov.tables.schemas import Table


def apply(table: Table, raw: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """The raw cells of ``table`` with its corrections applied.

    A correction names one row by ``column=value`` pairs joined by ``;``. :class:`TableError` where the row is not
    there, or where the cell no longer holds what the correction expects.
    """
    out = raw.copy()
    for number, row in corrections[corrections["table"] == table.name].iterrows():
        line = int(number) + 2
        hit = out.index == out.index
        for pair in row["key"].split(";"):
            column, _, value = pair.partition("=")
            if column not in out.columns:
                raise TableError("corrections.csv", f"a column of {table.path}", row=line, column="key", value=column)
            hit &= (out[column] == value).to_numpy()
        if hit.sum() != 1:
            raise TableError(
                "corrections.csv", f"one row of {table.path}", row=line, column="key", value=row["key"],
                hint=f"{hit.sum()} rows match",
            )  # fmt: skip
        found = out.loc[hit, row["field"]].item()
        if found != row["expect"]:
            raise TableError(
                "corrections.csv", row["expect"], row=line, column="expect", value=found,
                hint=f"{table.path} no longer holds what this correction expects",
            )  # fmt: skip
        out.loc[hit, row["field"]] = row["corrected"]
    return out
