"""Do years, or groups of units, share one transition matrix? Likelihood-ratio and Pearson tests for small cells.

With a hundred moves and cells of one or two the chi-square approximation is no guide: p-values are resampled, and the
asymptotic ones stand beside them. Panels are those of ``transitions``.

References: Anderson and Goodman (1957); Bickenbach and Bode (2003).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import xlogy
from scipy.stats import chi2

from egov.methods.checks import coded, same_rows
from egov.methods.transitions import coded_panel, count, moves, unit_transition_counts

Array = np.ndarray


@dataclass(frozen=True)
class HomogeneityTest:
    """Likelihood-ratio and Pearson tests that regimes share one matrix: resampled and asymptotic p-values."""

    lr: float
    chi2: float
    df: int
    p_lr: float
    p_chi2: float
    p_lr_asymptotic: float
    p_chi2_asymptotic: float
    scheme: str
    regimes: tuple[object, ...]
    transitions: tuple[int, ...]
    n_resamples: int


def homogeneity_test(
    panel: Array,
    by: Literal["year"] | Sequence[object] | Array = "year",
    k: int | None = None,
    n_resamples: int = 100_000,
    seed: int | np.random.Generator = 0,
) -> HomogeneityTest:
    """Whether years, or groups of units (``by`` holds a label for each), share one transition matrix.

    ``LR = 2 sum c_rij log(p_rij / p_ij)`` and ``Q = sum (c_rij - e_rij)^2 / e_rij`` over regimes r, origins i and
    destinations j, each origin on its own; degrees of freedom ``sum_i (a_i - 1)(b_i - 1)`` with a_i destinations and
    b_i regimes seen (Bickenbach and Bode, 2003). Cells are small, so the p-value comes from resamples,
    ``(1 + hits) / (1 + n_resamples)``:

    - groups (``units``): labels are permuted among units with the same first category and the same years observed.
      Exact, also when a unit's moves depend on one another, and blind to where groups start.
    - years (``transitions``): years are permuted among the moves from one origin, the row and column totals of each
      origin's table fixed. Takes moves for independent given their origin.

    >>> panel = np.array([[0, 1, 1], [0, 0, 1], [1, 1, 1], [1, 0, 1]])
    >>> t = homogeneity_test(panel)
    >>> round(t.lr, 3), t.df, round(t.p_lr_asymptotic, 3)
    (3.452, 2, 0.178)
    """
    codes, k = coded_panel(panel, k)
    unit, year, start, end = moves(codes)
    by_year = isinstance(by, str) and by == "year"
    if by_year:
        names, regime = np.arange(codes.shape[1] - 1), year
    else:
        same_rows(panel=panel, by=by)
        names, label = coded(by, len(codes), "by")
        regime = label[unit]
    r, rng = len(names), np.random.default_rng(seed)
    observed = count(regime, start, end, r, k)
    if np.count_nonzero(observed.sum(axis=(1, 2))) < 2:
        raise ValueError("moves are seen in fewer than two regimes: nothing can be compared")
    seen = _homogeneity(observed[None])
    hits = np.zeros(2, dtype=np.int64)
    batch = max(1, 4_000_000 // max(len(start), r * k * k))
    draw = _by_moves(regime, start, end, r, k, rng) if by_year else _by_units(codes, k, label, r, rng)
    for first in range(0, n_resamples, batch):
        drawn = _homogeneity(draw(min(batch, n_resamples - first)))
        hits += (drawn >= seen * (1 - 1e-9) - 1e-9).sum(axis=1)
    pooled = observed.sum(axis=0)
    df = int((np.maximum((pooled > 0).sum(1) - 1, 0) * np.maximum((observed.sum(2) > 0).sum(0) - 1, 0)).sum())
    p = (1 + hits) / (1 + n_resamples)
    asymptotic = chi2.sf(seen[:, 0], df) if df else np.ones(2)
    return HomogeneityTest(
        *(float(s) for s in seen[:, 0]),
        df,
        *(float(v) for v in (*p, *asymptotic)),
        "transitions" if by_year else "units",
        tuple(names.tolist()),
        tuple(int(v) for v in observed.sum(axis=(1, 2))),
        n_resamples,
    )


def _homogeneity(counts: Array) -> Array:
    """LR and Q of tables (draws, regimes, k, k): (2, draws)."""
    c = counts.astype(float)
    rows, pooled = c.sum(axis=3), c.sum(axis=1)
    origins = pooled.sum(axis=2)
    lr = xlogy(c, c).sum((1, 2, 3)) - xlogy(rows, rows).sum((1, 2))
    lr = 2 * (lr - xlogy(pooled, pooled).sum((1, 2)) + xlogy(origins, origins).sum(1))
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = rows[..., None] * (pooled / origins[..., None])[:, None]
        q = np.where(expected > 0, (c - expected) ** 2 / expected, 0.0).sum((1, 2, 3))
    return np.stack([np.maximum(lr, 0), q])


def _by_units(codes: Array, k: int, label: Array, r: int, rng: np.random.Generator) -> Callable[[int], Array]:
    """A function that draws so many tables (draws, regimes, k, k), labels permuted among units that start alike."""
    there = codes >= 0
    first = codes[np.arange(len(codes)), there.argmax(axis=1)]
    kind = np.unique(np.column_stack([there, first]), axis=0, return_inverse=True)[1].ravel()
    blocks = [np.flatnonzero(kind == s) for s in np.unique(kind)]
    if all(len(np.unique(label[b])) == 1 for b in blocks):
        raise ValueError(
            "no two units of different groups share their first category and the years observed: "
            "cut the panel to common years"
        )
    each = unit_transition_counts(codes, k).reshape(len(codes), -1).astype(np.float32)

    def draw(draws: int) -> Array:
        shuffled = np.tile(label, (draws, 1))
        for b in blocks:
            shuffled[:, b] = rng.permuted(shuffled[:, b], axis=1)
        return np.stack([(shuffled == g).astype(np.float32) @ each for g in range(r)], 1).reshape(draws, r, k, k)

    return draw


def _by_moves(
    regime: Array, start: Array, end: Array, r: int, k: int, rng: np.random.Generator
) -> Callable[[int], Array]:
    """The same, regimes permuted among the moves from one origin."""
    blocks = [np.flatnonzero(start == i) for i in range(k)]

    def draw(draws: int) -> Array:
        shuffled = np.tile(regime, (draws, 1))
        for b in blocks:
            shuffled[:, b] = rng.permuted(shuffled[:, b], axis=1)
        return _count_many(shuffled, start, end, r, k)

    return draw


def _count_many(regime: Array, start: Array, end: Array, r: int, k: int) -> Array:
    """The same for many draws at once: (draws, r, k, k); all arguments broadcast to (draws, moves)."""
    draws = len(regime)
    cell = ((np.arange(draws)[:, None] * r + regime) * k + start) * k + end
    return np.bincount(cell.ravel(), minlength=draws * r * k * k).reshape(draws, r, k, k)
