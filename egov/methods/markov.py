"""What a transition matrix implies in the long run: steady state, first passage.

Matrices are (categories, categories), rows sum to one. A row of NaN is a category never seen as an origin: what would
depend on it is NaN. Functions are vectorised over leading axes, for the bootstrap. Which entries are zero decides what
is reachable, and is taken literally: with few transitions a zero is "not seen", not "cannot".

References: Kemeny and Snell (1976); Norris (1997, ch. 1).
"""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def steady_states(matrices: Array) -> Array:
    """Steady states of many matrices, (..., categories); NaN where it is not unique or hangs on an unseen row.

    The distribution with ``pi P = pi``; transient states have 0, and it is unique with exactly one closed class. From a
    few yearly matrices it is an extrapolation: what would come about if those years went on for ever, not a forecast. A
    category never seen as an origin and never entered is left out (probability 0).

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
    """Mean number of steps until a state (column) is first entered from another (row), (..., categories, categories).

    ``m_ij = 1 + sum_{l != j} p_il m_lj``, the least solution; the diagonal is the return. Infinite where the state may
    never be entered, NaN where the way leads through a state never seen as an origin.

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


def _reach(step: Array) -> Array:
    """Which states can be reached in any number of steps, none included; boolean (..., k, k)."""
    k = step.shape[-1]
    reach = (step | np.eye(k, dtype=bool)).astype(np.int64)
    for _ in range(max(1, (k - 1).bit_length())):
        reach = ((reach @ reach) > 0).astype(np.int64)
    return reach > 0
