"""Derived tables of the regional chapter."""

from __future__ import annotations

from egov.tables.schemas.fields import UNIT_TYPES, Field, ForeignKey, Table

_KIND = Field("unit_type", "category", "provincial units or cities", values=UNIT_TYPES)
_YEAR = Field("year", "integer", "year assessed", minimum=2015, maximum=2040)
_N = Field("n", "integer", "units compared", minimum=2)
_CONTRAST = Field(
    "contrast",
    "string",
    "east_west: mean of the east less mean of the west, the centre and the northeast out; south_north: all units; "
    "east_central: the centre in place of the west; 华北_rest …: a region less all other units; belts: trend west, "
    "centre with northeast, east; …_given_…: within the groups of the other",
)


def _points(name: str, description: str, decimals: int = 2, required: bool = True) -> Field:
    return Field(name, "number", description, unit="points", decimals=decimals, required=required)


def _level(what: str) -> Field:
    return Field("level", "number", what, minimum=0, maximum=1, decimals=2)


def _share(name: str, description: str, required: bool = True) -> Field:
    return Field(name, "number", description, minimum=0, maximum=1, decimals=4, required=required)


def _delta(name: str, description: str, required: bool = True) -> Field:
    return Field(name, "number", description, minimum=-1, maximum=1, decimals=3, required=required)


METHODS = ("bounds", "interval_regression", "published_scores")

REGIONAL_GAPS = Table(
    "regional_gaps",
    "derived",
    "Gaps between regions in points of the index",
    "`bounds`: sharp bounds from everything printed, rounded outwards; the estimate is their middle and no estimate. "
    "In the last year they also use the lists of ten leaders, for any weights of the five indicators in the total. "
    "`interval_regression`: from draws of the units' scores given bands and printed means, to a tenth. "
    "`published_scores`: from the scores of 31 provinces and of 32 cities of one year; lower and upper are what their "
    "rounding leaves.",
    ("unit_type", "year", "contrast", "method", "weighting"),
    (
        _KIND,
        _YEAR,
        _CONTRAST,
        Field("method", "category", "where the numbers come from", values=METHODS),
        Field("weighting", "category", "every unit alike, or by residents of 2020", values=("unit", "population")),
        _points("estimate", "gap; positive: east, south, the region named ahead"),
        _points("lower", "lower end"),
        _points("upper", "upper end"),
        _level("level of the interval; 1: holds for certain"),
        _N,
    ),
    min_rows=100,
)

REGION_TESTS = Table(
    "region_tests",
    "derived",
    "Tests of the gaps on the bands",
    "Exact permutation tests of ordered categories. Families of Holm's correction run over all years of a kind. "
    "The interval of Cliff's delta is the smoothed one, that of a trend or of a comparison within groups a jackknife.",
    ("unit_type", "year", "contrast", "statistic"),
    (
        _KIND,
        _YEAR,
        _CONTRAST,
        Field("statistic", "category", "test", values=("cliffs_delta", "jonckheere", "van_elteren")),
        Field("family", "category", "family of Holm's correction", values=("slogan", "trend", "held_fixed", "regions")),
        _delta("effect", "Cliff's delta, or its mean over pairs of groups or over strata"),
        _delta("lower", "lower end; empty where the effect is -1 or 1", False),
        _delta("upper", "upper end", False),
        _level("level of the interval"),
        _share("p", "exact two-sided p-value, ties in full"),
        _share("p_holm", "corrected within the family"),
        _share("p_max_gap", "p-value of the largest gap between the cumulative shares (Smirnov)", False),
        Field(
            "order",
            "category",
            "whether one group stands at or above the other at every limit",
            values=("first above", "second above", "equal", "crossing"),
            required=False,
        ),
        _N,
        Field("n_first", "integer", "units of the first group", minimum=1),
        Field("n_second", "integer", "units of the second group", minimum=1),
        _delta("detectable", "smallest effect found with 80 % power; empty where none is", False),
        Field("reason", "string", "why there is none", required=False),
        Field("exact", "boolean", "by enumeration"),
    ),
    min_rows=90,
)

SCORE_INTERVALS = Table(
    "score_intervals",
    "derived",
    "Where each unpublished score lies",
    "Central interval of every unit's score in every year, inside its band, from the interval regression with a random "
    "intercept; in years with printed means given those too. Scores are not published but for 2019, and that year's "
    "are not used.",
    ("unit_type", "unit", "year"),
    (
        _KIND,
        Field("unit", "string", "unit as Tables A-3 and A-4 print it"),
        _YEAR,
        _points("lower", "lower end", 1),
        _points("upper", "upper end", 1),
        _level("share of the draws inside"),
        Field("method", "category", "what was used", values=("model", "model + printed means")),
        _points("median", "half of the draws lie below", 1),
        _points("band_lower", "lower limit of the band", 0),
        _points("band_upper", "upper limit of the band", 0),
    ),
    min_rows=288,
    own_foreign_keys=(ForeignKey(("unit_type", "unit"), "units", ("unit_type", "unit")),),
)

