"""Single figures of the report that fit no other table and that an audit can hold against something.

A :class:`Claim` names what is stated, where, and the few characters around the figure; the figure is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, Passage
from egov.documents.report_bands import (
    REPORT,
    UNIT_TYPE_OF,
    YEAR,
    Row,
    Running,
    digest,
    printed_table,
    section,
    unit_key,
)
from egov.documents.report_bands import units as unit_types
from egov.documents.report_listings import region_text, statements
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

PLACES: dict[str, Callable[[Document], Passage]] = {
    "preface": lambda d: d.passage(r"(?m)^前言$", r"(?m)^目 录$"),
    "digest 1": lambda d: digest(d, 1),
    "digest 2": lambda d: digest(d, 2),
    "digest 3": lambda d: digest(d, 3),
    "digest 5": lambda d: digest(d, 5),
    "ch. 1 §1 (一)": lambda d: section(d, 1, 1, 1),
    "ch. 1 §1 (四)": lambda d: section(d, 1, 1, 4),
    "ch. 1 §1 (六)": lambda d: section(d, 1, 1, 6),
    "ch. 2 §1": lambda d: section(d, 2, 1),
    "ch. 2 §2": lambda d: section(d, 2, 2).between("", r"(?m)^表 2-3"),
    "ch. 2 §4": lambda d: section(d, 2, 4),
    "ch. 3 §1": lambda d: section(d, 3, 1),
    "ch. 3 §2": lambda d: section(d, 3, 2).between("", r"(?m)^（一）"),
    "box 52": lambda d: section(d, 3, 2, 7).between(r"(?m)^专栏 \d+：新疆生产", r"\n"),
    "ch. 4 §1 (provinces)": lambda d: section(d, 4, 1).between("", "重点城市方面"),
    "ch. 4 §1 (cities)": lambda d: section(d, 4, 1).between("重点城市方面"),
    "list of tables": lambda d: d.passage(r"(?m)^表目录$", r"(?m)^专栏目录$"),
    "list of boxes": lambda d: d.passage(r"(?m)^专栏目录$", r"(?m)^报告数据摘要$"),
    "Table 2-1": lambda d: printed_table(d, "2-1"),
    "Table 2-2": lambda d: printed_table(d, "2-2"),
    "Table 2-3": lambda d: printed_table(d, "2-3"),
    "Table 2-4": lambda d: printed_table(d, "2-4"),
    "Table A-3": lambda d: printed_table(d, "A-3"),
    "Table A-4": lambda d: printed_table(d, "A-4"),
    "appendix 6": lambda d: d.passage(r"(?m)^附录 6：[^.\n]+$", r"(?m)^表 A-6"),
}
"""Place → its passage in the report. Chapter 4 §1 is read in two halves, both placed in ``ch. 4 §1``."""


@dataclass(frozen=True)
class Claim:
    """One statement: its id, what it is about, its unit, and where it stands: (place, pattern with group ``n``) pairs.

    The first place is the fullest statement. Where a place repeats the statement, ``times`` says how often it stands
    in each.
    """

    id: str
    subject_en: str
    unit_of_measure: str
    stands: tuple[tuple[str, str], ...]
    year: int | None = YEAR
    base_year: int | None = None
    times: tuple[int, ...] = ()


def _indicators(unit_type: str, who: str, fewer: dict[int, bool]) -> Iterator[Claim]:
    half = "ch. 4 §1 (provinces)" if unit_type == "province" else "ch. 4 §1 (cities)"
    more: tuple[tuple[str, str], ...] = ((half, r"和(?P<n>\d+)项分项指数"), (half, r"。(?P<n>\d+)项一级指标"))
    if unit_type == "province":
        more = (("digest 2", r"和(?P<n>\d+)项分项指数"), ("digest 3", r"评估(?P<n>\d+)项一级指标"), *more)
    before = rf"{who}[^，。]{{0,8}}共包含"
    for level, word in enumerate(("一级", "二级", "三级"), start=1):
        yield Claim(
            f"indicators_{unit_type}_level_{level}",
            f"indicators of level {level} in the system for {'provinces' if unit_type == 'province' else 'cities'}",
            "indicators",
            (("ch. 1 §1 (四)", rf"{before}[^。]*?(?P<n>\d+)项{word}指标"), *(more if level == 1 else ())),
        )
        if fewer.get(level):
            yield Claim(
                f"indicators_{unit_type}_level_{level}_fewer",
                f"how many fewer indicators of level {level} than for 2020 in the system for "
                f"{'provinces' if unit_type == 'province' else 'cities'}",
                "indicators",
                (("ch. 1 §1 (四)", rf"{before}[^。]*?{word}指标（比2020年度减少(?P<n>\d+)项）"),),
                base_year=2020,
            )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "index_growth_2017_2021",
        "growth of the provinces' mean index",
        "percent",
        (("digest 1", r"增长(?P<n>[\d.]+%)"),),
        base_year=2017,
    ),
    Claim(
        "service_effectiveness_growth_2020_2021",
        "growth of the provinces' mean for service effectiveness (A)",
        "percent",
        (("digest 2", r"增长(?P<n>[\d.]+%)"),),
        base_year=2020,
    ),
    *_indicators("province", "省级政府", {2: True, 3: True}),
    *_indicators("city", "重点城市", {3: True}),
    Claim("report_number", "number of this report in its series", "reports", (("preface", r"第(?P<n>\d+)部反映"),)),
    Claim("first_assessment", "year of the first assessment", "year", (("preface", r"从(?P<n>\d{4})年开始"),), 2015),
    Claim(
        "provinces",
        "provinces, autonomous regions and municipalities (新疆兵团 not counted)",
        "provinces",
        (
            ("ch. 1 §1 (一)", r"面向全国(?P<n>\d+)个省"),
            ("ch. 1 §1 (六)", r"(?P<n>\d+)个省（"),
            ("digest 5", r"(?P<n>\d+)个省（"),
            ("ch. 3 §1", r"截至目前，(?P<n>\d+)个省（"),
            ("appendix 6", r"(?P<n>\d+)个省（"),
        ),
    ),
    Claim(
        "provincial_units",
        "provincial units assessed",
        "units",
        (("ch. 1 §1 (六)", r"(?P<n>\d+)个省级政府在"),),
    ),
    Claim("cities", "cities assessed", "units", (("ch. 1 §1 (六)", r"(?P<n>\d+)个重点城市在"),)),
    Claim("units_assessed", "units assessed", "units", (("ch. 1 §1 (四)", r"(?P<n>\d+)个评估对象"),)),
    Claim(
        "data_items_collected",
        "data items collected for the assessment",
        "items",
        (("ch. 1 §1 (四)", r"共计(?P<n>超过\d+万)项"),),
    ),
    Claim(
        "band_very_high_from",
        "lowest index of the band 非常高",
        "points",
        (
            ("Table 2-1", r"非常高\(≥(?P<n>\d+)\)"),
            ("Table 2-2", r"非常高\(≥(?P<n>\d+)\)"),
            ("ch. 2 §1", r"非常高（(?P<n>超过\d+)）"),
        ),
        times=(1, 1, 2),
    ),
    *(
        Claim(
            f"band_{BANDS_EN[band]}_{end}",
            f"{'lowest' if end == 'from' else 'highest'} index of the band {band}",
            "points",
            tuple((table, pattern) for table in ("Table 2-1", "Table 2-2")) + text,
            times=(1, 1, 2),
        )
        for band, end, pattern, text in (
            ("高", "from", r"(?<!常)高\(\d+-(?P<n>\d+)\)", (("ch. 2 §1", r"高[（(]\d+-(?P<n>\d+)之间"),)),
            ("高", "to", r"(?<!常)高\((?P<n>\d+)-\d+\)", (("ch. 2 §1", r"高[（(](?P<n>\d+)-\d+之间"),)),
            ("中", "from", r"中\(\d+-(?P<n>\d+)\)", ()),
            ("中", "to", r"中\((?P<n>\d+)-\d+\)", ()),
            ("低", "to", r"低\(≤(?P<n>\d+)\)", ()),
        )
    ),
    *(
        Claim(
            f"leaders_per_indicator_{unit_type}",
            f"units that each list of leaders has, {'provinces' if unit_type == 'province' else 'cities'}",
            "units",
            (
                (table, r"前(?P<n>\d+)名"),
                ("ch. 2 §2", rf"{who}[^，。]{{5}}指数(?:排名)?领先（前(?P<n>\d+)名"),
                ("list of tables", rf"{who}各分项指数领先（前(?P<n>\d+)名"),
            ),
            times=(1, 5, 1),
        )
        for (who, unit_type), table in zip(UNIT_TYPE_OF.items(), ("Table 2-3", "Table 2-4"), strict=True)
    ),
    Claim(
        "regions",
        "regions of the report's scheme",
        "regions",
        (("ch. 3 §2", r"(?P<n>[一二三四五六七八九])大(?:地理)?区域"),),
        times=(2,),
    ),
    *(
        Claim(
            f"years_in_table_{number.lower().replace('-', '')}",
            f"years that Table {number} covers",
            "years",
            ((f"Table {number}", r"近(?P<n>\d)年"), ("list of tables", rf"表{number}近(?P<n>\d)年")),
        )
        for number in ("A-3", "A-4")
    ),
    Claim(
        "boxes",
        "boxes, by the number of the last",
        "boxes",
        (
            ("list of boxes", r"专栏(?P<n>\d+):新疆生产建设兵团"),
            ("box 52", r"专栏(?P<n>\d+)：新疆生产建设兵团"),
        ),
    ),
    Claim(
        "institutions",
        "data or service institutions of deputy department level or above",
        "institutions",
        (("appendix 6", r"(?P<n>\d+余)个副厅级"), ("digest 5", r"(?P<n>\d+余)个副厅级")),
    ),
    Claim(
        "regions_with_institutions",
        "provinces that have a data or service institution (chapter 3: of department level)",
        "provinces",
        (
            ("appendix 6", r"(?P<n>\d+)个地区共?成立"),
            ("digest 5", r"(?P<n>\d+)个地区共?成立"),
            ("ch. 3 §1", r"(?P<n>\d+)个地区共?成立"),
        ),
    ),
    Claim(
        "regions_with_plans",
        "of 31 provinces, those that have issued a plan for digital government or digital transformation",
        "provinces",
        (("ch. 3 §1", r"(?P<n>\d+余)个地区印发"),),
    ),
)


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``claims``."""
    document = corpus[REPORT]
    rows = [row for claim in CLAIMS for row in _read(document, claim)]
    return {"claims": [*rows, *_moves(document), *_regions(document)]}


