"""Chapter *The Yongkang hardware index*: trees, series, breadth, expectations, weekly prices.

The series stands in :mod:`egov.results.hardware_series`, the weights in :mod:`egov.results.hardware_weights`; this
module joins them: derived tables, frames for the pictures, and the chapter's sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from egov.results.data import joined
from egov.results.hardware_series import COMPOSITE, composite, conflicts, releases, series, shifted, year_over_year
from egov.results.hardware_weights import groups, missing_part, weights

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[[str], "pd.DataFrame"]
FAMILY_LABELS = {"production": "生产 Production", "market": "市场交易 Market trading", "trade": "外贸 Foreign trade"}
SERIES_LABELS = {
    "twelve_industries": "十二行业 Twelve industries",
    "rebased_eight_industries": "八行业（重定基期） Eight industries, rebased",
}
JUNE = "2021-06"
PAIR = ("2022-05", "2023-05")
EXPECTATION = ("Expected production and operations", "Expectation", "Expected foreign trade")
INDUSTRIES = 12
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NARROW = 5.0
"""Percentage points up to which bounds on a weight say something."""

DERIVED: dict[str, Callable[[Load], pd.DataFrame]] = {
    "hardware_series": lambda load: series(load("hardware_index")),
    "hardware_conflicts": lambda load: conflicts(load("hardware_index")),
    "hardware_groups": lambda load: groups(load("hardware_index")),
    "hardware_weights": lambda load: weights(load("hardware_index")),
}


def tree(index: pd.DataFrame, family: str, month: str = JUNE) -> pd.DataFrame:
    """A family's tree of one month, in the order composite, component, its components.

    Columns: component, component_en, depth (0, 1, 2), value, change; value is missing where only a change is printed.
    """
    import pandas as pd

    rows = releases(index).query("family == @family and month == @month")
    order = rows.assign(own=rows["component"] == COMPOSITE)
    below = order[~order["own"]].sort_values("change", ascending=False)
    out = [(r.component, r.component_en, 0, r.value, r.change) for r in order[order["own"]].itertuples()]
    for r in below[below["parent"] == COMPOSITE].itertuples():
        out.append((r.component, r.component_en, 1, r.value, r.change))
        children = below[below["parent"] == r.component]
        out += [(c.component, c.component_en, 2, c.value, c.change) for c in children.itertuples()]
    return pd.DataFrame(out, columns=["component", "component_en", "depth", "value", "change"])


def breadth(index: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Industries rising and falling beside the change of the index they belong to, where both are printed.

    One row a month, family and component: rising, falling, flat, balance (rising minus falling), change, ``agrees``
    (whether balance and change have one sign). Zones (扩张, 回落, 收缩) are no directions and are left out.
    """
    rows = counts[(counts["mention"] == 1) & counts["state"].isin(["rising", "falling", "flat"])]
    rows = rows.assign(family=rows["family"].astype(str), state=rows["state"].astype(str))
    wide = rows.pivot(index=["month", "family", "component"], columns="state", values="value")
    wide = wide.reindex(columns=["rising", "falling", "flat"]).fillna(0).astype(int).rename_axis(columns=None)
    wide = wide[wide.sum(axis=1) == INDUSTRIES].reset_index()
    own = releases(index)[["month", "family", "component", "component_en", "change"]]
    both = wide.merge(own, on=["month", "family", "component"]).dropna(subset=["change"])
    both["balance"] = both["rising"] - both["falling"]
    both["agrees"] = (both["balance"] > 0) == (both["change"] > 0)
    both["order"] = both["family"].map(list(FAMILY_LABELS).index)
    return both.sort_values(["month", "order", "change"]).drop(columns="order").reset_index(drop=True)


def expectations(index: pd.DataFrame) -> pd.DataFrame:
    """What was expected, and what came: one row an expectation whose next month is known.

    ``month`` is the month of the expectation, ``kind`` whether its level is published or implied; ``expected`` its
    level, ``before`` and ``after`` the composite of that month and the next, ``move`` the change printed for the next
    month, ``agrees`` whether a level above 100 was followed by a rise, or one below by none. Where a level is both
    published and implied the published one is listed.
    """
    import pandas as pd

    levels = series(index)
    levels = levels.sort_values("kind", ascending=False).drop_duplicates(["month", "family", "component_en"])
    by = levels.set_index(["month", "family", "component_en"])
    moves = releases(index).query("component == @COMPOSITE").set_index(["month", "family"])["change"]
    rows = []
    for r in levels[levels["component_en"].isin(EXPECTATION)].sort_values(["family", "month"]).itertuples():
        after = (shifted(r.month, 1), r.family)
        if after in moves.index:
            own, there = by.loc[(r.month, r.family, "Composite")], by.loc[(*after, "Composite")]
            said = (r.value, own["value"], there["value"], moves[after])
            rows.append((r.month, r.family, r.kind, *said, (r.value > 100) == (moves[after] > 0)))
    names = ["month", "family", "kind", "expected", "before", "after", "move", "agrees"]
    return pd.DataFrame(rows, columns=names)


