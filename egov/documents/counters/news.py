"""Counts of the three news articles of 2020, 2021 and 2022.

Where they count what the report of 2022 counts they use its metrics; where they use its words for another thing, or
other words, the metric is their own and ``metric_en`` says what is counted.
"""

from __future__ import annotations

from functools import partial

from egov.documents.counters.news_2020 import NEWS_2020
from egov.documents.counters.news_metrics import IDENTITY, NATION, article, shared
from egov.documents.counters.spec import Count, Section

_2021 = partial(article, "news2021")
_2022 = partial(article, "news2022")
_JULY_2021 = ("2021-07", "published")
_DECEMBER_2022 = ("2022-12", "published")

NEWS_2021 = (
    _2021(
        "lead",
        "全国一体化",
        "政务服务向基层",
        *NATION,
        "2020",
        "assessed",
        Count(*shared("share_accept_online_one_visit"), "比例达{n}、"),
    ),
    _2021(
        "part 1 (licences)",
        "《数字中国发展",
        "随着电子政务",
        *NATION,
        "2020",
        "assessed",
        Count(*shared("share_accept_online_one_visit"), "比例达{n}，"),
        Count(
            "share_items_promised_time_reduced",
            "share of all administrative licences whose mean promised time is cut by more than 40 percent",
            "share_of_items",
            "percent",
            "全国{n}行政许可",
        ),
        Count(
            "promised_time_reduction",
            "cut of the mean promised time, reached by more than half of all administrative licences",
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
        "2021-05",
        "stated",
        Count(*shared("regions_with_five_level_coverage"), "中有{n}个省"),
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
            "waiting time of one resident who had construction drawings issued in another place (an example)",
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
        Count("cross_province_items", "items handled across provinces", "items", "items", "共实现{n}项"),
        Count(
            "cross_province_online_cases", "cases handled wholly online across provinces", "cases", "cases", "办件{n}件"
        ),
        Count("cross_province_windows", "windows for services across provinces", "windows", "windows", "设立{n}个"),
        Count(
            "cross_province_window_cities",
            "prefecture-level cities with such windows (all of the area)",
            "windows",
            "cities",
            "实现{n}个城市",
        ),
        Count(
            "shared_certificate_types",
            "types of much-used electronic certificates that the four provinces share",
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
            "items of the first batch of services across provinces that are handled wholly online",
            "items",
            "items",
            "事项中，{n}个事项",
        ),
        Count(
            "cross_province_first_batch_items_offline",
            "items of the first batch of services across provinces that are handled in person",
            "items",
            "items",
            "实现，{n}个事项",
        ),
        Count(*shared("cross_province_convenience_services"), "提供{n}项"),
        Count(
            "cross_province_regional_services",
            "groups of provinces with a joint service on the national platform",
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
            "share of provinces with a provincial plan or guideline on digital government",
            "policies",
            "percent",
            "已有{n}的省",
        ),
        Count(
            "cross_province_items",
            "items handled across provinces: 重庆, 四川, 贵州, 云南, 西藏",
            "items",
            "items",
            "实现了{n}项",
            unit="西南五省区市",
            scope="area",
        ),
        Count(
            "cross_province_agreement_provinces",
            "provinces of the nine cities that signed an agreement on services across provinces",
            "organisations",
            "regions",
            "{n}省九市",
            unit="七省九市",
            scope="area",
        ),
        Count(
            "cross_province_agreement_cities",
            "cities that signed an agreement on services across provinces",
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
        Count("hotlines_merged", "hotlines of departments merged into 12345", "hotlines", "hotlines", "的{n}个热线"),
    ),
    _2021(
        "part 3 (北京)",
        "统计显示",
        "一项项群众",
        "province",
        "北京",
        "2020",
        "stated",
        Count("hotline_callers", "residents who made requests on the hotline", "hotlines", "persons", "年有{n}市民"),
        Count("hotline_requests", "requests made on the hotline", "hotlines", "cases", "反映了{n}件"),
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
            "way to the service hall and back that residents may have",
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
)

SECTIONS: tuple[Section, ...] = NEWS_2021 + NEWS_2022 + NEWS_2020
