"""Rows of nested intervals: no collision of text, marks where the numbers say, headings clear, bad frames refused."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle

from egov import plots
from egov.plots.intervals import LINE, POINT, WIDE
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


def marks(figure, kind, colour):
    """Patches of one colour inside the picture, without the keys of the legend."""
    found = [p for p in figure.axes[0].patches if type(p) is kind and to_hex(p.get_facecolor()) == colour]
    return found[1:] if kind is Rectangle or colour == POINT else found


def lines(figure, colour):
    return [line for line in figure.axes[0].lines if to_hex(line.get_color()) == colour]


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
    figure, frame = drawn(), gaps()
    bars, dots, points = marks(figure, Rectangle, WIDE), marks(figure, Circle, LINE), marks(figure, Circle, POINT)
    assert (len(bars), len(dots), len(points)) == (5, 4, 2)
    # one scale for all: pixels of a bar, a dot and a second point are one linear function of their numbers
    at = [(low, bar.get_x()) for low, bar in zip(frame["low"], bars, strict=True)]
    at += [(high, bar.get_x() + bar.get_width()) for high, bar in zip(frame["high"], bars, strict=True)]
    at += [(value, dot.center[0]) for value, dot in zip(frame["dot"].dropna(), dots, strict=True)]
    at += [(value, dot.center[0]) for value, dot in zip(frame["point"].dropna(), points, strict=True)]
    (v0, x0), (v1, x1) = at[0], at[5]
    for value, x in at:
        assert x == pytest.approx(x0 + (value - v0) * (x1 - x0) / (v1 - v0), abs=0.01)
    inner = [line for line in lines(figure, LINE) if line.get_linewidth() == 3.0]
    ends = [tuple(line.get_xdata()) for line in inner][-4:]
    for (low, high), (left, right) in zip(frame[["inner_low", "inner_high"]].dropna().to_numpy(), ends, strict=True):
        assert left == pytest.approx(x0 + (low - v0) * (x1 - x0) / (v1 - v0), abs=0.01)
        assert right == pytest.approx(x0 + (high - v0) * (x1 - x0) / (v1 - v0), abs=0.01)


def test_a_ring_leaves_the_dot_visible():
    rings = [p for p in drawn(ring=True).axes[0].patches if type(p) is Circle and not p.get_fill()]
    rings += [p for p in drawn(ring=True).axes[0].patches if type(p) is Circle and p.get_facecolor()[3] == 0]
    assert len(rings) == 3  # two points and the key
    assert marks(drawn(ring=True), Circle, LINE)
    assert {to_hex(p.get_edgecolor()) for p in rings} == {POINT}


def test_the_reference_line_leaves_the_headings_clear():
    figure = drawn()
    dashed = lines(figure, ACCENT)
    assert len(dashed) == 2
    heights = {t.get_text(): t.get_position()[1] for t in figure.axes[0].texts}
    for name in ("东部 – 西部 East – west", "南方 – 北方 South – north"):
        assert not any(min(d.get_ydata()) <= heights[name] <= max(d.get_ydata()) for d in dashed)
    assert len(lines(drawn(frame=gaps().head(3), section=None), ACCENT)) == 1
    assert lines(drawn(reference=None), ACCENT) == []


def test_words_and_headings_are_printed():
    texts = [text.get_text() for text in drawn().axes[0].texts]
    assert texts.count("open") == 3
    assert texts.count("proven") == 2
    assert {"Sign 符号", "2019", "2021", *NAMES.values()} <= set(texts)


def test_the_same_frame_gives_the_same_file():
    assert plots.to_svg(drawn()) == plots.to_svg(drawn())


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
