"""Figures from outside the five documents: the CSV files of the reference folder, row by row.

``printed`` is the file's string, ``place`` says where in the original the figure stands as far as the file tells,
``line`` and ``col`` stay empty. A trailing zero that the original printed is lost where the file lost it, but for
the months of the hardware index.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from egov.documents.corpus import Corpus
from egov.documents.hardware_names import COMPONENTS, COMPOSITE, FAMILIES, PRODUCTION_PARENTS, component_key
from egov.documents.locate import ReadError
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
UNITS = (*PROVINCES, CORPS)
CITIES = (
    *("乌鲁木齐", "兰州", "南京", "南宁", "南昌", "厦门", "合肥", "呼和浩特", "哈尔滨", "大连", "太原", "宁波", "广州"),
    *("成都", "拉萨", "昆明", "杭州", "武汉", "沈阳", "济南", "海口", "深圳", "石家庄", "福州", "西宁", "西安", "贵阳"),
    *("郑州", "银川", "长春", "长沙", "青岛"),
)
SCORES = {"province": (SCORES_FILE, UNITS, PROVINCES), "city": (CITY_SCORES_FILE, CITIES, CITIES)}
"""Kind of unit → file, units that it may name, units that have a score."""
LISTS = {"province": "", "city": "cities, "}
VARIABLES = {
    "census_population_2020": ("population of the census", "persons"),
    "gdp_100m_yuan_first_vintage": ("gross regional product, first vintage", "100 million yuan"),
    "gdp_100m_yuan_revised": ("gross regional product, revised", "100 million yuan"),
    "gdp_per_capita_yuan_bulletin": ("gross product per head", "yuan"),
    "yearend_population_10k": ("year-end population", "10,000 persons"),
}
"""Variable → in words, unit of measure."""
COVARIATE_SOURCES = {
    "National Bureau of Statistics, provincial annual data": "nbs_annual",
    "Seventh National Population Census, communique no. 3": "census2020",
    "http://tjj.xjbt.gov.cn/2019nj/data/gb.htm": "xpcc_bulletin_2018",
    "http://tjj.xjbt.gov.cn/2020nj/data/gb.htm": "xpcc_bulletin_2019",
    "http://tjj.xjbt.gov.cn/2021nj/data/gb.htm ; https://investchn.com/home/news/detail/id/157370.html": (
        "xpcc_bulletin_2020"
    ),
    "http://xj.people.com.cn/n2/2022/0324/c186332-35190931.html": "xpcc_news_2021",
    "https://integerworks.com/finance/data/15865.html": "xpcc_web_2013",
}
"""The file's source → key in ``sources``."""

Row = dict[str, object]


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """The rows that the reference files give to ``egdi``, ``province_scores``, ``province_covariates``, hardware."""
    return {
        "egdi": egdi(corpus),
        "province_scores": province_scores(corpus),
        "province_covariates": province_covariates(corpus),
        "hardware_index": hardware_months(corpus),
        "hardware_weekly": hardware_weeks(corpus),
    }


# ------------------------------------------------------------------------------------------------------- the cells
def figure(name: str, number: int, row: dict[str, str], column: str) -> Decimal:
    """A figure of a reference file; :class:`ReadError` names file, row, column and value where it is none.

    >>> figure("a.csv", 2, {"rank": "45"}, "rank")
    Decimal('45')
    """
    try:
        value = Decimal(row[column])
    except (InvalidOperation, KeyError, TypeError):
        value = Decimal("nan")
    if not value.is_finite():
        raise ReadError(f"{name}, row {number}, column {column!r}: {row.get(column)!r} is not a number")
    return value


def whole(name: str, number: int, row: dict[str, str], column: str) -> int:
    """A whole number of a reference file; :class:`ReadError` where it is none."""
    value = figure(name, number, row, column)
    if value != int(value):
        raise ReadError(f"{name}, row {number}, column {column!r}: {row[column]!r} is not a whole number")
    return int(value)


def one_of(name: str, number: int, row: dict[str, str], column: str, known: tuple[str, ...]) -> str:
    """A name that must be among the known ones; :class:`ReadError` names file, row, column and value."""
    if row.get(column) not in known:
        raise ReadError(
            f"{name}, row {number}, column {column!r}: {row.get(column)!r} is not one of {', '.join(known)}"
        )
    return row[column]


def _cite(printed: str, source: str, place: str) -> Row:
    return {"printed": printed, "source": source, "place": place, "line": None, "col": None, "_full": True}


# ---------------------------------------------------------------------------------------------------- the tables
def egdi(corpus: Corpus) -> list[Row]:
    """China in twelve editions of the UN survey: rank, index, components."""
    rows: list[Row] = []
    listed = corpus.reference_rows(EGDI_FILE)
    if len(listed) != N_EDITIONS:
        raise ReadError(f"{EGDI_FILE}: {len(listed)} editions, expected {N_EDITIONS}")
    for number, row in enumerate(listed, start=2):
        edition = whole(EGDI_FILE, number, row, "edition")
        for measure in EGDI_MEASURES:
            value = figure(EGDI_FILE, number, row, measure)
            cited = _cite(row[measure], "egdi_survey", f"{edition} edition, country table")
            rows.append({"edition": edition, "measure": measure, "value": value, **cited})
    return rows


