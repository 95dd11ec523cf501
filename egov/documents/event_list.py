"""Where the report dates a policy event: a few characters around each date; the date itself is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from egov.documents.locate import Document, Passage
from egov.documents.report_bands import REPORT, chapter, section

NATION = "全国"
YEAR, MONTH, DAY = r"(?P<when>\d{4})年", r"(?P<when>\d{4}年\d{1,2}月)", r"(?P<when>\d{1,2}月\d{1,2}日)"
BY_YEAR, BY_MONTH = r"(?P<when>\d{4}年底前?)", r"(?P<when>\d{4}年\d{1,2}月底前?)"


@dataclass(frozen=True)
class Event:
    """One event: slug, our title, kind, and the pattern around its date, which is the group ``when``.

    ``dated`` is what the printed words leave open: the year of a date without one, or the document's own date where
    the words say only that it has happened; ``published`` says that the date is the document's own. ``times`` is how
    often the pattern must match.
    """

    event: str
    title_en: str
    kind: str
    pattern: str
    unit: str = NATION
    scope: str = "national"
    dated: str = ""
    due: bool = False
    published: bool = False
    times: int = 1


@dataclass(frozen=True)
class Part:
    """A part of one document with the events that it dates."""

    source: str
    place: str
    find: Callable[[Document], Passage]
    events: tuple[Event, ...]


def of(unit: str, scope: str = "province") -> dict[str, str]:
    """Unit and scope of an event that is not the nation's."""
    return {"unit": unit, "scope": scope}


_MOBILE_GUIDE = "Guide to building the mobile end of the national platform"
_OPENS = "First year of the 14th five-year plan"

