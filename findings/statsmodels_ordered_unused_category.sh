#!/usr/bin/env bash
# statsmodels 0.15.0: OrderedModel with a declared category that no row has hands back its start values.
#
# An ordered categorical keeps its unused categories through every filter of a data frame. With an empty middle one
# the likelihood is undefined at the start values, the optimiser gives up at once, and `fit` returns a result all
# the same: slopes of exactly 0, an infinite threshold, a finite log-likelihood. No exception; `mle_retvals` and
# warnings tell. Dropping the unused category gives the estimate.
# Seen: slope 0.0 and converged False; after `remove_unused_categories()` slope 1.054 and converged True.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1
"$work/venv/bin/python" - <<'PY'
import warnings

import numpy as np
import pandas as pd
from statsmodels.miscmodels.ordinal_model import OrderedModel

rng = np.random.default_rng(1)
x = rng.normal(size=300)
grade = np.where(x + rng.logistic(size=300) > 0, "high", "low")
declared = pd.Series(pd.Categorical(grade, ["low", "middle", "high"], ordered=True))

def fit(series):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return OrderedModel(series, x[:, None], distr="logit").fit(method="bfgs", disp=False)

kept, dropped = fit(declared), fit(declared.cat.remove_unused_categories())
for name, result in (("declared", kept), ("used only", dropped)):
    print(name, "slope", round(float(result.params.iloc[0]), 3), "llf", round(float(result.llf), 1), "converged",
          result.mle_retvals["converged"])
assert kept.params.iloc[0] == 0.0 and np.isfinite(kept.llf) and not kept.mle_retvals["converged"]
assert round(float(dropped.params.iloc[0]), 3) == 1.054 and dropped.mle_retvals["converged"]
PY
