#!/usr/bin/env bash
# mlcroissant 1.1.1: a field declared `sc:Text` over a CSV column passes through numbers first.
#
# The CSV file is read with pandas' guesses, and only then is the cell turned into the declared type. So a text loses what a
# number does not keep: "62.50" comes as "62.5", a code "007" as "7", and where one cell of the column is empty,
# "650100" as "650100.0". Nothing warns; the description validates. With the same table as Parquet, which is typed,
# every text comes back as it is.
# Seen: b'62.5', b'7', b'650100.0' from CSV; b'62.50', b'007', b'650100' from Parquet.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mlcroissant==1.1.1 pandas==3.1.1 pyarrow==26.0.1
cd "$work"
printf 'share,code,area\n62.50,007,650100\n88.07,012,\n' > table.csv
"$work/venv/bin/python" - <<'PY'
import hashlib
import json
import logging
from pathlib import Path

import mlcroissant as mlc
import pandas as pd

logging.disable(logging.CRITICAL)
pd.read_csv("table.csv", dtype="str").to_parquet("table.parquet", index=False)

def first(name, media):
    fields = [
        mlc.Field(id=f"rows/{c}", name=c, data_types=[mlc.DataType.TEXT],
                  source=mlc.Source(file_object=name, extract=mlc.Extract(column=c)))
        for c in ("share", "code", "area")
    ]
    file = mlc.FileObject(id=name, name=name, content_url=name, encoding_formats=[media],
                          sha256=hashlib.sha256(Path(name).read_bytes()).hexdigest())
    metadata = mlc.Metadata(name="table", url="https://example.org", distribution=[file],
                            record_sets=[mlc.RecordSet(id="rows", name="rows", fields=fields)])
    Path("croissant.json").write_text(json.dumps(metadata.to_json(), default=str))
    return list(next(iter(mlc.Dataset("croissant.json").records("rows"))).values())

csv, parquet = first("table.csv", "text/csv"), first("table.parquet", "application/x-parquet")
print("CSV", csv, "- Parquet", parquet)
assert csv == [b"62.5", b"7", b"650100.0"], csv
assert parquet == [b"62.50", b"007", b"650100"], parquet
PY
