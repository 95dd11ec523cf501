"""Chapter *The Yongkang hardware index*: trees, series, breadth, expectations, weekly prices.

The series stands in :mod:`egov.results.hardware_series`, the weights in :mod:`egov.results.hardware_weights`; this
module joins them: derived tables, frames for the pictures, and the chapter's sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from egov.results.hardware_frames import (
    EXPECTATION,
    FAMILY_LABELS,
    breadth,
    composite_lines,
    expectations,
    families,
    full_month,
    runs,
    tree,
    tree_limits,
    weekly,
    year_apart,
)
from egov.results.hardware_series import COMPOSITE, composite, conflicts, releases, series, year_over_year
from egov.results.hardware_weights import NARROW, contributions, groups, missing_part, weights
from egov.results.wording import joined, minus

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DERIVED",
    "FAMILY_LABELS",
    "breadth",
    "composite_lines",
    "expectations",
    "families",
    "findings",
    "full_month",
    "tree",
    "tree_limits",
    "weekly",
    "year_apart",
]

Load = Callable[[str], "pd.DataFrame"]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

DERIVED: dict[str, Callable[[Load], pd.DataFrame]] = {
    "hardware_series": lambda load: series(load("hardware_index")),
    "hardware_conflicts": lambda load: conflicts(load("hardware_index")),
    "hardware_groups": lambda load: groups(load("hardware_index")),
    "hardware_weights": lambda load: weights(load("hardware_index")),
}


def sign_test(agreeing: int, n: int) -> float:
    """Two-sided exact p of so many agreements among n under even odds.

    >>> round(sign_test(5, 8), 3), round(sign_test(4, 4), 3)
    (0.727, 0.125)
    """
    from scipy.stats import binomtest

    return float(binomtest(agreeing, n).pvalue)


def _en(family: str) -> str:
    return FAMILY_LABELS[family].split(" ", 1)[1].lower()


BASE = 100
"""Of every index of prosperity."""
LONG_ENOUGH = 36
"""Months in a row from which on a regression with season and trend could be thought of: three years."""


def findings(index: pd.DataFrame, counts: pd.DataFrame, prices: pd.DataFrame) -> Mapping[str, str]:
    """The chapter's sentences with their numbers, by name.

    Nothing here knows a month: what is said of one is said of the last that covers all families, of the last two a
    year apart, or of every month in hand, so that an added release changes sentences and no code.
    """
    levels, month = series(index), full_month(index)
    production = composite(levels)
    known, stretches = sorted(production["month"].unique()), runs(list(production["month"]))
    out = {
        "published_n": str(int((levels["kind"] == "published").sum())),
        "implied_n": str(int((levels["kind"] == "implied").sum())),
        "releases_n": str(index["month"].nunique()),
        "production_months_n": str(len(known)),
        "production_months": joined(known),
        "span_months": str(_between(known[0], known[-1]) + 1),
        "calendar": joined([MONTHS[int(m) - 1] for m in sorted({m[5:] for m in known})]),
        "tree_month": month,
    }
    out["gap_months"] = str(int(out["span_months"]) - len(known))
    three = families(index, counts).set_index("family")
    for family, row in three.iterrows():
        out[f"{family}_level"] = f"{row['level']:.2f}"
        out[f"{family}_change"] = "about the same" if row["change"] != row["change"] else f"{row['change']:+.2f}"
    out["lowest"] = _en(str(three["level"].idxmin()))
    out["strongest"] = _en(str(three["change"].idxmax()))
    zoned = [_en(str(family)) for family in three.index[three["rising"].isna()]]
    out["zones"] = (
        f"The release of {joined(zoned)} counts industries by zone (expanding, retreating, contracting) or not at all, "
        "and a zone is no direction: the cells for rising and falling are empty for that reason."
        if zoned
        else "All three releases count industries by direction."
    )
    out |= _others_found(levels, index) | _twice_found(index) | _year_found(index, out)
    out |= _breadth_found(breadth(index, counts)) | _hopes_found(index)
    out |= _weights_found(index, groups(index)) | _weekly_found(weekly(prices))
    longest = max(map(len, stretches))
    out["regression"] = (
        f"A regression of the composite on anything would need months. There are {len(known)}, in {len(stretches)} "
        f"runs of at most {longest}; within a run one month's level is computed from the next, so they are not even "
        f"that many observations. Season cannot be separated from trend (the months in hand are all of "
        f"{out['calendar']}), and the errors of so short a series cannot be examined. A fitted line would have an "
        f"interval that nobody should print: {len(known)} months are {len(known)} months."
        if longest < LONG_ENOUGH
        else f"The longest run has {longest} months without a hole. That would bear a regression with season and "
        "trend; none is fitted here yet."
    )
    return {name: minus(text) for name, text in out.items()}


def _between(first: str, last: str) -> int:
    (a, b), (c, d) = (map(int, m.split("-")) for m in (first, last))
    return (c - a) * 12 + d - b


def _others_found(levels: pd.DataFrame, index: pd.DataFrame) -> dict[str, str]:
    """Market trading and foreign trade: one release each is no series; more of them are described."""
    lone, more = [], []
    for family in list(FAMILY_LABELS)[1:]:
        releases_n = index.loc[index["family"] == family, "month"].nunique()
        months = sorted(composite(levels, family)["month"].unique())
        if releases_n == 1:
            lone.append(_en(family))
        else:
            more.append(
                f"{_en(family).capitalize()} has {releases_n} releases and {len(months)} known months in "
                f"{_between(months[0], months[-1]) + 1}, the longest run without a hole {max(map(len, runs(months)))}."
            )
    alone = f"For {joined(lone)} there is one release{' each' * (len(lone) > 1)}" if lone else ""
    words = [f"{alone}, and the month that it implies: that is no series yet."] if lone else []
    cannot = f"{alone}." if lone else "The releases in hand are few and scattered."
    return {"others": " ".join([*words, *more]), "others_short": cannot}


def _twice_found(index: pd.DataFrame) -> dict[str, str]:
    """Levels that are both printed and implied."""
    twice = conflicts(index)
    differing = twice[twice["difference"] != 0]
    told = [
        f"{r.component_en} ({_en(r.family)}) of {r.month}: {r.published:.2f} printed, {r.implied:.2f} implied "
        f"({r.difference:+.2f})"
        for r in differing.itertuples()
    ]
    return {
        "twice_n": str(len(twice)),
        "twice_exact": str(int((twice["verdict"] == "exact").sum())),
        "twice_contradictions": str(int((twice["verdict"] == "contradiction").sum())),
        "twice_differing": f"These differ: {'; '.join(told)}." if told else "None differs.",
    }


def _year_found(index: pd.DataFrame, out: Mapping[str, str]) -> dict[str, str]:
    """The last two production releases a year apart, and the headline."""
    first, second = year_apart(index)
    change = year_over_year(index, first, second).set_index("component_en")
    found = {"yoy_first": first, "yoy_second": second, "yoy_n": str(len(change))}
    for name in ("Composite", "Operating performance", "Market demand"):
        said = (
            _moved(change.loc[name, "difference"]) if name in change.index else "moved by an amount that is not printed"
        )
        found["yoy_" + name.split()[0].lower()] = said
    whole = change.loc["Composite"]
    ends = sorted((whole["lower"], whole["upper"]), key=abs)
    found["yoy_composite_interval"] = f"{abs(ends[0]):.2f} to {abs(ends[1]):.2f}"
    against = change[change["difference"] * whole["difference"] < 0].sort_values("difference")
    moved = [f"{r.component} ({r.Index}, {r.difference:+.2f})" for r in against.itertuples()]
    found["yoy_against"] = f"Against the composite went {joined(moved)}." if moved else "No line went against it."
    months = joined([f"{whole[f'change_{side}']:+.2f} in {found[f'yoy_{side}']}" for side in ("first", "second")])
    found["yoy_moves"] = f"On the month before, the composite moved by {months}."
    hope = next((name for name in EXPECTATION if name in change.index), None)
    hoped = f", while producers' expectation {_moved(change.loc[hope, 'difference'])}" if hope else ""
    found["headline"] = (
        f"Between {first} and {second} the production composite of the Yongkang index {found['yoy_composite']} points "
        f"({found['yoy_composite_interval']} with both roundings), from {whole['first']:.2f} to {whole['second']:.2f}, "
        f"{_against_base(whole['first'], whole['second'])} its base of 100{hoped}. These are two of "
        f"{out['production_months_n']} known months in {out['span_months']}: a comparison, not a trend."
    )
    found["headline_zh"] = _headline_zh(first, second, change, hope, out)
    return found


def _headline_zh(first: str, second: str, change: pd.DataFrame, hope: str | None, out: Mapping[str, str]) -> str:
    """The headline in Chinese."""
    whole = change.loc["Composite"]
    ends = sorted((abs(whole["lower"]), abs(whole["upper"])))
    start, end = (f"{month[:4]} 年 {int(month[5:])} 月" for month in (first, second))
    rose = whole["difference"] > 0
    side = "等于" if whole["second"] == BASE else "低于" if whole["second"] < BASE else "高于"
    same = (whole["first"] - BASE) * (whole["second"] - BASE) > 0
    hoped = ""
    if hope:
        own = change.loc[hope]
        hoped = f"；{own['component']}则{'上升' if own['difference'] > 0 else '下降'} {abs(own['difference']):.2f} 点"
    return (
        f"{start}至 {end}，永康五金生产景气总指数由 {whole['first']:.2f} {'升' if rose else '降'}至 "
        f"{whole['second']:.2f}，{'上升' if rose else '下降'} {abs(whole['difference']):.2f} 点"
        f"（计入两端四舍五入为 {ends[0]:.2f} 至 {ends[1]:.2f}），{'仍' if same else '已'}{side}基准 {BASE}{hoped}。"
        f"{out['span_months']} 个月中仅有 {out['production_months_n']} 个月的数据，只能比较，不足以判断趋势。"
    )


def _moved(difference: float) -> str:
    """A change of level in words.

    >>> _moved(3.69), _moved(-1.79), _moved(0.0)
    ('rose by 3.69', 'fell by 1.79', 'changed by 0.00')
    """
    verb = "rose" if difference > 0 else "fell" if difference < 0 else "changed"
    return f"{verb} by {abs(difference):.2f}"


def _against_base(first: float, second: float) -> str:
    """Where an index stands against 100.

    >>> _against_base(94.21, 97.90), _against_base(99.0, 101.0), _against_base(101.0, 102.0)
    ('still below', 'now above', 'still above')
    """
    side = "at" if second == BASE else "below" if second < BASE else "above"
    return f"{'still' if (first - BASE) * (second - BASE) > 0 else 'now'} {side}"


def _breadth_found(spread: pd.DataFrame) -> dict[str, str]:
    """Do the counts of industries agree with the sign of the change?"""
    decided = spread[spread["decided"]]
    agreeing, against = int(decided["agrees"].sum()), decided[~decided["agrees"]]
    where = joined(sorted({_en(f) for f in against["family"]}, key=str)) if len(against) else ""
    words = [f"All {len(against)} disagreements lie in {where}." if len(against) else "No pair disagrees."]
    if against["family"].nunique() > 1:
        words = [f"The {len(against)} disagreements lie in {where}."]
    for r in against[against["component"] == COMPOSITE].itertuples():
        words.append(
            f"In {r.month} the composite of {_en(r.family)} {'rose' if r.change > 0 else 'fell'} with {r.rising} "
            f"industries rising and {r.falling} falling: who reads the composite alone would miss that."
        )
    return {
        "breadth_n": str(len(decided)),
        "breadth_agree": str(agreeing),
        "breadth_p": f"{sign_test(agreeing, len(decided)):.2f}",
        "breadth_against": " ".join(words),
    }


def _hopes_found(index: pd.DataFrame) -> dict[str, str]:
    """What was expected, and what came."""
    hopes = expectations(index)
    own, both = hopes[hopes["family"] == "production"], hopes[hopes["kind"] == "published"]
    r = both.sort_values(["month", "family"]).iloc[-1]
    right, perfect = int(own["agrees"].sum()), sign_test(len(own), len(own))
    said = index[index["component_en"].isin(EXPECTATION) & (index["measure"] == "value")]
    unknown = sorted(set(said["month"]) - set(both["month"]))
    return {
        "hopes_both": f"{len(both)} of the {len(hopes)} pairs {'is' if len(both) == 1 else 'are'} printed on both "
        f"sides: in {r['month']} the expectation stood at {r['expected']:.2f}, "
        f"{'above' if r['expected'] > 100 else 'below'} 100, and the composite of {_en(r['family'])} then moved by "
        f"{r['move']:+.2f} to {r['after']:.2f}. The others use an implied expectation.",
        "hopes_production_n": str(len(own)),
        "hopes_below": str(int((own["expected"] < 100).sum())),
        "hopes_rose": str(int((own["move"] > 0).sum())),
        "hopes_right": str(right),
        "hopes_p": f"{sign_test(right, len(own)):.3f}",
        "hopes_power": f"With n = {len(own)}, even a perfect record would have p = {perfect:.3f}: no statement about "
        "its value as a forecast is possible."
        if perfect > 0.05
        else f"With n = {len(own)} a perfect record would have p = {perfect:.3f}; this one has the p above.",
        "hopes_unknown": f"For {joined(unknown)} the month after is not in hand." if unknown else "",
    }


def _weights_found(index: pd.DataFrame, parts: pd.DataFrame) -> dict[str, str]:
    """What can be said of components that are not printed, and of weights."""
    bounds = weights(index)
    outside = (parts["level"] != "inside") | (parts["change"] != "inside")
    top = parts[parts["component"] == COMPOSITE]
    above = top[top["level"] == "above"].iloc[-1]
    missing = missing_part(index, above["month"], above["family"])
    never = [f for f in FAMILY_LABELS if not top.loc[top["family"] == f, "feasible"].any()]
    return {
        "groups_n": str(len(parts)),
        "groups_outside": str(int(outside.sum())),
        "groups_joint": str(int((~outside & ~parts["feasible"]).sum())),
        "groups_feasible": str(int(parts["feasible"].sum())),
        "groups_need": str(int((~parts["feasible"]).sum())),
        "missing": f"In {above['month']}, for instance, the composite of {_en(above['family'])} stands above every "
        f"printed component, so an unprinted one must reach {missing:.3f} or more.",
        "weights_nothing": f"For the composites of {joined([_en(f) for f in never])}: nothing. An unprinted component "
        "can take any weight that its unknown level makes good."
        if never
        else "Every family has a month in which the printed components can make up its composite.",
        "contributions": _contributions_told(index),
        "weights_found": " ".join(_weights_told(index, parts, bounds)),
    }


def _contributions_told(index: pd.DataFrame) -> str:
    """In how many groups contributions can be stated, and of how many indices."""
    rows = contributions(index)
    groups_of = list(dict.fromkeys(zip(rows["month"], rows["parent"], strict=True)))
    if not groups_of:
        return "No index has weights bounded closely enough to state contributions."
    named = joined([f"{parent} in {month}" for month, parent in groups_of])
    return f"Closely bounded weights give contributions, weight times change: for {named}, and for no other index."


def _weights_told(index: pd.DataFrame, parts: pd.DataFrame, bounds: pd.DataFrame) -> list[str]:
    """A sentence or two a group whose printed components can make it up."""
    told = []
    released = releases(index)
    for (month, family, parent), rows in bounds.groupby(["month", "family", "parent"]):
        same = released[(released["family"] == family) & (released["parent"] == parent)]
        here = set(same.loc[same["month"] == month, "component_en"])
        widest = (rows["upper"] - rows["lower"]).max()
        if widest > NARROW:
            levels_missing = int(same.loc[same["month"] == month, "value"].isna().sum())
            why = f": {levels_missing} of its {len(here)} components have no printed level" if levels_missing else ""
            told.append(f"For {parent} ({_en(family)}) in {month} the bounds are up to {widest:.0f} points wide{why}.")
            continue
        ends = [f"{r.component} ({r.component_en}) {r.lower:.1f} to {r.upper:.1f} %" for r in rows.itertuples()]
        others = [m for m, p in same.groupby("month") if m != month and set(p["component_en"]) == here]
        tested = (
            f"the same components are printed in {joined(others)} too, where they can be held against these weights"
            if others
            else "no other month prints the same components, so nothing in hand can test it"
        )
        told.append(
            f"For {parent} in {month} level and change pin them down: {joined(ends)}. It is a conditional statement "
            f"about one month; that one group of {len(parts)} fits can be chance, and {tested}."
        )
    return told


def _weekly_found(prices: pd.DataFrame) -> dict[str, str]:
    """The two weekly series, each by its own first and last week."""
    out: dict[str, str] = {}
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
    return out
