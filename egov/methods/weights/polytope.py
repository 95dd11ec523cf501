"""Weights that are compatible with printed means, as a polytope: its vertices, and so the bounds of each weight."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from egov.methods.weights.schemes import Figure, figures


def weight_vertices(parts: Sequence[Figure], whole: Figure) -> list[tuple[Fraction, ...]]:
    """Vertices of the polytope of compatible weights, closed, with exact rational entries; none where it is empty.

    Besides the sum there are but two inequalities of rounding, so at most three weights of a vertex are positive. The
    least and the greatest entry over all vertices are the sharp bounds of a weight.

    Parameters
    ----------
    parts, whole
        The printed means (strings, taken as rounded half up) or intervals. Closed ends are used.

    Raises
    ------
    ValueError
        No parts, or one that is missing.

    Examples
    --------
    >>> [[round(float(w), 4) for w in vertex] for vertex in weight_vertices(["80.00", "90.00"], "83.00")]
    [[0.699, 0.301], [0.701, 0.299]]
    """
    inside, total = figures(parts, whole, closed=True)
    n = len(inside)
    excess = [p.lower - total.upper for p in inside]  # weighted sum at most zero
    lack = [total.lower - p.upper for p in inside]  # weighted sum at most zero
    found: set[tuple[Fraction, ...]] = set()

    def add(weights: dict[int, Fraction]) -> None:
        if all(w >= 0 for w in weights.values()) and all(
            sum(w * row[i] for i, w in weights.items()) <= 0 for row in (excess, lack)
        ):
            found.add(tuple(weights.get(i, Fraction(0)) for i in range(n)))

    for i in range(n):
        add({i: Fraction(1)})
    for i, j in combinations(range(n), 2):
        for row in (excess, lack):
            if row[i] != row[j]:
                add({i: row[j] / (row[j] - row[i]), j: row[i] / (row[i] - row[j])})
    for i, j, k in combinations(range(n), 3):
        # both tight: the weights are the cross product of the two rows, scaled to sum one
        a, b = (excess[i], excess[j], excess[k]), (lack[i], lack[j], lack[k])
        cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
        if sum(cross) != 0:
            add({m: c / sum(cross) for m, c in zip((i, j, k), cross, strict=True)})
    return sorted(found)
