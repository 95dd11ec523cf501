"""The business-environment article: ranks, scores, grades and lists of the 22 provinces printed, and what group means
leave for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from egov.audit.book import AUDIT
from egov.audit.check import Check, Equal, Holds, Open, Within
from egov.audit.quantity import Quantity
from egov.audit.tables import Row, Tables
from egov.methods.rounding import Interval, round_printed
from egov.tables.schemas import DIMENSIONS, GRADES

family = AUDIT.family
PROVINCES_IN_ALL = 31


def measure(t: Tables, name: str) -> dict[str, Row]:
    """One measure of every province printed."""
    where = {"measure": name, "mention": 1}
    rows: dict[str, Row] = t.memo(
        f"bizenv {name}", lambda t: {r["province"]: r for r in t.rows("bizenv_scores", **where)}
    )
    return rows


@family("rank_score", kind="order")
def rank_score(t: Tables) -> Iterator[Check]:
    """A province's score lies between those of the provinces printed before and behind it in rank."""
    scores, ranks = measure(t, "score"), measure(t, "rank")
    ordered = sorted(ranks, key=lambda p: (ranks[p].number, p))
    taken = [r.number for r in ranks.values()]
    for above, p, below in zip([None, *ordered], ordered, [*ordered[1:], None], strict=False):
        row, rank = scores[p], ranks[p].number
        fits = (above is None or scores[above].number >= row.number) and (
            below is None or scores[below].number <= row.number
        )
        high, low = (scores[q]["printed"] if q else "…" for q in (above, below))
        test = Holds(taken.count(rank) == 1 and fits, f"{high} ≥ {row['printed']} ≥ {low}")
        yield Check(p, f"{p} ranks {rank}: its score lies where its rank says", ranks[p], test)


@family("grade_score", kind="order")
def grade_score(t: Tables) -> Iterator[Check]:
    """A better grade goes with a better score."""
    grades = measure(t, "grade")
    steps = {p: (GRADES.index(row["value"]), measure(t, "score")[p]) for p, row in grades.items()}
    for p, row in grades.items():
        step, score = steps[p]
        better = [other.number for s, other in steps.values() if s > step]
        worse = [other.number for s, other in steps.values() if s < step]
        truth = score.number < min(better, default=101) and score.number > max(worse, default=-1)
        claim = f"{p} has grade {row['value']} with {score['printed']}"
        yield Check(p, claim, row, Holds(truth, "grades in the order of scores"))


@family("score_mean", kind="range")
def score_mean(t: Tables) -> Iterator[Check]:
    """The national mean is possible with the scores and ranks printed."""
    row, free = t.one("bizenv_groups", group="nation", measure="mean"), slots(t)
    scores = Quantity.total(r.rounded for r in measure(t, "score").values())
    low = (scores + sum(s.lower for s in free.values())) / PROVINCES_IN_ALL
    high = (scores + sum(s.upper for s in free.values())) / PROVINCES_IN_ALL
    claim = f"the mean of {PROVINCES_IN_ALL} provinces, {len(free)} of them unprinted and held by their ranks"
    yield Check("nation", claim, row, Within(low, high))
    parts = sorted((r.rounded for r in t.rows("bizenv_dimensions", measure="mean")), key=lambda q: q.point)
    claim = f"the mean lies within those of the {len(parts)} sub-environments, whatever their weights"
    yield Check("dimensions", claim, row, Within(parts[0], parts[-1]))


def spread(t: Tables, province: str) -> int:
    """Sixteen times the variance of the four sub-ranks: its order is that of standard deviations, and exact."""
    rows = (t.one("bizenv_scores", province=province, measure=f"{d}_rank") for d in DIMENSIONS)
    ranks = [int(row.number) for row in rows]
    return 4 * sum(r * r for r in ranks) - sum(ranks) ** 2


