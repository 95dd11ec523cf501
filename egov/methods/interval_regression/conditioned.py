r"""Scores behind bands, conditioned on printed means and counts: Metropolis hit-and-run on a polytope.

The scores :math:`s` of a set of units have a model density :math:`f(s) = \prod_i f_i(s_i)` (given the random
intercepts, where there are any). What is printed restricts them: each lies in its band, the mean of a group lies in
the interval that rounds to the printed mean, and so many members lie above their mean. :func:`sample_conditioned`
draws from :math:`f` restricted to that set.

Every step moves one score, or one score up and another down, along the segment that bands and means allow; the end is
uniform on the segment and accepted with probability :math:`\min(1, f(s')/f(s))` if the counts still hold. The proposal
is symmetric, so the restricted density is stationary (Chen and Schmeiser, 1993; Smith, 1984). Many chains run side by
side from different feasible points, found by mixed-integer programs with random objectives.

Means mix well; counts do not. Which members lie above their mean can only change where two scores pass the mean at
once, so chains that hold a count at every step stay with the set they started from: with 32 units and eight printed
means the potential scale reduction was about 1.7 after thousands of steps. :class:`GroupMean` accepts a count, which is
right for small sets (the tests compare with brute force). For many units condition on the means and keep the draws that
have the count, as the regional chapter does: the same law, and chains that mix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from egov.methods.checks import numbers
from egov.methods.interval_regression.latent import TOP, Latent

_MARGIN = 1e-6  # score points between the mean and a score counted as above it, in the starting points


class InfeasibleError(ValueError):
    """No scores inside the bands satisfy the printed means and counts."""


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
    weights
        Weight of each member in the mean, default equal.

    Examples
    --------
    >>> GroupMean((0, 1, 2), 79.945, 79.955, n_above=2).row(4)
    array([0.33333333, 0.33333333, 0.33333333, 0.        ])
    """

    members: Sequence[int]
    lower: float
    upper: float
    n_above: int | None = None
    weights: Sequence[float] | None = None

    def row(self, n: int) -> np.ndarray:
        """Weights of all n scores in this mean, shape (n,), summing to one."""
        members = np.asarray(self.members, dtype=int)
        if not len(members) or len(set(members.tolist())) < len(members) or members.min() < 0 or members.max() >= n:
            raise ValueError(f"members {list(self.members)}: expected different positions from 0 to {n - 1}")
        if not self.lower <= self.upper:
            raise ValueError(f"mean between {self.lower} and {self.upper}: limits out of order")
        if self.n_above is not None and not 0 <= self.n_above < len(members):
            raise ValueError(f"{self.n_above} of {len(members)} members above their mean is impossible")
        weights = np.ones(len(members)) if self.weights is None else np.asarray(self.weights, dtype=float)
        if weights.shape != members.shape or not ((weights > 0) & (weights < np.inf)).all():
            raise ValueError(f"weights: expected {len(members)} positive numbers")
        row = np.zeros(n)
        row[members] = weights / weights.sum()
        return row


class LatentScores(Protocol):
    """A joint density of n scores, for many chains at once."""

    def start(self, scores: np.ndarray, rng: np.random.Generator) -> None:
        """Take the first scores (chains, n)."""

    def logpdf(self, scores: np.ndarray, index: np.ndarray) -> np.ndarray:
        """Log density of one score in each chain: ``scores`` (chains,), each at position ``index`` (chains,)."""

    def refresh(self, scores: np.ndarray, rng: np.random.Generator) -> None:
        """Redraw whatever else is unknown given the scores (chains, n)."""


@dataclass
class IndependentScores:
    """Scores that are independent given locations ``eta`` (n,) and the log scale ``tau``."""

    latent: Latent
    eta: np.ndarray
    tau: float

    def start(self, scores: np.ndarray, rng: np.random.Generator) -> None:
        """Nothing to prepare."""

    def logpdf(self, scores: np.ndarray, index: np.ndarray) -> np.ndarray:
        """Log density of the family."""
        return self.latent.logpdf(scores, self.eta[index], self.tau)[0]

    def refresh(self, scores: np.ndarray, rng: np.random.Generator) -> None:
        """Nothing else is unknown."""


