"""What the prose pages show is what the book does: their code runs, and the worked change fits the notebook."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]


def listings(page: str, language: str) -> list[str]:
    """The page's listings in one language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_code_of_extend_it_runs(capsys):
    scope: dict[str, object] = {}
    for code in listings("book/extend.md", "python"):
        if "import" in code:  # others are lines of a notebook
            exec(compile(code, "book/extend.md", "exec"), scope)
    assert scope["after"] > scope["before"]


@pytest.mark.parametrize("page", ["book/extend.md", "CONTRIBUTING.md"])
def test_the_worked_change_fits_chapter_05(page):
    cells = nbformat.read(ROOT / "notebooks" / "05_year_over_year.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    change = next(listing for listing in listings(page, "python") if "广西" in listing)
    loaded = re.search(r"^units = load.*$", code, re.MULTILINE)[0]
    assert not change.startswith("units = load") or change.startswith(loaded)
    text = (ROOT / page).read_text(encoding="utf-8")
    for heading in set(re.findall(r"\*(Bands and moves|Who moved\?)\*", text)):
        assert f"## {heading}" in "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    scope: dict[str, object] = {}
    exec(compile(f"from egov.tables import load\n{loaded}\n{change}", page, "exec"), scope)
    belts = scope["units"].set_index("unit")["belt"]
    assert (belts[["内蒙古", "广西", "呼和浩特", "南宁"]] == "central").all()


def test_no_page_names_a_command_that_is_gone():
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in [*(ROOT / "book").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        named = re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(named) <= known, (path.name, sorted(set(named) - known))
