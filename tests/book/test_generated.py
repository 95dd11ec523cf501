"""What is generated from the schemas: datapackage.json."""

import json
from pathlib import Path

import pytest

from egov.book import describe
from egov.tables import TABLES
from egov.tables.load import data_folder

ROOT = Path(__file__).resolve().parents[2]


def test_datapackage_is_as_generated():
    committed = (data_folder() / "datapackage.json").read_text(encoding="utf-8")
    assert committed == describe.datapackage(data_folder()), "run: make package"


@pytest.fixture(scope="module")
def package():
    """The committed descriptor as the Frictionless library reads it."""
    from frictionless import Package, system

    system.trusted = True
    return Package(str(data_folder() / "datapackage.json"))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_frictionless_agrees(package, name):
    """A second opinion: the library validates each file against the generated descriptor."""
    report = package.get_resource(name.replace("_", "-")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


def test_datapackage_covers_every_table():
    descriptor = json.loads(describe.datapackage(data_folder()))
    paths = {r["path"] for r in descriptor["resources"]}
    assert {t.path for t in TABLES.values() if (data_folder() / t.path).is_file()} == paths
    assert {str(p.relative_to(data_folder()).as_posix()) for p in data_folder().rglob("*.csv")} == paths
