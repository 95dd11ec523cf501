"""The report: what takes more than a row to read in its tables of bands, leaders, plans and indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from egov.audit.book import AUDIT
from egov.audit.check import Check, Equal, Holds, Within
from egov.audit.quantity import Figure, Quantity
from egov.audit.tables import Row, Tables
from egov.tables.schemas import BANDS

family = AUDIT.family
YEAR = 2021
"""The report's own year, the last of its Tables A-3 and A-4."""
BAND_ENDS = {"低": (0, 65), "中": (65, 80), "高": (80, 90), "非常高": (90, 100)}
"""Limits of the bands, ends included; a band does not say on which side its limits belong."""
NAMES = {"province": "provinces", "city": "cities"}
TOP = BANDS[-1]
_TABLE = {"province": "Table A-3", "city": "Table A-4"}


def band(t: Tables, unit_type: str, unit: str, year: int) -> str | None:
    """The band of a unit in a year in Tables A-3 and A-4; ``None`` where the table has no such year."""
    row = t.find("capacity_bands", unit_type=unit_type, unit=unit, year=year)
    return None if row is None else str(row["value"])


def step(a: str | None, b: str | None) -> int:
    """Bands from the first up to the second; 0 where one is missing."""
    return BANDS.index(b) - BANDS.index(a) if a in BANDS and b in BANDS else 0


def _in_band(t: Tables, unit_type: str, year: int, name: str) -> set[str]:
    return {r["unit"] for r in t.rows("capacity_bands", unit_type=unit_type, year=year, value=name)}


def _as_band(row: Row, text: str) -> Figure:
    """The row's figure with the band that it states as the published text."""
    return replace(row.figure, printed=text, value=None)


def _units(t: Tables, kind: str, **where: str) -> set[str]:
    return {r["unit"] for r in t.rows("units", unit_type=kind, **where)}


def _members(t: Tables) -> dict[str, Row]:
    """The report's number of members of each region, by the region's name."""
    rows = [r for r in t.all("claims") if r["claim"].startswith("region_members")]
    return {r["subject_en"].rsplit(" ", 1)[-1]: r for r in rows}


@family("regions_to_nation", kind="equality")
def regions_to_nation(t: Tables) -> Iterator[Check]:
    """The seven regional means, weighted by the number of their members, give the national mean."""
    members = _members(t)
    total = sum((r.number for r in members.values()), Fraction(0))
    parts = [t.one("capacity_regions", region=region).rounded * n.number for region, n in members.items()]
    weighted = Quantity.total(parts) / total
    claim = f"the mean of {total} provincial units is that of {len(members)} regions weighted by their members"
    for row in t.rows("capacity_means", unit_type="province", year=YEAR, code="total", measure="mean"):
        yield Check(str(row["mention"]), claim, row, Equal(weighted))


def _limits(t: Tables, unit_type: str, year: int, units: set[str] | None = None) -> Within:
    """What the bands of the units allow their mean to be."""
    rows = t.rows("capacity_bands", unit_type=unit_type, year=year)
    ends = [BAND_ENDS[r["value"]] for r in rows if units is None or r["unit"] in units]
    return Within(Fraction(sum(e[0] for e in ends), len(ends)), Fraction(sum(e[1] for e in ends), len(ends)))


@family("mean_in_bands", kind="range")
def mean_in_bands(t: Tables) -> Iterator[Check]:
    """A mean index lies between what the bands of its members allow."""
    for kind, year in (("province", 2017), ("province", YEAR), ("city", YEAR)):
        row = t.one("capacity_means", unit_type=kind, year=year, code="total", measure="mean")
        claim = f"the mean index {year} of {NAMES[kind]} is possible with their bands"
        yield Check(f"{kind}.{year}", claim, row, _limits(t, kind, year))
    for row in t.rows("capacity_regions", year=YEAR):
        units = _units(t, "province", region7=row["region"])
        claim = f"the mean of {row['region']} is possible with the bands of its {len(units)} members"
        yield Check(f"region.{row['region']}", claim, row, _limits(t, "province", YEAR, units))


@family("above_in_bands", kind="range")
def above_in_bands(t: Tables) -> Iterator[Check]:
    """The number of provinces above the national mean is possible with the bands."""
    where = {"unit_type": "province", "year": YEAR, "code": "total"}
    row, mean = (t.one("capacity_means", **where, measure=m) for m in ("n_above", "mean"))
    ends = [BAND_ENDS[r["value"]] for r in t.rows("capacity_bands", unit_type="province", year=YEAR)]
    least, most = sum(low > mean.number for low, _ in ends), sum(high > mean.number for _, high in ends)
    claim = "number of provinces above the national mean, given how many bands lie wholly above or below it"
    yield Check("total.2021", claim, row, Within(least, most))


