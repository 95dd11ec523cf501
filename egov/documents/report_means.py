"""National and regional means: chapter 4, the digest, and the seven regions of chapter 3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError, Running
from egov.documents.report_bands import REPORT, UNIT_TYPE_OF, YEAR, Row, digest, figure, section
from egov.documents.report_indicators import codes, name_en
from egov.tables.schemas import REGIONS

TOTAL = "总体指数"
LEVEL_1 = (
    r"(?P<names>[^，；。：、]+?)指数(?:相对较高|次之|相对较弱)，平均值(?:分别)?为(?P<a>\d+\.\d+)(?:和(?P<b>\d+\.\d+))?"
)
LEVEL_2 = (
    r"(?P<name>[^，；。]+)指标指数平均值为(?P<mean>\d+\.\d+)，(?P<n_above>\d+)个地区超过平均值，"
    r"占比(?P<share_above>[\d.]+%)"
)


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``capacity_means`` and ``capacity_regions``."""
    document = corpus[REPORT]
    known = {unit_type: codes(document, unit_type) for unit_type in UNIT_TYPE_OF.values()}
    rows = [*_level_1(document, known), *_level_2(document, known)]
    _check(rows, known)
    return {"capacity_means": [*rows, *_digest(document, known)], "capacity_regions": list(_regions(document))}


def mean_row(unit_type: str, year: int, code: str, name: str, measure: str, cited: Row) -> Row:
    """A row of ``capacity_means`` from a cited figure."""
    return {
        "unit_type": unit_type,
        "year": year,
        "code": code,
        "measure": measure,
        "name_zh": name,
        "name_en": name_en(name),
        "value": figure(str(cited["printed"]), str(cited["place"])),
        **cited,
    }


def _code(known: dict[str, str], name: str, place: str) -> str:
    if name == TOTAL:
        return "total"
    if name not in known:
        raise ReadError(f"document {REPORT!r}, {place}: {name!r} is no indicator of Table A-1 or A-2")
    return known[name]


def _named(running: Running, known: dict[str, str], unit_type: str, place: str) -> Iterator[Row]:
    """Means of first-level indicators listed as *A and B come next, with means of a and b*."""
    for match in running.find_all(LEVEL_1):
        names, groups = match.group("names").split("和"), [g for g in "ab" if match.group(g)]
        if len(names) != len(groups):
            raise running.error(f"{len(names)} indicators with {len(groups)} means: {match.group()!r}")
        for name, group in zip(names, groups, strict=True):
            cited = running.cite(match, place, group)
            yield mean_row(unit_type, YEAR, _code(known, name, place), name, "mean", cited)


def _level_1(document: Document, known: dict[str, dict[str, str]]) -> Iterator[Row]:
    part, place = section(document, 4, 1), "ch. 4 §1"
    halves = {"province": part.between("", "重点城市方面"), "city": part.between("重点城市方面")}
    for unit_type, half in halves.items():
        running = Running.of(half)
        match = running.find(r"总体指数平均值为(?P<mean>\d+\.\d+)")
        rows = [mean_row(unit_type, YEAR, "total", TOTAL, "mean", running.cite(match, place, "mean"))]
        rows += _named(running, known[unit_type], unit_type, place)
        yield from ({**row, "_full": True} for row in rows)


def _level_2(document: Document, known: dict[str, dict[str, str]]) -> Iterator[Row]:
    for number, letter in enumerate("ABCDE", start=2):
        part, place = section(document, 4, number), f"ch. 4 §{number}"
        halves = {"province": part.between("省级政府层面", "重点城市层面"), "city": part.between("重点城市层面")}
        for unit_type, half in halves.items():
            running = Running.of(half)
            matches = running.find_all(LEVEL_2)
            if len(matches) != running.text.count("平均值为"):
                raise running.error(f"{running.text.count('平均值为')} means stated, {len(matches)} read")
            for match in matches:
                name = match.group("name")
                code = _code(known[unit_type], name, place)
                if code[0] != letter:
                    raise running.error(f"{name!r} has code {code}, but the section is about {letter}")
                for measure in ("mean", "n_above", "share_above"):
                    cited = running.cite(match, place, measure)
                    yield {**mean_row(unit_type, YEAR, code, name, measure, cited), "_full": True}


def _check(rows: list[Row], known: dict[str, dict[str, str]]) -> None:
    """Chapter 4 gives a mean for the total and each indicator of the first two levels, once."""
    for unit_type, by_name in known.items():
        read = [row["code"] for row in rows if row["unit_type"] == unit_type and row["measure"] == "mean"]
        expected = {"total", *by_name.values()}
        if sorted(map(str, read)) != sorted(expected):
            odd = sorted(expected.symmetric_difference(read)) or "one of them twice"
            raise ReadError(f"document {REPORT!r}, ch. 4, {unit_type}: means read and indicators differ: {odd}")


def _digest(document: Document, known: dict[str, dict[str, str]]) -> Iterator[Row]:
    first = Running.of(digest(document, 1))
    whole = first.find(
        r"平均值为(?P<mean>\d+\.\d+)，(?P<n_above>\d+)个省级政府的[^，]{0,4}超过平均值，占比为(?P<share_above>[\d.]+%)"
    )
    for measure in ("mean", "n_above", "share_above"):
        yield mean_row("province", YEAR, "total", TOTAL, measure, first.cite(whole, "digest 1", measure))
    moved = first.find(r"从(?P<y0>\d{4})年的(?P<m0>\d+\.\d+)提升至(?P<y1>\d{4})年的(?P<m1>\d+\.\d+)")
    for n in "01":
        year = int(moved.group(f"y{n}"))
        yield mean_row("province", year, "total", TOTAL, "mean", first.cite(moved, "digest 1", f"m{n}"))

    second = Running.of(digest(document, 2))
    match = second.find(r"其中，(?P<name>[^，。]+)指标得分(?P<m1>\d+\.\d+)，比(?P<y0>\d{4})年度（(?P<m0>\d+\.\d+)）")
    name, code = match.group("name"), _code(known["province"], match.group("name"), "digest 2")
    for year, group in ((YEAR, "m1"), (int(match.group("y0")), "m0")):
        yield mean_row("province", year, code, name, "mean", second.cite(match, "digest 2", group))

    third = Running.of(digest(document, 3))
    rows = list(_named(third, known["province"], "province", "digest 3"))
    if sorted(str(row["code"]) for row in rows) != list("ABCDE"):
        raise third.error(f"means of {', '.join(str(row['code']) for row in rows)} read; expected A, B, C, D, E")
    yield from rows


def _regions(document: Document) -> Iterator[Row]:
    """Each clause names its regions and then their means in the same order."""
    running = Running.of(section(document, 3, 2).between(r"\*\*华东地区依靠", "总体来看"))
    place, seen = "ch. 3 §2", set()
    for clause in re.finditer(r"[^；。]+[；。]", running.text):
        names = re.findall("|".join(REGIONS), clause.group().split("平均值")[0])
        means = [m for m in re.finditer(r"\d+\.\d+", running.text) if clause.start() <= m.start() < clause.end()]
        if not names or len(names) != len(means):
            raise running.error(f"{len(names)} regions with {len(means)} means: {', '.join(names)}")
        for region, match in zip(names, means, strict=True):
            seen.add(region)
            cited = running.cite(match, place)
            value = figure(match.group(), place)
            yield {"region": region, "year": YEAR, "measure": "mean", "value": value, **cited, "_full": True}
    if seen != set(REGIONS):
        raise running.error(f"no mean for {', '.join(r for r in REGIONS if r not in seen)}")
