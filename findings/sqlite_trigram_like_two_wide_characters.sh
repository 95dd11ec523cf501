#!/usr/bin/env bash
# SQLite 3.40.1 (the one of Debian 12): LIKE and GLOB on a trigram FTS5 table find no two-character Chinese word.
#
# The manual says that a pattern with fewer than three characters cannot use the index and falls back to reading every row.
# 3.40 counts bytes: two Chinese characters are six, so the index is asked, which holds no such trigram, and no row comes
# back. Two Latin letters work. No error. `+name LIKE …`, which bars the index, or instr(name, …) finds the rows. 3.41.2 is right.
# Seen: 3.40.1 finds 0 of 2 rows with LIKE '%北京%' and 2 with +name LIKE; 3.41.2 finds 2 with both.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cat > "$work/seen.py" <<'PY'
import apsw

base = apsw.Connection(":memory:")
base.execute("CREATE VIRTUAL TABLE places USING fts5 (name, tokenize = 'trigram')")
base.execute("INSERT INTO places VALUES ('北京市'), ('北京市大数据中心'), ('Beijing')")
found = [
    base.execute(f"SELECT count(*) FROM places WHERE {rule}").fetchone()[0]
    for rule in ("name LIKE '%北京%'", "+name LIKE '%北京%'", "name LIKE '%ei%'", "name LIKE '%北京市%'")
]
print(apsw.sqlitelibversion(), *found)
PY
python3 -m venv "$work/venv"
for version in 3.40.1.0 3.41.2.0; do
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check "apsw==$version"
  "$work/venv/bin/python" "$work/seen.py" | tee -a "$work/seen.txt"
done
printf '3.40.1 0 2 1 2\n3.41.2 2 2 1 2\n' | diff - "$work/seen.txt"
