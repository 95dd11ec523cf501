"""The business-environment article (article 2 of the collection): provinces, strategies, sub-environments, lists.

The article stands on one line of the text copy. Its numbered sections and its province paragraphs bound every
search, so a figure that is missing is an error there and never one borrowed from a neighbour.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, Passage, ReadError
from egov.documents.places import entries
from egov.tables.printed import read_figure, read_rank
from egov.tables.schemas import DIMENSIONS, GRADES, PROVINCES, REGIONS

SOURCE = "articles2020"
LINE = 2
YEAR = 2020
N_PROVINCES = len(PROVINCES)
N_PARAGRAPHS = 22
SECTIONS = {"01": " 01 评价", "02": " 02 中国", "03": " 03 整体", "04": " 04 区域", "05": " 05 31份"}
"""Section number as printed → where its heading starts."""
ENVIRONMENTS = dict(zip(("市场环境", "政务环境", "法律政策环境", "人文环境"), DIMENSIONS, strict=True))
"""Sub-environment as printed → key."""
STRATEGIES = {row["name_zh"]: row["group"] for row in entries("strategies")}
"""Strategy as the article names it → group."""

NUMERAL = r"(?:\d+|[一二三四五六七八九十]+)"
GRADE = "|".join(sorted(map(re.escape, GRADES), key=len, reverse=True))
RANK = r"(?:第(?P<digits>\d+)|(?P<words>居首|(?:倒数)?第[一二三四五六七八九十]+))"
LEADERS = r"(?:前五名是|分别是|\d,(?=[^,。]+前五。))(?P<names>[^,。]+?)(?:排名前五)?[,。]"
_SUFFIX = r"(?:省|市|自治区)?"
_SEPARATOR = re.compile("、|以及|和|与")

Row = dict[str, object]


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """The rows of the five business-environment tables, and the article's counts of its parts for ``claims``."""
    parts = sections(corpus[SOURCE])
    grades, grade_lists = grades_in_prose(parts["02"])
    dimensions, ordinals = sub_environments(parts["03"])
    means, members = strategies(parts["04"])
    return {
        "bizenv_scores": [*scores(parts["05"]), *grades, *ordinals],
        "bizenv_groups": means,
        "bizenv_members": members,
        "bizenv_lists": [*name_lists(parts), *grade_lists, *order_lists(parts)],
        "bizenv_dimensions": dimensions,
        "claims": claims(parts),
    }


# ------------------------------------------------------------------------------------------- parts of the article
def sections(document: Document) -> dict[str, Passage]:
    """The article's opening (key ``""``) and its numbered sections ``01`` to ``05``."""
    start = document.offset(LINE)
    article = Passage(document, start, document.offset(LINE + 1) - 1)
    starts = [start, *(article.find(heading).start() for heading in SECTIONS.values()), article.stop]
    if starts != sorted(starts):
        raise ReadError(f"document {document.source!r}, line {LINE}: section headings 01 to 05 are out of order")
    bounds = zip(("", *SECTIONS), itertools.pairwise(starts), strict=True)
    return {key: Passage(document, a, b) for key, (a, b) in bounds}


def place(section: str, detail: str = "") -> str:
    """Where a reader of the original finds it.

    >>> place("05", "北京"), place("")
    ('article 2, §05 (北京)', 'article 2, opening')
    """
    return f"article 2, {f'§{section}' if section else 'opening'}" + (f" ({detail})" if detail else "")


def listed(
    passage: Passage, match: re.Match[str], known: Collection[str], group: str = "names"
) -> list[tuple[str, str, int]]:
    """The names of an enumeration in a group of a match: key, name as printed, offset.

    :class:`ReadError` at the first name that is not among the known ones.
    """
    item = re.compile(f"(?P<key>{'|'.join(sorted(known, key=len, reverse=True))}){_SUFFIX}")
    text, start, stop = passage.document.text, match.start(group), match.end(group)
    found = []
    while True:
        name = item.match(text, start, stop)
        separator = _SEPARATOR.match(text, name.end(), stop) if name else None
        if name is None or not (separator or name.end() == stop):
            line, col = passage.document.position(start)
            unknown = re.split("[、和与]", text[start:stop])[0]
            where = f"document {passage.document.source!r}, line {line}, column {col}"
            raise ReadError(f"{where}: {unknown!r} is not one of {', '.join(known)}")
        found.append((name["key"], name.group(), name.start()))
        if separator is None:
            return found
        start = separator.end()


