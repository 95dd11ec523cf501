"""The table of the audit."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, ForeignKey, Table

KINDS = ("equality", "range", "order", "count", "omission")
VERDICTS = ("agrees", "rounding", "contradicts", "misprint", "not_checkable")

AUDIT = Table(
    "audit",
    "derived",
    "Statements of the documents, checked",
    "One row a check: a statement that figures elsewhere repeat or limit. `agrees` holds, exactly or as printed; "
    "`rounding`: the printed digits differ and rounding explains it; `contradicts`: two statements cannot both be "
    "right, or one is left out, and the documents do not settle which; `misprint`: one statement is wrong and others "
    "settle it; `not_checkable`: what is printed cannot decide it, the note says what is missing (a composite outside "
    "its printed parts is one: it proves that a part is not printed, not an error).",
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
        Field("table", "string", "table that holds the figure; empty where the audit reads it", required=False),
        Field("published", "string", "the figure as printed"),
        Field("recomputed", "string", "what it was held against, intervals in brackets", required=False),
        Field("verdict", "category", "how it went", values=VERDICTS),
        Field("note", "string", "what it means", required=False),
    ),
    min_rows=200,
    own_foreign_keys=(ForeignKey(("source",), "sources", ("source",)),),
)

TABLES = (AUDIT,)
