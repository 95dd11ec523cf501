"""Search that finds Chinese and English words: the index side in Python, the query side in JavaScript.

Sphinx's own Chinese search needs a segmenter at build time and has none in the browser, so a query such as
东强西弱 finds nothing. Here runs of Han characters are cut into overlapping pairs on both sides; Latin words are
stemmed as in Sphinx's English search (whose Python and JavaScript stemmers agree with each other).
"""

from __future__ import annotations

import re

from sphinx.search.en import SearchEnglish

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LATIN = "0-9A-Za-z_\u00c0-\u024f"
_RUNS = re.compile(f"[{LATIN}]+|[{HAN}]+")
_HAN_RUN = re.compile(f"[{HAN}]")

SPLITTER = """
function splitQuery(query) {
  const runs = query.match(/[LATIN]+|[HAN]+/g) || [];
  return runs.flatMap((run) => {
    if (!/[HAN]/.test(run) || run.length === 1) return [run];
    return Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2));
  });
}
"""
for _name, _letters in (("LATIN", LATIN), ("HAN", HAN)):
    _ascii = "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in _letters)
    SPLITTER = SPLITTER.replace(_name, _ascii)


def split(text: str) -> list[str]:
    """Cut a text into Latin words and overlapping pairs of Han characters; a lone character stays.

    >>> split("Guizhou 贵州省, 东强西弱 in 2021 年")
    ['Guizhou', '贵州', '州省', '东强', '强西', '西弱', 'in', '2021', '年']
    """
    words = []
    for run in _RUNS.findall(text):
        if _HAN_RUN.match(run) and len(run) > 1:
            words.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            words.append(run)
    return words


class SearchBilingual(SearchEnglish):
    """English stemming and stop words, with Han characters indexed in pairs; registered as ``zh``."""

    lang = "zh"
    language_name = "Chinese and English"
    js_splitter_code = SPLITTER

    def split(self, input: str) -> list[str]:
        """Cut a text into the words to index."""
        return split(input)

    def word_filter(self, word: str) -> bool:
        """Tell whether a word is indexed: every Han pair or character, Latin words but stop words."""
        if _HAN_RUN.match(word):
            return True
        return len(word) > 1 and super().word_filter(word)
