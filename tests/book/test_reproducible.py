"""The whole chain in a copy of the tree: the same bytes elsewhere, and one changed cell does not go unnoticed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from egov.book.notebooks import kernel_environment

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("egov", "data", "notebooks", "tests", "pyproject.toml", "requirements.txt")
pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path):
    """A copy of what notebooks need."""
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(copy, *arguments, **env):
    """Run a module of the copy in an environment of its own with an empty home."""
    home = copy / "home"
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(copy), **env}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_notebooks_have_the_same_bytes_elsewhere(copy):
    """Another folder, home, time zone and locale; a hash seed of its own has every run.

    The cheapest chapters show what a run writes. That the cells of all show the same elsewhere, and their tables agree,
    is proven by strict nbval, whose kernels find home, package and data elsewhere: see the next test.
    """
    names = ["00_findings", "01_data", "02_indicators"]
    done = run(copy, "egov", "execute", "--force", *names, TZ="Asia/Kathmandu", LC_ALL="C")
    assert done.returncode == 0, done.stdout + done.stderr
    for name in names:
        path = Path("notebooks", f"{name}.ipynb")
        assert (copy / path).read_bytes() == (ROOT / path).read_bytes(), name
    tables = [path.relative_to(ROOT) for path in sorted((ROOT / "data").rglob("*.csv"))]
    assert [path for path in tables if (copy / path).read_bytes() != (ROOT / path).read_bytes()] == []


PLACES = {
    "home": "from pathlib import Path; print(Path.home())",
    "package": "import egov; print(egov.__file__)",
    "data": "import os; print(os.environ['EGOV_DATA'])",
    "locale": "import os; print(os.environ.get('LC_ALL'))",
    "time-zone": "import time; print(time.tzname)",
}


def test_what_depends_on_the_place_fails_nbval(copy):
    """Cells with the outputs that a run in this very place wrote, none of which holds elsewhere."""
    for path in (copy / "notebooks").glob("*.ipynb"):
        path.unlink()
    nb = new_notebook(cells=[new_code_cell(code, id=name) for name, code in PLACES.items()])
    path = copy / "notebooks" / "01_places.ipynb"
    environment = {**os.environ, **kernel_environment(copy), "HOME": str(copy / "home"), "LC_ALL": "C.UTF-8"}
    for cell in nb.cells:
        shown = subprocess.run(
            [sys.executable, "-c", cell.source], env=environment, capture_output=True, text=True, check=True
        )
        cell.outputs = [new_output("stream", name="stdout", text=shown.stdout)]
    nbformat.write(nb, path)
    done = run(
        copy, "pytest", path, "--nbval", "-p", "egov.book.pytest_plugin", "-p", "no:cacheprovider", LC_ALL="C.UTF-8"
    )
    assert f"{len(PLACES)} failed" in done.stdout, done.stdout + done.stderr


def test_one_changed_cell_of_one_table_fails_nbval(copy):
    path = copy / "data/published/capacity_bands.csv"
    text = path.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("province,青海,2021,中,1,中,"))
    path.write_text(text.replace(old, old.replace(",中,1,中,", ",高,1,高,")), encoding="utf-8")
    done = run(copy, "pytest", "notebooks/01_data.ipynb", "--nbval", "-p", "no:cacheprovider")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "image/svg+xml" in done.stdout or "failed" in done.stdout
