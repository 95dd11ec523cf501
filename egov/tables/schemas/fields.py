"""How a table is declared: its fields, its key, its source columns.

A :class:`Table` is declared once, as data: a resource of Frictionless (https://specs.frictionlessdata.io) in one of the
JSON files of this folder. The loader checks files against it, the codebook and ``datapackage.json`` are generated from
it, and the writer of tables takes columns and decimals from it. Beside the standard's names stand ``unit`` and
``decimals`` of a field, and ``gaps``, ``min_rows``, ``years`` and other rules of a table; see :class:`Table`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

TYPES = ("string", "integer", "number", "boolean", "category")


@dataclass(frozen=True)
class Field:
    """One column: its type, what it means, its unit, and what values it may take.

    ``values`` lists the categories of a ``category`` in their order (``ordered`` tells whether the order means
    anything) or the strings a ``string`` may take. ``minimum`` and ``maximum`` are inclusive.
    """

    name: str
    type: str
    description: str
    unit: str = ""
    values: tuple[str, ...] = ()
    ordered: bool = False
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    required: bool = True
    decimals: int | None = None
    """Digits behind the point that a computed number is written with (derived tables)."""
    limits: tuple[float, ...] = ()
    """Where each category begins and ends on its scale: one number more than there are values (bands of scores)."""

    def __post_init__(self) -> None:
        """Refuse a type that the loader does not know."""
        if self.type not in TYPES:
            raise ValueError(f"field {self.name!r}: type {self.type!r} is not one of {', '.join(TYPES)}")
        if self.limits and (len(self.limits) != len(self.values) + 1 or list(self.limits) != sorted(set(self.limits))):
            raise ValueError(f"field {self.name!r}: limits are one more than categories, rising")

    @property
    def dated(self) -> bool:
        """Whether its cells are dates: a year with or without month and day, or two of them."""
        return (self.pattern or "").startswith("[0-9]{4}")

    @property
    def expected(self) -> str:
        """The field's rule in words, for error messages and the codebook.

        >>> Field("year", "integer", "year assessed", minimum=2015, maximum=2030).expected
        'an integer from 2015 to 2030'
        """
        words = {
            "string": "text",
            "integer": "an integer",
            "number": "a number",
            "boolean": "true or false",
            "category": "text",
        }[self.type]
        if self.values:
            words = "one of " + ", ".join(self.values)
        if self.minimum is not None and self.maximum is not None:
            words += f" from {self.minimum:g} to {self.maximum:g}"
        elif self.minimum is not None:
            words += f" of at least {self.minimum:g}"
        elif self.maximum is not None:
            words += f" of at most {self.maximum:g}"
        if self.pattern:
            words += f" of the form {self.pattern}"
        return words if self.required else words + ", or empty"


@dataclass(frozen=True)
class ForeignKey:
    """Columns that point to ``targets`` of ``table``, among its rows that ``where`` holds for; empty cells may.

    With ``when``, those rows point there in which the column holds the value.
    """

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]
    where: tuple[tuple[str, str], ...] = ()
    when: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: where it lies, what it holds, its key and its fields.

    ``folder`` is ``published``, ``derived`` or ``""`` (the project's reference tables). A published table gets
    :data:`SOURCE_FIELDS` behind its own fields, and ``mention`` joins its key.
    """

    name: str
    folder: str
    title: str
    description: str
    key: tuple[str, ...]
    own_fields: tuple[Field, ...]
    min_rows: int = 1
    gaps: str = ""
    own_foreign_keys: tuple[ForeignKey, ...] = ()
    years: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For a panel: first year and at least the last year that every unit of a unit_type must have. A later year
    that one unit has, all must have: so a new edition is added without touching this declaration."""
    agree: tuple[tuple[str, str], ...] = ()
    """Pairs of columns that say the same, but for blanks, kinds of brackets and an ending (兰州市, 兰州)."""
    settles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """A column, and those that are the same in all rows in which it is: a metric and its unit of measure."""
    together: tuple[tuple[str, ...], ...] = ()
    """Columns of which a row fills all or none."""
    symmetric: bool = False
    """Whether each key stands in both directions."""
    figures_as_text: bool = False
    """Whether ``value``, a text, is a rank where it is not ``printed`` itself. A number always reads as printed."""
    holds: tuple[tuple[str, str], ...] = ()
    """Conditions on the cells of a row, as pandas evaluates them, and what is expected where one is false."""
    unique: tuple[tuple[str, ...], ...] = ()
    """Columns beside the key whose values stand once, where they are filled."""
    signs_in_words: tuple[str, ...] = ()
    """Measures whose sign the text tells in words beside the figure, so that ``printed`` has none."""
    declared_in: str = ""
    """The name of the file that declares it."""

    @property
    def published(self) -> bool:
        """Whether each row is one printed figure with its source."""
        return self.folder == "published"

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in column order."""
        return self.own_fields + (SOURCE_FIELDS if self.published else ())

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All column names in order."""
        return tuple(f.name for f in self.fields)

    @cached_property
    def full_key(self) -> tuple[str, ...]:
        """The key with ``mention``, where the table has it."""
        return (*self.key, "mention") if self.published else self.key

    @cached_property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """What its columns point to: its own foreign keys, and ``source`` into sources."""
        return self.own_foreign_keys + ((ForeignKey(("source",), "sources", ("source",)),) if self.published else ())

    @cached_property
    def path(self) -> str:
        """The file, relative to the data folder, with forward slashes."""
        return f"{self.folder}/{self.name}.csv" if self.folder else f"{self.name}.csv"

    def allows(self, column: str) -> str:
        """How a derived table comes to take other cells in a column; empty for a table of printed figures."""
        place = f"field {column!r} of this table in egov/tables/schemas/{self.declared_in}"
        return f"to allow another, change {place}" if self.folder == "derived" else ""

    def field(self, name: str) -> Field:
        """The field of that name; ``KeyError`` where there is none."""
        for f in self.fields:
            if f.name == name:
                return f
        raise KeyError(f"table {self.name!r} has no field {name!r}")


def row_order(table: Table) -> Callable[[Sequence[object]], tuple[object, ...]]:
    """What rows are sorted by, given the cells of their full key: numbers by value, all else by code point.

    >>> order = row_order(Table("t", "", "", "", ("year",), (Field("year", "integer", ""),)))
    >>> order(["2021"]) > order([999])
    True
    """
    numeric = [table.field(name).type in ("integer", "number") for name in table.full_key]
    return lambda key: tuple(
        float(cell or 0) if number else str(cell)  # type: ignore[arg-type]
        for number, cell in zip(numeric, key, strict=True)
    )


def read_tables(path: Path, known: Mapping[str, Table] | None = None) -> tuple[Table, ...]:
    """The tables that a file declares, in its order; ``ValueError`` names the file and what is wrong in it.

    A field may be a text, ``table.column``: that of a table in ``known``.
    """
    try:
        declared = json.loads(path.read_text(encoding="utf-8"))
        _known(declared, {"description", "resources"}, "the file")
        return tuple(_table(resource, known or {}, path.name) for resource in declared["resources"])
    except (KeyError, TypeError, ValueError) as error:
        said = f"{error} is missing" if isinstance(error, KeyError) else error
        raise ValueError(f"{path.name}: {said}") from error


def _table(given: Mapping, known: Mapping[str, Table], declared_in: str) -> Table:
    name = given["name"]
    plain = {"gaps", "min_rows", "symmetric", "figures_as_text"}
    pairs = {"agree", "together", "unique"}
    extras = plain | pairs | {"years", "signs_in_words", "settles", "holds"}
    _known(given, {"name", "path", "title", "description", "schema"} | extras, f"table {name!r}")
    _known(given["schema"], {"primaryKey", "foreignKeys", "fields"}, f"schema of table {name!r}")
    folder, _, file = given["path"].rpartition("/")
    if file != f"{name}.csv":
        raise ValueError(f"table {name!r}: path {given['path']!r}, expected {name}.csv behind its folder")
    own = tuple(
        known[f.partition(".")[0]].field(f.partition(".")[2]) if isinstance(f, str) else _field(f, name)
        for f in given["schema"]["fields"]
    )
    key = tuple(given["schema"]["primaryKey"])
    for column in key:
        if column not in {f.name for f in own}:
            raise ValueError(f"table {name!r}: the key column {column!r} is not among its fields")
    return Table(
        name,
        folder,
        given["title"],
        given["description"],
        key,
        own,
        **{name: given[name] for name in plain & set(given)},
        own_foreign_keys=tuple(
            ForeignKey(
                tuple(k["fields"]),
                k["reference"]["resource"],
                tuple(k["reference"]["fields"]),
                *(tuple(k.get(rule, {}).items()) for rule in ("where", "when")),
            )
            for k in given["schema"].get("foreignKeys", ())
        ),
        years={kind: (first, last) for kind, (first, last) in given.get("years", {}).items()},
        **{name: tuple(map(tuple, given[name])) for name in pairs & set(given)},
        holds=tuple(given.get("holds", {}).items()),
        settles=tuple((column, tuple(others)) for column, others in given.get("settles", {}).items()),
        signs_in_words=tuple(given.get("signs_in_words", ())),
        declared_in=declared_in,
    )


def _field(given: Mapping, table: str) -> Field:
    where = f"table {table!r}, field {given.get('name')!r}"
    categories = {"categories", "categoriesOrdered", "limits"}
    _known(given, {"name", "type", "description", "unit", "decimals", "constraints"} | categories, where)
    rules = given.get("constraints", {})
    _known(rules, {"required", "enum", "minimum", "maximum", "pattern"}, f"constraints of {where}")
    return Field(
        given["name"],
        "category" if "categories" in given else given["type"],
        given["description"],
        unit=given.get("unit", ""),
        values=tuple(given.get("categories", rules.get("enum", ()))),
        ordered=given.get("categoriesOrdered", False),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        pattern=rules.get("pattern"),
        required=rules.get("required", False),
        decimals=given.get("decimals"),
        limits=tuple(given.get("limits", ())),
    )


def _known(given: Mapping, names: set[str], where: str) -> None:
    """Refuse a name that no reader would look at: a misspelt one would be a rule without effect."""
    for name in given:
        if name not in names:
            raise ValueError(f"{where}: unknown name {name!r}, expected one of {', '.join(sorted(names))}")


SOURCE_FIELDS: tuple[Field, ...] = tuple(
    _field(given, "of published tables")
    for given in json.loads(Path(__file__).parents[1].joinpath("source_fields.json").read_text(encoding="utf-8"))
)
"""What every published table has behind its own fields: the figure as printed, and where."""
