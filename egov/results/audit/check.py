"""A check: a statement of a document, where it is printed, what it is held against, and the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from egov.methods.rounding import Interval, decimal_text
from egov.results.audit.quantity import AuditError, Figure, Quantity
from egov.results.audit.tables import Tables

if TYPE_CHECKING:
    from fractions import Fraction

KINDS = {
    "equality": "two statements of one figure must be the same, up to rounding",
    "range": "a figure must lie between limits that others set",
    "order": "figures must follow one another as stated",
    "count": "a number must be that of the things listed",
    "omission": "something stands in a table or a numbering and is left out elsewhere",
}
VERDICTS = {
    "agrees": "the statement holds, exactly or as printed",
    "rounding": "the printed digits differ, or miss a limit, and rounding explains it",
    "contradicts": "two statements cannot both be right, or one is left out; the documents do not settle which",
    "misprint": "one statement is wrong, and others settle what it should be",
    "not_checkable": "what is printed cannot decide it; the note says what is missing",
}
VERDICT_WORDS = {name: name for name in VERDICTS} | {"not_checkable": "cannot be decided"}
"""Verdicts as the chapter says them."""
_WRONG = ("contradicts", "misprint", "not_checkable", "rounding")
_NAME = re.compile(r"[^\s,;|]+")


class Outcome(NamedTuple):
    """What a test found: the recomputed figure as text, and how it went."""

    recomputed: str
    holds: bool
    rounding: bool = False
    note: str = ""


@dataclass(frozen=True)
class Equal:
    """The published figure is the recomputed quantity, up to the rounding of what went into it."""

    quantity: Quantity

    def run(self, figure: Figure) -> Outcome:
        """Point first, then intervals."""
        return _equal(figure, self.quantity)


@lru_cache(maxsize=4096)
def _equal(figure: Figure, quantity: Quantity) -> Outcome:
    text = (quantity * (1 / figure.unit)).text(figure.decimals)
    at_face = figure.allows(Interval(quantity.point, quantity.point))
    if at_face:
        note = "only if ties go to the even digit" if at_face == ("half_even",) else ""
        return Outcome(text, True, note=note)
    return Outcome(text, False, rounding=bool(figure.allows(quantity.interval)))


@dataclass(frozen=True)
class Same:
    """The published word, name or count is exactly the other one."""

    other: str | Fraction | int

    def run(self, figure: Figure) -> Outcome:
        """Text with text, number with number."""
        if isinstance(self.other, str):
            return Outcome(self.other, figure.printed == self.other)
        return Outcome(decimal_text(Quantity.of(self.other).point), figure.number == self.other)


@dataclass(frozen=True)
class Within:
    """The published figure lies between two limits (``None``: none on that side), up to the rounding of all three.

    Two rounded figures whose intervals meet in one point alone do not overlap: 92.39 lies below 92.40, for no value
    prints as both, whichever way ties go.
    """

    lower: Quantity | int | Fraction | None
    upper: Quantity | int | Fraction | None

    def run(self, figure: Figure) -> Outcome:
        """Points first, then intervals."""
        return _within(figure, self.lower, self.upper)


@lru_cache(maxsize=4096)
def _within(
    figure: Figure, lower: Quantity | int | Fraction | None, upper: Quantity | int | Fraction | None
) -> Outcome:  # fmt: skip
    own = figure.rounded if figure.decimals or figure.unit > 1 else figure.counted
    low, high = (None if end is None else Quantity.of(end) for end in (lower, upper))
    at_face = (low is None or low.point <= own.point) and (high is None or own.point <= high.point)
    reaches = (low is None or _not_after(low, own)) and (high is None or _not_after(own, high))
    ends = [
        None if end is None else (end * (1 / figure.unit)).text(figure.decimals).split(" ")[0] for end in (low, high)
    ]
    words = f"{ends[0]} to {ends[1]}"
    if ends[0] is None:
        words = f"at most {ends[1]}"
    elif ends[1] is None:
        words = f"at least {ends[0]}"
    return Outcome(words, at_face, rounding=reaches)


def _not_after(one: Quantity, other: Quantity) -> bool:
    """Whether some value of the first is no greater than some value of the second; see :class:`Within`."""
    if one.interval.width and other.interval.width:
        return one.interval.lower < other.interval.upper
    return one.interval.lower <= other.interval.upper


@dataclass(frozen=True)
class Holds:
    """A statement that is true or false as it stands; ``shown`` is what it was held against."""

    truth: bool
    shown: str

    def run(self, figure: Figure) -> Outcome:
        """The truth given."""
        return Outcome(self.shown, self.truth)


@dataclass(frozen=True)
class Open:
    """A statement that the printed figures cannot decide; the note of the check says why."""

    shown: str = ""

    def run(self, figure: Figure) -> Outcome:
        """Never holds."""
        return Outcome(self.shown, False)


Test = Equal | Same | Within | Holds | Open


@dataclass(frozen=True)
class Check:
    """One check.

    Parameters
    ----------
    name
        What tells it from the others of its family; the id is ``family.name``.
    claim
        The statement in our own words.
    figure
        The published figure and where it is printed.
    test
        What it is held against: :class:`Equal`, :class:`Same`, :class:`Within`, :class:`Holds` or :class:`Open`.
    note
        What a reader should know in any case.
    if_wrong
        What it means where the test fails.
    wrong
        Verdict where the test fails: ``contradicts``, or ``misprint`` where other statements settle it, or
        ``not_checkable`` where a failure proves no error, or ``rounding``.
    kind
        Where it is not the family's.

    Raises
    ------
    AuditError
        No name or claim, a name with a blank or comma, an unknown kind or verdict, a figure that is no
        :class:`Figure`, a test that is none.
    """

    name: str
    claim: str
    figure: Figure
    test: Test
    note: str = ""
    if_wrong: str = ""
    wrong: str = "contradicts"
    kind: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        who = f"check {self.name!r}"
        if not self.name or not _NAME.fullmatch(self.name):
            raise AuditError(f"{who}: a name is letters, digits and dots, without blanks and commas")
        if not self.claim:
            raise AuditError(f"{who}: no claim")
        if not isinstance(self.figure, Figure):
            raise AuditError(f"{who}: published is {self.figure!r}: expected a Figure with the string as printed")
        if not isinstance(self.test, Test):
            raise AuditError(f"{who}: test is {self.test!r}: expected Equal, Same, Within, Holds or Open")
        if self.wrong not in _WRONG:
            raise AuditError(f"{who}: unknown verdict {self.wrong!r}: expected one of {', '.join(_WRONG)}")
        if self.kind and self.kind not in KINDS:
            raise AuditError(f"{who}: unknown kind {self.kind!r}: expected one of {', '.join(KINDS)}")


class Result(NamedTuple):
    """One row of the audit; the fields are the columns of ``derived/audit.csv``."""

    check: str
    family: str
    kind: str
    claim: str
    source: str
    place: str
    line: int | None
    col: int | None
    table: str
    row: str
    published: str
    recomputed: str
    verdict: str
    note: str


@dataclass(frozen=True)
class Family:
    """Checks of one shape: a name, a kind, the tables it reads, and the function that states them."""

    name: str
    kind: str
    reads: tuple[str, ...]
    state: Callable[[Tables], Iterable[Check]]
    about: str = ""

    def run(self, tables: Tables) -> Iterator[Result]:
        """Every check with its verdict; an :class:`AuditError` names the family, and the check where there is one."""
        try:
            stated = self.state(tables.only(self.reads))
            if stated is None:
                raise AuditError("states nothing: yield a Check, or return several")
            for check in stated:
                yield judge(self, check)
        except AuditError as error:
            raise AuditError(f"family {self.name!r}: {error}") from None


def judge(family: Family, check: Check) -> Result:
    """The row of one check."""
    if not isinstance(check, Check):
        raise AuditError(f"states {check!r}, expected a Check")
    figure = check.figure
    try:
        outcome = check.test.run(figure)
    except AuditError as error:
        raise AuditError(f"check {check.name!r}: {error}") from None
    if isinstance(check.test, Open):
        verdict, note = "not_checkable", check.note
    elif outcome.holds:
        verdict, note = "agrees", check.note
    elif outcome.rounding:
        verdict, note = "rounding", check.note
    else:
        verdict, note = check.wrong, "; ".join(part for part in (check.if_wrong, check.note) if part)
    if outcome.note and outcome.holds:
        note = "; ".join(part for part in (note, outcome.note) if part)
    if not figure.source:
        raise AuditError(f"check {check.name!r}: the published figure names no source")
    return Result(
        f"{family.name}.{check.name}",
        family.name,
        check.kind or family.kind,
        check.claim,
        figure.source,
        figure.place,
        figure.line,
        figure.col,
        figure.table,
        figure.row,
        figure.printed,
        outcome.recomputed,
        verdict,
        note,
    )


@dataclass
class Registry:
    """The families of an audit, in the order in which they were stated."""

    families: dict[str, Family] = field(default_factory=dict)

    def family(
        self, name: str, *, kind: str = "", reads: Sequence[str] = ()
    ) -> Callable[[Callable[[Tables], Iterable[Check]]], Callable[[Tables], Iterable[Check]]]:
        """Decorate a function that states checks; its docstring says what they are about.

        Raises :class:`AuditError` for a missing or unknown kind, an unknown table, or a name that stands already.
        """
        from egov.tables import TABLES

        if kind not in KINDS:
            what = f"unknown kind {kind!r}" if kind else "no kind"
            raise AuditError(f"family {name!r}: {what}: expected one of {', '.join(KINDS)}")
        if isinstance(reads, str):
            raise AuditError(f"family {name!r}: reads is {reads!r}: give a tuple of tables, ({reads!r},)")
        unknown = [table for table in reads if table not in TABLES]
        if unknown:
            raise AuditError(f"family {name!r}: unknown table {unknown[0]!r}: no such table is declared")
        if name in self.families:
            raise AuditError(f"family {name!r} stands twice")

        def register(state: Callable[[Tables], Iterable[Check]]) -> Callable[[Tables], Iterable[Check]]:
            about = " ".join((state.__doc__ or "").split("\n\n")[0].split()).rstrip(".")
            self.families[name] = Family(name, kind, tuple(reads), state, about)
            return state

        return register

    def run(self, tables: Tables, families: Iterable[str] | None = None) -> list[Result]:
        """Run every family, or those named.

        Raises :class:`AuditError` for a name that no family has, an id that stands twice, a family without a check.
        """
        names = list(self.families) if families is None else list(families)
        results: list[Result] = []
        seen: set[str] = set()
        for name in names:
            if name not in self.families:
                raise AuditError(f"no family {name!r}: there are {', '.join(self.families)}")
            before = len(results)
            for result in self.families[name].run(tables):
                if result.check in seen:
                    raise AuditError(f"check {result.check!r} stands twice")
                seen.add(result.check)
                results.append(result)
            if len(results) == before:
                raise AuditError(f"family {name!r} states no check: do the rows that it asks for exist?")
        return results


AUDIT = Registry()
"""The audit of this project; ``family = AUDIT.family`` adds to it."""
