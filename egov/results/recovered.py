"""Chapter *What the documents do not print, but imply*: bounds, ranks, hidden weights, and how sure one can be.

The parts stand in ``recovered_bizenv`` (scores, ranks, regions, grades), ``recovered_parts`` (sub-environments and
balance), ``recovered_association`` (rank correlations) and ``recovered_weights``; this module joins them: derived
tables, frames for the figures, and the chapter's sentences in ``recovered_findings``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from egov.results import recovered_association, recovered_bizenv, recovered_parts, recovered_weights
from egov.results.recovered_bizenv import TIERS, provinces
from egov.results.recovered_findings import findings
from egov.tables import remembered

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CHANCE_LABELS",
    "DERIVED",
    "OUTCOMES",
    "TIER_LABELS",
    "correlation_tiers",
    "findings",
    "group_names",
    "possibilities",
    "region_tiers",
    "score_tiers",
    "shown",
]

Load = Callable[..., "pd.DataFrame"]
TIER_LABELS = {
    TIERS[0]: "分数与均值 Scores and means",
    TIERS[1]: "加上排名 and ranks",
    TIERS[2]: "加上区域次序 and order of regions",
}
OUTCOMES = {
    "band_2019": "能力分组 Band 2019",
    "band_2020": "能力分组 Band 2020",
    "band_2021": "能力分组 Band 2021",
    "score_2019": "能力指数 Score 2019",
    "gdp_per_capita_rank": "人均生产总值 Output per person",
}
CHANCE_LABELS = {
    "chance": "互不相关时 unrelated rankings",
    "resampling": "重抽样 resampling",
    "rankings": "所有可能的排名 all possible rankings",
}


WORDS = {
    "tier": TIER_LABELS,
    "parent": {"total": "总体指数 whole index"},
    "in_both": {"": "parts differ"},
}
"""Words for keys, column by column; a scheme that cannot fit both kinds of unit has no ``in_both``."""
LISTS = ("ranks", "grades", "fives", "balance", *recovered_parts.PARTS)
"""Columns that hold several values, set apart by bars in the file."""


def _once(build: Callable[[Load], pd.DataFrame]) -> Callable[[Load], pd.DataFrame]:
    return lambda load: build(remembered(load))


DERIVED = {
    "bizenv_recovered": _once(recovered_bizenv.bizenv_recovered),
    "bizenv_regions": _once(recovered_bizenv.bizenv_regions),
    "bizenv_rankings": _once(recovered_bizenv.bizenv_rankings),
    "bizenv_consistency": _once(recovered_bizenv.consistency),
    "bizenv_conflicts": _once(recovered_bizenv.conflicts),
    "bizenv_grades": _once(recovered_bizenv.grade_cuts),
    "bizenv_part_ranks": _once(recovered_parts.part_possible),
    "bizenv_part_scores": _once(recovered_parts.part_bounds),
    "bizenv_associations": _once(recovered_association.bizenv_associations),
    "weights_recovered": _once(recovered_weights.weights_recovered),
    "weights_shared": _once(recovered_weights.weights_shared),
    "weights_bounds": _once(recovered_weights.weights_bounds),
}


def shown(load: Load, name: str) -> pd.DataFrame:
    """A derived table of the chapter as its pages show it: categories in their declared order, words for keys."""
    table = load(name)
    named = list(table.select_dtypes("category"))
    out = table.sort_values(named, kind="stable").astype(dict.fromkeys(named, "str")).reset_index(drop=True)
    for column in out.select_dtypes(["bool", "boolean"]):
        out[column] = out[column].map({True: "yes", False: "no"}).astype("str").where(out[column].notna(), "")
    for column in out.columns.intersection(["group", "constraints"]):
        out[column] = [group_names(load, text) for text in out[column]]
    for column, words in WORDS.items():
        if column in out:
            out[column] = out[column].replace(words)
    for column in out.columns.intersection(["scheme", "schemes"]):
        out[column] = [recovered_weights.as_shares(text) if isinstance(text, str) else text for text in out[column]]
    for column in out.columns.intersection(LISTS):
        out[column] = [text.replace("|", ", ") if isinstance(text, str) else text for text in out[column]]
    return out


def group_names(load: Load, text: str) -> str:
    """A label with the keys of groups as words, and the article's own name behind.

    >>> from egov.tables import load
    >>> group_names(load, "mean of central_rise")
    'mean of Central Rise 中部崛起'
    """
    names = load("bizenv_groups").drop_duplicates("group").set_index("group")["name_zh"]
    for key, name in names.items():
        if key == "nation":
            text = text.replace("mean of nation", f"mean of the nation {name}")
        else:
            text = text.replace(str(key), f"{str(key).replace('_', ' ').title()} {name}")
    return text


def score_tiers(load: Load, recovered: pd.DataFrame) -> pd.DataFrame:
    """The recovered intervals with English names, narrowest last intervals first: the frame of the interval figure."""
    names = provinces(load).set_index("unit")["name_en"]
    out = recovered.assign(name_en=recovered["province"].map(names))
    last = out[out["tier"] == TIERS[2]].set_index("province")
    middle = ((last["lower"] + last["upper"]) / 2).sort_values(ascending=False, kind="stable")
    out["place"] = out["province"].map({name: n for n, name in enumerate(middle.index)})
    return out.sort_values("place", kind="stable").reset_index(drop=True)


def possibilities(load: Load, recovered: pd.DataFrame, complete: pd.DataFrame) -> pd.DataFrame:
    """Rank possibilities for the grid: one row a province and rank, ``tier`` the last tier that still allows it.

    ``rankings`` counts the complete rankings with the province in that place. Only ranks that the second tier leaves
    to somebody are shown.
    """
    import pandas as pd

    names, rows = provinces(load).set_index("unit")["name_en"], []
    by_tier = {
        tier: own.set_index("province")["ranks"].str.split("|").to_dict()
        for tier, own in recovered.groupby("tier", observed=True)
    }
    order = score_tiers(load, recovered)["province"].drop_duplicates()
    for name in order:
        for rank in map(int, by_tier[TIERS[1]][name]):
            last = str(rank) in by_tier[TIERS[2]][name]
            count = int((complete[complete["province"] == name]["rank"] == rank).sum())
            rows.append((name, names[name], rank, TIERS[2] if last else TIERS[1], count))
    return pd.DataFrame(rows, columns=["province", "name_en", "rank", "tier", "rankings"])


def region_tiers(load: Load, regional: pd.DataFrame) -> pd.DataFrame:
    """The regional intervals in the order that the article states."""
    place = {name: n for n, name in enumerate(recovered_bizenv.regions(load))}
    return regional.sort_values("region", key=lambda r: r.map(place), kind="stable").reset_index(drop=True)


def correlation_tiers(table: pd.DataFrame, statistic: str = "spearman") -> pd.DataFrame:
    """Three intervals an outcome: what chance shows, what resampling shows, and what the possible rankings leave."""
    import pandas as pd

    rows = []
    own = table[table["statistic"] == statistic].set_index("outcome")
    for outcome, label in OUTCOMES.items():
        row = own.loc[outcome]
        label = f"{label}, n = {row['n']}"
        rows.append((label, "chance", -row["chance"], row["chance"]))
        rows.append((label, "resampling", row["boot_lower"], row["boot_upper"]))
        rows.append((label, "rankings", row["lower"], row["upper"]))
    return pd.DataFrame(rows, columns=["outcome", "tier", "lower", "upper"])
