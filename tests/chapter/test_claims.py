"""A claim shows what is true, and stops a notebook by name where it is not."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from egov.chapter import ClaimError, at, claim, findings, plain
from egov.chapter import claims as module


@pytest.fixture
def shown(monkeypatch):
    """What claims display, as (data, metadata)."""
    kept = []
    monkeypatch.setattr(module, "display", lambda data, raw, metadata=None: kept.append((data, metadata)))
    return kept


def test_a_true_claim_shows_both_languages(shown):
    row = at("capacity_means", unit_type="province", year=2021, code="total", measure="mean")
    claim(row["value"] > 80, f"A mean of **{row['value']:.2f}**, -1.5 below.", f"平均**{row['value']:.2f}**，低-1.5。")
    text = shown[0][0]["text/markdown"]
    link = f"[{row['value'] + 0:.2f}](../book/tables/capacity_means.html#row-province-2021-total-mean)"
    assert text.startswith(f"A mean of **{link}**, −1.5 below.\n\n")
    assert f'<div class="zh" lang="zh">\n\n平均<strong>{link}</strong>，低−1.5。\n\n</div>' in text


def test_emphasis_stands_beside_chinese_letters_and_a_unit_after_its_number(shown):
    claim(True, "*Bands.* It rose by 30 %.", "*分组。*上升**30 %**。")
    assert "<em>分组。</em>上升<strong>30 %</strong>。" in shown[0][0]["text/markdown"]


def test_a_finding_is_boxed_and_found_again(shown, tmp_path):
    asked = {"finding": "Who rose?", "finding_zh": "谁上升？"}
    numbers = {"detail": "It is -1.5.", "detail_zh": "为 -1.5（约数） 分。"}
    others = pd.DataFrame({"alternative": ["ranks", "weights"], "p": [0.01, np.nan], "agrees": [True, False]})
    claim(True, "Two of [3](x.html) rose.", "三个中有[2](x.html)个上升。", **asked, **numbers, alternatives=others)
    (data, metadata) = shown[0]
    assert data["text/markdown"].count('<div class="finding') == data["text/markdown"].count("<details>") == 2
    link = "[2 usual choices](../book/tables/headline_alternatives.html#row-Who-rose--ranks)"
    assert f"{link}: 1 leads to the same answer." in data["text/markdown"]
    heading = {"cell_type": "markdown", "source": ["## Who rose?\n"]}
    cells = [heading, {"cell_type": "code", "outputs": [{"data": data, "metadata": metadata}]}]
    (tmp_path / "01_x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    found = findings(tmp_path).iloc[0]
    assert (found.chapter, found.address, found.question) == ("01_x", "01_x.ipynb#who-rose", "Who rose?")
    assert plain(found.headline) == "Two of 3 rose."
    assert found.headline_zh == "三个中有[2](x.html)个上升。"
    assert found.detail_zh.startswith("为 −1.5（约数）分。")
    assert [other["p"] for other in found.alternatives] == [0.01, None]


@pytest.mark.parametrize(
    ("agrees", "en", "zh"),
    [
        ([True], "[1 usual choice](): it leads to", "[1 种通行做法]()：得出"),
        ([False], "[1 usual choice](): none leads to", "[1 种通行做法]()：无一得出"),
        ([True, True], "[2 usual choices](): all lead to", "[2 种通行做法]()：均得出"),
        ([True, True, False], "[3 usual choices](): 2 lead to", "[3 种通行做法]()：有 2 种得出"),
        ([True, False, False], "[3 usual choices](): 1 leads to", "[3 种通行做法]()：有 1 种得出"),
    ],
)
def test_usual_choices_are_counted_in_words_that_fit(shown, agrees, en, zh):
    others = pd.DataFrame({"alternative": list("abc")[: len(agrees)], "agrees": agrees})
    claim(True, "Two rose.", "两个上升。", finding="Who rose?", finding_zh="谁上升？", alternatives=others)
    told = re.sub(r"\(\.\./[^)]*\)", "()", shown[0][0]["text/markdown"])
    assert f"{en} the same answer." in told
    assert f"{zh}同样的回答。" in told


def test_alternatives_agree_or_not_and_belong_to_a_finding():
    others = pd.DataFrame({"alternative": ["ranks"], "agrees": [None]})
    with pytest.raises(ValueError, match="agrees or does not"):
        claim(True, "One.", "一。", finding="What?", finding_zh="什么？", alternatives=others)
    with pytest.raises(ValueError, match="belong to a finding"):
        claim(True, "One.", "一。", detail="Two.", detail_zh="二。")


def test_none_of_them_is_no_missing_number(shown):
    claim(True, "None of them rose.", "无一上升。")
    assert shown[0][0]["text/markdown"].startswith("None of them")


def test_an_untrue_claim_names_chapter_sentence_and_values(monkeypatch):
    monkeypatch.setenv("EGOV_CHAPTER", "05_year_over_year")
    gap = pd.DataFrame({"lower": [-0.3]}, index=["south"])
    with pytest.raises(ClaimError) as error:
        claim(gap.loc["south", "lower"] > 0 and gap.shape[0] == 1, "The **south** is ahead.", "南方领先。")
    for part in ("05_year_over_year: no longer true: The south is ahead.", "gap.loc['south', 'lower'] = -0.3"):
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("en", "zh", "message"),
    [
        (f"It rose by {np.nan:.1f} points.", "上升", "a number is missing in the English at 'It rose by nan"),
        ("It rose by  points.", "上升", "missing in the English"),
        ("It rose ( to 3).", "上升", "missing in the English"),
        ("It rose **** points.", "上升", "missing in the English"),
        ("It rose by [](x.html).", "上升", "missing in the English"),
        ("It rose.", "上升 None 分", "missing in the Chinese"),
        ("It rose.", "上升nan分", "missing in the Chinese"),
        ("It rose by nan.", "上升", "missing in the English"),
        (f"It rose to {[np.float64(1)]}.", "上升", "missing in the English"),
        ("", "上升", "missing in the English"),
        ("It rose.", "rose", "no Chinese"),
        ("It rose by 1.5 points.", "上升1.6分", "differ in the numbers 1.5, 1.6"),
        ("It rose by 5 %.", "上升5", "differ in the numbers 5"),
        ("It changed by -2.5.", "变化 2.5", "differ in the numbers −2.5, 2.5"),
    ],
)
def test_a_claim_that_lacks_something_stops(en, zh, message):
    with pytest.raises(ClaimError) as error:
        claim(True, en, zh)
    assert message in str(error.value)


@pytest.mark.parametrize("holds", [pd.Series([True]), np.array([True]), [True], "yes", 2, (x for x in [0]), bool])
def test_a_condition_is_one_truth_value(holds):
    with pytest.raises(TypeError, match="one truth value"):
        claim(holds, "One.", "一。")


def test_a_missing_condition_is_no_truth():
    with pytest.raises(TypeError):
        claim(pd.NA, "One.", "一。")
    with pytest.raises(ClaimError):
        claim(np.bool_(False), "One.", "一。")
    told: list[str] = []
    with pytest.raises(ClaimError, match="told and len"):
        claim(holds=told and len(told) > 1, en="One.", zh="一。")


def test_a_finding_answers_in_both_languages():
    with pytest.raises(ValueError, match="both languages"):
        claim(True, "One.", "一。", finding="What?")


def test_a_nan_is_no_condition():
    with pytest.raises(TypeError, match="not a missing value"):
        claim(float("nan"), "One.", "一。")
