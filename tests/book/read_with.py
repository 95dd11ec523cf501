"""Read the files of a folder with a tool that nobody here wrote, print all cells as JSON: read_with.py TOOL FOLDER."""

import json
import sys
from pathlib import Path

TOOL, FOLDER = sys.argv[1:2], Path(*sys.argv[2:3])


def polars(path):
    import polars as pl

    frame = pl.read_parquet(path)
    return [[column, str(kind)] for column, kind in frame.schema.items()], [list(row) for row in frame.rows()]


def duckdb(path):
    import duckdb

    read = duckdb.sql(f"SELECT * FROM '{path}'")
    return [[c, str(t)] for c, t in zip(read.columns, read.types, strict=True)], [list(row) for row in read.fetchall()]


def duckdb_csv(path):
    import duckdb

    (csv,) = FOLDER.rglob(f"{path.stem}.csv")
    read = duckdb.sql(f"SELECT * FROM read_csv('{csv}', all_varchar = true, header = true, delim = ',', quote = '\"')")
    return [[c, "VARCHAR"] for c in read.columns], [list(row) for row in read.fetchall()]


def openpyxl(path):
    sheet = BOOK[path.stem]
    head, *rows = sheet.iter_rows(values_only=True)
    assert sheet.freeze_panes == "A2"
    return [[column, ""] for column in head], [list(row) for row in rows]


def croissant(path):
    name = path.stem
    rows = [
        [cell.decode() if isinstance(cell, bytes) else cell for cell in record.values()]
        for record in DATASET.records(record_set=name)
    ]
    return [[f.name, ""] for s in DATASET.metadata.record_sets if s.uuid == name for f in s.fields], rows


if __name__ == "__main__":
    if TOOL == ["openpyxl"]:
        import openpyxl as library

        BOOK = library.load_workbook(FOLDER / "egov.xlsx", read_only=False)
    if TOOL == ["croissant"]:
        import mlcroissant

        DATASET = mlcroissant.Dataset(jsonld=str(FOLDER / "croissant.json"))
        assert not DATASET.metadata.ctx.issues.errors, DATASET.metadata.ctx.issues.report()
    read = globals()[TOOL[0]]
    json.dump({path.stem: read(path) for path in sorted((FOLDER / "parquet").glob("*.parquet"))}, sys.stdout)
