"""The rule of the landing page: a plain sentence, numbers a click away, and what other usual choices give."""

from __future__ import annotations

import re

from egov.tables import load

JARGON = r"\bp [=<]|\bn =|Cliff|ranked probability|排序概率|95%|Holm|±"


def test_a_finding_is_one_plain_sentence_with_its_numbers_and_alternatives():
    found = load("headlines").dropna(subset="detail")
    alternatives = load("headline_alternatives")
    assert len(found) > 5
    for row in found.itertuples():
        for text in (row.headline, row.headline_zh):
            assert not re.search(JARGON, text), text
        assert len(row.headline.split()) <= 35, row.headline
        assert row.headline.count(". ") == 0, row.headline
        own = alternatives[alternatives["question"] == row.question]
        assert len(own) > 1, f"{row.question}: no other choice was tried"
        assert own["agrees"].mean() > 0.5, f"{row.question}: most other choices disagree"