@family("balance_rank", kind="equality")
def balance_rank(t: Tables) -> Iterator[Check]:
    """The balance rank follows the standard deviation of the four sub-ranks, which defines it."""
    rows = measure(t, "balance_rank")
    ranks = {p: int(row.number) for p, row in rows.items()}
    spreads = {p: spread(t, p) for p in rows}
    for p, row in rows.items():
        before = [ranks[q] for q in rows if spreads[q] < spreads[p]]
        behind = [ranks[q] for q in rows if spreads[q] > spreads[p]]
        ties = [q for q in rows if spreads[q] == spreads[p] and q != p]
        low, high = max(before, default=0), min(behind, default=PROVINCES_IN_ALL + 1)
        truth = low < ranks[p] < high and all(ranks[q] == ranks[p] for q in ties)
        truth = truth and len(before) < ranks[p] <= PROVINCES_IN_ALL - len(behind)
        shown = f"after {low}, before {high}" + (f", with {' and '.join(ties)}" if ties else "")
        yield Check(p, f"{p}: balance rank from the ranks of its sub-environments", row, Holds(truth, shown))


_SIDE = {"高于": (1, "above"), "低于": (-1, "below"), "持平": (0, "level with")}


@family("gdp_word", kind="order")
def gdp_word(t: Tables) -> Iterator[Check]:
    """Above, below or level with the rank of income per head, as each paragraph puts it."""
    ranks, gdp = measure(t, "rank"), measure(t, "gdp_per_capita_rank")
    gaps: dict[str, dict[str, int]] = {}
    for row in t.rows("readings", group="gdp"):
        p, word = row["item"], row["printed"]
        if p not in gdp:
            note = "the paragraph gives no number for the rank of income per head"
            yield Check(p, f"{p} ranks as its income per head does", row, Open(), note=note)
            continue
        gap, (sign, side) = int(gdp[p].number - ranks[p].number), _SIDE[word[-2:]]
        gaps.setdefault(word, {})[p] = abs(gap)
        test = Holds((gap > 0) - (gap < 0) == sign, f"{ranks[p].number} against {gdp[p].number}")
        yield Check(p, f"{p} ranks {side} its income per head", row, test)
    for word, plain in (("远高于", "高于"), ("高于", "略高于")):
        stronger, least = min(gaps[word].items(), key=lambda gap: gap[1])
        weaker, most = max(gaps[plain].items(), key=lambda gap: gap[1])
        yield Check(
            f"degree.{word}",
            f"{word} is used for larger gaps than {plain}",
            t.one("readings", name=f"gdp.{stronger}"),
            Holds(least > most, f"{stronger} {least}, {weaker} {most} places"),
            wrong="not_checkable",
            if_wrong="the article states no rule for its words of degree: read the ranks, not the words",
        )


# the means of the development strategies against the scores of their members


def slots(t: Tables) -> dict[int, Interval]:
    """The ranks that no printed province has, each with the scores that its printed neighbours leave it."""
    return t.memo("bizenv slots", _slots)  # type: ignore[no-any-return]


def _slots(t: Tables) -> dict[int, Interval]:
    scores = measure(t, "score")
    at = {int(r.number): scores[p].rounded.interval for p, r in measure(t, "rank").items()}
    out = {}
    for rank in range(1, PROVINCES_IN_ALL + 1):
        if rank not in at:
            above, below = [r for r in at if r < rank], [r for r in at if r > rank]
            high = at[max(above)].upper if above else Fraction(100)
            low = at[min(below)].lower if below else Fraction(0)
            out[rank] = Interval(min(low, high), max(low, high))
    return out


def _best_unprinted(t: Tables) -> dict[str, int]:
    """Unprinted provinces whose rank the list of the ten best gives."""
    printed = measure(t, "rank")
    return {r["value"]: r["position"] for r in t.rows("bizenv_lists", list="top_ten") if r["value"] not in printed}


def _others(t: Tables) -> tuple[list[Fraction], list[Fraction]]:
    """Ends of the free ranks that no list names: the least first, and the greatest first."""
    others = [slot for rank, slot in slots(t).items() if rank not in _best_unprinted(t).values()]
    return sorted(s.lower for s in others), sorted((s.upper for s in others), reverse=True)