REPORT_PARTS = (
    Part(
        REPORT,
        "title page",
        lambda d: d.passage("", "(?m)^前言$"),
        (Event("report_2022", "Assessment report 2022 (year 2021) published", "assessment", MONTH, times=2),),
    ),
    Part(
        REPORT,
        "preface",
        lambda d: d.passage("(?m)^前言$", "(?m)^目 录$"),
        (
            Event("five_year_plan_opens", _OPENS, "document", rf"{YEAR}是“十四五”"),
            Event("first_assessment", "First assessment of the series", "assessment", rf"从{YEAR}开始"),
        ),
    ),
    Part(
        REPORT,
        "ch. 1 §1 (一)",
        lambda d: chapter(d, 1),
        (
            Event(
                "work_report_2021",
                "Government work report asks for sharing and mutual recognition",
                "document",
                rf"{YEAR}《政府工作报告》",
            ),
        ),
    ),
    Part(
        REPORT,
        "ch. 2 §3",
        lambda d: section(d, 2, 3),
        (
            Event(
                "beijing_pilot_plan",
                "Beijing: pilot plan for the business environment",
                "document",
                rf"{MONTH}，北京市发布",
                **of("北京"),
            ),
            Event(
                "beijing_pilot_plan_first_due",
                "Beijing: innovation-pilot tasks due",
                "document",
                rf"将于{BY_MONTH}基本",
                **of("北京"),
                due=True,
            ),
            Event(
                "beijing_pilot_plan_due",
                "Beijing: all tasks of the pilot plan due",
                "document",
                rf"将于{BY_YEAR}全部",
                **of("北京"),
                due=True,
            ),
            Event(
                "shanghai_one_thing_once",
                "Shanghai: further bundles of services done as one matter",
                "reform",
                rf"{YEAR}，重点推进",
                **of("上海"),
            ),
            Event(
                "jiangsu_suqitong",
                "Jiangsu: platform 苏企通 on trial",
                "platform",
                rf"平台于{MONTH}上线",
                **of("江苏"),
            ),
            Event(
                "zhejiang_one_visit",
                "Zhejiang: reform 最多跑一次 (one visit at most)",
                "reform",
                rf"{YEAR}，浙江省启动",
                **of("浙江"),
            ),
            Event(
                "zhejiang_transformation",
                "Zhejiang: digital transformation of government",
                "reform",
                rf"{YEAR}以来，实施",
                **of("浙江"),
            ),
            Event("zhejiang_digital_reform", "Zhejiang: digital reform", "reform", rf"{YEAR}，浙江在", **of("浙江")),
            Event(
                "guangzhou_policy_express",
                "Guangzhou: policy platform 直通车 relaunched",
                "platform",
                rf"{YEAR}，广州市",
                **of("广州", "city"),
            ),
            Event(
                "nanjing_ningqitong",
                "Nanjing: platform 宁企通 on trial",
                "platform",
                rf"平台于{MONTH}建成",
                **of("南京", "city"),
            ),
            Event(
                "shenzhen_instant_approval",
                "Shenzhen: reform 秒批 (approval at once)",
                "reform",
                rf"{YEAR}，深圳",
                **of("深圳", "city"),
            ),
        ),
    ),
    Part(
        REPORT,
        "ch. 2 §4",
        lambda d: section(d, 2, 4),
        (
            Event(
                "hubei_one_thing_once",
                "Hubei: bundles of services spread to the whole province",
                "reform",
                rf"{YEAR}实现\d+项",
                **of("湖北"),
            ),
            Event(
                "hubei_hotline_due",
                "Hubei: hotlines to be merged into 12345",
                "hotline",
                rf"明确{BY_YEAR}",
                **of("湖北"),
                due=True,
            ),
        ),
    ),
    Part(
        REPORT,
        "ch. 3 §1",
        lambda d: section(d, 3, 1),
        (
            Event("five_year_plan_opens", _OPENS, "document", rf"{YEAR}是“十四五”"),
            Event(
                "integrated_platform_called_for",
                "Meeting calls for an integrated online service platform",
                "meeting",
                rf"在{YEAR}网信工作",
            ),
            Event(
                "data_sharing_opinion",
                "Opinion on coordinating the sharing of government data",
                "document",
                rf"{MONTH}，[^。，]{{0,14}}建立健全政务",
            ),
            Event("mobile_guide", _MOBILE_GUIDE, "document", rf"{MONTH}，[^。，]{{0,20}}移动端建设"),
            Event(
                "mobile_guide_due",
                "All mobile services to be joined to the national platform",
                "platform",
                rf"文件要求{BY_YEAR}",
                due=True,
            ),
        ),
    ),
    Part(
        REPORT,
        "ch. 3 §2",
        lambda d: section(d, 3, 2),
        (
            Event(
                "tianjin_unresolved_windows",
                "Tianjin: windows for matters that could not be settled",
                "reform",
                rf"{YEAR}，天津",
                **of("天津"),
            ),
            Event(
                "shanghai_online_help_due",
                "Shanghai: targets for human and machine help online",
                "reform",
                rf"{BY_YEAR}，“线上帮办",
                **of("上海"),
                due=True,
            ),
            Event(
                "shandong_no_proofs",
                "Shandong: proofs no longer asked for",
                "reform",
                rf"{YEAR}以来，全省",
                **of("山东"),
            ),
            Event(
                "yunnan_hotlines",
                "Yunnan: hotlines merged into 12345, by",
                "hotline",
                rf"截至{BY_YEAR}，\d+条热线",
                **of("云南"),
            ),
            Event(
                "shaanxi_data_bureau",
                "Shaanxi: data bureau and data service centre founded",
                "organisation",
                rf"{MONTH}，陕西",
                **of("陕西"),
            ),
            Event(
                "xinjiang_hotline",
                "Xinjiang: hotline platform 12345 starts",
                "hotline",
                rf"{MONTH}，新疆",
                **of("新疆"),
            ),
            Event(
                "xpcc_licence_list",
                "XPCC: list of business licences under reform",
                "reform",
                rf"自{MONTH}起，兵团",
                **of("新疆兵团"),
            ),
            Event(
                "xpcc_licence_list_due",
                "XPCC: simpler entry rules for business due",
                "reform",
                rf"力争{BY_YEAR}",
                **of("新疆兵团"),
                due=True,
            ),
        ),
    ),
)
"""Every dated event of the report, in the order of its parts."""
