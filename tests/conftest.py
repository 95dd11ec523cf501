"""What the tests share: the repository's folder, the notebooks, the built book in a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from egov.book.inputs import repository_root

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("egov", deadline=None)  # a machine that is busy is no fault of a method
settings.load_profile("egov")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run", "--disable-dev-shm-usage"]


LONGEST = ("test_extend.py", "test_pages.py", "test_public_home.py", "test_bounds.py", "test_pdf.py")
"""Files of tests that are begun first, so that two workers end together; the third goes to whoever has the first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; all others as they were collected."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return repository_root()


@pytest.fixture(scope="session")
def html(root: Path) -> Path:
    """The folder of the built book."""
    folder = root / "book" / "_build" / "html"
    if not (folder / "index.html").is_file():
        pytest.fail("there is no built book in book/_build/html: run make book first", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; where none is installed the test is skipped, but in CI it fails."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        message = f"no browser is installed (looked for {', '.join(BROWSERS)})"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(f"{message}; in CI that is an error", pytrace=False)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing; what all pages share is asked for once."""

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""

    def do_GET(self) -> None:
        """The icon that a browser asks for by itself is no file of the book."""
        self.send_error(204) if self.path == "/favicon.ico" else super().do_GET()

    def end_headers(self) -> None:
        """As a server of the book would."""
        self.send_header("Cache-Control", "max-age=3600" if "/_static/" in self.path else "no-cache")
        super().end_headers()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site(html: Path) -> Iterator[str]:
    """The address of the built book."""
    with served(html) as address:
        yield address
