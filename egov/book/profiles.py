"""One page for each of the 64 units, and the page that lists them, written from the tables at every build."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from egov.book import profile_parts as parts
from egov.book.generated import write_pages
from egov.book.histories import TYPES, Profile, chinese, english, profiles
from egov.book.render import render
from egov.book.table_html import esc, script
from egov.plots.palette import BAND_ENGLISH, BANDS, REGION_LABELS
from egov.plots.profile import profile_svg
from egov.tables import load
from egov.tables.rows import row_anchor

Rows = dict[tuple[str, str], dict[str, object]]
_SYLLABLE = re.compile(r"(?<=[aeioung])(?=(?:[szc]h|[bpmfdtlkjqxrzcswyh])[aeiou])")
"""Between two syllables of a name in Pinyin: a narrow tile breaks it there."""


def figure(profile: Profile) -> str:
    """The band history as a figure."""
    several = TYPES[profile.unit_type][1]
    label = (
        f"Band history of {profile.name_en}: a path through four lanes, one a capability band from low to very high, "
        f"one point a year. Small bars in each lane and year show which share of all {several}, and of those in its "
        "region, stood in that band. The table below holds the same."
    )
    return profile_svg(
        [(y.year, y.band) for y in profile.years],
        profile.nation,
        profile.regional,
        label=label,
        nation_label=f"share of all {sum(profile.years[-1].nation) + 1}",
        region_label=f"of its region's {sum(profile.years[-1].region) + 1}",
    )


def page(tables: parts.Tables, profile: Profile, row: dict[str, object], ever_low: int) -> str:
    """One profile as MyST text."""
    lists, leaders = parts.leaders(tables, profile)
    areas = len([r for r in tables.first("indicators", unit_type=profile.unit_type) if r["level"] == "1"])
    own = parts.of_province(tables, profile.unit) if profile.unit_type == "province" else {}
    nothing = dict.fromkeys(("plans", "bizenv", "recovered", "context"), ())
    return render(
        "profile.md",
        profile=profile,
        row=row,
        several=TYPES[profile.unit_type][1],
        facts=parts.facts(tables, row, profile),
        chinese=chinese(profile, lists),
        english=english(profile, lists, ever_low, areas),
        figure=figure(profile),
        bands=parts.bands(tables, profile),
        leaders=leaders,
        around=parts.around(tables, profile),
        **parts.of_unit(tables, profile),
        **(nothing | own),
    )


def _told(found: dict[tuple[str, str], Profile], year: int) -> str:
    """How many units of each kind rose and fell in a year."""
    parts = []
    for kind, (_, several, _) in TYPES.items():
        steps = [y.step for key, p in found.items() for y in p.years[1:] if key[0] == kind and y.year == year]
        if steps:
            up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
            parts.append(f"of {len(steps)} {several} {up} rose ▲ and {down} fell ▼")
    return f"Against {year - 1}, {', '.join(parts)}." if parts else "The first year: no moves yet."


def units_page(tables: parts.Tables, found: dict[tuple[str, str], Profile], rows: Rows) -> str:
    """The page of all units: maps with a slider of years, which works without script, and one table."""
    years = sorted({y.year for profile in found.values() for y in profile.years})
    columns = [int(row["tile_col"]) for row in rows.values()]  # type: ignore[call-overload]
    units = []
    for key, profile in found.items():
        bands = dict.fromkeys(years) | {y.year: y for y in profile.years}
        top = min(int(row["tile_row"]) for (kind, _), row in rows.items() if kind == key[0])  # type: ignore[call-overload]
        units.append(
            {
                "kind": key[0],
                "zh": profile.unit,
                "en": esc(profile.name_en),
                "broken": _SYLLABLE.sub("<wbr>", esc(profile.name_en)),
                "slug": tables.slugs[key],
                "region": REGION_LABELS[profile.region],
                "col": int(rows[key]["tile_col"]) - min(columns) + 1,  # type: ignore[call-overload]
                "line": int(rows[key]["tile_row"]) - top + 1,  # type: ignore[call-overload]
                "bands": bands,
                "rows": {
                    year: esc(row_anchor("capacity_bands", {"unit_type": key[0], "unit": key[1], "year": year}))
                    for year in bands
                },
            }
        )
    return render(
        "units.md",
        units=units,
        years=years,
        bands=BANDS,
        english=BAND_ENGLISH,
        columns=max(columns) - min(columns) + 1,
        kinds={kind: f"{several[:1].upper()}{several[1:]} {zh}" for kind, (_, several, zh) in TYPES.items()},
        types={"province": "Province 省", "city": "City 市"},
        told={year: _told(found, year) for year in years},
        script=script("../", tables.data.parent / "book" / "_static"),
    )


def pages(data: Path) -> dict[str, str]:
    """Every page of this module: file name below ``book`` -> MyST text."""
    tables = parts.Tables(data)
    frame = load("units", data=data).sort_values(["unit_type", "order"], ignore_index=True)
    bands = load("capacity_bands", data=data)
    found = profiles(bands[bands["mention"] == 1], frame)
    rows = {(str(r["unit_type"]), str(r["unit"])): r for r in frame.to_dict("records")}
    low = Counter(kind for (kind, _), profile in found.items() if profile.low_years)
    out = {
        f"units/{tables.slugs[key]}.md": page(tables, profile, rows[key], low[key[0]]) for key, profile in found.items()
    }
    return out | {"units.md": units_page(tables, found, rows)}


def write(data: Path, book: Path) -> bool:
    """Bring the profiles up to date; tells whether one changed."""
    return write_pages(book, "units", "units", lambda: pages(data))
