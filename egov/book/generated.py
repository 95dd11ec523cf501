"""Folders of generated files: written only when their inputs changed, file by file, strays taken away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from egov.book.editions import WRITTEN_HERE, is_on
from egov.book.inputs import digest_of, files_under, python_version
from egov.tables.write import write_if_changed

INPUTS = ("data", "egov/methods", "egov/tables", "egov/plots", "egov/book")
INPUTS += ("CITATION.cff", "CHANGELOG.md", "pyproject.toml", "requirements.txt")
"""What any generated file can depend on: the data, the package but its readers, citation, lock."""
WORDS = ("book/zh", "book/_config.yml")
"""What pages in two editions depend on, too."""


def write_pages(
    root: Path, folder: str, pages: Callable[[], Mapping[str, str | bytes]], more: Iterable[str] = ()
) -> bool:
    """Bring the generated files of one kind up to date; tells whether one was written or taken away.

    Parameters
    ----------
    root
        The repository's folder.
    folder
        The folder below ``book`` that holds nothing but these files: any other in it is taken away.
    pages
        Returns file name relative to ``book`` -> MyST text, or a file's bytes. It is not called where its inputs are
        those that ``.cache`` remembers, and no file was touched since.
    more
        What the files depend on beside :data:`INPUTS`.
    """

    def state(names: Iterable[str]) -> str:
        return digest_of(book, [book / name for name in names if (book / name).is_file()])

    book, memory = root / "book", root / ".cache" / f"pages-{Path(folder).name}.json"
    inputs = digest_of(root, files_under(*(root / name for name in (*INPUTS, *more))), python_version())
    last = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else {}
    if last.get("inputs") == inputs and last.get("state") == state(last.get("files", [])):
        return False
    texts = pages()
    changed = [write_if_changed(book / file, text) for file, text in sorted(texts.items())]
    for path in files_under(book / folder):
        if path.relative_to(book).as_posix() not in texts:
            path.unlink()
            changed.append(True)
    files = sorted(texts)
    write_if_changed(memory, json.dumps({"inputs": inputs, "files": files, "state": state(files)}, indent=1) + "\n")
    return any(changed)


def write_editions(root: Path, folder: str, pages: Callable[[Path, str], dict[str, str]]) -> bool:
    """Likewise, the pages that one page writer makes of the tables: in English and, where that is on, in Chinese."""

    def both() -> dict[str, str]:
        chinese = pages(root / "data", "zh") if is_on(root) else {}
        there = WRITTEN_HERE.removeprefix("book/") + "/book/"
        return pages(root / "data", "en") | {there + name: text for name, text in chinese.items()}

    return write_pages(root, folder, both, WORDS)
