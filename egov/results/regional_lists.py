r"""What the lists of ten leading units say about the total, although the weights of the indicators are not printed.

The total :math:`s_i` of a unit is taken as a weighted mean :math:`\sum_k w_k x_{ik}` of its first-level indicators,
with the same weights for all units, none negative. Neither :math:`x` nor :math:`w` is printed, and their product is not
linear; but with :math:`y_{ik} = w_k x_{ik}` everything printed is. A unit in the list of indicator :math:`k` stands at
or above one outside it, :math:`y_{ik} \ge y_{jk}`, whatever :math:`w_k \ge 0` is; the printed mean :math:`m_k` of an
indicator gives :math:`\bar y_k = w_k m_k` to its rounding; and :math:`0 \le y_{ik} \le 100\,w_k`. So the weights are
further unknowns of the same linear program, and the bounds hold for every choice of them.

How a list can bind: if each indicator's list leaves out at least one of two units, while a third is in all lists, then
the two cannot both stand near 100 when the third stands near 90, since :math:`s_a + s_b \le 100 + s_c`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from egov.methods.bounds import Linear, Order, System, mean_of
from egov.methods.rounding import printed
from egov.tables.schemas import UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd

    from egov.methods.bounds import Constraint

FIRST_LEVEL = ("A", "B", "C", "D", "E")


@dataclass(frozen=True)
class Parts:
    """The first-level indicators of one kind of unit in one year, as printed: code to mean, code to leading units."""

    means: Mapping[str, str]
    leaders: Mapping[str, frozenset[str]]


def printed_parts(means: pd.DataFrame, leaders: pd.DataFrame) -> dict[tuple[str, int], Parts]:
    """(unit_type, year) to the printed means and leading units, where all five indicators have both."""
    own = means[(means["measure"] == "mean") & (means["mention"] == 1) & means["code"].isin(FIRST_LEVEL)]
    listed, found = leaders[leaders["mention"] == 1], {}
    for kind in UNIT_TYPES:
        for year in sorted({int(y) for y in listed.loc[listed["unit_type"] == kind, "year"]}):
            figures = own[(own["unit_type"] == kind) & (own["year"] == year)]
            named = listed[(listed["unit_type"] == kind) & (listed["year"] == year)]
            mean = dict(zip(figures["code"].astype(str), figures["printed"].astype(str), strict=True))
            units = {str(code): frozenset(part["unit"].astype(str)) for code, part in named.groupby("code")}
            if set(mean) == set(units) == set(FIRST_LEVEL):
                found[kind, year] = Parts(mean, {code: units[code] for code in FIRST_LEVEL})
    return found


def share_name(unit: str, code: str) -> str:
    """Name of the unknown that is the weight of an indicator times a unit's score in it."""
    return f"{unit} × {code}"


def weight_name(code: str) -> str:
    """Name of the unknown weight of an indicator."""
    return f"weight of {code}"


def with_lists(found: System, parts: Parts, top: int) -> System:
    """The system with the lists and the indicators' means; ``top`` is the end of the scale.

    >>> three = System(["a", "b", "c"], lower=0, upper=100)
    >>> lists = dict(zip(FIRST_LEVEL, map(frozenset, ("ab", "ab", "ac", "ac", "a"))))
    >>> with_lists(three, Parts(dict.fromkeys(FIRST_LEVEL, "80.00"), lists), 100).bounds({"b": 1, "c": 1, "a": -1})
    Bounds(lower=39.985, upper=100.0)
    """
    names = list(found.units)
    cuts = {code: f"least of the leaders × {code}" for code in parts.leaders}
    weights = [weight_name(code) for code in parts.leaders]
    shares = [share_name(unit, code) for code in parts.leaders for unit in names]
    whole = System(
        names,
        found.constraints,
        lower=dict.fromkeys([*names, *found.unknowns, *shares, *cuts.values(), *weights], 0),
        upper=dict.fromkeys([*names, *found.unknowns, *shares, *cuts.values()], top) | dict.fromkeys(weights, 1),
        unknowns=[*found.unknowns, *weights, *cuts.values(), *shares],
    )
    rules: list[Constraint] = [Linear(dict.fromkeys(weights, 1), 1, label="weights sum to one")]
    rules += [_whole(unit, list(parts.leaders)) for unit in names]
    for code, leading in parts.leaders.items():
        weight, own = weight_name(code), {unit: share_name(unit, code) for unit in names}
        rules += [Order([{weight: top}, share], label=f"{share} at most {top}") for share in own.values()]
        ends, mean = printed(parts.means[code]), mean_of(own.values())
        rules.append(Order([{weight: ends.upper}, mean], label=f"mean of {code}, from above"))
        rules.append(Order([mean, {weight: ends.lower}], label=f"mean of {code}, from below"))
        for unit, share in own.items():
            chain = [share, cuts[code]] if unit in leading else [cuts[code], share]
            rules.append(Order(chain, label=f"{unit} {'in' if unit in leading else 'outside'} the list of {code}"))
    return whole.also(*rules)


def _whole(unit: str, codes: Sequence[str]) -> Linear:
    parts = {share_name(unit, code): Fraction(-1) for code in codes}
    return Linear({unit: Fraction(1), **parts}, 0, label=f"{unit} is the sum of its parts")
