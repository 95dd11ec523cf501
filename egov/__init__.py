"""The compendium's package: reads the documents, loads the tables, computes the results, draws the figures.

Five wings, imports one way (see ``architecture`` in CONTRIBUTING.md):

- :mod:`egov.methods` - statistics that know nothing of our data
- :mod:`egov.tables` - what each table holds, and one loader for all of them
- :mod:`egov.documents` - the five documents in, rows of the published tables out
- :mod:`egov.results` - one module a chapter
- :mod:`egov.plots` - a frame in, a figure out

and :mod:`egov.book`, which turns all that into pages.
"""
