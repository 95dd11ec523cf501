"""The sections of a unit's profile as MyST and HTML, each figure a link to its row on the data pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from egov.book import editions
from egov.book.editions_units import PLACE, masked
from egov.book.histories import Profile
from egov.book.table_html import english, esc, slugs
from egov.plots.palette import BAND_ENGLISH, BANDS
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor
from egov.tables.schemas import TABLES

Row = dict[str, str]


class Words:
    """What profiles say in a word or two, by the key that the tables use; ``_`` is the translator of an edition."""

    def __init__(self, _: editions.Translator) -> None:
        """Say everything in the edition's language."""
        self.qualified = {
            "exact": "{n}",
            "over": _("more than {n}"),
            "about": _("about {n}"),
            "nearly": _("nearly {n}"),
        }
        self.basis = {"stated": "", "published": _(" (date of the document)"), "assessed": _(" (year assessed)")}
        self.types = {
            "行政": _("administrative body"),
            "事业": _("public institution"),
            "法定机构": _("statutory body"),
        }
        self.levels = {"正厅级": _("full department level"), "副厅级": _("deputy department level")}
        self.methods = {"model": _("model"), "model + printed means": _("model + printed means")}
        self.tiers = {
            "rounding": _("rounding"),
            "rounding+rank": _("rounding+rank"),
            "rounding+rank+order": _("rounding+rank+order"),
        }
        self.measures = {
            "score": _("score, points"),
            "rank": _("rank among 31 provinces"),
            "grade": _("grade"),
            "market_rank": _("rank, market environment 市场环境"),
            "government_rank": _("rank, government environment 政务环境"),
            "legal_rank": _("rank, legal and policy environment 法律政策环境"),
            "culture_rank": _("rank, social and cultural environment 人文环境"),
            "balance_rank": _("rank, balance of the four"),
            "gdp_per_capita_rank": _("rank, GDP per person"),
        }
        self.variables = {
            "census_population_2020": _("census population"),
            "yearend_population_10k": _("year-end population"),
            "gdp_100m_yuan_revised": _("GDP, revised"),
            "gdp_per_capita_yuan_bulletin": _("GDP per person, as the bulletin prints it"),
        }


class Tables:
    """Raw rows of the tables, read once and grouped by unit; a table whose file is not there yet has none."""

    def __init__(self, data: Path, language: str = "en") -> None:
        """``data`` is the data folder, ``language`` that of the edition whose pages are written."""
        self.data, self.chinese = data, language == editions.units.LANGUAGE
        self._ = editions.translator(data.parent, language)
        self.words = Words(self._)
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


def band_span(name: str, chinese: bool = False) -> str:
    """A band as a coloured word, with its English on an English page."""
    english = "" if chinese else f" <i>{BAND_ENGLISH[name]}</i>"
    return f'<span class="band band-{BANDS.index(name)}"><span lang="zh-Hans">{name}</span>{english}</span>'


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


def place(tables: Tables, row: Row) -> str:
    """Where a figure stands."""
    where = masked(row["place"], lambda unit, kind: tables._(unit), "place", PLACE)
    return f"<small>{esc(row['source'])}, {esc(where)}</small>"


def amount(tables: Tables, row: Row) -> str:
    """A counter's value in words and figures: ``more than 30,950,000 persons``, ``99.7 %``."""
    whole, dot, rest = row["value"].partition(".")
    unit = "%" if row["unit_of_measure"] == "percent" else tables._(row["unit_of_measure"])
    return tables.words.qualified[row["qualifier"]].format(n=f"{int(whole):,}{dot}{rest} {unit}")


def moved(tables: Tables, step: int) -> str:
    """A move between two years."""
    if not step:
        return "–"
    word = tables._("▲ up") if step > 0 else tables._("▼ down")
    return word if abs(step) == 1 else f"{word} {abs(step)}"


def bands(tables: Tables, profile: Profile) -> str:
    """The bands year by year, with the number of others above, beside and below."""
    _, key = tables._, {"unit_type": profile.unit_type, "unit": profile.unit}
    rising = {row["year"]: row for row in tables.first("capacity_risers", **key)}
    printed = {row["year"]: row for row in tables.first("capacity_bands", **key)}
    scores = {row["year"]: row for row in tables.first("province_scores", **key)}
    rows = []
    for y in reversed(profile.years):
        year = str(y.year)
        move = moved(tables, y.step) if y is not profile.years[0] else _("first year")
        if year in rising:
            move += " " + link("capacity_risers", rising[year], "(+)")
        band = link("capacity_bands", printed[year], band_span(y.band, tables.chinese))
        if year in scores:
            band += "<br>" + link("province_scores", scores[year], _("index {n}", n=scores[year]["printed"]))
        rows.append([year, band, move, *(" / ".join(map(str, counts)) for counts in (y.region, y.nation))])
    caption = {
        "province": _("Bands, and how many other provincial units stood higher / in the same band / lower"),
        "city": _("Bands, and how many other cities stood higher / in the same band / lower"),
    }[profile.unit_type]
    return table([_("Year"), _("Band"), _("Move"), _("Region"), _("Nation")], rows, caption, " tight")


