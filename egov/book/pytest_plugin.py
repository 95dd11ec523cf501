"""A pytest plugin for ``make test``: says what ran, and records which notebooks strict nbval proved.

Loaded with ``-p egov.book.pytest_plugin``. It gives kernels the environment that ``make book`` does, in another place,
counts tests, doctests and notebook cells apart, turns a run that collected nothing into a clear failure, and stamps the
notebooks whose every cell was compared and agreed, so that the next ``make book`` starts no kernel for them.
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
        config.pluginmanager.register(Ledger(root, strict=bool(config.getoption("nbval", False))), "egov-ledger")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Notebooks first, doctests last: with the longest scopes begun first, two workers end together."""
    items.sort(key=lambda item: (item.path.suffix != ".ipynb", item.nodeid.startswith("egov/")))


@functools.cache
def elsewhere(root: Path) -> dict[str, str]:
    """Other names for home, package and data than a run has that writes outputs, and another locale."""
    home = Path(tempfile.mkdtemp(prefix="egov-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    (home / "repository").symlink_to(root)
    return {**notebooks.kernel_environment(home / "repository"), "HOME": str(home), "LC_ALL": "C"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Tell a notebook's kernel, started within, which chapter it runs; what it shows must be the same elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        if item.path.suffix == ".ipynb":
            for name, value in {**elsewhere(repository_root()), "EGOV_CHAPTER": item.path.stem}.items():
                patch.setenv(name, value)
        return (yield)


def category(nodeid: str, keywords: object = ()) -> str:
    """Name what a test is, by its address and marks.

    >>> category("notebooks/01_data.ipynb::Cell 0"), category("egov/tables/units.py::egov.tables.units")
    ('notebook cells', 'doctests')
    """
    if ".ipynb::" in nodeid:
        return "notebook cells"
    for mark in ("browser", "slow"):
        if mark in keywords:  # type: ignore[operator]
            return f"{mark} tests"
    return "doctests" if nodeid.startswith("egov/") else "tests"


class Ledger:
    """Counts the outcomes of one pytest run by category and by notebook."""

    def __init__(self, root: Path, *, strict: bool) -> None:
        """Begin with nothing."""
        self.root, self.strict = root, strict
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.passed_cells: Counter[str] = Counter()
        self.spoiled: set[str] = set()
        self.proven: list[str] = []
        self.before: dict[Path, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Generator[None]:
        """Take the notebooks' digests while the workers collect, so that an edit during the run proves nothing."""
        yield
        for path in notebooks.notebook_files(self.root) if self.strict else ():
            try:
                self.before[path] = notebooks.freshness_key(self.root, notebooks.read(path))
            except notebooks.NotebookError:
                continue  # the notebook's own test says what is wrong with it

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one outcome: the call, or a set-up that failed or skipped."""
        if report.when != "call" and report.passed:
            return
        self.outcomes[category(report.nodeid, report.keywords), report.outcome] += 1
        notebook, mark, _ = report.nodeid.partition(".ipynb::")
        if mark:
            if report.passed and report.when == "call" and not hasattr(report, "wasxfail"):
                self.passed_cells[f"{notebook}.ipynb"] += 1
            else:
                self.spoiled.add(f"{notebook}.ipynb")

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Stamp the proven notebooks; every code cell must have been compared and have agreed."""
        for path, digest in self.before.items():
            name = path.relative_to(self.root).as_posix()
            nb = notebooks.read(path)
            cells = sum(1 for _ in notebooks.code_cells(nb))
            whole = cells > 0 and self.passed_cells[name] == cells and name not in self.spoiled
            if whole and notebooks.mark_proven(self.root, path, nb, digest):
                self.proven.append(name)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
        """Say what ran, category by category, and which notebooks the next build can take as they are."""
        say = terminalreporter.write_line
        terminalreporter.section("what ran")
        for name in ("tests", "doctests", "notebook cells", "browser tests", "slow tests"):
            counts = {how: self.outcomes[name, how] for how in ("passed", "failed", "skipped")}
            if any(counts.values()):
                say(f"{name}: " + ", ".join(f"{count} {how}" for how, count in counts.items() if count))
        if self.strict:
            say(f"notebooks proven fresh for the next build: {len(self.proven)} of {len(self.before)}")
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            say("nothing was collected: this run proves nothing and counts as failed (exit code 5)")
