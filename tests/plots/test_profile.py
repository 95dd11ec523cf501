"""The small figure of a profile: lean, whole, legible, the same bytes for the same input."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree

import pytest

from egov.plots.palette import BAND_COLORS, contrast, text_on
from egov.plots.profile import profile_svg

COUNTS = {(year, band): 8 for year in range(2017, 2022) for band in BAND_COLORS}


def draw(path=tuple((year, "高") for year in range(2017, 2022)), nation=COUNTS, region=COUNTS):
    return profile_svg(path, nation, region, label='A "B" & C', nation_label="share of all 32", region_label="of 8")


def test_it_is_lean_and_well_formed():
    svg = draw()
    assert len(gzip.compress(svg.encode())) < 12_000
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'A "B" & C'
    assert svg == draw()


def test_everything_stays_inside():
    svg = draw()
    width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
    for x, wide in re.findall(r'<rect[^>]* x="([\d.]+)"[^>]* width="([\d.]+)"', svg):
        assert float(x) + float(wide) <= width
    assert all(float(y) < height for y in re.findall(r' y="([\d.]+)"', svg))


@pytest.mark.parametrize("band", BAND_COLORS)
def test_the_letters_on_a_band_can_be_read(band):
    assert contrast(text_on(BAND_COLORS[band]), BAND_COLORS[band]) >= 4.5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"path": ()}, "at least one year"),
        ({"path": ((2017, "特高"),)}, "band '特高'"),
        ({"path": ((2016, "高"),)}, "nobody is counted in 2016"),
    ],
)
def test_wrong_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw(**arguments)
