"""The reader's side of the Sphinx extension: rows of tables, the citation box.

- ``{table-rows}`` puts all rows of a table on its data page, out of the way of the search index.
- ``{citation-box}`` says how to cite, from ``CITATION.cff``.
- A chapter's findings, which its cells claim where they are computed, stand at the head of its page too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from egov.book.citation import citation, load_citation
from egov.book.data_pages import esc, later, rows_html, rows_later
from egov.book.editions import translator
from egov.tables.schemas import TABLES


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
    app.connect("doctree-read", finding_first)
    app.add_directive("citation-box", CitationBox)
