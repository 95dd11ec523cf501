"""Two editions: no unit of the English is without Chinese, and in the built book each page and number has its other."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from egov.book import editions
from egov.book import editions_units as units
from egov.plots.theme import CHINESE, SVG

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "book" / "_build" / "html"
PAGE = "# Title\n\nOne paragraph, with a [link](a.md).\n\n```python\ncode = 1\n```\n"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A book of one page, with the package and the data of this one."""
    for name in ("egov", "data", "CITATION.cff"):
        (tmp_path / name).symlink_to(ROOT / name)
    book = tmp_path / "book"
    book.mkdir()
    shutil.copy(ROOT / "book" / "_config.yml", book)
    shutil.copy(ROOT / "book" / "terms.csv", book)
    (book / "_toc.yml").write_text("root: book/page\nparts: []\n", encoding="utf-8")
    (book / "page.md").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(editions, "FILES", ())
    monkeypatch.setattr(editions, "WRITERS", "data")
    monkeypatch.setattr(editions, "VALUES", {})
    return tmp_path


def catalogue(root, *strings):
    """Translate the page's units in order."""
    editions.update(root)
    path = root / "book" / "zh" / "book" / "page.po"
    found = editions.read(path)
    for message, string in zip((m for m in found if m.id), strings, strict=True):
        message.string = string
        message.flags.discard("fuzzy")
    path.write_text(editions.serialise(found), encoding="utf-8")
    return path


def of_page(root):
    return [line for line in editions.problems(root) if "book/page.po" in line]


def test_a_changed_paragraph_is_to_be_looked_at_again(copy):
    path = catalogue(copy, "标题", "一段文字，含[链接](a.md)。")
    assert of_page(copy) == []
    page = copy / "book" / "page.md"
    page.write_text(PAGE.replace("One paragraph", "Another paragraph"), encoding="utf-8")
    assert of_page(copy) == ["book/zh/book/page.po: missing: 'Another paragraph, with a [link](a.md).'"]
    editions.update(copy)
    assert of_page(copy) == ["book/zh/book/page.po: to look at: 'Another paragraph, with a [link](a.md).'"]
    text = path.read_text(encoding="utf-8")
    assert '#| msgid "One paragraph' in text
    assert 'msgstr "一段文字' in text
    assert editions.update(copy) == []  # the same bytes
    assert "标题" in editions.source(copy, "book/page", ".md", PAGE, "zh")
    assert "Another" in editions.source(copy, "book/page", ".md", page.read_text(encoding="utf-8"), "zh")


def test_a_lost_address_is_to_be_looked_at(copy):
    catalogue(copy, "标题", "一段文字，没有链接。")
    assert of_page(copy) == ["book/zh/book/page.po: to look at: 'One paragraph, with a [link](a.md).'"]


def test_a_figure_without_its_chinese_words_is_named(copy):
    """No drawing, English words, or other numbers than in the English drawing."""
    drawings = [{}, {CHINESE: "<!--各组单位数--><!--1.5-->"}, {CHINESE: "<!--units--><!--2.5-->"}]
    outputs = [{"data": {SVG: "<!--Units--><!--1.5-->"} | more} for more in drawings]
    cell = {"cell_type": "code", "id": "a1", "metadata": {}, "source": "", "outputs": outputs}
    (copy / "book" / "page.md").unlink()
    (copy / "book" / "page.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    told = [line.rpartition(": ")[2] for line in editions.figures(copy)]
    assert told == ["'no drawing'", "'units'", "'1.5'", "'2.5'"]


def test_every_unit_of_the_book_is_aligned():
    if not editions.is_on(ROOT):
        pytest.skip("the Chinese edition is not on")
    assert editions.problems(ROOT) == []
    text = (ROOT / "book" / "zh" / "book" / "how-to-read.po").read_bytes()
    assert editions.serialise(editions.read(ROOT / "book" / "zh" / "book" / "how-to-read.po")).encode() == text


def test_code_is_not_translated_and_markers_stay():
    said = units.markdown(
        "1. *One*\n   two\n\n| a | b |\n|---|---|\n| word | `x` |\n\n```\ncode\n```", lambda u, _: u.upper()
    )
    assert said == "1. *ONE* TWO\n\n| a | b |\n|---|---|\n| WORD | `X` |\n\n```\ncode\n```"


def test_each_term_has_one_chinese():
    rows = editions._rows(ROOT / "book" / "terms.csv")
    assert all(row["group"] and row["zh"] and row["en"] for row in rows)
    assert not [key for key, n in Counter((row["zh"], row["en"]) for row in rows).items() if n > 1]


# Over the built book


def pages(folder):
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}


