"""How the chapters put numbers into English sentences: lists, p-values, minus signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MINUS = re.compile(r"(?<![\w.–-])-(?=\d)")


def joined(words: Sequence[str]) -> str:
    """A list in an English sentence.

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def p_text(p: float) -> str:
    """A p-value in a sentence: three decimals below a tenth, two above.

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
