"""``python -m egov read-release``: one release's text in, rows printed as CSV, or added to ``data/published``.

Adding is all or nothing: the release is read whole, checked against the months beside it, merged with the tables, the
merged tables are checked against their declarations, and only then are the three files written.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd

from egov.documents.corpus import DOCUMENTS
from egov.documents.hardware_names import COMPONENTS
from egov.documents.hardware_release import Release, read
from egov.documents.hardware_rows import Row
from egov.documents.locate import Document, ReadError
from egov.documents.write import FULL_STATEMENT, number_mentions, rows_text
from egov.tables.load import data_folder, parse, read_raw, validate
from egov.tables.schemas import TABLES
from egov.tables.write import write_all

NAMES = ("hardware_index", "hardware_breadth", "hardware_industries")
UNPLACED = ("line", "col", "change_line", "change_col")
"""Columns that stay empty where the project keeps no copy of the text that they point into."""
HALF_STEPS = Decimal("0.015")
"""Three figures rounded to two decimals: level less change and the level before may differ by less than this."""


def main(
    file: Path,
    data: Path,
    *,
    month: str,
    source: str = "",
    table: str = "",
    write: bool = False,
    keep_slips: bool = False,
) -> tuple[str, list[str]]:
    """Read a release; the report (CSV, or what was written) and the notices for a person to look at.

    :class:`~egov.documents.locate.ReadError` where the release cannot be read, its source is not in ``sources.csv``,
    or the tables hold its month and family in prose already (rows of figures only are replaced, if each has the same
    value). :class:`~egov.tables.errors.TableError` where the merged table
    would not be valid. Nothing is written then.
    """
    if table and table not in NAMES:
        raise ReadError(f"table {table!r}: expected one of {', '.join(NAMES)}")
    document = Document.read(source or file.stem, file)
    release = read(document.passage(), month=month, keep_slips=keep_slips)
    notices = release.notices + continuity(release, _rows(data, "hardware_index"))
    if not write:
        return as_csv(release, (table,) if table else NAMES), notices
    if not source:
        raise ReadError("--write needs --source KEY, the release's key in data/sources.csv; " + _how(release.month))
    texts = merged(release, data, source, document)
    before = _rows(data, "hardware_index")
    changed = write_all(texts)
    added = ", ".join(f"{len(release.rows[name])} rows to {name}" for name in NAMES)
    gone = len(before) + len(release.rows["hardware_index"]) - len(_rows(data, "hardware_index"))
    took = f"; {gone} rows of the month that were figures only are replaced" if gone else ""
    return f"{release.month}: {added}{took} ({len(changed)} files changed). Next: make book", notices


def _how(month: str) -> str:
    """The row that ``sources.csv`` needs, for a message."""
    key = f"hardware_{month.replace('-', '_')}"
    return (
        f"add a row to it, for example: {key},<publisher>,Yongkang hardware index for {month},,<date of publication>,"
        'index_release,good,<why>,,,<address>,"figures only, with the original publisher named"'
    )


def as_csv(release: Release, names: tuple[str, ...] = NAMES) -> str:
    """The release's rows as CSV text; several tables stand below each other, each under a line ``# name``."""
    texts = {name: rows_text(TABLES[name], number_mentions(TABLES[name], release.rows[name], [])) for name in names}
    if len(texts) == 1:
        return texts[names[0]].rstrip("\n")
    return "\n".join(f"# {name}\n{text}" for name, text in texts.items()).rstrip("\n")


def continuity(release: Release, index: Sequence[Mapping[str, object]]) -> list[str]:
    """Where the release and the months beside it disagree beyond rounding, one notice each.

    The level of a month less its change is the level of the month before; components are matched by English name, as
    two months may spell one differently.
    """
    here = release.rows["hardware_index"]
    month = pd.Period(release.month, freq="M")
    earlier = [row for row in index if row["month"] == str(month - 1)]
    later = [row for row in index if row["month"] == str(month + 1)]
    return _steps(earlier, here) + _steps(here, later)


def _steps(first: Sequence[Mapping[str, object]], second: Sequence[Mapping[str, object]]) -> list[str]:
    """Notices for one pair of months."""

    def figures(rows: Sequence[Mapping[str, object]], measure: str) -> dict[tuple[str, str], Mapping[str, object]]:
        return {(str(r["family"]), _name(r)): r for r in rows if r["measure"] == measure}

    levels, now, changes = figures(first, "value"), figures(second, "value"), figures(second, "change")
    out = []
    for key in sorted(levels.keys() & now.keys() & changes.keys()):
        level, change, printed = (Decimal(str(f[key]["value"])) for f in (now, changes, levels))
        if abs(level - change - printed) >= HALF_STEPS:
            out.append(
                f"{now[key]['month']}, {key[0]}, {now[key]['component']}: {level} less its change {change:+} is "
                f"{level - change}, but {levels[key]['month']} prints {printed}: a sign, a figure or a revision?"
            )
    return out


def _name(row: Mapping[str, object]) -> str:
    """What two months' names of one component share."""
    return COMPONENTS.get(str(row["component"]), str(row["component"]))


