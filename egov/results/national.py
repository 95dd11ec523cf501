"""Chapter *The national picture*: counts, the UN rank, rules and offices, events along the bands.

The parts stand in ``national_counters``, ``national_panels``, ``national_egdi`` and ``national_offices``; this module
joins them: derived tables, the timeline, and the chapter's sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from egov.results import national_counters, national_egdi, national_offices, national_panels
from egov.results.data import band_counts
from egov.results.national_counters import day_span, end_text
from egov.results.wording import joined, minus, number_word, p_text, signed

if TYPE_CHECKING:
    import pandas as pd

DERIVED = {
    "counter_growth": national_counters.counter_growth,
    "egdi_weights": national_egdi.egdi_weights,
    "egdi_decomposition": national_egdi.egdi_decomposition,
    "office_associations": national_offices.office_associations,
}
PLANS_STATED = (21, 29)
"""What 20余 regions with a plan means by habit: more than twenty, fewer than thirty."""
KINDS = {
    "document": "文件 Documents and plans",
    "meeting": "会议 Meetings",
    "platform": "平台 Platforms",
    "hotline": "热线 Hotlines",
    "cross_province": "跨省通办 Services across provinces",
    "organisation": "机构 Offices",
    "reform": "改革 Reforms",
    "assessment": "评估 Assessments",
}


def timeline(events: pd.DataFrame, *, national: bool) -> pd.DataFrame:
    """Events as ``event_timeline`` draws them, by kind and date: the nation's, or those of provinces and cities."""
    own = events[(events["mention"] == 1) & ((events["scope"] == "national") == national)]
    spans = [
        (day_span(r.date)[0], day_span(r.date_end or r.date)[1]) for r in own.fillna({"date_end": ""}).itertuples()
    ]
    own = own.assign(
        section=own["kind"].astype(str).map(KINDS),
        label=own["title_en"],
        first=[s[0] for s in spans],
        last=[s[1] for s in spans],
        rank=own["kind"].astype(str).map(list(KINDS).index),
    ).sort_values(["rank", "first", "last", "event"])
    columns = ["section", "label", "first", "last", "status", "basis", "event", "unit", "printed", "source", "line"]
    return own[columns].reset_index(drop=True)


def composition(bands: pd.DataFrame) -> pd.DataFrame:
    """Provincial units by year and band: year, band, count."""
    counts = band_counts(bands)
    return counts.loc[counts["unit_type"] == "province", ["year", "band", "count"]].reset_index(drop=True)


def plans_by_year(policies: pd.DataFrame) -> pd.DataFrame:
    """How many plans of Table A-5 were issued in each year: label, year, count."""
    counts = policies.groupby("issued_in").size().rename("count").reset_index().rename(columns={"issued_in": "year"})
    return counts.assign(label="表 A-5 规划 Plans listed, year of issue")


