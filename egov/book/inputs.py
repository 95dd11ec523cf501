"""What a notebook or the whole book depends on, as digests.

A digest is a SHA-256 over relative paths and contents, so it does not depend on time stamps, on the folder the
repository lies in or on the order in which the file system lists it.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from egov.tables import TABLES, schemas

SKIPPED_FOLDERS = {"__pycache__", ".ipynb_checkpoints", "_build", ".cache"}


def repository_root() -> Path:
    """Return the folder that holds ``egov/``, ``data/``, ``notebooks/`` and ``book/``."""
    return Path(__file__).resolve().parents[2]


def files_under(*places: Path) -> list[Path]:
    """List every file below the places (a place may be a file), sorted; hidden files and build folders left out."""
    found: set[Path] = set()
    for place in places:
        if place.is_file():
            found.add(place)
        for folder, names, files in os.walk(place):
            names[:] = [name for name in names if name not in SKIPPED_FOLDERS and not name.startswith(".")]
            found.update(Path(folder, name) for name in files if not name.startswith("."))
    return sorted(found)


def digest_of(root: Path, files: Iterable[Path], *extra: str) -> str:
    """Digest the files' paths (relative to ``root``) and contents, and any extra strings."""
    total = hashlib.sha256()
    for text in extra:
        total.update(text.encode() + b"\0")
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(root).as_posix()}\0{content}\0".encode())
    return total.hexdigest()


def python_version() -> str:
    """Return the Python minor version, e.g. ``3.11``: another one may compute or print otherwise.

    >>> python_version().count(".")
    1
    """
    return ".".join(platform.python_version_tuple()[:2])


@dataclass(frozen=True)
class Use:
    """What a piece of code uses: modules it imports, tables it reads and publishes, other notebooks' findings.

    ``tables`` holds :data:`EVERY` where a table is not named by a literal. ``unknown`` says that the code may import
    anything (``importlib``, a magic): then everything counts. ``names`` says where an imported name comes from, imports
    for type checkers included: a package that loads its parts on first use, which is ``lazy``, lists them there.
    """

    imports: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    publishes: frozenset[str] = frozenset()
    findings: bool = False
    unknown: bool = False
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    lazy: bool = False


EVERY = "*"
"""Stands for every published and reference table; a derived one must be named."""
_DYNAMIC = {"__import__", "builtins", "eval", "exec", "get_ipython"}
_DYNAMIC |= {"import_module", "importlib", "pkgutil", "runpy", "subprocess"}
_READERS = {"at", "load"}
_BESIDE = {".csv", ".json", ".mplstyle", ".toml", ".yaml"}
"""Kinds of files beside a module that it may read."""


