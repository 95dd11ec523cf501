"""What the modules of the news articles share: the form of a section, and the report's metrics under their names."""

from __future__ import annotations

from egov.documents.counters import report_national
from egov.documents.counters.spec import Count, Section

NATION = ("national", "全国")
IDENTITY = (
    "identity_verifications",
    "identity authentications and verifications for regions and departments",
    "data_sharing",
    "times",
)


def shared(metric: str) -> tuple[str, str, str, str]:
    """Slug, description, domain and unit of a count that the report of 2022 prints too.

    >>> shared("data_resources")[2:]
    ('data_sharing', 'items')

    ``KeyError`` for a metric that the report does not print for the nation.
    """
    for section in report_national.SECTIONS:
        for count in section.counts:
            if count.metric == metric:
                return count.metric, count.metric_en, count.domain, count.unit_of_measure
    raise KeyError(f"metric {metric!r} is not one of the report's national counts")


def article(source: str, place: str, start: str, stop: str, *rest: str | Count) -> Section:
    """A section of a news article; ``rest`` is scope, unit, date and basis of the date, then the counts."""
    scope, unit, as_of, basis = (str(r) for r in rest[:4])
    counts = tuple(c for c in rest[4:] if isinstance(c, Count))
    return Section(source, f"article, {place}", start, stop, scope, unit, as_of, basis, counts)
