"""The data pages: every table with its columns and all its rows, each at a stable address, and the list of them.

A page is a few lines of MyST with the directive ``{table-rows}``, which the Sphinx side (:mod:`egov.book.reader`)
replaces when Sphinx reads the page by the rows as lean HTML: every row with its anchor, every cell that points
somewhere with its link.
"""

from __future__ import annotations

import csv
import html
import json
from functools import cache
from pathlib import Path
from zlib import crc32

import pandas as pd

from egov.book.editions import Translator, translator
from egov.book.generated import write_editions
from egov.book.language import mark_chinese
from egov.book.render import english, render
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES
from egov.tables.schemas.fields import Field, Table

PICKED = 3
"""How many columns at most get a list to choose from."""
FIGURE = ("value", "printed", "published", "recomputed", "verdict")
"""Columns that hold what a row says; where it stands follows beside them."""
PLACE = ("source", "place", "line:col", "mention")
CHOICES = (2, 24)
"""A column with that many different values may get one."""
AT_ONCE = 1000
"""A table with more rows loads them when asked for."""
LONG = 32
"""A column with a longer text gets room for it."""
PROVINCE_COLUMNS = {"region", "province", "neighbour", "parent"}


@cache
def slugs(data: Path) -> dict[tuple[str, str], str]:
    """(unit_type, unit) -> file name of its profile, from the English name.

    >>> from egov.tables import data_folder
    >>> slugs(data_folder())["province", "新疆兵团"], slugs(data_folder())["city", "西安"]
    ('xpcc', 'xian')
    """
    out = {
        key: "".join(c if c.isalnum() else "-" for c in short.lower().replace("'", ""))
        for key, short in short_names(data).items()
    }
    if len(set(out.values())) < len(out):
        raise ValueError("units.csv: two units have the same English name, so their profiles the same address")
    return out


@cache
def short_names(data: Path) -> dict[tuple[str, str], str]:
    """(unit_type, unit) -> short English name."""
    rows = read_raw(TABLES["units"], data).itertuples()
    return {(row.unit_type, row.unit): str(row.name_en).partition(" (")[0] for row in rows}


def script(base: str, static: Path) -> str:
    """The element that loads the tables' script; its address changes with its content."""
    path = static / "tables.js"
    mark = f"?v={crc32(path.read_bytes()):08x}" if path.is_file() else ""
    return f'<script defer src="{base}_static/tables.js{mark}"></script>'


def esc(text: object) -> str:
    """Text between tags or in a quoted attribute."""
    return html.escape(str(text))


class Linker:
    """Turns a cell into HTML: units lead to their profiles, sources and codes to their rows, addresses out."""

    def __init__(self, table: Table, data: Path) -> None:
        """Addresses are as seen from a data page."""
        self.table = table
        self.slugs, self.english = slugs(data), short_names(data)
        self.codes = set()
        if {"unit_type", "code"} <= set(table.columns) and table.name != "indicators":
            frame = read_raw(TABLES["indicators"], data)
            self.codes = set(zip(frame["unit_type"], frame["code"], strict=True))

    def __call__(self, column: str, row: dict[str, str]) -> str:
        """The cell's content."""
        if column == "line:col":
            return f"{row['line']}:{row['col']}" if row["line"] else ""
        value = row[column]
        if not value:
            return ""
        if column == "unit":
            kind = row.get("unit_type") or row.get("scope") or "province"
        else:
            listed = (self.table.name, column) == ("bizenv_lists", "name_zh")
            kind = "province" if column in PROVINCE_COLUMNS or listed else ""
        if (unit := (kind, value)) in self.slugs:
            return f'<a href="../units/{self.slugs[unit]}.html">{esc(value)}</a> {esc(self.english[unit])}'
        if column == "source" and self.table.name != "sources":
            return f'<a href="sources.html#{row_anchor("sources", row)}">{esc(value)}</a>'
        if column == "code" and (row["unit_type"], value) in self.codes:
            return f'<a href="indicators.html#{row_anchor("indicators", row | {"mention": 1})}">{value}</a>'
        if value.startswith(("https://", "http://")):
            address, _, rest = value.partition(", ")
            return f'<a href="{esc(address)}">{esc(address)}</a>' + (f", {esc(rest)}" if rest else "")
        return esc(value)


