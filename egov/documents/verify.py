"""``make verify``: does each printed figure stand at the line and column that its row names?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from egov.documents.corpus import DOCUMENTS, Corpus
from egov.tables.load import read_raw
from egov.tables.schemas import TABLES


@dataclass
class Report:
    """How many figures of each source were checked, stood where they say, or have no text copy."""

    checked: Counter[str] = field(default_factory=Counter)
    unlocated: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """A line a document, then the misses."""
        lines = [
            f"  {source:14} {DOCUMENTS[source]:28} {self.checked[source]:5} figures checked" for source in DOCUMENTS
        ]
        rest = sum(self.unlocated.values())
        right = sum(self.checked.values()) - len(self.misses)
        lines += [f"  not located: {m}" for m in self.misses]
        lines.append(
            f"{right} of {sum(self.checked.values())} figures stand where they say; "
            f"{rest} more come from sources without a text copy"
        )
        return "\n".join(lines)


def verify(corpus: Corpus, data: Path) -> Report:
    """Check every row of every published table in ``data`` against the documents; a change beside a name has its place.

    :class:`~egov.tables.errors.TableError` where a table file is missing or does not have its columns.
    """
    report = Report()
    lines = {key: document.text.split("\n") for key, document in corpus.documents.items()}
    for table in (t for t in TABLES.values() if t.published):
        frame = read_raw(table, data)
        for number, row in zip(frame.index, frame.to_dict("records"), strict=True):
            source = row["source"]
            if source not in lines:
                report.unlocated[source] += 1
                continue
            for kind in [kind for kind in ("", "change_") if not kind or row.get("change_printed")]:
                report.checked[source] += 1
                printed = row[f"{kind}printed"]
                if miss := _miss(printed, row[f"{kind}line"], row[f"{kind}col"], lines[source]):
                    where = f"{table.path} row {number}: {printed!r}"
                    report.misses.append(f"{where} {miss}" + (f" of {DOCUMENTS[source]}" if " at " in miss else ""))
    return report


def _miss(printed: str, line: str, col: str, lines: list[str]) -> str:
    """What is wrong with a figure's line and column, or nothing."""
    if not (line.isdigit() and col.isdigit()):
        return "has no line and column"
    text = lines[int(line) - 1] if 0 < int(line) <= len(lines) else ""
    if int(col) < 1 or not printed or not text.startswith(printed, int(col) - 1):
        return f"is not at line {line}, column {col}"
    return ""


def main(folder: str | Path, data: Path) -> tuple[str, bool]:
    """Verify and return the report with whether all figures stood where they say."""
    report = verify(Corpus.open(folder), data)
    return str(report), not report.misses
