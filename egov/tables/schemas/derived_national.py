"""Derived tables of the national chapter."""

from __future__ import annotations

from egov.tables.schemas.events import DATE
from egov.tables.schemas.fields import Field, Table

EDITION = {"minimum": 2003, "maximum": 2030}

COUNTER_GROWTH = Table(
    "counter_growth",
    "derived",
    "What neighbouring counts bound",
    "Every pair of neighbouring dates of one national metric, and the range of changes that both printed figures "
    "allow. `strict` reads 超过 5 亿 as at least 5 亿 without end, `habit` as less than 6 亿.",
    ("metric", "from_as_of", "to_as_of", "reading"),
    (
        Field("metric", "string", "metric of platform_counters", pattern=r"[a-z0-9_]+"),
        Field("from_as_of", "string", "date of the earlier count", pattern=DATE),
        Field("to_as_of", "string", "date of the later count", pattern=DATE),
        Field("reading", "category", "how open-ended figures are read", values=("strict", "habit")),
        Field("from_printed", "string", "earlier figure as printed; with its growth where it is implied"),
        Field("to_printed", "string", "later figure as printed"),
        Field("implied", "boolean", "whether the earlier count is implied by the later one and its growth"),
        Field("joined", "boolean", "false where the documents do not count the same thing: then no range"),
        Field(
            "measure",
            "category",
            "growth in percent, or a difference (points, regions, departments)",
            values=("growth_percent", "difference"),
        ),
        Field("lower", "number", "lower end of the change", "percent or units", required=False, decimals=4),
        Field("upper", "number", "upper end; empty for no end", "percent or units", required=False, decimals=4),
        Field(
            "says",
            "category",
            "what every change in the range has in common",
            values=("growth", "decline", "unchanged", "nothing", "not_one_series"),
        ),
    ),
)

EGDI_WEIGHTS = Table(
    "egdi_weights",
    "derived",
    "Which weights give back the UN index",
    "The weighted mean of China's three components under four schemes, edition by edition, against the printed index.",
    ("edition", "scheme"),
    (
        Field("edition", "integer", "edition of the survey", **EDITION),  # type: ignore[arg-type]
        Field(
            "scheme",
            "category",
            "equal thirds, or 0.34 for one component and 0.33 for the others",
            values=("equal", "online_034", "human_034", "telecom_034"),
        ),
        Field("recomputed", "number", "weighted mean of the components as printed", decimals=7),
        Field("difference", "number", "recomputed minus printed index", decimals=7),
        Field("reproduced", "boolean", "whether the components' rounding allows a mean that prints as the index"),
    ),
)

EGDI_DECOMPOSITION = Table(
    "egdi_decomposition",
    "derived",
    "What moved the UN index",
    "The change of China's printed index split by component: mean weight times change. The parts add up to `total` "
    "exactly, in the decimals written; a span is the sum of its steps.",
    ("from_edition", "to_edition", "part"),
    (
        Field("from_edition", "integer", "earlier edition", **EDITION),  # type: ignore[arg-type]
        Field("to_edition", "integer", "later edition", **EDITION),  # type: ignore[arg-type]
        Field(
            "part",
            "category",
            "component, change of the weights, rounding, or total",
            values=("online_service", "human_capital", "telecom_infrastructure", "weights", "rounding", "total"),
        ),
        Field("kind", "category", "from one edition to the next, or a longer span", values=("step", "span")),
        Field("value", "number", "part of the change of the index", "index points (0–1)", decimals=7),
    ),
)

OFFICE_ASSOCIATIONS = Table(
    "office_associations",
    "derived",
    "Plans and offices against bands",
    "Exact tests over the 31 provinces. Positive effects: provinces with it stand higher. No statement on causes: "
    "Table A-5 lists some regions only, and Table A-6 is a snapshot without founding dates.",
    ("exposure", "outcome"),
    (
        Field(
            "exposure",
            "category",
            "what a province has",
            values=("plan_listed", "plan_before", "top_level", "several", "administrative"),
        ),
        Field(
            "outcome",
            "category",
            "band of 2021, bands gained 2018 to 2021, or the same among provinces of one band in 2018",
            values=("band", "rise", "rise_same_start"),
        ),
        Field("effect", "number", "Cliff's delta; a weighted mean over strata for rise_same_start", decimals=4),
        Field("lower", "number", "lower end of its interval", decimals=4),
        Field("upper", "number", "upper end of its interval", decimals=4),
        Field("level", "number", "level of the interval", decimals=2),
        Field("p", "number", "exact two-sided p-value", minimum=0, maximum=1, decimals=6),
        Field("p_holm", "number", "after Holm's correction over this table", minimum=0, maximum=1, decimals=6),
        Field("n_with", "integer", "provinces with it", minimum=0),
        Field("n_without", "integer", "provinces without it", minimum=0),
        Field(
            "detectable",
            "number",
            "smallest effect found with power 0.8 at these numbers, given the margins and before Holm's correction",
            decimals=4,
        ),
    ),
)

TABLES = (COUNTER_GROWTH, EGDI_WEIGHTS, EGDI_DECOMPOSITION, OFFICE_ASSOCIATIONS)
