"""Figures from outside the five documents: the CSV files of the reference folder, row by row.

``printed`` is the file's string, ``place`` says where in the original the figure stands as far as the file tells,
``line`` and ``col`` stay empty. A trailing zero that the original printed is lost where the file lost it, but for
the months of the hardware index.
"""

from __future__ import annotations

from collections.abc import Iterator

from egov.documents.corpus import Cells, Corpus
from egov.documents.hardware_names import COMPONENTS, COMPOSITE, FAMILIES, PRODUCTION_PARENTS, component_key
from egov.documents.locate import ReadError
from egov.documents.places import entries
from egov.tables.load import load
from egov.tables.schemas import PROVINCES

EGDI_FILE = "egdi_china.csv"
SCORES_FILE = "province_scores_2019.csv"
CITY_SCORES_FILE = "city_scores_2019.csv"
COVARIATES_FILE = "province_covariates.csv"
MONTHS_FILE = "hardware_index_other_months.csv"
WEEKS_FILE = "hardware_weekly_price_index.csv"

EGDI_MEASURES = ("rank", "egdi", "e_participation", "online_service", "human_capital", "telecom_infrastructure")
N_EDITIONS = 12
N_COVARIATES = 786
CORPS = "新疆兵团"
VARIABLES = {row["variable"]: row for row in entries("covariates")}
COVARIATE_SOURCES = {row["printed"]: row["source"] for row in entries("covariate_sources")}
"""The file's source → key in ``sources``."""

Row = dict[str, object]


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """The rows that the reference files give to ``egdi``, ``province_scores``, ``province_covariates``, hardware."""
    units = load("units")
    cities = tuple(units.loc[units["unit_type"] == "city", "unit"])
    return {
        "egdi": list(egdi(corpus)),
        "province_scores": [
            *scores(corpus, SCORES_FILE, "province", (*PROVINCES, CORPS)),
            *scores(corpus, CITY_SCORES_FILE, "city", cities),
        ],
        "province_covariates": list(province_covariates(corpus)),
        "hardware_index": list(hardware_months(corpus)),
        "hardware_weekly": list(hardware_weeks(corpus)),
    }


def _cite(row: Cells, column: str, source: str, place: str) -> Row:
    """A figure's value and its source columns; no text copy of these sources is in hand."""
    cited = {"printed": row[column], "source": source, "place": place, "line": None, "col": None, "_full": True}
    return {"value": row.figure(column), **cited}


def egdi(corpus: Corpus) -> Iterator[Row]:
    """China in twelve editions of the UN survey: rank, index, components."""
    listed = corpus.reference_rows(EGDI_FILE)
    if len(listed) != N_EDITIONS:
        raise ReadError(f"{EGDI_FILE}: {len(listed)} editions, expected {N_EDITIONS}")
    for row in listed:
        edition = row.whole("edition")
        for measure in EGDI_MEASURES:
            cited = _cite(row, measure, "egdi_survey", f"{edition} edition, country table")
            yield {"edition": edition, "measure": measure, **cited}


def scores(corpus: Corpus, name: str, unit_type: str, known: tuple[str, ...]) -> list[Row]:
    """The total index of 2019, one score a unit; the repost lists 新疆兵团 without a value: left out."""
    rows: list[Row] = []
    for row in corpus.reference_rows(name):
        unit, rank = row.one_of("unit", known), row.whole("rank_as_printed")
        if unit == CORPS and not row["score"]:
            continue
        place = f"list of total indices, {'cities, ' if unit_type == 'city' else ''}rank {rank}"
        head = {"unit_type": unit_type, "unit": unit, "year": row.whole("year"), "rank_as_printed": rank}
        rows.append({**head, **_cite(row, "score", "scores2019", place)})
    scored = sorted(unit for unit in known if unit != CORPS)
    if sorted(str(r["unit"]) for r in rows) != scored:
        kind = "provinces" if unit_type == "province" else "cities"
        raise ReadError(f"{name}: {len(rows)} scores, expected one for each of the {len(scored)} {kind}")
    return rows


def province_covariates(corpus: Corpus) -> Iterator[Row]:
    """GDP in two vintages, population and census by province and year."""
    listed = corpus.reference_rows(COVARIATES_FILE)
    for row in listed:
        unit, year = row.one_of("unit", (*PROVINCES, CORPS)), row.whole("year")
        about = VARIABLES[row.one_of("variable", VARIABLES)]
        source = COVARIATE_SOURCES[row.one_of("source", COVARIATE_SOURCES)]
        head = {"unit": unit, "year": year} | {c: about[c] for c in ("variable", "unit_of_measure")}
        yield {**head, **_cite(row, "value", source, f"{about['words']}, {unit}, {year}")}
    if len(listed) != N_COVARIATES:
        raise ReadError(f"{COVARIATES_FILE}: {len(listed)} rows, expected {N_COVARIATES}")


def hardware_months(corpus: Corpus) -> Iterator[Row]:
    """The production index of May 2022, May 2023 and June 2023; one source key a month.

    The index prints two decimals and says up or down in words, so ``printed`` gets back the zero that the file lost
    and not the file's minus.
    """
    for row in corpus.reference_rows(MONTHS_FILE):
        family, component = FAMILIES[row.one_of("family", FAMILIES)], component_key(row["component"])
        if component not in COMPONENTS:
            raise ReadError(f"{MONTHS_FILE}, row {row.number}: unknown component {row['component']!r}")
        parent = "" if component == COMPOSITE else PRODUCTION_PARENTS.get(component, COMPOSITE)
        head = {"month": row["month"], "family": family, "component": component, "parent": parent}
        source = f"hardware_{row['month'].replace('-', '_')}"
        for measure in ("value", "change"):
            if row.figure(measure) != round(row.figure(measure), 2):
                raise row.error(measure, "a number of two decimals")
            cited = _cite(row, measure, source, row["source"]) | {"printed": f"{abs(row.figure(measure)):.2f}"}
            yield {**head, "component_en": COMPONENTS[component], "measure": measure, **cited}


def hardware_weeks(corpus: Corpus) -> Iterator[Row]:
    """Single weeks of the market's price index, in two series; one source key a page, numbered in the file's order."""
    listed = corpus.reference_rows(WEEKS_FILE)
    pages = list(dict.fromkeys(row["source"] for row in listed))
    for row in listed:
        series = "rebased_eight_industries" if "rebased" in row["series"] else "twelve_industries"
        head = {"series": series, "week_ending": row["week_ending"], "component": row["component"]}
        source = f"hardware_weekly_{pages.index(row['source']) + 1}"
        for measure in ("value", "change"):
            place = f"{row['source']}, week ending {row['week_ending']}"
            yield {**head, "measure": measure, **_cite(row, measure, source, place)}
