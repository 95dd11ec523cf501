"""The set of ranks that a unit can hold in the feasible tables of a system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from egov.methods.bounds.program import CLEAR, Listing

TIE = 1e-8  # values of one solved table are level within this


def ranks_held(tables: Sequence[np.ndarray], columns: Sequence[int], k: int) -> set[int]:
    """Ranks, 1 for the greatest, of the ``k``-th of the given columns in some table, equal values in either order.

    >>> sorted(ranks_held([np.array([5.0, 7.0, 5.0]), np.array([9.0, 7.0, 5.0])], [0, 1, 2], 0))
    [1, 2, 3]
    """
    values = np.array(tables)
    gaps = np.delete(values[:, columns], k, axis=1) - values[:, [columns[k]]]
    first, last = 1 + (gaps > TIE).sum(axis=1), len(columns) - (gaps < -TIE).sum(axis=1)
    return {r for a, b in set(zip(first.tolist(), last.tolist(), strict=True)) for r in range(a, b + 1)}


def rank_set(
    unit: str,
    members: Sequence[str],
    *,
    lower: Mapping[str, float],
    upper: Mapping[str, float],
    listing: Listing | None,
    tables: Sequence[np.ndarray],
    columns: Sequence[int],
    can_hold: Callable[[int], bool],
    gapless: bool,
) -> tuple[int, ...]:
    """Ranks of ``unit`` among ``members``: what known tables show, and a program for each rank still in question.

    Parameters
    ----------
    lower, upper
        Sharp bounds of every member.
    listing
        The ranks already known among the same members, if any: none of them is free for another unit.
    tables, columns
        Feasible tables met so far, which may grow as programs are solved, and the members' columns in them.
    can_hold
        Solves the program that asks whether the unit can hold a rank.
    gapless
        The feasible tables form one polytope and no rank is known. On the way between two tables the unit then passes
        others one at a time or level with them, so its ranks have no gap, and only the two ends are in question.
    """
    if listing and unit not in listing.unranked:
        return tuple(first for first, block in listing.blocks if unit in block)
    taken = listing.taken if listing else set()
    others = [m for m in members if m != unit]
    above = sum(lower[m] > upper[unit] + CLEAR for m in others)
    below = sum(upper[m] < lower[unit] - CLEAR for m in others)
    candidates = set(range(1 + above, len(members) - below + 1)) - taken
    k = list(members).index(unit)
    held = ranks_held(tables, columns, k) - taken
    if gapless:
        held = set(range(min(held), max(held) + 1))
        for step in (-1, 1):
            rank = (min(held) if step < 0 else max(held)) + step
            while rank in candidates and can_hold(rank):
                held.add(rank)
                rank += step
        return tuple(sorted(held))
    for rank in sorted(candidates - held):
        if rank not in held and can_hold(rank):
            held |= {rank} | ranks_held(tables[-1:], columns, k) - taken
    return tuple(sorted(held))
