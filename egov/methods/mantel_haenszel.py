r"""Exact conditional test of a common odds ratio in several 2 x 2 tables (the exact Mantel-Haenszel test).

Each stratum is a table ``[[a, b], [c, d]]``: first group with and without the outcome, other group with and without.
Given all margins, and one odds ratio :math:`\psi` in every stratum, the sum :math:`S` of the cells ``a`` has the law
:math:`P(S = s) \propto c_s \psi^s`, where :math:`c` is the convolution of the strata's hypergeometric laws. Nothing is
weighted, so tables with one value of :math:`S` stay ties. ``StratifiedTable`` of statsmodels has the asymptotic test
alone; R's ``mantelhaen.test(exact = TRUE)`` gives the numbers given here.

References: Mantel and Haenszel (1959); Gart (1970), Point and interval estimation of the common odds ratio, Biometrika
57; Mehta, Patel and Gray (1985), Computing an exact confidence interval for the common odds ratio, JASA 80.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, nan

import numpy as np
from scipy.optimize import brentq
from scipy.stats import hypergeom

from egov.methods.checks import coded, flags, require_level, same_rows

Array = np.ndarray
WIDEST = 60.0  # natural logarithm of the largest odds ratio looked at


@dataclass(frozen=True)
class CommonOddsRatio:
    """``statistic`` is S; ``p`` adds up all values of S no likelier than that seen."""

    statistic: int
    odds_ratio: float
    lower: float
    upper: float
    p: float
    level: float
    strata: int
    n: int


def stratified_tables(outcome: Array, group: Array, stratum: Sequence[object] | Array) -> Array:
    """Tables ``[[a, b], [c, d]]`` of a yes-or-no outcome by group, one a stratum in sorted order: (strata, 2, 2).

    ``ValueError`` names the first row where an outcome or group is neither true nor false, or a stratum is missing.

    >>> stratified_tables([1, 0, 1, 1], [True, True, False, False], ["x", "x", "x", "y"]).tolist()
    [[[1, 1], [1, 0]], [[0, 0], [1, 0]]]
    """
    same_rows(outcome=outcome, group=group, stratum=stratum)
    yes = flags(outcome, None, "outcome")
    first, (names, index) = flags(group, len(yes), "group"), coded(stratum, len(yes), "stratum")
    cell = (index * 2 + ~first) * 2 + ~yes
    return np.bincount(cell, minlength=4 * len(names)).reshape(-1, 2, 2)


def exact_conditional_test(tables: Array, level: float = 0.95) -> CommonOddsRatio:
    """Exact two-sided test that the common odds ratio is one, its conditional maximum-likelihood estimate and interval.

    Parameters
    ----------
    tables
        Counts, (strata, 2, 2). Strata in which a margin is zero say nothing and are left out of ``strata`` and ``n``.
    level
        Level of the interval, whose ends are the odds ratios that one-sided tests at ``(1 - level) / 2`` just refuse.

    Returns
    -------
    CommonOddsRatio
        An odds ratio of 0 or infinity where S is at the end of its range, NaN where no stratum says anything (p is 1).

    Raises
    ------
    ValueError
        Tables that are not (strata, 2, 2) or hold anything but counts, or a level outside 0 and 1.

    Examples
    --------
    >>> found = exact_conditional_test([[[3, 3], [10, 17]], [[8, 10], [4, 43]]])
    >>> round(found.p, 4), round(found.odds_ratio, 2), round(found.lower, 2), round(found.upper, 2)
    (0.0047, 4.69, 1.43, 16.57)
    """
    require_level(level)
    kept = _informative(tables)
    seen, (support, law), tail = int(kept[:, 0, 0].sum()), _central_law(kept), (1 - level) / 2
    likelihood = law[support == seen][0]
    p = float(law[law <= likelihood * (1 + 1e-7)].sum())
    lowest, highest = seen == support[0], seen == support[-1]

    def root(excess: object) -> float:
        return exp(brentq(excess, -WIDEST, WIDEST, xtol=1e-12))

    def tilted(log_ratio: float) -> Array:
        return _tilted(support, law, log_ratio)

    ratio = (
        nan if len(support) == 1 else 0.0 if lowest else inf if highest else root(lambda t: tilted(t) @ support - seen)
    )
    lower = 0.0 if lowest else root(lambda t: tilted(t)[support >= seen].sum() - tail)
    upper = inf if highest else root(lambda t: tilted(t)[support <= seen].sum() - tail)
    n = int(kept.sum())
    return CommonOddsRatio(seen, ratio, lower, upper, min(p, 1.0), level, len(kept), n)


def detectable_odds_ratio(tables: Array, power: float = 0.8, alpha: float = 0.05) -> float:
    """Least common odds ratio above one that the exact two-sided test finds with this power, the margins as they are.

    NaN where the test refuses for no large value of S, so that no odds ratio, however large, is ever found.

    >>> round(detectable_odds_ratio([[[3, 3], [10, 17]], [[8, 10], [4, 43]]]), 2)
    4.71
    """
    if not 0 < alpha < power < 1:
        raise ValueError(f"alpha is {alpha} and power {power}: expected 0 < alpha < power < 1")
    support, law = _central_law(_informative(tables))
    p = np.array([law[law <= likelihood * (1 + 1e-7)].sum() for likelihood in law])
    refused = p <= alpha
    if not refused[-1] or len(support) == 1:
        return nan
    return exp(brentq(lambda t: _tilted(support, law, t)[refused].sum() - power, 0.0, WIDEST, xtol=1e-10))


def _informative(tables: Array) -> Array:
    counts = np.asarray(tables, dtype=float)
    if counts.ndim != 3 or counts.shape[1:] != (2, 2) or np.any(counts != np.floor(counts)) or np.any(counts < 0):
        raise ValueError(f"tables have shape {counts.shape}: expected counts (strata, 2, 2), whole and none negative")
    counts = counts.astype(np.int64)
    return counts[(counts.sum(axis=1) > 0).all(axis=1) & (counts.sum(axis=2) > 0).all(axis=1)]


def _central_law(tables: Array) -> tuple[Array, Array]:
    """Values of S and their probabilities under an odds ratio of one."""
    lowest, law = 0, np.ones(1)
    for (a, b), (c, d) in tables.tolist():
        low, high = max(0, a - d), min(a + b, a + c)
        law = np.convolve(law, hypergeom(a + b + c + d, a + c, a + b).pmf(np.arange(low, high + 1)))
        lowest += low
    return lowest + np.arange(len(law)), law


def _tilted(support: Array, law: Array, log_ratio: float) -> Array:
    """The law of S under another odds ratio."""
    weight = np.log(law) + log_ratio * support
    weight = np.exp(weight - weight.max())
    return weight / weight.sum()
