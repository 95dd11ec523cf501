"""What turns tables, results and notebooks into the published book.

- :mod:`egov.book.inputs` - what a page depends on, as digests; stamps that say "this is fresh"
- :mod:`egov.book.notebooks` - runs the notebooks whose inputs changed and writes them byte for byte alike
- :mod:`egov.book.rules` - what a committed notebook must look like
- :mod:`egov.book.build` - the whole of ``make book``
- :mod:`egov.book.sphinx_ext` - the Sphinx extension: no other host, small icons, Chinese search, data downloads
- :mod:`egov.book.data_pages` - every table with all its rows, each at a stable address
- :mod:`egov.book.profiles` - a page for each unit, and the map and table of all
- :mod:`egov.book.reader` - the directives and the role behind them: rows, links to a row, the citation box
- :mod:`egov.book.pdf` - the whole book as one PDF
- :mod:`egov.book.pytest_plugin` - counts what a test run proved and records it for the next build
"""

import sys

# jsonschema, behind nbformat, builds 39 parsers from it at import: two seconds of every process, for a format of
# addresses that no notebook has
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
