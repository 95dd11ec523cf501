"""Invented documents: our own words and figures, with no more of the real ones than the anchors that readers need."""

from __future__ import annotations

import re
from pathlib import Path

from egov.documents.bizenv import ENVIRONMENTS, STRATEGIES
from egov.documents.corpus import Corpus
from egov.documents.locate import Document
from egov.tables import load
from egov.tables.schemas import BANDS, REGIONS

UNITS = load("units").query("unit_type in ('province', 'city')").sort_values("order")
ORDER = {kind: here["unit"].tolist() for kind, here in UNITS.groupby("unit_type")}
WHO = {"province": "省级政府", "city": "重点城市"}
FIRST_LEVEL = ("服务成效度", "办理成熟度", "方式完备度", "事项覆盖度", "指南准确度")
SECOND_LEVEL = ("用户使用度", "数据共享", "基层服务", "服务事项动态化", "申请材料")
THIRD_LEVEL = ("个人用户", "数据调用情况", "移动应用服务", "事项关联度", "数量要求")
NUMERALS = "一二三四五六七八九十"


def units(unit_type: str) -> list[str]:
    """The 32 units of a type, in their order."""
    return ORDER[unit_type]


def band(unit_type: str, unit: str, year: int = 2021) -> str:
    """The invented band: eight units in each in 2021; in 2020 the first of each eight stood one lower."""
    place = units(unit_type).index(unit)
    now = 3 - place // 8
    return BANDS[max(now - (year == 2020 and place % 8 == 0), 0)]


def printed(unit: str) -> str:
    """The unit as running text names it."""
    return "新疆生产建设兵团" if unit == "新疆兵团" else unit


