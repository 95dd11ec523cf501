"""From a page to the rows behind it: the line below a figure, and the addresses of roles."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from egov.book import reader


def _page(metadata):
    document = new_document("page")
    cell = nodes.container(nb_element="cell_code", exec_count=3, cell_metadata=metadata)
    document += [cell, nodes.paragraph("", "after")]
    return document


def _app(docname):
    return SimpleNamespace(env=SimpleNamespace(docname=docname), srcdir=".", config=SimpleNamespace(egov_edition=""))


def test_a_figure_is_followed_by_its_tables():
    document = _page({"egov": {"rows": ["capacity_bands", "units"]}})
    reader.rows_behind(_app("notebooks/01_data"), document)
    line = document[1]
    assert "rows-behind" in line["classes"]
    assert [a["refuri"] for a in line.findall(nodes.reference)] == [
        "../book/tables/capacity_bands.html",
        "../book/tables/units.html",
    ]
    assert document[2].astext() == "after"


def test_a_cell_that_names_none_stays_as_it_is():
    document = _page({"tags": ["hide-input"]})
    reader.rows_behind(_app("notebooks/01_data"), document)
    assert len(document) == 2


def test_an_unknown_table_is_a_warning(monkeypatch):
    warnings = []
    monkeypatch.setattr(reader.log, "warning", lambda *a, **k: warnings.append(a[0] % a[1:]))
    reader.rows_behind(_app("x"), _page({"egov": {"rows": ["no_such_table"]}}))
    assert warnings == ["cell 3: no table no_such_table"]


def test_addresses_lead_up_from_the_page():
    assert reader._page("book/units/gansu", "capacity_bands", "a-b") == "../../book/tables/capacity_bands.html#a-b"


@pytest.mark.parametrize("unknown", [{"egov": {"rows": []}}, {"egov": {}}])
def test_an_empty_list_adds_no_line(unknown):
    document = _page(unknown)
    reader.rows_behind(_app("x"), document)
    assert len(document) == 2


def test_a_star_leads_to_all_tables():
    document = _page({"egov": {"rows": ["*"]}})
    reader.rows_behind(_app("notebooks/01_data"), document)
    assert [a["refuri"] for a in document[1].findall(nodes.reference)] == ["../book/tables.html"]
