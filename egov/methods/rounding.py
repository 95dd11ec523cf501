"""A printed figure as the exact interval of values that round to it, and arithmetic on such intervals.

A published ``88.07`` is not a number but a set of them. Under *half up* it is [88.065, 88.075); under *half even*
(banker's rounding) a tie goes to the even digit, so ``88.07`` is (88.065, 88.075) and ``88.06`` is [88.055, 88.065].
Ends are exact fractions: no binary float decides anything. Operations return the exact image of their operands, for
operands that vary independently of one another (interval arithmetic; Moore, Kearfott and Cloud, 2009).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

Convention = Literal["half_up", "half_even"]
CONVENTIONS: tuple[Convention, ...] = ("half_up", "half_even")
Number = int | str | Decimal | Fraction
_PRINTED = re.compile(r"[+-]?[0-9]+(?:\.([0-9]+))?")


@dataclass(frozen=True)
class Interval:
    """An interval with exact ends, each closed or open.

    >>> Interval(Fraction(1), Fraction(2)) + Interval(Fraction(3), Fraction(4), upper_open=True)
    Interval([4, 6))
    """

    lower: Fraction
    upper: Fraction
    lower_open: bool = False
    upper_open: bool = False

    def __post_init__(self) -> None:
        """Refuse an empty interval and ends that are not exact."""
        if not (isinstance(self.lower, Fraction) and isinstance(self.upper, Fraction)):
            raise TypeError("the ends of an interval are fractions: use exact(...) or printed(...)")
        if self.lower > self.upper or (self.lower == self.upper and (self.lower_open or self.upper_open)):
            raise ValueError(f"empty interval: from {self.lower} to {self.upper}")

    def __repr__(self) -> str:
        """Ends as decimals where they are finite, else as fractions."""
        left, right = "(" if self.lower_open else "[", ")" if self.upper_open else "]"
        return f"Interval({left}{decimal_text(self.lower)}, {decimal_text(self.upper)}{right})"

    def __contains__(self, value: Number) -> bool:
        """Whether an exact value lies inside."""
        x = Fraction(value)
        above = x > self.lower or (x == self.lower and not self.lower_open)
        below = x < self.upper or (x == self.upper and not self.upper_open)
        return above and below

    @property
    def width(self) -> Fraction:
        """Upper minus lower end."""
        return self.upper - self.lower

    def intersects(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        if self.lower > other.upper or other.lower > self.upper:
            return False
        if self.lower == other.upper:
            return not (self.lower_open or other.upper_open)
        if other.lower == self.upper:
            return not (other.lower_open or self.upper_open)
        return True

    def __neg__(self) -> Interval:
        """The mirror image."""
        return Interval(-self.upper, -self.lower, self.upper_open, self.lower_open)

    def __add__(self, other: Interval | Number) -> Interval:
        """Sum of independent values."""
        o = _interval(other)
        return Interval(
            self.lower + o.lower,
            self.upper + o.upper,
            self.lower_open or o.lower_open,
            self.upper_open or o.upper_open,
        )

    __radd__ = __add__

    def __sub__(self, other: Interval | Number) -> Interval:
        """Difference of independent values."""
        return self + -_interval(other)

    def __rsub__(self, other: Number) -> Interval:
        """Difference from an exact number."""
        return _interval(other) - self

    def __mul__(self, other: Interval | Number) -> Interval:
        """Product of independent values."""
        o = _interval(other)
        ends = [
            (a * b, a_open * (b != 0) or b_open * (a != 0))
            for a, a_open in ((self.lower, self.lower_open), (self.upper, self.upper_open))
            for b, b_open in ((o.lower, o.lower_open), (o.upper, o.upper_open))
        ]
        low, high = min(e for e, _ in ends), max(e for e, _ in ends)
        return Interval(
            low,
            high,
            all(is_open for e, is_open in ends if e == low),
            all(is_open for e, is_open in ends if e == high),
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Interval | Number) -> Interval:
        """Quotient of independent values; ``ZeroDivisionError`` where the divisor's closure holds zero."""
        o = _interval(other)
        if o.lower <= 0 <= o.upper:
            raise ZeroDivisionError(f"cannot divide by {o}: it reaches zero")
        return self * Interval(1 / o.upper, 1 / o.lower, o.upper_open, o.lower_open)

    def __rtruediv__(self, other: Number) -> Interval:
        """Quotient of an exact number."""
        return _interval(other) / self


