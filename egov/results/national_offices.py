"""Plans for digital government and data offices, beside the bands: Tables A-5 and A-6 and what goes with them.

The units are the 31 provinces: neither table's text covers 新疆兵团. Every test is exact, given its margins; Holm's
correction runs over all tests of :func:`associations`. Nothing here can tell cause from effect: a plan may follow
capability as well as bring it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING

from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LEFT_OUT = "新疆兵团"
FROM_YEAR, TO_YEAR = 2018, 2021
TOP_LEVEL = "正厅级"
ADMINISTRATIVE = "行政"
TYPE_EN = {"行政": "administrative organ", "事业": "public institution", "法定机构": "statutory body"}
LEVEL_EN = {"正厅级": "full department level", "副厅级": "deputy department level"}
EXPOSURES = {
    "plan_listed": "a plan is listed in Table A-5",
    "plan_before": f"a listed plan was issued before {TO_YEAR}",
    "top_level": f"an office of full department level ({TOP_LEVEL})",
    "several": "two offices or more",
    "administrative": f"an office that is an administrative organ ({ADMINISTRATIVE})",
}
"""Yes-or-no questions about a province; fixed before any band was looked at."""
SHORT = {
    "plan_listed": "列有规划 plan listed",
    "plan_before": "2021 年前发布 issued before 2021",
    "top_level": "正厅级机构 full-level office",
    "several": "两个以上机构 two or more offices",
    "administrative": "行政机构 administrative organ",
}
NOT_LISTED, NO_END = "未列 not listed", "无期限 no end named"
OUTCOME_LABELS = {
    "band": "2021 年分组 Band of 2021",
    "rise": "2018—2021 年升组 Bands gained 2018 to 2021",
    "rise_same_start": "升组，2018 年同组相比 Bands gained, same band in 2018",
}
OUTCOMES = {
    "band": f"band of {TO_YEAR}",
    "rise": f"bands gained {FROM_YEAR} to {TO_YEAR}",
    "rise_same_start": f"bands gained, same band in {FROM_YEAR}",
}


def provinces(bands: pd.DataFrame, policies: pd.DataFrame, institutions: pd.DataFrame) -> pd.DataFrame:
    """One row a province: band_from, band_to (codes 0 to 3), rise, the plan's years, offices, and each exposure."""
    import pandas as pd

    own = bands[(bands["unit_type"] == "province") & (bands["unit"] != LEFT_OUT)]
    code = {band: number for number, band in enumerate(BANDS)}
    wide = own.assign(code=own["value"].astype(str).map(code)).pivot(index="unit", columns="year", values="code")
    frame = pd.DataFrame({"band_from": wide[FROM_YEAR].astype(int), "band_to": wide[TO_YEAR].astype(int)})
    frame["rise"] = frame["band_to"] - frame["band_from"]
    for table, name in ((policies, "policies"), (institutions, "institutions")):
        unknown = set(table["region"]) - set(frame.index)
        if unknown:
            raise ValueError(
                f"table {name!r}, column 'region': {', '.join(sorted(unknown))} is not among the provinces"
            )
    plans = policies.set_index("region")
    frame = frame.join(plans[["issued_in", "covers_from", "covers_to"]])
    by_region = institutions.groupby("region")
    frame["offices"] = by_region.size().reindex(frame.index, fill_value=0).astype(int)
    levels, types = by_region["level"].agg(set), by_region["type"].agg(set)
    frame["plan_listed"] = frame["issued_in"].notna()
    frame["plan_before"] = (frame["issued_in"] < TO_YEAR).fillna(False).astype(bool)
    frame["top_level"] = [TOP_LEVEL in levels.get(u, set()) for u in frame.index]
    frame["several"] = frame["offices"] >= 2
    frame["administrative"] = [ADMINISTRATIVE in types.get(u, set()) for u in frame.index]
    return frame.reset_index()


