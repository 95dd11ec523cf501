"""The pages of the units: all there, each figure linked to a row that exists, light, and told by their history."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path

import pytest

from egov.book import data_pages, profiles
from egov.plots.palette import BAND_COLORS, BANDS, contrast, text_on
from egov.tables import TABLES, data_folder, load
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pages():
    return profiles.pages(data_folder())


def test_there_is_a_page_for_each_unit(pages):
    slugs = set(data_pages.slugs(data_folder()).values())
    assert {name for name in pages if name != "units.md"} == {f"units/{slug}.md" for slug in slugs}
    assert len(slugs) == 64
    assert all(re.fullmatch(r"[a-z-]+", slug) for slug in slugs)


def test_every_figure_is_linked_to_a_row_that_exists(pages):
    anchors = {}
    for name, page in pages.items():
        for table, anchor in re.findall(r'href="(?:\.\./)?tables/([a-z_]+)\.html#([^"]+)"', page):
            if table not in anchors:
                rows = read_raw(TABLES[table], data_folder()).to_dict("records")
                anchors[table] = {row_anchor(table, row) for row in rows}
            assert unescape(anchor) in anchors[table], (name, anchor)
    assert {"capacity_bands", "capacity_leaders", "bizenv_scores", "platform_counters", "institutions"} <= set(anchors)
    assert {"score_intervals", "forecasts", "bizenv_recovered", "policy_events", "province_covariates"} <= set(anchors)


def test_every_counter_of_a_unit_is_on_its_page(pages):
    slugs = data_pages.slugs(data_folder())
    for row in read_raw(TABLES["platform_counters"], data_folder()).to_dict("records"):
        if (row["scope"], row["unit"]) in slugs and row["mention"] == "1":
            page = pages[f"units/{slugs[row['scope'], row['unit']]}.md"]
            assert f"platform_counters.html#{row_anchor('platform_counters', row)}" in page


def test_pages_are_light_and_figures_lean(pages):
    for name, page in pages.items():
        if name != "units.md":
            assert len(gzip.compress(page.encode())) < 30_000, name
            figure = re.search(r"<svg.*?</svg>", page, re.DOTALL)[0]
            assert len(gzip.compress(figure.encode())) < 12_000, name


def test_each_page_sums_up_and_reads_by_itself(pages):
    summaries = set()
    for name, page in pages.items():
        if name != "units.md":
            summaries.add(re.search(r":class: finding\n(.*?)\n", page)[1])
            assert "None" not in page
            assert "nan" not in re.sub(r"[A-Za-z]*nan[a-z']*", lambda m: "" if len(m[0]) > 3 else m[0], page)
    assert len(summaries) == 64


def test_the_map_has_every_unit_and_the_table_every_band(pages):
    page = pages["units.md"]
    assert page.count('<a class="tile') == 64
    assert page.count('class="band-link"') == 32 * 5 + 32 * 4
    assert page.count('<td class="none"') == 32
    bands = load("capacity_bands").sort_values(["unit_type", "unit", "year"])
    steps = bands.groupby(["unit_type", "unit"], observed=True)["value"].transform(lambda path: path.cat.codes.diff())
    for year, moved in steps[bands["unit_type"] == "province"].groupby(bands["year"]):
        assert page.count(f"#year-{year}:checked") == page.count(f'id="year-{year}"') == 1
        highest = page.count(f'<span class="band-3" data-year="{year}">')
        assert highest == ((bands["year"] == year) & (bands["value"] == "非常高")).sum() > 0
        said = f"Against {year - 1}, of 32 provincial units {(moved > 0).sum()} rose ▲ and {(moved < 0).sum()} fell ▼"
        assert (said in page) == moved.notna().all()
    assert re.findall(r'id="year-(\d+)" checked>', page) == [str(bands["year"].max())]


def test_the_style_sheet_has_the_palette_of_the_figures():
    css = (ROOT / "book" / "_static" / "custom.css").read_text(encoding="utf-8")
    for level, band in enumerate(BANDS):
        colour, ink = re.search(rf"\.band-{level} {{ --band: (#\w+); --on-band: (#\w+); }}", css).groups()
        assert colour == BAND_COLORS[band]
        assert ink == text_on(colour)
        assert contrast(colour, ink) >= 4.5
