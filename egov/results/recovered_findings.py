"""The sentences and numbers of the chapter on what the documents do not print, but imply."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import TYPE_CHECKING

from egov.results import recovered_association as association
from egov.results import recovered_bizenv as bizenv
from egov.results import recovered_parts as parts
from egov.results import recovered_weights as weights
from egov.results.recovered_bizenv import TIERS
from egov.results.wording import joined, number_word, p_text
from egov.tables import remembered
from egov.tables.units import REGIONS

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[..., "pd.DataFrame"]
NARROW = 0.5
"""An interval of at most so many points counts as narrow."""


def span(low: float, high: float, decimals: int = 2) -> str:
    """An interval as text.

    >>> span(1, 2.5, 1)
    '1.0 to 2.5'
    """
    return f"{low:.{decimals}f} to {high:.{decimals}f}"


def outward(low: float, high: float, decimals: int = 2) -> str:
    """Bounds as text, rounded outwards: what lies inside the bounds lies inside the text, too.

    >>> outward(63.185, 63.2549), outward(0.3, 0.5, 1)
    ('63.18 to 63.26', '0.3 to 0.5')
    """
    scale = 10**decimals
    return span(floor(round(low * scale, 6)) / scale, ceil(round(high * scale, 6)) / scale, decimals)


def _scores(load: Load, recovered: pd.DataFrame, regional: pd.DataFrame, complete: pd.DataFrame) -> dict[str, str]:
    english = bizenv.provinces(load).set_index("unit")["name_en"].to_dict()
    last = recovered[recovered["tier"] == TIERS[-1]].set_index("province").loc[bizenv.unprinted(load)]
    held = {name: [int(r) for r in text.split("|")] for name, text in last["ranks"].items()}
    wide = last["upper"] - last["lower"]
    fixed = [name for name in last.index if len(held[name]) == 1]
    narrow = [name for name in last.index if wide[name] <= NARROW]
    areas = regional[regional["tier"] == TIERS[-1]].set_index("region")
    area_wide = areas["upper"] - areas["lower"]
    sharp = [name for name in areas.index if area_wide[name] <= NARROW]

    def region(name: str, decimals: int) -> str:
        return f"{REGIONS[name]} ({outward(areas.at[name, 'lower'], areas.at[name, 'upper'], decimals)})"

    margins, printed = load("bizenv_consistency"), len(bizenv.measures(load))
    rank_text = {name: joined([str(r) for r in ranks], " or ") for name, ranks in held.items()}
    out = {
        "printed_n": str(printed),
        "unprinted_n": number_word(len(last)),
        "rankings_n": str(complete["ranking"].nunique()),
        "fixed_n": number_word(len(fixed)),
        "fixed": joined([f"{english[n]} ({rank_text[n]})" for n in fixed]),
        "narrow_n": number_word(len(narrow)),
        "narrow": joined([f"{english[n]} ({outward(last.at[n, 'lower'], last.at[n, 'upper'], 3)})" for n in narrow]),
        "open": joined(
            [
                f"{english[n]} ({outward(last.at[n, 'lower'], last.at[n, 'upper'])}; rank {rank_text[n]})"
                for n in last.index
                if n not in narrow
            ]
        ),
        "sharp_regions_n": number_word(len(sharp)),
        "regions_n": number_word(len(areas)),
        "sharp_regions": joined(
            [
                f"{REGIONS[n]} ({outward(areas.at[n, 'lower'], areas.at[n, 'upper'], 3)})"
                for n in areas.index
                if n in sharp
            ]
        ),
        "blunt_regions": joined(
            [
                f"{REGIONS[n]} ({outward(areas.at[n, 'lower'], areas.at[n, 'upper'])})"
                for n in areas.index
                if n not in sharp
            ]
        ),
        "margin": f"{margins['margin_half_up'].min():.4f}",
        "margin_even": f"{margins['margin_half_even'].min():.4f}",
        "compatible": "all of them can hold at once" if margins["compatible"].all() else "they cannot all hold",
    }
    for name in last.index:
        key = english[name].lower().replace(" ", "_")
        out[f"{key}_bounds"] = outward(last.at[name, "lower"], last.at[name, "upper"])
        out[f"{key}_ranks"] = rank_text[name]
    second = recovered[recovered["tier"] == TIERS[1]].set_index("province")
    shrunk = ((second["upper"] - second["lower"]) - wide).sort_values(ascending=False, kind="stable")
    most = shrunk.index[0]
    out["order_most"] = english[most]
    before, after = (outward(own.at[most, "lower"], own.at[most, "upper"]) for own in (second, last))
    out["order_change"] = f"from {before.replace(' to ', '–')} to {after.replace(' to ', '–')}"
    out["headline"] = (
        f"What the article prints of {printed} provinces leaves {out['rankings_n']} complete rankings of all "
        f"{printed + len(last)}: {number_word(len(narrow))} of the {out['unprinted_n']} missing scores are known to "
        f"within half a point ({joined([english[n] for n in narrow])}), the other "
        f"{number_word(len(last) - len(narrow))} only as"
        f" intervals such as {after} for {english[most]}."
    )
    rest = len(last) - len(narrow)
    out["headline_zh"] = (
        f"据营商环境一文就 {printed} 个省份公布的数字，全部 {printed + len(last)} 个省份只剩 {out['rankings_n']} 种"
        "可能的完整排名："
        f"{len(last)} 个未公布的得分中，{len(narrow)} 个可确定到半分以内（{'、'.join(narrow)}），"
        f"其余 {rest} 个只能给出区间，例如{most}为 {after.replace(' to ', ' 至 ')} 分。"
    )
    found = load("bizenv_conflicts").set_index("reading")
    for key, reading in (
        ("twice", "named twice, counted twice"),
        ("once", "named twice, counted once"),
        ("size", "divided by the stated size"),
    ):
        if reading in found.index:
            out[f"conflict_{key}"] = number_word(int(found.at[reading, "size"]))
            out[f"conflict_{key}_set"] = str(found.at[reading, "constraints"]).replace("; ", ", ")
    return out


def _grades(load: Load) -> dict[str, str]:
    cuts = load("bizenv_grades")
    narrow = (cuts["upper"] - cuts["lower"]).idxmin()
    best = cuts.loc[narrow]
    return {
        "cuts_n": number_word(len(cuts)),
        "cuts_with_five": number_word(int(cuts["fives"].notna().sum())),
        "cut_narrow": f"{best['better']} and {best['worse']} ({outward(best['lower'], best['upper'])})",
    }


def _parts(load: Load) -> dict[str, str]:
    known, slots, held = parts.balance(load), parts.free_balance_ranks(load), parts.balance_possible(load)
    top = [name for name, ranks in held.items() if max(ranks) <= 10]
    english = bizenv.provinces(load).set_index("unit")["name_en"].to_dict()
    own, table = parts.part_weights(load), load("bizenv_part_ranks").set_index("province")
    limits: dict[str, tuple[float, float]] = own["bounds"]  # type: ignore[assignment]
    schemes: dict[str, int] = own["schemes"]  # type: ignore[assignment]
    first = table.loc[top[0]] if top else None
    return {
        "balance_agree": f"{int(known['agrees'].sum())} of {len(known)}",
        "balance_free": ", ".join(map(str, slots)),
        "balance_top": joined([english[n] for n in top]),
        "balance_top_ranks": joined([str(r) for r in slots if r <= 10]),
        "balance_combinations": f"{first['combinations']:,} of {first['all']:,}" if first is not None else "none",
        "part_whole": str(own["whole"]),
        "part_equal": outward(*own["equal"], 3),  # type: ignore[misc]
        "part_equal_fits": "fit" if own["equal_fits"] else "are ruled out",
        "part_market_most": f"{ceil(limits['market'][1] * 10) / 10:.1f} %",
        "part_legal_most": f"{ceil(limits['legal'][1] * 10) / 10:.1f} %",
        "part_schemes": f"{schemes['5']}",
    }


def _association(load: Load, table: pd.DataFrame) -> dict[str, str]:
    own = table.set_index(["outcome", "statistic"])
    out = {"corr_rankings": str(int(table["rankings"].max())), "corr_draws": f"{association.DRAWS:,}"}
    out["corr_resamples"] = f"{association.RESAMPLES:,}"
    out["corr_family"] = number_word(table["outcome"].nunique())
    for outcome in table["outcome"].unique():
        row = own.loc[(outcome, "spearman")]
        tau = own.loc[(outcome, "kendall")]
        same = abs(row["upper"] - row["lower"]) < 5e-4
        value = f"{row['lower']:.2f}" if same else span(row["lower"], row["upper"])
        out[f"corr_{outcome}"] = value
        out[f"corr_{outcome}_full"] = (
            f"{value} (resampling {span(row['boot_lower'], row['boot_upper'])}; {p_text(row['p_holm'])} after "
            f"Holm; n = {int(row['n'])})"
        )
        out[f"corr_{outcome}_tau"] = f"{tau['lower']:.2f}" if same else span(tau["lower"], tau["upper"])
    chance = table[table["statistic"] == "spearman"].groupby("n")["chance"].max().sort_index(ascending=False)
    others = [f"±{half:.2f} for income, n = {n}" for n, half in chance.iloc[1:].items()]
    out["corr_chance"] = f"±{chance.iloc[0]:.2f}" + (f" ({'; '.join(others)})" if others else "")
    gaps = association.income_gaps(load)
    above, below = gaps.head(3), gaps.tail(3).iloc[::-1]

    def named(rows: pd.DataFrame) -> str:
        return joined([f"{r.name_en} ({r.rank} against {r.gdp_per_capita_rank})" for r in rows.itertuples()])

    out["income_above"], out["income_below"] = named(above), named(below)
    out["income_n"] = str(len(gaps))
    return out


def _weights(load: Load, found: pd.DataFrame, shared: pd.DataFrame) -> dict[str, str]:
    keys = ["unit_type", "parent", "step"]
    counts = found.drop_duplicates(keys).set_index(keys)["schemes"]
    own = shared.set_index(["parent", "step"])
    both = weights.shared_bounds(load).set_index(["parent", "part"])
    alone = weights.weights_bounds(load).set_index(["unit_type", "parent", "part"])

    def d1(unit_type: str, decimals: int) -> str:
        row = alone.loc[(unit_type, "D", "D1")]
        return outward(row["lower"], row["upper"], decimals) + " %"

    most = counts.xs(2.5, level="step").sort_values(ascending=False, kind="stable")
    out = {
        "weights_most": f"{int(most.iloc[0]):,}",
        "weights_most_parent": f"{most.index[0][1]} of the {most.index[0][0]} tree",
        "listed": str(weights.LISTED),
        "weights_draws": f"{int(shared['draws'].max()):,}",
        "weights_d1_city": d1("city", 2),
        "weights_d1_province": d1("province", 1),
        "weights_c_both": ", ".join(
            f"{part} {outward(both.at[('C', part), 'lower'], both.at[('C', part), 'upper'], 1)} %"
            for part in both.loc["C"].index
        ),
    }
    for parent in ("total", "C", "D", "E"):
        for step, key in ((10.0, "10"), (5.0, "5"), (2.5, "2_5")):
            row = own.loc[(parent, step)]
            out[f"shared_{parent}_{key}"] = number_word(int(row["shared"]))
            out[f"shared_{parent}_{key}_schemes"] = weights.as_shares(str(row["schemes"])) if row["shared"] else "none"
            out[f"shared_{parent}_{key}_chance"] = (
                f"{row['chance']:.3f}" if row["chance"] < 0.1 else f"{row['chance']:.2f}"
            )
            out[f"shared_{parent}_{key}_any"] = f"{round(row['chance_any'] * row['draws'])} of {row['draws']:,} draws"
            for unit_type in weights.UNIT_TYPES:
                out[f"count_{unit_type}_{parent}_{key}"] = f"{int(counts[unit_type, parent, step]):,}"
    return out


def findings(load: Load) -> dict[str, str]:
    """Every number and sentence of the chapter's prose, from the tables; derived tables are read, not computed anew."""
    load = remembered(load)
    recovered, regional, complete = (load(t) for t in ("bizenv_recovered", "bizenv_regions", "bizenv_rankings"))
    return (
        _scores(load, recovered, regional, complete)
        | _grades(load)
        | _parts(load)
        | _association(load, load("bizenv_associations"))
        | _weights(load, load("weights_recovered"), load("weights_shared"))
    )
