"""Sharp bounds on what a table does not print, from what is printed about it.

Means of overlapping groups, ranks, bands, orders and counts restrict the values of a table that is printed in part.
All tables that satisfy them form a polytope, or a union of polytopes where choices are left open; the least and the
greatest value of a linear statistic over it are **sharp** bounds: no more can be said without further assumptions,
and a feasible table attains each end (partial identification: Manski, 2003; the audit of protected tables solves the
same programs with the opposite aim, for instance in the R package sdcTable).

Intervals are closed and ties are allowed, so a bound at an open end of a rounding interval is approached rather than
reached; :meth:`System.margin` says whether any table stays clear of all open ends. Half up and half even differ at
open ends alone and give the same bounds.

Ten lines for another table:

>>> from egov.methods.bounds import Known, Mean, Order, Rank, System, difference, mean_of
>>> shops = System(["north", "south", "east", "west"], lower=0, upper=100).also(
...     Known("north", "71.2"),  # printed to one decimal: 71.15 to 71.25
...     Mean(["north", "south"], "65.0"),
...     Mean(["north", "south", "east", "west"], "60.0"),
...     Rank("east", 4),
... )
>>> shops.bounds("south")  # 2 × (64.95 to 65.05) less the north
Bounds(lower=58.65, upper=58.95)
>>> shops.bounds_all().round(2).loc["west"].tolist(), shops.ranks("west")
([54.85, 100.0], (1, 2, 3))
>>> shops.also(Order([mean_of(["east", "south"]), "west"])).conflict().labels
()
>>> shops.also(Order(["east", "south"], by=1)).conflict().labels  # a fourth that is above another
('east ranks 4', 'east ≥ south, each by 1')
"""

from egov.methods.bounds.conflict import Conflict
from egov.methods.bounds.constraints import (
    Band,
    Constraint,
    CountAbove,
    Known,
    Linear,
    Mean,
    Order,
    Rank,
    Total,
)
from egov.methods.bounds.leaders import with_leaders
from egov.methods.bounds.statistics import BoundsError, Infeasible, difference, form, mean_of, sum_of
from egov.methods.bounds.system import Bounds, System

__all__ = [
    "Band",
    "Bounds",
    "BoundsError",
    "Conflict",
    "Constraint",
    "CountAbove",
    "Infeasible",
    "Known",
    "Linear",
    "Mean",
    "Order",
    "Rank",
    "System",
    "Total",
    "difference",
    "form",
    "mean_of",
    "sum_of",
    "with_leaders",
]
