"""What a committed notebook must look like, so that strict nbval proves it and a page can be built from it.

Run by the tests over every notebook and, before a commit, over the notebooks that changed.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from nbformat import NotebookNode

from egov.book import notebooks
from egov.book.inputs import use_of
from egov.tables import TABLES, TableError, load

LONGEST_CELL = 40  # lines
SEEN = "tests/book/figures_seen.csv"
_FORBIDDEN = ("egov.book", "egov.documents", "egov.results")
_MARKUP = re.compile(r"\{[a-z:-]+\}`|^\s*(?:`{3,}|:{3,})\s*\{[^}]*\}|^\([^)\s]+\)=\s*$|^:{3,}", re.MULTILINE)
_RESULT_DIGITS = re.compile(
    r"\d+(?:\.\d+)?\s*%|\d+\.\d+|(?<![\d–-])\d{1,3}(?!\d|[–-]\d| ?(?:provinces|cities|units|省|市))"
)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[–-]\s*(?:19|20)?\d\d)?\b")


def table_problems(root: Path) -> list[str]:
    """The first thing that is wrong with each table, in words; corrections are applied where a table has some."""
    found = []

    def told(name: str, **how: bool) -> pd.DataFrame | None:
        try:
            return load(name, data=root / "data", **how)
        except TableError as error:
            found.append(str(error))
            return None

    frames = {name: told(name) for name in TABLES}
    repairs = frames["corrections"]
    for name in sorted(set() if repairs is None else set(repairs["table"])):
        if frames[name] is not None:
            told(name, corrected=True)
    return found


def unseen_figures(root: Path, paths: Iterable[Path]) -> list[str]:
    """Figures that the record of figures looked at does not name, and rows of it without a figure."""
    with (root / SEEN).open(encoding="utf-8", newline="") as file:
        rows = {(row["notebook"], row["cell"]) for row in csv.DictReader(file)}
    shown = {
        (path.stem, cell.id)
        for path in paths
        for _, cell in notebooks.code_cells(notebooks.read(path))
        if any(kind == "image/svg+xml" for kind, _ in notebooks.output_texts(cell))
    }
    new = [
        f"{n}.ipynb, cell {c}: a new figure; open it, narrow and wide, then add its row to {SEEN}"
        for n, c in shown - rows
    ]
    gone = [f"{SEEN}: {n}, cell {c} shows no figure; take the row out" for n, c in rows - shown]
    return sorted(new + gone)


def problems(root: Path, path: Path) -> list[str]:
    """List what is wrong with one notebook; every line names the notebook and the cell."""
    try:
        nb = notebooks.read(path)
    except notebooks.NotebookError as error:
        return [str(error)]
    found = [*_head(nb), *_text(nb), *_code(nb), *_cells(nb), *notebooks.machine_traces(root, nb)]
    if notebooks.serialise(notebooks.normalise(notebooks.read(path))) != path.read_text(encoding="utf-8"):
        found.append("metadata or layout left by an editor; `make tidy` takes it out")
    return [f"{path.name}: {line}" for line in found]


def _head(nb: NotebookNode) -> list[str]:
    """Check the opening: a title first, a 中文摘要 near it."""
    found = []
    first = nb.cells[0] if nb.cells else None
    if first is None or first.cell_type != "markdown" or not re.search(r"^# \S", first.source, re.MULTILINE):
        found.append("the first cell must be text with a title (`# …`)")
    if not any("中文摘要" in cell.source for cell in nb.cells[:4] if cell.cell_type == "markdown"):
        found.append("no 中文摘要 in the first four cells")
    return found


def _text(nb: NotebookNode) -> list[str]:
    """Check that text cells read well in every viewer: plain Markdown, no roles, directives or targets."""
    found = []
    for cell in nb.cells:
        if cell.cell_type == "markdown" and (mark := _MARKUP.search(cell.source)):
            found.append(f"text cell (id {cell.get('id', '?')}): {mark[0].strip()!r} shows raw in other viewers")
    return found


def _code(nb: NotebookNode) -> list[str]:
    """Check that the analysis stands in the cells: short ones, no glue, no results from elsewhere, claims whole."""
    found = []
    for number, cell in notebooks.code_cells(nb):
        name, lines = notebooks.cell_name(number, cell), len(cell.source.splitlines())
        if lines > LONGEST_CELL:
            found.append(f"{name}: {lines} lines; at most {LONGEST_CELL} are read in one piece")
        try:
            tree = ast.parse(source := notebooks.plain_python(cell.source))
        except SyntaxError as error:
            found.append(f"{name}: no Python ({error})")
            continue
        for module in sorted(one for one in use_of(source).imports if one.startswith(_FORBIDDEN)):
            found.append(f"{name}: imports {module}; a chapter computes what it shows")
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            given = len(call.args) + sum(word.arg in ("holds", "en", "zh") for word in call.keywords)
            if called == "claim" and given < 3 and not any(isinstance(a, ast.Starred) for a in call.args):
                found.append(f"{name}: a claim needs its condition, its English and its Chinese")
            if called == "glue":
                found.append(f"{name}: glue, which no other viewer shows; say it in a claim")
    return found


def _cells(nb: NotebookNode) -> list[str]:
    """Check every code cell: executed, comparable by nbval, its figures described."""
    found = []
    for number, cell in notebooks.code_cells(nb):
        kinds = {kind for kind, _ in notebooks.output_texts(cell)}
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        digits = result_digits(alt)
        fails = "error" in kinds and "raises-exception" not in cell.metadata.get("tags", [])
        unnamed = _draws(cell) and not cell.metadata.get("egov", {}).get("rows")
        wrong = {
            "empty": not cell.source.strip(),
            "never executed, so nbval would not compare it": cell.execution_count is None,
            "ends in `;`, which does not silence it under nbval; end it in show(fig)": cell.source.rstrip()[-1:] == ";",
            "bitmap output, which nbval does not compare; show figures as SVG": kinds & {"image/png", "image/jpeg"},
            "writes to stderr (a warning?)": "stderr" in kinds,
            "ends in an error": fails,
            "figure or table that names no rows behind it (cell metadata egov.rows)": unnamed,
            "figure without alt text (cell metadata mystnb.image.alt)": "image/svg+xml" in kinds and not alt.strip(),
            f"alt text holds a result ({digits!r}); say what the figure shows; numbers stand in claims": digits,
        }
        found += [f"{notebooks.cell_name(number, cell)}: {said}" for said, so in wrong.items() if so]
    return found


def _draws(cell: NotebookNode) -> bool:
    """Does the cell show a figure or an HTML table?"""
    return any(k == "image/svg+xml" or (k == "text/html" and "<table" in t) for k, t in notebooks.output_texts(cell))


def result_digits(alt: str) -> str:
    """Return the first number in the text that looks like a result, or an empty string.

    Years, ranges of years and counts of units are part of what a figure shows; shares, decimals and other
    small numbers would go stale in silence, because cell metadata is never computed.

    >>> result_digits("Tile map of bands, 2017–2021, for 31 provinces and 32 cities")
    ''
    >>> result_digits("The east leads by 12.4 points")
    '12.4'
    >>> result_digits("62% of units rose")
    '62%'
    """
    match = _RESULT_DIGITS.search(_YEARS.sub("", alt))
    return match[0] if match else ""