def _interval(value: Interval | Number) -> Interval:
    return value if isinstance(value, Interval) else exact(value)


def exact(value: Number) -> Interval:
    """A number known exactly, such as a count.

    >>> exact(32)
    Interval([32, 32])
    """
    if value is None or value != value:
        raise ValueError(f"the number is missing ({value})")
    if isinstance(value, float):
        raise TypeError(f"{float(value)!r} is a binary float: give a string, a decimal or a fraction")
    if isinstance(value, str) and not value.isascii():
        raise ValueError(f"{value!r}: write the number with the digits 0 to 9")
    return Interval(Fraction(value), Fraction(value))


def printed(figure: str, convention: Convention = "half_up", *, unit: Number = 1) -> Interval:
    """All values that round to a printed decimal figure.

    Parameters
    ----------
    figure
        Digits as printed, trailing zeros included: they carry the precision.
    convention
        ``half_up`` (a tie goes away from zero) or ``half_even`` (a tie goes to the even digit).
    unit
        What one printed unit stands for: ``10**8`` for a figure in 亿.

    Raises
    ------
    ValueError
        The figure is no plain decimal, or the convention is unknown.

    Examples
    --------
    >>> printed("88.07"), printed("88.07", "half_even"), printed("88.06", "half_even")
    (Interval([88.065, 88.075)), Interval((88.065, 88.075)), Interval([88.055, 88.065]))
    >>> printed("-0.59")
    Interval((-0.595, -0.585])
    """
    if not isinstance(figure, str):
        raise ValueError(f"{figure} is not the text of a figure: give the digits as printed, such as '88.07'")
    match = _PRINTED.fullmatch(figure)
    if match is None:
        raise ValueError(f"{figure!r} is not a plain decimal figure such as 88.07, in digits 0 to 9")
    step = Fraction(1, 10 ** len(match.group(1) or ""))
    value = Fraction(figure)
    low, high = value - step / 2, value + step / 2
    if convention == "half_up":
        negative = figure.startswith("-")
        interval = Interval(low, high, value == 0 or negative, value == 0 or not negative)
    elif convention == "half_even":
        odd = abs(value / step) % 2 == 1
        interval = Interval(low, high, odd, odd)
    else:
        raise ValueError(f"convention {convention!r} is not one of {', '.join(CONVENTIONS)}")
    return interval * unit


def conventions_that_allow(figure: str, value: Interval) -> tuple[Convention, ...]:
    """The rounding conventions under which some value of the interval prints as ``figure``.

    >>> conventions_that_allow("88.07", exact("88.065")), conventions_that_allow("88.06", exact("88.065"))
    (('half_up',), ('half_even',))
    >>> conventions_that_allow("88.07", exact("88.08"))
    ()
    """
    return tuple(c for c in CONVENTIONS if printed(figure, c).intersects(value))


def round_printed(value: Number, decimals: int, convention: Convention = "half_up") -> str:
    """An exact value as it would be printed.

    >>> round_printed(Fraction(19, 32) * 100, 2), round_printed("88.065", 2, "half_even")
    ('59.38', '88.06')
    """
    scaled = Fraction(value) * 10**decimals
    # Python rounds a tie to the even digit; half up, it goes away from zero
    whole = round(scaled) if convention == "half_even" else floor(abs(scaled) + Fraction(1, 2))
    sign = "-" if scaled < 0 and whole else ""
    digits = f"{abs(whole):0{decimals + 1}d}"
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def decimal_text(value: Fraction) -> str:
    """A fraction as a decimal where that is finite, else as a ratio.

    >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(1, 3))
    ('0.125', '1/3')
    """
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    text = format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
