"""The PDF: the parts without a browser, and the whole of it with one."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from egov.book import pdf
from egov.book.citation import citation, load_citation

PAGE = """<h1>for print</h1><article class="bd-article" role="main"><section id="top"><h1>Top &amp; all<a
class="headerlink" href="#top">#</a></h1>
<p><a href="../notebooks/01.html#x">chapter</a> <a href="tables/a.html#row">row</a>
<a href="https://example.org/">out</a> <a href="#top">here</a></p><img alt="" src="../_images/a.svg"><script>1</script>
</section></article>"""


def test_links_and_ids_are_those_of_one_document():
    text = pdf.article("book/units", PAGE, {"book/units", "notebooks/01"})
    assert 'id="p-book-units--top"' in text
    assert 'href="#p-notebooks-01--x"' in text
    assert 'href="#p-book-units--top"' in text
    assert 'href="https://example.org/"' in text
    assert 'src="../html/_images/a.svg"' in text
    assert "tables/a.html" not in text
    assert "<script" not in text
    assert pdf.title_of(PAGE) == "Top & all"


def test_a_page_without_an_article_is_an_error():
    with pytest.raises(pdf.PdfError, match=r"x\.html holds no article"):
        pdf.article("x", "<p>", set())


def test_a_book_that_is_not_built_is_an_error(tmp_path):
    with pytest.raises(pdf.PdfError, match="run make book first"):
        pdf.write(tmp_path)


def test_the_citation_is_that_of_the_file(root, tmp_path):
    facts = load_citation(root / "CITATION.cff")
    assert facts["title"] in citation(facts)
    assert facts["title"] in facts["bibtex"]
    broken = tmp_path / "CITATION.cff"
    broken.write_text("title: x\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no version"):
        load_citation(broken)


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_the_whole_book_is_printed(root, html):
    """By the command itself: a second Playwright cannot run in the process that already runs one."""
    done = subprocess.run(
        [sys.executable, "-m", "egov", "pdf"], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) pages", done.stdout)[1]) > 40
    expected = [pdf.PDF, *([pdf.PDF_ZH] if (html / "zh").is_dir() else [])]
    for path in expected:
        data = (root / path).read_bytes()
        assert data.startswith(b"%PDF-")
        assert set(re.findall(rb"/CreationDate \(D:(\d{8})", data)) == {b"20000101"}
    assert sorted(path.name for path in (root / pdf.PDF).parent.iterdir()) == sorted(path.name for path in expected)
    assert not any(name.startswith("book/tables/") for _, names in pdf.parts(root, html) for name in names)
