"""Counts: printed forms, how a listed count is read, and, with the documents, that no number of theirs is left out."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from egov.documents import counters
from egov.documents.corpus import DOCUMENTS, Corpus
from egov.documents.counters import FIGURE, VAGUE, Count, Section, match_of, passage, read, read_twice
from egov.documents.locate import Document, ReadError
from egov.documents.write import number_mentions, rows_text
from egov.tables.printed import read_figure
from egov.tables.schemas import TABLES
from tests.documents.invented import sample

TABLE = TABLES["platform_counters"]
SECTIONS = counters.sections()
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NUMBER_WORD = re.compile(
    rf"(?:[上数數几幾两兩一二三四五六七八九十百千]+[余餘多]?[万亿萬億]|[一二三四五六七八九]成|{VAGUE})"
)
"""Words that measure without doubt: with a magnitude (``一亿多``, ``上亿``), tenths (``五成``), halves."""


def unclaimed(
    document: Document, sections: list[Section], number: re.Pattern[str] = NUMBER
) -> list[tuple[int, int, str]]:
    """Numbers inside the sections that no count of any of them reads: line, column, a few characters around."""
    claimed, out = set(), set()
    for section in sections:
        for count in section.counts:
            claimed.update(range(*match_of(passage(document, section), section, count).span("n")))
    for section in sections:
        within = passage(document, section)
        for match in number.finditer(document.text, within.start, within.stop):
            if match.start() not in claimed:
                around = document.text[max(0, match.start() - 6) : match.end() + 6].replace("\n", " ")
                out.add((*document.position(match.start()), around))
    return sorted(out)


HERE = Path(__file__).parent

FORMS = [
    # text, printed, value, qualifier, percent
    ("共 2.26 亿件", "2.26 亿", "226000000", "exact", False),
    ("共 3000 多万户", "3000 多万", "30000000", "over", False),
    ("共8500余万次", "8500余万", "85000000", "over", False),
    ("共 50 亿余次", "50 亿余", "5000000000", "over", False),
    ("共 9000 余项", "9000 余", "9000", "over", False),
    ("共 6700 万以上，", "6700 万以上", "67000000", "over", False),
    ("共超过 10 亿人", "超过 10 亿", "1000000000", "over", False),
    ("共超过了1400万人", "超过了1400万", "14000000", "over", False),
    ("共近 900 种", "近 900", "900", "nearly", False),
    ("共不足 5 天", "不足 5", "5", "nearly", False),
    ("共约为5.6亿元", "约为5.6亿", "560000000", "about", False),
    ("共 100 个左右", "100", "100", "exact", False),
    ("共 5 左右，", "5 左右", "5", "about", False),
    ("共 75% 以上的", "75% 以上", "75", "over", True),
    ("共90.5%的", "90.5%", "90.5", "exact", True),
    ("共五成以上的", "五成以上", "50", "over", True),
    ("共一半以上的", "一半以上", "50", "over", True),
    ("共过半的", "过半", "50", "over", True),
    ("共十四亿多人", "十四亿多", "1400000000", "over", False),
    ("共一亿多户", "一亿多", "100000000", "over", False),
    ("共上亿个", "上亿", "100000000", "over", False),
    ("共数十亿元", "数十亿", "2000000000", "over", False),
    ("共上百公里", "上百", "100", "over", False),
    ("共几十个", "几十", "20", "over", False),
    ("共百余项", "百余", "100", "over", False),
    ("共两个", "两", "2", "exact", False),
    ("共1,234,567项", "1,234,567", "1234567", "exact", False),
    ("共超過45億人", "超過45億", "4500000000", "over", False),
    ("共54.77億余次", "54.77億余", "5477000000", "over", False),
]


def section(*counts: Count, after: str = "") -> Section:
    """A section of a made-up document."""
    return Section("report2022", "box 0", "甲省", "乙省", counts, after)


def count(pattern: str, metric: str = "items", full: bool = False, **columns: str) -> Count:
    """A count of a made-up document."""
    known = {"metric": metric, "scope": "province", "unit": "北京", "as_of": "2021", "as_of_basis": "assessed"}
    return Count(
        pattern, {**known, "metric_en": "items", "domain": "items", "unit_of_measure": "items", **columns}, full
    )


@pytest.mark.parametrize(("text", "printed", "value", "qualifier", "percent"), FORMS, ids=[f[1] for f in FORMS])
def test_printed_forms(text, printed, value, qualifier, percent):
    match = re.search("共 ?" + FIGURE, text)
    assert match is not None
    assert match.group("n").rstrip() == printed
    found = read_figure(printed)
    assert (found.value, found.qualifier, found.percent) == (Decimal(value), qualifier, percent)


def test_a_figure_is_never_a_part_of_a_longer_number():
    document = Document("report2022", "甲省有12345项，乙省")
    with pytest.raises(ReadError, match="matches 0 times"):
        list(read(document, [section(count("有123{n}项"))]))


def test_read_cites_line_column_and_the_characters_printed():
    document = Document("report2022", "丙省 7 项\n甲省共 3000 多万项\n\n近 90%办结。乙省")
    rows = list(
        read(document, [section(count("共{n}项"), count("{n}办结", "share", as_of="2020", as_of_basis="stated"))])
    )
    places = [(r["printed"], r["line"], r["col"], r["as_of"], r["as_of_basis"]) for r in rows]
    assert places == [("3000 多万", 2, 5, "2021", "assessed"), ("近 90%", 4, 1, "2020", "stated")]
    assert [r["value"] for r in rows] == [30000000, 90]


def test_the_fullest_statement_is_the_first_mention():
    document = Document("report2022", "甲省超3000项，共3065项。乙省")
    rows = list(read(document, [section(count("省{n}项"), count("共{n}项", full=True))]))
    numbered = number_mentions(TABLE, rows, list(DOCUMENTS))
    assert [(r["mention"], r["printed"]) for r in numbered] == [(1, "3065"), (2, "超3000")]


def test_a_pattern_may_bring_its_own_group():
    document = Document("report2022", "9.31 甲省5.31 个省，乙省")
    (row,) = read(document, [section(count(r"省5\.(?P<n>\d+) 个"))])
    assert (row["printed"], row["value"], row["col"]) == ("31", 31, 10)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("有{n}件", r"box 0: '有\{n\}件' matches 0 times"),
        ("有{n}项", r"box 0: '有\{n\}项' matches 2 times"),
        ("有(?P<n>..项)", r"box 0: items: .*not a form that this reader knows"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_the_place(pattern, message):
    document = Document("report2022", "甲省有15项，有6项，乙省")
    with pytest.raises(ReadError, match=message):
        list(read(document, [section(count(pattern))]))


def test_an_absent_anchor_is_an_error():
    with pytest.raises(ReadError, match="nothing matches '甲省'"):
        list(read(Document("report2022", "丁省"), [section(count("有{n}项"))]))


def test_start_may_be_looked_for_behind_another_anchor():
    document = Document("report2022", "目录 甲省有1项乙省\n正文 甲省有2项乙省")
    (row,) = read(document, [section(count("有{n}项"), after="正文")])
    assert row["value"] == 2


def test_unclaimed_lists_numbers_that_nothing_reads():
    document = Document("report2022", "甲省2021年有15项，上亿个，五成，乙省 7")
    sections = [section(count("有{n}项"))]
    assert [item[:2] for item in unclaimed(document, sections)] == [(1, 3)]
    assert [item[:2] for item in unclaimed(document, sections, NUMBER_WORD)] == [(1, 13), (1, 17)]


def test_read_twice_finds_a_figure_that_two_entries_read():
    document = Document("report2022", "甲省有15项，乙省")
    rows = list(read(document, [section(count("有{n}项", "a"), count("{n}项，", "b"))]))
    assert read_twice(rows) == [("report2022", 1, 4, ["北京: a", "北京: b"])]
    assert read_twice(rows[:1]) == []


def test_extract_refuses_a_figure_that_two_entries_read(monkeypatch, tmp_path):
    twice = section(count("有{n}项", "a"), count("{n}项", "b"))
    monkeypatch.setattr(counters, "sections", lambda: [twice])
    corpus = Corpus({"report2022": Document("report2022", "甲省有15项，乙省")}, tmp_path)
    with pytest.raises(ReadError, match="more than one entry reads"):
        counters.extract(corpus)


@pytest.mark.parametrize("source", DOCUMENTS)
def test_every_listed_pattern_reads_an_invented_figure(source):
    for listed in (s for s in SECTIONS if s.source == source):
        start, stop = (sample(pattern, "7") for pattern in (listed.start, listed.stop))
        for entry in listed.counts:
            text = f"{start}\n{sample(entry.pattern, '1234')}\n{stop}"
            (row,) = read(Document(source, text), [Section(source, listed.place, "", "", (entry,))])
            assert (row["value"], row["metric"], row["place"]) == (1234, entry.metric, listed.place)


# ------------------------------------------------------------------------------------------- with the five documents
REPORT_PARTS = {
    (r"报告数据摘要\n", r"\n中央党校", 194): {
        "number of an entry": r"(?m)^\d+[. ](?=[^\d\n])",
        "the eight-hour day, a slogan": r"线下 ?8 ?小时",
        "number of an entry before a number": r"(?m)^\d\.(?=\d)",
        "a calendar year": r"20\d\d ?年",
    },
    (r"第一章 评估概况\n\n省级", r"第二章 评估结果\n\n评估", 239): {
        "number of a box, table or figure": r"(?:专栏 |[图表] \d-)\d+|[图表] \d(?=-)",
        "a calendar year": r"20\d\d ?年",
    },
    (r"第二章 评估结果\n\n评估", r"第三章 发展现状\n\n一", 398): {
        "number of a box": r"专栏 \d+：",
        "number of a table": r"表 \d-\d",
        "a calendar year": r"20\d\d ?年",
        "a month": r"年 ?\d+ ?月",
        "a band of scores": r"\d\d-\d\d|[≥≤]\d\d|超过 90）",
        "how many leaders a list names": r"前 10 名",
        "a version": r"\d\.0 ?(?:版|阶段|新阶段|建设)",
        "a slogan": r"‘2\+2’|“12345\+N",
        "a telephone number": r"12345|11[09]|12[02]",
        "round the clock": r"7×24",
    },
    (r"第三章 发展现状\n\n一、发展成效\n", r"二、区域分析\n\n如图", 636): {
        "number of a box, table or figure": r"(?:专栏 |[图表] \d-)\d+|[图表] \d(?=-)",
        "a calendar year": r"20\d\d ?年",
        "a month": r"年\d月",
        "the eight-hour day, a slogan": r"线下 ?8 ?小时",
    },
    (r"（一）华北地区", r"中央党校\(国家行政学院\)\n电子政务", 718): {
        "number of a box": r"专栏 \d+[：:]",
        "number of a figure": r"图 3-\d+ ",
        "a calendar year": r"20\d\d ?年",
        "a month": r"年 ?\d+ ?月",
        "the hotline's number": r"12345",
        "round the clock": r"7 ?[*x×] ?24",
        "a slogan": r"“2\+2|‘2\+2",
    },
}
"""Part of the report (anchors, first line) → kinds of number in it that are no counts."""
OTHERS = {"news2020": 47, "news2021": 67, "news2022": 84, "articles2020": 99}
"""Last line read of the other documents; article 2 (line 2 of articles2020) has its own tables."""


def listed(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def rows(corpus: Corpus) -> list[dict[str, object]]:
    return counters.extract(corpus)["platform_counters"]


@pytest.fixture(scope="module")
def left_over(report: Document) -> tuple[list, list]:
    """Numbers and number words of all the parts that no section reads; a part holds its own lines of them."""
    wholes = [Section("report2022", "part", start, stop) for start, stop, _ in REPORT_PARTS]
    everything = [*(s for s in SECTIONS if s.source == "report2022"), *wholes]
    return unclaimed(report, everything), unclaimed(report, everything, NUMBER_WORD)


@pytest.mark.documents
@pytest.mark.parametrize("part", REPORT_PARTS, ids=lambda part: f"line {part[2]}")
def test_every_number_of_the_report_is_read_or_left_for_a_reason(report: Document, left_over, part) -> None:
    start, stop, first = part
    whole, kinds = Section("report2022", "part", start, stop), REPORT_PARTS[part]
    lines = passage(report, whole)
    assert report.position(lines.start)[0] == first
    by_kind = {
        offset: kind
        for kind, pattern in kinds.items()
        for match in re.finditer(pattern, report.text)
        for offset in range(*match.span())
    }
    here = range(first, report.position(lines.stop)[0] + 1)
    numbers, words = left_over
    left = [(line, report.offset(line, col)) for line, col, _ in numbers if line in here]
    assert {by_kind.get(offset) for _, offset in left} - {None} == set(kinds), "a kind that nothing belongs to"
    ignored = {int(row["line"]) for row in listed("ignored_numbers.csv") if row["source"] == "report2022"}
    assert {line for line, offset in left if offset not in by_kind} == ignored & set(here)
    assert [w for w in words if w[0] in here] == []


@pytest.mark.documents
@pytest.mark.parametrize("source", OTHERS)
def test_every_number_of_the_articles_is_read_or_left_for_a_reason(corpus: Corpus, source: str) -> None:
    document, last = corpus[source], OTHERS[source]
    own = [line for line in range(1, last + 1) if (source, line) != ("articles2020", 2)]
    everything = [*(s for s in SECTIONS if s.source == source), Section(source, "all of the document", "", "")]
    left: dict[int, list[str]] = {}
    for line, col, _ in unclaimed(document, everything):
        if line in own:
            number = re.compile(r"[\d.]+").match(document.text, document.offset(line, col))
            left.setdefault(line, []).extend(filter(None, number[0].split(".")))
    expected: dict[int, list[str]] = {}
    for row in listed("ignored_numbers.csv"):
        if row["source"] == source:
            expected.setdefault(int(row["line"]), []).extend(row["numbers"].split())
    assert {k: sorted(v) for k, v in left.items()} == {k: sorted(v) for k, v in expected.items()}
    assert [w for w in unclaimed(document, everything, NUMBER_WORD) if w[0] in own] == []


@pytest.mark.documents
def test_figures_known_from_the_page(rows: list[dict[str, object]]) -> None:
    for known in listed("known_counts.csv"):
        of, as_of = known["of"], known["as_of"]
        found = [
            (row["printed"], row["value"], row["qualifier"])
            for row in rows
            if row["metric"] == known["metric"]
            and of in (row["unit"], row["place"], "article")
            and as_of in ("", row["as_of"])
        ]
        assert (known["printed"], Decimal(known["value"]), known["qualifier"]) in found, known


@pytest.mark.documents
def test_sections_speak_of_the_units_that_they_name(corpus: Corpus) -> None:
    for listed in (s for s in SECTIONS if s.source == "report2022"):
        text = passage(corpus["report2022"], listed).text
        for unit in {c.columns["unit"] for c in listed.counts if c.columns["scope"] in ("province", "city")}:
            assert ("兵团" if unit == "新疆兵团" else unit) in text, (unit, listed.place)


@pytest.mark.documents
def test_all_documents_give_one_table(corpus: Corpus, rows: list[dict[str, object]]) -> None:
    assert len(rows) == sum(len(s.counts) for s in SECTIONS)
    assert rows_text(TABLE, number_mentions(TABLE, rows, list(DOCUMENTS))).count("\n") == len(rows) + 1
