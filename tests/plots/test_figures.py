"""The standard figures: no collision of text, what they show, and the errors that bad frames get."""

from __future__ import annotations

import gzip
import re
import warnings
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from egov import plots
from egov.plots.maps import tile_lines
from egov.plots.sheet import Sheet, fitted, text_width, wrap
from tests.plots.figures import STANDARD, counts, intervals, provinces, trees
from tests.plots.overlap import collisions


def _texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def _faces(figure):
    return [to_hex(p.get_facecolor()) for p in figure.axes[0].patches if type(p) is Rectangle]


@pytest.mark.parametrize("name", STANDARD)
def test_text_never_collides_and_the_svg_is_lean_self_contained_and_scales(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = STANDARD[name]()
        assert collisions(figure) == []
        svg = plots.to_svg(figure)
    root = ET.fromstring(svg)
    width, height = float(root.get("width")), float(root.get("height"))
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    assert width == plots.FIGURE_WIDTH
    assert root.get("role") == "img"
    assert "max-width:100%" in root.get("style")
    assert len(gzip.compress(svg.encode("utf-8"), mtime=0)) <= 30 * 1024
    assert re.findall(r'(?:href|src)="(?!#)[^"]*"', svg) == []
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids)), "every glyph is drawn once"
    assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(ids)
    assert not re.search(r'(?: d=|translate\()"?[^")]*\.\d\d', svg)
    assert "<text" not in svg


@pytest.mark.parametrize("name", ["map by year"])
def test_a_phone_can_read_every_figure(name):
    figure = STANDARD[name]().narrow()
    assert figure.get_figwidth() * 72 == pytest.approx(plots.PHONE_WIDTH)
    assert collisions(figure) == []
    shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    assert min(text.get_fontsize() for text in shown if text.axes.axison or text in text.axes.texts) >= 11


def test_the_collision_helper_sees_collisions():
    sheet = Sheet("title")
    sheet.text(20, 60, "一二三")
    sheet.text(30, 62, "overlap")
    sheet.text(630, 100, "too far right")
    sheet.box(100, 120, 30, 30, "#eeeeee")
    sheet.text(110, 135, "wider than its box")
    sheet.dot(200, 200, "#000000")
    sheet.text(198, 200, "under a dot")
    sheet.y = 240
    found = collisions(sheet.finish())
    assert [kind for kind in ("overlaps", "leaves", "crosses", "circle") if any(kind in line for line in found)] == [
        "overlaps",
        "leaves",
        "crosses",
        "circle",
    ]


def test_a_tile_takes_its_unit_s_colour():
    frame = provinces().query("year == 2021")
    faces = _faces(plots.tile_map(frame, "band"))
    for band, colour in plots.BAND_COLORS.items():
        assert faces.count(colour) == (frame["band"] == band).sum() + 1  # and once in the legend


def test_map_draws_a_mark_for_every_move():
    frame = provinces()
    moves = frame["mark"].notna().sum()
    assert moves > 20
    triangles = [
        p for p in plots.tile_map(frame, "band", facet="year", mark="mark").axes[0].patches if type(p) is Polygon
    ]
    assert len(triangles) == moves + 2


def test_a_unit_without_a_row_is_drawn_missing():
    frame = provinces()
    short = frame[~((frame["unit"] == "北京") & (frame["year"] == 2019))]
    figure = plots.tile_map(short, "band", facet="year")
    assert "无数据 no figure" in _texts(figure)
    assert _texts(figure).count("北京") == 5
    assert "无数据 no figure" not in _texts(plots.tile_map(frame, "band", facet="year"))


@pytest.mark.parametrize(
    ("name", "lines"), [("石家庄", 1), ("新疆兵团", 2), ("呼和浩特", 2), ("乌鲁木齐", 2), ("北京", 1)]
)
def test_names_fit_their_tiles(name, lines):
    assert len(tile_lines(name)) == lines
    assert "".join(tile_lines(name)) == name


def test_composition_prints_every_count():
    frame = counts()
    texts = _texts(plots.band_composition(frame, panel="unit_type"))
    assert sorted(t for t in texts if t.isdigit() and int(t) < 100 and t != "0") == sorted(
        str(n) for n in frame["count"]
    )


def test_history_sorts_by_the_last_band():
    frame = provinces()
    last = frame[frame["year"] == 2021].set_index("unit")["band"]
    order = [text for text in _texts(plots.band_history(frame, sort="last")) if text in last.index]
    ranks = [plots.BANDS.index(last[unit]) for unit in order]
    assert len(order) == 32
    assert ranks == sorted(ranks, reverse=True)


def test_dots_are_sorted_and_complete():
    frame = provinces().query("year == 2019")
    texts = _texts(plots.dot_plot(frame, "score", "unit"))
    shown = [text for text in texts if text in set(frame["unit"])]
    assert shown == frame.dropna(subset="score").sort_values("score", ascending=False)["unit"].tolist()


def test_trees_match_by_name():
    texts = _texts(plots.indicator_trees(trees()))
    assert texts.count("用户体验度") == 1
    assert texts.count("无 none") == 2
    assert {"A3", "A2"} <= set(texts)


def test_wrapping_measures_text():
    lines = wrap("政务服务能力指数分组，以及 the bands of online-service capability", 13, 120)
    assert max(text_width(line, 13) for line in lines) <= 120
    assert "".join(lines).replace(" ", "") == "政务服务能力指数分组，以及thebandsofonline-servicecapability"
    assert not any(line.startswith("，") for line in lines)
    assert fitted("短", 13, 100) == 13
    assert text_width("内蒙古自治区", fitted("内蒙古自治区", 13, 50)) <= 50.1


