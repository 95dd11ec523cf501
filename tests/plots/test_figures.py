"""Every kind of figure: no collision of text on a desk or a phone, what it shows, and the errors bad frames get."""

from __future__ import annotations

import functools
import warnings

import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Text

from egov import plots
from egov.plots.maps import tile_lines
from egov.plots.sheet import Sheet, fitted, said, text_width, wrap
from tests.plots import figures
from tests.plots.figures import STANDARD
from tests.plots.overlap import collisions, shapes, texts_that_collide


def _texts(figure):
    return [text.get_text() for text in figure.findobj(Text)]


@functools.cache
def _drawn(name):
    """The standard figure, drawn once for all tests, without a warning and without touching its frame."""
    draw, frame = STANDARD[name]
    before = frame.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = draw(frame)
    pd.testing.assert_frame_equal(frame, before)
    return figure


def _draw(name, change=None):
    draw, frame = STANDARD[name]
    return _drawn(name) if change is None else draw(change(frame.copy()))


@pytest.mark.parametrize("name", STANDARD)
def test_text_never_collides_and_the_frame_stays(name):
    figure = _drawn(name)
    assert collisions(figure) == []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for width, language in plots.theme.DRAWINGS.values():
            assert collisions(figure.again(width, language)) == []


def test_the_collision_helper_sees_collisions():
    with plots.styled():
        sheet = Sheet("title")
        sheet.text(20, 60, "一二三")
        sheet.text(30, 62, "overlap")
        sheet.text(630, 100, "too far right")
        sheet.box(100, 120, 30, 30, "#eeeeee")
        sheet.text(110, 135, "wider than its box")
        sheet.dot(200, 200, "#000000")
        sheet.text(198, 200, "under a dot")
        sheet.y = 240
        figure = sheet.finish()
    found, written = " ".join(collisions(figure)), " ".join(texts_that_collide(plots.to_svg(figure)))
    assert all(kind in found for kind in ("overlaps", "leaves", "crosses", "circle"))
    assert all(kind in written for kind in ("'一二三' overlaps 'overlap'", "'too far right' leaves"))


# ------------------------------------------------------------------------------------------------- what they show
def test_a_map_has_a_tile_a_unit_and_a_mark_a_move():
    figure, frame = _draw("tile_map"), STANDARD["tile_map"][1]
    faces = [to_hex(patch.get_facecolor()) for patch in shapes(figure, "rectangle")]
    for band, colour in plots.BAND_COLORS.items():
        assert faces.count(colour) == (frame["band"] == band).sum() + 1  # and once in the legend
    assert len(shapes(figure, "triangle")) == frame["mark"].notna().sum() + 2


def test_a_unit_without_a_row_or_band_is_hatched():
    frame = figures.provinces().query("year in (2019, 2020)")
    short = frame[~((frame["unit"] == "北京") & (frame["year"] == 2019))]
    for figure in (
        plots.tile_map(short, "band", facet="year"),
        plots.band_history(
            frame.assign(band=frame["band"].mask(frame["unit"] == "北京")), name2="name_en", mark="mark"
        ),
    ):
        assert "no figure" in _texts(figure)


@pytest.mark.parametrize("name", ["石家庄", "新疆兵团", "呼和浩特", "乌鲁木齐", "北京"])
def test_names_fit_their_tiles(name):
    assert len(tile_lines(name)) == 1 + (len(name) > 3)
    assert "".join(tile_lines(name)) == name


def test_a_flow_colours_falls_and_does_not_depend_on_the_order_of_rows():
    figure = _draw("band_flow")
    moves = figures.FLOW["mark"][figures.FLOW["year"] > 2020]
    falls = [each for each in figure.artists if isinstance(each, Line2D) and each.get_color() == "#b8382a"]
    assert len(falls) == (moves == "down").sum() + 1  # and the legend's
    assert plots.to_svg(figure) == plots.to_svg(_draw("band_flow", lambda f: f.sample(frac=1, random_state=1)))


def test_a_composition_prints_every_number():
    texts = [text for text in _texts(_draw("band_composition")) if text.isdigit() and int(text) < 100]
    assert sorted(texts) == sorted(str(n) for n in figures.counts()["count"])


