"""Every snippet of the page *Read the tables* runs in a folder with the unpacked zip and says what the table says."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import pytest

from egov.tables import load

PAGE = Path(__file__).resolve().parents[2] / "book" / "read-the-tables.md"
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
pytestmark = pytest.mark.slow


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def said(text):
    """The years and bands that an output lists."""
    return [(int(year), band) for year, band in re.findall(r"(20\d\d)[^\n]*?(非常高|高|中|低)", text)]


def expected():
    bands = load("capacity_bands").query("unit == '甘肃'").sort_values("year")
    return list(zip(bands["year"], bands["value"], strict=True))


def snippets(language):
    found = [code for name, code in SNIPPETS if name == language]
    return [pytest.param(code, id=f"{language}-{number}") for number, code in enumerate(found, 1)]


@pytest.mark.parametrize("code", snippets("python"))
def test_python(folder, code, readers):
    assert said(run(folder, readers, "-c", code)) == expected()


@pytest.mark.parametrize("code", snippets("r"))
def test_r(folder, code):
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    for package in re.findall(r"library\((\w+)\)|(\w+)::", code):
        name = "".join(package)
        if subprocess.run(["Rscript", "-e", f"library({name})"], capture_output=True, check=False).returncode:
            pytest.skip(f"R has no package {name} here (Debian: r-cran-{name.lower()})")
    assert said(run(folder, "Rscript", "--encoding=UTF-8", "-e", code)) == expected()


def test_sql(folder):
    with sqlite3.connect(folder / "egov.sqlite") as base:
        found = [base.execute(part).fetchall() for _, code in SNIPPETS if _ == "sql" for part in code.split(";")[:-1]]
    assert found[0] == expected()
    assert all(found)


def test_libreoffice_reads_the_workbook(folder):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc-nogui)")
    (command,) = [code for name, code in SNIPPETS if name == "bash"]
    run(folder, "bash", "-c", command)
    sheet = zipfile.ZipFile(folder / "egov.ods").read("content.xml").decode()
    assert 'table:name="capacity_bands"' in sheet
    assert "<text:p>62.50%</text:p>" in sheet


def test_every_snippet_is_run_or_said_not_to_be():
    assert {name for name, _ in SNIPPETS} == {"bash", "sql", "python", "r", "stata"}
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("Not run by a test") == 2
