"""The table behind the landing page."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, Table

TABLES = (
    Table(
        "headlines",
        "derived",
        "What each chapter found",
        "One sentence a chapter, computed from its findings; the landing page shows it.",
        ("chapter",),
        (
            Field("chapter", "string", "file name of the chapter's notebook"),
            Field("question", "string", "the reader's question it answers"),
            Field("headline", "string", "its finding in one sentence, numbers computed"),
        ),
    ),
)
