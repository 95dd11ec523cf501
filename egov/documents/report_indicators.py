"""The two indicator systems: Tables A-1 (provinces) and A-2 (cities).

A table's cell is a name and a code, and the code's shape tells the level, so that shifted columns do no harm.
Where a page end parts a name from its code, the code's row below completes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError
from egov.documents.report_bands import REPORT, UNIT_TYPE_OF, Cell, Row, Running, printed_table, section, table_rows

TABLES = {"province": "A-1", "city": "A-2"}
STATED_COUNTS = {
    unit_type: rf"{who}[^，。]{{0,8}}共包含(\d+)项一级指标，(\d+)项二级指标[^，]*，(\d+)项三级指标"
    for who, unit_type in UNIT_TYPE_OF.items()
}
"""Chapter 1 states how many indicators of each level there are: what a whole table must show."""

NAMES_EN = {
    "总体指数": "overall index",
    # first level
    "服务成效度": "service effectiveness",
    "办理成熟度": "handling maturity",
    "方式完备度": "channel completeness",
    "事项覆盖度": "item coverage",
    "指南准确度": "guide accuracy",
    # A
    "“好差评”管理体系": "service rating system",
    "主动评价数据汇聚": "collection of users' own ratings",
    "差评整改和投诉建议": "remedy of poor ratings; complaints and suggestions",
    "差评整改": "remedy of poor ratings",
    "用户使用度": "user uptake",
    "个人用户": "personal users",
    "法人用户": "corporate users",
    "用户体验度": "user experience",
    "查询精准度": "search precision",
    "申报易用度": "ease of application",
    "服务满意度": "service satisfaction",
    "减时间": "less time",
    "减跑动": "fewer visits",
    "即办程度": "on-the-spot handling",
    "服务便利化": "service convenience",
    "主题集成服务": "services bundled by theme",
    "减证便民": "fewer proofs required",
    "证照免提交": "submission of certificates waived",
    "电子证照便利化应用": "convenient use of electronic certificates",
    "便民服务": "everyday services",
    "特色创新": "distinctive innovation",
    "无障碍服务": "accessible services",
    "特色服务": "distinctive services",
    # B
    "事项办理深度": "depth of online handling",
    "材料核验": "document verification",
    "全程网办": "end-to-end online handling",
    "数据共享": "data sharing",
    "政务数据目录编制": "compiling the catalogue of government data",
    "数据调用情况": "use of data interfaces",
    "协同办理": "collaborative handling",
    "区域通办": "cross-regional handling",
    "企业开办全程网办": "starting a business, online from end to end",
    "场景服务": "services by scenario",
    "统一身份认证": "unified identity authentication",
    "统一认证系统": "unified authentication system",
    "统一身份认证体系接入情况": "connection to the unified identity authentication system",
    "单点登录": "single sign-on",
    "统一电子证照": "unified electronic certificates",
    "证照汇聚": "collection of certificates",
    "加盖电子印章电子证照种类情况": "types of electronic certificate with an electronic seal",
    "电子证照标准化": "standardisation of electronic certificates",
    "应用支撑": "application support",
    "国家平台服务应用": "service applications on the national platform",
    "电子印章": "electronic seals",
    "办件信息": "case information",
    "用户中心": "user centre",
    # C
    "政务服务“一张网”建设": "building one network for government services",
    "省级平台一网服务": "one-network service on the provincial platform",
    "一网服务": "one-network service",
    "基层服务": "grassroots services",
    "移动端服务": "mobile services",
    "省级平台移动端应用服务": "mobile applications of the provincial platform",
    "国家政务服务平台移动端应用服务": "mobile applications on the national platform",
    "移动政务服务用户体验": "user experience of mobile government services",
    "移动应用服务": "mobile applications",
    "服务规范化": "regularisation of services",
    "统一入口": "single entrance",
    "服务一致性": "service consistency",
    "数据同源": "data from one source",
    "综合受理": "integrated acceptance",
    # D
    "服务事项动态化": "dynamic updating of service items",
    "办事指南发布数量": "number of service guides published",
    "办事指南与权力清单关联度": "links between service guides and power lists",
    "事项关联度": "links between cases and items",
    "办件信息与事项关联度": "links between case information and items",
    "事项动态化管理": "dynamic management of items",
    "办件信息汇聚": "collection of case information",
    "服务事项标准化": "standardisation of service items",
    "事项精细化管理": "fine-grained management of items",
    "标准化申报": "standardised application",
    # E
    "基本信息": "basic information",
    "法定办结时限": "statutory time limit",
    "承诺办结时限": "promised time limit",
    "申请材料": "application documents",
    "材料来源或出具单位": "source or issuer of documents",
    "数量要求": "number of copies required",
    "类型和形式": "type and form of documents",
    "办理流程": "handling process",
    "流程内容详实性": "detail and accuracy of the process",
    "到办事现场次数": "number of visits required",
    "表格及样表下载": "download of forms and samples",
    "空表下载服务": "download of blank forms",
    "样表下载服务": "download of sample forms",
}
"""Name in Chinese → our English name; one name, one translation, for provinces and cities alike."""

_CELL = re.compile(r"(?P<name>.*?)\s*(?P<code>[A-E](?:[1-9](?:-[1-9])?)?)")
_BRACKET = re.compile(r"[（(].*[）)]")


@dataclass(frozen=True)
class Indicator:
    """One indicator as its table prints it: ``printed`` and ``offset`` are those of the code."""

    unit_type: str
    code: str
    name: str
    printed: str
    offset: int

    @property
    def level(self) -> int:
        """1, 2 or 3.

        >>> [Indicator("city", c, "", c, 0).level for c in ("A", "A2", "A2-1")]
        [1, 2, 3]
        """
        return {1: 1, 2: 2, 4: 3}[len(self.code)]

    @property
    def parent(self) -> str:
        """The code of the indicator above it; empty at the first level."""
        return {1: "", 2: self.code[:1], 3: self.code[:2]}[self.level]


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``indicators``."""
    document = corpus[REPORT]
    return {
        "indicators": [
            {
                "unit_type": unit_type,
                "code": i.code,
                "level": i.level,
                "parent": i.parent or None,
                "name_zh": i.name,
                "name_en": name_en(i.name),
                "value": i.code,
                **document.cite(i.offset, i.printed, f"Table {table}, {i.code}"),
                "_full": True,
            }
            for unit_type, table in TABLES.items()
            for i in indicators(document, unit_type)
        ]
    }


