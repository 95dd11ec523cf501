"""Frames of the hardware chapter: trees of a month, breadth beside change, expectations, composites, weekly prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egov.results.hardware_series import COMPOSITE, composite, releases, series, shifted

if TYPE_CHECKING:
    import pandas as pd

FAMILY_LABELS = {"production": "生产 Production", "market": "市场交易 Market trading", "trade": "外贸 Foreign trade"}
SERIES_LABELS = {
    "twelve_industries": "十二行业 Twelve industries",
    "rebased_eight_industries": "八行业（重定基期） Eight industries, rebased",
}
EXPECTATION = ("Expected production and operations", "Expectation", "Expected foreign trade")
INDUSTRIES = 12
YEAR = 12
"""Months."""


def full_month(index: pd.DataFrame) -> str:
    """The last month whose releases cover all three families.

    ``ValueError`` where there is none.
    """
    covered = index.groupby("month")["family"].nunique()
    months = sorted(covered.index[covered == len(FAMILY_LABELS)])
    if not months:
        raise ValueError("hardware_index: no month covers production, market trading and foreign trade")
    return str(months[-1])


def year_apart(index: pd.DataFrame, family: str = "production") -> tuple[str, str]:
    """The last two months of a family, a year apart, that both have a release.

    ``ValueError`` where there are none.
    """
    months = set(index.loc[index["family"] == family, "month"])
    pairs = sorted((shifted(month, -YEAR), month) for month in months if shifted(month, -YEAR) in months)
    if not pairs:
        raise ValueError(f"hardware_index: no two months of {family} a year apart")
    return pairs[-1]


def runs(months: list[str]) -> list[list[str]]:
    """Months in runs without a hole.

    >>> runs(["2021-05", "2021-06", "2022-04"])
    [['2021-05', '2021-06'], ['2022-04']]
    """
    out: list[list[str]] = []
    for month in sorted(set(months)):
        if out and shifted(out[-1][-1], 1) == month:
            out[-1].append(month)
        else:
            out.append([month])
    return out


def tree(index: pd.DataFrame, family: str, month: str = "") -> pd.DataFrame:
    """A family's tree of one month, the last full one by default, in the order composite, component, its components.

    Columns: component, component_en, depth (0, 1, 2), value, change; value is missing where only a change is printed,
    change where a release says no more than *about the same*.
    """
    import pandas as pd

    month = month or full_month(index)
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

    One row a month, family and component: rising, falling, flat, balance (rising minus falling), change, ``decided``
    (neither is zero), ``agrees`` (whether balance and change have one sign; true where it is not decided). Zones (扩张,
    回落, 收缩) are no directions and are left out.
    """
    rows = counts[(counts["mention"] == 1) & counts["state"].isin(["rising", "falling", "flat"])]
    rows = rows.assign(family=rows["family"].astype(str), state=rows["state"].astype(str))
    wide = rows.pivot(index=["month", "family", "component"], columns="state", values="value")
    wide = wide.reindex(columns=["rising", "falling", "flat"]).fillna(0).astype(int).rename_axis(columns=None)
    wide = wide[wide.sum(axis=1) == INDUSTRIES].reset_index()
    own = releases(index)[["month", "family", "component", "component_en", "change"]]
    both = wide.merge(own, on=["month", "family", "component"]).dropna(subset=["change"])
    both["balance"] = both["rising"] - both["falling"]
    both["decided"] = (both["balance"] != 0) & (both["change"] != 0)
    both["agrees"] = ~both["decided"] | ((both["balance"] > 0) == (both["change"] > 0))
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


def tree_limits(index: pd.DataFrame, month: str = "", step: int = 5) -> tuple[float, float]:
    """Ends of one axis for the trees of all families: multiples of ``step`` outside the levels of both months."""
    import math

    trees = [tree(index, family, month) for family in FAMILY_LABELS]
    levels = [level for t in trees for level in (*t["value"].dropna(), *(t["value"] - t["change"]).dropna())]
    return step * math.floor(min(levels) / step), step * math.ceil(max(levels) / step)


def families(index: pd.DataFrame, counts: pd.DataFrame, month: str = "") -> pd.DataFrame:
    """The three composites of one month side by side: family, level, change, rising, falling, expected.

    By default the last month that covers all families.
    """
    month = month or full_month(index)
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
