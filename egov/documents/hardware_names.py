"""The names that hardware-index releases use: components, industries, verbs, states. A new name is added here."""

from __future__ import annotations

import re

from egov.tables.schemas.hardware import INDUSTRIES

COMPOSITE = "总指数"
FAMILIES = {"生产": "production", "市场交易": "market", "外贸": "trade"}
"""Word before 景气指数 → family."""

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

RISING_VERBS = ("上升", "回升", "上调", "上涨", "上扬", "增长", "提高", "提升", "攀升", "走高")
FALLING_VERBS = ("下降", "下跌", "回落", "下调", "下滑", "降低", "走低", "减少", "回调")
FLAT_VERBS = ("持平",)
STATE_WORDS = {
    "升": "rising",
    "降": "falling",
    "持平": "flat",
    "平": "flat",
    "扩张": "expanding",
    "扩": "expanding",
    "回落": "retreating",
    "收缩": "contracting",
    "缩": "contracting",
}
"""Word of a count pattern or a zone → state."""

_LOCATION = re.compile(r"^(?:永康)?五金(?:交易市场|市场交易|产品)")
_COMPOSITE = re.compile(rf"^(?:{'|'.join(FAMILIES)})景气总?指数(?:\(总\)|（总）)?$")


def component_key(printed: str) -> str:
    """The component's key: the name as printed without the market's name; ``总指数`` for a family's composite.

    >>> component_key("永康五金产品外贸景气总指数"), component_key("五金市场交易预期景气指数")
    ('总指数', '预期景气指数')
    >>> component_key("商品毛利率景气指数"), component_key("永康五金市场交易景气指数")
    ('商品毛利率景气指数', '总指数')
    """
    bare = printed.removeprefix("永康").removeprefix("五金产品")
    if _COMPOSITE.match(bare) or _COMPOSITE.match(bare.removeprefix("五金")):
        return COMPOSITE
    return _LOCATION.sub("", printed)


def composite_family(printed: str) -> str | None:
    """The family whose composite this is, or None.

    >>> composite_family("永康五金市场交易景气指数"), composite_family("生产市场需求景气指数")
    ('market', None)
    """
    if component_key(printed) != COMPOSITE:
        return None
    return next(family for word, family in FAMILIES.items() if word in printed)


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
