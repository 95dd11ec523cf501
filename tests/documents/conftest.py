"""The documents: their folder comes from EGOV_SOURCES; tests are skipped only where it is absent."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from egov.documents.corpus import Corpus
from egov.documents.locate import Document

ROOT = Path(__file__).resolve().parents[2]
Damage = Callable[..., Corpus]


@pytest.fixture(scope="session")
def sources() -> Path:
    """The documents' folder; a test that asks for it is skipped where there is none."""
    named = os.environ.get("EGOV_SOURCES")
    folder = Path(named) if named else ROOT.parent / "shared" / "sources"
    if not folder.is_absolute():
        folder = ROOT / folder
    if not folder.is_dir():
        pytest.skip(f"no documents: EGOV_SOURCES ({'set' if named else 'not set'}) names no folder at {folder}")
    return folder


@pytest.fixture(scope="session")
def corpus(sources: Path) -> Corpus:
    """The five documents and the reference folder."""
    return Corpus.open(sources)


@pytest.fixture(scope="session")
def report(corpus: Corpus) -> Document:
    """The capability report of 2022."""
    return corpus["report2022"]


@pytest.fixture(scope="session")
def damage(corpus: Corpus) -> Damage:
    """A corpus with one document changed: ``damage(source, old, new, line=None)``.

    ``old`` must stand there (on that line, where one is named), so that a test cannot pass without its damage.
    """

    def changed(source: str, old: str, new: str, line: int | None = None) -> Corpus:
        lines = corpus[source].text.split("\n")
        where = range(len(lines)) if line is None else [line - 1]
        hit = next((i for i in where if old in lines[i]), None)
        assert hit is not None, f"{old!r} is not in {source}"
        lines[hit] = lines[hit].replace(old, new, 1)
        return Corpus({**corpus.documents, source: Document(source, "\n".join(lines))}, corpus.reference)

    return changed


@pytest.fixture(scope="session")
def without(corpus: Corpus) -> Damage:
    """A corpus with lines taken out of one document: ``without(source, first, last=first)``."""

    def cut(source: str, first: int, last: int | None = None) -> Corpus:
        lines = corpus[source].text.split("\n")
        del lines[first - 1 : last or first]
        return Corpus({**corpus.documents, source: Document(source, "\n".join(lines))}, corpus.reference)

    return cut
