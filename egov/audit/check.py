"""A check: a statement of a document, where it is printed, what it is held against, and the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from egov.audit.formulas import select
from egov.audit.quantity import AuditError, Figure, Quantity
from egov.audit.tables import Cell, Load, Row, Tables
from egov.methods.rounding import Interval, decimal_text

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
FAULTS = ("contradicts", "misprint")
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
        text = figure.beside(self.quantity)
        at_face = figure.allows(Interval(self.quantity.point, self.quantity.point))
        if at_face:
            note = "only if ties go to the even digit" if at_face == ("half_even",) else ""
            return Outcome(text, True, note=note)
        return Outcome(text, False, rounding=bool(figure.allows(self.quantity.interval)))


@dataclass(frozen=True)
class Same:
    """The published word, name or count is exactly the other one."""

    other: str | Fraction | int

    def run(self, figure: Figure) -> Outcome:
        """Text with text, number with number."""
        if isinstance(self.other, str):
            return Outcome(self.other, figure.printed == self.other)
        return Outcome(decimal_text(Fraction(self.other)), figure.number == self.other)


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
        own = figure.rounded if figure.decimals or figure.unit > 1 else figure.counted
        low, high = (None if end is None else Quantity.of(end) for end in (self.lower, self.upper))
        at_face = (low is None or low.point <= own.point) and (high is None or own.point <= high.point)
        reaches = (low is None or _not_after(low, own)) and (high is None or _not_after(own, high))
        least, most = (None if end is None else figure.beside(end).split(" ")[0] for end in (low, high))
        words = f"at most {most}" if least is None else f"at least {least}" if most is None else f"{least} to {most}"
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
        The published figure with its place, or the row that prints it.
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
        No name or claim, a name with a blank or comma, an unknown kind or verdict, a figure or test that is none.
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
        if isinstance(self.figure, Row):
            object.__setattr__(self, "figure", self.figure.figure)
        if not self.name or not _NAME.fullmatch(self.name):
            raise AuditError(f"{who}: a name is letters, digits and dots, without blanks and commas")
        if not self.claim:
            raise AuditError(f"{who}: no claim")
        if not isinstance(self.figure, Figure):
            raise AuditError(f"{who}: published is {self.figure!r}: expected a Figure with the string as printed")
        if not self.figure.source:
            raise AuditError(f"{who}: the published figure names no source")
        if not isinstance(self.test, Test):
            raise AuditError(f"{who}: test is {self.test!r}: expected Equal, Same, Within, Holds or Open")
        if self.wrong not in _WRONG:
            raise AuditError(f"{who}: unknown verdict {self.wrong!r}: expected one of {', '.join(_WRONG)}")
        if self.kind and self.kind not in KINDS:
            raise AuditError(f"{who}: unknown kind {self.kind!r}: expected one of {', '.join(KINDS)}")


class Result(NamedTuple):
    """One row of the audit; the fields are columns of ``derived/audit.csv``."""

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


def judge(family: str, kind: str, check: Check) -> Result:
    """The row of one check."""
    if not isinstance(check, Check):
        raise AuditError(f"states {check!r}, expected a Check")
    f = check.figure
    try:
        outcome = check.test.run(f)
    except AuditError as error:
        raise AuditError(f"check {check.name!r}: {error}") from None
    verdict, notes = "agrees", [check.note, outcome.note]
    if isinstance(check.test, Open):
        verdict = "not_checkable"
    elif not outcome.holds:
        verdict = "rounding" if outcome.rounding else check.wrong
        notes = [check.note] if outcome.rounding else [check.if_wrong, check.note]
    note = "; ".join(note for note in notes if note)
    where = f.source, f.place, f.line, f.col, f.table, f.row, f.printed
    return Result(
        f"{family}.{check.name}", family, check.kind or kind, check.claim, *where, outcome.recomputed, verdict, note
    )


State = Callable[[Tables], Iterable[Check]]
"""States checks; the smallest part of a family that is run by itself."""


@dataclass(frozen=True)
class Family:
    """Checks of one shape: a name, a kind, what they are about, and the parts that state them.

    ``settled`` says for single checks, by name, what a failure means: ``wrong`` and ``if_wrong``.
    """

    name: str
    kind: str
    about: str
    parts: Callable[[Tables], Iterable[State]]
    settled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def run(self, tables: Tables, state: State) -> list[Result]:
        """Every check of one part with its verdict; an :class:`AuditError` names family and check."""
        out = []
        try:
            stated = state(tables)
            if stated is None:
                raise AuditError("states nothing: yield a Check, or return several")
            for check in stated:
                if isinstance(check, Check) and check.name in self.settled:
                    for name, words in self.settled[check.name].items():
                        object.__setattr__(check, name, words)
                out.append(judge(self.name, self.kind, check))
        except AuditError as error:
            raise AuditError(f"family {self.name!r}: {error}") from None
        return out


class Part(NamedTuple):
    """A part of a family as it was run: its results, and the cells of tables that it read."""

    family: Family
    state: State
    results: list[Result]
    read: frozenset[Cell]


@dataclass
class Audit:
    """Families of checks, in the order in which they were stated, and what they read beside the published tables.

    ``until`` and ``extra`` are those of :class:`~egov.audit.tables.Tables`.
    """

    until: Mapping[str, int] = field(default_factory=dict)
    extra: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)

    def tables(self, load: Load) -> Tables:
        """The tables as this audit reads them."""
        return Tables(load, self.until, self.extra)

    def add(self, family: Family) -> None:
        """Add a family; :class:`AuditError` for a missing or unknown kind, or a name that stands already."""
        if family.kind not in KINDS:
            what = f"unknown kind {family.kind!r}" if family.kind else "no kind"
            raise AuditError(f"family {family.name!r}: {what}: expected one of {', '.join(KINDS)}")
        if family.name in self.families:
            raise AuditError(f"family {family.name!r} stands twice")
        self.families[family.name] = family

    def family(
        self,
        name: str,
        *,
        kind: str = "",
        each: str | Sequence[str] = (),
        over: Sequence[Any] = (),
        settled: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Callable[[Callable[..., Iterable[Check]]], Callable[..., Iterable[Check]]]:
        """Decorate a function of the tables that yields checks; its docstring says what they are about.

        With ``each``, such as ``"capacity_means: measure=share_above"``, the function also takes a row, and is called
        for every row so selected; with ``over``, it takes each of the things given.
        """
        selectors = [each] if isinstance(each, str) else each

        def register(state: Callable[..., Iterable[Check]]) -> Callable[..., Iterable[Check]]:
            def parts(t: Tables) -> Iterable[State]:
                if not selectors and not over:
                    return [state]
                things = [*over, *(row for selector in selectors for row in select(t, selector, {}))]
                return [lambda t, thing=thing: state(t, thing) for thing in things]

            about = " ".join((state.__doc__ or "").split("\n\n")[0].split()).rstrip(".")
            self.add(Family(name, kind, about, parts, settled or {}))
            return state

        return register

    def trace(self, tables: Tables, families: Iterable[str] | None = None) -> Iterator[Part]:
        """Run every family, or those named, and note what each of its parts read.

        Raises :class:`AuditError` for a name that no family has, an id that stands twice, a family without a check.
        """
        checks: set[str] = set()
        for name in self.families if families is None else families:
            if name not in self.families:
                raise AuditError(f"no family {name!r}: there are {', '.join(self.families)}")
            family, before = self.families[name], len(checks)
            for state in family.parts(tables):
                tables.seen.clear()
                results = family.run(tables, state)
                for result in results:
                    if result.check in checks:
                        raise AuditError(f"check {result.check!r} stands twice")
                    checks.add(result.check)
                yield Part(family, state, results, frozenset(tables.seen))
            if len(checks) == before:
                raise AuditError(f"family {name!r} states no check: do the rows that it asks for exist?")

    def run(self, load: Load | Tables, families: Iterable[str] | None = None) -> list[Result]:
        """Every check with its verdict, families in their order; errors as in :meth:`trace`."""
        tables = load if isinstance(load, Tables) else self.tables(load)
        return [result for part in self.trace(tables, families) for result in part.results]
