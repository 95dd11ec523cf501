"""The text of a release made plain: one line a paragraph, one width of character, every character traceable.

Releases reach us as copies of web pages and of print: digits and stops of either width, quotation marks around
patterns, white space and line breaks inside a sentence. A :class:`Line` holds a paragraph without all that, and for
each of its characters the place in the document from which it came, so that a figure is still cited where it stands.
"""

from __future__ import annotations

import re

from egov.documents.hardware_names import TRADITIONAL
from egov.documents.locate import Document, Passage, ReadError, Running

_STOPS = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "。", "?": "。", "｡": "。"}
_SAME = {"、": "、､﹑", "·": "·•・∙‧●", "-": "－—–‑﹣−―"}
_WIDTH = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}
_WIDTH |= {other: one for one, others in _SAME.items() for other in others}
_DROPPED = frozenset("“”‘’\"'「」『』〝〞＂＇\u200b\u200c\u200d\ufeff\u00ad")
_DATE = r"(?:\d{4}年)?\d{1,2}月"
_PARAGRAPH = re.compile(rf"{_DATE}份?，|从|其中|预计|十二|\d\.\d|收于|环比|较上月|比上月|呈现|处于|行业来看")
"""What a line of prose holds and a heading does not."""
_AT_START = ("从", "其中", "预计", "十二")
_HANGING = re.compile(r"(?:年|预计|较|比|与|于|至|为|，|、|\d|\.)$")
_OPENS = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.：]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[、.](?!\d)"
    rf"|\d{{4}}年\d{{1,2}}月|{_DATE}份?，|(?:中国|世界)?·?永康五金指数|数据来源|主办单位)"
)

Character = tuple[str, int]


class Line(Running):
    """One paragraph or heading: its plain text, and the document's offset of each of its characters."""

    def where(self, start: int, stop: int) -> str:
        """Line, column and the words of a part, shortened, as a message names them.

        >>> Line(Document("x", "a bc"), "abc", (0, 2, 3)).where(1, 3)
        "line 1, column 3: 'bc'"
        """
        at = self.offsets[start] if start < len(self.offsets) else self.offsets[-1] + 1
        line, col = self.document.position(at)
        words = self.text[start:stop]
        return f"line {line}, column {col}: {(words if len(words) <= 60 else words[:59] + '…')!r}"


def plain_lines(passage: Passage) -> list[Line]:
    """The passage's paragraphs and headings; a sentence broken over lines becomes one.

    A line of prose that ends without a stop is joined to the next one, unless that opens a section, a paragraph
    (``6月份，``), a dated heading or the foot. White space, quotation marks and empty lines are gone, digits and
    stops have one width.

    >>> text = "6月份，某景气指数收于９８．７０点, 环比\\n上升 0.10 点。"
    >>> [line.text for line in plain_lines(Document("x", text).passage())]
    ['6月份，某景气指数收于98.70点，环比上升0.10点。']

    :class:`ReadError` names the first traditional character.
    """
    document = passage.document
    joined: list[list[Character]] = []
    for match in passage.find_all(r"[^\n\r]+"):
        characters = _characters(document, match.start(), match.end())
        if not characters:
            continue
        if joined and _goes_on(_text(joined[-1]), _text(characters)):
            joined[-1].extend(characters)
        else:
            joined.append(characters)
    return [_line(document, characters) for characters in joined]


def _characters(document: Document, start: int, stop: int) -> list[Character]:
    """The characters of one raw line, plain, with their offsets."""
    out: list[Character] = []
    for offset in range(start, stop):
        character = document.text[offset]
        if character in TRADITIONAL:
            line, col = document.position(offset)
            raise ReadError(
                f"document {document.source!r}, line {line}, column {col}: cannot read {character!r}: traditional "
                "characters; the reader knows simplified ones: convert the text first (OpenCC does), then read it again"
            )
        if character.isspace() or character in _DROPPED:
            continue
        character = _WIDTH.get(character, character)
        out.append((_STOPS.get(character, character), offset))
    return out


def _text(characters: list[Character]) -> str:
    return "".join(character for character, _ in characters)


def _goes_on(before: str, after: str) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    if before.endswith("。") or re.search(r"[^\d]\.$", before):
        return False
    found = _PARAGRAPH.search(before)
    while found and found.group() in _AT_START and found.start() > 0:
        found = _PARAGRAPH.search(before, found.end())
    if not found:
        return False
    return bool(_HANGING.search(before)) or not _OPENS.match(after)


def _line(document: Document, characters: list[Character]) -> Line:
    """A line of joined characters; a point that does not stand between digits is a full stop."""
    text = re.sub(r"(?<!\d)\.|\.(?!\d)", "。", _text(characters))
    return Line(document, text, tuple(offset for _, offset in characters))
