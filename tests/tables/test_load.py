"""Each kind of bad input gives its own clear error: file, row, column, value, what was expected."""

import csv
import io
import shutil

import pandas as pd
import pytest

from egov import tables
from egov.tables import TABLES, TableError, load
from egov.tables.load import data_folder
from egov.tables.write import tidy


@pytest.fixture
def data(tmp_path):
    """A copy of the data folder that a test may spoil."""
    return shutil.copytree(data_folder(), tmp_path / "data")


def edit(path, change):
    """Rewrite a CSV file after ``change`` has altered its list of rows (the header is row 0)."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    change(rows)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8")


def set_cell(path, row, column, value):
    """Set one cell; ``row`` counts as an editor does (header is 1). Returns what was there."""
    was = []

    def change(rows):
        at = rows[0].index(column)
        was.append(rows[row - 1][at])
        rows[row - 1][at] = value

    edit(path, change)
    return was[0]


def failing(data, name, **load_args):
    with pytest.raises(TableError) as caught:
        load(name, data=data, **load_args)
    return caught.value


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_loads_typed(name):
    frame = load(name)
    table = TABLES[name]
    assert list(frame.columns) == list(table.columns)
    assert len(frame) >= table.min_rows
    for field in table.fields:
        dtype = frame[field.name].dtype
        if field.type == "category":
            assert isinstance(dtype, pd.CategoricalDtype), field.name
            assert dtype.ordered == field.ordered, field.name
            assert tuple(dtype.categories) == field.values, field.name
        elif field.type == "integer":
            assert str(dtype) == ("int64" if field.required else "Int64"), field.name
        elif field.type == "number":
            assert dtype == "float64", field.name


def test_bands_are_ordered():
    bands = load("capacity_bands")["value"]
    assert bands.min() == "低"
    assert bands.max() == "非常高"


def test_unknown_table():
    with pytest.raises(TableError, match="'capacity_bands2' found, one of the tables"):
        load("capacity_bands2")


def test_missing_file(data):
    (data / "published/capacity_bands.csv").unlink()
    error = failing(data, "capacity_bands")
    assert str(error) == "published/capacity_bands.csv: a file expected (no such file in data/)"


def test_unknown_band(data):
    set_cell(data / "published/capacity_bands.csv", 12, "value", "特高")
    error = failing(data, "capacity_bands")
    assert (error.file, error.row, error.column, error.value) == ("published/capacity_bands.csv", 12, "value", "特高")
    assert "one of 低, 中, 高, 非常高 expected" in str(error)


def test_unknown_unit(data):
    path = data / "published/capacity_bands.csv"

    def rename(rows):
        for row in rows[1:]:
            if row[1] == "甘肃":
                row[1] = "甘粛"

    edit(path, rename)
    error = failing(data, "capacity_bands")
    assert (error.column, error.value) == ("unit", "甘粛")
    assert "a key of units.csv expected" in str(error)


def test_unknown_source(data):
    set_cell(data / "published/capacity_regions.csv", 3, "source", "hearsay")
    error = failing(data, "capacity_regions")
    assert (error.row, error.column, error.value) == (3, "source", "hearsay")


def test_duplicate_key(data):
    edit(data / "published/capacity_bands.csv", lambda rows: rows.append(rows[5]))
    error = failing(data, "capacity_bands")
    assert error.row == 290
    assert "duplicate of row 6" in str(error)
    assert "int64" not in str(error)


def test_missing_year(data):
    removed = []
    edit(data / "published/capacity_bands.csv", lambda rows: removed.append(rows.pop(100)))
    error = failing(data, "capacity_bands")
    assert error.value == removed[0][1]
    assert f"missing year {removed[0][2]}" in str(error)


@pytest.mark.parametrize(("kept", "words"), [(0, "missing units"), (8, "missing units")])
def test_a_table_that_is_cut_short(data, kept, words):
    edit(data / "published/capacity_bands.csv", lambda rows: rows.__setitem__(slice(kept + 1, None), []))
    assert words in str(failing(data, "capacity_bands"))


def test_a_table_without_units_that_is_cut_short(data):
    edit(data / "published/egdi.csv", lambda rows: rows.__setitem__(slice(4, None), []))
    assert "3 found, at least 78 rows expected (the table is cut short)" in str(failing(data, "egdi"))


def test_scores_that_are_cut_short_are_counted_by_kind(data):
    edit(data / "published/province_scores.csv", lambda rows: rows.__setitem__(slice(4, 33), []))
    assert "34 found, at least 63 rows expected (the table is cut short, 31 of province, 3 of city)" in str(
        failing(data, "province_scores")
    )


def test_a_unit_that_is_missing_is_named(data):
    path = data / "published/capacity_bands.csv"

    def leave_out(rows):
        more = [[*r[:2], "2022", *r[3:]] for r in rows[1:] if r[2] == "2021"]
        rows[1:] = sorted(r for r in [*rows[1:], *more] if (r[0], r[1]) != ("city", "广州"))

    edit(path, leave_out)
    assert "rows for 广州 expected (missing units)" in str(failing(data, "capacity_bands"))


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("capacity_bands", {"value": "低"}, "column value: '低' found, 中 expected ('中' is printed)"),
        ("capacity_means", {"value": "88.08"}, "column value: 88.08 found, 88.07 expected ('88.07' is printed)"),
        ("platform_counters", {"value": "-1"}, "column value: -1"),
    ],
)
def test_a_value_that_is_not_what_is_printed(data, table, change, words):
    path = data / f"published/{table}.csv"
    printed = {"capacity_bands": "中", "capacity_means": "88.07"}.get(table)

    def alter(rows):
        at = rows[0].index("printed")
        row = next(r for r in rows[1:] if printed in (None, r[at]))
        for column, value in change.items():
            row[rows[0].index(column)] = value

    edit(path, alter)
    assert words in str(failing(data, table))


def test_a_key_with_an_empty_part_that_stands_twice(data):
    edit(data / "corrections.csv", lambda rows: rows.append(list(rows[-1])))
    assert "duplicate of row" in str(failing(data, "corrections"))


def test_a_new_year_needs_no_change_but_must_be_whole(data):
    path = data / "published/capacity_bands.csv"

    def add(rows):
        new = [[*r[:2], "2022", *r[3:]] for r in rows[1:] if r[0] == "province" and r[2] == "2021"]
        rows.extend(new)

    edit(path, add)
    assert "`make tidy` sorts them" in str(failing(data, "capacity_bands"))
    assert tidy(TABLES["capacity_bands"], data)
    assert (load("capacity_bands", data=data)["year"] == 2022).sum() == 32
    edit(path, lambda rows: rows.pop())
    assert "missing year 2022" in str(failing(data, "capacity_bands"))


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("capacity_regions", "value", "193.06", "a number from 0 to 100 expected"),
        ("capacity_bands", "year", "1021", "an integer from 2010 to 2040 expected"),
        ("hardware_breadth", "value", "13", "an integer from 0 to 12 expected"),
        ("units", "lon", "203.1", "a number from 73 to 136 expected"),
    ],
)
def test_outside_its_range(data, table, column, value, words):
    set_cell(data / TABLES[table].path, 4, column, value)
    error = failing(data, table)
    assert (error.row, error.column) == (4, column)
    assert words in str(error)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("year", "2021.0"),
        ("year", "二〇二一"),
        ("year", "２０２１"),
        ("year", "9" * 20),
        ("value", "88,07"),
        ("value", "nan"),
        ("value", ""),
    ],
)
def test_nothing_is_coerced(data, column, value):
    set_cell(data / "published/capacity_means.csv", 9, column, value)
    error = failing(data, "capacity_means")
    assert (error.row, error.column, error.value) == (9, column, value)


@pytest.mark.parametrize(("column", "value"), [("value", "162.5"), ("printed", "62.50")])
def test_a_share_that_is_not_a_share(data, column, value):
    path = data / "published/capacity_distribution.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    at = next(i for i, r in enumerate(rows, start=2) if r["measure"] == "share")
    set_cell(path, at, column, value)
    error = failing(data, "capacity_distribution")
    assert (error.row, error.column) == (at, column)
    if column == "printed":
        assert "a share in percent" in str(error)


def test_wrong_encoding(data):
    path = data / "published/capacity_bands.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    error = failing(data, "capacity_bands")
    assert "UTF-8 expected (wrong encoding)" in str(error)
    assert error.row == 2


def test_byte_order_mark(data):
    path = data / "units.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "without a byte-order mark" in str(failing(data, "units"))


def test_missing_column(data):
    edit(data / "published/capacity_bands.csv", lambda rows: [r.pop(3) for r in rows])
    error = failing(data, "capacity_bands")
    assert (error.row, error.column) == (1, "value")
    assert "missing column" in str(error)


def test_unknown_column(data):
    edit(data / "published/capacity_bands.csv", lambda rows: [r.append("x") for r in rows])
    assert failing(data, "capacity_bands").column == "x"


def test_ragged_row(data):
    edit(data / "published/capacity_bands.csv", lambda rows: rows[7].pop())
    error = failing(data, "capacity_bands")
    assert error.row == 8
    assert "10 cells expected" in str(error) or "cells expected" in str(error)


def test_empty_file(data):
    (data / "units.csv").write_bytes(b"")
    assert "a header row expected" in str(failing(data, "units"))


def test_loading_changes_nothing(data):
    before = {p: p.read_bytes() for p in data.rglob("*.csv")}
    for name in TABLES:
        load(name, data=data)
    assert {p: p.read_bytes() for p in data.rglob("*.csv")} == before


def correct(data, **row):
    """Write one correction into the copy."""
    columns = TABLES["corrections"].columns
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([columns, [row[c] for c in columns]])
    (data / "corrections.csv").write_text(buffer.getvalue(), encoding="utf-8")


CORRECTION = {
    "table": "capacity_regions",
    "key": "region=华东;year=2021;measure=mean;mention=1",
    "field": "value",
    "printed": "93.06",
    "corrected": "93.07",
    "reason": "invented",
    "evidence": "a test",
    "expect": "93.06",
}


def test_correction_applies_only_on_request(data):
    correct(data, **CORRECTION)
    assert load("capacity_regions", data=data)["value"].max() == 93.06
    assert load("capacity_regions", data=data, corrected=True)["value"].max() == 93.07


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expect": "93.00"}, "no longer holds what this correction expects"),
        ({"key": "region=华东;year=1999"}, "0 rows match"),
        ({"key": "area=华东"}, "a column of published/capacity_regions.csv expected"),
        ({"field": "worth"}, "a column of published/capacity_regions.csv expected"),
    ],
)
def test_correction_with_a_broken_guard_fails(data, change, words):
    correct(data, **{**CORRECTION, **change})
    error = failing(data, "capacity_regions", corrected=True)
    assert error.file == "corrections.csv"
    assert words in str(error)


def test_the_package_offers_the_loader():
    assert tables.load is load
