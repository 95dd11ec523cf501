"""The business-environment article: ranks, scores, grades, lists and words of the 22 provinces printed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Open, Same, Within
from egov.results.audit.quantity import Quantity
from egov.results.audit.tables import Row, Tables
from egov.tables.schemas import DIMENSIONS, GRADES

family = AUDIT.family
PROVINCES_IN_ALL = 31


def measure(t: Tables, name: str) -> dict[str, Row]:
    """One measure of every province printed."""
    return t.memo(
        ("measure", name), lambda: {r["province"]: r for r in t.rows("bizenv_scores", measure=name, mention=1)}
    )


@family("rank_score", kind="order", reads=("bizenv_scores",))
def rank_score(t: Tables) -> Iterator[Check]:
    """A province's score lies between those of the provinces printed before and behind it in rank."""
    scores, ranks = measure(t, "score"), measure(t, "rank")
    ordered = sorted(ranks, key=lambda p: (ranks[p].number, p))
    for i, p in enumerate(ordered):
        above = scores[ordered[i - 1]] if i else None
        below = scores[ordered[i + 1]] if i + 1 < len(ordered) else None
        alone = sum(r.number == ranks[p].number for r in ranks.values()) == 1
        truth = (
            alone
            and (above is None or above.number >= scores[p].number)
            and (below is None or below.number <= scores[p].number)
        )
        shown = f"{above['printed'] if above else '…'} ≥ {scores[p]['printed']} ≥ {below['printed'] if below else '…'}"
        yield Check(
            f"{p}",
            f"{p} ranks {ranks[p].number}: its score lies where its rank says",
            ranks[p].figure,
            Holds(truth, shown),
        )


@family("grade_score", kind="order", reads=("bizenv_scores",))
def grade_score(t: Tables) -> Iterator[Check]:
    """A better grade goes with a better score."""
    scores, grades = measure(t, "score"), measure(t, "grade")
    for p, row in grades.items():
        step = GRADES.index(row["value"])
        better = [scores[q].number for q, g in grades.items() if GRADES.index(g["value"]) > step]
        worse = [scores[q].number for q, g in grades.items() if GRADES.index(g["value"]) < step]
        truth = (not better or scores[p].number < min(better)) and (not worse or scores[p].number > max(worse))
        yield Check(
            p,
            f"{p} has grade {row['value']} with {scores[p]['printed']}",
            row.figure,
            Holds(truth, "grades in the order of scores"),
        )


@family("score_mean", kind="range", reads=("bizenv_scores", "bizenv_groups", "bizenv_dimensions"))
def score_mean(t: Tables) -> Iterator[Check]:
    """The national mean is possible with the scores and ranks printed."""
    row = t.one("bizenv_groups", group="nation", measure="mean")
    from egov.results.audit.bizenv_groups import slots

    free = slots(t)
    scores = sum((r.figure.rounded for r in measure(t, "score").values()), start=Fraction(0) * row.figure.rounded)
    low = (scores + sum(s.lower for s in free.values())) / PROVINCES_IN_ALL
    high = (scores + sum(s.upper for s in free.values())) / PROVINCES_IN_ALL
    yield Check(
        "nation",
        f"the mean of {PROVINCES_IN_ALL} provinces, {len(free)} of them unprinted and held by their ranks",
        row.figure,
        Within(low, high),
    )
    parts = [r.figure.rounded for r in t.rows("bizenv_dimensions", measure="mean")]
    yield Check(
        "dimensions",
        f"the mean lies within those of the {len(parts)} sub-environments, whatever their weights",
        row.figure,
        Within(min(parts, key=lambda q: q.point), max(parts, key=lambda q: q.point)),
    )


@family("rank_words", kind="order", reads=("bizenv_scores",))
def rank_words(t: Tables) -> Iterator[Check]:
    """What paragraphs say of a rank beside the province's own rank."""
    ranks = measure(t, "rank")
    for d in ("government", "legal"):
        row = measure(t, f"{d}_rank")["四川"]
        claim = f"四川 ranks in {d} as it does in all"
        yield Check(f"四川.{d}", claim, row.figure, Same(ranks["四川"].number), kind="equality")
    row, worst = measure(t, "government_rank")["天津"], max(measure(t, f"{d}_rank")["天津"].number for d in DIMENSIONS)
    yield Check(
        "天津.weakest",
        "天津's greatest weakness lies in government, where it has its lowest rank",
        row.figure,
        Holds(row.number == worst, str(worst)),
        wrong="not_checkable",
        if_wrong="its rank in culture is lower; the article speaks of one second-level indicator of government "
        "(integrity), whose scores are not printed",
    )
    row = measure(t, "balance_rank")["重庆"]
    claim, rank = "重庆 ranks far lower in balance than in all", ranks["重庆"].number
    yield Check("重庆.balance", claim, row.figure, Holds(row.number > rank, str(rank)))
    row = measure(t, "balance_rank")["贵州"]
    claim = f"贵州 is last but one of {PROVINCES_IN_ALL} in balance"
    yield Check("贵州.balance", claim, row.figure, Same(Fraction(PROVINCES_IN_ALL - 1)))


