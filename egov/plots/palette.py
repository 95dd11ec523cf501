"""Colours and names (``English // 中文``) of the categories that every figure shares; imports nothing heavy.

The band colours run from light to dark, so that they keep their order in greyscale, and stay at least
18 CIEDE2000 apart from each other for normal vision and for protanopia, deuteranopia and tritanopia
(``tests/plots/test_palette.py`` holds both).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

PAPER = "#ffffff"  # the card every figure is drawn on, in light and in dark pages
INK = "#1b2430"  # text
MUTED = "#5b6673"  # secondary text, 5.9 : 1 on paper
GRID = "#d9dee4"  # lines that help the eye
AXIS = "#9aa4af"  # the line of an axis and its ticks
FAINT = "#f3f5f7"  # empty cells, bands behind rows
ACCENT = "#b8382a"  # reference lines, the one thing to look at
MISSING = "#eceff2"  # ground of the hatching where there is no value
HATCH = "#9aa4af"

BANDS = ("低", "中", "高", "非常高")
BAND_COLORS = {"低": "#fbd7a3", "中": "#55bfd0", "高": "#3a7ba3", "非常高": "#072f68"}
BAND_ENGLISH = {"低": "low", "中": "medium", "高": "high", "非常高": "very high"}
BAND_LABELS = {band: f"{band} {english} // {band}" for band, english in BAND_ENGLISH.items()}

BELT_LABELS = {
    "east": "East // 东部",
    "central": "Central // 中部",
    "west": "West // 西部",
    "northeast": "Northeast // 东北",
}

REGION_LABELS = {
    "华北": "华北 North // 华北",
    "东北": "东北 Northeast // 东北",
    "华东": "华东 East // 华东",
    "华中": "华中 Central // 华中",
    "华南": "华南 South // 华南",
    "西南": "西南 Southwest // 西南",
    "西北": "西北 Northwest // 西北",
}

UNIT_TYPE_COLORS = {"province": "#072f68", "city": "#d9822b"}
UNIT_TYPE_LABELS = {"province": "Provinces // 省级政府", "city": "Cities // 重点城市"}
MISSING_LABEL = "no figure // 无数据"
MARK_LABELS = {"up": "up // 升组", "down": "down // 降组"}


def languages(text: str) -> tuple[str, str]:
    """A figure's words in English and in Chinese, written ``English // 中文``; names are written once for both.

    >>> languages("share of units // 占单位总数的比例"), languages("2021")
    (('share of units', '占单位总数的比例'), ('2021', '2021'))
    """
    english, both, chinese = text.partition(" // ")
    return english, chinese if both else english


def in_order(values: Iterable[Any]) -> list[Any]:
    """Different values in the order of their first occurrence; unit types always provinces first, then cities.

    >>> in_order(["city", "province", "city"]), in_order(["b", "a", "b"])
    (['province', 'city'], ['b', 'a'])
    """
    seen = list(dict.fromkeys(values))
    known = list(UNIT_TYPE_COLORS)
    return sorted(seen, key=known.index) if set(seen) <= set(known) else seen


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` after WCAG 2.1, 0 (black) to 1 (white).

    >>> luminance("#ffffff")
    1.0
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return round(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], 6)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours after WCAG 2.1, 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return round((high + 0.05) / (low + 0.05), 3)


def text_on(colour: str) -> str:
    """Ink, white or black, the first that reaches a contrast of 4.5 on ``colour``; one of them always does.

    >>> text_on(BAND_COLORS["低"]) == INK, text_on(BAND_COLORS["非常高"])
    (True, '#ffffff')
    """
    return next((text for text in (INK, PAPER) if contrast(text, colour) >= 4.5), "#000000")


def darkened(colour: str, least: float = 4.5) -> str:
    """The colour mixed with as much ink as text in it needs to be read on paper (contrast ``least``).

    >>> darkened("#072f68"), contrast(darkened("#d9822b"), PAPER) >= 4.5
    ('#072f68', True)
    """
    light, dark = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, INK))
    mixed = (
        "#" + "".join(f"{round(a + (b - a) * step / 20):02x}" for a, b in zip(light, dark, strict=True))
        for step in range(21)
    )
    return next(shade for shade in mixed if contrast(shade, PAPER) >= least)
