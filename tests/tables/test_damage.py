# ruff: noqa: E501 (a damage is one entry)
"""Damaged tables of every kind: each is refused, and the message names file, row, column, value and what was expected.

A damage is one line: the table, the cell or what is done to its file, and words that the message must hold.
"""

import csv
import io

import pytest

from egov.tables import TABLES, TableError, data_folder, load

BANDS, MEANS, INDEX, WEEKS = "capacity_bands", "capacity_means", "hardware_index", "hardware_weekly"
FAR, SCORES, SHARES, LEADERS = "province_covariates", "province_scores", "capacity_distribution", "capacity_leaders"
COUNTS = "platform_counters"

# table, row as an editor counts it, column, new cell; two columns have two cells
CELLS = [
    # types
    (BANDS, 9, "year", "20211"), (BANDS, 9, "year", "2021.0"), (BANDS, 9, "year", "２０２１"),
    (BANDS, 9, "year", "02021"), (BANDS, 9, "year", ""), (BANDS, 9, "year", "1e3"), (MEANS, 9, "value", "88,07"),
    (MEANS, 9, "value", "８８.０７"), (MEANS, 9, "value", "1,234"), (MEANS, 9, "value", "+1"),
    (MEANS, 9, "value", "NaN"), (MEANS, 9, "value", "inf"), (MEANS, 9, "value", "-"), (FAR, 9, "value", "1 234"),
    ("units", 9, "straddles", "yes"), ("units", 9, "straddles", "False"), (MEANS, 9, "mention", "one"),
    (MEANS, 9, "line", "12.5"),
    # ranges and values
    (MEANS, 9, "value", "188.07"), (MEANS, 9, "value", "-88.07"), (SHARES, 3, "value", "-3"), (FAR, 9, "value", "-3"),
    (SCORES, 9, "rank_as_printed", "33"), ("units", 9, "lon", "39.9"), (BANDS, 9, "value", "特高"),
    (BANDS, 9, "value", "high"), ("hardware_breadth", 5, "value", "13"), (BANDS, 9, "unit_type", "Province"),
    (FAR, 9, "variable", "gdp"), ("sources", 9, "kind", "blog"), ("sources", 9, "reliability", "excellent"),
    (MEANS, 9, "code", "A1-"), ("sources", 9, "sha256", "abc"), ("units", 9, "adcode", "１１００００"),
    # dates
    (INDEX, 9, "month", "2021-13"), (INDEX, 9, "month", "2021/06"), (INDEX, 9, "month", "２０２１-06"),
    (WEEKS, 9, "week_ending", "2022-02-30"), (WEEKS, 9, "week_ending", "2022-13-01"),
    (WEEKS, 9, "week_ending", "24.2.2022"), ("sources", 9, "published_on", "2021-7"),
    ("platform_counters", 9, "as_of", "2021-06-31"), ("policy_events", 9, "date", "2021-00"),
    # what nobody sees, words that stand for nothing
    (BANDS, 9, "unit", " 上海"), (BANDS, 9, "unit", "上海\u00a0"), (BANDS, 9, "unit", "上\u200b海"),
    (BANDS, 9, "unit", "上\u3000海"), (BANDS, 9, "place", "Table A-3,\nrow 1"), (BANDS, 9, "place", "Table\tA-3"),
    (BANDS, 9, "unit", "上\ufffd"), (BANDS, 9, "place", "N/A"), (BANDS, 9, "place", "null"),
    (BANDS, 9, "printed", "#REF!"), (BANDS, 9, "place", "—"),
    # keys, foreign keys
    (BANDS, 9, "unit", "上海市"), (BANDS, 9, "unit", "甘粛"), (BANDS, 9, "unit_type", "town"),
    (BANDS, 9, "source", "hearsay"), ("platform_counters", 300, "unit", "火星"),
    ("institutions", 9, "region", "广州"), ("contiguity", 9, "neighbour", "大连"), ("indicators", 9, "parent", "Z"),
    ("units", 40, "parent", "东北"), ("corrections", 2, "table", "capacity_band"), (BANDS, 9, "mention", "2"),
    (BANDS, 9, "year", "2018"), ("contiguity", 9, "kind", "sea"),
    # one cell against another
    (BANDS, 9, "value", "低"), (MEANS, 9, "value", "88.08"), (MEANS, 9, "printed", "很多"),
    (INDEX, 9, "value", "13.17"), (LEADERS, 9, "printed", "上海"), ("bizenv_scores", 9, "value", "31"),
    (SHARES, 3, "printed", "40"), (MEANS, 9, "printed", "88.07%"), (FAR, 9, "unit_of_measure", "persons"),
    (INDEX, 9, "component_en", "Composite"), ("platform_counters", 9, "unit_of_measure", "yuan"),
    (BANDS, 9, "line", ""), (SCORES, 9, "line", "12"), ("bizenv_members", 9, "province", "西藏"),
    ("sources", 3, "text_copy", "some.txt"), ("indicators", 9, "name_en", "uptake"),
    ("hardware_industries", 18, "change_printed", ""), ("hardware_industries", 18, "change", "30"),
    ("bizenv_recovered", 9, "lower", "99.5"), ("transitions", 9, "from_year", "2039"),
    ("claims", 9, "base_year", "2039"),
    # numbers in other writings
    (BANDS, 5, "year", "0x7E5"), (FAR, 2, "value", "25_123"), (MEANS, 2, "value", ".88"), (MEANS, 2, "value", "88."),
    (SHARES, 14, "value", "-0"), (MEANS, 5, "value", "59.38%"), (FAR, 2, "value", "¥25123.45"),
    (BANDS, 50, "unit", "廣州"), (BANDS, 6, "unit", "\uf91f州"), ("contiguity", 2, "neighbour", "上海"),
    # where it stands
    (BANDS, 51, "place", "Tablo A-4, row 1"), (BANDS, 51, "place", "Ｔable A-4, row 1"),
    (BANDS, 51, "place", "Table A-4, row 31"), (BANDS, 53, "place", "Table A-4, row 2"), (BANDS, 51, "line", "1508"),
    (BANDS, 51, "line", "12"), (BANDS, 51, "line col", "14 1507"), (MEANS, 18, "line", "1400"), (MEANS, 63, "col", "163"),
    (COUNTS, 99, "line", "900"), ("policies", 2, "place", "Table A-5, row 5"),
    # later than the source
    (SCORES, 14, "year", "2024"), (SCORES, 3, "year", "2015"), (SCORES, 3, "value printed", "12.5 12.5"),
    (SCORES, 3, "value printed", "99.99 99.99"), (SCORES, 2, "rank_as_printed", "1"), (INDEX, 102, "month", "2023-09"), (WEEKS, 31, "week_ending", "2023-10-29"),
    ("capacity_regions", 2, "year", "2023"), ("egdi", 74, "edition", "2026"),
    # one cell against another, one row against another
    (INDEX, 48, "parent", "没有的指数"), (INDEX, 48, "parent", "商品客户数量景气指数"), (INDEX, 48, "parent", ""),
    (INDEX, 34, "parent", "企业经营效益景气指数"), (WEEKS, 30, "week_ending", "2022-10-31"), (COUNTS, 6, "qualifier", "exact"),
    ("claims", 41, "unit_of_measure", "points"), (COUNTS, 446, "unit_of_measure", "items"),
    ("sources", 24, "text_copy", "003_bcbffdc52c38e4ee.txt"), ("sources", 4, "address", "htp//x y"),
    ("units", 53, "tile_col tile_row", "5 6"), ("units", 53, "adcode", "320000"), ("units", 63, "name_en", "Shanxi"),
    ("units", 53, "order", "1"), ("units", 14, "parent", "江苏"), ("units", 14, "region7", "西北"),
    ("units", 14, "belt", "west"), ("units", 14, "north_south", "north"), ("units", 53, "parent", "江苏"),
    ("units", 14, "parent", ""), ("contiguity", 2, "kind", "strait"), ("corrections", 2, "field", "worth"),
    ("corrections", 2, "corrected", "10"), ("indicators", 3, "parent", "B"), ("indicators", 3, "parent", "A1"),
    ("policies", 2, "issued_in", "2019"), ("egdi", 3, "value printed", "41.595 41.595"),
    ("egdi", 6, "value printed", "45.5 45.5"), ("hardware_industries", 2, "value", "falling"),
    ("hardware_industries", 10, "printed", "厨用五金"), (MEANS, 4, "value printed", "40 40"),
    (MEANS, 4, "value printed", "15.5 15.5"), (SHARES, 2, "value printed", "5.5 5.5"),
    ("institutions", 3, "position", "12"), ("institutions", 2, "position", "43"), ("hardware_breadth", 3, "value printed", "12 12"),
    # said more strongly than printed, later than published, of another place, of no row
    (COUNTS, 2, "qualifier", "over"), (COUNTS, 100, "qualifier", "nearly"), (COUNTS, 2, "as_of", "2031-01"),
    (COUNTS, 2, "metric_en", "registered users of the national government service platform"),
    (MEANS, 18, "place", "ch. 9 §9"), ("claims", 55, "place", "digest 9"),
    (BANDS, 9, "printed", "非常高高"), ("units", 10, "name_zh", "北京"), ("units", 10, "name_en", "北京"),
    ("units", 10, "capital", "广州"), ("units", 50, "is_capital", "true"), (COUNTS, 20, "value printed", "-5 -5"),
    (INDEX, 20, "value printed", "250 250.00"), (WEEKS, 5, "value printed", "0 0"), (WEEKS, 5, "component", "总指数"),
    (COUNTS, 20, "as_of", "2021-12/2020-01"), ("sources", 9, "published_on", "1021"),
    ("bizenv_scores", 9, "value printed", "101 101"),
    ("corrections", 2, "key", "unit_type=city"), ("corrections", 2, "expect", "3"),
    # computed
    ("forecasts", 2, "probability", "0.9293"), ("yoy_models", 2, "p", "1.2884"), ("yoy_models", 2, "se", "-0.0656"),
    ("yoy_models", 2, "p_holm", "0.1000"), ("regional_gaps", 2, "estimate", "93.63"), ("score_intervals", 2, "median", "99"),
]  # fmt: skip