def columns_of(table: Table) -> list[str]:
    """The columns shown: the key, names first; the figure and where it stands; the rest. ``line`` and ``col`` are one.

    >>> columns_of(TABLES["capacity_bands"])
    ['unit', 'year', 'unit_type', 'value', 'printed', 'source', 'place', 'line:col', 'mention']
    """
    split = {"line": "line:col", "col": "line:col"} if {"line", "col"} <= set(table.columns) else {}
    there = list(dict.fromkeys(split.get(name, name) for name in table.columns))
    key = sorted((split.get(name, name) for name in table.key), key=lambda name: name in ("unit_type", "scope"))
    placed = [name for name in (*FIGURE, *PLACE) if name in there] if "source" in there else []
    return list(dict.fromkeys([*key, *placed, *there]))


def described(field: Field, _: Translator = english) -> str:
    """What a column means, with its unit."""
    return _(field.description) + (f" ({_(field.unit)})" if field.unit else "")


def rows_html(table: Table, data: Path, base: str = "../../", _: Translator = english) -> str:
    """The whole table as HTML, ready for ``tables.js``; without it a plain table that reads as well.

    ``base`` leads from the page to the book's top. On a narrow screen a row becomes a card, on any screen the row that
    was followed does; a style sheet of a few bytes names its lines.

    Raises ``ValueError`` where two rows would have the same anchor.
    """
    frame = read_raw(table, data)
    rows = frame.to_dict("records")
    columns, link = columns_of(table), Linker(table, data)
    numbers = {f.name for f in table.fields if f.type in ("number", "integer") and f.name != "year"}
    if table.published and not table.field("value").values:
        numbers |= {"value"} if pd.to_numeric(frame["value"], errors="coerce").notna().all() else set()
    long = {name for name in frame if (frame[name].str.len() > LONG).any()}
    kinds = [f.name for f in table.fields if f.type == "category" or f.name == "year"]
    sides = {name: " class=n" if name in numbers else " class=t" if name in long else "" for name in columns}
    seen: dict[str, int] = {}
    shown = {}
    for line, row in zip(frame.index, rows, strict=True):
        anchor = row_anchor(table, row)
        if anchor in seen:
            raise ValueError(f"{table.path}, rows {seen[anchor]} and {line}: the same address #{anchor}")
        seen[anchor] = line
        shown[anchor] = [f"<td{sides[name]}>{link(name, row)}</td>" for name in columns]
    named = {row.get("source", "") for row in rows} if table.name != "sources" else ()
    return render(
        "rows.html",
        _,
        described=described,
        table=table,
        columns=columns,
        picked=[name for name in kinds if CHOICES[0] <= frame[name].nunique() <= CHOICES[1]][:PICKED],
        rows=shown,
        documents=[row for row in read_raw(TABLES["sources"], data).to_dict("records") if row["source"] in named],
        script=script(base, data.parent / "book" / "_static"),
    )


def row_count(table: Table, data: Path) -> int:
    """How many rows the table's file holds."""
    with (data / table.path).open(encoding="utf-8", newline="") as file:
        return sum(1 for _row in csv.reader(file)) - 1


def later(table: Table, data: Path) -> bool:
    """Whether the table's page loads its rows when asked for: a page of that many is heavy to open."""
    return row_count(table, data) > AT_ONCE


def rows_later(table: Table, data: Path, base: str, _: Translator = english) -> str:
    """What stands on the page until the rows are asked for: by button, by a link to a row, by a search.

    Both editions share the rows; what their columns mean comes from the page.
    """
    return render(
        "rows_later.html",
        _,
        table=table,
        rows=row_count(table, data),
        meanings=json.dumps({f.name: described(f, _) for f in table.fields}, ensure_ascii=False),
        base=base,
        script=script(base, data.parent / "book" / "_static"),
    )


def rows_script(table: Table, data: Path) -> str:
    """The rows as a script, which a page opened from a disk may load too."""
    rows, _mark, _rest = rows_html(table, data).rpartition("<script")
    return f"egovRows({json.dumps(mark_chinese(rows), ensure_ascii=False)});\n"


def present(data: Path) -> list[Table]:
    """The tables whose file is there."""
    return [table for table in TABLES.values() if (data / table.path).is_file()]


def page(table: Table, data: Path, _: Translator = english) -> str:
    """One table's page as MyST text: what its columns mean, then its rows."""
    return render("table.md", _, table=table, rows=row_count(table, data), described=described)


def index(data: Path, _: Translator = english) -> str:
    """The page that lists the tables."""
    return render("tables.md", _, tables=present(data), rows=lambda table: row_count(table, data))


def pages(data: Path, language: str = "en") -> dict[str, str]:
    """Every page of this module in one language: file name below ``book`` -> MyST text."""
    _ = translator(data.parent, language)
    return {"tables.md": index(data, _)} | {f"tables/{t.name}.md": page(t, data, _) for t in present(data)}


def write(root: Path) -> bool:
    """Bring the data pages up to date; tells whether one changed."""
    return write_editions(root, "tables", pages)
