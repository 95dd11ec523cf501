"""The counts that the documents print: what may stand in one series, what may not, and what growth they bound.

A printed count stands for a range. ``over`` has no upper end, ``nearly`` none below; a figure in 亿 or 万 or in
percent is rounded to its last digit, final zeros not counted as digits. Growth between two counts is the range of
all ratios that their ranges allow. Two readings are given: the *strict* one, and one by *habit*, which takes
超过 5 亿 to mean at least 5 and less than 6 亿: the next figure that such a sentence would have named.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING

from egov.tables.printed import plain

if TYPE_CHECKING:
    import pandas as pd

NATION = "全国"
READINGS = ("strict", "habit")
DIFFERENCES = ("percent", "regions", "departments")
"""Units of measure whose change is a difference (points, regions), not a ratio."""
BACKWARD = {
    "regions_with_five_level_coverage": ("regions_with_five_level_coverage_increase", "minus"),
    "national_and_provincial_personal_users": ("national_and_provincial_personal_users_increase", "minus"),
    "mobile_services": ("mobile_services_growth", "percent"),
}
"""Counts of a year before that a document implies: metric → (metric of the growth since, how to undo it)."""
NOT_JOINED = {
    "data_sharing_calls": "calls served by the platform (2020) against calls supported in total (2021); and the 2022 "
    "report prints two totals",
    "identity_verifications": "done by the national platform alone (June 2020) against the whole integrated platform "
    "(end of 2020)",
    "smart_city_technology_spending": "two forecasts of one firm, not counts",
}
"""One metric name, but the documents do not say the same thing of it: never joined, and why."""
CAUTIONS: dict[str | tuple[str, str], str] = {
    "platform_real_name_users": "both documents name the same lower end",
    "national_and_provincial_personal_users": "persons only; the earlier year is implied by the growth stated",
    ("regions_with_five_level_coverage", "2019"): "the earlier year is implied by the growth stated",
    (
        "regions_with_five_level_coverage",
        "2020",
    ): "out of the provincial platforms, whose number is not given; then out of 31 provinces and 新疆兵团",
    (
        "regions_with_five_level_coverage",
        "2021-12-31",
    ): "out of 31 provinces and 新疆兵团 at both dates, and all of them "
    "at the later: 2, not 1, if 新疆兵团 is counted too",
    "data_resources": "of the same number of departments; the later figure is open-ended",
    "mobile_services": "the earlier year is implied by the growth stated",
    "cross_province_convenience_services": "the same words at both dates",
    "certificate_types": "the later figure is open-ended, and perhaps of local departments alone (地方部门)",
}
"""What a reader should know of a series that is joined, or of its step to one date."""


@dataclass(frozen=True)
class Range:
    """All values that a printed count allows; ``upper`` None where there is no upper end."""

    lower: Fraction
    upper: Fraction | None

    def ratio(self, earlier: Range) -> Range:
        """This count as a multiple of an earlier one, over all values of both."""
        low = Fraction(0) if earlier.upper is None else self.lower / earlier.upper
        return Range(low, None if self.upper is None or earlier.lower == 0 else self.upper / earlier.lower)

    def minus(self, earlier: Range) -> Range | None:
        """This count less an earlier one; None where one of them is open-ended."""
        if self.upper is None or earlier.upper is None:
            return None
        return Range(self.lower - earlier.upper, self.upper - earlier.lower)


def last_step(value: Fraction) -> Fraction:
    """What one unit of the last digit other than zero stands for.

    >>> last_step(Fraction(62_000_000_000)), last_step(Fraction("82.13")), last_step(Fraction(100))
    (Fraction(1000000000, 1), Fraction(1, 100), Fraction(100, 1))
    """
    if value == 0:
        return Fraction(1)
    step = Fraction(1)
    while (value / step).denominator != 1:
        step /= 10
    while (value / (10 * step)).denominator == 1:
        step *= 10
    return step


def stands_for(value: Fraction, qualifier: str, *, rounded: bool, reading: str = "strict") -> Range:
    """The range of a count; ``rounded`` tells a rounded figure from a count to the last unit.

    >>> (
    ...     stands_for(Fraction(500), "over", rounded=True),
    ...     stands_for(Fraction(500), "over", rounded=True, reading="habit"),
    ... )
    (Range(lower=Fraction(500, 1), upper=None), Range(lower=Fraction(500, 1), upper=Fraction(600, 1)))

    ``ValueError`` for a reading or qualifier that is not known.
    """
    if reading not in READINGS:
        raise ValueError(f"reading {reading!r} is not one of {', '.join(READINGS)}")
    step = last_step(value)
    if qualifier == "exact":
        return Range(value - step / 2, value + step / 2) if rounded else Range(value, value)
    if qualifier == "over":
        return Range(value, None if reading == "strict" else value + step)
    if qualifier == "nearly":
        return Range(Fraction(0) if reading == "strict" else value - step, value)
    if qualifier == "about":
        return Range(Fraction(0), None) if reading == "strict" else Range(value - step, value + step)
    raise ValueError(f"qualifier {qualifier!r} is not one of exact, over, nearly, about")


def is_rounded(printed: str, metric: str) -> bool:
    """Whether a figure is rounded: in 万 or 亿, in percent, with decimals, or a mean.

    >>> is_rounded("9942", "data_resources"), is_rounded("4.88億", "calls"), is_rounded("1353", "items_mean")
    (False, True, True)
    """
    return bool(re.search(r"[万亿萬億%％.]", printed)) or metric.endswith("_mean")


def day_span(as_of: str) -> tuple[float, float]:
    """First and last day that a date stands for, as a decimal year: a year alone is the whole year.

    >>> day_span("2021"), day_span("2021-12-31")[0] > day_span("2021-06")[1]
    ((2021.0, 2022.0), True)
    """
    year, month, day = ([int(p) for p in as_of.split("-")] + [0, 0])[:3]
    days = 366 if calendar.isleap(year) else 365

    def before(m: int) -> int:
        return sum(calendar.monthrange(year, k)[1] for k in range(1, m))

    if not month:
        return float(year), float(year + 1)
    if not day:
        return year + before(month) / days, year + before(month + 1) / days
    return year + (before(month) + day - 1) / days, year + (before(month) + day) / days


def points(counters: pd.DataFrame, unit: str = NATION) -> pd.DataFrame:
    """Every count of one unit at a date, and the counts of the year before that a growth figure implies.

    Columns of ``platform_counters``, and: implied, rounded, number (exact text), first, last (decimal years). Repeats
    that agree are dropped, repeats that differ stay: 2000 and 3000 亿 calls both stand.
    """
    import pandas as pd

    own = counters[(counters["unit"] == unit) & ~counters["as_of"].str.contains("/")].sort_values("mention")
    own = own.drop_duplicates(["metric", "as_of", "value", "qualifier"]).copy()
    own["number"] = [fraction_text(exact_value(r)) for r in own.itertuples()]
    own["rounded"] = [is_rounded(r.printed, r.metric) for r in own.itertuples()]
    own["implied"] = False
    before = list(_backward(counters[counters["unit"] == unit], own))
    frame = pd.concat([own, pd.DataFrame(before)], ignore_index=True) if before else own
    spans = [day_span(a) for a in frame["as_of"]]
    frame = frame.assign(first=[s[0] for s in spans], last=[s[1] for s in spans])
    return frame.sort_values(["metric", "last", "mention"]).reset_index(drop=True)


def exact_value(row: object) -> Fraction:
    """The printed count as a fraction: what the float of the table stands for, to six decimals."""
    return Fraction(f"{row.value:.6f}")  # type: ignore[attr-defined]


def _backward(counters: pd.DataFrame, own: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Counts of an earlier year, from a count and its growth since."""
    for metric, (growth, how) in BACKWARD.items():
        for since in counters[counters["metric"] == growth].itertuples():
            base, year = since.as_of.split("/")
            now = own[(own["metric"] == metric) & (own["as_of"] == year)]
            if len(now) != 1:
                raise ValueError(f"{metric} {year}: {len(now)} counts to which {growth} could refer, expected 1")
            value, step = exact_value(next(now.itertuples())), exact_value(since)
            earlier = value - step if how == "minus" else value / (1 + step / 100)
            yield {
                **now.iloc[0].to_dict(),
                "as_of": base,
                "number": fraction_text(earlier),
                "parent": fraction_text(value),
                "value": float(earlier),
                "printed": f"{now.iloc[0]['printed']}; {since.printed}",
                "implied": True,
                "as_of_basis": "stated",
            }


