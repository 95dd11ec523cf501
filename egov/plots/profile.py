"""A unit's band history against its region and the nation, as an SVG template: 64 of them cost nothing to draw.

Drawn for the width of a phone, so that its text is as large there as the text around it. Colours of lines and text
follow the page (``currentColor``), so it reads on a light and on a dark page; letters are those of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from egov.plots.palette import BAND_COLORS, BAND_ENGLISH, BANDS, text_on

_FIGURES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=False, trim_blocks=True
)
_FIGURES.filters |= {"short": lambda value: f"{value:.1f}".removesuffix(".0"), "e": lambda text: escape(str(text))}


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
    groups = [(kind, Counter(counts)) for kind, counts in (("nation", nation), ("region", region))]
    totals = [{year: sum(counts[year, band] for band in BANDS) for year, _ in path} for _, counts in groups]
    if empty := [year for year, _ in path if not all(total[year] for total in totals)]:
        raise ValueError(f"profile_svg: nobody is counted in {empty[0]}")
    words = {"label": label, "nation_label": nation_label, "region_label": region_label}
    svg = _FIGURES.get_template("profile.svg.jinja").render(
        words,
        path=path,
        groups=[(*group, total) for group, total in zip(groups, totals, strict=True)],
        bands=BANDS,
        colours=BAND_COLORS,
        text_on=text_on,
        english=BAND_ENGLISH if english else {},
    )
    return svg.replace("\n", "")
