"""The ten leading units by first-level indicator, and the units marked (+) as risen to a higher band."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError, Running
from egov.documents.report_bands import (
    REPORT,
    UNIT_TYPE_OF,
    YEAR,
    Cell,
    Row,
    printed_table,
    section,
    table_rows,
    unit_key,
    units,
)
from egov.documents.report_indicators import codes
from egov.tables.schemas import BANDS

LEADER_TABLES = {"2-3": "province", "2-4": "city"}
BAND_TABLES = {"2-1": "province", "2-2": "city"}
SIZE = 10
"""Each list is headed *first ten*."""


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``capacity_leaders`` and ``capacity_risers``."""
    document = corpus[REPORT]
    known = units(document)
    by_name = {unit_type: codes(document, unit_type) for unit_type in UNIT_TYPE_OF.values()}
    return {
        "capacity_leaders": [*_tables(document, known, by_name), *_sentences(document, known, by_name)],
        "capacity_risers": list(_risers(document, known)),
    }


def _leaders(
    unit_type: str, code: str, cited: list[tuple[str, Row]], known: dict[str, str], full: bool
) -> Iterator[Row]:
    """Rows of one list; ``cited`` holds each name whole with its source columns."""
    keys = [unit_key(name, known) for name, _ in cited]
    strangers = [k for k in keys if known[k] != unit_type]
    if len(set(keys)) != SIZE or len(keys) != SIZE or strangers:
        where = cited[0][1]["place"] if cited else "ch. 2 §2"
        raise ReadError(
            f"document {REPORT!r}, {where}, {unit_type} {code}: {len(keys)} units read ({', '.join(keys)}), "
            f"expected {SIZE} different ones of that type"
        )
    for key, (_, columns) in zip(keys, cited, strict=True):
        row = {"unit_type": unit_type, "code": code, "unit": key, "year": YEAR, "value": key, **columns}
        yield {**row, "_full": True} if full else row


def _check(read: list[tuple[str, str]], place: str) -> None:
    expected = [(t, c) for t in UNIT_TYPE_OF.values() for c in "ABCDE"]
    if sorted(read) != sorted(expected):
        odd = set(expected).symmetric_difference(read)
        raise ReadError(f"document {REPORT!r}, {place}: the lists do not cover each indicator once: {sorted(odd)}")


def _tables(document: Document, known: dict[str, str], by_name: dict[str, dict[str, str]]) -> Iterator[Row]:
    read = []
    for number, unit_type in LEADER_TABLES.items():
        for first, *cells in table_rows(printed_table(document, number)):
            if first.text == "指标项":
                continue
            place = f"Table {number}, row {first.text}"
            code = by_name[unit_type].get(first.text, "")
            read.append((unit_type, code))
            cited = [(c.text, document.cite(c.offset, c.text, place)) for c in cells if c.text]
            yield from _leaders(unit_type, code, cited, known, full=True)
    _check(read, "Tables 2-3, 2-4")


def _sentences(document: Document, known: dict[str, str], by_name: dict[str, dict[str, str]]) -> Iterator[Row]:
    running, place, read = Running.of(section(document, 2, 2).between("", r"(?m)^表 2-3")), "ch. 2 §2", []
    pattern = (
        r"(?P<who>省级政府|重点城市)(?P<name>[^，。]{5})指数(?:排名)?领先（前\d+名）地区为"
        r"(?:（[^）]*）)?：(?P<units>[^。：]+)。"
    )
    for match in running.find_all(pattern):
        unit_type = UNIT_TYPE_OF[match.group("who")]
        code = by_name[unit_type].get(match.group("name"), "")
        read.append((unit_type, code))
        begin = match.start("units")
        names = [(m.group(), begin + m.start(), begin + m.end()) for m in re.finditer("[^、]+", match.group("units"))]
        cited = [(name, running.cite_span(start, stop, place)) for name, start, stop in names]
        yield from _leaders(unit_type, code, cited, known, full=False)
    _check(read, place)


def band_cells(document: Document, number: str) -> Iterator[tuple[str, Cell]]:
    """The cells of Table 2-1 or 2-2, each with the band of its row; :class:`ReadError` for another order of rows."""
    _, *rows = table_rows(printed_table(document, number))
    bands = [row[0].text.split(" ")[0] for row in rows]
    if bands != [*reversed(BANDS)]:
        line, _ = document.position(rows[0][0].offset) if rows else (0, 0)
        raise ReadError(
            f"document {document.source!r}, Table {number}, from line {line}: rows {', '.join(bands)} read; expected "
            f"the four bands {', '.join(reversed(BANDS))}"
        )
    for band, (_, *cells) in zip(bands, rows, strict=True):
        yield from ((band, cell) for cell in cells)


def _risers(document: Document, known: dict[str, str]) -> Iterator[Row]:
    for number, unit_type in BAND_TABLES.items():
        for band, cell in band_cells(document, number):
            for mark in re.finditer(r"(?P<unit>[^\s()]+) ?(?P<mark>\(\+\))", cell.text):
                place = f"Table {number}, row {band}"
                cited = document.cite(cell.offset + mark.start("mark"), mark.group("mark"), place)
                unit = unit_key(mark.group("unit"), known)
                yield {"unit_type": unit_type, "year": YEAR, "unit": unit, "value": "rise", **cited, "_full": True}
