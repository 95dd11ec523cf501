"""Interval tiers, possible ranks and weight triangles: no collision of text, what they draw, errors for bad frames."""

import pandas as pd
import pytest
from matplotlib.patches import Circle

from egov import plots
from tests.plots.overlap import collisions

TIERS = pd.DataFrame(
    {
        "unit": ["内蒙古", "内蒙古", "西藏", "西藏"],
        "name_en": ["Inner Mongolia", "Inner Mongolia", "Tibet", "Tibet"],
        "tier": ["a", "b"] * 2,
        "lower": [0.0, 40.0, 10.0, 44.915],
        "upper": [100.0, 60.0, 90.0, 44.915],
    }
)
RANKS = pd.DataFrame(
    {"unit": ["内蒙古", "内蒙古", "西藏"], "rank": [26, 31, 27], "tier": ["b", "a", "b"], "count": [2, 0, 4]}
)
WEIGHTS = {"a": [30.0, 20.0, 40.0], "b": [30.0, 40.0, 20.0], "c": [40.0, 40.0, 40.0]}
AREAS = pd.DataFrame({"panel": "C 方式完备度 Channels", "group": ["province"] * 3} | WEIGHTS)
POINTS = AREAS.assign(kind=["shared", "five", "other"], group="city")

NAMES = {"a": "分数与均值 Scores and means", "b": "加上排名 and ranks"}
HOW = {"tier_labels": NAMES, "limits": (0, 100)}


DRAW = {
        "tiers": lambda: plots.interval_tiers(
            TIERS, "unit", label2="name_en", **HOW, decimals=3, title="甲\nA", reference=53.0,
            reference_label="全国 nation", axis_label="分 points",
        ),
        "ranks": lambda: plots.possible_ranks(RANKS, "unit", tier_labels=NAMES, count="count", title="乙\nB"),
        "weights": lambda: plots.weight_simplex(
            AREAS, POINTS, corners={AREAS["panel"][0]: ("C1", "C2", "C3")}, title="丙\nC", note="n"
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", DRAW)
def test_text_never_collides(name):
    figure = DRAW[name]()
    assert collisions(figure) == []
    plots.to_svg(figure)


def test_figures_show_their_numbers():
    figures = {name: draw() for name, draw in DRAW.items()}
    texts = {name: [t.get_text() for t in figure.axes[0].texts] for name, figure in figures.items()}
    assert "40.000–60.000" in texts["tiers"]
    assert {"26", "27", "31", "2", "4"} <= set(texts["ranks"])
    assert "0" not in texts["ranks"]
    dots = [p for p in figures["weights"].axes[0].patches if isinstance(p, Circle)]
    assert len(dots) == len(POINTS) + 1  # and one in the legend


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: plots.interval_tiers(TIERS.assign(lower=99.0), "unit", **HOW),
            "greater than its upper",
        ),
        (lambda: plots.interval_tiers(TIERS, "unit", tier_labels=NAMES, limits=(50, 60)), "outside the axis"),
        (lambda: plots.interval_tiers(TIERS, "unit", tier_labels={"a": "A"}, limits=(0, 100)), "unknown tier"),
        (
            lambda: plots.interval_tiers(TIERS.drop(columns="upper"), "unit", **HOW),
            "no column 'upper'",
        ),
        (lambda: plots.possible_ranks(pd.concat([RANKS, RANKS]), "unit"), "more than one row"),
        (lambda: plots.possible_ranks(RANKS, "unit", tier_labels={"a": "A"}), "unknown tier"),
        (lambda: plots.weight_simplex(AREAS.assign(a=0.0), POINTS), "sum to 100"),
        (lambda: plots.weight_simplex(AREAS, POINTS.assign(kind="lucky")), "unknown kind 'lucky'"),
    ],
)
def test_bad_frames_get_one_clear_error(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
