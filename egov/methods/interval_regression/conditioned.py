r"""Scores behind bands, conditioned on printed means and counts: exact, independent draws by tilting and rejection.

Given the parameters the scores :math:`s_i` of different units are independent, each with a density :math:`f_i` inside
its band. To draw them given that their sum :math:`S` lies in a window, all scores but one are proposed from laws tilted
until the mean fits, :math:`f_i(s) e^{\theta s}`, and :math:`S` from :math:`e^{-\theta S}` inside the window; the last
score is what is left, and the proposal is kept with a probability proportional to :math:`f_n(s_n) e^{\theta s_n}`. The
tilt cancels, so draws have exactly the law wanted, however far out the printed mean lies (tilting: Daniels, 1954;
rejection: von Neumann, 1951). They are independent: no chain, no burn-in, no lattice.

Groups without a common member are drawn so, the smaller ones first; a mean that overlaps them (the nation's above its
regions') and every count above a mean are met by keeping the draws that have them.

The laws are tabulated, so there is an end to tilting: where the rounding of a probability near 1 would show in the
draws, :class:`TailError` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import exprel

from egov.methods.interval_regression.prediction import BandPredictive

TAIL_ERROR = 1e-3
"""Relative error of a tilted law by rounding that draws may have."""
MOST_TRIES = 10_000
"""Proposals for one draw after which a mean counts as impossible."""


class InfeasibleError(ValueError):
    """No scores inside the bands satisfy the printed means and counts."""


class TailError(ValueError):
    """A mean lies so far in the tail of the tabulated laws that draws from them would be wrong."""


@dataclass(frozen=True)
class GroupMean:
    """The mean of some scores lies between two limits; perhaps so many of them lie above their mean.

    Parameters
    ----------
    members
        Positions of the scores in the group.
    lower, upper
        Limits of the mean: those of the interval that rounds to the printed figure.
    n_above
        How many members lie above their (unrounded) mean; None where that is not known.

    Examples
    --------
    >>> GroupMean((0, 1, 2), 79.945, 79.955, n_above=2).holds(np.array([[79.0, 80.0, 80.85], [79.0, 79.0, 81.85]]))
    array([ True, False])
    """

    members: Sequence[int]
    lower: float
    upper: float
    n_above: int | None = None

    def __post_init__(self) -> None:
        """Refuse limits out of order, members named twice and counts that no scores can have."""
        members = list(self.members)
        if not members or len(set(members)) < len(members) or min(members) < 0:
            raise ValueError(f"members {members}: expected different positions from 0 on")
        if not self.lower <= self.upper:
            raise ValueError(f"mean between {self.lower} and {self.upper}: limits out of order")
        if self.n_above is not None and not 0 <= self.n_above < len(members):
            raise ValueError(f"{self.n_above} of {len(members)} members above their mean is impossible")

    def holds(self, scores: np.ndarray) -> np.ndarray:
        """Which rows of ``scores`` (draws, n) have this mean and this count; shape (draws,)."""
        own = scores[:, list(self.members)]
        mean = own.mean(axis=1)
        inside = (mean >= self.lower - 1e-9) & (mean <= self.upper + 1e-9)
        return inside if self.n_above is None else inside & ((own > mean[:, None]).sum(axis=1) == self.n_above)


def sample_conditioned(
    predictive: BandPredictive,
    constraints: Sequence[GroupMean],
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Draw independent scores from their bands, given printed means and counts above the mean.

    Parameters
    ----------
    predictive
        The law of each of n scores without the printed figures.
    constraints
        Printed means and counts.
    draws
        Number of draws tried; fewer come back where a mean overlaps others or a count is given.
    rng
        Source of the random numbers: the same state gives the same draws.

    Returns
    -------
    numpy.ndarray
        Shape (draws kept, n), score points.

    Raises
    ------
    InfeasibleError
        No score inside the bands has these means, or no draw the counts and overlapping means.
    TailError
        The tables of the laws have no digits left where a mean lies.
    ValueError
        A member that is no position of a score.

    Examples
    --------
    >>> even = BandPredictive(np.array([[80.0, 90.0]] * 2), np.array([[0.0, 1.0]] * 2))
    >>> drawn = sample_conditioned(even, [GroupMean((0, 1), 87.995, 88.005)], 400, np.random.default_rng(1))
    >>> drawn.shape, bool((abs(drawn.mean(axis=1) - 88) <= 0.0051).all()), bool(drawn.min() > 85.9)
    ((400, 2), True, True)
    """
    n = len(predictive.edges)
    for each in constraints:
        if max(each.members) >= n:
            raise ValueError(f"member {max(each.members)} of a mean: there are {n} scores, 0 to {n - 1}")
    solved, left = [], set(range(n))
    for each in sorted(constraints, key=lambda c: len(c.members)):
        if left.issuperset(each.members):
            solved.append(each)
            left -= set(each.members)
    scores, free = np.empty((draws, n)), sorted(left)
    if free:
        scores[:, free] = BandPredictive(predictive.edges[free], predictive.cdf[free]).rvs(rng, draws)
    for each in solved:
        scores[:, list(each.members)] = _given_mean(predictive, each, draws, rng)
    keep = np.ones(draws, dtype=bool)
    for each in constraints:
        if each.n_above is not None or each not in solved:
            keep &= each.holds(scores)
    if not keep.any():
        raise InfeasibleError(f"none of {draws} draws that satisfy {len(solved)} means satisfies the others too")
    return scores[keep]


