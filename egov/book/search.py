"""Search in the book's own words: the index is the text of every section, and the browser looks through it.

Any word, number or character that stands on a page is so found, Chinese or not, without a segmenter; Sphinx's own index
knows neither single characters nor decimals. A row of a published table is a section too: 88.07 leads to its row.
A page is found by its title in the other edition too. ``book/_static/search.js`` ranks what it finds and forgives one
wrong letter.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES
from egov.tables.write import write_if_changed

Section = list[str]
"""Anchor, heading, text."""
INDEX = "searchindex.js"
_BEFORE, _AFTER = "egovSearch(", ");\n"  # a script, so that it also loads from a disk
_TAG = re.compile(r"<[^>]+>")
_APART = (nodes.section, addnodes.desc, addnodes.desc_signature)
_LEFT_OUT = (nodes.title, nodes.literal_block, nodes.math, nodes.math_block, nodes.comment, addnodes.toctree)


def _words(node: nodes.Node) -> str:
    """What a node says, without the sections inside it, code and formulas."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, (*_APART, *_LEFT_OUT)):
        return ""
    if isinstance(node, nodes.raw):
        return html.unescape(_TAG.sub(" ", node.astext())) if node.get("format") == "html" else ""
    return ("" if isinstance(node, nodes.TextElement) else " ").join(map(_words, node.children))


def sections(page: nodes.document) -> Iterator[Section]:
    """A page's sections and, on the page of methods, what is said of each name."""
    for node in page.findall(lambda n: isinstance(n, nodes.section | addnodes.desc)):
        head = node[0]
        named = isinstance(node, addnodes.desc)
        heading = head.get("fullname", "") if named else head.astext()
        text = " ".join(" ".join(map(_words, node.children)).split())
        yield [(head if named else node)["ids"][0] if node.parent.parent else "", heading, text]


def rows(name: str, data: Path) -> Iterator[Section]:
    """The rows of a table: address, key and figure, everything else."""
    table = TABLES[name]
    rest = [c for c in table.columns if c not in (*table.full_key, "value", "printed", "line", "col")]
    for row in read_raw(table, data).to_dict("records"):
        figure = " = ".join(dict.fromkeys((row["printed"], row["value"])))
        heading = f"{' · '.join(row[c] for c in table.key)}: {figure}"
        yield [row_anchor(table, row), heading, " ".join(filter(None, (row[c] for c in rest)))]


def gather(app: Sphinx, name: str, _: str, context: dict[str, Any], page: nodes.document | None) -> None:
    """Keep what a page says when it is written."""
    if page is not None:
        title = _TAG.sub("", html.unescape(context["title"]))
        app.egov_pages[name] = [title, list(sections(page))]  # type: ignore[attr-defined]


def write_index(app: Sphinx) -> None:
    """Write the index of one edition."""
    data, pages = Path(app.srcdir) / "data", app.egov_pages  # type: ignore[attr-defined]
    for name, table in TABLES.items():
        if table.published and (page := pages.get(f"book/tables/{name}")):
            page[1].extend(rows(name, data))
    _write(Path(app.outdir) / INDEX, [[name, *pages[name]] for name in sorted(pages)])


def name_in_both(*indexes: Path) -> None:
    """Give each page in an edition's index its title in the other edition, so that either language finds it."""
    pages = [json.loads(path.read_text(encoding="utf-8")[len(_BEFORE) : -len(_AFTER)]) for path in indexes]
    titles = [{name: title for name, title, *_ in own} for own in pages]
    for path, own, other in zip(indexes, pages, reversed(titles), strict=True):
        _write(path, [[name, title, parts, other.get(name, "")] for name, title, parts in own])


def _write(path: Path, found: list[list[Any]]) -> None:
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    write_if_changed(path, f"{_BEFORE}{text}{_AFTER}")


def setup(app: Sphinx) -> None:
    """Connect everything; called by :mod:`egov.book.sphinx_ext`."""
    app.egov_pages = {}  # type: ignore[attr-defined]
    app.connect("html-page-context", gather)
