"""A unit's band history against its region and the nation, as hand-written SVG: 64 of them cost nothing to draw.

Drawn for the width of a phone, so that its text is as large there as the text around it. Colours of lines and text
follow the page (``currentColor``), so it reads on a light and on a dark page; letters are those of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from egov.plots.palette import BAND_COLORS, BAND_ENGLISH, BANDS, text_on

WIDTH = 360
_LEFT, _TOP, _LANE, _FOOT = 74, 8, 50, 44


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _bar(x: float, y: float, share: float, room: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{_short(x)}" y="{_short(y)}" width="{_short(max(share * room, 1.2))}" height="4"/>'


def profile_svg(
    path: Sequence[tuple[int, str]],
    nation: Mapping[tuple[int, str], int],
    region: Mapping[tuple[int, str], int],
    *,
    label: str,
    nation_label: str,
    region_label: str,
    english: bool = True,
) -> str:
    """One unit's path through the four bands, and in every lane and year how many units stand there.

    Parameters
    ----------
    path
        (year, band) of the unit, years in order.
    nation, region
        (year, band) -> number of units, the unit itself included.
    label
        Accessible name of the figure.
    nation_label, region_label
        What the two small bars of a cell count.
    english
        Whether the English names of the bands stand below the Chinese ones.

    Returns one ``<svg>`` element, the same bytes for the same input. Raises ``ValueError`` for an empty path, an
    unknown band, or a year in which nobody is counted.

    >>> one = {(2020, "高"): 2, (2021, "高"): 1, (2021, "非常高"): 1}
    >>> svg = profile_svg([(2020, "高"), (2021, "非常高")], one, one, label="A", nation_label="N", region_label="R")
    >>> svg.count("<circle"), svg.count('<rect class="nation"')
    (2, 4)
    """
    if not path:
        raise ValueError("profile_svg: at least one year expected")
    unknown = [band for _, band in path if band not in BANDS]
    if unknown:
        raise ValueError(f"profile_svg: band {unknown[0]!r}, one of {', '.join(BANDS)} expected")
    years = [year for year, _ in path]
    total = {year: [sum(counts.get((year, b), 0) for b in BANDS) for counts in (nation, region)] for year in years}
    if empty := [year for year in years if not all(total[year])]:
        raise ValueError(f"profile_svg: nobody is counted in {empty[0]}")
    step = (WIDTH - _LEFT - 4) / len(years)
    lanes = {band: _TOP + (len(BANDS) - 1 - i) * _LANE for i, band in enumerate(BANDS)}
    bottom = _TOP + len(BANDS) * _LANE
    room = step - 10

    parts = [
        f'<svg class="profile" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + _FOOT}" role="img" '
        f'aria-label="{escape(label)}">'
    ]
    for band in BANDS:
        y = lanes[band]
        parts.append(f'<path class="lane" d="M{_LEFT} {y + _LANE}H{WIDTH}"/>')
        parts.append(
            f'<rect class="swatch" x="1" y="{y + 5}" width="6" height="{_LANE - 10}" fill="{BAND_COLORS[band]}"/>'
        )
        parts.append(f'<text x="12" y="{y + 22}" class="band">{band}</text>')
        if english:
            parts.append(f'<text x="12" y="{y + 37}" class="minor">{BAND_ENGLISH[band]}</text>')
    for i, year in enumerate(years):
        x = _LEFT + i * step
        for band in BANDS:
            for row, (counts, kind) in enumerate(((nation, "nation"), (region, "region"))):
                if n := counts.get((year, band), 0):
                    y = lanes[band] + _LANE - 13 + 6 * row
                    parts.append(_bar(x + 5, y, n / total[year][row], room, kind))
        parts.append(f'<text x="{_short(x + step / 2)}" y="{bottom + 17}" class="year">{year}</text>')
    points = [(_LEFT + (i + 0.5) * step, lanes[band] + 19.0) for i, (_, band) in enumerate(path)]
    parts.append(f'<path class="path" d="M{"L".join(f"{_short(x)} {_short(y)}" for x, y in points)}"/>')
    for (x, y), (_, band) in zip(points, path, strict=True):
        colour = BAND_COLORS[band]
        size = 9.6 if len(band) > 2 else 12
        parts.append(f'<circle cx="{_short(x)}" cy="{_short(y)}" r="16" fill="{colour}"/>')
        parts.append(
            f'<text x="{_short(x)}" y="{_short(y + size * 0.36)}" class="mark" fill="{text_on(colour)}" '
            f'font-size="{size}">{band}</text>'
        )
    y = bottom + 32
    parts.append(f'<rect class="nation" x="{_LEFT + 5}" y="{y}" width="14" height="4"/>')
    parts.append(f'<text x="{_LEFT + 23}" y="{y + 6}" class="minor">{escape(nation_label)}</text>')
    parts.append(f'<rect class="region" x="{_LEFT + 150}" y="{y}" width="14" height="4"/>')
    parts.append(f'<text x="{_LEFT + 168}" y="{y + 6}" class="minor">{escape(region_label)}</text>')
    return "".join([*parts, "</svg>"])
