"""How many round-number weight schemes fit printed means by chance alone: a seeded simulation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from egov.methods.rounding import Number
from egov.methods.weights.schemes import MOST, Figure, compositions, interval_of, units_of


class Chance(NamedTuple):
    """What chance alone gives: number of schemes per draw (``counts``) and its mean.

    ``mean_lower`` to ``mean_upper`` is the 95 % Monte Carlo interval of the mean; ``any`` is the share of draws with at
    least one scheme.
    """

    mean: float
    mean_lower: float
    mean_upper: float
    any: float
    counts: np.ndarray


def chance_schemes(
    parts: Sequence[Sequence[Figure]], step: Number, *, decimals: int = 2, draws: int = 1000, seed: int = 0
) -> Chance:
    """How many schemes fit, or are shared by several populations, where there is nothing to find.

    Each draw gives every population weights of its own, uniform over all weights that sum to one (a Dirichlet law with
    parameters of one, so that no weight is round and none shared), takes the whole from them, rounds parts and whole
    half up, and counts the round-number schemes that reproduce every population's whole.

    Parameters
    ----------
    parts
        The printed parts, one list a population: these are kept (their true values vary within the rounding) and the
        weights alone are random.
    step
        In percent, as in :func:`round_schemes`.
    decimals
        Of the rounding: the parts are strings with so many.
    draws, seed
        Size and seed of the simulation.

    Examples
    --------
    >>> chance = chance_schemes([["80.12", "91.30", "84.07"]], 10, draws=200, seed=1)
    >>> chance.mean_lower <= chance.mean <= chance.mean_upper
    True
    """
    units, generator = units_of(step), np.random.default_rng(seed)
    if draws < 2:
        raise ValueError(f"{draws} draws are no simulation")
    n, tick = len(parts[0]), 10**decimals
    if any(len(p) != n for p in parts):
        raise ValueError("the populations have different numbers of parts")
    given = [[interval_of(p, closed=True) for p in row] for row in parts]
    if any(i.width * tick != 1 for row in given for i in row):
        raise ValueError(f"printed parts must all have {decimals} decimals")
    middle = np.array([[float((i.lower + i.upper) / 2 * tick) for i in row] for row in given])
    shown = np.broadcast_to(np.rint(middle)[:, None, :], (len(parts), draws, n))
    true = shown + generator.uniform(-0.5, 0.5, size=shown.shape)
    if n > units:
        counts = np.zeros(draws, dtype=int)
    else:
        weights = generator.dirichlet(np.ones(n), size=(len(parts), draws))
        whole = np.floor((weights * true).sum(axis=2) + 0.5)
        counts = _chance_counts(shown, whole, units)
    error = 1.96 * float(counts.std(ddof=1)) / math.sqrt(draws)
    mean = float(counts.mean())
    return Chance(mean, max(0.0, mean - error), mean + error, float((counts > 0).mean()), counts)


def _chance_counts(shown: np.ndarray, whole: np.ndarray, units: int) -> np.ndarray:
    """Schemes that fit all populations of each draw; figures are whole numbers of the last printed digit.

    With every figure rounded half up, a scheme fits exactly if Σ k·part and units·whole differ by less than
    ``units``. Sums of whole numbers below 2**24 in single, 2**53 in double precision are exact.
    """
    populations, draws, n = shown.shape
    if math.comb(units - 1, n - 1) > MOST:
        raise ValueError(f"too many schemes of {n} parts to simulate: take a larger step")
    kind = np.float32 if units * max(shown.max(), whole.max()) < 2**23 else float
    table = compositions(units, n).astype(kind)
    parts, limits = shown.astype(kind).transpose(0, 2, 1), (units * whole).astype(kind)
    counts = np.zeros(draws, dtype=int)
    rows = max(1, 250_000 // draws)  # small enough for the processor's cache
    for start in range(0, len(table), rows):
        block = table[start : start + rows]
        fits = np.ones((len(block), draws), dtype=bool)
        for p in range(populations):
            sums = block @ parts[p]
            sums -= limits[p]
            fits &= np.abs(sums, out=sums) < units
        counts += np.add.reduce(fits, axis=0, dtype=np.int32)
    return counts
