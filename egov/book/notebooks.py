"""Runs the notebooks whose inputs changed, in the order of what they read and write; a rerun gives the same bytes.

A notebook is *fresh* when its code cells with the outputs now in the file were proven, by a run here or by a strict
nbval run, for exactly these inputs: the code itself, the modules of ``egov`` that it imports, the tables that it reads
and publishes, the lock and the Python minor version. Stamps in ``.cache/notebooks`` remember what was proven.
"""

from __future__ import annotations

import ast
import asyncio
import copy
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode

from egov.book.inputs import EVERY, Use, digest_of, files_under, modules_used, python_version, table_inputs, use_of
from egov.chapter.claims import ClaimError, findings
from egov.tables.errors import Told
from egov.tables.schemas import TABLES
from egov.tables.write import write_if_changed

KERNELS = 2  # at most two kernels at a time: a small machine has two cores
CELL_METADATA = ("egov", "jupyter", "mystnb", "tags")  # everything else in a cell's metadata is left by an editor
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class NotebookError(Told):
    """A notebook that cannot be executed or whose outputs could not be the same elsewhere."""


def notebook_files(root: Path) -> list[Path]:
    """List the book's notebooks in reading order."""
    return [file for file in files_under(root / "notebooks") if file.suffix == ".ipynb"]


