# ruff: noqa: E501 (the rows of damage stay one line each)
"""The release reader on invented releases in many wordings: every figure, count and industry, and nothing else."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from egov.documents.hardware_release import Release, read
from egov.documents.hardware_text import TRADITIONAL
from egov.documents.locate import Document, ReadError
from egov.documents.write import number_mentions, rows_text
from egov.tables.schemas import TABLES
from tests.documents.hardware_releases import INVENTED, Invented


def read_text(text: str, month: str = "", **options: bool) -> Release:
    return read(Document("invented", text).passage(), month=month, **options)


@pytest.fixture(params=INVENTED, ids=str.lower)
def pair(request: pytest.FixtureRequest) -> tuple[Invented, Release]:
    invented = INVENTED[request.param]
    return invented, read_text(invented.text)


def test_every_level_and_change(pair: tuple[Invented, Release]) -> None:
    invented, release = pair
    assert release.month == invented.month
    seen: dict[tuple[str, str], dict[str, Decimal]] = {}
    for row in release.rows["hardware_index"]:
        assert row["month"] == invented.month
        cell = seen.setdefault((row["family"], row["component"]), {})
        assert cell.setdefault(row["measure"], row["value"]) == row["value"]
    wanted = {
        key: {m: Decimal(v) for m, v in zip(("value", "change"), figures, strict=True) if v is not None}
        for key, figures in invented.figures.items()
    }
    assert seen == wanted


def test_every_count(pair: tuple[Invented, Release]) -> None:
    invented, release = pair
    seen: dict[tuple[str, str], dict[str, int]] = {}
    for row in release.rows["hardware_breadth"]:
        seen.setdefault((row["family"], row["component"]), {})[row["state"]] = row["value"]
    assert seen == invented.counts


def test_every_industry(pair: tuple[Invented, Release]) -> None:
    invented, release = pair
    seen = {
        (r["family"], r["component"], r["industry"], r["value"], None if r["change"] is None else str(r["change"]))
        for r in release.rows["hardware_industries"]
    }
    assert seen == invented.named


def test_notices(pair: tuple[Invented, Release]) -> None:
    invented, release = pair
    for wanted in invented.notices:
        assert any(wanted in notice for notice in release.notices), (wanted, release.notices)
    expected = sum(wanted.startswith("no part") for wanted in invented.notices)
    others = [n for n in release.notices if not n.startswith("no part")]
    assert len(others) == len(invented.notices) - expected, others


def test_rows_stand_where_they_say_and_fit_their_tables(pair: tuple[Invented, Release]) -> None:
    invented, release = pair
    lines = invented.text.split("\n")
    for name, rows in release.rows.items():
        assert rows_text(TABLES[name], number_mentions(TABLES[name], rows, ["invented"]))
        for row in rows:
            assert lines[row["line"] - 1].startswith(row["printed"], row["col"] - 1), row
            if row.get("change") is not None:
                assert lines[row["change_line"] - 1].startswith(row["change_printed"], row["change_col"] - 1), row


def test_a_figure_broken_over_lines_prints_its_first_part() -> None:
    rows = read_text(INVENTED["BROKEN_LINES"].text).rows["hardware_index"]
    printed = {str(row["value"]): row["printed"] for row in rows}
    assert printed == {"99.08": "99.08", "0.66": "0.66", "98.01": "98.", "-0.22": "0.22"}


@pytest.mark.parametrize("name", INVENTED)
def test_the_width_of_stops_and_white_space_do_not_matter(name: str) -> None:
    text = INVENTED[name].text

    def bare(release: Release) -> list[dict]:
        unplaced = ("line", "col", "printed", "change_printed", "change_line", "change_col")
        return [{k: v for k, v in r.items() if k not in unplaced} for rows in release.rows.values() for r in rows]

    other = text.replace("，", ", ").replace("；", ";").replace("：", ":").replace("（", "(").replace("）", ")")
    wide = re.sub("[0-9]", lambda d: chr(ord(d.group()) + 0xFEE0), other).replace("点", " 点 ")
    assert bare(read_text(other)) == bare(read_text(text))
    assert bare(read_text(wide)) == bare(read_text(text))


@pytest.mark.parametrize("name", INVENTED)
def test_the_month_asked_for_must_be_the_release_s(name: str) -> None:
    invented = INVENTED[name]
    assert read_text(invented.text, invented.month).month == invented.month


# ------------------------------------------------------------------------------------------------ damaged releases
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        # a change without its sign
        ("CLOSING_WORDS", "较6月回落1.20点", "较6月1.20点", "line 4, .*a change without a word that says up or down"),
        ("MARKET_ALONE", "环比增长1.05点，运营", "环比1.05点，运营", "a change without a word that says up or down"),
        ("THREE_FAMILIES", "比上月回升1.75点", "比上月+1.75点", "a change without a word that says up or down"),
        ("THREE_FAMILIES", "比上月回升1.75点", "比上月下降-1.75点", "a sign of its own"),
        ("CLOSING_WORDS", "环比走低0.88点", "环比走低点", "a change without a figure"),
        ("CLOSING_WORDS", "环比走低0.88点", "环比走低", "a change without a figure"),
        # two values in a sentence
        ("CLOSING_WORDS", "报收于97.05点", "报收于97.05点、98.05点", "two values in one sentence"),
        ("CLOSING_WORDS", "报收于97.05点", "报收于97.05点，收于98.05点", "two values in one sentence"),
        ("CLOSING_WORDS", "环比走低0.88点", "环比走低0.88点和1.88点", "cannot read '.*1.88点"),
        ("ZONES", "为100.10点，环比持平", "为100.10点，环比持平，为99.10点", "no statement of a known form"),
        # unknown industries, other classifications
        ("THREE_FAMILIES", "车及配件行业升幅", "纺织机械行业升幅", "cannot read '纺织机械': unknown industry"),
        ("ZONES", "车及配件、厨用五金、机电五金、电子", "车及配件、厨用家具、机电五金、电子", "'厨用家具': unknown industry"),
        ("THREE_FAMILIES", "十二大类行业呈现八升四降", "八大类行业呈现五升三降", "not the 12 industries"),
        # traditional characters
        ("ZONES", "安防产品、机械设备七个", "安防產品、机械设备七个", "line 3, .*traditional characters"),
        ("CLOSING_WORDS", "环比微涨", "環比微漲", "line 6, column 57: .*traditional characters"),
        # a wrong month: heading, headline, text, comparison, forecast
        ("CLOSING_WORDS", "2027年7月\n", "2027年6月\n", "the month is 2027-07, but the release is for 2027-06"),
        ("CLOSING_WORDS", "7月，企业经营", "6月，企业经营", "line 8, .*the month is 2027-06, but the release is for 2027-07"),
        ("CLOSING_WORDS", "较6月回落", "较5月回落", "a change on 2027-05, expected 2027-06"),
        ("CLOSING_WORDS", "预计8月份", "预计7月份", "a forecast for 2027-07, expected 2027-08"),
        ("CLOSING_WORDS", "2027年7月永康", "2028年7月永康", "the month is 2028-07"),
        ("CLOSING_WORDS", "2027年7月\n", "2027年13月\n", "no month"),
        ("QUOTED_AND_WIDE", "2028年2月五金产品生产景气指数趋势图", "2028年1月五金产品生产景气指数趋势图", "2028-01"),
        ("THREE_FAMILIES", "较2025年12月份", "较2026年12月份", "a change on 2026-12, expected 2025-12"),
        # levels and changes
        ("CLOSING_WORDS", "录得99.10点，环比微涨0.05点", "录得99.10点", "a level without its change"),
        ("CLOSING_WORDS", "录得99.10点", "录得9910点", "no figure with at most two decimals"),
        ("CLOSING_WORDS", "录得99.10点", "录得99.1.0点", "no figure with at most two decimals"),
        ("CLOSING_WORDS", "录得99.10点", "录得点", "no statement of a known form"),
        ("CLOSING_WORDS", "环比微涨0.05点", "环比微涨0.05%", "percent"),
        ("CLOSING_WORDS", "环比走低0.88点", "环比走低388点", "no change of an index at 96.62"),
        ("CLOSING_WORDS", "环比走低0.88点", "环比走低约0.88点", "qualifier|no statement"),
        # counts
        ("CLOSING_WORDS", "八个行业环比下降，一个", "个行业环比下降，一个", "the counts add up to 3, not to 12"),
        ("ZONES", "七扩四回落一收缩", "七扩三回落一收缩", "the counts add up to 11, not to 12"),
        ("ZONES", "呈现六升六降", "呈现六升降", "a count pattern that is not whole"),
        ("ZONES", "呈现六升六降", "呈现六升六", "a count pattern that is not whole|cannot read"),
        ("MARKET_ALONE", "7升4降1平", "7升4降2平", "add up to 13"),
        ("QUOTED_AND_WIDE", "九个行业环比上涨", "八个行业环比上涨", "8 industries rising, 9 before"),
        ("ZONES", "、机械设备七个行业", "七个行业", "6 names, but the count is 7"),
        ("QUOTED_AND_WIDE", "日用五金电器、五金工具及配件二个", "门及配件、五金工具及配件二个", "门及配件 is falling, rising before"),
        # the wrong place
        ("THREE_FAMILIES", "1月份，出口市场需求景气", "1月份，生产市场需求景气", "an index of production in the part on trade"),
        ("THREE_FAMILIES", "五金交易市场运营效益", "出口运营效益", "an index of trade in the part on market"),
        ("THREE_FAMILIES", "五金产品外贸景气总指数收", "五金市场交易景气总指数收", "composite of market in the part on trade"),
        ("MARKET_ALONE", "二、要素", "四、要素", "section 4 behind section 1"),
        ("MARKET_ALONE", "为103.11点，环比增长1.05点", "为103.11点，环比增长1.50点", "1.50 as its change, 1.05 before"),
        ("MARKET_ALONE", "达4.40点", "达4.40点，跌幅6.00点", "no statement of a known form"),
        ("THREE_FAMILIES", "2026年1月永康五金外贸景气指数下挫\n", "", "the composite of trade in the part on market"),
        ("THREE_FAMILIES", "数据来源：同上", "外贸景气指数收于95.20点，环比下挫2.20点。", "behind the foot"),
        ("RESPECTIVELY", "5.50点和2.75点", "5.50点", "分别"),
        ("RESPECTIVELY", "93.20点和95.05点", "93.20点", "分别 with 2 names"),
        ("ONE_LINE_SECTIONS", "2033年", "", "no year so far"),
    ],
)  # fmt: skip
def test_a_damaged_release_is_refused_with_its_reason(name: str, old: str, new: str, message: str) -> None:
    text = INVENTED[name].text
    assert old in text
    with pytest.raises(ReadError, match=message):
        read_text(text.replace(old, new) if name == "ONE_LINE_SECTIONS" else text.replace(old, new, 1))


@pytest.mark.parametrize("name", INVENTED)
def test_another_month_than_asked_for_is_refused(name: str) -> None:
    with pytest.raises(ReadError, match=r"but the (month asked for|release) is"):
        read_text(INVENTED[name].text, "2019-05")
    with pytest.raises(ReadError, match="expected as 2021-07"):
        read_text(INVENTED[name].text, "July 2021")


def test_the_year_may_come_from_the_month_asked_for() -> None:
    text = INVENTED["ONE_LINE_SECTIONS"].text.replace("2033年", "")
    assert read_text(text, "2033-10").month == "2033-10"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "2030年3月份\n", "市场新闻一则。\n今日多云。", "2030年3月永康五金生产景气指数上行\n"]
)
def test_a_text_without_a_release_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match=r"no headline|states no index"):
        read_text(text)


OPENING = "2035年5月永康五金外贸景气指数下行\n5月份，永康五金外贸景气总指数收于95.30点，环比下降0.52点。"


def rows_of(sentence: str, *, section: bool = False) -> Release:
    """A sentence behind an opening, or as the first section below it."""
    return read_text(OPENING + ("\n一、需求\n" if section else "") + sentence + "\n")


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("门及配件行业景气指数环比上升3.20点，升幅位居第一。", {("门及配件", "rising", "3.20")}),  # no component
        ("其中，厨用五金环比下降1.20点，降幅居首。", {("厨用五金", "falling", "-1.20")}),
        ("门及配件行业环比降幅达5.20点，位居首位。", {("门及配件", "falling", "-5.20")}),
        ("电子电工持平。", {("电子电工", "flat", None)}),
        ("车及配件、机电五金两个行业呈上升态势。", {("车及配件", "rising", None), ("机电五金", "rising", None)}),
        ("厨用五金行业由上月的回落区间进入扩张区间。", {("厨用五金", "expanding", None)}),
        (
            "升幅前三位的行业分别是安防产品、门及配件、电子电工，分别上升4.10点、3.20点和2.05点。",
            {("安防产品", "rising", "4.10"), ("门及配件", "rising", "3.20"), ("电子电工", "rising", "2.05")},
        ),
    ],
)
def test_industries_in_other_words(sentence: str, wanted: set) -> None:
    rows = rows_of(sentence).rows
    assert {
        (r["industry"], r["value"], None if r["change"] is None else str(r["change"]))
        for r in rows["hardware_industries"]
    } == wanted
    assert len(rows["hardware_index"]) == 2


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("收于94.00点，比4月份的94.12点下降0.12点", ""),
        ("由上月的94.12点降至94.00点，下降0.12点", "no word of comparison"),
        ("（94.00点）环比下降0.12点", ""),
        ("以94.00点报收，环比减0.12点", ""),
        ("下降最多，为94.00点，环比由升转降，下降0.12点", ""),
        ("收94.00点，环比跌0.12点，跌幅0.13%", "the tables have no place for it"),
        ("为94.00点，环比下降0.12点，低于去年同期1.20点", "the tables have no place for it"),
    ],
)
def test_levels_in_other_words(sentence: str, told: str) -> None:
    release = rows_of(f"5月份，出口市场需求景气指数{sentence}。", section=True)
    here = [r for r in release.rows["hardware_index"] if r["component"] != "总指数"]
    assert [(r["measure"], str(r["value"])) for r in here] == [("value", "94.00"), ("change", "-0.12")]
    others = [n for n in release.notices if not n.startswith("no part")]
    assert len(others) == bool(told)
    assert all(told in notice for notice in others)


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (
            "5月份，出口市场需求景气指数由上月的94.12点升至94.00点，下降0.21点。",
            "from 94.12 to 94.00 is a change of -0.12",
        ),
        ("5月份，出口市场需求景气指数收于94.00点，比4月份的94.12点上升0.12点。", r"a change of -0.12, not \+0.12"),
        ("门业环比下降2.00点。", "neither an index nor an industry at its head; the twelve industries are 五金工具"),
        ("门及配件行业景气指数收于103.20点，环比上升3.20点。", "the level of an industry; the tables hold changes"),
        ("环比上升1.33%。", "a change in percent"),
        ("门及配件、门及配件、车及配件三个行业环比上升。", "门及配件 is named twice in one list"),
        ("外贸预期景气指数收于-97.00点，环比上升1.33点。", "a level with a sign"),
        ("外贸预期景气指数收于97.00点，环比上升下降1.33点。", "two words for one change"),
        ("外贸预期景气指数收于97.00点，环比上升1.33点、1.43点。", "a second figure: two values in one sentence"),
        ("内贸景气总指数收于97.00点，环比上升1.33点。", "a composite of no family that is known: 生产"),
    ],
)
def test_other_words_that_cannot_be_right(sentence: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        rows_of(sentence, section="指数由" in sentence or "比4月份" in sentence)


@pytest.mark.parametrize("sentence", ["电子电持平。", "车及配呈上升态势。"])
def test_a_direction_of_nothing_known_is_told(sentence: str) -> None:
    assert any("a direction of nothing that is known" in notice for notice in rows_of(sentence).notices)


def test_a_count_of_components_is_no_count_of_industries() -> None:
    release = rows_of("从五个分类指数看，四升一降。从十二大类行业来看，四升八降。")
    assert [(r["state"], r["value"]) for r in release.rows["hardware_breadth"]] == [("rising", 4), ("falling", 8)]
    assert any("a count of components, not of industries" in notice for notice in release.notices)


def test_families_without_headlines_in_any_order() -> None:
    """Three composites, a paragraph each, foreign trade first."""
    text = "2035年5月份，{}景气总指数为95.31点，较4月{}0.54点。\n"
    order = (("外贸", "上升"), ("生产", "下降"), ("市场交易", "上升"))
    release = read_text("永康五金指数\n" + "".join(text.format(*pair) for pair in order))
    changes = {r["family"]: str(r["value"]) for r in release.rows["hardware_index"] if r["measure"] == "change"}
    assert changes == {"trade": "0.54", "production": "-0.54", "market": "0.54"}


def test_a_component_that_other_releases_have_is_missed() -> None:
    text = INVENTED["CLOSING_WORDS"].text
    assert not any("(production)" in n for n in read_text(text).notices)
    without = text[: text.index("三、后市")]
    (notice,) = [n for n in read_text(without).notices if "(production)" in n]
    assert notice.startswith("no part on Expected production and operations (production): other releases have it")


def test_a_headline_that_says_the_opposite_is_told() -> None:
    """A sign lost or swapped in the sentence, or in the headline."""
    assert not any("headline" in n for n in rows_of("").notices)
    swapped = OPENING.replace("环比下降", "环比上升")
    (notice,) = [n for n in read_text(swapped).notices if "headline" in n]
    assert notice.endswith("the headline says falling: which of the two is right?")


def test_slips_are_kept_as_printed_on_request() -> None:
    text = INVENTED["ZONES"].text.replace("呈现六升六降", "呈现六升五降", 1)
    release = read_text(text, keep_slips=True)
    assert any("kept as printed: the counts add up to 11" in notice for notice in release.notices)
    counts = {r["state"]: r["value"] for r in release.rows["hardware_breadth"] if r["component"] != "总指数"}
    assert counts == {"rising": 6, "falling": 5}


def test_every_figure_taken_out_is_an_error() -> None:
    """No figure is lost in silence: without any one of them the release is refused."""
    for invented in INVENTED.values():
        for match in re.finditer(r"\d+\.\d+|(?<![\d.])\d+(?=点)", invented.text):
            text = invented.text[: match.start()] + invented.text[match.end() :]
            try:
                release = read_text(text)
            except ReadError:
                continue
            pytest.fail(f"{match.group()} taken out of {invented.month}, and read all the same: {release.notices}")


@pytest.mark.parametrize("name", ["CLOSING_WORDS", "MARKET_ALONE", "ONE_LINE_SECTIONS"])
def test_a_single_character_lost_is_never_lost_in_silence(name: str) -> None:
    """Without any one digit, point or character: an error, a notice more, or the very same rows."""

    def bare(release: Release) -> list[dict]:
        return [
            {k: v for k, v in r.items() if k not in ("line", "col", "place") and not k.startswith("change_")}
            for rows in release.rows.values()
            for r in rows
        ]

    text = INVENTED[name].text
    whole = read_text(text)
    # part of a component's name that is another name, or a new one, without it
    spelt = re.compile("[的存库]|商品销|销售额|人气|汇率|用工|厂房租金")
    for place, character in enumerate(text):
        if character == "\n" or spelt.search(text[max(0, place - 3) : place + 4]):
            continue
        try:
            release = read_text(text[:place] + text[place + 1 :])
        except ReadError:
            continue
        told = len(release.notices) > len(whole.notices)
        assert told or bare(release) == bare(whole), text[max(0, place - 9) : place + 9]


def test_traditional_characters_are_no_simplified_ones() -> None:
    assert {c for c in TRADITIONAL if c.encode("gb2312", "ignore")} <= set("於後")
