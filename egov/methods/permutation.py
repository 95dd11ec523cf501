"""Exact permutation tests for ordered categories: two groups, a trend along groups, two groups within strata; Holm.

Every test conditions on the table's margins and takes its law from ``contingency``: exact wherever the tables can be
enumerated (four categories and 64 units always can), otherwise from seeded resamples. A two-sided p-value is the
probability that ``|S|`` is at least as large as observed, *ties included*; S is an integer, so a tie is a tie.

An interval comes from inverting the test. One odds ratio common to all strata shifts the groups against each other
(proportional odds, McCullagh 1980); given the margins of each stratum, and cut points that give its pooled shares, the
score has a known law for every odds ratio. The interval holds the odds ratios that neither one-sided test at half the
error refuses, read as effects. With two groups and categories it is the exact conditional interval of an odds ratio
(Cornfield 1956). Unlike an interval from estimated variances it needs no spread inside a stratum, so strata with one or
two units a side are no obstacle.

References: Jonckheere (1954); Kendall (1970); van Elteren (1960); Mehta, Patel and Tsiatis (1984); Holm (1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import fsum, lcm

import numpy as np
from scipy.optimize import brentq

from egov.methods.checks import flags, labels, numbers, require_level, same_rows
from egov.methods.contingency import (
    TooManyTables,
    log_weights,
    ordered_codes,
    ordered_table,
    pair_score,
    proportional_odds,
    rows,
    score_distribution,
)

Array = np.ndarray
RESAMPLES = 100_000
WIDEST = 16.0  # log odds ratio beyond which every pair is decided


@dataclass(frozen=True, eq=False)
class OrdinalTest:
    """Counts of groups by ordered category, one table a stratum, and the permutation test of their score.

    The score is ``sum_s f_s S_s``, with Kendall's S over pairs of units from two groups of a stratum, positive where
    the later row stands higher. P-value and interval are computed when they are asked for.
    """

    tables: tuple[Array, ...]
    factors: tuple[int, ...] = (1,)
    scale: int = 1
    sizes: tuple[int, ...] = ()

    @cached_property
    def score(self) -> int:
        """The score observed, ``scale`` times the statistic."""
        each = [sum(int(pair_score(t[:g].sum(axis=0), t[g])) for g in range(1, len(t))) for t in self.tables]
        return sum(f * s for f, s in zip(self.factors, each, strict=True))

    @cached_property
    def _most(self) -> int:
        """The largest score: pairs of units from two groups of a stratum, times its factor."""
        sizes = [t.sum(axis=1) for t in self.tables]
        return sum(f * int(n.sum() ** 2 - (n**2).sum()) // 2 for f, n in zip(self.factors, sizes, strict=True))

    @property
    def statistic(self) -> float:
        """The weighted sum of the strata's S."""
        return self.score / self.scale

    @property
    def effect(self) -> float:
        """The score over the largest that it can be: Cliff's delta, or a weighted mean of deltas, from -1 to 1."""
        return self.score / self._most

    def law(self, populations: Sequence[Array] | None = None) -> tuple[Array, Array]:
        """Values of the score and their probabilities given the margins, groups exchangeable or from populations."""
        given = populations or [None] * len(self.tables)
        laws = [score_distribution(t.sum(axis=0), t.sum(axis=1), p) for t, p in zip(self.tables, given, strict=True)]
        return convolve(laws, self.factors)

    def populations(self, shift: float) -> list[Array]:
        """Shares of the categories by group, a table a stratum, in equal steps of log odds from first to last row.

        ``shift`` is the log odds ratio between those two; the groups together keep the pooled shares of their stratum.
        """
        found = []
        for t in self.tables:
            n, m = t.sum(axis=1), t.sum(axis=0)
            p = proportional_odds(m / m.sum(), n / n.sum(), shift * np.linspace(-0.5, 0.5, len(n)))
            found.append(np.maximum(p, 1e-300))
        return found

    def effect_of(self, populations: Sequence[Array]) -> float:
        """The effect that populations have: mean Cliff's delta over all pairs of units from two groups."""
        total = 0.0
        for f, t, p in zip(self.factors, self.tables, populations, strict=True):
            pairs = combinations(range(len(t)), 2)
            n = t.sum(axis=1)
            total += f * fsum(int(n[a] * n[b]) * float(pair_score(p[a], p[b])) for a, b in pairs)
        return total / self._most

    @cached_property
    def _tail(self) -> tuple[float, int]:
        """The two-sided p-value, and from how many resamples it comes (0: exact)."""
        try:
            support, law = self.law()
        except TooManyTables:
            rng = np.random.default_rng(0)
            drawn = sum(f * _drawn_scores(t, rng) for f, t in zip(self.factors, self.tables, strict=True))
            return (int((np.abs(drawn) >= abs(self.score)).sum()) + 1) / (RESAMPLES + 1), RESAMPLES
        return min(1.0, float(law[np.abs(support) >= abs(self.score)].sum())), 0

    @property
    def p(self) -> float:
        """Probability of a score at least as far from zero, ties in full."""
        return self._tail[0]

    @property
    def exact(self) -> bool:
        """Whether the p-value comes from the exact law, not from resamples."""
        return self._tail[1] == 0

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Interval of the effect under one odds ratio, equal steps from group to group; covers at least its level.

        An end that the data do not bound is -1 or 1. ``ValueError`` where the level is not between 0 and 1.

        >>> codes, group, stratum = [0, 1, 2, 2, 0, 1, 2, 1], [0, 0, 1, 1, 0, 0, 1, 1], list("nnnnssss")
        >>> [round(end, 2) for end in stratified_test(codes, group, stratum).interval()]
        [-0.12, 1.0]
        """
        require_level(level)

        def end(side: float) -> float:
            def excess(shift: float) -> float:
                support, law = self.law(self.populations(shift))
                beyond = support >= self.score if side < 0 else support <= self.score
                return float(law[beyond].sum()) - (1 - level) / 2

            if excess(side * WIDEST) >= 0:
                return side
            return self.effect_of(self.populations(brentq(excess, -WIDEST, WIDEST, xtol=1e-10)))

        return end(-1.0), end(1.0)


def permutation_test(x: Sequence[float] | Array, y: Sequence[float] | Array) -> OrdinalTest:
    """Permutation test that two samples of ordered codes are exchangeable; a positive effect: x stands higher.

    Its p-value is that of the exact Wilcoxon-Mann-Whitney test with ties, its effect is Cliff's delta.

    >>> r = permutation_test([2, 3, 3, 3, 4], [1, 2, 2, 3])
    >>> r.effect, round(r.p, 4), r.exact
    (0.65, 0.1349, True)
    """
    table, _ = ordered_table([x, y])
    return OrdinalTest((table[::-1],), sizes=(len(x), len(y)))


def smirnov_test(x: Sequence[float] | Array, y: Sequence[float] | Array) -> float:
    """Exact p-value of Smirnov's largest gap between the cumulative shares of two samples, for orders that cross.

    Conditional on the pooled sample, ties in full (that of scipy's ``ks_2samp`` takes for granted that there are none).

    >>> round(smirnov_test([2, 3, 3, 3, 4], [1, 2, 2, 3]), 4)
    0.2063
    """
    (first, _), margin = (table := ordered_table([x, y])[0]), table.sum(axis=0)
    tables = rows(margin, len(x))

    def gap(own: Array) -> Array:
        other = margin - own
        return np.abs(np.cumsum(other, axis=-1) * len(x) - np.cumsum(own, axis=-1) * len(y)).max(axis=-1)

    weight = log_weights(tables) + log_weights(margin - tables)
    law = np.exp(weight - weight.max())
    return float(law[gap(tables) >= gap(first)].sum() / law.sum())


def jonckheere_test(groups: Sequence[Sequence[float] | Array]) -> OrdinalTest:
    """Jonckheere-Terpstra test of a trend along ordered groups of ordered codes, ties allowed.

    The statistic is Kendall's S over pairs of units from different groups (``2 J - pairs`` with Jonckheere's J and
    ties counted by half); the effect is S divided by the number of such pairs: Cliff's delta averaged over the pairs of
    groups, positive where later groups stand higher.

    >>> r = jonckheere_test([[1, 1, 2], [2, 2, 3], [3, 3]])
    >>> int(r.statistic), round(r.effect, 3), round(r.p, 4)
    (17, 0.81, 0.0179)
    """
    table, _ = ordered_table(groups)
    return OrdinalTest((table,), sizes=tuple(table.sum(axis=1).tolist()))


def stratified_test(
    codes: Sequence[float] | Array, group: Sequence[bool] | Array, stratum: Sequence[object] | Array
) -> OrdinalTest:
    """Two groups compared within strata (blocks), permuted within strata: one contrast with another held fixed.

    ``group`` is true (or 1) for the units of the first group, false (or 0) for the others; neither it nor ``stratum``
    may be missing. The statistic is ``sum_s w_s S_s``, with van Elteren's ``w_s = 1 / (n_s + 1)``; the effect is that
    sum over its largest value ``sum_s w_s n1_s n2_s``, a weighted mean of the strata's deltas. Exact by convolution of
    the strata's laws (in integers). Strata that hold one group only say nothing and are left out of everything,
    ``sizes`` included; ``ValueError`` where none is left.

    >>> r = stratified_test([3, 2, 2, 1, 3, 3, 1], [1, 1, 0, 0, 1, 0, 0], ["n", "n", "n", "n", "s", "s", "s"])
    >>> round(r.effect, 4), round(r.p, 4), r.sizes
    (0.6538, 0.3333, (3, 4))
    """
    same_rows(codes=codes, group=group, stratum=stratum)
    code = ordered_codes(codes, "codes")
    member, label = flags(group, len(code), "group"), labels(stratum, len(code), "stratum")
    parts = [(code[(label == s) & ~member], code[(label == s) & member]) for s in np.unique(label)]
    tables = tuple(ordered_table(part)[0] for part in parts if part[0].size and part[1].size)
    if not tables:
        raise ValueError("no stratum holds units of both groups: nothing can be compared within strata")
    scale = lcm(*(int(t.sum()) + 1 for t in tables))
    factors = tuple(scale // (int(t.sum()) + 1) for t in tables)
    second, first = sum(t.sum(axis=1) for t in tables).tolist()
    return OrdinalTest(tables, factors, scale, (first, second))


def convolve(laws: Sequence[tuple[Array, Array]], factors: Sequence[int]) -> tuple[Array, Array]:
    """Law of ``sum_s factor_s X_s`` for independent integer ``X_s``, each a support and its probabilities.

    >>> convolve([(np.array([0, 1]), np.array([0.5, 0.5]))] * 2, [1, 1])
    (array([0, 1, 2]), array([0.25, 0.5 , 0.25]))
    """
    support, law = np.zeros(1, dtype=np.int64), np.ones(1)
    for (values, probability), factor in zip(laws, factors, strict=True):
        span = int(np.ptp(support)) + abs(factor) * int(np.ptp(values)) + 1
        if max(support.size * values.size, span) > 50_000_000:
            raise TooManyTables(f"{support.size * values.size:,} sums of {span:,} sizes, too many to convolve")
        sums = np.add.outer(support, factor * values).ravel()
        least = sums.min()
        law = np.bincount(sums - least, np.multiply.outer(law, probability).ravel(), span)
        support = np.flatnonzero(np.bincount(sums - least, minlength=span))
        support, law = support + least, law[support]
    return support, law


def holm(p: Sequence[float] | Array) -> Array:
    """Holm's step-down adjusted p-values, in the order given; ``ValueError`` names one that is missing.

    ``multipletests`` of statsmodels gives the same, and collects garbage at each call: in a chapter that holds many
    objects, tenths of a second for two p-values.

    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    p = numbers(p, "p")
    if np.any((p < 0) | (p > 1)):
        raise ValueError(f"p is {p.tolist()}: expected a vector of probabilities")
    order = np.argsort(p, kind="stable")
    p[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return p


def _drawn_scores(table: Array, rng: np.random.Generator) -> Array:
    """S of random tables with the margins given: rows drawn one group after another from what is left."""
    margin, ends = table.sum(axis=0), np.cumsum(table.sum(axis=1))
    units = np.repeat(np.arange(margin.size), margin)
    out = np.empty(RESAMPLES, dtype=np.int64)
    batch = max(1, 20_000_000 // max(1, units.size * margin.size))
    for start in range(0, RESAMPLES, batch):
        shuffled = rng.permuted(np.tile(units, (min(batch, RESAMPLES - start), 1)), axis=1)
        below = np.stack([(shuffled == j).cumsum(axis=1)[:, ends - 1] for j in range(margin.size)], axis=-1)
        own = np.diff(below, axis=1)
        out[start : start + len(shuffled)] = pair_score(below[:, :-1], own).sum(axis=1)
    return out
