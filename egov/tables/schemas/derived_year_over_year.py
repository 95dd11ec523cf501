"""Derived tables of the year-over-year chapter."""

from __future__ import annotations

from egov.tables.schemas.fields import BANDS, UNIT, UNIT_KEY, UNIT_TYPE, UNIT_TYPES, Field, Table

INDICES = ("immobility", "up", "down", "bartholomew", "prais", "determinant")
ALTERNATIVES = ("low_bands_as_one", "van_elteren", "whole_units")
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

MOBILITY = Table(
    "mobility",
    "derived",
    "Mobility indices over all years",
    "One number for a whole matrix of moves, with percentile intervals of 95 % from resampling whole units. Indices "
    "that need the matrix take 低 and 中 as one band.",
    ("unit_type", "index"),
    (
        UNIT_TYPE,
        Field("index", "category", "index", values=INDICES),
        Field("meaning", "string", "what it measures"),
        _number("estimate", "value"),
        _number("lower", "lower end of the interval"),
        _number("upper", "upper end"),
    ),
    min_rows=12,
)

SAME_PROCESS = Table(
    "same_process",
    "derived",
    "Is it one process? Tests of homogeneity",
    "Likelihood-ratio tests whether one matrix of moves governs all years, all belts, or provinces and cities over "
    "their common years. `p` is from permutations (years among moves from one band, whole units among groups) and is "
    "the one to read; the chi-square law's stands beside it.",
    ("question", "unit_type"),
    (
        Field("question", "category", "what is compared", values=("years", "belts", "provinces and cities")),
        _KIND,
        Field("units", "integer", "units", minimum=1),
        Field("n", "integer", "moves", minimum=1),
        _number("lr", "likelihood-ratio statistic"),
        Field("df", "integer", "degrees of freedom of the chi-square law", minimum=0),
        _number("p", "p-value by permutation"),
        _number("p_asymptotic", "p-value of the chi-square law"),
        _number("p_holm", "`p` after Holm's correction over these tests"),
    ),
    min_rows=5,
)

YOY_FITS = Table(
    "yoy_fits",
    "derived",
    "What became of each regression",
    "One row a model that was tried: how many moves it has, and whether its estimate is finite. Models without one "
    "have no rows in `yoy_models`.",
    ("family", "unit_type", "spec"),
    (
        Field("family", "string", "family of models"),
        _KIND,
        Field("spec", "string", "formula"),
        Field("n", "integer", "moves used", minimum=1),
        Field("units", "integer", "units they belong to", minimum=1),
        Field("estimated", "boolean", "whether there is a finite estimate"),
        Field("note", "string", "what separates, or that a spread is zero", required=False),
    ),
    min_rows=30,
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
        Field("model", "string", "family and formula: base, with gross product, with policy too"),
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
        Field("spec", "string", "formula"),
        Field("outcome", "category", "band reached", values=("高 or higher", "非常高")),
        Field("term", "string", "what differs"),
        _number("estimate", "effect", "percentage points", 4),
        _number("lower", "lower end of the interval", "percentage points", 4),
        _number("upper", "upper end", "percentage points", 4),
        Field("n", "integer", "moves used", minimum=1),
        Field("units", "integer", "units they belong to", minimum=1),
    ),
    min_rows=100,
)

YOY_ODDS = Table(
    "yoy_odds",
    "derived",
    "One set of coefficients for both steps? A check",
    "The first formula, provinces and cities together, as two binary logits with the ridge of the ordered one: "
    "reaching 高, and reaching 非常高. Percentile intervals of 95 % of the difference from resampling whole units.",
    ("term",),
    (
        Field("term", "string", "coefficient"),
        _number("at_high", "log odds of reaching 高 or higher"),
        _number("at_top", "log odds of reaching 非常高"),
        _number("difference", "the second less the first"),
        _number("lower", "lower end of the difference's interval"),
        _number("upper", "upper end"),
    ),
    min_rows=9,
)

