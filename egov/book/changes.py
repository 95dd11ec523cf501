"""What changed in the tables between a commit and now: rows and cells added, removed or changed, by key.

``make changes SINCE=REF`` prints it and writes the page ``book/changes.md``, which is kept under version control: a
reader of the book needs no repository.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from egov.book.citation import load_citation
from egov.book.render import render
from egov.tables.errors import Told
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES
from egov.tables.write import write_if_changed

SHOWN = 40
"""Cells of one table that the page lists; the command prints all of them."""
_MARKUP = re.compile(r"[\[\]*`<>\\]")
Rows = dict[tuple[str, ...], dict[str, str]]


class ChangesError(Told):
    """There is no such commit, or no tables in it."""


@dataclass(frozen=True)
class Change:
    """One row that came or went (``column`` is empty), or one cell; ``was`` and ``now`` are its texts."""

    kind: str
    key: tuple[str, ...]
    column: str = ""
    was: str = ""
    now: str = ""

    def __str__(self) -> str:
        """One line."""
        said = f"{self.column}: {self.was or 'empty'} → {self.now or 'empty'}" if self.column else f"row {self.kind}"
        return f"{', '.join(self.key)}: {said}"


def rows_of(text: str, key: tuple[str, ...]) -> Rows:
    """The rows of a CSV text by key; a column of the key that the file does not have counts as empty.

    >>> rows_of("unit,n\\n北京,1\\n", ("unit",))
    {('北京',): {'unit': '北京', 'n': '1'}}
    """
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {tuple(row.get(name) or "" for name in key): row for row in rows}


def compare(was: Rows, now: Rows) -> Iterator[Change]:
    """Every difference, in order of the keys; a column that came or went is told cell by cell.

    >>> a, b = {("北京",): {"n": "1"}}, {("北京",): {"n": "2"}, ("天津",): {"n": "1"}}
    >>> [str(change) for change in compare(a, b)]
    ['北京: n: 1 → 2', '天津: row added']
    """
    for key in sorted({*was, *now}):
        if key not in was or key not in now:
            yield Change("added" if key in now else "removed", key)
            continue
        old, new = was[key], now[key]
        for column in dict.fromkeys([*old, *new]):
            if (a := old.get(column) or "") != (b := new.get(column) or ""):
                yield Change("changed", key, column, a, b)


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    if done.returncode:
        raise ChangesError(done.stderr.decode(errors="replace").strip().splitlines()[-1])
    return done.stdout.decode()


def tables_then(root: Path, since: str) -> dict[str, str]:
    """Table -> its CSV text in that commit, as its data package lists them."""
    package = json.loads(_git(root, "show", f"{since}:data/datapackage.json"))
    paths = [resource["path"] for resource in package["resources"]]
    return {Path(path).stem: _git(root, "show", f"{since}:data/{path}") for path in paths}


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, list[Change]]:
    """Table -> its differences, by today's key where the table is there today; tables without any are left out."""
    found = {}
    for name in dict.fromkeys([*now, *then]):
        texts = then.get(name, ""), now.get(name, "")
        header = next(csv.reader(io.StringIO(texts[1] or texts[0])), [])
        key = TABLES[name].full_key if name in TABLES else tuple(header)
        if listed := list(compare(*(rows_of(text, key) for text in texts))):
            found[name] = listed
    return found


def report(found: Mapping[str, list[Change]], shown: int | None = None, **facts: str) -> str:
    """The differences as Markdown; at most ``shown`` of a table, each with a link to its row where it still stands.

    ``facts`` are what the head names: version, commit, date, since.
    """

    def line(name: str, change: Change) -> str:
        if not shown or name not in TABLES or change.kind == "removed":
            return str(change)
        key = dict(zip(TABLES[name].full_key, change.key, strict=True))
        said = _MARKUP.sub(r"\\\g<0>", str(change))
        return f"[{said}](tables/{name}.html#{row_anchor(name, key)})"

    return render("changes.md", found=found, shown=shown, line=line, **facts)


def write(root: Path, since: str) -> str:
    """Write the page; return the whole list."""
    then = tables_then(root, since)
    there = {name: root / "data" / table.path for name, table in TABLES.items()}
    now = {name: path.read_text(encoding="utf-8") for name, path in there.items() if path.is_file()}
    found = changes(then, now)
    commit, date = _git(root, "log", "-1", "--format=%h %cs", since).split()
    facts = {"version": load_citation(root / "CITATION.cff")["version"], "commit": commit, "date": date, "since": since}
    write_if_changed(root / "book" / "changes.md", report(found, SHOWN, **facts))
    return report(found, **facts)
