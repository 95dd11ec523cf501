"""Derived tables of the chapter on what the documents do not print, but imply."""

from __future__ import annotations

from egov.tables.schemas.fields import UNIT_TYPES, Field, Table

TIERS = ("rounding", "rounding+rank", "rounding+rank+order")
_TIER = Field(
    "tier",
    "category",
    "what is used: printed scores and group means to their rounding; with the printed ranks; with the stated order of"
    " the regions and which lie above the nation",
    values=TIERS,
    ordered=True,
)
READINGS = ("named twice, counted twice", "named twice, counted once", "divided by the stated size")
GRADES = ("A+", "A", "A-", "B+", "B", "B-", "C")
PARTS = ("market", "government", "legal", "culture")
_RANKS = r"\d+(\|\d+)*"
_PARENT = Field(
    "parent",
    "category",
    "the whole: the index or a first-level indicator",
    values=("total", "A", "B", "C", "D", "E"),
)
_STEP = Field("step", "number", "weights are multiples of this", "percent", minimum=0, maximum=100, decimals=1)
_UNIT_TYPE = Field("unit_type", "category", "provinces or cities", values=UNIT_TYPES)

BIZENV_RECOVERED = Table(
    "bizenv_recovered",
    "derived",
    "Recovered scores of the business environment",
    "Sharp bounds and all possible ranks of the nine provinces that the business-environment article does not print, in"
    " three tiers. Closed intervals, ties allowed; group lists and sizes as corrected. Each end is attained by a table"
    " that satisfies every constraint; two ends need not be attained together.",
    ("province", "tier"),
    (
        Field("province", "string", "key into units"),
        _TIER,
        Field("lower", "number", "least possible score", "points", minimum=0, maximum=100, decimals=4),
        Field("upper", "number", "greatest possible score", "points", minimum=0, maximum=100, decimals=4),
        Field("ranks", "string", "every rank among the 31 provinces that it can hold", pattern=_RANKS),
        Field("grades", "string", "grades that no printed province's grade rules out", pattern=r"[ABC+|-]+"),
    ),
)

BIZENV_REGIONS = Table(
    "bizenv_regions",
    "derived",
    "Recovered means of the seven regions",
    "Sharp bounds of the regional means of the business environment, which the article shows in a picture only.",
    ("region", "tier"),
    (
        Field("region", "string", "one of the seven regions"),
        _TIER,
        Field("lower", "number", "least possible mean", "points", minimum=0, maximum=100, decimals=4),
        Field("upper", "number", "greatest possible mean", "points", minimum=0, maximum=100, decimals=4),
        Field("n", "integer", "provinces of the region", minimum=1),
    ),
)

BIZENV_RANKINGS = Table(
    "bizenv_rankings",
    "derived",
    "Complete rankings that remain possible",
    "Every complete ranking of the 31 provinces that the last tier allows, for the nine that are not printed; the"
    " others hold their printed ranks. The numbers of the rankings mean nothing.",
    ("ranking", "province"),
    (
        Field("ranking", "integer", "running number", minimum=1),
        Field("province", "string", "key into units"),
        Field("rank", "integer", "its rank in this ranking", minimum=1, maximum=31),
    ),
)

BIZENV_CONSISTENCY = Table(
    "bizenv_consistency",
    "derived",
    "Do the printed figures of the article agree with one another?",
    "Whether any table of scores satisfies a tier, and how many points the best one keeps clear of every open end of a"
    " rounding interval and of every tie, by convention of rounding. With the corrections applied.",
    ("tier",),
    (
        _TIER,
        Field("compatible", "boolean", "whether all constraints can hold at once"),
        Field("margin_half_up", "number", "greatest clearance, half rounded up", "points", minimum=0, decimals=4),
        Field("margin_half_even", "number", "the same, half to even", "points", minimum=0, decimals=4),
        Field(
            "bounds_differ_by",
            "number",
            "greatest difference between the bounds of both conventions; first tier only",
            "points",
            minimum=0,
            decimals=4,
            required=False,
        ),
    ),
)

