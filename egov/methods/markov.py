"""What a transition matrix implies: communicating classes, steady state, first passage.

Matrices are (categories, categories), rows sum to one. A row of NaN is a category never seen as an origin: what would
depend on it is NaN. Functions named in the plural are vectorised over leading axes, for the bootstrap. Which entries
are zero decides what is reachable, and is taken literally: with few transitions a zero is "not seen", not "cannot".

References: Kemeny and Snell (1976); Norris (1997, ch. 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class CommunicatingClass:
    """States that lead to one another. ``closed``: never left; ``absorbing``: closed with one state.

    ``period`` is the greatest common divisor of the lengths of its cycles, 0 where there is none.
    """

    states: tuple[int, ...]
    closed: bool
    absorbing: bool
    period: int

    @property
    def transient(self) -> bool:
        """Whether the process leaves the class for good, sooner or later."""
        return not self.closed


@dataclass(frozen=True)
class SteadyState:
    """The one stationary distribution; NaN throughout, with the reason, where there is none or more than one.

    ``reached`` says whether the process comes to it from anywhere (the closed class is aperiodic).
    """

    probability: Array
    states: tuple[int, ...]
    reached: bool
    reason: str


@dataclass(frozen=True)
class FirstPassage:
    """Mean number of steps from state i (row) until state j (column) is first entered; the diagonal is the return.

    Infinite where j may never be entered from i, as ``probability`` (the chance that it ever is) tells. ``reasons``
    names, for each infinite or missing entry, why.
    """

    time: Array
    probability: Array
    reasons: dict[tuple[int, int], str]


def classes(matrix: Array) -> list[CommunicatingClass]:
    """Communicating classes in the order of their lowest state.

    >>> [(c.states, c.closed) for c in classes(np.array([[0.5, 0.5, 0.0], [0.0, 0.9, 0.1], [0.0, 0.2, 0.8]]))]
    [((0,), False), ((1, 2), True)]
    """
    p = _stochastic(matrix, missing=False)
    step = p > 0
    reach = _reach(step)
    mutual = reach & reach.T
    found, seen = [], set()
    for i in range(len(p)):
        if i in seen:
            continue
        states = tuple(int(j) for j in np.flatnonzero(mutual[i]))
        seen.update(states)
        closed = not np.any(np.delete(reach[i], states))
        found.append(CommunicatingClass(states, closed, closed and len(states) == 1, _period(step, states)))
    return found


def steady_state(matrix: Array) -> SteadyState:
    """Stationary distribution ``pi P = pi``; transient states have 0. It is unique with exactly one closed class.

    A steady state from a few yearly matrices is an extrapolation: what would come about if those years went on for
    ever, not a forecast. A category never seen as an origin and never entered is left out (probability 0).

    >>> steady_state(np.array([[0.5, 0.5, 0.0], [0.0, 0.9, 0.1], [0.0, 0.2, 0.8]])).probability.round(3)
    array([0.   , 0.667, 0.333])
    """
    p = _stochastic(matrix, missing=True)
    probability = steady_states(p)
    if not np.isnan(probability).any():
        states = tuple(int(i) for i in np.flatnonzero(probability > 0))
        period = _period(p > 0, states)
        reason = "" if period == 1 else f"the closed class has period {period}: the process turns round in it for ever"
        return SteadyState(probability, states, period == 1, reason)
    unknown = np.isnan(p).any(axis=1)
    if unknown.all() or np.any(np.nan_to_num(p)[:, unknown] > 0):
        reason = f"state {', '.join(map(str, np.flatnonzero(unknown)))} was never seen as an origin"
    else:
        known = np.flatnonzero(~unknown)
        closed = [tuple(int(known[i]) for i in c.states) for c in classes(p[np.ix_(known, known)]) if c.closed]
        reason = f"{len(closed)} closed classes, {closed}: where the process ends depends on where it starts"
    return SteadyState(probability, (), False, reason)


def first_passage(matrix: Array) -> FirstPassage:
    """Mean first-passage times, in steps, and the chance that the passage happens at all.

    ``m_ij = 1 + sum_{l != j} p_il m_lj``, the least solution; finite only where j is entered with certainty.

    >>> first_passage(np.array([[0.5, 0.5, 0.0], [0.0, 0.9, 0.1], [0.0, 0.2, 0.8]])).time
    array([[ inf,  2. , 12. ],
           [ inf,  1.5, 10. ],
           [ inf,  5. ,  3. ]])
    """
    p = _stochastic(matrix, missing=True)
    time, chance = first_passage_times(p), _chances(p)
    reasons = {}
    for i, j in np.argwhere(~np.isfinite(time)):
        pair = int(i), int(j)
        if np.isnan(time[pair]):
            reasons[pair] = "the way leads through a state that was never seen as an origin"
        elif chance[pair] == 0:
            reasons[pair] = f"no way leads from state {i} {'back' if i == j else f'to state {j}'}"
        else:
            reasons[pair] = f"state {j} is entered from state {i} with probability {chance[pair]:.3f} only"
    return FirstPassage(time, chance, reasons)


def steady_states(matrices: Array) -> Array:
    """Steady states of many matrices, (..., categories); NaN where it is not unique or hangs on an unseen row.

    >>> steady_states(np.array([[[0.9, 0.1], [0.3, 0.7]], [[1.0, 0.0], [0.0, 1.0]]])).round(2)
    array([[0.75, 0.25],
           [ nan,  nan]])
    """
    p = np.asarray(matrices, dtype=float)
    k = p.shape[-1]
    flat = p.reshape(-1, k, k)
    unknown = np.isnan(flat).any(axis=2)
    filled = np.where(unknown[:, :, None], 0.0, flat)
    entered = (filled > 0).any(axis=1)
    known = ~unknown
    with np.errstate(invalid="ignore"):
        elsewhere = known[:, None, :] / known.sum(axis=1)[:, None, None]
    filled = np.where(unknown[:, :, None], np.nan_to_num(elsewhere), filled)  # left out: it leads in, nothing leads out
    reach = _reach(filled > 0)
    mutual = reach & np.swapaxes(reach, 1, 2)
    recurrent = (reach == mutual).all(axis=2) & known
    number = np.where(recurrent, 1 / mutual.sum(axis=2), 0.0).sum(axis=1)
    good = (np.abs(number - 1) < 1e-9) & ~(unknown & entered).any(axis=1)
    out = np.full(flat.shape[:2], np.nan)
    if good.any():
        system = np.swapaxes(filled[good], 1, 2) - np.eye(k)
        system[:, -1, :] = 1.0
        right = np.zeros((len(system), k, 1))
        right[:, -1] = 1.0
        out[good] = np.where(recurrent[good], np.linalg.solve(system, right)[..., 0], 0.0)
    return out.reshape(p.shape[:-1])


def first_passage_times(matrices: Array) -> Array:
    """Mean first-passage times of many matrices, (..., categories, categories), as ``first_passage`` defines them.

    >>> first_passage_times(np.array([[[0.9, 0.1], [0.3, 0.7]]])).round(2)
    array([[[ 1.33, 10.  ],
            [ 3.33,  4.  ]]])
    """
    p = np.asarray(matrices, dtype=float)
    k = p.shape[-1]
    flat = p.reshape(-1, k, k)
    unknown = np.isnan(flat).any(axis=2)
    filled = np.where(unknown[:, :, None], np.eye(k), flat)
    out = np.empty_like(flat)
    for j in range(k):
        stopped = filled.copy()
        stopped[:, j] = np.eye(k)[j]
        reach = _reach(stopped > 0)
        certain = (~reach | reach[:, None, :, j]).all(axis=2)
        through = (reach & (unknown & (np.arange(k) != j))[:, None, :]).any(axis=2)
        system = np.eye(k) - np.where(certain[:, :, None] & (np.arange(k) != j), filled, 0.0)
        system[:, j] = np.eye(k)[j]
        right = np.ones((len(flat), k, 1))
        right[:, j] = 0.0
        wait = np.linalg.solve(system, right)[..., 0]
        wait = np.where(certain, wait, np.inf)
        wait = np.where(through, np.nan, wait)
        onward = np.where(filled[:, j] > 0, filled[:, j], 0.0)
        with np.errstate(invalid="ignore"):
            back = 1 + np.where(onward > 0, onward * wait, 0.0).sum(axis=1)
        out[:, :, j] = wait
        out[:, j, j] = np.where(unknown[:, j], np.nan, back)
    return out.reshape(p.shape)


def _chances(p: Array) -> Array:
    """Chance of ever entering state j (column) from state i (row), least solution of ``h = p_ij + sum p_il h_l``."""
    k = len(p)
    unknown = np.isnan(p).any(axis=1)
    filled = np.where(unknown[:, None], np.eye(k), p)
    out = np.empty((k, k))
    for j in range(k):
        stopped = filled.copy()
        stopped[j] = np.eye(k)[j]
        reach = _reach(stopped > 0)
        free = reach[:, j] & (np.arange(k) != j)
        h = np.zeros(k)
        h[j] = 1.0
        inner = filled[np.ix_(free, free)]
        h[free] = np.linalg.solve(np.eye(int(free.sum())) - inner, filled[free, j])
        through = (reach & (unknown & (np.arange(k) != j))).any(axis=1)
        h[through] = np.nan
        out[:, j] = h
        out[j, j] = np.nan if unknown[j] else np.where(filled[j] > 0, filled[j] * h, 0.0).sum()
    return np.clip(out, 0, 1)


def _reach(step: Array) -> Array:
    """Which states can be reached in any number of steps, none included; boolean (..., k, k)."""
    k = step.shape[-1]
    reach = (step | np.eye(k, dtype=bool)).astype(np.int64)
    for _ in range(max(1, (k - 1).bit_length())):
        reach = ((reach @ reach) > 0).astype(np.int64)
    return reach > 0


def _period(step: Array, states: tuple[int, ...]) -> int:
    """Greatest common divisor of the lengths of cycles within a class."""
    inside = step[np.ix_(states, states)].astype(np.int64)
    walk, period = np.eye(len(states), dtype=np.int64), 0
    for length in range(1, 2 * len(states) + 1):
        walk = ((walk @ inside) > 0).astype(np.int64)
        if walk.diagonal().any():
            period = gcd(period, length)
    return period


def _stochastic(matrix: Array, missing: bool) -> Array:
    p = np.asarray(matrix, dtype=float)
    if p.ndim != 2 or p.shape[0] != p.shape[1]:
        raise ValueError(f"the matrix has shape {p.shape}: expected categories x categories")
    unknown = np.isnan(p).all(axis=1)
    if unknown.any() and not missing:
        raise ValueError(f"row {int(np.flatnonzero(unknown)[0])} is missing: its state was never seen as an origin")
    with np.errstate(invalid="ignore"):
        bad = np.flatnonzero(~unknown & ~((p >= 0).all(axis=1) & (np.abs(p.sum(axis=1) - 1) < 1e-8)))
    if bad.size:
        raise ValueError(f"row {bad[0]} is {p[bad[0]].tolist()}: expected probabilities that sum to one")
    return p
