"""The flow picture and the bars of chances: what they draw, and what they refuse."""

from __future__ import annotations

import pandas as pd
import pytest

from egov.plots import band_flow, chance_bars

UNITS = pd.DataFrame(
    {
        "unit": ["甲", "乙", "丙"] * 3,
        "year": [2018] * 3 + [2019] * 3 + [2020] * 3,
        "band": ["高", "中", "非常高", "中", "高", "非常高", "高", "高", "高"],
        "order": [1, 2, 3] * 3,
        "was": [False] * 6 + [True, False, False],
    }
)
CHANCES = pd.DataFrame(
    {
        "unit": ["甲", "甲", "乙"],
        "band": ["高", "中", "高"],
        "probability": [0.25, 0.75, 1.0],
        "now": ["中", "中", "高"],
    }
)


def test_flow_names_every_unit_year_and_colours_moves():
    fig = band_flow(UNITS, returned="was")
    texts = [t.get_text() for t in fig.axes[0].texts]
    for unit in "甲乙丙":
        assert texts.count(unit) == 3
    colours = [line.get_color() for line in fig.axes[0].lines]
    assert colours.count("#b8382a") == 1 + 2  # the legend and two falls
    assert colours.count("#8fb339") == 1 + 1


def test_flow_is_one_picture_whatever_the_order_of_rows():
    from egov.plots import to_svg

    assert to_svg(band_flow(UNITS)) == to_svg(band_flow(UNITS.sample(frac=1, random_state=1)))


def test_flow_refuses():
    with pytest.raises(ValueError, match="'丙' has no row for 2020"):
        band_flow(UNITS.iloc[:-1])
    with pytest.raises(ValueError, match="unknown band '优'"):
        band_flow(UNITS.assign(band="优"))
    with pytest.raises(ValueError, match="at least two"):
        band_flow(UNITS[UNITS["year"] == 2018])


def test_bars_print_shares_and_refuse_what_does_not_sum():
    fig = chance_bars(CHANCES)
    texts = [t.get_text() for t in fig.axes[0].texts]
    assert {"25", "75", "100"} <= set(texts)
    with pytest.raises(ValueError, match="the probabilities of 乙 sum to"):
        chance_bars(CHANCES.assign(probability=[0.25, 0.75, 0.5]))
