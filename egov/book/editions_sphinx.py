"""Two editions from one source: each Sphinx run reads the same pages and keeps one language.

``egov_edition`` is the language of a run, ``en`` or ``zh``; without it a page shows what its source holds. The Chinese
pages have the same names and the same addresses of headings as the English ones, so that a link to the other edition
leads to the same place. Style sheets, pictures and data lie in the English folder and are not doubled.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from myst_parser.mdit_to_docutils.base import default_slugify
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from egov.book import editions
from egov.book import editions_units as units
from egov.book.editions import N_

log = logging.getLogger(__name__)
_SHARED = re.compile(r'(=")((?:\.\./)*)(?=(?:_static|_images|_sources|data)/)')
THEME = (
    N_("Skip to main content"), N_("Back to top"), N_("Search"), N_("Contents"), N_("previous"), N_("next"), N_("Page"),
    N_("previous page"), N_("next page"), N_("Version warning"), N_("Main"), N_("Error"), N_("Color mode"),
    N_("Toggle primary sidebar"), N_("Toggle secondary sidebar"), N_("Download this page"), N_("Download source file"),
    N_("Print to PDF"), N_("Please activate JavaScript to enable the search functionality."),
)  # fmt: skip
"""Labels of the theme that its own Chinese catalogue lacks."""
FOLDS = {
    "Show source": N_("Show code"), "Hide source": N_("Hide code"),
    "Show output": N_("Show result"), "Hide output": N_("Hide result"),
    "Show outputs": N_("Show result"), "Hide outputs": N_("Hide result"),
    "Show content": N_("Show code and result"), "Hide content": N_("Hide code and result"),
}  # fmt: skip
"""What MyST-NB writes on its folds, by the prompts of the configuration -> what stands there."""
_LABEL = re.compile(rf'(?<=[>"])(\s*)({"|".join(map(re.escape, THEME))})(\s*)(?=[<"])')
_BUTTONS = '<div class="article-header-buttons">'
OTHER = {"en": ("zh", "zh-CN", "中文"), "zh": ("", "en", "English")}
"""Edition -> folder, language and name of the other one."""


def one_language(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the source of a page into the language of this run before it is parsed."""
    language = app.config.egov_edition
    if not language:
        return
    root, path = Path(app.srcdir), Path(app.env.doc2path(docname))
    app.env.temp_data["egov_headings"] = units.headings(source[0], path.suffix)
    for used in editions.inputs(root, docname) if language == units.LANGUAGE else ():
        app.env.note_dependency(str(used))
    source[0] = editions.source(root, docname, path.suffix, source[0], language)


class Addresses(SphinxTransform):
    """A heading's address: English words in both editions, in Chinese only where the English heading is Chinese alone.

    docutils would count headings without a Latin letter: ``id1``.
    """

    default_priority = 500  # before Sphinx and MyST note where a heading stands

    def apply(self, **_: Any) -> None:
        """Give the addresses, each once on a page."""
        sections = list(self.document.findall(nodes.section))
        said = [section[0].astext() for section in sections]
        slugs = getattr(self.document, "myst_slugs", {})
        chinese = self.app.config.egov_edition == units.LANGUAGE
        if chinese:
            said = self.env.temp_data["egov_headings"]
            if len(said) != len(sections):
                log.warning(
                    "%d headings in English, %d in Chinese", len(said), len(sections), location=self.env.docname
                )
                return
        taken: dict[str, nodes.section] = {}
        moved: dict[str, tuple[str, str]] = {}
        for section, text in zip(sections, said, strict=True):
            at = next(i for i, one in enumerate(section["ids"]) if not one.startswith("module-"))  # the page of methods
            old = section["ids"][at]
            plain = nodes.make_id(nodes.fully_normalize_name(text)) if chinese else re.sub(r"^id\d+$", "", old)
            words = plain or re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
            new = _free(words, taken, 2)
            section["ids"][at], taken[new], moved[old] = new, section, (new, text)
        self.document.ids.update(taken)
        self.document.nameids.update({k: moved[v][0] for k, v in self.document.nameids.items() if v in moved})
        now: dict[str, tuple[Any, ...]] = {}
        for slug, (line, old, *rest) in slugs.items():
            new, text = moved.get(old, (old, ""))
            now[_free(default_slugify(text), now) if chinese and text else slug] = (line, new, *rest)
        slugs.clear()
        slugs.update(now)


