"""What the hardware chapter computes."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, Table
from egov.tables.schemas.hardware import FAMILIES

_MONTH = Field("month", "string", "month of the index, YYYY-MM", pattern=r"\d{4}-(0[1-9]|1[0-2])")
_FAMILY = Field("family", "category", "production, market trading or foreign trade", values=FAMILIES)
_COMPONENT = Field("component", "string", "name as the release spells it; `总指数` for the composite")
_ENGLISH = Field("component_en", "string", "the component in English; spellings of one component share it")
_KINDS = ("published", "implied")


def _points(name: str, description: str, decimals: int = 2, required: bool = True) -> Field:
    return Field(name, "number", description, unit="points", decimals=decimals, required=required)


HARDWARE_SERIES = Table(
    "hardware_series",
    "derived",
    "The hardware index as a series",
    "Every level that is printed, and every level that a printed level less its printed change implies for the month "
    "before. The two kinds stand side by side and are never averaged. Months without a release have no row.",
    ("month", "family", "component", "kind"),
    (
        _MONTH,
        _FAMILY,
        _COMPONENT,
        Field(
            "kind",
            "category",
            "published: printed for the month; implied: level less change of the next month",
            values=_KINDS,
        ),
        _ENGLISH,
        Field("parent", "string", "component it belongs to; empty for the composite", required=False),
        _points("value", "level"),
        _points("lower", "lower end of what the level can be: its own rounding, or that of level and change", 3),
        _points("upper", "upper end", 3),
        _points("change", "change on the month before as printed; published levels only", required=False),
        Field("release", "string", "month of the release that the row comes from", pattern=r"\d{4}-\d{2}"),
    ),
    min_rows=90,
)

HARDWARE_CONFLICTS = Table(
    "hardware_conflicts",
    "derived",
    "Levels stated twice: printed, and implied by the next month",
    "One row a month, family and component that has both. `exact`: the same two decimals; `rounding`: they differ, and "
    "the three roundings behind them can explain it; `contradiction`: they cannot.",
    ("month", "family", "component_en"),
    (
        _MONTH,
        _FAMILY,
        _ENGLISH,
        _points("published", "level printed for the month"),
        _points("implied", "level less change of the next month"),
        _points("difference", "implied minus published"),
        Field("verdict", "category", "what the difference is", values=("exact", "rounding", "contradiction")),
    ),
)

HARDWARE_GROUPS = Table(
    "hardware_groups",
    "derived",
    "Can the printed components make up the index above them?",
    "One row an index with printed components, month by month. With weights that are positive and sum to one, an index "
    "lies between the least and the greatest of its components, in level and in change; where it does not, a component "
    "that is not printed must exist.",
    ("month", "family", "component"),
    (
        _MONTH,
        _FAMILY,
        _COMPONENT,
        _ENGLISH,
        Field(
            "printed_parts",
            "integer",
            "components printed below it, with their change and mostly their level",
            minimum=1,
        ),
        Field(
            "level",
            "category",
            "where its level lies among theirs, roundings allowed for",
            values=("below", "inside", "above"),
        ),
        Field("change", "category", "where its change lies among theirs", values=("below", "inside", "above")),
        Field("feasible", "boolean", "whether one set of weights gives level and change from the printed parts alone"),
        _points("gap", "by how much the level or the change lies outside, the larger; empty where inside", 3, False),
    ),
)

HARDWARE_WEIGHTS = Table(
    "hardware_weights",
    "derived",
    "Weights of components, as far as the printed figures bound them",
    "For the groups that the printed components can make up: least and greatest weight of each, given that no other "
    "component exists. A conditional statement: where a component is left out of the release, it is void.",
    ("month", "family", "parent", "component"),
    (
        _MONTH,
        _FAMILY,
        Field("parent", "string", "the index that the components make up"),
        _COMPONENT,
        _ENGLISH,
        Field("lower", "number", "least weight", unit="percent", decimals=1),
        Field("upper", "number", "greatest weight", unit="percent", decimals=1),
    ),
)

TABLES = (HARDWARE_SERIES, HARDWARE_CONFLICTS, HARDWARE_GROUPS, HARDWARE_WEIGHTS)
