"""How a table is declared: its fields, its key, its source columns.

A :class:`Table` is declared once. The loader checks files against it, the codebook and ``datapackage.json``
are generated from it, and the writer of the published tables takes its column order from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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

    def __post_init__(self) -> None:
        """Refuse a type that the loader does not know."""
        if self.type not in TYPES:
            raise ValueError(f"field {self.name!r}: type {self.type!r} is not one of {', '.join(TYPES)}")

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
    """Columns that point to ``targets`` of ``table``, among its rows that ``where`` holds for; empty cells may."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]
    where: tuple[tuple[str, str], ...] = ()


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
    shares: tuple[str, ...] = ()
    """Measures whose value is a share in percent: from 0 to 100, and printed with a percent sign."""

    @property
    def published(self) -> bool:
        """Whether each row is one printed figure with its source."""
        return self.folder == "published"

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in column order."""
        return self.own_fields + (SOURCE_FIELDS if self.published else ())

    @property
    def columns(self) -> tuple[str, ...]:
        """All column names in order."""
        return tuple(f.name for f in self.fields)

    @property
    def full_key(self) -> tuple[str, ...]:
        """The key with ``mention``, where the table has it."""
        return (*self.key, "mention") if self.published else self.key

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """What its columns point to: its own foreign keys, and ``source`` into sources."""
        return self.own_foreign_keys + ((ForeignKey(("source",), "sources", ("source",)),) if self.published else ())

    @property
    def path(self) -> str:
        """The file, relative to the data folder, with forward slashes."""
        return f"{self.folder}/{self.name}.csv" if self.folder else f"{self.name}.csv"

    def field(self, name: str) -> Field:
        """The field of that name; ``KeyError`` where there is none."""
        for f in self.fields:
            if f.name == name:
                return f
        raise KeyError(f"table {self.name!r} has no field {name!r}")


BANDS = ("低", "中", "高", "非常高")
UNIT_TYPES = ("province", "city")
QUALIFIERS = ("exact", "over", "about", "nearly")
YEAR = Field("year", "integer", "year assessed (the 2022 edition assesses 2021)", minimum=2010, maximum=2040)
UNIT_TYPE = Field("unit_type", "category", "province-level unit or city", values=UNIT_TYPES)
UNIT = Field("unit", "string", "short Chinese name of the unit, as Tables A-3 and A-4 print it; key into units")
BAND = Field("band", "category", "capability band", values=BANDS, ordered=True)


UNIT_KEY = (ForeignKey(("unit_type", "unit"), "units", ("unit_type", "unit")),)


def province_key(column: str) -> tuple[ForeignKey, ...]:
    """The foreign key of a column that names a provincial unit."""
    return (ForeignKey((column,), "units", ("unit",), (("unit_type", "province"),)),)


def value(description: str, kind: str = "number", **rules: object) -> Field:
    """The ``value`` column: the machine form of ``printed``."""
    return Field("value", kind, f"machine form of `printed`: {description}", **rules)  # type: ignore[arg-type]


SOURCE_FIELDS: tuple[Field, ...] = (
    Field(
        "mention",
        "integer",
        "1 for the fullest statement (a table or chapter 4), then 2, 3, … for repeats of the same key",
        minimum=1,
    ),
    Field("printed", "string", "the figure exactly as printed, trailing zeros and qualifiers kept"),
    Field("source", "string", "key into sources"),
    Field("place", "string", "where a reader of the original finds it"),
    Field(
        "line",
        "integer",
        "line of the source's text copy on which `printed` starts, from 1; empty where no text copy is in hand",
        minimum=1,
        required=False,
    ),
    Field(
        "col",
        "integer",
        "character column in that line at which `printed` starts, from 1",
        minimum=1,
        required=False,
    ),
)
