"""A model for the scores behind the bands, and the gaps and score intervals that follow from it.

**Fixed before any score was looked at.** The logit of the score is normal; its location is belt + side of the
Qinling–Huaihe line + a linear trend in the year + a random intercept for each unit. Families and designs are compared
by likelihood and by leaving one year out, and by nothing else: this module never reads ``province_scores``.

Scores are drawn given each unit's bands in all years and, in years where they are printed, given the mean of all, the
regional means and the count above the mean. A gap is then the difference between the means of two groups of *these*
units, not of a population: its interval says what the bands leave open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from egov.methods.interval_regression import (
    GroupMean,
    IntervalRegression,
    RandomInterceptIntervalRegression,
    RandomInterceptResults,
    leave_one_group_out,
    predictive_from_density,
)
from egov.methods.rounding import printed
from egov.results.regional_bounds import printed_regions, printed_totals
from egov.results.regional_groups import LIMITS, Contrast, contrasts, members, of_type, population_2020
from egov.results.regional_lists import Parts, printed_parts
from egov.tables.schemas import UNIT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

PRIMARY = "logit_normal"
LATENTS = (PRIMARY, "truncated_normal", "beta")
LATENT_LABELS = {"logit_normal": "logit-normal", "truncated_normal": "truncated normal", "beta": "beta"}
BELT = "C(belt, Treatment('west'))"
FORMULA = f"lower + upper ~ {BELT} + south + t"
PRIMARY_DESIGN = "belt + south + trend"
DESIGNS = {
    PRIMARY_DESIGN: FORMULA,
    "longitude + latitude + trend": "lower + upper ~ lon + lat + t",
    "trend only": "lower + upper ~ t",
    "belt + south + trend by belt and side": f"lower + upper ~ {BELT} + south + t + east:t + south:t",
}
MISS_DESIGNS = {PRIMARY_DESIGN: FORMULA, "belt + south + years": f"lower + upper ~ {BELT} + south + C(year)"}
LEVEL = 0.95
SCORE_LEVEL = 0.9
ORIGIN = 2019
PARAMETER_DRAWS = 24
CHAINS, ROUNDS, BURN_IN, THIN, STARTS = 200, 3, 150, 20, 8
"""For each draw of the parameters in a year with printed means."""
FREE_PARAMETER_DRAWS, FREE_DRAWS = 96, 40
"""Draws of the parameters, and of the scores for each, in the other years, where drawing costs little."""
SEED = 20221


def design(bands: pd.DataFrame, units: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """One row a unit and year of one kind: limits of the band and the variables of the formulas.

    ``t`` counts years from a fixed origin; lon and lat are degrees from the mean over units, divided by ten.
    """
    frame = of_type(members(bands, units), unit_type)
    limits = np.array(LIMITS, dtype=float)
    return frame.assign(
        lower=limits[frame["code"]],
        upper=limits[frame["code"] + 1],
        belt=frame["belt"].astype(str),
        south=(frame["north_south"].astype(str) == "south").astype(float),
        east=(frame["belt"].astype(str) == "east").astype(float),
        t=frame["year"].astype(float) - ORIGIN,
        lon=(frame["lon"] - frame["lon"].mean()) / 10,
        lat=(frame["lat"] - frame["lat"].mean()) / 10,
    )


def model(data: pd.DataFrame, latent: str = PRIMARY, formula: str = FORMULA) -> RandomInterceptIntervalRegression:
    """The model, not yet fitted."""
    return RandomInterceptIntervalRegression.from_formula(formula, data, groups="unit", latent=latent)


def choices(data: pd.DataFrame) -> pd.DataFrame:
    """What was compared, best first by AIC: likelihood, and the ``log_score`` of each year left out in turn.

    A higher ``log_score`` is better; it is the sum over the years of the log probability of that year's bands.
    """
    import pandas as pd

    kinds = [(name, PRIMARY, True) for name in DESIGNS]
    kinds += [(PRIMARY_DESIGN, latent, True) for latent in LATENTS[1:]]
    kinds.append((PRIMARY_DESIGN, PRIMARY, False))
    rows = []
    for name, latent, mixed in kinds:
        kind = RandomInterceptIntervalRegression if mixed else IntervalRegression
        each = kind.from_formula(DESIGNS[name], data, groups="unit", latent=latent)
        fitted = each.fit()
        left_out = leave_one_group_out(each, data["year"].to_numpy(), np.asarray(fitted.params))["log_score"].sum()
        rows.append((name, latent, mixed, len(fitted.params), fitted.llf, fitted.aic, left_out))
    columns = ["design", "latent", "random_intercept", "parameters", "log_likelihood", "aic", "log_score"]
    return pd.DataFrame(rows, columns=columns).sort_values("aic", kind="stable").reset_index(drop=True)


def parameter_draws(results: RandomInterceptResults, draws: int, seed: int) -> np.ndarray:
    """Draws of the parameters from their large-sample normal law, by Cholesky: the same on every machine.

    Draws come in pairs on opposite sides of the estimate, so that their mean is the estimate (antithetic variates;
    Hammersley and Morton, 1956).
    """
    params, cov = np.asarray(results.params), np.asarray(results.cov_params())
    z = np.random.default_rng(seed).standard_normal(((draws + 1) // 2, len(params)))
    pairs = np.stack([z, -z], axis=1).reshape(-1, len(params))[:draws]
    return params + pairs @ np.linalg.cholesky(cov).T


def restrictions(
    part: pd.DataFrame, totals: Mapping[tuple[str, int, str], str], regions: Mapping[tuple[int, str], str]
) -> list[GroupMean]:
    """The printed means of one year as conditions on the rows of ``part``; counts are left to :func:`ensemble`."""
    unit_type, year = str(part["unit_type"].iloc[0]), int(part["year"].iloc[0])
    found = []
    if (unit_type, year, "mean") in totals:
        ends = printed(totals[unit_type, year, "mean"])
        found.append(GroupMean(range(len(part)), float(ends.lower), float(ends.upper)))
    if unit_type == "province":
        for (when, region), figure in regions.items():
            if when == year:
                ends, rows = printed(figure), np.flatnonzero((part["region7"].astype(str) == region).to_numpy())
                found.append(GroupMean(rows.tolist(), float(ends.lower), float(ends.upper)))
    return found


@dataclass(frozen=True)
class Ensemble:
    """Scores of one kind of unit drawn given bands and what is printed.

    ``scores`` maps a year to (draws, units), score points, units in the order of ``data``. ``conditioned`` are the
    years for which something beside the bands is printed, ``rhat`` the worst over their chains, ``kept`` the share
    of draws that have the printed count above the mean, by year.
    """

    data: pd.DataFrame
    scores: Mapping[int, np.ndarray]
    conditioned: tuple[int, ...]
    rhat: float
    kept: Mapping[int, float]

    def of_year(self, year: int) -> tuple[pd.DataFrame, np.ndarray]:
        """The rows and the draws of one year."""
        return self.data[self.data["year"] == year], self.scores[year]

    def gap(self, contrast: Contrast, year: int, population: Mapping[str, float] | None = None) -> np.ndarray:
        """Draws of a gap in one year."""
        part, scores = self.of_year(year)
        return scores @ np.array(contrast.weights(part["unit"].astype(str).tolist(), population))


def ensemble(
    data: pd.DataFrame,
    totals: Mapping[tuple[str, int, str], str],
    regions: Mapping[tuple[int, str], str],
    latent: str = PRIMARY,
    parameters: int = PARAMETER_DRAWS,
    only: int | None = None,
) -> Ensemble:
    """Draw the scores of all units and years, some for each of some draws of the parameters.

    Years with printed means are drawn by ``sample_conditioned``, for ``parameters`` draws of the parameters; the others
    from the model given all bands of a unit, for more of them. The parameters' own law uses the bands alone.
    A printed count above the mean is met by keeping the draws that have it: chains that hold the count at every step
    cannot pass from one set of units above the mean to another, and do not mix. Years are drawn independently of each
    other given parameters and bands. ``totals`` and ``regions`` are empty for draws from bands and model alone;
    ``only`` draws one year.
    """
    each, kind = model(data, latent), str(data["unit_type"].iloc[0])
    years = [int(y) for y in sorted(data["year"].unique()) if only in (None, y)]
    known = tuple(y for y in years if (kind, y, "mean") in totals)
    parts: dict[int, list[np.ndarray]] = {year: [] for year in years}
    rhat, tried, fitted = 1.0, CHAINS * ROUNDS * parameters, each.fit()
    free = [year for year in years if year not in known]
    for number, params in enumerate(parameter_draws(fitted, FREE_PARAMETER_DRAWS if free else 0, SEED)):
        predictive = predictive_from_density(each.lower, each.upper, each.predictive_density(params))
        scores = predictive.rvs(np.random.default_rng([SEED, number]), FREE_DRAWS)
        for year in free:
            parts[year].append(scores[:, np.flatnonzero(data["year"] == year)])
    for number, params in enumerate(parameter_draws(fitted, parameters, SEED)):
        for year in known:
            rows = np.flatnonzero(data["year"] == year)
            drawn = sample_conditioned(
                each.latent_scores(params, rows),
                each.lower[rows],
                each.upper[rows],
                restrictions(data.iloc[rows], totals, regions),
                draws=CHAINS * ROUNDS,
                chains=CHAINS,
                burn_in=BURN_IN,
                thin=THIN,
                starts=STARTS,
                seed=SEED + number,
            )
            rhat = max(rhat, float(np.nanmax(drawn.rhat)))
            count = totals.get((kind, year, "n_above"))
            above = (drawn.scores > drawn.scores.mean(axis=1, keepdims=True)).sum(axis=1)
            parts[year].append(drawn.scores if count is None else drawn.scores[above == int(count)])
    scores = {year: np.concatenate(own) for year, own in parts.items()}
    return Ensemble(data, scores, known, rhat, {year: len(scores[year]) / tried for year in known})


@dataclass(frozen=True)
class Printed:
    """The printed figures: totals and regions, on which scores are conditioned, parts, and residents for weights."""

    totals: Mapping[tuple[str, int, str], str]
    regions: Mapping[tuple[int, str], str]
    parts: Mapping[tuple[str, int], Parts]
    people: Mapping[str, float]

    @classmethod
    def read(cls, load: Callable[[str], pd.DataFrame]) -> Printed:
        """From the published tables."""
        return cls(
            printed_totals(load("capacity_means")),
            printed_regions(load("capacity_regions")),
            printed_parts(load("capacity_means"), load("capacity_leaders")),
            population_2020(load("province_covariates")),
        )


def ensembles(load: Callable[[str], pd.DataFrame], latent: str = PRIMARY) -> dict[str, Ensemble]:
    """The draws of both kinds of unit, conditioned on everything printed."""
    bands, units, known = load("capacity_bands"), load("units"), Printed.read(load)
    return {kind: ensemble(design(bands, units, kind), known.totals, known.regions, latent) for kind in UNIT_TYPES}


def model_gaps(drawn: Mapping[str, Ensemble], people: Mapping[str, float]) -> pd.DataFrame:
    """Every gap under the model: columns of ``regional_gaps``; the estimate is the mean of the draws."""
    import pandas as pd

    rows = []
    for kind, each in drawn.items():
        for year in each.scores:
            part, _ = each.of_year(year)
            for contrast in contrasts(part).values():
                counted = contrast.without(*(u for u in (*contrast.first, *contrast.second) if u not in people))
                options = [("unit", contrast, None)]
                if counted.first and counted.second:
                    options.append(("population", counted, people))
                for weighting, chosen, weights in options:
                    rows.append(
                        (kind, year, contrast.name, weighting, *interval(each.gap(chosen, year, weights)), chosen.n)
                    )
    columns = ["unit_type", "year", "contrast", "weighting", "estimate", "lower", "upper", "n"]
    return pd.DataFrame(rows, columns=columns).assign(method="interval_regression", level=LEVEL)


def interval(draws: np.ndarray, level: float = LEVEL) -> tuple[float, float, float]:
    """Mean and central interval of draws, to a tenth of a point."""
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return round(float(draws.mean()), 1), round(float(low), 1), round(float(high), 1)


def score_intervals(drawn: Mapping[str, Ensemble]) -> pd.DataFrame:
    """For every unit and year the central 90 % interval of its unpublished score, to a tenth of a point."""
    import pandas as pd

    frames = []
    for kind, each in drawn.items():
        for year in each.scores:
            part, scores = each.of_year(year)
            low, high = np.quantile(scores, [(1 - SCORE_LEVEL) / 2, (1 + SCORE_LEVEL) / 2], axis=0)
            method = "model + printed means" if year in each.conditioned else "model"
            frames.append(
                pd.DataFrame(
                    {
                        "unit_type": kind,
                        "unit": part["unit"].to_numpy(),
                        "year": year,
                        "lower": low.round(1),
                        "upper": high.round(1),
                        "level": SCORE_LEVEL,
                        "method": method,
                        "median": np.median(scores, axis=0).round(1),
                        "band_lower": part["lower"].to_numpy(),
                        "band_upper": part["upper"].to_numpy(),
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def misses(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """What the model expects without the printed means, against them: one row a printed mean, family and design.

    The expectation of a year uses the bands of that year. The second design gives every year a level of its own instead
    of a trend. The mean of 2016, for which no unit's band is printed, is an extrapolation of the trend to the same
    units; the design without a trend says nothing about it.
    """
    import pandas as pd

    bands, units, known, rows = load("capacity_bands"), load("units"), Printed.read(load), []
    for kind in UNIT_TYPES:
        data = design(bands, units, kind)
        for latent in LATENTS:
            for name, formula in MISS_DESIGNS.items():
                fitted = model(data, latent, formula).fit()
                expected = data.assign(score=fitted.predictive().mean())
                for year, group, figure in _printed_means(known, kind):
                    own = expected.loc[expected["year"] == year]
                    if own.empty and name == PRIMARY_DESIGN:
                        there = data[data["year"] == data["year"].min()].assign(t=float(year - ORIGIN))
                        own = there.assign(score=fitted.mean_scores(there)["estimate"].to_numpy())
                    if group != "all":
                        own = own[own["region7"].astype(str) == group]
                    if len(own):
                        rows.append((kind, year, group, latent, name, float(figure), own["score"].mean()))
    out = pd.DataFrame(rows, columns=["unit_type", "year", "group", "latent", "design", "printed", "model"])
    return out.assign(miss=(out["model"] - out["printed"]).round(2), model=out["model"].round(2))


def _printed_means(known: Printed, kind: str) -> list[tuple[int, str, str]]:
    """Printed means of one kind of unit: year, ``all`` or a region, the figure."""
    whole = [(year, "all", f) for (of, year, measure), f in known.totals.items() if of == kind and measure == "mean"]
    parts = [(year, region, f) for (year, region), f in known.regions.items()] if kind == "province" else []
    return whole + parts
