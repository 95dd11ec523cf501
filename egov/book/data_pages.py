"""The data pages: every table with its columns and all its rows, each at a stable address, and the list of them.

A page is a few lines of MyST with the directive ``{table-rows}``, which the Sphinx side (:mod:`egov.book.reader`)
replaces by the rows when Sphinx reads the page.
"""

from __future__ import annotations

from pathlib import Path

from egov.book.generated import write_pages
from egov.book.table_html import row_count
from egov.tables.schemas import TABLES
from egov.tables.schemas.fields import Field, Table

GROUPS = (
    ("published", "What the documents print", "One row is one printed figure, with the place where it stands."),
    ("derived", "What the project computes", "Written by code from the published tables, and recomputed by a test."),
    ("", "What the project adds", "Units, borders, sources, corrections."),
)
INDEX = """\
# All tables, row by row

```{admonition} 中文摘要
:class: zh-summary
本页列出全部数据表。每张表的页面列出其全部行：每一行都有固定地址，注明原文写法、来源、位置（表、章节、专栏）以及在文本副本中的
行与列；可排序、可筛选。
```

Where is this number from? Every table has a page that lists **all its rows**. Each row has an address of its own, so
that a figure on any page of this book, or in your own text, can be followed to its document, its table or section, and
the line of the text copy that we read. The page explains the columns too, and offers the file as CSV; the
{doc}`codebook` says what all tables share.

## All tables at once

- {csv}`egov.sqlite`: one database to query, with types, keys, checks, a view for each chapter and names to search.
- {csv}`egov.xlsx`: a workbook with a sheet for each table; what to know first stands on its first sheet.
- {csv}`egov.zip`: all of this, the CSV and Parquet files, descriptions, licence and citation.

{doc}`read-the-tables` shows how to open each. For machines: {csv}`datapackage.json` (Frictionless),
{csv}`croissant.json`, {csv}`ro-crate-metadata.json`. To cite: {csv}`citation.bib` (BibTeX), {csv}`citation.json` (CSL).
"""


def present(data: Path) -> list[Table]:
    """The tables whose file is there."""
    return [table for table in TABLES.values() if (data / table.path).is_file()]


def _values(field: Field) -> str:
    """What a column may hold."""
    parts = []
    if field.values:
        parts.append((" < " if field.ordered else ", ").join(field.values))
    if field.minimum is not None or field.maximum is not None:
        low, high = ("" if end is None else f"{end:g}" for end in (field.minimum, field.maximum))
        parts.append(f"{low}…{high}")
    if field.pattern:
        parts.append(f"`{field.pattern}`".replace("|", "\\|"))
    if not field.required:
        parts.append("may be empty")
    return "; ".join(parts)


def columns(table: Table) -> list[str]:
    """The codebook of a table, folded, as lines of MyST."""
    lines = ["<details class=columns><summary>What each column means</summary>", ""]
    lines += ["| column | type | meaning | values |", "|---|---|---|---|"]
    for f in table.fields:
        meaning = (f.description + (f" ({f.unit})" if f.unit else "")).replace("|", "\\|")
        name = f"**`{f.name}`** (key)" if f.name in table.full_key else f"`{f.name}`"
        lines.append(f"| {name} | {f.type} | {meaning} | {_values(f)} |")
    return [*lines, "", "</details>", ""]


def page(table: Table, data: Path) -> str:
    """One table's page as MyST text."""
    facts = [
        f"**{row_count(table, data):,} rows**",
        f"download {{csv}}`{table.name}.csv <{table.path}>` or {{csv}}`Parquet <parquet/{table.name}.parquet>`",
        "{doc}`all tables <../tables>`",
    ]
    lines = [f"# {table.title}", "", f"`{table.name}`: {table.description}", "", " · ".join(facts), ""]
    if table.gaps:
        lines += [f"*Gaps.* {table.gaps}", ""]
    lines += columns(table)
    return "\n".join([*lines, f"```{{table-rows}} {table.name}", "```"]) + "\n"


def index(data: Path) -> str:
    """The page that lists the tables."""
    lines = [INDEX]
    tables = present(data)
    for folder, title, words in GROUPS:
        group = [table for table in tables if table.folder == folder]
        if not group:
            continue
        lines += [f"## {title}", "", words, "", "| table | what it holds | rows | file |", "|---|---|---:|---|"]
        for table in group:
            link = f"[`{table.name}`](tables/{table.name}.md)"
            lines.append(f"| {link} | {table.title} | {row_count(table, data):,} | {{csv}}`CSV <{table.path}>` |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def pages(data: Path) -> dict[str, str]:
    """Every page of this module: file name below ``book`` -> MyST text."""
    return {"tables.md": index(data)} | {f"tables/{t.name}.md": page(t, data) for t in present(data)}


def write(data: Path, book: Path) -> bool:
    """Bring the data pages up to date; tells whether one changed."""
    return write_pages(book, "tables", "tables", lambda: pages(data))
