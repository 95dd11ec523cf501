"""The figures of the hardware chapter: no collision of text, what they draw, and the errors that bad frames get."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.patches import Circle

from egov import plots
from tests.plots.overlap import collisions


def tree() -> pd.DataFrame:
    rows = [
        ("总指数", "Composite", 0, 99.37, 1.82),
        ("企业经营效益景气指数", "Operating performance", 1, 98.48, 2.16),
        ("政策对产品的生产影响景气指数", "Effect of policy on production and on other things", 2, 92.28, -3.08),
        ("要素供给景气指数", "Factor supply", 1, None, -1.29),
        ("预期景气指数", "Expectation", 1, 100.0, 0.0),
    ]
    return pd.DataFrame(rows, columns=["component", "component_en", "depth", "value", "change"])


def months() -> pd.DataFrame:
    rows = [
        ("2021-05", "生产 Production", "implied", 97.55),
        ("2021-06", "生产 Production", "published", 99.37),
        ("2022-05", "生产 Production", "published", 94.21),
        ("2023-05", "生产 Production", "implied", 97.91),
        ("2023-05", "生产 Production", "published", 97.90),
        ("2023-06", "生产 Production", "published", 97.65),
        ("2021-06", "外贸 Foreign trade", "published", 98.73),
    ]
    return pd.DataFrame(rows, columns=["month", "of", "kind", "value"])


def counts() -> pd.DataFrame:
    rows = [
        ("market", "总指数", "Composite", 4, 8, 0, 0.45, False),
        ("trade", "出口市场需求景气指数", "Export market demand", 8, 3, 1, 7.48, True),
    ]
    names = ["family", "component", "component_en", "rising", "falling", "flat", "change", "agrees"]
    return pd.DataFrame(rows, columns=names)


def series(**more):
    return plots.gap_series(
        months(), "month", "value", panel="of", kind="kind", reference=100, gap_label="no release", **more
    )


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.composite_tree(tree(), title="Tree", axis_label="Points"),
        series,
        lambda: plots.breadth_rows(counts(), section="family", title="Breadth"),
    ],
    ids=["tree", "series", "breadth"],
)
def test_text_never_collides(draw):
    figure = draw()
    assert collisions(figure) == []
    plots.to_svg(figure)


def test_a_change_that_is_not_said_has_no_arrow():
    """About the same: the level alone, and the word for it in place of a change."""
    figure = plots.composite_tree(tree().assign(change=[1.82, None, -3.08, -1.29, 0.0]))
    texts = [t.get_text() for t in figure.axes[0].texts]
    assert "约平" in texts
    assert collisions(figure) == []
    with pytest.raises(ValueError, match="every row needs a value or a change"):
        plots.composite_tree(tree().assign(change=[1.82, 1.0, 1.0, None, 1.0]))


def lines(figure, colour="#072f68"):
    return [line for line in figure.axes[0].lines if line.get_color() == colour]


def test_only_neighbouring_months_are_joined():
    assert sorted(len(line.get_xdata()) for line in lines(series())) == [2, 2]


def test_weeks_are_joined_within_seven_days():
    frame = pd.DataFrame({"week": ["2024-06-02", "2024-06-09", "2024-07-01"], "value": [99.8, 100.1, 100.0], "of": "x"})
    figure = plots.gap_series(frame, "week", "value", panel="of", join=7, labels="ends")
    assert [len(line.get_xdata()) for line in lines(figure)] == [2]


def test_a_month_with_two_statements_shows_both():
    circles = [p for p in series().axes[0].patches if type(p) is Circle]
    assert len(circles) == len(months()) + 2  # and the legend's two


def test_every_level_and_change_of_a_tree_is_printed():
    texts = [text.get_text() for text in plots.composite_tree(tree()).axes[0].texts]
    for record in tree().to_dict("records"):
        assert (f"{record['change']:+.2f}".replace("-", "−") if record["change"] else "0.00") in texts
        assert record["value"] != record["value"] or f"{record['value']:.2f}" in texts
    assert "水平未公布 level not printed" in texts


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.composite_tree(tree().drop(columns="change")), "no column 'change'"),
        (
            lambda: plots.composite_tree(tree().assign(value=float("nan"))),
            "every row needs a value or a change, and one its",
        ),
        (lambda: plots.composite_tree(tree(), limits=(95, 101)), "outside limits 95 to 101"),
        (lambda: plots.composite_tree(tree().assign(depth=7)), "unknown depth 7"),
        (lambda: plots.gap_series(months(), "month", "value", panel="of"), "more than one row"),
        (lambda: series(labels="some"), "labels must be 'all' or 'ends'"),
        (lambda: plots.breadth_rows(counts().assign(flat=[1, 1]), section="family"), "expected one sum"),
    ],
)
def test_a_bad_frame_gets_one_clear_error(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
