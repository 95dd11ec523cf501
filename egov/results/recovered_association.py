"""How the business environment of 2020 goes with service capability and with income: rank correlations of provinces.

Nine provinces have no printed rank. They are carried through every ranking that the recovered constraints allow
(:func:`egov.results.recovered_bizenv.rankings`), so a correlation is an interval before chance is spoken of. Chance
comes in twice: permutations give the p-value and the range that unrelated rankings would show; resampled provinces give
a percentile interval. Both are taken over all allowed rankings, the worst case reported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from egov.methods.permutation import holm
from egov.results.recovered_bizenv import measures, rankings
from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[..., "pd.DataFrame"]
YEARS = (2019, 2020, 2021)
SCORES_OF = 2019
DRAWS = 10_000
RESAMPLES = 2_000
SEED = 2020
LEVEL = 0.95
STATISTICS = ("spearman", "kendall")


def outcomes(load: Load) -> dict[str, pd.Series]:
    """Outcome → province to number, greater for better: bands as 0 to 3, the scores of one year, places by income."""
    bands = load("capacity_bands")
    bands = bands[(bands["unit_type"] == "province") & (bands["mention"] == 1)]
    out = {}
    for year in YEARS:
        own = bands[bands["year"] == year].set_index("unit")["value"].astype(str)
        out[f"band_{year}"] = own.map(BANDS.index)
    scores = load("province_scores")
    scores = scores[(scores["unit_type"] == "province") & (scores["year"] == SCORES_OF) & (scores["mention"] == 1)]
    out[f"score_{SCORES_OF}"] = scores.set_index("unit")["value"].astype(float)
    income = measures(load)["gdp_per_capita_rank"].dropna().astype(int)
    out["gdp_per_capita_rank"] = -income
    return out


def income_gaps(load: Load) -> pd.DataFrame:
    """Printed provinces: rank in the business environment beside rank in output per person, and how many places apart.

    ``places`` is above zero where the environment stands higher than income.
    """
    own = measures(load)[["rank", "gdp_per_capita_rank"]].dropna().astype(int)
    own["places"] = own["gdp_per_capita_rank"] - own["rank"]
    names = load("units").query("unit_type == 'province'").set_index("unit")["name_en"]
    out = own.reset_index().assign(name_en=lambda f: f["province"].map(names))
    return out.sort_values(["places", "rank"], ascending=[False, True], kind="stable").reset_index(drop=True)


# -- two coefficients over many rankings at once -----------------------------------------------------------------


def midranks(values: np.ndarray) -> np.ndarray:
    """Ranks along the last axis from 1 for the least, ties sharing the mean."""
    from scipy.stats import rankdata

    return rankdata(values, axis=-1)


def spearman(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Spearman's coefficient of every row of ``x`` with every row of ``y``, shapes (a, n) and (b, n) to (a, b).

    >>> spearman(np.array([[1, 2, 3, 4]]), np.array([[1, 2, 3, 4], [2, 1, 4, 3]])).round(2).tolist()
    [[1.0, 0.6]]
    """
    a, b = (midranks(v) - (v.shape[-1] + 1) / 2 for v in (x, y))
    scale = np.sqrt(np.multiply.outer((a**2).sum(-1), (b**2).sum(-1)))
    return (a @ b.T) / scale


def _signs(values: np.ndarray) -> np.ndarray:
    i, j = np.triu_indices(values.shape[-1], 1)
    return np.sign(values[..., i] - values[..., j]).astype(np.float32)


def kendall(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Kendall's tau-b of every row of ``x`` with every row of ``y``.

    >>> kendall(np.array([[1, 2, 3, 4]]), np.array([[1, 2, 3, 4], [2, 1, 4, 3]])).round(2).tolist()
    [[1.0, 0.33]]
    """
    a, b = _signs(x), _signs(y)
    scale = np.sqrt(np.multiply.outer((a**2).sum(-1, dtype=float), (b**2).sum(-1, dtype=float)))
    return (a @ b.T) / scale


COEFFICIENTS = {"spearman": spearman, "kendall": kendall}


def resampled(x: np.ndarray, y: np.ndarray, statistic: str, picks: np.ndarray) -> np.ndarray:
    """The coefficient in resamples of the units: shapes (a, n), (n,), (draws, n) to (draws, a); NaN for a constant."""
    n = len(y)
    if statistic == "spearman":
        out = np.empty((len(picks), len(x)))
        b = midranks(y[picks]) - (n + 1) / 2
        for k, row in enumerate(x):
            a = midranks(row[picks]) - (n + 1) / 2
            with np.errstate(invalid="ignore", divide="ignore"):
                out[:, k] = (a * b).sum(-1) / np.sqrt((a**2).sum(-1) * (b**2).sum(-1))
        return out
    # a unit drawn w times stands in w pairs with every other; pairs of one unit with itself are tied in both
    counts = (picks[:, :, None] == np.arange(n)).sum(axis=1)
    i, j = np.triu_indices(n, 1)
    pairs = (counts[:, i] * counts[:, j]).astype(float)
    a, b = _signs(x).astype(float), _signs(y[None]).astype(float)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return (pairs @ (a * b).T) / np.sqrt((pairs @ (a**2).T) * (pairs @ b**2)[:, None])


def bizenv_associations(load: Load) -> pd.DataFrame:
    """Rank correlations of the business environment with each outcome, over all rankings allowed.

    ``lower`` and ``upper``: least and greatest coefficient over the rankings. ``p``: greatest two-sided permutation
    p-value; ``p_holm`` over the outcomes of one coefficient. ``chance``: half-width of the range that holds 95 % of
    permuted coefficients. ``boot_lower``, ``boot_upper``: union of the percentile intervals.
    """
    import pandas as pd

    table, rows = rankings(load), []
    for name, values in outcomes(load).items():
        units = [u for u in table.columns if u in values.index]
        if name == "gdp_per_capita_rank":  # printed on both sides: nothing is recovered
            own = measures(load)["rank"].astype(int)
            x = -own[units].to_numpy()[None, :].astype(float)
        else:
            x = np.unique(-table[units].to_numpy().astype(float), axis=0)
        y = values[units].to_numpy().astype(float)
        rng = np.random.default_rng(SEED)
        shuffled = rng.permuted(np.tile(y, (DRAWS, 1)), axis=1)
        picks = rng.integers(0, len(y), size=(RESAMPLES, len(y)))
        for statistic in STATISTICS:
            seen = COEFFICIENTS[statistic](x, y[None])[:, 0]
            null = np.abs(COEFFICIENTS[statistic](x, shuffled))
            hits = (null >= np.abs(seen)[:, None] - 1e-9).sum(axis=1)
            p = float((hits.max() + 1) / (DRAWS + 1))
            drawn = resampled(x, y, statistic, picks)
            low, high = np.nanquantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
            chance = float(np.quantile(null, LEVEL, axis=1).max())
            rows.append((name, statistic, seen.min(), seen.max(), p, chance, low.min(), high.max(), len(x), len(y)))
    columns = ["outcome", "statistic", "lower", "upper", "p", "chance", "boot_lower", "boot_upper", "rankings", "n"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["p_holm"] = frame.groupby("statistic")["p"].transform(lambda p: holm(p.to_numpy()))
    frame["level"] = LEVEL
    return frame
