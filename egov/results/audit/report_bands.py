"""Bands: Tables A-3 and A-4 against Tables 2-1 and 2-2, the (+) marks, and every sentence on bands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Open, Same
from egov.results.audit.quantity import Figure, Quantity
from egov.results.audit.report_means import NAMES, assessed, members_by_region
from egov.results.audit.tables import Row, Tables
from egov.tables.schemas import BANDS

family = AUDIT.family

_TABLE = {"province": "Table A-3", "city": "Table A-4"}


def band(t: Tables, unit_type: str, unit: str, year: int) -> str | None:
    """The band of a unit in a year in Tables A-3 and A-4; ``None`` where the table has no such year."""
    row = t.find("capacity_bands", unit_type=unit_type, unit=unit, year=year)
    return None if row is None else row["value"]


def in_band(t: Tables, unit_type: str, year: int, name: str, units: set[str] | None = None) -> int:
    """How many units stand in a band."""
    rows = t.rows("capacity_bands", unit_type=unit_type, year=year, value=name)
    return sum(units is None or r["unit"] in units for r in rows)


def _as_band(row: Row, text: str) -> Figure:
    """The row's figure with the band that it states as the published text."""
    return replace(row.figure, printed=text, value=None)


@family("listed_band", kind="equality", reads=("capacity_listings", "capacity_bands"))
def listed_band(t: Tables) -> Iterator[Check]:
    """Units that a table or a sentence places in a band stand in that band in Tables A-3 and A-4."""
    for row in t.rows("capacity_listings", relation="band"):
        kind, unit, year = row["unit_type"], row["unit"], row["year"]
        table = band(t, kind, unit, year)
        name = f"{kind}.{year}.{unit}.{row['mention']}"
        claim = f"{unit} stands in band {row['value']} in {year}"
        if table is None:
            note = f"{_TABLE[kind]} starts later"
            yield Check(name, claim, _as_band(row, row["value"]), Open(), note=note)
        else:
            yield Check(name, claim, _as_band(row, row["value"]), Same(table))


@family("listed_rise", kind="equality", reads=("capacity_listings", "capacity_bands"))
def listed_rise(t: Tables) -> Iterator[Check]:
    """Units said to have risen from one band to another did so in Tables A-3 and A-4."""
    for row in t.rows("capacity_listings", relation="rise"):
        kind, unit, year = row["unit_type"], row["unit"], row["year"]
        moves = f"{band(t, kind, unit, year - 1)} → {band(t, kind, unit, year)}"
        yield Check(
            f"{kind}.{year}.{unit}.{row['mention']}",
            f"{unit} rose from band {row['from_band']} to {row['value']} in {year}",
            _as_band(row, f"{row['from_band']} → {row['value']}"),
            Same(moves),
        )


@family("mark", kind="equality", reads=("capacity_risers", "capacity_listings", "capacity_bands"))
def mark(t: Tables) -> Iterator[Check]:
    """A unit carries the mark (+) in Tables 2-1 and 2-2 if, and only if, its band rose."""
    for row in t.rows("capacity_listings", relation="band", year=2021, mention=1):
        kind, unit, year = row["unit_type"], row["unit"], row["year"]
        marked = bool(t.rows("capacity_risers", unit_type=kind, year=year, unit=unit))
        before, now = band(t, kind, unit, year - 1), band(t, kind, unit, year)
        rose = before in BANDS and now in BANDS and BANDS.index(str(now)) > BANDS.index(str(before))
        yield Check(
            f"{kind}.{year}.{unit}",
            f"{unit} is {'marked' if marked else 'not marked'} as risen in {year}",
            _as_band(row, "(+)" if marked else "no mark"),
            Holds(rose == marked, f"{before} → {now}"),
        )


@family("band_count", kind="count", reads=("capacity_distribution", "capacity_bands", "capacity_listings"))
def band_count(t: Tables) -> Iterator[Check]:
    """Numbers of units in a band, against Tables A-3 and A-4; for 2016, which they lack, against the units named."""
    for row in t.rows("capacity_distribution", measure="count"):
        kind, year, name = row["unit_type"], row["year"], row["band"]
        id_, claim = f"{kind}.{year}.{name}.{row['mention']}", f"{NAMES[kind]} in band {name} in {year}"
        if t.rows("capacity_bands", unit_type=kind, year=year):
            yield Check(id_, claim, row.figure, Same(Fraction(in_band(t, kind, year, name))))
            continue
        named = t.rows("capacity_listings", unit_type=kind, year=year, value=name, relation="band")
        if named:
            note = f"against the units that another source names; {_TABLE[kind]} starts later"
            yield Check(id_, claim, row.figure, Same(Fraction(len(named))), note=note)
        else:
            yield Check(
                id_, claim, row.figure, Open(), note=f"{_TABLE[kind]} starts later, and no source names the units"
            )


