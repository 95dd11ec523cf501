"""Counts of the report of 2022, chapter 2 §3, first half: 北京, 上海, 江苏 and 浙江 as models, boxes 1-4."""

from __future__ import annotations

from egov.documents.counters.report_regions import METRICS
from egov.documents.counters.spec import Count, Section

ASSESSED = "2021"
JOINT_PLACES = (
    "joint_service_places",
    "places of the area that handle service items for one another",
    "organisations",
    "places",
)


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
        Count("online_users", "users online in total (线上用户)", "users", "persons", r"用户总数达{n}，"),
        Count(
            "whole_process_online_share",
            *METRICS["whole_process_online_share"],
            r"，{n}的事项",
        ),
        Count("mobile_items", *METRICS["mobile_items"], r"，{n}项事项可在"),
        Count(
            "mobile_channels",
            "mobile channels in which service items can be handled",
            "systems",
            "channels",
            r"可在{n}个移动",
        ),
        Count(
            "self_service_items",
            "service items handled at self-service terminals",
            "items",
            "items",
            r"，{n}项服务可",
        ),
        Count(
            "self_service_terminals",
            "self-service terminals at which service items are handled",
            "windows",
            "terminals",
            r"可在{n}台",
        ),
        Count(
            "nationwide_online_items",
            "service items handled online nationwide (全国通办)",
            "items",
            "items",
            r"，{n}项事项和",
        ),
        Count(
            "nationwide_online_services",
            "frequent services handled online nationwide (全国通办)",
            "items",
            "services",
            r"和{n}项高频",
        ),
        Count(
            "four_places_items",
            "service items that 北京, 天津, 河北 and 雄安 each handle for the others",
            "items",
            "items",
            r"，{n}项事项“京",
        ),
        Count(*JOINT_PLACES, r"雄安”{n}地", scope="area", unit="京津冀+雄安"),
    ),
    box(
        1,
        "北京",
        r"上海市持续探索",
        Count(
            "business_environment_reform_rounds",
            "rounds of business-environment reform in a row, the pilot plan included",
            "policies",
            "rounds",
            r"连续第{n}次",
        ),
        Count(
            "business_environment_pilot_areas",
            "areas of the pilot plan for the business environment",
            "policies",
            "areas",
            r"等{n}个方面",
        ),
        Count(
            "business_environment_pilot_tasks",
            "tasks of the pilot plan for the business environment",
            "policies",
            "tasks",
            r"方面{n}项任务",
        ),
        Count(
            "business_environment_innovation_tasks",
            "innovation-pilot tasks among the tasks of the pilot plan for the business environment",
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
        Count(
            "cases_growth",
            "growth of the cases handled on 一网通办 against 2018: so many times as many or so many times more "
            "(增长…倍 leaves it open)",
            "cases",
            "fold",
            r"增长{n}倍",
            "2018/2021",
            "stated",
        ),
        Count(
            "personal_users", "personal users of the province's service platform", "users", "persons", r"用户达{n}，"
        ),
        Count("enterprise_users", "enterprise users of 一网通办", "users", "enterprises", r"企业用户{n}，"),
        Count(
            "sensors",
            "terminals of the internet of things spread over the city",
            "systems",
            "terminals",
            r"的{n}个智能",
        ),
        Count(
            "daily_data_records",
            "records gathered, shared and exchanged a day on 一网统管",
            "data_sharing",
            "records",
            r"交换{n}条",
        ),
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
            "one_thing_once_services_launched",
            "bundles of items handled as one matter (一件事) given priority in the year, all of them online",
            "items",
            "items",
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
        Count(
            "service_shops",
            "integrated flagship shops for services, at province, city and county level",
            "windows",
            "shops",
            r"三级{n}个综合",
        ),
        Count("town_stations", "service stations at town level", "windows", "stations", r"设立{n}个镇级"),
        Count("village_stations", "service stations at village level", "windows", "stations", r"、{n}个村级"),
        Count("mobile_applications", *METRICS["mobile_applications"], r"上线{n}个应用"),
        Count(
            "online_item_share",
            "share of approval services that can be handled online",
            "share_of_items",
            "percent",
            r"，{n}的审批",
        ),
        Count(
            "personal_users", "personal users of the province's service platform", "users", "persons", r"然人用户{n}，"
        ),
        Count(
            "mobile_monthly_users", "monthly active users on mobile devices, mean", "users", "persons", r"跃用户{n}。"
        ),
        Count(
            "bank_outlet_banks",
            "banks with outlets in the province that offer government services",
            "organisations",
            "banks",
            r"内{n}大",
        ),
        Count("bank_outlets", "bank outlets that offer government services", "windows", "outlets", r"数量达到{n}个"),
        Count("bank_outlet_items", "government services offered at bank outlets", "items", "services", r"上线的{n}项"),
        Count(
            "bank_outlet_departments",
            "departments whose services are offered at bank outlets",
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
            "policies for enterprises gathered on the platform for policies",
            "policies",
            "policies",
            r"三级政策{n}条",
        ),
        Count(
            "enterprises_profiled",
            "market entities profiled on the platform for policies",
            "users",
            "enterprises",
            r"平台{n}市场",
        ),
        Count("policies_pushed", "policies pushed to market entities", "policies", "policies", r"推送政策{n}条"),
        Count("policy_pushes", "times that policies were pushed to market entities", "visits", "times", r"共计{n}次"),
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
        Count(
            "instant_approval_items",
            "service items approved at once (秒批, 智能秒办)",
            "items",
            "items",
            r"推出{n}个高频",
        ),
        Count(
            "instant_approval_areas",
            "areas of the service items approved at once (智能秒办)",
            "items",
            "areas",
            r"等{n}大领域",
        ),
        Count("one_thing_once_services", *METRICS["one_thing_once_services"], r"推出{n}个“一"),
    ),
    box(4, "浙江", r"广东省以全面"),
)

SECTIONS = (*BEIJING, *SHANGHAI, *JIANGSU, *ZHEJIANG)
