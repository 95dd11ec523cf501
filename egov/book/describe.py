"""The tables described for machines, from the declarations that the loader checks every file against.

``data/datapackage.json`` (Frictionless), which is never edited: ``make package`` writes it and a test compares;
schema.org on the data pages, Croissant, and an RO-Crate of the downloads, which are JSON-LD.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from egov.book.citation import load_citation
from egov.tables.load import read_raw
from egov.tables.schemas import TABLES, Field, Table
from egov.tables.write import write_if_changed

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA = {".sqlite": "application/vnd.sqlite3", ".parquet": "application/vnd.apache.parquet", ".cff": "text/yaml"}
CONTEXT = json.loads(Path(__file__).with_name("croissant_context.json").read_text(encoding="utf-8"))


def _media(name: str) -> str:
    return MEDIA.get(Path(name).suffix) or mimetypes.guess_type(name, strict=False)[0] or "text/plain"


def _common(facts: Mapping[str, str]) -> dict[str, object]:
    """What every description says of who made it, when, and on which terms."""
    maker = {"@type": "Organization", "name": facts["authors"]}
    said = {"license": LICENCE, "creator": maker, "version": facts["version"], "datePublished": facts["released"]}
    said |= {"url": facts["address"], "isAccessibleForFree": True}
    return {key: value for key, value in said.items() if value}


def dataset(table: Table, facts: Mapping[str, str], years: tuple[int, int] | None, home: str = "../../") -> str:
    """A table as a schema.org ``Dataset``: what a search engine for data reads on its page.

    ``years`` are the first and last year that the table holds; ``home`` leads from the page to the book's top.
    """
    formats = {"text/csv": table.path, "application/vnd.apache.parquet": f"parquet/{table.name}.parquet"}
    variables = [
        {"@type": "PropertyValue", "name": f.name, "description": f.description}
        | ({"unitText": f.unit} if f.unit else {})
        for f in table.fields
    ]
    said = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": table.title,
        "alternateName": table.name,
        "description": " ".join(filter(None, (table.description, table.gaps))).ljust(50),
        **_common(facts),
        "inLanguage": ["zh", "en"],
        "keywords": facts["keywords"].split(", "),
        "spatialCoverage": {"@type": "Place", "name": "China"},
        "isPartOf": {"@type": "Dataset", "name": facts["title"], "description": facts["abstract"], "license": LICENCE},
        "variableMeasured": variables,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{home}data/{path}"}
            for kind, path in formats.items()
        ],
    }
    said |= {"temporalCoverage": f"{years[0]}/{years[1]}"} if years else {}
    return json.dumps(said, ensure_ascii=False).replace("</", "<\\/")


def croissant(frames: Mapping[str, pd.DataFrame], files: Mapping[str, bytes], facts: Mapping[str, str]) -> str:
    """The tables in Croissant 1.0 (MLCommons): a file and a set of records each, types of every field.

    The files are Parquet: from CSV its reader guesses types, and a text ``62.50`` comes out as ``62.5``.
    """
    kinds = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}
    listed, records = [], []
    for name in frames:
        table, path = TABLES[name], f"parquet/{name}.parquet"
        file = {"@type": "cr:FileObject", "@id": path, "name": path, "contentUrl": path}
        digest = hashlib.sha256(files[path]).hexdigest()
        listed.append(file | {"encodingFormat": "application/x-parquet", "sha256": digest})
        fields = [
            {"@type": "cr:Field", "@id": f"{name}/{f.name}", "name": f.name, "description": f.description}
            | {"dataType": kinds.get(f.type, "sc:Text")}
            | {"source": {"fileObject": {"@id": path}, "extract": {"column": f.name}}}
            for f in table.fields
        ]
        key = [{"@id": f"{name}/{column}"} for column in table.full_key]
        head = {"@type": "cr:RecordSet", "@id": name, "name": name, "description": table.description, "key": key}
        records.append(head | {"field": fields})
    said = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "china-digital-government-capability",
        "description": facts["abstract"],
        **_common(facts),
        "citeAs": facts["bibtex"],
        "distribution": listed,
        "recordSet": records,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def ro_crate(frames: Mapping[str, pd.DataFrame], files: Mapping[str, bytes], facts: Mapping[str, str]) -> str:
    """The zip as an RO-Crate 1.1: each file with its kind, and the title that the declarations give it."""
    titles = {path: TABLES[n].title for n in frames for path in (TABLES[n].path, f"parquet/{n}.parquet")}
    parts = [
        {"@id": name, "@type": "File", "name": titles.get(name, name), "encodingFormat": _media(name)}
        for name in sorted(files)
    ]
    team = {"@id": "#team", "@type": "Organization", "name": facts["authors"]}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": facts["title"],
        "description": facts["abstract"],
        "version": facts["version"],
        "datePublished": facts["released"],
        "license": {"@id": LICENCE},
        "author": {"@id": "#team"},
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    about = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}}
    about["conformsTo"] = {"@id": "https://w3id.org/ro/crate/1.1"}
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "CC BY 4.0", "description": "See LICENSE.md."}
    said = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, team, licence, *parts]}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def field_descriptor(field: Field) -> dict[str, object]:
    """One field in Frictionless terms: type, description, constraints."""
    kind = "string" if field.type == "category" else field.type
    constraints: dict[str, object] = {"required": True} if field.required else {}
    if field.values:
        constraints["enum"] = list(field.values)
    if field.minimum is not None:
        constraints["minimum"] = int(field.minimum) if field.type == "integer" else field.minimum
    if field.maximum is not None:
        constraints["maximum"] = int(field.maximum) if field.type == "integer" else field.maximum
    if field.pattern:
        constraints["pattern"] = field.pattern
    out: dict[str, object] = {"name": field.name, "type": kind, "description": field.description}
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
