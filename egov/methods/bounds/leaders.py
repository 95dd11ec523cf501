r"""What lists of leading units in each indicator say about the total, although the weights of indicators are unknown.

The total :math:`s_i` of a unit is taken as a weighted mean :math:`\sum_k w_k x_{ik}` of its indicators, with the same
weights for all units, none negative. Neither :math:`x` nor :math:`w` is known, and their product is not linear; but
with :math:`y_{ik} = w_k x_{ik}` everything printed is. A unit in the list of indicator :math:`k` stands at or above one
outside it, :math:`y_{ik} \ge y_{jk}`, whatever :math:`w_k \ge 0` is; the printed mean :math:`m_k` of an indicator gives
:math:`\bar y_k = w_k m_k` to its rounding; and :math:`0 \le y_{ik} \le 100\,w_k`. So the weights are further unknowns
of the same linear program, and the bounds hold for every choice of them.

How a list can bind: if each indicator's list leaves out at least one of two units, while a third is in all lists, then
the two cannot both stand near 100 when the third stands near 90, since :math:`s_a + s_b \le 100 + s_c`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from egov.methods.bounds.constraints import Linear, Order
from egov.methods.bounds.statistics import BoundsError, mean_of
from egov.methods.bounds.system import System
from egov.methods.rounding import printed

if TYPE_CHECKING:
    from egov.methods.bounds.constraints import Constraint


def _share(unit: str, code: str) -> str:
    """Name of the unknown that is the weight of an indicator times a unit's score in it."""
    return f"{unit} × {code}"


def _weight(code: str) -> str:
    """Name of the unknown weight of an indicator."""
    return f"weight of {code}"


def with_leaders(
    found: System, means: Mapping[str, str], leaders: Mapping[str, Collection[str]], top: int = 100
) -> System:
    """The system with the lists of leading units and the means of the indicators.

    Parameters
    ----------
    found
        What is known of the totals.
    means
        Indicator to its mean over all units, as printed.
    leaders
        Indicator to the units that lead in it.
    top
        The end of the scale.

    Raises
    ------
    BoundsError
        Means and lists speak of different indicators.

    Examples
    --------
    >>> three = System(["a", "b", "c"], lower=0, upper=100)
    >>> lists = dict(zip("ABCDE", map(frozenset, ("ab", "ab", "ac", "ac", "a"))))
    >>> with_leaders(three, dict.fromkeys("ABCDE", "80.00"), lists).bounds({"b": 1, "c": 1, "a": -1})
    Bounds(lower=39.985, upper=100.0)
    """
    if set(means) != set(leaders):
        raise BoundsError(f"means of {', '.join(sorted(means))}, but lists of {', '.join(sorted(leaders))}")
    names = list(found.units)
    cuts = {code: f"least of the leaders × {code}" for code in leaders}
    weights = [_weight(code) for code in leaders]
    shares = [_share(unit, code) for code in leaders for unit in names]
    whole = System(
        names,
        found.constraints,
        lower=dict.fromkeys([*names, *found.unknowns, *shares, *cuts.values(), *weights], 0),
        upper=dict.fromkeys([*names, *found.unknowns, *shares, *cuts.values()], top) | dict.fromkeys(weights, 1),
        unknowns=[*found.unknowns, *weights, *cuts.values(), *shares],
    )
    rules: list[Constraint] = [Linear(dict.fromkeys(weights, 1), 1, label="weights sum to one")]
    rules += [_whole(unit, list(leaders)) for unit in names]
    for code, leading in leaders.items():
        weight, own = _weight(code), {unit: _share(unit, code) for unit in names}
        rules += [Order([{weight: top}, share], label=f"{share} at most {top}") for share in own.values()]
        ends, mean = printed(means[code]), mean_of(own.values())
        rules.append(Order([{weight: ends.upper}, mean], label=f"mean of {code}, from above"))
        rules.append(Order([mean, {weight: ends.lower}], label=f"mean of {code}, from below"))
        for unit, share in own.items():
            chain = [share, cuts[code]] if unit in leading else [cuts[code], share]
            rules.append(Order(chain, label=f"{unit} {'in' if unit in leading else 'outside'} the list of {code}"))
    return whole.also(*rules)


def _whole(unit: str, codes: Sequence[str]) -> Linear:
    parts = {_share(unit, code): Fraction(-1) for code in codes}
    return Linear({unit: Fraction(1), **parts}, 0, label=f"{unit} is the sum of its parts")