@dataclass
class TabulatedScores:
    """Scores that are independent, with log densities (n, m) at the middles of m equal cells of each band.

    Between the middles the log density is linear; beyond the first and the last it stays the same.
    """

    lower: np.ndarray
    upper: np.ndarray
    log_density: np.ndarray

    @staticmethod
    def points(lower: np.ndarray, upper: np.ndarray, cells: int = 800) -> np.ndarray:
        """Middles of equal cells, (n, cells)."""
        return lower[:, None] + (upper - lower)[:, None] * (np.arange(cells) + 0.5) / cells

    def start(self, scores: np.ndarray, rng: np.random.Generator) -> None:
        """Nothing to prepare."""

    def logpdf(self, scores: np.ndarray, index: np.ndarray) -> np.ndarray:
        """Interpolated log density."""
        cells = self.log_density.shape[1]
        width = np.maximum(self.upper - self.lower, 1e-12)[index]
        place = np.clip((scores - self.lower[index]) / width * cells - 0.5, 0.0, cells - 1.0)
        left = np.minimum(place.astype(int), cells - 2)
        before, after = self.log_density[index, left], self.log_density[index, left + 1]
        return before + (place - left) * (after - before)

    def refresh(self, scores: np.ndarray, rng: np.random.Generator) -> None:
        """Nothing else is unknown."""


@dataclass(frozen=True)
class ConditionedDraws:
    """Draws of scores given bands, means and counts.

    Parameters
    ----------
    scores
        Shape (draws, n), score points.
    acceptance
        Share of proposals accepted.
    rhat
        Potential scale reduction of each score over chains (Gelman and Rubin, 1992), shape (n,); near 1 when mixed.
    """

    scores: np.ndarray
    acceptance: float
    rhat: np.ndarray


def feasible_scores(
    lower: np.ndarray, upper: np.ndarray, constraints: Sequence[GroupMean], starts: int, rng: np.random.Generator
) -> np.ndarray:
    """Different interior points (starts, n) that satisfy bands, means and counts; :class:`InfeasibleError` if none.

    A mixed-integer program with a random objective settles which members lie above their mean; a linear program then
    moves the scores as far as possible, in relative terms, from every limit.
    """
    n = len(lower)
    rows = np.array([c.row(n) for c in constraints]).reshape(-1, n)
    counted = [(c, row) for c, row in zip(constraints, rows, strict=True) if c.n_above is not None]
    return np.array([_one_start(lower, upper, constraints, rows, counted, rng) for _ in range(starts)])


def _one_start(
    lower: np.ndarray,
    upper: np.ndarray,
    constraints: Sequence[GroupMean],
    rows: np.ndarray,
    counted: list[tuple[GroupMean, np.ndarray]],
    rng: np.random.Generator,
) -> np.ndarray:
    n = len(lower)
    above = _who_is_above(lower, upper, constraints, rows, counted, rng)
    # maximise t: scores, means and distances from the mean keep t times the room there is from their limits
    blocks, rights = [], []
    width = np.column_stack([0.5 * (upper - lower)])
    eye = np.eye(n)
    blocks += [np.hstack([eye, width]), np.hstack([-eye, width])]
    rights += [upper, -lower]
    for constraint, row in zip(constraints, rows, strict=True):
        room = 0.5 * (constraint.upper - constraint.lower)
        blocks += [np.append(row, room)[None], np.append(-row, room)[None]]
        rights += [[constraint.upper], [-constraint.lower]]
    for (constraint, row), chosen in zip(counted, above, strict=True):
        members = np.asarray(constraint.members)
        sign = np.where(chosen, -1.0, 1.0)[:, None]
        blocks.append(np.hstack([sign * (eye[members] - row), np.full((len(members), 1), 1.0)]))
        rights.append(np.zeros(len(members)))
    # the random tilt spreads the starting points over the set
    objective = np.append(0.02 * rng.standard_normal(n) / n, -1.0)
    bounds = [(None, None)] * n + [(0, 1)]
    solution = linprog(objective, np.vstack(blocks), np.concatenate(rights), bounds=bounds, method="highs")
    if solution.status != 0:
        raise InfeasibleError(f"no scores satisfy the bands, means and counts: {solution.message}")
    return np.clip(solution.x[:n], lower, upper)


