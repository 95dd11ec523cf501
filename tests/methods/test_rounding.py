"""Intervals of printed figures against brute force over fine grids."""

import itertools
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov.methods.rounding import (
    CONVENTIONS,
    Interval,
    conventions_that_allow,
    decimal_text,
    exact,
    printed,
    round_printed,
)

MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("figure", ["88.07", "88.06", "0.00", "-0.59", "-3.08", "100", "53.1"])
def test_printed_holds_exactly_what_rounds_to_it(convention, figure):
    """Every multiple of a fiftieth of the last digit near the figure: inside the interval iff it rounds to it."""
    decimals = len(figure.partition(".")[2])
    step = Decimal(1).scaleb(-decimals)
    interval = printed(figure, convention)
    for k in range(-100, 101):
        value = Decimal(figure) + step * k / 50
        rounds = value.quantize(step, rounding=MODES[convention]) == Decimal(figure)
        assert (Fraction(value) in interval) == rounds, value


@given(
    st.decimals(-200, 200, places=4), st.integers(0, 3), st.sampled_from(CONVENTIONS)
)  # fmt: skip
def test_round_printed_as_decimal_does(value, decimals, convention):
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=MODES[convention])
    assert Decimal(round_printed(value, decimals, convention)) == expected
    assert Fraction(value) in printed(round_printed(value, decimals, convention), convention)


ends = st.fractions(-5, 5, max_denominator=8)
intervals = st.tuples(ends, ends).map(sorted).map(lambda e: Interval(*e))


@given(intervals, intervals)
def test_arithmetic_is_the_exact_image(a, b):
    corners = list(itertools.product((a.lower, a.upper), (b.lower, b.upper)))
    for op in (lambda x, y: x + y, lambda x, y: x - y, lambda x, y: x * y):
        image = op(a, b)
        values = [op(x, y) for x, y in corners]
        assert (image.lower, image.upper) == (min(values), max(values))
        middle = op((a.lower + a.upper) / 2, (b.lower + b.upper) / 2)
        assert middle in image


def test_division():
    assert repr(printed("84.63") / exact(2)) == "Interval([42.3125, 42.3175))"
    growth = (printed("88.07") / printed("79.95") - 1) * 100
    assert growth.intersects(printed("10.16"))
    with pytest.raises(ZeroDivisionError, match="reaches zero"):
        exact(1) / Interval(Fraction(-1), Fraction(0))


def test_open_ends_survive():
    assert repr(printed("1.0") + printed("2.0")) == "Interval([2.9, 3.1))"
    assert repr(-printed("1.0")) == "Interval((-1.05, -0.95])"
    assert not printed("1.0").intersects(printed("1.1"))
    assert printed("1.0", "half_even").intersects(exact("1.05"))


def test_share_of_units():
    assert round_printed(Fraction(1900, 32), 2) == "59.38"
    assert conventions_that_allow("53.13", exact(Fraction(1700, 32))) == ("half_up",)
    assert conventions_that_allow("53.12", exact(Fraction(1700, 32))) == ("half_even",)


def test_clear_errors():
    with pytest.raises(ValueError, match="'8,8' is not a plain decimal"):
        printed("8,8")
    with pytest.raises(ValueError, match="'up' is not one of half_up, half_even"):
        printed("8.8", "up")
    with pytest.raises(ValueError, match="empty interval"):
        Interval(Fraction(2), Fraction(1))
    with pytest.raises(TypeError, match="binary float"):
        exact(0.1)


def test_decimal_text():
    assert decimal_text(Fraction(88065, 1000)) == "88.065"
    assert decimal_text(Fraction(2, 3)) == "2/3"
    assert decimal_text(Fraction(100)) == "100"


@pytest.mark.parametrize("text", ["８８.０７", "88.０7", "٨٨", "88，07"])
def test_digits_of_another_script_are_refused(text):
    for read in (printed, exact):
        with pytest.raises(ValueError, match="digits"):
            read(text)
