"""The forms of statement that a hardware-index release uses, as patterns over its plain text.

A statement is an index with its level and change, an index with its change alone, how many of the twelve industries
rise and fall, which industries do, or which industry moves most and by how much. The forms stand in
``places/forms.csv``: parts, statements in the order in which they are tried, and what a clause that looks like one and
is none is told (:func:`diagnosis`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from egov.documents.hardware_names import (
    FALLING_SPANS,
    FALLING_VERBS,
    FLAT_VERBS,
    INDUSTRY_ALIASES,
    NEARLY_FLAT_VERBS,
    RISING_SPANS,
    RISING_VERBS,
    STATE_WORDS,
)
from egov.documents.places import entries
from egov.tables.errors import TableError
from egov.tables.schemas import INDUSTRIES


def _any(*words: str) -> str:
    """One of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


PARTS = {
    "VERB": _any(*RISING_VERBS, *FALLING_VERBS),
    "FLAT": _any(*FLAT_VERBS, *NEARLY_FLAT_VERBS),
    "STATE": _any(*STATE_WORDS),
    "SPAN": _any(*RISING_SPANS, *FALLING_SPANS),
    "INDUSTRY": _any(*INDUSTRIES, *INDUSTRY_ALIASES),
    "INDUSTRIES": ", ".join(INDUSTRIES),
}
"""What braces with capitals stand for in a pattern: words of the lists, and the parts of ``places/forms.csv``."""


def _filled(text: str) -> str:
    return re.sub(r"\{([A-Z_]+)\}", lambda name: PARTS[name[1]], text)


def read_forms(rows: Iterable[Mapping[str, object]]) -> tuple[dict[str, re.Pattern[str]], dict[str, str]]:
    """Kind of statement → its form, and pattern of a trouble → what is told of it; the parts join :data:`PARTS`."""
    statements, troubles = {}, {}
    for number, row in enumerate(rows, start=2):
        use, name, form, told = (str(row[column]) for column in ("use", "name", "pattern", "told"))
        try:
            pattern = re.compile(_filled(form))
        except (KeyError, re.error) as error:
            expected = "a regular expression, in braces the names of parts above it"
            raise TableError(
                "places/forms.csv", expected, row=number, column="pattern", value=form, hint=str(error)
            ) from None
        if use == "part":
            PARTS[name] = pattern.pattern
        elif use == "statement":
            statements[name] = pattern
        else:
            troubles[pattern.pattern] = _filled(told)
    return statements, troubles


FORMS, _TROUBLES = read_forms(entries("forms"))


def _re(text: str) -> re.Pattern[str]:
    return re.compile(_filled(text))


THAN_NAMED = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月")

PATTERN = _re(r"(?P<count>{COUNT})(?:个)?(?:行业)?(?:均)?(?:环比)?(?P<state>{STATE})")
"""One count of a pattern such as 七升五降."""

LEAD = re.compile(
    r"(?:[，；。：、（）\s]|其中|其余|其次(?:为|是)?|同时|只有|仅有|唯有|仅|尤其是|特别是|此外|另外|相反|而|但|且|另|以及|和|具体来看|具体而言|分指标(?:来)?看|分行业(?:来)?看|"
    r"从(?:各)?(?:分项|分类|二级|三级)(?:指数|指标)?(?:来)?看)*"
)
"""Words and stops that may stand before a statement."""
CLAUSE = re.compile(r"[^，；。：]*：?")
NO_PLACE = _re(
    r"(?:(?:{SPAN})(?:{THAN})?{HOW}(?:扩大|收窄|缩小|回落|提高|减小)了?{FIGURE}{POINTS}"
    r"|(?:{SPAN})(?:为|达到?)?{FIGURE}%|(?:{SPAN})?{PLACED}"
    r"|上个?月(?:份)?(?:指数)?(?:为|收于|是){FIGURE}{POINTS}"
    r"|(?:高于|低于|高出)(?:上年|去年)(?:同期|同月){FIGURE}{POINTS}"
    r"|(?:同比|(?:较|比|与)(?:上年|去年)(?:同期|同月)(?:相比)?，?(?:同比)?){HOW}"
    r"(?:(?:{VERB})了?{FIGURE}(?:{POINTS}|%)|(?:{FLAT}))){END}"
)
"""A change on the year before, a change in percent beside that in points, a change of the change, last month's level
again, the place of a change told behind it: the tables have no place for them."""
LEVELS = ("level", "level_before", "level_in_brackets", "level_by", "moved_to", "from_to")
"""Forms that state an index with its level."""
OF_INDUSTRY = _re(r"(?:{INDUSTRY})(?:行业)?的?(?:[^，；。]{0,8})?景气总?指数")
"""The index of one industry, which is no component."""