def associations(frame: pd.DataFrame) -> pd.DataFrame:
    """Every exposure against every outcome: effect (Cliff's delta), interval, exact p, and Holm over all rows.

    Columns: exposure, outcome, n_with, n_without, effect, lower, upper, level, p, p_holm, detectable (the smallest
    effect that the test finds with a power of 0.8, before Holm's correction and given the margins). Positive: provinces
    with it stand higher. For ``rise_same_start`` the effect is the mean of the strata's deltas (van Elteren's
    weights), its interval inverts the test, and the counts are those of the provinces that can be compared.
    """
    import numpy as np
    import pandas as pd

    from egov.methods.ordinal import cliffs_delta, holm, permutation_test, stratified_test
    from egov.methods.power import detectable_effect, detectable_stratified
    from egov.methods.stratified_interval import stratified_interval

    def counted(codes: pd.Series) -> np.ndarray:
        return np.bincount(codes, minlength=len(BANDS))

    rows = []
    for exposure, outcome in product(EXPOSURES, OUTCOMES):
        has = frame[exposure].to_numpy(dtype=bool)
        if outcome == "rise_same_start":
            test = stratified_test(frame["band_to"], has, frame["band_from"])
            strata = [
                (counted(part.loc[part[exposure], "band_to"]), counted(part.loc[~part[exposure], "band_to"]))
                for _, part in frame.groupby("band_from")
            ]
            found = stratified_interval(strata)
            least = detectable_stratified([(int(a.sum()), int(b.sum()), a + b) for a, b in strata])
        else:
            codes = frame["band_to" if outcome == "band" else "rise"].to_numpy()
            test, found = permutation_test(codes[has], codes[~has]), cliffs_delta(codes[has], codes[~has])
            margin = np.unique(codes, return_counts=True)[1]
            least = detectable_effect(*test.sizes, margin, margins="fixed")
        rows.append(
            {
                "exposure": exposure,
                "outcome": outcome,
                "n_with": test.sizes[0],
                "n_without": test.sizes[1],
                "effect": found.estimate,
                "lower": found.lower,
                "upper": found.upper,
                "level": found.level,
                "p": test.p,
                "detectable": least.effect,
            }
        )
    out = pd.DataFrame(rows)
    return out.assign(p_holm=holm(out["p"].to_numpy(dtype=float)))


def band_by(frame: pd.DataFrame, exposure: str) -> pd.DataFrame:
    """How many provinces of each band of the last year have it and have it not: exposure, band, count."""
    import pandas as pd

    rows = [
        (has, band, int(((frame[exposure] == has) & (frame["band_to"] == number)).sum()))
        for has in (True, False)
        for number, band in enumerate(BANDS)
    ]
    return pd.DataFrame(rows, columns=["has", "band", "count"])


def bands_with_and_without(frame: pd.DataFrame) -> pd.DataFrame:
    """:func:`band_by` for every exposure as ``band_composition`` draws it: bar, band, count."""
    import pandas as pd

    parts = []
    for exposure, label in SHORT.items():
        part = band_by(frame, exposure)
        parts.append(part.assign(bar=[f"{label}\n{'有 yes' if has else '无 no'}" for has in part["has"]]))
    return pd.concat(parts, ignore_index=True)[["bar", "band", "count"]]


def effects(tests: pd.DataFrame) -> pd.DataFrame:
    """The tests labelled for a picture, by outcome: section, label, effect, lower, upper."""
    order = list(OUTCOMES)
    kept = tests.sort_values("outcome", key=lambda column: column.map(order.index), kind="stable")
    return kept.assign(
        section=kept["outcome"].map(OUTCOME_LABELS),
        label=[f"{SHORT[r.exposure]} ({r.n_with} : {r.n_without})" for r in kept.itertuples()],
        effect=kept["effect"].round(2) + 0.0,
    )[["section", "label", "effect", "lower", "upper"]].reset_index(drop=True)