@family("sub_rank_once", kind="order", reads=("bizenv_scores",))
def sub_rank_once(t: Tables) -> Iterator[Check]:
    """Each rank of a sub-environment, and of income per head, is taken once and is no more than 31."""
    for name in (*(f"{d}_rank" for d in DIMENSIONS), "gdp_per_capita_rank"):
        rows = measure(t, name)
        for p, row in rows.items():
            same = sorted(q for q, r in rows.items() if r.number == row.number and q != p)
            truth = not same and 1 <= row.number <= PROVINCES_IN_ALL
            yield Check(
                f"{name}.{p}",
                f"{p}: nobody else has its {name.replace('_', ' ')}",
                row.figure,
                Holds(truth, " and ".join(same) or "nobody"),
            )


@family("sub_rank_order", kind="order", reads=("bizenv_scores",))
def sub_rank_order(t: Tables) -> Iterator[Check]:
    """Each province's paragraph names its sub-environments from the best rank to the worst, as it says."""
    for p in measure(t, "score"):
        rows = [measure(t, f"{d}_rank")[p] for d in DIMENSIONS]
        rows.sort(key=lambda r: r["col"])
        ranks = [r.number for r in rows]
        yield Check(
            p,
            f"{p}: the four sub-environments stand from best to worst",
            rows[0].figure,
            Holds(ranks == sorted(ranks), ", ".join(map(str, ranks))),
        )


def spread(t: Tables, province: str) -> Fraction:
    """Variance of the four sub-ranks: the order of standard deviations is that of variances, which are exact."""
    ranks = [t.one("bizenv_scores", province=province, measure=f"{d}_rank").number for d in DIMENSIONS]
    mean = sum(ranks, Fraction(0)) / 4
    return sum(((r - mean) ** 2 for r in ranks), Fraction(0)) / 4


@family("balance_rank", kind="equality", reads=("bizenv_scores",))
def balance_rank(t: Tables) -> Iterator[Check]:
    """The balance rank follows the standard deviation of the four sub-ranks, which defines it."""
    rows = measure(t, "balance_rank")
    spreads = {p: spread(t, p) for p in rows}
    for p, row in rows.items():
        before = [q for q in rows if spreads[q] < spreads[p]]
        ties = [q for q in rows if spreads[q] == spreads[p] and q != p]
        behind = [q for q in rows if spreads[q] > spreads[p]]
        truth = (
            all(rows[q].number < row.number for q in before)
            and all(rows[q].number == row.number for q in ties)
            and all(rows[q].number > row.number for q in behind)
            and len(before) < row.number <= PROVINCES_IN_ALL - len(behind)
        )
        low = max((int(rows[q].number) for q in before), default=0)
        high = min((int(rows[q].number) for q in behind), default=PROVINCES_IN_ALL + 1)
        shown = f"after {low}, before {high}" + (f", with {' and '.join(ties)}" if ties else "")
        yield Check(p, f"{p}: balance rank from the ranks of its sub-environments", row.figure, Holds(truth, shown))


@family("leader_rank", kind="equality", reads=("bizenv_scores", "bizenv_dimensions", "claims"))
def leader_rank(t: Tables) -> Iterator[Check]:
    """The five leaders named for a sub-environment have those ranks in their paragraphs, and nobody else has."""
    for d in DIMENSIONS:
        leaders = {r["value"]: r for r in t.rows("bizenv_dimensions", dimension=d, measure="leader")}
        ranks = measure(t, f"{d}_rank")
        for p, row in leaders.items():
            if p in ranks:
                place, claim = int(row["rank"]), f"{p} is named as number {row['rank']} in {d}"
                yield Check(f"{d}.{p}", claim, ranks[p].figure, Same(Fraction(place)))
        for p, row in ranks.items():
            if p not in leaders:
                yield Check(
                    f"{d}.{p}",
                    f"{p} is not named among the five leaders in {d}",
                    row.figure,
                    Holds(row.number > len(leaders), f"{len(leaders)} leaders"),
                    kind="range",
                )
    firsts = [t.one("bizenv_dimensions", dimension=d, measure="leader", rank=1)["value"] for d in DIMENSIONS]
    claim = t.one("claims", claim="bizenv_shanghai_firsts").figure
    yield Check(
        "shanghai.three", "sub-environments led by 上海", claim, Same(Fraction(firsts.count("上海"))), kind="count"
    )
    scores = t.rows("bizenv_dimensions", measure="score")
    mean = t.one("bizenv_dimensions", dimension="market", measure="mean")
    first, second = sorted(scores, key=lambda r: r["rank"])
    truth = first.number >= second.number >= mean.number
    yield Check(
        "market.scores", "the scores printed for the market environment fall with rank and lie above the mean",
        first.figure, Holds(truth, f"{first['printed']}, {second['printed']}, mean {mean['printed']}"), kind="order",
    )  # fmt: skip


