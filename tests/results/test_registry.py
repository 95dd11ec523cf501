"""Every committed derived table is what the package computes, byte for byte."""

import pandas as pd
import pytest

from egov.results import registry
from egov.tables import TABLES, data_folder
from egov.tables.schemas import Field, Table

TABLE = Table(
    "sample",
    "derived",
    "A sample",
    "For this test.",
    ("unit", "year"),
    (Field("unit", "string", ""), Field("year", "integer", ""), Field("x", "number", "", decimals=1, required=False)),
)


def derived():
    """Every derived table; those that take long run with make test-slow."""
    long = registry.chosen_tables(registry.LONG)
    for name in sorted(registry.builders()):
        yield pytest.param(name, marks=pytest.mark.slow if name in long else ())


@pytest.mark.parametrize("name", list(derived()))
def test_committed_table_is_what_is_computed(name):
    committed = (data_folder() / TABLES[name].path).read_text(encoding="utf-8")
    assert committed == registry.build(name), "run: make results"


def test_every_derived_table_has_a_builder():
    assert {t.name for t in TABLES.values() if t.folder == "derived"} == set(registry.builders())


def test_chapters_and_single_tables_are_chosen_in_building_order():
    assert registry.chosen_tables(("headlines", "audit_planted")) == ["audit_planted", "headlines"]
    with pytest.raises(KeyError, match="neither a derived table nor a chapter"):
        registry.chosen_tables(("nowhere",))


def test_text_is_sorted_and_rounded():
    frame = pd.DataFrame({"x": [-0.04, 2.25, None], "unit": ["b", "a", "a"], "year": [2021, 2021, 2020]})
    assert registry.table_text(TABLE, frame) == "unit,year,x\na,2020,\na,2021,2.2\nb,2021,0.0\n"


def test_other_columns_and_double_keys_are_refused():
    with pytest.raises(ValueError, match="declared"):
        registry.table_text(TABLE, pd.DataFrame({"unit": ["a"], "year": [2021]}))
    with pytest.raises(ValueError, match="stands twice"):
        registry.table_text(TABLE, pd.DataFrame({"unit": ["a", "a"], "year": [2021, 2021], "x": [1.0, 2.0]}))
