"""Chinese on an English page carries ``lang``: a screen reader changes its voice there, a browser its font."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u3000-\u303f\uff00-\uffef"
_RUN = re.compile(rf"[{_HAN}](?:[{_HAN}{_MARKS}\d\s“”—…·.]*[{_HAN}{_MARKS}])?")
_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|textarea|title)\b.*?</(?P=raw)\s*>|<(?P<end>/?)(?P<name>[\w-]+)[^>]*>|[^<]+|<",
    re.DOTALL,
)
_LANG = re.compile(r"\slang=[\"']?([\w-]*)")
_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_PART = {"option": "", "desc": "", "text": "tspan", "tspan": "tspan"}  # what stands inside these; elsewhere a span


def mark_chinese(page: str) -> str:
    """The page with ``lang="zh"`` on Chinese text that is not marked yet; a second pass changes nothing.

    Where an element holds nothing else, it gets the attribute itself. Attributes such as ``alt`` and the page's title
    cannot carry a language of their own and stay as they are.

    >>> mark_chinese('<p lang="en">The band 非常高 (very high)</p><td>高</td>')
    '<p lang="en">The band <span lang="zh">非常高</span> (very high)</p><td lang="zh">高</td>'
    >>> mark_chinese('<div lang="zh"><p>省级政府<br>重点城市</p></div>')
    '<div lang="zh"><p>省级政府<br>重点城市</p></div>'
    """
    out: list[str] = []
    open_tags: list[tuple[str, bool]] = []  # name, and whether its text is marked as Chinese
    for token in _TOKEN.finditer(page):
        text, name = token[0], token["name"]
        if name is None:
            chinese = bool(open_tags) and open_tags[-1][1]
            if not (chinese or token["raw"] or text.startswith("<")):
                text = _marked(text, out, page.startswith("</", token.end()), open_tags)
        elif token["end"]:
            while open_tags and open_tags.pop()[0] != name:
                pass
        elif name not in _EMPTY and not text.endswith("/>"):
            lang = _LANG.search(text)
            inherited = bool(open_tags) and open_tags[-1][1]
            open_tags.append((name, lang[1].startswith("zh") if lang else inherited))
        out.append(text)
    return "".join(out)


def _marked(text: str, out: list[str], alone: bool, open_tags: list[tuple[str, bool]]) -> str:
    """The text with its Chinese marked: on its element's tag, the last of ``out``, where it is all of the element."""
    if not _RUN.search(text):
        return text
    tag, name = (out[-1] if out else ""), (open_tags[-1][0] if open_tags else "")
    whole = alone and _RUN.fullmatch(text.strip()) and tag.startswith(f"<{name}") and not _LANG.search(tag)
    if whole:
        out[-1] = f'{tag[:-1]} lang="zh">'
        return text
    part = _PART.get(name, "span")
    return _RUN.sub(rf'<{part} lang="zh">\g<0></{part}>', text) if part else text
