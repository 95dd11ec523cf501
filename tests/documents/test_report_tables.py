"""The tables read from the capability report: counts, places, figures by hand, damage."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from importlib import import_module

import pytest

from egov.documents.corpus import DOCUMENTS, Corpus
from egov.documents.write import number_mentions
from egov.tables.schemas import TABLES

pytestmark = pytest.mark.documents

MODULES = (
    "report_bands",
    "report_means",
    "report_leaders",
    "report_listings",
    "report_indicators",
    "report_appendix",
    "report_claims",
    "statements",
)


def extract(module: str, corpus: Corpus) -> dict[str, list[dict]]:
    return import_module(f"egov.documents.{module}").extract(corpus)


@pytest.fixture(scope="module")
def tables(corpus: Corpus) -> dict[str, list[dict]]:
    rows: dict[str, list[dict]] = {}
    for module in MODULES:
        for name, found in extract(module, corpus).items():
            rows.setdefault(name, []).extend(found)
    return {name: number_mentions(TABLES[name], found, list(DOCUMENTS)) for name, found in rows.items()}


def pick(rows: list[dict], **wanted: object) -> list[dict]:
    found = [r for r in rows if all(r[k] == v for k, v in wanted.items())]
    return sorted(found, key=lambda r: r["mention"])


# --------------------------------------------------------------------------------------------------------- bands
@pytest.mark.parametrize(
    ("unit", "bands", "place"),
    [
        ("北京", "高 高 非常高 非常高 非常高", "Table A-3, row 1"),
        ("福建", "高 高 非常高 高 非常高", "Table A-3, row 13"),
        ("甘肃", "高 中 中 中 高", "Table A-3, row 28"),
        ("新疆", "低 低 中 中 中", "Table A-3, row 31"),
        ("新疆兵团", "中 中 中 中 中", "Table A-3, row 32"),
        ("西安", "高 高 中 高", "Table A-4, row 7"),
        ("西宁", "低 中 中 中", "Table A-4, row 30"),
    ],
)
def test_bands(tables: dict[str, list[dict]], unit: str, bands: str, place: str) -> None:
    rows = sorted(pick(tables["capacity_bands"], unit=unit), key=lambda r: r["year"])
    assert [r["value"] for r in rows] == bands.split()
    assert [r["year"] for r in rows] == list(range(2022 - len(rows), 2022))
    assert {r["place"] for r in rows} == {place}


def test_distribution(tables: dict[str, list[dict]]) -> None:
    rows = tables["capacity_distribution"]

    def values(**wanted: object) -> list[tuple]:
        return [(r["value"], r["source"], r["place"]) for r in pick(rows, **wanted)]

    assert values(unit_type="province", year=2021, band="非常高", measure="count") == [
        (16, "report2022", "ch. 2 §1"),
        (16, "report2022", "ch. 3 §2"),
    ]
    assert values(unit_type="city", year=2018, band="非常高") == [(7, "report2022", "ch. 3 §2")]
    assert values(unit_type="city", year=2021, band="中") == [
        (3, "report2022", "ch. 2 §1"),
        (Decimal("9.38"), "report2022", "ch. 2 §1"),
    ]
    assert values(year=2016, band="非常高") == [(3, "news2020", "article, part 1"), (3, "mean2016", "web page")]
    assert values(year=2019) == [(n, "news2020", "article, part 1") for n in (8, 15, 0)]


# --------------------------------------------------------------------------------------------------------- means
@pytest.mark.parametrize(
    ("unit_type", "code", "mean", "n_above", "share"),
    [
        ("province", "A1", "85.12", "20", "62.50%"),
        ("province", "C1", "95.46", "24", "75.00%"),
        ("province", "E4", "89.11", "19", "59.38%"),
        ("city", "A2", "84.94", "18", "56.25%"),
        ("city", "B2", "90.31", "18", "56.25%"),  # the name is parted by a page end
        ("city", "D2", "90.81", "22", "68.75%"),
    ],
)
def test_second_level_means(
    tables: dict[str, list[dict]], unit_type: str, code: str, mean: str, n_above: str, share: str
) -> None:
    rows = {r["measure"]: r for r in pick(tables["capacity_means"], unit_type=unit_type, year=2021, code=code)}
    assert [rows[m]["printed"] for m in ("mean", "n_above", "share_above")] == [mean, n_above, share]
    assert rows["share_above"]["value"] == Decimal(share.rstrip("%"))
    assert {r["place"] for r in rows.values()} == {f"ch. 4 §{'ABCDE'.index(code[0]) + 2}"}


def test_one_code_two_names(tables: dict[str, list[dict]]) -> None:
    names = {r["unit_type"]: r["name_zh"] for r in pick(tables["capacity_means"], code="A2", measure="mean")}
    assert names == {"province": "用户使用度", "city": "用户体验度"}


def test_first_level_and_repeats(tables: dict[str, list[dict]]) -> None:
    rows = tables["capacity_means"]

    def printed(**wanted: object) -> list[str]:
        return [r["printed"] for r in pick(rows, measure="mean", **wanted)]

    assert printed(unit_type="province", year=2021, code="A") == ["84.63", "84.64", "84.63"]
    assert printed(unit_type="province", year=2021, code="total") == ["88.07", "88.07", "88.07"]
    assert [printed(unit_type="city", code=c) for c in ("total", *"ABCDE")] == [
        ["88.51"],
        ["83.93"],
        ["90.54"],
        ["88.86"],
        ["87.02"],
        ["93.98"],
    ]
    assert printed(year=2017) == ["79.95"]
    assert printed(year=2020) == ["80.76"]
    assert printed(year=2016) == ["77.70"]
    assert [r["value"] for r in pick(rows, code="total", measure="n_above")] == [19, 17]


def test_regions(tables: dict[str, list[dict]]) -> None:
    assert {r["region"]: r["printed"] for r in tables["capacity_regions"]} == {
        "华东": "93.06",
        "华中": "90.27",
        "华南": "89.66",
        "西南": "89.45",
        "华北": "87.51",
        "东北": "87.28",
        "西北": "80.09",
    }


# ---------------------------------------------------------------------------------------------- leaders, listings
def test_leaders(tables: dict[str, list[dict]]) -> None:
    rows = tables["capacity_leaders"]
    for kind in ("province", "city"):
        assert Counter(r["code"] for r in rows if r["unit_type"] == kind) == dict.fromkeys("ABCDE", 20)
    assert [r["printed"] for r in pick(rows, unit_type="province", code="B", unit="福建")] == ["福建", "福"]
    assert [r["place"] for r in pick(rows, unit_type="city", code="E", unit="银川")] == [
        "Table 2-4, row 指南准确度",
        "ch. 2 §2",
    ]


def test_risers(tables: dict[str, list[dict]]) -> None:
    rows = tables["capacity_risers"]
    assert Counter(r["unit_type"] for r in rows) == {"province": 11, "city": 11}
    assert {r["unit"] for r in rows if r["unit_type"] == "province"} == {
        "河北",
        "吉林",
        "福建",
        "山东",
        "河南",
        "湖北",
        "重庆",
        "宁夏",
        "西藏",
        "陕西",
        "甘肃",
    }
    assert {r["printed"] for r in rows} == {"(+)"}


def test_listings(tables: dict[str, list[dict]]) -> None:
    rows = tables["capacity_listings"]
    assert Counter((r["unit_type"], r["relation"]) for r in rows if r["mention"] == 1 and r["year"] == 2021) == {
        ("province", "band"): 32,
        ("city", "band"): 32,
        ("province", "rise"): 11,
        ("city", "rise"): 11,
    }
    rise = pick(rows, unit="呼和浩特", relation="rise")
    assert [(r["from_band"], r["value"], r["place"]) for r in rise] == [
        ("中", "高", "ch. 2 §4"),
        ("中", "高", "ch. 3 §2 (华北)"),
    ]
    assert [r["printed"] for r in pick(rows, unit="宁夏", relation="rise")] == ["宁夏", "宁夏回"]
    assert [r["printed"] for r in pick(rows, unit="重庆", relation="band")] == ["重庆", "重"]
    assert [r["printed"] for r in pick(rows, unit="新疆兵团")] == ["新疆生产建设兵团"]
    assert [r["place"] for r in pick(rows, unit="北京")] == ["Table 2-1, row 非常高", *["ch. 3 §2 (华北)"] * 2]


# ---------------------------------------------------------------------------------------------------- indicators
def test_indicator_levels(tables: dict[str, list[dict]]) -> None:
    assert Counter((r["unit_type"], r["level"]) for r in tables["indicators"]) == {
        ("province", 1): 5,
        ("province", 2): 21,
        ("province", 3): 55,
        ("city", 1): 5,
        ("city", 2): 17,
        ("city", 3): 41,
    }


@pytest.mark.parametrize(
    ("unit_type", "code", "name", "printed", "line"),
    [
        ("province", "A", "服务成效度", "A", 1332),
        ("province", "A4-2", "减跑动", "A4-2", 1342),  # the code is on the next page
        ("province", "B5-2", "加盖电子印章电子证照种类情况", "B5-2", 1365),
        ("city", "A5-1", "无障碍服务", "A5-1", 1421),  # no description
        ("city", "C2", "移动端服务", "C2", 1435),
        ("city", "C2-1", "移动应用服务", "C2-1", 1435),  # the name itself is parted
        ("city", "D1-1", "办事指南发布数量", "D1-1", 1440),  # shifted to the right
        ("city", "D1-2", "办事指南与权力清单关联度", "D1-2", 1441),  # shifted to the left
        ("city", "E", "指南准确度", "指南 准确度", 1449),  # no code
        ("city", "E2-2", "数量要求", "E2-2", 1455),
        ("city", "E2-3", "类型和形式", "E2-3", 1456),
    ],
)
def test_indicator_wraps(
    tables: dict[str, list[dict]], unit_type: str, code: str, name: str, printed: str, line: int
) -> None:
    (row,) = pick(tables["indicators"], unit_type=unit_type, code=code)
    assert (row["name_zh"], row["printed"], row["line"], row["value"]) == (name, printed, line, code)
    assert row["parent"] == {1: None, 2: code[:1], 4: code[:2]}[len(code)]
    assert row["place"] == f"Table {'A-1' if unit_type == 'province' else 'A-2'}, {code}"


def test_one_name_one_translation(tables: dict[str, list[dict]]) -> None:
    pairs = {(r["name_zh"], r["name_en"]) for r in tables["indicators"]}
    assert len(pairs) == len({zh for zh, _ in pairs}) == len({en for _, en in pairs})
    assert not any(set(zh) & set(" \t（(") for zh, _ in pairs)


# ------------------------------------------------------------------------------------------- appendix and claims
def test_policies(tables: dict[str, list[dict]]) -> None:
    rows = {r["region"]: r for r in tables["policies"]}
    span = {region: (r["issued_in"], r["covers_from"], r["covers_to"]) for region, r in rows.items()}
    assert span["山西"] == (2020, 2020, 2022)
    assert span["河南"] == (2021, 2020, 2022)
    assert span["宁夏"] == (2021, 2021, 2023)
    assert span["四川"] == (2021, 2021, 2025)
    assert span["甘肃"] == (2021, None, None)
    assert rows["广东"]["document_number"] == rows["广东"]["printed"] == "粤府(2021)44号"
    assert rows["广东"]["value"] == "粤府〔2021〕44号"
    assert rows["广东"]["printed"] == "粤府(2021)44号"
    assert not any(r["title_zh"].startswith("《") or r["title_zh"].endswith("》") for r in rows.values())


def test_institutions(tables: dict[str, list[dict]]) -> None:
    rows = sorted(tables["institutions"], key=lambda r: r["position"])
    assert [r["position"] for r in rows] == list(range(1, 43))
    assert len({r["region"] for r in rows}) == 29
    assert Counter(r["type"] for r in rows) == {"行政": 27, "事业": 14, "法定机构": 1}
    assert Counter(r["level"] for r in rows) == {"正厅级": 25, "副厅级": 17}
    assert [(r["region"], r["place"]) for r in rows[21:23]] == [("河南", "Table A-6, row 16")] * 2


@pytest.mark.parametrize(
    ("claim", "printed", "value", "qualifier"),
    [
        ("index_growth_2017_2021", ["10.16%"], "10.16", "exact"),
        ("service_effectiveness_growth_2020_2021", ["4.79%"], "4.79", "exact"),
        ("indicators_province_level_3", ["55"], "55", "exact"),
        ("indicators_province_level_2_fewer", ["1"], "1", "exact"),
        ("indicators_province_level_3_fewer", ["11"], "11", "exact"),
        ("indicators_city_level_3_fewer", ["9"], "9", "exact"),
        ("data_items_collected", ["超过 260 万"], "2600000", "over"),
        ("institutions", ["40 余", "40 余"], "40", "over"),
        ("regions_with_institutions", ["29", "29", "29"], "29", "exact"),
        ("regions_with_plans", ["20余"], "20", "over"),
        ("risers_province_high_to_very_high", ["8"], "8", "exact"),
        ("risers_city_medium_to_high", ["6"], "6", "exact"),
        ("region_members_northwest", ["6"], "6", "exact"),
        ("region_province_very_high_east_china", ["6"], "6", "exact"),
        ("region_city_high_to_very_high_southwest", ["3"], "3", "exact"),
        ("years_in_a_row_very_high_north_china", ["三"], "3", "exact"),
        ("report_number", ["7"], "7", "exact"),
        ("band_medium_from", ["65", "65"], "65", "exact"),
    ],
)
def test_claims(tables: dict[str, list[dict]], claim: str, printed: list[str], value: str, qualifier: str) -> None:
    rows = pick(tables["claims"], claim=claim)
    assert [r["printed"] for r in rows] == printed
    assert {(r["value"], r["qualifier"]) for r in rows} == {(Decimal(value), qualifier)}


@pytest.mark.parametrize(
    ("claim", "places"),
    [
        ("boxes", ["list of boxes", "box 52"]),
        ("years_in_table_a3", ["Table A-3", "list of tables"]),
        ("years_in_table_a4", ["Table A-4", "list of tables"]),
        ("leaders_per_indicator_city", ["Table 2-4", "list of tables", *["ch. 2 §2"] * 5]),
    ],
)
def test_claims_name_their_places(tables: dict[str, list[dict]], claim: str, places: list[str]) -> None:
    assert [r["place"] for r in pick(tables["claims"], claim=claim)] == places


def test_claims_say_one_thing_each(tables: dict[str, list[dict]]) -> None:
    for column in ("subject_en", "unit_of_measure", "year", "base_year"):
        assert len({(r["claim"], r[column]) for r in tables["claims"]}) == len({r["claim"] for r in tables["claims"]})
