"""Counts of the articles of 2020 on Chongqing, Hainan and smart cities.

The articles on the hotlines (the first and the third) print no count; the second, on the business environment, has
its own tables.
"""

from __future__ import annotations

from functools import partial

from egov.documents.counters.spec import Count, Section

_ARTICLES = partial(Section, "articles2020")
_PUBLISHED_2020 = {"as_of": "2020", "basis": "published"}
"""Article 4 was written after September 2020, in the year 2020; it names no month of its own."""
_LIANGJIANG = {"scope": "area", "unit": "重庆两江新区"}
_CHONGQING = {"scope": "province", "unit": "重庆"}
_STATED_2017 = {"as_of": "2017", "basis": "stated"}
_STATED_2020 = {"as_of": "2020", "basis": "stated"}

_NO_VISIT = ("zero_visit_items", "service items of the municipality that need no visit", "items", "items")
_ONE_VISIT = ("one_visit_items", "service items of the municipality that need one visit", "items", "items")
_DAYS = ("mean_approval_time", "mean time to approval of service items (审批服务用时, 审结用时)", "time", "days")
_ONLINE = (
    "online_handling_share",
    "share of government service handled online (网上办理率)",
    "share_of_items",
    "percent",
)

CHONGQING = (
    _ARTICLES(
        "article 4 (重庆两江新区政务大厅)",
        "政务大厅依托",
        "重庆市政府电子",
        **_LIANGJIANG,
        **_PUBLISHED_2020,
        counts=(
            Count(
                "mobile_wechat_items",
                "service items to look up and handle on WeChat on a mobile phone",
                "items",
                "items",
                "实现{n}项政务",
            ),
            Count(
                "helped_services",
                "times that staff of the service hall did the errand for an applicant",
                "cases",
                "times",
                "服务{n}次,",
            ),
            Count(
                "voice_enquiries", "enquiries by telephone at the service hall", "hotlines", "calls", "咨询电话{n}件"
            ),
            Count(
                "self_service_information_types",
                "types of everyday information (便民信息) that the self-service terminals of the service hall show",
                "items",
                "types",
                "等{n}类便民",
            ),
            Count(
                "self_service_document_types",
                "types of certificates and licences that the self-service terminals of the service hall print",
                "certificates",
                "types",
                "等{n}类证明",
            ),
            Count(
                "self_service_items",
                "service items handled at self-service terminals",
                "items",
                "items",
                "实现{n}个事项",
            ),
            Count(
                "tax_waiting_and_handling_time",
                "mean waiting and mean handling time at the tax windows of the service hall on the day of the visit",
                "time",
                "minutes",
                "时长在{n}分钟",
            ),
            Count(
                "tax_tablets",
                "tablets of the service hall on which taxpayers fill in forms",
                "systems",
                "devices",
                "{n}台平板",
            ),
            Count(
                "tax_form_time_reduction",
                "share by which tablets cut the time to fill in tax forms",
                "time",
                "percent",
                "填表时间{n},",
            ),
        ),
    ),
    _ARTICLES(
        "article 4 (重庆两江新区)",
        "截至9月",
        "市民在政务中心",
        **_LIANGJIANG,
        as_of="2020-09",
        basis="stated",
        counts=(
            Count(
                "cases",
                "cases handled on the platform of 两江新区, online and in person",
                "cases",
                "cases",
                "办件{n}件",
            ),
            Count(
                "mean_completion_time",
                "mean time to complete a case on the platform of 两江新区",
                "time",
                "days",
                "完成时间{n}天",
            ),
            Count(
                "mean_completion_time_ahead",
                "days by which cases on the platform of 两江新区 are completed before the legal limit, mean",
                "time",
                "days",
                "提前{n}天",
            ),
        ),
    ),
    _ARTICLES(
        "article 4 (重庆市, 2017 and 2020)",
        "副主任李宗磊",
        "“截至目前",
        **_CHONGQING,
        **_STATED_2017,
        counts=(
            Count("service_items", "service items of the municipality", "items", "items", "政务服务为{n}项"),
            Count(*_NO_VISIT, "不跑服务只有{n}项"),
            Count(*_ONE_VISIT, "一次服务为{n}项,平均审批"),
            Count(*_DAYS, "服务用时{n}天"),
            Count(*_ONLINE, "办理率只有{n}。"),
            Count(*_NO_VISIT, "不跑服务则有{n}项", **_STATED_2020),
            Count(*_ONE_VISIT, "一次服务为{n}项,平均审结", **_STATED_2020),
            Count(*_DAYS, "压缩到{n}天", **_STATED_2020),
            Count(*_ONLINE, "办理率达到{n}。", **_STATED_2020),
        ),
    ),
    _ARTICLES(
        "article 4 (渝快办)",
        "“截至目前",
        "为加强政务服务",
        **_CHONGQING,
        **_PUBLISHED_2020,
        counts=(
            Count("yukuaiban_registered_users", "users registered with 渝快办", "users", "persons", "{n},累计办件"),
            Count("yukuaiban_cases", "cases handled on 渝快办", "cases", "cases", "{n}件,移动端"),
            Count(
                "mobile_items_launched",
                "service items put on the mobile end of 渝快办 (移动端上线)",
                "items",
                "items",
                "达到了{n}项",
            ),
            Count(
                "municipal_licences",
                "administrative licences at the level of the municipality",
                "items",
                "items",
                "市级{n}项行政",
            ),
            Count(
                "licences_one_visit_share",
                "share of the municipality's administrative licences that need one visit at most",
                "share_of_items",
                "percent",
                "中有{n}的事项",
            ),
            Count(
                "licences_available_online_share",
                "share of the municipality's administrative licences that can be handled online",
                "share_of_items",
                "percent",
                ",{n}的事项网上",
            ),
        ),
    ),
    _ARTICLES(
        "article 4 (好差评)",
        "“好差评”体系",
        "24小时自助服务厅区",
        **_CHONGQING,
        **_PUBLISHED_2020,
        counts=(
            Count(
                "rating_system_rates",
                "each of five rates that the rating system is to reach: share of items, of persons and of channels "
                "covered, of bad ratings put right, of persons called back",
                "other",
                "percent",
                "“五个{n}”",
            ),
            Count(
                "good_rating_share",
                "share of favourable ratings (好评率) on 渝快办",
                "other",
                "percent",
                "好评率达{n},",
            ),
            Count(
                "bad_rating_rectified_share",
                "share of bad ratings on 渝快办 that were put right",
                "other",
                "percent",
                "差评整改率达{n}。",
            ),
        ),
    ),
    _ARTICLES(
        "article 4 (渝快办 supervision)",
        "此项许可证",
        "新管理员",
        "area",
        "重庆某县",
        **_PUBLISHED_2020,
        counts=(
            Count(
                "licence_promised_time",
                "promised time for one licence in a county that is not named (an example)",
                "time",
                "days",
                "承诺期为{n}天",
            ),
        ),
    ),
)

