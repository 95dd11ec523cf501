"""The two gaps of the provincial units in the last year under every other reasonable choice, in one table.

Each row changes one choice. Cliff's delta and its test stand on the bands as printed; bounds and model also use the
printed means. A cell is empty where a choice does not touch what the column measures in a way of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from egov.methods.ordinal import cliffs_delta, permutation_test
from egov.results.regional_bounds import crossing_limits, outwards, statistic, system
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
from egov.results.regional_model import LATENTS, LEVEL, Ensemble, Printed, design, ensemble, interval

if TYPE_CHECKING:
    import pandas as pd

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


def robustness(load: Callable[[str], pd.DataFrame], drawn: Ensemble) -> pd.DataFrame:
    """One row a setting, variant and contrast of the slogan; ``drawn`` are the provincial draws of the primary model.

    Columns: setting, variant, contrast, year, delta, delta_lower, delta_upper, p, bound_lower, bound_upper, model,
    model_lower, model_upper, n, note.
    """
    import pandas as pd

    frame, known = of_type(members(load("capacity_bands"), load("units")), "province"), Printed.read(load)
    year = int(frame["year"].max())
    part = frame[frame["year"] == year].reset_index(drop=True)
    code = dict(zip(part["unit"], part["code"], strict=True))
    scores = system(part, known.totals, known.regions)
    base, rows = contrasts(part, regions=False), []

    def row(
        setting: str,
        variant: str,
        each: Contrast,
        *,
        people: Mapping[str, float] | None = None,
        draws: Ensemble = drawn,
        ranks: bool = True,
        limits: bool = True,
        note: str | None = None,
    ) -> None:
        out: dict[str, object] = {"setting": setting, "variant": variant, "contrast": each.name, "year": year}
        if ranks:
            first, second = ([code[u] for u in group] for group in (each.first, each.second))
            delta = cliffs_delta(first, second, LEVEL)
            out |= {"delta": delta.estimate, "delta_lower": delta.lower, "delta_upper": delta.upper}
            out["p"] = permutation_test(first, second).p
        if limits:
            out["bound_lower"], out["bound_upper"] = outwards(scores.bounds(statistic(each, people)))
        out |= dict(zip(("model", "model_lower", "model_upper"), interval(draws.gap(each, year, people)), strict=True))
        rows.append(out | {"n": each.n, "note": note})

    three, seven = three_belt_contrasts(part), seven_region_contrasts(part)
    margin = crossing_limits(part, known.totals, known.regions)
    others = {latent: _last_year(load, known, latent, year) for latent in LATENTS}
    for name in SLOGAN:
        each = base[name]
        row(SETTINGS[0], "east, centre, west, northeast", each)
        row(SETTINGS[1], "辽宁 east, 吉林 and 黑龙江 centre", three[name])
        row(SETTINGS[2], "华东 + 华南, 西南 + 西北; 华东, 华中, 华南, 西南", seven[name])
        row(SETTINGS[3], "in", each)
        row(SETTINGS[3], "out", each.without(CORPS))
        if name == "south_north":
            for unit in OTHER_SIDE:
                row(SETTINGS[4], f"{unit} in the {'north' if unit in each.first else 'south'}", moved(each, unit))
        row(SETTINGS[5], "closed", each)
        note = "the same ends, approached and not reached" if margin > 0 else "no scores avoid every limit"
        row(SETTINGS[5], "open", each, note=note)
        for latent, draws in others.items():
            row(SETTINGS[6], latent, each, draws=draws, ranks=False, limits=False)
        row(SETTINGS[7], "units", each)
        row(SETTINGS[7], "residents", each.without(CORPS), people=known.people, ranks=False)
    return pd.DataFrame(rows).replace({np.nan: None})


def _last_year(load: Callable[[str], pd.DataFrame], known: Printed, latent: str, year: int) -> Ensemble:
    data = design(load("capacity_bands"), load("units"), "province")
    return ensemble(data, known.totals, known.regions, latent, parameters=2, only=year)
