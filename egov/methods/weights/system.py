"""Weights that are compatible with several printed means at once: a system of linear constraints."""

from __future__ import annotations

from collections.abc import Mapping

from egov.methods.bounds import Linear, System, Total
from egov.methods.bounds.statistics import Figure, figure
from egov.methods.rounding import Interval


def weight_system(*means: tuple[Mapping[str, Figure], Figure]) -> System:
    """The weights under which each whole is the same weighted mean of its own parts, each figure to its rounding.

    The means can be those of several groups of units, or level and change of one index. Weights lie between zero and
    one and sum to one; the parts vary independently within their roundings, so the ends of each interval suffice.

    Parameters
    ----------
    *means
        Parts (name to printed figure, or to an interval) and their whole; all with the same names.

    Returns
    -------
    System
        One unit a part, its value the part's weight: ask it for ``bounds``, ``feasible`` or ``conflict``.

    Raises
    ------
    ValueError
        No mean, or means with different parts.

    Examples
    --------
    >>> system = weight_system(({"a": "90.00", "b": "100.00"}, "97.50"), ({"a": "1.00", "b": "3.00"}, "2.50"))
    >>> [round(end, 3) for end in system.bounds("b")]
    [0.749, 0.751]
    """
    if not means or any(set(parts) != set(means[0][0]) for parts, _ in means):
        raise ValueError(f"means with the same parts, got {[list(parts) for parts, _ in means]}")
    names, rows = list(means[0][0]), []
    for parts, whole in means:
        inside = {name: figure(parts[name]) for name in names}
        index = figure(whole)
        least, most = ({n: getattr(i, end) for n, i in inside.items()} for end in ("lower", "upper"))
        # the mean of the lower ends is not above the whole, that of the upper ends not below it
        rows.append(Linear(least, Interval(min(index.lower, *least.values()), index.upper)))
        rows.append(Linear(most, Interval(index.lower, max(index.upper, *most.values()))))
    return System(names, [Total(names, 1), *rows], lower=0, upper=1)
