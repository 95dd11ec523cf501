"""Counts that documents print of platforms: parts that add to wholes, shares and the counts beside them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from egov.methods.rounding import round_printed
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Same
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
        row.figure,
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
