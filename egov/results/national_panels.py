"""What the chapter's pictures of counts show: which counts share a panel, and which panels carry a warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egov.results.national_counters import NATION, NOT_JOINED, points, shown
from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

REPORT, ASSESSED = "report2022", 2021
CASE = "重庆"


@dataclass(frozen=True)
class Panel:
    """A panel: both headings, members as (metric, date or empty for all, series), a warning, and whether dots join."""

    zh: str
    en: str
    members: tuple[tuple[str, str, str], ...]
    warning: str = ""
    joined: bool = True

    @property
    def title(self) -> str:
        """Both headings, parted by a line feed."""
        return f"{self.zh}\n{self.en}"


def _one(metric: str, zh: str, en: str, warning: str = "", *, joined: bool = True) -> Panel:
    return Panel(zh, en, ((metric, "", metric),), warning, joined)


COMPARABLE = (
    _one(
        "national_platform_registered_users",
        "国家政务服务平台注册用户",
        "Registered users of the national platform",
        "real-name users of 2020 are another count and left out",
    ),
    _one(
        "regions_with_five_level_coverage",
        "网上服务五级覆盖的地区",
        "Regions with online services at all five levels",
        "新疆兵团 is counted beside them at the last date only",
    ),
    _one(
        "share_accept_online_one_visit",
        "网上受理、最多跑一次的省级许可事项",
        "Provincial licences accepted online with at most one visit",
    ),
    _one(
        "provincial_application_items_mean",
        "省级依申请服务事项（平均）",
        "Items on application at provincial level, mean",
    ),
    _one(
        "national_and_provincial_personal_users",
        "国家和省级平台个人用户",
        "Personal users of the national and the provincial platforms",
    ),
    _one("mobile_services", "移动应用服务", "Services on mobile devices"),
    _one("data_resources", "国务院部门数据资源", "Data resources of State Council departments"),
    _one(
        "certificate_types",
        "已汇聚电子证照种类",
        "Types of electronic certificate gathered",
        "first of regions and departments (各地区各部门), then of 地方部门: perhaps local ones alone",
    ),
    _one(
        "platform_real_name_users",
        "全国一体化平台实名用户",
        "Real-name users of the integrated platform",
        "not those of the national platform alone",
    ),
    _one(
        "cross_province_convenience_services",
        "可跨省办理的便民服务",
        "Convenience services across provinces",
    ),
)
"""Series of one thing."""

UNLIKE = (
    Panel(
        "用户",
        "Users",
        (
            ("national_platform_real_name_users", "", "国家平台实名 real-name, national platform"),
            ("national_platform_registered_users", "", "国家平台注册 registered, national platform"),
            ("platform_real_name_users", "", "一体化平台实名 real-name, all platforms"),
            ("national_and_provincial_personal_users", "", "国家和省级平台个人 persons, national + provincial"),
            (
                "tencent_national_mini_programme_registered_users",
                "",
                "国家平台小程序（腾讯称） mini programme, Tencent",
            ),
            ("national_platform_mini_programme_users", "", "国家平台小程序 mini programme, 2020 article"),
        ),
        "every name has its own definition",
    ),
    Panel(
        "数据共享调用",
        "Calls for shared data",
        (
            ("data_sharing_calls", "2020-12-31", "2021 article: served to regions and departments"),
            ("data_sharing_calls", "2021", "2022 report: two totals, digest and ch. 3"),
        ),
        "not one count: served, then supported; two totals in one report",
    ),
    Panel(
        "身份认证核验",
        "Identity verifications",
        (
            ("identity_verifications", "2020-06-04", "国家平台 by the national platform"),
            ("identity_verifications", "2020-12-31", "一体化平台 by the integrated platform"),
        ),
        "two platforms under one name",
    ),
    Panel(
        "电子证照服务",
        "Services of electronic certificates",
        (
            ("certificate_query_services", "", "接口查询和核验 queries and checks"),
            ("certificate_sharing_exchanges", "", "共享交换 exchanges"),
            ("certificate_services", "", "共享服务 sharing services"),
        ),
        "three names, three things",
    ),
    Panel(
        "使用量",
        "Uses",
        (
            ("national_platform_uses", "", "国家平台 national platform, since its start"),
            ("total_uses", "", "总使用量 in total; platform not named"),
        ),
        "the later figure does not say of which platform",
    ),
    Panel(
        "跨省通办事项",
        "Items handled across provinces",
        (
            ("cross_province_first_batch_items_online", "", "第一批，线上 first batch, online"),
            ("cross_province_first_batch_items_offline", "", "第一批，线下 first batch, in person"),
            ("cross_province_items_online", "", "高频事项 frequent items, online"),
        ),
        "a first batch is not the zone's whole list",
    ),
)
"""One word, unlike things: nothing is joined across the names."""

CASE_PANELS = (
    _one("zero_visit_items", "一次不跑事项", "Items that need no visit", "the list of items itself grew"),
    _one("one_visit_items", "只跑一次事项", "Items that need one visit", "the list of items itself grew"),
    _one(
        "mean_approval_time",
        "平均用时（天）",
        "Mean time, days",
        "审批服务 approval in 2017, 审结 conclusion in 2020: two wordings, not joined",
        joined=False,
    ),
    _one("online_handling_share", "网上办理率", "Rate of handling online"),
)
SHARED_ZH = {
    "enterprises_with_electronic_seals": "获电子印章企业",
    "personal_users": "个人用户",
    "registered_users": "实名注册用户",
    "mobile_applications": "移动端应用",
    "livelihood_projects": "民生实事项目",
    "mobile_frequent_items": "掌上可办高频事项",
    "mobile_items": "掌上可办事项",
    "mobile_services": "移动端服务",
    "one_thing_once_services": "一件事一次办",
    "whole_process_online_share": "全程网办比例",
    "certificate_types_applied": "在用电子证照种类",
    "electronic_residence_permits": "电子居住证",
    "electronic_seals_issued": "电子印章",
    "hotlines_merged": "归并热线",
    "department_systems_connected": "接入的本级部门系统",
    "national_systems_connected": "接入的国务院部门系统",
    "business_licence_items_reformed": "涉企许可改革事项",
    "mobile_departments": "移动端涉及部门",
}
"""Short Chinese headings of the counts that several provinces print; a count without one goes by English alone."""
DOMAINS = {
    "users": "用户 Users",
    "items": "事项 Service items",
    "share_of_items": "事项占比 Shares of items",
    "certificates": "证照 Certificates",
    "hotlines": "热线 Hotlines",
    "systems": "系统 Systems",
    "policies": "政策 Policies",
    "organisations": "机构 Organisations",
    "visits": "访问 Visits",
    "data_sharing": "数据共享 Data sharing",
    "cases": "办件 Cases",
    "windows": "窗口 Windows",
    "time": "时间 Time",
    "money": "资金 Money",
    "other": "其他 Other",
}


def national_counts(counters: pd.DataFrame) -> pd.DataFrame:
    """Every count printed for the nation, each statement once: metric_en, as_of, printed, source, place."""
    own = counters[counters["unit"] == NATION].drop_duplicates(["metric", "as_of", "value", "qualifier"])
    own = own.assign(rank=own["domain"].astype(str).map(list(DOMAINS).index)).sort_values(["rank", "metric", "as_of"])
    return own[["metric_en", "as_of", "printed", "source", "place"]].reset_index(drop=True)


def growth_names() -> dict[str, str]:
    """Metric to heading for the table of changes: the comparable series, then the metrics that change their meaning."""
    one = {panel.members[0][0]: panel.en for panel in COMPARABLE}
    return one | {metric: panel.en for panel in UNLIKE for metric, _, _ in panel.members if metric in NOT_JOINED}


def panel_frame(counters: pd.DataFrame, panels: tuple[Panel, ...], unit: str = NATION) -> pd.DataFrame:
    """The counts of some panels as ``counter_panels`` draws them; with metric, as_of, printed, source and place.

    ``ValueError`` where a member names a metric or date that the table does not have.
    """
    import pandas as pd

    every, parts = points(counters, unit), []
    for panel in panels:
        for metric, as_of, series in panel.members:
            part = every[(every["metric"] == metric) & (every["as_of"].eq(as_of) if as_of else True)]
            if part.empty:
                raise ValueError(f"panel {panel.zh!r}: no count of {metric!r} at {as_of or 'any date'} for {unit}")
            parts.append(
                part.assign(
                    panel=panel.title,
                    series=series,
                    joined=panel.joined and metric not in NOT_JOINED,
                    warning=panel.warning,
                    label=[
                        shown(r.number, r.qualifier, r.unit_of_measure)
                        if not r.implied
                        else shown(f"{r.value:.6f}", r.qualifier, r.unit_of_measure)
                        for r in part.itertuples()
                    ],
                )
            )
    columns = ["panel", "series", "first", "last", "value", "qualifier", "implied", "joined", "label", "warning"]
    out = pd.concat(parts, ignore_index=True)
    return out[[*columns, "metric", "as_of", "as_of_basis", "printed", "source", "place", "line"]]


def definitions(counters: pd.DataFrame) -> pd.DataFrame:
    """Every count of the panels that warn, with the name it goes by: panel, series, as_of, printed, source, place."""
    frame = panel_frame(counters, UNLIKE)
    frame = frame.assign(panel=frame["panel"].str.split("\n").str[0])
    return frame[["panel", "series", "as_of", "printed", "source", "place"]]


def provincial(counters: pd.DataFrame) -> pd.DataFrame:
    """The counts of the 2022 report that at least two provinces print under one name, as ``unit_counts`` draws them."""
    own = self_reported(counters)
    shared = own.groupby("metric")["unit"].nunique()
    own = own[own["metric"].map(shared) >= 2]
    own = own[own.groupby("metric")["value"].transform("nunique") > 1]
    own = own.assign(
        section=own["domain"].astype(str).map(DOMAINS),
        panel=[f"{SHARED_ZH.get(r.metric, '')} {r.metric_en}".strip() for r in own.itertuples()],
        label=[shown(f"{r.value:.6f}", r.qualifier, r.unit_of_measure) for r in own.itertuples()],
        many=own["metric"].map(shared),
        rank=own["domain"].astype(str).map(list(DOMAINS).index),
    ).sort_values(["rank", "many", "metric"], ascending=[True, False, True], kind="stable")
    return own[["section", "panel", "unit", "value", "qualifier", "label", "metric", "printed", "place"]].reset_index(
        drop=True
    )


def self_reported(counters: pd.DataFrame) -> pd.DataFrame:
    """The 2022 report's counts of provinces for the year assessed, first statement of each."""
    kept = (counters["scope"] == "province") & (counters["source"] == REPORT) & (counters["mention"] == 1)
    return counters[kept & counters["as_of"].str.fullmatch(rf"{ASSESSED}(-\d\d)*")]


