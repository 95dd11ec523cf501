"""Year over year, second part: what goes with a move. Fixed formulas, ordered logit and interval-censored scores.

The formulas were fixed before any was fitted, and come in this order: band on the band before, year, belt and south;
then log gross product per head; then a listed policy in force. 低 and 中 are one band on both sides of the ordered
logit, because the lowest band is entered by no move. Where the maximum-likelihood estimate is still not finite, no
number is made up: :func:`fits` says so, and the ridge version stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from egov.results.data import with_moves
from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

    from egov.methods.interval_regression import IntervalRegressionResults
    from egov.methods.ordered_logit import OrderedLogitResults

SPECS = {
    "base": "band ~ band before + year + belt + south",
    "gdp": "… + log gross product per head",
    "policy": "… + policy document in force",
}
FAMILIES = {
    "ordered_logit": "ordered logit, maximum likelihood",
    "ordered_logit_ridge": "ordered logit with a weak ridge",
    "interval": "latent score between its band's limits, logit-normal",
    "interval_random": "latent score with a random intercept for each unit",
}
RIDGE = 0.25
"""Ridge: as if each coefficient came from a normal law with mean 0 and standard deviation 2."""
LIMITS = (0.0, 65.0, 80.0, 90.0, 100.0)
OUTCOMES = {2: "高 or higher", 3: "非常高"}
BELTS = ("central", "west", "northeast")
SUBSTANCE = (*BELTS, "south", "log_gdp_per_head", "policy_in_force", "city")
"""Terms whose p-values are corrected together, model by model (Holm)."""
GROWTH = 0.10
RESAMPLES = 1_000
GDP, PEOPLE = "gdp_100m_yuan_first_vintage", "yearend_population_10k"


def gdp_per_head(covariates: pd.DataFrame) -> pd.Series:
    """Gross product per head in yuan by (unit, year): first vintage over year-end population of the same year.

    Missing where either is not published.
    """
    first = covariates[covariates["mention"] == 1]
    wide = first.pivot(index=["unit", "year"], columns="variable", values="value")
    return (wide[GDP] * 1e8 / (wide[PEOPLE] * 1e4)).dropna()


def in_force(policies: pd.DataFrame, regions: pd.Series, years: pd.Series) -> np.ndarray:
    """Whether a listed document of the region is in force in the year: from its own year to the end it names, if any.

    >>> import pandas as pd
    >>> policies = pd.DataFrame({"region": ["广西"], "issued_in": [2018], "covers_to": [2020]})
    >>> in_force(policies, pd.Series(["广西"] * 3), pd.Series([2017, 2018, 2021]))
    array([False,  True, False])
    """
    out = np.zeros(len(regions), dtype=bool)
    ends = policies["covers_to"].astype("Float64").fillna(np.inf).to_numpy(dtype=float)
    for region, start, end in zip(policies["region"], policies["issued_in"].astype(int), ends, strict=True):
        out |= ((regions == region) & (years >= start) & (years <= end)).to_numpy()
    return out


def rows(bands: pd.DataFrame, units: pd.DataFrame, covariates: pd.DataFrame, policies: pd.DataFrame) -> pd.DataFrame:
    """One row a move with everything the formulas name: start, end (codes 0–3), lower, upper (score limits), belt, …

    Gross product per head is that of the year before, since the band before is, too. Cities have none of their own in
    the tables: they carry that of their province, as well as its policy documents. ``log_gdp`` is missing where it is
    not published.
    """
    import pandas as pd

    known = with_moves(bands).dropna(subset=["from_band"])
    frame = known.assign(start=known["from_band"].cat.codes.astype(int), end=known["value"].cat.codes.astype(int))
    frame = frame[["unit_type", "unit", "year", "start", "end"]].astype({"unit_type": "str"})
    where = units[["unit_type", "unit", "belt", "north_south", "parent"]].astype({"unit_type": "str"})
    frame = frame.merge(where, on=["unit_type", "unit"], validate="many_to_one")
    frame["province"] = frame["parent"].where(frame["unit_type"] == "city", frame["unit"])
    value = gdp_per_head(covariates)
    before = pd.MultiIndex.from_arrays([frame["province"], frame["year"] - 1])
    frame["log_gdp"] = np.log(value.reindex(before).to_numpy(dtype=float))
    frame["policy"] = in_force(policies, frame["province"], frame["year"])
    frame["lower"] = np.take(LIMITS, frame["end"])
    frame["upper"] = np.take(LIMITS, frame["end"] + 1)
    return frame.drop(columns="parent").sort_values(["unit_type", "unit", "year"]).reset_index(drop=True)


def sample(frame: pd.DataFrame, unit_type: str, spec: str) -> pd.DataFrame:
    """The moves that a formula can use: those of a kind (or ``both``), with gross product where that is in it."""
    own = frame if unit_type == "both" else frame[frame["unit_type"] == unit_type]
    return (own if spec == "base" else own.dropna(subset=["log_gdp"])).reset_index(drop=True)


def design(part: pd.DataFrame, spec: str) -> pd.DataFrame:
    """Columns of the formula as numbers, without a constant; log gross product is centred at the sample's mean."""
    import pandas as pd

    start, years = part["start"].to_numpy(), sorted(part["year"].unique())
    columns = {"lag_low": start <= 1, "lag_top": start == 3}
    columns |= {f"year_{year}": (part["year"] == year).to_numpy() for year in years[1:]}
    columns |= {belt: (part["belt"] == belt).to_numpy() for belt in BELTS}
    columns["south"] = (part["north_south"] == "south").to_numpy()
    if part["unit_type"].nunique() > 1:
        columns["city"] = (part["unit_type"] == "city").to_numpy()
    out = pd.DataFrame(columns).astype(float)
    if spec != "base":
        out["log_gdp_per_head"] = (part["log_gdp"] - part["log_gdp"].mean()).to_numpy()
    if spec == "policy":
        out["policy_in_force"] = part["policy"].to_numpy(dtype=float)
    return out


