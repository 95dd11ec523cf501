"""The audit's picture and lists: what they draw, and what they refuse."""

from __future__ import annotations

import pandas as pd
import pytest

from egov.plots import VERDICT_COLORS, checks_html, slips_html, to_svg, verdict_grid

FRAME = pd.DataFrame(
    {
        "check": ["a.1", "a.2", "b.1"],
        "claim": ["one < two", "二", "three"],
        "source": ["report2022"] * 3,
        "place": ["digest 1", "Table A-3", None],
        "line": pd.array([1, None, 3], dtype="Int64"),
        "address": ["../book/tables/claims.html#row-a", "../book/tables/sources.html#row-x", "../b.html#row-c"],
        "published": ["1", "2", "3"],
        "recomputed": ["1", None, "4"],
        "verdict": ["agrees", "not_checkable", "contradicts"],
        "note": [None, "why", None],
        "document": ["report2022"] * 3,
        "kind": ["equality", "range", "equality"],
    }
)


def test_one_square_a_check():
    frame = pd.concat([FRAME] * 40, ignore_index=True)
    figure = verdict_grid(frame, group="document", row="kind", title="x")
    squares = sum(
        len(patch.get_path().vertices) // 5
        for patch in figure.axes[0].patches
        if type(patch).__name__ == "PathPatch" and len(patch.get_path().vertices) % 5 == 0
    )
    assert squares == len(frame)


def test_the_same_bytes_every_time():
    assert to_svg(verdict_grid(FRAME, group="document", row="kind")) == to_svg(
        verdict_grid(FRAME, group="document", row="kind")
    )


def test_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="unknown verdict 'fine'"):
        verdict_grid(FRAME.assign(verdict="fine"), group="document", row="kind")
    with pytest.raises(ValueError, match="no column 'nowhere'"):
        verdict_grid(FRAME, group="nowhere", row="kind")
    with pytest.raises(ValueError, match="no rows"):
        verdict_grid(FRAME.iloc[:0], group="document", row="kind")


def test_every_check_is_a_row_with_an_id_and_a_link():
    page = checks_html(FRAME)
    assert page.count("<tr id=") == len(FRAME)
    assert 'id="b.1" data-v="contradicts"' in page
    assert '<a href="../book/tables/claims.html#row-a">report2022, line 1</a>: digest 1' in page
    assert "one &lt; two" in page
    assert all(f'value="{verdict}"' in page for verdict in VERDICT_COLORS)
    assert "http" not in page


def test_slips_are_a_list():
    slips = pd.DataFrame(
        {
            "slip": ["s"],
            "title": ["T"],
            "document": ["a; b"],
            "published": [[("1 < 2", "../book/tables/claims.html#row-a"), ("3", "../book/tables/claims.html#row-b")]],
            "against": ["2"],
            "verdict": ["misprint"],
            "why": ["Because"],
            "meaning": ["Use 2."],
        }
    )
    page = slips_html(slips, {"a": "A", "b": "B"})
    assert 'id="slip-s"' in page
    link = '<a href="../book/tables/claims.html#row-{}">{}</a>'
    assert f"<em>A, B</em>: {link.format('a', '1 &lt; 2')}; {link.format('b', '3')}." in page
    with pytest.raises(ValueError, match="no column 'why'"):
        slips_html(slips.drop(columns="why"))
