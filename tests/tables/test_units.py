"""The reference tables of units and borders: counts, groupings, names, coordinates and the tile map."""

from __future__ import annotations

import pandas as pd
import pytest

from egov.tables.load import data_folder, load
from egov.tables.units import BELTS, REGIONS, UnknownUnit, normalise_unit

COLUMNS = [
    "unit_type", "unit", "name_zh", "name_en", "adcode", "region7",
    "belt", "north_south", "straddles", "parent", "capital", "lon",
    "lat", "lonlat_source", "is_capital", "tile_col", "tile_row", "order",
]  # fmt: skip
MUNICIPALITIES = ["北京", "天津", "上海", "重庆"]
SECOND_CITIES = ["大连", "青岛", "深圳", "厦门", "宁波"]

# Number of neighbours by land, counted on a map of polygons as well as by hand (68 borders, twice 136)
DEGREES = {
    "北京": 2, "天津": 2, "河北": 7, "山西": 4, "内蒙古": 8, "辽宁": 3, "吉林": 3, "黑龙江": 2,
    "上海": 2, "江苏": 4, "浙江": 5, "安徽": 6, "福建": 3, "江西": 6, "山东": 4, "河南": 6, "湖北": 6, "湖南": 6,
    "广东": 4, "广西": 4, "海南": 0, "重庆": 5, "四川": 7, "贵州": 5, "云南": 4, "西藏": 4,
    "陕西": 8, "甘肃": 6, "青海": 4, "宁夏": 3, "新疆": 3,
}  # fmt: skip

# What the tile map keeps of 68 land borders and 83 pairs of near cities, as measured; no layout may be worse
KING, EDGE = 62, 39
CITY_KING, CITY_EDGE = 68, 40


def units(unit_type: str = "") -> pd.DataFrame:
    """All units or those of one type, in the report's order."""
    frame = load("units").sort_values(["unit_type", "order"], ignore_index=True)
    return frame[frame["unit_type"] == unit_type].reset_index(drop=True) if unit_type else frame


@pytest.fixture
def provinces() -> pd.DataFrame:
    frame = units("province").set_index("unit")
    return frame.assign(is_capital=frame["is_capital"].fillna(value=False))


@pytest.fixture
def cities() -> pd.DataFrame:
    return units("city").set_index("unit").astype({"is_capital": bool})


def land_borders() -> list[tuple[str, str]]:
    """Every land border once."""
    land = load("contiguity").query("kind == 'land'")
    return sorted({tuple(sorted(pair)) for pair in zip(land["unit"], land["neighbour"], strict=True)})


def city_pairs(cities: pd.DataFrame) -> list[tuple[str, str]]:
    """Cities of one province or of two that share a land border, each pair once."""
    near = set(land_borders())
    home = cities["parent"]
    pairs = [(a, b) for i, a in enumerate(home.index) for b in home.index[i + 1 :]]
    return [(a, b) for a, b in pairs if home[a] == home[b] or tuple(sorted((home[a], home[b]))) in near]


def touching(tiles: pd.DataFrame, pairs: list[tuple[str, str]]) -> tuple[int, int]:
    """How many pairs lie on tiles that touch by an edge or a corner, and by an edge."""
    steps = [(tiles.loc[a, ["tile_col", "tile_row"]] - tiles.loc[b, ["tile_col", "tile_row"]]) for a, b in pairs]
    return sum(abs(s).max() == 1 for s in steps), sum(abs(s).sum() == 1 for s in steps)


