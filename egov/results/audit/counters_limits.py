"""Counts of platforms held against limits and against one another: parts, dates, the same thing elsewhere, names."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Holds, Same, Within
from egov.results.audit.counters import TABLE, counter
from egov.results.audit.quantity import Quantity
from egov.results.audit.tables import Tables

family = AUDIT.family


@family("part_of", kind="range", reads=(TABLE,))
def part_of(t: Tables) -> Iterator[Check]:
    """A part is no larger than the whole it is a part of."""
    for unit, part, whole, as_of in (
        ("江苏", "start_on_land_industrial", "start_on_land_private", "2021"),
        ("北京", "business_environment_innovation_tasks", "business_environment_pilot_tasks", "2021-12"),
        ("江西", "paperless_city_halls", "mobile_platform_cities", "2021"),
        ("江西", "paperless_county_halls", "mobile_platform_counties", "2021"),
        ("吉林", "it_requests_unified", "it_requests", "2020"),
        ("吉林", "it_projects_unified", "it_requests_unified", "2020"),
        ("吉林", "it_funds_spent", "it_funds_needed", "2020"),
        ("全国", "relief_policies_without_application", "relief_policies", "2021"),
        ("全国", "share_approve_online_zero_visit", "share_accept_online_one_visit", "2021-12-31"),
        ("全国", "national_platform_registered_users", "platform_real_name_users", "2021-12-31"),
        ("全国", "platform_real_name_users", "population_addressed", "2021-12-31"),
        ("全国", "certificate_types", "certificate_types_identified", "2020-06-04"),
        ("全国", "national_platform_mini_programme_users", "national_platform_real_name_users", "2020-06-04"),
        ("甘肃", "licences_zero_visit_share", "licences_one_visit_share", "2021"),
        ("甘肃", "licences_zero_visit_share", "licences_online_share", "2021"),
        ("湖北", "one_thing_once_documents_after", "one_thing_once_documents_before", "2021"),
        ("湖北", "one_thing_once_time_after", "one_thing_once_time_before", "2021"),
        ("湖北", "one_thing_once_visits_after", "one_thing_once_visits_before", "2021"),
        ("湖北", "one_thing_once_steps_after", "one_thing_once_steps_before", "2021"),
        ("江苏", "project_preparation_after", "project_preparation_before", "2021"),
        ("安徽", "mobile_daily_users", "mobile_daily_users_peak", "2021"),
        ("北京", "hotline_callers", "hotline_requests", "2020"),
        ("深圳", "instant_filing_and_approval_items", "instant_approval_items", "2021"),
        ("深圳", "instant_filing_and_approval_items", "instant_filing_items", "2021"),
        ("川渝", "shared_items_online", "shared_items", "2021"),
    ):
        a, b = counter(t, unit, part, as_of), counter(t, unit, whole, as_of)
        yield Check(
            f"{unit}.{part}.{whole}",
            f"{unit}, {a['metric_en']}: no more than {b['metric_en']}",
            a.figure,
            Within(None, None if b["qualifier"] == "over" and a["qualifier"] != "over" else b.figure.rounded),
            note=f"whole: {b['printed']} ({b['place']})",
        )


SERIES = (
    # unit, metric with its dates in order, must the later figure be larger (cumulative or growing)?
    (
        "全国",
        (
            ("regions_with_five_level_coverage", "2019"),
            ("regions_with_five_level_coverage", "2020"),
            ("regions_with_five_level_coverage", "2021-12-31"),
        ),
        "",
    ),
    ("全国", (("share_accept_online_one_visit", "2020"), ("share_accept_online_one_visit", "2021-12-31")), ""),
    (
        "全国",
        (
            ("national_platform_registered_users", "2021-12-31"),
            ("national_platform_registered_users", "2022-12"),
        ),
        "",
    ),
    (
        "全国",
        (("platform_real_name_users", "2021-12-31"), ("platform_real_name_users", "2022-12")),
        "both say over one thousand million, while the national platform's part grew: an open figure hides the growth",
    ),
    ("全国", (("identity_verifications", "2020-06-04"), ("identity_verifications", "2020-12-31")), ""),
    ("全国", (("data_sharing_calls", "2020-12-31"), ("data_sharing_calls", "2021")), ""),
    ("全国", (("certificate_types", "2020-06-04"), ("certificate_types", "2021")), ""),
    ("全国", (("provincial_application_items_mean", "2018"), ("provincial_application_items_mean", "2019")), ""),
)


@family("later_no_less", kind="order", reads=(TABLE,))
def later_no_less(t: Tables) -> Iterator[Check]:
    """Figures that can only grow do so from one document to the next."""
    for unit, dated, note in SERIES:
        for (metric, early), (_, late) in pairwise(dated):
            a, b = counter(t, unit, metric, early), counter(t, unit, metric, late)
            yield Check(
                f"{unit}.{metric}.{late}",
                f"{b['metric_en']}: no fewer than in {a['source']} ({early})",
                b.figure,
                Holds(b.number >= a.number, a["printed"]),
                note=note,
            )


@family("same_elsewhere", kind="equality", reads=(TABLE, "claims"))
def same_elsewhere(t: Tables) -> Iterator[Check]:
    """The same thing in two documents, or in two places under two names, has one figure."""
    for (unit, metric, as_of), (unit2, metric2, as_of2), note in (
        (("全国", "ministries_connected", "2021-12-31"), ("全国", "ministries_connected", "2019-05"), "news2020"),
        (("全国", "ministries_connected", "2022-12"), ("全国", "ministries_connected", "2021-12-31"), "report"),
        (("全国", "provinces_connected", "2021-12-31"), ("全国", "provinces_connected", "2019-05"), "news2020"),
        (("全国", "provinces_connected", "2022-12"), ("全国", "provinces_connected", "2021-12-31"), "report"),
        (("全国", "departments_sharing_data", "2021"), ("全国", "departments_sharing_data", "2020-12-31"), "news2021"),
        (("全国", "cross_province_convenience_services", "2021"),
         ("全国", "cross_province_convenience_services", "2021-07"), "news2021"),
        (("湖北", "cross_province_items", "2021"), ("辽宁", "cross_province_items", "2021"),
         "one list of the State Council for all provinces"),
        (("安徽", "mobile_daily_users", "2021"), ("安徽", "mobile_daily_users_peak", "2021"),
         "once as the users of a day, once as the most users on any day"),
    ):  # fmt: skip
        a, b = counter(t, unit, metric, as_of), counter(t, unit2, metric2, as_of2)
        yield Check(
            f"{unit}.{metric}.{as_of}",
            f"{unit}, {a['metric_en']}: as in {b['place']} ({unit2}, {as_of2})",
            a.figure,
            Same(b.number),
            note=note,
        )
    for metric, claim in (
        ("assessed_provinces", "provincial_units"),
        ("assessed_cities", "cities"),
        ("assessed_units", "units_assessed"),
        ("assessment_data_items", "data_items_collected"),
        ("institutions", "institutions"),
        ("regions_with_institution", "regions_with_institutions"),
        ("regions_with_digital_government_plan", "regions_with_plans"),
    ):
        row = counter(t, "全国", metric)
        yield Check(
            f"claims.{claim}",
            f"{row['metric_en']}: the same figure in both tables that hold it",
            row.figure,
            Same(t.one("claims", claim=claim).number),
        )


@family("data_resources", kind="range", reads=(TABLE,))
def data_resources(t: Tables) -> Iterator[Check]:
    """An open figure of the report holds the exact one that the news gave a year before."""
    row, exact = counter(t, "全国", "data_resources"), counter(t, "全国", "data_resources", "2020-12-31")
    yield Check(
        "2021",
        f"data resources published: over {row.number}, of which {exact['printed']} stood a year before",
        row.figure,
        Holds(exact.number >= row.number, exact["printed"]),
        note="the report's open figure would also allow fewer than a year before",
    )


@family("growth_whole", kind="equality", reads=(TABLE,))
def growth_whole(t: Tables) -> Iterator[Check]:
    """A growth rate beside a count: is there a whole number for the year before?"""
    row = counter(t, "全国", "mobile_services_growth", "2018/2019")
    now = counter(t, "全国", "mobile_services", "2019")
    n = int(now.number)
    base = int(n / (1 + row.number / 100))
    fits = [k for k in range(base - 3, base + 4) if row.figure.allows(Quantity.of(Fraction(100 * n, k) - 100).interval)]
    yield Check(
        "mobile_services",
        f"growth of mobile services to {now['printed']} in 2019, in percent",
        row.figure,
        Holds(bool(fits), f"from {fits[0]} to {fits[-1]}" if fits else "no whole number"),
    )


@family("named", kind="count", reads=(TABLE,))
def named(t: Tables) -> Iterator[Check]:
    """Numbers of cities and provinces beside the names."""
    cities, provinces = readings.NINE_CITIES, {readings.CITIES_IN[r.printed] for r in readings.NINE_CITIES}
    row = t.one(TABLE, unit="七省九市", metric="cross_province_agreement_cities")
    yield Check("七省九市.cities", "cities of the agreement, by name", row.figure, Same(Fraction(len(cities))))
    row = t.one(TABLE, unit="七省九市", metric="cross_province_agreement_provinces")
    yield Check(
        "七省九市.provinces", "provinces that the nine cities lie in", row.figure, Same(Fraction(len(provinces)))
    )
    row = counter(t, "江西", "paperless_city_halls")
    yield Check(
        "江西.halls",
        "江西, cities with a paperless hall: five are named, and 'and others' follows",
        row.figure,
        Within(5, counter(t, "江西", "mobile_platform_cities").number),
        kind="range",
    )
