"""The files to carry away, read by tools that nobody here wrote: the same typed cells, descriptions that are valid."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from egov.book import exports
from egov.tables import TABLES, data_folder, load
from egov.tables.load import read_raw

HERE = Path(__file__).parent
NAMES = [name for name, table in TABLES.items() if (data_folder() / table.path).is_file()]
ORDER = ["低", "中", "高", "非常高"]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("tool", ["polars", "duckdb", "openpyxl", "croissant"])
def test_every_typed_cell_comes_back(readers, folder, tool):
    done = subprocess.run([readers, HERE / "read_with.py", tool, folder], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert sorted(found) == sorted(NAMES)
    for name, (columns, rows) in found.items():
        assert [column for column, _ in columns] == list(TABLES[name].columns)
        wanted = [list(row) for row in exports.plain_rows(load(name))]
        nothing = "" if tool == "openpyxl" else None  # a workbook's last empty cells of a row are not there
        assert [[cell if cell is not None else nothing for cell in row] for row in rows] == [
            [cell if cell is not None else nothing for cell in row] for row in wanted
        ], name
    if tool == "polars":
        kinds = dict(found["capacity_bands"][0])
        assert kinds["value"] == f"Enum(categories={ORDER})"


def test_duckdb_reads_every_csv_as_text(readers, folder):
    done = subprocess.run([readers, HERE / "read_with.py", "duckdb_csv", folder], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    for name, (_, rows) in json.loads(done.stdout).items():
        assert [[cell or "" for cell in row] for row in rows] == read_raw(
            TABLES[name], data_folder()
        ).to_numpy().tolist()


READ = """
for (path in list.files(".", "[.]csv$", recursive = TRUE)) {
  table <- read.csv(path, encoding = "UTF-8", colClasses = "character", na.strings = character(), check.names = FALSE)
  write.csv(table, file.path("again", basename(path)), row.names = FALSE, fileEncoding = "UTF-8")
}
"""


def test_base_r_reads_every_csv(folder, tmp_path):
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    shutil.copytree(folder, tmp_path / "csv", ignore=shutil.ignore_patterns("*.sqlite", "*.xlsx", "*.parquet"))
    (tmp_path / "csv" / "again").mkdir()
    done = subprocess.run(["Rscript", "-e", READ], cwd=tmp_path / "csv", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in NAMES:
        with (tmp_path / "csv" / "again" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == list(TABLES[name].columns)
        assert rows == read_raw(TABLES[name], data_folder()).to_numpy().tolist(), name


def test_the_citation_file_is_valid(readers, root):
    tool = Path(readers).with_name("cffconvert")
    done = subprocess.run(
        [tool, "--validate", "-i", root / "CITATION.cff"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
