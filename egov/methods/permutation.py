"""Exact permutation tests for ordered categories: two groups, a trend along groups, two groups within strata; Holm.

Every test conditions on the table's margins and takes its law from ``contingency``: exact wherever the tables can be
enumerated (four categories and 64 units always can), otherwise from seeded resamples. A two-sided p-value is the
probability that ``|S|`` is at least as large as observed, *ties included*; S is an integer, so a tie is a tie. Under
exchangeability the mean of S is zero; a one-sided p-value takes one tail, ties included.

References: Jonckheere (1954); Kendall (1970); van Elteren (1960); Mehta, Patel and Tsiatis (1984); Holm (1979).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Literal

import numpy as np

from egov.methods.checks import flags, labels, numbers, same_rows
from egov.methods.contingency import (
    TooManyTables,
    log_weights,
    ordered_codes,
    ordered_table,
    pair_score,
    rows,
    score_distribution,
)

Array = np.ndarray
Alternative = Literal["two-sided", "greater", "less"]
RESAMPLES = 100_000


@dataclass(frozen=True)
class OrdinalTest:
    """A permutation test: ``p`` counts ties in full; without ``exact`` it comes from so many ``resamples``."""

    statistic: float
    effect: float
    p: float
    alternative: str
    sizes: tuple[int, ...]
    exact: bool
    resamples: int


def permutation_test(
    x: Sequence[float] | Array,
    y: Sequence[float] | Array,
    statistic: Literal["cliffs_delta", "max_gap"] = "cliffs_delta",
    alternative: Alternative = "two-sided",
    n_resamples: int = RESAMPLES,
    seed: int | np.random.Generator = 0,
) -> OrdinalTest:
    """Permutation test that two samples of ordered codes are exchangeable, exact by enumeration of the 2 x k table.

    ``cliffs_delta`` gives the p-value of the exact Wilcoxon-Mann-Whitney test with ties. ``max_gap`` is Smirnov's: the
    largest gap between the cumulative shares, for alternatives that cross; signed for one-sided tests. ``greater``: x
    stands higher. Beyond five million tables, ``n_resamples`` (at least 100,000) seeded draws,
    ``p = (1 + hits) / (1 + n)``.

    >>> r = permutation_test([2, 3, 3, 3, 4], [1, 2, 2, 3])
    >>> r.effect, round(r.p, 4), r.exact
    (0.65, 0.1349, True)
    """
    if statistic not in ("cliffs_delta", "max_gap"):
        raise ValueError(f"statistic is {statistic!r}: expected 'cliffs_delta' or 'max_gap'")
    (a, b), _ = ordered_table([x, y])
    n1, n2, margin = int(a.sum()), int(b.sum()), a + b
    if statistic == "max_gap":
        score = _max_gap(margin, n1, alternative)
    else:

        def score(first: Array) -> Array:
            return pair_score(margin - first, first)

    observed = int(score(a[None, :])[0])
    try:
        tables = rows(margin, n1)
        weight = log_weights(tables) + log_weights(margin - tables)
        law = np.exp(weight - weight.max())
        p = _tail(score(tables), law / law.sum(), observed, alternative)
        drawn = 0
    except TooManyTables:
        drawn = _enough(n_resamples)
        tables = np.random.default_rng(seed).multivariate_hypergeometric(margin, n1, size=drawn, method="marginals")
        p = _drawn_tail(score(tables), observed, alternative)
    return OrdinalTest(float(observed), observed * (1 / (n1 * n2)), p, alternative, (n1, n2), drawn == 0, drawn)


def jonckheere_test(
    groups: Sequence[Sequence[float] | Array],
    alternative: Alternative = "two-sided",
    n_resamples: int = RESAMPLES,
    seed: int | np.random.Generator = 0,
) -> OrdinalTest:
    """Jonckheere-Terpstra test of a trend along ordered groups of ordered codes, ties allowed.

    The statistic is Kendall's S over pairs of units from different groups (``2 J - pairs`` with Jonckheere's J and
    ties counted by half); the effect is S divided by the number of such pairs: Cliff's delta averaged over the pairs of
    groups, positive where later groups stand higher. Exact over the k x g table, else seeded resamples.

    >>> r = jonckheere_test([[1, 1, 2], [2, 2, 3], [3, 3]])
    >>> int(r.statistic), round(r.effect, 3), round(r.p, 4)
    (17, 0.81, 0.0179)
    """
    table, observed, pairs = _trend_score(groups)
    margin, sizes = table.sum(axis=0), table.sum(axis=1)
    try:
        p = _tail(*score_distribution(margin, sizes), observed, alternative)
        drawn = 0
    except TooManyTables:
        drawn = _enough(n_resamples)
        p = _drawn_tail(_drawn_scores(margin, sizes, drawn, np.random.default_rng(seed)), observed, alternative)
    return OrdinalTest(float(observed), observed / pairs, p, alternative, tuple(map(int, sizes)), drawn == 0, drawn)


def trend_effect(groups: Sequence[Sequence[float] | Array]) -> float:
    """The effect of :func:`jonckheere_test` alone, without its test.

    >>> round(trend_effect([[1, 1, 2], [2, 2, 3], [3, 3]]), 3)
    0.81
    """
    _, observed, pairs = _trend_score(groups)
    return observed / pairs


def _trend_score(groups: Sequence[Sequence[float] | Array]) -> tuple[Array, int, int]:
    """Counts (groups, categories), Kendall's S over the pairs of units from different groups, and their number."""
    table, _ = ordered_table(groups)
    sizes = table.sum(axis=1)
    observed = sum(int(pair_score(table[:g].sum(axis=0), table[g])) for g in range(1, len(table)))
    return table, observed, int(sizes.sum() ** 2 - (sizes**2).sum()) // 2


