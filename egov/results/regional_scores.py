"""The chapter's own validation: what bands and model said of 2019, against the provincial scores printed for that year.

The scores enter here and nowhere else. The model was fixed before (see :mod:`egov.results.regional_model`, which never
reads them); nothing in it was changed after this comparison, but that more draws were taken, so that intervals settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from egov.methods.inequality import theil
from egov.methods.scoring import coverage, interval_score, paired_difference
from egov.methods.spatial import adjacency, join_counts, morans_i
from egov.results.regional_groups import CORPS, contrasts, members, of_type, population_2020

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

HALF_UNIT = 0.005
"""Half of the last printed digit of a score."""
CERTAIN = 1.0


def scored(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """The provinces with a printed score: band and groups beside ``score``; 31 of them, not 新疆兵团."""
    scores = load("province_scores")
    own = scores[scores["mention"] == 1][["unit_type", "unit", "year", "value"]].rename(columns={"value": "score"})
    own = own.astype({"unit_type": str, "score": float})
    frame = members(load("capacity_bands"), load("units"))
    return frame.merge(own, on=["unit_type", "unit", "year"], validate="one_to_one")


def score_gaps(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Every gap from the printed scores: columns of ``regional_gaps``; lower and upper are what rounding leaves."""
    import pandas as pd

    frame, people, rows = scored(load), population_2020(load("province_covariates")), []
    names, score = frame["unit"].astype(str).tolist(), frame["score"].to_numpy()
    year = int(frame["year"].iloc[0])
    for each in contrasts(frame).values():
        for weighting, weights in (("unit", None), ("population", people)):
            gap = float(score @ np.array(each.weights(names, weights)))
            rows.append((each.name, weighting, gap, gap - 2 * HALF_UNIT, gap + 2 * HALF_UNIT, each.n))
    out = pd.DataFrame(rows, columns=["contrast", "weighting", "estimate", "lower", "upper", "n"])
    return out.assign(unit_type="province", year=year, method="published_scores", level=CERTAIN)