@family("band_share", kind="equality", reads=("capacity_distribution", "claims"))
def band_share(t: Tables) -> Iterator[Check]:
    """Shares of units in a band, from their numbers; numbers add to all units, shares to 100 percent."""
    for row in t.rows("capacity_distribution", measure="share"):
        kind, year, name = row["unit_type"], row["year"], row["band"]
        count = t.one("capacity_distribution", unit_type=kind, year=year, band=name, measure="count")
        n = assessed(t, kind)
        yield Check(
            f"{kind}.{year}.{name}",
            f"share of {NAMES[kind]} in band {name} in {year}: {count['printed']} of {n}",
            row.figure,
            Equal(count.figure.counted / n * 100),
        )
    for kind in NAMES:
        counts = t.rows("capacity_distribution", unit_type=kind, year=2021, measure="count", mention=1)
        shares = t.rows("capacity_distribution", unit_type=kind, year=2021, measure="share", mention=1)
        all_units = t.one("claims", claim={"province": "provincial_units", "city": "cities"}[kind])
        yield Check(
            f"{kind}.2021.counts",
            f"the numbers of {NAMES[kind]} in the bands add to all units",
            all_units.figure,
            Same(sum((r.number for r in counts), Fraction(0))),
        )
        last = max(shares, key=lambda r: (r["line"], r["col"]))
        whole = sum((r.figure.rounded for r in shares), Quantity.of(0))
        yield Check(
            f"{kind}.2021.shares",
            f"the shares of {NAMES[kind]} in the bands add to 100 percent",
            replace(last.figure, printed="100.00", value=Fraction(100)),
            Equal(whole),
            note="published is the whole that three printed shares must make",
        )


@family("moves_count", kind="count", reads=("claims", "capacity_bands", "units"))
def moves_count(t: Tables) -> Iterator[Check]:
    """Numbers of units that rose, that a region has, that stand high in it, of years covered, from the tables."""
    for kind in NAMES:
        for source, target in (("high", "very_high"), ("medium", "high")):
            row = t.one("claims", claim=f"risers_{kind}_{source}_to_{target}")
            yield Check(
                f"{kind}.{source}.{target}",
                f"{NAMES[kind]} that rose from {_EN[source]} to {_EN[target]} in 2021",
                row.figure,
                Same(Fraction(len(_rises(t, kind, _EN[source], _EN[target])))),
            )
    in_region = {
        kind: {r["unit"]: r["region7"] for r in t.rows("units", unit_type=kind)} for kind in NAMES
    }  # fmt: skip
    for region, row in members_by_region(t).items():
        n = sum(r == region for r in in_region["province"].values())
        yield Check(f"members.{region}", f"provincial units that make up {region}", row.figure, Same(Fraction(n)))
    for claim, kind, region in (
        ("region_province_very_high_north_china", "province", "华北"),
        ("region_province_very_high_east_china", "province", "华东"),
        ("region_province_very_high_southwest", "province", "西南"),
        ("region_city_very_high_east_china", "city", "华东"),
    ):
        units = {u for u, r in in_region[kind].items() if r == region}
        row = t.one("claims", claim=claim)
        n = in_band(t, kind, 2021, "非常高", units)
        yield Check(
            f"very_high.{kind}.{region}",
            f"{NAMES[kind]} of {region} in the highest band",
            row.figure,
            Same(Fraction(n)),
        )
    row = t.one("claims", claim="region_city_high_to_very_high_southwest")
    rose = [u for u in _rises(t, "city", "高", "非常高") if in_region["city"][u] == "西南"]
    yield Check("rose.city.西南", "cities of 西南 that rose from 高 to 非常高", row.figure, Same(Fraction(len(rose))))
    row = t.one("claims", claim="years_in_a_row_very_high_north_china")
    yield Check(
        "years.北京", "years in a row that 北京 is in the highest band", row.figure, Same(Fraction(_run(t, "北京")))
    )
    for kind, claim in (("province", "years_in_table_a3"), ("city", "years_in_table_a4")):
        years = {r["year"] for r in t.rows("capacity_bands", unit_type=kind)}
        yield Check(
            f"years.{kind}",
            f"years that {_TABLE[kind]} covers",
            t.one("claims", claim=claim).figure,
            Same(Fraction(len(years))),
        )
    for claim, kinds in (("provincial_units", ("province",)), ("cities", ("city",)), ("units_assessed", tuple(NAMES))):
        n = sum(len(t.rows("capacity_bands", unit_type=kind, year=2021)) for kind in kinds)
        yield Check(
            f"assessed.{claim}",
            "units assessed, against the rows of Tables A-3 and A-4",
            t.one("claims", claim=claim).figure,
            Same(Fraction(n)),
        )
    sichuan = _run(t, "四川")
    yield Check(
        "years.四川",
        "四川 has been in the highest band for many years in a row",
        readings.SICHUAN_YEARS.figure,
        Holds(sichuan > 2, f"{sichuan} years"),
        if_wrong="Table A-3 has 四川 in the highest band in 2020 and 2021 alone; the sentence fits 贵州 only",
    )