def _rows(*rows: list[str]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def _bands_table(number: str, unit_type: str) -> str:
    body = [
        [str(i), unit, band(unit_type, unit, 2020), band(unit_type, unit)]
        for i, unit in enumerate(units(unit_type), start=1)
    ]
    return f"表 {number} 近 2 年{WHO[unit_type]}的分组\n" + _rows(["序号", "地区", "2020 年", "2021 年"], *body)


def _groups_table(number: str, unit_type: str) -> str:
    limits = {"非常高": "(≥90)", "高": "(90-80)", "中": "(80-65)", "低": "(≤65)"}
    rows = [["能力水平", WHO[unit_type]]]
    for name, limit in limits.items():
        here = [u for u in units(unit_type) if band(unit_type, u) == name]
        marks = [f"{u} (+)" if band(unit_type, u, 2020) != name else u for u in here]
        rows.append([f"{name} {limit}", " ".join(marks[:5]), " ".join(marks[5:])])
    return f"表 {number} {WHO[unit_type]}按组别\n" + _rows(*rows)


def leaders(unit_type: str, first: int) -> list[str]:
    """Ten units that lead in the indicator of that number."""
    return units(unit_type)[first : first + 10]


def _leaders_table(number: str, unit_type: str) -> str:
    rows = [[name, *leaders(unit_type, i)] for i, name in enumerate(FIRST_LEVEL)]
    return f"表 {number} {WHO[unit_type]}领先（前 10 名）\n" + _rows(["指标项", *map(str, range(1, 11))], *rows)


def _leaders_sentences() -> str:
    return "".join(
        f"{WHO[t]}{name}指数领先（前 10 名）地区为：{'、'.join(leaders(t, i))}。\n"
        for t in WHO
        for i, name in enumerate(FIRST_LEVEL)
    )


def _indicators_table(number: str) -> str:
    names = zip("ABCDE", FIRST_LEVEL, SECOND_LEVEL, THIRD_LEVEL, strict=True)
    rows = [[f"{a} {code}", f"{b} {code}1", f"{c} {code}1-1"] for code, a, b, c in names]
    return f"表 {number} 指标体系\n" + _rows(["一级指标", "二级指标", "三级指标"], *rows)


def _distribution() -> str:
    words = {"非常高": "非常高（超过 90）", "高": "高（80-90 之间）", "中": "中", "低": "低"}
    return "\n".join(
        "".join(f"8 个{who}的一体化政务服务总体指数为{words[name]}，占比 25.00%。" for name in reversed(BANDS))
        for who in WHO.values()
    )


def _moves() -> str:
    """Who rose, by type and band."""
    out = ""
    for unit_type, who in WHO.items():
        out += f"{who}层面，变化如下。"
        for place in (0, 8, 16):
            unit = units(unit_type)[place]
            before, now = band(unit_type, unit, 2020), band(unit_type, unit)
            out += f"{unit}等 1 个地区从“{before}”升至“{now}”。"
    return out


def members(region: str, unit_type: str) -> list[str]:
    """The units of a region."""
    return UNITS[(UNITS["region7"] == region) & (UNITS["unit_type"] == unit_type)]["unit"].tolist()


def _region(number: int, region: str) -> str:
    out = f"（{NUMERALS[number]}）{region}地区\n{region}地区包括{len(members(region, 'province'))}个省级行政单位。"
    for unit_type, who in WHO.items():
        out += f"{who}层面，结果如下。"
        out += "".join(f"{printed(u)}处于“{band(unit_type, u)}”。" for u in members(region, unit_type))
    return out + f"\n专栏 {20 + number}：{region}的做法\n做法从略。\n"


def _means_1(half: str) -> str:
    return (
        f"{half}方面，总体指数和 5 项分项指数都已算出。5 项一级指标各不相同。总体指数平均值为 80.00。"
        "指南准确度指数相对较高，平均值为 90.25；事项覆盖度和方式完备度指数次之，平均值分别为 85.50 和 84.75；"
        "服务成效度和办理成熟度指数相对较弱，平均值分别为 81.00 和 82.50。\n"
    )


def _means_2(number: int) -> str:
    name = SECOND_LEVEL[number]
    halves = [
        f"{who}层面，{name}指标指数平均值为 7{number}.50，20 个地区超过平均值，占比 62.50%。" for who in WHO.values()
    ]
    return f"{NUMERALS[number + 1]}、{FIRST_LEVEL[number]}\n" + "\n".join(halves)


def _policies() -> str:
    provinces = [u for u in units("province") if u != "新疆兵团"][:15]
    rows = [[str(i), u, f"《{u}计划(2020-2022年)》", f"甲政发(2020){i}号"] for i, u in enumerate(provinces, start=1)]
    return "表 A-5 各地计划\n" + _rows(["序号", "地区", "名称", "文号"], *rows)


def _institutions() -> str:
    provinces, rows = units("province")[:26], [["序号", "地区", "机构", "类型", "级别"]]
    for i, unit in enumerate(provinces, start=1):
        rows.append([str(i), unit, f"{unit}甲局", "行政", "正厅级"])
        rows += [["", "", f"{unit}乙中心", "事业", "副厅级"]] * (i <= 16)
    return "表 A-6 各地机构\n" + _rows(*rows)


SYSTEM = "{who}评估体系共包含 5 项一级指标，5 项二级指标{fewer}，5 项三级指标（比 2020 年度减少 2 项）。"

REPORT = f"""2022 年 3 月
评估报告
2022 年 3 月
前言
本报告是第 7 部反映服务的报告，从 2015 年开始。2021 年是“十四五”的第一年。
目 录
第一章 方法....1
表目录
表 2-3 省级政府各分项指数领先（前 10 名）....2
表 2-4 重点城市各分项指数领先（前 10 名）....2
表 A-3 近 2 年省级政府....9
表 A-4 近 2 年重点城市....9
专栏目录
专栏 28:新疆生产建设兵团....8
报告数据摘要
1.总体指数平均值为 80.00，20 个省级政府的指数超过平均值，占比为 62.50%，
从 2017 年的 70.00 提升至 2021 年的 80.00，增长 14.29%。
2.总体指数和 5 项分项指数都有提高。其中，服务成效度指标得分 81.00，比 2020 年度（75.00）增长 8.00%。
3.评估 5 项一级指标：指南准确度指数相对较高，平均值为 90.25；事项覆盖度和方式完备度指数次之，
平均值分别为 85.50 和 84.75；服务成效度和办理成熟度指数相对较弱，平均值分别为 81.00 和 82.50。
4.从略。
5.31 个省（区、市）中，26 个地区共成立 30 余个副厅级机构。
6.从略。
第一章 方法
一、评估
（一）对象
面向全国 31 个省。
（二）依据
从略。
（三）数据
从略。
（四）指标
{SYSTEM.format(who="省级政府", fewer="（比 2020 年度减少 1 项）")}
{SYSTEM.format(who="重点城市", fewer="")}
64 个评估对象共计超过 3 万项数据。
（五）流程
从略。
（六）范围
31 个省（区、市）和一个兵团：32 个省级政府在内，32 个重点城市在内。
第二章 结果
一、分组
{_distribution()}
{_groups_table("2-1", "province")}
{_groups_table("2-2", "city")}
二、分项
{_leaders_sentences()}
{_leaders_table("2-3", "province")}
{_leaders_table("2-4", "city")}
三、示范
从略。
四、提升
{_moves()}
第三章 现状
一、进展
截至目前，31 个省（区、市）中，26 个地区成立机构，20 余个地区印发规划。
二、区域
七大区域即七大地理区域。
省级政府层面，如图 3-1 所示，“非常高”的地区从 2019 年的 5 个地区增加到 8 个。
重点城市层面，如图 3-2 所示，“非常高”的地区从 2019 年的 4 个地区增加到 8 个。
**华东地区依靠积累居前，平均值为 88.25；华南、华北和华中次之，平均值分别为 86.50、85.75、84.25；
西南、东北、西北在后，平均值为 80.25、78.50、75.75。**总体来看差距在缩小。
{"".join(_region(i, region) for i, region in enumerate(REGIONS))}专栏 28：新疆生产建设兵团的做法
做法从略。
第四章 均值
一、总体
{_means_1("省级政府")}{_means_1("重点城市")}
{chr(10).join(_means_2(i) for i in range(5))}
第五章 展望
从略。
第六章 结语
从略。
附 录
附录 1：指标
{_indicators_table("A-1")}
{_indicators_table("A-2")}
附录 3：分组
{_bands_table("A-3", "province")}
{_bands_table("A-4", "city")}
附录 5：计划
{_policies()}
附录 6：机构
31 个省（区、市）中，26 个地区共成立 30 余个副厅级机构。
{_institutions()}
报告编制
从略。
"""
"""A capability report of 64 units, two years of bands and fifteen indicators."""

NEWS_2021 = """中国电子政务排名升至第 40 位
本报记者：排名从 2018 年的第 60 位上升到 2020 年的第 40 位。
政务服务向基层延伸。
"""
NEWS_2022 = """线上线下载织成网。
中国在 190 个联合国会员国中从 2018 年的 60 位上升到 2022 年的 40 位。
“一网通办”让人省心。
"""
NEWS_2020 = """全國“一張網”: 2019 年省級政府網上政務服務指數。
“非常高”的地區從 2018 年的 5 個增加到 7 個，“高”的地區從 2018 年的 9 個增加到 12 個，“低”的地區首次為零。
平臺賦能基層。
"""


PROVINCES = [u for u in units("province") if u != "新疆兵团"]
STRATEGY_MEMBERS = {name: PROVINCES[i : i + 3] for i, name in enumerate(STRATEGIES)}
_ORDER = "中,华东位居第一,华南、华北紧随其后,"
_BELOW = "均值;华中、西南、东北和西北则低于它。"
_COUNTED = "七大区域和九大区域发展战略"


def _environments() -> str:
    out = ""
    for i, (name, key) in enumerate(ENVIRONMENTS.items()):
        best = PROVINCES[i : i + 5]
        out += f"“{name}”:平均分为6{i}.50,前五名是{'、'.join(best)}。"
        if key == "market":
            out += f"其中,12个省份高于它。第一名的{best[0]}(81.25),第二名的{best[1]}(80.50)。"
        if key == "government":
            out += f"{best[1]}力压群雄位居第二。"
    return out


def _paragraph(number: int, name: str) -> str:
    place = "在31省份中排名" if number <= 5 else "全国"
    return (
        f" {name}: 营商环境指数为{90 - number}.25,全国第{number},({'A' if number < 8 else 'B'}级)。"
        f"人均GDP排名(第{number}),均衡度{place}第{number}。"
        + "".join(f"{environment}(第{number + i})," for i, environment in enumerate(ENVIRONMENTS))
    )


ARTICLE = (
    f"甲报告看31省区市,覆盖31个省,附31份分省报告,比较{_COUNTED}。"
    f" 01 评价 体系有5个方面、12个二级指标、40项三级指标。{_COUNTED}{_ORDER}这3个地区高于{_BELOW}"
    "战略不一,一半高,另一半低于它。等级B占了1/2强,共7个等级。"
    f" 02 中国 前十强为:{'、'.join(PROVINCES[:10])}。共7个等级。"
    f"“A+”级的{PROVINCES[0]}, {PROVINCES[1]}处于“领先”的“A级”。"
    f"另外,{PROVINCES[2]}属“B级”,{PROVINCES[3]}属“B-级”。"
    f" 03 整体 前四名{'、'.join(PROVINCES[:4])},其中,{PROVINCES[4]}子环境均衡不足。其中,{PROVINCES[5]}整体营商环境好。"
    f"上海3项第一,在31省份居前。{_environments()}在四项里。"
    f" 04 区域 {_COUNTED}{_ORDER}这3个地区高于{_BELOW}全国低于31省66.50的均值。"
    + "".join(
        f"{name}涵盖{'、'.join(found)}等3省,营商环境均值为6{i}.75。"
        for i, (name, found) in enumerate(STRATEGY_MEMBERS.items())
    )
    + f"按战略分析,{'、'.join([*STRATEGIES][8::-2])}等区域战略高于均值;而{'、'.join([*STRATEGIES][::-2])}等区域的低。"
    + f" 05 31份分省报告,即31份分省的摘要。较低的{PROVINCES[6]},从略。"
    + "".join(_paragraph(i, name) for i, name in enumerate(PROVINCES[:22], start=1))
    + "(以上区域从略)"
)
"""The second article of the articles' document: a business-environment report on 22 provinces."""


def corpus(reference: Path, **changed: str) -> Corpus:
    """The invented documents that have tables of their own; ``changed`` replaces one of them."""
    texts = {"news2021": NEWS_2021, "report2022": REPORT, "news2022": NEWS_2022, "news2020": NEWS_2020}
    texts |= {"articles2020": f"第一篇从略\n{ARTICLE}\n第三篇从略\n"} | changed
    return Corpus({key: Document(key, text) for key, text in texts.items()}, reference)


def sample(pattern: str, figure: str) -> str:
    """A short text that a pattern of the lists matches; ``figure`` stands for ``{n}`` and for a named group.

    Literals stay, a choice takes its first branch, a repetition its least number; what only looks around is left out.
    """
    return _sample(re._parser.parse(pattern.replace("{n}", "(?P<n>9)")), figure)  # type: ignore[attr-defined]


def _sample(parsed: object, figure: str) -> str:
    out = ""
    for kind, value in parsed:  # type: ignore[attr-defined]
        name = str(kind)
        if name == "LITERAL":
            out += chr(value)
        elif name == "NOT_LITERAL":
            out += "某"
        elif name == "IN":
            (first, chosen), *_ = value
            known = {"LITERAL": lambda c: chr(c), "RANGE": lambda c: chr(c[0]), "CATEGORY": lambda c: "7"}
            out += known.get(str(first), lambda _: "某")(chosen)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, _, inner = value
            out += _sample(inner, figure) * least
        elif name == "SUBPATTERN":
            out += figure if value[0] is not None else _sample(value[-1], figure)
        elif name == "BRANCH":
            out += _sample(value[1][0], figure)
        elif name == "ANY":
            out += "某"
    return out
