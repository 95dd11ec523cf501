"""CPU seconds of every chapter, all its tables recomputed. Run: python tests/benchmarks/bench_chapters.py [NAME ...]

Each notebook is executed in a kernel of its own, as strict nbval does it: publishing compares and writes nothing. The
runner only passes cells on: reading notebooks through ``nbformat`` builds a grammar of addresses: 3 s of CPU, of no
chapter. To put two versions side by side in one run, name the other tree: ``--tree ../older``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path

RUN = """
import json, sys
from jupyter_client.manager import start_new_kernel
manager, kernel = start_new_kernel(cwd="notebooks")
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        said = kernel.execute_interactive("".join(cell["source"]), output_hook=lambda message: None)["content"]
        if said["status"] != "ok":
            sys.exit(f"cell {cell['id']}: {said}")
kernel.stop_channels()
manager.shutdown_kernel()
"""


def seconds(tree: Path, notebook: Path) -> float:
    """CPU time of the notebook's kernel and its runner, start-up included."""
    env = {**os.environ, "PYTHONPATH": str(tree), "EGOV_PUBLISH": "compare", "OMP_NUM_THREADS": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", RUN, str(notebook)], cwd=tree, env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Print one line a chapter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="file names without ending; all by default")
    parser.add_argument("--tree", type=Path, action="append", default=[], help="another checkout, beside this one")
    given = parser.parse_args()
    trees = [Path(__file__).resolve().parents[2], *(tree.resolve() for tree in given.tree)]
    for notebook in sorted((trees[0] / "notebooks").glob("*.ipynb")):
        if not given.names or notebook.stem in given.names:
            spent = [f"{seconds(tree, tree / 'notebooks' / notebook.name):7.1f} s" for tree in trees]
            print(f"{notebook.stem:20}", *spent, flush=True)


if __name__ == "__main__":
    main()
