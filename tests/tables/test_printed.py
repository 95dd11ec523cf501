"""Printed figures: Chinese numerals are read back whatever their form, and what is no one number is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov.tables.printed import chinese_number, plain, read_figure, read_rank

DIGITS = "零一二三四五六七八九"


def section(number: int) -> str:
    """A number below 10,000 in words."""
    out, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        out += ("零" if gap and out else "") * bool(digit) + (DIGITS[digit] + unit if digit else "")
        gap = not digit
    return out


def words(number: int) -> str:
    """A positive number below 10**12 in words, as a textbook writes it."""
    myriads = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    out = ""
    for part, unit in myriads:
        if part:
            out += ("零" if out and part < 1000 else "") + section(part) + unit
    return out


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("一万二", 12_000),
        ("三千五", 3_500),
        ("二百五", 250),
        ("一亿五", 150_000_000),
        ("三千五百二", 3_520),
        ("十二万五", 125_000),
        ("二〇二一", 2021),
        ("二零二一", 2021),
        ("一百零五", 105),
        ("一千零二十", 1_020),
        ("一千零五", 1_005),
        ("一亿零五", 100_000_005),
        ("一百一", 110),
        ("十五", 15),
        ("百", 100),
        ("万", 10_000),
        ("两千", 2_000),
        ("兩萬", 20_000),
        ("三万亿", 3 * 10**12),
        ("一万零二百", 10_200),
        ("零", 0),
        ("無", 0),
    ],
)
def test_a_numeral_has_one_value(printed: str, value: int) -> None:
    assert chinese_number(printed) == read_figure(printed).value == value


@pytest.mark.parametrize(
    "printed",
    [
        "二十二三",
        "三五",
        "七八百",
        "一百二三十",
        "一百零",
        "一千百",
        "百千",
        "万零",
        "亿万",
        "二十十",
        "一千零零五",
        "两十",
    ],
)
def test_what_is_no_one_number_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=printed):
        chinese_number(printed)
    with pytest.raises(ValueError, match=printed):
        read_figure(printed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1,234", "1234"), ("1，234", "1234"), ("12,345.6万", "123456000"), ("－3", "-3"), ("−3", "-3"), ("负三", "-3"),
     ("十五点六", "15.6"), ("零点五", "0.5"), ("一点二万", "12000"), ("一百零五点六", "105.6"), ("二○二一", "2021"),
     ("百分之十二点五", "12.5"), ("百分之百", "100"), ("百分之五十以上", "50"), ("负百分之五", "-5"), ("7/8", "87.5")],
)  # fmt: skip
def test_forms_of_one_figure(printed: str, value: str) -> None:
    figure = read_figure(printed)
    assert plain(figure.value) == value
    assert figure.percent == ("百分之" in printed or "/" in printed)


@pytest.mark.parametrize("printed", ["1/3", "2/3", "4/7", "5/6", "1/0", "3/2", "2/30"])
def test_a_share_has_a_finite_decimal(printed: str) -> None:
    with pytest.raises(ValueError, match=f"{printed} is not a share"):
        read_figure(printed)


@pytest.mark.parametrize(
    "printed",
    ["1,23", "1,,2", "12,3,4", "1234,567", "0,123", "1,2345", "万分之五", "千分之三", "三分之二", "3.5个百分点", "三点",
     "三点五十", "一百五点六", "百分之三万", "百分之百分之五", "10点5", "3-5"],
)  # fmt: skip
def test_a_form_that_the_reader_does_not_know_is_said_to_be_one(printed: str) -> None:
    with pytest.raises(ValueError, match=f"'{printed}' is not a form that this reader knows"):
        read_figure(printed)


@pytest.mark.parametrize("printed", ["1.5", "第十五点六", "负三", "0"])
def test_a_rank_is_a_whole_number(printed: str) -> None:
    with pytest.raises(ValueError, match="is not a rank"):
        read_rank(printed)


@given(st.integers(1, 10**12 - 1))
def test_a_number_in_words_reads_back(number: int) -> None:
    assert chinese_number(words(number)) == number


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8)]))
def test_a_last_digit_counts_tenths_of_the_unit_before_unless_zero_stands_between(
    first: int, last: int, unit: tuple[str, int]
) -> None:
    name, size = unit
    assert chinese_number(DIGITS[first] + name + DIGITS[last]) == first * size + last * size // 10
    assert chinese_number(DIGITS[first] + name + "零" + DIGITS[last]) == first * size + last


@given(st.integers(1000, 9999))
def test_a_year_is_read_digit_by_digit(year: int) -> None:
    assert chinese_number("".join(DIGITS[int(d)] for d in str(year)).replace("零", "〇")) == year


@given(st.text("零〇一二两三四五六七八九十百千万亿", min_size=1, max_size=8))
def test_any_other_string_is_refused_by_name_or_has_a_value(text: str) -> None:
    try:
        value = chinese_number(text)
    except ValueError:
        with pytest.raises(ValueError, match=text):
            chinese_number(text)
    else:
        assert value >= 0