@lru_cache(maxsize=512)
def use_of(source: str, package: str = "") -> Use:
    """What the source uses; ``package`` is the package it belongs to, for relative imports.

    Imports for type checkers alone do not count; imports inside functions do.

    >>> use = use_of("from egov.tables import load\\nbands = load('capacity_bands')\\npublish('transitions', bands)")
    >>> sorted(use.imports), sorted(use.tables), sorted(use.publishes)
    (['egov.tables.load'], ['capacity_bands'], ['transitions'])
    >>> sorted(use_of("from ..methods import bounds", "egov.audit").imports)
    ['egov.methods.bounds']
    >>> sorted(use_of("rows = [load(name) for name in names]").tables)
    ['*']
    """
    try:
        nodes = list(ast.walk(ast.parse(source)))  # parents before children
    except SyntaxError:
        return Use(unknown=True)
    blocks = (node for node in nodes if isinstance(node, ast.If) and _name(node.test) == "TYPE_CHECKING")
    never_run = {node for block in blocks for line in block.body for node in ast.walk(line)}
    imports, tables, publishes, called = set(), set(), set(), set()
    names, findings, unknown, lazy = {}, False, False, False
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{_absolute(node, package)}.{alias.name}" for alias in node.names}
        if node in never_run:
            continue
        if isinstance(node, ast.Import):
            imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            imports.update(f"{_absolute(node, package)}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.FunctionDef):
            lazy |= node.name == "__getattr__"
        elif isinstance(node, ast.Call):
            name = _name(node.func)
            called.add(node.func)
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else EVERY
            ufunc = name == "at" and isinstance(node.func, ast.Attribute) and first is EVERY  # `np.add.at(array, …)`
            tables |= {first} if name in _READERS and not ufunc else set()
            publishes |= {first} if name == "publish" else set()
            findings |= name == "findings"
        elif isinstance(node, ast.Name):  # `frame.eval` is pandas', and imports nothing
            unknown |= node.id in _DYNAMIC
            tables |= {EVERY} if node.id == "load" and node not in called else set()
    unknown |= any(part in _DYNAMIC for name in imports for part in name.split("."))
    ours = frozenset(name for name in imports if name.split(".")[0] == "egov")
    return Use(ours, frozenset(tables), frozenset(publishes), findings, unknown, names, lazy)


def _name(node: ast.AST) -> str:
    """The last part of a dotted name; empty for anything else."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _absolute(node: ast.ImportFrom, package: str) -> str:
    """The module that an import statement names, in full."""
    parts = package.split(".") if node.level else []
    return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])


def _home(root: Path, name: str) -> tuple[Path, str] | None:
    """The file of the module that a dotted name lies in, and what of the name is left; None where there is none."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place = root.joinpath(*parts[:length])
        for file in (place / "__init__.py", place.with_suffix(".py")):
            if file.is_file():
                return file, ".".join(parts[length:])
    return None


def modules_used(root: Path, use: Use) -> tuple[list[Path], frozenset[str]]:
    """The files of ``egov`` that code of this use imports, directly or through others, and the tables these read.

    A name taken from a package that loads its parts on first use counts as the part alone. Data files beside a module
    count with it. The loader and the verbs of :mod:`egov.chapter` read what a notebook asks for, and methods know no
    table, so only tables that they name themselves count.
    """
    files: set[Path] = set()
    tables: set[str] = set()
    todo = list(use.imports)
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen or (home := _home(root, name)) is None:
            continue
        seen.add(name)
        file, rest = home
        package = ".".join(file.relative_to(root).parent.parts)
        own = use_of(file.read_text(encoding="utf-8"), package)
        if file.name == "__init__.py":
            whole = own.names.values() if own.lazy and name == package else ()
            todo += [own.names[rest]] if rest in own.names else whole
        todo += [".".join(package.split(".")[:n]) + ".__init__" for n in range(1, package.count(".") + 2)]
        if file not in files:
            files.add(file)
            todo += own.imports
            told = package.split(".")[1:2] in (["tables"], ["chapter"], ["methods"])
            tables |= own.tables - ({EVERY} if told else set())
    for folder in {file.parent for file in files}:
        files |= {one for one in folder.iterdir() if one.suffix in _BESIDE}
    return sorted(files), frozenset(tables)


def table_inputs(root: Path, names: Iterable[str]) -> tuple[list[Path], list[str]]:
    """The files of these tables and of those whose keys they point to, all but derived ones for :data:`EVERY`; their
    declarations, and the words that modules take from declarations.

    Of ``sources.csv``, which every published table points to, the rows that these tables cite are texts behind the
    declarations: a document that none of them cites changes nothing.
    """
    wanted = set(names) & set(TABLES)
    if EVERY in names:
        wanted |= {name for name, table in TABLES.items() if table.folder != "derived"}
    whole = "sources" in wanted
    while more := {key.table for name in wanted for key in TABLES[name].foreign_keys} - wanted:
        wanted |= more
    files = [file for name in sorted({*wanted, "corrections"}) if (file := root / "data" / TABLES[name].path).is_file()]
    declared = [repr(value) for name, value in vars(schemas).items() if name.isupper() and name != "TABLES"]
    declared += [repr(TABLES[name]) for name in sorted(wanted)]
    listed = root / "data" / TABLES["sources"].path
    if not whole and listed in files:
        files.remove(listed)
        cited = {row.get("source") for file in files for row in _rows(file)}
        declared += [repr(row) for row in _rows(listed) if row.get("source") in cited]
    return files, declared


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table that may be damaged: the chapter says so, when it loads it."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file)
