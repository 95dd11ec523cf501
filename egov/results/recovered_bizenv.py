"""What the business-environment article of 2020 does not print: nine scores and ranks, seven regional means.

The article prints the scores of 22 of 31 provinces and the means of overlapping groups of all of them. Each printed
figure is an interval of values, each mean, rank and order a constraint; the bounds are those of
:class:`egov.methods.bounds.System`, closed and sharp. Three tiers, each with all that the one before has:

- ``rounding``: printed scores and the means of the nation and of nine strategies;
- ``rounding+rank``: printed ranks, and the places of the list of the ten best, each rank taken once;
- ``rounding+rank+order``: the order of the seven regions, and which of them lie above the national mean.

Groups are taken as corrected; a group's mean is the sum over its list divided by its stated size, so that an article
taken as printed contradicts itself (:func:`as_printed`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING

from egov.methods.bounds import Constraint, Known, Linear, Order, Rank, System, mean_of
from egov.methods.rounding import Convention, printed
from egov.tables.schemas import GRADES as LOWEST_FIRST

GRADES = LOWEST_FIRST[::-1]

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[..., "pd.DataFrame"]
TIERS = ("rounding", "rounding+rank", "rounding+rank+order")
RANGE = (0, 100)
"""Scores of the article's index, as of its four parts, run from 0 to 100."""


def provinces(load: Load) -> pd.DataFrame:
    """The 31 provinces of the article in the report's order: unit, name_en, region7. 新疆兵团 is not among them."""
    units = load("units")
    own = units[(units["unit_type"] == "province") & units["adcode"].notna()].sort_values("order")
    return own[["unit", "name_en", "region7"]].reset_index(drop=True)


def measures(load: Load) -> pd.DataFrame:
    """The 22 printed provinces, one row each, one column a measure, cells as their fullest mention prints the value."""
    scores = load("bizenv_scores", corrected=True)
    return scores[scores["mention"] == 1].pivot(index="province", columns="measure", values="value")


def listed(load: Load, name: str) -> list[str]:
    """The members of one list of the article, in order."""
    lists = load("bizenv_lists", corrected=True)
    own = lists[(lists["list"] == name) & (lists["mention"] == 1)]
    return own.sort_values("position")["value"].astype(str).tolist()


def regions(load: Load) -> dict[str, list[str]]:
    """Region → its provinces, regions in the order that the article states."""
    own = provinces(load).groupby("region7", observed=True)["unit"].apply(list)
    return {name: own[name] for name in listed(load, "regions_order")}


def rounding(
    load: Load,
    *,
    corrected: bool = True,
    convention: Convention = "half_up",
    lists: Mapping[str, tuple[list[str], int]] | None = None,
) -> list[Constraint]:
    """Printed scores, and means of the nation and the strategies.

    Parameters
    ----------
    corrected
        Take the groups as corrected, or as printed.
    convention
        Of rounding; it decides open ends only.
    lists
        Group → (members, size) to use in place of the article's.
    """
    everyone = provinces(load)["unit"].tolist()
    scores = load("bizenv_scores", corrected=True)
    scores = scores[(scores["measure"] == "score") & (scores["mention"] == 1)]
    out: list[Constraint] = [
        Known(r.province, printed(r.printed, convention), label=f"score of {r.province}") for r in scores.itertuples()
    ]
    groups = load("bizenv_groups", corrected=corrected)
    groups = groups[groups["mention"] == 1]
    members = load("bizenv_members", corrected=corrected)
    sizes = groups[groups["measure"] == "stated_size"].set_index("group")["value"]
    for row in groups[groups["measure"] == "mean"].itertuples():
        own = members[(members["group"] == row.group) & (members["mention"] == 1)].sort_values("position")
        names, size = own["value"].astype(str).tolist(), int(sizes[row.group])
        if row.group == "nation":
            names = everyone
        names, size = (lists or {}).get(row.group, (names, size))
        share = {name: Fraction(times, size) for name, times in Counter(names).items()}
        out.append(Linear(share, printed(row.printed, convention), label=f"mean of {row.group}"))
    return out


def ranks(load: Load) -> list[Constraint]:
    """Printed ranks, and those that the list of the ten best gives to provinces without a printed one."""
    own = measures(load)["rank"].astype(int).to_dict()
    top = {name: place for place, name in enumerate(listed(load, "top_ten"), start=1)}
    return [Rank(name, rank) for name, rank in {**top, **own}.items()]