BIZENV_CONFLICTS = Table(
    "bizenv_conflicts",
    "derived",
    "What contradicts what in the article as printed",
    "For each way to read the article without the corrections, a set of printed statements that cannot all be true,"
    " none of which can be left out.",
    ("reading",),
    (
        Field("reading", "category", "how the slip is read", values=READINGS, ordered=True),
        Field("group", "string", "group with the slip; key into bizenv_groups"),
        Field("size", "integer", "statements in the set", minimum=2),
        Field("least", "boolean", "whether no smaller set was proved to exist"),
        Field("constraints", "string", "the statements"),
    ),
)

BIZENV_GRADES = Table(
    "bizenv_grades",
    "derived",
    "Cut-offs between the grades",
    "Where the cut-off between neighbouring grades lies: above the best score of the worse grade, at most the worst of"
    " the better, as printed; for the last grade above the least score that anybody can have.",
    ("better", "worse"),
    (
        Field("better", "category", "grade", values=GRADES, ordered=True),
        Field("worse", "category", "the next grade", values=GRADES, ordered=True),
        Field("lower", "number", "the cut-off lies above", "points", minimum=0, maximum=100, decimals=4),
        Field("upper", "number", "and is at most", "points", minimum=0, maximum=100, decimals=4),
        Field("lower_set_by", "string", "province that sets the lower end"),
        Field("upper_set_by", "string", "province that sets the upper end"),
        Field("fives", "string", "multiples of five in between", required=False, pattern=_RANKS),
    ),
)

BIZENV_PART_RANKS = Table(
    "bizenv_part_ranks",
    "derived",
    "Ranks that remain possible in the four sub-environments",
    "For each province that is not printed, the ranks it can hold by balance and in each sub-environment, from the"
    " ranks left free and what balance ranks say of their spread. Each rank listed is held in some assignment of all"
    " free ranks to all nine provinces.",
    ("province",),
    (
        Field("province", "string", "key into units"),
        Field("balance", "string", "balance ranks it can hold", pattern=_RANKS),
        *(Field(part, "string", f"ranks in the sub-environment {part}", pattern=_RANKS) for part in PARTS),
        Field("combinations", "integer", "sets of four ranks that fit", minimum=0),
        Field("all", "integer", "sets of four ranks left without regard to balance", minimum=1),
    ),
)

BIZENV_PART_SCORES = Table(
    "bizenv_part_scores",
    "derived",
    "Scores of the leaders in the four sub-environments",
    "Sharp bounds on the scores of the first places in each sub-environment, from its national mean, ranks and printed"
    " scores.",
    ("part", "rank"),
    (
        Field("part", "category", "sub-environment", values=PARTS),
        Field("rank", "integer", "place", minimum=1, maximum=31),
        Field("province", "string", "who holds it; key into units"),
        Field("lower", "number", "least possible score", "points", minimum=0, maximum=100, decimals=4),
        Field("upper", "number", "greatest possible score", "points", minimum=0, maximum=100, decimals=4),
    ),
)

_COEFFICIENT = {"minimum": -1, "maximum": 1, "decimals": 4}
BIZENV_ASSOCIATIONS = Table(
    "bizenv_associations",
    "derived",
    "Business environment against capability and income",
    "Rank correlations over provinces, positive where a better environment goes with a better outcome. The nine"
    " unprinted provinces take every ranking that remains possible; nothing here speaks of causes.",
    ("outcome", "statistic"),
    (
        Field(
            "outcome",
            "category",
            "capability band of a year, capability score of 2019, printed rank in output per person",
            values=("band_2019", "band_2020", "band_2021", "score_2019", "gdp_per_capita_rank"),
        ),
        Field("statistic", "category", "Spearman's rho or Kendall's tau-b", values=("spearman", "kendall")),
        Field("lower", "number", "least coefficient over the possible rankings", **_COEFFICIENT),  # type: ignore[arg-type]
        Field("upper", "number", "greatest coefficient over the possible rankings", **_COEFFICIENT),  # type: ignore[arg-type]
        Field("p", "number", "two-sided permutation p-value, greatest over rankings", minimum=0, maximum=1, decimals=6),
        Field("p_holm", "number", "after Holm over the outcomes of a statistic", minimum=0, maximum=1, decimals=6),
        Field("chance", "number", "unrelated rankings stay within plus and minus this", **_COEFFICIENT),  # type: ignore[arg-type]
        Field("boot_lower", "number", "least end of the bootstrap intervals", **_COEFFICIENT),  # type: ignore[arg-type]
        Field("boot_upper", "number", "greatest end of the bootstrap intervals", **_COEFFICIENT),  # type: ignore[arg-type]
        Field("level", "number", "level of chance range and bootstrap interval", decimals=2),
        Field("rankings", "integer", "different rankings of the provinces compared", minimum=1),
        Field("n", "integer", "provinces compared", minimum=1),
    ),
)

