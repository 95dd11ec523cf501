"""A sentence beside the condition that makes it true.

A claim shows Markdown, English and then Chinese. Where its condition does not hold, or a number in it is missing, the
notebook stops and names the sentence: new data can make a sentence untrue, never silently wrong.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pandas as pd
from IPython.display import display

from egov.chapter.words import minus
from egov.tables.rows import row_url

__all__ = ["ALTERNATIVES", "ClaimError", "claim", "findings", "folded", "plain"]

ALTERNATIVES = ["alternative", "estimate", "lower", "upper", "p", "n", "agrees"]

_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_MISSING = re.compile(
    r"(?<![A-Za-z0-9_.])(?:nan|None(?! of )|NaN|NaT|<NA>|inf)(?![A-Za-z0-9_]|\.[A-Za-z0-9_])|np\.\w+\("
)
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\*\*\s*\*\*|(?<=\S) {2,}(?=\S)|\( | [,;:](?=\s|$)|(?<!\d) %| \.(?=\s|$)")
_PRECISE = re.compile(r"−?\d[\d,]*\.\d+|−?\d[\d,]*(?:\.\d+)?(?=\s?%)")
# Markdown needs a blank or a sign beside a mark of emphasis; Chinese has none.
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_EM = re.compile(r"(?<!\*)\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


class ClaimError(AssertionError):
    """A sentence that is not true of the data, or that lacks one of its numbers."""


def claim(
    holds: object,
    en: str,
    zh: str,
    *,
    finding: str = "",
    finding_zh: str = "",
    detail: str = "",
    detail_zh: str = "",
    alternatives: pd.DataFrame | None = None,
) -> None:
    """Show a sentence, English then Chinese, while its condition holds.

    Parameters
    ----------
    holds
        True or False, Python's or NumPy's: what must be so for the sentence to be true.
    en, zh
        The sentence in Markdown, whole in each language. Numbers with decimals and percentages must
        be the same in both, a minus before them included.
    finding, finding_zh
        The reader's question, where the sentence is what the chapter found: one plain sentence that answers it. It is
        set in a box, and the landing page shows it under this question.
    detail, detail_zh
        The same in numbers, with intervals and n: folded below a finding.
    alternatives
        What other usual choices (weights, test, strata, line) give for a finding, one row each: ``alternative`` in
        words, ``estimate``, ``lower``, ``upper``, ``p`` and ``n`` as far as there are such, and ``agrees``, whether it
        leads to the same answer. All chapters' rows are the table ``headline_alternatives``, which the fold links to.

    Raises
    ------
    ClaimError
        The condition is false; a number is missing (``nan``, ``None``, an empty place); the Chinese is no Chinese
        or has other numbers. The message names the chapter, the sentence and the values in its condition.
    TypeError, ValueError
        A condition that is no single truth value (a whole column, a generator without ``all``, a missing value);
        a finding in one language; details or alternatives of what is no finding.

    Examples
    --------
    >>> claim(3 > 2, "Three is **more** than two.", "三**大于**二。")  # doctest: +SKIP
    >>> claim(2 > 3, "Two is more than three.", "二大于三。")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    egov.chapter.claims.ClaimError: ... no longer true: Two is more than three...
    """
    frame = sys._getframe(1)
    (en, detail), (zh, detail_zh) = map(_typeset, (en, detail)), map(_typeset_zh, (zh, detail_zh))
    truth = holds.item() if getattr(holds, "ndim", None) == 0 else holds  # NumPy's True is Python's
    truth = False if isinstance(truth, list | tuple | dict | set | str) and not truth else truth  # as `told and …` ends
    if not isinstance(truth, bool):
        found = "a missing value" if pd.api.types.is_scalar(truth) and pd.isna(truth) else type(truth).__name__
        raise TypeError(f"{_place()}: the condition of a claim is one truth value, not {found}: {plain(en)}")
    if not truth:
        raise ClaimError(f"{_place()}: no longer true: {plain(en)}\n{_condition(frame)}")
    _check(en, zh)
    if bool(finding) != bool(finding_zh):
        raise ValueError(f"{_place()}: a finding answers a question in both languages: {finding or finding_zh}")
    if not finding:
        if detail or detail_zh or alternatives is not None:
            raise ValueError(f"{_place()}: details and alternatives belong to a finding: {plain(en)}")
        display({"text/markdown": f'{en}\n\n<div class="zh" lang="zh">\n\n{zh}\n\n</div>'}, raw=True)
        return
    if detail or detail_zh:
        _check(detail, detail_zh)
    others = pd.DataFrame({name: [] for name in ALTERNATIVES}) if alternatives is None else alternatives
    others = others.reindex(columns=ALTERNATIVES)
    if not others["agrees"].isin([True, False]).all() or others["alternative"].duplicated().any():
        raise ValueError(f"{_place()}: each alternative is named once, and agrees or does not: {finding}")
    if len(others):
        page = row_url("headline_alternatives", question=finding, alternative=others["alternative"].iloc[0])
        n, same = len(others), int(others["agrees"].sum())
        if same == n:
            told, told_zh = ("all lead", "均") if n > 1 else ("it leads", "")
        else:
            told, told_zh = (f"{same} lead{'s' * (same == 1)}", f"有 {same} 种") if same else ("none leads", "无一")
        detail += f"\n\n[{n} usual choice{'s' * (n > 1)}]({page}): {told} to the same answer."
        detail_zh += f"\n\n[{n} 种通行做法]({page})：{told_zh}得出同样的回答。"
    about = {"question": finding, "question_zh": finding_zh, "headline": en, "headline_zh": zh}
    about |= {"detail": detail.strip(), "detail_zh": detail_zh.strip()}
    about["alternatives"] = json.loads(others.to_json(orient="records", double_precision=10))
    box, box_zh = f"**{finding}** {en}{folded(detail)}", f"**{finding_zh}**　{zh}{folded(detail_zh, '具体数字')}"
    shown = f'<div class="finding">\n\n{box}\n\n</div>\n\n<div class="finding zh" lang="zh">\n\n{box_zh}\n\n</div>'
    display({"text/markdown": shown}, raw=True, metadata={"egov": {"finding": about}})


def folded(text: str, summary: str = "In numbers") -> str:
    """Markdown that opens on a click; nothing where there is no text."""
    return f"\n\n<details><summary>{summary}</summary>\n\n{text.strip()}\n\n</details>" if text else ""


def _typeset(text: str) -> str:
    """Text with true minus signs."""
    return _outside_links(minus, text.strip())


def _typeset_zh(text: str) -> str:
    """The same in Chinese: no blanks beside full-width marks, and emphasis that needs none."""
    text = _EM.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text.strip()))
    text = re.sub(r"(?<=[，。；：、？！])(</\w+>) +", r"\1", text)
    return _outside_links(lambda part: re.sub(r" *([，。；：、？！（）《》“”]) *", r"\1", minus(part)), text)


def _check(en: str, zh: str) -> None:
    """Stop where a number is missing, or where the two languages differ in one."""
    for language, text in (("English", en), ("Chinese", zh)):
        bare = plain(text, marks=True)
        if wrong := (not bare and "nothing") or (_MISSING.search(bare) or _EMPTY.search(bare)):
            what = wrong if isinstance(wrong, str) else repr(bare[max(0, wrong.start() - 30) : wrong.end() + 10])
            raise ClaimError(f"{_place()}: a number is missing in the {language} at {what}: {bare}")
    if not _CHINESE.search(zh):
        raise ClaimError(f"{_place()}: no Chinese in the Chinese of: {plain(en)}")
    ours, theirs = (Counter(_PRECISE.findall(plain(text))) for text in (en, zh))
    if ours != theirs:
        only = ", ".join([*(ours - theirs), *(theirs - ours)])
        raise ClaimError(f"{_place()}: English and Chinese differ in the numbers {only}: {plain(en)}")


def findings(notebooks: Path | None = None) -> pd.DataFrame:
    """What the chapters found, from their notebooks as executed: one row a finding, in reading order.

    Columns: chapter (file name of the notebook), address (the section headed by the question, or the chapter),
    question, question_zh, headline, headline_zh, detail and detail_zh in Markdown, with the links of their numbers
    (:func:`plain` takes these out), and alternatives, a list of dicts.
    """
    rows = []
    for path in sorted((notebooks or NOTEBOOKS).glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        for cell in json.loads(text)["cells"]:
            for output in cell.get("outputs", []):
                if about := output.get("metadata", {}).get("egov", {}).get("finding"):
                    slug = re.sub(r"[^\w-]", "", about["question"].lower().replace(" ", "-"))
                    address = f"{path.name}#{slug}" if f'"## {about["question"]}' in text else path.name
                    rows.append({"chapter": path.stem, "address": address, "detail": "", "detail_zh": "", **about})
    texts = [name + language for name in ("question", "headline", "detail") for language in ("", "_zh")]
    return pd.DataFrame(rows, columns=["chapter", "address", *texts, "alternatives"])


def _place() -> str:
    """The notebook that runs, as far as it can be known."""
    return Path(os.environ.get("EGOV_CHAPTER") or os.environ.get("JPY_SESSION_NAME") or "this notebook").stem


def _outside_links(change, text: str) -> str:  # type: ignore[no-untyped-def]
    """Change the text and the words of its links, never their addresses."""
    out, end = [], 0
    for link in _LINK.finditer(text):
        words, address = link[1], link[0][len(link[1]) + 2 :]
        out += [change(text[end : link.start()]), f"[{change(words)}]{address}"]
        end = link.end()
    return "".join([*out, change(text[end:])])


def plain(text: str, *, marks: bool = False) -> str:
    """A claim's Markdown without addresses, and without marks of emphasis unless they are wanted.

    >>> plain("**Two** of [3](x.html) rose.")
    'Two of 3 rose.'
    """
    text = _LINK.sub(r"\1" if not marks else lambda link: link[1] or "[]", text)
    return text if marks else re.sub(r"\*\*|`|</?(?:strong|em)>", "", text)


def _condition(frame: FrameType) -> str:
    """The condition as it is written, and the values of what it compares."""
    from executing import Source

    call = Source.executing(frame).node
    given = [*call.args, *(w.value for w in call.keywords if w.arg == "holds")] if isinstance(call, ast.Call) else []
    if not given:
        return "Its condition is false."
    parts = [node for node in ast.walk(given[0]) if isinstance(node, ast.Compare)]
    sides = {ast.unparse(side) for part in parts for side in (part.left, *part.comparators)}
    values = []
    for side in sorted(sides):
        try:
            value = eval(side, frame.f_globals, frame.f_locals)
        except Exception:
            continue
        value = value.item() if getattr(value, "ndim", 1) == 0 else value
        if repr(value) != side and getattr(value, "size", 0) <= 10:  # neither a constant nor a whole column
            values.append(f"  {side} = {' '.join(str(value).split())[:120]}")
    return "\n".join([f"Its condition is false: {ast.unparse(given[0])}", *values])
