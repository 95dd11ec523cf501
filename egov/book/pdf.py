"""One PDF of the whole book: its pages in the order of the table of contents, printed by headless Chromium.

The built pages are read, stripped to their articles and joined into one page with a cover and a table of contents;
links between pages become links inside the document. Profiles are appended in short: the summary, the picture and the
bands of each unit. The data pages are left out: some five thousand rows are read better on the page or as CSV, and a
link to a row becomes its address in words only where the configuration names a public home.
"""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from egov.book.build import HTML
from egov.book.citation import citation, load_citation
from egov.book.editions import contents, translator
from egov.book.render import english, render
from egov.tables.errors import Told
from egov.tables.write import write_if_changed

PDF = Path("book/_build/pdf/egov-compendium.pdf")
PDF_ZH = PDF.with_stem("egov-compendium-zh")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run", "--disable-dev-shm-usage", "--allow-file-access-from-files"]
BUILT = "../html/"  # the built book, seen from the folder of the PDF
LEFT_OUT = ("book/tables/",)
SHORTENED = "book/units/"

_ARTICLE = re.compile(r'<article class="bd-article"[^>]*>(.*)</article>', re.DOTALL)
_ID = re.compile(r'(?<=\sid=")([^"]+)(?=")')
_LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')
_SOURCE = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]*)(")')
_SCRIPT = re.compile(r"<script\b.*?</script>|<style\b.*?</style>", re.DOTALL)
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")


class PdfError(Told):
    """The PDF could not be made; the message says what is missing."""


def parts(root: Path, html_folder: Path) -> list[tuple[str, list[str]]]:
    """The book's parts with their pages, in order: caption -> names of pages without suffix.

    Raises ``PdfError`` where a page of the table of contents was not built.
    """
    found = []
    for caption, names in contents(root):
        pages: list[str] = []
        for name in names:
            built = sorted(html_folder.glob(f"{name}.html"))
            if not built:
                raise PdfError(f"{name}.html is not in {html_folder.name}: run make book first")
            pages += [path.relative_to(html_folder).with_suffix("").as_posix() for path in built]
        found.append((caption, [name for name in pages if not name.startswith(LEFT_OUT)]))
    return found


def anchor(page: str, fragment: str = "") -> str:
    """The id that a page's place has in the joined document.

    >>> anchor("book/units/gansu", "bands")
    'p-book-units-gansu--bands'
    """
    return "p-" + re.sub(r"\W", "-", page) + (f"--{fragment}" if fragment else "")


def article(page: str, text: str, known: set[str], folder: str = "") -> str:
    """The article of one built page, its ids made its own, its links turned to the joined document.

    ``folder`` is the edition's, ``zh/`` for the Chinese one, whose pictures lie with the English ones.

    A link to a page that is not in the document (a row, a file) loses its address, which is one on this machine.
    """
    found = _ARTICLE.search(text)
    if found is None:
        raise PdfError(f"{page}.html holds no article: is it a page of this book?")
    body = _SCRIPT.sub("", found[1])
    if page.startswith(SHORTENED):
        head, _, rest = body.partition('<section id="bands-year-by-year">')
        body = head + '<section id="bands-year-by-year">' + rest.partition("</section>")[0] + "</section></section>"

    def link(match: re.Match[str]) -> str:
        address = html.unescape(match[2])
        if re.match(r"[a-z]+:", address):
            return match[0]
        target = urlsplit(urljoin(f"/{page}.html", address))
        name = unquote(target.path).lstrip("/").removesuffix(".html")
        if name not in known:
            return match[1].replace(" href=", " data-left-out=") + match[3]
        return f"{match[1]}#{anchor(name, unquote(target.fragment))}{match[3]}"

    def source(match: re.Match[str]) -> str:
        return f"{match[1]}{BUILT}{urljoin(f'/{folder}{page}.html', match[2]).lstrip('/')}{match[3]}"

    body = _ID.sub(lambda m: anchor(page, m[1]), body)
    body = _SOURCE.sub(source, _LINK.sub(link, body))
    return f'<article class="bd-article pdf-page" id="{anchor(page)}">{body}</article>'


def title_of(text: str) -> str:
    """The heading of a built page, as text."""
    body = _ARTICLE.search(text)
    found = re.search(r"<h1>(.*?)<a\s[^>]*headerlink", body[1] if body else "", re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def joined(root: Path, html_folder: Path, language: str = "en") -> str:
    """One edition as one HTML page, to be read from the folder of the PDF."""
    _ = translator(root, language)
    book = parts(root, html_folder)
    names = [name for _, pages in book for name in pages]
    texts = {name: (html_folder / f"{name}.html").read_text(encoding="utf-8") for name in names}
    facts = load_citation(root / "CITATION.cff")
    lines: list[tuple[str, str]] = []
    body = []
    for caption, pages in book:
        lines += [("", _(caption))] if caption else []
        units = [name for name in pages if name.startswith(SHORTENED)]
        lines += [(anchor(name), title_of(texts[name])) for name in pages if name not in units]
        if units:
            lines.append((anchor(units[0]), _("The {n} units in short, in alphabetical order", n=len(units))))
        body += [article(name, texts[name], set(names), "" if _ is english else "zh/") for name in pages]
    styles = re.findall(r'<link[^>]+rel="stylesheet"[^>]*>', texts[names[0]])
    return render(
        "pdf.html",
        _,
        facts=facts,
        citation=citation(facts),
        sheets=dict.fromkeys(re.search(r'href="(?:\.\./)*([^"?]+)', one)[1] for one in styles),  # type: ignore[index]
        math=(root / HTML / "_static" / "mathjax").is_dir() and any('class="math' in part for part in body),
        built=BUILT,
        contents=lines,
        body="\n".join(body),
    )


def undated(pdf: bytes) -> bytes:
    """The same PDF with its dates set to one of no meaning, as many bytes long, so that offsets hold.

    >>> undated(b"/CreationDate (D:20260102030405+00'00')")
    b"/CreationDate (D:20000101000000+00'00')"
    """
    return _DATE.sub(lambda m: m[0][: m[0].index(b"D:") + 2] + b"20000101000000" + m[0][m[0].index(b"D:") + 16 :], pdf)


def write(root: Path) -> list[Path]:
    """Print each edition of the built book to ``book/_build/pdf``; return the paths."""
    if not (root / HTML / "index.html").is_file():
        raise PdfError("there is no built book in book/_build/html: run make book first")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise PdfError(f"no browser is installed (looked for {', '.join(BROWSERS)}); it prints the PDF")
    found = [(PDF, root / HTML, "en"), (PDF_ZH, root / HTML / "zh", "zh")]
    return [_print(root, browser, *one) for one in found if one[1].is_dir()]


def _print(root: Path, executable: str, name: Path, folder: Path, language: str) -> Path:
    """Print one edition; return the path."""
    from playwright.sync_api import sync_playwright

    target = root / name
    page_file = target.with_name("book.html")
    footer = (
        '<div style="font-size:8px;width:100%;text-align:center;color:#5b6673">'
        '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
    )
    try:
        write_if_changed(page_file, joined(root, folder, language))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
            page = browser.new_page(color_scheme="light")
            page.set_default_timeout(180_000)
            page.goto(page_file.as_uri(), wait_until="load")
            page.evaluate("window.MathJax?.startup?.promise")
            printed = page.pdf(
                format="A4",
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=footer,
                margin={"top": "18mm", "bottom": "20mm", "left": "16mm", "right": "16mm"},
                outline=True,
                tagged=True,
            )
            browser.close()
    finally:
        page_file.unlink(missing_ok=True)
    write_if_changed(target, undated(printed))
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    print(f"{name.as_posix()}: {pages} pages, {len(printed) / 1e6:.1f} MB")
    return target
