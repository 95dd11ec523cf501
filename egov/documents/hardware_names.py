"""The names that hardware-index releases use: components, industries, verbs, states.

A new name is a row of the lists ``components`` and ``words`` in :mod:`egov.documents.places`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from egov.documents.places import entries

COMPOSITE = "总指数"
FAMILIES = {"生产": "production", "市场交易": "market", "外贸": "trade"}
"""Word before 景气指数 → family."""
COMPOSITE_WORDS = FAMILIES | {"交易市场": "market", "对外贸易": "trade"}
"""The same with other words for it that a composite may carry."""

_COMPONENTS = entries("components")
COMPONENTS = {row["component"]: row["component_en"] for row in _COMPONENTS}
"""Component as printed → English. Spellings of one component (库存存量, 库存量) share their English name."""
NEW_COMPONENT = "(new component)"
"""``component_en`` of a component that a release names and the list does not."""
FIRST_LEVEL = {
    family: tuple(row["component"] for row in _COMPONENTS if row["first_level_of"] == family)
    for family in FAMILIES.values()
}
"""Family → the components that hang on its composite. Each belongs to its family alone: one of them in another
family's part is an index in the wrong place. What hangs below them (商品客户数量 …) may occur in several families."""
PRODUCTION_PARENTS = {row["component"]: row["parent"] for row in _COMPONENTS if row["parent"]}
"""Component → its parent, for the months that come as a list without sections; others hang on the composite."""
INDUSTRY_ALIASES = {"机械装备": "机械设备"}
"""Another spelling of an industry → its key."""

_WORDS = entries("words")


def _words(kind: str, means: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in _WORDS if (row["kind"], row["means"]) == (kind, means))


RISING_VERBS, FALLING_VERBS, FLAT_VERBS = (_words("verb", means) for means in ("rising", "falling", "flat"))
NEARLY_FLAT_VERBS = _words("verb", "nearly flat")
"""A change too small to be said. An industry counts as flat with it; an index has no change that a table could hold."""
RISING_SPANS, FALLING_SPANS = (_words("span", means) for means in ("rising", "falling"))
TRADITIONAL = frozenset("".join(_words("characters", "traditional")))
"""Traditional characters that have another form in simplified writing, as far as business prose uses them."""
STATE_WORDS = {row["word"]: row["means"] for row in _WORDS if row["kind"] == "state"}
"""Word of a count pattern or a zone → state; 回落 beside 升 is falling, see :func:`pattern_state`."""

_COMPOSITE = re.compile(
    rf"^(?:(?:中国|世界)?·?永康市?)?(?:五金)?(?:产品|商品|行业)?(?P<family>{'|'.join(COMPOSITE_WORDS)})景气总?指数(?:\(总\)|（总）)?$"
)
_MARKETS = tuple(
    place + trade
    for place in ("中国·永康五金", "世界·永康五金", "永康市五金", "永康五金", "五金", "永康", "")
    for trade in ("交易市场", "市场交易", "产品", "市场", "")
)
"""What may stand before a component's name: the market's name."""


def component_key(printed: str) -> str:
    """The component's key: the name as printed without the market's name; ``总指数`` for a family's composite.

    >>> component_key("永康五金产品外贸景气总指数"), component_key("五金市场交易预期景气指数")
    ('总指数', '预期景气指数')
    >>> component_key("商品毛利率景气指数"), component_key("永康五金市场交易景气指数")
    ('商品毛利率景气指数', '总指数')
    >>> component_key("五金市场人气景气指数")
    '人气景气指数'
    """
    if _COMPOSITE.match(printed):
        return COMPOSITE
    bare = [printed.removeprefix(market) for market in _MARKETS if printed.startswith(market)]
    known = [name for name in bare if name in COMPONENTS]
    if known:
        return max(known, key=len)
    told = [name for name in bare if "五金" not in name and len(name) > len("景气指数")] if "五金" in printed else []
    return min(told, key=len, default=printed)


def composite_family(printed: str) -> str | None:
    """The family whose composite this is, or None.

    >>> composite_family("永康五金市场交易景气指数"), composite_family("生产市场需求景气指数")
    ('market', None)
    """
    match = _COMPOSITE.match(printed)
    return COMPOSITE_WORDS[match["family"]] if match else None


def home_family(component: str) -> str | None:
    """The one family that a first-level component belongs to; None for others.

    >>> home_family("运营效益景气指数"), home_family("商品客户数量景气指数")
    ('market', None)
    """
    return next((family for family, names in FIRST_LEVEL.items() if component in names), None)


def verb_state(verb: str) -> str:
    """The state that a verb of change says: rising, falling or flat.

    >>> verb_state("回升"), verb_state("下跌"), verb_state("持平")
    ('rising', 'falling', 'flat')
    """
    return "rising" if verb in RISING_VERBS else "falling" if verb in FALLING_VERBS else "flat"


def pattern_state(word: str, words: Sequence[str]) -> str:
    """The state of a word in a count pattern, given all its words: 回落 beside 升 or 涨 is falling, else retreating.

    >>> pattern_state("回落", ["扩", "回落", "收缩"]), pattern_state("回落", ["升", "回落"])
    ('retreating', 'falling')
    """
    state = STATE_WORDS[word]
    moves = any(STATE_WORDS[other] == "rising" for other in words)
    return "falling" if state == "retreating" and moves else state