def test_rows_are_sorted_by_value_or_last_band():
    frame = figures.provinces()
    last = frame[frame["year"] == 2021].set_index("unit")["band"].map(plots.BANDS.index)
    ranks = [last[text] for text in _texts(_draw("band_history")) if text in last.index]
    assert ranks == sorted(ranks, reverse=True)
    own = frame.query("year == 2019").dropna(subset="score")
    shown = [text for text in _texts(_draw("dot_plot")) if text in set(own["unit"])]
    assert shown == own.sort_values("score", ascending=False)["unit"].tolist()


def test_marks_stand_where_the_numbers_say():
    axes = _draw("interval_rows").axes[0]
    (bars,) = (each for each in axes.collections if isinstance(each, PolyCollection))
    ends = [(corners.vertices[:, 0].min(), corners.vertices[:, 0].max()) for corners in bars.get_paths()]
    assert ends == [pytest.approx(each) for each in figures.GAPS[["low", "high"]].to_numpy()]
    for column, colour in (("dot", "#072f68"), ("point", "#d9822b")):
        (line,) = (line for line in axes.lines if line.get_color() == colour)
        assert list(line.get_xdata()) == pytest.approx(figures.GAPS[column].tolist(), nan_ok=True)
    ring = next(line for line in figures.gaps(ring=True).axes[0].lines if line.get_color() == "#d9822b")
    assert ring.get_markerfacecolor() == "none"


def test_the_reference_line_leaves_the_headings_clear():
    figure = _draw("interval_rows")
    lines = (each for each in figure.axes[0].collections if isinstance(each, LineCollection))
    (line,) = (each for each in lines if to_hex(each.get_color()[0]) == plots.ACCENT)
    spans = [sorted(segment[:, 1]) for segment in line.get_segments()]
    heights = {text.get_text(): text.get_position()[1] for text in figure.texts}
    assert len(spans) == 2
    for name in figures.GAPS["section"].unique():
        assert not any(low <= heights[said(name)] <= high for low, high in spans)


def _joined(figure, width):
    lines = [line for axes in figure.axes for line in axes.lines if line.get_linewidth() == width]
    return sorted(len(line.get_xdata()) for line in lines if len(line.get_xdata()) > 1)


def test_only_neighbours_in_time_are_joined():
    assert _joined(_draw("gap_series"), 2) == [2, 2]
    weeks = pd.DataFrame({"week": ["2024-06-02", "2024-06-09", "2024-07-01"], "value": [99.8, 100.1, 100.0], "of": "x"})
    assert _joined(plots.gap_series(weeks, "week", panel="of", join=7, ends=True, reference=100), 2) == [2]


def test_only_full_counts_of_one_series_are_joined():
    assert len(_joined(_draw("counter_panels"), 1.3)) == 1  # 12 to 21; the third count is open
    assert _joined(_draw("counter_panels", lambda f: f.assign(joined=False)), 1.3) == []


def test_words_are_printed():
    texts = _texts(_draw("counter_panels"))
    assert {*figures.COUNTS["label"], "over", "nearly", "about", "implied"} <= set(texts)
    assert texts.count("⚠ three things") == 1
    assert {"41", "43", "Plans"} <= set(_texts(_draw("event_timeline")))


def test_one_square_a_check():
    corners = [len(patch.get_path().vertices) for patch in _draw("verdict_grid").artists]
    assert sum(corners) == 5 * (len(figures.CHECKS) + figures.CHECKS["verdict"].nunique())  # and the legend's


def test_wrapping_measures_text():
    lines = wrap("政务服务能力指数分组，以及 the bands of online-service capability", 13, 120)
    assert max(text_width(line, 13) for line in lines) <= 120
    assert "".join(lines).replace(" ", "") == "政务服务能力指数分组，以及thebandsofonline-servicecapability"
    assert not any(line.startswith("，") for line in lines)
    assert fitted("短", 13, 100) == 13
    assert text_width("内蒙古自治区", fitted("内蒙古自治区", 13, 50)) <= 50.1


