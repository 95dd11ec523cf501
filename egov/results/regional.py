"""Chapter *Regional disparity*: 东强西弱, 南强北弱. What is described, what builds the derived tables.

The parts: ``regional_groups`` (who is compared), ``regional_bounds`` (what is proven), ``regional_tests`` (bands as
they are), ``regional_model`` (scores behind the bands), ``regional_convergence``, ``regional_robustness``, and
``regional_scores``, the only one that reads the scores of 2019. The sentences are in ``regional_findings``.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from scipy.stats import hypergeom

from egov.methods.permutation import holm
from egov.results.regional_bounds import gap_bounds, printed_regions, printed_totals
from egov.results.regional_convergence import gap_change, spread
from egov.results.regional_groups import members, of_type, population_2020
from egov.results.regional_model import Ensemble, choices, design, ensembles, misses, model_gaps, score_intervals
from egov.results.regional_robustness import robustness
from egov.results.regional_scores import score_gaps
from egov.results.regional_tests import region_tests
from egov.tables.schemas import BANDS, UNIT_TYPES
from egov.tables.units import REGIONS

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[[str], "pd.DataFrame"]
INPUTS = ("capacity_bands", "units", "capacity_means", "capacity_regions", "province_covariates")
_DRAWN: dict[str, dict[str, Ensemble]] = {}


def drawn(load: Load) -> dict[str, Ensemble]:
    """The draws of both kinds of unit, made once for the same tables: they take about a minute."""
    text = "".join(load(name).to_csv(index=False) for name in INPUTS)
    key = sha256(text.encode()).hexdigest()
    if key not in _DRAWN:
        _DRAWN.clear()
        _DRAWN[key] = ensembles(load)
    return _DRAWN[key]


def regional_gaps(load: Load) -> pd.DataFrame:
    """The table ``regional_gaps``: bounds, model and printed scores, one under the other."""
    import pandas as pd

    people = population_2020(load("province_covariates"))
    frames = [gap_bounds(*(load(name) for name in INPUTS)), model_gaps(drawn(load), people), score_gaps(load)]
    return pd.concat(frames, ignore_index=True)


def models(load: Load) -> pd.DataFrame:
    """The table ``regional_models``."""
    import pandas as pd

    bands, units = load("capacity_bands"), load("units")
    return pd.concat([choices(design(bands, units, kind)).assign(unit_type=kind) for kind in UNIT_TYPES])


DERIVED: dict[str, Callable[[Load], pd.DataFrame]] = {
    "regional_gaps": regional_gaps,
    "region_tests": lambda load: region_tests(load("capacity_bands"), load("units")),
    "score_intervals": lambda load: score_intervals(drawn(load)),
    "regional_models": models,
    "regional_misses": misses,
    "regional_spread": lambda load: spread(drawn(load)),
    "regional_changes": lambda load: gap_change(drawn(load)),
    "regional_robustness": lambda load: robustness(load, drawn(load)["province"]),
}


# ---------------------------------------------------------------------------------------------------- description
def composition(bands: pd.DataFrame, units: pd.DataFrame, column: str, unit_type: str = "province") -> pd.DataFrame:
    """Units by group and band in the first and the last year: year, group, band, count (0 where there is none)."""
    import pandas as pd

    own = of_type(members(bands, units), unit_type)
    years = [int(own["year"].min()), int(own["year"].max())]
    groups = list(dict.fromkeys(own.sort_values("order")[column].astype(str)))
    counts = own.assign(group=own[column].astype(str)).groupby(["year", "group", "code"]).size()
    rows = [
        (year, group, band, int(counts.get((year, group, code), 0)))
        for year in years
        for group in groups
        for code, band in enumerate(BANDS)
    ]
    return pd.DataFrame(rows, columns=["year", "group", "band", "count"])


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


def membership_check(bands: pd.DataFrame, units: pd.DataFrame, regions: pd.DataFrame, means: pd.DataFrame) -> tuple:
    """Do the seven regional means, weighted by their units, give the printed mean of all? (lower, upper, printed)."""
    own = of_type(members(bands, units), "province").drop_duplicates("unit")
    size = own["region7"].astype(str).value_counts()
    figures = printed_regions(regions)
    year = max(when for when, _ in figures)
    centre = sum(size[r] * float(f) for (when, r), f in figures.items() if when == year) / size.sum()
    return centre - 0.005, centre + 0.005, float(printed_totals(means)["province", year, "mean"])


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


def risers(table: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Units marked as having risen a band, by belt: unit_type, belt, risen, units, share."""
    marked = table[table["mention"] == 1].astype({"unit_type": str, "unit": str})[["unit_type", "unit"]]
    known = units.astype({"unit_type": str, "unit": str, "belt": str})
    known = known.merge(marked.assign(risen=1), on=["unit_type", "unit"], how="left").fillna({"risen": 0})
    out = known.groupby(["unit_type", "belt"])["risen"].agg(["sum", "size"]).reset_index()
    out.columns = ["unit_type", "belt", "risen", "units"]
    return out.astype({"risen": int}).assign(share=(out["risen"] / out["units"]).round(2))