def list_rows(name: str, entries: Iterable[tuple[str, str, int]], passage: Passage, where: str) -> list[Row]:
    """Rows of ``bizenv_lists`` for the names of an enumeration."""
    return [
        {
            "list": name,
            "position": position,
            "name_zh": key,
            "value": key,
            **passage.document.cite(offset, printed, where),
        }
        for position, (key, printed, offset) in enumerate(entries, start=1)
    ]


# --------------------------------------------------------------------------------------- §05: province paragraphs
def paragraphs(section: Passage) -> dict[str, Passage]:
    """The province paragraphs of section 05, in the order printed."""
    heads = list(section.find_all(r"(?<= )(?P<names>[^ ,。:]{2,7}): 营商环境指数"))
    end = section.find(r"\(以上区域").start()
    found: dict[str, Passage] = {}
    for head, stop in zip(heads, [*(h.start() for h in heads[1:]), end], strict=True):
        [(name, _, _)] = listed(section, head, PROVINCES)
        if name in found:
            raise ReadError(f"document {section.document.source!r}, §05: a second paragraph on {name}")
        found[name] = Passage(section.document, head.start(), stop)
    if len(found) != N_PARAGRAPHS:
        raise ReadError(
            f"document {section.document.source!r}, §05: {len(found)} province paragraphs, expected {N_PARAGRAPHS}"
        )
    return found


def scores(section: Passage) -> list[Row]:
    """Score, rank, grade and ranks of GDP, balance and the four sub-environments, province by province."""
    return [row for name, paragraph in paragraphs(section).items() for row in _paragraph(name, paragraph)]


def _paragraph(name: str, paragraph: Passage) -> Iterator[Row]:
    where = place("05", name)
    source = paragraph.document.source

    def row(measure: str, value: object, match: re.Match[str], group: str) -> Row:
        cited = paragraph.cite(match, where, group)
        return {"province": name, "measure": measure, "value": value, "_full": True, **cited}

    def rank(measure: str, before: str) -> Row:
        match = paragraph.find(before + RANK, f"{where}, {measure}")
        group = "digits" if match["digits"] else "words"
        value = read_rank(match[group])
        if not 1 <= value <= N_PROVINCES:
            raise ReadError(f"document {source!r}, {where}: {measure} {match[group]!r} is no rank of {N_PROVINCES}")
        return row(measure, value, match, group)

    score = paragraph.find(r"指数为?(?P<n>\d{2}\.\d{2}),", where)
    grade = paragraph.find(rf"\((?P<n>{GRADE})级\)", where)
    yield row("score", Decimal(score["n"]), score, "n")
    yield rank("rank", r",全国(?:排名)?")
    yield row("grade", grade["n"], grade, "n")
    gdp = paragraph.find(r"GDP排名(?P<level>持平)?(?P<number>\()?", where)
    if gdp["number"] or not gdp["level"]:
        yield rank("gdp_per_capita_rank", r"GDP排名(?:持平)?\(")
    yield rank("balance_rank", r"均衡度在?(?:全国|31省份?)?中?(?:排名)?(?:全国)?")
    stated = [m["name"] for m in paragraph.find_all(rf"(?P<name>{'|'.join(ENVIRONMENTS)})\(第")]
    if sorted(stated) != sorted(ENVIRONMENTS):
        raise ReadError(f"document {source!r}, {where}: ranks of {stated}, expected one each of {list(ENVIRONMENTS)}")
    for environment in stated:
        yield rank(f"{ENVIRONMENTS[environment]}_rank", rf"{environment}\(")


