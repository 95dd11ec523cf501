"""Runs the notebooks whose inputs changed, and writes them so that a rerun gives the same bytes.

A notebook is *fresh* when its code cells with the outputs now in the file were proven, by a run here or by a
strict nbval run, for exactly these inputs: the code itself, the parts of ``egov`` it can import, everything under
``data/``, the lock and the Python minor version. Stamps in ``.cache/notebooks`` remember what was proven.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from egov.book.inputs import Stamps, digest_of, files_under, package_files, python_version, write_if_changed

KERNELS = 2  # at most two kernels at a time: a small machine has two cores
CELL_METADATA = ("egov", "jupyter", "mystnb", "tags")  # everything else in a cell's metadata is left by an editor
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class NotebookError(Exception):
    """A notebook that cannot be executed or whose outputs could not be the same elsewhere."""


def notebook_files(root: Path) -> list[Path]:
    """List the book's notebooks in reading order."""
    return [file for file in files_under(root / "notebooks") if file.suffix == ".ipynb"]


def kernel_environment(root: Path) -> dict[str, str]:
    """Return the environment variables under which kernels run, so that a reader's own settings do not matter.

    The package is found without being installed; threads are one a process (two kernels share two cores);
    start-up files, kernel specifications and matplotlib settings of the user are left out. The hash seed is left
    alone on purpose: results must not depend on it.
    """
    path = os.pathsep.join(p for p in (str(root), os.environ.get("PYTHONPATH", "")) if p)
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "IPYTHONDIR": str(root / ".cache" / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "MPLCONFIGDIR": str(root / ".cache" / "matplotlib"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **threads,
    }


def code_of(nb: NotebookNode) -> str:
    """Join the code cells as plain Python; IPython's magics become calls of ``get_ipython``."""
    from IPython.core.inputtransformer2 import TransformerManager

    transform = TransformerManager().transform_cell
    return "\n".join(transform(cell.source) for cell in nb.cells if cell.cell_type == "code")


def inputs_digest(root: Path, nb: NotebookNode) -> str:
    """Digest everything that can change the notebook's outputs (its text cells cannot)."""
    cells = [[cell.source, sorted(cell.metadata.get("tags", []))] for cell in nb.cells if cell.cell_type == "code"]
    files = [
        *package_files(root, code_of(nb)),
        *files_under(root / "data"),
        *[file for file in (root / "requirements.txt",) if file.is_file()],
    ]
    return digest_of(root, files, python_version(), json.dumps(cells, ensure_ascii=False))


def freshness_key(root: Path, nb: NotebookNode) -> str:
    """Digest the inputs together with the code cells as the file holds them, outputs and counts included."""
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{inputs_digest(root, nb)}\0{text}".encode()).hexdigest()


def stamps(root: Path) -> Stamps:
    """Return the stamps of notebooks proven fresh."""
    return Stamps(root / ".cache" / "notebooks")


def read(path: Path) -> NotebookNode:
    """Read a notebook; one clear error if it is not a notebook."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise NotebookError(f"{path.name}: not a readable notebook ({error})") from error


def normalise(nb: NotebookNode) -> NotebookNode:
    """Strip in place what depends on the machine or the editor, and number the code cells 1, 2, …; return it."""
    nb.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": {"name": "python"}})
    nb.nbformat, nb.nbformat_minor = 4, 5
    for index, cell in enumerate(nb.cells):
        kept = {key: cell.metadata[key] for key in CELL_METADATA if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
        cell.setdefault("id", f"cell-{index + 1:03d}")
        cell.pop("attachments", None) if not cell.get("attachments") else None
    for count, cell in enumerate((c for c in nb.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    return nb


def serialise(nb: NotebookNode) -> str:
    """Return the notebook's text: sorted keys, one space of indent, Chinese as it is, a newline at the end."""
    nbformat.validate(nb)
    return nbformat.writes(nb, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


def output_texts(cell: NotebookNode) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) for everything a code cell shows: streams by name, data by media type."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield output.name, output.text
        elif output.output_type == "error":
            yield "error", "\n".join(output.traceback)
        else:
            for kind, value in output.get("data", {}).items():
                yield kind, value if isinstance(value, str) else json.dumps(value)


def machine_traces(root: Path, nb: NotebookNode) -> list[str]:
    """Find memory addresses and absolute paths in the outputs: they differ on every machine."""
    found = []
    places = {str(root): "the repository's folder", str(Path.home()): "the home folder", sys.prefix: "the venv"}
    for number, cell in code_cells(nb):
        for kind, text in output_texts(cell):
            if kind == "image/svg+xml":
                continue  # coordinates only, and compared as text by nbval
            if address := _ADDRESS.search(text):
                found.append(f"{cell_name(number, cell)}: memory address {address[0]} in {kind}")
            for place, meaning in places.items():
                if len(place) > 4 and place in text:
                    found.append(f"{cell_name(number, cell)}: {meaning} ({place}) in {kind}")
    return found


def code_cells(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Yield (number, cell) for the code cells, numbered from 1 as a reader sees them."""
    yield from enumerate((cell for cell in nb.cells if cell.cell_type == "code"), start=1)


def cell_name(number: int, cell: NotebookNode) -> str:
    """Name a code cell for a message: its number, id and first line."""
    first = next(iter(cell.source.strip().splitlines()), "")
    return f"code cell {number} (id {cell.get('id', '?')}: {first[:60]!r})"


def _failure(path: Path, nb: NotebookNode, error: Exception) -> str:
    """Describe a failed run: notebook, cell and the traceback."""
    for number, cell in code_cells(nb):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
                trace = _ANSI.sub("", "\n".join(output.traceback))
                return f"{path.name}: {cell_name(number, cell)} failed\n{trace}"
    return f"{path.name}: {type(error).__name__}: {_ANSI.sub('', str(error))}"


async def _run(root: Path, path: Path, nb: NotebookNode, say: Callable[[str], None]) -> NotebookNode:
    """Execute a copy of the notebook in its own kernel and return it, normalised and checked."""
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    fresh = nbformat.from_dict(json.loads(json.dumps(nb)))
    fresh.metadata.kernelspec = nbformat.from_dict(KERNELSPEC)
    for _, cell in code_cells(fresh):
        cell.outputs, cell.execution_count = [], None
    manager = AsyncKernelManager(kernel_name="python3")
    manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=40"]
    client = NotebookClient(
        fresh,
        km=manager,
        timeout=600,
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute(env={**os.environ, **kernel_environment(root)})
    except Exception as error:
        raise NotebookError(_failure(path, fresh, error)) from None
    finally:
        if manager.has_kernel:  # a manager handed to nbclient is ours to end
            await manager.shutdown_kernel(now=True)
    normalise(fresh)
    if traces := machine_traces(root, fresh):
        raise NotebookError("\n".join(f"{path.name}: {line}; show it rounded, named or not at all" for line in traces))
    return fresh


async def _execute_all(root: Path, stale: list[Path], say: Callable[[str], None]) -> list[str]:
    """Execute the notebooks, two at a time; return one message a failure."""
    gate = asyncio.Semaphore(KERNELS)
    failures: list[str] = []
    done = 0

    async def one(path: Path) -> None:
        nonlocal done
        async with gate:
            nb = read(path)
            before = inputs_digest(root, nb)
            begun = time.monotonic()
            cells = sum(1 for _ in code_cells(nb))
            try:
                fresh = await _run(root, path, nb, say)
            except NotebookError as error:
                failures.append(str(error))
                result = "FAILED, file left as it was"
            else:
                written = write_if_changed(path, serialise(fresh))
                if inputs_digest(root, fresh) == before:  # an input edited meanwhile proves nothing
                    stamps(root).add(freshness_key(root, fresh))
                result = "outputs changed, file written" if written else "same bytes, file untouched"
            done += 1
            seconds = time.monotonic() - begun
            say(f"  [{done}/{len(stale)}] {path.name}: {cells} code cells, {seconds:.1f} s, {result}")

    await asyncio.gather(*(one(path) for path in stale))
    return failures


def execute(
    root: Path, *, force: bool = False, only: Sequence[str] = (), say: Callable[[str], None] = print
) -> int:  # fmt: skip
    """Re-execute the notebooks whose inputs changed (all with ``force``); return the number that failed.

    A notebook that fails is left untouched, and the others are executed all the same. ``only`` names notebooks without
    their ending; one that is not there is an error. Messages go to ``say``.
    """
    files = notebook_files(root)
    if unknown := sorted(set(only) - {path.stem for path in files}):
        say(f"No notebook {unknown[0]!r}: one of {', '.join(path.stem for path in files)}")
        return 1
    files = [path for path in files if not only or path.stem in only]
    stale = [path for path in files if force or freshness_key(root, read(path)) not in stamps(root)]
    if not stale:
        say(f"Notebooks: {len(files)} fresh, none to run")
        return 0
    say(f"Notebooks: {len(files) - len(stale)} fresh, {len(stale)} to run, {min(KERNELS, len(stale))} at a time")
    stale.sort(key=lambda path: (-path.stat().st_size, path.name))  # largest first: the last one ends sooner
    warm_fonts(root)
    failures = asyncio.run(_execute_all(root, stale, say))
    for failure in failures:
        say(f"\n{failure}\n")
    return len(failures)


def warm_fonts(root: Path) -> None:
    """Let matplotlib build its font list once, outside a kernel, where its notice would become an output."""
    import subprocess

    if not list((root / ".cache" / "matplotlib").glob("fontlist-*.json")):
        env = {**os.environ, **kernel_environment(root)}
        subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=env, check=True)


def mark_proven(root: Path, path: Path, nb: NotebookNode, digest: str) -> bool:
    """Record that strict nbval proved this notebook; return whether it did prove all that a stamp says.

    ``digest`` is the freshness key taken before the run. Outputs that nbval does not compare (ignored cells,
    bitmaps, cells never executed) or an input edited during the run leave the notebook unproven.
    """
    for _, cell in code_cells(nb):
        ignored = {"nbval-ignore-output", "nbval-skip"} & set(cell.metadata.get("tags", []))
        if ignored or "NBVAL_" in cell.source or cell.execution_count is None:
            return False
        if any(kind in ("image/png", "image/jpeg", "stderr") for kind, _ in output_texts(cell)):
            return False
    if serialise(normalise(read(path))) != path.read_text(encoding="utf-8"):
        return False  # outputs agree, but a rerun would write other bytes
    if freshness_key(root, read(path)) != digest:
        return False
    stamps(root).add(digest)
    return True
