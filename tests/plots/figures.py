"""The standard figures on made-up data of the real shape: 32 units, five years, both trees, long labels.

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
TREE = [
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
    for number, (province, city, chinese, english) in enumerate(TREE):
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
    head = {code: f"{code} {chinese} {english}" for code, _, chinese, english in TREE if len(code) == 1}
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
        {"region": ["华东", "华东", "西北", "西北"], "band": ["高", "非常高", "中", "高"], "count": [1, 6, 4, 1]}
    )


STANDARD: dict[str, Callable[[], Figure]] = {
    "map by year": lambda: plots.tile_map(
        provinces(),
        "band",
        facet="year",
        mark="mark",
        title="省级政府一体化政务服务能力分组，2017–2021\nProvinces by band of online-service capability, 2017–2021",
        subtitle="31 provinces and 新疆兵团 (XPCC), one tile each; the year is the year assessed, not the edition's",
    ),
    "map of cities": lambda: plots.tile_map(
        bands().query("unit_type == 'city' and not (year == 2019 and unit == '大连')"),
        "band",
        facet="year",
        mark="mark",
        title="重点城市\nCities",
    ),
    "composition": lambda: plots.band_composition(
        counts(), panel="unit_type", title="越来越多的单位\nUnits by band", subtitle="Bars of equal length"
    ),
    "composition by region": lambda: plots.band_composition(
        regions(), by="region", by_labels=plots.REGION_LABELS, axis_label="单位数 number of units"
    ),
    "history": lambda: plots.band_history(
        bands().query("unit_type == 'city'"), sort="last", mark="mark", name2="name_en", title="历程\nEvery unit’s path"
    ),
    "history of provinces": lambda: plots.band_history(provinces(), mark="mark", name2="name_en", title="Provinces"),
    "dots": lambda: plots.dot_plot(
        provinces().query("year == 2019"),
        "score",
        "unit",
        label2="name_en",
        reference=83.2,
        reference_label="平均 mean 83.20",
        axis_label="总体指数 total index (0–100)",
        title="总体指数\nTotal index",
    ),
    "dumbbells": lambda: plots.dot_plot(
        means(),
        "mean",
        "name_zh",
        label2="name_en",
        group="unit_type",
        section="section",
        reference=87.2,
        reference_label="省级总体均值 provincial total 87.20",
        axis_label="指数平均值 mean",
        title="二级指标平均值\nMeans of the level-2 indicators",
    ),
    "intervals": lambda: plots.dot_plot(
        intervals(), "mean", "region", low="low", high="high", reference=90.9, reference_label="全国 nation"
    ),
    "trees": lambda: plots.indicator_trees(
        trees(), title="两套指标体系\nOne index, two trees", subtitle="Each square is one level-3 indicator"
    ),
}


def digests() -> dict[str, str]:
    """SHA-256 of the SVG of every standard figure."""
    return {name: hashlib.sha256(plots.to_svg(draw()).encode("utf-8")).hexdigest() for name, draw in STANDARD.items()}


if __name__ == "__main__":
    for figure, digest in digests().items():
        print(digest, figure)
