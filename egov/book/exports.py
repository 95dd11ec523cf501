"""The tables as files to carry away: SQLite, Parquet, a workbook, machine-readable descriptions, a zip of everything.

All is generated from the declarations and the CSV files, with the same bytes each time: fixed dates, sorted rows, no
version of a library but Parquet's ``created_by``. ``make data`` writes them to ``book/_build/data``; the book serves
them beside the CSV files.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd

from egov.book import describe
from egov.book.citation import bibtex, citation, csl_json, load_citation
from egov.book.generated import write_pages
from egov.book.inputs import files_under
from egov.tables.load import load
from egov.tables.schemas import TABLES, Field, Table

FOLDER = "_build/data"
"""Where the files lie below ``book/``."""
EPOCH = datetime(1980, 1, 1)
"""The date that a workbook and a zip must name: the first that a zip can hold."""
VIEWS = Path(__file__).with_name("views.sql")
SQLITE = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
Frames = Mapping[str, pd.DataFrame]


def dictionary(frames: Frames) -> dict[str, pd.DataFrame]:
    """What the tables, their columns and the values of categories mean, as three frames by name."""
    tables, columns, values = [], [], []
    for name, frame in frames.items():
        table = TABLES[name]
        tables.append((name, table.folder or "reference", table.title, table.description, table.gaps, len(frame)))
        for place, field in enumerate(table.fields, 1):
            refers = "; ".join(
                f"{k.table} ({', '.join(k.targets)})" + "".join(f" where {a} = {b}" for a, b in (*k.where, *k.when))
                for k in table.foreign_keys
                if field.name in k.columns
            )
            key = field.name in table.full_key
            rule = (field.minimum, field.maximum, field.pattern, field.unit or None, refers or None)
            columns.append((name, place, field.name, field.type, key, field.required, *rule, field.description))
            values += [(name, field.name, i, value, field.ordered) for i, value in enumerate(field.values, 1)]
    facts = "minimum maximum pattern unit refers_to description"
    heads = {
        "tables": (tables, "table kind title description gaps rows"),
        "columns": (columns, f"table position column type key required {facts}"),
        "values": (values, "table column position value ordered"),
    }
    return {f"dictionary_{name}": pd.DataFrame(rows, columns=head.split()) for name, (rows, head) in heads.items()}


def plain_rows(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """The rows as plain Python values, ``None`` where a cell is empty."""
    columns = ([None if v is None or v is pd.NA or v != v else v for v in frame[name].tolist()] for name in frame)
    return zip(*columns, strict=True)


def _quoted(*names: str) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


def _column(field: Field) -> str:
    name, values = _quoted(field.name), ", ".join("'" + value.replace("'", "''") + "'" for value in field.values)
    rules = [f"{name} IN ({values})"] if values else []
    rules += [f"{name} IN (0, 1)"] if field.type == "boolean" else []
    rules += [f"{name} >= {field.minimum:g}"] if field.minimum is not None else []
    rules += [f"{name} <= {field.maximum:g}"] if field.maximum is not None else []
    declared = f"{name} {SQLITE.get(field.type, 'TEXT')}" + " NOT NULL" * field.required
    return declared + (f" CHECK ({' AND '.join(rules)})" if rules else "")


def create_table(table: Table) -> str:
    """The table's declaration in SQL: strict types, key, checks, foreign keys.

    A foreign key of some rows, to some rows or to a part of a key, is beyond SQL; ``dictionary_columns`` tells
    it. A key with a column that may be empty is unique, but no primary key.

    >>> print(create_table(TABLES["contiguity"]))
    CREATE TABLE "contiguity" (
      "unit" TEXT NOT NULL,
      "neighbour" TEXT NOT NULL,
      "kind" TEXT NOT NULL CHECK ("kind" IN ('land', 'strait')),
      PRIMARY KEY ("unit", "neighbour")
    ) STRICT, WITHOUT ROWID
    """
    filled = all(table.field(name).required for name in table.full_key)
    lines = [_column(field) for field in table.fields]
    lines.append(f"{'PRIMARY KEY' if filled else 'UNIQUE'} ({_quoted(*table.full_key)})")
    lines += [
        f"FOREIGN KEY ({_quoted(*k.columns)}) REFERENCES {_quoted(k.table)} ({_quoted(*k.targets)})"
        for k in table.foreign_keys
        if not (k.where or k.when) and k.targets == TABLES[k.table].full_key
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_quoted(table.name)} (\n  {body}\n) STRICT" + ", WITHOUT ROWID" * filled


def sqlite(frames: Frames, words: Frames) -> bytes:
    """The database: the tables of ``frames`` as declared, those of ``words`` as they are, views, names to search."""
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.execute("PRAGMA page_size = 4096")
    for name, frame in (frames | words).items():
        base.execute(create_table(TABLES[name]) if name in TABLES else f"CREATE TABLE {name} ({_quoted(*frame)})")
        places = ", ".join("?" * frame.shape[1])
        base.execute("BEGIN")
        base.executemany(f"INSERT INTO {_quoted(name)} VALUES ({places})", plain_rows(frame))
        base.execute("COMMIT")
    base.executescript(VIEWS.read_text(encoding="utf-8"))
    if broken := base.execute("PRAGMA foreign_key_check").fetchall():
        raise ValueError(f"{broken[0][0]}: a row refers to a row of {broken[0][2]} that is not there")
    base.execute("VACUUM")
    out = bytearray(base.serialize())
    base.close()
    out[24:28] = out[92:96] = (1).to_bytes(4, "big")  # the count of changes, and the version of the library
    out[96:100] = (3_037_000).to_bytes(4, "big")  # that made the last one: the least that reads strict tables
    return bytes(out)


def parquet(table: Table, frame: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """One table as Parquet: declared types, categories with their order, descriptions and citation in its metadata.

    An ordered scale carries the mark that polars writes for an ``Enum``: without it polars sorts 低 < 非常高 < 高.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    plain = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "string": pa.string()}
    fields = []
    for f in table.fields:
        said = {"description": f.description} | ({"unit": f.unit} if f.unit else {})
        if f.ordered:
            said["_PL_ENUM_VALUES2"] = "".join(f"{len(value.encode())};{value}" for value in f.values)
        kind = pa.dictionary(pa.int8(), pa.string(), ordered=f.ordered) if f.type == "category" else plain[f.type]
        fields.append(pa.field(f.name, kind, nullable=not f.required, metadata=said))
    told = {"title": table.title, "description": table.description, **about}
    made = pa.Table.from_pandas(frame, pa.schema(fields, metadata=told), preserve_index=False)
    buffer = io.BytesIO()
    pq.write_table(made.replace_schema_metadata(told | (made.schema.metadata or {})), buffer)
    return buffer.getvalue()