_DATES = re.compile(
    r"\d{4}年(?:\d{1,2}月份?)?(?:\d{1,2}日)?(?:以来|以后|之后|上半年|下半年|[一二三四]季度|初|末|底)?|\d{1,2}月\d{1,2}日"
    r"|第?[一二三四]季度|(?:连续|近|前|过去)第?\d{1,2}个?(?:多)?月|第\d+期|疫情"
    r"|(?:高于|低于|位于|处于|超过|跌破|突破|站上|重回|回到|接近|跌至)100(?:\.0+)?点?(?:的)?|100点?(?:的)?(?=荣枯|临界|基准|分界|以上|以下|之上|之下)"
)
_COMPARES = re.compile(r"环比|较上|比上|与上|较前|比前|同比")
_LOOKS = _re(
    r"\d\.\d|\d个?(?:百分)?点|\d%|收于|报收|指数为|(?:达到?|为|在|至|超过?)个?(?:百分)?点|格局|居首|居前|居末|个行业"
    r"|无行业|没有行业|(?:{COUNT}个?(?:{STATE})){2}|(?:呈|表现为)[^，；。]*{COUNT}(?:{STATE})"
)
_SUBJECT = _re(r"景气|行业|^(?:{THAN})|点$|(?:{VERB})点")
_BARE_LIST = _re(r"{LIST}")
_INDEX_MOVES = _re(r"景气总?指数[^，；。]*(?:{VERB}|{FLAT})")
_MOVES_ALONE = _re(r"^[^，；。：]{2,12}?(?:{FLAT})$|^[^，；。：]{2,12}?呈现?出?(?:{VERB})(?:态势|趋势|走势|势头)$")
_FORECASTS = re.compile("预计|预测|预期|将|会|有望|可能|或")
_TELLS = _re(r"行业|区间|持平|{SPAN}")


def is_prose(clause: str) -> bool:
    """Whether a clause may be passed over: no figure, no industry, no trace of a statement.

    >>> is_prose("生产呈升温态势"), is_prose("环比上升1.82点"), is_prose("环比上升点"), is_prose("2020年以来最好")
    (True, False, False, True)
    """
    return passing_note(clause) == ""


def passing_note(clause: str) -> str | None:
    """None for a clause that must be read; else what its reader should be told when it is passed over, mostly nothing.

    >>> passing_note("受双11带动"), passing_note("厨用五金"), passing_note("出口景气指数为98.10点")
    ('passed over as prose: a number that is no figure of an index', None, None)
    """
    bare = _DATES.sub("", clause)
    if _LOOKS.search(bare) or (_COMPARES.search(bare) and _SUBJECT.search(bare)):
        return None
    if re.search(PARTS["INDUSTRY"], bare):
        if _COMPARES.search(bare) or _TELLS.search(bare) or _BARE_LIST.fullmatch(bare) or re.search(r"\d", bare):
            return None
        return "passed over as prose: it names an industry and states nothing of it"
    if re.search(r"\d", bare):
        return (
            None
            if re.search("指数|景气|行业", bare)
            else "passed over as prose: a number that is no figure of an index"
        )
    if _COMPARES.search(clause) or "区间" in clause or re.search(PARTS["SPAN"], clause):
        return "passed over as prose: it has no figure"
    if _MOVES_ALONE.search(clause):
        return "passed over as prose: a direction of nothing that is known"
    if _INDEX_MOVES.search(clause) and not _FORECASTS.search(clause):
        return "passed over as prose: an index and a direction without a figure"
    return ""


def diagnosis(clause: str, rest: str) -> str:
    """What seems wrong with a clause that is no statement; ``rest`` is the text from the clause on.

    >>> diagnosis("环比1.82点", "环比1.82点。")
    'a change without a word that says up or down'
    >>> diagnosis("某景气指数收于99.37点", "某景气指数收于99.37点；另一")
    'a level without its change'
    """
    sentence = re.split(r"[；。]", rest, maxsplit=1)[0]
    for pattern, trouble in _TROUBLES.items():
        if re.search(pattern, clause) or re.match(rf"[^；。]{{0,40}}?(?:{pattern})", sentence):
            return trouble
    return "figures or industries outside a sentence that the reader knows"
