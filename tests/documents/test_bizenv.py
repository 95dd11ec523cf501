"""The tables read from the business-environment article: counts, figures by hand, slips kept, damage."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from egov.documents import bizenv
from egov.documents.corpus import DOCUMENTS, Corpus
from egov.documents.write import number_mentions
from egov.tables.schemas import GRADES, PROVINCES, TABLES

MEASURES = TABLES["bizenv_scores"].field("measure").values

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def tables(corpus: Corpus) -> dict[str, list[dict]]:
    return {name: number_mentions(TABLES[name], rows, list(DOCUMENTS)) for name, rows in bizenv.extract(corpus).items()}


def pick(rows: list[dict], **wanted: object) -> list[dict]:
    return sorted((r for r in rows if all(r[k] == v for k, v in wanted.items())), key=lambda r: r["mention"])


def values(rows: list[dict], **wanted: object) -> list[object]:
    return [r["value"] for r in pick(rows, **wanted)]


def test_each_of_22_provinces_has_all_measures_but_one(tables: dict[str, list[dict]]) -> None:
    scores = pick(tables["bizenv_scores"], mention=1)
    per_province = Counter(row["province"] for row in scores)
    assert len(per_province) == 22
    assert {name: n for name, n in per_province.items() if n != len(MEASURES)} == {"北京": len(MEASURES) - 1}
    assert not pick(tables["bizenv_scores"], province="北京", measure="gdp_per_capita_rank")


@pytest.mark.parametrize(
    ("province", "measure", "value", "printed"),
    [
        ("北京", "score", Decimal("78.23"), "78.23"),
        ("北京", "rank", 1, "第一"),
        ("北京", "balance_rank", 1, "居首"),
        ("上海", "gdp_per_capita_rank", 2, "2"),
        ("上海", "balance_rank", 1, "第一"),
        ("天津", "culture_rank", 29, "29"),
        ("安徽", "legal_rank", 2, "2"),
        ("江西", "grade", "B", "B"),
        ("贵州", "balance_rank", 30, "倒数第二"),
        ("陕西", "balance_rank", 4, "4"),
        ("广东", "balance_rank", 4, "4"),
        ("甘肃", "legal_rank", 31, "31"),
        ("甘肃", "score", Decimal("41.22"), "41.22"),
    ],
)
def test_figures_by_hand(
    tables: dict[str, list[dict]], province: str, measure: str, value: object, printed: str
) -> None:
    row = pick(tables["bizenv_scores"], province=province, measure=measure)[0]
    assert (row["value"], row["printed"], row["place"]) == (value, printed, f"article 2, §05 ({province})")


def test_sub_ranks_stand_from_high_to_low_in_each_paragraph(tables: dict[str, list[dict]]) -> None:
    ranks = {f"{d}_rank" for d in ("market", "government", "legal", "culture")}
    for province in {row["province"] for row in tables["bizenv_scores"]}:
        rows = [r for r in pick(tables["bizenv_scores"], province=province, mention=1) if r["measure"] in ranks]
        in_order = [r["value"] for r in sorted(rows, key=lambda r: r["col"])]
        assert len(in_order) == 4
        assert in_order == sorted(in_order), province


def test_scores_ranks_and_grades_agree_in_order(tables: dict[str, list[dict]]) -> None:
    by = {m: {r["province"]: r["value"] for r in pick(tables["bizenv_scores"], measure=m)} for m in MEASURES}
    best_first = sorted(by["score"], key=lambda p: -by["score"][p])
    assert best_first == sorted(by["rank"], key=by["rank"].__getitem__)
    grades = [GRADES.index(by["grade"][p]) for p in best_first]
    assert grades == sorted(grades, reverse=True)


def test_grades_and_ordinals_elsewhere_are_further_mentions(tables: dict[str, list[dict]]) -> None:
    further = {(r["province"], r["measure"]): r["value"] for r in pick(tables["bizenv_scores"], mention=2)}
    assert further == {
        ("北京", "grade"): "A+",
        ("上海", "grade"): "A+",
        ("广东", "grade"): "A",
        ("四川", "grade"): "A",
        ("吉林", "grade"): "B",
        ("黑龙江", "grade"): "B-",
        ("辽宁", "grade"): "B-",
        ("北京", "market_rank"): 1,
        ("广东", "market_rank"): 2,
        ("贵州", "government_rank"): 2,
    }
    for (province, measure), value in further.items():
        assert values(tables["bizenv_scores"], province=province, measure=measure) == [value, value]


def test_group_means_and_sizes(tables: dict[str, list[dict]]) -> None:
    nation = {r["measure"]: r["value"] for r in pick(tables["bizenv_groups"], group="nation")}
    assert nation == {"mean": Decimal("53.86"), "stated_size": 31}
    silk_road = pick(tables["bizenv_groups"], group="silk_road_belt", measure="mean")[0]
    assert (silk_road["value"], silk_road["printed"]) == (Decimal("46.6"), "46.60")
    assert pick(tables["bizenv_groups"], group="yangtze_delta", measure="stated_size")[0]["printed"] == "四"
    assert len({r["group"] for r in tables["bizenv_groups"]}) == 11


def test_slips_of_the_member_lists_are_kept(tables: dict[str, list[dict]]) -> None:
    members = {
        group: [r["province"] for r in sorted(pick(tables["bizenv_members"], group=group), key=lambda r: r["position"])]
        for group in {r["group"] for r in tables["bizenv_members"]}
    }
    assert members["central_rise"] == ["湖北", "湖南", "河南", "山西", "江西", "山西"]
    assert len(members["yangtze_belt"]) == 11
    assert values(tables["bizenv_groups"], group="yangtze_belt", measure="stated_size") == [10]
    sizes = {r["group"]: r["value"] for r in pick(tables["bizenv_groups"], measure="stated_size")}
    assert {g for g, names in members.items() if len(names) != sizes[g]} == {"yangtze_belt"}
    assert set().union(*members.values()) <= set(PROVINCES)


def test_nine_strategies_are_said_and_ten_listed(tables: dict[str, list[dict]]) -> None:
    assert values(tables["claims"], claim="bizenv_strategies") == [9, 9, 9]
    strategies = [r for r in tables["bizenv_lists"] if str(r["list"]).startswith("strategies_")]
    assert len(strategies) == 10


def test_claims_on_shares_and_reports(tables: dict[str, list[dict]]) -> None:
    (half,) = pick(tables["claims"], claim="bizenv_share_grades_b")
    assert (half["printed"], half["value"], half["qualifier"], half["col"]) == ("1/2强", 50, "over", 890)
    assert values(tables["claims"], claim="bizenv_strategies_above_mean") == [50]
    assert values(tables["claims"], claim="bizenv_strategies_below_mean") == [50]
    assert values(tables["claims"], claim="bizenv_reports") == [31, 31, 31]
    provinces = pick(tables["claims"], claim="bizenv_provinces")
    assert {r["value"] for r in provinces} == {31}
    within = [str(r["place"]) for r in provinces if r["place"].startswith("article 2, §05 (")]
    assert within == [f"article 2, §05 ({name})" for name in ("北京", "浙江", "安徽", "江西")]


def test_lists(tables: dict[str, list[dict]]) -> None:
    def of(name: str, mention: int = 1) -> str:
        rows = pick(tables["bizenv_lists"], list=name, mention=mention)
        return " ".join(str(r["value"]) for r in sorted(rows, key=lambda r: r["position"]))

    assert of("top_ten") == "北京 上海 广东 四川 江苏 重庆 浙江 安徽 山东 贵州"
    assert of("regions_order") == of("regions_order", 2) == "华东 西南 华北 华南 华中 东北 西北"
    assert of("regions_below_mean") == "华中 东北 西北"
    assert of("unbalanced_in_top_ten") == of("unbalanced_in_top_ten", 2) == "浙江 安徽 贵州"
    assert of("balanced_top_ten_named") == "山西 陕西 新疆 西藏"
    assert of("grade_B-") == "黑龙江 辽宁"


def test_dimensions(tables: dict[str, list[dict]]) -> None:
    rows = tables["bizenv_dimensions"]
    means = {r["dimension"]: str(r["value"]) for r in pick(rows, measure="mean")}
    assert means == {"market": "40.26", "government": "53.1", "legal": "66.92", "culture": "55.5"}
    assert values(rows, measure="n_above") == [12]
    assert [(r["province"], str(r["value"])) for r in pick(rows, measure="score")] == [
        ("北京", "80.03"),
        ("广东", "56.61"),
    ]
    leaders = sorted(pick(rows, dimension="government", measure="leader"), key=lambda r: r["rank"])
    assert [r["province"] for r in leaders] == ["上海", "贵州", "北京", "四川", "广东"]


def test_leaders_have_the_ranks_of_their_paragraphs(tables: dict[str, list[dict]]) -> None:
    for leader in pick(tables["bizenv_dimensions"], measure="leader"):
        stated = values(tables["bizenv_scores"], province=leader["province"], measure=f"{leader['dimension']}_rank")
        assert set(stated) <= {leader["rank"]}, leader
