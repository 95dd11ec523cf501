"""What the hardware index lets one say of the weights between its components: nothing is printed, little is bounded.

An index is taken as the weighted mean of its components, weights positive and constant from one month to the next,
so that level and change of a release are the same mean of the components' levels and changes. Both are printed with two
decimals: with :mod:`egov.methods.bounds` each becomes a pair of linear inequalities in the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from egov.methods.bounds import Linear, System, Total
from egov.methods.rounding import Interval, printed
from egov.results.hardware_series import COMPOSITE, figure, releases

if TYPE_CHECKING:
    import pandas as pd

FAR = Fraction(1000)
"""Beyond any index: the open side of an inequality."""
UNPRINTED = Interval(Fraction(0), Fraction(300))
"""What a level can be that a release does not print: it prints some components' changes alone."""
NARROW = 5.0
"""Percentage points up to which bounds on a weight say something."""
Printed = tuple[str | None, str]
"""Level and change as printed; None for a level that is not."""


def span_of(level: str | None) -> Interval:
    """The interval behind a printed figure; that of any level where none is printed."""
    return UNPRINTED if level is None else printed(level)


def position(whole: str, parts: Sequence[str | None]) -> tuple[str, Fraction]:
    """Where an index lies among its components and by how much it is outside, roundings allowed for.

    >>> position("97.90", ["96.71", "97.71", "96.10"])
    ('above', Fraction(9, 50))
    >>> position("92.39", ["92.40", "94.45"])[0], position("97.65", ["96.73", "97.65"])[0]
    ('below', 'inside')
    """
    index, spans = printed(whole), [span_of(part) for part in parts]
    if all(_before(span, index) for span in spans):
        return "above", index.lower - max(span.upper for span in spans)
    if all(_before(index, span) for span in spans):
        return "below", min(span.lower for span in spans) - index.upper
    return "inside", Fraction(0)


def _before(one: Interval, other: Interval) -> bool:
    return one.upper <= other.lower and not one.intersects(other)


def weight_system(parts: Mapping[str, Printed], whole: tuple[str, str]) -> System:
    """The weights that give level and change of an index from those of its components.

    ``parts`` maps a component to its printed level and change, ``whole`` is the index's. Weights are from 0 to 1 and
    sum to one; components vary independently within their roundings, so the two ends of each interval suffice.

    >>> system = weight_system({"a": ("90.00", "1.00"), "b": ("100.00", "3.00")}, ("97.50", "2.50"))
    >>> [round(end, 3) for end in system.bounds("b")]
    [0.749, 0.751]
    """
    rows: list[Linear] = []
    for measure in (0, 1):
        spans = {name: span_of(figures[measure]) for name, figures in parts.items()}
        index = printed(whole[measure])
        least = {name: span.lower for name, span in spans.items()}
        most = {name: span.upper for name, span in spans.items()}
        what = ("level", "change")[measure]
        rows.append(Linear(least, Interval(-FAR, index.upper), label=f"{what}: not above the index"))
        rows.append(Linear(most, Interval(index.lower, FAR), label=f"{what}: not below the index"))
    return System(list(parts), [Total(list(parts), 1), *rows], lower=0, upper=1)


def families_of(index: pd.DataFrame) -> list[tuple[str, str, pd.Series, pd.DataFrame]]:
    """Every index with printed components: month, family, its row, its components' rows, each with a change."""
    rows = releases(index).dropna(subset=["change"])
    out = []
    for (month, family, parent), parts in rows[rows["parent"] != ""].groupby(["month", "family", "parent"]):
        same = (rows["month"] == month) & (rows["family"] == family) & (rows["component"] == parent)
        if same.any() and rows.loc[same, "value"].notna().all():
            out.append((month, family, rows[same].iloc[0], parts))
    return out


def _whole(row: pd.Series) -> tuple[str, str]:
    return figure(row["value"]), figure(row["change"])


def _parts(rows: pd.DataFrame) -> dict[str, Printed]:
    """Each component's level and change as printed."""
    return {r.component: (None if r.value != r.value else figure(r.value), figure(r.change)) for r in rows.itertuples()}


def groups(index: pd.DataFrame) -> pd.DataFrame:
    """The table ``hardware_groups``."""
    import pandas as pd

    rows = []
    for month, family, whole, parts in families_of(index):
        figures, own = _parts(parts), _whole(whole)
        level, level_gap = position(own[0], [f[0] for f in figures.values()])
        change, change_gap = position(own[1], [f[1] for f in figures.values()])
        inside = level == change == "inside"
        feasible = inside and weight_system(figures, own).feasible()
        gap = None if inside else float(max(level_gap, change_gap))
        rows.append(
            (month, family, whole["component"], whole["component_en"], len(parts), level, change, feasible, gap)
        )
    names = ["month", "family", "component", "component_en", "printed_parts", "level", "change", "feasible", "gap"]
    return pd.DataFrame(rows, columns=names)


def weights(index: pd.DataFrame) -> pd.DataFrame:
    """The table ``hardware_weights``: bounds in percent, for the groups that their printed components can make up."""
    import pandas as pd

    rows = []
    for month, family, whole, parts in families_of(index):
        figures, own = _parts(parts), _whole(whole)
        system = weight_system(figures, own)
        sides = [position(own[m], [f[m] for f in figures.values()])[0] for m in (0, 1)]
        if sides != ["inside", "inside"] or not system.feasible():
            continue
        for _, part in parts.iterrows():
            ends = system.bounds(part["component"])
            names = (whole["component"], part["component"], part["component_en"])
            rows.append((month, family, *names, 100 * ends.lower, 100 * ends.upper))
    names = ["month", "family", "parent", "component", "component_en", "lower", "upper"]
    return pd.DataFrame(rows, columns=names)


def contributions(index: pd.DataFrame) -> pd.DataFrame:
    """What each component adds to the change of its index, in points, where its weight is bounded closely.

    Columns: month, family, parent, component, component_en, change, lower, upper. Weight bounds times the rounding
    interval of the change, so the ends are outer; they rest on the condition that no further component exists.
    """
    bounds = weights(index)
    if bounds.empty:
        return bounds.assign(change=[])
    groups_of = bounds.groupby(["month", "family", "parent"])
    widest = (bounds["upper"] - bounds["lower"]).groupby([bounds[c] for c in ("month", "family", "parent")])
    narrow = bounds[widest.transform("max") <= NARROW] if len(groups_of) else bounds
    key = ["month", "family", "component"]
    rows = narrow.merge(releases(index)[[*key, "change"]], on=key)
    ends = []
    for row in rows.itertuples():
        change = printed(figure(row.change))
        products = [w * end / 100 for w in (row.lower, row.upper) for end in map(float, (change.lower, change.upper))]
        ends.append((min(products), max(products)))
    out = rows.drop(columns=["lower", "upper"]).assign(lower=[e[0] for e in ends], upper=[e[1] for e in ends])
    return out[["month", "family", "parent", "component", "component_en", "change", "lower", "upper"]]


def missing_part(index: pd.DataFrame, month: str, family: str, parent: str = COMPOSITE) -> float:
    """The level that some component not printed must reach at least, where an index lies above all that are printed.

    It is the index's own lower end: a mean cannot exceed all of its parts. ``ValueError`` where it does not.
    """
    for here, of, whole, parts in families_of(index):
        if (here, of, whole["component"]) == (month, family, parent):
            place, _ = position(figure(whole["value"]), [f[0] for f in _parts(parts).values()])
            if place == "above":
                return float(printed(figure(whole["value"])).lower)
    raise ValueError(f"{month}, {family}, {parent}: not above its printed components")
