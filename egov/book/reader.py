"""What a page of the book gives its reader beside its text: rows of tables, links to them and to files, the citation.

- ``{table-rows}`` puts all rows of a table on its data page.
- ``{citation-box}`` says how to cite, from ``CITATION.cff``.
- ``{csv}`` links a table's file: ``{csv}`published/capacity_bands.csv```, with its rows beside it, or
  ``{csv}`the bands <published/capacity_bands.csv>``` with another text.
- A plain link to ``../book/tables/capacity_bands.html#row-…``, as :func:`egov.chapter.at` writes it, leads to the row;
  a plain link to ``../data/published/capacity_bands.csv`` to the file.
- A notebook cell names the tables behind its figure in its metadata, ``{"egov": {"rows": ["capacity_bands"]}}``; the
  page then links them below the figure. ``"*"`` stands for all tables.
- A chapter's findings, which its cells claim where they are computed, stand at the head of its page too.

A table or row that is not there is a warning, which fails the build.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from egov.book.citation import citation, load_citation
from egov.book.data_pages import esc, later, rows_html, rows_later
from egov.book.editions import translator
from egov.book.exports import FOLDER as EXPORTS
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES

log = logging.getLogger(__name__)
_ROW_LINK = re.compile(r"(?:\.\./)*(?:book/)?tables/(?P<table>\w+)\.html(?:#(?P<anchor>.+))?")


def _page(docname: str, table: str, anchor: str = "") -> str:
    """The address of a table's data page, seen from a page of the book."""
    return "../" * docname.count("/") + f"book/tables/{table}.html" + (f"#{anchor}" if anchor else "")


def _link(address: str, *text: nodes.Node, kind: str) -> nodes.reference:
    return nodes.reference("", "", *text, refuri=address, internal=True, classes=[kind])


class DataRole(ReferenceRole):
    """``{csv}``: a link that downloads a table from its stable address; without a text of its own, its rows too."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the links; Sphinx renders the page again when the table changes its place, not its content."""
        places = (Path(self.env.srcdir) / folder / self.target for folder in ("data", f"book/{EXPORTS}"))
        if not any(path.is_file() for path in places):
            log.warning("no table data/%s", self.target, location=(self.env.docname, self.lineno))
        links = _data_links(self.env, self.target, nodes.literal("", self.title))
        return (links[:1] if self.has_explicit_title else links), []


def plain_links(app: Sphinx, doctree: nodes.document) -> None:
    """Plain Markdown links that other viewers follow too: to a row or a table's page, and to a file under ``data/``.

    The first are built from tables, so Sphinx knows no such page; the second lead to the file's stable address instead
    of a copy under another name, with its rows beside it. A row or a table that is not there is a warning.
    """
    env = app.env
    for node in list(doctree.findall(addnodes.pending_xref)):
        if match := _ROW_LINK.fullmatch(node.get("reftarget", "")):
            table, anchor = match["table"], unquote(match["anchor"] or "")
            if table not in TABLES or (anchor and anchor not in _anchors(table, Path(app.srcdir) / "data")):
                if env.docname == "book/changes":  # what changed since may have changed once more
                    node.replace_self(node.children)
                    continue
                log.warning("no row or table %s", node["reftarget"], location=(env.docname, node.line))
            node.replace_self(_link(_page(env.docname, table, anchor), *node.children, kind="row-link"))
    for node in list(doctree.findall(addnodes.download_reference)):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(env.docname), node["reftarget"]))
        if node["reftarget"].startswith("/"):
            path = node["reftarget"].lstrip("/")
        if path.startswith("data/"):
            node.replace_self(_data_links(env, path.removeprefix("data/"), *node.children))


@lru_cache(maxsize=64)
def _anchors(name: str, data: Path) -> frozenset[str]:
    """The anchors of a table's rows."""
    if not (data / TABLES[name].path).is_file():
        return frozenset()
    return frozenset(row_anchor(TABLES[name], row) for row in read_raw(TABLES[name], data).to_dict("records"))


def _data_links(env: BuildEnvironment, name: str, *text: nodes.Node) -> list[nodes.Node]:
    """A link that downloads a table, and its rows in brackets where it is a table of ours."""
    docname, _ = env.docname, translator(Path(env.srcdir), env.config.egov_edition)
    out: list[nodes.Node] = [_link("../" * docname.count("/") + f"data/{name}", *text, kind="data-link")]
    table = PurePosixPath(name).stem
    if table in TABLES and TABLES[table].path == name:
        out += [nodes.Text(" ("), _link(_page(docname, table), nodes.Text(_("rows")), kind="row-link"), nodes.Text(")")]
    return out


