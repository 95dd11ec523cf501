"""Chapter *Year over year*: moves between bands, what goes with them, and a forecast on record.

The parts are in ``year_over_year_moves``, ``_models``, ``_limits``, ``_forecasts``, ``_findings`` and ``_rows``; here
they are put together, with the published means of more than one year. What is dear to compute (fits, resamples,
permutations) is a derived table and read back through the loader; what a glance at the bands gives is counted anew.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from egov.results import year_over_year_forecasts as forecasting
from egov.results import year_over_year_limits as limits
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


_FITTED: dict[bytes, tuple[pd.DataFrame, pd.DataFrame]] = {}


def _fits(load: Load) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All models of these rows, fitted once although two tables ask for them."""
    import pandas as pd

    frame = _rows(load)
    key = pd.util.hash_pandas_object(frame).to_numpy().tobytes()
    if key not in _FITTED:
        _FITTED.clear()
        _FITTED[key] = models.fits(frame)
    return _FITTED[key]


DERIVED = {
    "transitions": lambda load: moving.transitions(load("capacity_bands")),
    "mobility": lambda load: moving.mobility_table(load("capacity_bands")),
    "same_process": lambda load: moving.same_process(load("capacity_bands"), load("units")),
    "yoy_fits": lambda load: _fits(load)[1],
    "yoy_models": lambda load: _fits(load)[0],
    "yoy_effects": lambda load: models.effects(_rows(load)),
    "yoy_odds": lambda load: models.odds_check(_rows(load)),
    "yoy_detectable": lambda load: limits.detectable(load("capacity_bands"), load("units")),
    "forecasts": lambda load: forecasting.forecasts(load("capacity_bands"), load("units")),
    "forecast_history": lambda load: forecasting.history(load("capacity_bands"), load("units")),
    "forecast_scores": lambda load: forecasting.scores(forecasting.scored(_plain(load("forecast_history")))),
}


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A derived table for further work: categories in their declared order, then names as text, nothing where empty."""
    out = frame.sort_values(list(frame.select_dtypes("category")), kind="stable", ignore_index=True)
    for column in out.select_dtypes(["category", "str"]):
        out[column] = out[column].astype("str").fillna("")
    return out


def everything(load: Load) -> dict[str, pd.DataFrame]:
    """Every frame of the chapter by name, from the published tables and the chapter's derived ones."""
    bands, units = load("capacity_bands"), load("units")
    scored = forecasting.scored(_plain(load("forecast_history")))
    moved = moving.moves(bands, units)
    out = {
        "bands": bands,
        "moves": moved,
        "falls": moving.movers(moved, "down"),
        "returns": moving.movers(moved, "return"),
        "yearly": moving.yearly(bands),
        "jump": moving.jump(bands),
        "catching_up": moving.catching_up(bands),
        "thin": limits.thin_places(bands, units),
        "rows": _rows(load),
        "scored": scored,
        "by_year": forecasting.by_year(scored),
        "reliability": forecasting.reliability_table(scored),
        "means": mean_changes(load("capacity_means")),
    }
    out |= {part: _plain(load(table)) for part, table in READ.items()}
    for unit_type in moving.kinds(bands):
        out[f"matrix_{unit_type}"] = moving.matrix(bands, unit_type)
        out[f"long_run_{unit_type}"] = moving.long_run(bands, unit_type)
    return out


READ = {
    "transitions": "transitions",
    "mobility": "mobility",
    "same_process": "same_process",
    "fits": "yoy_fits",
    "models": "yoy_models",
    "effects": "yoy_effects",
    "odds": "yoy_odds",
    "detectable": "yoy_detectable",
    "forecasts": "forecasts",
    "scores": "forecast_scores",
}
"""Parts of the chapter that are derived tables: name of the part, and of the table."""
