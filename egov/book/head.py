"""What the head of a page tells machines: description, Open Graph, citation tags, schema.org, a sitemap.

The extensions for this (sphinxext-opengraph, sphinx-sitemap) need a public home or warn without one; here an address
stands in a tag only where ``html.baseurl`` of ``book/_config.yml`` names it.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx

from egov.book.citation import load_citation
from egov.book.describe import dataset
from egov.book.editions import translator
from egov.book.render import render
from egov.tables.load import read_raw
from egov.tables.schemas import TABLES

LENGTH = 200
"""Characters of a description, as search engines show them."""
_facts = lru_cache(load_citation)
_HAN = re.compile("[\u4e00-\u9fff]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def description(doctree: nodes.document, chinese: bool = False) -> str:
    """The page's first paragraphs in its language, cut at a word: what a search engine shows below its title."""
    text = ""
    for paragraph in doctree.findall(nodes.paragraph):
        said = paragraph.astext().removeprefix("Question.")
        if isinstance(paragraph.parent, nodes.section | nodes.document) and (
            chinese or len(_HAN.findall(said)) < len(said) / 4
        ):
            text = " ".join(f"{text} {said}".split())
        if len(text) >= LENGTH:
            break
    if len(text) <= LENGTH:
        return text
    return text[: LENGTH - 1] + "…" if chinese else text[: LENGTH - 1].rsplit(" ", 1)[0] + "…"


def years(frame: pd.DataFrame) -> tuple[int, int] | None:
    """The first and last year that the table's columns of years, months or dates hold."""
    named = [c for c in frame if c in ("year", "edition", "month", "as_of") or c.endswith("_year")]
    found = [int(year) for column in named for cell in frame[column] for year in _YEAR.findall(cell)]
    return (min(found), max(found)) if found else None


def add(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Add the tags to a page; on the page of a table its description as a dataset too."""
    if doctree is None:
        return
    root = Path(app.srcdir)
    chinese, _ = app.config.egov_edition == "zh", translator(root, app.config.egov_edition)
    facts, home = _facts(root / "CITATION.cff"), app.config.html_baseurl.rstrip("/")
    table = TABLES.get(page.removeprefix("book/tables/")) if page.startswith("book/tables/") else None
    held = years(read_raw(table, root / "data")) if table else None
    context["metatags"] += render(
        "head.html",
        _,
        title=html.unescape(re.sub("<[^>]*>", "", context["title"])),
        said=_(table.description) if table else description(doctree, chinese),
        facts=facts,
        address=f"{home}/{'zh/' if chinese else ''}{app.builder.get_target_uri(page)}" if home else "",
        language="zh-CN" if chinese else "en",
        dataset=table and not chinese and dataset(table, facts, held, f"{home}/" if home else "../../"),
    )


def footer(app: Sphinx, config: Any) -> None:
    """Name the authors and both versions at the foot of every page, where the theme would say "By" and "Copyright"."""
    facts = load_citation(Path(app.srcdir) / "CITATION.cff")
    _ = translator(Path(app.srcdir), config.egov_edition)
    said = _("Data {version} ({released}) · software {software}", **facts)
    config.html_theme_options |= {
        "footer_content_items": ["extra-footer"],
        "extra_footer": f"<p>© {_(facts['authors'])} · {said}</p>",
    }


def sitemap(app: Sphinx) -> str:
    """The addresses of every page, each with those of its editions."""
    home = app.config.html_baseurl.rstrip("/")
    tops = {"en": home} | ({"zh-CN": f"{home}/zh"} if app.config.egov_edition else {})
    pages = [app.builder.get_target_uri(page) for page in sorted(app.env.found_docs)]
    return render("sitemap.xml", tops=tops, pages=pages)


def setup(app: Sphinx) -> None:
    """Connect everything; called by :mod:`egov.book.sphinx_ext`."""
    app.connect("config-inited", footer, priority=900)
    app.connect("html-page-context", add)
