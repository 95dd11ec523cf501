"""The Sphinx extension of the book, loaded by ``book/_config.yml``.

- No page asks another host for anything: thebe is detached, MathJax is served from the book.
- Pages are light: icons are drawn inline, the icon script and fonts are left out, the search index is loaded by
  the search page alone.
- Every heading has a readable address, in Chinese where it is Chinese alone.
- Every table is published at a stable address, ``data/…``; :mod:`egov.book.reader` leads there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from egov.book import editions_sphinx, figures, head, icons, reader, search
from egov.book.data_pages import later, present, rows_script
from egov.book.editions import N_, translator
from egov.book.exports import FOLDER as EXPORTS
from egov.book.inputs import files_under
from egov.book.language import mark_chinese
from egov.book.render import render
from egov.tables.write import write_if_changed

log = logging.getLogger(__name__)

DATA_SUFFIXES = {".csv", ".json", ".md", ".txt", ".bib", ".parquet", ".sqlite", ".xlsx", ".zip"}
MATHJAX = "mathjax/tex-chtml.js"
MATHJAX_PARTS = ("tex-chtml.js", "output/chtml", "input/tex", "a11y", "sre", "ui")
UNUSED = (
    "_static/**/fontawesome*",
    "_static/scripts/bootstrap.js.map",
    "_static/**/pydata-sphinx-theme.*.map",
    "_static/*-thebe.*",
    "_static/*webpack-macros.html",
    "_static/language_data.js",
    "_static/searchtools.js",
    "_static/locales",
)

_DROPPED = re.compile(
    r"[ \t]*<script[^>]+(?:fontawesome|searchtools|language_data|searchindex|translations)\.js[^>]*></script>\n?"
)
_VIEWPORT = re.compile(r'[ \t]*<meta name="viewport"[^>]*>\n?')
_MATHJAX = re.compile(
    r"[ \t]*<script[^>]*>window\.MathJax = .*?</script>\n?|[ \t]*<script[^>]+mathjax/[^>]*></script>\n?"
)
_UNCOLOURED = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>')  # of the colour of the code around it
_FORMULA = re.compile(r"class=\"[^\"]*\bmath\b")
_WORKS = '<div role="list" class="citation-list">'  # docutils calls its entries no items of that list
_TOGGLE = '<summary><span class="toctree-toggle"'  # the side bar's button, which the theme leaves without a name
_OTHER_HOST = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc=\"(?:https?:)?//[^\"]+\""
    r"|<link\b(?=[^>]*\brel=\"(?:stylesheet|preload|preconnect|prefetch|icon)\")[^>]*\bhref=\"(?:https?:)?//[^\"]+\""
)
_ICON_FONT = re.compile(
    r"@font-face\{[^{}]*Font Awesome[^{}]*\}"  # the fonts themselves
    r"|\.fa-[a-z0-9-]+:{1,2}before(?:,\.fa-[a-z0-9-]+:{1,2}before)*\{[^{}]*\}"  # two thousand glyph numbers
)


def stay_at_home(app: Sphinx, *_: Any) -> None:
    """Formulas come from the book's own MathJax; sphinx_thebe, which loads a script from another host, is taken out."""
    app.config.mathjax_path = MATHJAX
    for listeners in app.events.listeners.values():
        listeners[:] = [one for one in listeners if not one.handler.__module__.startswith("sphinx_thebe")]
    app.registry.css_files[:] = [entry for entry in app.registry.css_files if "sphinx-thebe" not in entry[0]]


_CHINESE = "\u2014\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u201c\u201d"
_CHINESE_LINE_END = re.compile(rf"(?<=[{_CHINESE}])\n(?=[{_CHINESE}])")
_LISTING = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def slim_pages(app: Sphinx) -> None:
    """Pass every page through :func:`slim` after its template is rendered."""
    if app.builder.format != "html":
        return
    below = translator(Path(app.srcdir), app.config.egov_edition)(N_("Pages below this one"))
    render, drawings = app.builder.templates.render, figures.narrow_drawings(Path(app.srcdir), app.config.egov_edition)
    for name, svg in drawings.items():
        write_if_changed(Path(app.outdir) / "_images" / f"{name}-narrow.svg", svg)

    def rendered(template: str, context: dict[str, Any]) -> str:
        name = context.get("pagename", "")
        page = figures.boxed(slim(render(template, context), name, below), drawings)
        return editions_sphinx.finished(app, name, page)

    app.builder.search = False  # the book has its own, see egov.book.search
    app.builder.templates.render = rendered  # type: ignore[method-assign]


