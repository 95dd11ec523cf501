"""The two gaps of the provincial units in the last year under every other reasonable choice, in one table.

Each row changes one choice. Cliff's delta and its test stand on the bands as printed; bounds and model also use the
printed means. A cell is empty where a choice does not touch what the column measures in a way of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from egov.methods.ordinal import cliffs_delta, permutation_test
from egov.results.regional_bounds import last_printed_year, outwards, statistic, system
from egov.results.regional_groups import (
    CORPS,
    SLOGAN,
    Contrast,
    contrasts,
    members,
    moved,
    of_type,
    seven_region_contrasts,
    three_belt_contrasts,
)
from egov.results.regional_model import (
    LATENT_LABELS,
    LATENTS,
    LEVEL,
    PRIMARY,
    Ensemble,
    Printed,
    design,
    ensemble,
    interval,
)
from egov.results.regional_rows import NBSP, ends, with_ends

if TYPE_CHECKING:
    import pandas as pd

    from egov.methods.bounds import System

INSET = Fraction(1, 1000)
"""Distance from every limit of a band, in points, where limits are open: no score can touch one."""
OTHER_DRAWS = 12
"""Draws of the parameters for the distributions that are not the primary one."""
OTHER_SIDE = ("江苏", "安徽", "陕西")
SETTINGS = (
    "belts of the statistics bureau",
    "three belts",
    "seven regions",
    f"{CORPS} in or out",
    "side of the south–north line",
    "limits of the bands",
    "latent distribution",
    "weights",
)


VARIANTS = {
    SETTINGS[0]: ("east, centre, west, northeast",),
    SETTINGS[1]: ("辽宁 east, 吉林 and 黑龙江 centre",),
    SETTINGS[2]: ("华东 + 华南, 西南 + 西北; 华东, 华中, 华南, 西南",),
    SETTINGS[3]: ("in", "out"),
    SETTINGS[4]: tuple(f"{unit} in the {side}" for unit in OTHER_SIDE for side in ("south", "north")),
    SETTINGS[5]: ("closed", "open"),
    SETTINGS[6]: LATENTS,
    SETTINGS[7]: ("units", "residents"),
}
"""The choices, each made in every way, in the order in which they are shown."""


def robustness(load: Callable[[str], pd.DataFrame], drawn: Ensemble) -> pd.DataFrame:
    """One row a setting, variant and contrast of the slogan; ``drawn`` are the provincial draws of the primary model.

    Columns: setting, variant, contrast, year, delta, delta_lower, delta_upper, p, bound_lower, bound_upper, model,
    model_lower, model_upper, n, note.
    """
    import pandas as pd

    frame, known = of_type(members(load("capacity_bands"), load("units")), "province"), Printed.read(load)
    year = last_printed_year(load("capacity_bands"), load("capacity_means"))
    part = frame[frame["year"] == year].reset_index(drop=True)
    code = dict(zip(part["unit"], part["code"], strict=True))
    scores = system(part, known.totals, known.regions, known.parts)
    inside = system(part, known.totals, known.regions, known.parts, INSET)
    base, rows = contrasts(part, regions=False), []

    def row(
        setting: str,
        variant: str,
        each: Contrast,
        *,
        people: Mapping[str, float] | None = None,
        draws: Ensemble = drawn,
        ranks: bool = True,
        limits: System | None = scores,
        note: str | None = None,
    ) -> None:
        out: dict[str, object] = {"setting": setting, "variant": variant, "contrast": each.name, "year": year}
        if ranks:
            first, second = ([code[u] for u in group] for group in (each.first, each.second))
            delta = cliffs_delta(first, second, LEVEL)
            out |= {"delta": delta.estimate, "delta_lower": delta.lower, "delta_upper": delta.upper}
            out["p"] = permutation_test(first, second).p
        if limits is not None:
            out["bound_lower"], out["bound_upper"] = outwards(limits.bounds(statistic(each, people)))
        out |= dict(zip(("model", "model_lower", "model_upper"), interval(draws.gap(each, year, people)), strict=True))
        rows.append(out | {"n": each.n, "note": note})

    three, seven = three_belt_contrasts(part), seven_region_contrasts(part)
    others = {latent: drawn if latent == PRIMARY else _last_year(load, known, latent, year) for latent in LATENTS}
    for name in SLOGAN:
        each = base[name]
        row(SETTINGS[0], VARIANTS[SETTINGS[0]][0], each)
        row(SETTINGS[1], VARIANTS[SETTINGS[1]][0], three[name])
        row(SETTINGS[2], VARIANTS[SETTINGS[2]][0], seven[name])
        row(SETTINGS[3], "in", each)
        row(SETTINGS[3], "out", each.without(CORPS))
        if name == "south_north":
            for unit in OTHER_SIDE:
                for side, group in (("south", each.first), ("north", each.second)):
                    row(SETTINGS[4], f"{unit} in the {side}", each if unit in group else moved(each, unit))
        row(SETTINGS[5], "closed", each)
        row(SETTINGS[5], "open", each, limits=inside, note=f"scores keep {float(INSET)} points from every limit")
        for latent, draws in others.items():
            row(SETTINGS[6], latent, each, draws=draws, ranks=False, limits=None)
        row(SETTINGS[7], "units", each)
        row(SETTINGS[7], "residents", each.without(CORPS), people=known.people, ranks=False)
    return pd.DataFrame(rows).replace({np.nan: None})


def crossed(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """The provinces that the south–north line crosses, and the gap's sharp bounds with each on its other side.

    The report draws no line, so the side of such a province is a convention; the table of other choices moves
    :data:`OTHER_SIDE` only. Last year with printed figures, units counted alike. Columns: unit, side (as drawn
    here), lower, upper (points, rounded outwards), tabled.
    """
    import pandas as pd

    units, known = load("units"), Printed.read(load)
    own = units[(units["unit_type"].astype(str) == "province") & units["straddles"].fillna(False).astype(bool)]
    frame = of_type(members(load("capacity_bands"), units), "province")
    part = frame[frame["year"] == last_printed_year(load("capacity_bands"), load("capacity_means"))]
    scores = system(part, known.totals, known.regions, known.parts)
    each = contrasts(part, regions=False)["south_north"]
    rows = [
        (unit, side, *outwards(scores.bounds(statistic(moved(each, unit)))), unit in OTHER_SIDE)
        for unit, side in zip(own["unit"].astype(str), own["north_south"].astype(str), strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "side", "lower", "upper", "tabled"])


def _last_year(load: Callable[[str], pd.DataFrame], known: Printed, latent: str, year: int) -> Ensemble:
    data = design(load("capacity_bands"), load("units"), "province")
    return ensemble(data, known.totals, known.regions, latent, parameters=OTHER_DRAWS, only=year)


def _choice(setting: str, variant: str) -> str:
    """One name for a choice and the way it is made."""
    if setting == SETTINGS[0]:
        return setting
    if setting in SETTINGS[1:3]:
        return f"{setting}: {variant}"
    if setting == SETTINGS[3]:
        return f"{CORPS} {variant}"
    if setting in SETTINGS[5:]:
        return f"{setting}: {LATENT_LABELS.get(variant, variant)}"
    return variant


def robustness_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The table for a reader: one row a choice made one way, both gaps side by side, ends in brackets.

    Columns: choice, and for each gap ``{contrast}_delta``, ``{contrast}_bounds``, ``{contrast}_model``; a dash where a
    choice does not touch a gap or a column. Rows in the order of :data:`VARIANTS`.
    """
    import pandas as pd

    rows = []
    by = table.astype({"setting": str, "variant": str, "contrast": str}).set_index(["setting", "variant", "contrast"])
    for setting, variant in ((setting, variant) for setting, names in VARIANTS.items() for variant in names):
        out = {"choice": _choice(setting, variant)}
        for contrast in SLOGAN:
            key = (setting, variant, contrast)
            row = by.loc[[key]].iloc[:1] if key in by.index else None
            out[f"{contrast}_delta"] = out[f"{contrast}_bounds"] = out[f"{contrast}_model"] = "–"
            if row is None:
                continue
            if row["delta"].notna().all():
                delta, rest = with_ends(row, "delta", "delta_lower", "delta_upper")[0].split(" ", 1)
                out[f"{contrast}_delta"] = f"{delta},{NBSP}p{NBSP}={NBSP}{row['p'].iloc[0]:.3f} {rest}"
            if row["bound_lower"].notna().all():
                out[f"{contrast}_bounds"] = ends(row, "bound_lower", "bound_upper")[0].replace(NBSP, " ")
            out[f"{contrast}_model"] = with_ends(row, "model", "model_lower", "model_upper", 1)[0]
        rows.append(out)
    return pd.DataFrame(rows)