def _rows(data: Path, name: str) -> list[Row]:
    """A table's rows as they were read: figures with their digits, empty cells as None."""
    table = TABLES[name]
    types = {f.name: {"number": Decimal, "integer": int}.get(f.type, str) for f in table.fields}
    return [
        {column: types[column](cell) if cell else None for column, cell in row.items()}
        for row in read_raw(table, data).to_dict("records")
    ]


def merged(release: Release, data: Path, source: str, document: Document) -> dict[Path, str]:
    """The text of the three tables with the release's rows added, each checked against its declaration.

    Line and column are kept where ``sources.csv`` names a text copy for the source (whose ``sha256`` must then be
    the file's); without one they stay empty, as they would point nowhere.
    """
    kept = _has_copy(data, source, release.month, document)
    families = {row["family"] for row in release.rows["hardware_index"]}
    texts = {}
    for name in NAMES:
        table, old = TABLES[name], _rows(data, name)
        told = [r for r in old if r["month"] == release.month and r["family"] in families]
        double = sorted({str(r["family"]) for r in told if not in_figures(r)})
        if double:
            raise ReadError(
                f"{table.path} holds {release.month} for {', '.join(double)} already: take its rows out first if the "
                "release is to replace them"
            )
        _agree(release, told)
        old = [r for r in old if r not in told]
        rows = [row if kept else {**row, **{c: None for c in UNPLACED if c in row}} for row in release.rows[name]]
        ordered = number_mentions(table, _in_order(release.rows[name], rows), [])
        texts[data / table.path] = text = rows_text(table, [*old, *ordered])
        validate(table, parse(table, text), data)
    return texts


def in_figures(row: Row) -> bool:
    """Whether a row is from a page that gives a month as figures only: its place is the page's address."""
    return str(row["place"]).startswith(("http://", "https://"))


def prose_first(rows: Sequence[Row]) -> list[Row]:
    """The rows without the months held as figures only for which the same family has its prose too."""
    told = {(row["month"], row["family"]) for row in rows if not in_figures(row)}
    return [row for row in rows if not in_figures(row) or (row["month"], row["family"]) not in told]


def _agree(release: Release, held: Sequence[Row]) -> None:
    """Every figure held without its prose stands in the release with the same value; else :class:`ReadError`."""
    prints = {(r["family"], _name(r), r["measure"]): r["value"] for r in release.rows["hardware_index"]}
    for row in held:
        value = prints.get((row["family"], _name(row), row["measure"]))
        if value != row["value"]:
            says = f"prints {value}" if value is not None else "does not print it"
            raise ReadError(
                f"{release.month}, {row['family']}, {row['component']}, {row['measure']}: held as {row['printed']} "
                f"from {row['place']}, but the release {says}: which is right?"
            )


def _in_order(placed: list[Row], rows: list[Row]) -> list[Row]:
    """The rows in the order in which the release prints them."""
    order = sorted(range(len(placed)), key=lambda i: (int(str(placed[i]["line"])), int(str(placed[i]["col"]))))
    return [rows[i] for i in order]


def added(read: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, list[Row]]:
    """Rows added to the data folder by hand or by ``read-release --write``, so that ``make extract`` keeps them.

    Given what the readers read, by table: a row is added where its source is none of the documents and none of those
    that gave rows to its table. A month of the reference folder that was completed from its release counts as added.
    :class:`~egov.documents.locate.ReadError` for a row of a source of the reference folder whose files do not hold it.
    """
    out: dict[str, list[Row]] = {}
    for name, rows in read.items():
        sources, kept, key = {row["source"] for row in rows}, [], (*TABLES[name].key, "source")
        known = Counter(tuple(str(row[k]) for k in key) for row in rows)
        for number, row in enumerate(_rows(data_folder(), name), start=2):
            if row["source"] in DOCUMENTS:
                continue
            cited, completed = tuple(str(row[k]) for k in key), name == "hardware_index" and not in_figures(row)
            if row["source"] not in sources or completed:
                cells: Row = {k: v for k, v in row.items() if k != "mention"}
                kept.append((row["mention"], {**cells, FULL_STATEMENT: row["mention"] == 1}))
            elif known[cited]:
                known[cited] -= 1
            else:
                raise ReadError(
                    f"{TABLES[name].path}, row {number}: {', '.join(cited[:-1])} is not in the file of the reference "
                    f"folder that gives the rows of {cited[-1]!r}: give the row a source of its own, with a row in "
                    "sources.csv, and it stays; or take it out"
                )
        out[name] = [row for _, row in sorted(kept, key=lambda pair: pair[0])]
    return out


def _has_copy(data: Path, source: str, month: str, document: Document) -> bool:
    path = data / TABLES["sources"].path
    with path.open(encoding="utf-8", newline="") as stream:
        found = [row for row in csv.DictReader(stream) if row["source"] == source]
    if not found:
        raise ReadError(f"--source {source}: no such key in {path.name}; " + _how(month))
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    if found[0]["sha256"] and found[0]["sha256"] != digest:
        raise ReadError(f"--source {source}: {path.name} gives another SHA-256 for its text copy than this file has")
    return bool(found[0]["text_copy"])
