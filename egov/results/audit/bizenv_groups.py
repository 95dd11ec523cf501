"""The means of the development strategies against the scores of their members, unprinted ones held by their ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from egov.methods.rounding import Interval, round_printed
from egov.results.audit.bizenv import PROVINCES_IN_ALL, measure
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Same, Within
from egov.results.audit.quantity import Quantity
from egov.results.audit.tables import Row, Tables
from egov.results.wording import joined

family = AUDIT.family
READS = ("bizenv_scores", "bizenv_groups", "bizenv_members", "bizenv_lists")


def slots(t: Tables) -> dict[int, Interval]:
    """The ranks that no printed province has, each with the scores that its printed neighbours leave it."""
    return t.memo(("slots",), lambda: _slots(t))


def _slots(t: Tables) -> dict[int, Interval]:
    ranks = {int(r.number): p for p, r in measure(t, "rank").items()}
    scores = measure(t, "score")
    out = {}
    for rank in range(1, PROVINCES_IN_ALL + 1):
        if rank in ranks:
            continue
        above = max((r for r in ranks if r < rank), default=None)
        below = min((r for r in ranks if r > rank), default=None)
        high = Fraction(100) if above is None else scores[ranks[above]].figure.rounded.interval.upper
        low = Fraction(0) if below is None else scores[ranks[below]].figure.rounded.interval.lower
        out[rank] = Interval(min(low, high), max(low, high))
    return out


def _top_ten_slots(t: Tables) -> dict[str, int]:
    """Unprinted provinces whose rank the list of the ten best gives."""
    printed = measure(t, "rank")
    return {r["value"]: r["position"] for r in t.rows("bizenv_lists", list="top_ten") if r["value"] not in printed}


def members(t: Tables, group: str) -> list[str]:
    """The members in the order printed, slips included."""
    return [r["value"] for r in sorted(t.rows("bizenv_members", group=group), key=lambda r: r["position"])]


def limits(
    t: Tables, names: Sequence[str], worked_out: Mapping[str, Interval] | None = None
) -> tuple[Quantity, Interval]:
    """Sum of the printed scores of the members, and what their unprinted scores can add to it.

    ``worked_out`` gives unprinted scores that another mean has narrowed down.
    """
    scores, free, known = measure(t, "score"), slots(t), _top_ten_slots(t)
    total, low, high, unknown = Quantity.of(0), Fraction(0), Fraction(0), 0
    for name in names:
        if name in scores:
            total = total + scores[name].figure.rounded
        elif worked_out and name in worked_out:
            low, high = low + worked_out[name].lower, high + worked_out[name].upper
        elif name in known and known[name] in free:
            slot = free[known[name]]
            low, high = low + slot.lower, high + slot.upper
        else:
            unknown += 1
    others = [slot for rank, slot in free.items() if rank not in known.values()]
    low += sum(sorted(s.lower for s in others)[:unknown], Fraction(0))
    high += sum(sorted((s.upper for s in others), reverse=True)[:unknown], Fraction(0))
    return total, Interval(low, high)


@family("group_mean", kind="equality", reads=READS)
def group_mean(t: Tables) -> Iterator[Check]:
    """A strategy's mean from the scores of its members; where some are unprinted, within what their ranks allow."""
    for row in t.rows("bizenv_groups", measure="mean"):
        group = row["group"]
        if group == "nation":
            continue
        names = members(t, group)
        total, rest = limits(t, names)
        n, unprinted = len(names), [m for m in names if m not in measure(t, "score")]
        if not unprinted:
            yield Check(group, f"mean of {row['name_zh']}: all {n} members are printed", row.figure, Equal(total / n))
            continue
        yield Check(
            group,
            f"mean of {row['name_zh']}: {n} members, {len(unprinted)} unprinted and held by the ranks left free",
            row.figure,
            Within((total + rest.lower) / n, (total + rest.upper) / n),
            kind="range",
            wrong="misprint" if group == "central_rise" else "contradicts",
            if_wrong="the list names 山西 twice; with 安徽 the mean fits, and a rank is free for 湖南"
            if group == "central_rise"
            else "",
        )


