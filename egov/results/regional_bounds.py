"""What the printed figures prove about the gaps, with no assumption about the scores inside a band.

Every unit lies in its band; where they are printed, the mean of all units, the means of the seven regions and the
number of units above the mean restrict the scores further. The least and the greatest gap that any such table of scores
has are sharp bounds. The sign of a gap is proven where both have one sign.

The lists of ten leading units do not bind: they name leaders of the five first-level indicators, whose weights in the
total are not printed, and nothing about the total follows without weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from egov.methods.bounds import Band, CountAbove, Infeasible, Mean, System, mean_of
from egov.results.regional_groups import LIMITS, Contrast, contrasts, members, of_type, population_2020
from egov.tables.schemas import BANDS, UNIT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

CERTAIN = 1.0
"""Level of a bound: no table of scores that fits what is printed lies outside."""


def printed_totals(means: pd.DataFrame) -> dict[tuple[str, int, str], str]:
    """Printed figures of the total index by (unit_type, year, measure): ``mean`` and ``n_above``."""
    own = means[(means["code"] == "total") & (means["mention"] == 1) & means["measure"].isin(("mean", "n_above"))]
    keys = zip(own["unit_type"].astype(str), own["year"].astype(int), own["measure"].astype(str), strict=True)
    return dict(zip(keys, own["printed"].astype(str), strict=True))


def printed_regions(regions: pd.DataFrame) -> dict[tuple[int, str], str]:
    """Printed regional means of the provincial units by (year, region)."""
    own = regions[(regions["measure"] == "mean") & (regions["mention"] == 1)]
    keys = zip(own["year"].astype(int), own["region"].astype(str), strict=True)
    return dict(zip(keys, own["printed"].astype(str), strict=True))


def system(
    part: pd.DataFrame,
    totals: Mapping[tuple[str, int, str], str] | None = None,
    regions: Mapping[tuple[int, str], str] | None = None,
) -> System:
    """All tables of scores of one kind of unit in one year that fit what is printed; bands alone without the figures.

    ``part`` has unit, unit_type, year, code and region7, one row a unit.
    """
    unit_type, year = str(part["unit_type"].iloc[0]), int(part["year"].iloc[0])
    names = part["unit"].astype(str).tolist()
    found = System(names, lower=LIMITS[0], upper=LIMITS[-1])
    for code, own in part.groupby("code"):
        low, high = LIMITS[int(code)], LIMITS[int(code) + 1]
        found = found.also(Band(own["unit"].astype(str).tolist(), low, high, label=f"band {BANDS[int(code)]}"))
    totals, regions = totals or {}, regions or {}
    if (unit_type, year, "mean") in totals:
        found = found.also(Mean(names, totals[unit_type, year, "mean"], label="mean of all"))
    if unit_type == "province":
        for (when, region), figure in regions.items():
            if when == year:
                own = part.loc[part["region7"].astype(str) == region, "unit"].astype(str).tolist()
                found = found.also(Mean(own, figure, label=f"mean of {region}"))
    if (unit_type, year, "n_above") in totals:
        found = found.also(CountAbove(int(totals[unit_type, year, "n_above"]), mean_of(names), label="count above"))
    return found


def statistic(contrast: Contrast, population: Mapping[str, float] | None = None) -> dict[str, object]:
    """The contrast as a linear statistic with exact coefficients."""
    weights = None if population is None else {u: int(v) for u, v in population.items()}
    first, second = mean_of(contrast.first, weights), mean_of(contrast.second, weights)
    return {**first, **{unit: -share for unit, share in second.items()}}


def gap_bounds(
    bands: pd.DataFrame, units: pd.DataFrame, means: pd.DataFrame, regions: pd.DataFrame, covariates: pd.DataFrame
) -> pd.DataFrame:
    """Sharp bounds on every gap: unit_type, year, contrast, weighting, estimate (the middle), lower, upper, level, n.

    Provinces also weighted by residents of 2020, where 新疆兵团, which has none of its own, is left out.
    """
    import pandas as pd

    frame, rows = members(bands, units), []
    totals, by_region, people = printed_totals(means), printed_regions(regions), population_2020(covariates)
    for unit_type in UNIT_TYPES:
        own = of_type(frame, unit_type)
        for year, part in own.groupby("year"):
            scores = system(part, totals, by_region)
            for each in contrasts(part).values():
                for weighting, chosen, weights in _weightings(each, people):
                    low, high = outwards(scores.bounds(statistic(chosen, weights)))
                    rows.append((unit_type, int(year), each.name, weighting, low, high, chosen.n))
    out = pd.DataFrame(rows, columns=["unit_type", "year", "contrast", "weighting", "lower", "upper", "n"])
    return out.assign(method="bounds", estimate=(out["lower"] + out["upper"]) / 2, level=CERTAIN)


def outwards(ends: tuple[float, float]) -> tuple[float, float]:
    """Bounds to a hundredth, the lower rounded down and the upper up: a rounded bound still is one.

    >>> outwards((5.5687, 12.3731))
    (5.56, 12.38)
    """
    return float(np.floor(ends[0] * 100 + 1e-6) / 100), float(np.ceil(ends[1] * 100 - 1e-6) / 100)


def _weightings(
    contrast: Contrast, people: Mapping[str, float]
) -> list[tuple[str, Contrast, Mapping[str, float] | None]]:
    counted = contrast.without(*(u for u in (*contrast.first, *contrast.second) if u not in people))
    found: list[tuple[str, Contrast, Mapping[str, float] | None]] = [("unit", contrast, None)]
    if counted.first and counted.second:
        found.append(("population", counted, people))
    return found


def band_only_bounds(part: pd.DataFrame, contrast: Contrast) -> tuple[float, float]:
    """Bounds from the bands alone, by arithmetic: one group at its lower limits, the other at its upper ones.

    An independent check of the linear program, and the price of not printing means.

    >>> import pandas as pd
    >>> two = pd.DataFrame({"unit": ["a", "b"], "code": [3, 2]})
    >>> band_only_bounds(two, Contrast("x", ("a",), ("b",)))
    (0.0, 20.0)
    """
    code = dict(zip(part["unit"], part["code"], strict=True))

    def ends(group: tuple[str, ...]) -> tuple[float, float]:
        return (
            sum(LIMITS[code[u]] for u in group) / len(group),
            sum(LIMITS[code[u] + 1] for u in group) / len(group),
        )

    (low1, high1), (low2, high2) = ends(contrast.first), ends(contrast.second)
    return low1 - high2, high1 - low2


def what_binds(load: Callable[[str], pd.DataFrame], contrast: str, year: int) -> pd.DataFrame:
    """Bounds on a gap of the provincial units as printed figures are added: step, lower, upper."""
    import pandas as pd

    frame = of_type(members(load("capacity_bands"), load("units")), "province")
    part = frame[frame["year"] == year]
    totals, by_region = printed_totals(load("capacity_means")), printed_regions(load("capacity_regions"))
    mean_only = {k: v for k, v in totals.items() if k[2] == "mean"}
    each = contrasts(part)[contrast]
    steps = [
        ("bands alone", None, None),
        ("and the mean of all", mean_only, None),
        ("and the seven regional means", mean_only, by_region),
        ("and the count above the mean", totals, by_region),
    ]
    rows = [(name, *outwards(system(part, a, b).bounds(statistic(each)))) for name, a, b in steps]
    return pd.DataFrame(rows, columns=["step", "lower", "upper"])


def crossing_limits(part: pd.DataFrame, totals: Mapping, regions: Mapping) -> float:
    """How far some table can stay clear of every open end at once, in points; ``Infeasible`` where none exists."""
    found = system(part, totals, regions)
    if not found.feasible():
        raise Infeasible("the printed figures contradict each other: see System.conflict()")
    return found.margin()
