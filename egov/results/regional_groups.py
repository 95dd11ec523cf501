"""Groups that the regional chapter compares, and the two units sets of every contrast.

A contrast names the units of its first and of its second group; positive means that the first stands higher.
``east_west`` leaves the centre and the northeast out; ``south_north`` and a region against the rest take all units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egov.tables.schemas import BANDS
from egov.tables.units import REGIONS

if TYPE_CHECKING:
    import pandas as pd

LIMITS = (0, 65, 80, 90, 100)
"""Ends of the four bands on the score scale; the lowest band is open downwards, 0 is the end of the scale."""
CORPS = "新疆兵团"
SLOGAN = ("east_west", "south_north")
HELD = ("east_west_given_south_north", "south_north_given_belt")
CONTRAST_LABELS = {
    "east_west": "东部 – 西部 East – west",
    "south_north": "南方 – 北方 South – north",
    "east_central": "东部 – 中部 East – centre",
    "belts": "西 < 中 + 东北 < 东 West < centre + northeast < east",
    "east_west_given_south_north": "东 – 西，南北固定 East – west within south and north",
    "south_north_given_belt": "南 – 北，地带固定 South – north within belts",
    **{f"{zh}_rest": f"{zh} – 其余 {en} – rest" for zh, en in REGIONS.items()},
}
SEVEN_EAST, SEVEN_WEST = ("华东", "华南"), ("西南", "西北")
SEVEN_SOUTH, SEVEN_NORTH = ("华东", "华中", "华南", "西南"), ("华北", "东北", "西北")
OLD_EAST = ("辽宁", "沈阳", "大连")
"""Units of the northeast that the older division into three belts counts as east."""


@dataclass(frozen=True)
class Contrast:
    """Two groups of units; positive: the first stands higher."""

    name: str
    first: tuple[str, ...]
    second: tuple[str, ...]

    @property
    def n(self) -> int:
        """Units in both groups."""
        return len(self.first) + len(self.second)

    def weights(self, order: Sequence[str], population: Mapping[str, float] | None = None) -> list[float]:
        """Weight of each unit of ``order`` in the difference of the two means; ``population`` weights the means.

        >>> Contrast("x", ("a",), ("b", "c")).weights(["a", "b", "c", "d"])
        [1.0, -0.5, -0.5, 0.0]
        """

        def share(group: tuple[str, ...], unit: str) -> float:
            if unit not in group:
                return 0.0
            if population is None:
                return 1.0 / len(group)
            return population[unit] / sum(population[each] for each in group)

        return [share(self.first, unit) - share(self.second, unit) for unit in order]

    def without(self, *units: str) -> Contrast:
        """The contrast with some units left out."""
        return Contrast(
            self.name,
            tuple(u for u in self.first if u not in units),
            tuple(u for u in self.second if u not in units),
        )


def contrasts(units: pd.DataFrame, regions: bool = True) -> dict[str, Contrast]:
    """The contrasts of one kind of unit: the two of the slogan, then each of the seven regions against the rest.

    ``units`` has unit, belt, north_south and region7, of one unit_type.
    """
    names = units["unit"].astype(str)
    found = {
        "east_west": Contrast("east_west", *_split(names, units["belt"], ("east",), ("west",))),
        "south_north": Contrast("south_north", *_split(names, units["north_south"], ("south",), ("north",))),
    }
    if regions:
        for region in REGIONS:
            rest = tuple(r for r in REGIONS if r != region)
            found[f"{region}_rest"] = Contrast(f"{region}_rest", *_split(names, units["region7"], (region,), rest))
    return found


def seven_region_contrasts(units: pd.DataFrame) -> dict[str, Contrast]:
    """East–west and south–north as the report's seven regions draw them: 华东 + 华南 against 西南 + 西北; and so on."""
    names = units["unit"].astype(str)
    return {
        "east_west": Contrast("east_west", *_split(names, units["region7"], SEVEN_EAST, SEVEN_WEST)),
        "south_north": Contrast("south_north", *_split(names, units["region7"], SEVEN_SOUTH, SEVEN_NORTH)),
    }


def three_belt_contrasts(units: pd.DataFrame) -> dict[str, Contrast]:
    """The contrasts with the older three belts, where 辽宁 is east and the rest of the northeast centre."""
    found = contrasts(units, regions=False)
    own = tuple(u for u in units["unit"].astype(str) if u in OLD_EAST)
    first = found["east_west"]
    return {**found, "east_west": Contrast("east_west", first.first + own, first.second)}


def moved(contrast: Contrast, *units: str) -> Contrast:
    """The contrast with some units on the other side.

    >>> moved(Contrast("x", ("a", "b"), ("c",)), "b").second
    ('c', 'b')
    """
    first = tuple(u for u in contrast.first if u not in units) + tuple(u for u in contrast.second if u in units)
    second = tuple(u for u in contrast.second if u not in units) + tuple(u for u in contrast.first if u in units)
    return Contrast(contrast.name, first, second)


def _split(
    names: pd.Series, group: pd.Series, first: tuple[str, ...], second: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    group = group.astype(str)
    return tuple(names[group.isin(first)]), tuple(names[group.isin(second)])


def members(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Bands with what is known of each unit beside them, and ``code`` from 0 (低) to 3 (非常高).

    Sorted by unit_type, order and year, so that seeded draws do not depend on a file's order.
    """
    own = [c for c in units.columns if c not in bands.columns or c in ("unit_type", "unit")]
    frame = bands[["unit_type", "unit", "year", "value"]].astype({"unit_type": str})
    frame = frame.merge(units[own].astype({"unit_type": str}), on=["unit_type", "unit"], validate="many_to_one")
    if len(frame) != len(bands):
        raise ValueError(f"{len(bands)} bands, but only {len(frame)} of them belong to a known unit")
    frame["code"] = frame["value"].map({band: i for i, band in enumerate(BANDS)}).astype(int)
    return frame.sort_values(["unit_type", "order", "year"], kind="stable").reset_index(drop=True)


def of_type(frame: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """Rows of one kind of unit."""
    return frame[frame["unit_type"].astype(str) == unit_type].reset_index(drop=True)


def population_2020(covariates: pd.DataFrame) -> dict[str, float]:
    """Residents of the 31 provinces at the 2020 census, persons; 新疆兵团 has none of its own (it is in 新疆's)."""
    own = covariates[(covariates["variable"] == "census_population_2020") & (covariates["mention"] == 1)]
    return {str(u): float(v) for u, v in zip(own["unit"], own["value"], strict=True)}
