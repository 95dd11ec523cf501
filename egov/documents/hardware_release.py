"""A monthly release of the Yongkang hardware index: its prose in, rows of the three hardware tables out.

The release has a month, up to three families (each a headline, an opening paragraph and numbered sections), and in
each paragraph statements of five kinds: an index with its level and change, an index with its change alone, how
many of twelve industries rise and fall, which industries do, and the industry that moves most. The reader goes
through a paragraph statement by statement. Prose between statements is passed over only if it holds no figure, no
industry and no word of comparison; whatever else it cannot read is a :class:`ReadError` with line, column and text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from egov.documents.hardware_names import (
    COMPONENTS,
    COMPOSITE,
    FALLING_VERBS,
    FAMILIES,
    FLAT_VERBS,
    INDUSTRY_ALIASES,
    RISING_VERBS,
    STATE_WORDS,
    component_key,
    composite_family,
    industry_key,
    verb_state,
)
from egov.documents.locate import Document, Passage, ReadError
from egov.tables.printed import read_figure
from egov.tables.schemas.hardware import INDUSTRIES

Row = dict[str, object]
Rows = dict[str, list[Row]]

# ------------------------------------------------------------------------------------------------ the sentences
_FIGURE = r"\d{1,3}(?:\.\d{1,2})?"
_COUNT = r"(?:[零〇无一二两三四五六七八九十]+|\d{1,2})"
_VERB = "|".join(RISING_VERBS + FALLING_VERBS)
_FLAT = "|".join(FLAT_VERBS)
_THAN = r"(?:环比|较上月|比上月|与上月(?:相比[，,]?)?)"
_NAME = r"[^，,；;。、：:\d\s]+?景气总?指数"
_END = r"(?=[，,；;。]|$)"
_CHANGE = rf"{_THAN}(?:(?P<verb>{_VERB})了?(?P<change>{_FIGURE})点|(?P<flat>{_FLAT})){_END}"
_ZONE = r"处于(?P<zone>扩张|回落|收缩)区间"
_STATES = "|".join(sorted(STATE_WORDS, key=len, reverse=True))
_SPAN = r"(?P<span>升幅|涨幅|增幅|降幅|跌幅)"
_OF_INDEX = rf"(?:的)?(?P<index>{_NAME})?"
_NAMES = rf"(?P<names>[^，,；;。\d\s]+?)(?:(?P<count>{_COUNT})个)?行业"

_LEAD = re.compile(r"[，,；;。\s]*(?:其中[，,]?)?")
_MONTH = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月份?[，,]")
_FORECAST = re.compile(rf"预计(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}})月份?{_END}")
_STATEMENTS = {
    "level": rf"(?P<name>{_NAME})(?:报收于|收于|报|为|达到?)(?P<value>{_FIGURE})点[，,]{_CHANGE}",
    "move": rf"(?P<name>{_NAME}){_CHANGE}",
    "breadth": r"从?十二大?类?行业(?:来看[，,]?)?(?:景气)?呈现?"
    rf"(?P<counts>(?:{_COUNT}(?:{_STATES}))+)的?(?:格局|态势){_END}",
    "none": rf"(?P<count>无|没有)行业{_ZONE}{_END}",
    "zone": rf"{_NAMES}(?:均)?{_ZONE}{_END}",
    "direction": rf"{_NAMES}(?:均)?{_THAN}(?P<verb>{_VERB}|{_FLAT}){_END}",
    "least": rf"{_NAMES}{_OF_INDEX}{_SPAN}(?:均)?(?:在|为|达到?)"
    rf"(?P<change>(?P<points>{_FIGURE})(?:点(?P<over>以上))?)点?{_END}",
    "most": rf"{_NAMES}{_OF_INDEX}(?:{_SPAN}(?:居首|居前|最大|最高)[，,])?"
    rf"{_THAN}(?P<verb>{_VERB})了?(?P<change>{_FIGURE})点{_END}",
}
"""Kind of statement → its form, in the order in which they are tried."""
_FORMS = {kind: re.compile(form) for kind, form in _STATEMENTS.items()}
_CLAUSE = re.compile(r"[^，,；;。]*")
_NOT_PROSE = re.compile(
    r"\d|环比|较上月|比上月|与上月|收于|指数为|格局|区间|居首|居前|升幅|涨幅|增幅|降幅|跌幅|个行业|"
    + "|".join((*INDUSTRIES, *INDUSTRY_ALIASES))
)
_TRADITIONAL = re.compile("[環氣數產點較開門車廠與勢現處區間漲]")
_RISING_SPANS = ("升幅", "涨幅", "增幅")

# ------------------------------------------------------------------------------------------------------ the lines
_HEADING = re.compile(r"\s*(?P<year>\d{4})年(?P<month>\d{1,2})月份?\s*$")
_CAPTION = re.compile(r"\s*(?P<year>\d{4})年(?P<month>\d{1,2})月份?.*趋势图\s*$")
_HEADLINE = re.compile(
    rf"\s*(?P<year>\d{{4}})年(?P<month>\d{{1,2}})月[^。]*?(?P<family>{'|'.join(FAMILIES)})景气总?指数[^。]*$"
)
_SECTION = re.compile(r"\s*(?P<number>[一二三四五六七八九十]+)、")
_TITLE = re.compile(r"\s*中国·永康五金指数\s*$")
_FOOT = re.compile(r"\s*(?:中国·永康五金指数编制|数据来源)")


def read_release(passage: Passage, name: str = "hardware release") -> Rows:
    """Read a release into rows of ``hardware_index``, ``hardware_breadth`` and ``hardware_industries``.

    ``name`` starts each row's ``place``. :class:`ReadError` names the line, the column and the text of whatever
    cannot be read: a sentence of unknown form, an unknown industry or component, a month that is not the
    heading's, a family without opening paragraph, sections out of order.

    >>> text = '''2030年3月份
    ... 2030年3月永康五金生产景气指数上行
    ... 3月份，永康五金产品生产景气指数收于100.00点，环比下降0.50点。十二大类行业景气呈现四升八降格局。
    ... '''
    >>> rows = read_release(Document("example", text).passage())
    >>> [(r["measure"], str(r["value"]), r["printed"]) for r in rows["hardware_index"]]
    [('value', '100.00', '100.00'), ('change', '-0.50', '0.50')]
    >>> [(r["state"], r["value"], r["place"]) for r in rows["hardware_breadth"]]  # doctest: +NORMALIZE_WHITESPACE
    [('rising', 4, 'hardware release, production, opening'),
     ('falling', 8, 'hardware release, production, opening')]
    """
    return _Reader(passage, name).read()


@dataclass
class _Reader:
    """Goes through a release line by line, keeping the month, the family, the section and the index spoken of."""

    passage: Passage
    name: str
    month: tuple[int, int] | None = None
    family: str = ""
    section: int = 0
    head: str = ""
    """The index that the paragraph is about."""
    rows: Rows = field(
        default_factory=lambda: {"hardware_index": [], "hardware_breadth": [], "hardware_industries": []}
    )

    # -- lines
    def read(self) -> Rows:
        for line in self.passage.find_all(r"[^\n]+"):
            text = line.group()
            if _FOOT.match(text):
                break
            self._line(line.start(), line.end(), text)
        self._close_section()
        if not self.family:
            raise self._error(self.passage.start, self.passage.stop, "no headline of a family in the release")
        return self.rows

    def _line(self, start: int, stop: int, text: str) -> None:
        if not text.strip() or _TITLE.match(text):
            return
        if match := _HEADING.match(text) or _CAPTION.match(text):
            self._check_month(start, stop, match, first=self.month is None)
        elif match := _HEADLINE.match(text):
            self._check_month(start, stop, match)
            self._open_family(start, stop, FAMILIES[match["family"]])
        elif match := _SECTION.match(text):
            self._open_section(start, stop, int(read_figure(match["number"]).value))
        else:
            self._paragraph(start, stop)

    def _check_month(self, start: int, stop: int, match: re.Match[str], first: bool = False) -> None:
        year = int(match["year"]) if match["year"] else (self.month or (0, 0))[0]
        stated = (year, int(match["month"]))
        if first and 1 <= stated[1] <= 12:
            self.month = stated
        if self.month is None:
            raise self._error(start, stop, "expected the release's month first, as a line of its own")
        if stated != self.month:
            raise self._error(start, stop, f"the month is {_month(stated)}, but the release is for {self._month}")

    def _open_family(self, start: int, stop: int, family: str) -> None:
        self._close_section()
        if any(row["family"] == family for row in self.rows["hardware_index"]):
            raise self._error(start, stop, f"a second headline of the family {family}")
        self.family, self.section, self.head = family, 0, ""

    def _open_section(self, start: int, stop: int, number: int) -> None:
        if not self.family:
            raise self._error(start, stop, "a section before the headline of a family")
        self._close_section()
        if number != self.section + 1:
            raise self._error(start, stop, f"section {number} behind section {self.section}")
        self.section, self.head = number, ""

    def _close_section(self) -> None:
        if self.family and not self.head:
            raise ReadError(f"document {self.passage.document.source!r}: {self._place} states no index")

    # -- statements
    def _paragraph(self, start: int, stop: int) -> None:
        text = self.passage.document.text
        position = start
        while position < stop:
            position = _LEAD.match(text, position, stop).end()  # type: ignore[union-attr]
            if match := _MONTH.match(text, position, stop):
                self._check_month(position, stop, match)
            elif match := _FORECAST.match(text, position, stop):
                self._check_forecast(position, match)
            elif match := self._statement(position, stop):
                pass
            else:
                match = _CLAUSE.match(text, position, stop)
                assert match is not None  # the pattern matches anywhere
                if _NOT_PROSE.search(match.group()):
                    raise self._error(position, match.end(), "no statement of a known form")
            position = match.end()

    def _statement(self, position: int, stop: int) -> re.Match[str] | None:
        for kind, form in _FORMS.items():
            match = form.match(self.passage.document.text, position, stop)
            if match:
                if not self.family or self.month is None:
                    raise self._error(position, match.end(), "a figure before the month and a family's headline")
                getattr(self, f"_read_{kind}")(match)
                return match
        return None

    def _check_forecast(self, position: int, match: re.Match[str]) -> None:
        if self.month is None:
            raise self._error(position, match.end(), "a forecast before the release's month")
        year, month = self.month
        following = (year, month + 1) if month < 12 else (year + 1, 1)
        stated = (int(match["year"]) if match["year"] else following[0], int(match["month"]))
        if stated != following:
            raise self._error(position, match.end(), f"a forecast for {_month(stated)}, expected {_month(following)}")

    def _read_level(self, match: re.Match[str]) -> None:
        component = self._component(match)
        if not self.head:
            if (self.section == 0) != (component == COMPOSITE):
                raise self._error(
                    match.start("name"), match.end("name"), f"not the index that {self._place} opens with"
                )
            self.head = component
        parent = "" if component == COMPOSITE else COMPOSITE if component == self.head else self.head
        value = Decimal(match["value"])
        if not 0 < value < 300:
            raise self._error(match.start("value"), match.end("value"), "no level of an index around 100")
        self._index(match, component, parent, "value", value, "value", full=True)
        self._change(match, component, parent, full=True)

    def _read_move(self, match: re.Match[str]) -> None:
        self._require_head(match)
        self._change(match, self._component(match), self.head, full=False)

    def _change(self, match: re.Match[str], component: str, parent: str, full: bool) -> None:
        if match["flat"]:
            self._index(match, component, parent, "change", Decimal(0), "flat", full)
        else:
            change = Decimal(match["change"])
            signed = change if verb_state(match["verb"]) == "rising" else -change
            self._index(match, component, parent, "change", signed, "change", full)

    def _read_breadth(self, match: re.Match[str]) -> None:
        self._require_head(match)
        part = re.compile(rf"(?P<count>{_COUNT})(?P<state>{_STATES})")
        for count in part.finditer(self.passage.document.text, match.start("counts"), match.end("counts")):
            self._breadth(count, STATE_WORDS[count["state"]])

    def _read_none(self, match: re.Match[str]) -> None:
        self._require_head(match)
        self._breadth(match, STATE_WORDS[match["zone"]], value=0)

    def _read_zone(self, match: re.Match[str]) -> None:
        self._named(match, STATE_WORDS[match["zone"]])

    def _read_direction(self, match: re.Match[str]) -> None:
        self._named(match, verb_state(match["verb"]))

    def _named(self, match: re.Match[str], state: str) -> None:
        self._require_head(match)
        if match["count"]:
            self._breadth(match, state)
        self._industries(match, self.head, state)

    def _read_least(self, match: re.Match[str]) -> None:
        self._require_head(match)
        rising = match["span"] in _RISING_SPANS
        points = Decimal(match["points"])
        self._industries(
            match,
            self._index_meant(match),
            "rising" if rising else "falling",
            points if rising else -points,
            "over" if match["over"] else "exact",
        )

    def _read_most(self, match: re.Match[str]) -> None:
        self._require_head(match)
        state = verb_state(match["verb"])
        if match["span"] and (match["span"] in _RISING_SPANS) != (state == "rising"):
            raise self._error(match.start("span"), match.end(), f"{match['span']} and {match['verb']} contradict")
        points = Decimal(match["change"])
        self._industries(match, self._index_meant(match), state, points if state == "rising" else -points, "exact")

    # -- rows
    def _component(self, match: re.Match[str]) -> str:
        family = composite_family(match["name"])
        if family and family != self.family:
            raise self._error(
                match.start(), match.end("name"), f"the composite of {family} in the part on {self.family}"
            )
        component = component_key(match["name"])
        if component not in COMPONENTS:
            raise self._error(
                match.start("name"), match.end("name"), "unknown component; add it to COMPONENTS in hardware_names.py"
            )
        return component

    def _index_meant(self, match: re.Match[str]) -> str:
        if match["index"] and not self.head.endswith(match["index"]):
            raise self._error(match.start("index"), match.end("index"), f"this paragraph is about {self.head}")
        return self.head

    def _index(
        self, match: re.Match[str], component: str, parent: str, measure: str, value: Decimal, group: str, full: bool
    ) -> None:
        names = {"component": component, "measure": measure, "component_en": COMPONENTS[component], "parent": parent}
        self.rows["hardware_index"].append(
            {**self._key, **names, "value": value, "_full": full, **self._cite(match, group)}
        )

    def _breadth(self, match: re.Match[str], state: str, value: int | None = None) -> None:
        count = int(read_figure(match["count"]).value) if value is None else value
        if count > len(INDUSTRIES):
            raise self._error(match.start("count"), match.end("count"), f"more than {len(INDUSTRIES)} industries")
        self.rows["hardware_breadth"].append(
            {**self._key, "component": self.head, "state": state, "value": count, **self._cite(match, "count")}
        )

    def _industries(
        self, match: re.Match[str], component: str, state: str, change: Decimal | None = None, qualifier: str = ""
    ) -> None:
        start = match.start("names")
        for part in re.compile("(.+?)(?:、|以及|和|与|$)").finditer(match["names"]):
            printed, offset = part[1], start + part.start()
            industry = industry_key(printed)
            if industry is None:
                raise self._error(
                    offset, offset + len(printed), f"unknown industry; the twelve are {', '.join(INDUSTRIES)}"
                )
            self.rows["hardware_industries"].append(
                {
                    **self._key,
                    "component": component,
                    "industry": industry,
                    "change": change,
                    "change_qualifier": qualifier,
                    "change_printed": "" if change is None else match["change"],
                    "value": state,
                    **self.passage.document.cite(offset, printed, self._place),
                }
            )

    # -- where we are
    @property
    def _month(self) -> str:
        return _month(self.month or (0, 0))

    @property
    def _key(self) -> Row:
        return {"month": self._month, "family": self.family}

    @property
    def _place(self) -> str:
        return f"{self.name}, {self.family}, {f'§{self.section}' if self.section else 'opening'}"

    def _cite(self, match: re.Match[str], group: str) -> Row:
        return self.passage.cite(match, self._place, group)

    def _require_head(self, match: re.Match[str]) -> None:
        if not self.head:
            raise self._error(match.start(), match.end(), f"{self._place} has not yet stated its index with a level")

    def _error(self, start: int, stop: int, why: str) -> ReadError:
        text = self.passage.document.text[start:stop].strip()
        line, col = self.passage.document.position(start)
        shown = text if len(text) <= 60 else text[:59] + "…"
        whole_line = self.passage.document.text[self.passage.document.offset(line) :].split("\n", 1)[0]
        hint = "; traditional characters: convert the text first" if _TRADITIONAL.search(whole_line) else ""
        return ReadError(
            f"document {self.passage.document.source!r}, line {line}, column {col}: cannot read {shown!r}: {why}{hint}"
        )


def _month(month: tuple[int, int]) -> str:
    return f"{month[0]:04d}-{month[1]:02d}"


def release_passage(document: Document) -> Passage:
    """The release within a document: from the index's title line to the end."""
    return document.passage(r"(?m)^中国·永康五金指数\s*$")
