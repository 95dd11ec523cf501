"""The codebook page: every table, column, unit, source and row count, generated from the schemas and the data."""

from __future__ import annotations

from pathlib import Path

from egov.tables.load import read_raw
from egov.tables.schemas import TABLES, Field, Table

GROUPS = (
    ("published", "Published tables", "What the documents print: one row is one printed figure."),
    ("", "Reference tables", "What the project brings itself: units, borders, sources, corrections."),
    ("derived", "Derived tables", "What the project computes from the published tables."),
)
HEAD = """\
# Codebook

```{admonition} 中文摘要
:class: zh-summary
本页列出全部数据表：每一列的含义、类型、单位与取值范围，每张表的行数、来源与下载地址。`data/published` 中一行即文献中
印出的一个数字，附原文写法（`printed`）、出处（`source`、`place`）以及在文本副本中的行号与列号。
```

What does each table hold, what does each column mean, and where can I download it? This page is generated from the
declarations that the loader checks every file against, so it cannot drift from the data.

**Shared rules.** All files are UTF-8 CSV with a header row, sorted by key. `year` is the year *assessed*: the 2022
edition assesses 2021. `value` is the machine form of `printed`: digits as printed, magnitudes multiplied out
(2.26 亿 is 226,000,000), a percent sign dropped (62.50% is 62.5, unit percent); words such as 超过, 余 or 近 become the
`qualifier` where a table has one. `mention` counts repeats of one figure: 1 is the fullest statement (a table, or
chapter 4), the rest follow in document order, whether they agree or not.

The machine-readable form of this page is {csv}`datapackage.json` (Frictionless).
"""


def _bounds(field: Field) -> str:
    parts = []
    if field.values:
        parts.append(" < ".join(field.values) if field.ordered else ", ".join(field.values))
    if field.minimum is not None or field.maximum is not None:
        low = "" if field.minimum is None else f"{field.minimum:g}"
        high = "" if field.maximum is None else f"{field.maximum:g}"
        parts.append(f"{low}…{high}")
    if field.pattern:
        parts.append(f"`{field.pattern}`".replace("|", "\\|"))
    if not field.required:
        parts.append("may be empty")
    return "; ".join(parts)


def _column_rows(table: Table, fields: tuple[Field, ...]) -> list[str]:
    key = set(table.full_key)
    rows = ["| column | type | meaning | values |", "|---|---|---|---|"]
    for f in fields:
        meaning = f.description + (f" ({f.unit})" if f.unit else "")
        name = f"**`{f.name}`** (key)" if f.name in key else f"`{f.name}`"
        rows.append(f"| {name} | {f.type} | {meaning.replace('|', chr(92) + '|')} | {_bounds(f)} |")
    return rows


def section(table: Table, data: Path) -> list[str]:
    """The codebook's section on one table, as lines of MyST."""
    raw = read_raw(table, data)
    lines = [
        f"(table-{table.name.replace('_', '-')})=",
        f"### `{table.name}`",
        "",
        f"**{table.title}.** {table.description}",
        "",
    ]
    facts = [
        f"{len(raw):,} rows: [see them all](tables/{table.name}.md)",
        f"download {{csv}}`{table.name}.csv <{table.path}>`",
    ]
    if table.published:
        used = [s for s in dict.fromkeys(sorted(raw["source"])) if s]
        shown = ", ".join(f"`{s}`" for s in used[:6]) + (f" and {len(used) - 6} more" if len(used) > 6 else "")
        facts.append(f"sources: {shown}")
    lines += [" · ".join(facts), ""]
    if table.gaps:
        lines += [f"*Gaps.* {table.gaps}", ""]
    own = table.own_fields if table.published else table.fields
    return [*lines, *_column_rows(table, own), ""]


def codebook(data: Path) -> str:
    """The page as MyST text."""
    lines = [HEAD]
    published = next(t for t in TABLES.values() if t.published)
    for folder, title, words in GROUPS:
        tables = [t for t in TABLES.values() if t.folder == folder and (data / t.path).is_file()]
        if not tables:
            continue
        lines += [f"## {title}", "", words, ""]
        if folder == "published":
            tail = published.fields[len(published.own_fields) :]
            lines += ["Every published table ends with the same columns:", "", *_column_rows(published, tail), ""]
        for table in tables:
            lines += section(table, data)
    lines += ["## Sources", "", *_source_rows(data)]
    return "\n".join(lines).rstrip() + "\n"


def _source_rows(data: Path) -> list[str]:
    rows = ["| key | what | published | reliability |", "|---|---|---|---|"]
    for row in read_raw(TABLES["sources"], data).itertuples():
        title = f"{row.title_en}" + (f" ({row.title_zh})" if row.title_zh else "")
        trust = f"{row.reliability}: {row.reliability_note}"
        rows.append(f"| `{row.source}` | {title}. {row.publisher}. | {row.published_on} | {trust} |")
    return rows


def write(data: Path, book: Path) -> bool:
    """Write ``codebook.md`` into the book folder where it differs; tells whether it did."""
    path, text = book / "codebook.md", codebook(data)
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    path.write_bytes(text.encode())
    return True
