"""The tables of the national picture: counters, the UN survey, outside scores and covariates."""

from __future__ import annotations

from egov.tables.schemas.fields import QUALIFIERS, UNIT, UNIT_KEY, UNIT_TYPE, YEAR, Field, Table, province_key, value

SCOPES = ("national", "province", "city", "area")
EGDI_MEASURES = (
    "rank",
    "egdi",
    "e_participation",
    "online_service",
    "human_capital",
    "telecom_infrastructure",
    "n_members",
)

PLATFORM_COUNTERS = Table(
    "platform_counters",
    "published",
    "Counts that the documents print",
    "Every count of users, items, calls, certificates, windows, days or shares in the five documents. Self-reported "
    "where scope is province or city; definitions differ between units, so the same `metric` name is used only where "
    "the wording is the same thing.",
    ("scope", "unit", "metric", "as_of"),
    (
        Field(
            "scope",
            "category",
            "national, a province, a city, or another area (a group of provinces, a district)",
            values=SCOPES,
        ),
        Field(
            "unit",
            "string",
            "`全国` for national; key into units for province and city; the area's name otherwise",
        ),
        Field("metric", "string", "what is counted: a short English slug", pattern=r"[a-z0-9_]+"),
        Field(
            "as_of",
            "string",
            "date, month or year that the figure is about: YYYY, YYYY-MM or YYYY-MM-DD; a span as FROM/TO",
            pattern=r"\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?",
        ),
        Field(
            "as_of_basis",
            "category",
            "stated by the document, or its own date (published) or year assessed where it states none",
            values=("stated", "published", "assessed"),
        ),
        Field("metric_en", "string", "what is counted, in our words"),
        Field(
            "domain",
            "category",
            "kind of count",
            values=(
                "users",
                "visits",
                "items",
                "share_of_items",
                "certificates",
                "data_sharing",
                "cases",
                "windows",
                "time",
                "hotlines",
                "systems",
                "policies",
                "organisations",
                "money",
                "other",
            ),
        ),
        Field("unit_of_measure", "string", "persons, items, times, percent, days, yuan …"),
        Field(
            "qualifier",
            "category",
            "exact; over (超过, 余, 多, 以上), about (约, 左右), nearly (近, 不足)",
            values=QUALIFIERS,
        ),
        value("the count in single units; percent for a share"),
    ),
    min_rows=250,
    gaps="A figure without a stated date carries the document's own date, and says so in `as_of_basis`.",
)

EGDI = Table(
    "egdi",
    "published",
    "China in the UN E-Government Survey",
    "The twelve editions 2003–2024 from the reference folder, and the ranks that the documents state.",
    ("edition", "measure"),
    (
        Field("edition", "integer", "edition of the survey", minimum=2003, maximum=2030),
        Field("measure", "category", "rank, index or component", values=EGDI_MEASURES),
        value("a rank (1 is best), an index from 0 to 1, or a number of members", minimum=0, maximum=200),
    ),
    min_rows=24,
)

PROVINCE_SCORES = Table(
    "province_scores",
    "published",
    "Total index of 31 provinces and 32 cities, 2019",
    "From a repost of the 2020 edition; held out until the models of the scores are fixed. The two kinds of unit have "
    "indices of their own: every use is by `unit_type`.",
    ("unit_type", "unit", "year"),
    (
        UNIT_TYPE,
        UNIT,
        YEAR,
        Field(
            "rank_as_printed",
            "integer",
            "rank as the repost prints it (ties share one)",
            minimum=1,
            maximum=32,
        ),
        value("points (0–100)", minimum=0, maximum=100),
    ),
    min_rows=63,
    gaps="新疆兵团 is listed without a value, between 青海 (75.95) and 甘肃 (75.28).",
    own_foreign_keys=UNIT_KEY,
)

PROVINCE_COVARIATES = Table(
    "province_covariates",
    "published",
    "GDP and population of provinces",
    "Year-end population, GDP in two vintages, and the census of 2020. Name the vintage that you use: they differ by "
    "up to 11 percent.",
    ("unit", "year", "variable"),
    (
        UNIT,
        Field("year", "integer", "calendar year", minimum=2010, maximum=2030),
        Field(
            "variable",
            "category",
            "what is measured",
            values=(
                "census_population_2020",
                "gdp_100m_yuan_first_vintage",
                "gdp_100m_yuan_revised",
                "gdp_per_capita_yuan_bulletin",
                "yearend_population_10k",
            ),
        ),
        Field("unit_of_measure", "string", "persons, 10,000 persons, 100 million yuan, yuan"),
        value("in the unit of measure", minimum=0),
    ),
    min_rows=700,
    own_foreign_keys=province_key("unit"),
    gaps="新疆兵团 has GDP for 2013 and 2018–2021, population for 2017–2019 only.",
)

TABLES = (PLATFORM_COUNTERS, EGDI, PROVINCE_SCORES, PROVINCE_COVARIATES)
