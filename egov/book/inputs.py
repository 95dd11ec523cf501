"""What a notebook or the whole book depends on, as digests, and stamps that remember what was proven fresh.

A digest is a SHA-256 over relative paths and contents, so it does not depend on time stamps, on the folder the
repository lies in or on the order in which the file system lists it.
"""

from __future__ import annotations

import ast
import hashlib
import os
import platform
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

SKIPPED_FOLDERS = {"__pycache__", ".ipynb_checkpoints", "_build", ".cache"}

# Names that let code reach modules which no import statement shows: then everything counts.
_DYNAMIC = {
    "__import__",
    "eval",
    "exec",
    "get_ipython",
    "import_module",
    "importlib",
    "pkgutil",
    "runpy",
    "subprocess",
    "system",
}


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


def imported_wings(source: str, package: tuple[str, ...] = ()) -> set[str] | None:
    """Name the parts of ``egov`` that the source imports, anywhere in it; None when it may import anything.

    ``package`` is the package the source belongs to, for relative imports (``("egov", "results")``).

    >>> sorted(imported_wings("import pandas\\nfrom egov.tables import load\\nfrom egov import plots"))
    ['plots', 'tables']
    >>> imported_wings("from ..methods import bounds", package=("egov", "results"))
    {'methods'}
    >>> imported_wings("import importlib") is None
    True
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names.update(f"{module}.{alias.name}" for alias in node.names)
        elif (isinstance(node, ast.Name) and node.id in _DYNAMIC) or (
            isinstance(node, ast.Attribute) and node.attr in _DYNAMIC
        ):
            return None
    if any(part in _DYNAMIC for name in names for part in name.split(".")):
        return None
    return {name.split(".")[1] for name in names if name.startswith("egov.")}


@lru_cache(maxsize=256)
def _wings_of_file(file: Path, changed: int, package: tuple[str, ...]) -> frozenset[str] | None:
    """Cache :func:`imported_wings` for a module; ``changed`` is its time stamp, so an edit is seen."""
    wings = imported_wings(file.read_text(encoding="utf-8"), package)
    return None if wings is None else frozenset(wings)


def package_files(root: Path, code: str) -> list[Path]:
    """List the files of ``egov`` that the code can reach by imports, directly or through other wings.

    Whole wings count, with their data files, and a wing's own imports count wherever they stand, lazy ones
    too. Code that imports by other means (``importlib``, ``%run``, ``subprocess``) reaches everything.
    """
    egov = root / "egov"
    everything = files_under(egov)
    wings = imported_wings(code)
    if wings is None:
        return everything
    reached: set[Path] = {file for file in everything if file.parent == egov and file.name != "__main__.py"}
    seen_files: set[Path] = set()
    while True:
        reached.update(file for file in everything if file.relative_to(egov).parts[0].split(".")[0] in wings)
        new = [file for file in sorted(reached - seen_files) if file.suffix == ".py"]
        if not new:
            return sorted(reached)
        for file in new:
            package = tuple(file.relative_to(root).parent.parts)
            more = _wings_of_file(file, file.stat().st_mtime_ns, package)
            if more is None:
                return everything
            wings |= more
        seen_files.update(new)


class Stamps:
    """Remembers digests that were proven, as empty files named by the digest in a git-ignored folder.

    >>>     >>> with tempfile.TemporaryDirectory() as folder:
    ...     stamps = Stamps(Path(folder))
    ...     before = "abc" in stamps
    ...     stamps.add("abc")
    ...     (before, "abc" in stamps)
    (False, True)
    """

    def __init__(self, folder: Path) -> None:
        """Keep the stamps in this folder; it is made when the first stamp is added."""
        self.folder = folder

    def __contains__(self, digest: str) -> bool:
        """Tell whether the digest was proven before."""
        return (self.folder / digest).is_file()

    def add(self, digest: str) -> None:
        """Remember the digest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / digest).touch()
