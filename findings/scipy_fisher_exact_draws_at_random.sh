#!/usr/bin/env bash
# scipy 1.17.1: `fisher_exact` of a table larger than 2x2 draws at random, and naming a resampling method makes 2x2 random.
#
# The name promises an exact p-value, and for 2x2 it is one. For 3x2 the default is a Monte Carlo test with fresh
# random numbers: two calls give two p-values, each p is a multiple of 1/10,000, and a third group in the data turns
# a stable result into one that changes from run to run. Passing `method=MonteCarloMethod(...)` to fix the seed for
# the larger table makes the 2x2 table random as well.
# Seen: 3x2 differs from call to call; 2x2 is 0.1984 without a method, always, and 0.2011 with one.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check scipy==1.17.1 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import numpy as np
from scipy.stats import MonteCarloMethod, fisher_exact

large, small = [[8, 3], [4, 6], [5, 7]], [[8, 3], [4, 6]]
again = {float(fisher_exact(large).pvalue) for _ in range(5)}
exact = {float(fisher_exact(small).pvalue) for _ in range(5)}
drawn = float(fisher_exact(small, method=MonteCarloMethod(rng=np.random.default_rng(1))).pvalue)
print("3x2, five calls:", sorted(round(p, 4) for p in again))
print("2x2, five calls:", sorted(round(p, 4) for p in exact), "with a method:", round(drawn, 4))
assert len(again) > 1, again
assert len(exact) == 1 and drawn not in exact, (exact, drawn)
PY
