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
from dataclasses import dataclass, field

import pandas as pd

from egov.documents.hardware_names import (
    COMPONENTS,
    COMPOSITE_WORDS,
    FALLING_VERBS,
    FIRST_LEVEL,
    RISING_VERBS,
    component_key,
    composite_family,
    verb_state,
)
from egov.documents.hardware_rows import Match, Rows, number
from egov.documents.hardware_sentences import (
    CLAUSE,
    FORMS,
    LEAD,
    LEVELS,
    NO_PLACE,
    OF_INDUSTRY,
    diagnosis,
    is_prose,
    passing_note,
)
from egov.documents.hardware_statements import Statements
from egov.documents.hardware_text import plain_lines
from egov.documents.locate import Passage, ReadError
from egov.tables.schemas import FAMILIES

MOVES = sorted((*RISING_VERBS, *FALLING_VERBS), key=len, reverse=True)
_YEAR = r"(?:(?P<year>\d{4}|[二〇零一三四五六七八九]{4})年)"
_DATE = rf"{_YEAR}?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份|末|底)?"
_START = re.compile(rf"(?:(?:今|本|当)年)?{_DATE}(?P<comma>[，：])?")
_THIS_MONTH = re.compile(r"(?:本|当)月(?:份)?[，：]?|本期[，：]?")
_FORECAST = re.compile(rf"(?:因此|综上)?(?:预计|预测|展望){_DATE}")
_LATER_START = re.compile(rf"(?P<prose>[^\d，；。]+?)(?={_YEAR}?\d{{1,2}}月份?，)")

_DATED = re.compile(rf"（?{_YEAR}(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?P<rest>.*)$")
_DAY = re.compile(r"(?:发布(?:时间|日期)：?)?\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?(?!.*景气)")
_NAMED_FAMILY = re.compile(rf"(?P<family>{'|'.join(COMPOSITE_WORDS)})景气总?指数")
_HEADLINE = re.compile(
    rf"(?:{'|'.join(COMPOSITE_WORDS)})景气总?指数(?:环比|小幅|大幅|略有|微幅|明显|继续|持续)*(?P<verb>{'|'.join(MOVES)})"
)
_TITLE = re.compile(r"(?:中国|世界)?·?永康五金(?:产品)?(?:景气)?指数(?P<rest>.*)$")
_TITLE_MONTH = re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})月")
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


def read(passage: Passage, name: str = "hardware release", month: str = "", keep_slips: bool = False) -> Release:
    """Read a release into rows of ``hardware_index``, ``hardware_breadth`` and ``hardware_industries``, and notices.

    ``name`` starts each row's ``place``. ``month`` (``2021-07``) is the month the caller expects: another one in the
    text is an error, and a text that names no year takes its year from it. ``keep_slips`` keeps what a release prints
    although it contradicts itself (counts that do not add up to twelve, one figure stated twice with two values): each
    becomes a notice.

    :class:`ReadError` names the line, the column and the text of whatever cannot be read: a sentence of unknown form,
    an unknown industry, a month that is not the heading's, counts that do not add up, an index of another family, a
    family without opening paragraph, sections out of order.

    >>> from egov.documents.locate import Document
    >>> text = '''2030年3月份
    ... 2030年3月永康五金生产景气指数上行
    ... 3月份，永康五金产品生产景气指数收于100.00点，环比下降0.50点。十二大类行业景气呈现四升八降格局。
    ... '''
    >>> rows = read(Document("example", text).passage()).rows
    >>> [(r["measure"], str(r["value"]), r["printed"]) for r in rows["hardware_index"]]
    [('value', '100.00', '100.00'), ('change', '-0.50', '0.50')]
    >>> [(r["state"], r["value"], r["place"]) for r in rows["hardware_breadth"]]  # doctest: +NORMALIZE_WHITESPACE
    [('rising', 4, 'hardware release, production, opening'),
     ('falling', 8, 'hardware release, production, opening')]
    """
    stated = None
    if month:
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            raise ReadError(f"month {month!r}: expected as 2021-07")
        stated = pd.Period(month, freq="M")
    return _Reader(passage, name, expected=stated, keep_slips=keep_slips).read()


