"""What the news articles and the reference folder state for tables that other readers fill.

UN ranks (``egdi``), counts by band for 2016 and 2019 (``capacity_distribution``), and the mean and the leaders of
2016 (``capacity_means``, ``capacity_listings``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError, Running
from egov.documents.report_bands import REPORT, Row, distribution_row, figure, unit_key, units
from egov.documents.report_listings import listing
from egov.documents.report_means import TOTAL, mean_row

REFERENCE = "capacity_2016_means.csv"
REFERENCE_SOURCE = "mean2016"
REFERENCE_PLACE = "web page"
VERY_HIGH = "非常高"


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``egdi``, ``capacity_distribution``, ``capacity_means`` and ``capacity_listings``."""
    means, counts, named = _reference(corpus)
    return {
        "egdi": [*_ranks_2021(corpus["news2021"]), *_ranks_2022(corpus["news2022"])],
        "capacity_distribution": [*_counts_2020(corpus["news2020"]), *counts],
        "capacity_means": means,
        "capacity_listings": named,
    }


# ------------------------------------------------------------------------------------------------------- UN survey
def _egdi(edition: str, measure: str, running: Running, match: re.Match[str], group: str, place: str) -> Row:
    cited = running.cite(match, place, group)
    return {"edition": int(edition), "measure": measure, "value": figure(match.group(group), place), **cited}


def _ranks_2021(document: Document) -> Iterator[Row]:
    """The lead names both editions and their ranks; the headline repeats the later rank."""
    lead = Running.of(document.passage("本报记者", "政务服务向基层"))
    match = lead.find(r"排名从(?P<e0>\d{4})年的第(?P<r0>\d+)位上升到(?P<e1>\d{4})年的第(?P<r1>\d+)位")
    headline = Running.of(document.passage("中国电子政务", "本报记者"))
    title = headline.find(r"排名升至第(?P<rank>\d+)位")
    yield _egdi(match.group("e1"), "rank", headline, title, "rank", "headline")
    for n in "01":
        yield _egdi(match.group(f"e{n}"), "rank", lead, match, f"r{n}", "article, lead")


def _ranks_2022(document: Document) -> Iterator[Row]:
    running = Running.of(document.passage("线上线下载织", "“一网通办”让"))
    match = running.find(
        r"在(?P<members>\d+)个联合国会员国中从(?P<e0>\d{4})年的(?P<r0>\d+)位上升到(?P<e1>\d{4})年的(?P<r1>\d+)位"
    )
    yield _egdi(match.group("e1"), "n_members", running, match, "members", "article, part 1")
    for n in "01":
        yield _egdi(match.group(f"e{n}"), "rank", running, match, f"r{n}", "article, part 1")


# ------------------------------------------------------------------------------------------------ counts by band
def _counts_2020(document: Document) -> Iterator[Row]:
    """Counts of provincial units by band, 2016 and 2019; the page glosses a character with its reading in brackets."""
    running, place = Running.of(document.passage("全國“一張網”:", "平臺賦能")), "article, part 1"
    year = running.find(r"(?P<year>\d{4})年省級政府網上政務").group("year")
    grown = running.find_all(
        r"“(?P<band>非常高|高|中|低)”的地區(?:\([^)]*\))?從(?P<base>\d{4})年的(?P<before>\d+)個增加到(?P<after>\d+)個"
    )
    if [m.group("band") for m in grown] != [VERY_HIGH, "高"]:
        raise running.error(f"counts of {', '.join(m.group('band') for m in grown)} read, expected 非常高, 高")
    for match in grown:
        for group, when in (("before", match.group("base")), ("after", year)):
            yield distribution_row(
                "province", int(when), match.group("band"), "count", running.cite(match, place, group)
            )
    none = running.find(r"“(?P<band>非常高|高|中|低)”的地區(?:\([^)]*\))?首次為(?P<n>零)")
    yield distribution_row("province", int(year), none.group("band"), "count", running.cite(none, place, "n"))


# ------------------------------------------------------------------------------------------------ the year 2016
def _reference(corpus: Corpus) -> tuple[list[Row], list[Row], list[Row]]:
    """Means, counts and units named for 2016; no text copy of that page is in hand, so no line and column."""
    known = {unit: kind for unit, kind in units(corpus[REPORT]).items() if kind == "province"}
    means, counts, named = [], [], []
    for row in corpus.reference_rows(REFERENCE):
        year, leaders = row["year"], row["very_high"].split()
        printed = {"mean": row["national_mean"], "n_above": row["n_above_mean"]}
        stated = re.search(r"(\d+) very-high", row["source"])
        if not stated or int(stated.group(1)) != len(leaders):
            raise ReadError(f"{REFERENCE}: {year} names {len(leaders)} units as very high; its note says otherwise")
        means += [mean_row("province", int(year), "total", TOTAL, m, _outside(p)) for m, p in printed.items()]
        counts.append(distribution_row("province", int(year), VERY_HIGH, "count", _outside(stated.group(1))))
        for name in leaders:
            unit = unit_key(name, known)
            named.append(listing("province", int(year), unit, VERY_HIGH, None, _outside(name)))
    if not means:
        raise ReadError(f"{REFERENCE}: no rows")
    return means, counts, named


def _outside(printed: str) -> Row:
    return {"printed": printed, "source": REFERENCE_SOURCE, "place": REFERENCE_PLACE, "line": None, "col": None}
