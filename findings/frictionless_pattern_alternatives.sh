#!/usr/bin/env bash
# frictionless 5.21.0: alternatives at the top level of a field's `pattern` are not one whole.
#
# The Table Schema standard asks that a pattern match the whole cell. `low|high` is wrapped as `^low|high$`, so it
# accepts every cell that begins with "low" and every cell that ends in "high": "lower" and "thigh" pass. A validator
# that groups the pattern first refuses both. Write `(?:low|high)`, or an `enum`.
# Seen: "lower" passes, "mid" is refused; with the group, "lower" is refused too.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check frictionless==5.21.0
cd "$work"
printf 'grade\nlow\nhigh\nlower\nmid\n' > grades.csv
"$work/venv/bin/python" - <<'PY'
from frictionless import Resource, Schema

def refused(pattern):
    field = {"name": "grade", "type": "string", "constraints": {"pattern": pattern}}
    report = Resource(path="grades.csv", schema=Schema.from_descriptor({"fields": [field]})).validate()
    return [error.cell for task in report.tasks for error in task.errors]

plain, grouped = refused("low|high"), refused("(?:low|high)")
print("low|high refuses", plain, "- (?:low|high) refuses", grouped)
assert plain == ["mid"], plain
assert grouped == ["lower", "mid"], grouped
PY