def order(load: Load) -> list[Constraint]:
    """The seven regions in the order stated, and each above or below the mean of the nation, whatever that is."""
    areas = {name: mean_of(names) for name, names in regions(load).items()}
    nation = mean_of(provinces(load)["unit"])
    out: list[Constraint] = [Order(list(areas.values()), label="order of the seven regions")]
    for name in listed(load, "regions_above_mean"):
        out.append(Order([areas[name], nation], label=f"{name} above the nation"))
    for name in listed(load, "regions_below_mean"):
        out.append(Order([nation, areas[name]], label=f"{name} below the nation"))
    return out


def system(load: Load, tier: str = TIERS[-1], *, convention: Convention = "half_up", corrected: bool = True) -> System:
    """The constraints of one tier over the 31 provinces; ``ValueError`` for an unknown tier."""
    if tier not in TIERS:
        raise ValueError(f"tier {tier!r}: expected one of {', '.join(TIERS)}")
    out = rounding(load, corrected=corrected, convention=convention)
    if tier != TIERS[0]:
        out += ranks(load)
    if tier == TIERS[2]:
        out += order(load)
    return System(provinces(load)["unit"], out, lower=RANGE[0], upper=RANGE[1])


def unprinted(load: Load) -> list[str]:
    """The provinces without a printed score, in the report's order."""
    known = set(measures(load).index)
    return [name for name in provinces(load)["unit"] if name not in known]


def bizenv_recovered(load: Load) -> pd.DataFrame:
    """Bounds, possible ranks and possible grades of the nine unprinted provinces, tier by tier."""
    import pandas as pd

    limits, rows = grade_limits(load), []
    for tier in TIERS:
        own = system(load, tier)
        for name in unprinted(load):
            low, high = own.bounds(name)
            possible = own.ranks(name)
            grades = [g for g, (least, most) in limits.items() if high >= least and low <= most]
            rows.append((name, tier, low, high, "|".join(map(str, possible)), "|".join(grades)))
    return pd.DataFrame(rows, columns=["province", "tier", "lower", "upper", "ranks", "grades"])


def bizenv_regions(load: Load) -> pd.DataFrame:
    """Bounds of the seven regional means, which the article shows in a picture only, tier by tier."""
    import pandas as pd

    rows = []
    for tier in TIERS:
        own = system(load, tier)
        for name, members in regions(load).items():
            rows.append((name, tier, *own.bounds(mean_of(members)), len(members)))
    return pd.DataFrame(rows, columns=["region", "tier", "lower", "upper", "n"])


def rankings(load: Load) -> pd.DataFrame:
    """Every complete ranking that the last tier allows: one row a ranking, one column a province, cells 1 to 31.

    Provinces with several possible ranks are placed in every way, and each way is tried as a system of its own.
    """
    import pandas as pd

    own = system(load)
    possible = own.ranks_all()
    free = [name for name, held in possible.items() if len(held) > 1]
    rows = []
    for places in product(*(possible[name] for name in free)):
        if len(set(places)) < len(places):
            continue
        placed = [Rank(name, place) for name, place in zip(free, places, strict=True)]
        if own.also(*placed).feasible():
            rows.append({**{name: held[0] for name, held in possible.items()}, **dict(zip(free, places, strict=True))})
    return pd.DataFrame(rows, columns=list(possible))


# -- grades ------------------------------------------------------------------------------------------------------


def grade_cuts(load: Load) -> pd.DataFrame:
    """Where the cut-offs between neighbouring grades lie: above the best of the worse, at most the worst of the better.

    Columns ``better``, ``worse``, ``lower``, ``upper``, the provinces that set the ends, and ``fives``: the multiples
    of five in between. No printed province holds the last grade, and somebody does: its cut-off lies above the least
    score that anybody can have.
    """
    import pandas as pd

    table = measures(load)
    scores = table["score"].astype(float)
    own = {g: scores[table["grade"] == g] for g in GRADES}
    least = system(load).bounds_all()["lower"]
    rows = []
    for better, worse in pairwise(GRADES):
        up = own[better]
        down = own[worse]
        rows.append(
            (
                better,
                worse,
                down.max() if len(down) else least.min(),
                up.min() if len(up) else float("nan"),
                down.idxmax() if len(down) else least.idxmin(),
                up.idxmin() if len(up) else None,
            )
        )
    frame = pd.DataFrame(rows, columns=["better", "worse", "lower", "upper", "lower_set_by", "upper_set_by"])
    fives = [
        [n for n in range(0, 101, 5) if low < n <= high]
        for low, high in zip(frame["lower"], frame["upper"], strict=True)
    ]
    return frame.assign(fives=["|".join(map(str, each)) for each in fives])


