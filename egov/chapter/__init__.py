"""What a notebook says and keeps: three verbs, and words for numbers.

- :func:`claim` shows a sentence in English and Chinese, and stops the notebook where it is not true.
- :func:`publish` writes a derived table, or under test compares it.
- :func:`at` gives a row of a table whose numbers, put into a claim, link to that row.
"""

from __future__ import annotations

from egov.chapter.claims import ClaimError, claim, findings, folded, plain
from egov.chapter.rows import at, publish
from egov.chapter.words import fixed, interval, joined, number_word, p_text, signed

__all__ = [
    "ClaimError",
    "at",
    "claim",
    "findings",
    "fixed",
    "folded",
    "interval",
    "joined",
    "number_word",
    "p_text",
    "plain",
    "publish",
    "signed",
]
