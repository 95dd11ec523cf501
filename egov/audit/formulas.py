"""Formulas and selections of rows: what the texts of a rule may say, worked out exactly."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from string import Formatter
from types import CodeType
from typing import Any

import pandas as pd

from egov.audit.counts import bases_of, least_whole, of_part, of_whole
from egov.audit.quantity import AuditError, Figure, Quantity
from egov.audit.tables import Row, Tables
from egov.methods.rounding import decimal_text, round_printed
from egov.tables.schemas import BANDS

_NODES = (
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Load),
    *(ast.Attribute, ast.Subscript, ast.Slice, ast.Constant, ast.Tuple, ast.List, ast.Set, ast.ListComp, ast.SetComp),
    *(ast.comprehension, ast.Store, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)


def _sum(rows: Iterable[Row]) -> Fraction:
    return sum((row.number for row in rows), Fraction(0))


def _fall(rows: Iterable[Row]) -> bool:
    return all(a.number >= b.number for a, b in pairwise(rows))


def _streak(rows: Iterable[Row], value: str) -> Fraction:
    """Years in a row, up to the last, with a value."""
    values = [row["value"] == value for row in sorted(rows, key=lambda row: -row["year"])]
    return Fraction([*values, False].index(False))


def _row_number(row: Row) -> int:
    return int(row["place"].rsplit(" ", 1)[1])


def _step(before: Row | None, after: Row | None) -> int:
    """Bands from the first up to the second; 0 where one is missing."""
    return BANDS.index(after["value"]) - BANDS.index(before["value"]) if before and after else 0


def _unpadded(row: Row) -> Figure:
    """The row's figure without the zeros at its end that a table pads to five digits; four digits at least stay."""
    whole, _, digits = row.figure.printed.partition(".")
    return replace(row.figure, printed=f"{whole}.{digits.rstrip('0').ljust(4, '0')}")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f.__name__: f for f in (min, max, sorted, zip, of_whole, of_part, least_whole, bases_of)},
    "total": Quantity.total,
    "average": lambda numbers: Fraction(sum(numbers), len(numbers)),
    "numbers": lambda things: range(1, len(things) + 1),
    "step": _step,
    "exact": Fraction,
    "matches": lambda pattern, text: re.fullmatch(pattern, text) is not None,
    "padded": lambda row, places: replace(row.figure, places=int(places)),
    "unpadded": _unpadded,
    "month_before": lambda month: str(pd.Period(month, "M") - 1),
    "week_before": lambda day: str(date.fromisoformat(day) - timedelta(days=7)),
    "sum": _sum,
    "sum_rounded": lambda rows: Quantity.total(row.rounded for row in rows),
    "least": lambda rows: min((row.rounded for row in rows), key=lambda q: q.point),
    "greatest": lambda rows: max((row.rounded for row in rows), key=lambda q: q.point),
    "different": lambda rows, column: Fraction(len({row[column] for row in rows})),
    "first": lambda rows, *columns: min(rows, key=lambda row: [row[c] for c in columns]),
    "last": lambda rows, *columns: max(rows, key=lambda row: [row[c] for c in columns]),
    "fall": _fall,
    "having": lambda rows, column, length, start: [
        row for row in rows if len(row[column]) == length and row[column].startswith(start)
    ],
    "starting": lambda rows, column, start: [row for row in rows if row[column].startswith(start)],
    "common": lambda rows, others, column: [row for row in rows if row[column] in {other[column] for other in others}],
    "streak": _streak,
    "alike": lambda rows, others, column: {row[column] for row in rows} == {row[column] for row in others},
    "in_text": lambda rows: sorted(rows, key=lambda row: (row["line"], row["col"])),
    "ranked": lambda rows, column: " > ".join(row[column] for row in sorted(rows, key=lambda row: -row.number)),
    "last_numbered": lambda rows, table: max(
        (row for row in reversed(rows) if row["place"].startswith(f"{table}, row ")), key=_row_number
    ),
    "row_number": lambda row: Fraction(_row_number(row)),
    "text": lambda value: decimal_text(value) if isinstance(value, Fraction) else str(value),
    "len": lambda rows: Fraction(len(rows)),
    "digits": lambda value, places: round_printed(getattr(value, "point", value), int(places)),
    "shown": lambda quantity, places: quantity.text(int(places)),
    "at_most": lambda row: row.rounded.interval.upper,
}
"""What a formula may call."""


