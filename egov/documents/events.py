"""The policy events that the documents date: ``policy_events``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from egov.documents.corpus import Corpus
from egov.documents.locate import Document, ReadError, Running
from egov.documents.places import entries
from egov.documents.report_bands import Part, Row, parts

_DATE = re.compile(r"(?:(?P<y>\d{4})[年-])?(?:(?P<m>\d{1,2})(?:月|-))?(?:(?P<d>\d{1,2})日?)?(?P<end>底前?)?")
_SPAN = re.compile(r"(\d{4})[-—–](\d{4})")
_TAKEN = ("event", "scope", "unit", "status", "kind", "title_en", "title_zh", "basis")


def machine_date(printed: str, dated: str = "") -> tuple[str, str]:
    """A printed date in machine form, and the end of a span or nothing.

    A deadline stands for its last day. ``dated`` gives the year that a date lacks, or the whole date of a word such
    as 日前. ``ValueError`` for anything else.

    >>> machine_date("2018年4月"), machine_date("2021 年底前"), machine_date("2022 年 6 月底前")
    (('2018-04', ''), ('2021-12-31', ''), ('2022-06-30', ''))
    >>> machine_date("1月7日", "2021"), machine_date("日前", "2021-07"), machine_date("2020—2021")
    (('2021-01-07', ''), ('2021-07', ''), ('2020', '2021'))
    """
    text = re.sub(r"\s", "", printed)
    if span := _SPAN.fullmatch(text):
        return span.group(1), span.group(2)
    if re.fullmatch(r"\d{4}", text):
        return text, ""
    if not re.search(r"\d", text) and dated:
        return dated, ""
    match = _DATE.fullmatch(text)
    year = (match.group("y") or dated) if match else ""
    if not match or not re.fullmatch(r"\d{4}", year):
        raise ValueError(f"{printed!r} is not a date that this reader knows")
    month, day = (int(match.group(g) or 0) for g in "md")
    if match.group("end"):
        month = month or 12
        day = calendar.monthrange(int(year), month)[1]
    if not 0 <= month <= 12 or day > 31:
        raise ValueError(f"{printed!r} is not a date")
    return "-".join([year, *(f"{n:02d}" for n in (month, day) if n)]), ""


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """Rows of ``policy_events``, from the dates of the list ``events``."""
    known = parts()
    return {
        "policy_events": [
            row
            for event in entries("events")
            for row in _rows(corpus[event["source"]], known[event["source"], event["part"]], event)
        ]
    }


def _rows(document: Document, part: Part, event: Row) -> Iterator[Row]:
    running = Running.of(part.passage(document))
    for match in running.find_all(event["pattern"], event["times"], f"{event['event']}: "):
        place = part.place if event["scope"] == "national" else f"{part.place} ({event['unit']})"
        try:
            first, last = machine_date(match.group("when"), event["dated"])
        except ValueError as error:
            raise ReadError(f"document {document.source!r}, {place}: {event['event']}: {error}") from None
        yield {
            **{name: event[name] for name in _TAKEN},
            "date": first,
            "date_end": last or None,
            "value": f"{first}/{last}" if last else first,
            **_in_box(document, running.cite(match, place, "when")),
        }


def _in_box(document: Document, cited: Row) -> Row:
    """The source columns with the place of a box, where the paragraph before is the box's heading."""
    lines = document.text.split("\n")[: int(str(cited["line"])) - 1]
    before = next((line for line in reversed(lines) if line.strip()), "")
    heading = re.match(r"专栏 ?(\d+)", before)
    return {**cited, "place": f"box {heading[1]}"} if heading else cited