def percent(tables: Tables, share: str) -> str:
    """A share from 0 to 1 in whole percent; no 0 % for what can be, no 100 % for what need not."""
    value = 100 * float(share)
    if 0 < value < 0.5:
        return tables._("below 1 %")
    return tables._("above 99 %") if 99.5 <= value < 100 else f"{value:.0f} %"


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
    _, found = tables._, tables.of("score_intervals", unit_type=profile.unit_type, unit=profile.unit)
    middle = any(row.get("median") for row in found)
    rows = [
        [
            row["year"],
            link("score_intervals", row, _("{lower} to {upper}", **row)),
            *([row["median"]] if middle else []),
            esc(tables.words.methods.get(row["method"], row["method"]))
            + (f", {percent(tables, row['level'])}" if row.get("level") else ""),
        ]
        for row in sorted(found, key=lambda r: (-int(r["year"]), r["method"]))
    ]
    head = [_("Year"), _("Points"), *([_("Middle")] if middle else []), _("From what, level")]
    return table(head, rows, _("Intervals for the score behind the band")) if rows else ""


def forecast(tables: Tables, profile: Profile) -> str:
    """The probability of each band in a coming year; empty where nothing is computed."""
    _, found = tables._, tables.of("forecasts", unit_type=profile.unit_type, unit=profile.unit)
    rows = [
        [
            row["year"],
            band_span(row["band"], tables.chinese),
            link("forecasts", row, percent(tables, row["probability"])),
            row["data_through"],
        ]
        for row in sorted(found, key=lambda r: (r["year"], -BANDS.index(r["band"])))
    ]
    head = [_("Year"), _("Band"), _("Probability"), _("Data through")]
    return table(head, rows, _("Forecast of the band")) if rows else ""


def leaders(tables: Tables, profile: Profile) -> tuple[list[Row], str]:
    """The first-level indicators whose ten leaders it is among, and the list as HTML."""
    key = {"unit_type": profile.unit_type, "unit": profile.unit}
    names = {row["code"]: row for row in tables.first("indicators", unit_type=profile.unit_type)}
    found = sorted(tables.first("capacity_leaders", **key), key=lambda row: row["code"])
    own = "name_zh" if tables.chinese else "name_en"
    items = [
        f"<li>{link('capacity_leaders', row, esc(names[row['code']][own]))} "
        + ("" if tables.chinese else f'<span lang="zh-Hans">{names[row["code"]]["name_zh"]}</span> ')
        + f"{place(tables, row)}</li>"
        for row in found
    ]
    return [names[row["code"]] for row in found], f"<ul>{''.join(items)}</ul>" if items else ""


