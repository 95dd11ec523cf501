"""Names of units in both languages where there is room for a few letters: abbreviations, and the key to them."""

from __future__ import annotations

from collections.abc import Iterable

from egov.plots.palette import INK, MUTED
from egov.plots.sheet import MARGIN, SMALL, Sheet, plain, text_width


def abbreviations(names: Iterable[str]) -> dict[str, str]:
    """Three letters for every name: its first ones, or two and the one that sets it apart; four letters stay whole.

    >>> abbreviations(["Xi'an", "Hebei", "Shaanxi", "Shanxi", "Shandong", "XPCC (Corps)"])
    {"Xi'an": "Xi'an", 'Hebei': 'Heb', 'Shaanxi': 'Sha', 'Shanxi': 'Shx', 'Shandong': 'Shd', 'XPCC (Corps)': 'XPCC'}
    """
    names = list(names)
    short = {}
    for name in names:
        others = [other for other in names if other != name and other[:3] == name[:3]]
        own = (i for i in range(3, len(name)) if all(name[i] != other[i : i + 1] for other in others))
        letters = sum(map(str.isalpha, plain(name)))
        short[name] = plain(name) if letters <= 4 else name[:2] + name[next(own, 2) if others else 2]
    return short


def name_key(sheet: Sheet, short: dict[str, str]) -> None:
    """The key to the abbreviations in columns from ``y`` on, in the order of the alphabet; moves ``y`` below it."""
    short = {name: each for name, each in short.items() if each != plain(name)}
    first = max(text_width(each, SMALL) for each in short.values()) + 5
    wide = first + max(text_width(plain(name), SMALL) for name in short) + 10
    columns = int((sheet.inner + 10) // wide)
    rows = -(-len(short) // columns)
    sheet.y += 8
    for number, (name, each) in enumerate(sorted(short.items())):
        x, y = MARGIN + number // rows * wide, sheet.y + (number % rows + 0.5) * 15
        sheet.text(x, y, each, SMALL, INK)
        sheet.text(x + first, y, plain(name), SMALL, MUTED)
    sheet.y += 15 * rows
