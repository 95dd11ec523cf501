"""The commands behind the Makefile: ``python -m egov <command>``."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path


def _parser() -> argparse.ArgumentParser:
    """Declare the commands."""
    parser = argparse.ArgumentParser(prog="python -m egov", description="Build, check and extend the compendium.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    book = commands.add_parser("book", help="execute stale notebooks, build the HTML")
    execute = commands.add_parser("execute", help="execute the notebooks whose inputs changed")
    html = commands.add_parser("html", help="build the HTML from the notebooks as they are")
    for command in (book, execute, html):
        command.add_argument("--force", action="store_true", help="as if everything had changed")
    execute.add_argument("names", nargs="*", help="these notebooks only, as 04_regional; all by default")
    check = commands.add_parser("check", aliases=["check-notebooks"], help="what is wrong with tables and notebooks")
    check.add_argument("notebooks", nargs="*", type=Path, help="these only; all tables and notebooks by default")
    commands.add_parser("translate", help="bring the Chinese catalogues up to date; say what is left")
    commands.add_parser("tidy", help="put in order what an editor left in tables and notebooks; no cell is changed")
    for name, text in (("extract", "write data/published from"), ("verify", "find every printed figure in")):
        command = commands.add_parser(name, help=f"{text} the five documents")
        command.add_argument("folder", type=Path, help="the folder that holds the documents' text copies")
    release = commands.add_parser("read-release", help="read a new month of the hardware index; --write adds it")
    release.add_argument("file", type=Path, help="the release's text, UTF-8")
    release.add_argument("--month", required=True, help="its month, as 2021-07")
    release.add_argument("--source", default="", help="its key in data/sources.csv")
    release.add_argument("--table", default="", help="print this table alone, as plain CSV")
    release.add_argument("--write", action="store_true", help="add the rows to data/published")
    release.add_argument("--keep-slips", action="store_true", help="keep figures that contradict each other as printed")
    commands.add_parser("pdf", help="print the built book as one PDF with headless Chromium")
    commands.add_parser("package", help="describe every table anew in data/datapackage.json")
    changes = commands.add_parser("changes", help="list the cells of the tables that differ from a commit")
    changes.add_argument("since", help="a commit, branch or tag")
    commands.add_parser("data", help="write SQLite, Parquet, a workbook and a zip to book/_build/data")
    return parser


def _check(paths: list[Path]) -> int:
    """Check the named notebooks, or all tables and notebooks; return 1 if one breaks a rule."""
    from egov.book import editions, inputs, notebooks, rules

    root = inputs.repository_root()
    chosen = [path.resolve() for path in paths] or notebooks.notebook_files(root)
    found = [] if paths else [*rules.table_problems(root), *rules.unseen_figures(root, chosen)]
    found += [line for path in chosen for line in rules.problems(root, path)]
    found += editions.problems(root) if not paths and editions.is_on(root) else []
    told = f"{len(chosen)} notebook(s) as they should be"
    print("\n".join(found) if found else told if paths else f"All tables and {told}")
    return int(bool(found))


def _tidy() -> int:
    """Rows in order, line ends and metadata as committed; return 1 if a table cannot be read."""
    from egov.book import inputs, notebooks
    from egov.tables import TABLES
    from egov.tables.write import tidy, write_if_changed

    root = inputs.repository_root()
    changed = [table.path for table in TABLES.values() if tidy(table, root / "data")]
    for path in notebooks.notebook_files(root):
        if write_if_changed(path, notebooks.serialise(notebooks.normalise(notebooks.read(path)))):
            changed.append(path.name)
    print("\n".join(f"tidied {name}" for name in changed) or "All tables and notebooks are in order")
    return 0


def _translate() -> int:
    """Bring the catalogues up to date; say page by page what is aligned and what is left."""
    from egov.book import editions
    from egov.book.inputs import repository_root

    editions.update(repository_root())
    print(editions.report(repository_root()))
    return 0


def _package() -> int:
    """Write datapackage.json and say whether it changed."""
    from egov.book import datapackage
    from egov.book.inputs import repository_root

    changed = datapackage.write(repository_root() / "data")
    print(f"data/datapackage.json {'written' if changed else 'is up to date'}")
    return 0


def _data() -> int:
    """Write the files to carry away and say where they lie."""
    from egov.book import exports
    from egov.book.inputs import repository_root

    root = repository_root()
    changed = exports.write(root / "data", root / "book")
    print(f"book/{exports.FOLDER} {'written' if changed else 'is up to date'}")
    return 0


def _changes(since: str) -> int:
    """List what changed, or say why not."""
    from egov.book import changes
    from egov.book.inputs import repository_root

    try:
        print(changes.write(repository_root(), since))
    except changes.ChangesError as error:
        print(f"make changes: {error}", file=sys.stderr)
        return 1
    return 0


def _documents(command: str, folder: Path) -> int:
    """Extract or verify; print the report, or one clear error, and return the exit code."""
    from egov.book.inputs import repository_root
    from egov.documents.locate import ReadError

    module = import_module(f"egov.documents.{command}")
    try:
        result = module.main(folder, repository_root() / "data")
    except (ReadError, OSError) as error:
        print(f"make {command}: {error}", file=sys.stderr)
        return 1
    report, good = result if isinstance(result, tuple) else (result, True)
    print(report)
    return int(not good)


def _read_release(options: argparse.Namespace) -> int:
    """Read a release; print its rows and, to standard error, what to look at; return the exit code."""
    from egov.documents import hardware_add
    from egov.documents.locate import ReadError
    from egov.tables import TableError, data_folder

    chosen = {k: getattr(options, k) for k in ("month", "source", "table", "write", "keep_slips")}
    try:
        report, notices = hardware_add.main(options.file, data_folder(), **chosen)
    except (ReadError, TableError, OSError) as error:
        print(f"read-release: {error}\nNothing was written.", file=sys.stderr)
        return 1
    print(report)
    print(*(f"Please look: {notice}" for notice in notices), sep="\n", file=sys.stderr)
    return 0


def _pdf() -> int:
    """Print the built book, or say what is missing."""
    from egov.book import pdf
    from egov.book.inputs import repository_root

    try:
        print(pdf.write(repository_root()).as_uri())
    except pdf.PdfError as error:
        print(f"make pdf: {error}", file=sys.stderr)
        return 1
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; a table that is not as declared is told in one line."""
    from egov.tables import TableError

    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except TableError as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    """Run the command; each wing is imported only by the command that needs it."""
    if options.command in ("extract", "verify"):
        return _documents(options.command, options.folder)
    if options.command == "read-release":
        return _read_release(options)
    if options.command == "package":
        return _package()
    if options.command == "changes":
        return _changes(options.since)
    if options.command == "data":
        return _data()
    if options.command == "pdf":
        return _pdf()
    if options.command == "translate":
        return _translate()
    if options.command == "tidy":
        return _tidy()
    if options.command in ("check", "check-notebooks"):
        return _check(options.notebooks)

    from egov.book import build, notebooks
    from egov.book.inputs import repository_root

    root = repository_root()
    try:
        if options.command == "execute":
            return int(notebooks.execute(root, force=options.force, only=options.names) > 0)
        if options.command == "book":
            return build.build_book(root, force=options.force)
        build.generate_pages(root)
        print(build.build_html(root, force=options.force).relative_to(root))
    except (build.BuildError, notebooks.NotebookError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
