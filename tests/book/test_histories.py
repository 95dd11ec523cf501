"""Profiles: every possible history has a kind and its own words, and the standings add up."""

from __future__ import annotations

import itertools
import re

import pandas as pd
import pytest

from egov.book import histories
from egov.book.histories import KINDS, BandYear, Profile, Standing, kind_of, profiles
from egov.tables import load
from egov.tables.schemas import BANDS


def one(levels, unit_type="province", others=((2, 2, 2, 2, 2),), apart=False):
    """The profile of one unit among others, all in one region, or it ``apart`` in its own."""
    paths = {"甲": levels, **{f"乙{i}": other[: len(levels)] for i, other in enumerate(others)}}
    first = 2022 - len(levels)
    rows = [(unit_type, unit, first + i, BANDS[b]) for unit, path in paths.items() for i, b in enumerate(path)]
    bands = pd.DataFrame(rows, columns=["unit_type", "unit", "year", "value"])
    bands["value"] = pd.Categorical(bands["value"], BANDS, ordered=True)
    units = pd.DataFrame({"unit_type": unit_type, "unit": list(paths), "name_en": "Jia (A)", "region7": "华北"})
    if apart:
        units.loc[0, "region7"] = "华南"
    return profiles(bands, units)[unit_type, "甲"]


def told(levels):
    """A profile with these bands among 31 others that are not counted: for its words alone."""
    first = 2022 - len(levels)
    steps = [0, *(b - a for a, b in itertools.pairwise(levels))]
    years = tuple(
        BandYear(first + i, BANDS[level], step, Standing(5, 20, 6), Standing(1, 2, 1))
        for i, (level, step) in enumerate(zip(levels, steps, strict=True))
    )
    return Profile("province", "甲", "Jia", "华北", years, {}, {})


EVERY = [p for n in (1, 2, 3, 4, 5) for p in itertools.product(range(4), repeat=n)]


def test_every_history_has_a_kind_and_every_kind_a_history():
    assert {kind_of(path) for path in EVERY} == set(KINDS)


def test_a_kind_holds_what_its_name_says():
    for path in EVERY:
        kind, moves = kind_of(path), [b - a for a, b in itertools.pairwise(path)]
        assert (kind in ("steady", "steady_leader")) == (not any(moves))
        assert (kind == "steady_leader") == (set(path) == {3})
        assert (kind in ("climbed", "climbed_once")) == (min(moves, default=0) >= 0 and any(moves))
        assert (kind == "fell") == (max(moves, default=0) <= 0 and any(moves))
        if kind == "fell_and_returned":
            assert path[0] == path[-1]
        if kind == "fell_and_overtook":
            assert path[0] < path[-1]


@pytest.mark.parametrize("levels", [[], [4], [-1, 2]])
def test_no_history_is_refused(levels):
    with pytest.raises(ValueError, match="at least one expected, each from 0 to 3"):
        kind_of(levels)


def test_every_history_reads_as_whole_sentences():
    seen = {}
    for path in EVERY:
        profile = told(path)
        text, zh = histories.english(profile, ["a", "b"], 1), histories.chinese(profile, ["a"])
        assert re.fullmatch(r"[A-Z].*[.]", text)
        assert "  " not in text
        assert not re.search(r" ,|,,|\.\.|None|nan|\b0 ", text + zh), text + zh
        assert zh.startswith("甲")
        assert zh.endswith("。")
        assert f"{profile.years[-1].band} (" in text
        # the sentence names every year in which something moved
        moved = [y.year for y in profile.moves]
        sentence = histories.history(profile)
        assert not moved or str(moved[-1]) in sentence, sentence
        seen.setdefault((len(path), sentence, zh), []).append(path)
    # of two histories of one length, no two read the same
    doubles = [paths for paths in seen.values() if len(paths) > 1]
    assert not doubles, doubles[:5]


def test_the_kinds_read_differently():
    first = {kind: next(path for path in EVERY if len(path) == 5 and kind_of(path) == kind) for kind in KINDS}
    words = {kind: histories.history(told(path)) for kind, path in first.items()}
    assert len({text[:22] + text[-12:] for text in words.values()}) == len(KINDS), words


def test_standings_count_the_others():
    profile = one((1, 2), others=((3, 3), (2, 2), (1, 0)))
    first, last = profile.years
    assert last.nation == last.region == (1, 1, 1)
    assert first.nation == (2, 1, 0)


def test_a_unit_alone_in_its_region_is_not_compared_with_nobody():
    profile = one((1, 2), apart=True)
    assert "region" not in histories.position(profile)


def test_a_gap_between_years_is_refused():
    frame, units = load("capacity_bands"), load("units")
    holed = frame[~((frame["unit"] == "甘肃") & (frame["year"] == 2019))]
    with pytest.raises(ValueError, match="unit 甘肃: a year is missing between 2017 and 2021"):
        profiles(holed, units)
    with pytest.raises(ValueError, match="unit 甘肃: no band in any year"):
        profiles(frame[frame["unit"] != "甘肃"], units)


def test_the_64_units():
    found = profiles(load("capacity_bands"), load("units"))
    assert len(found) == 64
    for (unit_type, _), profile in found.items():
        assert len(profile.years) == (5 if unit_type == "province" else 4)
        for y in profile.years:
            assert sum(y.nation) == 31
            assert sum(profile.nation.get((y.year, b), 0) for b in BANDS) == 32
            assert y.region.higher <= y.nation.higher
    assert found["province", "甘肃"].kind == "fell_and_returned"
    assert found["province", "江苏"].kind == "steady_leader"
    assert found["province", "山西"].kind == "climbed_and_fell_back"
    assert found["city", "西宁"].low_years == [2018]