def stratified_test(
    codes: Sequence[float] | Array,
    group: Sequence[bool] | Array,
    stratum: Sequence[object] | Array,
    alternative: Alternative = "two-sided",
    n_resamples: int = RESAMPLES,
    seed: int | np.random.Generator = 0,
) -> OrdinalTest:
    """Two groups compared within strata (blocks), permuted within strata: one contrast with another held fixed.

    ``group`` is true (or 1) for the units of the first group, false (or 0) for the others; neither it nor ``stratum``
    may be missing. The statistic is ``sum_s w_s S_s``, with van Elteren's ``w_s = 1 / (n_s + 1)``; the effect is that
    sum over its largest value ``sum_s w_s n1_s n2_s``, a weighted mean of the strata's deltas. Exact by convolution of
    the strata's laws (in integers), else seeded resamples. Strata that hold one group only say nothing and are left out
    of everything, ``sizes`` included; ``ValueError`` where none is left.

    >>> r = stratified_test([3, 2, 2, 1, 3, 3, 1], [1, 1, 0, 0, 1, 0, 0], ["n", "n", "n", "n", "s", "s", "s"])
    >>> round(r.effect, 4), round(r.p, 4), r.sizes
    (0.6538, 0.3333, (3, 4))
    """
    tables, factor, scale = _strata(codes, group, stratum)
    observed, most = _strata_score(tables, factor)
    try:
        laws = [score_distribution(c.sum(0), c.sum(1)[::-1]) for c in tables]
        p = _tail(*convolve(laws, factor), observed, alternative)
        drawn = 0
    except TooManyTables:
        drawn, rng = _enough(n_resamples), np.random.default_rng(seed)
        total = sum(
            w * _drawn_scores(c.sum(0), c.sum(1)[::-1], drawn, rng) for w, c in zip(factor, tables, strict=True)
        )
        p = _drawn_tail(total, observed, alternative)
    sizes = (int(sum(c[0].sum() for c in tables)), int(sum(c[1].sum() for c in tables)))
    return OrdinalTest(observed / scale, observed / most, p, alternative, sizes, drawn == 0, drawn)


def stratified_effect(
    codes: Sequence[float] | Array,
    group: Sequence[bool] | Array,
    stratum: Sequence[object] | Array,
) -> float:
    """The effect of :func:`stratified_test` alone, without its test.

    >>> round(stratified_effect([3, 2, 2, 1, 3, 3, 1], [1, 1, 0, 0, 1, 0, 0], list("nnnnsss")), 4)
    0.6538
    """
    tables, factor, _ = _strata(codes, group, stratum)
    observed, most = _strata_score(tables, factor)
    return observed / most


