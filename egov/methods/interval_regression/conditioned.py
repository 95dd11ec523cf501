r"""Scores behind bands, conditioned on printed means and counts: exact, independent draws by convolution.

Given the parameters the scores :math:`s_i` of different units are independent, each with a density :math:`f_i` inside
its band. On a lattice of step :math:`h` the law of a sum is a convolution, so the sum of a group can be drawn from its
law within the limits that round to the printed mean, and then, one score after the other, each score given what is
left of the sum:

.. math:: P(s_k \mid S_k = S) \propto f_k(s_k)\, P(S_{k-1} = S - s_k).

This is forward filtering and backward sampling (Carter and Kohn, 1994) with the sum as the state. Draws are exact up
to the step and independent: no chain, no burn-in. Groups without a common member are drawn so, the smaller ones first;
a mean that overlaps them (the nation's above its regions') and every count above a mean are met by keeping the draws
that have them.

A mean far out in the tails is met by tilting the laws (Daniels, 1954). They are tabulated, so there is an end to that:
where the rounding of a probability near 1 would show in the draws, :class:`TailError` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.fft import irfft, next_fast_len, rfft

from egov.methods.interval_regression.prediction import BandPredictive

STEP = 0.02
"""Step of the lattice, score points."""


TAIL_ERROR = 1e-3
"""Relative error of a tilted law by rounding that draws may have."""


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
    step: float = STEP,
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
    step
        Of the lattice, score points: limits of a mean and scores are met to about this step.

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
    scores = predictive.rvs(rng, draws)
    for each in solved:
        scores[:, list(each.members)] = _given_mean(predictive, each, draws, rng, step)
    keep = np.ones(draws, dtype=bool)
    for each in constraints:
        if each.n_above is not None or each not in solved:
            keep &= each.holds(scores)
    if not keep.any():
        raise InfeasibleError(f"none of {draws} draws that satisfy {len(solved)} means satisfies the others too")
    return scores[keep]


def _given_mean(
    predictive: BandPredictive, group: GroupMean, draws: int, rng: np.random.Generator, step: float
) -> np.ndarray:
    """Scores of one group (draws, members) given that their mean lies between its limits."""
    members = np.asarray(group.members, dtype=int)
    start, mass, rounding = [], [], []
    for edges, cdf in zip(predictive.edges[members], predictive.cdf[members], strict=True):
        low, high = edges[0], edges[-1]
        cells = round((high - low) / step)
        if abs(cells * step - (high - low)) > 1e-9:
            raise ValueError(f"band {low:g} to {high:g}: its width is no multiple of the step {step:g}")
        start.append(low + 0.5 * step if cells else low)
        lattice = np.linspace(low, high, cells + 1)
        upto = np.interp(lattice, edges, cdf)
        mass.append(np.diff(upto) if cells else np.ones(1))
        with np.errstate(divide="ignore", invalid="ignore"):
            rounding.append(np.fmin(np.spacing(upto[1:]) / mass[-1], 1.0) if cells else np.zeros(1))
    base, size = np.sum(start), len(members)
    ends = [(limit * size - base) / step for limit in (group.lower, group.upper)]
    most = sum(len(own) - 1 for own in mass)
    support = np.arange(max(int(np.ceil(ends[0] - 1e-6)), 0), min(int(np.floor(ends[1] + 1e-6)), most) + 1)
    if not len(support):
        raise InfeasibleError(
            f"no scores in their bands have a mean between {group.lower} and {group.upper}: the means of these {size} "
            f"scores lie between {base / size:.2f} and {(base + most * step) / size:.2f}"
        )
    tilt, mass = _tilted(mass, support.mean())
    error = max(own @ lost for own, lost in zip(mass, rounding, strict=True))
    if error > TAIL_ERROR:
        raise TailError(
            f"a mean between {group.lower} and {group.upper} lies too far in the tail of the tabulated laws of these "
            f"{size} scores: rounding alone would move the draws' law by {error:.2g} (at most {TAIL_ERROR:g})"
        )
    sums = [np.ones(1)]  # law of the number of steps in the first k scores, k = 0, 1, ...
    for own in mass:
        sums.append(np.maximum(_convolved(sums[-1], own), 0.0))
    weight = sums[-1][support] * np.exp(-tilt * (support - support.mean()))
    if not weight.sum() > 0:
        raise InfeasibleError(f"a mean between {group.lower} and {group.upper} has no probability in these bands")
    total = support[_choose(weight[None], rng.random(draws))]
    out = np.empty((draws, size))
    for k in range(size - 1, -1, -1):
        own, edge = (
            mass[k],
            np.zeros(len(mass[k]) - 1),
        )  # what is left of the sum is at least 0, and at most all there is
        windows = sliding_window_view(np.concatenate([edge, sums[k][::-1], edge]), len(own))
        left = windows[
            len(sums[k]) - 1 + len(edge) - total
        ]  # row i: law of what is left when 0, 1, ... steps are taken
        chosen = _choose(left * own, rng.random(draws))
        out[:, k] = start[k] + step * chosen
        total = total - chosen
    return out


def _tilted(mass: list[np.ndarray], target: float) -> tuple[float, list[np.ndarray]]:
    """Laws tilted by a common factor a step, so that their sum is expected near ``target``; and the tilt.

    Given the sum the tilt cancels, so draws stay exact where the printed mean lies far out in the model's tail, at
    which the convolution of the laws as they are would lose its digits (Daniels, 1954).
    """
    tilt = 0.0
    with np.errstate(divide="ignore"):
        logs = [np.log(own) for own in mass]
    for _ in range(200):
        laws, mean, variance = [], 0.0, 0.0
        for log_own in logs:
            steps = np.arange(len(log_own))
            power = log_own + tilt * steps
            law = np.exp(power - power.max())
            law = law / law.sum()
            centre = law @ steps
            laws.append(law)
            mean, variance = mean + centre, variance + law @ (steps - centre) ** 2
        if variance == 0 or abs(mean - target) < 0.5 * np.sqrt(variance):
            break
        tilt += float(np.clip((target - mean) / variance, -0.05, 0.05))
    return tilt, laws


def _convolved(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """``scipy.signal.fftconvolve`` of two vectors: importing that module takes as long as a hundred of these calls."""
    size = len(one) + len(other) - 1
    fast = next_fast_len(size, real=True)
    return irfft(rfft(one, fast) * rfft(other, fast), fast)[:size]


def _choose(weight: np.ndarray, u: np.ndarray) -> np.ndarray:
    """One column a row of ``u``, with probabilities proportional to the rows of ``weight``."""
    cumulated = np.cumsum(weight, axis=1)
    if len(weight) == 1:
        return np.searchsorted(cumulated[0], u * cumulated[0, -1], side="right").clip(0, weight.shape[1] - 1)
    beyond = cumulated > (u * cumulated[:, -1])[:, None]
    beyond[:, -1] = True
    return beyond.argmax(axis=1)