def members(t: Tables, group: str) -> list[str]:
    """The members in the order printed, slips included."""
    return [r["value"] for r in sorted(t.rows("bizenv_members", group=group), key=lambda r: r["position"])]


def limits(
    t: Tables, names: Sequence[str], worked_out: Mapping[str, Interval] | None = None
) -> tuple[Quantity, Interval]:
    """Sum of the printed scores of the members, and what their unprinted scores can add to it.

    ``worked_out`` gives unprinted scores that another mean has narrowed down.
    """
    scores, free, known = measure(t, "score"), slots(t), _best_unprinted(t)
    lows, highs = t.memo("bizenv others", _others)
    total = Quantity.total(scores[name].rounded for name in names if name in scores)
    low, high, unknown = Fraction(0), Fraction(0), 0
    for name in names:
        if name in scores:
            continue
        slot = (worked_out or {}).get(name) or free.get(known.get(name, 0))
        if slot is None:
            unknown += 1
        else:
            low, high = low + slot.lower, high + slot.upper
    low += sum(lows[:unknown], Fraction(0))
    high += sum(highs[:unknown], Fraction(0))
    return total, Interval(low, high)


@family(
    "group_mean",
    kind="equality",
    each="bizenv_groups: measure=mean, group!=nation",
    settled={
        "central_rise": {
            "wrong": "misprint",
            "if_wrong": "the list names 山西 twice; with 安徽 the mean fits, and a rank is free for 湖南",
        }
    },
)
def group_mean(t: Tables, row: Row) -> Iterator[Check]:
    """A strategy's mean from the scores of its members; where some are unprinted, within what their ranks allow."""
    group, names = row["group"], members(t, row["group"])
    total, rest = limits(t, names)
    n, unprinted = len(names), sum(m not in measure(t, "score") for m in names)
    if not unprinted:
        yield Check(group, f"mean of {row['name_zh']}: all {n} members are printed", row, Equal(total / n))
        return
    claim = f"mean of {row['name_zh']}: {n} members, {unprinted} unprinted and held by the ranks left free"
    yield Check(group, claim, row, Within((total + rest.lower) / n, (total + rest.upper) / n), kind="range")


def _mean(t: Tables, group: str) -> Row:
    return t.one("bizenv_groups", group=group, measure="mean")


def solved(
    t: Tables,
    group: str,
    unknown: str,
    names: Sequence[str] | None = None,
    size: int = 0,
    worked_out: Mapping[str, Interval] | None = None,
) -> Interval:
    """The scores of one unprinted member that give the group's printed mean over ``size`` members, or all listed."""
    names = members(t, group) if names is None else names
    total, rest = limits(t, [m for m in names if m != unknown], worked_out)
    left = (_mean(t, group).rounded * (size or len(names)) - total).interval
    return Interval(left.lower - rest.upper, left.upper - rest.lower)


def _words(i: Interval) -> str:
    low, high = round_printed(i.lower, 2), round_printed(i.upper, 2)
    return low if low == high else f"{low} to {high}"


def _fit(t: Tables, wanted: Interval) -> tuple[list[int], str]:
    """The free ranks whose scores meet an interval, and both in words."""
    ranks = [rank for rank, slot in slots(t).items() if slot.intersects(wanted)]
    names = [str(r) for r in ranks]
    told = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return ranks, f"{_words(wanted)}: " + (f"rank {told}" if ranks else "no free rank")


