"""The groupings of the 64 units with their English names, and the units' names as documents print them.

31 provinces and the Xinjiang Production and Construction Corps (``新疆兵团``) make the 32 units of type ``province``;
27 provincial capitals and the five cities 大连, 青岛, 深圳, 厦门 and 宁波 make the 32 of type ``city``.
A unit's key is the Chinese short name that Tables A-3 and A-4 of the 2022 report print.
What is known of them stands in ``data/units.csv``, the borders between the provinces in ``data/contiguity.csv``.
"""

from __future__ import annotations

import difflib
from functools import cache

from egov.tables.load import load

__all__ = ["BELTS", "REGIONS", "UnknownUnit", "normalise_unit"]

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


class UnknownUnit(ValueError):
    """A name that belongs to none of the 64 units; the message lists the nearest names."""


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
    spellings = _spellings()
    key = spellings.get("".join(text.split())) if isinstance(text, str) else None
    if key is None:
        near = [spellings[name] for name in difflib.get_close_matches(str(text), spellings, n=6, cutoff=0.4)]
        said = ", ".join(dict.fromkeys(near)) or "none"
        raise UnknownUnit(f"{text!r} is none of the 64 units; nearest: {said}")
    return key


@cache
def _spellings() -> dict[str, str]:
    """Every spelling that the documents print, to the key."""
    frame = load("units").sort_values(["unit_type", "order"])
    full = dict(zip(frame["name_zh"], frame["unit"], strict=True))
    short = {unit: unit for unit in frame["unit"]}
    # 宁夏自治区 and the like leave the people's name out; 兵团 alone is always the one in Xinjiang
    clipped = {unit + "自治区": unit for name, unit in full.items() if name.endswith("自治区")}
    return full | short | clipped | {"兵团": "新疆兵团"}
