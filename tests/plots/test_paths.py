"""Shorter path data draw the same shapes: every character and mark stays where it was."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.textpath import TextToPath
from scipy.spatial import cKDTree

from egov.plots import paths, theme

TEXT = "国家政务服务平台计数：超过近贵州龘鑫 gQ8@%&—≥"
_TOKEN = re.compile(r"([a-zA-Z])([^a-zA-Z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")


def drawn(data: str, step: float = 1.0, pieces: int = 12) -> np.ndarray:
    """Return points along a path, as a reader of SVG draws it; lines and curves alike, relative or absolute."""
    here = start = control = np.zeros(2)
    points: list[np.ndarray] = []
    for command, text in _TOKEN.findall(data):
        numbers = [float(number) * step for number in _NUMBER.findall(text)]
        if command in "hv":
            numbers = [numbers[0], 0.0] if command == "h" else [0.0, numbers[0]]
        given = np.array(numbers).reshape(-1, 2) + (here if command.islower() else 0)
        kind = command.lower()
        if kind == "m":
            here = start = given[0]
            continue
        if kind == "z":
            corners = [here, start]
        elif kind == "t":
            corners = [here, 2 * here - control, given[0]]
        else:
            corners = [here, *given]
        control = corners[1] if kind in "qt" else corners[-1]
        t = np.linspace(0, 1, pieces)[:, None]
        layers = [np.broadcast_to(corner, (pieces, 2)) for corner in corners]
        while len(layers) > 1:  # de Casteljau
            layers = [(1 - t) * a + t * b for a, b in pairwise(layers)]
        points.append(layers[0])
        here = np.asarray(corners[-1])
    return np.vstack(points)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest distance from a point of one drawing to the line of dots of the other."""
    return max(cKDTree(b).query(a)[0].max() for a, b in ((one, other), (other, one)))


def outlines(text: str) -> list[tuple[str, str]]:
    """Return the path data of every character: matplotlib's, in its own unit of a 64th, and ours."""
    letters = {1: "M", 2: "L", 3: "Q", 79: "z"}
    data = []
    with theme.styled():
        from matplotlib.font_manager import FontProperties

        for character in text.replace(" ", ""):
            vertices, codes = TextToPath().get_text_path(FontProperties(family=theme.FONT), character)
            words, k = [], 0
            while k < len(codes):
                count = 2 if codes[k] == 3 else 0 if codes[k] == 79 else 1
                numbers = np.asarray(vertices[k : k + count]).ravel() * 64
                words.append(" ".join([letters[int(codes[k])], *(f"{number:g}" for number in numbers)]))
                k += max(count, 1)
            data.append((" ".join(words), paths.outline(vertices, codes)))
    return data


def test_every_character_moves_by_about_a_step_at_most():
    """A step is a hundredth of the size of the text: 0.12 pixels at twelve."""
    for character, (data, ours) in zip(TEXT.replace(" ", ""), outlines(TEXT), strict=True):
        before = drawn(data, 1 / 64, pieces=60)
        after = drawn(ours, pieces=60)
        assert apart(before, after) < 1.1, character


def test_characters_get_shorter():
    theirs, ours = (sum(map(len, data)) for data in zip(*outlines(TEXT), strict=True))
    assert ours < 0.45 * theirs


def test_marks_stay_within_a_tenth():
    data = "M 1.26 2.74 L 99.94 2.74 Q 103.33 50.01 99.94 80.06 C 1 2.5 3.04 4.1 5.55 6.66 L 1.26 9.11 z"
    assert apart(drawn(data, pieces=400), drawn(paths.path(data), pieces=400)) < 0.35
    assert paths.path("M 0 0 L 0 0") == "m0 0h0"  # a dot with a round cap stays


def test_rounding_does_not_add_up():
    steps = " ".join(f"L {0.04 * k:.2f} {0.26 * k:.2f}" for k in range(1, 2000))
    end = drawn(paths.path(f"M 0 0 {steps}"))[-1]
    assert end == pytest.approx([0.04 * 1999, 0.26 * 1999], abs=0.051)


def test_a_round_marker_is_a_circle_and_nothing_else_is():
    from matplotlib.markers import MarkerStyle

    def marker(shape: str) -> str:
        mark = MarkerStyle(shape)
        path, place = mark.get_path(), mark.get_transform().scale(8).translate(20, 30)
        words = {1: "M", 2: "L", 4: "C", 79: "z"}
        parts = []
        for vertices, code in path.transformed(place).iter_segments(simplify=False):
            parts.append(" ".join([words[int(code)], *(f"{v:.6f}" for v in ([] if code == 79 else vertices))]))
        return " ".join(parts)

    assert paths.circle(marker("o")) == ("20", "30", "4")
    assert paths.circle(marker("D")) is None
    assert paths.circle(marker("o").replace(" 26.000000", " 25.000000")) is None
