"""Year over year: what so few moves cannot carry. Events counted where they are rare, and the least effect to be seen.

The exact tests here take the moves of one unit for independent given its band, which is kind to them: with whole
units as the ones that vary, only larger effects than those listed would be found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from egov.results.year_over_year_moves import kinds, moves
from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

POWER = 0.8
CONTRASTS = {
    "year": "last year, not earlier",
    "low": "from 低 or 中, not 高",
    "south": "south, not north",
    "east_west": "east, not west",
    "east_central": "east, not central",
    "east_northeast": "east, not northeast",
}
"""Comparisons of rises among units below the top: name, and what is compared."""


def thin_places(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Where the moves cannot carry a claim: place, unit_type, events, n, and Wilson's interval in percent.

    Rows: leaving the lowest band, entering it, falling from the top, and rises of each belt.
    """
    import pandas as pd

    from egov.methods.scoring import proportion

    rows = []
    moved = moves(bands, units).dropna(subset=["from_band"])
    for unit_type in kinds(bands):
        own = moved[moved["unit_type"] == unit_type]
        lowest, top = own[own["from_band"] == BANDS[0]], own[own["from_band"] == BANDS[-1]]
        above = own[own["from_band"] > BANDS[0]]
        asked = [
            (f"leaving {BANDS[0]}", (lowest["mark"] == "up").sum(), len(lowest)),
            (f"entering {BANDS[0]}", (above["value"] == BANDS[0]).sum(), len(above)),
            (f"falling from {BANDS[-1]}", (top["mark"] == "down").sum(), len(top)),
        ]
        below = own[own["from_band"] < BANDS[-1]]
        for belt in ("east", "central", "west", "northeast"):
            part = below[below["belt"] == belt]
            asked.append((f"rising, {belt}", (part["mark"] == "up").sum(), len(part)))
        for place, events, n in asked:
            if n:
                low, high = proportion(int(events), int(n)).wilson
                rows.append((place, unit_type, int(events), int(n), 100 * low, 100 * high))
    return pd.DataFrame(rows, columns=["place", "unit_type", "events", "n", "lower", "upper"])


def detectable(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Rises of two groups of units below the top compared within strata, and the least odds ratio such a test finds.

    Strata are bands of origin (lowest two as one), for belts and south by last year and earlier years too; for the
    band of origin itself, years. ``odds_ratio`` is the least above one (first group ahead) that the exact two-sided
    test at 5 % finds with 80 % power, margins as they are; missing where no effect reaches that power. Columns:
    contrast, unit_type, rises, n, other_rises, other_n, p, p_holm (over the table), odds_ratio.
    """
    import pandas as pd

    from egov.methods.ordinal import holm, stratified_test
    from egov.methods.power import detectable_stratified

    known = moves(bands, units).dropna(subset=["from_band"])
    below = known[known["from_band"] < BANDS[-1]]
    rows = []
    for unit_type in kinds(bands):
        own = below[below["unit_type"] == unit_type]
        last = (own["year"] == known.loc[known["unit_type"] == unit_type, "year"].max()).to_numpy()
        origin = np.maximum(own["from_band"].cat.codes.to_numpy(), 1)
        belt, south = own["belt"].astype(str).to_numpy(), (own["north_south"] == "south").to_numpy()
        rise, place = (own["mark"] == "up").to_numpy().astype(int), 2 * origin + last
        everyone = np.ones(len(own), dtype=bool)
        asked = {
            "year": (last, everyone, origin),
            "low": (origin < 2, everyone, own["year"].to_numpy()),
            "south": (south, everyone, place),
        }
        east = belt == "east"
        asked |= {f"east_{b}": (east, east | (belt == b), place) for b in ("west", "central", "northeast")}
        for contrast in CONTRASTS:
            member, kept, label = asked[contrast]
            first, stratum, up = member[kept], label[kept], rise[kept]
            strata = [
                (
                    int((first & s).sum()),
                    int((~first & s).sum()),
                    [int((s & (up == 0)).sum()), int((s & (up == 1)).sum())],
                )
                for s in (stratum == value for value in np.unique(stratum))
            ]
            found = detectable_stratified(strata, power=POWER, direction="positive")
            p = stratified_test(up, first, stratum).p
            counts = int(up[first].sum()), int(first.sum()), int(up[~first].sum()), int((~first).sum())
            rows.append((contrast, unit_type, *counts, p, np.exp(found.log_odds_ratio)))
    columns = ["contrast", "unit_type", "rises", "n", "other_rises", "other_n", "p", "odds_ratio"]
    out = pd.DataFrame(rows, columns=columns)
    return out.assign(p_holm=holm(out["p"].to_numpy()))
