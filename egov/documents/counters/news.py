"""Counts of the three news articles of 2020, 2021 and 2022.

Where they count what the report of 2022 counts they use its metrics; where they use its words for another thing, or
other words, the metric is their own and ``metric_en`` says what is counted.
"""

from __future__ import annotations

from functools import partial

from egov.documents.counters.news_2020 import NEWS_2020
from egov.documents.counters.news_metrics import IDENTITY, NATION, article, shared
from egov.documents.counters.report_demonstration import JOINT_PLACES
from egov.documents.counters.report_national import BASE_32, five_levels
from egov.documents.counters.spec import Count, Section

_2021 = partial(article, "news2021")
_2022 = partial(article, "news2022")
_JULY_2021 = ("2021-07", "published")
_STATED_2020 = ("2020", "stated")
"""The share of licences is from a report titled with the year 2020, as part 1 says; the lead repeats it."""
_ASSESSED_2020 = ("2020", "assessed")
"""The result of the assessment published in May 2021, which assesses 2020."""
_DECEMBER_2022 = ("2022-12", "published")
_CASES = (
    "services_opening_best_practice_cases",
    "cases of best practice in opening up services (服务业扩大开放), digital public services among them",
    "other",
    "cases",
)

NEWS_2021 = (
    _2021(
        "lead",
        "全国一体化",
        "政务服务向基层",
        *NATION,
        *_STATED_2020,
        Count(*shared("share_accept_online_one_visit"), "比例达{n}、"),
    ),
    _2021(
        "part 1 (licences)",
        "《数字中国发展",
        "随着电子政务",
        *NATION,
        *_STATED_2020,
        Count(*shared("share_accept_online_one_visit"), "比例达{n}，"),
        Count(
            "share_items_promised_time_reduced",
            "share of all administrative licensing items whose mean promised time is cut (promised_time_reduction)",
            "share_of_items",
            "percent",
            "全国{n}行政许可",
        ),
        Count(
            "promised_time_reduction",
            "share by which the mean promised time is cut for more than half of all administrative licensing items",
            "time",
            "percent",
            "压缩{n}。",
        ),
    ),
    _2021(
        "part 1 (广东)",
        "随着电子政务",
        "据中央党校",
        "province",
        "广东",
        *_JULY_2021,
        Count(
            "yueshangtong_items",
            "services for enterprises on the mobile platform 粤商通",
            "items",
            "items",
            "实现了{n}项涉企",
        ),
    ),
    _2021(
        "part 1 (five levels)",
        "据中央党校",
        "全国一体化",
        *NATION,
        *_ASSESSED_2020,
        Count(
            "assessed_provinces_without_corps",
            "provinces, autonomous regions and municipalities assessed; with 新疆兵团, named beside them, those out of "
            "which the provinces with online services at all five levels are counted",
            "organisations",
            "regions",
            "结果显示，目前，{n}个省",
        ),
        Count(*five_levels(BASE_32), "中有{n}个省"),
    ),
    _2021(
        "part 2 (长三角)",
        "一张身份证",
        "对于老家在",
        "area",
        "长三角",
        *_JULY_2021,
        Count(
            "drawing_withdrawal_wait",
            "waiting time of one resident who fetched construction drawings in another place (an example)",
            "time",
            "minutes",
            "、{n}分钟",
        ),
    ),
    _2021(
        "part 2 (长三角)",
        "随着长三角",
        "随着国家",
        "area",
        "长三角",
        *_JULY_2021,
        Count(*JOINT_PLACES, "长三角{n}地"),
        Count(
            "cross_province_items", "service items handled across provinces (跨省通办)", "items", "items", "共实现{n}项"
        ),
        Count(
            "cross_province_online_cases",
            "cases handled wholly online across provinces (跨省通办)",
            "cases",
            "cases",
            "办件{n}件",
        ),
        Count(
            "cross_province_windows",
            "windows for services across provinces (跨省通办)",
            "windows",
            "windows",
            "设立{n}个",
        ),
        Count(
            "cross_province_window_cities",
            "prefecture-level cities with windows for services across provinces: all of the area's",
            "windows",
            "cities",
            "实现{n}个城市",
        ),
        Count(
            "shared_certificate_types",
            "types of frequently used electronic certificates that the places of the area share",
            "certificates",
            "types",
            "内的{n}类",
        ),
    ),
    _2021(
        "part 2 (data sharing)",
        "在全国层面",
        "以“跨省通办",
        *NATION,
        "2020-12-31",
        "stated",
        Count(*shared("departments_sharing_data"), "发布{n}个"),
        Count(*shared("data_resources"), "数据资源{n}项"),
        Count(*shared("data_sharing_calls"), "服务达{n}次"),
        Count(*IDENTITY, "认证核验{n}次"),
        Count(
            "certificate_sharing_exchanges",
            "exchanges of electronic certificates (电子证照共享交换)",
            "certificates",
            "times",
            "共享交换{n}次",
        ),
    ),
    _2021(
        "part 2 (services across provinces)",
        "以“跨省通办",
        "在地方层面",
        *NATION,
        *_JULY_2021,
        Count(
            "cross_province_first_batch_items_online",
            "frequent items of the first batch of services across provinces (跨省通办) that are handled wholly online",
            "items",
            "items",
            "事项中，{n}个事项",
        ),
        Count(
            "cross_province_first_batch_items_offline",
            "frequent items of the first batch of services across provinces (跨省通办) that are handled in person",
            "items",
            "items",
            "实现，{n}个事项",
        ),
        Count(*shared("cross_province_convenience_services"), "提供{n}项"),
        Count(
            "cross_province_regional_services",
            "groups of provinces with a joint service across provinces on the national platform",
            "systems",
            "areas",
            "等{n}个区域",
        ),
        Count(
            "cross_province_bilateral_services",
            "services between two provinces (点对点) on the national platform",
            "systems",
            "services",
            "，{n}个“点对点",
        ),
    ),
    _2021(
        "part 2 (regions)",
        "在地方层面",
        "专家表示",
        *NATION,
        *_JULY_2021,
        Count(
            "share_regions_with_digital_government_plan",
            "share of the provinces that have a provincial plan or guideline on digital government",
            "policies",
            "percent",
            "已有{n}的省",
        ),
        Count(
            "cross_province_items",
            "service items handled across provinces (跨省通办)",
            "items",
            "items",
            "实现了{n}项政",
            unit="西南五省区市",
            scope="area",
        ),
        Count(*JOINT_PLACES, "西南{n}省区市", unit="西南五省区市", scope="area"),
        Count(
            "cross_province_agreement_provinces",
            "provinces of the cities that signed an agreement on services across provinces (跨省通办)",
            "organisations",
            "regions",
            "{n}省九市",
            unit="七省九市",
            scope="area",
        ),
        Count(
            "cross_province_agreement_cities",
            "cities that signed an agreement on services across provinces (跨省通办)",
            "organisations",
            "cities",
            "七省{n}市",
            unit="七省九市",
            scope="area",
        ),
    ),
    _2021(
        "part 3 (北京)",
        "这项直接面向",
        "统计显示",
        "province",
        "北京",
        *_JULY_2021,
        Count("hotlines_merged", "hotlines merged into 12345", "hotlines", "hotlines", "的{n}个热线"),
    ),
    _2021(
        "part 3 (北京)",
        "统计显示",
        "一项项群众",
        "province",
        "北京",
        "2020",
        "stated",
        Count(
            "hotline_callers", "residents who made requests on the hotline 12345", "hotlines", "persons", "年有{n}市民"
        ),
        Count("hotline_requests", "requests made on the hotline 12345", "hotlines", "cases", "反映了{n}件"),
    ),
)