HAINAN = (
    _ARTICLES(
        "article 5",
        "海南近日印发",
        "行动计划明确",
        "province",
        "海南",
        "2020",
        "published",
        counts=(
            Count(
                "business_environment_plan_areas",
                "areas of the action plan on the business environment 2020–2021",
                "policies",
                "areas",
                "从{n}个方面",
            ),
            Count(
                "business_environment_plan_measures",
                "reform measures of the action plan on the business environment 2020–2021",
                "policies",
                "measures",
                "提出{n}项年度",
            ),
        ),
    ),
)

SMART_CITIES = (
    _ARTICLES(
        "article 6 (IDC)",
        "IDC预测",
        "腾讯WeCity推",
        "national",
        "全国",
        **_STATED_2020,
        counts=(
            Count(
                "smart_city_technology_spending",
                "spending on smart city technology, forecast by IDC",
                "money",
                "US dollars",
                "支出{n}美元",
            ),
            Count(
                "smart_city_technology_spending",
                "spending on smart city technology, forecast by IDC",
                "money",
                "US dollars",
                "将达{n}美元",
                as_of="2023",
            ),
        ),
    ),
    _ARTICLES(
        "article 6 (腾讯)",
        "在民生服务领域",
        "“打造以人民",
        "national",
        "全国",
        "2020",
        "published",
        counts=(
            Count(
                "tencent_yueshengshi_registered_users",
                "real-name users of Guangdong's mini programme 粤省事, as Tencent states",
                "users",
                "persons",
                "累计{n}用户",
                scope="province",
                unit="广东",
            ),
            Count(
                "tencent_yueshengshi_uses",
                "queries and cases on Guangdong's mini programme 粤省事, as Tencent states",
                "visits",
                "times",
                "、{n}查询",
                scope="province",
                unit="广东",
            ),
            Count(
                "tencent_national_mini_programme_registered_users",
                "real-name users of the national platform's mini programme, as Tencent states",
                "users",
                "persons",
                "已拥有{n}实名",
            ),
            Count(
                "tencent_national_mini_programme_visits",
                "visits to the national platform's mini programme, as Tencent states",
                "visits",
                "times",
                ",{n}访问量",
            ),
            Count("tencent_health_code_users", "users of Tencent's health code", "users", "persons", "已有{n}用户"),
            Count("tencent_health_code_visits", "visits to Tencent's health code", "visits", "times", "访问量达{n}。"),
            Count(
                "tencent_enterprises_served",
                "enterprises served by 粤商通, 深i企 and other platforms that Tencent supports",
                "users",
                "enterprises",
                "服务{n}企业",
            ),
        ),
    ),
)

SECTIONS: tuple[Section, ...] = CHONGQING + HAINAN + SMART_CITIES