# ----------------------------------------------------------------------------------------------- lists, §02: grades
def name_lists(parts: dict[str, Passage]) -> list[Row]:
    """The lists of provinces and strategies that ``article_lists`` places; each strategy stands in one of them."""
    rows: list[Row] = []
    for at in entries("article_lists"):
        passage, where = parts[at["section"]], place(at["section"])
        found = listed(passage, passage.find(at["pattern"]), PROVINCES if at["of"] == "provinces" else STRATEGIES)
        if at["size"] and len(found) != at["size"]:
            source = f"document {passage.document.source!r}, {where}"
            raise ReadError(f"{source}: {len(found)} names in the list {at['list']}, expected {at['size']}")
        rows += list_rows(at["list"], found, passage, where)
    strategies = [row["value"] for row in rows if str(row["list"]).startswith("strategies")]
    if sorted(strategies) != sorted(STRATEGIES):
        raise ReadError(f"document {SOURCE!r}, {place('04')}: not each of the ten strategies stands once")
    return rows


def grades_in_prose(section: Passage) -> tuple[list[Row], list[Row]]:
    """The grades that section 02 gives in prose: rows of ``bizenv_scores``, rows of ``bizenv_lists``."""
    matches = [
        *section.find_all(rf"“(?P<grade>{GRADE})”级的(?P<names>[^,。]+),"),
        *section.find_all(rf" (?P<names>[^,。 ]+)处于“领先”的“(?P<grade>{GRADE})级”"),
        *section.find_all(rf"[,、](?P<names>[^,。(]+)属“(?P<grade>{GRADE})级”"),
    ]
    if [m["grade"] for m in matches] != ["A+", "A", "B", "B-"]:
        raise ReadError(
            f"document {section.document.source!r}, {place('02')}: grades {[m['grade'] for m in matches]} in prose, "
            "expected statements on A+, A, B and B-"
        )
    of_provinces: list[Row] = []
    lists: list[Row] = []
    for match in matches:
        entries = listed(section, match, PROVINCES)
        cited = section.cite(match, place("02"), "grade")
        lists += list_rows(f"grade_{match['grade']}", entries, section, place("02"))
        of_provinces += [{"province": e[0], "measure": "grade", "value": match["grade"], **cited} for e in entries]
    return of_provinces, lists


# --------------------------------------------------------------------------------------------- §03: sub-environments
def sub_environments(section: Passage) -> tuple[list[Row], list[Row]]:
    """Rows of ``bizenv_dimensions``, and of ``bizenv_scores`` for the ranks that the same text gives as ordinals."""
    rows: list[Row] = []
    ordinals: list[Row] = []
    for printed, dimension in ENVIRONMENTS.items():
        passage = section.between(rf"“{printed}”:", r"“\w+环境”:|在四项")
        where = place("03", printed)

        mean = passage.find(r"平均分为(?P<n>\d+\.\d+),")
        rows.append(_dimension(dimension, "mean", 0, "", Decimal(mean["n"]), passage.cite(mean, where, "n")))
        entries = listed(passage, passage.find(LEADERS), PROVINCES)
        if len(entries) != 5:
            raise ReadError(f"document {section.document.source!r}, {where}: {len(entries)} leaders, expected 5")
        for rank, (name, as_printed, offset) in enumerate(entries, start=1):
            cited = passage.document.cite(offset, as_printed, where)
            rows.append(_dimension(dimension, "leader", rank, name, name, cited))
        if dimension == "market":
            above = passage.find(r",(?P<n>\d+)个省份高于")
            rows.append(_dimension(dimension, "n_above", 0, "", int(above["n"]), passage.cite(above, where, "n")))
            for ordinal in "一二":
                match = passage.find(rf"(?P<rank>第{ordinal})名的?(?P<names>[^(,。]+)\((?P<n>\d+\.\d+)\)")
                [(name, _, _)] = listed(passage, match, PROVINCES)
                rank = read_rank(match["rank"])
                cited = passage.cite(match, where, "n")
                rows.append(_dimension(dimension, "score", rank, name, Decimal(match["n"]), cited))
                ordinals.append(_ordinal(name, dimension, rank, passage.cite(match, where, "rank")))
        elif dimension == "government":
            match = passage.find(r"。(?P<names>[^,。]+)力压[^,。]+位居(?P<rank>第二)")
            [(name, _, _)] = listed(passage, match, PROVINCES)
            ordinals.append(_ordinal(name, dimension, read_rank(match["rank"]), passage.cite(match, where, "rank")))
    return rows, ordinals


