"""Where the news articles date a policy event; see ``event_list``."""

from __future__ import annotations

from egov.documents.event_list import BY_YEAR, DAY, MONTH, YEAR, Event, Part, of
from egov.documents.locate import Document, Passage


def _whole(document: Document) -> Passage:
    return document.passage()


_HOTLINE_GUIDE = "Guideline: merge local service hotlines into 12345"

NEWS_PARTS = (
    Part(
        "news2022",
        "article, opening and part 1",
        _whole,
        (
            Event(
                "platform_guideline",
                "State Council guideline on the integrated platform",
                "document",
                rf"{YEAR}，国务院印发",
            ),
            Event(
                "platform_construction",
                "National platform: construction, phase one",
                "platform",
                rf"{MONTH}，国家政务服务平台（",
            ),
        ),
    ),
    Part(
        "news2020",
        "byline",
        _whole,
        (
            Event(
                "assessment_2020",
                "Assessment 2020 (year 2019) reported",
                "assessment",
                r"時間:(?P<when>\d{4}-\d{2}-\d{2})",
                published=True,
            ),
        ),
    ),
    Part(
        "news2020",
        "article, part 1",
        _whole,
        (Event("platform_trial", "National platform online, on trial", "platform", rf"{MONTH},國家政務服務"),),
    ),
    Part(
        "news2021",
        "article, part 1",
        _whole,
        (
            Event(
                "digital_china_report",
                "Digital China report 2020 published",
                "document",
                "办公室(?P<when>日前)发布",
                dated="2021-07",
                published=True,
            ),
            Event(
                "assessment_2021",
                "Assessment 2021 (year 2020) published",
                "assessment",
                r"今年(?P<when>\d{1,2}月)发布",
                dated="2021",
            ),
        ),
    ),
    Part(
        "news2021",
        "article, part 2",
        _whole,
        (
            Event(
                "yangtze_delta_services",
                "Yangtze delta: services across four provinces in use",
                "cross_province",
                "(?P<when>截至目前)，长三角",
                **of("长三角", "area"),
                dated="2021-07",
                published=True,
            ),
            Event(
                "cross_province_first_batch",
                "First batch of cross-province services in use",
                "cross_province",
                "第一批(?P<when>已实现)",
                dated="2021-07",
                published=True,
            ),
        ),
    ),
    Part(
        "articles2020",
        "article 1",
        _whole,
        (
            Event("hotline_guideline", _HOTLINE_GUIDE, "hotline", rf"北京{DAY}讯", dated="2021", published=True),
            Event(
                "hotline_due", "All local hotlines to be merged into 12345", "hotline", rf",{BY_YEAR},各地区", due=True
            ),
        ),
    ),
    Part(
        "articles2020",
        "article 3",
        _whole,
        (
            Event(
                "hotline_meeting", "State Council meeting on the hotlines", "meeting", rf"在{DAY}的国务院", dated="2020"
            ),
        ),
    ),
    Part(
        "articles2020",
        "article 4",
        _whole,
        (
            Event(
                "chongqing_contract",
                "Chongqing: work on the service platform begins",
                "platform",
                rf"自{YEAR}起,浪潮",
                **of("重庆"),
            ),
            Event(
                "chongqing_yukuaiban",
                "Chongqing: platform 渝快办 online",
                "platform",
                rf"”于{MONTH}上线",
                **of("重庆"),
            ),
        ),
    ),
    Part(
        "articles2020",
        "article 5",
        _whole,
        (
            Event(
                "hainan_action_plan",
                "Hainan: action plan on the business environment",
                "document",
                r"行动计划\((?P<when>\d{4}—\d{4})年\)",
                **of("海南"),
            ),
        ),
    ),
)
"""Every dated event of the four other documents that hold one."""
