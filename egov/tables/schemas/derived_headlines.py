"""The table behind the landing page."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, Table

TABLES = (
    Table(
        "headlines",
        "derived",
        "What the chapters found",
        "One sentence a question, computed from the chapter's findings; the landing page shows it.",
        ("chapter", "question"),
        (
            Field("chapter", "string", "file name of the chapter's notebook"),
            Field("question", "string", "the reader's question it answers"),
            Field("headline", "string", "its finding in one sentence, numbers computed"),
            Field("question_zh", "string", "the question in Chinese"),
            Field("headline_zh", "string", "the finding in Chinese, with the same numbers"),
        ),
    ),
)
