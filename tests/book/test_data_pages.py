"""The data pages: every row is there once, with its address, its place and its links; nothing is written twice."""

from __future__ import annotations

import gzip
import re
import shutil
from html import unescape
from html.parser import HTMLParser

import pytest

from egov.book import data_pages
from egov.tables import TABLES, data_folder
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor

HERE = [name for name, t in TABLES.items() if (data_folder() / t.path).is_file()]


class Rows(HTMLParser):
    """Reads the rows back: anchor -> the cells' texts."""

    def __init__(self):
        super().__init__()
        self.rows, self.heads, self.inside = {}, [], None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "tr":
            self.here = self.rows.setdefault(at["id"], []) if "id" in at else self.heads
        if tag in ("td", "th"):
            self.here.append("")
            self.inside = self.here

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = None

    def handle_data(self, data):
        if self.inside is not None:
            self.inside[-1] += data


@pytest.fixture(scope="module")
def addresses():
    """Where links of a row may lead."""
    anchors = {
        f"{other}.html#{row_anchor(other, row)}"
        for other in ("sources", "indicators")
        for row in read_raw(TABLES[other], data_folder()).to_dict("records")
    }
    return anchors | {f"../units/{slug}.html" for slug in data_pages.slugs(data_folder()).values()}


@pytest.mark.parametrize("name", HERE)
def test_every_row_stands_there_with_all_its_cells_and_links_lead_somewhere(name, addresses):
    table = TABLES[name]
    text = data_pages.rows_html(table, data_folder())
    parser = Rows()
    parser.feed(text)
    raw = {row_anchor(table, row): row for row in read_raw(table, data_folder()).to_dict("records")}
    assert list(parser.rows) == list(raw)
    assert parser.heads == data_pages.columns_of(table)
    for anchor, row in raw.items():
        for column, cell in zip(parser.heads, parser.rows[anchor], strict=True):
            if column == "line:col":
                assert cell == (f"{row['line']}:{row['col']}" if row["line"] else "")
            else:
                assert cell.startswith(row[column]), (anchor, column)
    assert len(gzip.compress(text.encode())) < 200_000
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', text)}
    assert {link for link in links if not link.startswith("http")} <= addresses


def test_two_rows_with_one_address_are_refused(tmp_path):
    shutil.copytree(data_folder(), tmp_path / "data")
    path = tmp_path / "data" / "published" / "capacity_bands.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    with pytest.raises(ValueError, match=r"rows 289 and 290: the same address #row-province-黑龙江-2021"):
        data_pages.rows_html(TABLES["capacity_bands"], tmp_path / "data")


def test_pages_are_written_once_and_strays_taken_away(tmp_path, monkeypatch):
    few = ["units", "sources", "egdi", "indicators", "province_covariates"]  # a folder holds the tables that it holds
    for table in (TABLES[name] for name in few):
        (tmp_path / "data" / table.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(data_folder() / table.path, tmp_path / "data" / table.path)
    book = tmp_path / "book"
    assert data_pages.write(tmp_path)
    pages = sorted((book / "tables").glob("*.md"))
    assert [path.stem for path in pages] == sorted(few)
    times = [path.stat().st_mtime_ns for path in pages]

    def never(_):
        raise AssertionError("nothing changed, but the tables were read")

    with monkeypatch.context() as patch:
        patch.setattr(data_pages, "pages", never)
        assert not data_pages.write(tmp_path)
    (book / "tables" / "gone.md").write_text("x", encoding="utf-8")
    (book / "tables" / "egdi.md").unlink()
    assert data_pages.write(tmp_path)
    assert not (book / "tables" / "gone.md").exists()
    assert [p.stat().st_mtime_ns for p in pages if p.stem != "egdi"] == [
        t for p, t in zip(pages, times, strict=True) if p.stem != "egdi"
    ]

    path = tmp_path / "data" / "published" / "egdi.csv"
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    assert data_pages.write(tmp_path)
    changed = [p.stem for p, t in zip(pages, times, strict=True) if p.stat().st_mtime_ns != t]
    assert changed == ["egdi"]  # it tells how many rows there are; the rows themselves are read by Sphinx


@pytest.mark.parametrize("name", HERE)
def test_the_page_explains_every_column_and_puts_the_source_beside_the_figure(name):
    table = TABLES[name]
    explained = data_pages.page(table, data_folder())
    assert all(f"`{field.name}`" in explained and field.description[:20] in explained for field in table.fields)
    shown = data_pages.columns_of(table)
    assert {"line", "col", *shown} - {"line:col"} == {"line", "col", *table.columns}
    if table.published:
        at = shown.index("printed")
        assert shown[at : at + 4] == ["printed", "source", "place", "line:col"]
        assert at < 8


def test_the_index_names_every_table():
    page = data_pages.index(data_folder())
    for name in HERE:
        assert f"(tables/{name}.md)" in page