def fraction_text(value: Fraction) -> str:
    """A fraction as exact text.

    >>> fraction_text(Fraction("82.13")), fraction_text(Fraction(4, 3))
    ('82.13', '4/3')
    """
    from egov.methods.rounding import decimal_text

    return decimal_text(value)


def range_of(row: object, reading: str) -> Range:
    """The range of a printed count of :func:`points`."""
    return stands_for(Fraction(row.number), row.qualifier, rounded=row.rounded, reading=reading)  # type: ignore[attr-defined]


def growth(counters: pd.DataFrame, unit: str = NATION) -> pd.DataFrame:
    """What each pair of neighbouring counts of one metric bounds.

    One row a pair and reading: metric, metric_en, from_as_of, to_as_of, from_printed, to_printed, implied, measure
    (``growth_percent`` or ``difference``), reading, lower, upper (missing: no end), joined, and says (``growth``,
    ``decline``, ``unchanged`` or ``nothing``: what every value in the range has in common). Pairs that are not one
    thing are listed with ``joined`` false and without a range.
    """
    import pandas as pd

    frame, rows = points(counters, unit), []
    for metric, part in frame.groupby("metric", sort=True):
        if part["as_of"].nunique() < 2:
            continue
        joined = metric not in NOT_JOINED
        kept = part.drop_duplicates("as_of")
        for a, b in pairwise(kept.itertuples()):
            for reading in READINGS:
                measure = "difference" if b.unit_of_measure in DIFFERENCES else "growth_percent"
                lower, upper = _change(a, b, counters, reading, measure) if joined else (None, None)
                rows.append(
                    {
                        "metric": metric,
                        "metric_en": b.metric_en,
                        "from_as_of": a.as_of,
                        "to_as_of": b.as_of,
                        "from_printed": a.printed,
                        "to_printed": b.printed,
                        "implied": bool(a.implied or b.implied),
                        "joined": joined,
                        "reading": reading,
                        "measure": measure,
                        "lower": None if lower is None else float(lower),
                        "upper": None if upper is None else float(upper),
                        "says": says(lower, upper) if joined else "not_one_series",
                    }
                )
    return pd.DataFrame(rows)


