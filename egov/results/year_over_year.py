"""Chapter *Year over year*: moves between bands, what goes with them, and a forecast on record.

The parts are in ``year_over_year_moves``, ``_models``, ``_forecasts`` and ``_findings``; here they are put together,
with the published means of more than one year.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from egov.results import year_over_year_forecasts as forecasting
from egov.results import year_over_year_models as models
from egov.results import year_over_year_moves as moving
from egov.results.year_over_year_findings import findings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DERIVED", "everything", "findings", "mean_changes"]

Load = Callable[..., "pd.DataFrame"]


def mean_changes(means: pd.DataFrame) -> pd.DataFrame:
    """Changes of a published mean from one printed year to the next, with what rounding allows.

    Columns: unit_type, name_zh, name_en, from_year, to_year, from_printed, to_printed, change, lower, upper, years,
    and the same a year (per_year). A difference of two figures with two decimals is known to within 0.01.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "unit_type": "province",
    ...         "code": "total",
    ...         "measure": "mean",
    ...         "mention": 1,
    ...         "name_zh": "",
    ...         "name_en": "index",
    ...         "year": [2016, 2017],
    ...         "printed": ["77.70", "79.95"],
    ...     }
    ... )
    >>> mean_changes(frame)[["change", "lower", "upper"]].to_numpy().round(3).tolist()
    [[2.25, 2.24, 2.26]]
    """
    import pandas as pd

    from egov.methods.rounding import printed

    kept = means[(means["measure"] == "mean") & (means["mention"] == 1)].sort_values("year")
    rows = []
    for (unit_type, code), part in kept.groupby(["unit_type", "code"], observed=True, sort=False):
        records = list(part.itertuples())
        for one, two in pairwise(records):
            change = printed(two.printed) - printed(one.printed)
            years = int(two.year - one.year)
            rows.append(
                {
                    "unit_type": str(unit_type),
                    "code": code,
                    "name_zh": two.name_zh,
                    "name_en": two.name_en,
                    "from_year": int(one.year),
                    "to_year": int(two.year),
                    "from_printed": one.printed,
                    "to_printed": two.printed,
                    "change": float(Fraction(two.printed) - Fraction(one.printed)),
                    "lower": float(change.lower),
                    "upper": float(change.upper),
                    "years": years,
                    "per_year": float((Fraction(two.printed) - Fraction(one.printed)) / years),
                }
            )
    return pd.DataFrame(rows).sort_values(["code", "from_year"], ascending=[False, True]).reset_index(drop=True)


def _rows(load: Load) -> pd.DataFrame:
    return models.rows(load("capacity_bands"), load("units"), load("province_covariates"), load("policies"))


def _models(load: Load) -> pd.DataFrame:
    return models.fits(_rows(load))[0]


def _scores(load: Load) -> pd.DataFrame:
    return forecasting.scores(forecasting.scored(load("capacity_bands"), load("units")))


DERIVED = {
    "transitions": lambda load: moving.transitions(load("capacity_bands")),
    "yoy_models": _models,
    "yoy_effects": lambda load: models.effects(_rows(load)),
    "forecasts": lambda load: forecasting.forecasts(load("capacity_bands"), load("units")),
    "forecast_scores": _scores,
}


def everything(load: Load) -> dict[str, pd.DataFrame]:
    """Every frame of the chapter by name, computed from the published tables."""
    bands, units = load("capacity_bands"), load("units")
    frame = _rows(load)
    estimates, notes = models.fits(frame)
    scored = forecasting.scored(bands, units)
    moved = moving.moves(bands, units)
    out = {
        "bands": bands,
        "moves": moved,
        "falls": moving.movers(moved, "down"),
        "returns": moving.movers(moved, "return"),
        "transitions": moving.transitions(bands),
        "mobility": moving.mobility_table(bands),
        "same_process": moving.same_process(bands, units),
        "jump": moving.jump(bands),
        "catching_up": moving.catching_up(bands),
        "thin": moving.thin_places(bands, units),
        "rows": frame,
        "models": estimates,
        "fits": notes,
        "effects": models.effects(frame),
        "odds": models.odds_check(frame),
        "scored": scored,
        "scores": forecasting.scores(scored),
        "by_year": forecasting.by_year(scored),
        "reliability": forecasting.reliability_table(scored),
        "forecasts": forecasting.forecasts(bands, units),
        "means": mean_changes(load("capacity_means")),
    }
    for unit_type in moving.kinds(bands):
        out[f"matrix_{unit_type}"] = moving.matrix(bands, unit_type)
        out[f"long_run_{unit_type}"] = moving.long_run(bands, unit_type)
    return out
