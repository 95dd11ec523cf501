"""What the regional chapter describes before it computes: bands by group, people, regional means, leaders, risers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.stats import hypergeom

from egov.methods.permutation import holm
from egov.results.regional_bounds import printed_regions, printed_totals
from egov.results.regional_groups import members, of_type, population_2020
from egov.tables.schemas import BANDS
from egov.tables.units import BELTS, REGIONS

if TYPE_CHECKING:
    import pandas as pd


def composition(bands: pd.DataFrame, units: pd.DataFrame, column: str, unit_type: str = "province") -> pd.DataFrame:
    """Units by group and band in the first and the last year: year, group, band, count (0 where there is none)."""
    own = of_type(members(bands, units), unit_type)
    years = [int(own["year"].min()), int(own["year"].max())]
    return _counted(own[own["year"].isin(years)].assign(group=own[column].astype(str), size=1.0), "year")


def composition_and_people(bands: pd.DataFrame, units: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """Provincial units of the last year by belt and by region, in units and in residents of 2020 (millions).

    Columns: weighting (``units``, ``residents``), group (four belts, then seven regions), band, count. Residents are
    rounded to a million after summing; 新疆兵团 counts as a unit, its residents in 新疆.
    """
    import pandas as pd

    people = population_2020(covariates)
    own = of_type(members(bands, units), "province")
    own = own[own["year"] == own["year"].max()]
    weights = {"units": 1.0, "residents": own["unit"].astype(str).map(people).fillna(0.0) / 1e6}
    frames = [
        _counted(own.assign(group=own[column].astype(str), size=size, weighting=name), "weighting")
        for column in ("belt", "region7")
        for name, size in weights.items()
    ]
    out = pd.concat(frames, ignore_index=True)
    return out.assign(count=out["count"].round(0))


def _counted(own: pd.DataFrame, panel: str) -> pd.DataFrame:
    """Sum of ``size`` by panel, group and band, groups in the order of belts and regions."""
    import pandas as pd

    groups = [group for group in (*BELTS, *REGIONS) if group in set(own["group"])]
    sums = own.groupby([panel, "group", "code"])["size"].sum()
    rows = [
        (value, group, band, float(sums.get((value, group, code), 0.0)))
        for value in own[panel].unique()
        for group in groups
        for code, band in enumerate(BANDS)
    ]
    return pd.DataFrame(rows, columns=[panel, "group", "band", "count"])


def people_by_band(bands: pd.DataFrame, units: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """Residents of 2020 under a provincial government of each band, by year: year, band, count (millions), share.

    One population for all years, so that only the bands change; 新疆兵团 is counted in 新疆.
    """
    people = population_2020(covariates)
    own = of_type(members(bands, units), "province")
    own = own.assign(people=[people.get(u, 0.0) / 1e6 for u in own["unit"]])
    out = own.groupby(["year", "code"])["people"].sum().unstack(fill_value=0.0).reindex(columns=range(len(BANDS)))
    out = out.fillna(0.0).rename(columns=dict(enumerate(BANDS))).stack().rename("count").reset_index()
    out.columns = ["year", "band", "count"]
    return out.assign(share=out["count"] / out.groupby("year")["count"].transform("sum"), count=out["count"].round(0))


def regional_means(regions: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """The printed means of the last year: region, name_en, mean, nation, from_nation; highest first."""
    import pandas as pd

    figures = printed_regions(regions)
    year = max(when for when, _ in figures)
    nation = float(printed_totals(means)["province", year, "mean"])
    rows = [(r, REGIONS[r], float(f), nation, float(f) - nation) for (when, r), f in figures.items() if when == year]
    columns = ["region", "name_en", "mean", "nation", "from_nation"]
    return pd.DataFrame(rows, columns=columns).sort_values("mean", ascending=False, ignore_index=True)


def leaders(table: pd.DataFrame, indicators: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Among the ten leading units of each first-level indicator, how many are eastern, southern, western, northern.

    ``p_east`` and ``p_south`` are exact two-sided hypergeometric p-values (twice the smaller tail) for ten units drawn
    from all units of the kind by chance, corrected by Holm over the indicators and both questions of a kind of unit.
    Columns: unit_type, code, name_zh, name_en, n, east, west, south, north, p_east, p_south.
    """
    import numpy as np
    import pandas as pd

    listed = table[table["mention"] == 1].astype({"unit_type": str, "code": str, "unit": str})
    known = units.astype({"unit_type": str, "belt": str, "north_south": str})
    both = listed[["unit_type", "code", "unit"]].merge(known, on=["unit_type", "unit"], validate="many_to_one")
    name = indicators[indicators["mention"] == 1].astype({"unit_type": str, "code": str})
    name = name.set_index(["unit_type", "code"])
    rows = []
    for (kind, code), part in both.groupby(["unit_type", "code"]):
        everyone = known[known["unit_type"] == kind]
        out = {"unit_type": kind, "code": code, "name_zh": name.loc[(kind, code), "name_zh"], "n": len(part)}
        out["name_en"] = name.loc[(kind, code), "name_en"]
        out |= {b: int((part["belt"] == b).sum()) for b in ("east", "central", "northeast", "west")}
        out |= {s: int((part["north_south"] == s).sum()) for s in ("south", "north")}
        for what, column in (("east", "belt"), ("south", "north_south")):
            law = hypergeom(len(everyone), int((everyone[column] == what).sum()), len(part))
            out[f"p_{what}"] = min(1.0, 2 * min(law.sf(out[what] - 1), law.cdf(out[what])))
        rows.append(out)
    frame = pd.DataFrame(rows)
    for kind in frame["unit_type"].unique():
        own = frame["unit_type"] == kind
        p = holm(frame.loc[own, ["p_east", "p_south"]].to_numpy().ravel()).reshape(-1, 2)
        frame.loc[own, ["p_east", "p_south"]] = np.round(p, 4)
    return frame


