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

__all__ = ["ClaimError", "claim", "findings"]

_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_MISSING = re.compile(r"(?<![A-Za-z0-9_.])(?:nan|None|NaN|NaT|<NA>|inf)(?![A-Za-z0-9_]|\.[A-Za-z0-9_])|np\.\w+\(")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\*\*\s*\*\*|(?<=\S) {2,}(?=\S)|\( | [,;:](?=\s|$)|(?<!\d) %| \.(?=\s|$)")
_PRECISE = re.compile(r"\d[\d,]*\.\d+|\d[\d,]*(?:\.\d+)?(?=\s?%)")
# Markdown needs a blank or a sign beside a mark of emphasis; Chinese has none.
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_EM = re.compile(r"(?<!\*)\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


class ClaimError(AssertionError):
    """A sentence that is not true of the data, or that lacks one of its numbers."""


def claim(holds: object, en: str, zh: str, *, finding: str = "", finding_zh: str = "") -> None:
    """Show a sentence, English then Chinese, while its condition holds.

    Parameters
    ----------
    holds
        True or False, Python's or NumPy's: what must be so for the sentence to be true.
    en, zh
        The sentence in Markdown, whole in each language. Numbers with decimals and percentages must
        be the same in both.
    finding, finding_zh
        The reader's question, where the sentence is what the chapter found: it is then set in a box, and the landing
        page shows it under this question.

    Raises
    ------
    ClaimError
        The condition is false; a number is missing (``nan``, ``None``, an empty place); the Chinese is no Chinese
        or has other numbers. The message names the chapter, the sentence and the values in its condition.
    TypeError, ValueError
        A condition that is no single truth value (a whole column, a generator without ``all``, a missing value).

    Examples
    --------
    >>> claim(3 > 2, "Three is **more** than two.", "三**大于**二。")  # doctest: +SKIP
    >>> claim(2 > 3, "Two is more than three.", "二大于三。")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    egov.chapter.claims.ClaimError: ... no longer true: Two is more than three...
    """
    frame = sys._getframe(1)
    zh = _EM.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", zh))
    en, zh = (_outside_links(minus, text.strip()) for text in (en, zh))
    truth = holds.item() if getattr(holds, "ndim", None) == 0 else holds  # NumPy's True is Python's
    truth = False if isinstance(truth, list | tuple | dict | set | str) and not truth else truth  # as `told and …` ends
    if not isinstance(truth, bool):
        found = "a missing value" if pd.api.types.is_scalar(truth) and pd.isna(truth) else type(truth).__name__
        raise TypeError(f"{_place()}: the condition of a claim is one truth value, not {found}: {_plain(en)}")
    if not truth:
        raise ClaimError(f"{_place()}: no longer true: {_plain(en)}\n{_condition(frame)}")
    for language, text in (("English", en), ("Chinese", zh)):
        plain = _plain(text, marks=True)
        if wrong := (not plain and "nothing") or (_MISSING.search(plain) or _EMPTY.search(plain)):
            what = wrong if isinstance(wrong, str) else repr(plain[max(0, wrong.start() - 30) : wrong.end() + 10])
            raise ClaimError(f"{_place()}: a number is missing in the {language} at {what}: {plain}")
    if not _CHINESE.search(zh):
        raise ClaimError(f"{_place()}: no Chinese in the Chinese of: {_plain(en)}")
    ours, theirs = (Counter(_PRECISE.findall(_plain(text))) for text in (en, zh))
    if ours != theirs:
        only = ", ".join([*(ours - theirs), *(theirs - ours)])
        raise ClaimError(f"{_place()}: English and Chinese differ in the numbers {only}: {_plain(en)}")
    if bool(finding) != bool(finding_zh):
        raise ValueError(f"{_place()}: a finding answers a question in both languages: {finding or finding_zh}")
    if finding:
        shown = (
            f'<div class="finding">\n\n**Finding.** {en}\n\n</div>\n\n'
            f'<div class="finding zh" lang="zh">\n\n**结论**　{zh}\n\n</div>'
        )
        about = {"question": finding, "question_zh": finding_zh, "headline": en, "headline_zh": zh}
        display({"text/markdown": shown}, raw=True, metadata={"egov": {"finding": about}})
    else:
        display({"text/markdown": f'{en}\n\n<div class="zh" lang="zh">\n\n{zh}\n\n</div>'}, raw=True)


def findings(notebooks: Path | None = None) -> pd.DataFrame:
    """What the chapters found, from their notebooks as executed: one row a finding, in reading order.

    Columns: chapter (file name of the notebook), question, question_zh, headline and headline_zh as plain text, and
    text, text_zh as Markdown with the links of their numbers.
    """
    rows = []
    for path in sorted((notebooks or NOTEBOOKS).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if about := output.get("metadata", {}).get("egov", {}).get("finding"):
                    plain = {name: _plain(about[name]) for name in ("headline", "headline_zh")}
                    text = {"text": about["headline"], "text_zh": about["headline_zh"]}
                    rows.append({"chapter": path.stem, **about, **plain, **text})
    columns = ["chapter", "question", "question_zh", "headline", "headline_zh", "text", "text_zh"]
    return pd.DataFrame(rows, columns=columns)


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


def _plain(text: str, *, marks: bool = False) -> str:
    """The sentence without addresses, and without marks of emphasis unless they are wanted."""
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
