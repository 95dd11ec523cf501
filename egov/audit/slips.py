"""The contradictions and misprints one by one: which checks belong to one slip, and what it means for a user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egov.audit.book import DATA
from egov.audit.check import FAULTS
from egov.audit.quantity import AuditError
from egov.audit.rules import toml


@dataclass(frozen=True)
class Slip:
    """One slip: a title, the ids (or beginnings of ids) of its checks, what a user of the data should do.

    One that is ``awaited`` has no check as long as no added release brings one.
    """

    name: str
    title: str
    checks: tuple[str, ...]
    meaning: str
    awaited: bool = False

    def has(self, check: str) -> bool:
        """Whether a check is one of this slip's."""
        return any(check == c or (c.endswith(".") and check.startswith(c)) for c in self.checks)


def read_slips(path: Path) -> tuple[Slip, ...]:
    """The slips of a TOML file in its order; :class:`AuditError` names file and slip that cannot be meant."""
    found = toml(path)
    for name, slip in found.items():
        if {*slip} - {"awaited"} != {"title", "checks", "meaning"} or not isinstance(slip["checks"], list):
            told = "expected a title, a list of checks, a meaning, and awaited = true where no check has it yet"
            raise AuditError(f"{path.name} [{name}] has {', '.join(slip)}: {told}")
    return tuple(Slip(name, **slip | {"checks": tuple(slip["checks"])}) for name, slip in found.items())


SLIPS = read_slips(DATA / "slips.toml")
"""All slips, in the order in which the chapter tells them."""


def by_slip(audit: pd.DataFrame, slips: Sequence[Slip] = SLIPS) -> pd.DataFrame:
    """The rows of contradictions and misprints with ``slip``, ``title`` and ``meaning``, in the order of the slips.

    Raises :class:`AuditError` where such a row belongs to no slip or to two, or a slip has no row: the chapter would
    be silent about a fault, or speak of one that is gone.
    """
    rows = audit[audit["verdict"].isin(FAULTS)].sort_values("check")
    found = []
    for check, verdict in zip(rows["check"], rows["verdict"], strict=True):
        mine = [s for s in slips if s.has(check)]
        if len(mine) != 1:
            raise AuditError(
                f"check {check!r} has verdict {verdict} and belongs to {len(mine)} slips, expected one: name it under "
                "checks of a slip in egov/audit/slips.toml, with title and meaning"
            )
        found.append(mine[0])
    if idle := [s.name for s in slips if s not in found and not s.awaited]:
        raise AuditError(f"slip {idle[0]!r} has no check that contradicts: remove it from egov/audit/slips.toml")
    rows = rows.assign(**{name: [getattr(s, name) for s in found] for name in ("title", "meaning")})
    rows.insert(0, "slip", pd.Categorical([s.name for s in found], [s.name for s in slips]))
    return rows.sort_values("slip", kind="stable").astype({"slip": str}).reset_index(drop=True)
