"""One page for each of the 64 units, and the page that lists them, written from the tables at every build.

What a page shows is gathered here; its words and its HTML, in which each figure is a link to its row on the data pages,
stand in ``profile.md.jinja`` and ``units.md.jinja``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from egov.book import editions
from egov.book.data_pages import script, short_names, slugs
from egov.book.editions import N_
from egov.book.editions_units import LANGUAGE, PLACE, masked
from egov.book.generated import write_editions
from egov.book.histories import Profile, chinese, english, profiles
from egov.book.render import english as english_text
from egov.book.render import render
from egov.plots.palette import BAND_ENGLISH, BANDS, REGION_LABELS, languages
from egov.plots.profile import profile_svg
from egov.tables import TABLES, load
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.units import BELTS, REGIONS

Row = dict[str, str]
Units = dict[tuple[str, str], dict[str, Any]]
QUALIFIERS = {"exact": "{n}", "over": N_("more than {n}"), "about": N_("about {n}"), "nearly": N_("nearly {n}")}
SCALES = {"10,000 persons": (4, 6, "million persons"), "100 million yuan": (8, 9, "billion yuan")}
"""Unit of a yearbook: its power of ten, that of the English unit, and its name."""
CHINESE_UNITS = {"10,000 persons": "万人", "100 million yuan": "亿元", "persons": "人", "yuan": "元"}
_SYLLABLE = re.compile(r"(?<=[aeioung])(?=(?:[szc]h|[bpmfdtlkjqxrzcswyh])[aeiou])")
"""Between two syllables of a name in Pinyin: a narrow tile breaks it there."""


class Tables:
    """Raw rows of the tables, grouped by the columns asked for; names and addresses of units."""

    def __init__(self, data: Path, language: str = "en") -> None:
        """``data`` is the data folder, ``language`` that of the edition whose pages are written."""
        self.data, self.chinese = data, language == LANGUAGE
        self._ = editions.translator(data.parent, language)
        self.slugs, self.english = slugs(data), short_names(data)
        self._groups: dict[tuple[str, ...], dict[tuple[str | None, ...], list[Row]]] = {}

    def of(self, name: str, **key: str | None) -> list[Row]:
        """The rows whose columns have the values of ``key``."""
        if (name, *key) not in self._groups:
            groups = self._groups[name, *key] = defaultdict(list)
            for row in read_raw(TABLES[name], self.data).to_dict("records"):
                groups[tuple(row[c] for c in key)].append(row)
        return self._groups[name, *key].get(tuple(key.values()), [])

    def first(self, name: str, **key: str | None) -> list[Row]:
        """Likewise, the first mention only."""
        return [row for row in self.of(name, **key) if row.get("mention", "1") == "1"]

    def where(self, row: Row) -> str:
        """Where a figure stands in its document, in the language of the page."""
        return masked(row["place"], lambda unit, kind: self._(unit), "place", PLACE)


def amount(row: Row, _: editions.Translator = english_text) -> str:
    """A counter's value in words and figures.

    >>> amount({"value": "30950000", "unit_of_measure": "persons", "qualifier": "over"})
    'more than 30,950,000 persons'
    >>> amount({"value": "99.7", "unit_of_measure": "percent", "qualifier": "exact"})
    '99.7 %'
    """
    whole, dot, rest = row["value"].partition(".")
    unit = "%" if row["unit_of_measure"] == "percent" else _(row["unit_of_measure"])
    return _(QUALIFIERS[row["qualifier"]], n=f"{int(whole):,}{dot}{rest} {unit}")


def percent(share: str, _: editions.Translator = english_text) -> str:
    """A share from 0 to 1 in whole percent.

    >>> percent("0.9"), percent("0.0022"), percent("0.9991")
    ('90 %', 'below 1 %', 'above 99 %')
    """
    value = 100 * float(share)
    return _("below 1 %") if 0 < value < 0.5 else _("above 99 %") if 99.5 <= value < 100 else f"{value:.0f} %"


def spans(ranks: str) -> str:
    """Ranks joined by ``|``, neighbours as spans.

    >>> spans("15|16|17|18"), spans("19|27|28"), spans("15")
    ('15–18', '19, 27–28', '15')
    """
    out: list[list[int]] = []
    for rank in map(int, filter(None, ranks.split("|"))):
        if out and rank == out[-1][1] + 1:
            out[-1][1] = rank
        else:
            out.append([rank, rank])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in out)


def plain_measure(row: Row, chinese: bool = False) -> str:
    """A covariate in the units of the language, exactly.

    >>> plain_measure({"value": "2492", "unit_of_measure": "10,000 persons"})
    '24.92 million persons'
    >>> plain_measure({"value": "25019831", "unit_of_measure": "persons"})
    '25,019,831 persons'
    >>> plain_measure({"value": "2492", "unit_of_measure": "10,000 persons"}, chinese=True)
    '2,492 万人'
    """
    if chinese:
        return f"{Decimal(row['value']):,f} {CHINESE_UNITS[row['unit_of_measure']]}"
    own, shown, name = SCALES.get(row["unit_of_measure"], (0, 0, row["unit_of_measure"]))
    return f"{Decimal(row['value']).scaleb(own - shown).normalize():,f} {name}"


def figure(tables: Tables, profile: Profile) -> str:
    """The band history as a figure."""
    _ = tables._
    label = _(
        "Band history of {name}: a path through four lanes, one a capability band from low to very high, one point a "
        "year. Small bars in each lane and year show which share of all units of its kind, and of those in its region, "
        "stood in that band. The table below holds the same.",
        name=profile.unit if tables.chinese else profile.name_en,
    )
    return profile_svg(
        [(y.year, y.band) for y in profile.years],
        profile.nation,
        profile.regional,
        label=label,
        nation_label=_("share of all {n}", n=sum(profile.years[-1].nation) + 1),
        region_label=_("of its region's {n}", n=sum(profile.years[-1].region) + 1),
        english=not tables.chinese,
    )


def of_unit(tables: Tables, profile: Profile) -> dict[str, list]:
    """What any unit has: bands, lists, intervals and forecasts, counts, dated events, the others of its region."""
    key = {"unit_type": profile.unit_type, "unit": profile.unit}
    named = {"scope": profile.unit_type, "unit": profile.unit}
    names = ("capacity_bands", "capacity_risers", "province_scores")
    printed, rising, scores = ({row["year"]: row for row in tables.first(name, **key)} for name in names)
    indicators = {row["code"]: row for row in tables.first("indicators", unit_type=profile.unit_type)}
    leaders = sorted(tables.first("capacity_leaders", **key), key=lambda row: row["code"])
    counters = []
    for row in tables.first("platform_counters", **named):
        more = len(tables.of("platform_counters", **{c: row[c] for c in ("scope", "unit", "metric", "as_of")})) - 1
        same = row["qualifier"] == "exact" and row["printed"].replace(",", "").rstrip("%") == row["value"]
        counters.append((row, same, more))
    others = tables.of("units", unit_type=profile.unit_type, region7=profile.region)
    return {
        "bands": [
            (y, printed[str(y.year)], rising.get(str(y.year)), scores.get(str(y.year))) for y in reversed(profile.years)
        ],
        "leaders": [(row, indicators[row["code"]]) for row in leaders],
        "intervals": sorted(tables.of("score_intervals", **key), key=lambda r: (-int(r["year"]), r["method"])),
        "forecast": sorted(tables.of("forecasts", **key), key=lambda r: (r["year"], -BANDS.index(r["band"]))),
        "counters": counters,
        "events": sorted(tables.first("policy_events", **named), key=lambda r: r["date"]),
        "others": sorted((r for r in others if r["unit"] != profile.unit), key=lambda row: int(row["order"])),
    }


def of_province(tables: Tables, unit: str | None) -> dict[str, Any]:
    """Plans and offices, business environment, people and output, neighbours, cities; ``None``, a city, has none."""
    covariates = sorted(tables.first("province_covariates", unit=unit), key=lambda r: r["year"])
    return {
        "plans": tables.first("policies", region=unit),
        "offices": sorted(tables.first("institutions", region=unit), key=lambda r: int(r["position"])),
        "bizenv": {row["measure"]: row for row in tables.first("bizenv_scores", province=unit)},
        "recovered": tables.of("bizenv_recovered", province=unit),
        "context": {row["variable"]: row for row in covariates},  # of the latest year
        "near": tables.of("contiguity", unit=unit),
        "cities": sorted(tables.of("units", unit_type="city", parent=unit), key=lambda row: int(row["order"])),
    }


def page(tables: Tables, profile: Profile, row: dict[str, Any], ever_low: int) -> str:
    """One profile as MyST text."""
    found = of_unit(tables, profile)
    lists = [one for _, one in found["leaders"]]
    areas = len([r for r in tables.first("indicators", unit_type=profile.unit_type) if r["level"] == "1"])
    summary, name = (chinese, "name_zh") if tables.chinese else (english, "name_en")
    return render(
        "profile.md",
        tables._,
        tables=tables,
        profile=profile,
        row=row,
        summary=summary(profile, [one[name] for one in lists], ever_low, areas),
        figure=figure(tables, profile),
        regions=REGIONS,
        belts=BELTS,
        band_names=BAND_ENGLISH,
        anchor=row_anchor,
        amount=amount,
        percent=percent,
        spans=spans,
        plain_measure=plain_measure,
        **found,
        **of_province(tables, profile.unit if profile.unit_type == "province" else None),
    )


def units_page(tables: Tables, found: dict[tuple[str, str], Profile], rows: Units) -> str:
    """The page of all units: maps with a slider of years, which works without script, and one table."""
    years = sorted({y.year for profile in found.values() for y in profile.years})
    steps: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (kind, _), profile in found.items():
        for y in profile.years[1:]:
            steps[y.year, kind].append(y.step)
    units = [
        {"kind": key[0], "profile": profile, "row": rows[key], "slug": tables.slugs[key]}
        | {"bands": dict.fromkeys(years) | {y.year: y for y in profile.years}}
        for key, profile in found.items()
    ]
    return render(
        "units.md",
        tables._,
        units=units,
        years=years,
        bands=BANDS,
        english=BAND_ENGLISH,
        regions={region: languages(label)[0] for region, label in REGION_LABELS.items()},
        syllables=lambda name: _SYLLABLE.sub("<wbr>", name),
        steps=steps,
        anchor=row_anchor,
        script=script("../", tables.data.parent / "book" / "_static"),
    )


def pages(data: Path, language: str = "en") -> dict[str, str]:
    """Every page of this module in one language: file name below ``book`` -> MyST text."""
    tables = Tables(data, language)
    frame = load("units", data=data).sort_values(["unit_type", "order"], ignore_index=True)
    bands = load("capacity_bands", data=data)
    found = profiles(bands[bands["mention"] == 1], frame)
    rows = {(r["unit_type"], r["unit"]): r for r in frame.to_dict("records")}
    low = Counter(kind for (kind, _), profile in found.items() if profile.low_years)
    out = {
        f"units/{tables.slugs[key]}.md": page(tables, profile, rows[key], low[key[0]]) for key, profile in found.items()
    }
    return out | {"units.md": units_page(tables, found, rows)}


def write(root: Path) -> bool:
    """Bring the profiles up to date; tells whether one changed."""
    return write_editions(root, "units", pages)