REGIONAL_MODELS = Table(
    "regional_models",
    "derived",
    "Models compared, by likelihood and by leaving one year out",
    "The primary model was fixed in advance: belt + south + trend, logit-normal, random intercept.",
    ("unit_type", "design", "latent", "random_intercept"),
    (
        _KIND,
        Field("design", "string", "what the location depends on"),
        Field("latent", "string", "family of the score"),
        Field("random_intercept", "boolean", "whether units keep a level of their own over the years"),
        Field("parameters", "integer", "estimated parameters", minimum=2),
        Field("log_likelihood", "number", "at the maximum", decimals=2),
        Field("aic", "number", "Akaike's criterion, lower is better", decimals=2),
        Field("log_score", "number", "log probability of each year's bands without that year, summed", decimals=2),
    ),
)

REGIONAL_SPREAD = Table(
    "regional_spread",
    "derived",
    "Spread of scores between and within groups",
    "Standard deviations under the model, in points, for the four belts and the seven regions.",
    ("unit_type", "year", "grouping", "part"),
    (
        _KIND,
        _YEAR,
        Field("grouping", "category", "four belts or seven regions", values=("belt", "region7")),
        Field("part", "category", "between the groups' means or within the groups", values=("between", "within")),
        _points("estimate", "mean of the draws", 1),
        _points("lower", "lower end", 1),
        _points("upper", "upper end", 1),
        _level("level of the interval"),
        _N,
    ),
)

REGIONAL_CHANGES = Table(
    "regional_changes",
    "derived",
    "Change of gaps and of spread from the first to the last year",
    "In points, under the model, which holds gaps in logits constant: see `regional_change_parts` for what that builds "
    "in. Years are drawn independently given the bands, which makes the intervals wide.",
    ("unit_type", "contrast"),
    (
        _KIND,
        Field(
            "contrast",
            "string",
            "a gap, as in `regional_gaps`; between_belts, within_regions …: standard deviations of `regional_spread`",
        ),
        Field("from_year", "integer", "first year", minimum=2015),
        Field("to_year", "integer", "last year", minimum=2015),
        _points("estimate", "change; negative: the gap narrowed", 1),
        _points("lower", "lower end", 1),
        _points("upper", "upper end", 1),
        _level("level of the interval"),
    ),
)

REGIONAL_ROBUSTNESS = Table(
    "regional_robustness",
    "derived",
    "The two gaps of the last year under other choices",
    "One choice changed a row. Empty where a choice does not touch a column.",
    ("setting", "variant", "contrast"),
    (
        Field("setting", "string", "the choice"),
        Field("variant", "string", "how it is made here"),
        _CONTRAST,
        _YEAR,
        _delta("delta", "Cliff's delta on the bands", False),
        _delta("delta_lower", "lower end, 95 %", False),
        _delta("delta_upper", "upper end", False),
        _share("p", "exact permutation p-value, uncorrected", False),
        _points("bound_lower", "sharp lower bound", 2, False),
        _points("bound_upper", "sharp upper bound", 2, False),
        _points("model", "gap under the model", 1),
        _points("model_lower", "lower end, 95 %", 1),
        _points("model_upper", "upper end", 1),
        _N,
        Field("note", "string", "remark", required=False),
    ),
)

REGIONAL_MISSES = Table(
    "regional_misses",
    "derived",
    "Printed means against the model without them",
    "What bands and model expect of a mean before it is used, for three families, with a trend or with a level for "
    "every year. The mean of the year before the first band is an extrapolation of the trend.",
    ("unit_type", "year", "group", "latent", "design"),
    (
        _KIND,
        _YEAR,
        Field("group", "string", "all units, or a region"),
        Field("latent", "string", "family of the score"),
        Field("design", "string", "what the location depends on"),
        _points("printed", "mean as printed"),
        _points("model", "mean expected"),
        _points("miss", "expected minus printed"),
    ),
)

REGIONAL_OPINIONS = Table(
    "regional_opinions",
    "derived",
    "The two gaps asked of the ordered logit and of the interval regression",
    "Odds of a higher band, and the difference in the chance of a band, averaged over units and years, all else as it "
    "is. Same rows and design for every model; errors clustered by unit, delta method.",
    ("unit_type", "contrast", "model", "measure"),
    (
        _KIND,
        _CONTRAST,
        Field("model", "string", "who is asked; own level: with a random intercept of each unit"),
        Field("measure", "string", "odds ratio, or the band whose chance is meant (percentage points)"),
        Field("estimate", "number", "effect; above one or above zero: east, south ahead", decimals=2),
        Field("lower", "number", "lower end", decimals=2),
        Field("upper", "number", "upper end", decimals=2),
        _level("level of the interval"),
        _share("p", "two-sided, normal approximation, uncorrected"),
        _N,
        Field("rows", "integer", "units times years", minimum=2),
    ),
)