def _given_mean(predictive: BandPredictive, group: GroupMean, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Scores of one group (draws, members) given that their mean lies between its limits."""
    members = np.asarray(group.members, dtype=int)
    edges, cdf, size = predictive.edges[members], predictive.cdf[members], len(members)
    low, width, mass = edges[:, :-1], np.diff(edges, axis=1), np.diff(cdf, axis=1)
    least, most = edges[:, 0].sum(), edges[:, -1].sum()
    first, final = max(group.lower * size, least), min(group.upper * size, most)
    if first > final + 1e-9:
        raise InfeasibleError(
            f"no scores in their bands have a mean between {group.lower} and {group.upper}: the means of these {size} "
            f"scores lie between {least / size:.2f} and {most / size:.2f}"
        )
    if least == most:  # every score is known
        return np.tile(edges[:, 0], (draws, 1))
    tilt, share = _tilted(low, width, mass, first, final)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = (share * np.fmin(np.spacing(cdf[:, 1:]) / mass, 1.0)).sum(axis=1).max(where=width[:, 0] > 0, initial=0)
        height = np.where(width > 0, share / (width * exprel(-np.abs(tilt) * width)), np.inf)
    if error > TAIL_ERROR:
        raise TailError(
            f"a mean between {group.lower} and {group.upper} lies too far in the tail of the tabulated laws of these "
            f"{size} scores: rounding alone would move the draws' law by {error:.2g} (at most {TAIL_ERROR:g})"
        )
    last = int(np.argmin(height.max(axis=1)))  # with the flattest law as the last most proposals are kept
    upto = np.cumsum(share, axis=1)
    upto = (upto / upto[:, -1:] + np.arange(size)[:, None]).ravel()  # all laws in one row, one after the other
    kept, number, tries = [], 0, 4 * draws
    for _ in range(MOST_TRIES // 4):
        u, within, of_sum, chance = rng.random((tries, size)), rng.random((tries, size)), *rng.random((2, tries))
        cell = np.searchsorted(upto, u + np.arange(size), side="right")
        scores = low.ravel()[cell] + width.ravel()[cell] * _within(tilt * width.ravel()[cell], within)
        total = first + (final - first) * _within(-tilt * (final - first), of_sum)
        own = scores[:, last] = total - np.delete(scores, last, axis=1).sum(axis=1)
        inside = (own >= edges[last, 0]) & (own <= edges[last, -1])
        at = np.clip(np.searchsorted(edges[last], own, side="right") - 1, 0, width.shape[1] - 1)
        away = edges[last, at + 1] - own if tilt > 0 else own - edges[last, at]
        inside &= chance * height[last].max() < height[last, at] * np.exp(-np.abs(tilt) * away)
        kept.append(scores[inside])
        number += len(kept[-1])
        if number >= draws:
            return np.concatenate(kept)[:draws]
    raise InfeasibleError(f"a mean between {group.lower} and {group.upper} has no probability in these bands")


def _tilted(
    low: np.ndarray, width: np.ndarray, mass: np.ndarray, first: float, final: float
) -> tuple[float, np.ndarray]:
    """The tilt with which the sum of the scores is expected near the window from ``first`` to ``final``; cell shares.

    Laws are tabulated in cells, arrays (members, cells); inside a cell a tilted law is exponential.
    """
    tilt = 0.0
    with np.errstate(divide="ignore", over="ignore"):
        logs = np.log(mass)
        for _ in range(200):
            x = tilt * width
            power = logs + tilt * (low - low[:, :1]) + np.maximum(x, 0.0) + np.log(exprel(-np.abs(x)))
            share = np.exp(power - power.max(axis=1, keepdims=True))
            share /= share.sum(axis=1, keepdims=True)
            small = np.abs(x) < 1e-3
            safe = np.where(small, 1.0, x)
            middle = low + width * np.where(small, 0.5 + x / 12, -1 / np.expm1(-safe) - 1 / safe)
            own = width**2 * np.where(small, 1 / 12, 1 / safe**2 - 0.25 / np.sinh(0.5 * safe) ** 2)
            mean = (share * middle).sum(axis=1, keepdims=True)
            variance = (share * (own + (middle - mean) ** 2)).sum()
            off = np.clip(mean.sum(), first, final) - mean.sum()
            if abs(off) <= 0.4 * np.sqrt(variance):
                break
            most = max(abs(tilt), 1 / np.sqrt(variance))
            tilt += float(np.clip(off / variance, -most, most))
    return tilt, share


def _within(x: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Where the share ``u`` of a law proportional to ``exp(x v)`` on 0 <= v <= 1 is reached."""
    down = np.minimum(-np.abs(x), -1e-12)
    place = np.log1p(u * np.expm1(down)) / down
    return np.where(x > 0, 1 - place, place)
