#!/usr/bin/env bash
# polars 2.1.0: an ordered scale in Parquet is compared by spelling.
#
# Arrow marks a dictionary as ordered, pyarrow and pandas write that mark, and pandas reads it back. polars reads the same
# column as a plain `Categorical`, whose comparisons and sorts go by the letters: "low" counts as greater than "high".
# No warning, no error. What keeps the order is polars' own mark in the field's metadata, `_PL_ENUM_VALUES2`, which any
# writer can set ("3;low6;medium4;high": bytes, semicolon, value); or a cast to `pl.Enum` after reading.
# Seen: grades above "medium": [] from the ordered column ("low" sorts last but one); ["high"] from the marked one.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 pyarrow==26.0.1
cd "$work"
"$work/venv/bin/python" - <<'PY'
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

scale = ["low", "medium", "high"]
mark = "".join(f"{len(value)};{value}" for value in scale)
for name, metadata in (("plain", None), ("marked", {"_PL_ENUM_VALUES2": mark})):
    field = pa.field("grade", pa.dictionary(pa.int8(), pa.string(), ordered=True), metadata=metadata)
    codes = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2], pa.int8()), pa.array(scale), ordered=True)
    pq.write_table(pa.Table.from_arrays([codes], schema=pa.schema([field])), f"{name}.parquet")
assert pq.read_schema("plain.parquet").field("grade").type.ordered

seen = {}
for name in ("plain", "marked"):
    frame = pl.read_parquet(f"{name}.parquet")
    above = frame.filter(pl.col("grade") > "medium")["grade"].to_list()
    seen[name] = (str(frame.schema["grade"]).partition("(")[0], above, frame.sort("grade")["grade"].to_list())
    print(name, *seen[name])
assert seen["plain"] == ("Categorical", [], ["high", "low", "medium"]), seen
assert seen["marked"] == ("Enum", ["high"], scale), seen
PY