def merged(part: pd.DataFrame) -> pd.Categorical:
    """The band reached, the lowest two as one."""
    import pandas as pd

    names = [f"{BANDS[0]}/{BANDS[1]}", *BANDS[2:]]
    return pd.Categorical.from_codes(np.maximum(part["end"].to_numpy() - 1, 0), names, ordered=True)


def groups(part: pd.DataFrame) -> np.ndarray:
    """The unit of each move; a province and a city of one name are two."""
    return (part["unit_type"] + " " + part["unit"]).to_numpy(dtype=str)


def fit(frame: pd.DataFrame, family: str, unit_type: str, spec: str) -> OrderedLogitResults | IntervalRegressionResults:
    """One model with covariances by unit; ``SeparationError`` where there is no finite estimate."""
    from egov.methods.interval_regression import IntervalRegression, RandomInterceptIntervalRegression
    from egov.methods.ordered_logit import OrderedLogit

    part = sample(frame, unit_type, spec)
    x, unit = design(part, spec), groups(part)
    if family == "ordered_logit":
        return OrderedLogit(merged(part), x, groups=unit).fit()
    if family == "ordered_logit_ridge":
        return OrderedLogit(merged(part), x, penalty="ridge", ridge=RIDGE, groups=unit).fit()
    x.insert(0, "constant", 1.0)
    limits = part[["lower", "upper"]].to_numpy()
    if family == "interval":
        return IntervalRegression(limits, x, groups=unit).fit()
    if family == "interval_random":
        return RandomInterceptIntervalRegression(limits, x, groups=unit).fit()
    raise ValueError(f"family {family!r}: expected one of {', '.join(FAMILIES)}")


def wanted() -> list[tuple[str, str, str]]:
    """Every model that is tried: family, kind of unit, formula; the random intercept for the first formula alone."""
    every = [(f, t, s) for t in ("province", "city", "both") for f in FAMILIES for s in SPECS]
    return [(f, t, s) for f, t, s in every if f != "interval_random" or s == "base"]


