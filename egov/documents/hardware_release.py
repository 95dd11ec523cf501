"""A monthly release of the Yongkang hardware index: its prose in, rows of the three hardware tables out.

The release has a month, up to three families (each a headline, an opening paragraph and sections), and in each
paragraph statements of the forms of :mod:`egov.documents.hardware_sentences`. The reader goes through a paragraph
statement by statement. Prose between statements is passed over only if it holds no figure, no industry and no trace of
a statement; whatever else it cannot read is a :class:`ReadError` with line, column, words and what is wrong with them.
What it reads but a person should look at (a component it does not know, a statement the tables have no place for)
is a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from egov.documents.hardware_names import (
    COMPONENTS,
    COMPOSITE,
    COMPOSITE_WORDS,
    FIRST_LEVEL,
    INDUSTRY_ALIASES,
    NEARLY_FLAT_VERBS,
    NEW_COMPONENT,
    RISING_SPANS,
    STATE_WORDS,
    component_key,
    composite_family,
    home_family,
    industry_key,
    pattern_state,
    verb_state,
)
from egov.documents.hardware_sentences import (
    CLAUSE,
    FORMS,
    LEAD,
    PATTERN,
    THAN_NAMED,
    YEAR_ON_YEAR,
    diagnosis,
    is_prose,
    passing_note,
)
from egov.documents.hardware_text import Line, plain_lines
from egov.documents.locate import Document, Passage, ReadError
from egov.tables.printed import chinese_number, read_figure
from egov.tables.schemas.hardware import FAMILIES, INDUSTRIES

Row = dict[str, object]
Rows = dict[str, list[Row]]
Month = tuple[int, int]
Match = re.Match[str]

_YEAR = r"(?:(?P<year>\d{4}|[二〇零一三四五六七八九]{4})年)"
_DATE = rf"{_YEAR}?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份|末|底)?"
_START = re.compile(rf"(?:(?:今|本|当)年)?{_DATE}(?P<comma>[，：])?")
_THIS_MONTH = re.compile(r"(?:本|当)月(?:份)?[，：]?|本期[，：]?")
_FORECAST = re.compile(rf"(?:因此|综上)?(?:预计|预测|展望){_DATE}")
_LATER_START = re.compile(rf"(?P<prose>[^\d，；。]+?)(?={_YEAR}?\d{{1,2}}月份?，)")

_DATED = re.compile(rf"（?{_YEAR}(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?P<rest>.*)$")
_DAY = re.compile(r"(?:发布(?:时间|日期)：?)?\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?(?!.*景气)")
_NAMED_FAMILY = re.compile(rf"(?P<family>{'|'.join(COMPOSITE_WORDS)})景气总?指数")
_TITLE = re.compile(r"(?:中国|世界)?·?永康五金(?:产品)?(?:景气)?指数(?P<rest>.*)$")
_SECTION = re.compile(
    r"(?:第?(?P<a>[一二三四五六七八九十]{1,2})(?:[、.：，]|。)|（(?P<b>[一二三四五六七八九十]{1,2})）[、，]?|(?P<c>\d{1,2})[、。])"
)
_PICTURE = re.compile(r"(?:趋势|走势|示意)图$|^图\d*[：、]?|\.?(?:png|jpe?g|gif)$|。(?:png|jpe?g|gif)$")
_FOOT = re.compile(
    r"(?:中国|世界)?·?（?永康）?五金指数编制|数据来源|主办单位|编制单位|承办单位|建设单位|相关文章|来源：|责任编辑|责编|编辑：|（?注：|联系"
)
_LOOKS_READ = re.compile(r"景气|环比|较上月|比上月|行业")
_FIGURES = re.compile(r"\d\.\d|\d个?(?:百分)?点|收于|报收")


@dataclass(frozen=True)
class Release:
    """A release read: its month, its rows by table, and notices (place and words, what to look at)."""

    month: str
    rows: Rows
    notices: list[str]


def read_release(passage: Passage, name: str = "hardware release") -> Rows:
    """Read a release into rows of ``hardware_index``, ``hardware_breadth`` and ``hardware_industries``.

    ``name`` starts each row's ``place``. :class:`ReadError` names the line, the column and the text of whatever
    cannot be read: a sentence of unknown form, an unknown industry, a month that is not the heading's, counts that
    do not add up, an index of another family, a family without opening paragraph, sections out of order.

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
    return read(passage, name).rows


