"""Why no table fits: an irreducible conflicting set of constraints, of least size where the search can prove it.

The deletion filter (Chinneck and Dravnieks, 1991) drops one constraint after the other and keeps a drop where the
rest still conflicts: what remains is irreducible. It need not be the smallest such set. The least one is found from
the other side: every conflict hits every *correction set* (constraints whose removal lets the rest hold), so a
minimum set that hits all correction sets found so far is a lower bound, and the answer as soon as it conflicts itself
(implicit hitting sets; Ignatiev, Previti, Liffiton and Marques-Silva, 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from egov.methods.bounds.constraints import Constraint

Table = TypeVar("Table")


@dataclass(frozen=True)
class Conflict:
    """Constraints that cannot hold together, though all but any one of them can; empty where nothing conflicts.

    ``least`` says whether no conflict of fewer constraints exists, as far as the search could prove it.
    """

    constraints: tuple[Constraint, ...]
    least: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """The constraints in words."""
        return tuple(c.label for c in self.constraints)

    def __bool__(self) -> bool:
        """Whether there is a conflict."""
        return bool(self.constraints)


class Core(NamedTuple):
    """Numbers of the conflicting constraints; whether no smaller conflict exists, as far as was proved."""

    members: tuple[int, ...]
    least: bool


def deletion_filter(solve: Callable[[Collection[int]], object | None], items: Iterable[int]) -> tuple[int, ...]:
    """An irreducible conflicting subset of ``items``; ``solve`` gives a table for a subset, or ``None``.

    Runs of items are dropped at once first, ever shorter ones down to single items.

    >>> deletion_filter(lambda kept: None if {1, 3} <= set(kept) else "a table", range(5))
    (1, 3)
    """
    kept = list(items)
    size = max(len(kept) // 2, 1)
    while size:
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + size :]
            if solve(rest) is None:
                kept = rest
            else:
                start += size
        size //= 2
    return tuple(kept)


def least_conflict(
    solve: Callable[[Collection[int], Collection[int]], Table | None],
    satisfied: Callable[[Table], Collection[int]],
    items: Sequence[int],
    effort: int = 2000,
) -> Core | None:
    """The smallest conflicting subset of ``items``, or ``None`` where all of them hold together.

    Parameters
    ----------
    solve
        A table for a subset of the items, or ``None`` where the subset conflicts. The second argument names items
        that the table should satisfy as far as the solver finds easy: the more, the shorter the search.
    satisfied
        All items that a table satisfies.
    items
        The numbers of the constraints.
    effort
        How many subsets may be solved before the search settles for an irreducible set not proved least.

    Examples
    --------
    >>> conflicts = ({0, 1, 2}, {3, 4})
    >>> table = lambda kept, wished: None if any(c <= set(kept) for c in conflicts) else set(kept)
    >>> least_conflict(table, lambda kept: kept, range(6))
    Core(members=(3, 4), least=True)
    """
    calls = 0

    def count_and_solve(subset: Collection[int], wished: Collection[int] = ()) -> Table | None:
        nonlocal calls
        calls += 1
        return solve(sorted(subset), sorted(wished))

    everything = frozenset(items)
    if count_and_solve(everything) is not None:
        return None
    best = tuple(sorted(deletion_filter(count_and_solve, items)))
    corrections: list[frozenset[int]] = []
    while calls < effort:
        candidate = minimum_hitting_set(corrections)
        if len(candidate) >= len(best):
            return Core(best, least=True)
        table = count_and_solve(candidate, everything - candidate)
        if table is None:
            return Core(tuple(sorted(candidate)), least=True)
        holding = candidate | set(satisfied(table))
        for item in sorted(everything - holding):
            if item not in holding and calls < effort:
                table = count_and_solve(holding | {item})
                if table is not None:
                    holding = holding | {item} | set(satisfied(table))
        corrections.append(everything - holding)
    return Core(best, least=False)


def minimum_hitting_set(sets: Collection[Collection[int]]) -> frozenset[int]:
    """A smallest set that shares a member with every given set.

    >>> sorted(minimum_hitting_set([{1, 2}, {2, 3}, {4}]))
    [2, 4]
    """
    if not sets:
        return frozenset()
    items = sorted(set().union(*sets))
    rows = np.array([[item in members for item in items] for members in sets], dtype=float)
    ones = np.ones(len(items))
    found = milp(ones, integrality=ones, bounds=Bounds(0, 1), constraints=LinearConstraint(rows, 1, np.inf))
    return frozenset(item for item, x in zip(items, found.x, strict=True) if x > 0.5)