def families(index: pd.DataFrame, counts: pd.DataFrame, month: str = JUNE) -> pd.DataFrame:
    """The three composites of one month side by side: family, level, change, rising, falling, expected."""
    rows = releases(index).query("month == @month")
    own = rows[rows["component"] == COMPOSITE].set_index("family")
    expected = rows[rows["component_en"].isin(EXPECTATION)].set_index("family")["value"]
    spread = breadth(index, counts).query("month == @month and component == @COMPOSITE").set_index("family")
    table = own[["value", "change"]].rename(columns={"value": "level"}).join(expected.rename("expected"))
    table = table.join(spread[["rising", "falling", "flat"]].astype("Int64"))
    return table.reindex([f for f in FAMILY_LABELS if f in table.index]).reset_index()


def weekly(prices: pd.DataFrame) -> pd.DataFrame:
    """The weekly price index: series, label, week_ending, value, change; two series that are never joined."""
    rows = prices[prices["mention"] == 1].assign(series=prices["series"].astype(str))
    wide = rows.pivot(index=["series", "week_ending"], columns="measure", values="value").rename_axis(columns=None)
    wide = wide.reset_index().assign(label=lambda t: t["series"].map(SERIES_LABELS))
    return wide[["series", "label", "week_ending", "value", "change"]].sort_values("week_ending").reset_index(drop=True)


def composite_lines(index: pd.DataFrame) -> pd.DataFrame:
    """The composites as the picture of the series draws them: month, family, label, kind, value, lower, upper."""
    import pandas as pd

    frame = series(index)
    rows = [composite(frame, family).assign(family=family, label=label) for family, label in FAMILY_LABELS.items()]
    return pd.concat(rows, ignore_index=True)[["month", "family", "label", "kind", "value", "lower", "upper"]]


def sign_test(agreeing: int, n: int) -> float:
    """Two-sided exact p of so many agreements among n under even odds.

    >>> round(sign_test(5, 8), 3), round(sign_test(4, 4), 3)
    (0.727, 0.125)
    """
    from scipy.stats import binomtest

    return float(binomtest(agreeing, n).pvalue)


def _en(family: str) -> str:
    return FAMILY_LABELS[family].split(" ", 1)[1].lower()


def findings(index: pd.DataFrame, counts: pd.DataFrame, prices: pd.DataFrame) -> Mapping[str, str]:
    """The chapter's sentences with their numbers, by name."""
    levels, twice, parts = series(index), conflicts(index), groups(index)
    spread, hopes = breadth(index, counts), expectations(index)
    change = year_over_year(index, *PAIR).set_index("component_en")
    three = families(index, counts).set_index("family")
    production = composite(levels)
    out = {
        "published_n": str(int((levels["kind"] == "published").sum())),
        "implied_n": str(int((levels["kind"] == "implied").sum())),
        "releases_n": str(index["month"].nunique()),
        "production_months_n": str(production["month"].nunique()),
        "production_months": joined(sorted(production["month"].unique())),
        "span_months": str(_between(production["month"].min(), production["month"].max()) + 1),
    }
    out["gap_months"] = str(int(out["span_months"]) - int(out["production_months_n"]))
    differing = twice[twice["difference"] != 0]
    one = differing.iloc[0]
    out |= {
        "twice_n": str(len(twice)),
        "twice_exact": str(int((twice["verdict"] == "exact").sum())),
        "twice_contradictions": str(int((twice["verdict"] == "contradiction").sum())),
        "differing_n": str(len(differing)),
        "conflict_month": str(one["month"]),
        "conflict_published": f"{one['published']:.2f}",
        "conflict_implied": f"{one['implied']:.2f}",
        "conflict_by": f"{one['difference']:+.2f}",
    }
    for name in ("Composite", "Operating performance", "Market demand"):
        key = "yoy_" + name.split()[0].lower()
        row = change.loc[name]
        out[key] = f"{row['difference']:+.2f}"
        out[f"{key}_interval"] = f"{row['lower']:+.2f} to {row['upper']:+.2f}"
    out["yoy_expectation"] = f"{change.loc[EXPECTATION[0], 'difference']:+.2f}"
    down = change[change["difference"] < 0].sort_values("difference")
    out["yoy_n"] = str(len(change))
    out["yoy_down"] = joined([f"{r.component} ({r.Index}, {r.difference:+.2f})" for r in down.itertuples()])
    out |= {"yoy_composite_first": f"{change.loc['Composite', 'first']:.2f}"}
    out |= {"yoy_composite_second": f"{change.loc['Composite', 'second']:.2f}"}
    for family, row in three.iterrows():
        out[f"{family}_level"] = f"{row['level']:.2f}"
        out[f"{family}_change"] = f"{row['change']:+.2f}"
        out[f"{family}_expected"] = f"{row['expected']:.2f}"
    out |= {
        "lowest": _en(str(three["level"].idxmin())),
        "strongest": _en(str(three["change"].idxmax())),
        "market_releases": str(index.loc[index["family"] == "market", "month"].nunique()),
        "calendar": joined([MONTHS[int(m) - 1] for m in sorted({m[5:] for m in production["month"]})]),
    }
    market = spread[(spread["family"] == "market") & (spread["component"] == COMPOSITE)].iloc[0]
    agreeing = int(spread["agrees"].sum())
    out |= {
        "breadth_n": str(len(spread)),
        "breadth_agree": str(agreeing),
        "breadth_p": f"{sign_test(agreeing, len(spread)):.2f}",
        "breadth_market_rising": str(market["rising"]),
        "breadth_market_falling": str(market["falling"]),
        "breadth_disagreeing": joined(sorted({_en(f) for f in spread.loc[~spread["agrees"], "family"]})),
        "breadth_disagreeing_n": str(int((~spread["agrees"]).sum())),
    }
    own = hopes[hopes["family"] == "production"]
    printed_pair = hopes[(hopes["kind"] == "published")].iloc[0]
    right = int(own["agrees"].sum())
    out |= {
        "hopes_n": str(len(hopes)),
        "hopes_production_n": str(len(own)),
        "hopes_production_right": str(right),
        "hopes_below": str(int((own["expected"] < 100).sum())),
        "hopes_rose": str(int((own["move"] > 0).sum())),
        "hopes_best_p": f"{sign_test(len(own), len(own)):.3f}",
        "hopes_published_n": str(int((hopes["kind"] == "published").sum())),
        "hope_month": str(printed_pair["month"]),
        "hope_expected": f"{printed_pair['expected']:.2f}",
        "hope_move": f"{printed_pair['move']:+.2f}",
        "hope_after": f"{printed_pair['after']:.2f}",
    }
    out |= _weights_found(index, parts)
    out |= _weekly_found(weekly(prices))
    out["headline"] = (
        f"Between {PAIR[0]} and {PAIR[1]} the production composite moved by {out['yoy_composite']} points "
        f"({out['yoy_composite_interval']} with both roundings), from {out['yoy_composite_first']} to "
        f"{out['yoy_composite_second']}, while producers' expectation moved by {out['yoy_expectation']}. These are two "
        f"of {out['production_months_n']} known months in {out['span_months']}: a comparison, not a trend."
    )
    return out


