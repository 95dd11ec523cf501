"""The commands behind the Makefile: ``python -m egov <command>``; each imports its wing only when it runs."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from egov.tables.errors import Told


def _book(root: Path, force: bool) -> None:
    from egov.book import build

    build.build_book(root, force=force)


def _execute(root: Path, force: bool, names: list[str]) -> int:
    from egov.book import notebooks

    return notebooks.execute(root, force=force, only=names) > 0


def _check(root: Path, notebooks: list[Path]) -> int:
    from egov.book import editions, rules
    from egov.book.notebooks import notebook_files

    chosen = [path.resolve() for path in notebooks] or notebook_files(root)
    found = [] if notebooks else [*rules.table_problems(root), *rules.unseen_figures(root, chosen)]
    found += [line for path in chosen for line in rules.problems(root, path)]
    found += editions.problems(root) if not notebooks and editions.is_on(root) else []
    told = f"{len(chosen)} notebook(s) as they should be"
    print("\n".join(found) if found else told if notebooks else f"All tables and {told}")
    return bool(found)


def _translate(root: Path) -> None:
    from egov.book import editions

    editions.update(root)
    print(editions.report(root))


def _tidy(root: Path) -> None:
    from egov.book import notebooks
    from egov.tables import TABLES
    from egov.tables.write import tidy, write_if_changed

    changed = [table.path for table in TABLES.values() if tidy(table, root / "data")]
    for path in notebooks.notebook_files(root):
        if write_if_changed(path, notebooks.serialise(notebooks.normalise(notebooks.read(path)))):
            changed.append(path.name)
    print("\n".join(f"tidied {name}" for name in changed) or "All tables and notebooks are in order")


def _extract(root: Path, folder: Path) -> None:
    from egov.documents import extract

    print(extract.main(folder, root / "data"))


def _verify(root: Path, folder: Path) -> int:
    from egov.documents import verify

    report, good = verify.main(folder, root / "data")
    print(report)
    return not good


def _read_release(root: Path, file: Path, **chosen: Any) -> None:
    from egov.documents import hardware_add
    from egov.tables import data_folder

    try:
        report, notices = hardware_add.main(file, data_folder(), **chosen)
    except (Told, OSError) as error:
        raise Told(f"{error}\nNothing was written.") from error
    print(report)
    print(*(f"Please look: {notice}" for notice in notices), sep="\n", file=sys.stderr)


def _pdf(root: Path) -> None:
    from egov.book import pdf

    print(*(path.as_uri() for path in pdf.write(root)), sep="\n")


def _package(root: Path) -> None:
    from egov.book import describe

    print(f"data/datapackage.json {'written' if describe.write(root) else 'is up to date'}")


def _changes(root: Path, since: str) -> None:
    from egov.book import changes

    print(changes.write(root, since))


def _data(root: Path) -> None:
    from egov.book import exports

    print(f"book/{exports.FOLDER} {'written' if exports.write(root) else 'is up to date'}")


_FORCE = {"--force": {"action": "store_true", "help": "as if everything had changed"}}
_FOLDER = {"folder": {"type": Path, "help": "the folder that holds the documents' text copies"}}
_RELEASE = {
    "file": {"type": Path, "help": "the release's text, UTF-8"},
    "--month": {"required": True, "help": "its month, as 2021-07"},
    "--source": {"default": "", "help": "its key in data/sources.csv"},
    "--table": {"default": "", "help": "print this table alone, as plain CSV"},
    "--write": {"action": "store_true", "help": "add the rows to data/published"},
    "--keep-slips": {"action": "store_true", "help": "keep figures that contradict each other as printed"},
}
_NAMES = {"names": {"nargs": "*", "help": "these notebooks only, as 04 or 04_regional; all by default"}}
_PATHS = {"notebooks": {"nargs": "*", "type": Path, "help": "these only; all tables and notebooks by default"}}

COMMANDS: dict[str, tuple[Any, str, dict[str, dict[str, Any]]]] = {
    "book": (_book, "execute stale notebooks, build the HTML", _FORCE),
    "execute": (_execute, "execute the notebooks whose inputs changed", _FORCE | _NAMES),
    "check": (_check, "what is wrong with tables and notebooks", _PATHS),
    "translate": (_translate, "bring the Chinese catalogues up to date; say what is left", {}),
    "tidy": (_tidy, "put in order what an editor left in tables and notebooks; no cell is changed", {}),
    "extract": (_extract, "write data/published from the five documents", _FOLDER),
    "verify": (_verify, "find every printed figure in the five documents", _FOLDER),
    "read-release": (_read_release, "read a new month of the hardware index; --write adds it", _RELEASE),
    "pdf": (_pdf, "print each edition of the built book as one PDF with headless Chromium", {}),
    "package": (_package, "describe every table anew in data/datapackage.json", {}),
    "changes": (
        _changes,
        "list the cells of the tables that differ from a commit",
        {"since": {"help": "a commit, branch or tag"}},
    ),
    "data": (_data, "write SQLite, Parquet, a workbook and a zip to book/_build/data", {}),
}
"""What each command runs (given the repository's folder and its arguments), what it does, its arguments."""


def _stop(*_: object) -> None:
    """End from outside as by Ctrl-C: files go back. The signal comes twice where `make` hands it on."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; what cannot be done is told in one line."""
    parser = argparse.ArgumentParser(prog="python -m egov", description="Build, check and extend the compendium.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_, text, options) in COMMANDS.items():
        command = commands.add_parser(name, help=text)
        for option, settings in options.items():
            command.add_argument(option, **settings)
    given = vars(parser.parse_args(arguments))
    name = given.pop("command")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)
    try:
        return int(COMMANDS[name][0](import_module("egov.book.inputs").repository_root(), **given) or 0)
    except (Told, OSError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{name}: stopped; what it was writing is as it was", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
