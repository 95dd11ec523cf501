#!/usr/bin/env bash
# highspy 1.15.1: `getIis` of an infeasible linear program answers "ok" and "valid" with no row and no column.
#
# An irreducible infeasible subset names the constraints that contradict one another. Under the default
# `iis_strategy` only the cheapest checks are made; where these find nothing the call succeeds all the same, and the
# empty subset is marked valid, which reads as "nothing contradicts". `iis_strategy` 2 names the rows.
# Seen: default -> kOk, valid, rows []; strategy 2 -> kOk, valid, rows [0, 1].
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check highspy==1.15.1 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import highspy

def subset(strategy=None):
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    x, y = model.addVariable(0, 10), model.addVariable(0, 10)
    model.addConstr(x + y >= 5)
    model.addConstr(x + y <= 3)  # contradicts the row above
    model.addConstr(x <= 9)
    if strategy is not None:
        model.setOptionValue("iis_strategy", strategy)
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kInfeasible
    status, found = model.getIis()
    return status, getattr(found, "valid_", None), list(found.row_index_)

default, thorough = subset(), subset(2)
print("default", *default, "- iis_strategy 2", *thorough)
assert default == (highspy.HighsStatus.kOk, True, []), default
assert thorough == (highspy.HighsStatus.kOk, True, [0, 1]), thorough
PY
