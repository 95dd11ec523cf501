"""The counts of users, items, calls, certificates, windows and days: declared per document, read by one reader."""

from __future__ import annotations

from importlib import import_module

from egov.documents.corpus import Corpus
from egov.documents.counters.spec import Section, read, read_twice
from egov.documents.locate import ReadError

SECTIONS = (
    "report_national",
    "report_samples",
    "report_demonstration",
    "report_demonstration_south",
    "report_risers",
    "report_north_east",
    "report_centre_south",
    "report_south_west",
    "news",
    "articles",
)
"""Modules of this package with ``SECTIONS: tuple[Section, ...]``."""


def sections() -> list[Section]:
    """All declared sections in order."""
    return [s for name in SECTIONS for s in import_module(f"egov.documents.counters.{name}").SECTIONS]


def extract(corpus: Corpus) -> dict[str, list[dict[str, object]]]:
    """Rows of ``platform_counters`` from all five documents.

    :class:`ReadError` for a section of a document that does not exist, or a figure that two entries read.
    """
    listed = sections()
    unknown = sorted({s.source for s in listed} - set(corpus.documents))
    if unknown:
        raise ReadError(f"sections name the documents {unknown}; there are {list(corpus.documents)}")
    rows = [
        row
        for source, document in corpus.documents.items()
        for row in read(document, [s for s in listed if s.source == source])
    ]
    twice = read_twice(rows)
    if twice:
        raise ReadError(f"figures that more than one entry reads (source, line, column, metrics): {twice}")
    return {"platform_counters": rows}