@pytest.fixture(scope="module")
def built():
    """English pages and Chinese ones, by address."""
    if not (HTML / "zh").is_dir():
        pytest.skip("the Chinese edition was not built")
    left_out = ("_static/", "_sources/", "zh/")
    return {k: v for k, v in pages(HTML).items() if not k.startswith(left_out)}, pages(HTML / "zh")


def said(path):
    """The prose of a built page: no code, formulas, drawings, rows of data, bibliography."""
    page = path.read_text(encoding="utf-8")
    for part in ("head", "script", "style", "svg", "pre", "code", "math"):
        page = re.sub(rf"<{part}\b.*?</{part}>", " ", page, flags=re.DOTALL)
    page = re.sub(
        r'<table class="rows".*?</table>|<div class="citation-list.*|<dl id="documents".*?</dl>',
        " ",
        page,
        flags=re.DOTALL,
    )
    page = re.sub(r'<dl class="py .*?</dl>\s*(?=<section|</section)', " ", page, flags=re.DOTALL)
    page = re.sub(r'<a class="edition".*?</a>', " ", page)
    page = re.sub(r"</?(?:a|em|strong|b|i|span|small|sub|sup|q|kbd)\b[^>]*>", "", page)
    return [" ".join(unescape(part).split()) for part in re.split(r"<[^>]+>", page) if part.strip()]


ENGLISH = re.compile(r"(?:\b[A-Za-z][a-z'’-]+[ ,]+){4,}[a-z]+")
HAN = re.compile(r"[\u4e00-\u9fff“”][\u4e00-\u9fff“”，、；：\d ]{11,}[。，；]")
EXCEPTIONS = {
    "book/api.html": "the text of the code itself",
    "book/changes.html": "cells of tables as they were and are",
    "book/glossary.html": "terms in the other language",
}
QUOTED = ("How well do China’s provinces and cities",)  # the citation's title


@pytest.mark.slow
def test_every_page_has_its_counterpart(built):
    english, chinese = built
    assert set(english) == set(chinese)
    for name, path in english.items():
        if name in ("404.html", "index.html"):
            continue
        depth = name.count("/")
        for page, lang, other in (
            (path.read_text(encoding="utf-8"), "en", "../" * depth + "zh/" + name),
            (chinese[name].read_text(encoding="utf-8"), "zh-CN", "../" * (depth + 1) + name),
        ):
            assert f'<html lang="{lang}"' in page, name
            assert f'href="{other}"' in page, name
            assert name == "search.html" or page.count('rel="alternate" hreflang=') == 3, name
            assert not re.search(r"<title>\s*(?:&#8212;|</title>)", page), name


@pytest.mark.slow
def test_each_edition_speaks_its_language(built):
    wrong = []
    for pattern, found in zip((HAN, ENGLISH), built, strict=True):
        for name, path in found.items():
            if name in EXCEPTIONS or name == "404.html":
                continue
            for part in said(path):
                if pattern.search(part) and not any(quote in part for quote in QUOTED):
                    wrong.append(f"{name}: {part[:90]}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:60])


@pytest.mark.slow
def test_no_mark_of_markdown_is_left(built):
    """Emphasis that touches a full-width mark stays an asterisk: the Chinese needs ``<em>`` or quotation marks."""
    texts = ((name, part) for found in built for name, path in found.items() for part in said(path))
    wrong = [f"{n}: {p[:90]}" for n, p in texts if n != "book/api.html" and re.search(r"\*[^\s*]|`|\{\d\}", p)]
    assert not wrong, "\n".join(wrong[:60])


@pytest.mark.slow
def test_addresses_of_headings_are_the_same(built):
    english, chinese = built
    for name, path in english.items():
        ids = [re.findall(r'<section[^>]* id="([^"]+)"', p.read_text(encoding="utf-8")) for p in (path, chinese[name])]
        assert ids[0] == ids[1], name


@pytest.mark.slow
def test_ten_claims_have_the_same_numbers_in_both(built):
    """The claims of a chapter, as built: whatever is a figure with decimals or a percentage stands in both editions."""
    english, chinese = built
    precise = re.compile(r"−?\d[\d,]*\.\d+")
    seen = 0
    for name in sorted(n for n in english if n.startswith("notebooks/0")):
        nb = json.loads((ROOT / name).with_suffix(".ipynb").read_text(encoding="utf-8"))
        texts = [" ".join(said(found[name])) for found in (english, chinese)]
        for data in (o["data"] for c in nb["cells"] for o in c.get("outputs", []) if "data" in o):
            text = "".join(data.get("text/markdown", ""))
            numbers = set(precise.findall(re.sub(r"\]\([^()]*\)", "]", text)))
            if '<div class="zh"' in text and numbers:
                seen += 1
                assert all(number in shown for number in numbers for shown in texts), (name, text[:80])
    assert seen >= 10
