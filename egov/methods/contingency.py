"""Ordered tables with fixed margins: every table that the margins allow, and the exact law of a score over them.

Rows are groups, columns are ordered categories. Given both margins, and under exchangeable units, the rows follow the
multivariate hypergeometric law; when group ``g`` draws from probabilities ``p_g`` the weight of a table is
``prod_g prod_j p_gj ** a_gj / a_gj!`` up to a constant. The score is Kendall's ``S``: over all pairs of units from two
groups, +1 where the unit of the later group stands higher, -1 where it stands lower. It is an integer, so no decision
about ties between tables ever rests on a rounded float (Mehta and Patel, 1983; Agresti, 2010, ch. 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit, gammaln, logit, xlogy

from egov.methods.checks import missing, numbers

Array = np.ndarray
MAX_TABLES = 5_000_000


class TooManyTables(ValueError):
    """The margins allow more tables than can be enumerated: resample instead."""


def rows(margin: Sequence[int] | Array, size: int) -> Array:
    """Every row of ``size`` units that fits under the column totals ``margin``: an integer array (tables, categories).

    Raises ``ValueError`` where the size does not fit and ``TooManyTables`` above ``MAX_TABLES`` candidates.

    >>> rows([2, 1], 2)
    array([[1, 1],
           [2, 0]])
    """
    m = counts(margin, "margin")
    if not 0 <= size <= m.sum():
        raise ValueError(f"a row of {size} units does not fit under a margin of {m.sum()}: expected 0 to {m.sum()}")
    candidates = float(np.prod(np.minimum(m[:-1], size) + 1.0))
    if candidates > MAX_TABLES:
        raise TooManyTables(f"{candidates:.3g} candidate tables, more than {MAX_TABLES:,}")
    grids = np.meshgrid(*(np.arange(min(c, size) + 1) for c in m[:-1]), indexing="ij")
    head = np.stack([g.ravel() for g in grids], axis=1) if grids else np.zeros((1, 0), dtype=np.int64)
    last = size - head.sum(axis=1)
    fits = (last >= 0) & (last <= m[-1])
    return np.column_stack([head[fits], last[fits]]).astype(np.int64)


def counts(values: Sequence[int] | Array, name: str) -> Array:
    """A vector of whole counts, none negative, as int64; ``ValueError`` names what is wrong."""
    a = np.ma.filled(np.ma.asarray(values), -1)
    if a.ndim != 1 or a.size == 0:
        raise ValueError(f"{name} has shape {a.shape}: expected a vector of counts")
    if not np.issubdtype(a.dtype, np.number) or not np.all(np.isfinite(a)) or np.any(a != np.floor(a)) or np.any(a < 0):
        raise ValueError(f"{name} is {a.tolist()}: expected whole counts, none negative")
    return a.astype(np.int64)


def ordered_codes(values: Sequence[float] | Array, name: str) -> Array:
    """A vector of at least one finite code; ``ValueError`` says what is wrong."""
    a = np.asarray(values)
    if a.ndim != 1 or a.size == 0:
        raise ValueError(f"{name} has shape {a.shape}: expected a vector of at least one code")
    if a.dtype.kind not in "biuf" or missing(values).any() or not np.all(np.isfinite(a)):
        numbers(values, name)  # names the first row that is missing or infinite
        raise ValueError(f"{name} holds something other than finite numbers: expected ordered codes")
    return a


def ordered_table(groups: Sequence[Sequence[float] | Array]) -> tuple[Array, Array]:
    """Counts (groups, categories) of several samples over their common categories, and the categories ascending.

    >>> ordered_table([[1, 3, 3], [1, 2]])[0]
    array([[1, 0, 2],
           [1, 1, 0]])
    """
    samples = [ordered_codes(g, f"group {i}") for i, g in enumerate(groups, 1)]
    if len(samples) < 2:
        raise ValueError(f"{len(samples)} group given: expected at least two")
    categories, code = np.unique(np.concatenate(samples), return_inverse=True)
    group = np.repeat(np.arange(len(samples)), [len(s) for s in samples])
    table = np.bincount(group * len(categories) + code, minlength=len(samples) * len(categories))
    return table.reshape(len(samples), -1), categories


def pair_score(low: Array, high: Array) -> Array:
    """Kendall's S of two groups: pairs with the unit of ``high`` above minus pairs with it below; shape (...,).

    Both arguments are counts by category, shape (..., categories).

    >>> int(pair_score(np.array([2, 1, 0]), np.array([0, 1, 2])))
    8
    """
    low, high = np.asarray(low), np.asarray(high)
    below = np.cumsum(low, axis=-1) - low
    above = low.sum(axis=-1, keepdims=True) - below - low
    return (high * (below - above)).sum(axis=-1)


def log_weights(tables: Array, probabilities: Array | None = None) -> Array:
    """``sum_j a_j log p_j - log a_j!`` of each row of counts; without probabilities the second part only."""
    base = -gammaln(tables + 1.0).sum(axis=-1)
    return base if probabilities is None else base + xlogy(tables, probabilities).sum(axis=-1)


def score_distribution(
    margin: Sequence[int] | Array, sizes: Sequence[int] | Array, probabilities: Array | None = None
) -> tuple[Array, Array]:
    """Exact law of S over the ordered tables with column totals ``margin`` and row totals ``sizes``.

    ``probabilities`` (groups, categories) sets an alternative; without it groups are exchangeable (the permutation
    law). Groups are joined one after another: the law for the first g groups follows from that for g - 1 and the row
    of group g, so that the cost grows with the number of margins of joined groups and not with the number of tables.

    Returns the support (integers, ascending) and its probabilities. ``TooManyTables`` where it would take too long.

    >>> support, law = score_distribution([2, 2], [2, 2])
    >>> [(int(s), round(float(p), 4)) for s, p in zip(support, law)]
    [(-4, 0.1667), (0, 0.6667), (4, 0.1667)]
    """
    m, n = counts(margin, "margin"), counts(sizes, "sizes")
    if m.sum() != n.sum():
        raise ValueError(f"the margin counts {m.sum()} units and the groups {n.sum()}: expected the same")
    p = None if probabilities is None else np.asarray(probabilities, dtype=float)
    if p is not None and p.shape != (n.size, m.size):
        raise ValueError(f"probabilities have shape {p.shape}: expected {(n.size, m.size)}")
    if p is not None and not ((p >= 0) & (p < np.inf)).all():
        g, j = np.argwhere(~((p >= 0) & (p < np.inf)))[0]
        raise ValueError(f"probabilities, group {g}, category {j}: {p[g, j]}, expected a number from 0 up")
    reach = int(m.sum() ** 2 - (n**2).sum()) // 2  # |S| is at most the number of pairs from two groups
    first, steps = _plan(tuple(map(int, m)), tuple(map(int, n)))
    if len(steps) == 1:  # two groups: each row of the first is one table, and one value of S
        (step,), last = steps, None if p is None else p[1]
        weights = _scaled(log_weights(first, None if p is None else p[0]))[step.source]
        weights = weights * _scaled(log_weights(step.rows, last))[step.added]
        total = np.bincount(step.shift + reach, weights, 2 * reach + 1)
        inside = np.flatnonzero(total > 0)
        return inside - reach, total[inside] / total.sum()
    law = np.zeros((len(first), 2 * reach + 1))
    law[:, reach] = _scaled(log_weights(first, None if p is None else p[0]))
    for g, step in enumerate(steps, 1):
        law = step.apply(law, _scaled(log_weights(step.rows, None if p is None else p[g])))
    total = law[0] / law[0].sum()
    inside = np.flatnonzero(total > 0)
    return inside - reach, total[inside]


def _scaled(log_weight: Array) -> Array:
    """Weights relative to the largest."""
    return np.exp(log_weight - log_weight.max())


@dataclass(frozen=True)
class _Step:
    """How the law of S by margin of the joined groups follows when one more group joins.

    Move i takes state ``source[i]`` with row ``added[i]`` to state ``target[i]`` and raises S by ``shift[i]``; moves
    are sorted by shift, and ``blocks`` are the bounds of equal shifts.
    """

    rows: Array
    source: Array
    added: Array
    target: Array
    shift: Array
    blocks: Array
    states: tuple[int, int]

    def apply(self, law: Array, weight: Array) -> Array:
        """Law after the step from the law before it: (states, values of S)."""
        moves, width = weight[self.added], law.shape[1]
        values = np.flatnonzero(law.any(axis=0))
        if values.size == 1:  # one value of S so far, as after the first group: every move is one addition
            place = self.target * width + values[0] + self.shift
            added = np.bincount(place, moves * law[self.source, values[0]], self.states[1] * width)
            return added.reshape(-1, width)
        out = np.zeros((self.states[1], width))
        for start, end in pairwise(self.blocks):
            part = slice(start, end)
            if self.states[1] == 1:
                moved = (moves[part] @ law[self.source[part]])[None]
            else:
                matrix = csr_array((moves[part], (self.target[part], self.source[part])), shape=self.states[::-1])
                moved = matrix @ law
            s = int(self.shift[start])
            if s >= 0:
                out[:, s:] += moved[:, : law.shape[1] - s]
            else:
                out[:, :s] += moved[:, -s:]
        return out


@lru_cache(maxsize=16)
def _plan(margin: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[Array, tuple[_Step, ...]]:
    """Rows of the first group, and the steps that join the others; the last takes what is left of the margin."""
    m = np.array(margin)
    first = states = rows(m, sizes[0])
    steps = []
    for g, size in enumerate(sizes[1:], 1):
        if g == len(sizes) - 1:
            group, source = m - states, np.arange(len(states))
            added = source
        else:
            group = rows(m, size)
            if len(states) * len(group) > MAX_TABLES:
                raise TooManyTables(f"{len(states) * len(group):,} pairs of rows, more than {MAX_TABLES:,}")
            source, added = (i.ravel() for i in np.indices((len(states), len(group))))
            fits = np.all(states[source] + group[added] <= m, axis=1)
            source, added = source[fits], added[fits]
        joined, target = np.unique(states[source] + group[added], axis=0, return_inverse=True)
        shift = pair_score(states[source], group[added])
        order = np.argsort(shift, kind="stable")
        blocks = np.r_[np.flatnonzero(np.r_[True, np.diff(shift[order]) != 0]), shift.size]
        sizes_of = (len(states), len(joined))
        steps.append(_Step(group, source[order], added[order], target.ravel()[order], shift[order], blocks, sizes_of))
        states = joined
    return first, tuple(steps)


def proportional_odds(pooled: Array, weights: Array, shifts: Array) -> Array:
    """Group probabilities under proportional odds whose weighted mean is the pooled distribution.

    ``logit P(Y_g <= j) = theta_j - shift_g``, with the cut points ``theta`` solved so that
    ``sum_g w_g P(Y_g <= j)`` is the pooled cumulative share at every cut (McCullagh, 1980). A larger shift stands
    higher. ``pooled`` (categories,) and ``weights`` (groups,) sum to one; returns (groups, categories).

    >>> proportional_odds(np.array([0.5, 0.5]), np.array([0.5, 0.5]), np.array([-1.0, 1.0])).round(3)
    array([[0.731, 0.269],
           [0.269, 0.731]])
    """
    given = {"pooled": pooled, "weights": weights, "shifts": shifts}
    pooled, weights, shifts = (numbers(a, name) for name, a in given.items())
    cut = np.cumsum(pooled)[:-1]
    theta = _cuts_of_two(cut, weights, shifts) if len(shifts) == 2 else _cuts(cut, weights, shifts)
    theta = np.concatenate([[-np.inf], theta, [np.inf]])
    upper = theta[1:] - shifts[:, None]
    lower = theta[:-1] - shifts[:, None]
    # a difference of two nearly equal values of expit, taken from the tail where it is exact
    flip = lower > 0
    p = np.where(flip, expit(-lower) - expit(-upper), expit(upper) - expit(lower))
    return np.maximum(p, 0.0)


def _cuts_of_two(cut: Array, weights: Array, shifts: Array) -> Array:
    """Cut points of two groups: the positive root of a quadratic in ``exp(theta)``."""
    middle = shifts.mean()
    first, second = np.exp(shifts - middle)  # their product is one
    linear = weights @ np.array([second, first]) - cut * (first + second)
    root = np.sqrt(linear**2 + 4 * (1 - cut) * cut)
    with np.errstate(divide="ignore"):
        size = np.where(linear > 0, 2 * cut / (linear + root), (root - linear) / (2 * (1 - cut)))
    return middle + np.log(size)


def _cuts(cut: Array, weights: Array, shifts: Array) -> Array:
    """Cut points of any number of groups by Newton's steps, halving the bracket where one leaves it."""
    low = np.full(cut.shape, -40.0) + shifts.min()
    high = np.full(cut.shape, 40.0) + shifts.max()
    theta = logit(np.clip(cut, 1e-12, 1 - 1e-12))
    for _ in range(200):
        share = expit(theta - shifts[:, None])
        excess, slope = weights @ share - cut, weights @ (share * (1 - share))
        low, high = np.where(excess > 0, low, theta), np.where(excess > 0, theta, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            ahead = theta - excess / slope
        ahead = np.where((ahead >= low) & (ahead <= high), ahead, (low + high) / 2)
        moved, theta = np.abs(ahead - theta).max(initial=0.0), ahead
        if moved < 1e-13:
            break
    return theta
