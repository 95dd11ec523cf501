"""Counts that look odd beside one another and are no contradiction: accounts above residents, measures that differ."""

from __future__ import annotations

from collections.abc import Iterator

from egov.methods.rounding import round_printed
from egov.results.audit.check import AUDIT, Check, Holds, Open, Within
from egov.results.audit.counters import TABLE, counter
from egov.results.audit.tables import Tables

family = AUDIT.family


@family("users_residents", kind="range", reads=(TABLE, "province_covariates"))
def users_residents(t: Tables) -> Iterator[Check]:
    """Users against residents: accounts above the number of residents are no error, and not residents either."""
    for unit, metric in (
        ("江苏", "personal_users"),
        ("江苏", "mobile_monthly_users"),
        ("上海", "personal_users"),
        ("北京", "online_users"),
        ("广东", "registered_users"),
        ("贵州", "registered_users"),
        ("宁夏", "mobile_registered_users"),
        ("安徽", "mobile_daily_users"),
        ("安徽", "mobile_installations"),
    ):
        row = counter(t, unit, metric)
        residents = t.one("province_covariates", unit=unit, year=2021, variable="yearend_population_10k")
        most = residents.figure.rounded * 10000
        yield Check(
            f"{unit}.{metric}",
            f"{unit}, {row['metric_en']}: no more than residents at the end of 2021",
            row.figure,
            Holds(row.number <= most.interval.upper, f"at most {round_printed(residents.number, 0)} 万")
            if row["qualifier"] == "over"
            else Within(None, most),
            wrong="not_checkable",
            if_wrong="more than there are residents: the figure counts accounts, of people elsewhere too, "
            "and is no share of a population",
        )


@family("open_question", kind="range", reads=(TABLE,))
def open_question(t: Tables) -> Iterator[Check]:
    """Statements that look odd beside one another, and that the documents do not let anybody decide."""
    row, part = (
        counter(t, "全国", "certificate_services"),
        counter(t, "全国", "certificate_query_services", "2020-06-04"),
    )
    exchange = counter(t, "全国", "certificate_sharing_exchanges", "2020-12-31")
    yield Check(
        "certificate_services",
        f"services of the certificate system by the end of 2021, beside {part['printed']} queries in mid-2020",
        row.figure,
        Open(f"{part['printed']} in 2020-06, {exchange['printed']} in 2020-12"),
        note="queries and verifications, exchanges, sharing services: three names, perhaps three things; as one "
        "cumulative count they would shrink, so they must not be joined into a series",
    )
    saved = counter(t, "吉林", "construction_funds_saved_a_year")
    need, spent = counter(t, "吉林", "it_funds_needed", "2020"), counter(t, "吉林", "it_funds_spent", "2020")
    yield Check(
        "吉林.saved",
        "吉林 saves tens of 亿 a year by the new way of building",
        saved.figure,
        Open(f"{round_printed((need.number - spent.number) / 10**8, 2)} 亿 in the example"),
        note="the example given, of the province's own requests in 2020, saves far less; it may not be all",
    )
    items = counter(t, "重庆", "service_items", "2017")
    none, one = counter(t, "重庆", "zero_visit_items", "2017"), counter(t, "重庆", "one_visit_items", "2017")
    yield Check(
        "重庆.2017",
        f"重庆 2017, service items: no fewer than those with no visit ({none['printed']}) and one ({one['printed']})",
        items.figure,
        Within(none.number + one.number, None),
        note="over 400 in all leaves some that need two visits or more",
    )
    share = counter(t, "重庆", "licences_one_visit_share", "2020")
    none, one = counter(t, "重庆", "zero_visit_items", "2020"), counter(t, "重庆", "one_visit_items", "2020")
    total = counter(t, "重庆", "municipal_licences", "2020")
    both = none.figure.counted + one.figure.counted
    yield Check(
        "重庆.2020",
        f"重庆 2020, licences with one visit at most, beside {both.point} items of {total['printed']} licences",
        share.figure,
        Open((both / total.figure.counted * 100).text(0)),
        note="the two officials count different things: service items, and licences of the municipality",
    )
    share = counter(t, "重庆", "licences_available_online_share", "2020")
    rate = counter(t, "重庆", "online_handling_share", "2020")
    yield Check(
        "重庆.online",
        f"重庆 2020, licences that can be handled online, beside a rate of handling online of {rate['printed']}",
        share.figure,
        Open(rate["printed"]),
        note="what can be handled online and what is: two measures, so no contradiction",
    )
    levels = counter(t, "全国", "regions_with_five_level_coverage", "2021-12-31")
    yield Check(
        "five_levels",
        "provinces with service at five levels: the digest adds 新疆兵团, chapter 3 does not",
        t.one(TABLE, unit="全国", metric=levels["metric"], as_of=levels["as_of"], mention=2).figure,
        Open("31 and 新疆兵团 in digest 4"),
        note="the wider statement holds the narrower; news2021 had 30 of 32 seven months before",
        kind="count",
    )
    grown = counter(t, "全国", "regions_with_five_level_coverage", "2019")
    more = counter(t, "全国", "regions_with_five_level_coverage_increase", "2018/2019")
    yield Check(
        "five_levels.2018",
        f"{more['printed']} more provinces with service at five levels than in 2018",
        more.figure,
        Open(f"{grown.number - more.number} in 2018"),
        note="the figure of 2018 is in no document",
        kind="count",
    )
    users = counter(t, "全国", "national_and_provincial_personal_users", "2019")
    added = counter(t, "全国", "national_and_provincial_personal_users_increase", "2018/2019")
    yield Check(
        "users.2018",
        f"users added in 2019 to make {users['printed']}",
        added.figure,
        Open(f"{round_printed((users.number - added.number) / 10**8, 2)} 亿 in 2018"),
        note="the figure of 2018 is in no document",
    )
