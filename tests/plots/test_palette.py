"""The palettes: order in lightness, contrast of text, distance under four kinds of colour vision."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from egov.plots import palette, rows
from egov.tables.units import BELTS, REGIONS
from tests.plots.colour import MACHADO_2009, ciede2000, contrast, distance, inverted, lab

ROOT = Path(__file__).resolve().parents[2]
BAND_COLORS = [palette.BAND_COLORS[band] for band in palette.BANDS]
# smallest CIEDE2000 distance that each palette promises under every kind of colour vision
PROMISED = {"bands": 18.0, "unit types": 30.0, "series": 17.0}
PALETTES = {
    "bands": BAND_COLORS,
    "unit types": list(palette.UNIT_TYPE_COLORS.values()),
    "series": list(rows.SERIES),
}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_reproduces_the_published_test_data(one, other, expected):
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("vision", MACHADO_2009)
@pytest.mark.parametrize("name", PALETTES)
def test_colours_stay_apart_for_every_colour_vision(name, vision):
    pairs = {pair: distance(*pair, vision) for pair in itertools.combinations(PALETTES[name], 2)}
    closest = min(pairs, key=pairs.get)
    assert pairs[closest] >= PROMISED[name], f"{closest}: {pairs[closest]:.1f}"


@pytest.mark.parametrize("vision", MACHADO_2009)
def test_bands_darken_step_by_step(vision):
    lightness = [lab(colour, vision)[0] for colour in BAND_COLORS]
    steps = [light - dark for light, dark in itertools.pairwise(lightness)]
    assert min(steps) >= 8, [round(value) for value in lightness]


def test_bands_are_told_apart_in_greyscale():
    lightness = [lab(colour)[0] for colour in BAND_COLORS]
    assert min(a - b for a, b in itertools.pairwise(lightness)) >= 10


@pytest.mark.parametrize("colour", [*BAND_COLORS, *rows.SERIES])
def test_text_on_a_colour_reaches_4_5(colour):
    assert contrast(palette.text_on(colour), colour) >= 4.5


def test_text_reaches_4_5_on_every_colour_there_is():
    greys = [f"#{value:02x}{value:02x}{value:02x}" for value in range(256)]
    assert min(contrast(palette.text_on(colour), colour) for colour in greys) >= 4.5


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED, palette.ACCENT])
def test_text_colours_read_on_the_card(colour):
    for ground in (palette.PAPER, palette.FAINT):
        assert contrast(colour, ground) >= 4.5


COLOURS = {value for value in vars(palette).values() if isinstance(value, str) and re.fullmatch("#[0-9a-f]{6}", value)}
MARKS = [*BAND_COLORS, *rows.SERIES, *COLOURS]


def test_contrast_survives_the_dark_page():
    paper, faint = inverted(palette.PAPER), inverted(palette.FAINT)
    for text in (palette.INK, palette.MUTED, palette.ACCENT, *map(palette.darkened, rows.SERIES)):
        assert min(contrast(inverted(text), ground) for ground in (paper, faint)) >= 4.5, text
    for mark in MARKS:
        assert contrast(inverted(mark), paper) >= min(3.0, 0.95 * contrast(mark, palette.PAPER)), mark
    css = (ROOT / "book" / "_static" / "custom.css").read_text(encoding="utf-8")
    assert "filter: invert(1) hue-rotate(180deg)" in css
    for level, colour in enumerate(BAND_COLORS):
        pair = [inverted(colour), inverted(palette.text_on(colour))]
        assert contrast(*pair) >= 4.5
        dark = re.search(rf"dark\"\] \.band-{level} {{ --band: (#\w+); --on-band: (#\w+); }}", css)
        assert list(dark.groups()) == pair


def test_the_palette_s_own_contrast_agrees_with_the_independent_one():
    for one, other in itertools.combinations(BAND_COLORS, 2):
        assert palette.contrast(one, other) == pytest.approx(contrast(one, other), abs=2e-3)


def test_every_category_has_a_label():
    assert set(palette.BAND_LABELS) == set(palette.BAND_COLORS) == set(palette.BANDS)
    assert set(palette.BELT_LABELS) == set(BELTS)
    assert set(palette.REGION_LABELS) == set(REGIONS)
    assert set(palette.UNIT_TYPE_LABELS) == set(palette.UNIT_TYPE_COLORS)
