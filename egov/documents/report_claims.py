"""Single figures of the report that fit no other table and that an audit can hold against something.

The lists ``claims`` and ``claim_places`` of :mod:`egov.documents.places` name what is stated, where, and the few
characters around the figure; the figure is read. How many units moved, and what chapter 3 gives region by region, is
read from the report's own sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, Running
from egov.documents.places import entries
from egov.documents.report_bands import REPORT, YEAR, Row, parts, section, unit_key
from egov.documents.report_bands import units as unit_types
from egov.documents.report_listings import region_text, statements
from egov.documents.write import FULL_STATEMENT
from egov.tables.printed import read_figure
from egov.tables.schemas import REGIONS

REGIONS_EN = {
    "华北": "north_china",
    "东北": "northeast",
    "华东": "east_china",
    "华中": "central_china",
    "华南": "south_china",
    "西南": "southwest",
    "西北": "northwest",
}
"""Region → the slug in a claim's id."""
BANDS_EN = {"低": "low", "中": "medium", "高": "high", "非常高": "very_high"}


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``claims``."""
    document = corpus[REPORT]
    return {"claims": [*_listed(document), *_moves(document), *_regions(document)]}


def _listed(document: Document) -> Iterator[Row]:
    """The claims of the list, each at all its places; the first is the fullest statement."""
    known, claims, seen = parts(), {row["claim"]: row for row in entries("claims")}, set()
    for at in entries("claim_places"):
        claim, part, pattern = claims[at["claim"]], known[REPORT, at["part"]], at["pattern"]
        running = Running.of(part.passage(document))
        for match in running.find_all(pattern, at["times"], f"claim {claim['claim']!r}: "):
            figure = read_figure(match.group("n"))
            cited = running.cite(match, part.place, "n")
            value = {"qualifier": figure.qualifier, "value": figure.value}
            yield claim | value | cited | {FULL_STATEMENT: claim["claim"] not in seen}
        seen.add(claim["claim"])


def _row(claim: str, subject: str, unit: str, cited: Row, base_year: int | None = None) -> Row:
    figure = read_figure(str(cited["printed"]))
    return {
        "claim": claim,
        "subject_en": subject,
        "year": YEAR,
        "base_year": base_year,
        "unit_of_measure": unit,
        "qualifier": figure.qualifier,
        "value": figure.value,
        **cited,
    }


def _kind(match: re.Match[str], known: dict[str, str]) -> tuple[str, str]:
    """The type of the units that a statement names, and the words for it."""
    kind = known[next(u for u in known if match.group("units").startswith(u))]
    return kind, "provincial units" if kind == "province" else "cities"


def _moves(document: Document) -> Iterator[Row]:
    """How many units chapter 2 says moved from band to band: the number in front of the list's verb."""
    known, running = unit_types(document), Running.of(section(document, 2, 4))
    for match in statements(running, known):
        if not match.group("n"):
            raise running.error(f"no number of units in {match.group()!r}")
        kind, who = _kind(match, known)
        before, after = match.group("from_band", "band")
        claim = f"risers_{kind}_{BANDS_EN[before]}_to_{BANDS_EN[after]}"
        cited = running.cite(match, "ch. 2 §4", "n")
        yield _row(claim, f"{who} that rose from {before} to {after}", "units", cited, YEAR - 1)


def _regions(document: Document) -> Iterator[Row]:
    """Members of each region, and every number that its paragraph gives with a band."""
    known = unit_types(document)
    for region in REGIONS:
        running, place, slug = region_text(document, region), f"ch. 3 §2 ({region})", REGIONS_EN[region]
        members = running.find(rf"{region}地区包括[^。]*?(?P<n>\d+)个省级行政单位")
        cited = running.cite(members, place, "n")
        yield _row(f"region_members_{slug}", f"provincial units that make up {region}", "units", cited)
        for match in statements(running, known):
            (kind, who), band, before = _kind(match, known), match.group("band"), match.group("from_band")
            if match.group("n"):
                words = f"rose from {before} to {band}" if before else f"are {band}"
                claim = f"region_{kind}_{f'{BANDS_EN[before]}_to_' if before else ''}{BANDS_EN[band]}_{slug}"
                cited = running.cite(match, place, "n")
                yield _row(claim, f"{who} of {region} that {words}", "units", cited, YEAR - 1 if before else None)
            if match.group("years") not in (None, "多"):
                words = f"years in a row that {unit_key(match.group('units'), known)} is {band}"
                cited = running.cite(match, place, "years")
                yield _row(f"years_in_a_row_{BANDS_EN[band]}_{slug}", words, "years", cited)
