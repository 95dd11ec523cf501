#!/usr/bin/env bash
# nbformat 5.11.1 with jsonschema 4.26.0 and rfc3987-syntax 1.1.0: importing nbformat builds 39 parsers of addresses.
#
# Reading a notebook checks it against a JSON schema; one would expect that formats such as `iri` cost something only
# where a schema asks for them. jsonschema imports rfc3987-syntax wherever it is installed (jupyter-events brings it by
# jsonschema[format-nongpl]), and that package builds lark parsers for the rules of RFC 3987 when it is imported, some
# seconds in every process that reads a notebook. No notebook schema uses the format.
# Seen: 39 parsers made by `import nbformat`; none where the package cannot be imported; the same notebook valid both ways.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check nbformat==5.11.1 jsonschema==4.26.0 rfc3987-syntax==1.1.0 lark==1.3.1
count() {
  "$work/venv/bin/python" - "$1" <<'PY'
import sys

import lark

made, init = [], lark.Lark.__init__
lark.Lark.__init__ = lambda self, *args, **kwargs: (made.append(1), init(self, *args, **kwargs))[1]
if sys.argv[1] == "without":
    sys.modules["rfc3987_syntax"] = None
import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

nbformat.validate(new_notebook(cells=[new_markdown_cell("# One cell")]))
print(len(made))
PY
}
with=$(count with) without=$(count without)
echo "parsers made when nbformat is imported: $with with rfc3987-syntax installed, $without when it is hidden"
[ "$with" = 39 ] && [ "$without" = 0 ]
