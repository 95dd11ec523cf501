"""What turns tables, results and notebooks into the published book.

- :mod:`egov.book.build` - the whole of ``make book``
- :mod:`egov.book.inputs` - what a page or a notebook depends on, as digests
- :mod:`egov.book.notebooks` - runs the notebooks whose inputs changed and writes them byte for byte alike
- :mod:`egov.book.rules` - what a committed notebook must look like
- :mod:`egov.book.data_pages`, :mod:`egov.book.profiles` - the pages written from the tables; their words stand in
  templates, ``*.jinja``
- :mod:`egov.book.exports`, :mod:`egov.book.describe` - the tables as files to carry away, and described for machines
- :mod:`egov.book.editions` - the Chinese edition: catalogues, and whether they are complete
- :mod:`egov.book.sphinx_ext` - the Sphinx extension: no other host, small icons, one language an edition, search
- :mod:`egov.book.reader` - its directives and links: rows, links to a row, the citation box
- :mod:`egov.book.pdf` - the whole book as one PDF
- :mod:`egov.book.pytest_plugin` - records which notebooks a test run proved for the next build
"""

import sys

# jsonschema, behind nbformat, builds 39 parsers from it at import: two seconds of every process, for a format of
# addresses that no notebook has
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
