"""Hidden weights: what the printed means of the index and of its parts say about the weights, which nobody printed.

Parents are the index (``total``) and its five first-level indicators; parts are those of the indicator tree with a
printed mean. Weights are at least zero and sum to one; a scheme's weights are all positive. Figures are read as rounded
half up, ends half-open; ``schemes_closed`` takes both ends in, which admits whatever any convention of rounding does.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from egov.methods.weights import (
    chance_schemes,
    round_schemes,
    shared_schemes,
    weight_polytope_bounds,
    weight_vertices,
)

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[..., "pd.DataFrame"]
UNIT_TYPES = ("province", "city")
PARENTS = ("total", "A", "B", "C", "D", "E")
STEPS = ("10", "5", "2.5")
LISTED = 20
"""Schemes are listed where there are at most so many."""
DRAWS = 1000
PANELS = {"B": "B 办理成熟度 Handling maturity", "C": "C 方式完备度 Channel completeness"}
"""Headings of the parents of three parts."""
SEED = 20211231


class Parent(NamedTuple):
    """A whole and its parts as printed: codes, names, means of the parts, mean of the whole."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]
    whole: str


def year(load: Load) -> int:
    """The last year assessed for which parts are printed: the indicators are those of that year."""
    means = load("capacity_means")
    return int(means.loc[means["code"].str.len() == 2, "year"].max())


def parents(load: Load) -> dict[tuple[str, str], Parent]:
    """(unit_type, parent) → its printed figures, where the whole and every part have one.

    ``ValueError`` where a part of a printed whole has no printed mean: weights without it would mean nothing.
    """
    means, tree = load("capacity_means", corrected=True), load("indicators")
    means = means[(means["year"] == year(load)) & (means["measure"] == "mean") & (means["mention"] == 1)]
    shown = {(r.unit_type, r.code): r.printed for r in means.itertuples()}
    out = {}
    for unit_type in UNIT_TYPES:
        own = tree[(tree["unit_type"] == unit_type) & (tree["mention"] == 1)].sort_values("code")
        for parent in PARENTS:
            rows = own[own["level"] == 1] if parent == "total" else own[(own["level"] == 2) & (own["parent"] == parent)]
            missing = [code for code in [parent, *rows["code"]] if (unit_type, code) not in shown]
            if missing or rows.empty:
                raise ValueError(f"{unit_type} {parent}: no printed mean of {', '.join(missing) or 'any part'}")
            codes = tuple(rows["code"])
            parts = tuple(shown[unit_type, code] for code in codes)
            out[unit_type, parent] = Parent(codes, tuple(rows["name_zh"]), parts, shown[unit_type, parent])
    return out


def alike(known: dict[tuple[str, str], Parent], parent: str) -> bool:
    """Whether provinces and cities have the same parts, in number and name."""
    return known["province", parent].names == known["city", parent].names


def weights_recovered(load: Load) -> pd.DataFrame:
    """Round-number schemes that reproduce each printed mean: one row a scheme listed, else one row a parent and step.

    ``reproduced`` is the mean that the scheme gives from the parts as printed. ``in_both``: the scheme also reproduces
    the mean of the other type of units; in a row without a scheme, whether any scheme does.
    """
    import pandas as pd

    known, rows = parents(load), []
    for step in STEPS:
        shared = {p: _shared(known, p, step, limit=None) for p in PARENTS if alike(known, p)}
        for (unit_type, parent), own in known.items():
            found = round_schemes(own.parts, own.whole, step, limit=LISTED)
            closed = round_schemes(own.parts, own.whole, step, limit=0, closed=True).count
            both = set(shared[parent].labels or ()) if parent in shared else None
            for label in found.labels or ("",):
                mean = float(_plain_mean(label, own.parts)) if label else None
                in_both = None if both is None else (label in both if label else bool(both))
                rows.append((unit_type, parent, float(step), found.count, label or None, mean, in_both, closed))
    columns = ["unit_type", "parent", "step", "schemes", "scheme", "reproduced", "in_both", "schemes_closed"]
    return pd.DataFrame(rows, columns=columns)


def _plain_mean(label: str, parts: tuple[str, ...]) -> Fraction:
    return sum((Fraction(w) * Fraction(p) for w, p in zip(label.split("|"), parts, strict=True)), Fraction(0)) / 100


def _shared(known: dict[tuple[str, str], Parent], parent: str, step: str, limit: int | None = LISTED):
    a, b = (known[unit_type, parent] for unit_type in UNIT_TYPES)
    return shared_schemes((a.parts, a.whole), (b.parts, b.whole), step, limit=limit)


