"""Planted slips: which cells of the tables are printed twice over, and how many single changes the audit finds.

The redundancies are written out by hand in ``redundancies.toml``. Three operators, fixed: the last printed digit
one up or down; two neighbouring digits swapped; a band (or grade) one step up or down. A change is *caught* when a
check that did not fail before fails now; it is *noticed* when any verdict changes at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from egov.audit.book import AUDIT, DATA
from egov.audit.check import FAULTS, Audit, Part
from egov.audit.formulas import evaluate, named, select
from egov.audit.printed import REPEATED
from egov.audit.quantity import AuditError
from egov.audit.rules import toml
from egov.audit.tables import Cell, Load, Row, Tables
from egov.methods.rounding import decimal_text, round_printed
from egov.tables.schemas import BANDS, GRADES

LEAST_CAUGHT = {"equality": 0.9, "range": 0.4}
"""Least share of planted slips that the audit has to catch, by kind of redundancy; a test holds it."""
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Redundancy:
    """Cells of one table that something else in the documents repeats or limits.

    ``kind`` is ``equality`` where a cell can be worked out from others, ``range`` where they only limit it; ``cells``
    selects rows, ``condition`` is a formula of the row and of what ``beside`` names, as ``if`` and ``with`` of a check.
    """

    name: str
    kind: str
    cells: str
    why: str
    condition: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    operators: tuple[str, ...] = ("last_digit", "swap", "step_up", "step_down")

    @property
    def table(self) -> str:
        """The table of the cells."""
        return self.cells.partition(":")[0]

    def rows(self, t: Tables) -> Iterator[Row]:
        """The rows whose figures are redundant."""
        for row in select(t, self.cells, {}):
            names = {**WORDS, **row.cells, "row": row, "repeated": partial(_repeated, t)}
            for name, text in self.beside.items():
                names[name] = named(t, text, names)
            if not self.condition or evaluate(self.condition, names):
                yield row


def _read() -> tuple[dict[str, Any], tuple[Redundancy, ...]]:
    entries = toml(DATA / "redundancies.toml")
    words, out = entries.pop("words"), []
    for name, entry in entries.items():
        fields = {{"if": "condition", "with": "beside"}.get(key, key): v for key, v in entry.items()}
        if "operators" in fields:
            fields["operators"] = tuple(fields["operators"])
        try:
            out.append(Redundancy(name, **fields))
        except TypeError as error:
            raise AuditError(f"redundancies.toml [{name}]: {error}") from None
    return words, tuple(out)


WORDS, REDUNDANCIES = _read()
"""The redundancies of the documents, in the order in which the chapter shows them."""


def _repeated(t: Tables, row: Row) -> bool:
    """Printed more than once, and not already in conflict with itself."""
    rows = t.rows(row.table, **{c: row[c] for c in REPEATED[row.table]})
    return len(rows) > 1 and len({(r["value"], r.get("qualifier")) for r in rows}) == 1


class Mutant(NamedTuple):
    """One planted slip."""

    redundancy: Redundancy
    row: Row
    operator: str
    printed: str
    value: str


def mutants_of(redundancy: Redundancy, row: Row) -> Iterator[Mutant]:
    """Every single change of one cell that the operators make."""
    operators = redundancy.operators
    scale = next((scale for scale in (BANDS, GRADES) if row["value"] in scale), None)
    if scale is not None:
        here = scale.index(row["value"])
        for operator, step in (("step_up", 1), ("step_down", -1)):
            if operator in operators and 0 <= here + step < len(scale):
                there = scale[here + step]
                yield Mutant(redundancy, row, operator, row["printed"].replace(row["value"], there), there)
        return
    figure = row.figure
    digits, sign = figure.digits.lstrip("-"), "-" if figure.number < 0 else ""
    step = Fraction(1, 10**figure.decimals)
    changed: list[tuple[str, str]] = []
    if "last_digit" in operators:
        for operator, by in (("last_digit_up", step), ("last_digit_down", -step)):
            if Fraction(digits) + by >= 0:
                changed.append((operator, round_printed(Fraction(digits) + by, figure.decimals)))
    if "swap" in operators:
        for i in range(len(digits) - 1):
            j = i + 2 if digits[i + 1] == "." else i + 1
            if digits[i] == "." or digits[i] == digits[j]:
                continue
            text = digits[:i] + digits[j] + digits[i + 1 : j] + digits[i] + digits[j + 1 :]
            if not (text.startswith("0") and not text.startswith("0.")):
                changed.append(("swap", text))
    for operator, text in changed:
        value = decimal_text(Fraction(sign + text) * figure.unit)
        match = _DIGITS.search(row["printed"])
        printed = value if match is None else row["printed"][: match.start()] + text + row["printed"][match.end() :]
        yield Mutant(redundancy, row, operator, printed, value)


def all_mutants(t: Tables, redundancies: Sequence[Redundancy] = REDUNDANCIES) -> list[Mutant]:
    """Every mutant of every redundancy, in the order of the list and of the tables."""
    return [mutant for r in redundancies for row in r.rows(t) for mutant in mutants_of(r, row)]


class Trial(NamedTuple):
    """What the audit made of a mutant: caught (a new contradiction), noticed (any other verdict)."""

    mutant: Mutant
    caught: bool
    noticed: bool


def trials(t: Tables, mutants: Iterable[Mutant], audit: Audit = AUDIT) -> Iterator[Trial]:
    """Run the audit on each mutant: those parts again that read the changed cell when the audit ran on the tables."""
    readers: dict[Cell, list[Part]] = {}
    for part in audit.trace(t):
        for cell in part.read:
            readers.setdefault(cell, []).append(part)
    for mutant in mutants:
        with t.changed(mutant.row, printed=mutant.printed, value=mutant.value) as touched:
            parts = {id(part): part for cell in touched for part in readers.get(cell, ())}.values()
            now = {r.check: r.verdict for part in parts for r in part.family.run(t, part.state)}
        old = {r.check: r.verdict for part in parts for r in part.results}
        caught = any(v in FAULTS and old.get(c) not in FAULTS for c, v in now.items())
        yield Trial(mutant, caught, now != old)


def planted(load: Load | Tables, mutants: Sequence[Mutant] | None = None) -> pd.DataFrame:
    """``derived/audit_planted.csv``: planted slips by redundancy and operator: how many, caught, noticed."""
    t = load if isinstance(load, Tables) else AUDIT.tables(load)
    rows = [
        (r.name, trial.mutant.operator, r.kind, r.table, r.why, trial.caught, trial.noticed)
        for trial in trials(t, all_mutants(t) if mutants is None else mutants)
        if (r := trial.mutant.redundancy)
    ]
    keys = ["redundancy", "operator", "kind", "table", "why"]
    frame = pd.DataFrame(rows, columns=[*keys, "caught", "noticed"])
    return (
        frame.groupby(keys, sort=False)
        .agg(mutants=("caught", "size"), caught=("caught", "sum"), noticed=("noticed", "sum"))
        .reset_index()
    )


def shares(planted: pd.DataFrame) -> pd.DataFrame:
    """Planted slips by kind and redundancy, in the order of the list; rows ``all`` sum over a kind.

    Columns: kind, redundancy, table, why, mutants, caught, noticed, share (of the mutants, caught).
    """
    order = {r.name: i for i, r in enumerate(REDUNDANCIES)}
    keys, sums = ["kind", "redundancy", "table", "why"], ["mutants", "caught", "noticed"]
    parts = planted.astype({"kind": str}).groupby(keys, as_index=False)[sums].sum()
    parts = parts.sort_values("redundancy", key=lambda c: c.map(order))
    whole = parts.groupby("kind", as_index=False)[sums].sum().assign(redundancy="all", table="", why="")
    out = pd.concat([whole, parts], ignore_index=True).sort_values("kind", kind="stable", ignore_index=True)
    return out.assign(share=out["caught"] / out["mutants"])[[*keys, *sums, "share"]]
