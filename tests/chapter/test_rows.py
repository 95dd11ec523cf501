"""Rows with addresses, and derived tables that are written whole or compared."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from egov.chapter import at, publish
from egov.chapter.rows import StaleTable
from egov.tables import TABLES, TableError, data_folder, load, schemas

KEY = {"unit_type": "province", "from_year": 2020, "to_year": 2021, "from_band": "高", "to_band": "非常高"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the data folder that notebooks would use."""
    copy = tmp_path / "data"
    shutil.copytree(data_folder(), copy)
    monkeypatch.setenv("EGOV_DATA", str(copy))
    monkeypatch.delenv("EGOV_PUBLISH", raising=False)
    return copy


def test_a_cell_links_to_its_row_and_computes_plainly():
    row = at("transitions", **KEY)
    address = "../book/tables/transitions.html#row-province-2020-2021-高-非常高"
    assert f"{row['count']}" == f"[{int(row['count'])}]({address})"
    assert f"{row['count'] + 1}" == str(int(row["count"]) + 1)
    assert f"{row['to_band']}" == f"[非常高]({address})"


def test_a_repeat_is_asked_for_by_its_mention():
    key = {"unit_type": "province", "year": 2021, "code": "C", "measure": "mean"}
    assert at("capacity_means", **key)["mention"] == 1
    assert at("capacity_means", mention=2, **key)["place"] != at("capacity_means", **key)["place"]


@pytest.mark.parametrize(
    ("table", "key", "message"),
    [
        ("nothere", {}, "no table 'nothere'"),
        ("transitions", KEY | {"to_year": 1999}, "derived/transitions.csv has no row province, 2020, 1999"),
        ("transitions", {"unit_type": "city"}, "'from_year' is missing"),
        ("transitions", KEY | {"unit": "北京"}, "'unit' is not one of them"),
    ],
)
def test_a_row_that_is_not_there_is_told(table, key, message):
    with pytest.raises(KeyError) as error:
        at(table, **key)
    assert message in error.value.args[0]


def test_a_table_is_written_and_read_back(folder):
    frame = load("transitions")
    frame.loc[0, "count"] += 5
    publish("transitions", frame.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(load("transitions"), frame)
    first = frame.iloc[0]
    assert at("transitions", **{k: first[k] for k in KEY})["count"] == first["count"]


def test_under_test_nothing_is_written_and_the_first_cell_is_named(folder, monkeypatch):
    monkeypatch.setenv("EGOV_PUBLISH", "compare")
    frame = load("transitions")
    before = (folder / "derived/transitions.csv").read_bytes()
    publish("transitions", frame)
    frame.loc[3, "count"] += 1
    with pytest.raises(StaleTable, match=r"derived/transitions.csv, row 5 \(.*\), column count: was \d+, is \d+"):
        publish("transitions", frame)
    with pytest.raises(StaleTable, match="the row is gone"):
        publish("transitions", load("transitions").drop(index=3))
    assert (folder / "derived/transitions.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop(columns="count"), "the column count"),
        (lambda f: f.assign(more=1), "columns are declared in egov/tables/schemas/derived_year_over_year.json"),
        (lambda f: f.iloc[:0], "0 found, at least one row expected"),
        (lambda f: pd.concat([f, f.iloc[[2]]]), "each key"),
        (lambda f: f.assign(count=-1), "at least 0"),
        (lambda f: f.assign(count=0.5), "no whole number"),
        (lambda f: f.assign(count=float("inf")), "an integer of at least 0"),
        (lambda f: pd.concat([f, f[["count"]]], axis=1), "once the column count"),
        (lambda f: f.assign(to_band=f["to_band"].replace("低", "最高")), "'最高' found"),
    ],
)
def test_a_table_that_is_not_as_declared_is_not_written(folder, change, message):
    before = (folder / "derived/transitions.csv").read_bytes()
    with pytest.raises(TableError) as error:
        publish("transitions", change(load("transitions").astype({"to_band": "str"})))
    assert message in str(error.value)
    assert "derived/transitions.csv" in str(error.value)
    assert (folder / "derived/transitions.csv").read_bytes() == before


ENUMS = [
    (name, f.name) for name, table in TABLES.items() if table.folder == "derived" for f in table.fields if f.values
]


@pytest.mark.parametrize(("name", "column"), ENUMS)
def test_a_value_that_no_schema_lists_is_told_where_to_list_it(folder, name, column):
    """A reader's new tier, law or reading: the message names the declaring file and the field."""
    frame = load(name).astype({column: "str"})
    frame.loc[frame.index[0], column] = "another"
    with pytest.raises(TableError, match=rf"column {column}: 'another' found, one of ") as error:
        publish(name, frame)
    place = f"field {column!r} of this table in egov/tables/schemas/{TABLES[name].declared_in}"
    assert place in str(error.value)
    assert f'"{name}"' in (Path(schemas.__file__).parent / TABLES[name].declared_in).read_text(encoding="utf-8")


def test_a_row_is_found_by_numbers_as_pandas_has_them():
    row = load("weights_recovered").iloc[0]
    key = {k: row[k] for k in ("unit_type", "parent", "step", "scheme")}
    assert at("weights_recovered", **key)["step"] == row["step"]
    assert at("transitions", **KEY | {"to_year": float(KEY["to_year"])}) == at("transitions", **KEY)
    with pytest.raises(TypeError, match="to_year is one value, not list"):
        at("transitions", **KEY | {"to_year": [2021]})


def test_what_cannot_be_written_says_which_row(folder):
    with pytest.raises(TableError, match=r"row 2, .* in the row unit_type \w+, from_year \d+, to_year"):
        publish("transitions", load("transitions").assign(count=-1))
    with pytest.raises(TableError, match="neither True nor False"):
        publish("yoy_fits", load("yoy_fits").assign(estimated="False"))
    with pytest.raises(TypeError, match="takes a frame, not dict"):
        publish("transitions", {})


@pytest.mark.parametrize("name", ["capacity_bands", "nothere"])
def test_only_derived_tables_are_published(name):
    with pytest.raises(TableError, match="one of the derived tables"):
        publish(name, pd.DataFrame())
