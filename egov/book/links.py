"""From a page of the book to the rows behind it, and to the files.

- ``{csv}`` links a table's file: ``{csv}`published/capacity_bands.csv```, with its rows beside it, or
  ``{csv}`the bands <published/capacity_bands.csv>``` with another text.
- ``{row}`` links a figure to its row: ``{row}`capacity_bands province 贵州 2021``` shows the figure as printed,
  ``{row}`the band <capacity_bands province 贵州 2021>``` another text (``|`` divides a key that holds blanks).
- A notebook cell names the tables behind its figure in its metadata, ``{"egov": {"rows": ["capacity_bands"]}}``; the
  page then links them below the figure. ``"*"`` stands for all tables.

A table or row that is not there is a warning, which fails the build.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES

log = logging.getLogger(__name__)


def _page(docname: str, table: str, anchor: str = "") -> str:
    """The address of a table's data page, seen from a page of the book."""
    return "../" * docname.count("/") + f"book/tables/{table}.html" + (f"#{anchor}" if anchor else "")


def _link(address: str, *text: nodes.Node, kind: str) -> nodes.reference:
    return nodes.reference("", "", *text, refuri=address, internal=True, classes=[kind])


class DataRole(SphinxRole):
    """``{csv}``: a link that downloads a table from its stable address; without a text of its own, its rows too."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the links; Sphinx renders the page again when the table changes its place, not its content."""
        match = re.fullmatch(r"(?s)(.+?)\s*<([^<>]+)>", self.text)
        text, name = (match[1], match[2]) if match else (self.text, self.text)
        if not (Path(self.env.srcdir) / "data" / name).is_file():
            log.warning("no table data/%s", name, location=(self.env.docname, self.lineno))
        address = "../" * self.env.docname.count("/") + f"data/{name}"
        out: list[nodes.Node] = [_link(address, nodes.literal("", text), kind="data-link")]
        table = PurePosixPath(name).stem
        if match is None and table in TABLES and TABLES[table].path == name:
            rows = _link(_page(self.env.docname, table), nodes.Text("rows"), kind="row-link")
            out += [nodes.Text(" ("), rows, nodes.Text(")")]
        return out, []


@lru_cache(maxsize=64)
def _printed(name: str, data: Path, changed: int) -> dict[str, str]:
    """Anchor -> the figure as printed (or its value) of every row; ``changed`` is the file's time stamp."""
    table = TABLES[name]
    column = "printed" if table.published else "value" if "value" in table.columns else table.key[-1]
    return {row_anchor(table, row): row[column] for row in read_raw(table, data).to_dict("records")}


class RowRole(SphinxRole):
    """``{row}`table key key …```: a link to a row, its text the figure as printed."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        match = re.fullmatch(r"(?s)(.+?)\s*<([^<>]+)>", self.text)
        text, target = (match[1], match[2]) if match else ("", self.text)
        name, *values = (part.strip() for part in (target.split("|") if "|" in target else target.split()))
        where = (self.env.docname, self.lineno)
        data = Path(self.env.srcdir) / "data"
        if name not in TABLES or not (data / TABLES[name].path).is_file():
            log.warning("{row}: no table %s", name, location=where)
            return [nodes.Text(text or self.text)], []
        table, path = TABLES[name], data / TABLES[name].path
        columns = table.full_key[: len(values)]
        if len(values) < len(table.key) or len(values) > len(table.full_key):
            log.warning("{row}: a row of %s is named by %s", name, ", ".join(table.full_key), location=where)
            return [nodes.Text(text or self.text)], []
        anchor = row_anchor(table, dict(zip(columns, values, strict=True)))
        rows = _printed(name, data, path.stat().st_mtime_ns)
        if anchor not in rows:
            log.warning("{row}: %s has no row %s", name, " ".join(values), location=where)
        self.env.note_dependency(str(path))
        shown = nodes.Text(text or rows.get(anchor, "?"))
        return [_link(_page(self.env.docname, name, anchor), shown, kind="row-link")], []


def _all(docname: str) -> nodes.reference:
    return _link("../" * docname.count("/") + "book/tables.html", nodes.Text("all tables"), kind="row-link")


def rows_behind(app: Sphinx, doctree: nodes.document) -> None:
    """Below each figure or table of a notebook: links to the tables that its cell's metadata names."""
    docname = app.env.docname
    for cell in list(doctree.findall(lambda n: isinstance(n, nodes.container) and n.get("nb_element") == "cell_code")):
        names = cell.get("cell_metadata", {}).get("egov", {}).get("rows", [])
        if unknown := [name for name in names if name not in TABLES and name != "*"]:
            log.warning("cell %s: no table %s", cell.get("exec_count"), ", ".join(unknown), location=docname)
        if not names:
            continue
        line = nodes.paragraph("", "Rows behind it · 数据: ", classes=["rows-behind"])
        for number, name in enumerate(names):
            line += [nodes.Text(", ")] if number else []
            line += (
                _link(_page(docname, name), nodes.literal("", name), kind="row-link") if name != "*" else _all(docname)
            )
        cell.parent.insert(cell.parent.index(cell) + 1, line)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect everything; called by Sphinx through :mod:`egov.book.sphinx_ext`."""
    app.add_role("csv", DataRole())
    app.add_role("row", RowRole())
    app.connect("doctree-read", rows_behind)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
