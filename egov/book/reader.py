"""The reader's side of the Sphinx extension: rows of tables, links to a row, the citation box.

- ``{table-rows}`` puts all rows of a table on its data page, out of the way of the search index.
- ``{row}`` links a figure to its row: ``{row}`capacity_bands province 贵州 2021``` shows the figure as printed,
  ``{row}`the band <capacity_bands province 贵州 2021>``` another text
  (``|`` divides a key that holds blanks). A row that is not there is a warning, which fails the build.
- ``{citation-box}`` says how to cite, from ``CITATION.cff``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from egov.book.citation import citation, load_citation
from egov.book.table_html import rows_html
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES

log = logging.getLogger(__name__)


class silent_html(nodes.General, nodes.Element):
    """HTML that the search index does not see: thousands of numbers would drown the words."""


def _visit(translator: Any, node: silent_html) -> None:
    translator.body.append(node["html"])
    raise nodes.SkipNode


def _skip(_: Any, __: silent_html) -> None:
    raise nodes.SkipNode


class TableRows(SphinxDirective):
    """``{table-rows} name``: all rows of a table; ``digest`` only makes the page change with them."""

    required_arguments = 1
    option_spec = {"digest": directives.unchanged}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        data = Path(self.env.srcdir) / "data"
        table = TABLES[self.arguments[0]]
        self.env.note_dependency(str(data / table.path))
        depth = self.env.docname.count("/")
        return [silent_html("", html=rows_html(table, data, base="../" * depth))]


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
        address = "../" * self.env.docname.count("/") + f"book/tables/{name}.html#{anchor}"
        shown = text or rows.get(anchor, "?")
        return [nodes.reference("", shown, refuri=address, internal=True, classes=["row-link"])], []


class CitationBox(SphinxDirective):
    """``{citation-box}``: how to cite the compendium, as text and as BibTeX."""

    def run(self) -> list[nodes.Node]:
        """Return a box with the citation, its BibTeX entry and what else to name."""
        path = Path(self.env.srcdir) / "CITATION.cff"
        self.env.note_dependency(str(path))
        facts = load_citation(path)
        box = nodes.admonition(classes=["citation-box"])
        box += nodes.title("", "How to cite · 引用")
        box += nodes.paragraph("", citation(facts))
        listing = nodes.literal_block("", facts["bibtex"], language="bibtex")
        box += listing
        rest = nodes.paragraph("", "Cite the publisher of a figure too: the column ")
        rest += nodes.literal("", "source")
        rest += nodes.Text(" of its row names it. Code: MIT; our arrangement of the data: CC BY 4.0.")
        box += rest
        return [box]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect everything; called by Sphinx through :mod:`egov.book.sphinx_ext`."""
    app.add_node(silent_html, html=(_visit, None), latex=(_skip, None), text=(_skip, None))
    app.add_directive("table-rows", TableRows)
    app.add_directive("citation-box", CitationBox)
    app.add_role("row", RowRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
