"""The commands: what cannot be done is told in one line, with an exit code, and without a traceback."""

import pytest

from egov.__main__ import main


def told(capsys, *arguments):
    """The exit code of a command that must fail, and what it says to standard error and output."""
    code = main(list(arguments))
    said = capsys.readouterr()
    assert code
    return (said.err + said.out).strip().splitlines()


@pytest.mark.parametrize("command", ["extract", "verify"])
def test_documents_that_are_not_there(capsys, tmp_path, command):
    (line,) = told(capsys, command, str(tmp_path / "nowhere"))
    assert line.startswith(f"{command}: no folder ")
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