def workbook(frames: Frames, words: Frames, about: Mapping[str, str]) -> bytes:
    """One Excel workbook: what to know first, then a sheet a table; text stays text, a missing cell is empty."""
    import xlsxwriter

    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **plain})
    said = {"title": about["title"], "author": about["authors"], "comments": about["citation"]}
    book.set_properties(said | {"created": EPOCH})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    scales = dict.fromkeys(field.values for name in frames for field in TABLES[name].fields if field.ordered)
    columns = words["dictionary_columns"][["table", "column", "type", "description"]]
    lines = [(name, value) for name, value in about.items() if name != "bibtex"]
    lines += [("ordered scale", " < ".join(values)) for values in scales]
    lines += [("empty cell", "not printed, or not computed; the column's description says which"), tuple(columns)]
    first = book.add_worksheet("read me")
    first.set_column(0, 2, 26)
    for row, cells in enumerate((*lines, *plain_rows(columns))):
        first.write_row(row, 0, cells, bold if cells == tuple(columns) else text)
    for name, frame in frames.items():
        sheet, fields = book.add_worksheet(name), TABLES[name].fields
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(frame), len(fields) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(frame) + 1}"})
        formats = [book.add_format({"num_format": "0." + "0" * f.decimals}) if f.decimals else None for f in fields]
        formats = [text if f.type in ("string", "category") else form for f, form in zip(fields, formats, strict=True)]
        for place, field in enumerate(fields):
            sheet.write_string(0, place, field.name, bold)
            sheet.set_column(place, place, 40 if field.type == "string" else 14, formats[place])
        for number, cells in enumerate(plain_rows(frame), 1):
            for place, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(number, place, cell, formats[place])
    book.close()
    return buffer.getvalue()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, in order of their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            out.writestr(entry, content)
    return buffer.getvalue()


def build(data: Path) -> dict[str, bytes]:
    """Every file by its name below :data:`FOLDER`."""
    root = data.parent
    facts = load_citation(root / "CITATION.cff")
    about = {k: facts[k] for k in ("title", "authors", "version", "released", "bibtex")} | {
        "citation": citation(facts),
        "licence": "CC BY 4.0 for our arrangement; cite the publisher of a figure (table sources) too: see LICENSE.md",
    }
    frames = {name: load(name, data=data) for name, table in TABLES.items() if (data / table.path).is_file()}
    words = dictionary(frames)
    cited = pd.DataFrame([*about.items()], columns=["key", "value"])
    files = {f"parquet/{name}.parquet": parquet(TABLES[name], frame, about) for name, frame in frames.items()}
    files["egov.sqlite"] = sqlite(frames, words | {"citation": cited})
    files["egov.xlsx"] = workbook(frames, words, about)
    files["citation.bib"] = (bibtex(facts) + "\n").encode()
    files["citation.json"] = csl_json(facts).encode()
    files["croissant.json"] = describe.croissant(frames, files, facts).encode()
    whole = files | {path.relative_to(data).as_posix(): path.read_bytes() for path in files_under(data)}
    whole |= {name: (root / name).read_bytes() for name in ("CITATION.cff", "CHANGELOG.md") if (root / name).is_file()}
    whole["ro-crate-metadata.json"] = describe.ro_crate(frames, whole, facts).encode()
    return files | {"egov.zip": archive(whole), "ro-crate-metadata.json": whole["ro-crate-metadata.json"]}


def write(root: Path) -> bool:
    """Bring the files below ``book/_build/data`` up to date; tells whether one changed."""
    return write_pages(root, FOLDER, lambda: {f"{FOLDER}/{k}": v for k, v in build(root / "data").items()})
