"""Shares that stand beside one count or none: is there a whole number that gives them?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from egov.audit.tables import Row
from egov.methods.rounding import exact, round_printed


def is_share(value: Fraction, decimals: int, part: int, whole: int) -> bool:
    """Whether ``part`` of ``whole`` prints as ``value`` percent, a tie rounded either way; in integers.

    >>> is_share(Fraction("98.1"), 1, 52, 53), is_share(Fraction("91.5"), 1, 46, 50)
    (True, False)
    """
    scale = 2 * 10**decimals  # half steps of the last digit
    return abs(part * 100 * scale - int(value * scale) * whole) <= whole


def of_whole(count: Row, share: Row) -> tuple[bool, str, str]:
    """Whether some part of the count gives the share, which, and nothing to say otherwise."""
    n, value, decimals = int(count.number), share.number, share.figure.decimals
    fits = [k for k in range(n + 1) if is_share(value, decimals, k, n)]
    return bool(fits), f"{fits[0]} of {n}" if fits else f"none of 0 to {n}", ""


def of_part(count: Row, share: Row) -> tuple[bool, str, str]:
    """Whether the count, of some whole, gives the share, of which, and what comes near."""
    n, value, decimals = int(count.number), share.number, share.figure.decimals
    near = int(n * 100 / value)
    wholes = range(max(n, near - near // 20 - 2), near + near // 20 + 3)
    fits = [k for k in wholes if is_share(value, decimals, n, k)]
    shown = f"{n} of {fits[0]}" + (f" to {fits[-1]}" if len(fits) > 1 else "") if fits else "no whole number"
    low, high = (round_printed(Fraction(100 * n, k), decimals) for k in (near, near + 1))
    words = f"{n} of {near} is {low} percent, {n} of {near + 1} is {high}"
    if not any(is_share(value, decimals, k, n) for k in range(n + 1)):
        words += f"; it is no share of {n} either"
    return bool(fits), shown, f"{words}; {_other(n, value, decimals)}"


def _other(n: int, value: Fraction, decimals: int) -> str:
    """The nearest smaller count that would give the share."""
    for part in range(n - 1, 0, -1):
        near = int(part * 100 / value)
        for whole in (near, near + 1):
            if whole >= part and is_share(value, decimals, part, whole):
                return f"{part} of {whole} would fit"
    return "no smaller count fits"


def least_whole(shares: Sequence[Row], most: int = 2000) -> int | None:
    """The least number of items of which every share, in percent with its decimals, is a whole number."""

    def fits(share: Row, n: int) -> bool:
        near = int(share.number * n / 100)
        return any(is_share(share.number, share.figure.decimals, k, n) for k in (near, near + 1) if k <= n)

    return next((n for n in range(1, most + 1) if all(fits(share, n) for share in shares)), None)


def bases_of(count: Row, growth: Row) -> list[int]:
    """Whole numbers, a period before, from which a count grew by a rate in percent as it is printed."""
    n = int(count.number)
    near = int(n / (1 + growth.number / 100))
    return [k for k in range(near - 3, near + 4) if growth.figure.allows(exact(Fraction(100 * n, k) - 100))]
