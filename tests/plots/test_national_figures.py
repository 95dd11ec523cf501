"""Counters, survey and timeline: no collision of text, what they show, and the errors that bad frames get."""

from __future__ import annotations

import pandas as pd
import pytest

from egov import plots
from tests.plots.overlap import collisions

COUNT = {"qualifier": "exact", "implied": False, "joined": True, "warning": ""}


def counters() -> pd.DataFrame:
    rows = [
        ("用户\nUsers", "a", 2018.0, 2019.0, 12.0, "exact", True, True, "12", ""),
        ("用户\nUsers", "a", 2019.0, 2020.0, 21.0, "exact", False, True, "21", ""),
        ("用户\nUsers", "a", 2021.3, 2021.4, 30.0, "over", False, True, "> 30", ""),
        ("证照\nCertificates", "queries", 2020.4, 2020.5, 54.0, "over", False, True, "> 54 亿", "three things"),
        ("证照\nCertificates", "exchanges", 2020.9, 2021.0, 5.0, "exact", False, True, "5 亿", "three things"),
        ("证照\nCertificates", "services", 2021.0, 2022.0, 50.0, "nearly", False, True, "< 50 亿", "three things"),
        ("时间\nTime", "a", 2021.0, 2021.1, 5.0, "about", False, True, "≈ 5", ""),
    ]
    columns = ["panel", "series", "first", "last", "value", "qualifier", "implied", "joined", "label", "warning"]
    return pd.DataFrame(rows, columns=columns)


def units() -> pd.DataFrame:
    rows = [
        ("事项 Items", "items by phone", "北京", 1100.0, "over", "> 1100"),
        ("事项 Items", "items by phone", "内蒙古", 1328.0, "exact", "1328"),
        ("事项 Items", "bundles", "上海", 12.0, "exact", "12"),
        ("事项 Items", "bundles", "湖北", 3467.0, "nearly", "< 3467"),
        ("用户 Users", "users", "新疆兵团", 3.0, "about", "≈ 3"),
    ]
    return pd.DataFrame(rows, columns=["section", "panel", "unit", "value", "qualifier", "label"])


def events() -> pd.DataFrame:
    rows = [
        ("平台 Platforms", "National platform online, on trial, with a title that needs a second line", 2019.3, 2019.4),
        ("平台 Platforms", "A year only", 2018.0, 2019.0),
        ("热线 Hotlines", "A deadline", 2021.99, 2022.0),
    ]
    frame = pd.DataFrame(rows, columns=["section", "label", "first", "last"])
    return frame.assign(status=["done", "done", "due"], basis=["published", "stated", "stated"])


def composition() -> pd.DataFrame:
    rows = [
        (year, band, count) for year in (2017, 2018) for band, count in zip(plots.BANDS, (1, 8, 17, 6), strict=True)
    ]
    return pd.DataFrame(rows, columns=["year", "band", "count"])


def index() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "edition": [2003, 2004, 2005, 2008, 2024],
            "rank": [74, 67, 57, 65, 35],
            "egdi": [0.42, 0.44, 0.51, 0.5, 0.87],
            "online": [0.33, 0.41, 0.57, 0.51, 0.93],
        }
    )


def parts() -> pd.DataFrame:
    rows = [("2003–2004", "a", 0.03), ("2003–2004", "b", -0.01), ("2003–2004", "total", 0.02)]
    rows += [("2004–2005", "a", 0.01), ("2004–2005", "b", 0.04), ("2004–2005", "total", 0.05)]
    return pd.DataFrame(rows, columns=["row", "part", "value"])


DRAW = {
    "counter_panels": (lambda f: plots.counter_panels(f, title="计数\nCounts"), counters, "value"),
    "unit_counts": (lambda f: plots.unit_counts(f, title="各地\nUnits", subtitle="two"), units, "qualifier"),
    "event_timeline": (lambda f: plots.event_timeline(f, composition(), title="大事\nEvents"), events, "first"),
    "index_series": (lambda f: plots.index_series(f, {"egdi": "指数 index", "online": "在线 online"}), index, "rank"),
    "change_parts": (lambda f: plots.change_parts(f, {"a": "甲 a", "b": "乙 b"}, axis_label="change"), parts, "value"),
}


@pytest.mark.parametrize("name", DRAW)
def test_text_never_collides_and_the_frame_stays(name):
    draw, frame, _ = DRAW[name]
    given = frame()
    figure = draw(given)
    assert collisions(figure) == []
    plots.to_svg(figure)
    pd.testing.assert_frame_equal(given, frame())


@pytest.mark.parametrize("name", DRAW)
def test_a_missing_column_is_named(name):
    draw, frame, column = DRAW[name]
    with pytest.raises(ValueError, match=rf"{name}: the frame has no column '{column}'"):
        draw(frame().drop(columns=column))


def _lines(figure):
    return [line for line in figure.axes[0].lines if line.get_color() == "#072f68" and line.get_linewidth() == 1.3]


def test_only_full_counts_of_one_series_are_joined():
    assert len(_lines(plots.counter_panels(counters()))) == 1  # 12 to 21; the third count is open
    apart = counters().assign(joined=False)
    assert _lines(plots.counter_panels(apart)) == []


def test_every_label_and_warning_is_printed():
    texts = [t.get_text() for t in plots.counter_panels(counters()).axes[0].texts]
    assert set(counters()["label"]) <= set(texts)
    assert texts.count("three things") == 1
    assert {"超过 over", "近 nearly", "约 about", "推算 implied"} <= set(texts)


def test_rows_of_units_are_sorted_and_wide_panels_logarithmic():
    texts = [t.get_text() for t in plots.unit_counts(units()).axes[0].texts]
    assert texts.index("内蒙古") < texts.index("北京")
    assert texts.index("湖北") < texts.index("上海")
    assert "bundles (log)" in texts


def test_timeline_with_a_tally():
    tally = pd.DataFrame({"label": "规划 Plans", "year": [2018, 2019], "count": [41, 43]})
    figure = plots.event_timeline(events(), composition(), tally)
    assert collisions(figure) == []
    assert {"41", "43", "规划 Plans"} <= {t.get_text() for t in figure.axes[0].texts}


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.counter_panels(counters().assign(qualifier="roughly")), "unknown qualifier 'roughly'"),
        (lambda: plots.counter_panels(counters().assign(value=-1.0)), "not negative"),
        (lambda: plots.unit_counts(units().assign(value=0.0)), "above zero"),
        (lambda: plots.event_timeline(events().assign(status="maybe")), "unknown status 'maybe'"),
        (lambda: plots.event_timeline(events().assign(first=float("nan"))), "'first' and 'last'"),
        (lambda: plots.index_series(index().assign(egdi=2.0), {"egdi": "x"}), "from 0 to 1"),
        (lambda: plots.change_parts(parts().assign(value=1.0), {"a": "a", "b": "b"}), "do not add up"),
        (lambda: plots.change_parts(parts(), {"a": "a"}), "no label for 'b'"),
    ],
)
def test_other_errors_are_clear(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()


def test_too_many_series():
    rows = pd.concat([counters().iloc[[1]].assign(series=str(n)) for n in range(7)], ignore_index=True)
    with pytest.raises(ValueError, match="7 series, at most 6"):
        plots.counter_panels(rows)
