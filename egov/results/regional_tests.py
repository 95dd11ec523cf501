"""Tests of the gaps on the bands as they are printed: ordered categories, many ties, 32 units.

The units are all there are, not a sample. A p-value says how often a gap as large would appear if the labels (east,
west; south, north) were dealt to the units by chance; an interval speaks of units like these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student

from egov.methods.ordinal import (
    OrdinalTest,
    cliffs_delta,
    holm,
    jonckheere_test,
    permutation_test,
    stochastic_order,
    stratified_test,
)
from egov.methods.permutation import stratified_effect, trend_effect
from egov.methods.power import DetectableEffect, detectable_effect, detectable_stratified, detectable_trend
from egov.results.regional_groups import SLOGAN, Contrast, contrasts, members, of_type
from egov.tables.schemas import BANDS, UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95
POWER = 0.8
TREND = {"west": 0, "central": 1, "northeast": 1, "east": 2}
"""Belts from west to east; the centre and the northeast share the middle."""
HELD_FIXED = {
    "east_west_given_south_north": ("belt", "east", ("east", "west"), "north_south"),
    "south_north_given_belt": ("north_south", "south", ("south", "north"), "belt"),
}
"""Test → the groups' column, the group called first, the groups compared, the column held fixed."""


def region_tests(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Every test of the chapter, one row a unit_type, year, contrast and statistic; columns as declared.

    Holm's correction (``p_holm``) runs within a family and a kind of unit, over all years.
    """
    import pandas as pd

    frame, rows = members(bands, units), []
    for unit_type in UNIT_TYPES:
        own = of_type(frame, unit_type)
        pairs = contrasts(own.drop_duplicates("unit"))
        for year, part in own.groupby("year"):
            base = {"unit_type": unit_type, "year": int(year), "level": LEVEL}
            rows += [base | two_groups(part, each) for each in pairs.values()]
            rows.append(base | trend(part))
            rows += [base | held_fixed(part, name) for name in HELD_FIXED]
    out = pd.DataFrame(rows)
    out["p_holm"] = out.groupby(["unit_type", "family"])["p"].transform(lambda p: holm(p.to_numpy()))
    return out


def two_groups(part: pd.DataFrame, contrast: Contrast) -> dict[str, object]:
    """Cliff's delta of two groups in one year: exact permutation test, interval, order at every cut, power."""
    code = dict(zip(part["unit"], part["code"], strict=True))
    first, second = ([code[u] for u in group] for group in (contrast.first, contrast.second))
    test, delta = permutation_test(first, second), cliffs_delta(first, second, LEVEL)
    least = _detectable(len(first), len(second), tuple(np.bincount(first + second, minlength=len(BANDS)).tolist()))
    return {
        "contrast": contrast.name,
        "statistic": "cliffs_delta",
        "family": "slogan" if contrast.name in SLOGAN else "regions",
        "effect": delta.estimate,
        "lower": delta.lower,
        "upper": delta.upper,
        "p": test.p,
        "n": contrast.n,
        "n_first": len(first),
        "n_second": len(second),
        "order": stochastic_order(first, second).order.replace("x", "first").replace("y", "second"),
        "p_max_gap": permutation_test(first, second, "max_gap").p,
        **_found(test, least),
    }


def trend(part: pd.DataFrame) -> dict[str, object]:
    """Jonckheere's trend from west to east in one year."""
    step = part["belt"].astype(str).map(TREND).to_numpy()
    code = part["code"].to_numpy()

    def groups(keep: np.ndarray) -> list[np.ndarray]:
        return [code[keep & (step == s)] for s in sorted(set(step))]

    test = jonckheere_test(groups(np.ones(len(code), bool)))
    sizes, margin = [len(g) for g in groups(np.ones(len(code), bool))], np.bincount(code, minlength=len(BANDS))
    lower, upper = jackknife_interval(lambda keep: trend_effect(groups(keep)), len(code))
    return {
        "contrast": "belts",
        "statistic": "jonckheere",
        "family": "trend",
        "effect": test.effect,
        "lower": lower,
        "upper": upper,
        "p": test.p,
        "n": len(code),
        "n_first": sizes[-1],
        "n_second": sizes[0],
        "order": None,
        "p_max_gap": np.nan,
        **_found(test, _detectable_trend(tuple(sizes), tuple(margin.tolist()))),
    }


def held_fixed(part: pd.DataFrame, name: str) -> dict[str, object]:
    """One contrast within the groups of the other (van Elteren) in one year."""
    column, first, both, stratum = HELD_FIXED[name]
    part = part[part[column].astype(str).isin(both)]
    code, group = part["code"].to_numpy(), (part[column].astype(str) == first).to_numpy()
    block = part[stratum].astype(str).to_numpy()
    test = stratified_test(code, group, block)
    strata = []
    for each in np.unique(block):
        a, b = code[(block == each) & group], code[(block == each) & ~group]
        if a.size and b.size:
            strata.append((a.size, b.size, tuple(np.bincount(np.r_[a, b], minlength=len(BANDS)).tolist())))
    informative = np.isin(block, [b for b in np.unique(block) if len(set(group[block == b])) == 2])
    code, group, block = code[informative], group[informative], block[informative]
    lower, upper = jackknife_interval(lambda k: stratified_effect(code[k], group[k], block[k]), len(code))
    return {
        "contrast": name,
        "statistic": "van_elteren",
        "family": "held_fixed",
        "effect": test.effect,
        "lower": lower,
        "upper": upper,
        "p": test.p,
        "n": len(code),
        "n_first": int(group.sum()),
        "n_second": int((~group).sum()),
        "order": None,
        "p_max_gap": np.nan,
        **_found(test, _detectable_stratified(tuple(strata))),
    }


def jackknife_interval(effect: Callable[[np.ndarray], float], n: int, level: float = LEVEL) -> tuple[float, float]:
    """Interval of an effect between -1 and 1 by leaving out one of n units at a time, on Fisher's scale.

    ``effect`` takes a mask of the units kept. The pseudo-values' standard error and Student's t with n - 1 degrees
    of freedom (Arvesen, 1969). NaN where the effect is -1 or 1.

    >>> y = np.array([1.0, -1.0, 1.0, 1.0, 0.0, 1.0])
    >>> [round(end, 2) for end in jackknife_interval(lambda keep: y[keep].mean(), 6)]
    [-0.71, 0.96]
    """
    every = np.ones(n, dtype=bool)
    whole = effect(every)
    if abs(whole) >= 1 - 1e-9:
        return np.nan, np.nan
    left = np.array([effect(every & (np.arange(n) != i)) for i in range(n)])
    z = np.arctanh(np.clip(left, -1 + 1e-9, 1 - 1e-9))
    se = np.sqrt((n - 1) / n * ((z - z.mean()) ** 2).sum())
    half = student.ppf(0.5 + level / 2, n - 1) * se
    centre = np.arctanh(whole)
    return float(np.tanh(centre - half)), float(np.tanh(centre + half))


def _found(test: OrdinalTest, least: DetectableEffect) -> dict[str, object]:
    return {
        "exact": test.exact,
        "detectable": least.effect,
        "reason": least.reason or None,
    }


@cache
def _detectable(n1: int, n2: int, margin: Sequence[int]) -> DetectableEffect:
    return detectable_effect(n1, n2, margin, POWER)


@cache
def _detectable_trend(sizes: Sequence[int], margin: Sequence[int]) -> DetectableEffect:
    return detectable_trend(sizes, margin, POWER)


@cache
def _detectable_stratified(strata: tuple[tuple[int, int, Sequence[int]], ...]) -> DetectableEffect:
    return detectable_stratified(strata, POWER)
