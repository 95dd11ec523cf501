"""The commands: what cannot be done is told in one line, with an exit code, and without a traceback."""

import shutil

import pytest

from egov.__main__ import main
from egov.tables import data_folder


def told(capsys, *arguments):
    """The exit code of a command that must fail, and what it says to standard error and output."""
    code = main(list(arguments))
    said = capsys.readouterr()
    assert code
    return (said.err + said.out).strip().splitlines()


@pytest.fixture
def data(tmp_path, monkeypatch):
    shutil.copytree(data_folder(), tmp_path / "data")
    monkeypatch.setenv("EGOV_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_table_that_nobody_builds(capsys):
    (line,) = told(capsys, "results", "nothere")
    assert line.startswith("make results: 'nothere' is neither a derived table nor a chapter: one of ")
    names = line.split("one of ")[1].split(", ")
    assert len(names) == len(set(names))


def test_a_broken_table_stops_a_computation(capsys, data):
    path = data / "published/capacity_bands.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2018,", ",x,", 1), encoding="utf-8")
    before = (data / "derived/transitions.csv").read_bytes()
    (line,) = told(capsys, "results", "transitions")
    assert line.startswith("results: published/capacity_bands.csv, row 2, column year: 'x' found")
    assert (data / "derived/transitions.csv").read_bytes() == before


def test_an_error_of_the_code_is_not_taken_for_a_wrong_name(monkeypatch):
    from egov.results import registry

    monkeypatch.setattr(registry, "build", lambda *_: {}["a column"])
    with pytest.raises(KeyError, match="a column"):
        main(["results", "transitions"])


@pytest.mark.parametrize("command", ["extract", "verify"])
def test_documents_that_are_not_there(capsys, tmp_path, command):
    (line,) = told(capsys, command, str(tmp_path / "nowhere"))
    assert line.startswith(f"make {command}: no folder ")
    (line,) = told(capsys, command, str(tmp_path))
    assert "these files are missing" in line


def test_a_release_that_is_not_there(capsys, tmp_path):
    first, second = told(capsys, "read-release", str(tmp_path / "nowhere.txt"), "--month", "2031-07")
    assert "no file 'nowhere.txt'" in first
    assert second == "Nothing was written."


def test_notebooks_that_are_not_there_or_broken(capsys, tmp_path, monkeypatch):
    (line,) = told(capsys, "execute", "nothere")
    assert line.startswith("No notebook 'nothere': one of 00_findings, ")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/broken.ipynb").write_text("{", encoding="utf-8")
    monkeypatch.setattr("egov.book.inputs.repository_root", lambda: tmp_path)
    (line,) = told(capsys, "execute")
    assert line.startswith("broken.ipynb: not a readable notebook")


def test_a_book_that_is_not_built(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("egov.book.inputs.repository_root", lambda: tmp_path)
    (line,) = told(capsys, "pdf")
    assert "run make book first" in line
