"""The audit of this book: what it reads, and its checks; those that a row can say stand in TOML files beside this."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from egov.audit.check import Audit

DATA = Path(__file__).parent


def _table(name: str) -> list[dict[str, Any]]:
    """A list of places beside the code, as rows with the cells that every table has."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = [{"value": "", **row} for row in csv.DictReader(file)]
    for row in rows:
        row |= {"line": int(row["line"]), "col": int(row["col"])}
        row["group"], _, row["item"] = row["name"].partition(".")
        if "names" in row:
            names = row["names"].split("、")
            row["size"] = len(set(names))
            row["short"] = ", ".join(names) if len(names) <= 12 else f"{names[0]} to {names[-1]}"
    return rows


READINGS, LISTS = _table("readings.csv"), _table("lists.csv")
"""What the audit reads in the documents beyond the published tables: short fragments, with line and column of the text
copy; a number beside a list also has the names. ``tests/audit/test_documents.py`` finds every one there."""

AUDIT = Audit(until={"capacity_": 2021}, extra={"readings": READINGS, "lists": LISTS})
"""The audit of this book. The report of 2022 is on 2021: rows of later years are not its own."""