def read(passage: Passage, name: str = "hardware release", month: str = "", keep_slips: bool = False) -> Release:
    """Read a release with its notices; see :func:`read_release`.

    ``month`` (``2021-07``) is the month the caller expects: another one in the text is an error, and a text that
    names no year takes its year from it. ``keep_slips`` keeps what a release prints although it contradicts itself
    (counts that do not add up to twelve, one figure stated twice with two values): each becomes a notice.
    """
    stated = None
    if month:
        match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
        if not match:
            raise ReadError(f"month {month!r}: expected as 2021-07")
        stated = (int(match[1]), int(match[2]))
    reader = _Reader(passage, name, expected=stated, keep_slips=keep_slips)
    return reader.read()


def month_text(month: Month) -> str:
    """A month as the tables write it.

    >>> month_text((2021, 7))
    '2021-07'
    """
    return f"{month[0]:04d}-{month[1]:02d}"


def shifted_month(month: str, months: int) -> str:
    """The month so many months later.

    >>> shifted_month("2021-12", 1), shifted_month("2021-01", -1)
    ('2022-01', '2020-12')
    """
    year, number = map(int, month.split("-"))
    return month_text(_shifted((year, number), months))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


def _year(text: str) -> int:
    return (
        int(text)
        if text.isdigit()
        else int("".join(str("〇一二三四五六七八九".index(c.replace("零", "〇"))) for c in text))
    )