def leaders_by_region(table: pd.DataFrame, indicators: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Where the ten leading units of each first-level indicator lie: one row an indicator, one column a region.

    A row of each kind with ``code`` None gives the units of every region. Columns: unit_type, code, name_zh, name_en
    and the seven regions.
    """
    import pandas as pd

    listed = table[table["mention"] == 1].astype({"unit_type": str, "code": str, "unit": str})
    known = units.astype({"unit_type": str, "unit": str, "region7": str})
    both = listed[["unit_type", "code", "unit"]].merge(known, on=["unit_type", "unit"], validate="many_to_one")
    name = indicators[indicators["mention"] == 1].astype({"unit_type": str, "code": str})
    name = name.set_index(["unit_type", "code"])
    rows = []
    for kind, everyone in known.groupby("unit_type", sort=False):
        all_units = {region: int((everyone["region7"] == region).sum()) for region in REGIONS}
        rows.append({"unit_type": kind, "code": None, "name_zh": "全部单位", "name_en": "all units", **all_units})
        for code, part in both[both["unit_type"] == kind].groupby("code"):
            named = {column: name.loc[(kind, code), column] for column in ("name_zh", "name_en")}
            held = {region: int((part["region7"] == region).sum()) for region in REGIONS}
            rows.append({"unit_type": kind, "code": code, **named, **held})
    return pd.DataFrame(rows)


def risers(table: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Units marked as having risen a band, by belt: unit_type, belt, risen, units, share."""
    marked = table[table["mention"] == 1].astype({"unit_type": str, "unit": str})[["unit_type", "unit"]]
    known = units.astype({"unit_type": str, "unit": str, "belt": str})
    known = known.merge(marked.assign(risen=1), on=["unit_type", "unit"], how="left").fillna({"risen": 0})
    out = known.groupby(["unit_type", "belt"])["risen"].agg(["sum", "size"]).reset_index()
    out.columns = ["unit_type", "belt", "risen", "units"]
    return out.astype({"risen": int}).assign(share=(out["risen"] / out["units"]).round(2))
