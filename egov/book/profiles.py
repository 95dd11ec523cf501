"""One page for each of the 64 units, and the page that lists them, written from the tables at every build."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from egov.book import profile_parts as parts
from egov.book.editions import in_editions
from egov.book.generated import write_pages
from egov.book.histories import Profile, chinese, english, profiles
from egov.book.render import render
from egov.book.table_html import esc, script
from egov.plots.palette import BAND_ENGLISH, BANDS, REGION_LABELS, languages
from egov.plots.profile import profile_svg
from egov.tables import load
from egov.tables.rows import row_anchor
from egov.tables.units import BELTS, REGIONS

Rows = dict[tuple[str, str], dict[str, object]]
_SYLLABLE = re.compile(r"(?<=[aeioung])(?=(?:[szc]h|[bpmfdtlkjqxrzcswyh])[aeiou])")
"""Between two syllables of a name in Pinyin: a narrow tile breaks it there."""


def figure(tables: parts.Tables, profile: Profile) -> str:
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


def page(tables: parts.Tables, profile: Profile, row: dict[str, object], ever_low: int) -> str:
    """One profile as MyST text."""
    leaders = parts.leaders(tables, profile)
    lists = [one for _, one in leaders]
    areas = len([r for r in tables.first("indicators", unit_type=profile.unit_type) if r["level"] == "1"])
    own = parts.of_province(tables, profile.unit) if profile.unit_type == "province" else {}
    nothing = dict.fromkeys(("plans", "offices", "bizenv", "recovered", "context"), ())
    return render(
        "profile.md",
        parts=parts,
        regions=REGIONS,
        belts=BELTS,
        tables=tables,
        profile=profile,
        row=row,
        _=tables._,
        chinese=chinese(profile, [one["name_zh"] for one in lists], ever_low, areas),
        english=english(profile, [one["name_en"] for one in lists], ever_low, areas),
        figure=figure(tables, profile),
        bands=parts.bands(tables, profile),
        leaders=leaders,
        **parts.around(tables, profile),
        **parts.of_unit(tables, profile),
        **(nothing | own),
    )


def units_page(tables: parts.Tables, found: dict[tuple[str, str], Profile], rows: Rows) -> str:
    """The page of all units: maps with a slider of years, which works without script, and one table."""
    years = sorted({y.year for profile in found.values() for y in profile.years})
    steps: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (kind, _), profile in found.items():
        for y in profile.years[1:]:
            steps[y.year, kind].append(y.step)
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
                "region": profile.region if tables.chinese else languages(REGION_LABELS[profile.region])[0],
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
        _=tables._,
        steps=steps,
        script=script("../", tables.data.parent / "book" / "_static"),
    )


def pages(data: Path, language: str = "en") -> dict[str, str]:
    """Every page of this module in one language: file name below ``book`` -> MyST text."""
    tables = parts.Tables(data, language)
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
    return write_pages(book, "units", "units", lambda: in_editions(book.parent, lambda language: pages(data, language)))