def at(row, line):
    """Replace a row of text."""
    return lambda text: "\n".join([*text.split("\n")[: row - 1], line, *text.split("\n")[row:]])


def reordered(text):
    lines = text.split("\n")
    return "\n".join([*lines[:4], lines[5], lines[4], *lines[6:]])


# what is done to the file's text, and words of the message
FILES = {
    "conflict marks": (lambda t: t.replace("city,兰州", "<<<<<<< HEAD\ncity,兰州", 1), "10 cells"),
    "remark": (lambda t: t.replace("city,兰州", "# ours\ncity,兰州", 1), "10 cells"),
    "blanks alone": (lambda t: t.replace("city,兰州", "   \ncity,兰州", 1), "10 cells"),
    "one comma more": (lambda t: t.replace(",15\n", ",15,\n", 1), "10 cells"),
    "single quotes": (lambda t: t.replace('"', "'"), "10 cells"),
    "escaped quotes": (lambda t: t.replace('"Table A-4', '"Table \\"A-4\\"', 1), "well-formed CSV"),
    "NUL": (lambda t: t.replace("兰州", "兰\0州", 1), "control or invisible"),
    "Chinese header": (lambda t: t.replace("unit_type", "类型", 1), "missing column"),
    "blank in the header": (lambda t: t.replace(",unit", ", unit", 1), "missing column"),
    "byte-order mark": (lambda t: "\ufeff" + t, "without a byte-order mark"),
    "line ends": (lambda t: t.replace("\n", "\r\n"), "line ends"),
    "one line end": (lambda t: t.replace("\n", "\r\n", 5), "line ends"),
    "empty row": (lambda t: t + "\n", "no empty row"),
    "empty row within": (lambda t: t.replace("\n", "\n\n", 3), "no empty row"),
    "no last line end": (lambda t: t.rstrip("\n"), "a line end behind the last row"),
    "semicolons": (lambda t: t.replace(",", ";"), "missing column"),
    "tabs": (lambda t: t.replace(",", "\t"), "missing column"),
    "empty": (lambda t: "", "a header row"),
    "header alone": (lambda t: t.split("\n")[0] + "\n", "missing units"),
    "no header": (lambda t: t.split("\n", 1)[1], "missing column"),
    "doubled header": (lambda t: t.split("\n")[0] + "\n" + t, "row 2, column "),
    "doubled column": (lambda t: t.replace("place", "source", 1), "missing column"),
    "doubled column, all there": (lambda t: "".join(r + ",source\n" for r in t.split("\n")[:-1]), "each column once"),
    "unknown column": (lambda t: "".join(r + ",x\n" for r in t.split("\n")[:-1]), "only the columns"),
    "missing column": (lambda t: t.replace("mention,", "", 1), "missing column"),
    "upper case": (lambda t: t.replace("unit,", "Unit,", 1), "missing column"),
    "short row": (at(5, "city,上海"), "row 5"),
    "open quote": (at(5, '"city,上海,2018'), "well-formed CSV"),
    "stray quote": (at(5, '"city"x,上海,2018,高,1,高,report2022,"x",1,1'), "well-formed CSV"),
    "two rows exchanged": (reordered, "rows in the order of their key"),
    "doubled row": (lambda t: t + t.split("\n")[-2] + "\n", "duplicate of row 289"),
    "row gone": (lambda t: "\n".join([*t.split("\n")[:9], *t.split("\n")[10:]]), "missing year"),
    "unit gone": (lambda t: "".join(r + "\n" for r in t.split("\n")[:-1] if ",上海," not in r), "missing units"),
    "year of one unit": (lambda t: t + "province,青海,2022,中,1,中,report2022,x,1,1\n", "row"),
    "total row": (lambda t: t + "province,全国,2021,中,1,中,report2022,x,1,1\n", "a key of units.csv"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder of links to the tables, in which one at a time is another file."""
    data = tmp_path_factory.mktemp("data")
    for table in TABLES.values():
        (data / table.path).parent.mkdir(exist_ok=True)
        (data / table.path).symlink_to(data_folder() / table.path)
    return data


def told(folder, name, content):
    """The error that the loader raises for this content."""
    path = folder / TABLES[name].path
    path.unlink()
    try:
        path.write_bytes(content)
        with pytest.raises(TableError) as caught:
            load(name, data=folder)
    finally:
        path.unlink()
        path.symlink_to(data_folder() / TABLES[name].path)
    assert str(caught.value).startswith(TABLES[name].path)
    assert " expected" in str(caught.value)
    return caught.value


@pytest.mark.parametrize(("name", "row", "column", "cell"), CELLS, ids=lambda value: str(value)[:18])
def test_a_damaged_cell_is_named(folder, name, row, column, cell):
    rows = list(csv.reader(io.StringIO((data_folder() / TABLES[name].path).read_text(encoding="utf-8"), newline="")))
    columns = column.split()
    for name_of, new in zip(columns, cell.split() if len(columns) > 1 else [cell], strict=True):
        assert rows[row - 1][rows[0].index(name_of)] != new, "no damage"
        rows[row - 1][rows[0].index(name_of)] = new
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    error = told(folder, name, buffer.getvalue().encode())
    assert error.row is not None
    assert error.column is not None


def test_a_score_outside_its_band_is_told_the_limits(folder):
    text = (data_folder() / TABLES[SCORES].path).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    score = lines[1].split(",")[4]
    error = told(folder, SCORES, text.replace(lines[1], lines[1].replace(score, "12.5")).encode())
    assert "column value: 12.5 found, a score within the unit's band of that year (低 to 65, 中 to 80, " in str(error)


@pytest.mark.parametrize("damage", FILES)
def test_a_damaged_file_is_named(folder, damage):
    change, words = FILES[damage]
    text = (data_folder() / TABLES[BANDS].path).read_text(encoding="utf-8")
    assert words in str(told(folder, BANDS, change(text).encode()))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5"])
def test_another_encoding_is_named(folder, encoding):
    text = (data_folder() / TABLES[BANDS].path).read_text(encoding="utf-8")
    error = told(folder, BANDS, text.encode(encoding, errors="replace"))
    assert "UTF-8 expected (wrong encoding)" in str(error)
    assert error.row is not None
