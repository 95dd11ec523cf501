"""A unit's history in words: two or three English sentences and one Chinese, different with its kind of history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from egov.results.profiles import BandYear, Profile
from egov.results.wording import BAND_EN, joined, number_word
from egov.tables.schemas import BANDS

PLURAL = {"province": "provincial units", "city": "cities"}
SINGULAR = {"province": "provincial unit", "city": "city"}
PLURAL_ZH = {"province": "省级单位", "city": "重点城市"}
_number = partial(number_word, zero="no")


def band(name: str) -> str:
    """A band in an English sentence.

    >>> band("高")
    '高 (high)'
    """
    return f"{name} ({BAND_EN[name]})"


def runs(years: Sequence[BandYear]) -> list[tuple[str, int, int]]:
    """Stretches in one band: (band, first year, last year)."""
    out: list[tuple[str, int, int]] = []
    for y in years:
        if out and out[-1][0] == y.band:
            out[-1] = (y.band, out[-1][1], y.year)
        else:
            out.append((y.band, y.year, y.year))
    return out


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _moves(profile: Profile) -> list[BandYear]:
    return [y for y in profile.years if y.step]


def _to(move: BandYear) -> str:
    """Where a move led and when; a jump of several bands is said."""
    jump = f", {_number(abs(move.step))} bands at once" if abs(move.step) > 1 else ""
    return f"to {band(move.band)} in {move.year}{jump}"


def times(n: int) -> str:
    """How often.

    >>> times(1), times(2), times(3)
    ('once', 'twice', 'three times')
    """
    return {1: "once", 2: "twice"}.get(n, f"{_number(n)} times")


def _stood(counts: list[tuple[int, str]], words: Callable[[int], str]) -> list[str]:
    """``12 stood higher``, ``3 lower``: those that are not empty, the verb in the first."""
    parts = [f"{words(count)} {where}" for count, where in counts if count]
    return [parts[0].replace(" ", " stood ", 1), *parts[1:]]


def position(profile: Profile) -> str:
    """Where the unit stands in the latest year, among all units of its type and among those of its region."""
    last, n, r = profile.last, profile.last.nation, profile.last.region
    rank = ("lowest of four", "second lowest of four", "second highest of four", "highest of four")[last.level]
    counts = [(n.higher, "higher"), (n.same, "in the same band"), (n.lower, "lower")]
    parts = _stood(counts, str)
    text = f"In {last.year} {profile.name_en} stood in the band {band(last.band)}, the {rank}"
    text += f". Of the other {n.others} {PLURAL[profile.unit_type]}, {joined(parts)}"
    if not r.others:
        return f"{text}."
    if r.others == 1:
        word = "higher" if r.higher else "lower" if r.lower else "in the same band"
        return f"{text}; the one other in its region stood {word}."
    if r.others in (r.higher, r.same, r.lower):
        word = "higher" if r.higher else "lower" if r.lower else "in the same band"
        return f"{text}; of the {_number(r.others)} others in its region, all stood {word}."
    counts = [(r.higher, "higher"), (r.same, "in the same band"), (r.lower, "lower")]
    return f"{text}; of the {_number(r.others)} others in its region, {joined(_stood(counts, _number))}."


def _climbed_once(profile: Profile) -> str:
    move = _moves(profile)[0]
    stayed = ", where it has stayed" if move.year < profile.last.year else ", the latest year assessed"
    start = f"{band(profile.first.band)}, where it had stood since {profile.first.year}"
    return f"Its one move was up: from {start}, {_to(move)}{stayed}."


def _climbed(profile: Profile) -> str:
    moves, first = _moves(profile), profile.first
    path = joined([_to(move) for move in moves])
    return f"It climbed {times(len(moves))} and never fell: from {band(first.band)} in {first.year} {path}."


def _fell(profile: Profile) -> str:
    first = profile.first
    path = joined([_to(move) for move in _moves(profile)])
    return f"It fell from {band(first.band)}, where it stood in {first.year}, {path}, and has not returned."


def _climbed_and_fell_back(profile: Profile) -> str:
    first, last, moves = profile.first, profile.last, _moves(profile)
    best, begun, ended = max(runs(profile.years), key=lambda run: BANDS.index(run[0])), first.level, last.level
    end = (
        "where it had begun"
        if ended == begun
        else f"{'above' if ended > begun else 'below'} its start in {band(first.band)}"
    )
    since = f"since {moves[-1].year} it has stood in {band(last.band)}, {end}"
    return f"It climbed and fell back: {band(best[0])} in {_span(*best[1:])} was its best, and {since}."


def _fell_and_rose(profile: Profile) -> str:
    """A fall and what came after: a return, a return in part, or more than that."""
    first, moves = profile.first, _moves(profile)
    down, back = next(m for m in moves if m.step < 0), moves[-1]
    low = min(runs(profile.years), key=lambda run: BANDS.index(run[0]))
    text = f"It fell from {band(first.band)} {_to(down)}"
    if low[1] < low[2] or low[1] != down.year:
        text += (
            f", stood in {band(low[0])} in {_span(*low[1:])},"
            if low[0] != down.band
            else f", stayed there until {low[2]},"
        )
    if profile.kind == "fell_and_returned":
        return f"{text} and returned {_to(back)}: a fall and a return."
    if profile.kind == "fell_and_partly_returned":
        return f"{text} and has come back only in part, {_to(back)}."
    again = next(m for m in moves if m.step > 0 and m.level >= first.level)
    if again.year == back.year:
        return f"{text} and then went beyond its start, {_to(back)}."
    return f"{text.rstrip(',')}, was back in {again.year}, and went beyond its start, {_to(back)}."


def _back_and_forth(profile: Profile) -> str:
    moves = _moves(profile)
    up, down = (times(sum(m.step * sign > 0 for m in moves)) for sign in (1, -1))
    path = ", ".join(f"{band(b)} in {_span(a, z)}" for b, a, z in runs(profile.years))
    return f"It has moved back and forth, {up} up and {down} down: {path}."


def history(profile: Profile) -> str:
    """What its bands did over the years, one sentence, as its kind of history asks for."""
    span = _span(profile.first.year, profile.last.year)
    if profile.kind == "steady_leader":
        return f"It has stood in the highest band in every year assessed, {span}: a steady leader."
    if profile.kind == "steady":
        return f"It has stood in the same band in every year assessed, {span}."
    tell = {
        "climbed_once": _climbed_once,
        "climbed": _climbed,
        "fell": _fell,
        "climbed_and_fell_back": _climbed_and_fell_back,
        "back_and_forth": _back_and_forth,
    }
    return tell.get(profile.kind, _fell_and_rose)(profile)


def extra(profile: Profile, lists: Sequence[str], ever_low: int, areas: int = 5) -> str:
    """What else sets it apart: a year in the lowest band, the leaders' lists; empty where there is nothing.

    ``lists`` names the first-level indicators whose ten leaders it is among, ``areas`` is how many there are;
    ``ever_low`` is how many units of its type ever stood in the lowest band.
    """
    parts = []
    if profile.low_years:
        years = joined([str(year) for year in profile.low_years])
        only = (
            f"the only {SINGULAR[profile.unit_type]}"
            if ever_low == 1
            else f"one of {_number(ever_low)} {PLURAL[profile.unit_type]}"
        )
        parts.append(f"It is {only} that ever stood in the lowest band, {band(BANDS[0])}, in {years}.")
    if lists:
        named = "all" if len(lists) == areas else f"{_number(len(lists))} of the"
        which = "" if len(lists) == areas else f": {joined(lists)}"
        parts.append(f"The report names it among the ten leaders in {named} {_number(areas)} areas{which}.")
    return " ".join(parts)


def english(profile: Profile, lists: Sequence[str] = (), ever_low: int = 0, areas: int = 5) -> str:
    """Two or three sentences on the unit."""
    return " ".join(filter(None, (position(profile), history(profile), extra(profile, lists, ever_low, areas))))


def chinese(profile: Profile, lists: Sequence[str] = ()) -> str:
    """One sentence in Chinese on the unit."""
    first, last, moves = profile.first, profile.last, _moves(profile)
    span = f"{first.year}—{last.year} 年"
    to = [f"{m.year} 年{'升至' if m.step > 0 else '降至'}“{m.band}”" for m in moves]
    steps = "、".join(to)
    history_zh = {
        "steady_leader": f" {span}历年均处于最高的“{last.band}”组",
        "steady": f" {span}历年均处于“{last.band}”组，未有升降",
        "climbed_once": f"由“{first.band}”组起步，{steps}，此后保持",
        "climbed": f"由“{first.band}”组起步，{steps}，只升不降",
        "fell": f"由“{first.band}”组下降，{steps}",
        "climbed_and_fell_back": f"由“{first.band}”组起步，{steps}，先升后降",
        "fell_and_returned": f"由“{first.band}”组起步，{steps}，先降后升，回到原组",
        "fell_and_partly_returned": f"由“{first.band}”组起步，{steps}，先降后部分恢复",
        "fell_and_overtook": f"由“{first.band}”组起步，{steps}，先降后升并超过起点",
        "back_and_forth": f"由“{first.band}”组起步，{steps}，几经升降",
    }[profile.kind]
    if profile.kind == "climbed_once" and moves[0].year == last.year:
        history_zh = f" {first.year} 年起处于“{first.band}”组，{steps}"
    n = last.nation
    counts = [(n.higher, "高于它"), (n.same, "与它同组"), (n.lower, "低于它")]
    compared = "、".join(f"{count} 个{words}" for count, words in counts if count)
    where = f"{last.year} 年在其余 {n.others} 个{PLURAL_ZH[profile.unit_type]}中，{compared}"
    led = f"；进入 {len(lists)} 个一级指标的前十名单（名单不分先后）" if lists else ""
    return f"{profile.unit}{history_zh}；{where}{led}。"