YOY_DETECTABLE = Table(
    "yoy_detectable",
    "derived",
    "Comparisons of rises, and what they can show",
    "Rises of two groups among units below the top, compared by the exact conditional test of a common odds ratio "
    "(Mantel and Haenszel) within band of origin (and, for places, last year and earlier years; for the band of "
    "origin, within years). Moves of one unit are taken for independent. `odds_ratio` is the least, first group "
    "ahead, that the test at 5 % finds with 80 % power; empty where none does, however large.",
    ("contrast", "unit_type"),
    (
        Field("contrast", "string", "groups compared: first and other"),
        UNIT_TYPE,
        Field("rises", "integer", "rises of the first group", minimum=0),
        Field("n", "integer", "its moves from below the top", minimum=1),
        Field("other_rises", "integer", "rises of the other group", minimum=0),
        Field("other_n", "integer", "its moves from below the top", minimum=1),
        Field("compared", "integer", "moves in strata that hold both groups, rises and others", minimum=0),
        _number("estimate", "common odds ratio, conditional estimate; empty at the ends", decimals=2, required=False),
        _number("lower", "lower end of its exact interval of 95 %", decimals=2),
        _number("upper", "upper end; empty where it is infinite", decimals=2, required=False),
        _number("p", "exact p-value"),
        _number("p_holm", "after Holm's correction over the table"),
        _number("odds_ratio", "least odds ratio found with 80 % power", decimals=2, required=False),
    ),
    min_rows=12,
)

YOY_ALTERNATIVES = Table(
    "yoy_alternatives",
    "derived",
    "The comparisons of rises under other tests",
    "Each comparison of `yoy_detectable` under tests that are as usual: with 低 and 中 as one band of origin; by van "
    "Elteren's weights, which are slightly unequal and split ties; and, for places, with whole units exchanged between "
    "the groups, which does not take the moves of one unit for independent. Holm's correction goes over the rows of "
    "one test.",
    ("contrast", "unit_type", "test"),
    (
        Field("contrast", "string", "groups compared: first and other"),
        UNIT_TYPE,
        Field("test", "category", "other test", values=ALTERNATIVES),
        _number("p", "p-value"),
        _number("p_holm", "after Holm's correction over the rows of this test"),
    ),
    min_rows=32,
)

FORECASTS = Table(
    "forecasts",
    "derived",
    "Forecast of the year after the last",
    "Probability of each band for all units, by the chapter's formula, from bands up to `data_through` alone; the "
    "table `forecast_records` keeps it for good. The four of a unit sum to one "
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

FORECAST_RECORDS = Table(
    "forecast_records",
    "derived",
    "Forecasts on record, kept for good",
    "Every forecast of a year to come as it was written down, with the day and the data it was made from. Rows are "
    "only ever added: a later year, a better rule or a corrected band leaves them as they are. The four probabilities "
    "of a unit sum to one exactly as written.",
    ("record", "unit_type", "unit", "year", "band"),
    (
        Field("record", "string", "model and last year of its data"),
        UNIT_TYPE,
        UNIT,
        _year("year", "year forecast"),
        _band("band", "band"),
        Field("probability", "number", "forecast probability", minimum=0, maximum=1, decimals=4),
        Field("model", "string", "who forecasts"),
        _year("data_through", "last year whose bands were used"),
        Field("made_on", "string", "day on which the record was made", pattern=r"\d{4}-\d\d-\d\d"),
    ),
    min_rows=1024,
    own_foreign_keys=UNIT_KEY,
)

FORECAST_HISTORY = Table(
    "forecast_history",
    "derived",
    "Forecasts of past years",
    "What each way to forecast would have said of the years that have come since, fitted on earlier years alone, and "
    "what happened. The four probabilities of a forecast sum to one exactly as written.",
    ("forecaster", "unit_type", "unit", "year", "band"),
    (
        Field("forecaster", "string", "who forecasts"),
        UNIT_TYPE,
        UNIT,
        _year("year", "year forecast"),
        _band("band", "band"),
        Field("probability", "number", "forecast probability", minimum=0, maximum=1, decimals=6),
        Field("happened", "boolean", "whether the unit came to stand in that band"),
    ),
    min_rows=5120,
    own_foreign_keys=UNIT_KEY,
)

FORECAST_SCORES = Table(
    "forecast_scores",
    "derived",
    "Forecasts of past years, scored",
    "Mean scores of forecasts that used earlier years alone (smaller is better), and their mean difference from "
    "persistence with single steps: bootstrap over whole units, sign-flip p. Few years were forecast, and a year moves "
    "all units at once, so the intervals are too narrow as a statement on years to come.",
    ("forecaster", "unit_type"),
    (
        Field("forecaster", "string", "who forecasts"),
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
    min_rows=24,
)

TABLES = (
    TRANSITIONS,
    MOBILITY,
    SAME_PROCESS,
    YOY_FITS,
    YOY_MODELS,
    YOY_EFFECTS,
    YOY_ODDS,
    YOY_DETECTABLE,
    YOY_ALTERNATIVES,
    FORECASTS,
    FORECAST_RECORDS,
    FORECAST_HISTORY,
    FORECAST_SCORES,
)