def slim(page: str, name: str, below: str = "Pages below this one") -> str:
    """Draw the icons, leave out scripts that the page does not need; warn of any request to another host.

    A line end between two Chinese characters is closed up: browsers would show it as a space. Chinese text is marked.
    """
    page = "".join(
        part if part.startswith("<pre") else _CHINESE_LINE_END.sub("", part) for part in _LISTING.split(page)
    )
    page = _DROPPED.sub("", page)
    if name == "search":
        page = page.replace("</body>", '<script defer src="_static/search.js"></script>\n</body>')
    if first := _VIEWPORT.search(page):  # Sphinx and the theme each write one
        page = page[: first.end()] + _VIEWPORT.sub("", page[first.end() :])
    page = _UNCOLOURED.sub(r"\1", page)
    if not _FORMULA.search(page):  # Sphinx also counts the formulas of pages below this one
        page = _MATHJAX.sub("", page)
    page = page.replace(_TOGGLE, _TOGGLE.replace("<summary>", f'<summary aria-label="{below}">'))
    page = page.replace(_WORKS, _WORKS.replace(' role="list"', ""))
    page = icons.inline(page, lambda icon: log.warning("%s: icon %r is not drawn in egov.book.icons", name, icon))
    for request in _OTHER_HOST.findall(page):
        log.warning("%s: asks another host: %s", name, request)
    return mark_chinese(page)


def extra_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The search page, without Sphinx's own index."""
    if app.builder.format == "html":
        yield "search", {}, "search.html"


def write_styles(app: Sphinx) -> None:
    """Write the icons' style sheet where Sphinx collects static files from."""
    folder = Path(app.doctreedir) / "static"
    write_if_changed(folder / "icons.css", icons.style_sheet())
    app.config.html_static_path.append(str(folder))


def finish(app: Sphinx, error: Exception | None) -> None:
    """After the pages are written: data, MathJax, the front door; then leave out what no page asks for."""
    if error is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    search.write_index(app)
    (out / "_static" / "404.html").replace(out / "404.html")
    if app.config.root_doc != "index":
        write_if_changed(out / "index.html", render("front_door.html", config=app.config))
    if app.config.egov_edition == "zh":  # everything else is shared
        return
    data = Path(app.srcdir) / "data"
    publish_data(data, Path(app.srcdir) / "book" / EXPORTS, target=out / "data")
    write_if_changed(out / "sitemap.xml", head.sitemap(app)) if app.config.html_baseurl else None
    for table in (table for table in present(data) if later(table, data)):
        write_if_changed(out / "_static" / "rows" / f"{table.name}.js", rows_script(table, data))
    if any((app.env.get_domain("math").data.get("has_equations") or {}).values()):
        copy_mathjax(out / "_static" / "mathjax")
    for path in [path for pattern in UNUSED for path in out.glob(pattern)]:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    style = out / "_static" / "styles" / "pydata-sphinx-theme.css"
    text = style.read_text(encoding="utf-8")
    write_if_changed(style, re.sub(r"/\*# sourceMappingURL=.*?\*/", "", _ICON_FONT.sub("", text)))
    for script in (out / "_static" / "scripts").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        write_if_changed(script, re.sub(r"\n?//# sourceMappingURL=.*", "", text))


def publish_data(*sources: Path, target: Path) -> None:
    """Make the published data folder hold what the sources hold together, and nothing else."""
    shutil.rmtree(target, ignore_errors=True)
    for source in sources:
        for path in files_under(source):
            if path.suffix in DATA_SUFFIXES:
                write_if_changed(target / path.relative_to(source), path.read_bytes())


def copy_mathjax(target: Path) -> None:
    """Copy the parts of MathJax that TeX input with HTML output can ask for."""
    source = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"  # type: ignore
    for path in files_under(*(source / part for part in MATHJAX_PARTS)):
        write_if_changed(target / path.relative_to(source), path.read_bytes())


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect everything; called by Sphinx."""
    for part in (search, editions_sphinx, reader, head):
        part.setup(app)
    app.connect("html-collect-pages", extra_pages)
    app.add_css_file("icons.css", priority=900)
    app.connect("config-inited", stay_at_home, priority=900)
    app.connect("builder-inited", write_styles)
    app.connect("builder-inited", slim_pages, priority=900)
    app.connect("build-finished", finish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