def _read(document: Document, claim: Claim) -> Iterator[Row]:
    for order, (name, pattern) in enumerate(claim.stands):
        running = Running.of(PLACES[name](document))
        place = name.removesuffix(" (provinces)").removesuffix(" (cities)")
        matches, times = running.find_all(pattern), claim.times[order] if claim.times else 1
        if len(matches) != times:
            raise running.error(f"claim {claim.id!r}: {pattern!r} matches {len(matches)} times, expected {times}")
        for match in matches:
            cited = running.cite(match, place, "n")
            yield {
                **_row(claim.id, claim.subject_en, claim.unit_of_measure, match.group("n"), cited, claim.year),
                "base_year": claim.base_year,
                "_full": order == 0,
            }


def _row(claim: str, subject: str, unit: str, printed: str, cited: Row, year: int | None = YEAR) -> Row:
    figure = read_figure(printed)
    return {
        "claim": claim,
        "subject_en": subject,
        "year": year,
        "base_year": None,
        "unit_of_measure": unit,
        "qualifier": figure.qualifier,
        "value": figure.value,
        **cited,
    }


def _moves(document: Document) -> Iterator[Row]:
    """How many units chapter 2 says moved from band to band: the number in front of the list's verb."""
    known, running = unit_types(document), Running.of(section(document, 2, 4))
    for match in statements(running, known):
        if not match.group("n"):
            raise running.error(f"no number of units in {match.group()!r}")
        kind = known[next(u for u in known if match.group("units").startswith(u))]
        before, after = (BANDS_EN[match.group(g)] for g in ("from_band", "band"))
        who = "provincial units" if kind == "province" else "cities"
        words = f"{who} that rose from {match.group('from_band')} to {match.group('band')}"
        cited = running.cite(match, "ch. 2 §4", "n")
        claim = f"risers_{kind}_{before}_to_{after}"
        yield {**_row(claim, words, "units", match.group("n"), cited), "base_year": YEAR - 1}


