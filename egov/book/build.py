"""The whole of ``make book``: generated pages, notebooks, HTML; each step only where its inputs changed."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from egov.book import editions, notebooks
from egov.book.inputs import digest_of, files_under, python_version
from egov.tables.errors import TableError, Told
from egov.tables.write import write_if_changed

PAGE_WRITERS = ("describe", "exports", "data_pages", "profiles")  # exports before the pages that link its files
"""Modules with a function ``write``, which leaves an unchanged file alone, so that its page is not read again."""
HTML = Path("book/_build/html")
CHINESE = Path("book/_build/zh/html")
"""Where the Chinese edition is built before its pages join the English ones under ``zh/``."""


class BuildError(Told):
    """The book could not be built; what stands above says more."""


def generate_pages(root: Path) -> None:
    """Let every page writer write what changed; :class:`BuildError` where a table is not as declared."""
    for name in PAGE_WRITERS:
        try:
            if importlib.import_module(f"egov.book.{name}").write(root):
                print(f"Generated anew by egov.book.{name}")
        except TableError as error:
            raise BuildError(f"{error}\nA table is not as declared: the book was not built") from error


def html_inputs(root: Path) -> tuple[str, str]:
    """Digests of what can change the HTML, and of the part of it that a page depends on without Sphinx knowing.

    All are pages, notebooks, data, package, lock and top-level documents; the part is configuration, contents,
    extension and lock.
    """
    lock, names = root / "requirements.txt", ("book/_config.yml", "book/_toc.yml", "egov/book")
    structure = digest_of(root, files_under(*(root / name for name in names), lock), python_version(), str(root))
    tops = [path for path in root.iterdir() if path.suffix in {".md", ".cff", ".toml"}]
    files = files_under(*(root / name for name in ("book", "notebooks", "data", "egov")), lock, *tops)
    return digest_of(root, files, structure), structure


def _outcome(html: Path) -> str:
    """Digest the names and sizes of what was built, so that a file lost since is noticed."""
    return digest_of(html, (), *(f"{p.relative_to(html)} {p.stat().st_size}" for p in files_under(html)))


def build_html(root: Path, *, force: bool = False) -> Path:
    """Build the HTML where its inputs changed since the last build without a warning; return its front page.

    Sphinx is not even started when nothing changed. When something did, only changed pages are read again, but
    every page is written: side bars come from other pages. A changed configuration or
    extension, a failed or interrupted build, or ``force`` start from nothing.
    """
    html, memory = root / HTML, root / ".cache" / "html.json"
    last = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else {}
    inputs, structure = html_inputs(root)
    if not force and last.get("inputs") == inputs and last.get("outcome") == _outcome(html):
        print("HTML: nothing changed since the last build")
        return html / "index.html"
    if force or last.get("structure") != structure:
        for folder in (html, html.with_name(".doctrees"), html.with_name("jupyter_execute"), root / CHINESE.parent):
            shutil.rmtree(folder, ignore_errors=True)
    memory.unlink(missing_ok=True)  # until this build has succeeded
    _editions(root, html)
    if html_inputs(root)[0] == inputs:
        state = {"inputs": inputs, "structure": structure, "outcome": _outcome(html)}
        write_if_changed(memory, json.dumps(state, indent=1) + "\n")
    return html / "index.html"


def _editions(root: Path, html: Path) -> None:
    """Build the one edition there is; or both side by side, a process each, the Chinese pages put under ``zh/``.

    Figures lie in one folder: their names tell what is drawn.
    """
    if not editions.is_on(root):
        _sphinx(root, html)
        return
    from egov.book import search  # imports Sphinx, as a build does

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        chinese = pool.submit(_sphinx, root, root / CHINESE, "zh")
        _sphinx(root, html, "en")
        chinese.result()
    search.name_in_both(html / search.INDEX, root / CHINESE / search.INDEX)
    target = html / "zh"
    shutil.rmtree(target, ignore_errors=True)
    figures = (root / CHINESE / "_images").glob("*.svg")
    for page in [*(root / CHINESE).rglob("*.html"), *figures, root / CHINESE / search.INDEX]:
        name = page.relative_to(root / CHINESE)
        if name.parts[0] not in ("_static", "_sources"):
            place = (html if name.parts[0] == "_images" else target) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(page, place)


def _sphinx(root: Path, html: Path, edition: str = "") -> None:
    """Run Sphinx as `jupyter-book build . --config book/_config.yml --toc book/_toc.yml -W -n` does.

    Called as a function because the command can either read everything again or leave unchanged pages with
    stale side bars; here every page is written from what was read.
    """
    from jupyter_book.sphinx import build_sphinx

    result = build_sphinx(
        root,
        html,
        noconfig=True,
        path_config=root / "book" / "_config.yml",
        confoverrides={
            "external_toc_path": (root / "book" / "_toc.yml").as_posix(),
            "latex_individualpages": False,
            "nitpicky": True,
            "egov_edition": edition,
        },
        force_all=True,
        warningiserror=True,
        keep_going=True,
        quiet=edition == "zh",
    )
    if isinstance(result, Exception):
        raise BuildError("the book was not built; the cause stands above") from result
    if result:
        raise BuildError("the book was built with warnings, which count as errors; they stand above")


def build_book(root: Path, *, force: bool = False) -> None:
    """Execute stale notebooks, generate pages from the tables, build the HTML; :class:`BuildError` says what failed."""
    begun = time.monotonic()
    if failed := notebooks.execute(root, force=force):
        raise BuildError(f"{failed} notebook(s) failed: the book was not built")
    generate_pages(root)
    front = build_html(root, force=force)
    print(f"\nThe book stands ({time.monotonic() - begun:.1f} s). Open {front.relative_to(root)} in a browser:")
    print(f"  {front.as_uri()}")
