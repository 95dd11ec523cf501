"""What the audit reads in the documents beyond the published tables: numbers of boxes and figures, words of degree.

Each is a short fragment with the line and column of the text copy at which it stands;
``tests/results/test_audit_documents.py`` finds every one there. None is a sentence.
"""

from __future__ import annotations

from typing import NamedTuple

from egov.results.audit.quantity import Figure
from egov.tables.rows import row_anchor

TABLE = "audit_readings"
"""The derived table that lists the readings, so that a check can be followed to one."""


class Reading(NamedTuple):
    """A fragment and where it stands."""

    source: str
    place: str
    line: int
    col: int
    printed: str

    @property
    def figure(self) -> Figure:
        """As a published figure."""
        anchor = row_anchor(TABLE, self._asdict())
        return Figure(self.printed, self.source, self.place, self.line, None, TABLE, anchor, self.col)


def _report(place: str, line: int, col: int, printed: str) -> Reading:
    return Reading("report2022", place, line, col, printed)


def _article(place: str, col: int, printed: str) -> Reading:
    return Reading("articles2020", f"article 2, {place}", 2, col, printed)


BOX_LIST_LINES = (*range(137, 157), *range(158, 187), 188, 190, 192)
"""Lines of the list of boxes, for boxes 1 to 52."""

BOX_LINES = (
    *(482, 490, 498, 509, 517, 527, 538, 546, None, 552, 569, 577, 585, 596, 604, 614, 622, 630, 650, 661),
    *(731, 739, 747, 755, 765, 786, 794, 802, 821, 829, 839, 847, 857, 865, 875, 894, 904, 912, 931, 939, 949),
    *(974, 984, 994, 1004, 1012, 1031, 1039, 1049, 1057, 1065, 1073),
)
"""Lines of the headings of boxes 1 to 52 in the chapters; none for a box that is not there."""

FIGURES_CITED = (
    # line, column, number cited, number in the caption of the figure that the sentence describes, line of the caption
    (695, 2, "3-1", "3-1", 704),
    (706, 9, "3-3", "3-2", 711),
    (706, 72, "3-4", "3-3", 716),
    (1125, 181, "4-1", "4-1", 1130),
    (1134, 1, "4-2", "4-2", 1139),
    (1143, 2, "4-3", "4-3", 1148),
    (1150, 2, "4-4", "4-4", 1155),
    (1159, 2, "4-5", "4-5", 1164),
    (1166, 2, "4-6", "4-6", 1173),
    (1177, 2, "4-7", "4-7", 1182),
    (1184, 2, "4-8", "4-8", 1189),
    (1193, 2, "4-9", "4-9", 1198),
    (1200, 2, "4-10", "4-10", 1205),
    (1209, 2, "4-11", "4-11", 1214),
    (1216, 2, "4-12", "4-12", 1221),
)
TABLES_CITED = (
    # line, column, number, line of the heading
    (352, 67, "1-2", 354),
    (376, 75, "1-3", 378),
    (404, 9, "2-1", 410),
    (420, 9, "2-2", 424),
    (450, 5, "2-3", 452),
    (450, 11, "2-4", 463),
)

BOX_17_LISTED = _report("list of boxes, box 17", 153, 16, "愉悦生活")
BOX_17_HEADING = _report("box 17", 622, 16, "渝悦生活")
BOX_17_TEXT = _report("box 17", 626, 47, "渝悦生活")
HEADING_LISTED = _report("contents, ch. 3 §1 (三)", 55, 5, "用户体验")
HEADING_TEXT = _report("ch. 3 §1 (三)", 681, 4, "用户服务体验")

E1_1_PROVINCES = _report("Table A-1, E1-1", 1392, 51, "承诺期限")
E1_2_PROVINCES = _report("Table A-1, E1-2", 1393, 36, "承诺期限")
E1_1_CITIES = _report("Table A-2, E1-1", 1449, 49, "法定期限")
E1_2_CITIES = _report("Table A-2, E1-2", 1450, 36, "承诺期限")

SICHUAN_YEARS = _report("ch. 3 §2 (西南)", 968, 32, "连续多年")
LEVEL_DIGEST = _report("digest 5", 204, 35, "副厅级")
LEVEL_CHAPTER_3 = _report("ch. 3 §1", 655, 118, "厅局级")
SHAANXI_LEVEL = _report("box 47", 1035, 122, "正厅级")
ALL_REGIONS_ROSE = _report("ch. 3 §2", 699, 29, "均有不同程度")
ALL_INDICES_ROSE = _report("digest 2", 198, 32, "均有不同程度")
RISERS_WHERE = _report("ch. 2 §4", 561, 261, "中西部")

