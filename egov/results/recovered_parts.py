"""The four sub-environments of the business-environment article, and the balance between them, as far as they go.

Printed are 22 of 31 ranks in each sub-environment, its five leaders, its national mean, two scores and one count; and
the rank of each of 22 provinces by *balance*: the standard deviation of its four ranks, smallest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from egov.methods.bounds import CountAbove, Known, Mean, Rank, System, mean_of
from egov.methods.weights import round_schemes, scheme_mean, weight_polytope_bounds
from egov.results.recovered_bizenv import RANGE, listed, measures, provinces, unprinted

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[..., "pd.DataFrame"]
PARTS = {
    "market": "市场环境 Market",
    "government": "政务环境 Government services",
    "legal": "法律政策环境 Law and policy",
    "culture": "人文环境 Culture",
}


def _dimensions(load: Load, part: str, measure: str) -> pd.DataFrame:
    table = load("bizenv_dimensions", corrected=True)
    own = table[(table["dimension"] == part) & (table["measure"] == measure) & (table["mention"] == 1)]
    return own.sort_values("rank")


def part_ranks(load: Load, part: str) -> dict[str, int]:
    """Province → rank in one sub-environment: printed ones, and the places of the leaders."""
    own = measures(load)[f"{part}_rank"].dropna().astype(int).to_dict()
    leaders = {str(r.province): int(r.rank) for r in _dimensions(load, part, "leader").itertuples()}
    return {**leaders, **own}


def part_system(load: Load, part: str) -> System:
    """What is printed of one sub-environment, over the 31 provinces."""
    names = provinces(load)["unit"].tolist()
    mean = _dimensions(load, part, "mean")["printed"].item()
    out = [Mean(names, mean, label="national mean")]
    out += [Known(str(r.province), r.printed) for r in _dimensions(load, part, "score").itertuples()]
    out += [CountAbove(int(r.value), mean_of(names)) for r in _dimensions(load, part, "n_above").itertuples()]
    out += [Rank(name, rank) for name, rank in part_ranks(load, part).items()]
    return System(names, out, lower=RANGE[0], upper=RANGE[1])


def part_bounds(load: Load, shown: int = 5) -> pd.DataFrame:
    """Bounds of the score that holds each of the first places in a sub-environment: part, rank, province, lower, upper.

    A place's bounds are those of the province that is known to hold it; places nobody is known to hold are left out.
    """
    import pandas as pd

    rows = []
    for part in PARTS:
        own = part_system(load, part)
        for name, rank in sorted(part_ranks(load, part).items(), key=lambda item: item[1]):
            if rank <= shown:
                rows.append((part, rank, name, *own.bounds(name)))
    return pd.DataFrame(rows, columns=["part", "rank", "province", "lower", "upper"])


def free_ranks(load: Load, part: str) -> list[int]:
    """The ranks of a sub-environment that are left for provinces without one."""
    taken = set(part_ranks(load, part).values())
    return [rank for rank in range(1, len(provinces(load)) + 1) if rank not in taken]


# -- balance -----------------------------------------------------------------------------------------------------


def spread(ranks: tuple[int, ...]) -> int:
    """Four times the sum of squares of the ranks about their mean: exact, and in the order of standard deviations.

    >>> spread((1, 1, 1, 3)), spread((5, 5, 5, 5))
    (12, 0)
    """
    return len(ranks) * sum(r * r for r in ranks) - sum(ranks) ** 2


def balance(load: Load) -> pd.DataFrame:
    """Balance ranks against the standard deviation of the four printed ranks: the 22 printed provinces, in order.

    ``place`` is a province's place among these 22, ``deviation`` the standard deviation (of a sample of four),
    ``spread`` its exact counterpart. ``agrees``: the printed ranks keep that order, and the printed rank is not further
    behind the place than the nine others can push it.
    """
    table = measures(load)
    own = table[[f"{part}_rank" for part in PARTS]].astype(int)
    out = own.assign(printed=table["balance_rank"].astype(int))
    out["spread"] = [spread(tuple(row)) for row in own.itertuples(index=False)]
    out["deviation"] = own.std(axis=1, ddof=1)
    among = out["spread"].rank(method="min").astype(int)
    missing = len(provinces(load)) - len(out)
    out["place"] = among
    same_order = out["printed"].rank(method="min").astype(int) == among
    out["agrees"] = same_order & (out["printed"] >= among) & (out["printed"] <= among + missing)
    return out.sort_values(["spread", "printed"], kind="stable").reset_index()


def free_balance_ranks(load: Load) -> list[int]:
    """The balance ranks left for the nine provinces, where provinces that share a rank take up the places after it."""
    taken: set[int] = set()
    for rank, times in Counter(measures(load)["balance_rank"].astype(int)).items():
        taken.update(range(rank, rank + times))
    return [rank for rank in range(1, len(provinces(load)) + 1) if rank not in taken]


def balance_possible(load: Load) -> dict[str, tuple[int, ...]]:
    """Possible balance ranks of the nine provinces: those named among the ten best share the free ranks up to ten."""
    free, named = free_balance_ranks(load), set(listed(load, "balanced_top_ten_named"))
    top, rest = [r for r in free if r <= 10], [r for r in free if r > 10]
    inside = [name for name in unprinted(load) if name in named]
    if len(inside) != len(top):
        return {name: tuple(top if name in named else free) for name in unprinted(load)}
    return {name: tuple(top if name in named else rest) for name in unprinted(load)}


def spread_slots(load: Load) -> dict[int, tuple[int, int]]:
    """Free balance rank → least and greatest spread that its printed neighbours leave it."""
    known = balance(load)
    pairs = list(zip(known["printed"], known["spread"], strict=True))
    out = {}
    for rank in free_balance_ranks(load):
        low = max((s for r, s in pairs if r < rank), default=0)
        high = min((s for r, s in pairs if r > rank), default=10**6)
        out[rank] = (int(low), int(high))
    return out


def choices(load: Load) -> pd.DataFrame:
    """Every set of four ranks that a province can hold at a balance rank it can hold: province, balance, the parts.

    Ranks are printed ones, places of leaders, or those left free; their spread lies where the printed neighbours of
    the balance rank leave it.
    """
    import numpy as np
    import pandas as pd

    slots, held, frames = spread_slots(load), balance_possible(load), []
    own = {part: part_ranks(load, part) for part in PARTS}
    free = {part: free_ranks(load, part) for part in PARTS}
    for name in unprinted(load):
        table = np.array(list(product(*([own[p][name]] if name in own[p] else free[p] for p in PARTS))))
        size = 4 * (table**2).sum(axis=1) - table.sum(axis=1) ** 2
        for rank in held[name]:
            low, high = slots[rank]
            left = pd.DataFrame(table[(size >= low) & (size <= high)], columns=list(PARTS))
            frames.append(left.assign(province=name, balance=rank))
    return pd.concat(frames, ignore_index=True)[["province", "balance", *PARTS]]


def part_possible(load: Load) -> pd.DataFrame:
    """Ranks that the nine provinces can hold by balance and in each sub-environment.

    One row a province; ``combinations`` counts the sets of four free ranks whose spread fits a balance rank that the
    province can hold, ``all`` those without that condition. Sets come from each province by itself, and yet are sharp:
    every rank in them belongs to some :func:`assignment` of all free ranks to all nine.
    """
    import pandas as pd

    table, rows = choices(load), []
    own = {part: part_ranks(load, part) for part in PARTS}
    for name in unprinted(load):
        left = table[table["province"] == name]
        sets = ["|".join(map(str, sorted(set(left[column])))) for column in ("balance", *PARTS)]
        every = prod(1 if name in own[part] else len(free_ranks(load, part)) for part in PARTS)
        rows.append((name, *sets, len(left.drop_duplicates(list(PARTS))), every))
    return pd.DataFrame(rows, columns=["province", "balance", *PARTS, "combinations", "all"])


def assignment(load: Load, province: str, column: str, rank: int) -> pd.DataFrame | None:
    """All nine provinces with ranks and balance rank, each free rank given out once, where one holds a certain rank.

    ``column`` is ``balance`` or a sub-environment. ``None`` where no such assignment exists. The province's own choices
    are tried in turn; the other eight are a set partitioning, one binary unknown a choice, solved by HiGHS.
    """
    import numpy as np
    import pandas as pd
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    table = choices(load)
    mine = table[table["province"] == province]
    others = table[table["province"] != province]
    free = {"balance": free_balance_ranks(load), **{part: free_ranks(load, part) for part in PARTS}}
    for number in mine.index[mine[column] == rank]:
        own = mine.loc[number]
        clash = np.logical_or.reduce([(others[key] == own[key]) & (own[key] in free[key]) for key in free])
        left = others[~clash].reset_index(drop=True)
        wanted = [("province", name) for name in unprinted(load) if name != province]
        wanted += [(key, value) for key, values in free.items() for value in values if value != own[key]]
        once = csr_matrix(np.array([(left[key] == value).to_numpy() for key, value in wanted], dtype=float))
        ones = np.ones(len(left))
        found = milp(0 * ones, constraints=LinearConstraint(once, 1, 1), bounds=Bounds(0, 1), integrality=ones)
        if found.x is not None:
            return pd.concat([mine.loc[[number]], left[found.x > 0.5]], ignore_index=True)
    return None


# -- weights -----------------------------------------------------------------------------------------------------


def part_weights(load: Load) -> dict[str, object]:
    """What the national means say about the weights of the four parts, if the index is their weighted mean.

    ``bounds`` (percent, part → lower, upper), ``equal`` (interval of the mean under equal weights), ``whole`` (as
    printed), ``equal_fits``, and ``schemes`` (step → number of round schemes).
    """
    from egov.methods.rounding import printed

    groups = load("bizenv_groups", corrected=True)
    own = groups[(groups["group"] == "nation") & (groups["measure"] == "mean") & (groups["mention"] == 1)]
    whole = own["printed"].item()
    parts = [_dimensions(load, part, "mean")["printed"].item() for part in PARTS]
    limits = weight_polytope_bounds(parts, whole)
    equal = scheme_mean((25, 25, 25, 25), parts)
    return {
        "bounds": {part: (float(w.lower * 100), float(w.upper * 100)) for part, w in zip(PARTS, limits, strict=True)},
        "equal": (float(equal.lower), float(equal.upper)),
        "whole": whole,
        "equal_fits": equal.intersects(printed(whole)),
        "schemes": {step: round_schemes(parts, whole, step, limit=0).count for step in ("10", "5", "2.5")},
    }
