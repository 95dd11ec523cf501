"""The dated policy events: every one of them read, and a clear error where a date is damaged."""

from __future__ import annotations

import pytest

from egov.documents import events
from egov.documents.locate import ReadError

documents = pytest.mark.documents


@documents
def test_events(corpus):
    rows = events.extract(corpus)["policy_events"]
    named = [e.event for part in events.PARTS for e in part.events]
    assert [r["event"] for r in rows] == ["report_2022", *named]  # the title page dates the report twice
    dates = {r["event"]: (r["value"], r["basis"], r["status"], r["source"], r["line"]) for r in rows}
    assert dates["platform_construction"] == ("2018-04", "stated", "done", "news2022", 15)
    assert dates["platform_trial"] == ("2019-05", "stated", "done", "news2020", 13)
    assert dates["hotline_guideline"] == ("2021-01-07", "published", "done", "articles2020", 1)
    assert dates["hotline_due"] == ("2021-12-31", "stated", "due", "articles2020", 1)
    assert dates["mobile_guide"][0] == "2021-09"
    assert dates["hainan_action_plan"][0] == "2020/2021"
    assert len({r["event"] for r in rows}) == 43


@documents
@pytest.mark.parametrize(
    ("source", "old", "new", "line", "said"),
    [
        ("report2022", "2021 年 11 月", "近日", 1069, "nothing matches"),
        ("news2022", "2018年4月", "当年", 15, "nothing matches"),
        ("news2020", "2019年5月", "2019年15月", 13, "not a date"),
        ("articles2020", "1月7日", "1月47日", 1, "not a date"),
        ("news2022", "2018年，国务院印发", "2018年，国务院印发2018年，国务院印发", 9, "matches 2 times, not 1"),
    ],
)
def test_damage(damage, source, old, new, line, said):
    with pytest.raises(ReadError, match=said):
        events.extract(damage(source, old, new, line))


@pytest.mark.parametrize("printed", ["", "近日", "13月", "年底前", "2021年第3季度"])
def test_machine_date_refuses(printed):
    with pytest.raises(ValueError, match="date"):
        events.machine_date(printed)


def test_anchors_stay_short():
    """No sentence of the documents in the code: at most twelve Chinese characters in a row in a pattern."""
    import re

    for part in events.PARTS:
        for event in part.events:
            assert max(map(len, re.findall(r"[\u4e00-\u9fff]+", event.pattern))) <= 12, event.event
