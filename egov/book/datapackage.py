"""``data/datapackage.json``: every table described in the Frictionless standard, generated from the schemas.

The file is never edited; ``make package`` writes it and a test compares.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from egov.book.citation import load_citation
from egov.tables.load import read_raw
from egov.tables.schemas import TABLES, Field, Table
from egov.tables.write import write_if_changed

TYPES = {"category": "string", "string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def field_descriptor(field: Field) -> dict[str, object]:
    """One field in Frictionless terms: type, description, constraints."""
    constraints: dict[str, object] = {"required": True} if field.required else {}
    if field.values:
        constraints["enum"] = list(field.values)
    if field.minimum is not None:
        constraints["minimum"] = int(field.minimum) if field.type == "integer" else field.minimum
    if field.maximum is not None:
        constraints["maximum"] = int(field.maximum) if field.type == "integer" else field.maximum
    if field.pattern:
        constraints["pattern"] = field.pattern
    out: dict[str, object] = {"name": field.name, "type": TYPES[field.type], "description": field.description}
    if field.ordered:
        out |= {"categories": list(field.values), "categoriesOrdered": True}
    return out | ({"constraints": constraints} if constraints else {})


def _named(table: str) -> str:
    return table.replace("_", "-")  # names of resources hold no underscore


def resource(table: Table, data: Path) -> dict[str, object]:
    """One table as a Frictionless resource, with its size and hash."""
    content = (data / table.path).read_bytes()
    keys = [
        {"fields": list(k.columns), "reference": {"resource": _named(k.table), "fields": list(k.targets)}}
        for k in table.foreign_keys
        if not (k.where or k.when)  # conditions on rows are beyond the standard, and so is a key filled in part
        and (len(k.columns) == 1 or all(table.field(c).required for c in k.columns))
    ]
    schema: dict[str, object] = {
        "fields": [field_descriptor(f) for f in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.full_key),
    }
    return {
        "name": _named(table.name),
        "title": table.title,
        "description": " ".join(filter(None, (table.description, table.gaps and f"Gaps: {table.gaps}"))),
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def datapackage(data: Path) -> str:
    """The whole descriptor as JSON text; tables whose file is not there yet are left out."""
    sources = read_raw(TABLES["sources"], data)
    facts = load_citation(data.parent / "CITATION.cff")
    descriptor = {
        "profile": "tabular-data-package",
        "name": "china-digital-government-capability",
        "version": facts["version"],
        "title": "How well do China's provinces and cities serve people online? Tables of the compendium",
        "description": "Figures of five documents and of outside sources as tidy tables, each traced to its place.",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 (our arrangement of the figures; see data/LICENSE.md)",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": facts["authors"], "role": "author"}],
        "sources": [
            {"title": f"{row.title_en} ({row.publisher})", **({"path": row.address} if row.address else {})}
            for row in sources.itertuples()
        ],
        "resources": [resource(t, data) for t in TABLES.values() if (data / t.path).is_file()],
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def write(root: Path) -> bool:
    """Write ``datapackage.json`` where it differs; tells whether it did."""
    return write_if_changed(root / "data" / "datapackage.json", datapackage(root / "data"))
