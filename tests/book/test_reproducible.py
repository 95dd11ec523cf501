"""The whole chain in a copy of the tree: the same bytes elsewhere, and one changed cell does not go unnoticed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
    """Another folder, home, time zone and locale; a hash seed of its own has every run, here and in ``make test``."""
    done = run(copy, "egov", "execute", "--force", TZ="Asia/Kathmandu", LC_ALL="C")
    assert done.returncode == 0, done.stdout + done.stderr
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert (copy / "notebooks" / path.name).read_bytes() == path.read_bytes(), path.name


def test_one_changed_cell_of_one_table_fails_nbval(copy):
    path = copy / "data/published/capacity_bands.csv"
    text = path.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("province,青海,2021,中,1,中,"))
    path.write_text(text.replace(old, old.replace(",中,1,中,", ",高,1,高,")), encoding="utf-8")
    done = run(copy, "pytest", "notebooks/01_data.ipynb", "--nbval", "-p", "no:cacheprovider")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "image/svg+xml" in done.stdout or "failed" in done.stdout
