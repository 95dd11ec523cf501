"""What the printed figures prove about the gaps, with no assumption about the scores inside a band.

Every unit lies in its band; where they are printed, the mean of all units, the means of the seven regions, the number
of units above the mean, and the lists of ten leading units (see :mod:`egov.results.regional_lists`) restrict the scores
further. The least and the greatest gap that any such table of scores has are sharp bounds. The sign of a gap is proven
where both have one sign.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from egov.methods.bounds import Band, CountAbove, Linear, Mean, System, mean_of
from egov.results.regional_groups import LIMITS, SLOGAN, Contrast, contrasts, members, of_type, population_2020
from egov.results.regional_lists import Parts, printed_parts, with_lists
from egov.tables.schemas import BANDS, UNIT_TYPES
from egov.tables.units import REGIONS

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


def last_printed_year(bands: pd.DataFrame, means: pd.DataFrame) -> int:
    """The last year with bands for which the provinces' mean is printed, too: later bands come without figures.

    >>> import pandas as pd
    >>> bands = pd.DataFrame({"year": [2020, 2021, 2022]})
    >>> row = {
    ...     "unit_type": "province",
    ...     "year": 2021,
    ...     "code": "total",
    ...     "measure": "mean",
    ...     "mention": 1,
    ...     "printed": "88.07",
    ... }
    >>> last_printed_year(bands, pd.DataFrame([row]))
    2021
    """
    known = {year for kind, year, measure in printed_totals(means) if (kind, measure) == ("province", "mean")}
    return max(known.intersection(int(y) for y in bands["year"]))


def system(
    part: pd.DataFrame,
    totals: Mapping[tuple[str, int, str], str] | None = None,
    regions: Mapping[tuple[int, str], str] | None = None,
    parts: Mapping[tuple[str, int], Parts] | None = None,
    inset: Fraction = Fraction(0),
) -> System:
    """All tables of scores of one kind of unit in one year that fit what is printed; bands alone without the figures.

    Limits of the bands belong to the bands. With ``inset`` scores keep that far, in points, from every limit, and so
    satisfy the bands whichever side a limit belongs to.

    ``part`` has unit, unit_type, year, code and region7, one row a unit.
    """
    unit_type, year = str(part["unit_type"].iloc[0]), int(part["year"].iloc[0])
    names = part["unit"].astype(str).tolist()
    found = System([*names], lower=LIMITS[0], upper=LIMITS[-1], unknowns=["mean of all"])
    for code, own in part.groupby("code"):
        low, high = LIMITS[int(code)] + inset, LIMITS[int(code) + 1] - inset
        found = found.also(Band(own["unit"].astype(str).tolist(), low, high, label=f"band {BANDS[int(code)]}"))
    totals, regions = totals or {}, regions or {}
    if (unit_type, year, "mean") in totals:
        found = found.also(Mean(names, totals[unit_type, year, "mean"], label="mean of all"))
        found = found.also(Mean(["mean of all"], totals[unit_type, year, "mean"], label="mean of all itself"))
    if unit_type == "province":
        for (when, region), figure in regions.items():
            if when == year:
                own = part.loc[part["region7"].astype(str) == region, "unit"].astype(str).tolist()
                found = found.also(Mean(own, figure, label=f"mean of {region}"))
    found = found.also(Linear({**mean_of(names), "mean of all": Fraction(-1)}, 0, label="what the mean is"))
    if (unit_type, year, "n_above") in totals:
        found = found.also(CountAbove(int(totals[unit_type, year, "n_above"]), {"mean of all": 1}, label="count above"))
    if (unit_type, year) in (parts or {}):
        found = with_lists(found, parts[unit_type, year], LIMITS[-1])
    return found


def statistic(contrast: Contrast, population: Mapping[str, float] | None = None) -> dict[str, object]:
    """The contrast as a linear statistic with exact coefficients."""
    weights = None if population is None else {u: int(v) for u, v in population.items()}
    first, second = mean_of(contrast.first, weights), mean_of(contrast.second, weights)
    return {**first, **{unit: -share for unit, share in second.items()}}


def gap_bounds(
    bands: pd.DataFrame,
    units: pd.DataFrame,
    means: pd.DataFrame,
    regions: pd.DataFrame,
    covariates: pd.DataFrame,
    leaders: pd.DataFrame,
) -> pd.DataFrame:
    """Sharp bounds on every gap: unit_type, year, contrast, weighting, estimate (the middle), lower, upper, level, n.

    Provinces also weighted by residents of 2020, where 新疆兵团, which has none of its own, is left out.
    """
    import pandas as pd

    frame, rows = members(bands, units), []
    totals, by_region, people = printed_totals(means), printed_regions(regions), population_2020(covariates)
    parts = printed_parts(means, leaders)
    for unit_type in UNIT_TYPES:
        own = of_type(frame, unit_type)
        for year, part in own.groupby("year"):
            scores = system(part, totals, by_region, parts)
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


STEPS = (
    "bands alone",
    "and the mean of all",
    "and the seven regional means",
    "and the count above the mean",
    "and the ten leaders of each indicator",
)


def binding(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """The table ``regional_binding``: :func:`what_binds` of the last printed year for both kinds, steps numbered."""
    import pandas as pd

    year = last_printed_year(load("capacity_bands"), load("capacity_means"))
    frames = [what_binds(load, year, kind).assign(unit_type=kind, year=year) for kind in UNIT_TYPES]
    out = pd.concat(frames, ignore_index=True)
    return out.assign(number=[1 + STEPS.index(step) for step in out["step"]])


def proven_signs(gaps: pd.DataFrame) -> pd.DataFrame:
    """Years in which the printed figures prove the sign of a gap, units counted alike.

    Columns: contrast, and for each kind of unit ``{unit_type}_ahead`` (years in which the first group is proven to
    stand higher), ``{unit_type}_behind``; a dash for none.
    """
    import pandas as pd

    own = gaps[(gaps["method"] == "bounds") & (gaps["weighting"] == "unit")].astype({"unit_type": str})
    rows = []
    for contrast in (*SLOGAN, *(f"{region}_rest" for region in REGIONS)):
        out = {"contrast": contrast}
        for kind in UNIT_TYPES:
            part = own[(own["unit_type"] == kind) & (own["contrast"] == contrast)]
            for name, proven in (("ahead", part["lower"] > 0), ("behind", part["upper"] < 0)):
                years = sorted(int(y) for y in part.loc[proven, "year"])
                out[f"{kind}_{name}"] = ", ".join(map(str, years)) or "–"
        rows.append(out)
    return pd.DataFrame(rows)


def what_binds(load: Callable[[str], pd.DataFrame], year: int, unit_type: str = "province") -> pd.DataFrame:
    """Bounds on the two gaps of one kind of unit as printed figures are added.

    Columns: step, and ``{contrast}_lower``, ``{contrast}_upper`` of both contrasts of the slogan. A step that this kind
    of unit has no figures for is left out.
    """
    import pandas as pd

    frame = of_type(members(load("capacity_bands"), load("units")), unit_type)
    part = frame[frame["year"] == year]
    means, by_region = load("capacity_means"), printed_regions(load("capacity_regions"))
    totals, lists = printed_totals(means), printed_parts(means, load("capacity_leaders"))
    mean_only = {key: figure for key, figure in totals.items() if key[2] == "mean"}
    steps: list[tuple] = [(STEPS[0],), (STEPS[1], mean_only)]
    if unit_type == "province":
        steps.append((STEPS[2], mean_only, by_region))
    if (unit_type, year, "n_above") in totals:
        steps.append((STEPS[3], totals, by_region))
    steps.append((STEPS[4], totals, by_region, lists))
    rows, pair = [], contrasts(part, regions=False)
    for name, *figures in steps:
        known = system(part, *figures)
        rows.append((name, *(end for c in SLOGAN for end in outwards(known.bounds(statistic(pair[c]))))))
    ends = [f"{c}_{end}" for c in SLOGAN for end in ("lower", "upper")]
    return pd.DataFrame(rows, columns=["step", *ends])
