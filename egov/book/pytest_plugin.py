"""A pytest plugin for ``make test``: records which notebooks strict nbval proved.

Loaded with ``-p egov.book.pytest_plugin``. It gives kernels the environment that ``make book`` does, in another place,
and stamps the notebooks whose every cell was compared and agreed, so that the next ``make book`` starts no kernel for
them.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from egov.book import notebooks
from egov.book.inputs import repository_root


def pytest_configure(config: pytest.Config) -> None:
    """Set the kernels' environment (workers too) and, in the controlling process only, start counting."""
    root = repository_root()
    os.environ.update(notebooks.kernel_environment(root))
    os.environ["EGOV_PUBLISH"] = "compare"  # notebooks under test write nothing
    if not hasattr(config, "workerinput"):
        notebooks.warm_fonts(root)
        if config.getoption("nbval", False):
            config.pluginmanager.register(Ledger(root), "egov-ledger")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Notebooks first, doctests last: with the longest scopes begun first, two workers end together."""
    items.sort(key=lambda item: (item.path.suffix != ".ipynb", item.nodeid.startswith("egov/")))


@functools.cache
def elsewhere(root: Path) -> dict[str, str]:
    """Other names for home, package and data than a run has that writes outputs, another locale and time zone."""
    home = Path(tempfile.mkdtemp(prefix="egov-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    (home / "repository").symlink_to(root)
    other = {"HOME": str(home), "LC_ALL": "C", "TZ": "Asia/Kathmandu"}
    return notebooks.kernel_environment(home / "repository") | other


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Tell a notebook's kernel, started within, which chapter it runs; what it shows must be the same elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        if item.path.suffix == ".ipynb":
            for name, value in {**elsewhere(repository_root()), "EGOV_CHAPTER": item.path.stem}.items():
                patch.setenv(name, value)
        return (yield)


class Ledger:
    """Counts the cells of each notebook that passed in one strict run, and knows the notebooks where one did not."""

    def __init__(self, root: Path) -> None:
        """Begin with nothing."""
        self.root = root
        self.passed: Counter[str] = Counter()
        self.spoiled: set[str] = set()
        self.proven: list[str] = []
        self.before: dict[Path, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Generator[None]:
        """Take the notebooks' digests while the workers collect, so that an edit during the run proves nothing."""
        yield
        for path in notebooks.notebook_files(self.root):
            try:
                self.before[path] = notebooks.freshness_key(self.root, notebooks.read(path))
            except notebooks.NotebookError:
                continue  # the notebook's own test says what is wrong with it

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one cell: the call, or a set-up that failed or skipped."""
        notebook, cell, _ = report.nodeid.partition(".ipynb::")
        if not cell or (report.when != "call" and report.passed):
            return
        if report.passed and not hasattr(report, "wasxfail"):
            self.passed[f"{notebook}.ipynb"] += 1
        else:
            self.spoiled.add(f"{notebook}.ipynb")

    def pytest_sessionfinish(self) -> None:
        """Stamp the proven notebooks; every code cell must have been compared and have agreed."""
        for path, digest in self.before.items():
            name = path.relative_to(self.root).as_posix()
            nb = notebooks.read(path)
            cells = sum(1 for _ in notebooks.code_cells(nb))
            whole = cells > 0 and self.passed[name] == cells and name not in self.spoiled
            if whole and notebooks.mark_proven(self.root, path, nb, digest):
                self.proven.append(name)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many notebooks the next build can take as they are."""
        said = f"notebooks proven fresh for the next build: {len(self.proven)} of {len(self.before)}"
        terminalreporter.write_line(said)