def _between(first: str, last: str) -> int:
    (a, b), (c, d) = (map(int, m.split("-")) for m in (first, last))
    return (c - a) * 12 + d - b


def _weights_found(index: pd.DataFrame, parts: pd.DataFrame) -> dict[str, str]:
    """What can be said of components that are not printed, and of weights."""
    bounds = weights(index)
    outside = (parts["level"] != "inside") | (parts["change"] != "inside")
    top = parts[parts["component"] == COMPOSITE]
    above = top[top["level"] == "above"].iloc[0]
    widest = (bounds["upper"] - bounds["lower"]).groupby([bounds["month"], bounds["parent"]]).transform("max")
    narrow, wide = bounds[widest <= NARROW], bounds[widest > NARROW]
    ends = [f"{r.component} ({r.component_en}) {r.lower:.1f} to {r.upper:.1f} %" for r in narrow.itertuples()]
    return {
        "groups_n": str(len(parts)),
        "groups_outside": str(int(outside.sum())),
        "groups_level_outside": str(int((parts["level"] != "inside").sum())),
        "groups_joint": str(int((~outside & ~parts["feasible"]).sum())),
        "groups_feasible": str(int(parts["feasible"].sum())),
        "groups_need": str(int((~parts["feasible"]).sum())),
        "composites_n": str(len(top)),
        "composites_need": str(int((~top["feasible"]).sum())),
        "missing_month": str(above["month"]),
        "missing_level": f"{missing_part(index, above['month'], above['family']):.3f}",
        "weights_month": joined(sorted(narrow["month"].unique())),
        "weights_parent": joined(sorted(narrow["parent"].unique())),
        "weights": joined(ends),
        "weights_narrow_n": str(narrow[["month", "parent"]].drop_duplicates().shape[0]),
        "weights_wide_n": str(len(wide)),
        "weights_wide_widest": f"{(wide['upper'] - wide['lower']).max():.0f}",
    }


def _weekly_found(prices: pd.DataFrame) -> dict[str, str]:
    """The two weekly series, each by its own first and last week."""
    out = {"weeks_n": str(len(prices))}
    for name, part in prices.groupby("series"):
        key = "old" if name == "twelve_industries" else "new"
        first, last = part.iloc[0], part.iloc[-1]
        out |= {
            f"weeks_{key}_n": str(len(part)),
            f"weeks_{key}_first": str(first["week_ending"]),
            f"weeks_{key}_last": str(last["week_ending"]),
            f"weeks_{key}_first_value": f"{first['value']:.2f}",
            f"weeks_{key}_last_value": f"{last['value']:.2f}",
        }
    steepest = prices.loc[prices["change"].abs().idxmax()]
    out |= {"weeks_steepest": str(steepest["week_ending"]), "weeks_steepest_change": f"{steepest['change']:+.2f}"}
    return out
