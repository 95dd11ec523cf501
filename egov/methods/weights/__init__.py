"""Hidden weights: what a printed mean of a whole and the printed means of its parts say about the weights.

A publisher prints the mean of an index and of its parts, each rounded, and no weights. With weights at least zero that
sum to one, a weight vector is *compatible* if some values inside the parts' rounding intervals give a whole inside its
own. Parts vary independently and weights are not negative, so this holds exactly if the weighted sum of the parts'
lower ends does not exceed the whole's upper end, and that of their upper ends does not fall below its lower end: the
compatible weights are a polytope (bounds by linear programs as in partial identification; Manski, 2003).

Publishers like round weights. :func:`round_schemes` counts the *schemes* whose weights are all positive multiples of a
step in percent, :func:`chance_schemes` says how many would fit by chance. Everything but that simulation is exact
integer or rational arithmetic; intervals keep their open ends unless ``closed`` is asked for.
"""

from egov.methods.weights.chance import Chance, chance_schemes
from egov.methods.weights.polytope import weight_vertices
from egov.methods.weights.schemes import (
    Figure,
    Schemes,
    compositions,
    round_schemes,
    scheme_mean,
    shared_schemes,
    units_of,
)
from egov.methods.weights.system import weight_system

__all__ = [
    "Chance",
    "Figure",
    "Schemes",
    "chance_schemes",
    "compositions",
    "round_schemes",
    "scheme_mean",
    "shared_schemes",
    "units_of",
    "weight_system",
    "weight_vertices",
]
