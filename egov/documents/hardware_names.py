"""The names that hardware-index releases use: components, industries, verbs, states. A new name is added here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from egov.tables.schemas import INDUSTRIES

COMPOSITE = "总指数"
FAMILIES = {"生产": "production", "市场交易": "market", "外贸": "trade"}
"""Word before 景气指数 → family."""
COMPOSITE_WORDS = FAMILIES | {"交易市场": "market", "对外贸易": "trade"}
"""The same with other words for it that a composite may carry."""

COMPONENTS = {
    COMPOSITE: "Composite",
    # production
    "生产市场需求景气指数": "Market demand",
    "商品销售量与订单量景气指数": "Sales volume and orders",
    "商品客户数量景气指数": "Number of customers",
    "商品出厂价格景气指数": "Ex-factory price",
    "商品库存存量景气指数": "Stock of goods",
    "商品库存量景气指数": "Stock of goods",
    "企业经营效益景气指数": "Operating performance",
    "商品销售收入景气指数": "Sales revenue",
    "商品销售利润率景气指数": "Profit margin on sales",
    "商品存货周转速度景气指数": "Inventory turnover",
    "生产经营状况的预期景气指数": "Expected production and operations",
    "生产经营状况预期景气指数": "Expected production and operations",
    # market trading
    "要素供给景气指数": "Factor supply",
    "市场需求景气指数": "Market demand",
    "运营效益景气指数": "Operating performance",
    "商品进货量景气指数": "Goods purchased",
    "销售收入景气指数": "Sales revenue",
    "总体判断景气指数": "Overall judgement",
    "厂家生产经营状况景气指数": "Manufacturers' production and operations",
    "政策对产品的生产影响景气指数": "Effect of policy on production",
    "预期景气指数": "Expectation",
    # foreign trade
    "出口市场需求景气指数": "Export market demand",
    "商品出口交货量景气指数": "Export deliveries",
    "出口运营效益景气指数": "Export operating performance",
    "商品出口销售额景气指数": "Export sales",
    "商品毛利率景气指数": "Gross margin",
    "外贸预期景气指数": "Expected foreign trade",
}
"""Component as printed → English. Spellings of one component (库存存量, 库存量) share their English name."""
NEW_COMPONENT = "(new component)"
"""``component_en`` of a component that a release names and this list does not."""

FIRST_LEVEL = {
    "production": (
        "生产市场需求景气指数",
        "企业经营效益景气指数",
        "生产经营状况的预期景气指数",
        "生产经营状况预期景气指数",
    ),
    "market": ("要素供给景气指数", "市场需求景气指数", "运营效益景气指数", "总体判断景气指数", "预期景气指数"),
    "trade": ("出口市场需求景气指数", "出口运营效益景气指数", "外贸预期景气指数"),
}
"""Family → the components that hang on its composite. Each belongs to its family alone: one of them in another
family's part is an index in the wrong place. What hangs below them (商品客户数量 …) may occur in several families."""

PRODUCTION_PARENTS = {
    "商品销售量与订单量景气指数": "生产市场需求景气指数",
    "商品客户数量景气指数": "生产市场需求景气指数",
    "商品出厂价格景气指数": "生产市场需求景气指数",
    "商品库存量景气指数": "生产市场需求景气指数",
    "商品销售收入景气指数": "企业经营效益景气指数",
    "商品存货周转速度景气指数": "企业经营效益景气指数",
    "商品销售利润率景气指数": "企业经营效益景气指数",
}
"""Component → its parent, for the months that come as a list without sections; others hang on the composite."""

INDUSTRY_ALIASES = {"机械装备": "机械设备"}
"""Another spelling of an industry → its key."""

RISING_VERBS = (
    "上升", "回升", "上调", "上涨", "上扬", "上行", "上浮", "增长", "增加", "提高", "提升", "攀升", "走高", "回涨",
    "反弹", "升高", "上移", "扩大", "涨", "升", "增",
)  # fmt: skip
FALLING_VERBS = (
    "下降", "下跌", "回落", "下调", "下滑", "下行", "下浮", "降低", "走低", "减少", "回调", "缩减", "下挫", "下移",
    "萎缩", "跌落", "跌", "降", "减",
)  # fmt: skip
FLAT_VERBS = ("持平", "不变", "保持不变", "无变化", "没有变化")
NEARLY_FLAT_VERBS = ("基本持平", "基本不变", "大致持平", "几乎持平", "保持稳定", "基本稳定")
"""A change too small to be said. An industry counts as flat with it; an index has no change that a table could hold."""
RISING_SPANS = ("升幅", "涨幅", "增幅", "增长幅度", "上升幅度", "上涨幅度")
FALLING_SPANS = ("降幅", "跌幅", "减幅", "下降幅度", "下跌幅度", "回落幅度")
STATE_WORDS = {
    "上升": "rising",
    "上涨": "rising",
    "升": "rising",
    "涨": "rising",
    "下降": "falling",
    "下跌": "falling",
    "降": "falling",
    "跌": "falling",
    "基本持平": "flat",
    "持平": "flat",
    "平": "flat",
    "扩张": "expanding",
    "扩": "expanding",
    "回落": "retreating",
    "落": "retreating",
    "收缩": "contracting",
    "缩": "contracting",
}
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


def industry_key(printed: str) -> str | None:
    """The industry's key, or None for an unknown name.

    >>> industry_key("机械装备"), industry_key("机械设备"), industry_key("纺织")
    ('机械设备', '机械设备', None)
    """
    name = INDUSTRY_ALIASES.get(printed, printed)
    return name if name in INDUSTRIES else None


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