def _free(words: str, taken: Container[str], first: int = 1) -> str:
    """The words, with a number behind them where they are taken."""
    return next(one for one in (words, *(f"{words}-{i}" for i in range(first, 99))) if one not in taken)


def other_page(app: Sphinx, page: str) -> str:
    """The address of the same page in the other edition, seen from the page."""
    folder, _, _ = OTHER[app.config.egov_edition]
    up = "../" * (page.count("/") + (0 if folder else 1))
    return html.escape(f"{up}{folder + '/' if folder else ''}{app.builder.get_target_uri(page)}")


def links(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Tell search engines where each language is."""
    if not app.config.egov_edition or page == "search":
        return
    home, place = app.config.html_baseurl.rstrip("/"), app.builder.get_target_uri(page)
    here, own = (f"{home}/{place}", f"{home}/zh/{place}") if home else (place.rpartition("/")[2], other_page(app, page))
    if not home and app.config.egov_edition == units.LANGUAGE:
        here, own = own, here
    for language, address in (("en", here), ("zh-CN", own), ("x-default", here)):
        context["metatags"] += f'<link rel="alternate" hreflang="{language}" href="{address}" />\n'


def finished(app: Sphinx, name: str, page: str) -> str:
    """A page with its link to the other edition; a Chinese one takes shared files from the English folder."""
    if not app.config.egov_edition:
        return page
    if app.config.egov_edition == units.LANGUAGE:
        page = _SHARED.sub(r"\1../\2", page)
        _ = editions.translator(Path(app.srcdir), units.LANGUAGE)
        page = _LABEL.sub(lambda label: f"{label[1]}{_(label[2])}{label[3]}", page)
    _folder, language, word = OTHER[app.config.egov_edition]
    link = f'<a class="edition" lang="{language}" hreflang="{language}" href="{other_page(app, name)}">{word}</a>'
    return page.replace(_BUTTONS, _BUTTONS + link, 1)


def folds(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """A fold over a cell's code, or over what it gives, says which; each part of the details of a chapter is a fold."""
    _ = editions.translator(Path(app.srcdir), app.config.egov_edition)
    for fold in doctree.findall(HideCodeCellNode):
        for prompt in ("prompt_show", "prompt_hide"):
            fold[prompt] = _(FOLDS[fold[prompt]])
    for part in list(doctree.findall(nodes.section)):  # each part of a section "Details" opens under its heading
        if "details" in part.parent.get("ids", ()):
            part.insert(
                1, nodes.raw("", f'<details class="part"><summary>{_("Show this part")}</summary>', format="html")
            )
            part.append(nodes.raw("", "</details>", format="html"))


def configure(app: Sphinx, config: Any) -> None:
    """Titles, captions and what the theme says, in the language of this run."""
    if not config.egov_edition:
        return
    _ = editions.translator(Path(app.srcdir), config.egov_edition)
    config.language = {"zh": "zh_CN"}.get(config.egov_edition, config.egov_edition)
    for name in ("project", "html_title", "html_short_title", "copyright", "author"):
        config[name] = config[name] and _(config[name])
    config.html_theme_options |= {"search_bar_text": _("Search"), "logo": {"text": _("China's digital government")}}
    config.togglebutton_hint, config.togglebutton_hint_hide = _("show"), _("hide")
    for document in config.external_site_map.values():
        for tree in document.subtrees:
            tree.caption = tree.caption and _(tree.caption)


def setup(app: Sphinx) -> None:
    """Connect everything; called by :mod:`egov.book.sphinx_ext`."""
    app.add_config_value("egov_chinese", False, "env")
    app.add_config_value("egov_edition", "", "env")
    app.add_transform(Addresses)
    app.connect("config-inited", configure, priority=950)  # after the table of contents was read
    app.connect("source-read", one_language)
    app.connect("doctree-resolved", folds)
    app.connect("html-page-context", links)
