"""The tables of the audit: its checks, and what it makes of planted slips."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, ForeignKey, Table

KINDS = ("equality", "range", "order", "count", "omission")
OPERATORS = ("last_digit_up", "last_digit_down", "swap", "step_up", "step_down")
VERDICTS = ("agrees", "rounding", "contradicts", "misprint", "not_checkable")

AUDIT = Table(
    "audit",
    "derived",
    "Statements of the documents, checked",
    "One row a check: a statement that figures elsewhere repeat or limit. `agrees` holds, exactly or as printed; "
    "`rounding`: the printed digits differ, or miss a limit, and rounding explains it; `contradicts`: two statements "
    "cannot both be right, or one is left out, and the documents do not settle which; `misprint`: one statement is "
    "wrong and others settle it; `not_checkable`: what is printed cannot decide it, the note says what is missing (a "
    "composite outside its printed parts is one: it proves that a part is not printed, not an error).",
    ("check",),
    (
        Field("check", "string", "id: family and name"),
        Field("family", "string", "checks of one shape"),
        Field("kind", "category", "what sort of check", values=KINDS),
        Field("claim", "string", "the statement, in our words"),
        Field("document", "string", "document of the summary"),
        Field("source", "string", "key into sources: where the published figure is printed"),
        Field("place", "string", "where a reader of the original finds it", required=False),
        Field("line", "integer", "line of the source's text copy", minimum=1, required=False),
        Field("col", "integer", "column of that line at which it starts", minimum=1, required=False),
        Field("table", "string", "table that holds the figure, or the fragment read", required=False),
        Field("row", "string", "address of its row on the table's page; empty for a whole table", required=False),
        Field("published", "string", "the figure as printed"),
        Field("recomputed", "string", "what it was held against, intervals in brackets", required=False),
        Field("verdict", "category", "how it went", values=VERDICTS),
        Field("note", "string", "what it means", required=False),
    ),
    min_rows=200,
    own_foreign_keys=(ForeignKey(("source",), "sources", ("source",)),),
)

READINGS = Table(
    "audit_readings",
    "derived",
    "Fragments that the audit reads beyond the tables",
    "One row a fragment of a document that no published table holds and a check rests on: the number of a box or "
    "figure, a word of degree, a number beside a list. A test finds every one at its line and column.",
    ("source", "line", "col"),
    (
        Field("source", "string", "key into sources"),
        Field("line", "integer", "line of the source's text copy", minimum=1),
        Field("col", "integer", "column of that line", minimum=1),
        Field("place", "string", "where a reader of the original finds it"),
        Field("printed", "string", "the fragment"),
    ),
    min_rows=200,
    own_foreign_keys=(ForeignKey(("source",), "sources", ("source",)),),
)

PLANTED = Table(
    "audit_planted",
    "derived",
    "Planted slips and whether the audit notices",
    "One row a redundancy of the documents and an operator. In each cell of the redundancy one figure is changed, one "
    "change a copy of the tables, and the audit runs on every copy. A slip is caught when a check that did not fail "
    "before fails now, noticed when any verdict changes. Where other cells determine the cell its redundancy is of "
    "kind `equality`, where they only limit it `range`. Recomputed by `make test-slow`, since it takes a minute.",
    ("redundancy", "operator"),
    (
        Field("redundancy", "string", "the cells that are printed, or limited, more than once"),
        Field("operator", "category", "what is changed", values=OPERATORS),
        Field("kind", "category", "whether others determine the cell or only limit it", values=("equality", "range")),
        Field("table", "string", "table in which the cells stand"),
        Field("why", "string", "what determines or limits them"),
        Field("mutants", "integer", "slips planted", minimum=1),
        Field("caught", "integer", "of these, slips that make a check fail", minimum=0),
        Field("noticed", "integer", "of these, slips that change a verdict, those caught included", minimum=0),
    ),
    min_rows=40,
)

TABLES = (AUDIT, READINGS, PLANTED)
