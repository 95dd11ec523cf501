"""A page cut into what a translator translates: blocks of Markdown, cells of tables, words of declarations.

A unit of Markdown is a heading, a paragraph, an item of a list, a row of a table, the title of a box or of a fold, on
one line; its marker (``##``, ``-``, ``1.``) is no part of it. Code, formulas, addresses and what holds no English word
stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from egov.chapter.claims import plain
from egov.plots.theme import CHINESE, SVG

Translate = Callable[[str, str], str]
"""A unit and what it is (heading, list item …) -> what stands in its place."""
LANGUAGE = "zh"
PROSE = {"admonition", "note", "tip", "warning", "dropdown", "important", "seealso"}
_FENCE = re.compile(r"(\s*)(`{3,}|~{3,}|:{3,})(?:\{([\w-]+)\})?(.*)")
_BLOCK = re.compile(r"(?P<heading>#{1,6} +)|(?P<item>\s*(?:[-*+]|\d+[.)]|:) +)|(?P<row>\s*\|)|(?P<html><[/!a-zA-Z])")
_KEPT = re.compile(r"\([\w-]+\)=|%|\s*:[\w-]+:(?: |$)|---+$|\$\$")
_SUMMARY = re.compile(r"(?s)(.*<summary>)(.+)(</summary>.*)")
_ADDRESS = r"\]\([^()]*(?:\([^()]*\)[^()]*)*\)"
_CODE = re.compile(
    rf"`+[^`]*`+|\{{[\w:-]+\}}|{_ADDRESS}|<code>.*?</code>|<[^>]+>|\$[^$]+\$|https?://\S+|&\w+;|\b\w*_\w+|\bp (?=[<=])"
)
_FIXED = re.compile(rf"{_ADDRESS}|\{{\w+\}}(?:`(?:[^`<]*<[^`>]+>`|[^`<]*`))?|\$[^$]+\$")
_WORD = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MASKED = re.compile(r"(?<=\]\()[^()]*(?:\([^()]*\)[^()]*)*(?=\))|(?<![\w.])[+−]?\d+(?:,\d{3})*(?:\.\d+)?")
PLACE = re.compile(r"(?<=\()[^()A-Za-z]*[\u3400-\u9fff][^()A-Za-z]*(?=\))|\d+")
"""What is masked in the place of a figure: numbers, and Chinese words in brackets."""
_RANGE = re.compile(r"(?<=\d) to (?=[+−\d])")
_CELL = re.compile(r"(<(t[hd]|caption)\b[^>]*>)(.*?)(</\2>)", re.DOTALL)
_SUMMARY_BOX = re.compile(r"(?ms)^```\{admonition\} 中文摘要\n:class: zh-summary\n.*?^```\n+")
_OTHER = re.compile(r'(?ms)^<(?P<tag>div|details)\b(?P<attributes>[^>]*\blang="zh"[^>]*)>(?P<text>.*?)^</(?P=tag)>\s*')


def has_words(text: str) -> bool:
    """Whether a unit says something in English.

    >>> has_words("Two units rose"), has_words("`capacity_bands`, 0.5"), has_words("东部"), has_words("p < 0.001")
    (True, False, False, False)
    """
    return bool(_WORD.search(_CODE.sub(" ", text)))


def fixed(text: str) -> list[str]:
    """What a translation keeps: addresses of links, roles with what they point to, places such as ``{n}``.

    >>> fixed("[One](a.md) of {n}: {doc}`the list <tables>`, {doc}`codebook`")
    ['](a.md)', '{doc}<tables>', '{doc}`codebook`', '{n}']
    """
    return sorted(re.sub(r"`[^`<]+<(.+)>`", r"<\1>", found) for found in _FIXED.findall(text))


def unwrapped(lines: list[str]) -> str:
    """Lines as one; a blank between them where neither side is Chinese."""
    text = lines[0].strip()
    for line in (line.strip() for line in lines[1:]):
        text += ("" if _HAN.match(text[-1:]) and _HAN.match(line) else " ") + line
    return text


def markdown(text: str, translate: Translate) -> str:
    """The text with every unit replaced by what ``translate`` says.

    >>> print(markdown("# Title\\n\\nTwo\\nlines.\\n\\n- one `item`\\n", lambda unit, kind: f"<{kind}: {unit}>"))
    # <heading: Title>
    <BLANKLINE>
    <paragraph: Two lines.>
    <BLANKLINE>
    - <list item: one `item`>
    <BLANKLINE>
    """
    return "\n".join(_blocks(text.split("\n"), translate))


def _blocks(lines: list[str], translate: Translate) -> Iterator[str]:
    def said(unit: str, kind: str) -> str:
        return translate(unit, kind) if has_words(unit) else unit

    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if fence := _FENCE.fullmatch(line):
            end = next((i for i in range(at, len(lines)) if lines[i].strip() == fence[2]), len(lines))
            title = fence[4].strip()
            if fence[3] in PROSE:
                yield line.replace(title, said(title, "title of a box")) if title else line
                yield from _blocks(lines[at:end], translate)
            else:
                yield from [line, *lines[at:end]]
            yield from lines[end : end + 1]
            at = end + 1
        elif not line.strip() or _KEPT.match(line):
            yield line
        elif (start := _BLOCK.match(line)) and start["html"]:
            folded = _SUMMARY.fullmatch(line)
            yield folded[1] + said(folded[2], "title of a fold") + folded[3] if folded else line
        elif start and start["row"]:
            yield line if re.fullmatch(r"[\s|:-]+", line) else said(line.strip(), "table row")
        elif start and start["heading"]:
            yield start[0] + translate(line[start.end() :], "heading")  # addresses need them all
        else:
            mark = start[0] if start else re.match(r"\s*", line)[0]  # type: ignore[index]
            end = at
            while (
                end < len(lines) and lines[end].strip() and not any(one.match(lines[end]) for one in (_BLOCK, _FENCE))
            ):
                end += 1
            words = unwrapped([line[len(mark) :], *lines[at:end]])
            if has_words(words):
                yield mark + translate(words, "list item" if start else "paragraph")
            else:
                yield from lines[at - 1 : end]
            at = end


def headings(text: str, suffix: str = ".md") -> list[str]:
    """The plain words of every heading, in order, of a page or of a notebook's text cells.

    >>> headings("# One *two*\\n\\n```python\\n# no\\n```\\n## [Three](a.md)\\n")
    ['One two', 'Three']
    """
    found: list[str] = []

    def keep(unit: str, kind: str) -> str:
        found.extend([unit] if kind == "heading" else [])
        return unit

    cells = json.loads(text)["cells"] if suffix == ".ipynb" else [{"cell_type": "markdown", "source": text}]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            markdown("".join(cell["source"]), keep)
    return [plain(re.sub(r"(?<!\w)\*|\*(?!\w)", "", unit)) for unit in found]


def edition(text: str, language: str) -> tuple[str, bool]:
    """Markdown in one language, where it has both, and whether it had: Chinese stands in elements ``lang="zh"``.

    >>> both = 'One.\\n\\n<div class="zh" lang="zh">\\n\\n一。\\n\\n</div>'
    >>> edition(both, "en"), edition(both, "zh"), edition("One.", "zh")
    (('One.', True), ('一。', True), ('One.', False))
    """
    found = list(_OTHER.finditer(text))
    if language != LANGUAGE:
        return (_OTHER.sub("", text).rstrip() if found else text), bool(found)
    parts = []
    for part in found:
        box = part["attributes"].replace(' lang="zh"', "").replace(' zh"', '"').replace(' class="zh"', "")
        inner = part["text"].strip()
        parts.append(f"<{part['tag']}{box}>\n\n{inner}\n\n</{part['tag']}>" if box else inner)
    return ("\n\n".join(parts) if found else text), bool(found)


def page(text: str, language: str, translate: Translate) -> str:
    """A Markdown page in one language: the summary in Chinese goes from the English page and stays on the Chinese."""
    if language != LANGUAGE:
        return _OTHER.sub("", _SUMMARY_BOX.sub("", text))
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\0{len(kept) - 1}\n\n"

    text = _OTHER.sub(keep, _SUMMARY_BOX.sub(keep, text))
    text = re.sub(r"\0(\d+)\n\n", lambda place: kept[int(place[1])], markdown(text, translate))
    return text.replace("中文摘要", "摘要").replace('<details class="zh-summary"', '<details open class="zh-summary"')


def masked(text: str, translate: Translate, kind: str, pattern: re.Pattern[str] = _MASKED) -> str:
    """A computed text, translated with its numbers and addresses as ``{1}``, ``{2}`` …: new data needs no new words.

    >>> masked("3 of [4](a.html)", lambda unit, kind: print(unit) or "[{3}]({4}) 中有 {1} 个".replace("{3}", "{2}"), "")
    Traceback (most recent call last):
    KeyError: '4'
    """
    found: list[str] = []

    def mask(match: re.Match[str]) -> str:
        found.append(match[0])
        return f"{{{len(found)}}}"

    unit = pattern.sub(mask, text)
    values = {str(i): value for i, value in enumerate(found, 1)}
    return re.sub(r"\{(\d+)\}", lambda place: values[place[1]], translate(unit, kind))


def table(html: str, translate: Translate, terms: Mapping[str, str] | None = None) -> str:
    """An HTML table with heads and labels in the other language; ``terms`` go before the catalogue.

    >>> html = "<tr><th>Units</th></tr><tr><td>城市 cities</td><td>1 to 2</td></tr>"
    >>> table(html, lambda unit, kind: f"({unit})", {"Units": "单位", "城市 cities": "城市"})
    '<tr><th>单位</th></tr><tr><td>城市</td><td>1 至 2</td></tr>'
    """
    terms = terms or {}

    def cell(match: re.Match[str]) -> str:
        text = match[3].strip()
        if text in terms:
            text = terms[text]
        elif has_words(_RANGE.sub(" ", text)):
            text = masked(text, translate, "table head" if match[2] == "th" else "table cell")
        else:
            text = _RANGE.sub(" 至 ", text)
        return f"{match[1]}{text}{match[4]}"

    return _CELL.sub(cell, html)


def notebook(nb: dict[str, Any], language: str, translate: Translate, terms: Mapping[str, str] | None = None) -> None:
    """Put a notebook's text cells, claims, tables and alt texts into one language; changes it in place."""
    for cell in nb["cells"]:
        image = cell["metadata"].get("mystnb", {}).get("image", {})
        if cell["cell_type"] == "markdown":
            cell["source"] = page("".join(cell["source"]), language, translate)
        elif language == LANGUAGE and image.get("alt"):
            image["alt"] = translate(image["alt"], "alt text")
        for data in (output["data"] for output in cell.get("outputs", []) if "data" in output):
            if language == LANGUAGE and CHINESE in data:
                data[SVG] = data[CHINESE]
            if "text/markdown" in data:
                text, both = edition("".join(data["text/markdown"]), language)
                if language == LANGUAGE and not both:
                    text = markdown(text, lambda unit, kind: masked(unit, translate, kind))
                data["text/markdown"] = text
            elif "text/html" in data and language == LANGUAGE:
                data["text/html"] = table("".join(data["text/html"]), translate, terms)
