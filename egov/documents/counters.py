"""The counts of users, items, calls, certificates, windows and days: listed as places, read by one reader.

A :class:`Section` is a stretch of a document; its :class:`Count` entries name what is counted and the few characters
around the figure, with ``{n}`` where the figure stands. Both come from the lists of :mod:`egov.documents.places`. The
figure itself is read, never typed. ``tests/documents/test_counters.py`` lists the numbers that no entry reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, Passage, ReadError
from egov.documents.places import entries
from egov.documents.write import FULL_STATEMENT
from egov.tables.printed import Figure, read_figure

_BEFORE = r"(?:(?:超过|超過)了?|超|逾|突破|大于|至少|不低于|接近|将近|將近|近|不足|不到|大约|大約|约为|約為|约|約)"
_ARABIC = (
    r"(?<!\d)\d+(?:,\d{3}(?!\d))*(?:\.\d+)?(?!\d)"
    r" ?(?:[余餘多] ?)?[千万亿萬億]{0,2} ?(?:[余餘多](?! ?[万亿萬億]))?(?: ?[%％])?"
)
VAGUE = r"(?:[上数數几幾](?:[十百千][万亿萬億]?|[万亿萬億])(?: ?[余餘多])?|[一过過超]半|半[数數])"
_NUMERAL = "[零〇一二三四五六七八九十百千万亿萬億两兩]"
_WORDS = rf"(?<!{_NUMERAL}){_NUMERAL}+ ?[余餘多]?[万亿萬億]*[余餘多]?成?"
FIGURE = rf"(?P<n>(?:{_BEFORE} ?)?(?:{_ARABIC}|{VAGUE}|{_WORDS})(?: ?以上| ?左右| ?上下)?)"
"""What ``{n}`` stands for: a number with qualifier, magnitude and percent sign, in digits or in words.

A space before or behind it is no part of the figure and need not stand in the pattern.
"""
_BEHIND = re.compile(" ?(?:个工作日|小时|分钟|工作日|[个项次件天人万户家])(左右|上下|以上)")
_BEHIND_MEANS = {"左右": "about", "上下": "about", "以上": "over"}


@dataclass(frozen=True)
class Count:
    """One figure: the pattern around it, and the columns of its row that the list gives.

    ``full`` marks the fullest of several statements, which becomes the first mention.
    """

    pattern: str
    columns: Mapping[str, str]
    full: bool = False

    @property
    def metric(self) -> str:
        """The slug of what is counted."""
        return self.columns["metric"]


@dataclass(frozen=True)
class Section:
    """A stretch of one document between two anchors; ``after`` is an anchor behind which to look for ``start``."""

    source: str
    place: str
    start: str
    stop: str
    counts: tuple[Count, ...] = ()
    after: str = ""


def sections() -> list[Section]:
    """All listed sections in order, each with its counts."""
    metrics = {row["metric"]: row for row in entries("metrics")}
    counts: dict[object, list[Count]] = {}
    for row in entries("counts"):
        section, pattern, full = (row.pop(name) for name in ("section", "pattern", "full"))
        columns = metrics[row["metric"]] | {name: cell for name, cell in row.items() if cell}
        counts.setdefault(section, []).append(Count(pattern, columns, full))
    return [Section(counts=tuple(counts.get(row.pop("section"), ())), **row) for row in entries("sections")]


def extract(corpus: Corpus) -> dict[str, list[dict[str, object]]]:
    """Rows of ``platform_counters`` from all five documents; :class:`ReadError` for a figure that two entries read."""
    listed = sections()
    rows = [
        row
        for source, document in corpus.documents.items()
        for row in read(document, [s for s in listed if s.source == source])
    ]
    twice = read_twice(rows)
    if twice:
        raise ReadError(f"figures that more than one entry reads (source, line, column, metrics): {twice}")
    return {"platform_counters": rows}


def passage(document: Document, section: Section) -> Passage:
    """The section's stretch of the document."""
    after = document.passage(section.after).start if section.after else 0
    return document.passage(section.start, section.stop, after)


def match_of(within: Passage, section: Section, count: Count) -> re.Match[str]:
    """The one match of a count in its section; :class:`ReadError` for none or more."""
    matches = list(within.find_all(count.pattern.replace("{n}", f" ?{FIGURE}")))
    if len(matches) != 1:
        raise ReadError(
            f"document {section.source!r}, {section.place}: {count.pattern!r} matches {len(matches)} times, expected 1"
        )
    return matches[0]


def read(document: Document, sections: Iterable[Section]) -> Iterator[dict[str, object]]:
    """Rows of ``platform_counters`` for the sections of one document.

    :class:`ReadError` where a section or a count is not found, or a pattern matches more than once.
    """
    for section in sections:
        within = passage(document, section)
        for count in section.counts:
            match = match_of(within, section, count)
            try:
                found = read_figure(match.group("n"))
            except ValueError as error:
                raise ReadError(f"document {section.source!r}, {section.place}: {count.metric}: {error}") from None
            yield {
                **count.columns,
                "qualifier": _qualifier(document, match, found),
                "value": found.value,
                **document.cite(match.start("n"), match.group("n").rstrip(), section.place),
                FULL_STATEMENT: count.full,
            }


def _qualifier(document: Document, match: re.Match[str], found: Figure) -> str:
    """The figure's own qualifier, or that of a word behind its measure word (5 分钟左右, 100 个工作日以上)."""
    behind = _BEHIND.match(document.text, match.end("n"))
    return _BEHIND_MEANS[behind.group(1)] if behind and found.qualifier == "exact" else found.qualifier


def read_twice(rows: Iterable[Mapping[str, object]]) -> list[tuple[str, int, int, list[str]]]:
    """Places from which more than one row is read: source, line, column, the metrics. One figure is one row."""
    places: dict[tuple[str, int, int], list[str]] = {}
    for row in rows:
        place = (str(row["source"]), int(str(row["line"])), int(str(row["col"])))
        places.setdefault(place, []).append(f"{row['unit']}: {row['metric']}")
    return [(*place, metrics) for place, metrics in sorted(places.items()) if len(metrics) > 1]
