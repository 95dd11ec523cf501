"""The two indicator trees and the published means."""

import pytest

from egov.results import indicators as chapter
from egov.tables import load


@pytest.fixture(scope="module")
def indicators():
    return load("indicators")


@pytest.fixture(scope="module")
def means():
    return chapter.means(load("capacity_means"))


def test_sizes(indicators):
    sizes = chapter.sizes(indicators)
    assert sizes.loc["province"].tolist() == [5, 21, 55]
    assert sizes.loc["city"].tolist() == [5, 17, 41]


def test_matched_holds_every_indicator_once(indicators):
    table = chapter.matched(indicators)
    for unit_type, size in (("province", 21), ("city", 17)):
        codes = table[f"code_{unit_type}"].dropna()
        assert len(codes) == codes.nunique() == size
        assert int(table[f"n_{unit_type}"].sum()) == {"province": 55, "city": 41}[unit_type]
    lacking = table.loc[table["where"] == "province", "name_zh"].tolist()
    assert lacking == ["用户使用度", "数据共享", "统一电子证照", "应用支撑"]
    assert not (table["where"] == "city").any()


def test_one_code_means_two_things(indicators):
    table = chapter.renamed(indicators).set_index("code")
    assert table.loc["A2"].tolist() == ["用户使用度 user uptake", "用户体验度 user experience"]


def test_means_take_the_fullest_statement(means):
    table = means.set_index(["unit_type", "code"])
    assert table.loc[("province", "A"), "mean"] == 84.63  # the digest prints 84.64
    assert table.loc[("city", "total"), "mean"] == 88.51
    assert len(means) == (1 + 5 + 21) + (1 + 5 + 17)


def test_side_by_side_gap(means):
    table = chapter.side_by_side(means, 1).set_index("name_zh")
    assert table.loc["办理成熟度", "gap"] == pytest.approx(90.54 - 85.42, abs=1e-9)
    assert len(chapter.side_by_side(means, 2)) == 17


def test_second_level_stands_under_its_heading(means):
    table = chapter.second_level(means)
    assert len(table) == 21 + 17
    assert table.query("unit_type == 'city' and code == 'D2'")["section"].item() == "事项覆盖度 item coverage"
    assert chapter.total(means, "city") == 88.51


def test_findings(indicators):
    found = chapter.findings(indicators, load("capacity_means"))
    assert found["strongest"].startswith("指南准确度")
    assert found["weakest"].startswith("服务成效度")
    assert found["only_province_n"] == "4"
    assert found["weakest_mean_again"] == "84.64"  # the digest
    assert found["widest_gap_shared"].count("+") == 2
    assert found["above_province"].endswith("of 21")
    assert (found["clear_province"], found["clear_city"], found["short"]) == ("13 of 21", "11 of 17", "none")
    assert found["strongest_mean"] in found["headline_zh"]
    assert found["weakest_mean"] in found["headline_zh"]
