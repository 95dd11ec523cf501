"""The page of all units: maps with a slider of years, whose tiles are links, and one table of all units and years."""

from __future__ import annotations

import re

from egov.book.histories import Profile
from egov.book.profile_parts import Tables, link, raw
from egov.book.table_html import esc, script
from egov.plots.palette import BAND_ENGLISH, BANDS, REGION_LABELS

Key = tuple[str, str]
KINDS = {"province": "Province 省", "city": "City 市"}
WORDS = {"province": ("Provincial units 省级单位", "provincial units"), "city": ("Cities 重点城市", "cities")}
MOVES = {0: ("", ""), 1: (" ▲", "up"), -1: (" ▼", "down")}
_SYLLABLE = re.compile(r"(?<=[aeioung])(?=(?:[szc]h|[bpmfdtlkjqxrzcswyh])[aeiou])")
"""Between two syllables of a name in Pinyin: a narrow tile breaks it there."""
HEAD = """\
# All units: a map and a table

```{{admonition}} 中文摘要
:class: zh-summary
本页列出全部省级单位和重点城市历年的能力分组。点击方格或名称进入各单位的页面；表格可按类型、地区、分组排序与筛选。
```

How is Gansu doing? Choose a year; a tile shows the unit's band in that year, and opens its page. Each of the {n} units
has one, with its bands against its region and the nation, the lists it appears in, its plans and offices, the counts it
reports, and where each figure stands.
"""


def _years(found: dict[Key, Profile]) -> list[int]:
    return sorted({y.year for profile in found.values() for y in profile.years})


def _tiles(tables: Tables, found: dict[Key, Profile], rows: dict[Key, dict[str, object]], kind: str) -> str:
    """The units of one type as a grid of links, in reading order from north-west to south-east.

    A tile holds its unit's band of every year; the page's style shows that of the year chosen.
    """
    mine = sorted((k for k in rows if k[0] == kind), key=lambda k: (rows[k]["tile_row"], rows[k]["tile_col"]))
    left = min(int(row["tile_col"]) for row in rows.values())  # type: ignore[call-overload]
    top = min(int(rows[k]["tile_row"]) for k in mine)  # type: ignore[call-overload]
    wide = max(int(row["tile_col"]) for row in rows.values()) - left + 1  # type: ignore[call-overload]
    items = []
    for key in mine:
        profile, row = found[key], rows[key]
        by_year = {y.year: y for y in profile.years}
        col, line = int(row["tile_col"]) - left + 1, int(row["tile_row"]) - top + 1  # type: ignore[call-overload]
        long = " long" if len(profile.unit) > 3 else ""
        name = f'<b lang="zh-Hans">{profile.unit}</b><span>{_SYLLABLE.sub("<wbr>", esc(profile.name_en))}</span>'
        layers = ""
        for year in _years(found):
            y = by_year.get(year)
            kind_of, sign, said = "none", "–", "not assessed"
            if y is not None:
                mark, way = MOVES[(y.step > 0) - (y.step < 0)]
                kind_of, sign = f"band-{y.level}", f'<span lang="zh-Hans">{y.band}</span>{mark}'
                said = BAND_ENGLISH[y.band] + (f", {way} from {year - 1}" if way else "")
            layers += f'<span class="{kind_of}" data-year="{year}">{name}<i aria-hidden="true">{sign}</i>'
            layers += f'<span class="visually-hidden">: {said} in {year}</span></span>'
        items.append(
            f'<li style="grid-area:{line}/{col}"><a class="tile{long}" href="units/{tables.slugs[key]}.html">{layers}'
            "</a></li>"
        )
    return f'<ul class="tiles" style="--columns:{wide}">\n' + "\n".join(items) + "\n</ul>"