@dataclass
class _Reader:
    """Goes through a release line by line, keeping the month, the family, the section and the index spoken of."""

    passage: Passage
    name: str
    expected: Month | None = None
    keep_slips: bool = False
    month: Month | None = None
    family: str = ""
    waiting: bool = False
    """A headline without the name of a family has been read: the next composite opens its family."""
    section: int = 0
    head: str = ""
    """The index that the paragraph is about."""
    below: bool = False
    """In the foot of the release: nothing may be read there."""
    line: Line = field(init=False)
    rows: Rows = field(
        default_factory=lambda: {"hardware_index": [], "hardware_breadth": [], "hardware_industries": []}
    )
    notices: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    # -- lines
    def read(self) -> Release:
        for self.line in plain_lines(self.passage):
            self._line(self.line.text)
        self._close_section()
        if not self.opened:
            raise ReadError(
                f"document {self.passage.document.source!r}: no headline and no opening paragraph of a family in the "
                "release: expected production (生产景气指数), market (市场交易景气指数) or trade (外贸景气指数)"
            )
        for family in FAMILIES:
            if family not in self.opened:
                self.notices.append(f"no part on {family}: the release, or the copy of it, does not have one")
        return Release(self._month, self.rows, self.notices)

    def _line(self, text: str) -> None:
        heading = not _FIGURES.search(text) and "。" not in text.removesuffix("。")
        dated = _DATED.match(text)
        if _PICTURE.search(text) and not _FIGURES.search(text.split("图")[0]):
            if dated:
                self._check_month(dated)
        elif _FOOT.match(text) and self.family:
            self.below = True
        elif heading and _TITLE.match(text):
            self._title(text)
        elif _DAY.match(text):
            return
        elif heading and dated and not dated["rest"].startswith("，"):
            self._dated_heading(text, dated)
        elif (match := _SECTION.match(text)) and not self.below:
            self._section(text, match)
        elif heading and (family := self._other_family(text)):
            self._open_family(family)
        elif self.below or not (self.family or self.waiting or _LOOKS_READ.search(text)):
            if _LOOKS_READ.search(text) and _FIGURES.search(text):
                raise self._error(0, len(text), "a statement behind the foot of the release")
        else:
            self._paragraph(0)

    def _title(self, text: str) -> None:
        dated = re.search(rf"{_YEAR}(?P<month>\d{{1,2}})月", text)
        if dated:
            self._check_month(dated)

    def _dated_heading(self, text: str, dated: Match) -> None:
        self._check_month(dated)
        families = list(dict.fromkeys(COMPOSITE_WORDS[m["family"]] for m in _NAMED_FAMILY.finditer(text)))
        if len(families) == 1:
            self._open_family(families[0])
        elif "永康" in dated["rest"] and not families and not _TITLE.match(dated["rest"].lstrip("）")):
            self._close_section()
            self.family, self.head, self.section, self.waiting, self.below = "", "", 0, True, False

    def _other_family(self, text: str) -> str:
        """The family that an undated heading names, where it is not the one being read."""
        families = {COMPOSITE_WORDS[m["family"]] for m in _NAMED_FAMILY.finditer(text)}
        family = families.pop() if len(families) == 1 else ""
        return family if family and family not in self.opened and len(text) <= 40 and "，" not in text[:3] else ""

    def _check_month(self, match: Match, start: int | None = None) -> None:
        year = match["year"]
        known = self.month or self.expected
        stated = (_year(year) if year else (known or (0, 0))[0], _number(match["month"]))
        where = match.start() if start is None else start
        if not 1 <= stated[1] <= 12:
            raise self._error(where, match.end(), "no month")
        if self.month is None and known is None and not year:
            raise self._error(
                where, match.end(), "expected the release's month with its year first, or --month: no year so far"
            )
        if known and stated != known:
            whose = "the release is for" if self.month else "the month asked for is"
            raise self._error(where, match.end(), f"the month is {month_text(stated)}, but {whose} {month_text(known)}")
        self.month = stated

    def _open_family(self, family: str) -> None:
        if family in self.opened and any(row["family"] == family for row in self.rows["hardware_index"]):
            raise self._error(0, len(self.line.text), f"a second headline of the family {family}")
        if family != self.family:
            self._close_section()
        self.family, self.section, self.head, self.waiting, self.below = family, 0, "", False, False
        if family not in self.opened:
            self.opened.append(family)

    def _section(self, text: str, match: Match) -> None:
        family = self._other_family(text[match.end() :]) if not _FIGURES.search(text) else ""
        if family:
            self._open_family(family)
            return
        if not self.family:
            if _FIGURES.search(text):
                raise self._error(0, len(text), "a section before the headline of a family")
            return
        number = _number(match["a"] or match["b"] or match["c"])
        self._close_section()
        if number != self.section + 1:
            raise self._error(0, len(text), f"section {number} behind section {self.section}")
        self.section, self.head = number, ""
        if _FIGURES.search(text):
            self._paragraph(match.end())

    def _close_section(self) -> None:
        if self.family and not self.head:
            raise ReadError(f"document {self.passage.document.source!r}: {self._place} states no index")

    # -- statements
    def _paragraph(self, position: int) -> None:
        text, first = self.line.text, True
        while position < len(text):
            position = LEAD.match(text, position).end()  # type: ignore[union-attr]
            if position == len(text):
                break
            if match := _FORECAST.match(text, position):
                self._check_forecast(match)
            elif match := _START.match(text, position):
                self._check_month(match, position)
            elif match := _THIS_MONTH.match(text, position) or self._statement(position, first):
                first = first and match.re is _THIS_MONTH
            elif match := YEAR_ON_YEAR.match(text, position):
                self._notice(position, match.end(), "a change on the year before: the tables have no place for it")
            else:
                position = self._pass_over(position)
                continue
            position = match.end()

    def _pass_over(self, position: int) -> int:
        """Pass over a clause of prose; returns where the text goes on."""
        text = self.line.text
        later = _LATER_START.match(text, position)
        if later and is_prose(later["prose"]):
            return later.end()
        clause = CLAUSE.match(text, position)
        assert clause is not None  # the pattern matches anywhere
        note = passing_note(clause.group())
        if note is None:
            trouble = diagnosis(clause.group(), text[position:])
            raise self._error(position, clause.end(), f"no statement of a known form: {trouble}")
        if note:
            self._notice(position, clause.end(), note)
        return clause.end()

    def _statement(self, position: int, first: bool) -> Match | None:
        for kind, form in FORMS.items():
            match = form.match(self.line.text, position)
            if not match or ("aside" in match.groupdict() and match["aside"] and not is_prose(match["aside"])):
                continue
            if kind in ("level", "moved_to") and first:
                self._new_head(match)
            if not self.family or self.month is None:
                raise self._error(position, match.end(), "a figure before the month and a family's headline")
            if "compared" in match.groupdict() or "than" in match.groupdict():
                self._check_comparison(match)
            getattr(self, f"_read_{kind}")(match)
            return match
        return None

    def _new_head(self, match: Match) -> None:
        """A paragraph that begins with a composite or a first-level component is about that index."""
        family = composite_family(match["name"])
        if family and not self.family and family not in self.opened:
            self._open_family(family)
        component = component_key(match["name"])
        if self.head and component in FIRST_LEVEL.get(self.family, ()) and component != self.head:
            self.head = component

    def _check_forecast(self, match: Match) -> None:
        if self.month is None:
            raise self._error(match.start(), match.end(), "a forecast before the release's month")
        following = _shifted(self.month, 1)
        stated = (_year(match["year"]) if match["year"] else following[0], _number(match["month"]))
        if stated != following:
            raise self._error(
                match.start(), match.end(), f"a forecast for {month_text(stated)}, expected {month_text(following)}"
            )

    def _check_comparison(self, match: Match) -> None:
        """A change is on the month before, where it names one; a change that does not compare is told of."""
        assert self.month is not None  # a statement is read only behind the month
        if not match["than"]:
            self._notice(match.start(), match.end(), "no word of comparison: read as a change on the month before")
        named = THAN_NAMED.search(match["than"] or "")
        if named:
            before = _shifted(self.month, -1)
            stated = (int(named["year"]) if named["year"] else before[0], int(named["month"]))
            if stated != before:
                raise self._error(
                    match.start("than"),
                    match.end(),
                    f"a change on {month_text(stated)}, expected {month_text(before)}, the month before",
                )

    # -- indices
    def _read_level(self, match: Match) -> None:
        component = self._component(match)
        if not self.head:
            if (self.section == 0) != (component == COMPOSITE):
                raise self._error(
                    match.start("name"), match.end("name"), f"not the index that {self._place} opens with"
                )
            self.head = component
        parent = "" if component == COMPOSITE else COMPOSITE if component == self.head else self.head
        value, change = Decimal(match["value"]), self._signed(match)
        if not 0 < value < 300:
            raise self._error(match.start("value"), match.end("value"), "no level of an index around 100")
        if change is not None and not 0 < value - change < 300:
            raise self._error(match.start("change"), match.end("change"), f"no change of an index at {value}")
        self._index(component, parent, "value", value, match.span("value"), full=True)
        self._change(match, component, parent, full=True)

    _read_moved_to = _read_level

    def _read_move(self, match: Match) -> None:
        self._require_head(match)
        component = self._component(match)
        self._change(match, component, "" if component == COMPOSITE else self._parent_of_move(component), full=False)

    def _parent_of_move(self, component: str) -> str:
        return COMPOSITE if component == self.head else self.head

    def _read_respectively(self, match: Match) -> None:
        self._require_head(match)
        names = [self._component_at(m) for m in self._split_names(match)]
        values = list(self._figures(match, "values"))
        changes = list(self._figures(match, "changes"))
        self._same_length(match, len(names), len(changes), len(values))
        for component, value, change in zip(names, values, changes, strict=True):
            self._index(component, self.head, "value", Decimal(value[0]), value[1], full=True)
            signed = self._sign(match["verb"], change)
            self._index(component, self.head, "change", signed, change[1], full=True)

    def _read_respective_moves(self, match: Match) -> None:
        self._require_head(match)
        names = [self._component_at(m) for m in self._split_names(match)]
        changes = list(self._figures(match, "changes"))
        self._same_length(match, len(names), len(changes))
        for component, change in zip(names, changes, strict=True):
            self._index(component, self.head, "change", self._sign(match["verb"], change), change[1], full=False)

    def _split_names(self, match: Match) -> Iterator[Match]:
        pattern = re.compile(r"(?:、|以及|和|与|及)?(?P<name>.+?景气总?指数(?:（总）)?)(?=、|以及|和|与|及|$)")
        return pattern.finditer(self.line.text, match.start("names"), match.end("names"))

    def _figures(self, match: Match, group: str) -> Iterator[tuple[str, tuple[int, int], str]]:
        """Figures of a list, each with its span and the verb right before it."""
        pattern = re.compile(r"(?P<verb>[^\d、，和与及点百分个]*)(?P<figure>\d+(?:\.\d+)?)")
        for m in pattern.finditer(self.line.text, match.start(group), match.end(group)):
            yield m["figure"], m.span("figure"), m["verb"]

    def _same_length(self, match: Match, *lengths: int) -> None:
        if len(set(lengths)) > 1:
            raise self._error(match.start(), match.end(), f"分别 with {lengths[0]} names and {lengths[-1]} figures")

    def _sign(self, verb: str, figure: tuple[str, tuple[int, int], str]) -> Decimal:
        state = verb_state(figure[2] or verb)
        return Decimal(figure[0]) if state == "rising" else -Decimal(figure[0])

    def _signed(self, match: Match) -> Decimal | None:
        """The change with its sign; None where it is said to be nearly nothing."""
        if match["flat"]:
            return None if match["flat"] in NEARLY_FLAT_VERBS else Decimal(0)
        rising = match["span"] in RISING_SPANS if match["span"] else verb_state(match["verb"]) == "rising"
        return Decimal(match["change"]) if rising else -Decimal(match["change"])

    def _change(self, match: Match, component: str, parent: str, full: bool) -> None:
        change = self._signed(match)
        if change is None:
            self._notice(*match.span("flat"), "no figure for the change: the table gets the level alone")
        else:
            self._index(component, parent, "change", change, match.span("flat" if match["flat"] else "change"), full)

    # -- industries
    def _read_breadth(self, match: Match) -> None:
        self._require_head(match)
        if match["total"] and _number(match["total"]) != len(INDUSTRIES):
            raise self._error(match.start(), match.end(), f"not the {len(INDUSTRIES)} industries of the tables")
        counts = list(PATTERN.finditer(self.line.text, match.start("counts"), match.end("counts")))
        total = sum(_number(count["count"]) for count in counts)
        for count in counts:
            self._count(count, _number(count["count"]))
        if total != len(INDUSTRIES):
            self._slip(*match.span("counts"), f"the counts add up to {total}, not to {len(INDUSTRIES)}")
        words = [count["state"] for count in counts]
        for count in counts:
            self._breadth(count, pattern_state(count["state"], words))

    _read_pattern = _read_breadth

    def _read_none(self, match: Match) -> None:
        self._require_head(match)
        self._breadth(match, STATE_WORDS[match["zone"]], value=0)

    def _read_count_zone(self, match: Match) -> None:
        self._require_head(match)
        self._breadth(match, STATE_WORDS[match["zone"]])

    def _read_count_moves(self, match: Match) -> None:
        self._require_head(match)
        self._breadth(match, verb_state(match["verb"]))

    def _read_zone(self, match: Match) -> None:
        self._named(match, STATE_WORDS[match["zone"]])

    _read_zone_of = _read_zone

    def _read_direction(self, match: Match) -> None:
        self._named(match, verb_state(match["verb"]))

    _read_direction_of = _read_direction

    def _named(self, match: Match, state: str) -> None:
        self._require_head(match)
        self._index_meant(match)
        if "first" in match.groupdict() and match["first"]:
            self._breadth(match, state, group="first")
        elif match["count"]:
            self._breadth(match, state)
        self._industries(match, state)

    def _read_least(self, match: Match) -> None:
        self._require_head(match)
        self._index_meant(match)
        state = "rising" if match["span"] in RISING_SPANS else "falling"
        self._industries_moved(match, state)

    _read_most_by = _read_least

    def _read_most(self, match: Match) -> None:
        self._require_head(match)
        self._index_meant(match)
        if match["verb"]:
            state = verb_state(match["verb"])
        else:
            state = "rising" if match["span"] in RISING_SPANS else "falling"
        self._span_agrees(match, state)
        self._industries_moved(match, state)

    _read_most_of = _read_most

    def _read_most_named(self, match: Match) -> None:
        self._require_head(match)
        self._index_meant(match)
        self._industries(match, "rising" if match["span"] in RISING_SPANS else "falling")

    def _read_respective_most(self, match: Match) -> None:
        self._require_head(match)
        self._index_meant(match)
        self._span_agrees(match, verb_state(match["verb"]))
        changes = list(self._figures(match, "changes"))
        names = list(self._names(match))
        self._same_length(match, len(names), len(changes))
        for name, change in zip(names, changes, strict=True):
            signed = self._sign(match["verb"], change)
            self._industry(name, "rising" if signed > 0 else "falling", signed, "exact", change[0])

    def _span_agrees(self, match: Match, state: str) -> None:
        if match["span"] and (match["span"] in RISING_SPANS) != (state == "rising"):
            raise self._error(match.start("span"), match.end(), f"{match['span']} and {match['verb']} contradict")

    def _industries_moved(self, match: Match, state: str) -> None:
        """Industries with one change: exact for a single industry, at least so much where the words say so."""
        over = bool(match["more_before"] or match["more_after"])
        names = list(self._names(match))
        if len(names) > 1 and not over:
            raise self._error(match.start(), match.end(), f"one change for {len(names)} industries")
        points = Decimal(match["change"])
        start, stop = match.span("change")
        if match["more_after"]:
            stop = match.end("more_after")
        if match["more_before"]:
            start = match.start("more_before")
        shown = str(self.line.cite(start, stop, "")["printed"])
        if match["count"]:
            self._count_agrees(match, len(names))
        for name in names:
            self._industry(name, state, points if state == "rising" else -points, "over" if over else "exact", shown)

    def _industries(self, match: Match, state: str) -> None:
        names = list(self._names(match))
        if match["count"]:
            self._count_agrees(match, len(names))
        for name in names:
            self._industry(name, state)
        named = {str(row["industry"]) for row in self._of("hardware_industries", self.head, value=state)}
        counted = [int(str(row["value"])) for row in self._of("hardware_breadth", self.head, state=state)]
        if counted and len(named) > max(counted):
            self._slip(*match.span(), f"{len(named)} industries named as {state}, but the count is {max(counted)}")

    def _count_agrees(self, match: Match, names: int) -> None:
        count, more = _number(match["count"]), "等" in self.line.text[match.end("names") : match.start("count")]
        if names != count and not (more and names < count):
            self._slip(match.start("names"), match.end("count"), f"{names} names, but the count is {count}")

    def _names(self, match: Match) -> Iterator[tuple[str, int, int]]:
        """The industries of a list: key, start and end of the name as printed."""
        text, position, stop = self.line.text, *match.span("names")
        known = sorted((*INDUSTRIES, *INDUSTRY_ALIASES), key=len, reverse=True)
        while position < stop:
            position = re.compile(r"(?:、|，|以及|和|与|及|行业)*").match(text, position, stop).end()  # type: ignore[union-attr]
            if position == stop:
                return
            name = next((n for n in known if text.startswith(n, position, stop)), "")
            after = position + len(name)
            if not name or not re.match(r"、|，|以及|和|与|及|行业|等|$", text[after:stop]):
                end = re.compile(r"[^、，]+?(?=、|，|以及|和(?!.*五金$)|与|行业|$)").match(text, position, stop)
                last = end.end() if end else stop
                raise self._error(position, last, f"unknown industry; the twelve are {', '.join(INDUSTRIES)}")
            key = industry_key(name)
            assert key is not None  # it is one of the names known
            yield key, position, after
            position = after

    # -- rows
    def _component(self, match: Match) -> str:
        return self._component_at(match)

    def _component_at(self, match: Match) -> str:
        family = composite_family(match["name"])
        if family and family != self.family:
            raise self._error(
                match.start("name"), match.end("name"), f"the composite of {family} in the part on {self.family}"
            )
        component = component_key(match["name"])
        home = home_family(component)
        if home and home != self.family:
            raise self._error(
                match.start("name"), match.end("name"), f"an index of {home} in the part on {self.family}"
            )
        if component not in COMPONENTS:
            self._notice(
                *match.span("name"),
                f"a component not read before, taken under this name below {self.head or COMPOSITE}; "
                "its English name goes into COMPONENTS in egov/documents/hardware_names.py",
            )
        return component

    def _index_meant(self, match: Match) -> None:
        """Where an industry's statement names the index, it must be the one that the paragraph is about."""
        if "index" not in match.groupdict() or not match["index"]:
            return
        stem = match["index"].removesuffix("总指数").removesuffix("指数").removesuffix("景气")
        words = [word for word, family in COMPOSITE_WORDS.items() if family == self.family]
        if not (stem in self.head or (self.head == COMPOSITE and any(word.startswith(stem) for word in words))):
            raise self._error(match.start("index"), match.end("index"), f"this paragraph is about {self.head}")

    def _index(
        self, component: str, parent: str, measure: str, value: Decimal, span: tuple[int, int], full: bool
    ) -> None:
        for row in self._of("hardware_index", component, measure=measure):
            if row["value"] != value:
                self._slip(*span, f"{component}: {value} as its {measure}, {row['value']} before")
        names = {"component_en": COMPONENTS.get(component, NEW_COMPONENT), "parent": parent}
        self.rows["hardware_index"].append(
            {**self._key, "component": component, "measure": measure, **names, "value": value, "_full": full}
            | self.line.cite(*span, self._place)
        )

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
        self.rows["hardware_breadth"].append(
            {**self._key, "component": self.head, "state": state, "value": count} | self.line.cite(*span, self._place)
        )

    def _industry(
        self,
        name: tuple[str, int, int],
        state: str,
        change: Decimal | None = None,
        qualifier: str = "",
        shown: str = "",
    ) -> None:
        industry, start, stop = name
        moves = ("rising", "falling", "flat")
        for row in self._of("hardware_industries", self.head, industry=industry):
            if row["value"] != state and (row["value"] in moves) == (state in moves):
                self._slip(start, stop, f"{industry} is {state}, {row['value']} before")
        self.rows["hardware_industries"].append(
            {
                **self._key,
                "component": self.head,
                "industry": industry,
                "change": change,
                "change_qualifier": qualifier,
                "change_printed": shown,
                "value": state,
            }
            | self.line.cite(start, stop, self._place)
        )

    def _of(self, table: str, component: str, **wanted: object) -> list[Row]:
        """The rows so far of this family and component with these values."""
        key = {"family": self.family, "component": component, **wanted}
        return [row for row in self.rows[table] if all(row[k] == v for k, v in key.items())]

    # -- where we are
    @property
    def _month(self) -> str:
        return month_text(self.month or (0, 0))

    @property
    def _key(self) -> Row:
        return {"month": self._month, "family": self.family}

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


def _shifted(month: Month, months: int) -> Month:
    """The month so many months later.

    >>> _shifted((2021, 12), 1), _shifted((2021, 1), -1)
    ((2022, 1), (2020, 12))
    """
    count = month[0] * 12 + month[1] - 1 + months
    return count // 12, count % 12 + 1


def release_passage(document: Document) -> Passage:
    """The release within a document: from the index's title line to the end."""
    return document.passage(r"(?m)^中国·永康五金指数\s*$")
