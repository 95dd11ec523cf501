"""What a unit's profile shows, section by section: cells as HTML, each figure a link to its row on the data pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

from egov.book.histories import Profile
from egov.book.table_html import english, esc, slugs
from egov.plots.palette import BAND_ENGLISH, BANDS
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES
from egov.tables.units import BELTS, NORTH_SOUTH, REGIONS

Row = dict[str, str]
QUALIFIERS = {"exact": "", "over": "more than ", "about": "about ", "nearly": "nearly "}
BASIS = {"stated": "", "published": " (date of the document)", "assessed": " (year assessed)"}
TYPES = {"行政": "administrative body", "事业": "public institution", "法定机构": "statutory body"}
LEVELS = {"正厅级": "full department level", "副厅级": "deputy department level"}
MEASURES = {
    "score": "score, points",
    "rank": "rank among 31 provinces",
    "grade": "grade",
    "market_rank": "rank, market environment 市场环境",
    "government_rank": "rank, government environment 政务环境",
    "legal_rank": "rank, legal and policy environment 法律政策环境",
    "culture_rank": "rank, social and cultural environment 人文环境",
    "balance_rank": "rank, balance of the four",
    "gdp_per_capita_rank": "rank, GDP per person",
}
COVARIATES = {
    "census_population_2020": "census population",
    "yearend_population_10k": "year-end population",
    "gdp_100m_yuan_revised": "GDP, revised",
    "gdp_per_capita_yuan_bulletin": "GDP per person, as the bulletin prints it",
}


class Tables:
    """Raw rows of the tables, read once and grouped by the columns asked for."""

    def __init__(self, data: Path) -> None:
        """``data`` is the data folder."""
        self.data = data
        self.slugs, self.english = slugs(data), english(data)
        self._rows = cache(lambda name: read_raw(TABLES[name], data).to_dict("records"))
        self._grouped = cache(self._group)

    def _group(self, name: str, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[Row]]:
        groups = defaultdict(list)
        for row in self._rows(name):
            groups[tuple(row[c] for c in columns)].append(row)
        return groups

    def of(self, name: str, **key: str) -> list[Row]:
        """The rows whose columns have the values of ``key``."""
        return self._grouped(name, tuple(key)).get(tuple(key.values()), [])

    def first(self, name: str, **key: str) -> list[Row]:
        """Likewise, the first mention only."""
        return [row for row in self.of(name, **key) if row.get("mention", "1") == "1"]

    def unit_links(self, unit_type: str, names: Iterable[str]) -> list[str]:
        """Links to profiles."""
        return [
            f'<a href="{self.slugs[unit_type, name]}.html">{self.english[unit_type, name]} {zh(name)}</a>'
            for name in names
        ]


def link(table: str, row: Row, text: str, base: str = "../tables/") -> str:
    """A figure as a link to its row; ``text`` is HTML."""
    return f'<a class="row-link" href="{base}{table}.html#{esc(row_anchor(table, row))}">{text}</a>'


def zh(text: str) -> str:
    """Chinese text, marked."""
    return f'<span lang="zh-Hans">{esc(text)}</span>'


def band_span(name: str) -> str:
    """A band as a coloured word in both languages."""
    return f'<span class="band band-{BANDS.index(name)}">{zh(name)} <i>{BAND_ENGLISH[name]}</i></span>'


def place(row: Row) -> str:
    """Where a figure stands."""
    return f"<small>{esc(row['source'])}, {esc(row['place'])}</small>"


def amount(row: Row) -> str:
    """A counter's value in words and figures.

    >>> amount({"value": "30950000", "unit_of_measure": "persons", "qualifier": "over"})
    'more than 30,950,000 persons'
    >>> amount({"value": "99.7", "unit_of_measure": "percent", "qualifier": "exact"})
    '99.7 %'
    """
    whole, dot, rest = row["value"].partition(".")
    unit = "%" if row["unit_of_measure"] == "percent" else row["unit_of_measure"]
    return f"{QUALIFIERS[row['qualifier']]}{int(whole):,}{dot}{rest} {unit}"


def percent(share: str) -> str:
    """A share from 0 to 1 in whole percent.

    >>> percent("0.9"), percent("0.0022"), percent("0.9991")
    ('90 %', 'below 1 %', 'above 99 %')
    """
    value = 100 * float(share)
    return "below 1 %" if 0 < value < 0.5 else "above 99 %" if 99.5 <= value < 100 else f"{value:.0f} %"


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


SCALES = {"10,000 persons": (4, 6, "million persons"), "100 million yuan": (8, 9, "billion yuan")}
"""Unit of a yearbook: its power of ten, that of the English unit, and its name."""


def plain_measure(row: Row) -> str:
    """A covariate in English units, exactly.

    >>> plain_measure({"value": "2492", "unit_of_measure": "10,000 persons"})
    '24.92 million persons'
    >>> plain_measure({"value": "25019831", "unit_of_measure": "persons"})
    '25,019,831 persons'
    """
    own, shown, name = SCALES.get(row["unit_of_measure"], (0, 0, row["unit_of_measure"]))
    return f"{Decimal(row['value']).scaleb(own - shown).normalize():,f} {name}"


def bands(tables: Tables, profile: Profile) -> list[list[str]]:
    """The bands year by year, with the number of others above, beside and below."""
    key = {"unit_type": profile.unit_type, "unit": profile.unit}
    names = ("capacity_risers", "capacity_bands", "province_scores")
    rising, printed, scores = ({row["year"]: row for row in tables.first(name, **key)} for name in names)
    rows = []
    for y in reversed(profile.years):
        year = str(y.year)
        move = "–" if not y.step else f"▲ up {y.step}" if y.step > 0 else f"▼ down {-y.step}"
        move = "first year" if y is profile.years[0] else move.removesuffix(" 1")
        if year in rising:
            move += " " + link("capacity_risers", rising[year], "(+)")
        band = link("capacity_bands", printed[year], band_span(y.band))
        if year in scores:
            band += "<br>" + link("province_scores", scores[year], f"index {scores[year]['printed']}")
        rows.append([year, band, move, *(" / ".join(map(str, counts)) for counts in (y.region, y.nation))])
    return rows


def leaders(tables: Tables, profile: Profile) -> tuple[list[str], list[str]]:
    """The first-level indicators whose ten leaders it is among: English names, and the items of a list."""
    names = {row["code"]: row for row in tables.first("indicators", unit_type=profile.unit_type)}
    found = sorted(
        tables.first("capacity_leaders", unit_type=profile.unit_type, unit=profile.unit), key=lambda row: row["code"]
    )
    items = [
        f"{link('capacity_leaders', row, esc(names[row['code']]['name_en']))} "
        f"{zh(names[row['code']]['name_zh'])} {place(row)}"
        for row in found
    ]
    return [names[row["code"]]["name_en"] for row in found], items


def of_unit(tables: Tables, profile: Profile) -> dict[str, list]:
    """What any unit has: intervals and forecasts, the counts that the documents print for it, dated events."""
    key = {"unit_type": profile.unit_type, "unit": profile.unit}
    named = {"scope": profile.unit_type, "unit": profile.unit}
    counters = []
    for row in tables.first("platform_counters", **named):
        more = len(tables.of("platform_counters", **{c: row[c] for c in ("scope", "unit", "metric", "as_of")})) - 1
        again = f"; printed {more} more time{'s' if more > 1 else ''}" if more else ""
        words = amount(row)
        same = row["printed"].replace(",", "").rstrip("%") == words.split()[0].replace(",", "")
        printed = "" if same else f' <small lang="zh-Hans">{esc(row["printed"])}</small>'
        when = row["as_of"].replace("/", " to ") + BASIS[row["as_of_basis"]]
        figure = link("platform_counters", row, esc(words))
        counters.append([esc(row["metric_en"]), f"{figure}{printed}", f"{when}; {place(row)}{again}"])
    return {
        "intervals": [
            [
                row["year"],
                link("score_intervals", row, f"{row['lower']} to {row['upper']}"),
                row["median"],
                f"{esc(row['method'])}, {percent(row['level'])}",
            ]
            for row in sorted(tables.of("score_intervals", **key), key=lambda r: (-int(r["year"]), r["method"]))
        ],
        "forecast": [
            [
                row["year"],
                band_span(row["band"]),
                link("forecasts", row, percent(row["probability"])),
                row["data_through"],
            ]
            for row in sorted(tables.of("forecasts", **key), key=lambda r: (r["year"], -BANDS.index(r["band"])))
        ],
        "counters": counters,
        "events": [
            f"{link('policy_events', row, row['date'] + ('–' + row['date_end'] if row['date_end'] else ''))}"
            f"{' (due)' if row['status'] == 'due' else ''}: {esc(row['title_en'])} {place(row)}"
            for row in sorted(tables.first("policy_events", **named), key=lambda r: r["date"])
        ],
    }


def of_province(tables: Tables, unit: str) -> dict[str, list]:
    """What a province has: plans and offices, the business environment, people and output (latest year of each)."""
    plans = []
    for row in tables.first("policies", region=unit):
        span = f", for {row['covers_from']}–{row['covers_to']}" if row["covers_from"] else ""
        number = link("policies", row, zh(row["printed"]))
        plans.append(f"Plan of {row['issued_in']}{span}: {zh(row['title_zh'])}, {number} {place(row)}")
    for row in sorted(tables.first("institutions", region=unit), key=lambda r: int(r["position"])):
        name = link("institutions", row, zh(row["name_zh"]))
        plans.append(f"Office: {name}, {TYPES[row['type']]}, {LEVELS[row['level']]} {place(row)}")
    scores = {row["measure"]: row for row in tables.first("bizenv_scores", province=unit)}
    context = []
    for variable, name in COVARIATES.items():
        if found := tables.first("province_covariates", unit=unit, variable=variable):
            row = max(found, key=lambda r: r["year"])
            figure = link("province_covariates", row, esc(plain_measure(row)))
            context.append(f"{name}, {row['year']}: {figure} <small>{esc(row['source'])}</small>")
    return {
        "plans": plans,
        "bizenv": [
            [name, link("bizenv_scores", scores[m], esc(scores[m]["value"])), place(scores[m])]
            for m, name in MEASURES.items()
            if m in scores
        ],
        "recovered": [
            [esc(r["tier"]), link("bizenv_recovered", r, f"{r['lower']} to {r['upper']}"), spans(r["ranks"])]
            for r in tables.of("bizenv_recovered", province=unit)
        ],
        "context": context,
    }


def facts(tables: Tables, row: dict[str, object], profile: Profile) -> str:
    """Type, region, belt, side, seat or province, as one line of HTML."""
    belt_zh, belt_en = BELTS[str(row["belt"])]
    items = ["City" if profile.unit_type == "city" else "Provincial unit"]
    items += [f"{REGIONS[profile.region]} {zh(profile.region)}", f"{belt_en} belt {zh(belt_zh)}"]
    side = NORTH_SOUTH[str(row["north_south"])][1].lower()
    items.append(f"{side} of the Qinling–Huaihe line" + (" (which crosses it)" if row["straddles"] else ""))
    if profile.unit_type == "city":
        where = tables.unit_links("province", [str(row["parent"])])[0]
        items.append(f"{'capital of' if row['is_capital'] else 'city in'} {where}")
    return " · ".join(items)


def around(tables: Tables, profile: Profile) -> list[tuple[str, list[str]]]:
    """Neighbours, cities, and the others of the region, each with links."""
    near = tables.of("contiguity", unit=profile.unit) if profile.unit_type == "province" else []
    links = tables.unit_links("province", [row["neighbour"] for row in near])
    strait = [" (across the strait)" if row["kind"] == "strait" else "" for row in near]
    others = tables.of("units", unit_type=profile.unit_type, region7=profile.region)

    def units(unit_type: str, rows: list[Row]) -> list[str]:
        found = [row["unit"] for row in sorted(rows, key=lambda row: int(row["order"])) if row["unit"] != profile.unit]
        return tables.unit_links(unit_type, found)

    cities = tables.of("units", unit_type="city", parent=profile.unit) if profile.unit_type == "province" else []
    lines = [
        ("Neighbours", [a + b for a, b in zip(links, strait, strict=True)]),
        ("Its cities", units("city", cities)),
        ("In the same region", units(profile.unit_type, others)),
    ]
    return [(words, found) for words, found in lines if found]
