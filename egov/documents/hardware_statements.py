"""What each kind of statement says: from the match of its form to rows of the three hardware tables.

:class:`Statements` has one method a kind of :data:`egov.documents.hardware_sentences.FORMS` (``_read_level``,
``_read_breadth`` …), called by the reader of :mod:`egov.documents.hardware_release`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest

from egov.documents.hardware_names import (
    COMPOSITE,
    COMPOSITE_WORDS,
    INDUSTRY_ALIASES,
    NEARLY_FLAT_VERBS,
    RISING_SPANS,
    STATE_WORDS,
    pattern_state,
    verb_state,
)
from egov.documents.hardware_rows import Match, Reading, number
from egov.documents.hardware_sentences import PATTERN, THAN_NAMED
from egov.methods.rounding import Interval
from egov.tables.schemas import INDUSTRIES

DIGITS = 2
"""Decimals that the releases print, and say that they do."""
AROUND = Interval(Fraction(40), Fraction(200))
"""Levels that an index around 100 can have; what lies outside has lost a digit or its point."""
FEW = 4
"""Up to so many risings and fallings a pattern may speak of components rather than of industries."""
OF_INDICES = re.compile(
    r"(?:[两二三四五六七八九]|\d|分类|分项|各项|具体|[一二三]级)[个项大]?(?:分类|分项)?(?:景气)?(?:指数|指标)"
    r"(?:来?看|中)?，?$"
)
"""Words before a pattern that speaks of components whatever its sum."""


class Statements(Reading):
    """The statements of a release, one method a kind."""

    # -- indices
    def _read_level(self, match: Match) -> None:
        component = self._component(match["name"], *match.span("name"))
        if not self.head:
            if (self.section == 0) != (component == COMPOSITE):
                raise self._error(
                    match.start("name"), match.end("name"), f"not the index that {self._place} opens with"
                )
            self.head = component
        value, change = Decimal(match["value"]), self._signed(match)
        if value not in AROUND:
            self._slip(*match.span("value"), f"{value} is no level of an index around 100")
        if change is not None and value in AROUND and value - change not in AROUND:
            self._slip(*match.span("change"), f"{change:+} is no change of an index at {value}")
        self._two_decimals(match, "value", "change")
        self._index(component, self._parent(component), "value", value, match.span("value"), full=True)
        self._change(match, component, full=True)

    _read_moved_to = _read_level_in_brackets = _read_level_by = _read_level

    def _read_from_to(self, match: Match) -> None:
        """A level with the level before it: the change printed must be their difference."""
        before, value, change = Decimal(match["before"]), Decimal(match["value"]), self._signed(match)
        if change is not None and value - change != before:
            what = f"from {before} to {value} is a change of {value - before:+}, not {change:+}"
            self._slip(*match.span("before"), what)
        self._read_level(match)

    _read_level_before = _read_from_to

    def _read_move(self, match: Match) -> None:
        self._two_decimals(match, "change")
        self._change(match, self._component(match["name"], *match.span("name")), full=False)

    def _two_decimals(self, match: Match, *groups: str) -> None:
        """Tell of a figure without two decimals: the releases print two, so a digit or the point may be lost."""
        for group in groups:
            if match[group] and len(match[group].partition(".")[2]) != DIGITS:
                self._notice(*match.span(group), "not two decimals, as the releases print them: is a digit lost?")

    def _parent(self, component: str) -> str:
        """What the component hangs on: the index of the paragraph, or that one's composite; a composite on nothing."""
        return "" if component == COMPOSITE else COMPOSITE if component == self.head else self.head

    def _read_respectively(self, match: Match) -> None:
        """Several components with their changes, and with their levels where the form has them."""
        names, changes = self._components(match), list(self._figures(match, "changes"))
        values = list(self._figures(match, "values")) if "values" in match.groupdict() else []
        self._same_length(match, len(names), len(changes), len(values or changes))
        for component, value, change in zip_longest(names, values, changes):
            if value:
                self._index(component, self.head, "value", Decimal(value[0]), value[1], full=True)
            signed = self._sign(match["verb"], change)
            self._index(component, self.head, "change", signed, change[1], full=bool(value))

    _read_respective_moves = _read_respectively

    def _components(self, match: Match) -> list[str]:
        """The components of a list; 景气指数 may stand behind the last alone."""
        pattern = re.compile(r"(?P<name>.+?)(?:(?<=指数)(?:、|以及|和|与|及)|、|以及|和|$)")
        out = []
        for part in pattern.finditer(self.line.text[: match.end("names")], match.start("names")):
            name = part["name"] if part["name"].endswith("指数") else part["name"] + "景气指数"
            out.append(self._component(name, *part.span("name")))
        return out

    def _figures(self, match: Match, group: str) -> Iterator[tuple[str, tuple[int, int], str]]:
        """Figures of a list, each with its span and the verb right before it."""
        pattern = re.compile(r"(?P<verb>[^\d、，和与及点百分个]*)(?P<figure>\d+(?:\.\d+)?)")
        for m in pattern.finditer(self.line.text, match.start(group), match.end(group)):
            yield m["figure"], m.span("figure"), m["verb"]

    def _same_length(self, match: Match, *lengths: int) -> None:
        if len(set(lengths)) > 1:
            raise self._error(match.start(), match.end(), f"分别 with {lengths[0]} names and {lengths[-1]} figures")

    def _sign(self, verb: str, figure: tuple[str, tuple[int, int], str]) -> Decimal:
        state = verb_state(figure[2] or verb)
        return Decimal(figure[0]) if state == "rising" else -Decimal(figure[0])

    def _signed(self, match: Match) -> Decimal | None:
        """The change with its sign; None where it is said to be nearly nothing."""
        if match["flat"]:
            return None if match["flat"] in NEARLY_FLAT_VERBS else Decimal(0)
        rising = match["span"] in RISING_SPANS if match["span"] else verb_state(match["verb"]) == "rising"
        return Decimal(match["change"]) if rising else -Decimal(match["change"])

    def _change(self, match: Match, component: str, full: bool) -> None:
        change, parent = self._signed(match), self._parent(component)
        if change is None:
            self._notice(*match.span("flat"), "no figure for the change: the table gets the level alone")
        else:
            self._index(component, parent, "change", change, match.span("flat" if match["flat"] else "change"), full)

    # -- industries
    def _state(self, match: Match) -> str:
        """The state that a statement's zone, verb or span says."""
        said = match.groupdict()
        if zone := said.get("zone"):
            return STATE_WORDS[zone]
        if verb := said.get("verb"):
            return verb_state(verb)
        return "rising" if (said.get("span2") or said["span"]) in RISING_SPANS else "falling"

    def _read_breadth(self, match: Match) -> None:
        if match["total"] and number(match["total"]) != len(INDUSTRIES):
            raise self._error(match.start(), match.end(), f"not the {len(INDUSTRIES)} industries of the tables")
        counts = list(PATTERN.finditer(self.line.text, match.start("counts"), match.end("counts")))
        total = sum(number(count["count"]) for count in counts)
        for count in counts:
            self._count(count, number(count["count"]))
        if total != len(INDUSTRIES):
            self._slip(*match.span("counts"), f"the counts add up to {total}, not to {len(INDUSTRIES)}")
        words = [count["state"] for count in counts]
        for count in counts:
            self._breadth(count, pattern_state(count["state"], words))

    _read_pattern = _read_breadth

    def _read_no_industry(self, match: Match) -> None:
        self._breadth(match, self._state(match), value=0)

    def _read_count_zone(self, match: Match) -> None:
        self._breadth(match, self._state(match))

    _read_count_moves = _read_count_zone

    def _read_zone(self, match: Match) -> None:
        """Industries by name, and how many they are where that is printed."""
        group = "first" if match.groupdict().get("first") else "count"
        if match[group]:
            self._breadth(match, self._state(match), group=group)
        self._industries(match, self._state(match))

    _read_zone_of = _read_direction = _read_direction_of = _read_direction_trend = _read_direction_bare = _read_zone

    def _read_bare(self, match: Match) -> None:
        """A count pattern without the word industries; 一升一降 speaks of components."""
        counts = PATTERN.finditer(self.line.text, match.start("counts"), match.end("counts"))
        before = re.split("[。；]", self.line.text[: match.start()])[-1]
        if sum(number(count["count"]) for count in counts) <= FEW or OF_INDICES.search(before):
            self._notice(match.start(), match.end(), "passed over: a count of components, not of industries")
        else:
            self._require_head(match)
            self._read_breadth(match)

    def _read_most_named(self, match: Match) -> None:
        self._industries(match, self._state(match))

    _read_named_of = _read_most_named

    def _read_respective_most(self, match: Match) -> None:
        self._span_agrees(match, verb_state(match["verb"]))
        changes = list(self._figures(match, "changes"))
        names = list(self._names(match))
        self._same_length(match, len(names), len(changes))
        for name, change in zip(names, changes, strict=True):
            signed = self._sign(match["verb"], change)
            self._industry(name, "rising" if signed > 0 else "falling", signed, "exact", change[1])

    _read_respective_of = _read_respective_most

    def _span_agrees(self, match: Match, state: str) -> None:
        if match["span"] and (match["span"] in RISING_SPANS) != (state == "rising"):
            raise self._error(match.start("span"), match.end(), f"{match['span']} and {match['verb']} contradict")

    def _read_most(self, match: Match) -> None:
        """Industries with one change: exact for a single industry, at least so much where the words say so."""
        state = self._state(match)
        if "verb" in match.groupdict():
            self._span_agrees(match, state)
        over = bool(match["more_before"] or match["more_after"])
        names = list(self._names(match))
        if len(names) > 1 and not over:
            raise self._error(match.start(), match.end(), f"one change for {len(names)} industries")
        points = Decimal(match["change"])
        start, stop = match.span("change")
        if match["more_after"]:
            stop = match.end("more_after")
        if not over:
            self._two_decimals(match, "change")
        if match["more_before"]:
            start = match.start("more_before")
        if match["count"]:
            self._count_agrees(match, len(names))
        for name in names:
            self._industry(
                name, state, points if state == "rising" else -points, "over" if over else "exact", (start, stop)
            )

    _read_least = _read_most_of = _read_most_by = _read_most

    def _industries(self, match: Match, state: str) -> None:
        names = list(self._names(match))
        keys = [name for name, _, _ in names]
        for position, (key, start, stop) in enumerate(names):
            if key in keys[:position]:
                self._slip(start, stop, f"{key} is named twice in one list")
        if match["count"]:
            self._count_agrees(match, len(names))
        for name in names:
            self._industry(name, state)
        named = {str(row["industry"]) for row in self._of("hardware_industries", self.head, value=state)}
        counted = [int(str(row["value"])) for row in self._of("hardware_breadth", self.head, state=state)]
        if counted and len(named) > max(counted):
            self._slip(*match.span(), f"{len(named)} industries named as {state}, but the count is {max(counted)}")

    def _count_agrees(self, match: Match, names: int) -> None:
        count, more = number(match["count"]), "等" in self.line.text[match.end("names") : match.start("count")]
        if names != count and not (more and names < count):
            self._slip(match.start("names"), match.end("count"), f"{names} names, but the count is {count}")

    def _names(self, match: Match) -> Iterator[tuple[str, int, int]]:
        """The industries of a list: key, start and end of the name as printed."""
        text, position, stop = self.line.text, *match.span("names")
        known = sorted((*INDUSTRIES, *INDUSTRY_ALIASES), key=len, reverse=True)
        while position < stop:
            position = re.compile(r"(?:、|，|以及|和|与|及|行业)*").match(text, position, stop).end()  # type: ignore[union-attr]
            if position == stop:
                return
            name = next((n for n in known if text.startswith(n, position, stop)), "")
            after = position + len(name)
            if not name or not re.match(r"、|，|以及|和|与|及|行业|等|$", text[after:stop]):
                end = re.compile(r"[^、，]+?(?=、|，|以及|和(?!.*五金$)|与|行业|$)").match(text, position, stop)
                last = end.end() if end else stop
                raise self._error(position, last, f"unknown industry; the twelve are {', '.join(INDUSTRIES)}")
            yield INDUSTRY_ALIASES.get(name, name), position, after
            position = after

    def _check_comparison(self, match: Match) -> None:
        """A change is on the month before, where it names one; a change that does not compare is told of."""
        assert self.month is not None  # a statement is read only behind the month
        if not match["than"]:
            self._notice(match.start(), match.end(), "no word of comparison: read as a change on the month before")
        if named := THAN_NAMED.search(match["than"] or ""):
            start, stop, before = match.start("than"), match.end(), self.month - 1
            stated = self._month_named(named, before, start, stop)
            if stated != before:
                raise self._error(start, stop, f"a change on {stated}, expected {before}, the month before")

    def _index_meant(self, match: Match) -> None:
        """Where an industry's statement names the index, it must be the one that the paragraph is about."""
        if not (index := match.groupdict().get("index")):
            return
        stem = index.removesuffix("总指数").removesuffix("指数").removesuffix("景气")
        words = [word for word, family in COMPOSITE_WORDS.items() if family == self.family]
        if not (stem in self.head or (self.head == COMPOSITE and any(word.startswith(stem) for word in words))):
            raise self._error(match.start("index"), match.end("index"), f"this paragraph is about {self.head}")
