"""`make changes`: one changed cell, one row that came and one that went are listed by key; nothing else is."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from egov.book import changes
from egov.tables import data_folder


@pytest.fixture
def copy(tmp_path):
    """A repository with the tables, one commit old."""
    shutil.copytree(data_folder(), tmp_path / "data")
    shutil.copy(data_folder().parent / "CITATION.cff", tmp_path)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", "-C", tmp_path, *words], check=True)
    return tmp_path


def test_every_difference_is_listed_and_no_other(copy):
    assert "No cell of any table differs" in changes.write(copy, "HEAD")
    path = copy / "data" / "published" / "capacity_regions.csv"
    head, first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    region, year, measure, value, *others = second.split(",")
    new = f"天上,{year},{measure},{value},{','.join(others)}"
    changed = ",".join([region, year, measure, "11.11", *others])
    path.write_text("\n".join([head, changed, *rest, new, ""]), encoding="utf-8")
    then = changes.tables_then(copy, "HEAD")
    found = changes.changes(then, then | {"capacity_regions": path.read_text(encoding="utf-8")})
    gone = first.split(",")
    assert {str(change) for change in found.pop("capacity_regions")} == {
        f"{region}, {year}, mean, 1: value: {value} → 11.11",
        f"{gone[0]}, {gone[1]}, mean, 1: row removed",
        f"天上, {year}, mean, 1: row added",
    }
    assert found == {}
    page = changes.write(copy, "HEAD")
    assert "| `capacity_regions` | 1 | 1 | 1 |" in page
    assert f"](tables/capacity_regions.html#row-{region}-{year}-mean)" in (copy / "book/changes.md").read_text("utf-8")


def test_a_commit_that_is_not_there_is_told(copy):
    with pytest.raises(changes.ChangesError, match="nowhere"):
        changes.write(copy, "nowhere")