WITHOUT_TEXT = (_report("Table A-2, A5-1", 1421, 18, "A5-1"), _report("Table A-2, D1-1", 1440, 30, "D1-1"))
FOOTNOTE_MARK = _report("Table A-2, B3-1", 1429, 63, "^①")
APP_ANHUI = _report("ch. 3 §2 (安徽)", 845, 76, "皖事通")
APP_ANHUI_BOX = _report("box 32", 851, 125, "皖事通办")
TWO_WORDINGS = (
    # name, what has two wordings, where it first stands, where again, what differs
    (
        "definition.B",
        "what indicator B measures, in Table 1-1 and in chapter 2",
        _report("Table 1-1", 314, 24, "政务服务在线"),
        _report("ch. 2 §2", 438, 23, "政务服务一体"),
        "the chapter leaves out 在线 (online); nothing else tells which is meant",
    ),
    (
        "definition.E",
        "what indicator E measures, in Table 1-1 and in chapter 2",
        _report("Table 1-1", 317, 28, "公布的相关"),
        _report("ch. 2 §2", 446, 27, "公布相关"),
        "a particle is left out; the sense is the same",
    ),
    (
        "platform.resources",
        "the platform that published the data of 53 departments, in digest 13 and in chapter 3",
        _report("ch. 3 §1 (二)", 675, 74, "全国一体化政务服务平台"),
        _report("digest 13", 220, 4, "国家政务服务平台"),
        "the national platform is the hub of the integrated one, so both may be meant; whose count it is, and whose "
        "the calls of shared data beside it are, stays open",
    ),
)
LEADING = {
    "province": (_report("ch. 2 §1", 408, 6, "北京、上海"), ("北京", "上海", "江苏", "浙江", "广东", "贵州")),
    "city": (_report("ch. 2 §1", 422, 1, "广州、南京"), ("广州", "南京", "杭州", "深圳")),
}
"""Units said to have led in recent years: where the names begin, and the names."""
CITY_ORDER = _report("note to Table 2-2", 432, 5, "行政区划")
ALL_CITY_INDICES_ROSE = _report("ch. 4 §1", 1132, 65, "均有不同程度")
CASES_ALL = Reading("news2022", "city news", 73, 91, "综合类案例")
CASES_OF_INDUSTRY = Reading("news2022", "city news", 77, 1, "产业综合类")
PICTURE = _article("§04", 2303, "如图")

WORDING = (
    # fragment, what is wrong with it
    (_report("ch. 3 §2", 697, 104, "分别为和"), "a stray 和 before the first of two means"),
    (_report("ch. 3 §1 (一)", 648, 25, "服务服务"), "a word doubled"),
    (_report("digest 4", 202, 222, "。。"), "a full stop doubled"),
    (_report("ch. 3 §2 (山东)", 871, 1, "山东省托"), "the first character of the verb is missing"),
    (_report("digest 6", 206, 1, "6 截至"), "the full stop behind the number of the item is missing"),
    (_report("ch. 3 §1 (三)", 689, 227, "比为"), "比例 has lost a character; the next share of the sentence has it"),
    (_report("ch. 3 §2", 695, 73, "and"), "an English word for 和"),
    (_report("box 45", 1008, 13, "and"), "an English word for 和"),
    (_report("ch. 5 §2", 1235, 140, "and"), "an English word for 和"),
    (Reading("news2021", "article, part 1", 23, 1, "可事项"), "许可 has lost a character between two columns"),
    (Reading("articles2020", "article 4", 4, 1890, "。“"), "an opening quotation mark where one should close"),
    (Reading("news2022", "article, part 1", 17, 74, "全一体化"), "全国一体化 has lost a character"),
    (Reading("news2022", "article, part 1", 25, 35, "全一体化"), "全国一体化 has lost a character"),
)

GDP_WORDS = {
    province: _article(f"§05 ({province})", col, word)
    for province, col, word in (
        ("北京", 3537, "持平"),
        ("天津", 3678, "远低于"),
        ("河北", 3831, "高于"),
        ("山西", 3991, "略高于"),
        ("内蒙古", 4152, "远低于"),
        ("辽宁", 4309, "远低于"),
        ("吉林", 4472, "高于"),
        ("黑龙江", 4621, "高于"),
        ("上海", 4788, "持平"),
        ("浙江", 4959, "略低于"),
        ("安徽", 5122, "高于"),
        ("江西", 5276, "远高于"),
        ("山东", 5438, "略高于"),
        ("河南", 5622, "高于"),
        ("湖北", 5773, "远低于"),
        ("广东", 5927, "高于"),
        ("海南", 6097, "高于"),
        ("重庆", 6243, "高于"),
        ("四川", 6413, "远高于"),
        ("贵州", 6599, "远高于"),
        ("陕西", 6767, "远低于"),
        ("甘肃", 6909, "略高于"),
    )
}
HALF_IN_TWO_GRADES = _article("§01", 890, "1/2强")
HALF_OF_STRATEGIES = _article("§01", 1096, "一半区域")
BELOW_MEDIAN = _article("§02", 1583, "中位数")
SECOND_LEVEL_NAMED = tuple(
    _article("§01", col, name)
    for col, name in (
        (671, "融资"),
        (674, "创新"),
        (677, "竞争公平"),
        (682, "资源获取"),
        (687, "市场中介"),
        (694, "政府效率"),
        (699, "政府廉洁"),
        (704, "政府关怀"),
        (711, "政策透明"),
        (716, "司法公正"),
        (725, "对外开放"),
        (730, "社会信用"),
    )
)

