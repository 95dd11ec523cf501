"""Do years, or groups of units, share one transition matrix? A likelihood-ratio test for small cells.

With a hundred moves and cells of one or two the chi-square approximation is no guide: the p-value is resampled, and the
asymptotic one stands beside it. Panels are those of ``transitions``.

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
    """Test that regimes share one matrix: resampled and asymptotic p-value, and the moves seen in each regime."""

    lr: float
    df: int
    p: float
    p_asymptotic: float
    transitions: dict[object, int]


def homogeneity_test(
    panel: Array,
    by: Literal["year"] | Sequence[object] | Array = "year",
    k: int | None = None,
    n_resamples: int = 100_000,
    seed: int | np.random.Generator = 0,
) -> HomogeneityTest:
    """Whether years, or groups of units (``by`` holds a label for each), share one transition matrix.

    ``LR = 2 sum c_rij log(p_rij / p_ij)`` over regimes r, origins i and destinations j, each origin on its own; degrees
    of freedom ``sum_i (a_i - 1)(b_i - 1)`` with a_i destinations and b_i regimes seen (Bickenbach and Bode, 2003).
    Cells are small, so the p-value comes from resamples, ``(1 + hits) / (1 + n_resamples)``:

    - groups: labels are permuted among units with the same first category and the same years observed. Exact, also
      when a unit's moves depend on one another, and blind to where groups start.
    - years: years are permuted among the moves from one origin, the row and column totals of each origin's table
      fixed. Takes moves for independent given their origin.

    >>> panel = np.array([[0, 1, 1], [0, 0, 1], [1, 1, 1], [1, 0, 1]])
    >>> t = homogeneity_test(panel)
    >>> round(t.lr, 3), t.df, round(t.p_asymptotic, 3)
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
    seen, hits = float(_likelihood_ratio(observed[None])[0]), 0
    batch = max(1, 4_000_000 // max(len(start), r * k * k))
    draw = _by_moves(regime, start, end, r, k, rng) if by_year else _by_units(codes, k, label, r, rng)
    for first in range(0, n_resamples, batch):
        drawn = _likelihood_ratio(draw(min(batch, n_resamples - first)))
        hits += int((drawn >= seen * (1 - 1e-9) - 1e-9).sum())
    pooled = observed.sum(axis=0)
    df = int((np.maximum((pooled > 0).sum(1) - 1, 0) * np.maximum((observed.sum(2) > 0).sum(0) - 1, 0)).sum())
    counted = dict(zip(names.tolist(), observed.sum(axis=(1, 2)).tolist(), strict=True))
    p, asymptotic = (1 + hits) / (1 + n_resamples), float(chi2.sf(seen, df)) if df else 1.0
    return HomogeneityTest(seen, df, p, asymptotic, counted)


def _likelihood_ratio(counts: Array) -> Array:
    """LR of tables (draws, regimes, k, k): (draws,)."""
    c = counts.astype(float)
    rows, pooled = c.sum(axis=3), c.sum(axis=1)
    lr = xlogy(c, c).sum((1, 2, 3)) - xlogy(rows, rows).sum((1, 2))
    lr = 2 * (lr - xlogy(pooled, pooled).sum((1, 2)) + xlogy(pooled.sum(axis=2), pooled.sum(axis=2)).sum(1))
    return np.maximum(lr, 0)


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
        shuffled = _shuffled(label, blocks, draws, rng)
        return np.stack([(shuffled == g).astype(np.float32) @ each for g in range(r)], 1).reshape(draws, r, k, k)

    return draw


def _by_moves(
    regime: Array, start: Array, end: Array, r: int, k: int, rng: np.random.Generator
) -> Callable[[int], Array]:
    """The same, regimes permuted among the moves from one origin."""
    blocks = [np.flatnonzero(start == i) for i in range(k)]

    def draw(draws: int) -> Array:
        shuffled = _shuffled(regime, blocks, draws, rng)
        cell = ((np.arange(draws)[:, None] * r + shuffled) * k + start) * k + end
        return np.bincount(cell.ravel(), minlength=draws * r * k * k).reshape(draws, r, k, k)

    return draw


def _shuffled(labels: Array, blocks: list[Array], draws: int, rng: np.random.Generator) -> Array:
    """Labels permuted within blocks: (draws, labels)."""
    out = np.tile(labels, (draws, 1))
    for block in blocks:
        out[:, block] = rng.permuted(out[:, block], axis=1)
    return out
