"""What the extension does to a page, a style sheet and a search query, without building the book."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from egov.book import editions_sphinx, icons, reader, search, sphinx_ext
from egov.book.render import render
from egov.tables import data_folder

PAGE = """<head>
  <script defer src="_static/scripts/fontawesome.js?digest=1"></script>
    <script src="searchindex.js"></script>
<script>window.MathJax = {"options": {}}</script><script defer="defer" src="_static/mathjax/tex-chtml.js"></script>
<meta name="viewport" content="a"><meta name="viewport" content="b">
</head><body><i class="fa-solid fa-sun fa-lg" data-mode="light" title="Light"></i></body>"""


def test_a_page_is_slimmed():
    slim = sphinx_ext.slim(PAGE, "book/index")
    for gone in ("fontawesome", "searchindex", "mathjax", "<i "):
        assert gone not in slim
    assert 'data-mode="light"' in slim
    assert slim.count("viewport") == 1


def test_the_search_page_gets_its_script_and_a_formula_keeps_mathjax():
    assert '"_static/search.js"' in sphinx_ext.slim(PAGE, "search")
    assert "mathjax/" in sphinx_ext.slim(PAGE + '<span class="math notranslate">x</span>', "book/index")


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.org/x.css">',
        '<link href="https://fonts.example.org/x.css" rel="stylesheet">',
        '<img alt="" src="http://example.org/x.png">',
    ],
)
def test_a_request_to_another_host_is_a_warning(monkeypatch, tag):
    warnings = []
    monkeypatch.setattr(sphinx_ext.log, "warning", lambda *a, **k: warnings.append(a[0] % a[1:]))
    sphinx_ext.slim(tag, "book/x")
    assert len(warnings) == 1
    assert "example.org" in warnings[0]
    sphinx_ext.slim('<a href="https://example.org/">a link is no request</a>', "book/x")
    assert len(warnings) == 1


def test_every_sign_is_drawn():
    assert set(icons.SIGNS.values()) <= set(icons.DRAWINGS)
    assert not re.search(r"url\((?!\"data:)", icons.style_sheet())


def test_the_icon_font_is_left_out():
    sheet = (
        '@font-face{font-family:Font Awesome\\ 6 Free;src:url(x.woff2)}.fa-yin-yang:before{content:"\\f6ad"}'
        '.fa-a:before,.fa-b:before{content:"a"}p{color:red}'
    )
    assert sphinx_ext._ICON_FONT.sub("", sheet) == "p{color:red}"


def test_search_indexes_each_section_without_code_and_each_row():
    page = new_document("page")
    top, below = nodes.section(ids=["top"]), nodes.section(ids=["below"])
    page += top
    top += [nodes.title("", "Gaps 差距"), nodes.paragraph("", "88.07 ", nodes.emphasis("", "points")), below]
    below += [
        nodes.title("", "More"),
        nodes.literal_block("", "x = 1"),
        nodes.raw("", "<td>甘肃&amp;</td>", format="html"),
    ]
    assert list(search.sections(page)) == [["", "Gaps 差距", "88.07 points"], ["below", "More", "甘肃&"]]
    means = list(search.rows("capacity_means", data_folder()))
    assert ["row-province-2021-total-mean", "province · 2021 · total · mean: 88.07"] in [row[:2] for row in means]


def test_a_heading_without_latin_letters_keeps_its_words_as_its_address():
    page = new_document("page")
    for number, words in enumerate(["各章结论", "各章结论", "Gaps"], 1):
        section = nodes.section("", nodes.title("", words), ids=[f"id{number}" if words != "Gaps" else "gaps"])
        page += section
        page.ids[section["ids"][0]] = section
    page.myst_slugs = {"各章结论": (1, "id1", "各章结论")}
    page.settings.env = SimpleNamespace(app=SimpleNamespace(config=SimpleNamespace(egov_edition="")))
    editions_sphinx.Addresses(page).apply()
    assert [section["ids"] for section in page.findall(nodes.section)] == [["各章结论"], ["各章结论-2"], ["gaps"]]
    assert page.myst_slugs["各章结论"][1] == "各章结论"


def test_data_is_published_and_withdrawn(tmp_path):
    source, target = tmp_path / "data", tmp_path / "html"
    (source / "published").mkdir(parents=True)
    (source / "published" / "a.csv").write_bytes(b"a\n1\n")
    (source / "notes.xyz").write_bytes(b"not a table")
    sphinx_ext.publish_data(source, target=target)
    assert [p.relative_to(target).as_posix() for p in target.rglob("*.*")] == ["published/a.csv"]
    (source / "published" / "a.csv").rename(source / "published" / "b.csv")
    sphinx_ext.publish_data(source, target=target)
    assert [p.relative_to(target).as_posix() for p in target.rglob("*.*")] == ["published/b.csv"]


def test_the_front_door_leads_to_the_landing_page():
    config = SimpleNamespace(root_doc="book/index", html_title="Title", language="en")
    page = render("front_door.html", config=config)
    assert page.count("book/index.html") == 3


def test_a_line_end_between_chinese_characters_is_no_space():
    page = sphinx_ext.slim('<p lang="zh">中文\n摘要，\n及 English\nwords 与\nx</p>', "x")
    assert page == '<p lang="zh">中文摘要，及 English\nwords 与\nx</p>'
    listing = '<pre lang="zh">中文\n摘要</pre>'
    assert sphinx_ext.slim(listing, "x") == listing


def test_the_side_bars_buttons_have_a_name():
    page = sphinx_ext.slim('<summary><span class="toctree-toggle" role="presentation"></span></summary>', "x")
    assert page.startswith('<summary aria-label="Pages below this one"><span')


def test_a_finding_stands_at_the_head_of_its_page_too():
    """Copied before the first cell where a heading comes between; left alone where it already stands there."""

    def cell(html):
        bundle = nodes.container(nb_element="mime_bundle")
        bundle += nodes.raw("", html, format="html")
        return nodes.container("", bundle, nb_element="cell_code")

    def page(below_heading):
        document = new_document("page")
        top, section = nodes.section(), nodes.section()
        document += top
        top += [nodes.title("", "T"), nodes.paragraph("", "Question"), cell("<p>set-up</p>"), section]
        (section if below_heading else top).append(cell('<div class="finding">'))
        pictures = [cell(""), cell("")]
        for name, picture in zip("ab", pictures, strict=True):
            picture[0][0] = nodes.image(uri=name)
        section += pictures
        reader.finding_first(None, document)
        return document

    first = page(True)[0][2]
    assert "finding-first" in first["classes"]
    assert [image["uri"] for image in first.findall(nodes.image)] == ["a"]  # the next picture of its section
    assert not any("finding-first" in n["classes"] for n in page(False).findall(nodes.container))
