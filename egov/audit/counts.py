"""Shares that stand beside one count or none: is there a whole number that gives them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from egov.audit.book import AUDIT
from egov.audit.check import Check, Holds
from egov.audit.quantity import Quantity
from egov.audit.tables import Row, Tables
from egov.methods.rounding import round_printed

family = AUDIT.family
TABLE = "platform_counters"

RATIOS = (
    # unit, share, the count beside it, what the count is of the share
    ("四川", "national_systems_share", "national_systems_connected", "part"),
    ("四川", "department_systems_share", "department_systems_connected", "part"),
    ("上海", "whole_process_online_share", "whole_process_online_items", "part"),
    ("湖北", "province_vertical_systems_share", "province_vertical_systems", "whole"),
    ("湖北", "province_department_systems_share", "province_department_systems", "whole"),
    ("湖北", "city_built_systems_share", "city_built_systems", "whole"),
)


def is_share(value: Fraction, decimals: int, part: int, whole: int) -> bool:
    """Whether ``part`` of ``whole`` prints as ``value`` percent, a tie rounded either way; in integers.

    >>> is_share(Fraction("98.1"), 1, 52, 53), is_share(Fraction("91.5"), 1, 46, 50)
    (True, False)
    """
    scale = 2 * 10**decimals  # half steps of the last digit
    return abs(part * 100 * scale - int(value * scale) * whole) <= whole


@cache
def _of_whole(n: int, value: Fraction, decimals: int) -> tuple[bool, str, str]:
    """Whether some count of ``n`` gives the share, which, and nothing to say otherwise."""
    fits = [k for k in range(n + 1) if is_share(value, decimals, k, n)]
    return bool(fits), f"{fits[0]} of {n}" if fits else f"none of 0 to {n}", ""


@cache
def _of_part(n: int, value: Fraction, decimals: int) -> tuple[bool, str, str]:
    """Whether ``n`` of some whole gives the share, of which, and what comes near."""
    near = int(n * 100 / value)
    wholes = range(max(n, near - near // 20 - 2), near + near // 20 + 3)
    fits = [k for k in wholes if is_share(value, decimals, n, k)]
    shown = f"{n} of {fits[0]}" + (f" to {fits[-1]}" if len(fits) > 1 else "") if fits else "no whole number"
    low, high = (round_printed(Fraction(100 * n, k), decimals) for k in (near, near + 1))
    words = f"{n} of {near} is {low} percent, {n} of {near + 1} is {high}"
    if not any(is_share(value, decimals, k, n) for k in range(n + 1)):
        words += f"; it is no share of {n} either"
    return bool(fits), shown, f"{words}; {_other(n, value, decimals)}"


def _other(n: int, value: Fraction, decimals: int) -> str:
    """The nearest smaller count that would give the share."""
    for part in range(n - 1, 0, -1):
        near = int(part * 100 / value)
        for whole in (near, near + 1):
            if whole >= part and is_share(value, decimals, part, whole):
                return f"{part} of {whole} would fit"
    return "no smaller count fits"


@family("whole_number", kind="equality")
def whole_number(t: Tables) -> Iterator[Check]:
    """A share stands beside one count only: is there a whole number for the other?"""
    for unit, share, count, side in RATIOS:
        row = t.one(TABLE, unit=unit, metric=share, as_of="2021")
        known = t.one(TABLE, unit=unit, metric=count, as_of="2021")
        if known["qualifier"] != "exact":
            known = next(r for r in t.rows(TABLE, unit=unit, metric=count) if r["qualifier"] == "exact")
        work = _of_whole if side == "whole" else _of_part
        fits, shown, words = work(int(known.number), row.number, row.figure.decimals)
        claim = f"{unit}, {row['metric_en']}: {known['printed']} is the {side}"
        yield Check(f"{unit}.{share}", claim, row, Holds(fits, shown), if_wrong=words)


@cache
def least_whole(shares: Sequence[tuple[Fraction, int]], most: int = 2000) -> int | None:
    """The least number of items of which every share, in percent with its decimals, is a whole number.

    >>> least_whole(((Fraction(50), 0), (Fraction("33.3"), 1)))
    6
    """

    def fits(value: Fraction, decimals: int, n: int) -> bool:
        near = int(value * n / 100)
        return any(is_share(value, decimals, k, n) for k in (near, near + 1) if k <= n)

    return next((n for n in range(1, most + 1) if all(fits(value, decimals, n) for value, decimals in shares)), None)


@family("common_total", kind="equality")
def common_total(t: Tables) -> Iterator[Check]:
    """Three shares of one whole: the least number of items that gives all three."""
    names = (f"licences_{how}_share" for how in ("online", "one_visit", "zero_visit"))
    rows = [t.one(TABLE, unit="甘肃", metric=name, as_of="2021") for name in names]
    total = least_whole(tuple((row.number, row.figure.decimals) for row in rows))
    test = Holds(total is not None, f"{total} items" if total else "none up to 2000")
    note = "the number of items is not printed; this is the least that fits"
    for row in rows:
        claim = f"甘肃, {row['metric_en']}: the three shares have a common whole"
        yield Check(f"甘肃.{row['metric']}", claim, row, test, note=note)


@family("growth_whole", kind="equality", each="platform_counters: metric=mobile_services_growth, as_of=2018/2019")
def growth_whole(t: Tables, row: Row) -> Iterator[Check]:
    """A growth rate beside a count: is there a whole number for the year before?"""
    now = t.one(TABLE, unit="全国", metric="mobile_services", as_of="2019")
    n = int(now.number)
    base = int(n / (1 + row.number / 100))
    rates = {k: Quantity.of(Fraction(100 * n, k) - 100).interval for k in range(base - 3, base + 4)}
    fits = [k for k, rate in rates.items() if row.figure.allows(rate)]
    test = Holds(bool(fits), f"from {fits[0]} to {fits[-1]}" if fits else "no whole number")
    yield Check("mobile_services", f"growth of mobile services to {now['printed']} in 2019, in percent", row, test)
