"""The table of policy events: what the five documents date."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, Table, value
from egov.tables.schemas.national import SCOPES

KINDS = (
    "platform",
    "document",
    "hotline",
    "cross_province",
    "organisation",
    "assessment",
    "reform",
    "meeting",
)
"""What an event is; the order in which pictures list them."""
DATE = r"\d{4}(-\d{2}(-\d{2})?)?"

POLICY_EVENTS = Table(
    "policy_events",
    "published",
    "Policy events that the documents date",
    "One row an event: a platform that starts, a document that is issued, hotlines that are merged, an office that is "
    "founded, a deadline that is set. `printed` is the date as printed, without 年 where it is a year alone.",
    ("event",),
    (
        Field("event", "string", "short English slug", pattern=r"[a-z0-9_]+"),
        Field("scope", "category", "national, a province, a city, or another area", values=SCOPES),
        Field("unit", "string", "`全国` for national; key into units for province and city; the area's name otherwise"),
        Field("date", "string", "day, month or year: YYYY, YYYY-MM or YYYY-MM-DD; a deadline's last day", pattern=DATE),
        Field("date_end", "string", "last year of a span; empty otherwise", pattern=DATE, required=False),
        Field(
            "basis",
            "category",
            "stated: the document dates the event; published: it says only that the event has happened (日前, 已), so "
            "the date is the document's own and the event is no later",
            values=("stated", "published"),
        ),
        Field("status", "category", "done, or due: a deadline set, met or not", values=("done", "due")),
        Field("title_en", "string", "what happened, in our words"),
        Field("kind", "category", "kind of event", values=KINDS),
        value("the date; a span as FROM/TO", "string", pattern=rf"{DATE}(/{DATE})?"),
    ),
    min_rows=35,
    gaps="Events that the documents name without any word of time are left out (guides of the national platform in the "
    "2022 article, agreements between provinces in the 2021 article), and single cases of one district. The plans of "
    "Table A-5 stand in policies.",
)

TABLES = (POLICY_EVENTS,)
