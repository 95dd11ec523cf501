"""The files to carry away hold what the tables hold, cell by cell, and are the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from functools import cache

import numpy as np
import pandas as pd
import pytest

from egov.book import exports
from egov.book.citation import citation, load_citation
from egov.tables import TABLES, data_folder
from egov.tables import load as load_anew

load = cache(load_anew)
NAMES = [name for name, table in TABLES.items() if (data_folder() / table.path).is_file()]


@pytest.fixture(scope="module")
def files():
    """Every file, by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "load", lambda name, data: load(name))  # each table is read once for all tests
        yield exports.build(data_folder())


@pytest.fixture(scope="module")
def folder(files, tmp_path_factory):
    """A folder with every file."""
    top = tmp_path_factory.mktemp("data")
    for name, content in files.items():
        (top / name).parent.mkdir(exist_ok=True)
        (top / name).write_bytes(content)
    return top


@pytest.fixture(scope="module")
def base(folder):
    """The database, open for reading."""
    with sqlite3.connect(f"file:{folder / 'egov.sqlite'}?mode=ro", uri=True) as connection:
        yield connection
    connection.close()


def test_parquet_gives_the_typed_tables_back(folder):
    for name in NAMES:
        read = pd.read_parquet(folder / "parquet" / f"{name}.parquet")
        pd.testing.assert_frame_equal(read, load(name), obj=name)


def test_sqlite_gives_the_typed_tables_back(base):
    for name in NAMES:
        wanted = load(name)
        wanted = wanted.sort_values(list(TABLES[name].full_key), ignore_index=True)
        read = pd.read_sql(f'SELECT * FROM "{name}"', base, dtype_backend="numpy_nullable")
        read = read.astype(dict(wanted.dtypes)).sort_values(list(TABLES[name].full_key), ignore_index=True)
        pd.testing.assert_frame_equal(read, wanted, obj=name)


def test_sqlite_keeps_its_promises(base):
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    views = [name for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")]
    assert [name[:10] for name in views] == [f"chapter_{number:02}" for number in range(1, 9)]
    for view in views:
        assert base.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0, view
    assert base.execute(
        "SELECT units FROM chapter_05_moves WHERE unit_type = 'city' AND to_year = 2021"
    ).fetchone() == (32,)
    assert base.execute("SELECT english FROM names WHERE names MATCH '办事指南发布'").fetchall()
    found = base.execute("SELECT english, kind FROM names WHERE instr(name, '北京')").fetchall()
    assert ("Beijing", "province") in found
    assert base.execute("SELECT count(*) FROM dictionary_columns").fetchone()[0] == sum(
        len(TABLES[n].fields) for n in NAMES
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE capacity_bands SET value = '很高'", "CHECK constraint failed"),
        ("UPDATE capacity_bands SET year = 'last'", "cannot store TEXT value in INTEGER column"),
        ("UPDATE capacity_bands SET printed = NULL", "NOT NULL constraint failed"),
        ("UPDATE capacity_bands SET source = 'nobody'", "FOREIGN KEY constraint failed"),
        ("INSERT INTO capacity_bands SELECT * FROM capacity_bands LIMIT 1", "UNIQUE constraint failed"),
    ],
)
def test_sqlite_refuses_what_the_declaration_refuses(files, change, said):
    copy = sqlite3.connect(":memory:")
    copy.deserialize(files["egov.sqlite"])
    copy.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match=said):
        copy.execute(change)


def test_the_zip_holds_everything_and_its_citation(files):
    with zipfile.ZipFile(io.BytesIO(files["egov.zip"])) as whole:
        assert whole.testzip() is None
        held = {name: whole.read(name) for name in whole.namelist()}
    for name in NAMES:
        assert held[TABLES[name].path] == (data_folder() / TABLES[name].path).read_bytes()
    for name in ("egov.sqlite", "egov.xlsx", "croissant.json", "citation.bib", "parquet/egdi.parquet"):
        assert held[name] == files[name]
    assert {"CITATION.cff", "CHANGELOG.md", "LICENSE.md", "datapackage.json", "ro-crate-metadata.json"} <= set(held)
    crate = {node["@id"]: node for node in json.loads(held["ro-crate-metadata.json"])["@graph"]}
    assert {part["@id"] for part in crate["./"]["hasPart"]} == set(held) - {"ro-crate-metadata.json"}


def test_every_file_carries_the_version(files, base):
    facts = load_citation(data_folder().parent / "CITATION.cff")
    assert base.execute("SELECT value FROM citation WHERE key = 'version'").fetchone() == (facts["version"],)
    package = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    cited = json.loads(files["citation.json"])[0]
    assert {package["version"], cited["version"], json.loads(files["croissant.json"])["version"]} == {facts["version"]}
    assert cited["issued"]["date-parts"][0][0] == int(facts["year"])
    assert f"year    = {{{facts['year']}}}".encode() in files["citation.bib"]
    import pyarrow.parquet as pq

    assert pq.read_schema(io.BytesIO(files["parquet/egdi.parquet"])).metadata[b"version"].decode() == facts["version"]


def test_sizes(files):
    assert len(files["egov.sqlite"]) <= 3_000_000
    assert len(files["egov.zip"]) <= 5_000_000


@pytest.mark.slow
def test_the_same_bytes_each_time(files):
    again = exports.build(data_folder())
    assert [name for name in files if again[name] != files[name]] == []


def test_a_text_that_looks_like_sql_or_a_formula_stays_text():
    table = TABLES["capacity_regions"]
    frame = load("capacity_regions").head(1).assign(printed="=1+1", place="'; DROP TABLE x; --")
    frames = {"capacity_regions": frame, "sources": load("sources")}
    words = exports.dictionary(frames)
    sheet = zipfile.ZipFile(
        io.BytesIO(exports.workbook(frames, words, {"title": "t", "authors": "a", "citation": "c"}))
    )
    assert "=1+1" in sheet.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet.read("xl/worksheets/sheet2.xml").decode()
    import pyarrow.parquet as pq

    read = pq.read_table(io.BytesIO(exports.parquet(table, frame, {}))).to_pandas()
    pd.testing.assert_frame_equal(read, frame)


def test_csv_reads_back_with_the_package_alone():
    """What ``load`` types is what the file says: no cell is lost between text and frame."""
    for name in NAMES:
        frame, table = load(name), TABLES[name]
        with (data_folder() / table.path).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for field in table.fields:
            empty = np.array([row[field.name] == "" for row in rows])
            assert (frame[field.name].isna().to_numpy() == empty).all(), (name, field.name)


def test_the_readme_and_the_changelog_name_the_version():
    root = data_folder().parent
    facts = load_citation(root / "CITATION.cff")
    sentence = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    assert citation(facts) in sentence
    heading = f"## Data {facts['version']}, software {facts['software']} ({facts['released']})"
    assert heading in (root / "CHANGELOG.md").read_text(encoding="utf-8")