def rows_behind(app: Sphinx, doctree: nodes.document) -> None:
    """Below each figure or table of a notebook: links to the tables that its cell's metadata names."""
    docname, _ = app.env.docname, translator(Path(app.srcdir), app.config.egov_edition)
    for cell in list(doctree.findall(lambda n: isinstance(n, nodes.container) and n.get("nb_element") == "cell_code")):
        names = cell.get("cell_metadata", {}).get("egov", {}).get("rows", [])
        if unknown := [name for name in names if name not in TABLES and name != "*"]:
            log.warning("cell %s: no table %s", cell.get("exec_count"), ", ".join(unknown), location=docname)
        if not names:
            continue
        line = nodes.paragraph("", _("Rows behind it: "), classes=["rows-behind"])
        for number, name in enumerate(names):
            line += [nodes.Text(", ")] if number else []
            page, text = _page(docname, name), nodes.literal("", name)
            if name == "*":
                page, text = "../" * docname.count("/") + "book/tables.html", nodes.Text(_("all tables"))
            line += _link(page, text, kind="row-link")
        cell.parent.insert(cell.parent.index(cell) + 1, line)


class silent_html(nodes.General, nodes.Element):
    """HTML that the search index does not see: thousands of numbers would drown the words."""


def _visit(translator: Any, node: silent_html) -> None:
    translator.body.append(node["html"])
    raise nodes.SkipNode


class TableRows(SphinxDirective):
    """``{table-rows} name``: all rows of a table; a change of any table that they name or link reads the page again."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        data = Path(self.env.srcdir) / "data"
        table = TABLES[self.arguments[0]]
        cited = Path(self.env.srcdir) / "CITATION.cff"
        for path in (cited, *(data / TABLES[name].path for name in (table.name, "units", "sources", "indicators"))):
            self.env.note_dependency(str(path))
        depth, _ = self.env.docname.count("/"), translator(data.parent, self.config.egov_edition)
        book = esc(citation(load_citation(cited)))
        rows = (rows_later if later(table, data) else rows_html)(table, data, base="../" * depth, _=_)
        return [silent_html("", html=f'<div data-cite="{book}">{rows}</div>')]


class CitationBox(SphinxDirective):
    """``{citation-box}``: how to cite the compendium, as text and as BibTeX."""

    def run(self) -> list[nodes.Node]:
        """Return a box with the citation, its BibTeX entry and what else to name."""
        path = Path(self.env.srcdir) / "CITATION.cff"
        self.env.note_dependency(str(path))
        facts, _ = load_citation(path), translator(path.parent, self.config.egov_edition)
        box = nodes.admonition(classes=["citation-box"])
        box += nodes.title("", _("How to cite"))
        box += nodes.paragraph("", citation(facts))
        listing = nodes.literal_block("", facts["bibtex"], language="bibtex")
        box += listing
        if not facts["year"] or not facts["address"]:
            box += nodes.paragraph("", _("Add the year and the address of the copy that you used."))
        said = _(
            "Cite the publisher of a figure too: `source` of its row names it. Code: MIT; our arrangement: CC BY 4.0."
        )
        box += self.parse_text_to_nodes(said)
        return [box]


def finding_first(app: Sphinx, doctree: nodes.document) -> None:
    """Show a chapter's findings before its first cell, where the notebook can only state them further down.

    Each is followed by the next picture of its section. A finding that already stands before the first heading stays as
    it is.
    """
    cells = [n for n in doctree.findall(nodes.container) if n.get("nb_element") == "cell_code"]
    if not cells or not isinstance(top := cells[0].parent, nodes.section):
        return
    box = nodes.container(classes=["finding-first"])
    for place, cell in enumerate(cells):
        for bundle in cell.findall(lambda n: isinstance(n, nodes.container) and n.get("nb_element") == "mime_bundle"):
            boxed = any(raw.astext().startswith('<div class="finding">') for raw in bundle.findall(nodes.raw))
            if boxed and cell.parent is not top:
                pictures = (image for c in cells[place:] if c.parent is cell.parent for image in c.findall(nodes.image))
                box += [node.deepcopy() for node in (bundle, next(pictures, None)) if node]
    if box.children:
        top.insert(top.index(cells[0]), box)


def setup(app: Sphinx) -> None:
    """Connect everything; called by :mod:`egov.book.sphinx_ext`."""
    app.add_node(silent_html, html=(_visit, None))
    app.add_directive("table-rows", TableRows)
    app.add_directive("citation-box", CitationBox)
    app.add_role("csv", DataRole())
    app.connect("doctree-read", finding_first)
    app.connect("doctree-read", rows_behind)
    app.connect("doctree-read", plain_links, priority=400)  # before Sphinx collects what it would copy
