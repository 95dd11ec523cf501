"""Declarations of tables as data: what is misspelt or missing in one is refused by name."""

import json
from pathlib import Path

import pytest

from egov.tables import schemas
from egov.tables.schemas import FILES, TABLES
from egov.tables.schemas.fields import read_tables

FOLDER = Path(schemas.__file__).parent
FIELD = {"name": "x", "type": "integer", "description": "a count", "constraints": {"required": True, "minimum": 0}}
TABLE = {
    "name": "t",
    "path": "derived/t.csv",
    "title": "T",
    "description": "a table",
    "schema": {"primaryKey": ["x"], "fields": [FIELD]},
}


def test_every_file_is_read_and_no_table_stands_twice():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(FILES)
    every = [table.name for file in FILES for table in read_tables(FOLDER / f"{file}.json")]
    assert len(every) == len(set(every)) == len(TABLES)


def test_a_declaration_is_read(tmp_path):
    (tmp_path / "some.json").write_text(json.dumps({"description": "some", "resources": [TABLE]}), encoding="utf-8")
    (table,) = read_tables(tmp_path / "some.json")
    assert (table.name, table.folder, table.key, table.min_rows) == ("t", "derived", ("x",), 1)
    assert table.field("x").expected == "an integer of at least 0"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tilte": "T"}, "table 't': unknown name 'tilte'"),
        ({"path": "derived/u.csv"}, "table 't': path 'derived/u.csv', expected t.csv"),
        ({"schema": {"primaryKey": ["y"], "fields": [FIELD]}}, "table 't': the key column 'y' is not among its fields"),
        ({"schema": {"fields": [FIELD]}}, "'primaryKey' is missing"),
        (
            {"schema": TABLE["schema"] | {"fields": [FIELD | {"unti": "m"}]}},
            "table 't', field 'x': unknown name 'unti'",
        ),
        ({"schema": TABLE["schema"] | {"fields": [FIELD | {"type": "text"}]}}, "field 'x': type 'text' is not one of"),
        *(
            (
                {"schema": TABLE["schema"] | {"fields": [FIELD | {"categories": ["a", "b"], "limits": limits}]}},
                "one more",
            )
            for limits in ([0, 1], [0, 2, 1], [0, 0, 1], [0, 1, 2, 3])
        ),
        (
            {"schema": TABLE["schema"] | {"fields": [FIELD | {"constraints": {"min": 0}}]}},
            "constraints of table 't', field 'x': unknown name 'min'",
        ),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path, change, message):
    (tmp_path / "some.json").write_text(json.dumps({"resources": [TABLE | change]}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"some\.json: ") as caught:
        read_tables(tmp_path / "some.json")
    assert message in str(caught.value)


def test_a_file_that_is_no_json_is_named(tmp_path):
    (tmp_path / "some.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"some\.json: "):
        read_tables(tmp_path / "some.json")