HEADINGS = (
    # line, column, words of the heading, family, component, whether they say up or down
    (72, 14, "经营效益环比增长", "production", "企业经营效益景气指数", 1),
    (72, 29, "上调运行", "production", "总指数", 1),
    (80, 9, "企稳回升", "production", "商品销售利润率景气指数", 1),
    (80, 22, "小幅上扬", "production", "企业经营效益景气指数", 1),
    (84, 9, "有所下滑", "production", "商品销售量与订单量景气指数", -1),
    (84, 22, "略有回落", "production", "生产市场需求景气指数", -1),
    (93, 18, "指数回升", "market", "运营效益景气指数", 1),
    (93, 31, "环比上扬", "market", "总指数", 1),
    (101, 9, "进货量提高", "market", "商品进货量景气指数", 1),
    (101, 25, "有所回升", "market", "运营效益景气指数", 1),
    (105, 9, "状况向好", "market", "厂家生产经营状况景气指数", 1),
    (105, 26, "小幅上涨", "market", "总体判断景气指数", 1),
    (114, 14, "需求、效益", "trade", "出口市场需求景气指数", 1),
    (114, 19, "双双提升", "trade", "出口运营效益景气指数", 1),
    (114, 28, "指数上行", "trade", "总指数", 1),
    (122, 7, "出口扩大", "trade", "商品出口交货量景气指数", 1),
    (122, 20, "回升明显", "trade", "出口市场需求景气指数", 1),
    (126, 11, "齐增", "trade", "商品出口销售额景气指数", 1),
    (126, 9, "盈利", "trade", "商品毛利率景气指数", 1),
    (126, 22, "小幅上扬", "trade", "出口运营效益景气指数", 1),
)
"""What the headings of the release of June 2021 say of an index."""

NINE_CITIES = tuple(
    Reading("news2021", "article, part 2 (regions)", 51, 89 + 3 * i, name)
    for i, name in enumerate(("长沙", "贵阳", "合肥", "南昌", "宁波", "武汉", "湘潭", "郑州", "株洲"))
)
CITIES_IN = {"长沙": "湖南", "湘潭": "湖南", "株洲": "湖南", "贵阳": "贵州", "合肥": "安徽", "南昌": "江西"} | {
    "宁波": "浙江",
    "武汉": "湖北",
    "郑州": "河南",
}
JIANGXI_NAMED = _report("box 34", 869, 54, "南昌市")
BEST_RANK = Reading("news2022", "article, part 1", 23, 83, "最高水平")
FIRST_ZERO = Reading("news2020", "article, part 1", 17, 341, "首次為零")
GAINED_2019 = tuple(
    Reading("news2020", "article, part 1", 17, col, name)
    for col, name in ((385, "河南"), (388, "河北"), (391, "湖北"), (394, "內蒙古"), (398, "西藏"))
)


def listed_box(number: int) -> Reading:
    """A box in the list of boxes."""
    return _report("list of boxes", BOX_LIST_LINES[number - 1], 1, f"专栏 {number}")


def cited(kind: str, line: int, col: int, number: str) -> Reading:
    """A figure (图) or table (表) where a sentence cites it."""
    return _report(
        "sentence citing a figure" if kind == "图" else "sentence citing a table", line, col, f"{kind} {number}"
    )


def heading(line: int, col: int, words: str) -> Reading:
    """Words of a heading of the release."""
    return Reading("news2021", "hardware release, heading", line, col, words)


def all_readings() -> list[Reading]:
    """Every fragment of this module and of :mod:`~egov.results.audit.readings_lists`, each place once."""
    from egov.results.audit.readings_lists import LISTED

    out = [value for value in globals().values() if isinstance(value, Reading)]
    out += [fragment for fragment, _ in WORDING]
    out += [reading for _, _, first, again, _ in TWO_WORDINGS for reading in (first, again)]
    out += [*WITHOUT_TEXT, *(reading for reading, _ in LEADING.values()), *(each.reading for each in LISTED)]
    out += [*GDP_WORDS.values(), *SECOND_LEVEL_NAMED, *NINE_CITIES, *GAINED_2019]
    for number, line in enumerate(BOX_LINES, start=1):
        out.append(listed_box(number))
        if line is not None:
            out.append(_report(f"box {number}", line, 1, f"专栏 {number}"))
    for line, col, number, caption, where in FIGURES_CITED:
        out += [cited("图", line, col, number), _report("caption", where, 1, f"图 {caption}")]
    for line, col, number, where in TABLES_CITED:
        out += [cited("表", line, col, number), _report("heading", where, 1, f"表 {number}")]
    out += [heading(*each[:3]) for each in HEADINGS]
    return list(dict.fromkeys(out))