def grade_limits(load: Load) -> dict[str, tuple[float, float]]:
    """Grade → (least, greatest) score that no printed province's grade rules out, with the printed rounding."""
    table = measures(load)
    scores, half = table["score"].astype(float), 0.005
    place = table["grade"].astype(str).map(GRADES.index)
    out = {}
    for number, grade in enumerate(GRADES):
        worse, better = scores[place > number], scores[place < number]
        least = float(worse.max()) - half if len(worse) else float(RANGE[0])
        most = float(better.min()) + half if len(better) else float(RANGE[1])
        out[grade] = (least, most)
    return out


# -- consistency -------------------------------------------------------------------------------------------------


def consistency(load: Load) -> pd.DataFrame:
    """Whether each tier holds, and how far a table can keep from open ends and ties, by rounding convention."""
    import pandas as pd

    rows = []
    for tier in TIERS:
        up, even = (system(load, tier, convention=c) for c in ("half_up", "half_even"))
        gap = (up.bounds_all() - even.bounds_all()).abs().max().max() if tier == TIERS[0] else None
        rows.append((tier, up.feasible(), up.margin(), even.margin(), gap))
    return pd.DataFrame(rows, columns=["tier", "compatible", "margin_half_up", "margin_half_even", "bounds_differ_by"])


def readings(load: Load) -> dict[str, dict[str, tuple[list[str], int]]]:
    """The ways to read the two groups whose list or size is at fault: reading → group → (members, size).

    The slip of a list is where the article's own members and the corrected ones part.
    """
    raw, repaired = (load("bizenv_members", corrected=c) for c in (False, True))
    sizes = [load("bizenv_groups", corrected=c) for c in (False, True)]
    out: dict[str, dict[str, tuple[list[str], int]]] = {}

    def names(frame: pd.DataFrame, group: str) -> list[str]:
        return frame[frame["group"] == group].sort_values("position")["value"].astype(str).tolist()

    for group in dict.fromkeys(repaired["group"]):
        before, after = names(raw, group), names(repaired, group)
        if before != after:
            out["named twice, counted twice"] = {group: (before, len(before))}
            once = list(dict.fromkeys(before))
            out["named twice, counted once"] = {group: (once, len(once))}
        stated, mended = (int(_size(frame, group)) for frame in sizes)
        if stated != mended:
            out["divided by the stated size"] = {group: (after, stated)}
    return out


def _size(groups: pd.DataFrame, group: str) -> float:
    return groups[(groups["group"] == group) & (groups["measure"] == "stated_size")]["value"].iloc[0]


def conflicts(load: Load) -> pd.DataFrame:
    """A least set of constraints that cannot hold together for each unrepaired reading, from the first tier alone."""
    import pandas as pd

    rows = []
    everyone = provinces(load)["unit"]
    for reading, lists in readings(load).items():
        own = System(everyone, rounding(load, lists=lists), lower=RANGE[0], upper=RANGE[1])
        found = own.conflict()
        rows.append((reading, next(iter(lists)), len(found.labels), found.least, "; ".join(found.labels)))
    return pd.DataFrame(rows, columns=["reading", "group", "size", "least", "constraints"])


def depends(load: Load, province: str, tier: str = TIERS[0]) -> pd.DataFrame:
    """The constraints without which a province's bounds widen, and by how much, greatest first."""
    moves = system(load, tier).sensitivity(province)
    moves["widens"] = moves["lower_moves"] + moves["upper_moves"]
    return moves[moves["widens"] > 0].sort_values("widens", ascending=False, kind="stable").reset_index(drop=True)


def bizenv_rankings(load: Load) -> pd.DataFrame:
    """The complete rankings in long form, for the nine provinces that are not printed: ranking, province, rank."""
    table = rankings(load)[unprinted(load)]
    table = table.sort_values(list(table.columns)).reset_index(drop=True)
    table.index = table.index + 1
    out = table.rename_axis(index="ranking", columns="province").stack().rename("rank").reset_index()
    return out[["ranking", "province", "rank"]]
