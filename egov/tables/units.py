"""The 64 units of the compendium, their groupings, their names and their neighbours.

31 provinces and the Xinjiang Production and Construction Corps (``新疆兵团``) make the 32 units of type ``province``;
27 provincial capitals and the five cities 大连, 青岛, 深圳, 厦门 and 宁波 make the 32 of type ``city``.
A unit's key is the Chinese short name that Tables A-3 and A-4 of the 2022 report print.
What is known of them stands in ``data/units.csv``, the borders between the provinces in ``data/contiguity.csv``.
"""

from __future__ import annotations

import difflib
from functools import cache

import pandas as pd

from egov.tables.load import load

__all__ = [
    "BELTS",
    "NORTH_SOUTH",
    "REGIONS",
    "UNIT_TYPES",
    "UnknownUnit",
    "contiguity",
    "name_en",
    "normalise_unit",
    "units",
]

UNIT_TYPES = ("province", "city")
"""The two types of units, in the order of the report."""

REGIONS = {
    "华北": "North China",
    "东北": "Northeast China",
    "华东": "East China",
    "华中": "Central China",
    "华南": "South China",
    "西南": "Southwest China",
    "西北": "Northwest China",
}
"""The seven regions of the report (chapter 3), in its order, with their English names."""

BELTS = {
    "east": ("东部", "East"),
    "central": ("中部", "Central"),
    "west": ("西部", "West"),
    "northeast": ("东北", "Northeast"),
}
"""The four belts of the National Bureau of Statistics: key to (Chinese, English)."""

NORTH_SOUTH = {"north": ("北方", "North"), "south": ("南方", "South")}
"""The two sides of the Qinling-Huaihe line: key to (Chinese, English)."""


class UnknownUnit(ValueError):
    """A name that belongs to none of the 64 units; the message lists the nearest names."""


def units(unit_type: str | None = None) -> pd.DataFrame:
    """Return the units as a typed frame, one row a unit, provinces first, each type in the report's order.

    Columns: ``unit_type``, ``unit`` (key), ``name_zh``, ``name_en``, ``adcode`` (six digits; 新疆兵团 has none),
    ``region7``, ``belt`` and ``north_south`` (ordered categoricals; the order is for display alone),
    ``straddles`` (the Qinling-Huaihe line runs through the province), ``parent`` (a city's province),
    ``capital`` (a province's seat), ``lon``, ``lat`` (degrees; a province's are its seat's), ``lonlat_source``,
    ``is_capital`` (a city that is its province's seat), ``tile_col`` (from 0, west to east),
    ``tile_row`` (from 0, north to south), ``order`` (1 to 32). A cell that does not apply is missing.

    Raises ``ValueError`` if ``unit_type`` is neither ``province`` nor ``city``.

    >>> units().shape[0], units("city").shape[0]
    (64, 32)
    >>> units("province").set_index("unit").loc["贵州", ["name_en", "region7", "belt"]].tolist()
    ['Guizhou', '西南', 'west']
    """
    frame = _units()
    if unit_type is None:
        return frame.copy()
    if unit_type not in UNIT_TYPES:
        raise ValueError(f"unit_type {unit_type!r}: expected one of {', '.join(UNIT_TYPES)}")
    return frame[frame["unit_type"] == unit_type].reset_index(drop=True)


def contiguity() -> pd.DataFrame:
    """Return the borders between the 31 provinces: ``unit``, ``neighbour``, ``kind``, each in both directions.

    ``kind`` is ``land``, or ``strait`` for 海南 and 广东. 新疆兵团 has no territory of its own and is not in it.

    >>> borders = contiguity()
    >>> borders.loc[borders["unit"] == "上海", "neighbour"].tolist()
    ['江苏', '浙江']
    """
    return _contiguity().copy()


def name_en(unit: str) -> str:
    """Return the English name of a unit given by its key; raise :class:`UnknownUnit` for anything else.

    >>> name_en("陕西"), name_en("乌鲁木齐")
    ('Shaanxi', 'Urumqi')
    """
    names = _english_names()
    if unit not in names:
        raise _unknown(unit)
    return names[unit]


def normalise_unit(text: str) -> str:
    """Return the key of the unit that ``text`` names, in full or in short; blanks within the name do not matter.

    A name must be that of a unit to the letter: 吉林市, which is a city outside the 32, is not read as 吉林.
    Raises :class:`UnknownUnit`, which lists the nearest names, for anything else.

    >>> normalise_unit("内蒙古自治区"), normalise_unit("新疆生产 建设兵团"), normalise_unit("武汉市")
    ('内蒙古', '新疆兵团', '武汉')
    >>> normalise_unit("吉林市")
    Traceback (most recent call last):
    ...
    egov.tables.units.UnknownUnit: '吉林市' is none of the 64 units; nearest: 吉林
    """
    key = _spellings().get("".join(text.split())) if isinstance(text, str) else None
    if key is None:
        raise _unknown(text)
    return key


@cache
def _units() -> pd.DataFrame:
    frame = load("units")
    for column, names in (
        ("unit_type", UNIT_TYPES),
        ("region7", REGIONS),
        ("belt", BELTS),
        ("north_south", NORTH_SOUTH),
    ):
        frame[column] = pd.Categorical(frame[column], categories=list(names), ordered=True)
    frame["is_capital"] = frame["is_capital"].fillna(value=False).astype(bool)
    return frame.sort_values(["unit_type", "order"]).reset_index(drop=True)


@cache
def _contiguity() -> pd.DataFrame:
    return load("contiguity")


@cache
def _english_names() -> dict[str, str]:
    frame = _units()
    return dict(zip(frame["unit"], frame["name_en"], strict=True))


@cache
def _spellings() -> dict[str, str]:
    """Every spelling that the documents print, to the key."""
    frame = _units()
    full = dict(zip(frame["name_zh"], frame["unit"], strict=True))
    short = {unit: unit for unit in frame["unit"]}
    # 宁夏自治区 and the like leave the people's name out; 兵团 alone is always the one in Xinjiang
    clipped = {unit + "自治区": unit for name, unit in full.items() if name.endswith("自治区")}
    return full | short | clipped | {"兵团": "新疆兵团"}


def _unknown(text: object) -> UnknownUnit:
    spellings = _spellings()
    near = [spellings[name] for name in difflib.get_close_matches(str(text), spellings, n=6, cutoff=0.4)]
    return UnknownUnit(f"{text!r} is none of the 64 units; nearest: {', '.join(dict.fromkeys(near)) or 'none'}")