def reporting(counters: pd.DataFrame, size: int) -> pd.DataFrame:
    """Who reports at all: domain, units, share (of ``size`` units), metrics, shared (by two units or more), widest.

    ``widest`` is the largest number of units that give one and the same count.
    """
    import pandas as pd

    own, rows = self_reported(counters), []
    for domain, name in DOMAINS.items():
        part = own[own["domain"] == domain]
        by = part.groupby("metric")["unit"].nunique()
        if len(part):
            units = part["unit"].nunique()
            rows.append((name, units, f"{100 * units / size:.0f} %", len(by), int((by >= 2).sum()), int(by.max())))
    return pd.DataFrame(rows, columns=["domain", "units", "share", "metrics", "shared", "widest"])


def selection(counters: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """How many counts the report prints of a unit, by its band: band, units, none, median, most."""
    import pandas as pd

    per_unit = self_reported(counters).groupby("unit").size()
    now = bands[(bands["unit_type"] == "province") & (bands["year"] == ASSESSED)]
    counts = now.assign(n=now["unit"].map(per_unit).fillna(0).astype(int))
    rows = []
    for band in reversed(BANDS):
        n = counts.loc[counts["value"].astype(str) == band, "n"]
        if len(n):
            rows.append((band, len(n), int((n == 0).sum()), float(n.median()), int(n.max())))
    return pd.DataFrame(rows, columns=["band", "units", "none", "median", "most"])
