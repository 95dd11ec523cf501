"""The commands: what cannot be done is told in one line, with an exit code, and without a traceback."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from egov.__main__ import main
from egov.book.inputs import repository_root
from egov.tables import data_folder
from tests.documents.hardware_releases import INVENTED


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


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
@pytest.mark.parametrize("command", ["read-release", "tidy"])
def test_a_command_that_is_stopped_between_two_files_leaves_all_as_they_were(tmp_path, how, command):
    """The signal comes when one of the files has been moved into its place."""
    data = tmp_path / "data"
    shutil.copytree(data_folder(), data)
    shutil.copytree(data_folder().parent / "notebooks", tmp_path / "notebooks") if command == "tidy" else None
    (tmp_path / "release.txt").write_text(INVENTED["THREE_FAMILIES"].text, encoding="utf-8")
    with (data / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("zz,Invented,An invented release,,2026-02,index_release,fair,invented,,,,figures only\n")
    for name in ("policies", "institutions"):
        path = data / f"published/{name}.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(
            "".join([header, *rows[::-1]]) if command == "tidy" else header + "".join(rows), encoding="utf-8"
        )
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code = (
        "import os, pathlib, signal, sys\nfrom egov.__main__ import main\nfrom egov.book import inputs\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        "inputs.repository_root = lambda: pathlib.Path(sys.argv[1])\nmove = os.replace\n"
        f"def stopped(*paths):\n    move(*paths)\n    os.kill(os.getpid(), {int(how)})\nos.replace = stopped\n"
        "sys.exit(main(sys.argv[2:]))"
    )
    more = ["release.txt", "--month", "2026-01", "--source", "zz", "--write"] if command != "tidy" else []
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), command, *more],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(repository_root()), "EGOV_DATA": str(data)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, f"{command}: stopped; what it was writing is as it was\n")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
