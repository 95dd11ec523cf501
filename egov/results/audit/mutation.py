"""Planted slips: which cells of the tables are printed twice over, and how many single changes the audit notices.

The list :data:`REDUNDANCIES` is written out by hand. Three operators, fixed: the last printed digit one up or down;
two neighbouring digits swapped; a band (or grade) one step up or down. A change is *caught* when a check that did not
contradict before contradicts now; it is *noticed* when any verdict changes at all.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from egov.methods.rounding import decimal_text, round_printed
from egov.results.audit.bizenv import GRADES
from egov.results.audit.check import AUDIT, Registry
from egov.results.audit.redundancies import REDUNDANCIES, Redundancy
from egov.results.audit.report_bands import BANDS
from egov.results.audit.slips import FAULTS
from egov.results.audit.tables import Load, Row, Tables

if TYPE_CHECKING:
    import pandas as pd

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Mutant(NamedTuple):
    """One planted slip."""

    redundancy: str
    kind: str
    table: str
    row: int
    operator: str
    printed: str
    value: str


def mutants_of(redundancy: Redundancy, number: int, row: Row) -> Iterator[Mutant]:
    """Every single change of one cell that the operators make."""

    def made(operator: str, printed: str, value: str) -> Mutant:
        return Mutant(redundancy.name, redundancy.kind, redundancy.table, number, operator, printed, value)

    operators = redundancy.operators
    scale = BANDS if row["value"] in BANDS else GRADES if row["value"] in GRADES else None
    if scale is not None:
        here = scale.index(row["value"])
        for operator, step in (("step_up", 1), ("step_down", -1)):
            if ("step" in operators or operator in operators) and 0 <= here + step < len(scale):
                there = scale[here + step]
                yield made(operator, row["printed"].replace(row["value"], there), there)
        return
    figure = row.figure
    digits = figure.digits.lstrip("-")
    sign = "-" if figure.number < 0 else ""
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
        yield made(operator, printed, value)


def all_mutants(tables: Tables, redundancies: Sequence[Redundancy] = REDUNDANCIES) -> list[Mutant]:
    """Every mutant of every redundancy, in the order of the list and of the tables."""
    out = []
    for redundancy in redundancies:
        for number, row in enumerate(tables.all(redundancy.table)):
            if redundancy.cells(tables, row):
                out += mutants_of(redundancy, number, row)
    return out


class Trial(NamedTuple):
    """What the audit made of a mutant: caught (a new contradiction), noticed (any other verdict)."""

    mutant: Mutant
    caught: bool
    noticed: bool


def trials(
    load: Load | Tables, *, sample: int | None = None, seed: int = 1, registry: Registry = AUDIT
) -> Iterator[Trial]:  # fmt: skip
    """Run the audit on each mutant, or on a sample spread over the list; families that read the table run again."""
    tables = load if isinstance(load, Tables) else Tables(load)
    before = {r.check: r for r in registry.run(tables)}
    chosen = all_mutants(tables)
    if sample is not None and sample < len(chosen):
        step, start = Fraction(len(chosen), sample), Fraction(random.Random(seed).randrange(1000), 1000)
        chosen = [chosen[int((start + i) * step)] for i in range(sample)]  # spread evenly over the list
    for mutant in chosen:
        copy = tables.with_row(mutant.table, mutant.row, printed=mutant.printed, value=mutant.value)
        readers = [name for name, f in registry.families.items() if mutant.table in f.reads]
        now = {r.check: r.verdict for r in registry.run(copy, readers)}
        old = {c: r.verdict for c, r in before.items() if r.family in readers}
        caught = any(v in FAULTS and old.get(c) not in FAULTS for c, v in now.items())
        yield Trial(mutant, caught, now != old)


def tally(results: Iterable[Trial]) -> pd.DataFrame:
    """Planted slips by redundancy and operator: mutants, caught, noticed, and what the redundancy is."""
    import pandas as pd

    rows = [(r.mutant.redundancy, r.mutant.operator, r.caught, r.noticed) for r in results]
    frame = pd.DataFrame(rows, columns=["redundancy", "operator", "caught", "noticed"])
    parts = frame.groupby(["redundancy", "operator"], sort=False)
    out = parts.agg(mutants=("caught", "size"), caught=("caught", "sum"), noticed=("noticed", "sum")).reset_index()
    about = {r.name: r for r in REDUNDANCIES}
    for column in ("kind", "table", "why"):
        out[column] = [getattr(about[name], column) for name in out["redundancy"]]
    return out


def planted_table(load: Load) -> pd.DataFrame:
    """``derived/audit_planted.csv``: every planted slip, by redundancy and operator. A minute's work."""
    return tally(trials(load))


def shares(planted: pd.DataFrame) -> pd.DataFrame:
    """Planted slips by kind and redundancy, in the order of the list; rows ``all`` sum over a kind.

    Columns: kind, redundancy, table, why, mutants, caught, noticed, share (of the mutants, caught).
    """
    import pandas as pd

    order = {r.name: i for i, r in enumerate(REDUNDANCIES)}
    keys, sums = ["kind", "redundancy", "table", "why"], ["mutants", "caught", "noticed"]
    parts = planted.astype({"kind": str}).groupby(keys, as_index=False)[sums].sum()
    parts = parts.sort_values("redundancy", key=lambda c: c.map(order))
    whole = parts.groupby("kind", as_index=False)[sums].sum().assign(redundancy="all", table="", why="")
    out = pd.concat([whole, parts], ignore_index=True).sort_values("kind", kind="stable", ignore_index=True)
    return out.assign(share=out["caught"] / out["mutants"])[[*keys, *sums, "share"]]
