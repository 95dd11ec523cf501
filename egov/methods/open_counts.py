"""Counts printed as "more than", "nearly" or "about": which values they allow, and which change two of them bound.

Two readings are offered. The *strict* one takes the words as they stand: "more than 5" has no upper end. The one by
*habit* takes "more than 5" to mean less than 6, the next figure that such a sentence would have named. All arithmetic
is exact, in fractions, for values that vary independently of one another (Moore, Kearfott and Cloud, 2009).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

READINGS = ("strict", "habit")


@dataclass(frozen=True)
class Span:
    """Every value from ``lower`` to ``upper``, both included; an end that is None is open.

    >>> Span(Fraction(5), None) - Span(Fraction(1), Fraction(2))
    Span(lower=Fraction(3, 1), upper=None)
    """

    lower: Fraction | None
    upper: Fraction | None

    def __sub__(self, earlier: Span) -> Span:
        """All differences to an earlier count."""
        return Span(
            None if self.lower is None or earlier.upper is None else self.lower - earlier.upper,
            None if self.upper is None or earlier.lower is None else self.upper - earlier.lower,
        )

    def percent_since(self, earlier: Span) -> Span:
        """All growths since an earlier count, in percent, for counts that are not negative; at worst -100 %.

        >>> Span(Fraction(5), Fraction(6)).percent_since(Span(Fraction(4), Fraction(5)))
        Span(lower=Fraction(0, 1), upper=Fraction(50, 1))
        """
        least = Fraction(0) if self.lower is None or earlier.upper is None else self.lower / earlier.upper
        most = None if self.upper is None or not earlier.lower else self.upper / earlier.lower
        return Span(100 * (least - 1), None if most is None else 100 * (most - 1))

    @property
    def says(self) -> str:
        """What all changes of the span have in common: growth, decline, unchanged, or nothing.

        >>> Span(Fraction(1), None).says, Span(Fraction(-1), Fraction(1)).says
        ('growth', 'nothing')
        """
        if self.lower is not None and self.lower > 0:
            return "growth"
        if self.upper is not None and self.upper < 0:
            return "decline"
        return "unchanged" if self.lower == self.upper == 0 else "nothing"


def last_step(value: Fraction) -> Fraction:
    """What one unit of the last digit other than zero stands for; 1 for zero itself, ``ValueError`` for no decimal.

    >>> last_step(Fraction(62_000_000_000)), last_step(Fraction("82.13")), last_step(Fraction(100))
    (Fraction(1000000000, 1), Fraction(1, 100), Fraction(100, 1))
    """
    if value == 0:
        return Fraction(1)
    if 10**64 % value.denominator:
        raise ValueError(f"{value} is no finite decimal: it has no last digit")
    step = Fraction(1)
    while (value / step).denominator != 1:
        step /= 10
    while (value / (10 * step)).denominator == 1:
        step *= 10
    return step


def values_allowed(value: Fraction, qualifier: str, *, rounded: bool, reading: str = "strict") -> Span:
    """The values that a printed count allows.

    Parameters
    ----------
    value
        The count, a finite decimal.
    qualifier
        ``exact``, ``over``, ``nearly`` or ``about``.
    rounded
        Whether an exact figure is rounded to its last digit other than zero, or counted to the last unit.
    reading
        ``strict`` or ``habit``.

    Raises
    ------
    ValueError
        The qualifier or the reading is not known.

    Examples
    --------
    >>> values_allowed(Fraction(500), "over", rounded=True)
    Span(lower=Fraction(500, 1), upper=None)
    >>> values_allowed(Fraction(500), "over", rounded=True, reading="habit")
    Span(lower=Fraction(500, 1), upper=Fraction(600, 1))
    """
    if reading not in READINGS:
        raise ValueError(f"reading {reading!r} is not one of {', '.join(READINGS)}")
    step = last_step(value)
    if qualifier == "exact":
        half = step / 2 if rounded else Fraction(0)
        return Span(value - half, value + half)
    spans = {
        ("over", "strict"): Span(value, None),
        ("over", "habit"): Span(value, value + step),
        ("nearly", "strict"): Span(Fraction(0), value),
        ("nearly", "habit"): Span(value - step, value),
        ("about", "strict"): Span(Fraction(0), None),
        ("about", "habit"): Span(value - step, value + step),
    }
    if (qualifier, reading) not in spans:
        raise ValueError(f"qualifier {qualifier!r} is not one of exact, over, nearly, about")
    return spans[qualifier, reading]