def _slider(found: dict[Key, Profile]) -> str:
    """The years as stops of a slider, and for each what moved; works without script, by arrow keys too."""
    years, stops, told, rules = _years(found), "", "", ""
    for year in years:
        at = f'type="radio" name="year" id="year-{year}"' + " checked" * (year == years[-1])
        stops += f'<input {at}><label for="year-{year}">{year}</label>'
        rules += f'.year-map:has(#year-{year}:checked) [data-year="{year}"]{{display:flex}}'
        parts = []
        for kind, (_, several) in WORDS.items():
            moves = [y.step for key, p in found.items() for y in p.years[1:] if key[0] == kind and y.year == year]
            if moves:
                up, down = sum(m > 0 for m in moves), sum(m < 0 for m in moves)
                parts.append(f"of {len(moves)} {several} {up} rose ▲ and {down} fell ▼")
        said = f"Against {year - 1}, {', '.join(parts)}." if parts else "The first year: no moves yet."
        told += f'<p data-year="{year}">{said}</p>'
    rules += f'@supports not selector(:has(a)){{.year-slider{{display:none}}[data-year="{years[-1]}"]{{display:flex}}}}'
    return (
        f'<style>{rules}</style><fieldset class="year-slider"><legend>Year 年份</legend>{stops}</fieldset>'
        f'<div class="year-told" aria-live="polite">{told}</div>'
    )


def _legend() -> str:
    items = "".join(
        f'<li><span class="band band-{i}"><span lang="zh-Hans">{band}</span> <i>{BAND_ENGLISH[band]}</i></span></li>'
        for i, band in reversed(list(enumerate(BANDS)))
    )
    return f'<ul class="band-legend" aria-label="Bands, highest first">{items}</ul>'


def _table(tables: Tables, found: dict[Key, Profile]) -> str:
    """All units and years; a cell links to its row, its colour repeats the band that it names."""
    years = _years(found)
    order = "|".join(BANDS)
    head = ['<th scope="col">Unit</th>']
    head += [f'<th scope="col" data-pick class="wide">{name}</th>' for name in ("Type", "Region")]
    head += [f'<th scope="col" data-order="{order}" data-pick class="year">{year}</th>' for year in years]
    lines = []
    for key, profile in found.items():
        printed = {row["year"]: row for row in tables.first("capacity_bands", unit_type=key[0], unit=key[1])}
        by_year = {y.year: y for y in profile.years}
        cells = [
            f'<th scope="row"><a href="units/{tables.slugs[key]}.html"><span lang="zh-Hans">{profile.unit}</span> '
            f"<span>{esc(profile.name_en)}</span></a></th>",
            f'<td class="wide">{KINDS[key[0]]}</td>',
            f'<td class="wide">{REGION_LABELS[profile.region]}</td>',
        ]
        for year in years:
            y = by_year.get(year)
            if y is None:
                cells.append('<td class="none"><span title="not assessed">–</span></td>')
                continue
            text = f'<span lang="zh-Hans">{y.band}</span> <i>{BAND_ENGLISH[y.band]}</i>'
            cells.append(
                f'<td class="band-{y.level}" data-value="{y.band}">'
                + link("capacity_bands", printed[str(year)], text, "tables/").replace("row-link", "band-link")
                + "</td>"
            )
        lines.append(f'<tr id="{tables.slugs[key]}">{"".join(cells)}</tr>')
    return (
        '<div class="rows-box" role="region" aria-label="All units and years" tabindex="0">\n'
        f'<table class="rows units" id="rows" data-table="units">\n<thead><tr>{"".join(head)}</tr></thead>\n<tbody>\n'
        + "\n".join(lines)
        + "\n</tbody></table></div>\n"
    )


def units_page(tables: Tables, found: dict[Key, Profile], rows: dict[Key, dict[str, object]]) -> str:
    """The page as MyST text; ``found`` and ``rows`` have the same keys in the order of the table."""
    static = tables.data.parent / "book" / "_static"
    maps = ['<div class="year-map">', _slider(found), _legend(), '<div class="tile-maps">']
    for kind, (title, _) in WORDS.items():
        maps.append(f'<section class="tile-map"><p class="tile-title">{title}</p>')
        maps.append(_tiles(tables, found, rows, kind) + "</section>")
    lines = [HEAD.format(n=len(found)), "## Map, year by year", "", raw("\n".join([*maps, "</div></div>"]))]
    lines += [
        "One tile a unit, neighbours next to each other as far as a grid allows; ▲ a rise, ▼ a fall against the year",
        "before. The index changed its indicators between editions, so a rise may be theirs.",
    ]
    lines += ["", "## Table of all units and years", ""]
    lines += [
        "Choose a type, a region or a band in any year, or type part of a name; a heading sorts. The page's address",
        "keeps the choice. A band links to its row.",
        "",
    ]
    lines += [raw(_table(tables, found) + script("../", static))]
    lines += ["Download: {csv}`bands <published/capacity_bands.csv>`, {csv}`units <units.csv>`.", ""]
    return "\n".join(lines)
