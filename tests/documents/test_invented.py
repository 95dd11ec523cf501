"""The report's and the news' readers on invented documents: every figure where it stands, damage told by name."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from egov.documents.bizenv import STRATEGIES
from egov.documents.corpus import DOCUMENTS, Corpus
from egov.documents.locate import ReadError
from egov.documents.write import number_mentions, rows_text
from egov.tables.schemas import REGIONS, TABLES
from tests.documents import invented
from tests.documents.invented import PROVINCES, band, leaders, members, units

MODULES = ("bands", "means", "leaders", "listings", "indicators", "appendix", "claims")
MEANS_2016 = 'year,national_mean,n_above_mean,n_units,very_high,source\n2016,70.10,15,32,甲 乙,"a page (2 very-high)"\n'
COUNTS = {
    "capacity_bands": 128,
    "capacity_distribution": 26,
    "capacity_means": 56,
    "capacity_regions": 7,
    "capacity_leaders": 200,
    "capacity_risers": 6,
    "capacity_listings": 136,
    "indicators": 30,
    "policies": 15,
    "institutions": 42,
    "claims": 115,
    "egdi": 6,
    "bizenv_scores": 205,
    "bizenv_groups": 22,
    "bizenv_members": 30,
    "bizenv_lists": 59,
    "bizenv_dimensions": 27,
}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    text = MEANS_2016.replace("甲 乙", "北京 天津")
    (folder / "capacity_2016_means.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def documents(reference: Path) -> Corpus:
    return invented.corpus(reference)


def extract(module: str, documents: Corpus) -> dict[str, list[dict]]:
    return import_module(f"egov.documents.{module}").extract(documents)


@pytest.fixture(scope="module")
def tables(documents: Corpus) -> dict[str, list[dict]]:
    rows: dict[str, list[dict]] = {}
    for module in (*(f"report_{m}" for m in MODULES), "statements", "bizenv"):
        for name, found in extract(module, documents).items():
            rows.setdefault(name, []).extend(found)
    return {name: number_mentions(TABLES[name], found, list(DOCUMENTS)) for name, found in rows.items()}


def pick(rows: list[dict], **wanted: object) -> list[dict]:
    return sorted((r for r in rows if all(r[k] == v for k, v in wanted.items())), key=lambda r: r["mention"])


def test_every_figure_is_read_and_stands_where_it_says(tables: dict[str, list[dict]], documents: Corpus) -> None:
    assert {name: len(rows) for name, rows in tables.items()} == COUNTS
    for name, rows in tables.items():
        assert rows_text(TABLES[name], rows).count("\n") == len(rows) + 1
        for row in (r for r in rows if r["source"] in DOCUMENTS):
            lines = documents[row["source"]].text.split("\n")
            assert lines[row["line"] - 1].startswith(row["printed"], row["col"] - 1), row


def test_bands_risers_and_listings_are_those_invented(tables: dict[str, list[dict]]) -> None:
    for row in tables["capacity_bands"]:
        assert row["value"] == band(row["unit_type"], row["unit"], row["year"])
    assert {r["unit"] for r in tables["capacity_risers"]} == {units(t)[i] for t in invented.WHO for i in (0, 8, 16)}
    for row in (r for r in tables["capacity_listings"] if r["source"] == "report2022"):
        assert row["value"] == band(row["unit_type"], row["unit"])
        assert row["from_band"] in (None, band(row["unit_type"], row["unit"], 2020))
    assert {r["value"] for r in pick(tables["capacity_distribution"], year=2021, measure="count")} == {8}
    earlier = [(r["value"], r["source"]) for r in pick(tables["capacity_distribution"], year=2019)]
    assert sorted(earlier) == [(0, "news2020"), (4, "report2022"), (5, "report2022"), (7, "news2020"), (12, "news2020")]


def test_leaders_means_and_indicators_are_those_invented(tables: dict[str, list[dict]]) -> None:
    for unit_type in invented.WHO:
        for i, code in enumerate("ABCDE"):
            rows = pick(tables["capacity_leaders"], unit_type=unit_type, code=code)
            assert Counter(r["unit"] for r in rows) == dict.fromkeys(leaders(unit_type, i), 2)
            means = pick(tables["capacity_means"], unit_type=unit_type, code=f"{code}1")
            assert {r["measure"]: r["printed"] for r in means} == {
                "mean": f"7{i}.50",
                "n_above": "20",
                "share_above": "62.50%",
            }
    assert [r["printed"] for r in pick(tables["capacity_means"], unit_type="province", code="E", measure="mean")] == [
        "90.25"
    ] * 2
    assert {r["region"]: r["printed"] for r in tables["capacity_regions"]}["西北"] == "75.75"
    levels = Counter((r["unit_type"], r["level"]) for r in tables["indicators"])
    assert set(levels.values()) == {5}


def test_claims_and_appendix_are_those_invented(tables: dict[str, list[dict]]) -> None:
    claims = {r["claim"]: (r["value"], r["qualifier"]) for r in tables["claims"]}
    assert claims["report_number"] == (7, "exact")
    assert claims["data_items_collected"] == (30_000, "over")
    assert claims["regions_with_plans"] == (20, "over")
    assert claims["risers_city_medium_to_high"] == (1, "exact")
    assert claims["boxes"] == (28, "exact")
    sizes = {k: v for k, (v, _) in claims.items() if k.startswith("region_members")}
    assert sorted(sizes.values()) == sorted(len(members(region, "province")) for region in REGIONS)
    institutions = pick(tables["institutions"], type="事业")
    assert len(institutions) == 16
    assert all(r["name_zh"].startswith(r["region"]) or r["name_zh"] for r in institutions)
    assert {(r["issued_in"], r["covers_from"], r["covers_to"]) for r in tables["policies"]} == {(2020, 2020, 2022)}
    ranks = [(r["edition"], r["measure"], r["value"]) for r in tables["egdi"]]
    assert (2022, "n_members", 190) in ranks
    assert ranks.count((2020, "rank", 40)) == 2


def test_the_business_environment_is_as_invented(tables: dict[str, list[dict]]) -> None:
    scores = {(r["province"], r["measure"]): r["value"] for r in pick(tables["bizenv_scores"], mention=1)}
    for number, name in enumerate(PROVINCES[:22], start=1):
        assert scores[name, "score"] == Decimal(90 - number) + Decimal("0.25")
        assert [scores[name, f"{m}_rank"] for m in ("gdp_per_capita", "balance", "market")] == [number] * 3
        assert scores[name, "grade"] == ("A" if number < 8 else "B")
    for name, found in invented.STRATEGY_MEMBERS.items():
        members = pick(tables["bizenv_members"], group=STRATEGIES[name])
        assert [r["province"] for r in sorted(members, key=lambda r: r["position"])] == found
    counted = {r["claim"]: r["value"] for r in tables["claims"]}
    assert (counted["bizenv_provinces"], counted["bizenv_strategies"], counted["bizenv_share_grades_b"]) == (31, 9, 50)
    leaders = pick(tables["bizenv_dimensions"], dimension="legal", measure="leader")
    assert [r["province"] for r in sorted(leaders, key=lambda r: r["rank"])] == PROVINCES[2:7]


@pytest.mark.parametrize(
    ("module", "old", "new", "message"),
    [
        ("report_bands", "3\t河北\t非常高", "3\t河北\t很高", "河北 2020: '很高' is not one of 低, 中, 高, 非常高"),
        ("report_bands", "3\t河北", "3\t河东", "'河东' is none of the 64 units"),
        ("report_bands", "3\t河北", "3\t天津", "天津 stands twice"),
        ("report_bands", "近 2 年省级政府的", "近 3 年省级政府的", "title says 3 years"),
        ("report_bands", "3\t河北", "4\t河北", "rows numbered"),
        ("report_bands", "中，占比 25.00%", "中", "shares stated"),
        ("report_bands", "序号\t地区\t2020 年", "地区\t序号\t2020 年", "no header line"),
        ("report_means", "用户使用度指标指数平均值", "用户满意度指标指数平均值", "no indicator"),
        ("report_means", "华北和华中次之", "华北次之", "2 regions with 3 means"),
        ("report_means", "，占比 62.50%。\n重点", "。\n重点", "nothing matches"),
        ("report_means", "西北在后", "之类在后", "2 regions with 3 means"),
        ("report_means", "；服务成效度和办理成熟度指数相对", "；服务成效度指数相对", "1 indicators with 2 means"),
        ("report_leaders", "办理成熟度\t天津", "办理成熟度\t天上", "'天上' is none of the 64 units"),
        ("report_leaders", "办理成熟度\t天津", "办理成熟度\t河北", "expected 10"),
        ("report_leaders", "办理成熟度\t天津", "事项覆盖度\t天津", "cover"),
        ("report_leaders", "低 (≤65)", "很低 (≤65)", "expected the four bands"),
        ("report_listings", "低 (≤65)", "很低 (≤65)", "很低 read; expected the four bands"),
        ("report_listings", "非常高 (≥90)\t北京 (+) 天津", "非常高 (≥90)\t北京 (+) 北京", "units missing"),
        ("report_listings", "天津处于“", "天边处于“", "bands in quotes"),
        ("report_indicators", "数据共享 B1", "数据共享 B2", "code B2 is out of turn"),
        ("report_indicators", "数据共享 B1", "数据公享 B1", "no English name"),
        ("report_indicators", "5 项三级指标", "6 项三级指标", "chapter 1 states"),
        ("report_indicators", "数据共享 B1", "数据共享", "no code|out of turn"),
        ("report_appendix", "甲政发(2020)3号", "甲政发3号", "row 3: .* is not a document number"),
        ("report_appendix", "正厅级", "厅级", "level: '厅级'"),
        ("report_appendix", "甲局\t行政", "甲局\t机关", "type: '机关'"),
        ("report_appendix", "\n3\t河北\t《", "\n5\t河北\t《", "row 5 after row 2"),
        ("report_claims", "第 7 部", "第七部书", "nothing matches"),
        ("report_claims", "七大地理区域", "几个区域", "matches 1 times, expected 2"),
        ("bizenv", " 03 整体", " 整体", "nothing matches ' 03"),
        ("bizenv", "89.25,", "89,", "北京.*nothing matches"),
        ("bizenv", "均衡度在31省份中排名第3", "均衡度在31省份中排名第45", "balance_rank '45' is no rank of 31"),
        ("bizenv", " 河北: 营商", " 天津: 营商", "a second paragraph on 天津"),
        ("bizenv", " 河北: 营商", " 河东: 营商", "'河东' is not one of"),
        ("bizenv", "(第3),政务环境(第4)", "(第3),市场环境(第4)", "expected one each of"),
        ("bizenv", "A+”级的北京", "A-”级的北京", "expected statements on A\\+, A, B and B-"),
        ("bizenv", "共7个等级", "有些等级", "bizenv_grades.* matches 0 times, expected 1"),
        ("bizenv", "前十强为:北京、", "前十强为:", "9 names in the list top_ten"),
        ("bizenv", "华中、西南、东北和西北则", "华中、西南和东北则", "expected all seven once"),
        ("statements", "第 60 位", "前列", "news2021"),
        ("statements", "190 个", "各个", "news2022"),
        ("statements", "9 個增加", "九成增加", "news2020"),
        ("statements", "首次為零", "首次消失", "news2020"),
    ],
)
def test_damage_is_named(documents: Corpus, module: str, old: str, new: str, message: str) -> None:
    source = next(key for key, document in documents.documents.items() if old in document.text)
    damaged = invented.corpus(documents.reference, **{source: documents[source].text.replace(old, new, 1)})
    with pytest.raises(ReadError, match=message):
        extract(module, damaged)


@pytest.mark.parametrize("module", MODULES)
def test_no_line_that_a_row_cites_can_go_without_an_error(documents: Corpus, module: str) -> None:
    lines = documents["report2022"].text.split("\n")
    cited = {r["line"] for rows in extract(f"report_{module}", documents).values() for r in rows}
    for line in sorted(cited)[:: max(len(cited) // 12, 1)]:
        text = "\n".join([*lines[: line - 1], *lines[line:]])
        with pytest.raises(ReadError):
            extract(f"report_{module}", invented.corpus(documents.reference, report2022=text))


def test_no_figure_of_the_article_can_go_without_an_error(documents: Corpus) -> None:
    document = documents["articles2020"]
    figures = {(r["line"], r["col"], r["printed"]) for rows in extract("bizenv", documents).values() for r in rows}
    assert len(figures) > 300
    for line, col, printed in sorted(figures):
        start = document.offset(line, col)
        for instead in ("", "X"):
            text = document.text[:start] + instead + document.text[start + len(printed) :]
            with pytest.raises(ReadError):
                extract("bizenv", invented.corpus(documents.reference, articles2020=text))


@pytest.mark.parametrize(("old", "new"), [("北京 天津", "北京"), ("very_high,", "top,"), ("天津", "天边")])
def test_a_damaged_reference_file_is_an_error(documents: Corpus, tmp_path: Path, old: str, new: str) -> None:
    text = (documents.reference / "capacity_2016_means.csv").read_text(encoding="utf-8")
    (tmp_path / "capacity_2016_means.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReadError):
        extract("statements", Corpus(documents.documents, tmp_path))


def test_an_invented_text_holds_no_more_of_a_document_than_anchors(corpus: Corpus) -> None:
    """With the documents: no run of thirty characters of theirs stands in an invented one."""
    real = {re.sub(r"\s", "", document.text) for document in corpus.documents.values()}
    for text in (invented.REPORT, invented.NEWS_2020, invented.NEWS_2021, invented.NEWS_2022, invented.ARTICLE):
        bare = re.sub(r"\s", "", text)
        runs = {bare[i : i + 30] for i in range(len(bare) - 29)}
        assert not [run for run in runs if any(run in document for document in real)]
