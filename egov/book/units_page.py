"""The page of all units: two tile maps whose tiles are links, and one table of all units and years."""

from __future__ import annotations

from egov.book.histories import Profile
from egov.book.profile_parts import Tables, link, raw
from egov.book.table_html import esc, script
from egov.plots.palette import BAND_ENGLISH, BANDS, REGION_LABELS

Key = tuple[str, str]
KINDS = {"province": "Province 省", "city": "City 市"}
HEAD = """\
# All units: a map and a table

```{{admonition}} 中文摘要
:class: zh-summary
本页列出全部省级单位和重点城市历年的能力分组。点击方格或名称进入各单位的页面；表格可按类型、地区、分组排序与筛选。
```

How is Gansu doing? Each of the {n} units has a page of its own: click its tile, or find it in the table. Its page
shows the bands against its region and the nation, the lists it appears in, its plans and offices, the counts it
reports, and where each figure stands.
"""


def _tiles(tables: Tables, found: dict[Key, Profile], rows: dict[Key, dict[str, object]], kind: str) -> str:
    """The units of one type as a grid of links, in reading order from north-west to south-east."""
    mine = sorted((k for k in rows if k[0] == kind), key=lambda k: (rows[k]["tile_row"], rows[k]["tile_col"]))
    left = min(int(row["tile_col"]) for row in rows.values())  # type: ignore[call-overload]
    top = min(int(rows[k]["tile_row"]) for k in mine)  # type: ignore[call-overload]
    wide = max(int(row["tile_col"]) for row in rows.values()) - left + 1  # type: ignore[call-overload]
    items = []
    for key in mine:
        profile, row = found[key], rows[key]
        last = profile.years[-1]
        col, line = int(row["tile_col"]) - left + 1, int(row["tile_row"]) - top + 1  # type: ignore[call-overload]
        name = esc(profile.name_en)
        label = f"{name} {profile.unit}: {last.band} {BAND_ENGLISH[last.band]} in {last.year}"
        size = " long" if len(profile.unit) > 3 else ""
        items.append(
            f'<li style="grid-area:{line}/{col}"><a class="tile band-{last.level}{size}" '
            f'href="units/{tables.slugs[key]}.html" aria-label="{label}"><b lang="zh-Hans">{profile.unit}</b>'
            f'<span>{name}</span><i lang="zh-Hans">{last.band}</i></a></li>'
        )
    return f'<ul class="tiles" style="--columns:{wide}">\n' + "\n".join(items) + "\n</ul>"


def _legend() -> str:
    items = "".join(
        f'<li><span class="band band-{i}"><span lang="zh-Hans">{band}</span> <i>{BAND_ENGLISH[band]}</i></span></li>'
        for i, band in reversed(list(enumerate(BANDS)))
    )
    return f'<ul class="band-legend" aria-label="Bands, highest first">{items}</ul>'


def _table(tables: Tables, found: dict[Key, Profile]) -> str:
    """All units and years; a cell links to its row, its colour repeats the band that it names."""
    years = sorted({y.year for profile in found.values() for y in profile.years})
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
    latest = max(profile.years[-1].year for profile in found.values())
    static = tables.data.parent / "book" / "_static"
    lines = [HEAD.format(n=len(found)), f"## Maps {latest}", ""]
    maps = [_legend(), '<div class="tile-maps">']
    for kind, title in (("province", "Provincial units 省级单位"), ("city", "Cities 重点城市")):
        maps.append(f'<section class="tile-map"><p class="tile-title">{title}, {latest}</p>')
        maps.append(_tiles(tables, found, rows, kind) + "</section>")
    maps.append("</div>")
    lines += [
        raw("\n".join(maps)),
        "One tile a unit, all of the same size, neighbours next to each other as far as a grid allows.",
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
