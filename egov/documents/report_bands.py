"""The report's bands: Tables A-3 and A-4 cell by cell, and the counts of units by band that its text states.

Also where the report's parts lie (:func:`section`, :func:`digest`, :func:`printed_table`) and how its tables
(:func:`table_rows`) are read; the other ``report_*`` modules use them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, Passage, ReadError, Running
from egov.documents.places import entries
from egov.tables.printed import read_figure
from egov.tables.schemas import BANDS
from egov.tables.units import UnknownUnit, normalise_unit

REPORT = "report2022"
YEAR = 2021
"""The year that the 2022 edition assesses."""
UNIT_TYPE_OF = {"省级政府": "province", "重点城市": "city"}
BAND = "|".join(sorted(BANDS, key=len, reverse=True))
NUMERALS = "一二三四五六七八九十"

Row = dict[str, object]


# ---------------------------------------------------------------------------------------------- parts of the report
def chapter(document: Document, number: int) -> Passage:
    """A chapter's text, from its heading in the body (not in the contents) to the next chapter's."""

    def heading(n: int) -> str:
        return rf"(?m)^第{NUMERALS[n - 1]}章 [^\n]*[^\n\d.]$" if n <= 6 else r"(?m)^附 录$"

    return document.passage(heading(number), heading(number + 1))


def section(document: Document, chapter_number: int, number: int, part: int = 0) -> Passage:
    """A chapter's section ``一、`` …, or its part ``（一）`` …, from its heading to the next heading of its kind."""
    within = _numbered(chapter(document, chapter_number), "{}、", number)
    return _numbered(within, "[（(]{}[）)]", part) if part else within


def _numbered(within: Passage, form: str, number: int) -> Passage:
    heading, following = (rf"(?m)^{form.format(n)}" for n in NUMERALS[number - 1 : number + 1])
    rest = within.between(heading)
    return within.between(heading, following) if any(rest.find_all(following)) else rest


def digest(document: Document, number: int) -> Passage:
    """One numbered paragraph of the digest in front of chapter 1."""
    within = document.passage(r"(?m)^报告数据摘要$", r"(?m)^第一章 [^\n]*[^\n\d.]$")
    return within.between(rf"(?m)^{number}\.", rf"(?m)^{number + 1}[. ]")


def printed_table(document: Document, number: str) -> Passage:
    """The lines of a numbered table, from its title (not in the list of tables) to the next heading or note."""
    return document.passage(rf"(?m)^表 {number} [^.\n]+$", r"(?m)^(注：|表 |附录 |报告编制|[一二三四五六七]、)")


@dataclass(frozen=True)
class Part:
    """A part of a document from the list of parts: its ``place``, where it lies, and the anchors inside that."""

    source: str
    part: str
    place: str
    within: str
    start: str
    stop: str

    def passage(self, document: Document) -> Passage:
        """The part's stretch of its document."""
        kind, *numbers = self.within.split() or [""]
        looked_in = {
            "": Document.passage,
            "section": lambda d: section(d, *map(int, numbers)),
            "digest": lambda d: digest(d, int(numbers[0])),
            "table": lambda d: printed_table(d, numbers[0]),
        }[kind](document)
        return looked_in.between(self.start, self.stop)


def parts() -> dict[tuple[str, str], Part]:
    """The listed parts by source and name."""
    return {(part.source, part.part): part for part in (Part(**row) for row in entries("parts"))}


# ------------------------------------------------------------------------------------------ tables and running text
@dataclass(frozen=True)
class Cell:
    """A table cell: its text without outer blanks, and where it starts in the document."""

    text: str
    offset: int


def table_rows(passage: Passage) -> Iterator[list[Cell]]:
    """The tab-separated lines of a passage as lists of cells; lines without a tab are not rows."""
    start = passage.start
    for line in passage.text.split("\n"):
        if "\t" in line:
            cells, offset = [], start
            for text in line.split("\t"):
                cells.append(Cell(text.strip(), offset + len(text) - len(text.lstrip())))
                offset += len(text) + 1
            yield cells
        start += len(line) + 1


def figure(printed: str, where: str) -> object:
    """A printed figure's value; :class:`ReadError` naming where it stands if it cannot be read."""
    try:
        return read_figure(printed).value
    except ValueError as error:
        raise ReadError(f"{where}: {error}") from None


