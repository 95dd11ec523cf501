"""What a unit's profile shows, section by section: cells as HTML, each figure a link to its row on the data pages."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

from egov.book import editions
from egov.book.editions import N_
from egov.book.editions_units import LANGUAGE, PLACE, masked
from egov.book.histories import Profile
from egov.book.render import english as english_text
from egov.book.table_html import english, esc, slugs
from egov.plots.palette import BAND_ENGLISH, BANDS
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES

Row = dict[str, str]
QUALIFIERS = {"exact": "{n}", "over": N_("more than {n}"), "about": N_("about {n}"), "nearly": N_("nearly {n}")}
BASIS = {"stated": "", "published": N_(" (date of the document)"), "assessed": N_(" (year assessed)")}
TYPES = {"行政": N_("administrative body"), "事业": N_("public institution"), "法定机构": N_("statutory body")}
LEVELS = {"正厅级": N_("full department level"), "副厅级": N_("deputy department level")}
MEASURES = {
    "score": N_("score, points"),
    "rank": N_("rank among 31 provinces"),
    "grade": N_("grade"),
    "market_rank": N_("rank, market environment 市场环境"),
    "government_rank": N_("rank, government environment 政务环境"),
    "legal_rank": N_("rank, legal and policy environment 法律政策环境"),
    "culture_rank": N_("rank, social and cultural environment 人文环境"),
    "balance_rank": N_("rank, balance of the four"),
    "gdp_per_capita_rank": N_("rank, GDP per person"),
}
COVARIATES = {
    "census_population_2020": N_("census population"),
    "yearend_population_10k": N_("year-end population"),
    "gdp_100m_yuan_revised": N_("GDP, revised"),
    "gdp_per_capita_yuan_bulletin": N_("GDP per person, as the bulletin prints it"),
}


SIDES = {
    ("north", False): N_("north of the Qinling–Huaihe line"),
    ("south", False): N_("south of the Qinling–Huaihe line"),
    ("north", True): N_("north of the Qinling–Huaihe line (which crosses it)"),
    ("south", True): N_("south of the Qinling–Huaihe line (which crosses it)"),
}
METHODS = (N_("model"), N_("model + printed means"), N_("rounding"), N_("rounding+rank"), N_("rounding+rank+order"))


class Tables:
    """Raw rows of the tables, read once and grouped by the columns asked for."""

    def __init__(self, data: Path, language: str = "en") -> None:
        """``data`` is the data folder, ``language`` that of the edition whose pages are written."""
        self.data, self.chinese = data, language == LANGUAGE
        self._ = editions.translator(data.parent, language)
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

    def unit_link(self, unit_type: str, unit: str) -> str:
        """A link to a profile."""
        name = self.both(self.english[unit_type, unit], unit)
        return f'<a href="{self.slugs[unit_type, unit]}.html">{name}</a>'

    def both(self, english: str, chinese: str) -> str:
        """A name: on an English page in English and Chinese, on a Chinese one in Chinese."""
        return zh(chinese) if self.chinese else f"{english} {zh(chinese)}"

    def band(self, name: str) -> str:
        """A band as a coloured word."""
        english = "" if self.chinese else f" <i>{BAND_ENGLISH[name]}</i>"
        return f'<span class="band band-{BANDS.index(name)}">{zh(name)}{english}</span>'

    def place(self, row: Row) -> str:
        """Where a figure stands."""
        where = masked(row["place"], lambda unit, kind: self._(unit), "place", PLACE)
        return f"<small>{esc(row['source'])}, {esc(where)}</small>"

    def span(self, lower: str, upper: str) -> str:
        """From one value to another."""
        return self._("{lower} to {upper}", lower=lower, upper=upper)


def link(table: str, row: Row, text: str) -> str:
    """A figure as a link to its row; ``text`` is HTML."""
    return f'<a class="row-link" href="../tables/{table}.html#{esc(row_anchor(table, row))}">{text}</a>'


def zh(text: str) -> str:
    """Chinese text, marked."""
    return f'<span lang="zh-Hans">{esc(text)}</span>'


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


SCALES = {"10,000 persons": (4, 6, "million persons"), "100 million yuan": (8, 9, "billion yuan")}
"""Unit of a yearbook: its power of ten, that of the English unit, and its name."""


CHINESE_UNITS = {"10,000 persons": "万人", "100 million yuan": "亿元", "persons": "人", "yuan": "元"}


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


def bands(tables: Tables, profile: Profile) -> list[list[str]]:
    """The bands year by year, with the number of others above, beside and below."""
    _, key = tables._, {"unit_type": profile.unit_type, "unit": profile.unit}
    names = ("capacity_risers", "capacity_bands", "province_scores")
    rising, printed, scores = ({row["year"]: row for row in tables.first(name, **key)} for name in names)
    rows = []
    for y in reversed(profile.years):
        year = str(y.year)
        move = "–" if not y.step else f"{_('▲ up')} {y.step}" if y.step > 0 else f"{_('▼ down')} {-y.step}"
        move = _("first year") if y is profile.years[0] else move.removesuffix(" 1")
        if year in rising:
            move += " " + link("capacity_risers", rising[year], "(+)")
        band = link("capacity_bands", printed[year], tables.band(y.band))
        if year in scores:
            band += "<br>" + link("province_scores", scores[year], _("index {n}", n=scores[year]["printed"]))
        rows.append([year, band, move, *(" / ".join(map(str, counts)) for counts in (y.region, y.nation))])
    return rows


def leaders(tables: Tables, profile: Profile) -> list[tuple[Row, Row]]:
    """The lists of ten leaders that it is on, each with the first-level indicator that it is about."""
    names = {row["code"]: row for row in tables.first("indicators", unit_type=profile.unit_type)}
    found = tables.first("capacity_leaders", unit_type=profile.unit_type, unit=profile.unit)
    return [(row, names[row["code"]]) for row in sorted(found, key=lambda row: row["code"])]


def of_unit(tables: Tables, profile: Profile) -> dict[str, list]:
    """What any unit has: intervals and forecasts, the counts that the documents print for it, dated events."""
    _, key = tables._, {"unit_type": profile.unit_type, "unit": profile.unit}
    named = {"scope": profile.unit_type, "unit": profile.unit}
    counters = []
    for row in tables.first("platform_counters", **named):
        more = len(tables.of("platform_counters", **{c: row[c] for c in ("scope", "unit", "metric", "as_of")})) - 1
        again = _("; printed {n} more times", n=more) if more > 1 else _("; printed once more") if more else ""
        same = row["qualifier"] == "exact" and row["printed"].replace(",", "").rstrip("%") == row["value"]
        printed = "" if same else f' <small lang="zh-Hans">{esc(row["printed"])}</small>'
        first, _slash, last = row["as_of"].partition("/")
        when = (tables.span(first, last) if last else first) + _(BASIS[row["as_of_basis"]])
        figure = link("platform_counters", row, esc(amount(row, _)))
        counters.append([esc(_(row["metric_en"])), f"{figure}{printed}", f"{when}; {tables.place(row)}{again}"])
    return {
        "intervals": sorted(tables.of("score_intervals", **key), key=lambda r: (-int(r["year"]), r["method"])),
        "forecast": sorted(tables.of("forecasts", **key), key=lambda r: (r["year"], -BANDS.index(r["band"]))),
        "counters": counters,
        "events": sorted(tables.first("policy_events", **named), key=lambda r: r["date"]),
    }


def of_province(tables: Tables, unit: str) -> dict[str, list]:
    """What a province has: plans and offices, the business environment, people and output (latest year of each)."""
    scores = {row["measure"]: row for row in tables.first("bizenv_scores", province=unit)}
    context = [tables.first("province_covariates", unit=unit, variable=variable) for variable in COVARIATES]
    return {
        "plans": tables.first("policies", region=unit),
        "offices": sorted(tables.first("institutions", region=unit), key=lambda r: int(r["position"])),
        "bizenv": [scores[measure] for measure in MEASURES if measure in scores],
        "recovered": tables.of("bizenv_recovered", province=unit),
        "context": [max(found, key=lambda r: r["year"]) for found in context if found],
    }


def around(tables: Tables, profile: Profile) -> dict[str, list[Row]]:
    """A province's neighbours and cities, and the others of the unit's region, in the report's order."""
    province = profile.unit_type == "province"
    others = tables.of("units", unit_type=profile.unit_type, region7=profile.region)
    cities = tables.of("units", unit_type="city", parent=profile.unit) if province else []
    return {
        "near": tables.of("contiguity", unit=profile.unit) if province else [],
        "cities": sorted(cities, key=lambda row: int(row["order"])),
        "others": sorted((r for r in others if r["unit"] != profile.unit), key=lambda row: int(row["order"])),
    }