def _who_is_above(
    lower: np.ndarray,
    upper: np.ndarray,
    constraints: Sequence[GroupMean],
    rows: np.ndarray,
    counted: list[tuple[GroupMean, np.ndarray]],
    rng: np.random.Generator,
) -> list[np.ndarray]:
    n, flags = len(lower), sum(len(c.members) for c, _ in counted)
    parts = []
    if len(constraints):
        ends = np.array([(c.lower, c.upper) for c in constraints])
        parts.append(LinearConstraint(np.hstack([rows, np.zeros((len(rows), flags))]), *ends.T))
    eye, at = np.eye(n), n
    for constraint, row in counted:
        members = np.asarray(constraint.members)
        flag = np.zeros((len(members), flags))
        flag[np.arange(len(members)), at - n + np.arange(len(members))] = TOP
        distance = np.hstack([eye[members] - row, -flag])  # score - mean - 100 z lies in [margin - 100, 0]
        parts.append(LinearConstraint(distance, _MARGIN - TOP, 0.0))
        parts.append(
            LinearConstraint(np.append(np.zeros(n), flag.sum(axis=0) / TOP), constraint.n_above, constraint.n_above)
        )
        at += len(members)
    objective = np.concatenate([rng.standard_normal(n) / n, rng.standard_normal(flags)])
    kinds = np.append(np.zeros(n), np.ones(flags))
    box = Bounds(np.append(lower, np.zeros(flags)), np.append(upper, np.ones(flags)))
    solution = milp(objective, constraints=parts, integrality=kinds, bounds=box, options={"mip_rel_gap": 0.2})
    if solution.x is None:
        raise InfeasibleError(f"no scores satisfy the bands, means and counts: {solution.message}")
    out, at = [], n
    for constraint, _ in counted:
        out.append(solution.x[at : at + len(constraint.members)] > 0.5)
        at += len(constraint.members)
    return out


