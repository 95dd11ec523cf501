"""Rows of nested intervals: no collision of text, marks where the numbers say, headings clear, bad frames refused."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from egov import plots
from egov.plots.dots import LINE, POINT
from egov.plots.palette import ACCENT
from tests.plots.overlap import collisions

NAMES = {
    "wide": "已公布数字所能证明 proven by the printed figures",
    "inner": "模型 95% 区间 model, 95 % interval",
    "point": "公布分数 printed scores",
}


def gaps() -> pd.DataFrame:
    """Two contrasts over three years: a bar across zero, a short one, one without a second point."""
    rows = [
        ("东部 – 西部 East – west", "2019", -2.0, 24.0, 6.0, 11.0, 8.5, 8.2, "open"),
        ("东部 – 西部 East – west", "2020", -1.5, 22.0, 5.5, 10.0, 7.5, None, "open"),
        ("东部 – 西部 East – west", "2021", 5.6, 12.4, 6.8, 8.7, 7.7, None, "proven"),
        ("南方 – 北方 South – north", "2019", -3.0, 20.0, 6.0, 10.0, 8.0, 7.1, "open"),
        ("南方 – 北方 South – north", "2021", 3.9, 6.2, None, None, None, None, "proven"),
    ]
    columns = ["section", "year", "low", "high", "inner_low", "inner_high", "dot", "point", "words"]
    return pd.DataFrame(rows, columns=columns)


def drawn(frame: pd.DataFrame | None = None, **more):
    how = {
        "wide": ("low", "high"),
        "inner": ("inner_low", "inner_high"),
        "dot": "dot",
        "point": "point",
        "names": NAMES,
        "section": "section",
        "text": "words",
        "text_head": "Sign 符号",
        "reference": 0,
        "title": "两种差距 The two gaps",
    }
    return plots.interval_rows(gaps() if frame is None else frame, "year", **(how | more))


def units() -> pd.DataFrame:
    """One row a unit with a long second name, as in the comparison with printed scores."""
    rows = [("新疆兵团", "Xinjiang Production and Construction Corps", 65, 80, 68.0, 78.0, 79.9), ("浙江", "Zhejiang")]
    rows[1] = (*rows[1], 90, 100, 91.0, 97.5, 90.4)
    return pd.DataFrame(rows, columns=["unit", "name_en", "low", "high", "a", "b", "score"])


@pytest.mark.parametrize(
    "draw",
    [
        drawn,
        lambda: drawn(ring=True),
        lambda: drawn(section=None, frame=gaps().head(3)),
        lambda: plots.interval_rows(
            units(), "unit", wide=("low", "high"), inner=("a", "b"), point="score", label2="name_en", names=NAMES
        ),
        lambda: plots.interval_rows(gaps().head(3), "year", inner=("inner_low", "inner_high"), dot="dot"),
    ],
    ids=["gaps", "rings", "one section", "units", "no bar"],
)
def test_text_never_collides(draw):
    assert collisions(draw()) == []


def test_marks_stand_where_the_numbers_say():
    """One scale for all: the axes hold the numbers themselves."""
    frame, axes = gaps(), drawn().axes[1]
    assert [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches] == [
        pytest.approx(ends) for ends in frame[["low", "high"]].to_numpy()
    ]
    dots, points = (next(line for line in axes.lines if line.get_color() == colour) for colour in (LINE, POINT))
    for marks, column in ((dots, "dot"), (points, "point")):  # what has no number has no mark
        assert [x for x in marks.get_xdata() if x == x] == frame[column].dropna().tolist()
    inner = next(lines for lines in axes.collections if to_hex(lines.get_color()[0]) == LINE)
    ends = [tuple(segment[:, 0]) for segment in inner.get_segments()]
    assert ends == [pytest.approx(two) for two in frame[["inner_low", "inner_high"]].dropna().to_numpy()]
    low, high = axes.get_xlim()
    assert low < frame["low"].min()
    assert high > frame["high"].max()


def test_a_ring_leaves_the_dot_visible():
    ring = next(line for line in drawn(ring=True).axes[1].lines if line.get_color() == POINT)
    assert ring.get_markerfacecolor() == "none"


def test_the_reference_line_leaves_the_headings_clear():
    def dashed(figure):
        lines = [lines for lines in figure.axes[1].collections if to_hex(lines.get_color()[0]) == ACCENT]
        return [sorted(segment[:, 1]) for each in lines for segment in each.get_segments()]

    figure = drawn()
    assert len(dashed(figure)) == 2
    heights = {t.get_text(): t.get_position()[1] for t in figure.axes[0].texts}
    for name in ("东部 – 西部 East – west", "南方 – 北方 South – north"):
        assert not any(low <= heights[name] <= high for low, high in dashed(figure))
    assert len(dashed(drawn(frame=gaps().head(3), section=None))) == 1
    assert dashed(drawn(reference=None)) == []


def test_words_and_headings_are_printed():
    texts = [text.get_text() for text in drawn().axes[0].texts]
    assert texts.count("open") == 3
    assert texts.count("proven") == 2
    assert {"Sign 符号", "2019", "2021", *NAMES.values()} <= set(texts)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"wide": ("low", "nowhere")}, "nowhere"),
        ({"dot": "words"}, "words"),
        ({"section": None}, "2019"),
        ({"wide": None, "inner": None, "dot": None, "point": None}, "nothing to draw"),
    ],
    ids=["missing column", "not a number", "label twice", "nothing"],
)
def test_frames_that_make_no_picture(more, message):
    with pytest.raises(ValueError, match=message):
        drawn(**more)