REGIONAL_BINDING = Table(
    "regional_binding",
    "derived",
    "What each printed figure adds to the bounds on the two gaps",
    "Sharp bounds of the last year as printed figures are added one after the other, units counted alike.",
    ("unit_type", "number"),
    (
        _KIND,
        _YEAR,
        Field("number", "integer", "position of the step", minimum=1),
        Field("step", "string", "figures used, beside those of the steps before"),
        _points("east_west_lower", "least gap, east less west"),
        _points("east_west_upper", "greatest gap"),
        _points("south_north_lower", "least gap, south less north"),
        _points("south_north_upper", "greatest gap"),
    ),
)

REGIONAL_CATCHING_UP = Table(
    "regional_catching_up",
    "derived",
    "Did the groups behind catch up? Three checks that hold the scale fixed",
    "`rank`: change of rank within each year, group behind against group ahead (Cliff's delta). `same start`: last "
    "band among units that started in one band (van Elteren). `trend`: difference of trends in logits a year. "
    "Positive: the group behind gained. Not corrected for being many.",
    ("unit_type", "contrast", "check"),
    (
        _KIND,
        _CONTRAST,
        Field("check", "category", "how it is asked", values=("rank", "same start", "trend")),
        Field("effect", "number", "gain of the group behind", decimals=3),
        Field("lower", "number", "lower end, 95 %", decimals=3),
        Field("upper", "number", "upper end", decimals=3),
        _share("p", "two-sided p-value"),
        _N,
    ),
)

REGIONAL_CHANGE_PARTS = Table(
    "regional_change_parts",
    "derived",
    "Change of the gaps, parted into what the scale builds in and what is beyond it",
    "From a model whose belts and sides have trends of their own. `built_in`: the change in points if every gap in "
    "logits had stayed as in the first year, while the level rose toward the end of the scale; `beyond`: the rest, "
    "which alone speaks of catching up (negative: the group behind gained); `total`: both.",
    ("unit_type", "contrast", "part"),
    (
        _KIND,
        _CONTRAST,
        Field("part", "category", "which part of the change", values=("total", "built_in", "beyond")),
        Field("from_year", "integer", "first year", minimum=2015),
        Field("to_year", "integer", "last year", minimum=2015),
        _points("estimate", "change of the expected gap", 1),
        _points("lower", "lower end", 1),
        _points("upper", "upper end", 1),
        _level("level of the interval"),
        _N,
    ),
)

REGIONAL_HISTORIES = Table(
    "regional_histories",
    "derived",
    "Tests of the two gaps over all years: whole histories of units permuted",
    "The statistic of a year is the difference of mean ranks. `all years`: its mean over the years. A single year: "
    "adjusted for all years of the contrast by the largest statistic (Westfall and Young).",
    ("unit_type", "contrast", "years"),
    (
        _KIND,
        _CONTRAST,
        Field("years", "string", "all years together, or one year"),
        _delta("effect", "Cliff's delta, or its mean over the years"),
        _share("p", "two-sided p-value from seeded permutations"),
        _N,
        Field("permutations", "integer", "permutations drawn", minimum=1000),
    ),
)

SCORE_VALIDATION = Table(
    "score_validation",
    "derived",
    "Printed scores of 2019 against what the model had said of them",
    "One row a printed score. The model never read them.",
    ("unit_type", "unit", "year"),
    (
        _KIND,
        Field("unit", "string", "unit as Tables A-3 and A-4 print it"),
        _YEAR,
        _points("score", "score as printed"),
        _points("record_lower", "lower end of the 90 % interval on record", 1),
        _points("record_upper", "upper end of the 90 % interval on record", 1),
        Field("record_held", "boolean", "whether the interval on record holds the score"),
        _points("record_score", "interval score of the interval on record, lower is better"),
        _points("trimmed_score", "interval score of the band trimmed by 5 % at each end"),
        _points("error", "score less the median of today's draws"),
        _share("pit", "share of today's draws below the score (probability integral transform)"),
        _points("crps", "continuous ranked probability score of today's draws, lower is better"),
        _points("crps_even", "the same for scores spread evenly over the band"),
    ),
    own_foreign_keys=(ForeignKey(("unit_type", "unit"), "units", ("unit_type", "unit")),),
)

SCORE_INTERVALS_RECORD = Table(
    "score_intervals_record_2019",
    "",
    "Intervals of the scores of 2019 as they stood before the cities' scores were in hand",
    "A copy of the rows of `score_intervals` of that year, kept so that the judgement on them can be rerun. Never to be "
    "computed again.",
    ("unit_type", "unit", "year"),
    SCORE_INTERVALS.own_fields,
    min_rows=64,
    own_foreign_keys=(ForeignKey(("unit_type", "unit"), "units", ("unit_type", "unit")),),
)

TABLES = (
    REGIONAL_GAPS,
    REGION_TESTS,
    SCORE_INTERVALS,
    REGIONAL_MODELS,
    REGIONAL_MISSES,
    REGIONAL_BINDING,
    REGIONAL_OPINIONS,
    REGIONAL_CATCHING_UP,
    REGIONAL_SPREAD,
    REGIONAL_CHANGES,
    REGIONAL_ROBUSTNESS,
    REGIONAL_CHANGE_PARTS,
    REGIONAL_HISTORIES,
    SCORE_VALIDATION,
    SCORE_INTERVALS_RECORD,
)