def flips(tiles: pd.DataFrame, pairs: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Pairs whose tiles lie the other way round than their coordinates, east to west or north to south."""
    found = []
    for a, b in pairs:
        p, q = tiles.loc[a], tiles.loc[b]
        if (q.tile_col - p.tile_col) * (q.lon - p.lon) < 0:
            found.append((a, b, "east-west"))
        if (q.tile_row - p.tile_row) * (p.lat - q.lat) < 0:
            found.append((a, b, "north-south"))
    return found


@pytest.mark.parametrize("name", ["units.csv", "contiguity.csv"])
def test_the_files_are_plain_utf8_with_unix_line_ends(name):
    raw = (data_folder() / name).read_bytes()
    assert raw.endswith(b"\n")
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    raw.decode("utf-8")


def test_64_units_with_unique_keys_in_the_order_of_the_report():
    frame = units()
    assert list(frame.columns) == COLUMNS
    assert len(frame) == 64
    assert frame["unit"].is_unique
    assert frame["unit_type"].tolist() == ["province"] * 32 + ["city"] * 32
    assert frame["order"].tolist() == [*range(1, 33), *range(1, 33)]
    assert frame["name_zh"].is_unique
    assert frame["name_en"].is_unique
    assert frame.loc[[0, 31, 32, 63], "unit"].tolist() == ["北京", "新疆兵团", "广州", "乌鲁木齐"]


def test_types_are_declared_not_guessed():
    frame = units()
    assert frame["region7"].cat.categories.tolist() == list(REGIONS)
    assert frame["belt"].cat.categories.tolist() == list(BELTS)
    assert frame["straddles"].dtype == bool
    assert frame["is_capital"].dtype == "boolean"
    assert frame["tile_col"].dtype == "int64"
    assert frame["adcode"].dropna().str.fullmatch(r"\d{6}").all()


def test_every_cell_that_applies_is_filled(provinces, cities):
    always = [c for c in COLUMNS if c not in {"unit", "adcode", "parent", "capital"}]
    assert provinces[always].notna().all(axis=None)
    assert cities[always].notna().all(axis=None)
    assert provinces.index[provinces["adcode"].isna()].tolist() == ["新疆兵团"]
    assert cities["adcode"].notna().all()
    assert units()["adcode"].dropna().is_unique
    assert provinces["parent"].isna().all()
    assert provinces["capital"].notna().all()
    assert cities["capital"].isna().all()


def test_regions_and_belts_have_the_sizes_that_their_makers_state(provinces):
    assert provinces["region7"].value_counts(sort=False).tolist() == [5, 3, 7, 3, 3, 5, 6]
    assert provinces["belt"].value_counts(sort=False).tolist() == [10, 6, 13, 3]
    assert provinces.loc["新疆兵团", ["region7", "belt"]].tolist() == ["西北", "west"]


def test_sixteen_south_and_sixteen_north_of_the_line(provinces):
    assert provinces["north_south"].value_counts().to_dict() == {"south": 16, "north": 16}
    straddling = provinces.loc[provinces["straddles"], "north_south"].to_dict()
    assert straddling == {"江苏": "south", "安徽": "south", "河南": "north", "陕西": "north", "甘肃": "north"}


def test_a_city_has_its_provinces_groupings(provinces, cities):
    assert set(cities["parent"]) == set(provinces.index) - {*MUNICIPALITIES, "新疆兵团"}
    for column in ("region7", "belt", "north_south"):
        assert (cities[column].astype(str) == cities["parent"].map(provinces[column].astype(str))).all(), column
    assert (cities["adcode"].str[:2] == cities["parent"].map(provinces["adcode"]).str[:2]).all()


def test_27_capitals_and_five_other_cities(provinces, cities):
    assert cities.index[~cities["is_capital"]].tolist() == SECOND_CITIES
    capitals = cities[cities["is_capital"]]
    assert (capitals["parent"].map(provinces["capital"]) == capitals.index).all()
    for axis in ("lon", "lat"):
        assert (capitals["parent"].map(provinces[axis]) == capitals[axis]).all()


def test_coordinates_lie_in_china_and_say_where_they_come_from(provinces):
    frame = units()
    assert frame["lon"].between(73.5, 135.1).all()
    assert frame["lat"].between(18.1, 53.6).all()
    assert frame["lonlat_source"].str.startswith("cpca 0.5.5 (MIT)").all()
    assert "乌鲁木齐" in provinces.loc["新疆兵团", "lonlat_source"]
    assert provinces.loc["新疆兵团", ["lon", "lat"]].tolist() == provinces.loc["新疆", ["lon", "lat"]].tolist()


def test_borders_run_both_ways_and_every_province_has_its_number(provinces):
    borders = load("contiguity")
    pairs = set(zip(borders["unit"], borders["neighbour"], borders["kind"], strict=True))
    assert len(pairs) == len(borders) == 138
    assert all((b, a, kind) in pairs for a, b, kind in pairs)
    assert all(a != b for a, b, _ in pairs)
    assert set(borders["unit"]) == set(provinces.index) - {"新疆兵团"}
    land = borders[borders["kind"] == "land"]
    assert land.groupby("unit").size().reindex(list(DEGREES), fill_value=0).to_dict() == DEGREES
    assert {p for p in pairs if p[2] != "land"} == {("海南", "广东", "strait"), ("广东", "海南", "strait")}


@pytest.mark.parametrize(
    ("a", "b"), [("河南", "江苏"), ("内蒙古", "新疆"), ("河南", "甘肃"), ("安徽", "湖南"), ("北京", "山西")]
)
def test_provinces_that_are_often_taken_for_neighbours_are_not(a, b):
    borders = load("contiguity")
    assert not ((borders["unit"] == a) & (borders["neighbour"] == b)).any()


@pytest.mark.parametrize("unit_type", ["province", "city"])
def test_one_unit_a_tile_on_a_compact_grid(unit_type):
    tiles = units(unit_type)
    assert not tiles.duplicated(["tile_col", "tile_row"]).any()
    assert tiles[["tile_col", "tile_row"]].min().tolist() == [0 if unit_type == "province" else 1, 0]
    assert tiles[["tile_col", "tile_row"]].max().le([9, 8]).all()


def test_neighbours_stay_neighbours(provinces):
    king, edge = touching(provinces, land_borders())
    assert king >= KING
    assert edge >= EDGE
    assert touching(provinces, [("广东", "海南"), ("新疆", "新疆兵团")]) == (2, 2)


def test_no_pair_of_neighbours_changes_its_compass_direction(provinces, cities):
    assert flips(provinces, [*land_borders(), ("广东", "海南")]) == []
    assert flips(cities, city_pairs(cities)) == []


def test_the_outline_is_chinas(provinces):
    col, row = provinces["tile_col"], provinces["tile_row"]
    assert row["黑龙江"] == row.min()
    assert col["黑龙江"] == col.max()
    assert row.index[row == row.max()].tolist() == ["海南"]
    assert col.nsmallest(4).index.sort_values().tolist() == sorted(["新疆兵团", "新疆", "青海", "西藏"])


def test_cities_stand_where_their_provinces_do(provinces, cities):
    own = cities[cities["is_capital"]]
    at = provinces.loc[own["parent"], ["tile_col", "tile_row"]].to_numpy()
    moved = (own[["tile_col", "tile_row"]].to_numpy() != at).any(axis=1)
    assert own.index[moved].tolist() == ["福州"]  # makes room for 厦门, which lies west of it
    king, edge = touching(cities, city_pairs(cities))
    assert king >= CITY_KING
    assert edge >= CITY_EDGE
    sisters = [("沈阳", "大连"), ("济南", "青岛"), ("广州", "深圳"), ("福州", "厦门"), ("杭州", "宁波")]
    assert touching(cities, sisters) == (5, 4)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("北京市", "北京"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("广西", "广西"),
        ("宁夏回族自治区", "宁夏"),
        ("宁夏自治区", "宁夏"),
        ("西藏自治区", "西藏"),
        ("新疆维吾尔自治区", "新疆"),
        ("新疆生产建设兵团", "新疆兵团"),
        ("新疆生产 建设兵团", "新疆兵团"),
        ("新疆兵团", "新疆兵团"),
        ("兵团", "新疆兵团"),
        ("黑龙江省", "黑龙江"),
        ("武汉市", "武汉"),
        (" 乌鲁木齐市\u3000", "乌鲁木齐"),
    ],
)
def test_names_as_printed_are_read(printed, key):
    assert normalise_unit(printed) == key


def test_every_unit_is_read_by_its_short_and_its_full_name():
    for row in units().itertuples():
        assert normalise_unit(row.unit) == normalise_unit(row.name_zh) == row.unit


@pytest.mark.parametrize("wrong", ["吉林市", "海南州", "北京省", "苏州市", "", "Beijing", None, float("nan"), ["北京"]])
def test_anything_else_is_refused(wrong):
    with pytest.raises(UnknownUnit, match="is none of the 64 units; nearest: "):
        normalise_unit(wrong)


def test_the_error_lists_near_matches():
    with pytest.raises(UnknownUnit, match=r"'江酥省' .*nearest: .*江苏"):
        normalise_unit("江酥省")
    with pytest.raises(UnknownUnit, match="nearest: none"):
        normalise_unit("New York")
    assert issubclass(UnknownUnit, ValueError)