@family("unprinted_member", kind="range")
def unprinted_member(t: Tables) -> Iterator[Check]:
    """A score that a group's mean leaves for its one unprinted member must fit a rank that nobody printed has."""
    delta, known = solved(t, "yangtze_delta", "江苏"), _best_unprinted(t)
    for group, unknown in (("yangtze_delta", "江苏"), ("maritime_silk_road", "福建"), ("eastern_leading", "福建")):
        ranks, shown = _fit(t, solved(t, group, unknown, worked_out={} if unknown == "江苏" else {"江苏": delta}))
        row = _mean(t, group)
        claim = f"the mean of {row['name_zh']} leaves {unknown} a score that fits a free rank"
        fits = bool(ranks) and (unknown not in known or known[unknown] in ranks)
        yield Check(f"{unknown}.{group}", claim, row, Holds(fits, shown))
    names, belt = members(t, "central_rise"), len(members(t, "yangtze_belt"))
    once = list(dict.fromkeys(names))
    for label, central, words in (
        ("as_printed", names, "as listed, with 山西 twice,"),
        ("five", once, "with five members"),
        ("安徽", [*once, "安徽"], "with 安徽 for the second 山西"),
    ):
        hunan = solved(t, "central_rise", "湖南", central)
        here, told = _fit(t, hunan)
        there, also = _fit(t, solved(t, "yangtze_belt", "云南", worked_out={"江苏": delta, "湖南": hunan}))
        printed = label == "as_printed"
        last = t.one("bizenv_members", group="central_rise", position=len(names))
        yield Check(
            f"湖南.{label}",
            f"the mean of 中部崛起 {words} leaves 湖南, and then 云南, a score that fits a free rank",
            last if printed else _mean(t, "central_rise"),
            Holds(bool(here and there), f"湖南 {told}; 云南 {also}"),
            wrong="misprint" if printed else "not_checkable",
            if_wrong="the list is wrong, the mean is not: with 安徽 both fit"
            if printed
            else "so this repair is ruled out",
            note=f"云南 from the mean of 长江经济带 with the {belt} members listed",
        )
    for size in (10, 11):
        ranks, shown = _fit(t, solved(t, "yangtze_belt", "云南", None, size, {"江苏": delta, "湖南": hunan}))
        yield Check(
            f"云南.{size}",
            f"the mean of 长江经济带 over {size} members leaves 云南 a score that fits a free rank",
            _mean(t, "yangtze_belt"),
            Holds(bool(ranks), shown),
            wrong="not_checkable",
            if_wrong="so the mean is not that of so many: the stated size is wrong, the list is right",
        )


@family("region_place", kind="range")
def region_place(t: Tables) -> Iterator[Check]:
    """The order of the seven regions, and which lie above the national mean, is possible with the scores.

    The article shows the regional means in a picture only; members are those of the report's seven regions.
    """
    central = [*dict.fromkeys(members(t, "central_rise")), "安徽"]
    known = {
        "江苏": solved(t, "yangtze_delta", "江苏", size=4),
        "福建": solved(t, "maritime_silk_road", "福建", size=5),
        "湖南": solved(t, "central_rise", "湖南", central, len(set(central))),
    }
    nation = _mean(t, "nation")
    above = {r["value"] for r in t.rows("bizenv_lists", list="regions_above_mean", mention=1)}
    means: list[tuple[Row, Interval]] = []
    for row in sorted(t.rows("bizenv_lists", list="regions_order", mention=1), key=lambda r: r["position"]):
        units = t.rows("units", unit_type="province", region7=row["value"])
        names = [r["unit"] for r in units if r["unit"] != "新疆兵团"]
        total, rest = limits(t, names, known)
        both = total.interval + rest
        mean = Interval(both.lower / len(names), both.upper / len(names))
        means.append((row, mean))
        side = "above" if row["value"] in above else "below"
        truth = mean.upper >= nation.number if side == "above" else mean.lower <= nation.number
        claim, shown = f"{row['value']} lies {side} the national mean", f"{_words(mean)} against {nation['printed']}"
        yield Check(f"{row['value']}.{side}", claim, row, Holds(truth, shown))
    for (first, a), (second, b) in pairwise(means):
        claim = f"{first['value']} lies before {second['value']}"
        test = Holds(a.upper >= b.lower, f"{_words(a)} and {_words(b)}")
        yield Check(f"{first['value']}.{second['value']}", claim, second, test)