def plan_ends(frame: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Where each provincial unit's listed plan ends, on the tile grid; 新疆兵团 has no value."""
    own = units[units["unit_type"] == "province"].merge(frame[["unit", "plan_listed", "covers_to"]], how="left")
    ends = [
        None
        if is_missing(r.plan_listed)
        else NOT_LISTED
        if not r.plan_listed
        else NO_END
        if is_missing(r.covers_to)
        else str(int(r.covers_to))
        for r in own.itertuples()
    ]
    return own.assign(until=ends)


def is_missing(value: object) -> bool:
    """Whether a cell is missing."""
    import pandas as pd

    return bool(pd.isna(value))


def plan_table(policies: pd.DataFrame, frame: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Every plan of Table A-5 by year of issue: unit, name_en, document_number, issued_in, period, band."""
    names = units[units["unit_type"] == "province"].set_index("unit")["name_en"]
    band = frame.set_index("unit")["band_to"].map(dict(enumerate(BANDS)))
    out = policies.sort_values(["issued_in", "document_number"])
    period = ["" if is_missing(r.covers_from) else f"{r.covers_from}–{r.covers_to}" for r in out.itertuples()]
    return out.assign(
        unit=out["region"], name_en=out["region"].map(names), period=period, band=out["region"].map(band)
    )[["unit", "name_en", "value", "issued_in", "period", "band"]].reset_index(drop=True)


def unlisted_bounds(frame: pd.DataFrame, fewest: int, most: int) -> tuple[float, float]:
    """Smallest and largest Cliff's delta of having a plan, if some provinces that are not listed have one too.

    ``fewest`` and ``most`` are the numbers of provinces with a plan, listed ones included. Every way to choose the
    others is tried, by their bands: only how many of each band are chosen matters.
    """
    import numpy as np

    codes = frame["band_to"].to_numpy()
    listed = np.bincount(codes[frame["plan_listed"]], minlength=len(BANDS))
    others = np.bincount(codes[~frame["plan_listed"]], minlength=len(BANDS))
    found = []
    for chosen in product(*(range(n + 1) for n in others)):
        add = np.array(chosen)
        if fewest <= listed.sum() + add.sum() <= min(most, len(frame) - 1):
            found.append(_delta(listed + add, others - add))
    if not found:
        raise ValueError(f"{fewest} to {most} provinces with a plan cannot be chosen: {int(listed.sum())} are listed")
    return min(found), max(found)


def _delta(first: np.ndarray, second: np.ndarray) -> float:
    """Cliff's delta from counts by band."""
    from egov.methods.contingency import pair_score

    return int(pair_score(second, first)) / (int(first.sum()) * int(second.sum()))


def offices_by_kind(institutions: pd.DataFrame) -> pd.DataFrame:
    """Offices by type and level, headed for a page: the type, one column a level, and their sum."""
    table = institutions.pivot_table(index="type", columns="level", values="name_zh", aggfunc="size", observed=True)
    table = table.fillna(0).astype(int).reindex([t for t in TYPE_EN if t in table.index]).rename_axis(columns=None)
    table = table[[level for level in LEVEL_EN if level in table.columns]]
    table = table.rename(columns={level: f"{level} {LEVEL_EN[level]}" for level in LEVEL_EN})
    table["合计 all"] = table.sum(axis=1)
    table.insert(0, "类型 Type", [f"{t} {TYPE_EN[t]}" for t in table.index])
    return table.reset_index(drop=True)


def recorded(load: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """The derived table ``office_associations`` in the chapter's order: :func:`associations` without its cost."""
    table = load("office_associations").astype({"exposure": str, "outcome": str})
    order = {name: i for i, name in enumerate([*EXPOSURES, *OUTCOMES])}
    return table.sort_values(["exposure", "outcome"], key=lambda column: column.map(order)).reset_index(drop=True)


def office_associations(load: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """The derived table ``office_associations``."""
    return associations(provinces(load("capacity_bands"), load("policies"), load("institutions")))
