"""Chapter *The indicator system*: two trees, what differs, and the published means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from egov.results.wording import joined, number_word

if TYPE_CHECKING:
    import pandas as pd

UNITS = 32
"""Units of each kind: the counts above the mean are of so many."""
NO_PATTERN = 2
"""Units by which a count may miss one half and be no pattern."""


def sizes(indicators: pd.DataFrame) -> pd.DataFrame:
    """How many indicators each system has at each level: unit_type by level (1, 2, 3)."""
    return indicators.groupby(["unit_type", "level"], observed=True).size().unstack("level").rename_axis(columns=None)


def matched(indicators: pd.DataFrame, level: int = 2) -> pd.DataFrame:
    """Indicators of one level side by side, matched by first-level code and name.

    Returns parent (first-level code), name_zh, name_en, code_province, code_city (missing where one system lacks
    it), n_province and n_city (indicators one level below), and ``where``: ``both``, ``province`` or ``city``.
    """
    below = indicators.groupby(["unit_type", "parent"], observed=True).size().rename("n").reset_index()
    below = below.rename(columns={"parent": "code"})
    rows = indicators[indicators["level"] == level].merge(below, on=["unit_type", "code"], how="left")
    rows["first"] = rows["code"].str[0]
    sides = []
    for unit_type in ("province", "city"):
        side = rows[rows["unit_type"] == unit_type][["first", "name_zh", "name_en", "code", "n"]]
        sides.append(side.rename(columns={"code": f"code_{unit_type}", "n": f"n_{unit_type}"}))
    both = sides[0].merge(sides[1], on=["first", "name_zh", "name_en"], how="outer", indicator="where")
    both["where"] = both["where"].map({"both": "both", "left_only": "province", "right_only": "city"}).astype(str)
    order = both["code_province"].fillna(both["code_city"] + "~")
    both = both.assign(order=order).sort_values("order").drop(columns="order").rename(columns={"first": "parent"})
    for column in ("n_province", "n_city"):
        both[column] = both[column].astype("Int64")
    return both.reset_index(drop=True)


def renamed(indicators: pd.DataFrame) -> pd.DataFrame:
    """Codes of the second level that mean different things: code, name_province, name_city, each in both languages."""
    own = indicators[indicators["level"] == 2].assign(name=lambda f: f["name_zh"] + " " + f["name_en"])
    names = own.pivot(index="code", columns="unit_type", values="name").dropna()
    different = names[names["province"] != names["city"]]
    return (
        different.rename(columns={"province": "name_province", "city": "name_city"})
        .rename_axis(columns=None)
        .reset_index()[["code", "name_province", "name_city"]]
    )


def means(capacity_means: pd.DataFrame, year: int = 2021) -> pd.DataFrame:
    """The published means of one year with the share of units above: one row a unit_type and code.

    The fullest statement (mention 1) of each figure is used. Columns: unit_type, code, name_zh, name_en, mean,
    n_above, share_above (missing where not printed).
    """
    rows = capacity_means.query("year == @year and mention == 1")
    wide = rows.pivot(index=["unit_type", "code", "name_zh", "name_en"], columns="measure", values="value")
    wide = wide.reindex(columns=["mean", "n_above", "share_above"]).rename_axis(columns=None).reset_index()
    return wide.sort_values(["unit_type", "code"]).reset_index(drop=True)


def total(table: pd.DataFrame, unit_type: str) -> float:
    """The published mean of the total index; ``table`` is the result of :func:`means`."""
    return float(table.set_index(["unit_type", "code"]).loc[(unit_type, "total"), "mean"])


def second_level(table: pd.DataFrame) -> pd.DataFrame:
    """The second level of :func:`means` with ``section`` (both names of its first-level indicator) and ``label``."""
    names = table.set_index(["unit_type", "code"])
    heading = names["name_zh"] + " " + names["name_en"]
    rows = table[table["code"].str.fullmatch("[A-E][1-9]")].copy()
    rows["section"] = [heading[t, c[0]] for t, c in zip(rows["unit_type"], rows["code"], strict=True)]
    rows["label"] = rows["code"] + " " + rows["name_zh"]
    return rows.reset_index(drop=True)


def side_by_side(table: pd.DataFrame, level: int) -> pd.DataFrame:
    """Means of provinces and cities for the indicators that both have, matched by first-level code and name.

    ``table`` is the result of :func:`means`; ``level`` 1 takes ``A``…``E``, 2 takes ``A1``…. Columns: name_zh,
    name_en, province, city, gap (city minus province), parent (first-level code).
    """
    rows = table[table["code"].str.fullmatch("[A-E]" if level == 1 else "[A-E][1-9]")]
    rows = rows.assign(first=rows["code"].str[0])
    wide = rows.pivot(index=["first", "name_zh", "name_en"], columns="unit_type", values="mean").dropna()
    wide = wide.rename_axis(columns=None).reset_index().rename(columns={"first": "parent"})
    wide["gap"] = (wide["city"] - wide["province"]).round(2)
    return wide[["name_zh", "name_en", "province", "city", "gap", "parent"]]


def findings(indicators: pd.DataFrame, capacity_means: pd.DataFrame) -> Mapping[str, str]:
    """The chapter's sentences with their numbers, by name."""
    size, table = sizes(indicators), means(capacity_means)
    only = matched(indicators)
    lacking = only[only["where"] == "province"]
    first = table[table["code"].str.fullmatch("[A-E]")]
    province = first[first["unit_type"] == "province"].sort_values("mean")
    second = table[(table["unit_type"] == "province") & table["code"].str.fullmatch("[A-E][1-9]")].sort_values("mean")
    gaps = side_by_side(table, 1).sort_values("gap", key=abs)
    shared = side_by_side(table, 2)
    shared = shared[shared["parent"] == gaps.iloc[-1]["parent"]].sort_values("gap", ascending=False)
    printed = capacity_means.query("year == 2021 and mention == 1 and measure == 'mean'").set_index(
        ["unit_type", "code"]
    )["printed"]
    again = capacity_means.query("year == 2021 and mention > 1 and measure == 'mean' and unit_type == 'province'")
    weakest = province.iloc[0]["code"]
    elsewhere = again.loc[again["code"] == weakest, "printed"].drop_duplicates()
    out = {
        "sizes_province": ", ".join(str(n) for n in size.loc["province"]),
        "sizes_city": ", ".join(str(n) for n in size.loc["city"]),
        "only_province": joined([f"{r.name_zh} ({r.name_en})" for r in lacking.itertuples()]),
        "only_province_n": str(len(lacking)),
        "renamed_n": str(len(renamed(indicators))),
        "strongest": f"{province.iloc[-1]['name_zh']} ({province.iloc[-1]['name_en']})",
        "strongest_mean": printed["province", province.iloc[-1]["code"]],
        "weakest": f"{province.iloc[0]['name_zh']} ({province.iloc[0]['name_en']})",
        "weakest_mean": printed["province", province.iloc[0]["code"]],
        "weakest_second": f"{second.iloc[0]['name_zh']} ({second.iloc[0]['name_en']})",
        "weakest_second_mean": printed["province", second.iloc[0]["code"]],
        "widest_gap": f"{gaps.iloc[-1]['name_zh']} ({gaps.iloc[-1]['name_en']})",
        "widest_gap_points": f"{gaps.iloc[-1]['gap']:+.2f}",
        "widest_gap_shared": joined([f"{r.name_zh} {r.gap:+.2f}".replace("-", "−") for r in shared.itertuples()]),
        "weakest_mean_again": joined([p for p in elsewhere if p != printed["province", weakest]]),
    }
    more = second_level(table)["n_above"] - UNITS / 2
    clear, short = int((more > NO_PATTERN).sum()), int((more < -NO_PATTERN).sum())
    often = "as often as" if clear == short else "more often than" if clear > short else "less often than"
    out["short"], out["pulled"] = number_word(short), f"down from below {often} up from above"
    for unit_type, rows in second_level(table).groupby("unit_type", observed=True):
        more = rows["n_above"] - UNITS / 2
        out[f"above_{unit_type}"] = f"{int((more > 0).sum())} of {len(more)}"
        out[f"clear_{unit_type}"] = f"{int((more > NO_PATTERN).sum())} of {len(more)}"
    out["headline"] = (
        f"Provinces are strongest in {out['strongest']}, mean {out['strongest_mean']}, and weakest in "
        f"{out['weakest']}, mean {out['weakest_mean']} (each ±0.005 by rounding): the index finds guides to services "
        "in better order than what people get out of them, so far as scores of different indicators compare."
    )
    top, low = province.iloc[-1], province.iloc[0]
    out["headline_zh"] = (
        f"省级政府一级指标中，{top['name_zh']}平均值最高，为 {out['strongest_mean']} 分；{low['name_zh']}最低，为 "
        f"{out['weakest_mean']} 分（四舍五入误差各为 ±0.005）：就不同指标的得分可比而言，"
        "办事指南的状况好于企业和群众实际得到的成效。"
    )
    return out