@family("score_band", kind="range", each="province_scores: unit_type=province, year=2019")
def score_band(t: Tables, row: Row) -> Iterator[Check]:
    """The scores of 2019, from a repost, lie in the bands that Table A-3 gives for 2019."""
    name = str(band(t, "province", row["unit"], 2019))
    claim = f"{row['unit']}, index of 2019: within band {name} of Table A-3"
    yield Check(row["unit"], claim, row, Within(*BAND_ENDS[name]))


@family("indicator_tree", kind="count")
def indicator_tree(t: Tables) -> Iterator[Check]:
    """Below each indicator the codes run 1, 2, 3 … without a gap."""
    for kind in NAMES:
        for row in t.rows("indicators", unit_type=kind):
            if row["level"] == 3:
                continue
            code, dash = row["code"], "-" if row["level"] == 2 else ""
            have = sorted(r["code"] for r in t.rows("indicators", unit_type=kind, parent=code))
            through = have == [f"{code}{dash}{n}" for n in range(1, len(have) + 1)]
            shown = f"{have[0]} to {have[-1]}" if have else "none"
            claim = f"the codes below {code} {row['name_en']} ({NAMES[kind]}) are numbered through"
            yield Check(f"{kind}.{code}", claim, row, Holds(bool(have) and through, shown))


@family("mark", kind="equality", each="capacity_listings: relation=band, year=2021, mention=1")
def mark(t: Tables, row: Row) -> Iterator[Check]:
    """A unit carries the mark (+) in Tables 2-1 and 2-2 if, and only if, its band rose."""
    kind, unit, year = row["unit_type"], row["unit"], row["year"]
    marked = bool(t.rows("capacity_risers", unit_type=kind, year=year, unit=unit))
    before, now = band(t, kind, unit, year - 1), band(t, kind, unit, year)
    claim = f"{unit} is {'marked' if marked else 'not marked'} as risen in {year}"
    test = Holds((step(before, now) > 0) == marked, f"{before} → {now}")
    yield Check(f"{kind}.{year}.{unit}", claim, _as_band(row, "(+)" if marked else "no mark"), test)


@family("fall", kind="omission", each="capacity_bands")
def fall(t: Tables, row: Row) -> Iterator[Check]:
    """A move down between two years in Tables A-3 and A-4 that no sentence of the documents mentions."""
    kind, unit, year = row["unit_type"], row["unit"], row["year"]
    before = band(t, kind, unit, year - 1)
    if step(before, row["value"]) >= 0:
        return
    why = "the report marks and names every rise of that year and passes over this fall"
    wrong = "contradicts"
    if year != YEAR:
        wrong = "not_checkable"
        why = "the report comments on its own year alone; the edition for that year is not in hand"
    name, claim = f"{kind}.{year}.{unit}", f"{unit} fell from band {before} to {row['value']} in {year}"
    figure = _as_band(row, f"{before} → {row['value']}")
    yield Check(name, claim, figure, Holds(False, "no sentence"), wrong=wrong, if_wrong=why)


@family("leaders", kind="equality")
def leaders(t: Tables) -> Iterator[Check]:
    """The leaders that chapter 2 names are those of Tables 2-3 and 2-4, ten each."""
    for kind in NAMES:
        for code in "ABCDE":
            table, text = (t.rows("capacity_leaders", unit_type=kind, code=code, mention=mention) for mention in (1, 2))
            names = {r["unit"] for r in text}
            first = min(text, key=lambda r: (r["line"], r["col"]))
            claim = f"the text names the leaders in {code} ({NAMES[kind]}) that the table has"
            test = Holds(names == {r["unit"] for r in table}, f"{len(table)} names")
            yield Check(f"{kind}.{code}", claim, _as_band(first, f"{len(names)} names"), test)
        claims = t.rows("claims", claim=f"leaders_per_indicator_{kind}")
        sentences = [c["mention"] for c in claims if c["place"] == "ch. 2 §2"]  # one a first-level indicator, in order
        for row in claims:
            one_each = row["mention"] in sentences and len(sentences) == 5
            code = "ABCDE"[sentences.index(row["mention"])] if one_each else ""
            counts = {len(t.rows("capacity_leaders", unit_type=kind, code=c, mention=1)) for c in code or "ABCDE"}
            claim = f"leaders listed for {code or 'each first-level indicator'} ({NAMES[kind]})"
            test = Holds(counts == {int(row.number)}, " and ".join(map(str, sorted(counts))))
            yield Check(f"{kind}.count.{row['mention']}", claim, row, test, kind="count")


@family("leaders_order", kind="order")
def leaders_order(t: Tables) -> Iterator[Check]:
    """Tables 2-3 and 2-4 list leaders in the administrative order, as their note says: no ranking may be read."""
    for kind in NAMES:
        order = {r["unit"]: r["order"] for r in t.rows("units", unit_type=kind)}
        for code in "ABCDE":
            for mention in (1, 2):
                rows = t.rows("capacity_leaders", unit_type=kind, code=code, mention=mention)
                rows = sorted(rows, key=lambda r: (r["line"], r["col"]))
                places = [order[r["unit"]] for r in rows]
                claim = f"leaders in {code} ({NAMES[kind]}) stand in the order of {_TABLE[kind]}"
                test = Holds(places == sorted(places), "order of the table")
                yield Check(f"{kind}.{code}.{mention}", claim, rows[0], test)


