"""Counts that documents print of platforms: parts against wholes, shares against counts, users against residents."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise

from egov.methods.rounding import round_printed
from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Same, Within
from egov.results.audit.quantity import Figure, Quantity
from egov.results.audit.tables import Row, Tables

family = AUDIT.family
TABLE = "platform_counters"


def counter(t: Tables, unit: str, metric: str, as_of: str = "2021") -> Row:
    """One counter, its first mention."""
    return t.one(TABLE, unit=unit, metric=metric, as_of=as_of)


SUMS = (
    # unit, date, whole, parts
    (
        "云南",
        "2021",
        "business_licence_items_reformed",
        (
            "business_licence_abolished",
            "business_licence_filing",
            "business_licence_pledge",
            "business_licence_improved",
        ),
    ),
    (
        "西藏",
        "2021",
        "items_published",
        (
            "items_published_region",
            "items_published_prefectures",
            "items_published_counties",
            "items_published_towns",
            "items_published_villages",
        ),
    ),
    ("江苏", "2021", "start_on_land_projects", ("start_on_land_government", "start_on_land_private")),
)


@family("sum", kind="equality", reads=(TABLE,))
def sums(t: Tables) -> Iterator[Check]:
    """Parts add to the whole."""
    for unit, as_of, whole, parts in SUMS:
        row = counter(t, unit, whole, as_of)
        yield Check(
            f"{unit}.{whole}",
            f"{unit}, {row['metric_en']}: the {len(parts)} parts add to it",
            row.figure,
            Same(sum((counter(t, unit, p, as_of).number for p in parts), Fraction(0))),
        )
    row = counter(t, "湖南", "mobile_cross_province_items")
    online, offline = (
        counter(t, "全国", f"cross_province_first_batch_items_{how}", "2021-07") for how in ("online", "offline")
    )
    yield Check(
        "湖南.first_batch",
        f"湖南, cross-province items in its app: the first national batch, {online['printed']} online and "
        f"{offline['printed']} offline",
        row.figure,
        Same(online.number + offline.number),
        note="report against the newspaper page of 2021; the app may hold other items in the same number",
    )


SHARES = (
    # unit, date, share, part, whole, percent of the whole that is gone (True) or there (False)
    ("川渝", "2021", "shared_items_online_share", "shared_items_online", "shared_items", False),
    ("贵州", "2021", "front_windows_cut", "front_windows_after", "front_windows_before", True),
    ("贵州", "2021", "front_staff_cut", "front_staff_after", "front_staff_before", True),
    (
        "全国",
        "2020-06-04",
        "certificate_types_share_gathered",
        "certificate_types",
        "certificate_types_identified",
        False,
    ),
)


@family("counter_share", kind="equality", reads=(TABLE, "province_covariates"))
def counter_share(t: Tables) -> Iterator[Check]:
    """Shares and cuts in percent from the counts beside them."""
    for unit, as_of, share, part, whole, cut in SHARES:
        row = counter(t, unit, share, as_of)
        a, b = counter(t, unit, part, as_of), counter(t, unit, whole, as_of)
        part_of = a.figure.counted / b.figure.counted
        wrong = ""
        if share == "front_staff_cut":
            wrong = "the last digit was cut off, not rounded, or one of the two counts is off by one"
        yield Check(
            f"{unit}.{share}",
            f"{unit}, {row['metric_en']}: from {b['printed']} and {a['printed']}",
            row.figure,
            Equal((1 - part_of) * 100 if cut else part_of * 100),
            if_wrong=wrong,
        )
    row = counter(t, "宁夏", "mobile_registered_users_above_population")
    users = counter(t, "宁夏", "mobile_registered_users")
    residents = t.one("province_covariates", unit="宁夏", year=2021, variable="yearend_population_10k")
    yield Check(
        "宁夏.users_above_population",
        f"宁夏, users of the app above resident population, in percent: {users['printed']} users, "
        f"{_plain(residents.number)} × 10,000 residents at the end of 2021",
        row.figure,
        Equal((users.figure.rounded / (residents.figure.rounded * 10000) - 1) * 100),
        note="residents from the statistics bureau; with those of the census of 2020 it would be 34 percent",
    )
    row = counter(t, "全国", "internet_users_per_platform_user", "2020-06-04")
    online, users = (
        counter(t, "全国", "internet_users", "2020-06-04"),
        counter(t, "全国", "national_and_provincial_personal_users", "2019"),
    )
    yield Check(
        "全国.internet_users_per_user",
        f"one platform user in so many internet users: {online['printed']} and {users['printed']}",
        Figure(row["printed"], row["source"], row["place"], row["line"], row.number, TABLE),
        Holds(
            round_printed((online.figure.rounded / users.figure.rounded).point, 0) == round_printed(row.number, 0),
            (online.figure.rounded / users.figure.rounded).text(2),
        ),
        note="a whole number in prose: one in three is the nearest",
    )


def _plain(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else str(float(value))


RATIOS = (
    # unit, share, the count beside it, what the count is of the share
    ("四川", "national_systems_share", "national_systems_connected", "part"),
    ("四川", "department_systems_share", "department_systems_connected", "part"),
    ("上海", "whole_process_online_share", "whole_process_online_items", "part"),
    ("湖北", "province_vertical_systems_share", "province_vertical_systems", "whole"),
    ("湖北", "province_department_systems_share", "province_department_systems", "whole"),
    ("湖北", "city_built_systems_share", "city_built_systems", "whole"),
)


@family("whole_number", kind="equality", reads=(TABLE,))
def whole_number(t: Tables) -> Iterator[Check]:
    """A share stands beside one count only: is there a whole number for the other?"""
    for unit, share, count, side in RATIOS:
        row, known = counter(t, unit, share), counter(t, unit, count)
        if known["qualifier"] != "exact":
            known = next(r for r in t.rows(TABLE, unit=unit, metric=count) if r["qualifier"] == "exact")
        n, value, decimals = int(known.number), row.number, row.figure.decimals
        words = ""
        if side == "whole":
            fits = [k for k in range(n + 1) if is_share(value, decimals, k, n)]
            shown = f"{fits[0]} of {n}" if fits else f"none of 0 to {n}"
        else:
            near = int(n * 100 / value)
            wholes = range(max(n, near - near // 20 - 2), near + near // 20 + 3)
            fits = [k for k in wholes if is_share(value, decimals, n, k)]
            shown = f"{n} of {fits[0]}" + (f" to {fits[-1]}" if len(fits) > 1 else "") if fits else "no whole number"
            beside = (round_printed(Fraction(100 * n, k), decimals) for k in (near, near + 1))
            words = f"{n} of {near} is {next(beside)} percent, {n} of {near + 1} is {next(beside)}"
            if not any(is_share(value, decimals, k, n) for k in range(n + 1)):
                words += f"; it is no share of {n} either"
            words += f"; {_other(n, value, decimals)}"
        yield Check(
            f"{unit}.{share}",
            f"{unit}, {row['metric_en']}: {known['printed']} is the {side}",
            row.figure,
            Holds(bool(fits), shown),
            if_wrong=words,
        )


def _other(n: int, value: Fraction, decimals: int) -> str:
    """The nearest smaller count that would give the share."""
    for part in range(n - 1, 0, -1):
        whole = int(part * 100 / value)
        for k in (whole, whole + 1):
            if k >= part and is_share(value, decimals, part, k):
                return f"{part} of {k} would fit"
    return "no smaller count fits"


@family("common_total", kind="equality", reads=(TABLE,))
def common_total(t: Tables) -> Iterator[Check]:
    """Three shares of one whole: the least number of items that gives all three."""
    names = ("licences_online_share", "licences_one_visit_share", "licences_zero_visit_share")
    rows = [counter(t, "甘肃", name) for name in names]
    total = least_whole(tuple((row.number, row.figure.decimals) for row in rows))
    for row in rows:
        yield Check(
            f"甘肃.{row['metric']}",
            f"甘肃, {row['metric_en']}: the three shares have a common whole",
            row.figure,
            Holds(total is not None, f"{total} items" if total else "none up to 2000"),
            note="the number of items is not printed; this is the least that fits",
        )


def is_share(value: Fraction, decimals: int, part: int, whole: int) -> bool:
    """Whether ``part`` of ``whole`` prints as ``value`` percent, a tie rounded either way; in integers.

    >>> is_share(Fraction("98.1"), 1, 52, 53), is_share(Fraction("91.5"), 1, 46, 50)
    (True, False)
    """
    scale = 2 * 10**decimals  # half steps of the last digit
    return abs(part * 100 * scale - int(value * scale) * whole) <= whole


@cache
def least_whole(shares: tuple[tuple[Fraction, int], ...], most: int = 2000) -> int | None:
    """The least number of items of which every share, in percent with its decimals, is a whole number.

    >>> least_whole(((Fraction(50), 0), (Fraction("33.3"), 1)))
    6
    """

    def fits(value: Fraction, decimals: int, n: int) -> bool:
        near = int(value * n / 100)
        return any(is_share(value, decimals, k, n) for k in (near, near + 1) if k <= n)

    return next((n for n in range(1, most + 1) if all(fits(value, decimals, n) for value, decimals in shares)), None)


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
