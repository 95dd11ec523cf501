"""Where the readers look: lists of places, patterns and names as CSV files in this folder, declared in ``places.json``.

Each list is a table like those of ``data``: :func:`entries` reads it with the loader of :mod:`egov.tables`, so that a
wrong cell is told with file, row, column, value and what was expected. A pattern is a regular expression; it stands for
a few characters around a figure, never for the figure.
"""

from __future__ import annotations

import re
from pathlib import Path

from egov.documents.corpus import DOCUMENTS
from egov.tables.errors import TableError
from egov.tables.load import load
from egov.tables.schemas import TABLES
from egov.tables.schemas.fields import read_tables

PLACES = {table.name: table for table in read_tables(Path(__file__).with_name("places.json"), TABLES)}
OF_DOCUMENTS = ("sections", "parts", "events")
"""Lists whose ``source`` is a document in hand."""
PATTERNS = ("start", "stop", "after", "pattern")
"""Columns that hold regular expressions."""


def entries(name: str, folder: Path = Path(__file__).parents[1]) -> list[dict[str, object]]:
    """The rows of a list in the file's order; an empty cell of text is ``""``, of a number None.

    :class:`~egov.tables.errors.TableError` for a cell that does not fit or a pattern that is no regular expression.

    >>> entries("claims")[0]["claim"]
    'index_growth_2017_2021'
    """
    table = PLACES[name]
    frame = load(name, data=folder, tables=PLACES)
    for row, source in enumerate(frame["source"] if name in OF_DOCUMENTS else (), start=2):
        if source not in DOCUMENTS:
            raise TableError(table.path, f"one of {', '.join(DOCUMENTS)}", row=row, column="source", value=source)
    for field in (f for f in table.fields if f.name in PATTERNS):
        for number, pattern in enumerate(frame[field.name].fillna(""), start=2):
            try:
                re.compile(pattern)
            except re.error as error:
                raise TableError(
                    table.path, "a regular expression", row=number, column=field.name, value=pattern, hint=str(error)
                ) from None
    text = [f.name for f in table.fields if f.type in ("string", "category")]
    frame = frame.astype(dict.fromkeys(frame, object))
    frame[text] = frame[text].fillna("")
    return frame.where(frame.notna(), None).to_dict("records")
