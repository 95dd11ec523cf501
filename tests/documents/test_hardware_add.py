"""The command that adds a month: printed as CSV, or written whole, or nothing at all."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from egov.__main__ import main
from egov.documents import hardware_add
from egov.documents.corpus import Corpus
from egov.documents.extract import rows_read
from egov.documents.hardware_release import read
from egov.documents.locate import Document, ReadError
from egov.documents.write import number_mentions, rows_text
from egov.tables import TABLES, data_folder, load
from tests.documents.hardware_releases import INVENTED

RELEASE = INVENTED["THREE_FAMILIES"]
KEY = "hardware_2026_01"
SOURCE_ROW = [KEY, "Invented", "An invented release", "", "2026-02-12", "index_release", "fair", "invented"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder, and the release beside it."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    (tmp_path / "release.txt").write_text(RELEASE.text, encoding="utf-8")
    monkeypatch.setenv("EGOV_DATA", str(folder))
    return folder


def add_source(data: Path, text_copy: str = "", sha256: str = "") -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([*SOURCE_ROW, text_copy, sha256, "", "figures only"])
    header, *rows = (data / "sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    text = header + "".join(sorted([*rows, buffer.getvalue()]))
    (data / "sources.csv").write_text(text, encoding="utf-8", newline="\n")


def contents(data: Path) -> dict[str, bytes]:
    return {str(p.relative_to(data)): p.read_bytes() for p in data.rglob("*") if p.is_file()}


def command(data: Path, *more: str, month: str = "2026-01") -> int:
    return main(["read-release", str(data.parent / "release.txt"), "--month", month, *more])


def test_the_rows_are_printed_and_nothing_is_written(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(data)
    assert command(data) == 0
    out, err = capsys.readouterr()
    assert [line for line in out.split("\n") if line.startswith("#")] == [f"# {name}" for name in hardware_add.NAMES]
    assert "Please look: line" in err
    assert contents(data) == before


@pytest.mark.parametrize("name", hardware_add.NAMES)
def test_one_table_is_plain_csv_of_its_columns(data: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert command(data, "--table", name) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == TABLES[name].columns
    assert len(rows) == len(read(Document("x", RELEASE.text).passage()).rows[name])
    assert {row["month"] for row in rows} == {"2026-01"}


def test_a_month_is_added_and_loads(data: Path) -> None:
    add_source(data)
    before = contents(data)
    assert command(data, "--source", KEY, "--write") == 0
    after = contents(data)
    assert {f for f in after if after[f] != before.get(f)} == {TABLES[n].path for n in hardware_add.NAMES}
    for name in hardware_add.NAMES:
        assert set(before[TABLES[name].path].splitlines()) <= set(after[TABLES[name].path].splitlines())
        frame = load(name, data=data).query("month == '2026-01'")
        assert len(frame) == len(read(Document("x", RELEASE.text).passage()).rows[name])
        assert frame["line"].isna().all()
        assert name != "hardware_industries" or frame[["change_line", "change_col"]].isna().all(axis=None)
    levels = load("hardware_index", data=data).query("month == '2026-01' and measure == 'value' and family == 'trade'")
    assert dict(zip(levels["component"], levels["value"], strict=True)) == {
        "总指数": 95.25,
        "出口市场需求景气指数": 94.44,
    }


def test_a_text_copy_keeps_line_and_column(data: Path) -> None:
    digest = hashlib.sha256(RELEASE.text.encode()).hexdigest()
    add_source(data, "release.txt", digest)
    assert command(data, "--source", KEY, "--write") == 0
    lines = RELEASE.text.split("\n")
    for row in load("hardware_index", data=data).query("month == '2026-01'").to_dict("records"):
        assert lines[int(row["line"]) - 1].startswith(row["printed"], int(row["col"]) - 1)


@pytest.mark.parametrize(
    ("more", "month", "old", "new", "message"),
    [
        (["--write"], "2026-01", "", "", "needs --source KEY.*hardware_2026_01,<publisher>"),
        (["--write", "--source", "nobody"], "2026-01", "", "", "no such key in sources.csv"),
        (["--write", "--source", KEY], "2026-02", "", "", "the month is 2026-01, but the month asked for is 2026-02"),
        (["--write", "--source", KEY], "2026-01", "比上月回升1.75点", "比上月1.75点", "line 7, .*up or down"),
        (["--write", "--source", KEY], "2026-01", "车及配件行业", "車及配件行业", "line 11, .*traditional characters"),
        (["--write", "--source", KEY], "2026-01", "车及配件行业", "手表行业", "line 11, .*'手表': unknown industry"),
        (["--write", "--source", KEY], "2026-01", "95.25点", "95.25点、96.25点", "line 13, .*two values"),
        (["--table", "nothing"], "2026-01", "", "", "expected one of hardware_index"),
        (["--write", "--source", KEY], "January", "", "", "expected as 2021-07"),
    ],
)
def test_nothing_is_written_where_anything_is_wrong(
    data: Path,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    month: str,
    old: str,
    new: str,
    message: str,
) -> None:
    add_source(data)
    (data.parent / "release.txt").write_text(RELEASE.text.replace(old, new, 1) if old else RELEASE.text, "utf-8")
    before = contents(data)
    assert command(data, *more, month=month) == 1
    out, err = capsys.readouterr()
    assert not out
    assert re.search(message, err)
    assert "Nothing was written." in err
    assert contents(data) == before


def test_a_file_that_is_not_there_or_not_utf8(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data.parent / "release.txt").write_bytes(RELEASE.text.encode("gb18030"))
    assert command(data) == 1
    assert "is not UTF-8" in capsys.readouterr().err
    (data.parent / "release.txt").unlink()
    assert command(data) == 1
    assert "no file 'release.txt'" in capsys.readouterr().err


def test_a_month_is_not_added_twice(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_source(data)
    assert command(data, "--source", KEY, "--write") == 0
    before = contents(data)
    assert command(data, "--source", KEY, "--write") == 1
    assert "holds 2026-01 for market, production, trade already" in capsys.readouterr().err
    assert contents(data) == before


def test_another_text_than_the_source_s_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_source(data, "release.txt", "0" * 64)
    assert command(data, "--source", KEY, "--write") == 1
    assert "another SHA-256" in capsys.readouterr().err


def test_a_month_beside_it_is_checked() -> None:
    text = INVENTED["CLOSING_WORDS"].text  # 2027-07, composite 97.05, falls by 1.20
    release = read(Document("x", text).passage())

    def level(month: str, value: str, measure: str = "value") -> dict[str, object]:
        return {"month": month, "family": "production", "component": "总指数", "measure": measure, "value": value}

    assert hardware_add.continuity(release, [level("2027-06", "98.26")]) == []  # 0.01 off: three roundings
    (notice,) = hardware_add.continuity(release, [level("2027-06", "95.85")])
    assert "97.05 less its change -1.20 is 98.25, but 2027-06 prints 95.85" in notice
    later = [level("2027-08", "99.00"), level("2027-08", "1.00", "change")]
    (notice,) = hardware_add.continuity(release, later)
    assert "2027-08, production" in notice
    assert "2027-07 prints 97.05" in notice


@pytest.mark.documents
def test_an_added_month_survives_the_next_extraction(data: Path, corpus: Corpus) -> None:
    read_again = rows_read(corpus)
    before = {name: len(rows) for name, rows in hardware_add.added(read_again).items()}
    assert not any(before.values()), "a row that the readers read is taken for one added by hand"
    add_source(data)
    assert command(data, "--source", KEY, "--write") == 0
    kept = hardware_add.added(read_again)
    for name in hardware_add.NAMES:
        table = TABLES[name]
        text = rows_text(table, number_mentions(table, kept[name], []))
        whole = (data / table.path).read_text(encoding="utf-8")
        assert set(text.splitlines()) <= set(whole.splitlines())
        assert len(kept[name]) - before[name] == len(read(Document("x", RELEASE.text).passage()).rows[name])
        assert text.count("\n2026-01,") == whole.count("\n2026-01,")


def test_a_row_added_under_a_source_of_the_reference_folder_is_named(data: Path) -> None:
    name = "province_covariates"
    read_again, path = {name: hardware_add._rows(data, name)}, data / TABLES[name].path
    whole = path.read_text(encoding="utf-8")
    added = '贵州,2029,yearend_population_10k,"10,000 persons",3870,1,3870,{},made up,,\n'
    last = whole.count("\n") + 1
    for source in sorted({str(row["source"]) for row in read_again[name]}):
        path.write_text(whole + added.format(source), encoding="utf-8", newline="\n")
        with pytest.raises(ReadError, match=rf"{name}\.csv, row {last}: 贵州, 2029, .*{source}.* source of its own"):
            hardware_add.added(read_again)
    second = whole.splitlines()[1].replace(",1,", ",2,", 1)  # a second mention of a figure that the file holds once
    path.write_text(f"{whole}{second}\n", encoding="utf-8", newline="\n")
    with pytest.raises(ReadError, match=f"row {last}: "):
        hardware_add.added(read_again)
    path.write_text(whole + added.format("mine"), encoding="utf-8", newline="\n")
    assert [row["year"] for row in hardware_add.added(read_again)[name]] == [2029]


def test_the_doubt_of_a_figure_names_the_place() -> None:
    text = INVENTED["CLOSING_WORDS"].text.replace("报收于97.05点", "报收于97.05")
    with pytest.raises(ReadError, match=r"document 'x', line 4, column 4: cannot read .*a level without 点"):
        read(Document("x", text).passage())


def hold_as_figures(data: Path, *, change: str = "") -> int:
    """Put the index rows of the invented release into the data folder as a page of figures gives them; how many."""
    rows = [
        {
            **row,
            "place": "https://example.org/page",
            "source": KEY,
            "printed": str(row["value"]),
            "line": None,
            "col": None,
        }
        for row in read(Document("x", RELEASE.text).passage()).rows["hardware_index"]
    ]
    if change:
        rows[0] |= {"value": Decimal(change), "printed": change}
    table = TABLES["hardware_index"]
    rows = number_mentions(table, {tuple(row[k] for k in table.key): row for row in rows}.values(), [])
    text = rows_text(table, [*hardware_add._rows(data, "hardware_index"), *rows])
    (data / table.path).write_text(text, encoding="utf-8", newline="\n")
    return len(rows)


def test_a_month_held_as_figures_only_is_completed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_source(data)
    held = hold_as_figures(data)
    assert command(data, "--source", KEY, "--write") == 0
    assert f"; {held} rows of the month that were figures only are replaced" in capsys.readouterr().out
    month = load("hardware_index", data=data).query("month == '2026-01'")
    assert len(month) == len(read(Document("x", RELEASE.text).passage()).rows["hardware_index"])
    assert not month["place"].str.startswith("http").any()
    assert not month["printed"].str.startswith("-").any()  # as printed: the sign is in the word
    assert command(data, "--source", KEY, "--write") == 1


def test_a_figure_held_that_the_release_contradicts_stops_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_source(data)
    hold_as_figures(data, change="77.77")
    before = contents(data)
    assert command(data, "--source", KEY, "--write") == 1
    assert re.search(
        r"held as 77.77 from https://example.org/page, but the release prints .*which", capsys.readouterr().err
    )
    assert contents(data) == before


def test_figures_only_give_way_to_prose_in_an_extraction() -> None:
    prose = {"month": "2026-01", "family": "trade", "place": "release, trade, opening"}
    figures = prose | {"place": "https://example.org/page"}
    other = figures | {"family": "market"}
    assert hardware_add.prose_first([figures, prose, other]) == [prose, other]
