"""Counts of the report of 2022, chapter 2 §3: the provinces and cities held up as models, with boxes 1-10."""

from __future__ import annotations

from egov.documents.counters.report_regions import METRICS
from egov.documents.counters.spec import Count, Section

ASSESSED = "2021"


def section(unit: str, place: str, start: str, stop: str, *counts: Count, as_of: str = ASSESSED) -> Section:
    """A stretch of chapter 2 about one province or city; a date other than the year assessed is one it states."""
    scope = "city" if unit in ("广州", "南京", "深圳") else "province"
    basis = "assessed" if as_of == ASSESSED else "stated"
    return Section("report2022", place, start, stop, scope, unit, as_of, basis, counts)


def box(number: int, unit: str, stop: str, *counts: Count, as_of: str = ASSESSED) -> Section:
    """A box in the text: from its heading (that of the list of boxes ends in a page number) to ``stop``."""
    return section(unit, f"box {number}", rf"专栏 {number}：[^\n]*[^\n\d]\n", stop, *counts, as_of=as_of)


BEIJING = (
    section(
        "北京",
        "ch. 2 §3 (北京)",
        r"北京市围绕政府",
        r"专栏 1：",
        Count("online_users", "users online in total", "users", "persons", r"用户总数达{n}，"),
        Count(
            "whole_process_online_share",
            *METRICS["whole_process_online_share"],
            r"，{n}的事项",
        ),
        Count("mobile_items", *METRICS["mobile_items"], r"，{n}项事项可在"),
        Count("mobile_channels", "mobile channels for these items", "systems", "channels", r"可在{n}个移动"),
        Count(
            "self_service_items",
            "service items to handle at the self-service terminals",
            "items",
            "items",
            r"，{n}项服务可",
        ),
        Count("self_service_terminals", "self-service terminals", "windows", "terminals", r"可在{n}台"),
        Count("nationwide_online_items", "items done online nationwide (全国通办)", "items", "items", r"，{n}项事项和"),
        Count(
            "nationwide_online_services",
            "frequent services done online nationwide (全国通办)",
            "items",
            "services",
            r"和{n}项高频",
        ),
        Count(
            "four_places_items",
            "items that Beijing, Tianjin, Hebei and Xiong'an each handle for the others",
            "items",
            "items",
            r"，{n}项事项“京",
        ),
    ),
    box(
        1,
        "北京",
        r"上海市持续探索",
        Count(
            "business_environment_pilot_areas",
            "areas of the plan for the business environment",
            "policies",
            "areas",
            r"等{n}个方面",
        ),
        Count(
            "business_environment_pilot_tasks",
            "tasks of the plan for the business environment",
            "policies",
            "tasks",
            r"方面{n}项任务",
        ),
        Count(
            "business_environment_innovation_tasks",
            "innovation-pilot tasks among them",
            "policies",
            "tasks",
            r"其中{n}项创新",
        ),
        as_of="2021-12",
    ),
)

SHANGHAI = (
    section(
        "上海",
        "ch. 2 §3 (上海)",
        r"上海市持续探索",
        r"专栏 2：",
        Count(
            "whole_process_online_items",
            *METRICS["whole_process_online_items"],
            r"办事项{n}项",
        ),
        Count("cases_cumulative", "cases handled on 一网通办, cumulative", "cases", "cases", r"办件达{n}件"),
        Count("cases_growth", "growth of the cases against 2018", "cases", "fold", r"增长{n}倍", "2018/2021", "stated"),
        Count("personal_users", "personal users of the platform", "users", "persons", r"用户达{n}，"),
        Count("enterprise_users", "enterprise users of 一网通办", "users", "enterprises", r"企业用户{n}，"),
        Count("sensors", "terminals of the internet of things in the city", "systems", "terminals", r"的{n}个智能"),
        Count("daily_data_records", "records gathered and exchanged a day", "data_sharing", "records", r"交换{n}条"),
        Count(
            "departments_supported", "departments that 一网统管 supports", "organisations", "departments", r"{n}个部"
        ),
        Count("systems_supported", "systems that 一网统管 supports", "systems", "systems", r"、{n}个系统"),
        Count("applications_supported", "applications that 一网统管 supports", "systems", "applications", r"{n}个应用"),
    ),
    box(
        2,
        "上海",
        r"江苏省围绕",
        Count(
            "one_thing_once_services",
            *METRICS["one_thing_once_services"],
            r"“{n}件事",
            basis="stated",
        ),
    ),
)

JIANGSU = (
    section(
        "江苏",
        "ch. 2 §3 (江苏)",
        r"江苏省围绕",
        r"专栏 3：",
        Count("service_shops", "flagship shops of the platform, three levels", "windows", "shops", r"三级{n}个综合"),
        Count("town_stations", "stations in towns", "windows", "stations", r"设立{n}个镇级"),
        Count("village_stations", "stations in villages", "windows", "stations", r"、{n}个村级"),
        Count("mobile_applications", *METRICS["mobile_applications"], r"上线{n}个应用"),
        Count("online_item_share", "approval items online", "share_of_items", "percent", r"，{n}的审批"),
        Count("personal_users", "personal users of the platform", "users", "persons", r"然人用户{n}，"),
        Count("mobile_monthly_users", "users a month on mobile devices, mean", "users", "persons", r"跃用户{n}。"),
        Count("bank_outlet_banks", "banks with outlets that offer the services", "organisations", "banks", r"内{n}大"),
        Count("bank_outlets", "bank outlets that offer the services", "windows", "outlets", r"数量达到{n}个"),
        Count("bank_outlet_items", "services at bank outlets", "items", "services", r"上线的{n}项"),
        Count(
            "bank_outlet_departments",
            "departments whose services bank outlets offer",
            "organisations",
            "departments",
            r"行业部门{n}家",
        ),
    ),
    box(
        3,
        "江苏",
        r"浙江省围绕打造",
        Count(
            "policies_gathered",
            "policies for enterprises gathered on the platform",
            "policies",
            "policies",
            r"三级政策{n}条",
        ),
        Count(
            "enterprises_profiled", "market entities profiled on the platform", "users", "enterprises", r"平台{n}市场"
        ),
        Count("policies_pushed", "policies pushed to market entities", "policies", "policies", r"推送政策{n}条"),
        Count("policy_pushes", "times that policies were pushed", "visits", "times", r"共计{n}次"),
    ),
)

