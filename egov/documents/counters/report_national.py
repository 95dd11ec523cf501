"""The nation's counts in the report of 2022: its digest, chapter 1 and the achievements of chapter 3."""

from __future__ import annotations

from egov.documents.counters.spec import Count, Section

YEAR_END = "2021-12-31"


def _section(place: str, start: str, stop: str, as_of: str, *counts: Count, basis: str = "") -> Section:
    """A stretch on the nation; ``basis`` where its own sentences lack the date that the digest gives the same fact."""
    basis = basis or ("assessed" if as_of == "2021" else "stated")
    return Section("report2022", place, start, stop, "national", "全国", as_of, basis, counts)


def _digest(number: int, start: str, as_of: str, *counts: Count) -> Section:
    """An entry of the digest: from ``start`` to the number of the next entry."""
    stop = r"\n中央党校" if number == 15 else r"\n6 " if number == 5 else rf"\n{number + 1}\."
    return _section(f"digest {number}", start, stop, as_of, *counts)


CONNECTED = (
    Count(
        "provinces_connected",
        "provinces whose platforms the national platform connects (新疆兵团 is named beside them)",
        "organisations",
        "regions",
        r"联通{n}个省",
    ),
    Count(
        "ministries_connected",
        "departments of the State Council whose platforms the national platform connects",
        "organisations",
        "departments",
        r"、{n}个国务院",
    ),
    Count(
        "population_addressed", "population for whom the integrated platform is built", "other", "persons", "向{n}人口"
    ),
    Count(
        "market_entities_addressed",
        "market entities for whom the integrated platform is built",
        "other",
        "enterprises",
        r"人口和{n}市场",
    ),
)


def five_levels(base: str) -> tuple[str, str, str, str]:
    """Slug, description, domain and unit of the provinces whose services reach all levels; ``base``: out of which."""
    reach = "whose online services reach province, city, county, township and village"
    return "regions_with_five_level_coverage", f"provinces {reach}; {base}", "organisations", "regions"


BASE_32 = "out of 31 provinces and 新疆兵团"
PERMITS = (
    Count(
        "share_accept_online_one_visit",
        "share of provincial administrative licensing items accepted online with at most one visit",
        "share_of_items",
        "percent",
        r"事项中，{n}的?事项",
    ),
    Count(
        "share_approve_online_zero_visit",
        "share of provincial administrative licensing items approved online without a visit",
        "share_of_items",
        "percent",
        r"一次”，{n}的?事项",
    ),
)
WHOSE_USES = (
    "whether of the integrated platform or of the national platform alone, digest 8 of the report of 2022 leaves open"
)
USERS = (
    Count(
        "platform_real_name_users",
        "real-name users of the nationwide integrated platform (national and local platforms together)",
        "users",
        "persons",
        r"实名用户{n}人",
    ),
    Count(
        "national_platform_registered_users",
        "registered users of the national government service platform",
        "users",
        "persons",
        r"注册用户{n}人",
    ),
    Count("total_uses", f"uses in total (总使用量); {WHOSE_USES}", "visits", "times", r"使用量{n}次"),
)
CROSS_PROVINCE = (
    Count(
        "cross_province_items_online",
        "frequent cross-province items that can be handled online in the national platform's zone",
        "items",
        "items",
        r"接入{n}个可网",
    ),
    Count(
        "cross_province_convenience_services",
        "everyday services (便民服务) that can be handled across provinces in the national platform's zone",
        "items",
        "items",
        r"事项和{n}项可",
    ),
    Count(
        "cross_province_views",
        "views of the national platform's zone for items across provinces, cumulative",
        "visits",
        "times",
        r"浏览量{n}人次",
    ),
)
RESOURCES = (
    Count(
        "departments_sharing_data",
        "departments of the State Council whose data resources the national (integrated) platform publishes",
        "organisations",
        "departments",
        r"发布{n}个国务院",
    ),
    Count(
        "data_resources",
        "data resources of departments of the State Council published on the national (integrated) platform",
        "data_sharing",
        "items",
        r"部门{n}项数据",
    ),
)
DEPARTMENTS = Count(
    "government_departments_connected",
    "government departments of all levels connected to data sharing, cumulative",
    "organisations",
    "departments",
    r"政务部门{n}个",
)
CALLS = (
    "data_sharing_calls",
    "calls of shared government data that the national (integrated) platform has served",
    "data_sharing",
    "calls",
)
CERTIFICATES = (
    Count(
        "provinces_connected_certificates",
        "provinces connected to the national platform's unified electronic-certificate system (新疆兵团 is not named)",
        "organisations",
        "regions",
        r"对接{n}个省",
    ),
    Count(
        "certificate_types",
        "types of electronic certificate gathered from regions and departments",
        "certificates",
        "types",
        r"证照{n}种",
    ),
    Count(
        "certificate_services",
        "times that the national platform served shared electronic certificates (共享服务)",
        "certificates",
        "times",
        r"共享服务\s*{n}次",
    ),
)