def province_scores(corpus: Corpus) -> list[Row]:
    """The total index of 31 provinces and 32 cities for 2019; the repost lists 新疆兵团 without a value: left out."""
    rows: list[Row] = []
    for unit_type, (name, known, scored) in SCORES.items():
        own: list[Row] = []
        for number, row in enumerate(corpus.reference_rows(name), start=2):
            unit = one_of(name, number, row, "unit", known)
            rank = whole(name, number, row, "rank_as_printed")
            if unit == CORPS and not row["score"]:
                continue
            head = {"unit_type": unit_type, "unit": unit, "year": whole(name, number, row, "year")}
            value = figure(name, number, row, "score")
            cited = _cite(row["score"], "scores2019", f"list of total indices, {LISTS[unit_type]}rank {rank}")
            own.append({**head, "rank_as_printed": rank, "value": value, **cited})
        if sorted(str(r["unit"]) for r in own) != sorted(scored):
            what = f"each of the {len(scored)} {'provinces' if unit_type == 'province' else 'cities'}"
            raise ReadError(f"{name}: {len(own)} scores, expected one for {what}")
        rows += own
    return rows


def province_covariates(corpus: Corpus) -> list[Row]:
    """GDP in two vintages, population and census by province and year."""
    rows: list[Row] = []
    for number, row in enumerate(corpus.reference_rows(COVARIATES_FILE), start=2):
        unit = one_of(COVARIATES_FILE, number, row, "unit", UNITS)
        variable = one_of(COVARIATES_FILE, number, row, "variable", tuple(VARIABLES))
        source = COVARIATE_SOURCES[one_of(COVARIATES_FILE, number, row, "source", tuple(COVARIATE_SOURCES))]
        year = whole(COVARIATES_FILE, number, row, "year")
        words, unit_of_measure = VARIABLES[variable]
        head = {"unit": unit, "year": year, "variable": variable, "unit_of_measure": unit_of_measure}
        value = figure(COVARIATES_FILE, number, row, "value")
        rows.append({**head, "value": value, **_cite(row["value"], source, f"{words}, {unit}, {year}")})
    if len(rows) != N_COVARIATES:
        raise ReadError(f"{COVARIATES_FILE}: {len(rows)} rows, expected {N_COVARIATES}")
    return rows


def hardware_months(corpus: Corpus) -> list[Row]:
    """The production index of May 2022, May 2023 and June 2023; one source key a month.

    The index prints two decimals and says up or down in words, so ``printed`` gets back the zero that the file lost
    and not the file's minus.
    """
    rows: list[Row] = []
    for number, row in enumerate(corpus.reference_rows(MONTHS_FILE), start=2):
        family = FAMILIES[one_of(MONTHS_FILE, number, row, "family", tuple(FAMILIES))]
        component = component_key(row["component"])
        if component not in COMPONENTS:
            raise ReadError(f"{MONTHS_FILE}, row {number}: unknown component {row['component']!r}")
        parent = "" if component == COMPOSITE else PRODUCTION_PARENTS.get(component, COMPOSITE)
        head = {"month": row["month"], "family": family, "component": component}
        names = {"component_en": COMPONENTS[component], "parent": parent}
        source = f"hardware_{row['month'].replace('-', '_')}"
        for measure in ("value", "change"):
            value = figure(MONTHS_FILE, number, row, measure)
            if value != round(value, 2):
                raise ReadError(f"{MONTHS_FILE}, row {number}, column {measure!r}: {value}, expected two decimals")
            cited = _cite(f"{abs(value):.2f}", source, row["source"])
            rows.append({**head, "measure": measure, **names, "value": value, **cited})
    return rows


def hardware_weeks(corpus: Corpus) -> list[Row]:
    """Single weeks of the market's price index, in two series; one source key a page."""
    rows: list[Row] = []
    pages = weekly_pages(corpus)
    for number, row in enumerate(corpus.reference_rows(WEEKS_FILE), start=2):
        series = "rebased_eight_industries" if "rebased" in row["series"] else "twelve_industries"
        head = {"series": series, "week_ending": row["week_ending"], "component": row["component"]}
        for measure in ("value", "change"):
            value = figure(WEEKS_FILE, number, row, measure)
            cited = _cite(row[measure], pages[row["source"]], f"{row['source']}, week ending {row['week_ending']}")
            rows.append({**head, "measure": measure, "value": value, **cited})
    return rows


def weekly_pages(corpus: Corpus) -> dict[str, str]:
    """Address of each page with weekly figures → its key in ``sources``, numbered in the file's order."""
    addresses = dict.fromkeys(row["source"] for row in corpus.reference_rows(WEEKS_FILE))
    return {address: f"hardware_weekly_{number}" for number, address in enumerate(addresses, start=1)}