@family("group_size", kind="count", reads=(*READS, "claims"))
def group_size(t: Tables) -> Iterator[Check]:
    """The number of members stated, against the members listed."""
    for row in t.rows("bizenv_groups", measure="stated_size"):
        group = row["group"]
        if group == "nation":
            n = t.one("claims", claim="bizenv_provinces").number
            yield Check(group, "provinces in the national mean", row.figure, Same(n))
            continue
        settled = group == "yangtze_belt"
        yield Check(
            group,
            f"members of {row['name_zh']} listed",
            row.figure,
            Same(Fraction(len(members(t, group)))),
            wrong="misprint" if settled else "contradicts",
            if_wrong="the mean printed is that of eleven: over ten, no rank is free for 云南" if settled else "",
        )


@family("group_once", kind="omission", reads=READS)
def group_once(t: Tables) -> Iterator[Check]:
    """No member is named twice, which would leave another out."""
    for row in t.rows("bizenv_groups", measure="stated_size"):
        group, names = row["group"], members(t, row["group"])
        if group == "nation":
            continue
        twice = sorted({m for m in names if names.count(m) > 1})
        first = t.one("bizenv_members", group=group, position=len(names))
        yield Check(
            group,
            f"the members of {row['name_zh']} are different provinces",
            first.figure,
            Holds(not twice, f"{', '.join(twice)} twice" if twice else "all different"),
            wrong="misprint",
            if_wrong="安徽, the sixth province of the central belt, is left out; with it, a rank is free for 湖南",
        )


def solved(
    t: Tables,
    group: str,
    names: Sequence[str],
    size: int,
    unknown: str,
    worked_out: Mapping[str, Interval] | None = None,
) -> Interval:
    """The scores of one unprinted member that give the group's printed mean over ``size`` members."""
    mean = t.one("bizenv_groups", group=group, measure="mean").figure.rounded
    total, rest = limits(t, [m for m in names if m != unknown], worked_out)
    left = (mean * size - total).interval
    return Interval(left.lower - rest.upper, left.upper - rest.lower)


def free_for(t: Tables, wanted: Interval) -> list[int]:
    """The free ranks whose scores meet an interval."""
    return [rank for rank, slot in slots(t).items() if slot.intersects(wanted)]


def _words(i: Interval) -> str:
    low, high = round_printed(i.lower, 2), round_printed(i.upper, 2)
    return low if low == high else f"{low} to {high}"


@family("unprinted_member", kind="range", reads=READS)
def unprinted_member(t: Tables) -> Iterator[Check]:
    """A score that a group's mean leaves for its one unprinted member must fit a rank that nobody printed has."""
    names = members(t, "yangtze_delta")
    delta = solved(t, "yangtze_delta", names, len(names), "江苏")
    yield _member(t, "yangtze_delta", "江苏", delta)
    for group in ("maritime_silk_road", "eastern_leading"):
        names = members(t, group)
        yield _member(t, group, "福建", solved(t, group, names, len(names), "福建", {"江苏": delta}))
    belt = members(t, "yangtze_belt")
    names = members(t, "central_rise")
    last = t.one("bizenv_members", group="central_rise", position=len(names))
    mean = t.one("bizenv_groups", group="central_rise", measure="mean")
    central = names
    for label, list_, words in (
        ("as_printed", names, "as listed, with 山西 twice,"),
        ("five", list(dict.fromkeys(names)), "with five members"),
        ("安徽", [*dict.fromkeys(names), "安徽"], "with 安徽 for the second 山西"),
    ):
        hunan = solved(t, "central_rise", list_, len(list_), "湖南")
        yunnan = solved(t, "yangtze_belt", belt, len(belt), "云南", {"江苏": delta, "湖南": hunan})
        here, there = free_for(t, hunan), free_for(t, yunnan)
        yield Check(
            f"湖南.{label}",
            f"the mean of 中部崛起 {words} leaves 湖南, and then 云南, a score that fits a free rank",
            last.figure if label == "as_printed" else mean.figure,
            Holds(bool(here and there), f"湖南 {_fit(hunan, here)}; 云南 {_fit(yunnan, there)}"),
            wrong="misprint" if label == "as_printed" else "not_checkable",
            if_wrong="the list is wrong, the mean is not: with 安徽 both fit"
            if label == "as_printed"
            else "so this repair is ruled out",
            note=f"云南 from the mean of 长江经济带 with the {len(belt)} members listed",
        )
        central = list_
    hunan = solved(t, "central_rise", central, len(central), "湖南")
    for size in (10, 11):
        yunnan = solved(t, "yangtze_belt", belt, size, "云南", {"江苏": delta, "湖南": hunan})
        ranks = free_for(t, yunnan)
        yield Check(
            f"云南.{size}",
            f"the mean of 长江经济带 over {size} members leaves 云南 a score that fits a free rank",
            t.one("bizenv_groups", group="yangtze_belt", measure="mean").figure,
            Holds(bool(ranks), _fit(yunnan, ranks)),
            wrong="not_checkable",
            if_wrong="so the mean is not that of so many: the stated size is wrong, the list is right",
        )


