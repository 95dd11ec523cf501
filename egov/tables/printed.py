"""From a printed figure to a number: the one documented rule behind ``value``.

A figure keeps its digits: ``62.50%`` is 62.5 with unit percent, ``2.26 亿`` is 226000000. Words around the digits
say whether the figure is exact: ``超过 10 亿`` and ``9000 余`` are *over*, ``近 900`` is *nearly*, ``约`` is
*about*. A fraction is a share: ``1/2`` is 50 percent, ``1/2强`` *over* 50 percent. Words that name no digit give the
least that they can mean: ``上亿`` is *over* one 亿, while ``几`` and ``数`` mean several, two at least, so that
``几十`` is *over* 20 and ``数十亿`` *over* 20 亿. ``百分之`` is a percent sign, ``负`` a minus, ``点`` a point between
numerals. Traditional and full-width characters read like simplified and plain ones; commas stand every three digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_PLAINER = str.maketrans(
    "億萬餘過約個兩無數幾點負负－−＋，．／○０１２３４５６７８９", "亿万余过约个两无数几点----+,./〇0123456789"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "无": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_OVER_BEFORE = ("超过", "超", "逾", "突破", "大于", "至少", "不低于")
_NEARLY_BEFORE = ("接近", "将近", "近", "不足", "不到")
_ABOUT_BEFORE = ("大约", "约为", "约")
_OVER_AFTER = ("余", "多", "强", "以上", "有余")
_ABOUT_AFTER = ("左右", "上下")
_NUMBER = re.compile(r"[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?")
_FRACTION = re.compile(r"(\d+)/(\d+)")
_ONE = "一二三四五六七八九"
_CHINESE = re.compile(rf"(-?)([零〇两十百千万亿无{_ONE}]+)(?:(?<![百千万亿][{_ONE}])点([零〇{_ONE}]+))?")
"""A numeral, its sign and decimals; but ``百五点六`` may be 150.6 or 105.6."""
_SECTION = re.compile(rf"(?P<千>[{_ONE}两]?千)?零?(?P<百>[{_ONE}两]?百)?零?(?P<十>[{_ONE}]?十)?(?P<ones>[{_ONE}])?")
"""A numeral without 万 and 亿."""

_PROSE = (
    ("^超过了", "超过"),
    ("^[过超]半", "超50%"),
    ("一半|半数", "50%"),
    ("^上(?=[十百千万亿])", "超一"),
    ("^[数几](?=[十百千万亿])", "超二"),
    ("百分之([^千万亿成%％/分]+)$", r"\1%"),
)
"""Words that prose has for a figure. ``上亿`` and ``数十亿`` name no digit: *over* the least that they can mean."""


@dataclass(frozen=True)
class Figure:
    """A figure read: its value, whether it is exact, and whether it is a share in percent."""

    value: Decimal
    qualifier: str
    percent: bool = False


def chinese_number(text: str) -> int:
    """Read a whole Chinese numeral.

    Behind the last unit of a numeral, a single digit counts tenths of it (``二百五`` is 250) unless ``零`` stands
    between (``二百零五`` is 205). Digits in a row are read place by place where there are three or more or ``〇`` is
    among them; otherwise they are a range (``二十二三``), which is no figure.

    >>> chinese_number("十四"), chinese_number("二十"), chinese_number("一百零五"), chinese_number("十四亿")
    (14, 20, 105, 1400000000)
    >>> chinese_number("一万二"), chinese_number("三千五"), chinese_number("一亿五"), chinese_number("二〇二一")
    (12000, 3500, 150000000, 2021)

    Raises ``ValueError`` for anything else.
    """
    plainer = text.translate(_PLAINER).replace("〇", "零")
    if plainer == "无":
        return 0
    if re.fullmatch("[零一二三四五六七八九]+", plainer) and (len(plainer) > 2 or "零" in plainer):
        return int("".join(str(_DIGITS[c]) for c in plainer))
    if re.search("[一二两三四五六七八九]{2}", plainer):
        raise ValueError(f"{text!r} is a range, not one number")
    value = _below(plainer, tuple(_LARGE))
    if value is None:
        raise ValueError(f"{text!r} is not a Chinese numeral")
    return value


def _below(text: str, large: tuple[str, ...]) -> int | None:
    """The value of a numeral in which the magnitudes ``large`` (万 before 亿) may stand; None for no numeral."""
    if not large:
        return _below_myriad(text)
    *smaller, unit = large
    before, found, behind = text.rpartition(unit)
    if not found:
        return _below(text, tuple(smaller))
    many, size = _below(before, tuple(smaller)) if before or behind else 1, _LARGE[unit]
    if not many or not behind:
        return many and many * size
    rest = _DIGITS[behind] * size // 10 if behind in _DIGITS else _below(behind.removeprefix("零"), tuple(smaller))
    return rest and many * size + rest


def _below_myriad(text: str) -> int | None:
    """The value of a numeral without 万 and 亿; None for no numeral."""
    match = _SECTION.fullmatch(text)
    if text in _DIGITS:
        return _DIGITS[text]
    if not match or text.endswith("零") or "零零" in text:
        return None
    value, last = 0, 10
    for unit, size in reversed(_SMALL.items()):
        if many := match[unit]:
            if many in "百千" and value:
                return None
            value, last = value + _DIGITS.get(many[0], 1) * size, size
    ones = _DIGITS[match["ones"]] if match["ones"] else 0
    return value + ones * (1 if text[-2:-1] == "零" else last // 10) or None


def read_figure(printed: str) -> Figure:
    """Read a printed figure with its qualifier, magnitude and percent sign.

    >>> read_figure("62.50%")
    Figure(value=Decimal('62.50'), qualifier='exact', percent=True)
    >>> read_figure("超过 10 亿").value, read_figure("540余亿").qualifier, read_figure("近 900").qualifier
    (Decimal('1000000000'), 'over', 'nearly')
    >>> read_figure("八").value, read_figure("一半以上").value, read_figure("几十")
    (Decimal('8'), Decimal('50'), Figure(value=Decimal('20'), qualifier='over', percent=False))
    >>> read_figure("1/2强")
    Figure(value=Decimal('50'), qualifier='over', percent=True)

    Raises ``ValueError`` naming what it could not read: no number, a fraction that is no decimal share, or words that
    are not of the rule.
    """
    text = re.sub(r"\s+", "", printed).translate(_PLAINER)
    for pattern, plainer in _PROSE:
        text = re.sub(pattern, plainer, text)
    rest, qualifier = text, "exact"
    for words, name in ((_OVER_BEFORE, "over"), (_NEARLY_BEFORE, "nearly"), (_ABOUT_BEFORE, "about")):
        for word in words:
            if qualifier == "exact" and rest.startswith(word):
                rest, qualifier = rest[len(word) :], name
    number, percent = _NUMBER.match(rest), False
    if fraction := _FRACTION.match(rest):
        value, percent, rest = _share(fraction, printed), True, rest[fraction.end() :]
    elif number:
        value, rest = Decimal(number.group().replace(",", "")), rest[number.end() :]
    else:
        match = _CHINESE.match(rest)
        if not match:
            raise ValueError(f"{printed!r}: no number found in a form that this reader knows")
        tenths = "".join(str(_DIGITS[c]) for c in match[3] or "")
        value, rest = Decimal(f"{match[1]}{chinese_number(match[2])}.{tenths}"), rest[match.end() :]
    while rest:
        if rest[0] in _LARGE:
            value, rest = value * _LARGE[rest[0]], rest[1:]
        elif rest[0] in _SMALL and number:
            value, rest = value * _SMALL[rest[0]], rest[1:]
        elif rest[0] in "%％":
            percent, rest = True, rest[1:]
        elif rest[0] == "成" and not percent:
            value, percent, rest = value * 10, True, rest[1:]
        elif word := next((w for w in _OVER_AFTER if rest.startswith(w)), None):
            qualifier, rest = "over", rest[len(word) :]
        elif word := next((w for w in _ABOUT_AFTER if rest.startswith(w)), None):
            qualifier, rest = "about", rest[len(word) :]
        else:
            raise ValueError(f"{printed!r} is not a form that this reader knows: {rest!r} stands behind the number")
    return Figure(value, qualifier, percent)


def read_rank(printed: str, of: int = 31) -> int:
    """Read a rank from its digits or its words, counted from the end of ``of`` units where the words say so.

    >>> read_rank("18"), read_rank("第一"), read_rank("居首"), read_rank("倒数第二")
    (18, 1, 1, 30)
    """
    if printed == "居首":
        return 1
    number = read_figure(printed.replace("倒数", "").replace("第", "")).value
    if number < 1 or number % 1:
        raise ValueError(f"{printed!r} is not a rank")
    return of + 1 - int(number) if printed.startswith("倒数") else int(number)


def _share(fraction: re.Match[str], printed: str) -> Decimal:
    """The percent of a fraction of digits; ``ValueError`` for one that is above one or has no finite decimal."""
    part, whole = map(int, fraction.groups())
    if not 0 < part <= whole or 10**20 % Fraction(100 * part, whole).denominator:
        raise ValueError(f"{printed!r}: {fraction.group()} is not a share with a finite decimal")
    return Decimal(100 * part) / whole


def plain(value: Decimal) -> str:
    """A decimal as a plain string without exponent or trailing zeros.

    >>> plain(Decimal("62.50")), plain(Decimal("1E+9")), plain(Decimal("0.00"))
    ('62.5', '1000000000', '0')
    """
    text = format(value.normalize(), "f")
    return "0" if text in ("-0", "0") else text
