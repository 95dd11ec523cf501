"""Derived tables of the year-over-year chapter."""

from __future__ import annotations

from egov.tables.schemas.fields import BANDS, UNIT, UNIT_KEY, UNIT_TYPE, UNIT_TYPES, Field, Table

FAMILIES = ("ordered_logit", "ordered_logit_ridge", "interval", "interval_random")
SPECS = ("base", "gdp", "policy")
MODELS = tuple(f"{family}_{spec}" for family in FAMILIES for spec in SPECS)
FORECASTERS = ("climatology", "persistence", "markov", "markov_pooled", "ordered_logit_lag", "ordered_logit")
_KIND = Field("unit_type", "category", "provinces, cities, or both together", values=(*UNIT_TYPES, "both"))


def _year(name: str, description: str) -> Field:
    return Field(name, "integer", description, minimum=2010, maximum=2040)


def _band(name: str, description: str) -> Field:
    return Field(name, "category", description, values=BANDS, ordered=True)


def _number(name: str, description: str, unit: str = "", decimals: int = 4, required: bool = True) -> Field:
    return Field(name, "number", description, unit=unit, decimals=decimals, required=required)


TRANSITIONS = Table(
    "transitions",
    "derived",
    "Moves between bands from one year to the next",
    "How many units of a kind went from one band to another. A band in which no unit stood has no row; where units "
    "stood, every destination has one, with 0 where none arrived.",
    ("unit_type", "from_year", "to_year", "from_band", "to_band"),
    (
        UNIT_TYPE,
        _year("from_year", "year assessed, the earlier"),
        _year("to_year", "year assessed, the later"),
        _band("from_band", "band in the earlier year"),
        _band("to_band", "band in the later year"),
        Field("count", "integer", "units", minimum=0),
    ),
    min_rows=90,
)

YOY_MODELS = Table(
    "yoy_models",
    "derived",
    "Year-over-year regressions",
    "Estimates of every model that has finite ones. Ordered logits are on the log-odds scale (低 and 中 as one band), "
    "interval models on the logit scale of the score. Standard errors by unit, normal intervals of 95 %; `p` is not "
    "corrected, `p_holm` is, over the terms that are not lag, year or threshold. Log gross product per head is that of "
    "the year before, centred; a city carries its province's.",
    ("model", "unit_type", "term"),
    (
        Field("model", "category", "family and formula: base, with gross product, with policy too", values=MODELS),
        _KIND,
        Field("term", "string", "coefficient, or threshold `band|band`, or scale"),
        _number("estimate", "estimate"),
        _number("se", "standard error, by unit; empty at the end of a range", required=False),
        _number("lower", "lower end of the interval", required=False),
        _number("upper", "upper end", required=False),
        _number("p", "two-sided p-value, normal", required=False),
        _number("p_holm", "after Holm's correction within the model", required=False),
        Field("penalty", "category", "penalty on the coefficients", values=("none", "ridge")),
        Field("n", "integer", "moves used", minimum=1),
        Field("units", "integer", "units they belong to", minimum=1),
        _number("log_likelihood", "log-likelihood at the estimates, penalty left out", decimals=3),
    ),
    min_rows=100,
)

YOY_EFFECTS = Table(
    "yoy_effects",
    "derived",
    "Average effects on the chance of a band",
    "Mean difference in probability over the moves of the sample, from the ridge version of the ordered logit; "
    "percentile intervals of 95 % from resampling whole units. Gross product per head: 10 % more. Dummies: against a "
    "band before of 高, the first year, the east, the north, provinces, no policy in force.",
    ("unit_type", "spec", "outcome", "term"),
    (
        _KIND,
        Field("spec", "category", "formula", values=SPECS),
        Field("outcome", "category", "band reached", values=("高 or higher", "非常高")),
        Field("term", "string", "what differs"),
        _number("estimate", "effect", "percentage points", 2),
        _number("lower", "lower end of the interval", "percentage points", 2),
        _number("upper", "upper end", "percentage points", 2),
        Field("n", "integer", "moves used", minimum=1),
        Field("units", "integer", "units they belong to", minimum=1),
    ),
    min_rows=100,
)

FORECASTS = Table(
    "forecasts",
    "derived",
    "Forecast of the year after the last, on record",
    "Probability of each band for all units, from bands up to `data_through` alone. The four of a unit sum to one "
    "exactly as written.",
    ("unit_type", "unit", "year", "band"),
    (
        UNIT_TYPE,
        UNIT,
        _year("year", "year forecast"),
        _band("band", "band"),
        Field("probability", "number", "forecast probability", minimum=0, maximum=1, decimals=4),
        _year("data_through", "last year whose bands were used"),
    ),
    min_rows=256,
    own_foreign_keys=UNIT_KEY,
)

FORECAST_SCORES = Table(
    "forecast_scores",
    "derived",
    "Forecasts of past years, scored",
    "Mean scores of forecasts that used earlier years alone (smaller is better), and their mean difference from "
    "smoothed persistence: bootstrap over whole units, sign-flip p. Few years were forecast, and a year moves all "
    "units at once, so the intervals are too narrow as a statement on years to come.",
    ("forecaster", "unit_type"),
    (
        Field("forecaster", "category", "who forecasts", values=FORECASTERS),
        _KIND,
        Field("n", "integer", "forecasts scored", minimum=1),
        _number("rps", "mean ranked probability score, 0 to 3"),
        _number("log_score", "mean logarithmic score", "nats"),
        _number("skill", "share of the reference's ranked score saved"),
        *(
            _number(f"{score}_{end}", f"{words} of the {name}", required=False)
            for score, name in (("rps", "ranked score"), ("log_score", "log score"))
            for end, words in (
                ("difference", "mean difference from the reference"),
                ("lower", "lower end of its interval"),
                ("upper", "upper end of its interval"),
                ("p", "p-value of the difference"),
            )
        ),
    ),
    min_rows=12,
)

TABLES = (TRANSITIONS, YOY_MODELS, YOY_EFFECTS, FORECASTS, FORECAST_SCORES)
