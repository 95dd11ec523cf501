"""The history of one unit, in numbers and in words: what its bands did, and how many others stood higher or lower.

Bands are ordered and nothing more: what is counted here is how many *other* units stood higher, in the same band or
lower. A move of one band is a fact of the tables; how many points it was is not known. The words are two or three
sentences in each language, different with the kind of history.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from egov.chapter import joined, number_word
from egov.plots.palette import BAND_ENGLISH
from egov.tables.schemas import BANDS

KINDS = {
    "steady_leader": ("It has stood in the highest band in every year assessed", "为最高一组"),
    "steady": ("It has stood in the same band in every year assessed", "未有升降"),
    "climbed_once": ("It climbed once", "仅此一次变动"),
    "climbed": ("It climbed and never fell", "只升不降"),
    "fell": ("It fell and has not returned", "只降不升"),
    "climbed_and_fell_back": ("It climbed and fell back", "先升后降"),
    "fell_and_returned": ("It fell and returned", "先降后升，回到原组"),
    "fell_and_partly_returned": ("It fell and came back only in part", "先降后部分恢复"),
    "fell_and_overtook": ("It fell and then rose beyond its start", "先降后升并超过起点"),
    "back_and_forth": ("It has moved back and forth", "几经升降"),
}
"""What a history can be, and what the sentence on it says in English and in Chinese."""
TYPES = {"province": ("provincial unit", "provincial units", "省级单位"), "city": ("city", "cities", "重点城市")}
"""A unit of a type, several, and several in Chinese."""
_number = partial(number_word, zero="no")


class Standing(NamedTuple):
    """How many other units stand in a higher band, the same band, a lower one."""

    higher: int
    same: int
    lower: int


class BandYear(NamedTuple):
    """One unit in one year: its band, the bands moved since the year before (0 in the first), its standing."""

    year: int
    band: str
    step: int
    nation: Standing
    region: Standing

    @property
    def level(self) -> int:
        """The band as a rank, 0 for the lowest."""
        return BANDS.index(self.band)


class Profile(NamedTuple):
    """What is known of one unit; ``nation`` and ``regional``: (year, band) -> units of its type, itself included."""

    unit_type: str
    unit: str
    name_en: str
    region: str
    years: tuple[BandYear, ...]
    nation: Mapping[tuple[int, str], int]
    regional: Mapping[tuple[int, str], int]

    @property
    def kind(self) -> str:
        """One of :data:`KINDS`."""
        return kind_of([y.level for y in self.years])

    @property
    def moves(self) -> list[BandYear]:
        """The years in which its band was another than the year before."""
        return [y for y in self.years if y.step]

    @property
    def low_years(self) -> list[int]:
        """The years in the lowest band."""
        return [y.year for y in self.years if y.level == 0]


def kind_of(levels: Sequence[int]) -> str:
    """The kind of a history of bands, lowest band 0.

    >>> kind_of([3, 3, 3]), kind_of([1, 1, 1]), kind_of([1, 2, 2]), kind_of([1, 2, 3])
    ('steady_leader', 'steady', 'climbed_once', 'climbed')
    >>> kind_of([2, 1, 2]), kind_of([2, 1, 3]), kind_of([3, 1, 2]), kind_of([1, 2, 1])
    ('fell_and_returned', 'fell_and_overtook', 'fell_and_partly_returned', 'climbed_and_fell_back')
    >>> kind_of([2, 3, 2, 3]), kind_of([2, 1])
    ('back_and_forth', 'fell')

    Raises ``ValueError`` for an empty history or a level that is no band's.
    """
    top = len(BANDS) - 1
    if not levels or not all(0 <= level <= top for level in levels):
        raise ValueError(f"levels {list(levels)}: at least one expected, each from 0 to {top}")
    moves = "".join("+" if b > a else "-" for a, b in pairwise(levels) if a != b)
    gain = levels[-1] - levels[0]
    return {
        "": "steady_leader" if levels[0] == top else "steady",
        "+": "climbed" if len(moves) > 1 else "climbed_once",
        "-": "fell",
        "+-": "climbed_and_fell_back",
        "-+": f"fell_and_{'returned' if gain == 0 else 'overtook' if gain > 0 else 'partly_returned'}",
    }.get(re.sub(r"(.)\1+", r"\1", moves), "back_and_forth")


def profiles(bands: pd.DataFrame, units: pd.DataFrame) -> dict[tuple[str, str], Profile]:
    """Every unit's profile, by (unit_type, unit), in the order of ``units``.

    ``bands`` has unit_type, unit, year and value (ordered category), one row a unit and year; ``units`` has
    unit_type, unit, name_en, region7. Raises ``ValueError`` for a unit without bands or with a gap between its years.
    """
    regions = {(row.unit_type, row.unit): row.region7 for row in units.itertuples()}
    paths: dict[tuple[str, str], dict[int, str]] = {key: {} for key in regions}
    sizes: dict[tuple[str, ...], Counter[tuple[int, str]]] = defaultdict(Counter)
    for row in bands.itertuples():
        if (key := (row.unit_type, row.unit)) in regions:
            paths[key][row.year] = row.value
            for group in ((row.unit_type,), (row.unit_type, regions[key])):
                sizes[group][row.year, row.value] += 1
    out = {}
    for key, name_en in zip(regions, units["name_en"], strict=True):
        path, years = paths[key], sorted(paths[key])
        if not years:
            raise ValueError(f"unit {key[1]}: no band in any year")
        if years != list(range(years[0], years[-1] + 1)):
            raise ValueError(f"unit {key[1]}: a year is missing between {years[0]} and {years[-1]}")
        nation, regional = sizes[key[:1]], sizes[key[0], regions[key]]
        history, before = [], years[0]
        for year in years:
            band, step = path[year], BANDS.index(path[year]) - BANDS.index(path[before])
            history.append(BandYear(year, band, step, _standing(nation, year, band), _standing(regional, year, band)))
            before = year
        out[key] = Profile(*key, name_en.partition(" (")[0], regions[key], tuple(history), nation, regional)
    return out


def _standing(counts: Mapping[tuple[int, str], int], year: int, band: str) -> Standing:
    level, at = BANDS.index(band), [counts.get((year, b), 0) for b in BANDS]
    return Standing(sum(at[level + 1 :]), at[level] - 1, sum(at[:level]))


def english(profile: Profile, lists: Sequence[str] = (), ever_low: int = 0, areas: int = 5) -> str:
    """Two or three sentences on the unit.

    ``lists`` names the first-level indicators whose ten leaders it is among, ``areas`` is how many there are;
    ``ever_low`` is how many units of its type ever stood in the lowest band.
    """
    return " ".join(filter(None, (position(profile), history(profile), extra(profile, lists, ever_low, areas))))


def band(name: str) -> str:
    """A band in an English sentence.

    >>> band("高")
    '高 (high)'
    """
    return f"{name} ({BAND_ENGLISH[name]})"


def position(profile: Profile) -> str:
    """Where the unit stands in the latest year, among all units of its type and among those of its region."""
    last, words = profile.years[-1], ("stood higher", "stood in the same band", "stood lower")
    rank = ("lowest of four", "second lowest of four", "second highest of four", "highest of four")[last.level]
    text = f"In {last.year} {profile.name_en} stood in the band {band(last.band)}, the {rank}. "
    text += f"Of the other {sum(last.nation)} {TYPES[profile.unit_type][1]}, {joined(_counts(last.nation, words))}"
    return text + (f"; in its region, {joined(_counts(last.region, words))}." if any(last.region) else ".")


def _counts(standing: Standing, words: tuple[str, str, str]) -> list[str]:
    """``12 stood higher``, ``3 stood lower``: those that are not empty."""
    return [f"{n} {where}" for n, where in zip(standing, words, strict=True) if n]


def history(profile: Profile) -> str:
    """What its bands did over the years, one sentence; a jump of several bands is said."""
    first, steps = profile.years[0], []
    for move in profile.moves:
        jump = f", {_number(abs(move.step))} bands at once" if abs(move.step) > 1 else ""
        steps.append(f"to {band(move.band)} in {move.year}{jump}")
    path = f": from {band(first.band)} in {first.year} {joined(steps)}" if steps else f" since {first.year}"
    return f"{KINDS[profile.kind][0]}{path}."


def extra(profile: Profile, lists: Sequence[str], ever_low: int, areas: int) -> str:
    """What else sets it apart: a year in the lowest band, the leaders' lists; empty where there is nothing."""
    parts = []
    one, several, _ = TYPES[profile.unit_type]
    if low := profile.low_years:
        only = f"the only {one}" if ever_low == 1 else f"one of {_number(ever_low)} {several}"
        years = joined([str(year) for year in low])
        parts.append(f"It is {only} that ever stood in the lowest band, {band(BANDS[0])}, in {years}.")
    if lists:
        named = "all" if len(lists) == areas else f"{_number(len(lists))} of the"
        which = "" if len(lists) == areas else f": {joined(lists)}"
        parts.append(f"The report names it among the ten leaders in {named} {_number(areas)} areas{which}.")
    return " ".join(parts)


