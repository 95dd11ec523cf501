"""The plans of Table A-5 and the institutions of Table A-6."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError, Running
from egov.documents.report_bands import REPORT, Cell, Row, printed_table, table_rows, unit_key, units
from egov.tables.schemas import TABLES

FOURTEENTH_PLAN = (2021, 2025)
"""The years of 十四五, the fourteenth five-year plan."""
_NUMBER = re.compile(r"(?P<office>[^()（）〔〕\[\]]+)[(（〔\[](?P<year>\d{4})[)）〕\]](?P<serial>\d+号)")
_SPAN = re.compile(r"(\d{4})年?[-—–](\d{4})年")


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``policies`` and ``institutions``."""
    document = corpus[REPORT]
    known = {unit: kind for unit, kind in units(document).items() if kind == "province"}
    return {"policies": list(_policies(document, known)), "institutions": list(_institutions(document, known))}


def document_number(printed: str) -> tuple[str, int]:
    """A document number with its year in 〔〕, and that year; ``ValueError`` for anything else.

    >>> document_number("晋政办发(2020)79号")
    ('晋政办发〔2020〕79号', 2020)
    """
    match = _NUMBER.fullmatch(re.sub(r"\s", "", printed))
    if not match:
        raise ValueError(f"{printed!r} is not a document number")
    return f"{match.group('office')}〔{match.group('year')}〕{match.group('serial')}", int(match.group("year"))


def coverage(title: str) -> tuple[int | None, int | None]:
    """First and last year of a plan from its title; 十四五 stands for 2021 to 2025.

    >>> coverage("规划(2020-2022年)"), coverage("“十四五”规划"), coverage("意见")
    ((2020, 2022), (2021, 2025), (None, None))
    """
    if match := _SPAN.search(title):
        return int(match.group(1)), int(match.group(2))
    return FOURTEENTH_PLAN if "十四五" in title else (None, None)


def _numbered(document: Document, number: str, columns: int, expected: int) -> list[tuple[int, list[Cell]]]:
    """The table's rows with the line number each has or inherits; numbers must run from 1 without a gap.

    ``expected`` is how many rows the table has: nothing else would tell that a row without a number is lost.
    """
    rows, last = [], 0
    where = f"document {document.source!r}, Table {number}"
    for row in table_rows(printed_table(document, number)):
        if row[0].text == "序号":
            continue
        line, _ = document.position(row[0].offset)
        if row[0].text:
            if row[0].text != str(last + 1):
                raise ReadError(f"{where}, line {line}: row {row[0].text} after row {last}")
            last += 1
        if len(row) != columns or not all(c.text for c in row[2:]) or bool(row[0].text) != bool(row[1].text):
            raise ReadError(f"{where}, line {line}: {columns} filled cells expected, read {[c.text for c in row]}")
        rows.append((last, row))
    if len(rows) != expected:
        raise ReadError(f"{where}: {len(rows)} rows read, expected {expected}")
    return rows


def _policies(document: Document, known: dict[str, str]) -> Iterator[Row]:
    for number, (_, region, title, printed) in _numbered(document, "A-5", 4, TABLES["policies"].min_rows):
        try:
            normal, year = document_number(printed.text)
        except ValueError as error:
            raise ReadError(f"document {document.source!r}, Table A-5, row {number}: {error}") from None
        name = re.sub(r"^《|》$", "", title.text).strip()
        first, last = coverage(name)
        yield {
            "region": unit_key(region.text, known),
            "document_number": printed.text,
            "title_zh": name,
            "issued_in": year,
            "covers_from": first,
            "covers_to": last,
            "value": normal,
            **document.cite(printed.offset, printed.text, f"Table A-5, row {number}"),
            "_full": True,
        }


def _institutions(document: Document, known: dict[str, str]) -> Iterator[Row]:
    table, rows, region = TABLES["institutions"], _numbered(document, "A-6", 5, TABLES["institutions"].min_rows), ""
    intro = Running.of(document.passage(r"(?m)^附录 6：[^.\n]+$", r"(?m)^表 A-6"))
    regions = int(intro.find(r"(\d+)个地区").group(1))
    if rows[-1][0] != regions:
        raise ReadError(
            f"document {document.source!r}, Table A-6: {rows[-1][0]} regions read; the text above states {regions}"
        )
    for position, (number, (_, place, name, kind, level)) in enumerate(rows, start=1):
        region = unit_key(place.text, known) if place.text else region
        for column, cell in (("type", kind), ("level", level)):
            if cell.text not in table.field(column).values:
                line, _ = document.position(cell.offset)
                raise ReadError(
                    f"document {document.source!r}, Table A-6, line {line}, {column}: {cell.text!r} is not "
                    f"{table.field(column).expected}"
                )
        yield {
            "region": region,
            "name_zh": name.text,
            "type": kind.text,
            "level": level.text,
            "position": position,
            "value": name.text,
            **document.cite(name.offset, name.text, f"Table A-6, row {number}"),
            "_full": True,
        }