NEWS_2022 = (
    _2022(
        "part 1 (the platform)",
        "2018年4月",
        "不论是各地",
        *NATION,
        *_DECEMBER_2022,
        Count(*shared("provinces_connected"), "联通了{n}个省"),
        Count(*shared("ministries_connected"), "、{n}个国务院"),
    ),
    _2022(
        "part 2 (北京市石景山区)",
        "2022年11月",
        "在内蒙古",
        "area",
        "北京市石景山区",
        *_DECEMBER_2022,
        Count(
            "fire_safety_opinion_trips",
            "trips to hand in papers for and fetch the fire safety opinion before it was issued electronically",
            "visits",
            "trips",
            "跑{n}趟",
        ),
        Count(
            "fire_safety_opinion_fastest",
            "shortest time to the electronic fire safety opinion after application online",
            "time",
            "days",
            "最快{n}天",
        ),
    ),
    _2022(
        "part 2 (内蒙古自治区鄂尔多斯市)",
        "在内蒙古",
        "面向不同",
        "area",
        "内蒙古自治区鄂尔多斯市",
        *_DECEMBER_2022,
        Count(
            "service_hall_round_trip",
            "way to the service hall and back that residents may have to make",
            "other",
            "kilometres",
            "可能要{n}公里",
        ),
        Count(
            "business_licence_time_at_hall",
            "time one trader spent at the service hall for a business licence (an example)",
            "time",
            "minutes",
            "只花了{n}分钟",
        ),
    ),
    _2022(
        "part 2 (users)",
        "截至目前",
        "中央党校",
        *NATION,
        *_DECEMBER_2022,
        Count(*shared("platform_real_name_users"), "实名用户{n}人"),
        Count(*shared("national_platform_registered_users"), "注册用户{n}人"),
    ),
    *(
        Section("news2022", "city news (城讯), item 1", start, stop, *NATION, *_DECEMBER_2022, counts)
        for start, stop, counts in (
            ("据新华社电", "据了解", (Count(*_CASES, "等{n}个综合类"),)),
            (
                "据了解",
                "产业综合类",
                (
                    Count(*_CASES, "印发的{n}个最佳"),
                    Count(
                        "services_opening_innovations",
                        "innovations of pilot provinces and cities from which the cases of best practice in opening up "
                        "services are drawn",
                        "other",
                        "innovations",
                        "省市的{n}项创新",
                    ),
                ),
            ),
        )
    ),
)

SECTIONS: tuple[Section, ...] = NEWS_2021 + NEWS_2022 + NEWS_2020
