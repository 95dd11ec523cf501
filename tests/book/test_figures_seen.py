"""The written check of every figure by eye: a figure that nobody opened as a picture is not done."""

from __future__ import annotations

import csv
from pathlib import Path

from egov.book import notebooks, rules
from egov.book.inputs import repository_root

SEEN = Path(__file__).with_name("figures_seen.csv")
COLUMNS = ["notebook", "cell", "figure", "desk", "phone", "dark", "remark"]


def rows() -> list[dict[str, str]]:
    """The check as written: one row a cell that shows a figure."""
    with SEEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_figure_was_looked_at():
    """A new figure, or one whose cell got another id, must be looked at; a figure that is gone leaves the list."""
    files = notebooks.notebook_files(repository_root())
    assert rules.unseen_figures(repository_root(), files) == []
    found = [(row["notebook"], row["cell"]) for row in rows()]
    assert found == sorted(set(found)) != []


def test_every_row_says_what_was_seen():
    table = rows()
    assert list(table[0]) == COLUMNS
    assert [row["cell"] for row in table if not all((row[name] or "").strip() for name in COLUMNS)] == []
    assert b"\r" not in SEEN.read_bytes()