def name_en(name: str) -> str:
    """Our English name of an indicator; :class:`ReadError` for a name that :data:`NAMES_EN` lacks."""
    if name not in NAMES_EN:
        raise ReadError(f"document {REPORT!r}: no English name for the indicator {name!r}")
    return NAMES_EN[name]


def codes(document: Document, unit_type: str) -> dict[str, str]:
    """Name → code of the indicators of the first two levels, whose means chapter 4 prints."""
    return {i.name: i.code for i in indicators(document, unit_type) if i.level < 3}


def indicators(document: Document, unit_type: str) -> list[Indicator]:
    """The indicators of one system in the order of its table.

    :class:`ReadError` where a name has no code, a code is out of turn, or the number of a level is not the one that
    chapter 1 states.
    """
    found = list(_read(document, unit_type))
    where = f"document {document.source!r}, Table {TABLES[unit_type]}"
    last = {"": 0}
    for i in found:
        turn = "ABCDE".index(i.code) + 1 if i.level == 1 else int(i.code[-1])
        if i.parent not in last or turn != last[i.parent] + 1:
            line, _ = document.position(i.offset)
            raise ReadError(f"{where}, line {line}: code {i.code} is out of turn")
        last[i.parent], last[i.code] = turn, 0
    match = Running.of(section(document, 1, 1, 4)).find(STATED_COUNTS[unit_type])
    stated = tuple(map(int, match.groups()))
    read = tuple(sum(i.level == level for i in found) for level in (1, 2, 3))
    if read != stated:
        raise ReadError(f"{where}: {read} indicators of levels 1, 2, 3 read; chapter 1 states {stated}")
    return found


def _read(document: Document, unit_type: str) -> Iterator[Indicator]:
    waiting: dict[int, Cell] = {}  # column → a name whose code stands in the next row
    for row in table_rows(printed_table(document, TABLES[unit_type])):
        if row[0].text == "一级指标":
            continue
        before, waiting = waiting, {}
        for column, cell in enumerate(row):
            match = _CELL.fullmatch(cell.text)
            if match and (match.group("name") or column in before):
                start = before.pop(column).text if column in before else ""
                offset = cell.offset + match.start("code")
                yield Indicator(
                    unit_type, match.group("code"), _name(start + match.group("name")), match.group("code"), offset
                )
            elif match or (column < 3 and cell.text):
                waiting[column] = cell
            if column == 0 and column in waiting and (child := _CELL.fullmatch(row[1].text)):
                # The copy of Table A-2 lacks the code E: its child's letter tells, and the name stands as printed.
                lost = waiting.pop(0)
                yield Indicator(unit_type, child.group("code")[0], _name(lost.text), lost.text, lost.offset)
        if before:
            line, _ = document.position(next(iter(before.values())).offset)
            raise ReadError(
                f"document {document.source!r}, Table {TABLES[unit_type]}, line {line}: "
                f"{', '.join(c.text for c in before.values())} has no code"
            )
    if waiting:
        raise ReadError(
            f"document {document.source!r}, Table {TABLES[unit_type]}: "
            f"{', '.join(c.text for c in waiting.values())} has no code"
        )


def _name(text: str) -> str:
    return _BRACKET.sub("", re.sub(r"\s", "", text))
