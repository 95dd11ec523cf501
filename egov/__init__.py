"""The compendium's package: reads the documents, loads the tables, offers methods and figures to the chapters.

Seven wings, imports one way (see *The house* in CONTRIBUTING.md):

- :mod:`egov.methods` - statistics that know nothing of our data
- :mod:`egov.tables` - what each table holds, and one loader for all of them
- :mod:`egov.documents` - the five documents in, rows of the published tables out
- :mod:`egov.audit` - statements of the documents, checked
- :mod:`egov.plots` - a frame in, a figure out
- :mod:`egov.chapter` - what a notebook says and keeps: claim, publish, at
- :mod:`egov.book` - runs the notebooks and turns all that into pages
"""

import gc

# A chapter or a build lives for seconds and makes millions of small objects that need no collector: at Python's own
# threshold, 700 of them, looking for rubbish is a tenth of its time
gc.set_threshold(50_000)