def sample_conditioned(
    target: LatentScores,
    lower: np.ndarray,
    upper: np.ndarray,
    constraints: Sequence[GroupMean],
    *,
    draws: int = 2000,
    chains: int = 200,
    burn_in: int = 100,
    thin: int = 10,
    starts: int = 8,
    seed: int = 0,
) -> ConditionedDraws:
    """Draw scores from a model density restricted to bands, printed means and counts above the mean.

    Parameters
    ----------
    target
        Joint density of the scores.
    lower, upper
        Limits of the bands, shape (n,), score points.
    constraints
        Printed means and counts; groups may overlap (regions within the nation).
    draws
        Number of draws; at least as many as ``chains`` and rounded up to whole rounds of them.
    chains
        Chains side by side.
    burn_in, thin
        Sweeps before the first draw and between draws; a sweep is n steps of each chain.
    starts
        Number of different feasible starting points.
    seed
        Of the random numbers: the same seed gives the same draws.

    Raises
    ------
    InfeasibleError
        Bands, means and counts contradict each other.

    Examples
    --------
    >>> from egov.methods.interval_regression.latent import latent_family
    >>> target = IndependentScores(latent_family("truncated_normal"), np.array([85.0, 85.0]), 2.0)
    >>> low, high = np.array([80.0, 80.0]), np.array([90.0, 90.0])
    >>> draws = sample_conditioned(target, low, high, [GroupMean((0, 1), 87.995, 88.005)], draws=400, seed=1)
    >>> draws.scores.shape, bool((abs(draws.scores.mean(axis=1) - 88) <= 0.005).all())
    ((400, 2), True)
    """
    rng = np.random.default_rng(seed)
    lower, upper = numbers(lower, "lower"), numbers(upper, "upper")
    if upper.shape != lower.shape or (lower > upper).any():
        raise ValueError("bands: expected a lower and an upper limit for each score, the upper one at least as high")
    n = len(lower)
    rows = np.array([c.row(n) for c in constraints]).reshape(-1, n)
    ends = np.array([(c.lower, c.upper) for c in constraints]).reshape(-1, 2)
    counts = [(np.asarray(c.members), j, c.n_above) for j, c in enumerate(constraints) if c.n_above is not None]
    state = feasible_scores(lower, upper, constraints, starts, rng)[np.arange(chains) % starts]
    mates = _mates(rows)
    target.start(state, rng)
    rounds = -(-draws // chains)
    kept, accepted, tried = [], 0.0, 0
    for sweep in range(burn_in + (rounds - 1) * thin + 1):
        for _ in range(n):
            accepted += _step(target, state, lower, upper, rows, ends, counts, mates, rng)
            tried += 1
        target.refresh(state, rng)
        if sweep >= burn_in and (sweep - burn_in) % thin == 0:
            kept.append(state.copy())
    stack = np.array(kept)  # rounds, chains, n
    return ConditionedDraws(stack.reshape(-1, n)[:draws], accepted / tried, _rhat(stack))


def _mates(rows: np.ndarray) -> list[np.ndarray]:
    """For each score those that enter the same means with the same weights: an exchange between them moves no mean."""
    n = rows.shape[1]
    return [np.flatnonzero([j != i and np.array_equal(rows[:, i], rows[:, j]) for j in range(n)]) for i in range(n)]


def _step(
    target: LatentScores,
    state: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    rows: np.ndarray,
    ends: np.ndarray,
    counts: list[tuple[np.ndarray, int, int]],
    mates: list[np.ndarray],
    rng: np.random.Generator,
) -> float:
    """One proposal in every chain, in place; return the share accepted."""
    chains, n = state.shape
    i = int(rng.integers(n))  # the same score in all chains, its partner differs
    every = np.arange(chains)
    kind = rng.random(chains)
    partner = rng.integers(n, size=chains)
    if len(mates[i]):
        partner = np.where(kind < 0.7, mates[i][rng.integers(len(mates[i]), size=chains)], partner)
    paired = (kind < 0.85) & (partner != i)
    one, two = state[:, i], state[every, partner]
    low, high = lower[i] - one, upper[i] - one
    low = np.where(paired, np.maximum(low, two - upper[partner]), low)
    high = np.where(paired, np.minimum(high, two - lower[partner]), high)
    if len(rows):
        slope = rows[:, [i]] - np.where(paired, rows[:, partner], 0.0)  # means, chains
        room = (ends[:, :, None] - (state @ rows.T).T[:, None, :]) / np.where(slope == 0, 1.0, slope)[:, None, :]
        room = np.where((slope == 0)[:, None, :], np.array([-np.inf, np.inf])[None, :, None], room)
        low = np.maximum(low, room.min(axis=1).max(axis=0))
        high = np.minimum(high, room.max(axis=1).min(axis=0))
    move = np.where(high >= low, low + rng.random(chains) * (high - low), 0.0)
    back = np.where(paired, move, 0.0)
    index = np.full(chains, i)
    with np.errstate(divide="ignore", invalid="ignore"):  # a score at the very end of the scale: never accepted
        change = target.logpdf(one + move, index) - target.logpdf(one, index)
        change = change + np.where(paired, target.logpdf(two - back, partner) - target.logpdf(two, partner), 0.0)
        take = (np.log(rng.random(chains)) < change) & (high >= low)
    proposal = state.copy()
    proposal[:, i] += move
    proposal[every, partner] -= back
    for members, j, n_above in counts:
        mean = proposal @ rows[j]
        take &= (proposal[:, members] > mean[:, None]).sum(axis=1) == n_above
    state[take] = proposal[take]
    return float(take.mean())


def _rhat(stack: np.ndarray) -> np.ndarray:
    rounds, chains, n = stack.shape
    if rounds < 2 or chains < 2:
        return np.full(n, np.nan)
    within = stack.var(axis=0, ddof=1).mean(axis=0)
    between = stack.mean(axis=0).var(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.sqrt((within * (rounds - 1) / rounds + between) / within)
    return np.where(within > 0, ratio, 1.0)
