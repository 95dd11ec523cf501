"""The address of a row: stable, unique in its table, and refused where it names no row."""

from __future__ import annotations

import pytest

from egov.tables import TABLES, data_folder
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor, row_url


@pytest.mark.parametrize("name", [name for name, t in TABLES.items() if (data_folder() / t.path).is_file()])
def test_every_row_has_an_address_of_its_own(name):
    anchors = [row_anchor(name, row) for row in read_raw(TABLES[name], data_folder()).to_dict("records")]
    assert len(set(anchors)) == len(anchors)
    assert not any(c in anchor for anchor in anchors for c in " \"'#<>&")


def test_grades_are_told_apart():
    rows = [{"list": grade, "position": 1} for grade in ("grade_A", "grade_A+", "grade_B-", "grade_B")]
    assert len({row_anchor("bizenv_lists", row) for row in rows}) == 4


def test_typed_and_raw_rows_have_the_same_address():
    typed = {"unit_type": "city", "unit": "西安", "year": 2021, "mention": 1}
    raw = {key: str(value) for key, value in typed.items()}
    assert row_anchor("capacity_bands", typed) == row_anchor("capacity_bands", raw) == "row-city-西安-2021"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ({"unit_type": "city", "unit": "西安"}, "'year' is missing"),
        ({"unit_type": "city", "unit": "西安", "year": 2021, "band": "高"}, "'band' is not one of them"),
    ],
)
def test_a_wrong_key_is_refused(key, message):
    with pytest.raises(KeyError, match=message):
        row_url("capacity_bands", **key)


def test_an_unknown_table_is_refused():
    with pytest.raises(KeyError, match="no table 'bands'"):
        row_url("bands", unit="西安")
