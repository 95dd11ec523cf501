"""Counts of the report of 2022, chapter 2 §4: the provinces that rose by a band, with boxes 11-18."""

from __future__ import annotations

from egov.documents.counters.report_demonstration import ASSESSED, box, section
from egov.documents.counters.report_regions import METRICS
from egov.documents.counters.spec import Count

NORTH_EAST_AND_COAST = (
    section("河北", "ch. 2 §4 (河北)", r"河北省始终坚持", r"专栏 11："),
    box(
        11,
        "河北",
        r"吉林省加强",
        Count(
            "livelihood_projects",
            "projects for people's livelihood, one of them electronic proofs of villages",
            "policies",
            "projects",
            r"省政府{n}项民生",
        ),
    ),
    section("吉林", "ch. 2 §4 (吉林)", r"吉林省加强", r"专栏 12："),
    box(
        12,
        "吉林",
        r"福建省部署",
        Count(
            "construction_funds_saved_a_year",
            "funds for construction saved a year",
            "money",
            "yuan",
            r"资金{n}元，而",
            ASSESSED,
            "assessed",
        ),
        Count("it_requests", "requests for information systems", "systems", "requests", r"需求{n}项，其"),
        Count(
            "it_requests_unified",
            "requests for which systems are built together",
            "systems",
            "requests",
            r"的需求{n}项",
        ),
        Count("it_funds_needed", "funds that these requests needed", "money", "yuan", r"所需资金{n}元"),
        Count("it_funds_spent", "funds spent on building together", "money", "yuan", r"仅用{n}元"),
        Count("it_projects_unified", "projects built together", "systems", "projects", r"建设{n}个项目就"),
        Count(
            "it_requests_unified",
            "requests for which systems are built together",
            "systems",
            "requests",
            r"前{n}个项目",
        ),
        as_of="2020",
    ),
    section("福建", "ch. 2 §4 (福建)", r"福建省部署", r"专栏 13："),
    box(13, "福建", r"山东省牢固"),
    section("山东", "ch. 2 §4 (山东)", r"山东省牢固", r"专栏 14："),
    box(
        14,
        "山东",
        r"河南省大力推动",
        Count(
            "items_for_certificate_promotion",
            "frequent items in which the use of electronic certificates is promoted",
            "items",
            "items",
            r"出{n}项高频",
        ),
        Count(
            "electronic_residence_permits",
            *METRICS["electronic_residence_permits"],
            r"完成{n}流动",
        ),
        Count(
            "electronic_marriage_certificates",
            "electronic marriage certificates",
            "certificates",
            "certificates",
            r"证照{n}张",
        ),
        Count(
            "electronic_business_licences",
            "market entities with an electronic business licence (all)",
            "certificates",
            "enterprises",
            r"现有{n}户",
        ),
    ),
)

CENTRE_AND_WEST = (
    section("河南", "ch. 2 §4 (河南)", r"河南省大力推动", r"专栏 15："),
    box(
        15,
        "河南",
        r"湖北省围绕企业",
        Count("loans_to_small_firms_share", "loans to small and micro firms", "money", "percent", r"贷款占比{n}，"),
        Count("loans_size_limit", "amount below which loans are counted as small", "money", "yuan", r"金额{n}元以下"),
        Count("small_loans_share", "loans below that amount", "money", "percent", r"下的占比{n}，"),
        Count("mean_loan", "amount of a loan, mean", "money", "yuan", r"额度为{n}元"),
    ),
    section(
        "湖北",
        "ch. 2 §4 (湖北)",
        r"湖北省围绕企业",
        r"专栏 16：",
        Count(
            "one_thing_once_services_province_wide",
            "bundles of items done as one, spread to the whole province in the year",
            "items",
            "items",
            r"实现{n}项“一事",
            basis="stated",
        ),
        Count("one_thing_once_services", *METRICS["one_thing_once_services"], r"总数{n}个，"),
        Count("one_thing_once_cases", "cases of these bundles", "cases", "cases", r"办件量达{n}件"),
        Count("one_thing_once_steps_before", "steps of a bundle before, mean", "time", "steps", r"环节由{n}个"),
        Count("one_thing_once_steps_after", "steps of a bundle now, mean", "time", "steps", r"个减至{n}个"),
        Count("one_thing_once_time_before", "time of a bundle by law", "time", "days", r"法定的{n}天"),
        Count("one_thing_once_time_after", "time of a bundle now", "time", "days", r"缩减至{n}天"),
        Count("one_thing_once_documents_before", "documents of a bundle before", "items", "documents", r"材料由{n}份"),
        Count("one_thing_once_documents_after", "documents of a bundle now", "items", "documents", r"份减至{n}份"),
        Count("one_thing_once_visits_before", "visits for a bundle before", "visits", "times", r"次数由{n}次"),
        Count("one_thing_once_visits_after", "visits for a bundle now", "visits", "times", r"次减至{n}次"),
    ),
    box(16, "湖北", r"重庆市依托国家"),
    section(
        "重庆",
        "ch. 2 §4 (重庆)",
        r"重庆市依托国家",
        r"专栏 17：",
        Count(
            "code_information_categories",
            "categories of information joined",
            "data_sharing",
            "categories",
            r"等{n}大类",
        ),
        Count(
            "code_certificate_types", "types of certificate joined in one code", "certificates", "types", r"类型{n}项"
        ),
    ),
    box(17, "重庆", r"宁夏回族自治区以"),
    section(
        "宁夏",
        "ch. 2 §4 (宁夏)",
        r"宁夏回族自治区以",
        r"专栏 18：",
        Count("approval_systems_connected", "approval systems connected", "systems", "systems", r"全区{n}个"),
        Count(
            "approval_institutions_connected",
            "approval institutions of county level and above connected",
            "organisations",
            "organisations",
            r"、{n}个县级",
        ),
    ),
    box(
        18,
        "宁夏",
        r"第三章 发展现状",
        Count("mobile_registered_users", "registered users of 我的宁夏", "users", "persons", r"已达{n}人，"),
        Count(
            "mobile_registered_users_above_population",
            "registered users above the resident population",
            "users",
            "percent",
            r"人口的{n}，",
        ),
        Count("mobile_items", *METRICS["mobile_items"], r"，{n}个事项能"),
        Count(
            "mobile_query_items", "items that can be looked up on mobile devices", "items", "items", r"，{n}个事项可"
        ),
    ),
)

SECTIONS = (*NORTH_EAST_AND_COAST, *CENTRE_AND_WEST)