@family("gained_2019", kind="order", each="readings: group=gained_2019")
def gained_2019(t: Tables, row: Row) -> Iterator[Check]:
    """Provinces said to have gained strongly in 2019 did not fall in band."""
    unit = row["printed"].replace("內", "内")
    a, b = (band(t, "province", unit, year) for year in (2018, 2019))
    yield Check(unit, f"{unit} gained in 2019", row, Holds(step(a, b) >= 0, f"{a} → {b}"))


LEADING = {"province": ("北京", "上海", "江苏", "浙江", "广东", "贵州"), "city": ("广州", "南京", "杭州", "深圳")}
"""Units that a sentence says to have led in recent years."""
RECENT = 3
"""Years in a row, the last among them, that *recent years* must mean at least."""


@family("leading", kind="omission")
def leading(t: Tables) -> Iterator[Check]:
    """Units said to have led in recent years did so, and those that led in every year of the table are among them."""
    for kind, names in LEADING.items():
        row = t.one("readings", name=f"leading.{kind}")
        years = sorted({r["year"] for r in t.rows("capacity_bands", unit_type=kind)})
        top = {y: _in_band(t, kind, y, TOP) for y in years}
        for unit in names:
            claim = f"{unit} has been in the highest band for at least {RECENT} years, as one that keeps leading"
            test = Holds(all(unit in top[y] for y in years[-RECENT:]), f"{sum(unit in top[y] for y in years)} years")
            yield Check(f"{kind}.{unit}", claim, row, test, kind="order")
        for unit in sorted(set.intersection(*top.values()) - set(names)):
            yield Check(
                f"{kind}.{unit}.unnamed",
                f"{unit}, in the highest band in every year of the table, is named among those that keep leading",
                row,
                Holds(False, f"{len(years)} years"),
                wrong="not_checkable",
                if_wrong="not named, but the list ends in 'and others', so nobody is said not to lead: take those that "
                "lead from the table, not from the sentence",
            )


@family("city_order", kind="order")
def city_order(t: Tables) -> Iterator[Check]:
    """Cities are listed by administrative division, as the note to Table 2-2 says."""
    codes = {r["unit"]: r["adcode"] for r in t.rows("units", unit_type="city")}
    rows = t.rows("capacity_listings", unit_type="city", relation="band", year=YEAR, mention=1)
    for name in dict.fromkeys(r["value"] for r in rows):
        mine = sorted((r for r in rows if r["value"] == name), key=lambda r: (r["line"], r["col"]))
        falls = sum(codes[a["unit"]] > codes[b["unit"]] for a, b in pairwise(mine))
        yield Check(
            name,
            f"the cities in band {name} stand in the order of the codes of administrative divisions",
            t.one("readings", name="city.order"),
            Holds(not falls, f"{falls} steps back among {len(mine)} cities"),
            wrong="not_checkable",
            if_wrong="they stand as in Table A-4, cities of sub-provincial rank first; the note may mean that order, "
            "and it is no ranking either way",
        )


@family("without_institution", kind="omission")
def without_institution(t: Tables) -> Iterator[Check]:
    """Provinces that Table A-6 leaves out: the text gives their number and not their names."""
    have = {r["region"] for r in t.all("institutions")}
    stated, provinces = t.one("claims", claim="regions_with_institutions"), t.one("claims", claim="provinces")
    units = [r["unit"] for r in t.rows("capacity_bands", unit_type="province", year=YEAR)]
    left = [u for u in units if u not in have and u != "新疆兵团"]
    claim = "the provinces left out of Table A-6 are as many as the text leaves out"
    test = Holds(provinces.number - stated.number == len(left), f"{', '.join(left)} left out")
    yield Check("names", claim, stated, test, note="新疆兵团 is not among the provinces counted")


@family("plan_number", kind="equality")
def plan_number(t: Tables) -> Iterator[Check]:
    """The document number of each plan in Table A-5 fits the body and the years that its title names."""
    for row in t.all("policies"):
        region, issued, start = row["region"], row["issued_in"], row["covers_from"]
        office = "办公厅" in row["title_zh"]
        begins = f"begins in {'an unstated year' if start is None else start}"
        yield Check(
            f"series.{region}",
            f"the number of the plan of {region} belongs to the body that its title names",
            row,
            Holds(
                ("办" in row["document_number"]) == office,
                f"issued by the {'general office' if office else 'government or a department'}",
            ),
            if_wrong="a number of the general office's series stands beside a title that names the government; "
            f"the number is of {issued}, the plan {begins}",
        )
        if start is not None:
            yield Check(
                f"year.{region}",
                f"the plan of {region} was issued no later than the year in which it begins",
                row,
                Holds(issued <= start, begins),
                kind="order",
                wrong="not_checkable",
                if_wrong="a plan may be issued late; but every other plan of the table was in time",
            )