def kernel_environment(root: Path) -> dict[str, str]:
    """Return the environment variables under which kernels run, so that a reader's own settings do not matter.

    The package is found without being installed; tables are those whose state the runner knows, whatever ``EGOV_DATA``
    says; threads are one a process (two kernels share two cores);
    start-up files, kernel specifications and matplotlib settings of the user are left out. The hash seed is left
    alone on purpose: results must not depend on it.
    """
    path = os.pathsep.join(p for p in (str(root), os.environ.get("PYTHONPATH", "")) if p)
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        "EGOV_DATA": str(root / "data"),
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "IPYTHONDIR": str(root / ".cache" / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "MPLCONFIGDIR": str(root / ".cache" / "matplotlib"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **threads,
    }


def plain_python(source: str) -> str:
    """A cell as plain Python: IPython's magics, which are none, become calls of ``get_ipython``."""
    try:
        ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        return TransformerManager().transform_cell(source)
    return source


def use(nb: NotebookNode) -> Use:
    """What the notebook's code imports, reads and publishes."""
    cells = [cell.source for _, cell in code_cells(nb)]
    found = use_of("\n".join(cells))
    return use_of("\n".join(map(plain_python, cells))) if found.unknown else found


Needs = tuple[Use, list[Path]]
"""What a notebook uses, the tables that its modules read included, and the files of these modules."""


def needs(root: Path, nb: NotebookNode) -> Needs:
    """What the notebook uses itself and through the modules of ``egov`` that it imports."""
    own = use(nb)
    modules, tables = modules_used(root, own)
    return replace(own, tables=own.tables | tables), modules


def inputs_digest(root: Path, nb: NotebookNode, known: Needs | None = None, *, published: bool = True) -> str:
    """Digest all that can change the notebook's outputs (its text cells cannot) and, if wanted, what it published.

    ``known`` is what :func:`needs` found, where it was asked before.
    """
    own, modules = known or needs(root, nb)
    files, declared = table_inputs(root, own.tables - own.publishes | (own.publishes if published else set()))
    if own.unknown:
        modules, files = files_under(root / "egov"), files_under(root / "data")
    else:
        modules = [file for file in modules if (file.parent.name, file.suffix) != ("schemas", ".json")]
    cells = [[cell.source, sorted(cell.metadata.get("tags", []))] for _, cell in code_cells(nb)]
    found = findings(root / "notebooks").to_csv() if own.findings else ""
    files = [*modules, *files, *files_under(root / "requirements.txt")]
    return digest_of(root, files, python_version(), json.dumps(cells, ensure_ascii=False), found, *declared)


def upstream(uses: Mapping[Path, Use]) -> dict[Path, set[Path]]:
    """Notebook -> the notebooks that publish what it reads.

    :class:`NotebookError` for two that publish one table, and for notebooks that wait for one another.
    """
    writer: dict[str, Path] = {}
    for path, own in uses.items():
        for table in own.publishes:
            if table == EVERY:
                raise NotebookError(f"{path.name}: publish() names its table by a literal, so that the order is known")
            if table in writer:
                raise NotebookError(f"{path.name} and {writer[table].name} both publish {table!r}: one may")
            writer[table] = path
    before = {
        path: (set(uses) if own.findings else {writer[table] for table in own.tables & set(writer)}) - {path}
        for path, own in uses.items()
    }
    try:
        list(TopologicalSorter(before).static_order())
    except CycleError as error:
        around = " -> ".join(path.name for path in error.args[1])
        raise NotebookError(f"notebooks wait for one another: {around}") from None
    return before


def freshness_key(root: Path, nb: NotebookNode, known: Needs | None = None) -> str:
    """Digest the inputs together with the code cells as the file holds them, outputs and counts included."""
    text = json.dumps([cell for _, cell in code_cells(nb)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{inputs_digest(root, nb, known)}\0{text}".encode()).hexdigest()


def stamp(root: Path, key: str) -> Path:
    """The empty file that says that a notebook with this freshness key was proven."""
    return root / ".cache" / "notebooks" / key


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
    for count, cell in code_cells(nb):
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
            if kind.startswith("image/"):
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


def _failures(nb: NotebookNode) -> list[str]:
    """Describe what failed in a run: the sentences that are no longer true, then the cell that ended it."""
    claims, others = [], []
    for number, cell in code_cells(nb):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
                if output.ename == ClaimError.__name__:
                    claims.append(f"{cell_name(number, cell)}\n{_ANSI.sub('', output.evalue)}")
                else:
                    others.append(f"{cell_name(number, cell)} failed\n" + _ANSI.sub("", "\n".join(output.traceback)))
    return claims + others


async def _run(root: Path, path: Path, nb: NotebookNode) -> NotebookNode:
    """Execute a copy of the notebook in its own kernel and return it, normalised and checked."""
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    fresh = copy.deepcopy(nb)
    fresh.metadata.kernelspec = nbformat.from_dict(KERNELSPEC)
    for _, cell in code_cells(fresh):
        cell.outputs, cell.execution_count = [], None
    ended = []
    with TemporaryDirectory(prefix="egov-") as folder:
        # no ports: of two runs on one machine, one may take the port that the other has drawn. The address of a socket
        # ends after some 100 bytes, so where the temporary folder lies deep, ports it is
        short = os.name == "posix" and len(os.fsencode(folder)) < 90
        own = {"transport": "ipc", "ip": f"{folder}/kernel"} if short else {}
        manager = AsyncKernelManager(kernel_name="python3", **own)
        arguments = ["-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=40"]
        manager.kernel_spec.argv = [sys.executable, *arguments]
        client = NotebookClient(
            fresh,
            km=manager,
            timeout=600,
            allow_error_names=[ClaimError.__name__],  # one run names every sentence that is no longer true
            record_timing=False,
            coalesce_streams=True,
            store_widget_state=False,
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            await client.async_execute(env={**os.environ, **kernel_environment(root), "EGOV_CHAPTER": path.stem})
        except Exception as error:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise asyncio.CancelledError from None  # nbclient takes the end of the whole run for a cell's
            ended = [f"{type(error).__name__}: {_ANSI.sub('', str(error))}"]
        finally:
            if manager.has_kernel:  # a manager handed to nbclient is ours to end
                await manager.shutdown_kernel(now=True)
    if told := _failures(fresh) or ended:
        raise NotebookError("\n\n".join(f"{path.name}: {line}" for line in told))
    normalise(fresh)
    if traces := machine_traces(root, fresh):
        raise NotebookError("\n".join(f"{path.name}: {line}; show it rounded, named or not at all" for line in traces))
    return fresh


async def _execute_all(root: Path, before: dict[Path, set[Path]], force: bool) -> list[str]:
    """Execute the stale notebooks, two at a time, each after those it reads from; return one message a failure."""
    # nbclient would answer Ctrl-C by ending one kernel and go on with the next chapter: let the whole run stop
    asyncio.get_running_loop().add_signal_handler = lambda *_: None  # type: ignore[method-assign]
    gate = asyncio.Semaphore(KERNELS)
    failures: list[str] = []
    failed: set[Path] = set()
    runs: dict[Path, asyncio.Task[None]] = {}

    async def one(path: Path) -> None:
        await asyncio.gather(*(runs[other] for other in before[path]))
        if broken := sorted(before[path] & failed):
            failed.add(path)
            failures.append(f"{path.name}: not run, for {broken[0].name} failed, which it reads from")
        elif force or not is_fresh(root, read(path)):
            async with gate:
                await run(path)

    async def run(path: Path) -> None:
        nb = read(path)
        published = [root / "data" / TABLES[name].path for name in use(nb).publishes & set(TABLES)]
        kept = {file: file.read_bytes() if file.is_file() else None for file in published}
        before_run, begun = inputs_digest(root, nb, published=False), time.monotonic()
        try:
            fresh = await _run(root, path, nb)
        except BaseException as error:
            for file, content in kept.items():  # all of its tables or none, also where the run is interrupted
                file.unlink(missing_ok=True) if content is None else write_if_changed(file, content)
            if not isinstance(error, NotebookError):
                raise
            failed.add(path)
            failures.append(str(error))
            result = "FAILED, its tables and the file left as they were"
        else:
            written = write_if_changed(path, serialise(fresh))
            if inputs_digest(root, fresh, published=False) == before_run:  # an input edited meanwhile proves nothing
                write_if_changed(stamp(root, freshness_key(root, fresh)), "")
            tables = sum(file.read_bytes() != content for file, content in kept.items())
            result = "outputs changed, file written" if written else "same bytes, file untouched"
            result += f", {tables} table(s) changed" if tables else ""
        print(f"  {path.name}: {sum(1 for _ in code_cells(nb))} code cells, {time.monotonic() - begun:.1f} s, {result}")

    runs |= {path: asyncio.create_task(one(path)) for path in before}
    await asyncio.gather(*runs.values())
    return failures


def is_fresh(root: Path, nb: NotebookNode, known: Needs | None = None) -> bool:
    """Were the outputs in the notebook proven for the inputs as they are now?"""
    return stamp(root, freshness_key(root, nb, known)).is_file()


def execute(root: Path, *, force: bool = False, only: Sequence[str] = ()) -> int:
    """Re-execute the notebooks whose inputs changed (all with ``force``); return the number that failed.

    A notebook runs after those that publish what it reads; where one of these rewrote a table, it runs again. One that
    fails is left untouched with the tables it publishes, and those that read from it are not run. ``only`` names
    notebooks by how their names begin, which are run whatever they read from; a name that none has is an error.
    """
    files = notebook_files(root)
    if unknown := [name for name in only if not any(path.stem.startswith(name) for path in files)]:
        print(f"No notebook {unknown[0]!r}: one of {', '.join(path.stem for path in files)}")
        return 1
    try:
        read_once = {path: read(path) for path in files}
        known = {path: needs(root, nb) for path, nb in read_once.items()}
        before = upstream({path: own for path, (own, _) in known.items()})
    except NotebookError as error:
        print(str(error))
        return 1
    chosen = [path for path in files if not only or path.stem.startswith(tuple(only))]
    before = {path: before[path] & set(chosen) for path in chosen}
    stale = [path for path in chosen if force or not is_fresh(root, read_once[path], known[path])]
    if not stale:
        print(f"Notebooks: {len(chosen)} fresh, none to run")
        return 0
    print(f"Notebooks: {len(chosen) - len(stale)} fresh, {len(stale)} to run, two at a time, and what reads from them")
    warm_fonts(root)
    failures = asyncio.run(_execute_all(root, before, force))
    for failure in failures:
        print(f"\n{failure}\n")
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
    write_if_changed(stamp(root, digest), "")
    return True
