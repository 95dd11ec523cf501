"""Printed figures as exact quantities: a point and the interval that the printed digits stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from egov.methods.rounding import Convention, Interval, conventions_that_allow, decimal_text, exact, round_printed

_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")


class AuditError(ValueError):
    """A check that is not well stated, or that asks for something the tables do not hold."""


@dataclass(frozen=True)
class Quantity:
    """A value worked out from printed figures: taken at face value, and with the intervals carried through.

    >>> a, b = Figure("88.07").rounded, Figure("79.95").rounded
    >>> ((a / b - 1) * 100).text(2)
    '10.16 (10.14 to 10.17)'
    """

    point: Fraction
    interval: Interval

    def __post_init__(self) -> None:
        """Refuse a binary float."""
        if not isinstance(self.point, Fraction):
            raise AuditError(f"{self.point!r} is a {type(self.point).__name__}: give an exact number or a string")

    @staticmethod
    def of(value: Quantity | int | str | Fraction) -> Quantity:
        """An exact number as a quantity; a binary float is an error."""
        if isinstance(value, Quantity):
            return value
        if isinstance(value, float):
            raise AuditError(f"{value!r} is a binary float: give the printed string or an exact number")
        return Quantity(Fraction(value), exact(value))

    @staticmethod
    def total(quantities: Iterable[Quantity]) -> Quantity:
        """Sum of any number of quantities, 0 of none."""
        terms = list(quantities)
        point, low, high = (sum(ends, Fraction(0)) for ends in (
            (q.point for q in terms), (q.interval.lower for q in terms), (q.interval.upper for q in terms)
        ))  # fmt: skip
        return Quantity(point, Interval(low, high))

    def __add__(self, other: Quantity | int | str | Fraction) -> Quantity:
        """Sum."""
        o = Quantity.of(other)
        return Quantity(self.point + o.point, self.interval + o.interval)

    __radd__ = __add__

    def __sub__(self, other: Quantity | int | str | Fraction) -> Quantity:
        """Difference."""
        o = Quantity.of(other)
        return Quantity(self.point - o.point, self.interval - o.interval)

    def __rsub__(self, other: int | str | Fraction) -> Quantity:
        """Difference from an exact number."""
        return Quantity.of(other) - self

    def __mul__(self, other: Quantity | int | str | Fraction) -> Quantity:
        """Product."""
        o = Quantity.of(other)
        return Quantity(self.point * o.point, self.interval * o.interval)

    __rmul__ = __mul__

    def __truediv__(self, other: Quantity | int | str | Fraction) -> Quantity:
        """Quotient; ``AuditError`` where the divisor may be zero."""
        o = Quantity.of(other)
        if o.interval.lower <= 0 <= o.interval.upper:
            raise AuditError(f"cannot divide by {o.interval}: it reaches zero")
        return Quantity(self.point / o.point, self.interval / o.interval)

    def __rtruediv__(self, other: int | str | Fraction) -> Quantity:
        """Quotient of an exact number."""
        return Quantity.of(other) / self

    def text(self, decimals: int) -> str:
        """The point as it would be printed, behind it the interval where rounding leaves more than one value."""
        if self.interval.width == 0:
            return _shown(self.point, decimals)
        low, high = (round_printed(end, decimals) for end in (self.interval.lower, self.interval.upper))
        head = round_printed(self.point, decimals)
        return head if low == high == head else f"{head} ({low} to {high})"


def _shown(value: Fraction, decimals: int) -> str:
    """An exact value: in full where it is short, else with two more digits than the printed figure has."""
    text = decimal_text(value)
    if "/" not in text and len(text.partition(".")[2]) <= decimals + 2:
        return text
    return round_printed(value, decimals + 2) + "…"


@dataclass(frozen=True)
class Figure:
    """A figure where it is printed: the string, its machine value, and the place of the print.

    ``value`` is the exact number (of the unit that ``printed`` names), or ``None`` for a word. It is read from
    ``printed`` where it is not given. ``counted`` says that a whole number is a count and stands for itself, not for
    all that round to it. ``table`` and ``row`` are the table that holds the figure and the row's address on its data
    page; ``line`` and ``col`` are those of the text copy. ``places`` is the number of digits behind the point that a
    printer works with who drops last zeros.

    >>> Figure("59.38%").rounded.interval
    Interval([59.375, 59.385])
    >>> Figure("2.26 亿", value=Fraction(226000000)).rounded.interval
    Interval([225500000, 226500000])
    >>> Figure("92.4").rounded.interval, Figure("92.4", places=2).rounded.interval
    (Interval([92.35, 92.45]), Interval([92.395, 92.405]))
    """

    printed: str
    source: str = ""
    place: str = ""
    line: int | None = None
    value: Fraction | None = None
    table: str = ""
    row: str = ""
    col: int | None = None
    places: int = 0

    def __post_init__(self) -> None:
        """Read the number where it is not given; refuse floats."""
        if not isinstance(self.printed, str):
            raise AuditError(
                f"published figure {self.printed!r} is a {type(self.printed).__name__}: give the string as printed"
            )
        if isinstance(self.value, float):
            raise AuditError(f"value {self.value!r} of {self.printed!r} is a binary float: give an exact number")
        if self.value is None and re.fullmatch(r"[+-]?\d+(\.\d+)?%?", self.printed):
            object.__setattr__(self, "value", Fraction(self.printed.rstrip("%")))

    @property
    def number(self) -> Fraction:
        """The exact value; ``AuditError`` for a word."""
        if self.value is None:
            raise AuditError(f"{self.printed!r} ({self.place}) is no number")
        return self.value

    @cached_property
    def _unit_and_decimals(self) -> tuple[Fraction, int]:
        """What one printed unit stands for, and the digits behind the point."""
        match = _DIGITS.search(self.printed)
        if match is None:
            return Fraction(1), 0
        digits, decimals = match.group().replace(",", ""), max(len(match.group(1) or ""), self.places)
        value, shown = abs(self.number), Fraction(digits)
        if shown == 0 or value == 0:
            return Fraction(1), decimals
        ratio = value / shown
        for power in range(13):  # 万, 亿 and the like; any other ratio: the value was read from words or is damaged
            if ratio == 10**power:
                return ratio, decimals
        return Fraction(1), max(decimals, len(decimal_text(value).partition(".")[2]))

    @property
    def decimals(self) -> int:
        """Digits behind the point."""
        return self._unit_and_decimals[1]

    @property
    def unit(self) -> Fraction:
        """What one printed unit stands for: 10**8 for a figure in 亿."""
        return self._unit_and_decimals[0]

    @cached_property
    def digits(self) -> str:
        """The value in printed units with the printed digits: what the rounding rule is applied to."""
        unit, decimals = self._unit_and_decimals
        return round_printed(self.number / unit, decimals)

    @cached_property
    def counted(self) -> Quantity:
        """The value as an exact quantity: a count."""
        return Quantity.of(self.number)

    @cached_property
    def rounded(self) -> Quantity:
        """The value with the interval of all values that round to it (both conventions, closed at both ends)."""
        unit, decimals = self._unit_and_decimals
        half = unit / 10**decimals / 2
        return Quantity(self.number, Interval(self.number - half, self.number + half))

    def allows(self, value: Interval) -> tuple[Convention, ...]:
        """The rounding conventions under which some value of the interval prints as this figure."""
        return conventions_that_allow(self.digits, value if self.unit == 1 else value * (1 / self.unit))

    def beside(self, quantity: Quantity) -> str:
        """A quantity as text, in the units and with the digits of this figure."""
        return (quantity if self.unit == 1 else quantity * (1 / self.unit)).text(self.decimals)