WEIGHTS_RECOVERED = Table(
    "weights_recovered",
    "derived",
    "Round weights that reproduce the printed means",
    "Schemes of positive weights in multiples of a step that give the printed mean of a whole from the printed means of"
    " its parts, all of them rounded half up. One row a scheme where at most 20 exist, else one row without a scheme.",
    ("unit_type", "parent", "step", "scheme"),
    (
        _UNIT_TYPE,
        _PARENT,
        _STEP,
        Field("schemes", "integer", "how many schemes fit", minimum=0),
        Field("scheme", "string", "weights in percent, in code order", required=False, pattern=r"[\d.]+(\|[\d.]+)+"),
        Field(
            "reproduced", "number", "mean that the scheme gives from the parts as printed", required=False, decimals=5
        ),
        Field(
            "in_both",
            "boolean",
            "whether provinces and cities admit this scheme (without one: any in common); empty where their parts"
            " differ in number or name",
            required=False,
        ),
        Field("schemes_closed", "integer", "how many fit if both ends of every rounding interval count", minimum=0),
    ),
)

WEIGHTS_SHARED = Table(
    "weights_shared",
    "derived",
    "Weight schemes that provinces and cities share",
    "Schemes that reproduce the means of provinces and of cities at once, for parents with the same parts in both, and"
    " how many would by chance: weights drawn at random for each, parts as printed.",
    ("parent", "step"),
    (
        _PARENT,
        _STEP,
        Field("parts", "integer", "number of parts", minimum=2),
        Field("shared", "integer", "schemes shared", minimum=0),
        Field("schemes", "string", "the schemes, where at most 20", required=False),
        Field("chance", "number", "shared schemes that chance gives on average", minimum=0, decimals=3),
        Field("chance_lower", "number", "lower end of its 95 % simulation interval", minimum=0, decimals=3),
        Field("chance_upper", "number", "upper end of its 95 % simulation interval", minimum=0, decimals=3),
        Field("chance_any", "number", "share of draws with at least one", minimum=0, maximum=1, decimals=3),
        Field("draws", "integer", "draws of the simulation", minimum=2),
    ),
)

WEIGHTS_BOUNDS = Table(
    "weights_bounds",
    "derived",
    "Bounds of every hidden weight",
    "Sharp bounds from the exact polytope of weights compatible with the printed means; weights at least zero.",
    ("unit_type", "parent", "part"),
    (
        _UNIT_TYPE,
        _PARENT,
        Field("part", "string", "code of the part", pattern=r"[A-E]\d?"),
        Field("name_zh", "string", "its name"),
        Field("mean", "string", "its mean as printed", pattern=r"\d+\.\d+"),
        Field("lower", "number", "least weight", "percent", minimum=0, maximum=100, decimals=4),
        Field("upper", "number", "greatest weight", "percent", minimum=0, maximum=100, decimals=4),
    ),
)

TABLES = (
    BIZENV_RECOVERED,
    BIZENV_REGIONS,
    BIZENV_RANKINGS,
    BIZENV_CONSISTENCY,
    BIZENV_CONFLICTS,
    BIZENV_GRADES,
    BIZENV_PART_RANKS,
    BIZENV_PART_SCORES,
    BIZENV_ASSOCIATIONS,
    WEIGHTS_RECOVERED,
    WEIGHTS_SHARED,
    WEIGHTS_BOUNDS,
)
