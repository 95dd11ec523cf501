"""The two indicator systems: Tables A-1 (provinces) and A-2 (cities).

A table's cell is a name and a code, and the code's shape tells the level, so that shifted columns do no harm.
Where a page end parts a name from its code, the code's row below completes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError, Running
from egov.documents.places import entries
from egov.documents.report_bands import REPORT, UNIT_TYPE_OF, Cell, Row, printed_table, section, table_rows

TABLES = {"province": "A-1", "city": "A-2"}
STATED_COUNTS = {
    unit_type: rf"{who}[^，。]{{0,8}}共包含(\d+)项一级指标，(\d+)项二级指标[^，]*，(\d+)项三级指标"
    for who, unit_type in UNIT_TYPE_OF.items()
}
"""Chapter 1 states how many indicators of each level there are: what a whole table must show."""

NAMES_EN = {row["name_zh"]: row["name_en"] for row in entries("indicator_names")}
"""Name in Chinese → our English name; one name, one translation, for provinces and cities alike."""

_CELL = re.compile(r"(?P<name>.*?)\s*(?P<code>[A-E](?:[1-9](?:-[1-9])?)?)")
_BRACKET = re.compile(r"[（(].*[）)]")


@dataclass(frozen=True)
class Indicator:
    """One indicator as its table prints it: ``printed`` and ``offset`` are those of the code."""

    unit_type: str
    code: str
    name: str
    printed: str
    offset: int

    @property
    def level(self) -> int:
        """1, 2 or 3.

        >>> [Indicator("city", c, "", c, 0).level for c in ("A", "A2", "A2-1")]
        [1, 2, 3]
        """
        return {1: 1, 2: 2, 4: 3}[len(self.code)]

    @property
    def parent(self) -> str:
        """The code of the indicator above it; empty at the first level."""
        return {1: "", 2: self.code[:1], 3: self.code[:2]}[self.level]


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``indicators``."""
    document = corpus[REPORT]
    return {
        "indicators": [
            {
                "unit_type": unit_type,
                "code": i.code,
                "level": i.level,
                "parent": i.parent or None,
                "name_zh": i.name,
                "name_en": name_en(i.name),
                "value": i.code,
                **document.cite(i.offset, i.printed, f"Table {table}, {i.code}"),
                "_full": True,
            }
            for unit_type, table in TABLES.items()
            for i in indicators(document, unit_type)
        ]
    }


def name_en(name: str) -> str:
    """Our English name of an indicator; :class:`ReadError` for a name that the list ``indicator_names`` lacks."""
    if name not in NAMES_EN:
        raise ReadError(
            f"document {REPORT!r}: no English name for the indicator {name!r}: a row of "
            "egov/documents/places/indicator_names.csv is missing"
        )
    return NAMES_EN[name]


def codes(document: Document, unit_type: str) -> dict[str, str]:
    """Name → code of the indicators of the first two levels, whose means chapter 4 prints."""
    return {i.name: i.code for i in indicators(document, unit_type) if i.level < 3}


def indicators(document: Document, unit_type: str) -> list[Indicator]:
    """The indicators of one system in the order of its table.

    :class:`ReadError` where a name has no code, a code is out of turn, or the number of a level is not the one that
    chapter 1 states.
    """
    found = list(_read(document, unit_type))
    where = f"document {document.source!r}, Table {TABLES[unit_type]}"
    last = {"": 0}
    for i in found:
        turn = "ABCDE".index(i.code) + 1 if i.level == 1 else int(i.code[-1])
        if i.parent not in last or turn != last[i.parent] + 1:
            line, _ = document.position(i.offset)
            raise ReadError(f"{where}, line {line}: code {i.code} is out of turn")
        last[i.parent], last[i.code] = turn, 0
    match = Running.of(section(document, 1, 1, 4)).find(STATED_COUNTS[unit_type])
    stated = tuple(map(int, match.groups()))
    read = tuple(sum(i.level == level for i in found) for level in (1, 2, 3))
    if read != stated:
        raise ReadError(f"{where}: {read} indicators of levels 1, 2, 3 read; chapter 1 states {stated}")
    return found


def _read(document: Document, unit_type: str) -> Iterator[Indicator]:
    waiting: dict[int, Cell] = {}  # column → a name whose code stands in the next row
    for row in table_rows(printed_table(document, TABLES[unit_type])):
        if row[0].text == "一级指标":
            continue
        before, waiting = waiting, {}
        for column, cell in enumerate(row):
            match = _CELL.fullmatch(cell.text)
            if match and (match.group("name") or column in before):
                start = before.pop(column).text if column in before else ""
                offset = cell.offset + match.start("code")
                yield Indicator(
                    unit_type, match.group("code"), _name(start + match.group("name")), match.group("code"), offset
                )
            elif match or (column < 3 and cell.text):
                waiting[column] = cell
            if column == 0 and column in waiting and (child := _CELL.fullmatch(row[1].text)):
                # The copy of Table A-2 lacks the code E: its child's letter tells, and the name stands as printed.
                lost = waiting.pop(0)
                yield Indicator(unit_type, child.group("code")[0], _name(lost.text), lost.text, lost.offset)
        if before:
            line, _ = document.position(next(iter(before.values())).offset)
            raise ReadError(
                f"document {document.source!r}, Table {TABLES[unit_type]}, line {line}: "
                f"{', '.join(c.text for c in before.values())} has no code"
            )
    if waiting:
        raise ReadError(
            f"document {document.source!r}, Table {TABLES[unit_type]}: "
            f"{', '.join(c.text for c in waiting.values())} has no code"
        )


def _name(text: str) -> str:
    return _BRACKET.sub("", re.sub(r"\s", "", text))