def _counter_findings(counters: pd.DataFrame) -> dict[str, str]:
    grown = national_counters.growth(counters)
    grown = grown[~grown["metric"].isin(("smart_city_technology_spending", "ministries_connected"))]
    grown = grown[~grown["metric"].isin(("provinces_connected", "departments_sharing_data"))]
    strict = grown[grown["joined"] & (grown["reading"] == "strict")]
    habit = grown[grown["joined"] & (grown["reading"] == "habit")]

    def span(metric: str, reading: str, start: str = "") -> str:
        rows = grown[(grown["metric"] == metric) & (grown["reading"] == reading)]
        row = rows[rows["from_as_of"].str.startswith(start)].iloc[0]
        unit = "points" if row["measure"] == "difference" else "%"
        places = 3 if unit == "points" else 0 if reading == "habit" else 2
        ends = (end_text(float(row[end]), places, upper=end == "upper") for end in ("lower", "upper"))
        low, high = (text.lstrip("+") for text in ends)  # the sentences say "grew by"
        return f"{low} to {high} {unit}" if unit == "points" else f"{low} % to {high} %"

    printed = counters[(counters["unit"] == "全国") & (counters["mention"] == 1)].set_index(["metric", "as_of"])
    case = counters[(counters["unit"] == national_panels.CASE)].set_index(["metric", "as_of"])["printed"]
    calls = counters[(counters["metric"] == "data_sharing_calls") & (counters["as_of"] == "2021")]["printed"]
    unlike = national_panels.panel_frame(counters, national_panels.UNLIKE)
    return {
        "pairs_n": str(len(strict)),
        "pairs_strict": str(int((strict["says"] == "growth").sum())),
        "pairs_stated": number_word(int((strict["implied"] & (strict["says"] == "growth")).sum())),
        "pairs_stated_zh": str(int((strict["implied"] & (strict["says"] == "growth")).sum())),
        "pairs_habit": str(int((habit["says"] == "growth").sum())),
        "pairs_nothing": str(int((strict["says"] == "nothing").sum())),
        "users_2020": printed.at[("national_platform_real_name_users", "2020-06-04"), "printed"],
        "users_2021": printed.at[("national_platform_registered_users", "2021-12-31"), "printed"],
        "users_2022": printed.at[("national_platform_registered_users", "2022-12"), "printed"],
        "users_habit_last": span("national_platform_registered_users", "habit", "2021"),
        "real_name": printed.at[("platform_real_name_users", "2022-12"), "printed"],
        "one_visit": span("share_accept_online_one_visit", "strict"),
        "items_growth": span("provincial_application_items_mean", "strict"),
        "mobile_growth": span("mobile_services", "strict"),
        "personal_growth": span("national_and_provincial_personal_users", "strict"),
        "calls_2020": printed.at[("data_sharing_calls", "2020-12-31"), "printed"],
        "calls_2021": " and ".join(dict.fromkeys(sorted(calls, reverse=True))),
        "resources_2020": printed.at[("data_resources", "2020-12-31"), "printed"],
        "resources_2021": printed.at[("data_resources", "2021"), "printed"],
        "unlike_panels": str(unlike["panel"].nunique()),
        "unlike_counts": str(len(unlike)),
        "case_no_visit": f"{case['zero_visit_items', '2017']} to {case['zero_visit_items', '2020']}",
        "case_one_visit": f"{case['one_visit_items', '2017']} to {case['one_visit_items', '2020']}",
        "case_time": f"{case['mean_approval_time', '2017']} to {case['mean_approval_time', '2020']}",
        "case_online": f"{case['online_handling_share', '2017']} to {case['online_handling_share', '2020']}",
        "case_items_2017": case["service_items", "2017"],
        "case_sum_2017": _sum(case, "2017"),
        "case_sum_2020": _sum(case, "2020"),
        "case_licences_2020": case["municipal_licences", "2020"],
    }


def _sum(case: pd.Series, year: str) -> str:
    """Items that need no visit and one visit together."""
    return str(int(case["zero_visit_items", year]) + int(case["one_visit_items", year]))


def _provincial_findings(counters: pd.DataFrame, bands: pd.DataFrame) -> dict[str, str]:
    own = national_panels.self_reported(counters)
    size = int((bands["unit_type"].eq("province") & bands["year"].eq(national_panels.ASSESSED)).sum())
    by = own.groupby("metric")["unit"].nunique()
    chosen = national_panels.selection(counters, bands).set_index("band")
    absent = sorted(set(bands.loc[bands["unit_type"] == "province", "unit"]) - set(own["unit"]))
    bundles = own[own["metric"] == "one_thing_once_services"].sort_values("value")
    return {
        "self_counts": str(len(own)),
        "self_units": str(own["unit"].nunique()),
        "self_size": str(size),
        "self_absent": joined(absent),
        "self_metrics": str(len(by)),
        "self_alone": str(int((by == 1).sum())),
        "self_alone_share": f"{100 * (by == 1).mean():.0f} %",
        "self_widest": own.loc[own["metric"] == by.idxmax(), "metric_en"].iloc[0],
        "self_widest_n": str(int(by.max())),
        "self_median_top": f"{chosen.at['非常高', 'median']:g}",
        "self_median_middle": f"{chosen.at['中', 'median']:g}",
        "self_bundles": f"{bundles.iloc[0]['printed']} ({bundles.iloc[0]['unit']}) to "
        f"{bundles.iloc[-1]['printed']} ({bundles.iloc[-1]['unit']})",
    }