def corps_gaps(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """The two gaps with 新疆兵团 put in: the list of scores gives it a rank and no value.

    The one rank that no province holds is its own, so its score lies between those of the neighbours in the list:
    ``above`` and ``below``, each with its score. Columns: contrast, lower, upper (points), rank, above, above_score,
    below, below_score, n. ``ValueError`` where not exactly one rank is free.
    """
    import pandas as pd

    frame, table = scored(load), load("province_scores")
    place = table[table["mention"] == 1].set_index("unit")["rank_as_printed"].astype(int)
    free = set(range(1, place.max() + 1)) - set(place)
    if len(free) != 1:
        raise ValueError(f"ranks without a score: {sorted(free)}; expected one, that of {CORPS}")
    rank = free.pop()
    score = dict(zip(frame["unit"].astype(str), frame["score"], strict=True))
    above, below = (str(place.index[place == place[place < rank].max()][0]), str(place[place > rank].idxmin()))
    every = of_type(members(load("capacity_bands"), load("units")), "province")
    part, rows = every[every["year"] == frame["year"].iloc[0]], []
    for each in contrasts(part, regions=False).values():
        ends = []
        for end in (score[below] - HALF_UNIT, score[above] + HALF_UNIT):
            value = {**score, CORPS: end}
            ends.append(
                float(np.mean([value[u] for u in each.first])) - float(np.mean([value[u] for u in each.second]))
            )
        rows.append((each.name, min(ends), max(ends), rank, above, score[above], below, score[below], each.n))
    columns = ["contrast", "lower", "upper", "rank", "above", "above_score", "below", "below_score", "n"]
    return pd.DataFrame(rows, columns=columns)


def gap_tests(load: Callable[[str], pd.DataFrame], resamples: int = 100_000, seed: int = 0) -> pd.DataFrame:
    """The two gaps of the slogan in the printed scores: estimate, 95 % bootstrap interval, permutation p-value, n."""
    import pandas as pd

    frame, rng, rows = scored(load), np.random.default_rng(seed), []
    score = dict(zip(frame["unit"].astype(str), frame["score"], strict=True))
    for each in contrasts(frame, regions=False).values():
        a, b = (np.array([score[u] for u in group]) for group in (each.first, each.second))
        both, gap = np.r_[a, b], a.mean() - b.mean()
        dealt = np.concatenate(
            [
                rng.permuted(np.tile(both, (20_000, 1)), axis=1)[:, : len(a)].sum(axis=1)
                for _ in range(resamples // 20_000)
            ]
        )
        far = np.abs(dealt / len(a) - (both.sum() - dealt) / len(b)) >= abs(gap) - 1e-9
        drawn = rng.choice(a, (10_000, len(a))).mean(axis=1) - rng.choice(b, (10_000, len(b))).mean(axis=1)
        low, high = np.quantile(drawn, [0.025, 0.975])
        rows.append((each.name, gap, low, high, (far.sum() + 1) / (far.size + 1), each.n))
    return pd.DataFrame(rows, columns=["contrast", "estimate", "lower", "upper", "p", "n"])


def validation(intervals: pd.DataFrame, load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """The model's score intervals beside two rivals, on the printed scores: one row an interval.

    Rivals: the band with 5 % trimmed at each end, and the whole band (which holds every score for certain).
    Columns: interval, n, mean_width, mean_score (interval score, lower is better), covered, coverage, lower, upper
    (exact 95 %).
    """
    import pandas as pd

    frame = _joined(intervals, load)
    level, y, rows = float(frame["level"].iloc[0]), frame["score"].to_numpy(), []
    trim = (1 - level) / 2 * (frame["band_upper"] - frame["band_lower"])
    for name, low, high in (
        ("model", frame["lower"], frame["upper"]),
        ("band, 5 % trimmed at each end", frame["band_lower"] + trim, frame["band_upper"] - trim),
        ("whole band", frame["band_lower"], frame["band_upper"]),
    ):
        low, high = low.to_numpy(), high.to_numpy()
        inside = coverage(low, high, y)
        points = interval_score(low, high, y, level)
        rows.append((name, len(y), (high - low).mean(), points.mean(), inside.count, inside.share, *inside.exact))
    columns = ["interval", "n", "mean_width", "mean_score", "covered", "coverage", "lower", "upper"]
    return pd.DataFrame(rows, columns=columns)


def advantage(intervals: pd.DataFrame, load: Callable[[str], pd.DataFrame]) -> tuple[float, float, float, float]:
    """Mean interval score of the model less that of the trimmed band: estimate, 95 % interval, sign-flip p."""
    frame = _joined(intervals, load)
    level, y = float(frame["level"].iloc[0]), frame["score"].to_numpy()
    trim = (1 - level) / 2 * (frame["band_upper"] - frame["band_lower"]).to_numpy()
    ours = interval_score(frame["lower"].to_numpy(), frame["upper"].to_numpy(), y, level)
    plain = interval_score(frame["band_lower"].to_numpy() + trim, frame["band_upper"].to_numpy() - trim, y, level)
    found = paired_difference(ours, plain, frame["unit"].tolist())
    return found.mean, found.lower, found.upper, found.p


def _joined(intervals: pd.DataFrame, load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    own = of_type(intervals, "province").astype({"unit_type": str})
    return scored(load)[["unit_type", "unit", "year", "score", "belt", "order", "name_en"]].merge(
        own, on=["unit_type", "unit", "year"], validate="one_to_one"
    )


def against_scores(intervals: pd.DataFrame, load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Each province's interval and its printed score, highest first, with the unit's names and band."""
    frame = _joined(intervals, load).sort_values(["score", "order"], ascending=[False, True], kind="stable")
    return frame.reset_index(drop=True)


def gap_validation(gaps: pd.DataFrame) -> pd.DataFrame:
    """Gaps of 2019 by unit: what the scores say, what the model said, whether its interval and the bounds hold it.

    The model's gaps are those of all 32 units, the scores' of 31: 新疆兵团 has no score.
    """
    own = gaps[(gaps["unit_type"].astype(str) == "province") & (gaps["weighting"].astype(str) == "unit")]
    real = own[own["method"].astype(str) == "published_scores"].set_index("contrast")
    year = int(real["year"].iloc[0])
    out = real[["estimate", "n"]].rename(columns={"estimate": "scores"})
    for method, name in (("interval_regression", "model"), ("bounds", "bounds")):
        that = own[(own["method"].astype(str) == method) & (own["year"] == year)].set_index("contrast")
        that = that[["estimate", "lower", "upper"]].add_prefix(f"{name}_")
        out = out.join(that)
    out["in_model"] = (out["model_lower"] <= out["scores"]) & (out["scores"] <= out["model_upper"])
    out["in_bounds"] = (out["bounds_lower"] <= out["scores"]) & (out["scores"] <= out["bounds_upper"])
    return out.drop(columns="bounds_estimate").reset_index()


def inequality_2019(load: Callable[[str], pd.DataFrame], resamples: int = 20_000, seed: int = 0) -> pd.DataFrame:
    """Theil's T of the printed scores within and between belts, sides and regions: grouping, total, between, share, p.

    Indices are in thousandths. ``p``: how often groups of these sizes, dealt by chance, have as large a share between.
    """
    import pandas as pd

    frame, rng, rows = scored(load), np.random.default_rng(seed), []
    y = frame["score"].to_numpy()
    for name in ("belt", "north_south", "region7"):
        label = frame[name].astype(str).to_numpy()
        parts = theil(y, label)
        code = np.unique(label, return_inverse=True)[1]
        size = np.bincount(code)
        dealt = rng.permuted(np.tile(y / y.mean(), (resamples, 1)), axis=1)
        ratio = np.stack([dealt[:, code == g].mean(axis=1) for g in range(len(size))], axis=1)
        between = (ratio * np.log(ratio)) @ (size / len(y))
        p = (1 + (between >= parts.between - 1e-12).sum()) / (1 + resamples)
        rows.append((name, 1000 * parts.total, 1000 * parts.between, parts.between / parts.total, p, len(y)))
    return pd.DataFrame(rows, columns=["grouping", "total", "between", "share_between", "p", "n"])


def neighbours_2019(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Moran's I of the scores and join counts of the two outer bands on land borders: statistic, expected, p, n.

    海南 has no land border and is left out; 新疆兵团 has no territory of its own and no score.
    """
    import pandas as pd

    frame, borders = scored(load), load("contiguity")
    land = borders[borders["kind"].astype(str) == "land"]
    pairs = zip(land["unit"].astype(str), land["neighbour"].astype(str), strict=True)
    matrix = adjacency(frame["unit"].astype(str).tolist(), pairs)
    top, bottom = frame["code"] == frame["code"].max(), frame["code"] <= 1
    rows = [
        ("Moran's I of the scores", *morans_i(frame["score"].to_numpy(), matrix)),
        ("borders between two provinces in 非常高", *join_counts(top.to_numpy(), matrix)),
        ("borders between two provinces in 中 or 低", *join_counts(bottom.to_numpy(), matrix)),
    ]
    return pd.DataFrame(rows, columns=["statistic", "value", "expected", "p", "n"])


def gradient_2019(load: Callable[[str], pd.DataFrame]) -> Mapping[str, float]:
    """Scores on the logarithm of GDP per resident in the year of the scores, GDP as first published.

    ``slope``: points for a doubling, by least squares with the HC3 interval ``lower`` to ``upper`` (95 %, t);
    ``rank``: Spearman's correlation and its permutation ``p``; ``n``.
    """
    from scipy.stats import rankdata
    from statsmodels.regression.linear_model import OLS

    frame, covariates = scored(load), load("province_covariates")
    year = int(frame["year"].iloc[0])
    own = covariates[(covariates["year"] == year) & (covariates["mention"] == 1)]
    wide = own.pivot(index="unit", columns="variable", values="value").astype(float)
    both = (
        frame.set_index("unit")
        .join(wide[["gdp_100m_yuan_first_vintage", "yearend_population_10k"]])
        .dropna(subset=["gdp_100m_yuan_first_vintage", "yearend_population_10k"])
    )
    x = np.log2(both["gdp_100m_yuan_first_vintage"] / both["yearend_population_10k"]).to_numpy()
    y = both["score"].to_numpy()
    fitted = OLS(y, np.column_stack([np.ones(len(x)), x])).fit(cov_type="HC3", use_t=True)
    low, high = np.asarray(fitted.conf_int())[1]
    a, b = rankdata(x), rankdata(y)
    rank = float(np.corrcoef(a, b)[0, 1])
    dealt = np.random.default_rng(0).permuted(np.tile(b, (100_000, 1)), axis=1) @ (a - a.mean())
    seen = abs(float(b @ (a - a.mean())))
    p = (1 + (np.abs(dealt) >= seen - 1e-9).sum()) / (1 + len(dealt))
    return {
        "slope": float(np.asarray(fitted.params)[1]),
        "lower": float(low),
        "upper": float(high),
        "rank": rank,
        "p": float(p),
        "n": float(len(y)),
    }
