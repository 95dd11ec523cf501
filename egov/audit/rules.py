"""Checks as data: a TOML file says what is printed, what it is held against, and for which rows.

A file holds one table a family; those beside this module are the book's. A family has ``kind``, ``about`` and a list
``check``; each entry states one check, or one for every row that it names::

    [share_above]
    kind = "equality"
    about = "Each share of units above the mean, from the number of units above it"

    [[share_above.check]]
    each = "capacity_means: unit_type=province, measure=share_above"
    with.n = "capacity_means: unit_type=province, year={year}, code={code}, measure=n_above"
    with.all = "claims: claim=provincial_units"
    name = "{code}"
    claim = "share of provinces above the mean of {code}: {n.printed} of {all.number}"
    equal = "n.counted / all.number * 100"

Texts hold formulas in braces. A formula has names (the cells of ``row``, the columns of ``rows``, what ``with`` names),
``+ - * /``, comparisons, ``and or not``, ``a if b else c``, lists as ``[r.unit for r in rows if r.number > 9]`` and
:data:`egov.audit.formulas.FUNCTIONS`; a row has its cells, ``number``, ``counted`` and ``rounded``. Numbers are
exact. :data:`KEYS` says what an entry may hold.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from egov.audit.check import Audit, Check, Equal, Family, Holds, Open, Same, State, Test, Within
from egov.audit.formulas import FUNCTIONS, evaluate, fill, named, select
from egov.audit.quantity import AuditError, Quantity
from egov.audit.tables import Row, Tables

KEYS = {
    "columns": "names of the values in `rows`",
    "rows": "lists of values, one check each",
    "each": "rows of a table, one check each: `table: column=value, column!=value`; for each of `rows`",
    "if": "formula: state the check only where it is true",
    "with": "names for other rows (`table: …` for the one, `maybe table: …` for one or none, `every table: …` for all) "
    "and for values (`= formula`)",
    "figure": "name of the row that prints the published figure; `row` where it is not given",
    "printed": "text: what is published, where the row prints it in other words",
    "number": "formula: its exact value, with `printed`",
    "col": "formula: the column at which that stands, with `printed`",
    "place": "text: where that stands, with `printed`, if no row of a table holds it",
    "places": "digits behind the point to which the published figure was rounded, where last zeros are dropped",
    "name": "text: tells the check from the others of its family",
    "claim": "text: the statement in our own words",
    "equal": "formula: the figure is this quantity, up to rounding",
    "same": "formula: the figure is this number or word exactly",
    "within": "two formulas: the least and the greatest that the figure may be; an empty one leaves a side open",
    "holds": "formula: whether the statement is true; with `shown`",
    "shown": "text: what it was held against",
    "open": "text: what stands beside a statement that nothing decides",
    "note": "text: what a reader should know in any case",
    "if_wrong": "text: what a failure means",
    "wrong": "verdict of a failure, where it is not `contradicts`",
    "kind": "kind of the check, where it is not the family's",
}
TESTS = ("equal", "same", "within", "holds", "open")
_FAMILY = ("kind", "about", "check", "settled")
_LISTS, _FORMS = ("columns", "rows", "within"), {list: "a list", dict: "names, as with.n = …", str: "a text in quotes"}


@dataclass(frozen=True)
class Rule:
    """One entry of a family."""

    where: str
    entry: Mapping[str, Any]
    words: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Refuse what cannot be meant, naming file, family and entry."""
        if unknown := [key for key in self.entry if key not in KEYS]:
            raise AuditError(f"{self.where}: unknown key {unknown[0]!r}: expected {', '.join(KEYS)}")
        for key, value in self.entry.items():
            form = {"with": dict, "places": int}.get(key, list if key in _LISTS else str)
            if not isinstance(value, form):
                raise AuditError(f"{self.where}: {key} is {value!r}: expected {_FORMS.get(form, 'a whole number')}")
        if ("rows" in self.entry) != ("columns" in self.entry):
            raise AuditError(f"{self.where}: columns and rows go together: a name, and a value a row, for each")
        tests = [test for test in TESTS if test in self.entry]
        if len(tests) != 1:
            raise AuditError(f"{self.where}: {' and '.join(tests) or 'no test'}: expected one of {', '.join(TESTS)}")
        needed = ("name", "claim", "shown") if "holds" in tests else ("name", "claim")
        if missing := [key for key in needed if key not in self.entry]:
            raise AuditError(f"{self.where}: no {missing[0]!r}")
        own = [*self.words, *self.entry.get("columns", ()), *self.entry.get("with", {})]
        if taken := [name for name in own if name in FUNCTIONS]:
            raise AuditError(f"{self.where}: {taken[0]!r} is a function of formulas: expected another name")
        for row in self.entry.get("rows", ()):
            n = len(row) if isinstance(row, list) else 0
            if n != len(self.entry["columns"]):
                raise AuditError(f"{self.where}: {row} has {n} values for {len(self.entry['columns'])} columns")

    def parts(self, t: Tables) -> list[State]:
        """One function a check."""
        exact = [[Fraction(v) if type(v) is int else v for v in row] for row in self.entry.get("rows", [[]])]
        kept: list[dict[str, Any]] = [dict(zip(self.entry.get("columns", ()), row, strict=True)) for row in exact]
        if each := self.entry.get("each"):
            chosen = [(own, self._told(partial(select, t, each, {**self.words, **own}))) for own in kept]
            kept = [own | {"row": row} for own, rows in chosen for row in rows]
        return [lambda t, own=own: self._told(lambda: self.state(t, own)) for own in kept]

    def _told(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except AuditError as error:
            raise AuditError(f"{self.where}: {error}") from None

    def state(self, t: Tables, own: Mapping[str, Any]) -> list[Check]:
        """The check for one row, or none."""
        entry, names = self.entry, {**self.words, **own}
        if "row" in own:
            names |= {column: cell for column, cell in own["row"].cells.items() if column not in ("value", "printed")}
        for name, text in entry.get("with", {}).items():
            names[name] = named(t, text, names)
        if "if" in entry and not evaluate(entry["if"], names):
            return []
        row = names.get(entry.get("figure", "row"))
        if not isinstance(row, Row):
            raise AuditError(f"figure {entry.get('figure', 'row')!r} is no row")
        figure = row.figure
        if "printed" in entry:
            value = evaluate(entry["number"], names) if "number" in entry else None
            col = int(evaluate(entry["col"], names)) if "col" in entry else figure.col
            figure = replace(figure, printed=fill(entry["printed"], names), value=value, col=col)
        if "place" in entry:
            figure = replace(figure, place=fill(entry["place"], names), row="")
        if "places" in entry:
            figure = replace(figure, places=entry["places"])
        more = {key: fill(entry[key], names) for key in ("note", "if_wrong", "wrong", "kind") if key in entry}
        return [Check(fill(entry["name"], names), fill(entry["claim"], names), figure, self._test(names), **more)]

    def _test(self, names: Mapping[str, Any]) -> Test:
        entry = self.entry
        if "equal" in entry:
            return Equal(Quantity.of(evaluate(entry["equal"], names)))
        if "same" in entry:
            return Same(evaluate(entry["same"], names))
        if "within" in entry:
            return Within(*(evaluate(end, names) if end else None for end in entry["within"]))
        if "holds" in entry:
            return Holds(bool(evaluate(entry["holds"], names)), fill(entry["shown"], names))
        return Open(fill(entry["open"], names))


def toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds; :class:`AuditError` names a file that is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AuditError(f"{path.name}: {error}") from None


def read(audit: Audit, path: Path) -> None:
    """Add the families of a TOML file; :class:`AuditError` names file, family and entry that cannot be meant."""
    families = toml(path)
    words = families.pop("words", {})
    for name, family in families.items():
        where = f"{path.name} [{name}]"
        if wrong := [key for key in family if key not in _FAMILY] or [k for k in _FAMILY[:3] if k not in family]:
            raise AuditError(f"{where}: {wrong[0]!r} is unknown or missing: a family has {', '.join(_FAMILY)}")
        if not isinstance(family["check"], list):
            raise AuditError(f"{where}: check is no list: head each check with [[{name}.check]]")
        rules = [Rule(f"{where} check {i}", e, words) for i, e in enumerate(family["check"], start=1)]

        def parts(t: Tables, rules: list[Rule] = rules) -> list[State]:
            return [part for rule in rules for part in rule.parts(t)]

        audit.add(Family(name, family["kind"], family["about"], parts, family.get("settled", {})))