def _office_findings(
    bands: pd.DataFrame, policies: pd.DataFrame, institutions: pd.DataFrame, claims: pd.DataFrame, tests: pd.DataFrame
) -> dict[str, str]:
    frame = national_offices.provinces(bands, policies, institutions)
    widest = tests.sort_values("effect", key=abs).iloc[-1]
    plan = tests.set_index(["exposure", "outcome"]).loc[("plan_listed", "band")]
    low, high = national_offices.unlisted_bounds(frame, *PLANS_STATED)
    said = claims[claims["mention"] == 1].set_index("claim")["printed"]
    in_year = int((policies["issued_in"] == national_offices.TO_YEAR).sum())
    least = tests["detectable"]
    return {
        "offices_n": str(len(institutions)),
        "offices_regions": str(institutions["region"].nunique()),
        "offices_none": joined(sorted(frame.loc[frame["offices"] == 0, "unit"])),
        "offices_top": str(int(frame["top_level"].sum())),
        "offices_several": str(int(frame["several"].sum())),
        "plans_n": str(len(policies)),
        "plans_in_year": str(in_year),
        "plans_before": str(int(frame["plan_before"].sum())),
        "plans_stated": said["regions_with_plans"],
        "plans_fewest": str(PLANS_STATED[0]),
        "plans_most": str(PLANS_STATED[1]),
        "plans_unlisted": str(PLANS_STATED[0] - len(policies)),
        "plans_not_listed_n": str(int((~frame["plan_listed"]).sum())),
        "plans_open": str(int((policies["covers_to"].astype("Int64") >= 2022).sum())),
        "provinces_n": str(len(frame)),
        "tests_n": str(len(tests)),
        "tests_smallest_p": f"{tests['p'].min():.2f}",
        "tests_smallest_holm": f"{tests['p_holm'].min():.2f}",
        "tests_detectable": f"{least.min():.2f} to {least.max():.2f}",
        "tests_zero_n": str(int(((tests["lower"] <= 0) & (tests["upper"] >= 0)).sum())),
        "plan_effect": f"{signed(plan['effect'], 2)} with a 95 % interval from {signed(plan['lower'], 2)} to "
        f"{signed(plan['upper'], 2)}, p = {plan['p']:.2f} before correction",
        "plan_bounds": f"{signed(low, 2)} to {signed(high, 2)}",
        "widest_effect": signed(float(widest["effect"]), 2),
        "widest_exposure": national_offices.EXPOSURES[widest["exposure"]],
    }


def findings(load: Callable[[str], pd.DataFrame]) -> Mapping[str, str]:
    """The chapter's sentences with their numbers, by name; ``load`` maps a table's name to its frame."""
    counters, bands, egdi = load("platform_counters"), load("capacity_bands"), load("egdi")
    out = {
        **_counter_findings(counters),
        **_provincial_findings(counters, bands),
        **national_egdi.findings(egdi),
        **_office_findings(
            bands, load("policies"), load("institutions"), load("claims"), national_offices.recorded(load)
        ),
    }
    events = load("policy_events")
    own = events[events["mention"] == 1]
    out |= {
        "events_n": str(len(own)),
        "events_national": str(int((own["scope"] == "national").sum())),
        "events_2021": str(int(own["date"].str.startswith("2021").sum())),
        "events_due": str(int((own["status"] == "due").sum())),
        "events_twice": number_word(len(events) - len(own)),
    }
    out["plan_moves"] = _plan_moves(load("yoy_effects"), load("yoy_models"))
    telecom, online, human = (
        out[f"{c}_2012_2022_share"] for c in ("telecom_infrastructure", "online_service", "human_capital")
    )
    out["headline"] = (
        f"Of {out['pairs_n']} steps between national counts that may be compared, {out['pairs_strict']} show growth "
        f"({out['pairs_stated']} of them because the document itself states it) and {out['pairs_nothing']} leave even "
        f"its direction open, because “more than” and “nearly” have an open end."
    )
    out["headline_index"] = (
        f"China's UN index rose by {out['change_2012_2022'].lstrip('+')} from 2012 to 2022, {telecom} of it in "
        f"telecommunication ({out['share_ends_2012_2022']} after rounding), {online} in online services and {human} in "
        f"human capital."
    )
    out["headline_plans"] = (
        f"Neither having a listed plan nor any kind of office goes detectably with capability (plans: Cliff's delta "
        f"{out['plan_effect']})."
    )
    ends = out["share_ends_2012_2022"].replace(" to ", " 至 ")
    out["headline_zh"] = (
        f"全国性计数中可作前后比较的变化有 {out['pairs_n']} 个，其中 {out['pairs_strict']} 个确有增长"
        f"（{out['pairs_stated_zh']} 个系文件自身写明增幅），{out['pairs_nothing']} 个因“超过”“近”一端开放，"
        f"连增减也无从判断；2012 至 2022 年中国的联合国电子政务发展指数上升 {out['change_2012_2022'].lstrip('+')}，"
        f"其中 {telecom} 来自电信基础设施（计入四舍五入为 {ends}），{online} 来自在线服务，"
        f"人力资本的贡献为 {human}。"
    )
    return out


def _plan_moves(effects: pd.DataFrame, models: pd.DataFrame) -> str:
    """What the chapter on moves finds for a listed policy in force among provinces, with its corrected p-value."""
    asked = "unit_type == 'province' and term == 'policy_in_force'"
    effect = effects.query(f"{asked} and spec == 'policy' and outcome == '高 or higher'").iloc[0]
    p = models.query(f"{asked} and model == 'ordered_logit_ridge_policy'").iloc[0]["p_holm"]
    points = f"{effect.estimate:+.1f} points ({effect.lower:+.1f} to {effect.upper:+.1f})"
    return minus(f"{points}, {p_text(p)} corrected within its model")