@family("bizenv_lists", kind="equality", reads=("bizenv_scores", "bizenv_lists"))
def bizenv_lists(t: Tables) -> Iterator[Check]:
    """Lists in prose (the ten best, grades, balance) against the provinces' paragraphs."""
    ranks, grades, balance = measure(t, "rank"), measure(t, "grade"), measure(t, "balance_rank")
    for row in t.rows("bizenv_lists", list="top_ten"):
        p, place = row["value"], row["position"]
        name, claim = f"top_ten.{place}", f"{p} is named as number {place} of the nation"
        if p in ranks:
            yield Check(name, claim, ranks[p].figure, Same(Fraction(place)))
        else:
            free = place not in {int(r.number) for r in ranks.values()}
            yield Check(name, claim, row.figure, Holds(free, "a rank that nobody printed has"), kind="range")
    listed = {r["value"] for r in t.rows("bizenv_lists", list="top_ten")}
    for p, row in ranks.items():
        if p not in listed:
            yield Check(
                f"top_ten.{p}",
                f"{p} is not among the ten best",
                row.figure,
                Holds(row.number > 10, "rank above ten"),
                kind="range",
            )
    for grade in GRADES:
        for row in t.rows("bizenv_lists", list=f"grade_{grade}"):
            p = row["value"]
            yield Check(f"grade.{grade}.{p}", f"{p} is named with grade {grade}", grades[p].figure, Same(grade))
    for name, test, words in (
        ("balanced_in_top_four", lambda b: b <= 4, "among the four most balanced"),
        ("balanced_top_ten_named", lambda b: b <= 10, "among the ten most balanced"),
        ("unbalanced_in_top_ten", lambda b: b > 16, "in the less balanced half"),
    ):
        for row in t.rows("bizenv_lists", list=name, mention=1):
            p = row["value"]
            if p not in balance:
                note = "its paragraph is not printed"
                yield Check(f"{name}.{p}", f"{p} is {words}", row.figure, Open(), note=note)
                continue
            truth = bool(test(balance[p].number))
            yield Check(f"{name}.{p}", f"{p} is {words}", balance[p].figure, Holds(truth, words), kind="range")


@family("gdp_word", kind="order", reads=("bizenv_scores",))
def gdp_word(t: Tables) -> Iterator[Check]:
    """Above, below or level with the rank of income per head, as each paragraph puts it."""
    ranks, gdp = measure(t, "rank"), measure(t, "gdp_per_capita_rank")
    gaps: dict[str, dict[str, int]] = {}
    for p, reading in readings.GDP_WORDS.items():
        if p not in gdp:
            note = "the paragraph gives no number for the rank of income per head"
            yield Check(p, f"{p} ranks as its income per head does", reading.figure, Open(), note=note)
            continue
        gap = int(gdp[p].number - ranks[p].number)
        word = reading.printed
        truth = gap > 0 if word.endswith("高于") else gap < 0 if word.endswith("低于") else gap == 0
        gaps.setdefault(word, {})[p] = abs(gap)
        shown = f"{ranks[p].number} against {gdp[p].number}"
        yield Check(p, f"{p} ranks {_SIDE[word[-2:]]} its income per head", reading.figure, Holds(truth, shown))
    for word, plain in (("远高于", "高于"), ("高于", "略高于")):
        least, most = min(gaps[word].values()), max(gaps[plain].values())
        stronger, weaker = min(gaps[word], key=gaps[word].__getitem__), max(gaps[plain], key=gaps[plain].__getitem__)
        yield Check(
            f"degree.{word}",
            f"{word} is used for larger gaps than {plain}",
            readings.GDP_WORDS[stronger].figure,
            Holds(least > most, f"{stronger} {least}, {weaker} {most} places"),
            wrong="not_checkable",
            if_wrong="the article states no rule for its words of degree: read the ranks, not the words",
        )


_SIDE = {"高于": "above", "低于": "below", "持平": "level with"}