def chinese(profile: Profile, lists: Sequence[str] = (), ever_low: int = 0, areas: int = 5) -> str:
    """The same in Chinese; ``lists`` names the indicators in Chinese."""
    first, last, moves = profile.years[0], profile.years[-1], profile.moves
    steps = "、".join(f"{m.year} 年{'升至' if m.step > 0 else '降至'}“{m.band}”" for m in moves)
    path = f"由“{first.band}”组起步，{steps}" if moves else f" {first.year}—{last.year} 年历年均处于“{first.band}”组"
    kind, words = TYPES[profile.unit_type][2], ("个高于它", "个与它同组", "个低于它")
    where = f"{last.year} 年在其余 {sum(last.nation)} 个{kind}中，{'、'.join(_counts(last.nation, words))}"
    if others := sum(last.region):
        where += f"；在同一区域其余 {others} 个单位中，{'、'.join(_counts(last.region, words))}"
    text = f"{profile.unit}{path}，{KINDS[profile.kind][1]}；{where}。"
    if low := profile.low_years:
        years = "、".join(map(str, low))
        one = "是唯一" if ever_low <= 1 else f"是 {ever_low} 个"
        text += f"它{one}曾处于“{BANDS[0]}”组的{kind}{'' if ever_low <= 1 else '之一'}（{years} 年）。"
    if lists:
        text += f"报告在 {areas} 个一级指标中的 {len(lists)} 个将其列入前十名单（{'、'.join(lists)}；名单不分先后）。"
    return text
