"""Linear statistics of a table (means, sums, differences) with exact coefficients, and figures as intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import fsum

from egov.methods.checks import plain
from egov.methods.rounding import Interval, Number, decimal_text, exact, printed

Figure = Interval | Number
Statistic = str | Mapping[str, object]
Form = dict[str, Fraction]


class BoundsError(ValueError):
    """A table or a constraint that cannot be meant."""


class Infeasible(BoundsError):
    """No table satisfies every constraint."""


def figure(value: Figure) -> Interval:
    """What a figure says: a string is printed and rounded half up, a number is exact, an interval stays.

    >>> figure("88.07"), figure(88)
    (Interval([88.065, 88.075)), Interval([88, 88]))
    """
    if isinstance(value, Interval):
        return value
    if isinstance(value, str):
        return printed(value)
    try:
        return exact(value)
    except (TypeError, ValueError):
        raise BoundsError(
            f"{plain(value)!r} is no figure: give the printed string, an exact int, Decimal or Fraction, or an Interval"
        ) from None


def form(statistic: Statistic) -> Form:
    """A linear statistic as unit to exact coefficient; a name alone stands for that unit's value."""
    if isinstance(statistic, str):
        return {statistic: Fraction(1)}
    if not isinstance(statistic, Mapping):
        raise BoundsError(
            f"{plain(statistic)!r} is no linear statistic: give a unit's name, or a mapping of unit to coefficient"
        )
    if not statistic:
        raise BoundsError("a statistic of no units")
    return {unit: coefficient(c, unit) for unit, c in statistic.items()}


def coefficient(value: object, of: str) -> Fraction:
    """A coefficient, weight or distance as an exact fraction; ``BoundsError`` where it is missing or not finite.

    >>> coefficient(0.5, "weight of a")
    Fraction(1, 2)
    """
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise BoundsError(f"{of}: {plain(value)!r} is not a finite number") from None


def mean_of(members: Iterable[str], weights: Mapping[str, object] | None = None, *, repeats: bool = False) -> Form:
    """The mean of named members as a linear statistic, weighted where ``weights`` says so.

    Parameters
    ----------
    members
        Names. One named twice is an error unless ``repeats``, and then counts twice.
    weights
        Member to weight, at least zero, any scale; the weights of other units are not looked at.

    Raises
    ------
    BoundsError
        No members, a member named twice, a member without a weight, a negative weight, weights that sum to zero.

    Examples
    --------
    >>> mean_of(["a", "b"])
    {'a': Fraction(1, 2), 'b': Fraction(1, 2)}
    >>> mean_of(["a", "b"], {"a": 3, "b": 1})
    {'a': Fraction(3, 4), 'b': Fraction(1, 4)}
    """
    total = sum_of(members, repeats=repeats)
    if weights is not None:
        missing = [m for m in total if m not in weights]
        if missing:
            raise BoundsError(f"no weight for {', '.join(missing)}")
        total = {m: n * coefficient(weights[m], f"weight of {m}") for m, n in total.items()}
        if min(total.values()) < 0 or not any(total.values()):
            given = {m: plain(w) for m, w in weights.items()}
            raise BoundsError(f"weights must be at least zero, and one above it; got {given}")
    scale = sum(total.values())
    return {m: c / scale for m, c in total.items()}


def sum_of(members: Iterable[str], *, repeats: bool = False) -> Form:
    """The sum of named members as a linear statistic.

    >>> sum_of(["a", "b"])
    {'a': Fraction(1, 1), 'b': Fraction(1, 1)}
    """
    if isinstance(members, str):
        raise BoundsError(f"members are a list of names, not the single string {members!r}")
    counts = Counter(members)
    for name in counts:
        if not isinstance(name, str):
            raise BoundsError(f"{plain(name)!r} among the members is not a name")
    if not counts:
        raise BoundsError("a group without members")
    twice = [m for m, n in counts.items() if n > 1]
    if twice and not repeats:
        raise BoundsError(f"named twice: {', '.join(twice)}; give repeats=True if a repeat shall count twice")
    return {m: Fraction(n) for m, n in counts.items()}


def difference(a: Statistic, b: Statistic) -> Form:
    """Statistic ``a`` minus statistic ``b``.

    >>> difference("a", mean_of(["a", "b"]))
    {'a': Fraction(1, 2), 'b': Fraction(-1, 2)}
    """
    result = form(a)
    for unit, c in form(b).items():
        result[unit] = result.get(unit, Fraction(0)) - c
    return result


def at(statistic: Form, table: Mapping[str, float]) -> float:
    """The value of a statistic in a table.

    >>> at(mean_of(["a", "b"]), {"a": 80.0, "b": 90.0})
    85.0
    """
    return fsum(float(c) * table[unit] for unit, c in statistic.items())


def name_of(statistic: Statistic) -> str:
    """A statistic in words: its first terms.

    >>> name_of(mean_of(["a", "b"])), name_of(sum_of("abcdef"[i] for i in range(6)))
    ('0.5·a + 0.5·b', 'a + b + c + d + … (6 units)')
    """
    if isinstance(statistic, str):
        return statistic
    parts = form(statistic)
    shown = [f"{'' if c == 1 else f'{decimal_text(c)}·'}{unit}" for unit, c in list(parts.items())[:4]]
    return " + ".join(shown) + (f" + … ({len(parts)} units)" if len(parts) > 4 else "")
