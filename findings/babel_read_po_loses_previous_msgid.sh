#!/usr/bin/env bash
# Babel 2.18.0: the old English of a changed message does not survive reading the catalogue back.
#
# gettext keeps beside a fuzzy message what it was translated from, in lines that begin with `#|`. `write_po` writes them
# when asked (`include_previous=True`). `read_po` does not take them as `previous_id`: it keeps each as a comment of the
# translator that begins with "| ". Written again it becomes `# | msgid`, an ordinary comment, and no tool shows the old
# wording any more. Whoever reads, updates and writes catalogues by Babel moves these comments back by hand.
# Seen: previous_id [] after reading; second writing has no `#|` line and one `# | msgid "old text"`.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0
"$work/venv/bin/python" - <<'PY'
import io

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po


def written(catalogue):
    out = io.BytesIO()
    write_po(out, catalogue, include_previous=True, omit_header=True)
    return out.getvalue()


catalogue = Catalog(locale="fr")
catalogue.add("new text", "texte", flags=["fuzzy"]).previous_id = ["old text"]
first = written(catalogue)
back = read_po(io.BytesIO(first), locale="fr")
second = written(back)
print(first.decode(), "read back:", back["new text"].previous_id, back["new text"].user_comments)
print(second.decode())
assert b'#| msgid "old text"' in first
assert back["new text"].fuzzy and back["new text"].previous_id == []
assert back["new text"].user_comments == ['| msgid "old text"']
assert b"#|" not in second and b'# | msgid "old text"' in second
PY
