"""The forms of statement that a hardware-index release uses, as patterns over its plain text.

A statement is an index with its level and change, an index with its change alone, how many of the twelve industries
rise and fall, which industries do, or which industry moves most and by how much. :data:`FORMS` lists them in the order
in which they are tried; :func:`diagnosis` says what is wrong with a clause that looks like one and is none.
"""

from __future__ import annotations

import re

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
from egov.tables.schemas import INDUSTRIES


def _any(*words: str) -> str:
    """One of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


COUNT = r"(?:[零〇无一二两三四五六七八九十]{1,3}|\d{1,2})"
_FIGURE = r"(?!0\d)\d{1,3}(?:\.\d{1,2})?(?![\d.])"
_POINTS = r"(?:个?百分点|个?点)"
_VERB = _any(*RISING_VERBS, *FALLING_VERBS)
_FLAT = _any(*FLAT_VERBS, *NEARLY_FLAT_VERBS)
_STATE = _any(*STATE_WORDS)
_SPAN = _any(*RISING_SPANS, *FALLING_SPANS)
_INDUSTRY = _any(*INDUSTRIES, *INDUSTRY_ALIASES)
_END = r"(?=[，；。、：（）]|和|而|但|并|且|同时|$)"
_OTHER_MONTH = r"(?:\d{4}年)?\d{1,2}月份?"
THAN = (
    r"(?:月?环比|(?:较|比|与|同|相?较于|相比于?)(?:上(?:一?个?月|期)|前一?个?月|"
    rf"{_OTHER_MONTH})(?:份)?(?:相比较?|比较|比)?，?(?:环比)?)"
)
"""Words that compare with the month before."""
THAN_NAMED = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月")
_HOW = (
    r"(?:景气(?:指数)?)?(?:小幅|大幅|微幅|略微|略有|略|稍有|稍|轻微|微|明显|显著|继续|持续|进一步|再度|再次|有所|快速|仍|"
    r"均有|均|都|共|稳步|逐步|全部|全都|止跌|企稳|双双|同步|普遍|整体|总体|不同程度地?|"
    r"由[升降涨跌正负]转[升降涨跌正负]，?|的)*"
)
_NAME = r"[^，；。、：（）\d]+?景气总?指数(?:（总）)?"
_AT = (
    r"(?:最终)?(?:报收于|收报于|收报|报收|收于|收在|收|报于|录得|报|为|是|达到|达|至|"
    r"(?:回|上|下|攀)?[升降]至|[上下]?[涨跌]至|回落至)"
)
_MOVE = (
    rf"{_HOW}(?:(?:(?P<verb>{_VERB})了?|的?(?P<span>{_SPAN})(?:为|达到?)?)(?P<change>{_FIGURE}){_POINTS}"
    rf"|(?P<flat>{_FLAT}))"
)
_CHANGE = rf"(?P<than>{THAN})?{_MOVE}"
_MUST = r"(?P<compared>(?=月?环比|较|比|与|同|相))"
_ASIDE = r"(?:[，]?(?P<aside>[^，；。、：（）]{1,16})，)??"
_ZONE = r"(?:处于|处在|位于|进入|转入|落入|在)(?P<zone>扩张|回落|收缩)区间"
_LIST = rf"(?:{_INDUSTRY})(?:行业)?(?:(?:、|，|和|与|以及|及)(?:{_INDUSTRY})(?:行业)?)*"
_HOW_MANY = rf"等?(?:(?P<count>{COUNT})(?:个|大类|大|类))?(?:大类|类)?"
_NAMES = rf"(?P<names>{_LIST}|[^，；。：\d]+?(?=等?(?:{COUNT}(?:个|大类|大|类))?(?:大类|类)?行业)){_HOW_MANY}(?:行业)?"
_NAMES_AFTER = rf"(?P<names>{_LIST}|[^，；。：\d]+?){_HOW_MANY}(?:行业)?"
_STOP = r"(?=[，；。）]|$)"
_OF_INDEX = r"的?(?P<index>[^，；。、：\d]{0,14}?)"
_PLACED = (
    r"(?:位居|位列|排名|排在|均?居|最|较|领|垫|明显|突出|(?=前[二两三四五六]))(?:第一|首位?|前列?|末位?|大|高|小|低|先|底|明显)?"
    r"(?:[一二两三四五]?(?:位|名)?)?"
)
_MORE = r"(?P<more_before>超过|超|逾|大于|高于|多于|不低于)?"
_RESPECTIVE = rf"(?:{_FIGURE}){_POINTS}?(?:(?:、|，|和|与|及)(?:{_VERB})?(?:{_FIGURE}){_POINTS}?)*"
_CHANGE_OF = rf"{_MORE}(?P<change>{_FIGURE})(?P<points>{_POINTS})(?P<more_after>以上|多|有余)?"

PATTERN = re.compile(rf"(?P<count>{COUNT})(?:个)?(?:行业)?(?:均)?(?:环比)?(?P<state>{_STATE})")
"""One count of a pattern such as 七升五降."""
_ONE = rf"(?:有|其余|另有|另)?{COUNT}(?:个)?(?:行业)?(?:均)?(?:环比)?(?:{_STATE})"
_PATTERN = rf"(?P<counts>(?:{_ONE}[、，；]?)+)"
_SHOWS = r"(?:(?:总体|整体|景气|环比|指数)*(?:呈现出?|呈|表现为|表现出|出现))"
_PATTERN_END = r"的?(?:格局|态势|局面|走势|特征|形势|状态)"

_SEVERAL = r"[^，；。：（）\d]+?景气总?指数(?:(?:、|和|与|以及|及)[^，；。：（）\d]+?景气总?指数)*"
_MOST = rf"(?:(?:{_VERB})(?:幅度)?最(?:多|大|快|明显)，)?"
_FROM = rf"(?:由|从)(?:上(?:一?个?月|期)|{_OTHER_MONTH})的?(?P<before>{_FIGURE})(?:{_POINTS})?"
_STATEMENTS = {
    "respectively": rf"(?P<names>{_SEVERAL})，?分别{_AT}(?P<values>{_RESPECTIVE})"
    rf"[，（]{THAN}{_HOW}分别{_HOW}(?P<verb>{_VERB})了?(?P<changes>{_RESPECTIVE}){_END}",
    "respective_moves": rf"(?P<names>{_SEVERAL})，?{THAN}{_HOW}分别{_HOW}"
    rf"(?P<verb>{_VERB})了?(?P<changes>{_RESPECTIVE}){_END}",
    "from_to": rf"(?P<name>{_NAME})，?{_FROM}{_HOW}(?:{_VERB})?(?:至|到|为)(?P<value>{_FIGURE}){_POINTS}"
    rf"[，（]{_CHANGE}{_END}",
    "level_before": rf"(?P<name>{_NAME})，?{_MOST}(?:{_AT})?(?P<value>{_FIGURE}){_POINTS}"
    rf"[，（](?P<than>{THAN})的?(?P<before>{_FIGURE}){_POINTS}，?{_MOVE}{_END}",
    "level_in_brackets": rf"(?P<name>{_NAME})（(?P<value>{_FIGURE}){_POINTS}），?{_CHANGE}{_END}",
    "level_by": rf"(?P<name>{_NAME})，?以(?P<value>{_FIGURE}){_POINTS}(?:报收|收盘|收官)，?{_CHANGE}{_END}",
    "level": rf"(?P<name>{_NAME})，?{_MOST}(?:{_AT})?(?P<value>{_FIGURE}){_POINTS}[，（]{_ASIDE}{_CHANGE}{_END}",
    "moved_to": rf"(?P<name>{_NAME})，?{_CHANGE}[，（]?(?:并|后)?{_AT}(?P<value>{_FIGURE}){_POINTS}{_END}",
    "move": rf"(?P<name>{_NAME})，?{_MUST}{_CHANGE}{_END}",
    "breadth": rf"(?:从|在|就|按)?(?:全部|上述|这)?(?P<total>{COUNT})(?:大类|大|类|个)?(?:五金)?行业"
    rf"(?:中|来看|看|里)?[，：]?(?:总体|整体|景气|环比|指数)*{_SHOWS}?{_PATTERN}(?:{_PATTERN_END})?{_END}",
    "pattern": rf"{_SHOWS}(?P<total>){_PATTERN}{_PATTERN_END}{_END}",
    "none": rf"(?P<count>无|没有|暂无|未有)(?:任何)?行业{_ZONE}{_END}",
    "count_zone": rf"(?:有)?(?P<count>{COUNT})(?:个|大类|大)行业(?:均|都)?{_ZONE}{_END}",
    "count_moves": rf"(?:有)?(?P<count>{COUNT})(?:个|大类|大)行业(?:的?[^，；。、：\d]{{0,8}}?景气(?:指数)?)?(?:均|都)?"
    rf"(?:{THAN})?{_HOW}(?P<verb>{_VERB}|{_FLAT}){_END}",
    "bare": rf"(?P<total>){_PATTERN}(?:{_PATTERN_END})?(?=[，；。：）]|$)",
    "zone": rf"{_NAMES}(?:均|都)?(?:(?:由|从)(?:上个?月)?的?(?:扩张|回落|收缩)区间)?{_ZONE}{_END}",
    "zone_of": rf"{_ZONE}的(?:行业)?(?:有|为|是|包括|包含|分别是|分别为)?(?:(?P<first>{COUNT})个，?(?:分别)?(?:是|为))?"
    rf"[：，]?{_NAMES_AFTER}{_STOP}",
    "direction_of": rf"(?:{THAN})?{_HOW}(?P<verb>{_VERB}|{_FLAT})的(?:行业)?(?:有|为|是|包括|包含|分别是|分别为)?"
    rf"(?:(?P<first>{COUNT})个，?(?:分别)?(?:是|为))?[：，]?{_NAMES_AFTER}{_STOP}",
    "most_of": rf"(?P<span>{_SPAN}){_PLACED}的(?:行业)?(?:是|为|有)?{_NAMES}[，（]?(?:{THAN})?{_HOW}"
    rf"(?:(?P<verb>{_VERB})了?|为|达到?)?{_CHANGE_OF}{_END}",
    "respective_of": rf"(?P<span>{_SPAN}){_PLACED}的(?:行业)?(?:分别)?(?:是|为|有)?{_NAMES}[，（]?(?:{THAN})?{_HOW}分别"
    rf"(?P<verb>{_VERB})了?(?P<changes>{_RESPECTIVE}){_END}",
    "named_of": rf"(?P<span>{_SPAN}){_PLACED}的(?:行业)?(?:分别)?(?:是|为|有)?{_NAMES}{_STOP}",
    "direction": rf"{_NAMES}{_OF_INDEX}(?:均|都)?(?:{THAN}){_HOW}(?P<verb>{_VERB}|{_FLAT}){_END}",
    "direction_trend": rf"{_NAMES}{_OF_INDEX}(?:均|都)?(?:{THAN})?呈现?(?:出)?(?P<verb>{_VERB}|{_FLAT})"
    rf"(?:态势|趋势|走势|状态|势头){_END}",
    "direction_bare": rf"(?P<names>{_LIST}){_HOW_MANY}(?:行业)?(?:均|都)?{_HOW}(?P<verb>{_VERB}|{_FLAT}){_END}",
    "respective_most": rf"{_NAMES}{_OF_INDEX}(?:(?P<span>{_SPAN}){_PLACED}[，、且]?)?(?:{THAN})?{_HOW}分别"
    rf"(?P<verb>{_VERB})了?(?P<changes>{_RESPECTIVE}){_END}",
    "least": rf"{_NAMES}{_OF_INDEX}(?:{THAN})?(?P<span>{_SPAN}){_HOW}(?:在|为|达到?)?{_CHANGE_OF}{_END}",
    "most": rf"{_NAMES}{_OF_INDEX}(?:(?P<span>{_SPAN}){_PLACED}[，、且（]?)?(?:均|都)?(?P<than>{THAN})?{_HOW}"
    rf"(?:(?P<verb>{_VERB})了?|(?P<span2>{_SPAN})(?:为|达到?)?){_CHANGE_OF}{_END}",
    "most_by": rf"{_NAMES}{_OF_INDEX}(?P<span>{_SPAN}){_PLACED}[，（]?(?:为|达到?){_CHANGE_OF}{_END}",
    "most_named": rf"{_NAMES}{_OF_INDEX}(?P<span>{_SPAN}){_PLACED}{_END}",
}
FORMS = {kind: re.compile(form) for kind, form in _STATEMENTS.items()}
"""Kind of statement → its form."""

LEAD = re.compile(
    r"(?:[，；。：、（）\s]|其中|其余|其次(?:为|是)?|同时|只有|仅有|唯有|仅|尤其是|特别是|此外|另外|相反|而|但|且|另|以及|和|具体来看|具体而言|分指标(?:来)?看|分行业(?:来)?看|"
    r"从(?:各)?(?:分项|分类|二级|三级)(?:指数|指标)?(?:来)?看)*"
)
"""Words and stops that may stand before a statement."""
CLAUSE = re.compile(r"[^，；。：]*：?")
NO_PLACE = re.compile(
    rf"(?:(?:{_SPAN})(?:{THAN})?{_HOW}(?:扩大|收窄|缩小|回落|提高|减小)了?{_FIGURE}{_POINTS}"
    rf"|(?:{_SPAN})(?:为|达到?)?{_FIGURE}%|(?:{_SPAN})?{_PLACED}"
    rf"|上个?月(?:份)?(?:指数)?(?:为|收于|是){_FIGURE}{_POINTS}"
    rf"|(?:高于|低于|高出)(?:上年|去年)(?:同期|同月){_FIGURE}{_POINTS}"
    rf"|(?:同比|(?:较|比|与)(?:上年|去年)(?:同期|同月)(?:相比)?，?(?:同比)?){_HOW}"
    rf"(?:(?:{_VERB})了?{_FIGURE}(?:{_POINTS}|%)|(?:{_FLAT}))){_END}"
)
"""A change on the year before, a change in percent beside that in points, a change of the change, last month's level
again, the place of a change told behind it: the tables have no place for them."""
LEVELS = ("level", "level_before", "level_in_brackets", "level_by", "moved_to", "from_to")
"""Forms that state an index with its level."""
OF_INDUSTRY = re.compile(rf"(?:{_INDUSTRY})(?:行业)?的?(?:[^，；。]{{0,8}})?景气总?指数")
"""The index of one industry, which is no component."""

_DATES = re.compile(
    r"\d{4}年(?:\d{1,2}月份?)?(?:\d{1,2}日)?(?:以来|以后|之后|上半年|下半年|[一二三四]季度|初|末|底)?|\d{1,2}月\d{1,2}日"
    r"|第?[一二三四]季度|(?:连续|近|前|过去)第?\d{1,2}个?(?:多)?月|第\d+期|疫情"
    r"|(?:高于|低于|位于|处于|超过|跌破|突破|站上|重回|回到|接近|跌至)100(?:\.0+)?点?(?:的)?|100点?(?:的)?(?=荣枯|临界|基准|分界|以上|以下|之上|之下)"
)
_COMPARES = re.compile(r"环比|较上|比上|与上|较前|比前|同比")
_LOOKS = re.compile(
    r"\d\.\d|\d个?(?:百分)?点|\d%|收于|报收|指数为|(?:达到?|为|在|至|超过?)个?(?:百分)?点|格局|居首|居前|居末|个行业"
    rf"|无行业|没有行业|(?:{COUNT}个?(?:{_STATE})){{2}}|(?:呈|表现为)[^，；。]*{COUNT}(?:{_STATE})"
)
_SUBJECT = re.compile(rf"景气|行业|^(?:{THAN})|点$|(?:{_VERB})点")
_BARE_LIST = re.compile(rf"{_LIST}")
_INDEX_MOVES = re.compile(rf"景气总?指数[^，；。]*(?:{_VERB}|{_FLAT})")
_MOVES_ALONE = re.compile(
    rf"^[^，；。：]{{2,12}}?(?:{_FLAT})$|^[^，；。：]{{2,12}}?呈现?出?(?:{_VERB})(?:态势|趋势|走势|势头)$"
)
_FORECASTS = re.compile("预计|预测|预期|将|会|有望|可能|或")
_TELLS = re.compile(rf"行业|区间|持平|{_SPAN}")


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
    if re.search(_INDUSTRY, bare):
        if _COMPARES.search(bare) or _TELLS.search(bare) or _BARE_LIST.fullmatch(bare) or re.search(r"\d", bare):
            return None
        return "passed over as prose: it names an industry and states nothing of it"
    if re.search(r"\d", bare):
        return (
            None
            if re.search("指数|景气|行业", bare)
            else "passed over as prose: a number that is no figure of an index"
        )
    if _COMPARES.search(clause) or "区间" in clause or re.search(_SPAN, clause):
        return "passed over as prose: it has no figure"
    if _MOVES_ALONE.search(clause):
        return "passed over as prose: a direction of nothing that is known"
    if _INDEX_MOVES.search(clause) and not _FORECASTS.search(clause):
        return "passed over as prose: an index and a direction without a figure"
    return ""


_TROUBLES = (
    (rf"(?:{_FIGURE}){_POINTS}?(?:、|和|与|或|至|到)(?:{_FIGURE})", "two values in one sentence"),
    (rf"{_AT}[^，；。]*(?:{_FIGURE}){_POINTS}，[^，；。]*?{_AT}(?:{_FIGURE})", "two values in one sentence"),
    (rf"^(?:{_FIGURE}){_POINTS}?$", "a second figure: two values in one sentence"),
    (rf"景气总?指数，?{_AT}[-+]", "a level with a sign"),
    (rf"(?:{THAN}){_HOW}(?:{_VERB})(?:{_VERB}){_FIGURE}", "two words for one change"),
    (rf"(?:{THAN}){_HOW}[-+]?\d", "a change without a word that says up or down"),
    (rf"(?:{THAN}){_HOW}(?:{_VERB})了?(?:{_POINTS}|{_END})", "a change without a figure"),
    (rf"(?:{THAN}){_HOW}(?:{_VERB})了?[-+]", "a change with a sign of its own behind the word"),
    (r"(?:环比|较上月|比上月)[^，；。]*\d%", "a change in percent; the tables hold points"),
    (
        rf"^(?:其中)?(?![^，；。：]*(?:指数|行业))[^，；。：\d]{{2,14}}?(?:{THAN}){_HOW}(?:{_VERB})了?{_FIGURE}",
        f"neither an index nor an industry at its head; the twelve industries are {', '.join(INDUSTRIES)}",
    ),
    (
        rf"(?:{_INDUSTRY})(?:行业)?的?[^，；。]{{0,8}}?指数，?{_AT}{_FIGURE}",
        "the level of an industry; the tables hold changes",
    ),
    (r"(?<![\d.])0\d", "a figure that begins with 0 and has no point"),
    (r"\d+\.\d{3,}|\d{4,}|\d\.\d*\.", "no figure with at most two decimals"),
    (rf"景气总?指数[^，；。\d]*{_FIGURE}(?!\d*{_POINTS})", "a level without 点"),
    (rf"景气总?指数，?{_AT}(?:{_FIGURE}){_POINTS}", "a level without its change"),
    (r"格局|态势", "a count pattern that is not whole"),
    (r"约\d|近\d|不足\d|不到\d|左右", "a qualifier for which the tables have no value (exact, over)"),
    (r"指数", "an index whose name does not end in 景气指数, or not in this form"),
)


def diagnosis(clause: str, rest: str) -> str:
    """What seems wrong with a clause that is no statement; ``rest`` is the text from the clause on.

    >>> diagnosis("环比1.82点", "环比1.82点。")
    'a change without a word that says up or down'
    >>> diagnosis("某景气指数收于99.37点", "某景气指数收于99.37点；另一")
    'a level without its change'
    """
    sentence = re.split(r"[；。]", rest, maxsplit=1)[0]
    for pattern, trouble in _TROUBLES:
        if re.search(pattern, clause) or re.match(rf"[^；。]{{0,40}}?(?:{pattern})", sentence):
            return trouble
    return "figures or industries outside a sentence that the reader knows"