@family("below_median", kind="range", reads=("bizenv_scores",))
def below_median(t: Tables) -> Iterator[Check]:
    """Provinces said to rank below the median, in all or in one sub-environment."""
    for p, name in (
        ("天津", "rank"),
        ("湖北", "rank"),
        ("湖北", "legal_rank"),
        ("天津", "culture_rank"),
        ("河北", "culture_rank"),
    ):
        row = measure(t, name)[p]
        claim = f"{p} lies in the lower half by {name.replace('_', ' ')}"
        yield Check(f"{p}.{name}", claim, row.figure, Holds(row.number > 16, "16 is the median of 31"))


@family("two_grades", kind="count", reads=("bizenv_scores", "claims"))
def two_grades(t: Tables) -> Iterator[Check]:
    """Grades B and B- together hold a little more than half of the provinces; there are seven grades."""
    ranks, grades = measure(t, "rank"), measure(t, "grade")
    inside = [int(ranks[p].number) for p, g in grades.items() if g["value"] in ("B", "B-")]
    sure, most = max(inside) - min(inside) + 1, PROVINCES_IN_ALL - min(inside) + 1
    yield Check(
        "half",
        "grades B and B- hold a little over one half of the provinces",
        readings.HALF_IN_TWO_GRADES.figure,
        Holds(2 * sure > PROVINCES_IN_ALL and most <= 20, f"{sure} to {most} of {PROVINCES_IN_ALL}"),
        note="ranks between the first and the last of these grades belong to them, the two behind may have C",
    )
    for row in t.rows("claims", claim="bizenv_grades"):
        seen = len({g["value"] for g in grades.values()})
        yield Check(
            f"grades.{row['mention']}",
            "grades: those printed, and one that no printed province has",
            row.figure,
            Within(seen, len(GRADES)),
        )


@family("bizenv_counts", kind="count", reads=("bizenv_groups", "bizenv_lists", "bizenv_dimensions", "claims"))
def bizenv_counts(t: Tables) -> Iterator[Check]:
    """Numbers of strategies, regions and indicators stated, against those named."""
    strategies = [r for r in t.rows("bizenv_groups", measure="mean") if r["group"] != "nation"]
    for row in t.rows("claims", claim="bizenv_strategies"):
        yield Check(
            f"strategies.{row['mention']}",
            "development strategies compared: those listed with a mean",
            row.figure,
            Same(Fraction(len(strategies))),
            if_wrong="ten are listed, and half above, half below the mean needs an even number",
        )
    above = t.rows("bizenv_lists", list="strategies_above_mean")
    below = t.rows("bizenv_lists", list="strategies_below_mean")
    yield Check(
        "strategies.half",
        "half of the strategies lie above the national mean, half below",
        readings.HALF_OF_STRATEGIES.figure,
        Holds(len(above) == len(below), f"{len(above)} above, {len(below)} below"),
    )
    for name, listed in (("above", above), ("below", below)):
        for row in t.rows("claims", claim=f"bizenv_strategies_{name}_mean"):
            share = Quantity.of(Fraction(len(listed), len(above) + len(below)) * 100)
            claim = f"share of the strategies {name} the national mean, from those named"
            yield Check(f"strategies.{name}", claim, row.figure, Equal(share), kind="equality")
    for row in t.rows("claims", claim="bizenv_reports"):
        nation = t.one("bizenv_groups", group="nation", measure="stated_size")
        yield Check(f"reports.{row['mention']}", "reports, one a province", row.figure, Same(nation.number))
    regions = t.rows("bizenv_lists", list="regions_order", mention=1)
    for row in t.rows("claims", claim="bizenv_regions"):
        yield Check(f"regions.{row['mention']}", "regions named in order", row.figure, Same(Fraction(len(regions))))
    for row in t.rows("claims", claim="bizenv_regions_above_mean"):
        named = t.rows("bizenv_lists", list="regions_above_mean", mention=1)
        yield Check(f"above.{row['mention']}", "regions named above the mean", row.figure, Same(Fraction(len(named))))
    for row in t.rows("claims", claim="bizenv_second_level"):
        n = len(readings.SECOND_LEVEL_NAMED)
        yield Check("second_level", "second-level indicators named", row.figure, Same(Fraction(n)))
    for row in t.rows("claims", claim="bizenv_first_level"):
        n = len({r["dimension"] for r in t.all("bizenv_dimensions")})
        yield Check("first_level", "first-level indicators with a mean", row.figure, Same(Fraction(n)))
    for row in t.rows("claims", claim="bizenv_provinces"):
        nation = t.one("bizenv_groups", group="nation", measure="stated_size")
        yield Check(
            f"provinces.{row['mention']}", "provinces assessed: those in the mean", row.figure, Same(nation.number)
        )