def weights_shared(load: Load) -> pd.DataFrame:
    """Schemes that provinces and cities share, and how many chance alone would give: one row a parent and step.

    Chance keeps the printed parts and draws weights for provinces and for cities apart, uniformly over all weights:
    nothing round and nothing shared. ``chance`` is the mean number of shared schemes with its simulation interval,
    ``chance_any`` the share of draws with at least one.
    """
    import pandas as pd

    known, rows = parents(load), []
    for parent in PARENTS:
        if not alike(known, parent):
            continue
        for step in STEPS:
            found = _shared(known, parent, step)
            parts = [known[unit_type, parent].parts for unit_type in UNIT_TYPES]
            chance = chance_schemes(parts, step, draws=DRAWS, seed=SEED)
            labels = "; ".join(found.labels or ()) or None
            own = (chance.mean, chance.mean_lower, chance.mean_upper, chance.any)
            rows.append((parent, float(step), len(parts[0]), found.count, labels, *own, DRAWS))
    columns = ["parent", "step", "parts", "shared", "schemes"]
    return pd.DataFrame(rows, columns=[*columns, "chance", "chance_lower", "chance_upper", "chance_any", "draws"])


def weights_bounds(load: Load) -> pd.DataFrame:
    """Sharp bounds of every weight, in percent, from the exact polytope; one row a part."""
    import pandas as pd

    rows = []
    for (unit_type, parent), own in parents(load).items():
        for code, name, mean, limits in zip(
            own.codes, own.names, own.parts, weight_polytope_bounds(own.parts, own.whole), strict=True
        ):
            rows.append((unit_type, parent, code, name, mean, float(limits.lower * 100), float(limits.upper * 100)))
    return pd.DataFrame(rows, columns=["unit_type", "parent", "part", "name_zh", "mean", "lower", "upper"])


def shared_bounds(load: Load) -> pd.DataFrame:
    """Bounds of each weight, in percent, if provinces and cities share their weights; for parents with the same parts.

    Both printed means restrict one vector of weights: the bounds of two linear programs a weight.
    """
    import pandas as pd

    from egov.methods.bounds import Linear, System
    from egov.methods.rounding import Interval, printed

    known, rows = parents(load), []
    for parent in PARENTS:
        if not alike(known, parent):
            continue
        codes, limits = known["province", parent].codes, [Linear(dict.fromkeys(known["city", parent].codes, 1), 1)]
        for unit_type in UNIT_TYPES:
            own = known[unit_type, parent]
            whole, parts = printed(own.whole), [printed(p) for p in own.parts]
            # some values inside the parts' intervals give the whole: two half-spaces
            low = {c: p.lower for c, p in zip(codes, parts, strict=True)}
            high = {c: p.upper for c, p in zip(codes, parts, strict=True)}
            limits.append(Linear(low, Interval(Fraction(0), whole.upper)))
            limits.append(Linear(high, Interval(whole.lower, Fraction(200))))
        box = System(codes, limits, lower=0, upper=1).bounds_all() * 100
        rows += [(parent, code, box.loc[code, "lower"], box.loc[code, "upper"]) for code in codes]
    return pd.DataFrame(rows, columns=["parent", "part", "lower", "upper"])


def as_shares(text: str) -> str:
    """Schemes of weights as a reader writes them.

    >>> as_shares("12.5|45|27.5|15; 20|35|25|20")
    '12.5 : 45 : 27.5 : 15; 20 : 35 : 25 : 20'
    """
    return text.replace("|", " : ")


def triangles(load: Load, names: dict[str, str] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every parent of three parts for a triangle plot: corners of the weight polytopes, and schemes of the least step.

    The first frame has a row a corner, in order around the polygon: ``panel``, ``group`` (unit type), ``a``, ``b``,
    ``c`` in percent. The second has a row a scheme: the same, and ``kind``: ``shared``, ``five`` (a multiple of five
    percent) or ``other``.
    """
    import numpy as np
    import pandas as pd

    known, areas, points = parents(load), [], []
    for (unit_type, parent), own in known.items():
        if len(own.codes) != 3:
            continue
        shared = set(_shared(known, parent, STEPS[-1]).schemes or ()) if alike(known, parent) else set()
        panel = f"{(names or {}).get(parent, parent)}"
        corners = np.array([[float(w) * 100 for w in v] for v in weight_vertices(own.parts, own.whole)])
        middle = corners.mean(axis=0)
        turn = np.argsort(np.arctan2(corners[:, 2] - middle[2], corners[:, 1] - middle[1]))
        areas += [(panel, unit_type, "|".join(own.codes), *corner) for corner in corners[turn]]
        for scheme in round_schemes(own.parts, own.whole, STEPS[-1], limit=None).schemes or ():
            five = all(w % 5 == 0 for w in scheme)
            kind = "shared" if scheme in shared else "five" if five else "other"
            points.append((panel, unit_type, "|".join(own.codes), *(float(w) for w in scheme), kind))
    columns = ["panel", "group", "codes", "a", "b", "c"]
    return pd.DataFrame(areas, columns=columns), pd.DataFrame(points, columns=[*columns, "kind"])