def _member(t: Tables, group: str, unknown: str, wanted: Interval) -> Check:
    row: Row = t.one("bizenv_groups", group=group, measure="mean")
    ranks, known = free_for(t, wanted), _top_ten_slots(t)
    return Check(
        f"{unknown}.{group}",
        f"the mean of {row['name_zh']} leaves {unknown} a score that fits a free rank",
        row.figure,
        Holds(bool(ranks) and (unknown not in known or known[unknown] in ranks), _fit(wanted, ranks)),
    )


def _fit(wanted: Interval, ranks: Sequence[int]) -> str:
    return f"{_words(wanted)}: " + (f"rank {joined([*map(str, ranks)], ' or ')}" if ranks else "no free rank")


@family("region_place", kind="range", reads=(*READS, "units"))
def region_place(t: Tables) -> Iterator[Check]:
    """The order of the seven regions, and which lie above the national mean, is possible with the scores.

    The article shows the regional means in a picture only; members are those of the report's seven regions.
    """
    delta = solved(t, "yangtze_delta", members(t, "yangtze_delta"), 4, "江苏")
    fujian = solved(t, "maritime_silk_road", members(t, "maritime_silk_road"), 5, "福建")
    central = [*dict.fromkeys(members(t, "central_rise")), "安徽"]
    hunan = solved(t, "central_rise", central, len(set(central)), "湖南")
    known = {"江苏": delta, "福建": fujian, "湖南": hunan}
    nation = t.one("bizenv_groups", group="nation", measure="mean")
    rows = t.rows("bizenv_lists", list="regions_order", mention=1)
    above = {r["value"] for r in t.rows("bizenv_lists", list="regions_above_mean", mention=1)}
    means: list[tuple[Row, Interval]] = []
    for row in sorted(rows, key=lambda r: r["position"]):
        names = [r["unit"] for r in t.rows("units", unit_type="province", region7=row["value"])]
        names = [n for n in names if n != "新疆兵团"]
        total, rest = limits(t, names, known)
        both = total.interval + rest
        means.append((row, Interval(both.lower / len(names), both.upper / len(names))))
    for row, mean in means:
        side = "above" if row["value"] in above else "below"
        truth = mean.upper >= nation.number if side == "above" else mean.lower <= nation.number
        claim = f"{row['value']} lies {side} the national mean"
        yield Check(
            f"{row['value']}.{side}", claim, row.figure, Holds(truth, f"{_words(mean)} against {nation['printed']}")
        )
    for (first, a), (second, b) in pairwise(means):
        yield Check(
            f"{first['value']}.{second['value']}",
            f"{first['value']} lies before {second['value']}",
            second.figure,
            Holds(a.upper >= b.lower, f"{_words(a)} and {_words(b)}"),
        )


@family("group_order", kind="order", reads=READS)
def group_order(t: Tables) -> Iterator[Check]:
    """Strategies said to lie above or below the national mean do."""
    nation = t.one("bizenv_groups", group="nation", measure="mean")
    means = {r["name_zh"]: r for r in t.rows("bizenv_groups", measure="mean")}
    for name, sign in (("strategies_above_mean", 1), ("strategies_below_mean", -1)):
        for row in t.rows("bizenv_lists", list=name):
            mean = means[row["value"]]
            yield Check(
                f"{name}.{row['value']}",
                f"{row['value']} lies {'above' if sign > 0 else 'below'} the national mean",
                mean.figure,
                Holds((mean.number - nation.number) * sign > 0, nation["printed"]),
            )
    rows = [r for r in t.rows("bizenv_groups", measure="mean") if r["group"] != "nation"]
    rows.sort(key=lambda r: r["col"])
    falling = all(a.number >= b.number for a, b in pairwise(rows))
    yield Check(
        "listing",
        "the strategies are listed from the highest mean to the lowest",
        rows[0].figure,
        Holds(falling, "order of the means"),
    )