def plans(tables: Tables, unit: str) -> str:
    """Plans and offices of a province."""
    _, items = tables._, []
    for row in tables.first("policies", region=unit):
        number = link("policies", row, f'<span lang="zh-Hans">{esc(row["printed"])}</span>')
        title = f'<span lang="zh-Hans">{esc(row["title_zh"])}</span>'
        said = row | {"title": title, "number": number, "where": place(tables, row)}
        plan = (
            _("Plan of {issued_in}, for {covers_from}–{covers_to}: {title}, {number} {where}", **said)
            if row["covers_from"]
            else _("Plan of {issued_in}: {title}, {number} {where}", **said)
        )
        items.append(f"<li>{plan}</li>")
    for row in sorted(tables.first("institutions", region=unit), key=lambda r: int(r["position"])):
        name = link("institutions", row, f'<span lang="zh-Hans">{esc(row["name_zh"])}</span>')
        kind, level = tables.words.types[row["type"]], tables.words.levels[row["level"]]
        said = _("Office: {name}, {kind}, {level} {where}", name=name, kind=kind, level=level, where=place(tables, row))
        items.append(f"<li>{said}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def bizenv(tables: Tables, unit: str) -> str:
    """The business-environment figures printed for a province, or what was recovered for it."""
    _, found = tables._, {row["measure"]: row for row in tables.first("bizenv_scores", province=unit)}
    rows = [
        [word, link("bizenv_scores", found[m], esc(found[m]["value"])), place(tables, found[m])]
        for m, word in tables.words.measures.items()
        if m in found
    ]
    text = table([_("What"), _("Figure"), _("Where")], rows, _("Business environment, study of 2020")) if rows else ""
    recovered = [
        [
            esc(tables.words.tiers[row["tier"]]),
            link("bizenv_recovered", row, _("{lower} to {upper}", **row)),
            spans(row["ranks"]),
        ]
        for row in tables.of("bizenv_recovered", province=unit)
    ]
    if recovered:
        caption = _("What the printed means and orders allow for its score, which is not printed")
        text += table([_("Using"), _("Score, points"), _("Possible ranks")], recovered, caption)
    return text


def counters(tables: Tables, profile: Profile) -> str:
    """The counts that the documents print for the unit."""
    _, rows = tables._, []
    for row in tables.first("platform_counters", scope=profile.unit_type, unit=profile.unit):
        more = len(tables.of("platform_counters", **{c: row[c] for c in ("scope", "unit", "metric", "as_of")})) - 1
        again = _("; printed {n} more times", n=more) if more > 1 else _("; printed once more") if more else ""
        words = amount(tables, row)
        figure = link("platform_counters", row, esc(words))
        same = row["qualifier"] == "exact" and row["printed"].replace(",", "").rstrip("%") == row["value"]
        printed = "" if same else f' <small lang="zh-Hans">{esc(row["printed"])}</small>'
        first, _slash, last = row["as_of"].partition("/")
        when = (_("{lower} to {upper}", lower=first, upper=last) if last else first) + tables.words.basis[
            row["as_of_basis"]
        ]
        rows.append([esc(_(row["metric_en"])), f"{figure}{printed}", f"{when}; {place(tables, row)}{again}"])
    heads = [_("What is counted"), _("Figure (as printed, where it differs)"), _("As of; where")]
    return table(heads, rows, _("Counts")) if rows else ""


def events(tables: Tables, profile: Profile) -> str:
    """The events that the documents date."""
    found = tables.first("policy_events", scope=profile.unit_type, unit=profile.unit)
    items = [
        f"<li>{link('policy_events', row, row['date'] + ('–' + row['date_end'] if row['date_end'] else ''))}"
        f"{tables._(' (due)') if row['status'] == 'due' else ''}: {esc(tables._(row['title_en']))} "
        f"{place(tables, row)}</li>"
        for row in sorted(found, key=lambda r: r["date"])
    ]
    return f"<ul>{''.join(items)}</ul>" if items else ""


SCALES = {"10,000 persons": (4, 6, "million persons"), "100 million yuan": (8, 9, "billion yuan")}
"""Unit of a yearbook: its power of ten, that of the English unit, and its name."""
CHINESE_UNITS = {"10,000 persons": "万人", "100 million yuan": "亿元", "persons": "人", "yuan": "元"}


def plain_measure(row: Row, chinese: bool = False) -> str:
    """A covariate in the units of the language, exactly.

    >>> plain_measure({"value": "2492", "unit_of_measure": "10,000 persons"})
    '24.92 million persons'
    >>> plain_measure({"value": "2492", "unit_of_measure": "10,000 persons"}, chinese=True)
    '2,492 万人'
    """
    own, shown, name = SCALES.get(row["unit_of_measure"], (0, 0, row["unit_of_measure"]))
    if chinese:
        own, shown, name = 0, 0, CHINESE_UNITS[row["unit_of_measure"]]
    return f"{Decimal(row['value']).scaleb(own - shown).normalize():,f} {name}"


def context(tables: Tables, unit: str) -> str:
    """People and output of a province, latest year of each variable."""
    items = []
    for variable, name in tables.words.variables.items():
        if found := tables.first("province_covariates", unit=unit, variable=variable):
            row = max(found, key=lambda r: r["year"])
            figure = link("province_covariates", row, esc(plain_measure(row, tables.chinese)))
            said = tables._("{name}, {year}: {figure}", name=name, year=row["year"], figure=figure)
            items.append(f"<li>{said} <small>{esc(row['source'])}</small></li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def unit_links(tables: Tables, unit_type: str, names: Iterable[str], base: str = "") -> list[str]:
    """Links to profiles, with the English name on an English page."""
    return [
        f'<a href="{base}{tables.slugs[unit_type, name]}.html">'
        + ("" if tables.chinese else f"{tables.english[unit_type, name]} ")
        + f'<span lang="zh-Hans">{name}</span></a>'
        for name in names
    ]