# ------------------------------------------------------------------------------------------------- Tables
APPENDIX_TABLES = {"A-3": "province", "A-4": "city"}


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``capacity_bands`` and ``capacity_distribution``."""
    document = corpus[REPORT]
    return {
        "capacity_bands": [row for number in APPENDIX_TABLES for row in _bands(document, number)],
        "capacity_distribution": [*_distribution(document), *_growth(document)],
    }


def _bands(document: Document, number: str) -> Iterator[Row]:
    passage = printed_table(document, number)
    where = f"document {document.source!r}, Table {number}"
    stated = int(passage.find(r"近 (\d) 年").group(1))
    rows = list(table_rows(passage))
    if not rows or rows[0][0].text != "序号":
        raise ReadError(f"{where}: no header line")
    years = {c: int(m.group(1)) for c, cell in enumerate(rows[0]) if (m := re.fullmatch(r"(\d{4}) 年", cell.text))}
    if len(set(years.values())) != stated:
        raise ReadError(f"{where}: the title says {stated} years, the header has {sorted(years.values())}")
    numbered = [r for r in rows if r[0].text.isdigit()]
    if [int(r[0].text) for r in numbered] != list(range(1, 33)):
        raise ReadError(f"{where}: rows numbered {', '.join(r[0].text for r in numbered)}; expected 1 to 32")
    for row in numbered:
        if unit_key(row[1].text, {row[1].text}) in {r[1].text for r in numbered if r is not row}:
            raise ReadError(f"{where}, row {row[0].text}: {row[1].text} stands twice")
    for row in numbered:
        for column, year in years.items():
            band = row[column] if column < len(row) else Cell("", row[-1].offset)
            if band.text not in BANDS:
                line, _ = document.position(band.offset)
                raise ReadError(
                    f"{where}, line {line}, {row[1].text} {year}: {band.text!r} is not one of {', '.join(BANDS)}"
                )
            yield {
                "unit_type": APPENDIX_TABLES[number],
                "unit": row[1].text,
                "year": year,
                "value": band.text,
                **document.cite(band.offset, band.text, f"Table {number}, row {row[0].text}"),
                "_full": True,
            }


def units(document: Document) -> dict[str, str]:
    """The 64 units as Tables A-3 and A-4 print them → ``province`` or ``city``."""
    return {str(row["unit"]): str(row["unit_type"]) for number in APPENDIX_TABLES for row in _bands(document, number)}


def unit_key(printed: str, known: Container[str]) -> str:
    """The key of a unit printed in full or in short; :class:`ReadError` for one that is not among ``known``.

    >>> unit_key("内蒙古自治区", {"内蒙古"}), unit_key("广州市", {"广州", "深圳"})
    ('内蒙古', '广州')
    """
    try:
        key = normalise_unit(printed)
    except UnknownUnit as error:
        raise ReadError(f"document {REPORT!r}: {error}") from None
    if key not in known:
        raise ReadError(f"document {REPORT!r}: the unit {printed!r} is not expected here")
    return key


# ------------------------------------------------------------------------------------------------- counts by band
def distribution_row(unit_type: str, year: int, band: str, measure: str, cited: Row) -> Row:
    """A row of ``capacity_distribution`` from a cited figure."""
    value = figure(str(cited["printed"]), str(cited["place"]))
    return {"unit_type": unit_type, "year": year, "band": band, "measure": measure, "value": value, **cited}


def _distribution(document: Document) -> Iterator[Row]:
    running = Running.of(section(document, 2, 1))
    place = "ch. 2 §1"
    pattern = (
        rf"(?P<count>\d+)个(?P<who>省级政府|重点城市)的[^，。]{{0,12}}总体指数为(?P<band>{BAND})"
        r"(?:[（(][^）)]*[）)])?，占比(?P<share>[\d.]+%)"
    )
    matches = running.find_all(pattern)
    for word in ("占比", f"个({'|'.join(UNIT_TYPE_OF)})的一体化"):
        stated = len(re.findall(word, running.text))
        if len(matches) != stated:
            raise running.error(f"{stated} counts or shares stated, {len(matches)} read with both and a band")
    if {m.group("who") for m in matches} != set(UNIT_TYPE_OF):
        raise running.error(f"counts read for {matches[0].group('who')} only; expected {', '.join(UNIT_TYPE_OF)}")
    for match in matches:
        for measure in ("count", "share"):
            head = (UNIT_TYPE_OF[match.group("who")], YEAR, match.group("band"), measure)
            yield {**distribution_row(*head, running.cite(match, place, measure)), "_full": True}


def _growth(document: Document) -> Iterator[Row]:
    """The counts of an earlier year and of 2021 in chapter 3."""
    running = Running.of(section(document, 3, 2))
    place = "ch. 3 §2"
    for who, unit_type in UNIT_TYPE_OF.items():
        match = running.find(
            rf"{who}层面，如图3-\d所示，[^“]*“(?P<band>{BAND})”的地区从(?P<year>\d{{4}})年的(?P<before>\d+)个地区"
            r"增加到(?P<after>\d+)个"
        )
        for group, year in (("before", int(match.group("year"))), ("after", YEAR)):
            yield distribution_row(unit_type, year, match.group("band"), "count", running.cite(match, place, group))
