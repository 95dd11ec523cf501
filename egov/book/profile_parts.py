"""The sections of a unit's profile as MyST and HTML, each figure a link to its row on the data pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from egov.book.histories import Profile
from egov.book.table_html import english, esc, slugs
from egov.plots.palette import BAND_ENGLISH, BANDS
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES

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


class Tables:
    """Raw rows of the tables, read once and grouped by unit; a table whose file is not there yet has none."""

    def __init__(self, data: Path) -> None:
        """``data`` is the data folder."""
        self.data = data
        self._kept: dict[str, list[Row]] = {}
        self._grouped: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Row]]] = {}

    def rows(self, name: str) -> list[Row]:
        """Every row of a table."""
        if name not in self._kept:
            there = name in TABLES and (self.data / TABLES[name].path).is_file()
            self._kept[name] = read_raw(TABLES[name], self.data).to_dict("records") if there else []
        return self._kept[name]

    def of(self, name: str, **key: str) -> list[Row]:
        """The rows whose columns have the values of ``key``."""
        columns = tuple(key)
        if (name, columns) not in self._grouped:
            groups: dict[tuple[str, ...], list[Row]] = {}
            for row in self.rows(name):
                groups.setdefault(tuple(row[c] for c in columns), []).append(row)
            self._grouped[name, columns] = groups
        return self._grouped[name, columns].get(tuple(key.values()), [])

    def first(self, name: str, **key: str) -> list[Row]:
        """Likewise, the first mention only."""
        return [row for row in self.of(name, **key) if row.get("mention", "1") == "1"]

    @cached_property
    def slugs(self) -> dict[tuple[str, str], str]:
        """(unit_type, unit) -> file name of the profile."""
        return slugs(self.data)

    @cached_property
    def english(self) -> dict[tuple[str, str], str]:
        """(unit_type, unit) -> short English name."""
        return english(self.data)


def link(table: str, row: Row, text: str, base: str = "../tables/") -> str:
    """A figure as a link to its row; ``text`` is HTML."""
    return f'<a class="row-link" href="{base}{table}.html#{esc(row_anchor(table, row))}">{text}</a>'


def band_span(name: str) -> str:
    """A band as a coloured word in both languages."""
    level = BANDS.index(name)
    return f'<span class="band band-{level}"><span lang="zh-Hans">{name}</span> <i>{BAND_ENGLISH[name]}</i></span>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]], caption: str, kind: str = "") -> str:
    """A small table as HTML in its own scroll box; cells are HTML, the first of a row heads it."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "\n".join(
        "<tr>"
        + "".join(f'<th scope="row">{c}</th>' if i == 0 else f"<td>{c}</td>" for i, c in enumerate(cells))
        + "</tr>"
        for cells in rows
    )
    return (
        f'<div class="facts-box"><table class="facts{kind}"><caption>{caption}</caption>\n'
        f"<thead><tr>{top}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def raw(html: str) -> str:
    """HTML as a MyST block."""
    return f"```{{raw}} html\n{html}\n```\n"


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


def moved(step: int) -> str:
    """A move between two years."""
    if not step:
        return "–"
    return f"{'▲ up' if step > 0 else '▼ down'}{'' if abs(step) == 1 else f' {abs(step)}'}"


def bands(tables: Tables, profile: Profile) -> str:
    """The bands year by year, with the number of others above, beside and below."""
    key = {"unit_type": profile.unit_type, "unit": profile.unit}
    rising = {row["year"]: row for row in tables.first("capacity_risers", **key)}
    printed = {row["year"]: row for row in tables.first("capacity_bands", **key)}
    scores = {row["year"]: row for row in tables.first("province_scores", **key)}
    rows = []
    for y in reversed(profile.years):
        year = str(y.year)
        move = moved(y.step) if y is not profile.years[0] else "first year"
        if year in rising:
            move += " " + link("capacity_risers", rising[year], "(+)")
        band = link("capacity_bands", printed[year], band_span(y.band))
        if year in scores:
            band += "<br>" + link("province_scores", scores[year], f"index {scores[year]['printed']}")
        rows.append([year, band, move, *(" / ".join(map(str, counts)) for counts in (y.region, y.nation))])
    kinds = "provincial units" if profile.unit_type == "province" else "cities"
    caption = f"Bands, and how many other {kinds} stood higher / in the same band / lower"
    return table(["Year", "Band", "Move", "Region", "Nation"], rows, caption, " tight")


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


def intervals(tables: Tables, profile: Profile) -> str:
    """What the published figures allow for the unit's scores; empty where nothing is computed."""
    found = tables.of("score_intervals", unit_type=profile.unit_type, unit=profile.unit)
    middle = any(row.get("median") for row in found)
    rows = [
        [
            row["year"],
            link("score_intervals", row, f"{row['lower']} to {row['upper']}"),
            *([row["median"]] if middle else []),
            esc(row["method"]) + (f", {percent(row['level'])}" if row.get("level") else ""),
        ]
        for row in sorted(found, key=lambda r: (-int(r["year"]), r["method"]))
    ]
    head = ["Year", "Points", *(["Middle"] if middle else []), "From what, level"]
    return table(head, rows, "Intervals for the score behind the band") if rows else ""


def forecast(tables: Tables, profile: Profile) -> str:
    """The probability of each band in a coming year; empty where nothing is computed."""
    found = tables.of("forecasts", unit_type=profile.unit_type, unit=profile.unit)
    rows = [
        [row["year"], band_span(row["band"]), link("forecasts", row, percent(row["probability"])), row["data_through"]]
        for row in sorted(found, key=lambda r: (r["year"], -BANDS.index(r["band"])))
    ]
    return table(["Year", "Band", "Probability", "Data through"], rows, "Forecast of the band") if rows else ""


def leaders(tables: Tables, profile: Profile) -> tuple[list[str], str]:
    """The first-level indicators whose ten leaders it is among: English names, and the list as HTML."""
    key = {"unit_type": profile.unit_type, "unit": profile.unit}
    names = {row["code"]: row for row in tables.first("indicators", unit_type=profile.unit_type)}
    found = sorted(tables.first("capacity_leaders", **key), key=lambda row: row["code"])
    items = [
        f"<li>{link('capacity_leaders', row, esc(names[row['code']]['name_en']))} "
        f'<span lang="zh-Hans">{names[row["code"]]["name_zh"]}</span> {place(row)}</li>'
        for row in found
    ]
    return [names[row["code"]]["name_en"] for row in found], f"<ul>{''.join(items)}</ul>" if items else ""


def plans(tables: Tables, unit: str) -> str:
    """Plans and offices of a province."""
    items = []
    for row in tables.first("policies", region=unit):
        span = f", for {row['covers_from']}–{row['covers_to']}" if row["covers_from"] else ""
        number = link("policies", row, f'<span lang="zh-Hans">{esc(row["printed"])}</span>')
        title = f'<span lang="zh-Hans">{esc(row["title_zh"])}</span>'
        items.append(f"<li>Plan of {row['issued_in']}{span}: {title}, {number} {place(row)}</li>")
    for row in sorted(tables.first("institutions", region=unit), key=lambda r: int(r["position"])):
        name = link("institutions", row, f'<span lang="zh-Hans">{esc(row["name_zh"])}</span>')
        items.append(f"<li>Office: {name}, {TYPES[row['type']]}, {LEVELS[row['level']]} {place(row)}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def bizenv(tables: Tables, unit: str) -> str:
    """The business-environment figures printed for a province, or what was recovered for it."""
    found = {row["measure"]: row for row in tables.first("bizenv_scores", province=unit)}
    rows = [
        [MEASURES[m], link("bizenv_scores", found[m], esc(found[m]["value"])), place(found[m])]
        for m in MEASURES
        if m in found
    ]
    text = table(["What", "Figure", "Where"], rows, "Business environment, study of 2020") if rows else ""
    recovered = [
        [
            esc(row["tier"]),
            link("bizenv_recovered", row, f"{row['lower']} to {row['upper']}"),
            spans(row["ranks"]),
        ]
        for row in tables.of("bizenv_recovered", province=unit)
    ]
    if recovered:
        caption = "What the printed means and orders allow for its score, which is not printed"
        text += table(["Using", "Score, points", "Possible ranks"], recovered, caption)
    return text


def counters(tables: Tables, profile: Profile) -> str:
    """The counts that the documents print for the unit."""
    rows = []
    for row in tables.first("platform_counters", scope=profile.unit_type, unit=profile.unit):
        more = len(tables.of("platform_counters", **{c: row[c] for c in ("scope", "unit", "metric", "as_of")})) - 1
        again = f"; printed {more} more time{'s' if more > 1 else ''}" if more else ""
        words = amount(row)
        figure = link("platform_counters", row, esc(words))
        same = row["printed"].replace(",", "").rstrip("%") == words.split()[0].replace(",", "")
        printed = "" if same else f' <small lang="zh-Hans">{esc(row["printed"])}</small>'
        when = row["as_of"].replace("/", " to ") + BASIS[row["as_of_basis"]]
        rows.append([esc(row["metric_en"]), f"{figure}{printed}", f"{when}; {place(row)}{again}"])
    heads = ["What is counted", "Figure (as printed, where it differs)", "As of; where"]
    return table(heads, rows, "Counts") if rows else ""


def events(tables: Tables, profile: Profile) -> str:
    """The events that the documents date."""
    found = tables.first("policy_events", scope=profile.unit_type, unit=profile.unit)
    items = [
        f"<li>{link('policy_events', row, row['date'] + ('–' + row['date_end'] if row['date_end'] else ''))}"
        f"{' (due)' if row['status'] == 'due' else ''}: {esc(row['title_en'])} {place(row)}</li>"
        for row in sorted(found, key=lambda r: r["date"])
    ]
    return f"<ul>{''.join(items)}</ul>" if items else ""


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


def context(tables: Tables, unit: str) -> str:
    """People and output of a province, latest year of each variable."""
    words = {
        "census_population_2020": "census population",
        "yearend_population_10k": "year-end population",
        "gdp_100m_yuan_revised": "GDP, revised",
        "gdp_per_capita_yuan_bulletin": "GDP per person, as the bulletin prints it",
    }
    items = []
    for variable, name in words.items():
        if found := tables.first("province_covariates", unit=unit, variable=variable):
            row = max(found, key=lambda r: r["year"])
            figure = link("province_covariates", row, esc(plain_measure(row)))
            items.append(f"<li>{name}, {row['year']}: {figure} <small>{esc(row['source'])}</small></li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def unit_links(tables: Tables, unit_type: str, names: Iterable[str], base: str = "") -> list[str]:
    """Links to profiles."""
    return [
        f'<a href="{base}{tables.slugs[unit_type, name]}.html">{tables.english[unit_type, name]} '
        f'<span lang="zh-Hans">{name}</span></a>'
        for name in names
    ]
