"""Damaged tables of every kind: each is refused, and the message names file, row, column, value and what was expected.

A damage is one line: the table, the cell or what is done to its file, and words that the message must hold.
"""

import csv
import io

import pytest

from egov.tables import TABLES, TableError, data_folder, load

BANDS, MEANS, INDEX, WEEKS = "capacity_bands", "capacity_means", "hardware_index", "hardware_weekly"
FAR, SCORES, SHARES, LEADERS = "province_covariates", "province_scores", "capacity_distribution", "capacity_leaders"

# table, row as an editor counts it, column, new cell
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
]  # fmt: skip


def at(row, line):
    """Replace a row of text."""
    return lambda text: "\n".join([*text.split("\n")[: row - 1], line, *text.split("\n")[row:]])


def reordered(text):
    lines = text.split("\n")
    return "\n".join([*lines[:4], lines[5], lines[4], *lines[6:]])


# what is done to the file's text, and words of the message
FILES = {
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
    place = rows[0].index(column)
    assert rows[row - 1][place] != cell, "no damage"
    rows[row - 1][place] = cell
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    error = told(folder, name, buffer.getvalue().encode())
    assert error.row is not None
    assert error.column is not None


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