INSTITUTIONS = Count(
    "regions_with_institution",
    "of 31 provinces (新疆兵团 is not named), those with an agency for data or government services (digest: of deputy "
    "department level and above; chapter 3: of department level)",
    "organisations",
    "regions",
    r"，{n}个地区(?:共?成立)",
)

DIGEST = (
    _digest(4, r"4\.截至", YEAR_END, *CONNECTED, Count(*five_levels(BASE_32), r"网”，{n}个省")),
    _digest(
        5,
        r"5\.31",
        "2021",
        INSTITUTIONS,
        Count(
            "institutions",
            "agencies for data or government services of deputy department level and above, in 31 provinces "
            "(新疆兵团 is not named)",
            "organisations",
            "organisations",
            r"成立了{n}个副",
        ),
    ),
    _digest(
        6,
        r"6 截至",
        YEAR_END,
        Count(
            "regions_with_mobile_platform",
            "provinces whose service platform has a mobile end: all of 31, 新疆兵团 is named beside them",
            "organisations",
            "regions",
            r"底，{n}个省",
        ),
    ),
    _digest(7, r"7\.截至", YEAR_END, *PERMITS),
    _digest(8, r"8\.截至", YEAR_END, *USERS),
    _digest(
        9,
        r"31 个省[^，]{1,40}，全部整体",
        "2021",
        Count(
            "regions_with_ageing_friendly_platform",
            "provinces whose platform is adapted to the elderly: all of 31, 新疆兵团 is named beside them",
            "organisations",
            "regions",
            r"{n}个省\(",
        ),
    ),
    _digest(
        10,
        r"10\.截至",
        YEAR_END,
        Count(
            "regions_with_company_start_online",
            "provinces whose platform offers starting a business in one place online: all of 31, 新疆兵团 is not named",
            "organisations",
            "regions",
            r"底，{n}个省",
        ),
    ),
    _digest(
        11,
        r"11\.各地",
        "2021",
        Count(
            "business_licence_users",
            "market entities that use the electronic business licence through the nationwide integrated platform",
            "users",
            "enterprises",
            r"已有{n}市场",
        ),
        Count(
            "business_licence_uses",
            "uses of the electronic business licence through the nationwide integrated platform",
            "certificates",
            "times",
            r"照{n}次",
        ),
    ),
    _digest(12, r"12\.国家", "2021", *CROSS_PROVINCE),
    _digest(13, r"13\.国家", "2021", *RESOURCES, DEPARTMENTS, Count(*CALLS, r"共享调用{n}次")),
    _digest(14, r"14\.国家", "2021", *CERTIFICATES),
    _digest(
        15,
        r"15\.国家",
        "2021",
        Count(
            "business_items_connected",
            "services for enterprises of regions and departments connected to the national platform, cumulative",
            "items",
            "items",
            r"办事服务{n}项",
        ),
        Count(
            "relief_policies",
            "policies gathered in the national platform's zone for relief of enterprises (助企纾困)",
            "policies",
            "items",
            r"政策{n}条，其",
        ),
        Count(
            "relief_policies_without_application",
            "policies in the national platform's zone for relief of enterprises, granted without an application",
            "policies",
            "items",
            r"即享政策{n}条",
        ),
        Count(
            "relief_visits",
            "visits to the national platform's zone for relief of enterprises",
            "visits",
            "times",
            r"访问量达{n}人次",
        ),
        Count(
            "relief_services",
            "policy lookups, matching self-tests, online filings and services in the national platform's zone for "
            "relief of enterprises",
            "cases",
            "times",
            r"办理{n}次",
        ),
    ),
)

