"""Where the reader is in a release, and the rows of the three hardware tables that it has so far, with their checks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from egov.documents.hardware_names import (
    COMPONENTS,
    COMPOSITE,
    COMPOSITE_WORDS,
    NEW_COMPONENT,
    component_key,
    composite_family,
    home_family,
)
from egov.documents.hardware_text import Line
from egov.documents.locate import Passage, ReadError
from egov.tables.printed import chinese_number, read_figure
from egov.tables.schemas import INDUSTRIES

Row = dict[str, object]
Rows = dict[str, list[Row]]
Match = re.Match[str]
_YEAR_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def number(text: str) -> int:
    """A whole number in digits or as a Chinese numeral.

    >>> number("12"), number("十二")
    (12, 12)
    """
    return int(text) if text.isdigit() else chinese_number(text)


@dataclass
class Reading:
    """Month, family, section and index spoken of, the rows so far, notices; how a row is made and an error told."""

    passage: Passage
    name: str
    expected: pd.Period | None = None
    keep_slips: bool = False
    month: pd.Period | None = None
    family: str = ""
    section: int = 0
    head: str = ""
    """The index that the paragraph is about."""
    line: Line = field(init=False)
    rows: Rows = field(
        default_factory=lambda: {"hardware_index": [], "hardware_breadth": [], "hardware_industries": []}
    )
    notices: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    """Family → what its headline says of the composite: rising or falling."""

    # -- rows
    def _component(self, name: str, start: int, stop: int) -> str:
        """The component's key; an error for an index of another family, a notice for one that is new."""
        family = composite_family(name)
        if family and family != self.family:
            raise self._error(start, stop, f"the composite of {family} in the part on {self.family}")
        if not family and name.endswith("景气总指数"):
            raise self._error(start, stop, f"a composite of no family that is known: {', '.join(COMPOSITE_WORDS)}")
        component = component_key(name)
        home = home_family(component)
        if home and home != self.family:
            raise self._error(start, stop, f"an index of {home} in the part on {self.family}")
        if component not in COMPONENTS:
            self._notice(
                start,
                stop,
                f"a component not read before, taken under this name below {self.head or COMPOSITE}; "
                "its English name goes into egov/documents/places/components.csv",
            )
        return component

    def _index(
        self, component: str, parent: str, measure: str, value: Decimal, span: tuple[int, int], full: bool
    ) -> None:
        for row in self._of("hardware_index", component, measure=measure):
            if row["value"] != value:
                self._slip(*span, f"{component}: {value} as its {measure}, {row['value']} before")
        told = self.told.get(self.family, "") if (component, measure) == (COMPOSITE, "change") and value else ""
        if told and told != ("rising" if value > 0 else "falling"):
            self._notice(*span, f"the headline says {told}: which of the two is right?")
        names = {"component_en": COMPONENTS.get(component, NEW_COMPONENT), "parent": parent}
        cells = {"component": component, "measure": measure, **names, "value": value, "_full": full}
        self._add("hardware_index", cells, span)

    def _add(self, table: str, cells: Row, span: tuple[int, int]) -> None:
        """A row of this month and family, cited where the span stands."""
        head = {"month": str(self.month), "family": self.family}
        self.rows[table].append({**head, **cells, **self.line.cite_span(*span, self._place)})

    def _count(self, match: Match, count: int, group: str = "count") -> None:
        if count > len(INDUSTRIES):
            raise self._error(match.start(group), match.end(group), f"more than {len(INDUSTRIES)} industries")

    def _breadth(self, match: Match, state: str, value: int | None = None, group: str = "count") -> None:
        span = match.span(group)
        count = int(read_figure(match[group]).value) if value is None else value
        self._count(match, count, group)
        for row in self._of("hardware_breadth", self.head, state=state):
            if row["value"] != count:
                self._slip(*span, f"{count} industries {state}, {row['value']} before")
        self._add("hardware_breadth", {"component": self.head, "state": state, "value": count}, span)

    def _industry(
        self,
        name: tuple[str, int, int],
        state: str,
        change: Decimal | None = None,
        qualifier: str = "",
        printed: tuple[int, int] | None = None,
    ) -> None:
        """A row for one industry; ``printed`` is the span of its change, where one is printed."""
        industry, start, stop = name
        shown = self.line.cite_span(*printed, "") if printed else {}
        moves = ("rising", "falling", "flat")
        for row in self._of("hardware_industries", self.head, industry=industry):
            if row["value"] != state and (row["value"] in moves) == (state in moves):
                self._slip(start, stop, f"{industry} is {state}, {row['value']} before")
        cells = {"component": self.head, "industry": industry, "change": change, "change_qualifier": qualifier}
        cells |= {"change_printed": shown.get("printed", ""), "change_line": shown.get("line")}
        cells |= {"change_col": shown.get("col"), "value": state}
        self._add("hardware_industries", cells, (start, stop))

    def _of(self, table: str, component: str, **wanted: object) -> list[Row]:
        """The rows so far of this family and component with these values."""
        key = {"family": self.family, "component": component, **wanted}
        return [row for row in self.rows[table] if all(row[k] == v for k, v in key.items())]

    # -- where we are
    def _month_named(self, named: Match, near: pd.Period | None, start: int, stop: int) -> pd.Period:
        """The month that ``named`` says, of the year of ``near`` where it says none; an error where none is that."""
        month = number(named["month"])
        if not 1 <= month <= 12:
            raise self._error(start, stop, "no month")
        if not (named["year"] or near):
            raise self._error(
                start, stop, "expected the release's month with its year first, or --month: no year so far"
            )
        year = int(named["year"].translate(_YEAR_DIGITS)) if named["year"] else near.year  # type: ignore[union-attr]
        return pd.Period(year=year, month=month, freq="M")

    @property
    def _place(self) -> str:
        if self.section == 0 and self.head not in ("", COMPOSITE):
            return f"{self.name}, {self.family}, paragraph on {self.head}"
        return f"{self.name}, {self.family}, {f'§{self.section}' if self.section else 'opening'}"

    def _require_head(self, match: Match) -> None:
        if not self.head:
            raise self._error(match.start(), match.end(), f"{self._place} has not yet stated its index with a level")

    def _notice(self, start: int, stop: int, what: str) -> None:
        self.notices.append(f"{self.line.where(start, stop)}: {what}")

    def _slip(self, start: int, stop: int, what: str) -> None:
        """The release contradicts itself: an error, or a notice where slips are kept as printed."""
        if not self.keep_slips:
            raise self._error(start, stop, f"{what} (to keep it as printed: --keep-slips)")
        self._notice(start, stop, f"kept as printed: {what}")

    def _error(self, start: int, stop: int, why: str) -> ReadError:
        where, _, words = self.line.where(start, stop).partition(": ")
        return ReadError(f"document {self.passage.document.source!r}, {where}: cannot read {words}: {why}")
