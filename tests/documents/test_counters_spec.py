"""How counts are declared and read: printed forms, sections, completeness, and the declarations of all modules."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from egov.documents import counters
from egov.documents.corpus import DOCUMENTS, Corpus
from egov.documents.counters.spec import FIGURE, Count, Section, read, read_twice, unclaimed, unclaimed_words
from egov.documents.locate import Document, ReadError
from egov.documents.write import number_mentions, table_text
from egov.tables.printed import read_figure
from egov.tables.schemas import TABLES

TABLE = TABLES["platform_counters"]

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


def section(*counts: Count, **changes: str) -> Section:
    """A section of a made-up document."""
    fields = {
        "source": "report2022",
        "place": "box 0",
        "start": "甲省",
        "stop": "乙省",
        "scope": "province",
        "unit": "北京",
        "as_of": "2021",
        "basis": "assessed",
    }
    return Section(**{**fields, **changes}, counts=counts)  # type: ignore[arg-type]


def count(pattern: str, metric: str = "items", **changes: str | bool) -> Count:
    return Count(metric, "items", "items", "items", pattern, **changes)


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
    rows = list(read(document, [section(count("共{n}项"), count("{n}办结", "share", as_of="2020", basis="stated"))]))
    places = [(r["printed"], r["line"], r["col"], r["as_of"], r["as_of_basis"]) for r in rows]
    assert places == [("3000 多万", 2, 5, "2021", "assessed"), ("近 90%", 4, 1, "2020", "stated")]
    assert [r["value"] for r in rows] == [30000000, 90]
    assert {r["unit"] for r in rows} == {"北京"}


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
        ("有5项", r"has no \{n\}"),
        ("有(?P<n>..项)", r"box 0: items: .*not a magnitude"),
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
    assert [item[:2] for item in unclaimed_words(document, sections)] == [(1, 13), (1, 17)]


def test_read_twice_finds_a_figure_that_two_entries_read():
    document = Document("report2022", "甲省有15项，乙省")
    rows = list(read(document, [section(count("有{n}项", "a"), count("{n}项，", "b"))]))
    assert read_twice(rows) == [("report2022", 1, 4, ["北京: a", "北京: b"])]
    assert read_twice(rows[:1]) == []


def test_extract_refuses_a_document_that_does_not_exist(monkeypatch, tmp_path):
    monkeypatch.setattr(counters, "sections", lambda: [section(count("有{n}项"), source="report2021")])
    corpus = Corpus({"report2022": Document("report2022", "")}, tmp_path)
    with pytest.raises(ReadError, match="report2021"):
        counters.extract(corpus)


def test_extract_refuses_a_figure_that_two_entries_read(monkeypatch, tmp_path):
    twice = section(count("有{n}项", "a"), count("{n}项", "b"))
    monkeypatch.setattr(counters, "sections", lambda: [twice])
    corpus = Corpus({"report2022": Document("report2022", "甲省有15项，乙省")}, tmp_path)
    with pytest.raises(ReadError, match="more than one entry reads"):
        counters.extract(corpus)


def test_all_declarations_keep_to_the_schema():
    fields = {f.name: f for f in TABLE.fields}
    for s in counters.sections():
        assert s.source in DOCUMENTS, s.place
        assert max(map(len, re.findall(r"[\u4e00-\u9fff]+", s.start + " " + s.stop)), default=0) <= 12, s.place
        for c in s.counts:
            where = (s.source, s.place, c.metric)
            assert (c.scope or s.scope) in fields["scope"].values, where
            assert (c.basis or s.basis) in fields["as_of_basis"].values, where
            assert c.domain in fields["domain"].values, where
            assert re.fullmatch(fields["metric"].pattern, c.metric), where
            assert re.fullmatch(fields["as_of"].pattern, c.as_of or s.as_of), where
            assert c.metric_en, where
            assert c.unit_of_measure, where
            assert max(map(len, re.findall(r"[\u4e00-\u9fff]+", c.pattern)), default=0) <= 12, where


def test_a_metric_has_one_domain_and_one_unit_of_measure():
    kinds = defaultdict(set)
    for s in counters.sections():
        for c in s.counts:
            kinds[c.metric].add((c.domain, c.unit_of_measure))
    assert {metric: found for metric, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.documents
def test_all_documents_give_a_table_with_unique_keys(corpus):
    rows = counters.extract(corpus)["platform_counters"]
    assert len(rows) >= TABLE.min_rows
    assert {row["source"] for row in rows} == set(DOCUMENTS)
    text = table_text(TABLE, number_mentions(TABLE, rows, list(DOCUMENTS)))
    assert text.count("\n") == len(rows) + 1
