"""One page for each of the 64 units, and the page that lists them, written from the tables at every build."""

from __future__ import annotations

from pathlib import Path

from egov.book import profile_parts as parts
from egov.book.generated import write_pages
from egov.book.histories import Profile, chinese, english, profiles
from egov.book.units_page import units_page
from egov.plots.profile import profile_svg
from egov.tables import load
from egov.tables.units import BELTS, NORTH_SOUTH, REGIONS


def _figure(profile: Profile) -> str:
    """The band history as a figure."""
    one = "cities" if profile.unit_type == "city" else "provincial units"
    label = (
        f"Band history of {profile.name_en}: a path through four lanes, one a capability band from low to very high, "
        f"one point a year. Small bars in each lane and year show which share of all {one}, and of those in its "
        "region, stood in that band. The table below holds the same."
    )
    svg = profile_svg(
        [(y.year, y.band) for y in profile.years],
        profile.nation,
        profile.regional,
        label=label,
        nation_label=f"share of all {sum(profile.years[-1].nation) + 1}",
        region_label=f"of its region's {sum(profile.years[-1].region) + 1}",
    )
    return f'<figure class="profile-figure">{svg}</figure>'


def _facts(tables: parts.Tables, row: dict[str, object], profile: Profile) -> str:
    """Type, region, belt, side, seat or province, as one line of HTML."""
    region = f'{REGIONS[profile.region]} <span lang="zh-Hans">{profile.region}</span>'
    items = ["City" if profile.unit_type == "city" else "Provincial unit", region]
    belt_zh, belt_en = BELTS[str(row["belt"])]
    items.append(f'{belt_en} belt <span lang="zh-Hans">{belt_zh}</span>')
    side = NORTH_SOUTH[str(row["north_south"])][1].lower()
    items.append(f"{side} of the Qinling–Huaihe line" + (" (which crosses it)" if row["straddles"] else ""))
    if profile.unit_type == "city":
        where = parts.unit_links(tables, "province", [str(row["parent"])])[0]
        items.append(f"{'capital of' if row['is_capital'] else 'city in'} {where}")
    return " · ".join(items)


def _around(tables: parts.Tables, profile: Profile, all_units: list[dict[str, object]]) -> str:
    """Neighbours, cities or province, and the others of the region."""
    lines = []
    if profile.unit_type == "province":
        near = tables.of("contiguity", unit=profile.unit)
        if near:
            links = parts.unit_links(tables, "province", [row["neighbour"] for row in near])
            words = [
                text + (" (across the strait)" if row["kind"] == "strait" else "")
                for text, row in zip(links, near, strict=True)
            ]
            lines.append(f"<p><b>Neighbours:</b> {', '.join(words)}</p>")
        cities = [str(u["unit"]) for u in all_units if u["unit_type"] == "city" and u["parent"] == profile.unit]
        if cities:
            lines.append(f"<p><b>Its cities:</b> {', '.join(parts.unit_links(tables, 'city', cities))}</p>")
    same = [
        str(u["unit"])
        for u in all_units
        if (u["unit_type"], u["region7"]) == (profile.unit_type, profile.region) and u["unit"] != profile.unit
    ]
    if same:
        links = parts.unit_links(tables, profile.unit_type, same)
        lines.append(f"<p><b>In the same region:</b> {', '.join(links)}</p>")
    return "\n".join(lines)


def page(
    tables: parts.Tables, profile: Profile, row: dict[str, object], all_units: list[dict[str, object]], ever_low: int
) -> str:
    """One profile as MyST text."""
    lists, leaders = parts.leaders(tables, profile)
    areas = len([r for r in tables.first("indicators", unit_type=profile.unit_type) if r["level"] == "1"])
    province = profile.unit_type == "province"
    lines = [
        f"# {profile.name_en} {row['name_zh']}",
        "",
        parts.raw(f'<p class="crumbs"><a href="../units.html">All units</a> · {_facts(tables, row, profile)}</p>'),
        "```{admonition} 中文摘要",
        ":class: zh-summary",
        chinese(profile, lists),
        "```",
        "",
        "```{admonition} In short",
        ":class: finding",
        english(profile, lists, ever_low, areas),
        "```",
        "",
        "## Bands, year by year 历年分组",
        "",
        parts.raw(_figure(profile) + parts.bands(tables, profile)),
        "A band is all that is published for most years: two units in one band may lie ten points apart, and how many",
        "points a move was is not known. The index changed its indicators between editions.",
        "",
    ]
    sections = [
        ("Scores behind the bands 分值区间", parts.intervals(tables, profile)),
        ("Forecast 预测", parts.forecast(tables, profile)),
        ("Among the ten leaders 领先名单", leaders),
        ("Plans and offices 规划与机构", parts.plans(tables, profile.unit) if province else ""),
        ("Business environment 营商环境", parts.bizenv(tables, profile.unit) if province else ""),
        ("What it reports 自报数据", parts.counters(tables, profile)),
        ("Dated events 大事", parts.events(tables, profile)),
        ("People and output 人口与经济", parts.context(tables, profile.unit) if province else ""),
        ("Around it 相邻单位", _around(tables, profile, all_units)),
    ]
    notes = {
        "Scores": "Scores of units are printed for 2019 alone: this is what a model and the printed figures allow.",
        "Forecast": "A model's probabilities, computed from the bands alone.",
        "Among": "The order within a list is administrative, not a rank.",
        "What": "Counts are self-reported and defined by each unit: they are not for comparing units. "
        "Two years of one count may rest on another list or another wording; "
        "{doc}`the national chapter </notebooks/07_national>` says where.",
    }
    for title, html in sections:
        if html:
            note = notes.get(title.split()[0], "")
            lines += [f"## {title}", "", *([note, ""] if note else []), parts.raw(html)]
    lines += [
        "## Where these figures come from 出处",
        "",
        "Every figure above is a link to its row on the {doc}`data pages <../tables>`, which names the source, the",
        "table or section and, where a text copy was read, its line.",
        "Files: {csv}`bands <published/capacity_bands.csv>`,",
        "{csv}`counts <published/platform_counters.csv>`, {csv}`units <units.csv>`.",
        "",
    ]
    return "\n".join(lines)


def pages(data: Path) -> dict[str, str]:
    """Every page of this module: file name below ``book`` -> MyST text."""
    tables = parts.Tables(data)
    frame = load("units", data=data)
    frame = frame.sort_values(["unit_type", "order"]).reset_index(drop=True)
    bands = load("capacity_bands", data=data)
    found = profiles(bands[bands["mention"] == 1], frame)
    rows = {(str(r["unit_type"]), str(r["unit"])): r for r in frame.to_dict("records")}
    low = {kind: sum(bool(p.low_years) for (k, _), p in found.items() if k == kind) for kind in ("province", "city")}
    out = {
        f"units/{tables.slugs[key]}.md": page(tables, profile, rows[key], list(rows.values()), low[key[0]])
        for key, profile in found.items()
    }
    return out | {"units.md": units_page(tables, found, rows)}


def write(data: Path, book: Path) -> bool:
    """Bring the profiles up to date; tells whether one changed."""
    return write_pages(book, "units", "units", lambda: pages(data))
