"""The profile of one unit: what its bands did, against its region and the nation, and what kind of history that is.

Bands are ordered and nothing more: what is counted here is how many *other* units stood higher, in the same band or
lower. A move of one band is a fact of the tables; how many points it was is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    "steady_leader",
    "steady",
    "climbed_once",
    "climbed",
    "fell",
    "climbed_and_fell_back",
    "fell_and_returned",
    "fell_and_partly_returned",
    "fell_and_overtook",
    "back_and_forth",
)
"""What a history can be; each reads differently in :mod:`egov.results.profile_text`."""


@dataclass(frozen=True)
class Standing:
    """How many other units stand in a higher band, the same band, a lower one."""

    higher: int
    same: int
    lower: int

    @property
    def others(self) -> int:
        """All others."""
        return self.higher + self.same + self.lower


@dataclass(frozen=True)
class BandYear:
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


@dataclass(frozen=True)
class Profile:
    """What is known of one unit."""

    unit_type: str
    unit: str
    name_en: str
    region: str
    years: tuple[BandYear, ...]
    kind: str
    nation: dict[tuple[int, str], int] = field(default_factory=dict)
    """(year, band) -> units of its type in the nation, itself included."""
    regional: dict[tuple[int, str], int] = field(default_factory=dict)
    """(year, band) -> units of its type in its region, itself included."""

    @property
    def last(self) -> BandYear:
        """The latest year."""
        return self.years[-1]

    @property
    def first(self) -> BandYear:
        """The first year."""
        return self.years[0]

    @property
    def low_years(self) -> list[int]:
        """The years in the lowest band."""
        return [y.year for y in self.years if y.level == 0]


def kind_of(levels: Sequence[int], top: int = len(BANDS) - 1) -> str:
    """The kind of a history of bands, lowest band 0.

    >>> kind_of([3, 3, 3]), kind_of([1, 1, 1]), kind_of([1, 2, 2]), kind_of([1, 2, 3])
    ('steady_leader', 'steady', 'climbed_once', 'climbed')
    >>> kind_of([2, 1, 2]), kind_of([2, 1, 3]), kind_of([3, 1, 2]), kind_of([1, 2, 1])
    ('fell_and_returned', 'fell_and_overtook', 'fell_and_partly_returned', 'climbed_and_fell_back')
    >>> kind_of([2, 3, 2, 3]), kind_of([2, 1])
    ('back_and_forth', 'fell')

    Raises ``ValueError`` for an empty history or a level that is no band's.
    """
    if not levels or not all(0 <= level <= top for level in levels):
        raise ValueError(f"levels {list(levels)}: at least one expected, each from 0 to {top}")
    moves = [b - a for a, b in pairwise(levels) if a != b]
    signs = "".join("+" if move > 0 else "-" for move in moves)
    if not moves:
        return "steady_leader" if levels[0] == top else "steady"
    if "-" not in signs:
        return "climbed_once" if len(moves) == 1 else "climbed"
    if "+" not in signs:
        return "fell"
    turns = sum(a != b for a, b in pairwise(signs))
    if turns > 1:
        return "back_and_forth"
    if signs[0] == "+":
        return "climbed_and_fell_back"
    gain = levels[-1] - levels[0]
    return "fell_and_returned" if gain == 0 else "fell_and_overtook" if gain > 0 else "fell_and_partly_returned"


def _counts(bands: pd.DataFrame) -> dict[tuple[int, str], int]:
    sizes = bands.groupby(["year", "value"], observed=True).size()
    return {(int(year), str(band)): int(n) for (year, band), n in sizes.items()}


def _standing(counts: dict[tuple[int, str], int], year: int, band: str) -> Standing:
    level = BANDS.index(band)
    at = [counts.get((year, b), 0) for b in BANDS]
    return Standing(sum(at[level + 1 :]), at[level] - 1, sum(at[:level]))


def profiles(bands: pd.DataFrame, units: pd.DataFrame) -> dict[tuple[str, str], Profile]:
    """Every unit's profile, by (unit_type, unit), in the order of ``units``.

    ``bands`` has unit_type, unit, year, value (ordered category) and mention (only the first counts); ``units`` has
    unit_type, unit, name_en, region7. Raises ``ValueError`` for a unit without bands or with a gap between its years.
    """
    first = bands[bands["mention"] == 1] if "mention" in bands.columns else bands
    frame = first.merge(units[["unit_type", "unit", "region7"]].astype("str"), on=["unit_type", "unit"])
    national = {kind: _counts(part) for kind, part in frame.groupby("unit_type", observed=True)}
    by_region = {key: _counts(part) for key, part in frame.groupby(["unit_type", "region7"], observed=True)}
    series = {
        key: sorted(zip(part["year"].tolist(), part["value"].astype("str").tolist(), strict=True))
        for key, part in frame.groupby(["unit_type", "unit"], observed=True)
    }
    out = {}
    for row in units.itertuples():
        key = (str(row.unit_type), str(row.unit))
        region = str(row.region7)
        if key not in series:
            raise ValueError(f"unit {key[1]}: no band in any year")
        path = series[key]
        if [year for year, _ in path] != list(range(path[0][0], path[-1][0] + 1)):
            raise ValueError(f"unit {key[1]}: a year is missing between {path[0][0]} and {path[-1][0]}")
        nation, regional = national[key[0]], by_region[key[0], region]
        levels = [BANDS.index(band) for _, band in path]
        years = tuple(
            BandYear(
                year,
                band,
                levels[i] - levels[i - 1] if i else 0,
                _standing(nation, year, band),
                _standing(regional, year, band),
            )
            for i, (year, band) in enumerate(path)
        )
        english = str(row.name_en).partition(" (")[0]
        out[key] = Profile(key[0], key[1], english, region, years, kind_of(levels), nation, regional)
    return out