def _strata(
    codes: Sequence[float] | Array, group: Sequence[bool] | Array, stratum: Sequence[object] | Array
) -> tuple[list[Array], list[int], int]:
    """Counts (2, categories) of each stratum with both groups, integer weights, and what the weights are times."""
    same_rows(codes=codes, group=group, stratum=stratum)
    code = ordered_codes(codes, "codes")
    member, label = flags(group, len(code), "group"), labels(stratum, len(code), "stratum")
    parts = [(code[(label == s) & member], code[(label == s) & ~member]) for s in np.unique(label)]
    tables = [ordered_table(part)[0] for part in parts if part[0].size and part[1].size]
    if not tables:
        raise ValueError("no stratum holds units of both groups: nothing can be compared within strata")
    scale = lcm(*(int(c.sum()) + 1 for c in tables))
    return tables, [scale // (int(c.sum()) + 1) for c in tables], scale


def _strata_score(tables: Sequence[Array], factor: Sequence[int]) -> tuple[int, int]:
    """The weighted score of the strata, and the largest that it can be."""
    observed = sum(w * int(pair_score(c[1], c[0])) for w, c in zip(factor, tables, strict=True))
    return observed, sum(w * int(c[0].sum()) * int(c[1].sum()) for w, c in zip(factor, tables, strict=True))


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

    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    p = numbers(p, "p")
    if np.any((p < 0) | (p > 1)):
        raise ValueError(f"p is {p.tolist()}: expected a vector of probabilities")
    order = np.argsort(p, kind="stable")
    p[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return p


def _max_gap(margin: Array, n1: int, alternative: str) -> Callable[[Array], Array]:
    """Smirnov's statistic times ``n1 n2`` of rows of the first group, signed towards the alternative."""

    def score(first: Array) -> Array:
        second = margin - first
        n2 = int(margin.sum()) - n1
        gap = np.cumsum(second, axis=-1) * n1 - np.cumsum(first, axis=-1) * n2
        if alternative == "two-sided":
            return np.abs(gap).max(axis=-1)
        return gap.max(axis=-1) if alternative == "greater" else gap.min(axis=-1)

    return score


def _tail(support: Array, law: Array, observed: int, alternative: str) -> float:
    """P-value with ties in full, from an exact law over integers."""
    value, seen = _towards(support, observed, alternative)
    return min(1.0, float(law[value >= seen].sum()))


def _drawn_tail(scores: Array, observed: int, alternative: str) -> float:
    """The same from resamples, the observed table counted as one of them."""
    value, seen = _towards(scores, observed, alternative)
    return (int((value >= seen).sum()) + 1) / (len(scores) + 1)


def _towards(support: Array, observed: int, alternative: str) -> tuple[Array, int]:
    """Values turned so that larger means further from the null."""
    if alternative == "two-sided":
        return np.abs(support), abs(observed)
    if alternative == "greater":
        return support, observed
    if alternative == "less":
        return -support, -observed
    raise ValueError(f"alternative is {alternative!r}: expected 'two-sided', 'greater' or 'less'")


def _drawn_scores(margin: Array, sizes: Array, draws: int, rng: np.random.Generator) -> Array:
    """S of random tables with the margins given: rows drawn one group after another from what is left."""
    units = np.repeat(np.arange(margin.size), margin)
    ends = np.cumsum(sizes)
    out = np.empty(draws, dtype=np.int64)
    batch = max(1, 20_000_000 // max(1, units.size * margin.size))
    for start in range(0, draws, batch):
        shuffled = rng.permuted(np.tile(units, (min(batch, draws - start), 1)), axis=1)
        below = np.stack([(shuffled == j).cumsum(axis=1)[:, ends - 1] for j in range(margin.size)], axis=-1)
        own = np.diff(below, axis=1)
        out[start : start + len(shuffled)] = pair_score(below[:, :-1], own).sum(axis=1)
    return out


def _enough(n_resamples: int) -> int:
    if n_resamples < RESAMPLES:
        raise ValueError(f"n_resamples is {n_resamples:,}: expected at least {RESAMPLES:,}")
    return n_resamples
