"""Find a token in a document's text copy and say where it stands.

A :class:`Document` is one text copy. A :class:`Passage` is a part of it between two anchors, so that a search
cannot stray; :class:`Running` is its text as one reads it, without what breaks a sentence. Every figure read becomes a
row through :meth:`Document.cite`, which checks that the figure stands where the row says.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from egov.tables.errors import Told


class ReadError(Told, ValueError):
    """The document does not look as the reader expects; the message names document, line and expectation."""


@dataclass(frozen=True)
class Document:
    """One text copy: its key in ``sources`` and its text."""

    source: str
    text: str
    starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the line starts."""
        starts = [0] + [m.end() for m in re.finditer("\n", self.text)]
        object.__setattr__(self, "starts", tuple(starts))

    @classmethod
    def read(cls, source: str, path: Path) -> Document:
        """Read a text copy; :class:`ReadError` where it is absent or not UTF-8."""
        try:
            return cls(source, path.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            raise ReadError(f"document {source!r}: no file {path.name!r} in {path.parent}") from None
        except UnicodeDecodeError as error:
            raise ReadError(f"document {source!r}: {path.name} is not UTF-8 at byte {error.start}") from None

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1) of a character offset."""
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, col: int = 1) -> int:
        """Character offset of a line and column (both from 1)."""
        if not 1 <= line <= len(self.starts):
            raise ReadError(f"document {self.source!r}: no line {line}; it has {len(self.starts)}")
        return self.starts[line - 1] + col - 1

    def passage(self, start: str = "", stop: str = "", after: int = 0) -> Passage:
        """The part from the first match of ``start`` (its own text included) to the next match of ``stop``.

        Both are regular expressions; an empty one means the document's start or end. ``after`` is an offset from
        which to look. :class:`ReadError` where an anchor is absent.
        """
        return Passage(self, after, len(self.text)).between(start, stop)

    def cite(self, offset: int, printed: str, place: str) -> dict[str, object]:
        """The source columns of a row: ``printed``, ``source``, ``place``, ``line``, ``col``."""
        if not printed or not self.text.startswith(printed, offset):
            line, col = self.position(offset)
            raise ReadError(f"document {self.source!r}: {printed!r} does not stand at line {line}, column {col}")
        line, col = self.position(offset)
        return {"printed": printed, "source": self.source, "place": place, "line": line, "col": col}


@dataclass(frozen=True)
class Passage:
    """A part of a document, as offsets into its text."""

    document: Document
    start: int
    stop: int

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.document.text[self.start : self.stop]

    def between(self, start: str = "", stop: str = "") -> Passage:
        """A narrower passage; see :meth:`Document.passage`."""
        begin = self.find(start).start() if start else self.start
        if not stop:
            return Passage(self.document, begin, self.stop)
        first = re.compile(start).match(self.document.text, begin) if start else None
        rest = Passage(self.document, first.end() if first else begin, self.stop)
        return Passage(self.document, begin, rest.find(stop).start())

    def find(self, pattern: str, where: str = "") -> re.Match[str]:
        """The first match, its spans offsets into the document; the :class:`ReadError` for none may say ``where``."""
        match = re.compile(pattern).search(self.document.text, self.start, self.stop)
        if match is None:
            first, _ = self.document.position(self.start)
            last, _ = self.document.position(max(self.start, self.stop - 1))
            told = f"document {self.document.source!r}, lines {first}-{last}: nothing matches {pattern!r}"
            raise ReadError(f"{where}: {told}" if where else told)
        return match

    def find_all(self, pattern: str) -> Iterator[re.Match[str]]:
        """All matches in order; spans are offsets into the document."""
        return re.compile(pattern).finditer(self.document.text, self.start, self.stop)

    def cite(self, match: re.Match[str], place: str, group: str | int = 0) -> dict[str, object]:
        """The source columns for one group of a match."""
        return self.document.cite(match.start(group), match.group(group), place)


@dataclass(frozen=True)
class Running:
    """Running text without blanks, line breaks and bold marks, each character with its offset in the document.

    So a sentence that a page end or a bold mark breaks still matches.
    """

    document: Document
    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, passage: Passage) -> Running:
        """The running text of a passage."""
        kept = [(passage.start + i, c) for i, c in enumerate(passage.text) if not c.isspace() and c != "*"]
        return cls(passage.document, "".join(c for _, c in kept), tuple(i for i, _ in kept))

    def find_all(self, pattern: str, times: int = 0, entry: str = "") -> list[re.Match[str]]:
        """All matches; :class:`ReadError`, naming the ``entry`` of a list, where there are none or not so many."""
        matches = list(re.finditer(pattern, self.text))
        if not matches:
            raise self.error(f"nothing matches {pattern!r}")
        if times and len(matches) != times:
            raise self.error(f"{entry}{pattern!r} matches {len(matches)} times, expected {times}")
        return matches

    def find(self, pattern: str) -> re.Match[str]:
        """The only match; :class:`ReadError` where there is none or more than one."""
        return self.find_all(pattern, 1)[0]

    def error(self, message: str) -> ReadError:
        """A :class:`ReadError` that names the document and its lines."""
        if not self.offsets:
            return ReadError(f"document {self.document.source!r}: {message} (the passage is empty)")
        first, last = (self.document.position(o)[0] for o in (self.offsets[0], self.offsets[-1]))
        return ReadError(f"document {self.document.source!r}, lines {first}-{last}: {message}")

    def cite(self, match: re.Match[str], place: str, group: int | str = 0) -> dict[str, object]:
        """The source columns of one group: as printed, up to a line break or bold mark inside it."""
        return self.cite_span(match.start(group), match.end(group), place)

    def cite_span(self, start: int, stop: int, place: str) -> dict[str, object]:
        """The source columns of a stretch of this text."""
        begin = self.offsets[start]
        printed = re.split(r"\n|\*", self.document.text[begin : self.offsets[stop - 1] + 1])[0].rstrip()
        return self.document.cite(begin, printed, place)