def _dimension(dimension: str, measure: str, rank: int, name: str, value: object, cited: dict[str, object]) -> Row:
    return {"dimension": dimension, "measure": measure, "rank": rank, "province": name, "value": value, **cited}


def _ordinal(name: str, dimension: str, rank: int, cited: dict[str, object]) -> Row:
    return {"province": name, "measure": f"{dimension}_rank", "value": rank, **cited}


# ----------------------------------------------------------------------------------- §04: regions and strategies
def strategies(section: Passage) -> tuple[list[Row], list[Row]]:
    """Rows of ``bizenv_groups`` (nation and ten strategies) and of ``bizenv_members``, slips kept."""
    where = place("04")
    nation = section.find(r"于(?P<size>\d+)省(?P<mean>\d+\.\d+)的均值")
    found = {"nation": ("全国", nation)}
    for name, group in STRATEGIES.items():
        statement = (
            rf"{name}(?:战略)?(?:涵盖|途经|覆盖|圈定)(?P<names>[^。,]+?)等?(?P<size>{NUMERAL})省份?,"
            r"营商环境(?:指数)?均值为(?P<mean>\d+\.\d+)。"
        )
        found[group] = (name, section.find(statement))
    means: list[Row] = []
    members: list[Row] = []
    for group, (name, match) in found.items():
        head = {"group": group, "name_zh": name}
        mean, size = Decimal(match["mean"]), int(read_figure(match["size"]).value)
        means.append({**head, "measure": "mean", "value": mean, **section.cite(match, where, "mean")})
        means.append({**head, "measure": "stated_size", "value": size, **section.cite(match, where, "size")})
        if group != "nation":
            for position, (key, printed, offset) in enumerate(listed(section, match, PROVINCES), start=1):
                cited = section.document.cite(offset, printed, where)
                members.append({"group": group, "position": position, "province": key, "value": key, **cited})
    return means, members


def order_lists(parts: dict[str, Passage]) -> list[Row]:
    """Regions in the order stated (sections 04 and 01), above and below the mean."""
    rows: list[Row] = []
    for number in ("04", "01"):
        passage, where = parts[number], place(number)
        match = passage.find(r"中,(?P<first>[^,。]{2})(?:位居|地区遥遥)[^,]+,(?P<next>[^,。]+)(?:紧|跟)随其后,")
        above = [*listed(passage, match, REGIONS, "first"), *listed(passage, match, REGIONS, "next")]
        below = listed(passage, passage.find(r"均值;(?P<names>[^,。;]+)则低于"), REGIONS)
        if sorted(e[0] for e in (*above, *below)) != sorted(REGIONS):
            named = [e[0] for e in (*above, *below)]
            raise ReadError(f"document {passage.document.source!r}, {where}: regions {named}, expected all seven once")
        stated = {"regions_order": [*above, *below], "regions_above_mean": above, "regions_below_mean": below}
        for name, names in stated.items():
            rows += [{**r, "_full": number == "04"} for r in list_rows(name, names, passage, where)]
    return rows


def claims(parts: dict[str, Passage]) -> list[Row]:
    """The article's counts of its own parts, for ``claims``: the list ``article_claims``."""
    rows: list[Row] = []
    said, within = {row["claim"]: row for row in entries("claims")}, paragraphs(parts["05"])
    for at in entries("article_claims"):
        section = parts[at["section"]]
        matches = list(section.find_all(at["pattern"]))
        if len(matches) != at["times"]:
            raise ReadError(
                f"document {section.document.source!r}, {place(at['section'])}: claim {at['claim']!r}: "
                f"{at['pattern']!r} matches {len(matches)} times, expected {at['times']}"
            )
        for match in matches:
            figure = read_figure(match["n"])
            inside = next((name for name, p in within.items() if p.start <= match.start() < p.stop), "")
            cited = section.cite(match, place(at["section"], inside), "n")
            rows.append({**said[at["claim"]], "qualifier": figure.qualifier, "value": figure.value, **cited})
    return rows