def growth_table(counters: pd.DataFrame, names: dict[str, str], unit: str = NATION) -> pd.DataFrame:
    """:func:`growth` for a page: one row a pair, both readings as text (``strict``, ``habit``), and the caution.

    ``names`` maps a metric to what the page calls it; pairs of other metrics are left out.
    """
    frame = growth(counters, unit)
    frame = frame[frame["metric"].isin(names)]
    frame = frame.assign(range=[_range_text(r) for r in frame.itertuples()], name=frame["metric"].map(names))
    keys = ["name", "metric", "from_as_of", "to_as_of", "from_printed", "to_printed"]
    wide = frame.pivot(index=keys, columns="reading", values="range").rename_axis(columns=None).reset_index()
    wide["order"] = wide["metric"].map(list(names).index)
    why = {**CAUTIONS, **NOT_JOINED}
    wide = wide.sort_values(["order", "to_as_of"], kind="stable").reset_index(drop=True)
    again = wide["metric"].duplicated()
    steps = zip(wide["metric"], wide["to_as_of"], again, strict=True)
    return wide.assign(caution=[why.get((m, to), "" if r else why.get(m, "")) for m, to, r in steps])


def end_text(value: float, places: int, *, upper: bool) -> str:
    """One end of a range with its sign, rounded outwards so that no value of the range is lost.

    >>> end_text(54.25, 1, upper=False), end_text(54.35, 1, upper=True), end_text(-9.476, 2, upper=False)
    ('+54.2', '+54.4', '−9.48')
    """
    from egov.results.wording import signed

    steps = Fraction(f"{value:.9f}") * 10**places  # the float's own error is far below nine decimals
    text = signed(Fraction(ceil(steps) if upper else floor(steps), 10**places), places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _range_text(row: object) -> str:
    if not row.joined:  # type: ignore[attr-defined]
        return "not one series"
    percent = row.measure == "growth_percent"  # type: ignore[attr-defined]
    whole = all(float(v).is_integer() for v in (row.lower, row.upper) if v is not None and v == v)  # type: ignore[attr-defined]
    places, unit = (2, "\u00a0%") if percent else (0 if whole else 3, "")
    low, high = row.lower, row.upper  # type: ignore[attr-defined]
    if low is None or low != low or (percent and low <= -100):
        low = None
    ends = [
        None if v is None or v != v else end_text(float(v), places, upper=upper) + unit
        for v, upper in ((low, False), (high, True))
    ]
    if ends[0] is not None and ends[0] == ends[1]:
        return ends[0]
    if ends == [None, None]:
        return "anything"
    return f"{ends[0] or '…'} to {ends[1] or '…'}"


def _change(
    a: object, b: object, counters: pd.DataFrame, reading: str, measure: str
) -> tuple[Fraction | None, Fraction | None]:
    new = range_of(b, reading)
    if measure == "difference":
        change = new.minus(range_of(a, reading))
        return (None, None) if change is None else (change.lower, change.upper)
    ratio = _implied_ratio(a, counters, reading) or new.ratio(range_of(a, reading))
    return 100 * (ratio.lower - 1), None if ratio.upper is None else 100 * (ratio.upper - 1)


def _implied_ratio(a: object, counters: pd.DataFrame, reading: str) -> Range | None:
    """The ratio of a count to the implied one before it: both move with the same figure, so it is no wider."""
    if not a.implied:  # type: ignore[attr-defined]
        return None
    metric = a.metric  # type: ignore[attr-defined]
    since = next(counters[counters["metric"] == BACKWARD[metric][0]].itertuples())
    step = stands_for(exact_value(since), since.qualifier, rounded=is_rounded(since.printed, metric))
    if BACKWARD[metric][1] == "percent":
        return Range(1 + step.lower / 100, None if step.upper is None else 1 + step.upper / 100)
    now = stands_for(Fraction(a.parent), "exact", rounded=a.rounded, reading=reading)  # type: ignore[attr-defined]
    return Range(now.upper / (now.upper - step.lower), now.lower / (now.lower - step.upper))


def says(lower: Fraction | None, upper: Fraction | None) -> str:
    """What a range of changes has in common.

    >>> says(Fraction(1), None), says(Fraction(-1), Fraction(1)), says(Fraction(0), Fraction(0))
    ('growth', 'nothing', 'unchanged')
    """
    if lower is not None and lower > 0:
        return "growth"
    if upper is not None and upper < 0:
        return "decline"
    return "unchanged" if lower == upper == 0 else "nothing"


def shown(number: str, qualifier: str, measure: str) -> str:
    """A count as a picture prints it: sign of its qualifier, number in 亿 or 万.

    >>> shown("500000000", "over", "persons"), shown("82.13", "exact", "percent"), shown("9942", "exact", "items")
    ('> 5 亿', '82.13 %', '9942')
    """
    from decimal import Decimal

    value = Fraction(number)
    sign = {"over": "> ", "nearly": "< ", "about": "≈ ", "exact": ""}[qualifier]
    for size, word in ((10**8, " 亿"), (10**4, " 万")):
        if abs(value) >= size and measure != "percent":
            return sign + plain(Decimal(f"{float(value / size):.4g}")) + word
    text = plain(Decimal(f"{float(value):.2f}" if measure == "percent" else f"{float(value):.5g}"))
    return sign + text + (" %" if measure == "percent" else "")


def counter_growth(load: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """The derived table ``counter_growth``."""
    counters = load("platform_counters")
    return growth(counters).drop(columns=["metric_en"])
