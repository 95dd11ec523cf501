"""The audit's picture: what it draws, and what it refuses."""

from __future__ import annotations

import pandas as pd
import pytest

from egov.plots import verdict_grid

FRAME = pd.DataFrame(
    {
        "document": ["report2022"] * 3,
        "kind": ["equality", "range", "equality"],
        "verdict": ["agrees", "not_checkable", "contradicts"],
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


def test_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="unknown verdict 'fine'"):
        verdict_grid(FRAME.assign(verdict="fine"), group="document", row="kind")
    with pytest.raises(ValueError, match="no column 'nowhere'"):
        verdict_grid(FRAME, group="nowhere", row="kind")
    with pytest.raises(ValueError, match="no rows"):
        verdict_grid(FRAME.iloc[:0], group="document", row="kind")
