"""Folders of generated files: written only when their inputs changed, file by file, strays taken away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from egov.book.editions import WRITTEN_HERE, is_on
from egov.book.inputs import digest_of, files_under, python_version
from egov.tables.write import write_if_changed

WINGS = ("methods", "tables", "plots", "book")


DOCUMENTS = ("CITATION.cff", "CHANGELOG.md", "pyproject.toml", "requirements.txt")


def inputs_of(root: Path) -> str:
    """Digest everything a generated file can depend on: the data, the package but its readers, citation, lock."""
    places = [root / "data", *(root / name for name in DOCUMENTS), *(root / "egov" / wing for wing in WINGS)]
    return digest_of(root, files_under(*places), python_version())


def _state(book: Path, names: list[str]) -> str:
    return digest_of(book, [book / name for name in names if (book / name).is_file()])


def write_pages(book: Path, name: str, folder: str, pages: Callable[[], Mapping[str, str | bytes]]) -> bool:
    """Bring the generated pages of one kind up to date; tells whether a file was written or taken away.

    Parameters
    ----------
    book
        The book's folder; its parent is the repository.
    name
        Under this name ``.cache`` remembers the inputs: where they are the same and no page was touched since,
        ``pages`` is not called.
    folder
        The folder below ``book`` that holds nothing but these files: any other in it is taken away.
    pages
        Returns file name relative to ``book`` -> MyST text, or a file's bytes.
    """
    root = book.parent
    memory = root / ".cache" / f"pages-{name}.json"
    words = [book / "zh", book / "_config.yml"] if folder in ("units", "tables") else []  # what both editions say
    inputs = digest_of(root, files_under(*words), inputs_of(root))
    last = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else {}
    if last.get("inputs") == inputs and last.get("state") == _state(book, last.get("files", [])):
        return False
    texts = pages()
    changed = [write_if_changed(book / file, text) for file, text in sorted(texts.items())]
    for path in files_under(book / folder):
        if path.relative_to(book).as_posix() not in texts:
            path.unlink()
            changed.append(True)
    files = sorted(texts)
    state = {"inputs": inputs, "files": files, "state": _state(book, files)}
    write_if_changed(memory, json.dumps(state, indent=1) + "\n")
    return any(changed)


def write_editions(data: Path, book: Path, folder: str, pages: Callable[[Path, str], dict[str, str]]) -> bool:
    """Likewise, the pages that one page writer makes of the tables: in English and, where that is on, in Chinese."""

    def both() -> dict[str, str]:
        chinese = pages(data, "zh") if is_on(book.parent) else {}
        return pages(data, "en") | {f"{WRITTEN_HERE.removeprefix('book/')}/book/{n}": t for n, t in chinese.items()}

    return write_pages(book, folder, folder, both)
