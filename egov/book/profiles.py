"""One page for each of the 64 units, and the page that lists them, written from the tables at every build."""

from __future__ import annotations

from pathlib import Path

from egov.book import profile_parts as parts
from egov.book.editions import in_editions
from egov.book.generated import write_pages
from egov.book.histories import Profile, chinese, english, profiles
from egov.book.units_page import units_page
from egov.plots.profile import profile_svg
from egov.tables import load
from egov.tables.units import BELTS, REGIONS


def _figure(tables: parts.Tables, profile: Profile) -> str:
    """The band history as a figure."""
    _ = tables._
    name = profile.unit if tables.chinese else profile.name_en
    label = _(
        "Band history of {name}: a path through four lanes, one a capability band from low to very high, one point a "
        "year. Small bars in each lane and year show which share of all units of its kind, and of those in its region, "
        "stood in that band. The table below holds the same.",
        name=name,
    )
    svg = profile_svg(
        [(y.year, y.band) for y in profile.years],
        profile.nation,
        profile.regional,
        label=label,
        nation_label=_("share of all {n}", n=sum(profile.years[-1].nation) + 1),
        region_label=_("of its region's {n}", n=sum(profile.years[-1].region) + 1),
        english=not tables.chinese,
    )
    return f'<figure class="profile-figure">{svg}</figure>'


def _facts(tables: parts.Tables, row: dict[str, object], profile: Profile) -> str:
    """Type, region, belt, side, seat or province, as one line of HTML."""
    _, kind = tables._, profile.unit_type
    belt_zh, belt_en = BELTS[str(row["belt"])]
    if tables.chinese:
        items = [profile.region, f"{belt_zh}地带"]
    else:
        items = [f'{REGIONS[profile.region]} <span lang="zh-Hans">{profile.region}</span>']
        items.append(f'{belt_en} belt <span lang="zh-Hans">{belt_zh}</span>')
    side = {
        ("north", False): _("north of the Qinling–Huaihe line"),
        ("south", False): _("south of the Qinling–Huaihe line"),
        ("north", True): _("north of the Qinling–Huaihe line (which crosses it)"),
        ("south", True): _("south of the Qinling–Huaihe line (which crosses it)"),
    }
    items.append(side[str(row["north_south"]), bool(row["straddles"])])
    if kind == "city":
        where = parts.unit_links(tables, "province", [str(row["parent"])])[0]
        items.append(_("capital of {where}", where=where) if row["is_capital"] else _("city in {where}", where=where))
    return " · ".join([_("City") if kind == "city" else _("Provincial unit"), *items])


def _around(tables: parts.Tables, profile: Profile, all_units: list[dict[str, object]]) -> str:
    """Neighbours, cities or province, and the others of the region."""
    _, lines = tables._, []
    comma = "、" if tables.chinese else ", "
    if profile.unit_type == "province":
        near = tables.of("contiguity", unit=profile.unit)
        if near:
            links = parts.unit_links(tables, "province", [row["neighbour"] for row in near])
            words = [
                text + (_(" (across the strait)") if row["kind"] == "strait" else "")
                for text, row in zip(links, near, strict=True)
            ]
            lines.append(_("<b>Neighbours:</b> {names}", names=comma.join(words)))
        cities = [str(u["unit"]) for u in all_units if u["unit_type"] == "city" and u["parent"] == profile.unit]
        if cities:
            lines.append(_("<b>Its cities:</b> {names}", names=comma.join(parts.unit_links(tables, "city", cities))))
    same = [
        str(u["unit"])
        for u in all_units
        if (u["unit_type"], u["region7"]) == (profile.unit_type, profile.region) and u["unit"] != profile.unit
    ]
    if same:
        links = parts.unit_links(tables, profile.unit_type, same)
        lines.append(_("<b>In the same region:</b> {names}", names=comma.join(links)))
    return "\n".join(f"<p>{line}</p>" for line in lines)


def page(
    tables: parts.Tables, profile: Profile, row: dict[str, object], all_units: list[dict[str, object]], ever_low: int
) -> str:
    """One profile as MyST text."""
    _ = tables._
    lists, leaders = parts.leaders(tables, profile)
    areas = len([r for r in tables.first("indicators", unit_type=profile.unit_type) if r["level"] == "1"])
    province = profile.unit_type == "province"
    told = chinese(profile, [one["name_zh"] for one in lists], ever_low, areas)
    if tables.chinese:
        box = [_("In short"), "finding", told]
        name = f"{row['name_zh']} {profile.name_en}"
    else:
        box = [_("In short"), "finding", english(profile, [one["name_en"] for one in lists], ever_low, areas)]
        name = f"{profile.name_en} {row['name_zh']}"
    crumbs = f'<a href="../units.html">{_("All units")}</a> · {_facts(tables, row, profile)}'
    lines = [f"# {name}", "", parts.raw(f'<p class="crumbs">{crumbs}</p>')]
    for title, kind, text in ([] if tables.chinese else [["中文摘要", "zh-summary", told]]) + [box]:
        lines += [f"```{{admonition}} {title}", f":class: {kind}", text, "```", ""]
    note = _(
        "A band is all that is published for most years: two units in one band may lie ten points apart, and how many "
        "points a move was is not known. The index changed its indicators between editions."
    )
    lines += [f"## {_('Bands, year by year')}", ""]
    lines += [parts.raw(_figure(tables, profile) + parts.bands(tables, profile)), note, ""]
    scores = _("Scores of units are printed for 2019 alone: this is what a model and the printed figures allow.")
    counts = _(
        "Counts are self-reported and defined by each unit: they are not for comparing units. Two years of one count "
        "may rest on another list or another wording; {doc}`the national chapter </notebooks/07_national>` says where."
    )
    sections = [
        (_("Scores behind the bands"), scores, parts.intervals(tables, profile)),
        (_("Forecast"), _("A model's probabilities, computed from the bands alone."), parts.forecast(tables, profile)),
        (_("Among the ten leaders"), _("The order within a list is administrative, not a rank."), leaders),
        (_("Plans and offices"), "", parts.plans(tables, profile.unit) if province else ""),
        (_("Business environment"), "", parts.bizenv(tables, profile.unit) if province else ""),
        (_("What it reports"), counts, parts.counters(tables, profile)),
        (_("Dated events"), "", parts.events(tables, profile)),
        (_("People and output"), "", parts.context(tables, profile.unit) if province else ""),
        (_("Around it"), "", _around(tables, profile, all_units)),
    ]
    for title, note, html in sections:
        if html:
            lines += [f"## {title}", "", *([note, ""] if note else []), parts.raw(html)]
    source = _(
        "Every figure above is a link to its row on the {doc}`data pages <../tables>`, which names the source, the "
        "table or section and, where a text copy was read, its line. Files: {csv}`bands "
        "<published/capacity_bands.csv>`, {csv}`counts <published/platform_counters.csv>`, {csv}`units <units.csv>`."
    )
    return "\n".join([*lines, f"## {_('Where these figures come from')}", "", source, ""])


def pages(data: Path, language: str = "en") -> dict[str, str]:
    """Every page of this module in one language: file name below ``book`` -> MyST text."""
    tables = parts.Tables(data, language)
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
    return write_pages(book, "units", "units", lambda: in_editions(book.parent, lambda language: pages(data, language)))
