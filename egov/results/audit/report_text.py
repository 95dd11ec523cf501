"""The report's appendix tables on plans and institutions, its numbering, and slips of its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Holds, Open, Same, Within
from egov.results.audit.tables import Row, Tables

family = AUDIT.family


def at_least(row: Row, n: int) -> Holds | Same:
    """Whether ``n`` things fit a stated number that may be open (40 余: more than 40, and below the next ten)."""
    stated = row.number
    if row["qualifier"] == "over":
        step = 10 ** (len(str(int(stated))) - 1)
        return Holds(stated < n < stated + step, str(n))
    return Same(Fraction(n))


@family("institutions", kind="count", reads=("claims", "institutions", "platform_counters"))
def institutions(t: Tables) -> Iterator[Check]:
    """Numbers of institutions and of provinces that have one, against Table A-6."""
    rows = t.all("institutions")
    regions = {r["region"] for r in rows}
    for claim in t.rows("claims", claim="institutions"):
        yield Check(
            f"number.{claim['mention']}",
            "institutions of deputy department level or above that Table A-6 lists",
            claim.figure,
            at_least(claim, len(rows)),
        )
    full = {r["region"] for r in rows if r["level"] == "正厅级"}
    for claim in t.rows("claims", claim="regions_with_institutions"):
        digest = claim["place"] != "ch. 3 §1"
        note = ""
        if not digest:
            note = (
                f"chapter 3 says 厅局级 where the digest says 副厅级 and above; {len(full)} provinces have one of full "
                "department level, so 厅局级 must include deputy level"
            )
        yield Check(
            f"regions.{claim['mention']}",
            "provinces that Table A-6 lists",
            claim.figure,
            Same(Fraction(len(regions))),
            note=note,
        )
    yield Check(
        "level",
        "the level of the institutions counted: in chapter 3 as in digest 5",
        readings.LEVEL_CHAPTER_3.figure,
        Same(readings.LEVEL_DIGEST.printed),
        wrong="not_checkable",
        if_wrong=f"厅局级 may mean full level alone, which {len(full)} provinces of Table A-6 have, or deputy level "
        "too, as the digest says; with the number beside it only the wider sense fits",
        kind="equality",
    )
    numbered = [r for r in rows if r["place"].startswith("Table A-6, row")]
    end = max(numbered, key=lambda r: int(r["place"].rsplit(" ", 1)[1]))
    last = int(end["place"].rsplit(" ", 1)[1])
    yield Check(
        "numbering",
        "Table A-6 numbers its provinces through",
        replace(end.figure, printed=str(last), value=Fraction(last), col=1),
        Same(Fraction(len(regions))),
    )
    shaanxi = next(r for r in rows if r["region"] == "陕西" and r["type"] == "事业")
    yield Check(
        "level.陕西",
        "level of the data centre of 陕西: box 47 and Table A-6",
        readings.SHAANXI_LEVEL.figure,
        Same(shaanxi["level"]),
        kind="equality",
    )


@family("without_institution", kind="omission", reads=("institutions", "capacity_bands", "claims"))
def without_institution(t: Tables) -> Iterator[Check]:
    """Provinces that Table A-6 leaves out: the text gives their number and not their names."""
    have = {r["region"] for r in t.all("institutions")}
    stated, provinces = t.one("claims", claim="regions_with_institutions"), t.one("claims", claim="provinces")
    units = [r["unit"] for r in t.rows("capacity_bands", unit_type="province", year=2021)]
    left = [u for u in units if u not in have and u != "新疆兵团"]
    yield Check(
        "names",
        "the provinces left out of Table A-6 are as many as the text leaves out",
        stated.figure,
        Holds(provinces.number - stated.number == len(left), f"{', '.join(left)} left out"),
        note="新疆兵团 is not among the provinces counted",
    )


@family("plans", kind="count", reads=("claims", "policies", "platform_counters"))
def plans(t: Tables) -> Iterator[Check]:
    """Numbers of provinces with a plan, against Table A-5, which is headed as a selection."""
    n = len({r["region"] for r in t.all("policies")})
    row = t.one("claims", claim="regions_with_plans")
    yield Check(
        "number",
        "provinces that have issued a plan: no fewer than Table A-5 lists",
        row.figure,
        Within(n, t.one("claims", claim="provinces").number),
        note=f"Table A-5 lists {n} and is headed as a selection",
        kind="range",
    )
    share = t.one("platform_counters", metric="share_regions_with_digital_government_plan")
    provinces = t.one("claims", claim="provinces").number
    yield Check(
        "share",
        "more than half of the provinces had a plan by July 2021: no more than the report has at the end of the year",
        share.figure,
        Holds(row.number / provinces * 100 >= share.number, f"over {row['value']} of {provinces}"),
        kind="order",
    )


@family("plan_number", kind="equality", reads=("policies",))
def plan_number(t: Tables) -> Iterator[Check]:
    """The document number of each plan in Table A-5 fits the body and the years that its title names."""
    for row in t.all("policies"):
        office_number = "办" in row["document_number"]
        office_title = "办公厅" in row["title_zh"]
        yield Check(
            f"series.{row['region']}",
            f"the number of the plan of {row['region']} belongs to the body that its title names",
            row.figure,
            Holds(
                office_number == office_title,
                f"issued by the {'general office' if office_title else 'government or a department'}",
            ),
            if_wrong="a number of the general office's series stands beside a title that names the government; "
            f"the number is of {row['issued_in']}, the plan begins in {_year(row['covers_from'])}",
        )
    for row in t.all("policies"):
        if row["covers_from"] is None:
            continue
        yield Check(
            f"year.{row['region']}",
            f"the plan of {row['region']} was issued no later than the year in which it begins",
            row.figure,
            Holds(row["issued_in"] <= row["covers_from"], f"begins in {_year(row['covers_from'])}"),
            kind="order",
            wrong="not_checkable",
            if_wrong="a plan may be issued late; but every other plan of the table was in time",
        )


def _year(value: float | int | None) -> str:
    return "an unstated year" if value is None else str(int(value))


@family("box", kind="omission")
def box(t: Tables) -> Iterator[Check]:
    """Every box of the list of boxes stands in the chapters."""
    for number, line in enumerate(readings.BOX_LINES, start=1):
        yield Check(
            str(number),
            f"box {number} of the list stands in the chapters",
            readings.listed_box(number).figure,
            Holds(line is not None, f"line {line}" if line else "nowhere"),
            if_wrong="between boxes 8 and 10 the paragraphs on two of the four model cities are missing too: "
            "a page is lost, in the report or in the text copy in hand",
        )


@family("box_number", kind="count", reads=("claims",))
def box_number(t: Tables) -> Iterator[Check]:
    """The number of the last box, against the list of boxes."""
    for row in t.rows("claims", claim="boxes"):
        yield Check(
            str(row["mention"]), "boxes that the list has", row.figure, Same(Fraction(len(readings.BOX_LIST_LINES)))
        )


@family("figure_cited", kind="equality")
def figure_cited(t: Tables) -> Iterator[Check]:
    """A sentence cites a figure or table under the number that its caption has."""
    for line, col, cited, caption, where in readings.FIGURES_CITED:
        yield Check(
            f"figure.{cited}.{line}",
            f"the sentence describes figure {caption} and cites it so",
            readings.cited("图", line, col, cited).figure,
            Same(f"图 {caption}"),
            note=f"caption on line {where}",
            wrong="misprint",
            if_wrong="caption and list of figures agree with each other; the figure with the number cited shows "
            "something else",
        )
    for line, col, cited, where in readings.TABLES_CITED:
        yield Check(
            f"table.{cited}",
            f"table {cited} is cited under the number of its heading",
            readings.cited("表", line, col, cited).figure,
            Same(f"表 {cited}"),
            note=f"heading on line {where}",
        )


@family("title", kind="equality")
def title(t: Tables) -> Iterator[Check]:
    """Titles in the lists at the front, against the headings in the chapters."""
    yield Check(
        "box.17",
        "the name of the service in the title of box 17",
        readings.BOX_17_LISTED.figure,
        Same(readings.BOX_17_HEADING.printed),
        wrong="misprint",
        if_wrong="heading and text of the box both have the other name",
    )
    yield Check(
        "box.17.text",
        "the name of the service in heading and text of box 17",
        readings.BOX_17_HEADING.figure,
        Same(readings.BOX_17_TEXT.printed),
    )
    yield Check(
        "chapter.3.1.3",
        "the heading of chapter 3 §1 (三) in the contents and in the chapter",
        readings.HEADING_LISTED.figure,
        Same(readings.HEADING_TEXT.printed),
        if_wrong="the chapter has two characters more",
    )


@family("indicator_text", kind="equality")
def indicator_text(t: Tables) -> Iterator[Check]:
    """What indicators E1-1 and E1-2 ask for: the legal and the promised time."""
    yield Check(
        "province.E1-1",
        "the description of E1-1 (legal time limit) in Table A-1, against that in Table A-2",
        readings.E1_1_PROVINCES.figure,
        Same(readings.E1_1_CITIES.printed),
        wrong="misprint",
        if_wrong="it repeats that of E1-2 (promised time); name of the indicator and Table A-2 settle it",
    )
    yield Check(
        "province.E1-2",
        "the description of E1-2 (promised time limit) in Table A-1, against that in Table A-2",
        readings.E1_2_PROVINCES.figure,
        Same(readings.E1_2_CITIES.printed),
    )


@family("wording", kind="omission")
def wording(t: Tables) -> Iterator[Check]:
    """Slips of the pen in sentences that carry figures or names."""
    for reading, what in readings.WORDING:
        yield Check(
            f"{reading.source}.{reading.line}.{reading.col}",
            f"a sentence in order: {reading.place}",
            reading.figure,
            Holds(False, what),
            wrong="misprint",
            if_wrong="no figure changes; the slip may be that of the text copy in hand",
        )


@family("series", kind="equality", reads=("claims",))
def series(t: Tables) -> Iterator[Check]:
    """The number of the report in its series, one a year since the first assessment."""
    first, number = t.one("claims", claim="first_assessment"), t.one("claims", claim="report_number")
    yield Check(
        "number",
        f"number of the report if there is one for each year assessed from {first['printed']} on",
        number.figure,
        Same(number["year"] - first.number + 1),
    )


@family("fewer", kind="equality", reads=("claims",))
def fewer(t: Tables) -> Iterator[Check]:
    """How many indicators were dropped since the year before: the earlier system is not in hand."""
    for claim in ("indicators_province_level_2", "indicators_province_level_3", "indicators_city_level_3"):
        row, now = t.one("claims", claim=f"{claim}_fewer"), t.one("claims", claim=claim)
        yield Check(
            claim,
            f"indicators dropped since 2020 ({now['subject_en']})",
            row.figure,
            Open(f"{now.number + row.number} in 2020"),
            note="the indicator system of 2020 is not in hand",
        )
