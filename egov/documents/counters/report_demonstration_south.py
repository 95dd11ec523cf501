"""Counts of the report of 2022, chapter 2 §3, second half: 广东, 贵州 and the cities held up as models, boxes 5-10."""

from __future__ import annotations

from egov.documents.counters.report_demonstration import box, section
from egov.documents.counters.report_regions import METRICS
from egov.documents.counters.spec import Count

GUANGDONG = (
    section(
        "广东",
        "ch. 2 §3 (广东)",
        r"广东省以全面",
        r"专栏 5：",
        Count(
            "platform_items",
            "frequent items of regions and departments on the province's platform",
            "items",
            "items",
            r"部门{n}项高频",
        ),
        Count(
            "pan_pearl_river_items",
            "frequent items that the 泛珠 provinces handle for one another",
            "items",
            "items",
            r"，{n}项高频政务",
        ),
        Count(
            "pan_pearl_river_regions",
            "泛珠 provinces that handle frequent items for one another",
            "organisations",
            "regions",
            r"泛珠{n}省",
        ),
        Count(
            "cross_border_items",
            "service items of 广东 handled in Hong Kong and Macao",
            "items",
            "items",
            r"，{n}项广东",
        ),
        Count(
            "registered_users",
            "real-name registered users of the province's service platform",
            "users",
            "persons",
            r"注册用户{n}人",
        ),
        Count("daily_visits", "visits a day to the province's platform, mean", "visits", "times", r"访问量{n}次"),
        Count(
            "daily_transactions",
            "transactions a day on the province's platform, mean",
            "cases",
            "times",
            r"业务量{n}次",
        ),
    ),
    box(5, "广东", r"贵州省作为"),
)

GUIZHOU = (
    section(
        "贵州",
        "ch. 2 §3 (贵州)",
        r"贵州省作为",
        r"专栏 6：",
        Count(
            "national_systems_connected_in_year",
            "systems run by ministries (国家垂管系统) connected to the platform in the year",
            "systems",
            "systems",
            r"系统平台{n}个",
        ),
        Count(
            "national_systems_connected",
            *METRICS["national_systems_connected"],
            r"累计完成{n}个",
        ),
        Count(
            "department_systems_connected_in_year",
            "systems built in the province connected to the platform in the year",
            "systems",
            "systems",
            r"省内自建系统{n}个",
        ),
        Count(
            "department_systems_connected",
            *METRICS["department_systems_connected"],
            r"打通自建系统{n}个",
        ),
        Count(
            "data_interfaces",
            "data interfaces connected to the platform, cumulative",
            "data_sharing",
            "interfaces",
            r"数据接口{n}个",
        ),
        Count(
            "registered_users",
            "real-name registered users of the province's service platform",
            "users",
            "persons",
            r"注册用户{n}，",
        ),
        Count(
            "certificate_types_stored",
            "types of electronic certificate in the province's store",
            "certificates",
            "types",
            r"，{n}种、",
        ),
        Count(
            "certificates_stored",
            "electronic certificates in the province's store",
            "certificates",
            "certificates",
            r"、{n}本",
        ),
        Count("certificate_types_applied", *METRICS["certificate_types_applied"], r"等{n}类电子"),
        Count(
            "certificates_not_asked",
            "certificates that applicants need not hand in, in the year",
            "certificates",
            "certificates",
            r"证照{n}份",
        ),
    ),
    box(6, "贵州", r"广州市围绕"),
)

CITIES = (
    section("广州", "ch. 2 §3 (广州)", r"广州市围绕", r"专栏 7："),
    box(
        7,
        "广州",
        r"南京市以一体",
        Count(
            "policy_districts",
            "districts of the city whose services paying out policy benefits are online",
            "organisations",
            "districts",
            r"和{n}个区",
        ),
        Count(
            "policy_benefit_items_online",
            "services of the city and its districts that pay out policy benefits to enterprises (政策兑现), online",
            "items",
            "items",
            r"共{n}项业务",
        ),
    ),
    section("南京", "ch. 2 §3 (南京)", r"南京市以一体", r"专栏 8："),
    box(
        8,
        "南京",
        r"专栏 10：",
        Count(
            "enterprise_records",
            "records of enterprises gathered on the platform for policies",
            "data_sharing",
            "records",
            r"数据{n}条",
        ),
        Count(
            "policies_gathered",
            "policies for enterprises gathered on the platform for policies",
            "policies",
            "policies",
            r"惠企政策{n}条",
        ),
        Count(
            "policy_items_online",
            "items of policy for enterprises (惠企事项) online",
            "items",
            "items",
            r"惠企事项{n}个",
        ),
        Count(
            "policy_items_whole_process",
            "items of policy for enterprises run on the platform from start to end",
            "items",
            "items",
            r"已有{n}个",
        ),
        Count(
            "policy_items_without_application",
            "items of policy for enterprises granted without an application (免申即享)",
            "items",
            "items",
            r"，{n}个政策",
        ),
    ),
    box(
        10,
        "深圳",
        r"四、进步较大",
        Count(
            "instant_approval_items", "service items approved at once (秒批, 智能秒办)", "items", "items", r"事项{n}项"
        ),
        Count(
            "instant_filing_items",
            "service items filed at once, with data filled in (秒报)",
            "items",
            "items",
            r"等{n}个事项",
        ),
        Count(
            "instant_filing_and_approval_items",
            "service items filed and approved at once (秒报秒批一体化)",
            "items",
            "items",
            r"上线{n}个",
        ),
    ),
)

SECTIONS = (*GUANGDONG, *GUIZHOU, *CITIES)
