"""Every Chinese character of a page stands in an element whose language is Chinese."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from egov.book.language import mark_chinese

EMPTY = {"br", "img", "input", "meta", "link", "hr"}


class Languages(HTMLParser):
    """Collects the text of a page by its language, by another road than the marker's."""

    def __init__(self, page):
        super().__init__()
        self.stack, self.text = [("", "")], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in EMPTY:
            self.stack.append((tag, dict(attrs).get("lang", self.stack[-1][1])))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        while self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.stack[-1][0] not in ("script", "style", "title"):
            self.text.append((self.stack[-1][1], data))


PAGES = [
    '<html lang="en"><head><title>甘肃</title></head><body><p>Gansu 甘肃省 and “非常高”.</p></body></html>',
    '<body lang="en"><h1>Bands 历年分组<a class="headerlink" href="#x">#</a></h1>'
    "<table><tr><td>高</td><td>2021 年 16 个</td></tr></table></body>",
    '<body lang="en"><div class="zh" lang="zh-Hans"><p>省级<br>城市 <b>高</b></p></div>'
    '<p>中 medium</p><img alt="高"></body>',
    '<body lang="en"><svg><text class="band">高</text><text>中 medium</text></svg>'
    '<pre><span class="s2">"高"</span></pre></body>',
    '<body lang="en"><script>const a = "<b>高</b>"</script><!-- 高 -->'
    "<select><option>高</option></select> 5 < 6 高</body>",
]


@pytest.mark.parametrize("page", PAGES)
def test_chinese_is_marked_and_nothing_else(page):
    marked = mark_chinese(page)
    assert mark_chinese(marked) == marked
    unmarked = re.sub(r'<(t?span) lang="zh">(.*?)</\1>', r"\2", marked).replace(' lang="zh"', "")
    assert unmarked == page.replace(' lang="zh"', "")
    for language, text in Languages(marked).text:
        if not language.startswith("zh"):
            assert not re.search(r"[\u4e00-\u9fff]", text), (language, text)
        elif "lang=" not in page:
            assert not re.search(r"[a-z]", text)


def test_what_cannot_be_marked_stays():
    for page in ('<title lang="en">甘肃</title>', '<img alt="高">', "<script>'高'</script>", "plain", ""):
        assert mark_chinese(page) == page
