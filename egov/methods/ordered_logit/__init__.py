"""Ordered logit for bands: one fit with checks and penalties, or many weighted fits at once for the bootstrap.

>>> import pandas as pd
>>> design = pd.DataFrame({"south": [0, 0, 0, 0, 1, 1, 1, 1]})
>>> results = OrderedLogit([0, 0, 1, 2, 1, 1, 2, 2], design).fit()
>>> results.predict().iloc[[0, 7]].round(2).to_numpy().tolist()
[[0.44, 0.41, 0.15], [0.1, 0.35, 0.55]]
"""

from egov.methods.likelihood import ConvergenceError, SeparationError
from egov.methods.ordered_logit.batch import fit_many, probability_above, unit_weights
from egov.methods.ordered_logit.model import OrderedLogit, OrderedLogitResults

__all__ = [
    "ConvergenceError",
    "OrderedLogit",
    "OrderedLogitResults",
    "SeparationError",
    "fit_many",
    "probability_above",
    "unit_weights",
]