def late():
    """The last year of the provinces: enough for frames good and bad."""
    return provinces().query("year == 2021")


CALLS = {
    "tile_map": (lambda f: plots.tile_map(f, "band", facet="year", mark="mark"), late, "tile_row"),
    "tile_map value": (lambda f: plots.tile_map(f, "band", facet="year"), late, "band"),
    "band_composition": (lambda f: plots.band_composition(f, panel="unit_type"), counts, "count"),
    "band_history": (lambda f: plots.band_history(f, mark="mark"), late, "order"),
    "dot_plot": (lambda f: plots.dot_plot(f, "mean", "region", low="low", high="high"), intervals, "low"),
    "indicator_trees": (plots.indicator_trees, trees, "parent"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_missing_column_is_named(name):
    draw, frame, column = CALLS[name]
    with pytest.raises(ValueError, match=rf"{name.split()[0]}: the frame has no column '{column}'; it has"):
        draw(frame().drop(columns=column))


@pytest.mark.parametrize("name", CALLS)
def test_an_empty_frame_is_an_error(name):
    draw, frame, _ = CALLS[name]
    with pytest.raises(ValueError, match="no rows"):
        draw(frame().iloc[:0])


@pytest.mark.parametrize("name", ["tile_map", "band_composition", "band_history"])
def test_an_unknown_band_is_named(name):
    draw, frame, _ = CALLS[name]
    bad = frame()
    bad.loc[bad.index[3], "band"] = "极高"
    with pytest.raises(
        ValueError, match=f"'band', row {bad.index[3]}: unknown band '极高'; expected one of 低, 中, 高, 非常高"
    ):
        draw(bad)


@pytest.mark.parametrize("name", [name for name in CALLS if name != "tile_map value"])
def test_a_double_row_is_named(name):
    draw, frame, _ = CALLS[name]
    good = frame()
    with pytest.raises(ValueError, match="more than one row for"):
        draw(pd.concat([good, good.iloc[[2]]], ignore_index=True))


def test_other_errors_are_clear():
    frame = provinces()
    one = frame.query("year == 2021")
    with pytest.raises(ValueError, match="more than one row for tile_col 0, tile_row 0"):
        plots.tile_map(one.assign(tile_col=0, tile_row=0), "band")
    with pytest.raises(ValueError, match=r"'mark', row \d+: unknown mark 'sideways'"):
        plots.tile_map(one.assign(mark="sideways"), "band", mark="mark")
    with pytest.raises(ValueError, match="unknown category 'XPCC "):
        plots.tile_map(one, "name_en", palette={"Beijing": "#000000"})
    with pytest.raises(ValueError, match="expected a pandas DataFrame, got list"):
        plots.tile_map([], "band")
    with pytest.raises(ValueError, match="counts not negative"):
        plots.band_composition(counts().assign(count=-1), panel="unit_type")
    with pytest.raises(ValueError, match="must hold numbers, it holds str"):
        plots.band_composition(counts().assign(count="1"), panel="unit_type")
    with pytest.raises(ValueError, match="bar year 2017 has no units"):
        plots.band_composition(counts().query("unit_type == 'province'").assign(count=0))
    with pytest.raises(ValueError, match="sort must be"):
        plots.band_history(frame, sort="name")
    with pytest.raises(ValueError, match="sort must be"):
        plots.dot_plot(intervals(), "mean", "region", sort="up")
    with pytest.raises(ValueError, match="needs both low and high"):
        plots.dot_plot(intervals(), "mean", "region", low="low")
    with pytest.raises(ValueError, match="does not hold the value of '华北 North'"):
        plots.dot_plot(intervals().assign(low=90.0), "mean", "region", low="low", high="high")
    with pytest.raises(ValueError, match="outside limits 80 to 90"):
        plots.dot_plot(intervals(), "mean", "region", limits=(80, 90))
    with pytest.raises(ValueError, match="has no value"):
        plots.dot_plot(intervals().assign(mean=float("nan")), "mean", "region")
    with pytest.raises(ValueError, match="parent 'A' of province 'A1' is not in the frame"):
        plots.indicator_trees(trees().query("code != 'A'"))
    with pytest.raises(ValueError, match="unknown level 4"):
        plots.indicator_trees(trees().assign(level=4))


def test_frames_are_left_as_they_were():
    for draw, frame, _ in CALLS.values():
        before, given = frame(), frame()
        draw(given)
        pd.testing.assert_frame_equal(before, given)


def _as_loaded(frame):
    """The dtypes of the loader: ordered categoricals for bands, nullable integers for years."""
    types = {"band": pd.CategoricalDtype(plots.BANDS, ordered=True), "year": "Int64", "unit_type": "category"}
    return frame.astype({column: dtype for column, dtype in types.items() if column in frame})


@pytest.mark.parametrize("name", ["tile_map value", "band_composition", "band_history"])
def test_typed_frames_draw_the_same(name):
    draw, frame, _ = CALLS[name]
    plain, typed = draw(frame()), draw(_as_loaded(frame()))
    assert plots.to_svg(plain) == plots.to_svg(typed)


@pytest.mark.parametrize("typed", [False, True])
def test_a_missing_band_is_hatched_in_the_history(typed):
    frame = provinces()
    frame.loc[[3, 40], "band"] = None
    figure = plots.band_history(_as_loaded(frame) if typed else frame)
    assert "无数据 no figure" in _texts(figure)
    assert collisions(figure) == []