def fits(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All models: their estimates as ``yoy_models`` wants them, and one row a model on how it went.

    The second frame: family, unit_type, spec, n, units, estimated, note (what separates, or that the intercept's
    spread is zero).
    """
    import pandas as pd

    from egov.methods.likelihood import ConvergenceError, SeparationError
    from egov.methods.ordinal import holm

    tables, notes = [], []
    for family, unit_type, spec in wanted():
        part = sample(frame, unit_type, spec)
        about = {"family": family, "unit_type": unit_type, "spec": spec, "n": len(part)}
        about["units"] = len(set(groups(part)))
        try:
            results = fit(frame, family, unit_type, spec)
        except SeparationError as error:
            notes.append(about | {"estimated": False, "note": f"no finite estimate of {', '.join(error.terms)}"})
            continue
        except ConvergenceError as error:
            notes.append(about | {"estimated": False, "note": str(error).partition(":")[0]})
            continue
        note = "the intercept's spread is zero" if getattr(results, "at_boundary", False) else ""
        notes.append(about | {"estimated": True, "note": note})
        table = results.coefficients()
        chosen = table["term"].isin(SUBSTANCE)
        table.loc[chosen, "p_holm"] = holm(table.loc[chosen, "p"].to_numpy())
        penalty = "ridge" if family.endswith("ridge") else "none"
        if note:  # at the end of its range a spread has no normal interval
            table.loc[table["term"] == "sd_group", ["se", "lower", "upper", "p"]] = np.nan
        table = table.assign(model=f"{family}_{spec}", unit_type=unit_type, penalty=penalty)
        tables.append(table.assign(n=len(part), units=about["units"], log_likelihood=float(results.llf)))
    return pd.concat(tables, ignore_index=True), pd.DataFrame(notes)


def contrasts(part: pd.DataFrame, spec: str) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """Pairs of designs whose mean difference in probability is an effect: with, without."""
    x = design(part, spec)
    years = [c for c in x.columns if c.startswith("year_")]
    blocks = [["lag_low", "lag_top"], years, list(BELTS), ["south"], ["city"], ["policy_in_force"]]
    out = {}
    for block in blocks:
        present = [c for c in block if c in x]
        without = x.assign(**dict.fromkeys(present, 0.0))
        for term in present:
            out[term] = (without.assign(**{term: 1.0}), without)
    if "log_gdp_per_head" in x:
        out["log_gdp_per_head"] = (x.assign(log_gdp_per_head=x["log_gdp_per_head"] + np.log1p(GROWTH)), x)
    return out


def effects(frame: pd.DataFrame, n_resamples: int = RESAMPLES) -> pd.DataFrame:
    """Average effects on the chance of a band, in percentage points, with a bootstrap over whole units.

    From the ridge version, which every resample has. Columns: unit_type, spec, outcome, term, estimate, lower, upper,
    n, units. Gross product per head: the effect of 10 % more.
    """
    import pandas as pd

    from egov.methods.ordered_logit import fit_many, probability_above, unit_weights

    out = []
    for unit_type in ("province", "city", "both"):
        for spec in SPECS:
            part = sample(frame, unit_type, spec)
            x, unit = design(part, spec).to_numpy(), groups(part)
            codes = np.maximum(part["end"].to_numpy() - 1, 0)
            drawn = unit_weights(unit, n_resamples, seed=0, strata=part["unit_type"].to_numpy(dtype=str))
            weights = np.vstack([np.ones(len(part)), drawn])
            params = fit_many(codes, x, weights, RIDGE, fit_many(codes, x, weights[:1], RIDGE)[0])
            share = weights / weights.sum(axis=1, keepdims=True)
            for term, (there, absent) in contrasts(part, spec).items():
                for category, outcome in OUTCOMES.items():
                    gap = probability_above(params, there, category - 1) - probability_above(
                        params, absent, category - 1
                    )
                    value = 100 * (share * gap).sum(axis=1)
                    low, high = np.nanquantile(value[1:], [0.025, 0.975])
                    row = (unit_type, spec, outcome, term, value[0], low, high, len(part), len(set(unit)))
                    out.append(row)
    columns = ["unit_type", "spec", "outcome", "term", "estimate", "lower", "upper", "n", "units"]
    return pd.DataFrame(out, columns=columns)


def odds_check(frame: pd.DataFrame, unit_type: str = "both", n_resamples: int = RESAMPLES) -> pd.DataFrame:
    """Is one set of coefficients enough for both cuts? Two binary logits with the same ridge, and their difference.

    Columns: term, at_high (reaching 高), at_top (reaching 非常高), difference, lower, upper (bootstrap over units).
    The ridge ties both to zero, so a difference is understated where a cut separates.
    """
    import pandas as pd

    from egov.methods.ordered_logit import fit_many, unit_weights

    part = sample(frame, unit_type, "base")
    x = design(part, "base")
    drawn = unit_weights(groups(part), n_resamples, seed=0, strata=part["unit_type"].to_numpy(dtype=str))
    weights = np.vstack([np.ones(len(part)), drawn])
    end, k = part["end"].to_numpy(), x.shape[1]
    at = {c: fit_many((end >= c).astype(int), x.to_numpy(), weights, RIDGE)[:, :k] for c in OUTCOMES}
    gap = at[3] - at[2]
    low, high = np.nanquantile(gap[1:], [0.025, 0.975], axis=0)
    return pd.DataFrame(
        {
            "term": list(x.columns),
            "at_high": at[2][0],
            "at_top": at[3][0],
            "difference": gap[0],
            "lower": low,
            "upper": high,
        }
    )
