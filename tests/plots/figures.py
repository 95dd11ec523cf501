"""Every kind of figure on made-up data of the real shape: 32 units, five years, both trees, long labels.

``python -m tests.plots.figures`` prints one digest a figure; the determinism test runs it in other environments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pandas as pd
from matplotlib.figure import Figure

from egov import plots

PROVINCES = {
    "新疆兵团": ("XPCC (Xinjiang Production and Construction Corps)", 0, 1),
    "新疆": ("Xinjiang", 0, 2),
    "西藏": ("Tibet", 0, 4),
    "青海": ("Qinghai", 1, 3),
    "甘肃": ("Gansu", 2, 3),
    "宁夏": ("Ningxia", 3, 2),
    "内蒙古": ("Inner Mongolia", 4, 1),
    "黑龙江": ("Heilongjiang", 7, 0),
    "吉林": ("Jilin", 7, 1),
    "辽宁": ("Liaoning", 6, 1),
    "北京": ("Beijing", 5, 2),
    "天津": ("Tianjin", 6, 2),
    "河北": ("Hebei", 5, 3),
    "山西": ("Shanxi", 4, 2),
    "陕西": ("Shaanxi", 3, 3),
    "河南": ("Henan", 4, 3),
    "山东": ("Shandong", 6, 3),
    "江苏": ("Jiangsu", 6, 4),
    "上海": ("Shanghai", 7, 4),
    "安徽": ("Anhui", 5, 4),
    "湖北": ("Hubei", 4, 4),
    "重庆": ("Chongqing", 3, 4),
    "四川": ("Sichuan", 2, 4),
    "云南": ("Yunnan", 1, 5),
    "贵州": ("Guizhou", 2, 5),
    "湖南": ("Hunan", 3, 5),
    "江西": ("Jiangxi", 5, 5),
    "浙江": ("Zhejiang", 6, 5),
    "福建": ("Fujian", 5, 6),
    "广东": ("Guangdong", 4, 6),
    "广西": ("Guangxi", 3, 6),
    "海南": ("Hainan", 4, 7),
}
CITIES = {
    "乌鲁木齐": ("Ürümqi", 0, 2),
    "拉萨": ("Lhasa", 0, 4),
    "西宁": ("Xining", 1, 3),
    "兰州": ("Lanzhou", 2, 3),
    "银川": ("Yinchuan", 3, 2),
    "呼和浩特": ("Hohhot", 4, 1),
    "哈尔滨": ("Harbin", 8, 0),
    "长春": ("Changchun", 8, 1),
    "沈阳": ("Shenyang", 7, 1),
    "大连": ("Dalian", 7, 2),
    "石家庄": ("Shijiazhuang", 5, 2),
    "西安": ("Xi’an", 3, 3),
}
# the second level of the two trees: code for provinces, code for cities, Chinese name, English name
INDICATORS = [
    ("A", "A", "服务成效度", "Service effectiveness"),
    ("A1", "A1", "“好差评”管理体系", "“Good or bad” rating system"),
    ("A2", "", "用户使用度", "Use by individuals and firms"),
    ("A3", "A2", "用户体验度", "User experience"),
    ("B", "B", "办理成熟度", "Maturity of online handling"),
    ("B1", "B1", "事项办理深度", "Depth to which matters are handled"),
    ("B2", "", "数据共享", "Data sharing"),
    ("C", "C", "方式完备度", "Completeness of channels"),
    ("C1", "C1", "政务服务“一张网”建设", "“One network” for government services"),
    ("E", "E", "指南准确度", "Accuracy of guides"),
    ("E4", "E4", "表格及样表下载", "Forms and specimens for download"),
]


def bands() -> pd.DataFrame:
    """Units of both kinds with year, band, place on the grid, order and mark."""
    rows = []
    for kind, units, years in (("province", PROVINCES, range(2017, 2022)), ("city", CITIES, range(2018, 2022))):
        for order, (unit, (english, col, row)) in enumerate(units.items()):
            for year in years:
                level = (order * 7 + (year - 2017) * (order % 3) - (order + year) % 2) % 9 // 2
                rows.append((kind, unit, english, year, plots.BANDS[min(level, 3)], col, row, order))
    columns = ["unit_type", "unit", "name_en", "year", "band", "tile_col", "tile_row", "order"]
    frame = pd.DataFrame(rows, columns=columns)
    step = frame["band"].map(plots.BANDS.index).groupby([frame["unit_type"], frame["unit"]]).diff().fillna(0)
    return frame.assign(mark=["up" if s > 0 else "down" if s < 0 else None for s in step])


def provinces() -> pd.DataFrame:
    """The provinces of :func:`bands`, with a score that 新疆兵团 lacks."""
    frame = bands().query("unit_type == 'province'").reset_index(drop=True)
    score = 74.07 + (frame["order"] * 37 % 101) / 101 * 22.66
    return frame.assign(score=score.where(frame["unit"] != "新疆兵团").round(2))


def counts() -> pd.DataFrame:
    """Number of units in each band, by unit type and year."""
    frame = bands().groupby(["unit_type", "year", "band"]).size().rename("count").reset_index()
    return frame.sort_values("unit_type", ascending=False, kind="stable")


def trees() -> pd.DataFrame:
    """Two small trees with one to five indicators on level 3."""
    rows = []
    for number, (province, city, chinese, english) in enumerate(INDICATORS):
        for kind, code in (("province", province), ("city", city)):
            if not code:
                continue
            rows.append((kind, code, len(code), code[0] if len(code) > 1 else None, chinese, english))
            if len(code) == 2:
                for third in range(1, (number + len(kind)) % 5 + 2):
                    rows.append((kind, f"{code}-{third}", 3, code, f"三级{third}", f"third {third}"))
    return pd.DataFrame(rows, columns=["unit_type", "code", "level", "parent", "name_zh", "name_en"])


def means() -> pd.DataFrame:
    """A mean for every level-2 indicator of the two trees, with the heading of its section."""
    frame = trees().query("level == 2").reset_index(drop=True)
    head = {code: f"{code} {chinese} {english}" for code, _, chinese, english in INDICATORS if len(code) == 1}
    value = [70 + (number * 53 % 97) / 97 * 29.5 for number in range(len(frame))]
    return frame.assign(section=frame["parent"].map(head), mean=[round(v, 2) for v in value])


def intervals() -> pd.DataFrame:
    """Seven regions with a value and an interval."""
    value = [86.1, 82.4, 91.2, 88.3, 87.7, 85.5, 78.2]
    low = [v - 1 - n / 2 for n, v in enumerate(value)]
    high = [v + 1 + n / 3 for n, v in enumerate(value)]
    return pd.DataFrame({"region": list(plots.REGION_LABELS.values()), "mean": value, "low": low, "high": high})


def regions() -> pd.DataFrame:
    """Band counts of two regions with different totals."""
    return pd.DataFrame(
        {
            "region": [plots.REGION_LABELS[name] for name in ("华东", "华东", "西北", "西北")],
            "band": ["高", "非常高", "中", "高"],
            "count": [1, 6, 4, 1],
        }
    )


def _frame(columns: str, *rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


FLOW = bands().query("unit_type == 'province' and year > 2019").assign(was=lambda f: f["order"] % 7 == 0)
CHECKS = _frame(
    "document kind verdict", *[("report2022", "equality", "agrees"), ("report2022", "range", "not_checkable")] * 60,
    ("Articles 2020 (business environment, Chongqing) // 2020 年文章（营商环境、重庆）", "equality", "contradicts"),
)  # fmt: skip
MONTHS = _frame(
    "month of kind value",
    ("2021-05", "Production // 生产", "implied", 97.55),
    ("2021-06", "Production // 生产", "published", 99.37),
    ("2022-05", "Production // 生产", "published", 94.21),
    ("2023-05", "Production // 生产", "implied", 97.91),
    ("2023-05", "Production // 生产", "published", 97.90),
    ("2023-06", "Production // 生产", "published", 97.65),
    ("2021-06", "Foreign trade // 外贸", "published", 98.73),
)
GAPS = _frame(
    "section year low high inner_low inner_high dot point words",
    ("East – west // 东部 – 西部", "2019", -2.0, 24.0, 6.0, 11.0, 8.5, 8.2, "open // 未定"),
    ("East – west // 东部 – 西部", "2020", -1.5, 22.0, 5.5, 10.0, 7.5, None, "open // 未定"),
    ("East – west // 东部 – 西部", "2021", 5.6, 12.4, 6.8, 8.7, 7.7, None, "proven // 已证"),
    ("South – north // 南方 – 北方", "2019", -3.0, 20.0, 6.0, 10.0, 8.0, 7.1, "open // 未定"),
    ("South – north // 南方 – 北方", "2021", 3.9, 6.2, None, None, None, None, "proven // 已证"),
)
COUNTS = _frame(
    "panel series first last value qualifier implied joined label warning",
    ("Users // 用户", "a", 2018.0, 2019.0, 12.0, "exact", True, True, "12", ""),
    ("Users // 用户", "a", 2019.0, 2020.0, 21.0, "exact", False, True, "21", ""),
    ("Users // 用户", "a", 2021.3, 2021.4, 30.0, "over", False, True, "> 30", ""),
    (
        "Certificates // 证照",
        "queries // 查询",
        2020.4,
        2020.5,
        54.0,
        "over",
        False,
        True,
        "> 54 亿",
        "three things // 三件事",
    ),
    (
        "Certificates // 证照",
        "exchanges // 交换",
        2020.9,
        2021.0,
        5.0,
        "exact",
        False,
        True,
        "5 亿",
        "three things // 三件事",
    ),
    (
        "Certificates // 证照",
        "services // 服务",
        2021.0,
        2022.0,
        50.0,
        "nearly",
        False,
        True,
        "< 50 亿",
        "three things // 三件事",
    ),
    ("Time // 时间", "a", 2021.0, 2021.1, 5.0, "about", False, True, "≈ 5", ""),
)
EVENTS = _frame(
    "section label first last status basis",
    ("Platforms // 平台", "National platform online, on trial; a title of two lines // 国家平台试运行，标题很长要换行",
     2019.3, 2019.4, "done", "published"),
    ("Platforms // 平台", "A year only // 只有年份", 2018.0, 2019.0, "done", "stated"),
    ("Hotlines // 热线", "A deadline // 期限", 2021.99, 2022.0, "due", "stated"),
)  # fmt: skip
PLANS = _frame("label year count", ("Plans // 规划", 2018, 41), ("Plans // 规划", 2019, 43))
PLAYED = {
    "wide": "proven by the printed figures // 已公布数字所能证明",
    "inner": "model, 95 % interval // 模型 95% 区间",
    "point": "printed scores // 公布分数",
}


def gaps(frame: pd.DataFrame = GAPS, **more: object) -> Figure:
    """Bars, intervals, dots and words."""
    how = {"wide": ("low", "high"), "inner": ("inner_low", "inner_high"), "dot": "dot", "point": "point"}
    how |= {"section": "section", "text": "words", "text_head": "Sign // 符号", "names": PLAYED, "reference": 0}
    return plots.interval_rows(frame, "year", **(how | {"title": "The two gaps // 两种差距"} | more))


def series(frame: pd.DataFrame = MONTHS, **more: object) -> Figure:
    """Monthly values with holes."""
    how = {"panel": "of", "kind": "kind", "reference": 100, "gap_label": "no release // 无发布稿"}
    return plots.gap_series(frame, "month", **(how | more))


def timeline(frame: pd.DataFrame = EVENTS) -> Figure:
    """Events under columns of bands and a tally."""
    composition = counts().query("unit_type == 'province' and year < 2020")
    return plots.event_timeline(frame, composition, PLANS, title="Events // 大事")


STANDARD: dict[str, tuple[Callable[..., Figure], pd.DataFrame]] = {
    "tile_map": (
        lambda f: plots.tile_map(
            f,
            "band",
            facet="year",
            mark="mark",
            title="Provinces by band of online-service capability // 省级政府一体化政务服务能力分组，2017–2021",
            subtitle="31 provinces and 新疆兵团 (XPCC), one tile each // 31 个省份和新疆兵团各占一格",
        ),
        provinces().query("year > 2019"),
    ),
    "band_flow": (lambda f: plots.band_flow(f, name2="name_en", returned="was", title="Flow // 流"), FLOW),
    "band_composition": (
        lambda f: plots.band_composition(f, panel="unit_type", title="Units by band // 越来越多的单位"),
        counts(),
    ),
    "band_composition by region": (
        lambda f: plots.band_composition(f, by="region", axis_label="units // 单位数"),
        regions(),
    ),
    "band_history": (
        lambda f: plots.band_history(f, mark="mark", name2="name_en"),
        provinces().query("year > 2019"),
    ),
    "dot_plot": (
        lambda f: plots.dot_plot(
            f, "score", "unit", label2="name_en", reference=83.2, reference_label="mean 83.20 // 平均 83.20",
            axis_label="total // 总分",
        ),
        provinces().query("year == 2019"),
    ),
    "dot_plot in sections": (
        lambda f: plots.dot_plot(
            f, "mean", "name_zh", label2="name_en", group="unit_type", section="section", reference=87.2,
            reference_label="provincial total 87.20 // 省级总体均值 87.20", axis_label="mean // 指数平均值",
            title="Means // 二级",
        ),
        means(),
    ),
    "dot_plot with intervals": (
        lambda f: plots.dot_plot(f, "mean", "region", low="low", high="high", reference=90.9, reference_label="全国"),
        intervals(),
    ),
    "interval_rows": (gaps, GAPS),
    "verdict_grid": (lambda f: plots.verdict_grid(f, group="document", row="kind", title="Checks // 核对"), CHECKS),
    "gap_series": (series, MONTHS),
    "counter_panels": (lambda f: plots.counter_panels(f, title="Counts // 计数"), COUNTS),
    "event_timeline": (timeline, EVENTS),
}  # fmt: skip


def digests() -> dict[str, str]:
    """SHA-256 of the SVG of every standard figure."""
    return {
        name: hashlib.sha256(plots.to_svg(draw(frame)).encode("utf-8")).hexdigest()
        for name, (draw, frame) in STANDARD.items()
    }


if __name__ == "__main__":
    for figure, digest in digests().items():
        print(digest, figure)