@dataclass
class _Reader(Statements):
    """Goes through a release line by line, keeping the month, the family, the section and the index spoken of."""

    waiting: bool = False
    """A headline without the name of a family has been read: the next composite opens its family."""
    below: bool = False
    """In the foot of the release: nothing may be read there."""
    opened: list[str] = field(default_factory=list)

    # -- lines
    def read(self) -> Release:
        for line in plain_lines(self.passage):
            self.line = line
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
            else:
                self.notices += [
                    f"no part on {name} ({family}): other releases have it; is a section lost in the copy?"
                    for name in self._absent(family)
                ]
        return Release(str(self.month), self.rows, self.notices)

    def _absent(self, family: str) -> list[str]:
        """First-level components of the family that the release does not name, in English."""
        here = {COMPONENTS.get(str(r["component"])) for r in self.rows["hardware_index"] if r["family"] == family}
        return [name for name in dict.fromkeys(COMPONENTS[c] for c in FIRST_LEVEL[family]) if name not in here]

    def _line(self, text: str) -> None:
        heading = not _FIGURES.search(text) and "。" not in text.removesuffix("。")
        dated = _DATED.match(text)
        if _PICTURE.search(text) and not _FIGURES.search(text.split("图")[0]):
            if dated:
                self._check_month(dated)
        elif _FOOT.match(text) and self.family:
            self.below = True
        elif heading and _TITLE.match(text):
            if titled := _TITLE_MONTH.search(text):
                self._check_month(titled)
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

    def _dated_heading(self, text: str, dated: Match) -> None:
        self._check_month(dated)
        families = list(dict.fromkeys(COMPOSITE_WORDS[m["family"]] for m in _NAMED_FAMILY.finditer(text)))
        if len(families) == 1:
            self._open_family(families[0])
            if said := _HEADLINE.search(text):
                self.told[self.family] = verb_state(said["verb"])
        elif "永康" in dated["rest"] and not families and not _TITLE.match(dated["rest"].lstrip("）")):
            self._close_section()
            self.family, self.head, self.section, self.waiting, self.below = "", "", 0, True, False

    def _other_family(self, text: str) -> str:
        """The family that an undated heading names, where it is not the one being read."""
        families = {COMPOSITE_WORDS[m["family"]] for m in _NAMED_FAMILY.finditer(text)}
        family = families.pop() if len(families) == 1 else ""
        return family if family and family not in self.opened and len(text) <= 40 and "，" not in text[:3] else ""

    def _check_month(self, match: Match, start: int | None = None) -> None:
        known, where = self.month or self.expected, match.start() if start is None else start
        stated = self._month_named(match, known, where, match.end())
        if known and stated != known:
            whose = "the release is for" if self.month else "the month asked for is"
            raise self._error(where, match.end(), f"the month is {stated}, but {whose} {known}")
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
        stated = number(match["a"] or match["b"] or match["c"])
        self._close_section()
        if stated != self.section + 1:
            raise self._error(0, len(text), f"section {stated} behind section {self.section}")
        self.section, self.head = stated, ""
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
            elif match := NO_PLACE.match(text, position):
                self._notice(position, match.end(), "the tables have no place for it")
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
            said = match.groupdict() if match else {}
            if not match or (said.get("aside") and not is_prose(said["aside"])):
                continue
            if "name" in said and OF_INDUSTRY.match(said["name"]):
                continue
            if kind in LEVELS and first:
                self._new_head(match)
            if not self.family or self.month is None:
                raise self._error(position, match.end(), "a figure before the month and a family's headline")
            if "than" in said:
                self._check_comparison(match)
            if kind not in (*LEVELS, "bare"):
                self._require_head(match)
            self._index_meant(match)
            try:
                getattr(self, f"_read_{kind}")(match)
            except ReadError:
                raise
            except ValueError as error:  # a numeral that is none, such as a range
                raise self._error(match.start(), match.end(), str(error)) from None
            return match
        return None

    def _new_head(self, match: Match) -> None:
        """A paragraph that begins with a composite or a first-level component is about that index.

        A composite opens its family where no headline did: at the start, or behind a family that has no sections.
        """
        family = composite_family(match["name"])
        if family and family not in self.opened and (not self.family or (self.head and not self.section)):
            self._open_family(family)
        component = component_key(match["name"])
        if self.head and component in FIRST_LEVEL.get(self.family, ()) and component != self.head:
            self.head = component

    def _check_forecast(self, match: Match) -> None:
        if self.month is None:
            raise self._error(match.start(), match.end(), "a forecast before the release's month")
        stated = self._month_named(match, self.month + 1, match.start(), match.end())
        if stated != self.month + 1:
            raise self._error(match.start(), match.end(), f"a forecast for {stated}, expected {self.month + 1}")
