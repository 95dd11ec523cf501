"""The contradictions and misprints one by one: which checks belong to one slip, and what it means for a user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egov.results.audit.quantity import AuditError
from egov.tables.rows import FROM_CHAPTER, row_url

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Slip:
    """One slip: a title, the ids (or beginnings of ids) of its checks, what a user of the data should do.

    One that is ``awaited`` has no check as long as no added release brings one.
    """

    name: str
    title: str
    checks: tuple[str, ...]
    meaning: str
    awaited: bool = False


SLIPS = (
    Slip(
        "service_effectiveness",
        "Two means for one indicator",
        ("repeat.capacity_means.province.2021.A.mean.",),
        "Use the figure of chapter 4. It is the one that the growth rate printed beside the other figure is worked out "
        "from. corrections.csv repairs the digest.",
    ),
    Slip(
        "data_sharing_calls",
        "How often were shared data called?",
        ("repeat.platform_counters.national.全国.data_sharing_calls.2021.",),
        "Do not build a series on this counter: two pages of one report differ by half, and both figures are open "
        "upwards. The larger one is printed twice. Nothing settles it, so nothing is repaired.",
    ),
    Slip(
        "fall",
        "A fall that no sentence mentions",
        ("fall.province.2021.山西",),
        "Read moves from Tables A-3 and A-4, not from the text: the text names every rise and no fall. A count of "
        "moves from the text alone is biased upwards.",
    ),
    Slip(
        "years_in_a_row",
        "Many years in a row that are two",
        ("moves_count.years.四川",),
        "Take years from Table A-3. The sentence is right for 贵州, its other subject.",
    ),
    Slip(
        "band_limit_text",
        "90 or more, or above 90?",
        ("band_limits.very_high.",),
        "A model of the scores behind the bands should leave the limits themselves open. For the bands printed it "
        "makes no difference: they are assigned by the assessor.",
    ),
    Slip(
        "band_limit_shared",
        "Limits that belong to two bands",
        ("band_limits.meet.",),
        "As above: treat the bands as closed intervals, as this book does.",
    ),
    Slip(
        "plan_henan",
        "A document number that does not fit its title",
        ("plan_number.series.河南",),
        "Do not cite this number, and do not date the plan of 河南 by it, before looking it up elsewhere.",
    ),
    Slip(
        "systems_sichuan",
        "A share that no count can give",
        ("whole_number.四川.national_systems_share",),
        "Use neither the count nor the share as a measure of how far 四川 has connected the ministries' systems.",
    ),
    Slip(
        "staff_guizhou",
        "A last digit cut off",
        ("counter_share.贵州.front_staff_cut",),
        "Work with the two counts. One hundredth of a percent point matters to nobody, but it shows that the report "
        "does not always round: a last digit may be one too low.",
    ),
    Slip(
        "figure_numbers",
        "Figures cited under the number of their neighbour",
        ("figure_cited.",),
        "When you follow a citation of figures in chapter 3 §2, look one figure up. No figure's content is affected.",
    ),
    Slip(
        "box_lost",
        "A box that is listed and not there",
        ("box.",),
        "What the report says of 杭州 is not in hand; 杭州 is missing from the counters of platforms for that reason, "
        "not because it had nothing to show.",
    ),
    Slip(
        "box_title",
        "The name of a service",
        ("title.box.17",),
        "Use the name of the heading.",
    ),
    Slip(
        "heading",
        "A heading in two versions",
        ("title.chapter.",),
        "Cite the heading of the chapter, not that of the contents.",
    ),
    Slip(
        "indicator_text",
        "One description for two indicators",
        ("indicator_text.",),
        "E1-1 of the provinces is about the legal time limit, as its name and the cities' table say; its printed "
        "description belongs to E1-2. Means are not affected.",
    ),
    Slip(
        "table_a2",
        "What Table A-2 leaves out",
        ("indicator_code.", "left_out."),
        "The tables of this book have the code, which the parts of the indicator give. What the two indicators ask for "
        "must be looked up in Table A-1, where their like are described.",
    ),
    Slip(
        "levels_jiangsu",
        "Five levels, four named",
        ("listed.江苏.levels",),
        "Read five levels from the province down, as in digest 4. Counts by level in that sentence are not affected.",
    ),
    Slip(
        "anhui_app",
        "One app, two names",
        ("same_name.安徽.app",),
        "Search for both names when you look for figures on the app of 安徽.",
    ),
    Slip(
        "strategies",
        "Nine strategies, ten listed",
        ("bizenv_counts.strategies.",),
        "Work with the ten that have a mean. Why the article counts nine cannot be told from it.",
    ),
    Slip(
        "yangtze_belt",
        "Ten members, eleven named",
        ("group_size.yangtze_belt",),
        "The printed mean is that of eleven; with ten, 云南 would need a score below zero. corrections.csv repairs "
        "the stated size. Anyone who recovers unprinted scores from group means must use eleven.",
    ),
    Slip(
        "central_rise",
        "山西 twice, 安徽 not at all",
        ("group_mean.central_rise", "group_once.central_rise", "unprinted_member.湖南.as_printed"),
        "The mean of the strategy is that of the six central provinces. With the list as printed, 湖南 would need a "
        "score for which no rank is free; with 安徽 in place of the second 山西 everything fits. corrections.csv "
        "repairs the list.",
    ),
    Slip(
        "industry_name",
        "One industry under two names",
        ("industry_name.",),
        "The tables hold the name that the release uses in all other places; a text search for one name alone would "
        "miss a mention.",
    ),
    Slip(
        "release",
        "A release that contradicts itself or the month beside it",
        ("month_to_month.", "breadth.", "industries_named.", "leading_change.", "repeat.hardware_"),
        "Look at the original of the release: a sign, a figure, or a revision that it does not mention. The series "
        "keeps the printed and the implied level apart.",
        awaited=True,
    ),
    Slip(
        "scores_2019",
        "Two scores in the wrong order",
        ("score_rank.",),
        "A repost, not the assessor's print: treat the two scores as possibly exchanged. Both lie in the highest "
        "band, so no band changes.",
    ),
    Slip(
        "wording",
        "Slips of the pen",
        ("wording.",),
        "No figure depends on them. The characters may have been lost or added in the text copies in hand.",
    ),
)
"""All slips, in the order in which the chapter tells them."""

FAULTS = ("contradicts", "misprint")


def by_slip(audit: pd.DataFrame, slips: Sequence[Slip] = SLIPS) -> pd.DataFrame:
    """The rows of contradictions and misprints with ``slip``, ``title`` and ``meaning`` behind the audit's columns.

    Raises :class:`AuditError` where such a row belongs to no slip or to two, or a slip has no row: the chapter would
    be silent about a fault, or speak of one that is gone.
    """
    rows = audit[audit["verdict"].isin(FAULTS)].reset_index(drop=True)
    found = []
    for check in rows["check"]:
        mine = [s for s in slips if any(check == c or (c.endswith(".") and check.startswith(c)) for c in s.checks)]
        if len(mine) != 1:
            raise AuditError(
                f"check {check!r} has verdict {rows.loc[rows['check'] == check, 'verdict'].item()} and belongs to "
                f"{len(mine)} slips, expected one: see egov/results/audit/slips.py"
            )
        found.append(mine[0])
    idle = [s.name for s in slips if s not in found and not s.awaited]
    if idle:
        raise AuditError(f"slip {idle[0]!r} has no check that contradicts: remove it from egov/results/audit/slips.py")
    rows = rows.assign(
        slip=[s.name for s in found], title=[s.title for s in found], meaning=[s.meaning for s in found]
    )  # fmt: skip
    order = {s.name: i for i, s in enumerate(slips)}
    return rows.sort_values(["slip", "check"], key=lambda c: c.map(order) if c.name == "slip" else c).reset_index(
        drop=True
    )


def slip_table(audit: pd.DataFrame) -> pd.DataFrame:
    """One row a slip: slip, title, document (keys joined by ``; ``), published, against, verdict, why, meaning.

    ``published`` is a list of pairs: a figure with its place, and the address of its row on the data pages, seen from
    a chapter.
    """
    import pandas as pd

    rows = []
    for name, part in by_slip(audit).groupby("slip", sort=False):
        words = [f"{r.published} ({r.place}{_line(r.line)})" for r in part.itertuples()]
        places = list(dict.fromkeys(zip(words, addresses(part), strict=True)))
        against = list(dict.fromkeys(part["recomputed"]))
        verdicts = " and ".join(dict.fromkeys(part["verdict"]))
        why = ". ".join(_sentence(note) for note in dict.fromkeys(part["note"].dropna()))
        first = part.iloc[0]
        documents = "; ".join(dict.fromkeys(part["document"]))
        rows.append(
            (
                name,
                first["title"],
                documents,
                places,
                "; ".join(against),
                verdicts,
                why,
                first["meaning"],
            )
        )
    columns = ["slip", "title", "document", "published", "against", "verdict", "why", "meaning"]
    return pd.DataFrame(rows, columns=columns)


def addresses(audit: pd.DataFrame) -> list[str]:
    """Where each check's figure stands on the data pages, seen from a chapter: its row, its table, or its source."""
    import pandas as pd

    out = []
    for table, row, source in zip(audit["table"], audit["row"], audit["source"], strict=True):
        if pd.isna(table):
            out.append(row_url("sources", source=source))
        else:
            out.append(f"{FROM_CHAPTER}{table}.html" + ("" if pd.isna(row) else f"#{row}"))
    return out


def _sentence(note: str) -> str:
    return note[:1].upper() + note[1:]


def _line(line: object) -> str:
    import pandas as pd

    return "" if pd.isna(line) else f", line {line}"
