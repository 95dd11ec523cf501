"""A damaged copy of the capability report ends in a clear error, not in rows that are silently missing."""

from __future__ import annotations

from importlib import import_module

import pytest

from egov.documents.corpus import Corpus
from egov.documents.locate import ReadError

pytestmark = pytest.mark.documents


def extract(module: str, corpus: Corpus) -> dict[str, list[dict]]:
    return import_module(f"egov.documents.{module}").extract(corpus)


def test_years_come_from_the_header(damage) -> None:
    swapped = damage("report2022", "2021 年\t2020 年", "2020 年\t2021 年", line=1466)
    rows = extract("report_bands", swapped)["capacity_bands"]
    assert [r["value"] for r in rows if r["unit"] == "河北" and r["year"] == 2021] == ["高"]


@pytest.mark.parametrize(
    ("module", "first", "last", "message"),
    [
        ("report_bands", 1475, 1475, "rows numbered"),
        ("report_bands", 1466, 1466, "header"),
        ("report_bands", 1464, 1464, "nothing matches"),
        ("report_bands", 420, 420, "省级政府 only"),
        ("report_bands", 406, 406, "stated"),
        ("report_bands", 706, 706, "nothing matches"),
        ("report_means", 1193, 1193, "nothing matches"),
        ("report_means", 1168, 1168, "means|nothing matches"),
        ("report_means", 697, 697, "no mean for"),
        ("report_means", 198, 198, "nothing matches"),
        ("report_leaders", 457, 457, "cover"),
        ("report_leaders", 440, 440, "none of the 64 units"),
        ("report_leaders", 414, 414, "expected the four bands"),
        ("report_listings", 414, 414, "units missing"),
        ("report_listings", 565, 565, "province only"),
        ("report_listings", 968, 968, "拉萨市 under"),
        ("report_indicators", 1342, 1342, "has no code|out of turn"),
        ("report_indicators", 1350, 1350, "chapter 1 states"),
        ("report_indicators", 1357, 1357, "out of turn"),
        ("report_appendix", 1550, 1550, "after row"),
        ("report_appendix", 1559, 1559, "14 rows read, expected 15"),
        ("report_appendix", 1611, 1611, "41 rows read, expected 42"),
        ("report_appendix", 1602, 1602, "41 rows read, expected 42"),
        ("report_claims", 565, 565, "province only"),
        ("report_claims", 308, 308, "nothing matches"),
        ("report_claims", 442, 442, "matches 4 times, expected 5"),
    ],
)
def test_a_line_removed(without, module: str, first: int, last: int, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        extract(module, without("report2022", first, last))


@pytest.mark.parametrize(
    ("module", "old", "new", "line", "message"),
    [
        ("report_bands", "非常高", "很高", 1470, "line 1470, 河北 2021: '很高' is not one of 低, 中, 高, 非常高"),
        ("report_bands", "河北", "河东", 1470, "'河东' is none of the 64 units"),
        ("report_bands", "河北", "天津", 1470, "row [23]: 天津 stands twice"),
        ("report_bands", "近 5 年", "近 6 年", 1464, "title says 6 years"),
        ("report_bands", "50.00%", "", 404, "shares stated"),
        ("report_means", "62.50%", "62,50%", 1143, "means stated|differ"),
        ("report_means", "协同办理", "协调办理", 1159, "no indicator"),
        ("report_means", "华中", "中南", 697, "2 regions with 3 means"),
        ("report_leaders", "内蒙古", "蒙古", 458, "'蒙古' is none of the 64 units"),
        ("report_leaders", "湖北", "武汉", 455, "expected 10"),
        ("report_listings", "高 (90", "较高 (90", 414, "'较高' is not one of"),
        ("report_listings", "西宁", "西安", 429, "西宁"),
        ("report_listings", "吉林省", "延边州", 780, "bands in quotes"),
        ("report_indicators", "B2-1", "B2-3", 1355, "line 1355: code B2-3 is out of turn"),
        ("report_indicators", "综合受理", "总受理", 1383, "no English name"),
        ("report_appendix", "(2020)79号", "79号", 1545, "row 1: .* is not a document number"),
        ("report_appendix", "正厅级", "厅级", 1568, "line 1568, level: '厅级'"),
        ("report_appendix", "行政", "机关", 1568, "line 1568, type: '机关'"),
        ("report_claims", "第7部", "第七部书", 32, "nothing matches"),
    ],
)
def test_a_cell_changed(damage, module: str, old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        extract(module, damage("report2022", old, new, line))


def test_every_line_counts(corpus: Corpus, without) -> None:
    """No line that a row cites can go without an error."""
    modules = ("bands", "means", "leaders", "listings", "indicators", "appendix", "claims")
    silent = []
    for module in (f"report_{m}" for m in modules):
        lines = {int(row["line"]) for rows in extract(module, corpus).values() for row in rows}
        for line in sorted(lines):
            try:
                extract(module, without("report2022", line))
            except ReadError:
                continue
            silent.append((module, line))
    assert not silent
