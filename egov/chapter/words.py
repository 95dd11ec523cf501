"""How numbers stand in English sentences: lists, small numbers, p-values, signs, intervals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from egov.methods.rounding import round_printed

_MINUS = re.compile(r"(?<![A-Za-z0-9_.–-])-(?=\d)")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def joined(words: Sequence[str], last: str = " and ", empty: str = "none") -> str:
    """A list in a sentence; the Chinese mark 、 stands between all words.

    >>> joined(["a"]), joined(["a", "b", "c"]), joined(["a", "b"], " or "), joined([]), joined(["甲", "乙", "丙"], "、")
    ('a', 'a, b and c', 'a or b', 'none', '甲、乙、丙')
    """
    if len(words) < 2:
        return words[0] if words else empty
    return (last if last == "、" else ", ").join(words[:-1]) + last + words[-1]


def number_word(n: int, zero: str = "none") -> str:
    """A number up to ten as a word, others in figures.

    >>> number_word(3), number_word(12), number_word(0), number_word(0, "no")
    ('three', '12', 'none', 'no')
    """
    return zero if n == 0 else _NUMBERS[n - 1] if 0 < n <= len(_NUMBERS) else str(n)


def p_text(p: float) -> str:
    """A p-value in a sentence: three decimals below a tenth, two above.

    A number of :func:`egov.chapter.at` stays a link.

    >>> p_text(0.0002), p_text(0.0349), p_text(0.29)
    ('p < 0.001', 'p = 0.035', 'p = 0.29')
    """
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.0995 else f"p = {p:.2f}"


def minus(text: str) -> str:
    """Text with a true minus sign before numbers.

    >>> minus("-0.3 to -0.1, 2019-2021")
    '−0.3 to −0.1, 2019-2021'
    """
    return _MINUS.sub("−", text)


def fixed(value: float, decimals: int = 1) -> str:
    """A number with fixed decimals and a true minus sign, and none on a zero.

    >>> fixed(-2.5), fixed(1.25, 2), fixed(-0.04)
    ('−2.5', '1.25', '0.0')
    """
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def signed(value: Fraction | float, places: int) -> str:
    """A change: a number with its sign, plus or true minus, rounded half up; no sign for what rounds to zero.

    >>> signed(-0.0104, 3), signed(0.25, 1), signed(-0.00001, 3)
    ('−0.010', '+0.3', '0.000')
    """
    text = round_printed(Fraction(value) if isinstance(value, Fraction) else Fraction(str(value)), places)
    if Fraction(text) == 0:
        return text.lstrip("-")
    return "−" + text[1:] if text.startswith("-") else "+" + text


def interval(row: Mapping[str, float], form: str = ".1f", joint: str = " to ") -> str:
    """The two ends of a row's interval; ``joint`` is a word of the sentence's language.

    >>> interval({"lower": -1.26, "upper": 3}), interval({"lower": 1, "upper": 3}, ".0f", " 至 ")
    ('-1.3 to 3.0', '1 至 3')
    """
    return f"{row['lower']:{form}}{joint}{row['upper']:{form}}"