@cache
def _compiled(formula: str) -> CodeType:
    """A formula as code, whole and decimal numbers exact; :class:`AuditError` for what is none."""
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except SyntaxError:
        raise AuditError(f"{formula!r} is no formula") from None
    for node in ast.walk(tree):
        if not isinstance(node, _NODES) or (isinstance(node, ast.Attribute) and node.attr.startswith("_")):
            raise AuditError(f"{formula!r}: {ast.unparse(node)!r} is not allowed in a formula")

    class Exact(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            if isinstance(node.value, bool) or not isinstance(node.value, int | float):
                return node
            return ast.Call(ast.Name("_exact", ast.Load()), [ast.Constant(str(node.value))], [])

        def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
            node.value = self.visit(node.value)
            return node

    return compile(ast.fix_missing_locations(Exact().visit(tree)), "formula", "eval")


def evaluate(formula: str, names: Mapping[str, Any]) -> Any:
    """The value of a formula.

    >>> evaluate("(b / a - 1) * 100", {"a": Fraction(4), "b": Fraction(5)})
    Fraction(25, 1)
    """
    try:
        return eval(_compiled(formula), {"__builtins__": {}, "_exact": Fraction, **FUNCTIONS, **names})
    except AuditError:
        raise
    except (NameError, TypeError, KeyError, AttributeError, ValueError, IndexError, ArithmeticError) as error:
        raise AuditError(f"{formula!r}: {error}") from None


@cache
def _pieces(text: str) -> tuple[tuple[str, str | None], ...]:
    try:
        return tuple((before, formula) for before, formula, _, _ in Formatter().parse(text))
    except ValueError as error:
        raise AuditError(f"{text!r}: {error}") from None


def fill(text: str, names: Mapping[str, Any]) -> str:
    """A text with its formulas worked out.

    >>> fill("{n} of {all}", {"n": Fraction(1, 2), "all": "many"})
    '0.5 of many'
    """
    out = []
    for before, formula in _pieces(text):
        out.append(before)
        if formula is not None:
            value = names[formula] if formula in names else evaluate(formula, names)
            out.append(decimal_text(value) if isinstance(value, Fraction) else str(value))
    return "".join(out)


@cache
def _selector(text: str) -> tuple[str, tuple[tuple[str, bool, str], ...]]:
    """Table, then column, whether it must be so, and value."""
    table, _, rest = text.partition(":")
    parts = []
    for part in rest.split(", ") if rest.strip() else ():
        column, sign, value = part.strip().partition("=")
        if not sign:
            raise AuditError(f"{text!r}: {part!r} is no `column=value`")
        parts.append((column.removesuffix("!"), not column.endswith("!"), value))
    return table.strip(), tuple(parts)


def select(t: Tables, selector: str, names: Mapping[str, Any]) -> list[Row]:
    """The rows that a selector names, in the table's order."""
    table, parts = _selector(selector)
    where = {column: fill(value, names) for column, wanted, value in parts if wanted}
    unlike = [(column, fill(value, names)) for column, wanted, value in parts if not wanted]
    rows = t.rows(fill(table, names), **where)
    return [row for row in rows if all(str(row[c]) != v for c, v in unlike)] if unlike else rows


def named(t: Tables, text: str, names: Mapping[str, Any]) -> Any:
    """What an entry of ``with`` stands for."""
    if text.startswith("="):
        return evaluate(text[1:], names)
    how, _, rest = text.partition(" ")
    if how == "every":
        return select(t, rest, names)
    table, parts = _selector(rest if how == "maybe" else text)
    where = {column: fill(value, names) for column, _, value in parts}
    return (t.find if how == "maybe" else t.one)(table, **where)
