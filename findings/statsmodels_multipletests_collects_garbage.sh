#!/usr/bin/env bash
# statsmodels 0.15.0: every call of `multipletests(method="holm")` runs a full garbage collection.
#
# Correcting two p-values should cost microseconds. The function calls `gc.collect()` once a call, so its cost grows
# with all the objects that the program holds, none of which it uses: in a notebook that holds frames and fitted models
# a call takes tenths of a second, and a loop over families spends its time there.
# Seen: one collection of the oldest generation in each of five calls; none in five calls of scipy's false_discovery_control.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/python" - <<'PY'
import gc

from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

full = []
gc.callbacks.append(lambda phase, info: full.append(1) if phase == "start" and info["generation"] == 2 else None)

def collections(call):
    full.clear()
    for _ in range(5):
        call()
    return len(full)

ours, other = collections(lambda: multipletests([0.01, 0.02], method="holm")), collections(lambda: false_discovery_control([0.01, 0.02]))
print("full collections in five calls: multipletests", ours, "- false_discovery_control", other)
assert (ours, other) == (5, 0), (ours, other)
PY