def _regions(document: Document) -> Iterator[Row]:
    """Members of each region, and every number that its paragraph gives with a band."""
    known = unit_types(document)
    for region in REGIONS:
        running, place, slug = region_text(document, region), f"ch. 3 §2 ({region})", REGIONS_EN[region]
        members = running.find(rf"{region}地区包括[^。]*?(?P<n>\d+)个省级行政单位")
        subject = f"provincial units that make up {region}"
        cited = running.cite(members, place, "n")
        yield _row(f"region_members_{slug}", subject, "units", members.group("n"), cited)
        for match in statements(running, known):
            kind = known[next(u for u in known if match.group("units").startswith(u))]
            who = "provincial units" if kind == "province" else "cities"
            if match.group("n"):
                move = match.group("from_band")
                words = f"rose from {move} to {match.group('band')}" if move else f"are {match.group('band')}"
                bands = f"{BANDS_EN[move]}_to_" if move else ""
                claim = f"region_{kind}_{bands}{BANDS_EN[match.group('band')]}_{slug}"
                cited = running.cite(match, place, "n")
                yield {
                    **_row(claim, f"{who} of {region} that {words}", "units", match.group("n"), cited),
                    "base_year": YEAR - 1 if move else None,
                }
            if match.group("years") not in (None, "多"):
                cited = running.cite(match, place, "years")
                words = f"years in a row that {unit_key(match.group('units'), known)} is {match.group('band')}"
                yield _row(
                    f"years_in_a_row_{BANDS_EN[match.group('band')]}_{slug}",
                    words,
                    "years",
                    match.group("years"),
                    cited,
                )
