"""Which units a table or a sentence puts in a band or says to have risen, apart from Tables A-3 and A-4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError, Running
from egov.documents.report_bands import BAND, REPORT, UNIT_TYPE_OF, YEAR, Row, section, unit_key, units
from egov.documents.report_leaders import BAND_TABLES, band_cells
from egov.tables.schemas import REGIONS

SUFFIX = r"(?:(?:壮族|回族|维吾尔)?自治区|省|市)?"


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``capacity_listings``."""
    document = corpus[REPORT]
    known = units(document)
    rows = [*_tables(document, known), *_sentences(document, known)]
    return {"capacity_listings": rows}


def region_text(document: Document, region: str) -> Running:
    """What chapter 3 says of a region before its first box; the seven regions stand in the order of the scheme."""
    return Running.of(section(document, 3, 2, REGIONS.index(region) + 1).between(f"{region}地区", r"(?m)^专栏"))


def listing(unit_type: str, year: int, unit: str, band: str, from_band: str | None, cited: Row) -> Row:
    """A row of ``capacity_listings``: a rise where ``from_band`` is given."""
    return {
        "unit_type": unit_type,
        "year": year,
        "unit": unit,
        "relation": "rise" if from_band else "band",
        "from_band": from_band,
        "value": band,
        **cited,
    }


def _tables(document: Document, known: dict[str, str]) -> Iterator[Row]:
    """The cells of Tables 2-1 and 2-2: every unit of the type stands in one of the four bands."""
    for number, unit_type in BAND_TABLES.items():
        seen = []
        for band, cell in band_cells(document, number):
            for name in re.finditer(r"[^\s()+]+", cell.text):
                unit = unit_key(name.group(), known)
                seen.append(unit)
                cited = document.cite(cell.offset + name.start(), name.group(), f"Table {number}, row {band}")
                yield {**listing(unit_type, YEAR, unit, band, None, cited), "_full": True}
        expected = [u for u, t in known.items() if t == unit_type]
        if sorted(seen) != sorted(expected):
            odd = sorted(set(expected).symmetric_difference(seen)) or "one of them twice"
            raise ReadError(f"document {document.source!r}, Table {number}: units missing or too many: {odd}")


def _sentences(document: Document, known: dict[str, str]) -> Iterator[Row]:
    yield from _statements(Running.of(section(document, 2, 4)), "ch. 2 §4", known)
    for region in REGIONS:
        yield from _statements(region_text(document, region), f"ch. 3 §2 ({region})", known)


def _unit(known: dict[str, str]) -> str:
    """A pattern for a unit's name with or without its suffix (呼和浩特 holds the word for *and*: never split)."""
    return rf"(?:新疆生产建设兵团|(?:{'|'.join(known)}){SUFFIX})"


def statements(running: Running, known: dict[str, str]) -> list[re.Match[str]]:
    """Sentences that put units in a band or say that they rose: groups ``units``, ``band``, ``from_band``, ``n``.

    Each passage speaks of provincial units first, then of cities. :class:`ReadError` where a band in quotes belongs to
    no such sentence, a sentence's units are not of the type that it announces, or one of the two types has none.
    """
    unit = _unit(known)
    pattern = (
        rf"(?<![^，。；,])(?P<units>{unit}(?:[、和]{unit})*)(?:等)?(?:(?P<n>\d+)个(?:地区|城市))?"
        r"(?:连续(?P<years>[一二三四五六七八九多]+)年)?的?(?:一体化政务服务(?:能力)?总体指数|处于)?"
        rf"(?:[从由]“(?P<from_band>{BAND})”(?:组别)?升至|为)?“(?P<band>{BAND})”"
    )
    matches = running.find_all(pattern)
    inside = sum(len(re.findall(rf"“(?:{BAND})”", m.group())) for m in matches)
    quoted = len(re.findall(rf"“(?:{BAND})”", running.text))
    if inside != quoted:
        raise running.error(f"{quoted} bands in quotes, {inside} of them read with their units")
    types = []
    for match in matches:
        announced = re.findall(f"({'|'.join(UNIT_TYPE_OF)})层面", running.text[: match.start()])
        types.append(UNIT_TYPE_OF[announced[-1]] if announced else "")
        strangers = [n for n in re.findall(unit, match.group("units")) if known[unit_key(n, known)] != types[-1]]
        if strangers:
            raise running.error(f"{', '.join(strangers)} under {announced[-1:]}: not of that type")
    if set(types) != set(UNIT_TYPE_OF.values()):
        raise running.error(f"bands read for {', '.join(sorted(set(types)))} only; expected {', '.join(UNIT_TYPE_OF)}")
    return matches


def _statements(running: Running, place: str, known: dict[str, str]) -> Iterator[Row]:
    for match in statements(running, known):
        start = match.start("units")
        for name in re.finditer(_unit(known), match.group("units")):
            unit = unit_key(name.group(), known)
            cited = running.cite_span(start + name.start(), start + name.end(), place)
            yield listing(known[unit], YEAR, unit, match.group("band"), match.group("from_band"), cited)
