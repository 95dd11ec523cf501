#!/usr/bin/env bash
# nbval 0.11.0: in strict mode a code cell without an execution count is run, and its output is compared with nothing.
#
# `pytest --nbval` promises that every stored output equals the new one. A stripped cell (no outputs, `execution_count`
# null, as tools that clean notebooks leave it) is executed, may print anything, and is reported as passed like the
# others; the same cell with a count fails, for its output is not stored. Test that every code cell has a count.
# Seen: with a count "1 failed", without "1 passed".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check nbval==0.11.0 pytest==9.2.0 nbformat==5.11.1 ipykernel==7.4.0
cd "$work"
"$work/venv/bin/python" - <<'PY'
import nbformat
from nbformat.v4 import new_code_cell, new_notebook

for name, count in (("numbered", 1), ("unnumbered", None)):
    cell = new_code_cell("print(2)", execution_count=count)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[cell], metadata=kernel), f"{name}.ipynb")
PY
run() { "$work/venv/bin/python" -m pytest -q -p no:cacheprovider --nbval "$1" >"$1.log" 2>&1; }
run numbered.ipynb && { echo "the output that is not stored passed, with a count"; exit 1; }
run unnumbered.ipynb || { cat unnumbered.ipynb.log; exit 1; }
echo "with a count: $(tail -n 1 numbered.ipynb.log); without: $(tail -n 1 unnumbered.ipynb.log)"