_EN = {"medium": "中", "high": "高", "very_high": "非常高"}


def _rises(t: Tables, kind: str, source: str, target: str, year: int = 2021) -> list[str]:
    rows = t.rows("capacity_bands", unit_type=kind, year=year, value=target)
    return [r["unit"] for r in rows if band(t, kind, r["unit"], year - 1) == source]


def _run(t: Tables, unit: str, year: int = 2021) -> int:
    """Years in a row, up to ``year``, that a province is in the highest band."""
    n = 0
    while band(t, "province", unit, year - n) == "非常高":
        n += 1
    return n


@family("fall", kind="omission", reads=("capacity_bands", "capacity_listings"))
def fall(t: Tables) -> Iterator[Check]:
    """A move down between two years in Tables A-3 and A-4 that no sentence of the documents mentions."""
    for kind in NAMES:
        years = sorted({r["year"] for r in t.rows("capacity_bands", unit_type=kind)})
        for row in t.rows("capacity_bands", unit_type=kind):
            before = band(t, kind, row["unit"], row["year"] - 1)
            if before is None or row["year"] == years[0] or BANDS.index(row["value"]) >= BANDS.index(before):
                continue
            current = row["year"] == years[-1]
            yield Check(
                f"{kind}.{row['year']}.{row['unit']}",
                f"{row['unit']} fell from band {before} to {row['value']} in {row['year']}",
                _as_band(row, f"{before} → {row['value']}"),
                Holds(False, "no sentence"),
                wrong="contradicts" if current else "not_checkable",
                if_wrong="the report marks and names every rise of that year and passes over this fall"
                if current
                else "the report comments on its own year alone; the edition for that year is not in hand",
            )


@family("leaders", kind="equality", reads=("capacity_leaders", "claims"))
def leaders(t: Tables) -> Iterator[Check]:
    """The leaders that chapter 2 names are those of Tables 2-3 and 2-4, ten each."""
    for kind in NAMES:
        for code in "ABCDE":
            rows = t.rows("capacity_leaders", unit_type=kind, code=code)
            table = [r for r in rows if r["mention"] == 1]
            text = {r["unit"] for r in rows if r["mention"] == 2}
            first = min((r for r in rows if r["mention"] == 2), key=lambda r: (r["line"], r["col"]))
            yield Check(
                f"{kind}.{code}",
                f"the text names the leaders in {code} ({NAMES[kind]}) that the table has",
                _as_band(first, f"{len(text)} names"),
                Holds(text == {r["unit"] for r in table}, f"{len(table)} names"),
            )
    for kind in NAMES:
        claims = t.rows("claims", claim=f"leaders_per_indicator_{kind}")
        sentences = [c["mention"] for c in claims if c["place"] == "ch. 2 §2"]  # one a first-level indicator, in order
        for claim in claims:
            here = sentences.index(claim["mention"]) if claim["mention"] in sentences else None
            code = "" if here is None or len(sentences) != 5 else "ABCDE"[here]
            counts = {len(t.rows("capacity_leaders", unit_type=kind, code=c, mention=1)) for c in code or "ABCDE"}
            yield Check(
                f"{kind}.count.{claim['mention']}",
                f"leaders listed for {code or 'each first-level indicator'} ({NAMES[kind]})",
                claim.figure,
                Holds(counts == {int(claim.number)}, " and ".join(map(str, sorted(counts)))),
                kind="count",
            )


