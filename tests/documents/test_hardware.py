"""The hardware-index release: June 2021 against hand-read figures, invented releases, damaged ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from egov.documents import hardware
from egov.documents.corpus import DOCUMENTS, Corpus
from egov.documents.hardware_names import COMPONENTS, COMPOSITE
from egov.documents.hardware_release import read as read_release
from egov.documents.locate import Document, ReadError
from egov.documents.write import number_mentions, rows_text
from egov.tables.schemas import INDUSTRIES, TABLES

RELEASE = """中国·永康五金指数
2031年12月份
2031年12月永康五金生产景气指数回落
12月份，永康五金产品生产景气指数为101.30点，较上月下降0.75点，运行平稳。从十二大类行业来看，呈现五扩六回落一收缩格局，其中，厨用五金行业处于收缩区间。
2031年12月份五金产品生产景气总指数趋势图
一、企业订单
12月份，生产市场需求景气指数收于100.00点，环比持平。其中，商品客户数量景气指数为99.5点，环比上调0.50点；商品出厂价格景气指数为100.20点，比上月下跌1.05点。从十二大类行业来看，呈现十一升零降一持平格局，其中，安防产品、机械装备和门及配件三个行业需求景气指数跌幅在3.5点以上，电子电工行业环比回落0.20点。
二、后市预测
12月份，生产经营状况预期景气指数收于98.20点，环比回升0.34点。预计2032年1月份，生产景气指数会平稳运行。
2031年12月永康五金外贸景气指数上行
12月份，永康五金产品外贸景气总指数收于98.73点，与上月相比，上涨4.63点。十二大类行业景气呈现六升六降格局。
中国·永康五金指数编制办公室 2032年1月14日
"""


def read(text: str) -> dict[str, list[dict]]:
    return read_release(Document("invented", text).passage()).rows


def of(rows: list[dict], **wanted: object) -> list[dict]:
    return [r for r in rows if all(r[k] == v for k, v in wanted.items())]


# ------------------------------------------------------------------------------------------------------ June 2021
@pytest.fixture(scope="module")
def june(corpus: Corpus) -> dict[str, list[dict]]:
    return {
        name: number_mentions(TABLES[name], rows, list(DOCUMENTS)) for name, rows in hardware.extract(corpus).items()
    }


@pytest.mark.documents
def test_june_has_all_figures_and_each_stands_where_it_says(corpus: Corpus, june: dict[str, list[dict]]) -> None:
    assert {name: len(rows) for name, rows in june.items()} == hardware.FIGURES
    lines = corpus[hardware.SOURCE].text.split("\n")
    for name, rows in june.items():
        assert rows_text(TABLES[name], rows)
        for row in rows:
            assert lines[row["line"] - 1].startswith(row["printed"], row["col"] - 1), row
            assert row["month"] == "2021-06"


@pytest.mark.documents
@pytest.mark.parametrize(
    ("family", "component", "value", "change", "parent"),
    [
        ("production", COMPOSITE, "99.37", "1.82", ""),
        ("production", "商品库存存量景气指数", "93.81", "-2.71", "生产市场需求景气指数"),
        ("production", "生产经营状况的预期景气指数", "100.03", "0.34", COMPOSITE),
        ("market", COMPOSITE, "100.53", "0.45", ""),
        ("market", "商品存货周转速度景气指数", "102.72", "-0.68", "运营效益景气指数"),
        ("market", "预期景气指数", "99.41", "-0.33", COMPOSITE),
        ("trade", COMPOSITE, "98.73", "4.63", ""),
        ("trade", "商品毛利率景气指数", "95.77", "10.56", "出口运营效益景气指数"),
        ("trade", "外贸预期景气指数", "99.46", "1.43", COMPOSITE),
    ],
)
def test_june_levels_and_changes(
    june: dict[str, list[dict]], family: str, component: str, value: str, change: str, parent: str
) -> None:
    rows = of(june["hardware_index"], family=family, component=component, mention=1)
    assert {r["measure"]: r["value"] for r in rows} == {"value": Decimal(value), "change": Decimal(change)}
    assert {r["parent"] for r in rows} == {parent}
    assert {r["component_en"] for r in rows} == {COMPONENTS[component]}


@pytest.mark.documents
def test_market_changes_without_levels(june: dict[str, list[dict]]) -> None:
    market = of(june["hardware_index"], family="market")
    with_level = {r["component"] for r in of(market, measure="value")}
    changes_alone = {r["component"]: str(r["value"]) for r in market if r["component"] not in with_level}
    assert changes_alone == {"要素供给景气指数": "-1.29", "市场需求景气指数": "0.41"}
    second = {r["component"]: str(r["value"]) for r in of(market, mention=2)}
    assert second == {"运营效益景气指数": "0.93", "总体判断景气指数": "1.33"}
    assert {r["place"] for r in of(market, mention=2)} == {"hardware release, market, opening"}


@pytest.mark.documents
def test_june_breadth_adds_up_to_twelve(june: dict[str, list[dict]]) -> None:
    rows = of(june["hardware_breadth"], mention=1)
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["printed"] != "一" or row["state"] != "contracting":
            key = (row["family"], row["component"])
            sums[key] = sums.get(key, 0) + row["value"]
    assert set(sums.values()) == {12}
    assert len(sums) == 9
    none = of(june["hardware_breadth"], family="production", component=COMPOSITE, state="contracting")
    assert [(r["mention"], r["printed"], r["value"]) for r in none] == [(1, "零", 0), (2, "无", 0)]


@pytest.mark.documents
def test_june_industries(june: dict[str, list[dict]]) -> None:
    rows = june["hardware_industries"]
    spelt = {(r["family"], r["printed"]) for r in rows if r["industry"] == "机械设备"}
    assert spelt == {("production", "机械装备"), ("trade", "机械设备")}
    over = of(rows, change_qualifier="over")
    assert {(r["change"], r["change_printed"]) for r in over} == {(Decimal(20), "20点以上")}
    assert {r["industry"] for r in over} == {"运动休闲五金", "建筑装潢五金", "机械设备", "机电五金"}
    first = of(rows, family="production", component="企业经营效益景气指数")
    assert [(r["industry"], str(r["change"]), r["value"]) for r in first] == [("建筑装潢五金", "14.00", "rising")]
    for family, component in (("production", COMPOSITE), ("trade", COMPOSITE)):
        assert {r["industry"] for r in of(rows, family=family, component=component)} == set(INDUSTRIES)


@pytest.mark.documents
def test_every_june_figure_taken_out_is_an_error(corpus: Corpus, june: dict[str, list[dict]]) -> None:
    document = corpus[hardware.SOURCE]
    figures = {(r["line"], r["col"], r["printed"]) for rows in june.values() for r in rows}
    assert len(figures) == sum(hardware.FIGURES.values())
    for line, col, printed in sorted(figures):
        start = document.offset(line, col)
        for instead in ("", "X"):
            text = document.text[:start] + instead + document.text[start + len(printed) :]
            with pytest.raises(ReadError):
                hardware.june_2021(Document(hardware.SOURCE, text))


@pytest.mark.documents
def test_a_line_taken_out_is_an_error(corpus: Corpus, without) -> None:
    text = corpus[hardware.SOURCE].text.split("\n")
    first = text.index("中国·永康五金指数") + 1
    figures = [n for n in range(first, len(text) + 1) if text[n - 1].lstrip().startswith("6月份")]
    assert len(figures) == 12
    for number in figures:
        with pytest.raises(ReadError):
            hardware.extract(without(hardware.SOURCE, number))


# ------------------------------------------------------------------------------------------------- other releases
def test_an_invented_release() -> None:
    rows = read(RELEASE)
    levels = {(r["family"], r["component"]): str(r["value"]) for r in of(rows["hardware_index"], measure="value")}
    changes = {(r["family"], r["component"]): str(r["value"]) for r in of(rows["hardware_index"], measure="change")}
    assert levels == {
        ("production", COMPOSITE): "101.30",
        ("production", "生产市场需求景气指数"): "100.00",
        ("production", "商品客户数量景气指数"): "99.5",
        ("production", "商品出厂价格景气指数"): "100.20",
        ("production", "生产经营状况预期景气指数"): "98.20",
        ("trade", COMPOSITE): "98.73",
    }
    assert changes == {
        ("production", COMPOSITE): "-0.75",
        ("production", "生产市场需求景气指数"): "0",
        ("production", "商品客户数量景气指数"): "0.50",
        ("production", "商品出厂价格景气指数"): "-1.05",
        ("production", "生产经营状况预期景气指数"): "0.34",
        ("trade", COMPOSITE): "4.63",
    }
    assert {r["month"] for table in rows.values() for r in table} == {"2031-12"}
    counts = [(r["place"].split(", ", 1)[1], r["state"], r["value"]) for r in rows["hardware_breadth"]]
    assert counts == [
        ("production, opening", "expanding", 5),
        ("production, opening", "retreating", 6),
        ("production, opening", "contracting", 1),
        ("production, §1", "rising", 11),
        ("production, §1", "falling", 0),
        ("production, §1", "flat", 1),
        ("trade, opening", "rising", 6),
        ("trade, opening", "falling", 6),
    ]
    named = [(r["industry"], r["value"], str(r["change"]), r["change_qualifier"]) for r in rows["hardware_industries"]]
    assert named == [
        ("厨用五金", "contracting", "None", ""),
        ("安防产品", "falling", "-3.5", "over"),
        ("机械设备", "falling", "-3.5", "over"),
        ("门及配件", "falling", "-3.5", "over"),
        ("电子电工", "falling", "-0.20", "exact"),
    ]


def test_a_stop_of_another_width_reads_the_same() -> None:
    def bare(rows: dict[str, list[dict]]) -> list[dict]:
        return [{k: v for k, v in r.items() if k not in ("line", "col")} for table in rows.values() for r in table]

    assert bare(read(RELEASE.replace("，", ",").replace("；", ";"))) == bare(read(RELEASE))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("较上月下降0.75点", "较上月0.75点", "line 4, column .*no statement of a known form"),
        ("环比上调0.50点", "环比-0.50点", "no statement of a known form"),
        ("环比上调0.50点", "环比跳升0.50点", "no statement of a known form"),
        ("环比上调0.50点；", "", "no statement of a known form"),
        ("101.30点，", "101.30点、98.20点，", "no statement of a known form"),
        ("101.30点，", "101.30点，收于98.20点，", "no statement of a known form"),
        ("101.30点", "10130点", "no statement of a known form"),
        ("101.30点", "999.30点", "no level of an index around 100"),
        ("门及配件三个", "窗及配件三个", "cannot read '窗及配件': unknown industry"),
        ("门及配件三个", "門及配件三个", "traditional characters"),
        ("电子电工行业环比", "纺织行业环比", "unknown industry"),
        ("环比持平", "環比持平", "traditional characters"),
        ("12月份，生产市场", "11月份，生产市场", "the month is 2031-11, but the release is for 2031-12"),
        ("2031年12月永康五金外贸", "2031年11月永康五金外贸", "the month is 2031-11"),
        ("2032年1月份", "2032年3月份", "a forecast for 2032-03, expected 2032-01"),
        ("2031年12月份\n2031年12月", "", "no year so far"),
        ("五扩六回落一收缩", "五扩回落一收缩", "no statement of a known form"),
        ("十一升零降", "十四升零降", "more than 12 industries"),
        ("跌幅在3.5点", "约在3.5点", "no statement of a known form"),
        ("行业环比回落0.20", "行业涨幅居首，环比回落0.20", "涨幅 and 回落 contradict"),
        ("行业需求景气", "行业效益景气", "this paragraph is about 生产市场需求景气指数"),
        ("二、后市", "三、后市", "section 3 behind section 1"),
        ("一、企业订单\n", "", "section 2 behind section 0"),
        ("永康五金外贸景气指数上行", "永康五金生产景气指数上行", "a second headline of the family production"),
        ("五金产品外贸景气总指数收", "五金产品生产景气总指数收", "the composite of production in the part on trade"),
    ],
)
def test_a_damaged_release_says_what_it_cannot_read(old: str, new: str, message: str) -> None:
    assert old in RELEASE
    with pytest.raises(ReadError, match=message):
        read(RELEASE.replace(old, new, 1))
