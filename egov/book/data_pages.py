"""The data pages: every table with its columns and all its rows, each at a stable address, and the list of them.

A page is a few lines of MyST with the directive ``{table-rows}``, which the Sphinx side (:mod:`egov.book.reader`)
replaces by the rows when Sphinx reads the page.
"""

from __future__ import annotations

from pathlib import Path

from egov.book.editions import N_, Translator, english, in_editions, translator
from egov.book.generated import PAGES, write_pages
from egov.book.table_html import described, row_count
from egov.tables.schemas import TABLES
from egov.tables.schemas.fields import Field, Table

TYPES = {kind: kind for kind in (N_("category"), N_("string"), N_("integer"), N_("number"), N_("boolean"))}


def present(data: Path) -> list[Table]:
    """The tables whose file is there."""
    return [table for table in TABLES.values() if (data / table.path).is_file()]


def _values(field: Field, _: Translator) -> str:
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
        parts.append(_("may be empty"))
    return "; ".join(parts)


def columns(table: Table, _: Translator = english) -> list[str]:
    """The codebook of a table, folded, as lines of MyST."""
    lines = [f"<details class=columns><summary>{_('What each column means')}</summary>", ""]
    lines += [_("| column | type | meaning | values |"), "|---|---|---|---|"]
    for f in table.fields:
        name = f"**`{f.name}`** {_('(key)')}" if f.name in table.full_key else f"`{f.name}`"
        meaning = described(f, _).replace("|", "\\|")
        lines.append(f"| {name} | {_(TYPES[f.type])} | {meaning} | {_values(f, _)} |")
    return [*lines, "", "</details>", ""]


def page(table: Table, data: Path, _: Translator = english) -> str:
    """One table's page as MyST text."""
    files = {
        "csv": f"{{csv}}`{table.name}.csv <{table.path}>`",
        "parquet": f"{{csv}}`Parquet <parquet/{table.name}.parquet>`",
    }
    facts = [
        f"**{_('{n} rows', n=f'{row_count(table, data):,}')}**",
        _("download {csv} or {parquet}", **files),
        f"{{doc}}`{_('all tables')} <../tables>`",
    ]
    lines = [f"# {_(table.title)}", "", f"`{table.name}`{_(': ')}{_(table.description)}", "", " · ".join(facts), ""]
    if table.gaps:
        lines += [_("*Gaps.* {gaps}", gaps=_(table.gaps)), ""]
    lines += columns(table, _)
    return "\n".join([*lines, f"```{{table-rows}} {table.name}", "```"]) + "\n"


def index(data: Path, _: Translator = english) -> str:
    """The page that lists the tables."""
    tables = present(data)
    rows = {table.name: row_count(table, data) for table in tables}
    text = PAGES.get_template("tables.md.jinja").render(_=_, in_chinese=_ is not english, tables=tables, rows=rows)
    return text.rstrip() + "\n"


def pages(data: Path, language: str = "en") -> dict[str, str]:
    """Every page of this module in one language: file name below ``book`` -> MyST text."""
    _ = translator(data.parent, language)
    return {"tables.md": index(data, _)} | {f"tables/{t.name}.md": page(t, data, _) for t in present(data)}


def write(data: Path, book: Path) -> bool:
    """Bring the data pages up to date; tells whether one changed."""
    return write_pages(
        book, "tables", "tables", lambda: in_editions(book.parent, lambda language: pages(data, language))
    )