CHAPTER_1 = (
    _section(
        "ch. 1 §1 (四)",
        r"三是组织开展",
        r"（五）调查评估",
        "2021",
        Count("assessment_data_items", "data items collected for the assessment", "other", "items", r"共计{n}项"),
        Count(
            "assessed_units",
            "provinces (新疆兵团 among them) and key cities assessed",
            "organisations",
            "regions",
            r"分析了{n}个",
        ),
    ),
    _section(
        "ch. 1 §1 (六)",
        r"（六）评估数据采集\n",
        r"第二章 评估结果\n",
        "2021",
        Count(
            "assessed_provinces", "provinces assessed, 新疆兵团 among them", "organisations", "regions", r"{n}个省级政"
        ),
        Count("assessed_cities", "key cities assessed", "organisations", "cities", r"{n}个重点"),
    ),
)

ELDERLY = "share of the elderly (presumably of those online; the text does not say) who"
CHAPTER_3 = (
    _section(
        "ch. 3 §1 (一)",
        r"（一）统筹协调力度不断增强，",
        r"（二）一体化支撑能力显著提升，",
        "2021",
        INSTITUTIONS,
        Count(
            "regions_with_digital_government_plan",
            "of 31 provinces (新疆兵团 is not named), those with a plan for digital government or transformation",
            "policies",
            "regions",
            r"，{n}个地区印发",
        ),
        Count(
            "data_sharing_duty_lists",
            "batches of the lists of data that departments of the State Council must share",
            "data_sharing",
            "batches",
            r"发布了{n}批",
        ),
        Count(
            "data_sharing_duty_items",
            "data items that departments of the State Council must share, by lists of their duties",
            "data_sharing",
            "items",
            r"部门{n}项数据",
        ),
    ),
    _section(
        "ch. 3 §1 (二)",
        r"一是深化“联”",
        r"二是强化“用”",
        YEAR_END,
        Count(*five_levels("out of 31 provinces, 新疆兵团 is not named"), r"全国{n}个省"),
        basis="assessed",
    ),
    _section("ch. 3 §1 (二)", r"二是强化“用”", r"国家政务\s+服务平台“跨", YEAR_END, *PERMITS),
    _section(
        "ch. 3 §1 (二)",
        r"国家政务\s+服务平台“跨",
        r"三是持续“优”",
        "2021",
        *CROSS_PROVINCE,
        *RESOURCES,
        Count(*CALLS, r"共享调用{n}次"),
    ),
    _section(
        "ch. 3 §1 (二)",
        r"三是持续“优”",
        r"（三）用户服务体验持续",
        "2021",
        DEPARTMENTS,
        Count(*CALLS, r"共享调用{n}次"),
        *CERTIFICATES,
    ),
    _section("ch. 3 §1 (三)", r"一是全国政务服务“", r"二是企业和群众的", YEAR_END, *CONNECTED, basis="assessed"),
    _section(
        "ch. 3 §1 (三)",
        r"二是企业和群众的",
        r"三是服务创新应用",
        YEAR_END,
        *USERS,
        *(
            Count(f"elderly_{slug}", f"{ELDERLY} {do}", "users", "percent", pattern)
            for slug, do, pattern in (
                ("going_online_by_phone", "go online with a mobile phone", r"比例达{n}，购"),
                ("shopping_online", "buy daily goods online", r"用品比为{n}"),
                ("searching_online", "look for information online", r"信息比例为{n}"),
            )
        ),
    ),
)
SECTIONS = (*DIGEST, *CHAPTER_1, *CHAPTER_3)