ZHEJIANG = (
    section(
        "浙江",
        "ch. 2 §3 (浙江)",
        r"浙江省围绕打造",
        r"专栏 4：",
        Count(
            "business_systems_connected",
            *METRICS["business_systems_connected"],
            r"省市县{n}套",
        ),
        Count("convenience_services", *METRICS["convenience_services"], r"集成{n}个"),
        Count("uniform_service_items", *METRICS["uniform_service_items"], r"全省{n}个政务"),
        Count("instant_approval_items", "items approved at once", "items", "items", r"推出{n}个高频"),
        Count("instant_approval_areas", "areas of these items", "items", "areas", r"等{n}大领域"),
        Count("one_thing_once_services", *METRICS["one_thing_once_services"], r"推出{n}个“一"),
    ),
    box(4, "浙江", r"广东省以全面"),
)

GUANGDONG = (
    section(
        "广东",
        "ch. 2 §3 (广东)",
        r"广东省以全面",
        r"专栏 5：",
        Count("platform_items", "frequent items on the platform of the province", "items", "items", r"部门{n}项高频"),
        Count("pan_pearl_river_items", "items done across the 泛珠 provinces", "items", "items", r"，{n}项高频政务"),
        Count("pan_pearl_river_regions", "泛珠 provinces with these items", "organisations", "regions", r"泛珠{n}省"),
        Count("cross_border_items", "items done in Hong Kong and Macao", "items", "items", r"，{n}项广东"),
        Count("registered_users", "real-name registered users", "users", "persons", r"注册用户{n}人"),
        Count("daily_visits", "visits a day, mean", "visits", "times", r"访问量{n}次"),
        Count("daily_transactions", "transactions a day, mean", "cases", "times", r"业务量{n}次"),
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
            "vertical systems of ministries connected in the year",
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
            "systems built in the province connected in the year",
            "systems",
            "systems",
            r"省内自建系统{n}个",
        ),
        Count(
            "department_systems_connected",
            *METRICS["department_systems_connected"],
            r"打通自建系统{n}个",
        ),
        Count("data_interfaces", "data interfaces opened", "data_sharing", "interfaces", r"数据接口{n}个"),
        Count("registered_users", "real-name registered users", "users", "persons", r"注册用户{n}，"),
        Count("certificate_types_stored", "types of certificate in the store", "certificates", "types", r"，{n}种、"),
        Count("certificates_stored", "certificates in the store", "certificates", "certificates", r"、{n}本"),
        Count("certificate_types_applied", *METRICS["certificate_types_applied"], r"等{n}类电子"),
        Count("certificates_not_asked", "certificates not asked for", "certificates", "certificates", r"证照{n}份"),
    ),
    box(6, "贵州", r"广州市围绕"),
)

CITIES = (
    section("广州", "ch. 2 §3 (广州)", r"广州市围绕", r"专栏 7："),
    box(
        7,
        "广州",
        r"南京市以一体",
        Count("policy_districts", "districts with policies online", "organisations", "districts", r"和{n}个区"),
        Count("policy_items_online", "items of policy for enterprises online", "items", "items", r"共{n}项业务"),
    ),
    section("南京", "ch. 2 §3 (南京)", r"南京市以一体", r"专栏 8："),
    box(
        8,
        "南京",
        r"专栏 10：",
        Count("enterprise_records", "records of enterprises gathered", "data_sharing", "records", r"数据{n}条"),
        Count(
            "policies_gathered",
            "policies for enterprises gathered on the platform",
            "policies",
            "policies",
            r"惠企政策{n}条",
        ),
        Count("policy_items_online", "items of policy for enterprises online", "items", "items", r"惠企事项{n}个"),
        Count("policy_items_whole_process", "items of policy run wholly online", "items", "items", r"已有{n}个"),
        Count(
            "policy_items_without_application",
            "items of policy that apply without an application",
            "items",
            "items",
            r"，{n}个政策",
        ),
    ),
    box(
        10,
        "深圳",
        r"四、进步较大",
        Count("instant_approval_items", "items approved at once", "items", "items", r"事项{n}项"),
        Count("instant_filing_items", "items filed at once, with data filled in", "items", "items", r"等{n}个事项"),
        Count("instant_filing_and_approval_items", "items filed and approved at once", "items", "items", r"上线{n}个"),
    ),
)

SECTIONS = (*BEIJING, *SHANGHAI, *JIANGSU, *ZHEJIANG, *GUANGDONG, *GUIZHOU, *CITIES)
