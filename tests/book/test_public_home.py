"""A small book built by the extension: addresses once a public home is named, pages read again when rows change."""

from __future__ import annotations

import json
import re
import shutil
from xml.etree import ElementTree

import pytest
from sphinx.application import Sphinx

from egov.book import data_pages
from egov.tables import TABLES, data_folder

HOME = "https://example.org/egov"
TABLE = "capacity_regions"


@pytest.fixture(scope="module")
def sources(tmp_path_factory, root):
    """A front page, the codebook's name, and the page of one table."""
    top = tmp_path_factory.mktemp("home")
    shutil.copytree(data_folder(), top / "data")
    shutil.copy(root / "CITATION.cff", top)
    (top / "book" / "tables").mkdir(parents=True)
    (top / "notebooks").mkdir()
    page = (
        data_pages.page(TABLES[TABLE], top / "data").replace("{csv}", "").replace("{doc}`all tables <../tables>`", "")
    )
    (top / "book" / "tables" / f"{TABLE}.md").write_text(page, encoding="utf-8")
    (top / "index.md").write_text(f"# Front\n\nWords.\n\n```{{toctree}}\nbook/tables/{TABLE}\n```\n", encoding="utf-8")
    return top


def app(top, root):
    """Sphinx as the book sets it up, with the address that ``html.baseurl`` of the configuration would give."""
    options = {
        "project": "Front",
        "extensions": ["myst_nb", "sphinx_book_theme", "egov.book.sphinx_ext"],
        "nb_execution_mode": "off",
        "html_theme": "sphinx_book_theme",
        "html_baseurl": f"{HOME}/",
        "html_static_path": [str(root / "book" / "_static")],
        "exclude_patterns": ["data", "_build", "doctrees"],
    }
    return Sphinx(top, None, top / "_build", top / "doctrees", "html", options, status=None, warning=None)


@pytest.mark.slow
def test_addresses_and_pages_read_again(sources, root):
    built = app(sources, root)
    built.build(force_all=True)
    page = (sources / "_build" / "book" / "tables" / f"{TABLE}.html").read_text(encoding="utf-8")
    here = f"{HOME}/book/tables/{TABLE}.html"
    assert re.findall(r'<link rel="canonical" href="([^"]*)"', page) == [here]
    assert f'<meta property="og:url" content="{here}"' in page
    assert f'<meta name="citation_public_url" content="{here}"' in page
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert {part["contentUrl"].split("/data/")[0] for part in said["distribution"]} == {HOME}
    places = [e.text for e in ElementTree.parse(sources / "_build" / "sitemap.xml").iter() if e.tag.endswith("loc")]
    assert places == [here, f"{HOME}/index.html"]

    assert {sources / "data" / TABLES[name].path for name in (TABLE, "units", "sources", "indicators")} <= {
        sources / path for path in built.env.dependencies[f"book/tables/{TABLE}"]
    }
    path = sources / "data" / TABLES["units"].path
    path.write_bytes(path.read_bytes())
    assert built.env.get_outdated_files(config_changed=False)[1] == {f"book/tables/{TABLE}"}
