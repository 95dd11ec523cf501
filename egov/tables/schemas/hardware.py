"""The tables of the Yongkang hardware index."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, Table, value

FAMILIES = ("production", "market", "trade")
STATES = ("rising", "falling", "flat", "expanding", "retreating", "contracting")
INDUSTRIES = (
    "五金工具及配件",
    "日用五金电器",
    "建筑装潢五金",
    "机电五金",
    "电子电工",
    "通用零部件",
    "运动休闲五金",
    "安防产品",
    "门及配件",
    "车及配件",
    "厨用五金",
    "机械设备",
)

_MONTH = Field("month", "string", "month of the index, YYYY-MM", pattern=r"\d{4}-(0[1-9]|1[0-2])")
_FAMILY = Field(
    "family",
    "category",
    "production (生产景气), market trading (市场交易景气) or foreign trade (外贸景气)",
    values=FAMILIES,
)
_COMPONENT = Field(
    "component",
    "string",
    "name of the index or component in Chinese as printed, without the market's name before it (五金市场交易); "
    "`总指数` for the composite. Two months may spell one component differently (库存存量, 库存量); `component_en` is "
    "then the same",
)
_STATE = Field(
    "state",
    "category",
    "month on month: rising 升, falling 降, flat 持平; by the zone that the release names: expanding 扩张, "
    "retreating 回落, contracting 收缩",
    values=STATES,
)

HARDWARE_INDEX = Table(
    "hardware_index",
    "published",
    "Index values and month-on-month changes",
    "June 2021 from the release in hand; May 2022, May 2023 and June 2023 (production only) from the reference folder.",
    ("month", "family", "component", "measure"),
    (
        _MONTH,
        _FAMILY,
        _COMPONENT,
        Field("measure", "category", "level or month-on-month change", values=("value", "change")),
        Field("component_en", "string", "the component in English"),
        Field("parent", "string", "component it belongs to; empty for the composite", required=False),
        value("points; a change carries the sign of its verb, which `printed` does not", minimum=-100, maximum=300),
    ),
    min_rows=100,
    gaps="Market trading and foreign trade: June 2021 only. Months between are not in hand. Two components of market "
    "trading have a change without a level. The reference file has lost trailing zeros of the other months.",
)

HARDWARE_BREADTH = Table(
    "hardware_breadth",
    "published",
    "How many of twelve industries rise, fall or stand still",
    "Counts of industries by state, for composites and components; a count given as a pattern and once more behind the "
    "industries' names has two mentions.",
    ("month", "family", "component", "state"),
    (_MONTH, _FAMILY, _COMPONENT, _STATE, value("industries", "integer", minimum=0, maximum=12)),
    min_rows=25,
)

HARDWARE_INDUSTRIES = Table(
    "hardware_industries",
    "published",
    "Industries named, with state or change",
    "`printed` is the industry's name as printed (one name has two spellings), `value` its state; `line` and `col` are "
    "those of the name, the change has its own.",
    ("month", "family", "component", "industry"),
    (
        _MONTH,
        _FAMILY,
        _COMPONENT,
        Field("industry", "string", "one of the twelve industries", values=INDUSTRIES),
        Field(
            "change",
            "number",
            "month-on-month change printed for it; a lower bound where `change_qualifier` is over",
            unit="points",
            required=False,
        ),
        Field(
            "change_qualifier",
            "category",
            "exact, or over (at least that much)",
            values=("exact", "over"),
            required=False,
        ),
        Field("change_printed", "string", "the change as printed", required=False),
        Field("change_line", "integer", "line of the text copy where the change starts", minimum=1, required=False),
        Field("change_col", "integer", "column of that line", minimum=1, required=False),
        value("the state", "category", values=STATES),
    ),
    min_rows=25,
)

HARDWARE_WEEKLY = Table(
    "hardware_weekly",
    "published",
    "Weekly price index of the hardware market",
    "Single weeks found on single pages. Two series that must not be joined: twelve industries, and a rebased one "
    "with eight.",
    ("series", "week_ending", "measure"),
    (
        Field("series", "category", "which series", values=("twelve_industries", "rebased_eight_industries")),
        Field("week_ending", "string", "last day of the week, YYYY-MM-DD", pattern=r"\d{4}-\d{2}-\d{2}"),
        Field("measure", "category", "level or change on the week before", values=("value", "change")),
        Field("component", "string", "name of the index in Chinese"),
        value("points", minimum=-100, maximum=300),
    ),
)

TABLES = (HARDWARE_INDEX, HARDWARE_BREADTH, HARDWARE_INDUSTRIES, HARDWARE_WEEKLY)
