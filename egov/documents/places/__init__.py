"""Where the readers look: lists of places, patterns and names as CSV files in this folder, declared here.

Each list is a table like those of ``data``: :func:`entries` reads it with the loader of :mod:`egov.tables`, so that a
wrong cell is told with file, row, column, value and what was expected. A pattern is a regular expression; it stands for
a few characters around a figure, never for the figure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from egov.documents.corpus import DOCUMENTS
from egov.tables.errors import TableError
from egov.tables.load import load
from egov.tables.schemas import FAMILIES, TABLES, Field, ForeignKey, Table

_FOLDER = "places"
_COUNTERS, _EVENTS, _CLAIMS, _INDEX = (
    TABLES[name] for name in ("platform_counters", "policy_events", "claims", "hardware_index")
)
SOURCES = tuple(DOCUMENTS)
"""The documents' keys, in the order in which mentions are counted."""
MEANINGS = ("rising", "falling", "flat", "nearly flat", "expanding", "retreating", "contracting")
PATTERNS = ("start", "stop", "after", "pattern")
"""Columns that hold regular expressions."""
_SOURCE = Field("source", "string", "key of the document", values=SOURCES)


def _regex(name: str, description: str, pattern: str | None = None) -> Field:
    return Field(name, "string", f"regular expression: {description}", required=name == "pattern", pattern=pattern)


def _list(name: str, what: str, key: tuple[str, ...], *fields: Field, to: tuple[ForeignKey, ...] = ()) -> Table:
    return Table(name, _FOLDER, what, what, key, fields, own_foreign_keys=to)


PLACES: dict[str, Table] = {
    table.name: table
    for table in (
        _list(
            "sections",
            "Stretches of the documents that hold counts",
            ("section",),
            Field("section", "string", "name of the stretch, to which counts point"),
            _SOURCE,
            Field("place", "string", "`place` of the rows read there"),
            _regex("start", "how the stretch begins; empty for the document's start"),
            _regex("stop", "what stands behind its end; empty for the document's end"),
            _regex("after", "anchor behind which to look for `start`, where `start` alone is not unique"),
        ),
        _list(
            "metrics",
            "What is counted",
            ("metric",),
            *(_COUNTERS.field(name) for name in ("metric", "domain", "unit_of_measure", "metric_en")),
        ),
        _list(
            "counts",
            "Counts: one row a figure",
            ("section", "pattern"),
            Field("section", "string", "stretch in which the figure stands"),
            _regex(
                "pattern",
                "the characters around the figure, for which `{n}` (or a group `n`) stands",
                r".*(\{n\}|\(\?P<n>).*",
            ),
            *(_COUNTERS.field(name) for name in ("metric", "scope", "unit", "as_of", "as_of_basis")),
            Field("full", "boolean", "the fullest of several statements, which becomes the first mention"),
            Field("metric_en", "string", "what is counted, where `metrics` says it for other counts", required=False),
            to=(ForeignKey(("section",), "sections", ("section",)), ForeignKey(("metric",), "metrics", ("metric",))),
        ),
        _list(
            "parts",
            "Parts of the documents that hold claims and events",
            ("source", "part"),
            _SOURCE,
            Field("part", "string", "name of the part, to which claims and events point"),
            Field("place", "string", "`place` of the rows read there"),
            Field(
                "within",
                "string",
                "chapter, section, digest or printed table of the report to look in; empty for the whole document",
                pattern=r"(section \d \d( \d)?|digest \d|table [\dA]-\d)",
                required=False,
            ),
            _regex("start", "how the part begins"),
            _regex("stop", "what stands behind its end"),
        ),
        _list(
            "claims",
            "Claims of the report: one row a statement",
            ("claim",),
            *(_CLAIMS.field(name) for name in ("claim", "subject_en", "year", "base_year", "unit_of_measure")),
        ),
        _list(
            "claim_places",
            "Where each claim stands, the fullest statement first",
            ("claim", "part", "pattern"),
            _CLAIMS.field("claim"),
            Field("part", "string", "part of the report"),
            Field("times", "integer", "how often the pattern matches there", minimum=1),
            _regex("pattern", "the characters around the figure, which is the group `n`", r".*\(\?P<n>.*"),
            to=(
                ForeignKey(("claim",), "claims", ("claim",)),
                ForeignKey(("part",), "parts", ("part",), (("source", "report2022"),)),
            ),
        ),
        _list(
            "events",
            "Policy events: one row a date",
            ("source", "part", "event"),
            _SOURCE,
            Field("part", "string", "part of the document"),
            *(_EVENTS.field(name) for name in ("event", "scope", "unit", "status", "kind", "title_en")),
            replace(
                _EVENTS.field("date"),
                name="dated",
                description="what the printed words leave open: a date's year, or the document's own date",
                required=False,
            ),
            _EVENTS.field("basis"),
            Field("times", "integer", "how often the pattern matches there", minimum=1),
            _regex("pattern", "the characters around the date, which is the group `when`", r".*\(\?P<when>.*"),
            to=(ForeignKey(("source", "part"), "parts", ("source", "part")),),
        ),
        _list(
            "components",
            "Components of the hardware indices",
            ("component",),
            _INDEX.field("component"),
            Field("first_level_of", "string", "family on whose composite it hangs", values=FAMILIES, required=False),
            Field("parent", "string", "its parent where a month comes as a list without sections", required=False),
            _INDEX.field("component_en"),
        ),
        _list(
            "words",
            "Words by which a release says that something rises, falls or stands",
            ("word", "kind"),
            Field("word", "string", "the word"),
            Field("kind", "string", "verb, noun of a span, or word of a count", values=("verb", "span", "state")),
            Field("means", "string", "what it says", values=MEANINGS),
        ),
    )
}


def entries(name: str, folder: Path = Path(__file__).parents[1]) -> list[dict[str, object]]:
    """The rows of a list in the file's order; an empty cell of text is ``""``, of a number None.

    :class:`~egov.tables.errors.TableError` for a cell that does not fit or a pattern that is no regular expression.

    >>> entries("claims")[0]["claim"]
    'index_growth_2017_2021'
    """
    table = PLACES[name]
    frame = load(name, data=folder, tables=PLACES)
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