# ------------------------------------------------------------------------------------------------- bad frames
@pytest.mark.parametrize("name", STANDARD)
def test_a_frame_that_lacks_a_column_or_rows_is_refused(name):
    draw, frame = STANDARD[name]
    who = name.split()[0]
    shown = ("band", "verdict", "score", "mean", "b", "low", "first", "value")
    column = next(each for each in shown if each in frame and not (who == "dot_plot" and each == "band"))
    with pytest.raises(ValueError, match=rf"{who}: the frame has no column '{column}'"):
        draw(frame.drop(columns=column))
    with pytest.raises(ValueError, match=f"{who}: the frame has no rows"):
        draw(frame.iloc[:0])


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("tile_map", lambda f: pd.concat([f, f.head(1)]), "more than one row for"),
        ("tile_map", lambda f: f.query("year == 2021").assign(tile_col=0, tile_row=0), "for tile_col 0, tile_row 0"),
        ("tile_map", lambda f: f.assign(mark="sideways"), r"'mark', row \d+: unknown mark 'sideways'"),
        ("tile_map", lambda f: f.assign(band="极高"), "unknown band '极高'; expected one of 低, 中, 高, 非常高"),
        ("tile_map", lambda f: f.to_dict(), "expected a pandas DataFrame, got dict"),
        ("band_flow", lambda f: f.iloc[:-1], "has no row for"),
        ("band_flow", lambda f: f[f["year"] == 2021], "at least two"),
        ("band_composition", lambda f: f.assign(count=-1), "counts not negative"),
        ("band_composition", lambda f: f.assign(count="1"), "must hold numbers, it holds str"),
        ("band_composition", lambda f: f.assign(count=0), "bar year 2017 has no units"),
        ("dot_plot with intervals", lambda f: f.assign(low=90.0), "does not hold the value of '华北 North"),
        ("dot_plot", lambda f: f.assign(score=float("nan")), "has no value"),
        ("interval_rows", lambda f: f.assign(year="2019"), "more than one row"),
        ("gap_series", lambda f: f.assign(kind="published"), "more than one row"),
        ("gap_series", lambda f: f.assign(kind="x" + f["kind"]), "unknown kind 'ximplied'"),
        ("counter_panels", lambda f: f.assign(qualifier="roughly"), "unknown qualifier 'roughly'"),
        ("counter_panels", lambda f: f.assign(value=-1.0), "not negative"),
        ("counter_panels", lambda f: f.assign(panel="p", series=[*"abcdefg"]), "7 series, at most 6"),
        ("event_timeline", lambda f: f.assign(status="maybe"), "unknown status 'maybe'"),
        ("event_timeline", lambda f: f.assign(first=float("nan")), "column 'first' must be filled"),
        ("verdict_grid", lambda f: f.assign(verdict="fine"), "unknown verdict 'fine'"),
    ],
)
def test_a_bad_frame_gets_one_clear_error(name, change, message):
    with pytest.raises(ValueError, match=message):
        _draw(name, change)


def test_bad_choices_get_one_clear_error():
    frame = figures.provinces()
    with pytest.raises(ValueError, match="unknown name_en 'XPCC "):
        plots.tile_map(frame.query("year == 2021"), "name_en", palette={"Beijing": "#000000"})
    with pytest.raises(ValueError, match="needs both low and high"):
        plots.dot_plot(figures.intervals(), "mean", "region", low="low")
    with pytest.raises(ValueError, match="outside limits 80 to 90"):
        plots.dot_plot(figures.intervals(), "mean", "region", limits=(80, 90))
    with pytest.raises(ValueError, match="nothing to draw"):
        plots.interval_rows(figures.GAPS, "year", section="section")


@pytest.mark.parametrize("name", ["tile_map", "band_composition", "band_history"])
def test_typed_frames_draw_the_same(name):
    """The dtypes of the loader: ordered categoricals for bands, nullable integers for years."""
    types = {"band": pd.CategoricalDtype(plots.BANDS, ordered=True), "year": "Int64", "unit_type": "category"}
    typed = _draw(name, lambda f: f.astype({column: dtype for column, dtype in types.items() if column in f}))
    assert plots.to_svg(_draw(name)) == plots.to_svg(typed)