@family("leaders_order", kind="order", reads=("capacity_leaders", "units"))
def leaders_order(t: Tables) -> Iterator[Check]:
    """Tables 2-3 and 2-4 list leaders in the administrative order, as their note says: no ranking may be read."""
    for kind in NAMES:
        order = {r["unit"]: r["order"] for r in t.rows("units", unit_type=kind)}
        for code in "ABCDE":
            for mention in (1, 2):
                rows = t.rows("capacity_leaders", unit_type=kind, code=code, mention=mention)
                rows = sorted(rows, key=lambda r: (r["line"], r["col"]))
                places = [order[r["unit"]] for r in rows]
                yield Check(
                    f"{kind}.{code}.{mention}",
                    f"leaders in {code} ({NAMES[kind]}) stand in the order of {_TABLE[kind]}",
                    rows[0].figure,
                    Holds(places == sorted(places), "order of the table"),
                )


@family("band_limits", kind="equality", reads=("claims",))
def band_limits(t: Tables) -> Iterator[Check]:
    """The limits of the bands are the same wherever they are printed, and no score belongs to two bands."""
    head = t.one("claims", claim="band_very_high_from")
    for row in t.rows("claims", claim="band_very_high_from"):
        if row["qualifier"] == "exact" and row["mention"] == 1:
            continue
        same = row["qualifier"] == head["qualifier"] and row.number == head.number
        yield Check(
            f"very_high.{row['mention']}",
            "the highest band begins at 90, 90 included",
            row.figure,
            Holds(same, f"≥{head['printed']}"),
            if_wrong="the text says above 90, the table 90 or more: 90.00 itself is in or out",
        )
    for upper, lower, name in (
        ("band_high_to", "band_very_high_from", "90"),
        ("band_medium_to", "band_high_from", "80"),
        ("band_low_to", "band_medium_from", "65"),
    ):
        a, b = t.one("claims", claim=upper), t.one("claims", claim=lower)
        if a.number != b.number:
            claim, shown = f"the bands meet at {name}", f"{a['printed']} and {b['printed']}"
            yield Check(f"meet.{name}", claim, b.figure, Holds(False, shown))
            continue
        yield Check(
            f"meet.{name}",
            f"a score of {name} belongs to one band only",
            b.figure,
            Holds(False, f"{a['printed']} ends one band and begins the next"),
            kind="range",
            if_wrong="both bands are printed with the limit; no printed score stands on it, so nothing follows",
        )


@family("region_set", kind="count", reads=("claims", "capacity_regions"))
def region_set(t: Tables) -> Iterator[Check]:
    """The regions of the scheme, and their members together."""
    for row in t.rows("claims", claim="regions"):
        n = len(t.rows("capacity_regions", year=2021))
        yield Check(f"regions.{row['mention']}", "regions with a printed mean", row.figure, Same(Fraction(n)))
    total = sum((r.number for r in members_by_region(t).values()), Fraction(0))
    row = t.one("claims", claim="provincial_units")
    yield Check("members", "the members of all regions make up all provincial units", row.figure, Same(total))


@family("first_zero", kind="order", reads=("capacity_bands", "capacity_distribution"))
def first_zero(t: Tables) -> Iterator[Check]:
    """In 2019 the lowest band was empty for the first time."""
    low = {year: in_band(t, "province", year, "低") for year in (2017, 2018, 2019)}
    yield Check(
        "2019",
        "the lowest band is empty in 2019 for the first time",
        readings.FIRST_ZERO.figure,
        Holds(low[2019] == 0 and min(low[2017], low[2018]) > 0, ", ".join(f"{y}: {n}" for y, n in low.items())),
        note="2016 and earlier are not in the tables",
    )


@family("gained_2019", kind="order", reads=("capacity_bands",))
def gained_2019(t: Tables) -> Iterator[Check]:
    """Provinces said to have gained strongly in 2019 did not fall in band."""
    for reading in readings.GAINED_2019:
        unit = reading.printed.replace("內", "内")
        a, b = band(t, "province", unit, 2018), band(t, "province", unit, 2019)
        truth = BANDS.index(str(b)) >= BANDS.index(str(a))
        yield Check(unit, f"{unit} gained in 2019", reading.figure, Holds(truth, f"{a} → {b}"))


@family("risers_where", kind="order", reads=("capacity_risers", "units"))
def risers_where(t: Tables) -> Iterator[Check]:
    """Units that rose in 2021 lie for the most part outside the eastern belt."""
    for kind in NAMES:
        east = {r["unit"] for r in t.rows("units", unit_type=kind, belt="east")}
        rose = [r["unit"] for r in t.rows("capacity_risers", unit_type=kind, year=2021)]
        other = [u for u in rose if u not in east]
        yield Check(
            kind,
            f"{NAMES[kind]} that rose lie for the most part in the centre and west",
            readings.RISERS_WHERE.figure,
            Holds(2 * len(other) > len(rose), f"{len(other)} of {len(rose)} outside the eastern belt"),
        )
