#!/usr/bin/env bash
# matplotlib 3.11.2: the same canvas class works inside `matplotlib.backends` and fails outside it.
#
# `savefig` hands its own options (facecolor, edgecolor, orientation, the restorer of the bounding box) to the canvas's
# `print_svg`. For canvases whose module is in `matplotlib.backends` it leaves out those that the method does not name;
# a canvas of any other module gets them all. So a subclass of the SVG canvas whose `print_svg` repeats the parent's
# signature raises TypeError at the first plain `savefig`, and needs a `**_` that the parent does not have.
# Seen: the parent writes an SVG; the subclass raises TypeError about `facecolor`; with `**_` it writes the same bytes.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check matplotlib==3.11.2
cd "$work"
cat > narrow.py <<'PY'
from matplotlib.backends.backend_svg import FigureCanvasSVG, _BackendSVG


class FigureCanvas(FigureCanvasSVG):
    def print_svg(self, filename, *, bbox_inches_restore=None, metadata=None):
        super().print_svg(filename, bbox_inches_restore=bbox_inches_restore, metadata=metadata)


FigureManager = _BackendSVG.FigureManager
PY
sed 's/metadata=None):/metadata=None, **_):/' narrow.py > wide.py
PYTHONPATH=. "$work/venv/bin/python" - <<'PY'
import io

import matplotlib
from matplotlib.figure import Figure

matplotlib.rcParams["svg.hashsalt"] = "fixed"


def drawn(backend):
    out = io.BytesIO()
    Figure((1, 1)).savefig(out, format="svg", metadata={"Date": None}, backend=backend)
    return out.getvalue()


inside = drawn("svg")
try:
    drawn("module://narrow")
except TypeError as error:
    message = str(error)
else:
    message = ""
print("inside:", len(inside), "bytes; outside:", message or "no error")
assert "facecolor" in message, message
assert drawn("module://wide") == inside
PY
