"""The report's means, shares and growth rates against one another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Open, Same, Within
from egov.results.audit.quantity import Quantity
from egov.results.audit.tables import Row, Tables

family = AUDIT.family

BAND_ENDS = {"低": (0, 65), "中": (65, 80), "高": (80, 90), "非常高": (90, 100)}
"""Limits of the bands, ends included; a band does not say on which side its limits belong."""
NAMES = {"province": "provinces", "city": "cities"}


def assessed(t: Tables, unit_type: str) -> Fraction:
    """How many units of a type the report assesses."""
    return t.one("claims", claim={"province": "provincial_units", "city": "cities"}[unit_type]).number


@family("share_above", kind="equality", reads=("capacity_means", "claims"))
def share_above(t: Tables) -> Iterator[Check]:
    """Each share of units above the mean, from the number of units above it."""
    for row in t.rows("capacity_means", measure="share_above"):
        kind, code = row["unit_type"], row["code"]
        count = t.one("capacity_means", unit_type=kind, year=row["year"], code=code, measure="n_above")
        n = assessed(t, kind)
        yield Check(
            f"{kind}.{code}",
            f"share of {NAMES[kind]} above the mean of {code} {row['name_en']}: {count['printed']} of {n}",
            row.figure,
            Equal(count.figure.counted / n * 100),
        )


@family("parent_mean", kind="range", reads=("capacity_means",))
def parent_mean(t: Tables) -> Iterator[Check]:
    """Each mean lies between the least and the greatest mean of its parts, whatever the weights."""
    for kind in NAMES:
        for parent in ("total", *"ABCDE"):
            length = 1 if parent == "total" else 2
            parts = [
                r.figure.rounded
                for r in t.rows("capacity_means", unit_type=kind, year=2021, measure="mean", mention=1)
                if r["code"] != "total" and len(r["code"]) == length and (length == 1 or r["code"][0] == parent)
            ]
            row = t.one("capacity_means", unit_type=kind, year=2021, code=parent, measure="mean")
            yield Check(
                f"{kind}.{parent}",
                f"the mean of {parent} for {NAMES[kind]} lies within the range of its {len(parts)} parts",
                row.figure,
                Within(min(parts, key=lambda q: q.point), max(parts, key=lambda q: q.point)),
            )


def members_by_region(t: Tables) -> dict[str, Row]:
    """The report's number of members of each region, by the region's name."""
    named = [
        (r["subject_en"].rsplit(" ", 1)[-1], r) for r in t.all("claims") if r["claim"].startswith("region_members")
    ]
    return dict(named)


@family("regions_to_nation", kind="equality", reads=("capacity_means", "capacity_regions", "claims"))
def regions_to_nation(t: Tables) -> Iterator[Check]:
    """The seven regional means, weighted by the number of their members, give the national mean."""
    members = members_by_region(t)
    total = sum((r.number for r in members.values()), Fraction(0))
    parts = [t.one("capacity_regions", region=region).figure.rounded * n.number for region, n in members.items()]
    weighted = sum(parts, Quantity.of(0)) / total
    for row in t.rows("capacity_means", unit_type="province", year=2021, code="total", measure="mean"):
        yield Check(
            str(row["mention"]),
            f"the mean of {total} provincial units is that of {len(members)} regions weighted by their members",
            row.figure,
            Equal(weighted),
        )


@family("growth", kind="equality", reads=("capacity_means", "claims"))
def growth(t: Tables) -> Iterator[Check]:
    """Growth rates from the two levels that they are stated between."""

    def mean(code: str, year: int, mention: int = 1) -> Row:
        return t.one(
            "capacity_means", unit_type="province", year=year, code=code, measure="mean", mention=mention
        )  # fmt: skip

    stated = t.one("claims", claim="index_growth_2017_2021")
    a, b = mean("total", 2017), mean("total", 2021)
    yield Check(
        "total.2017.2021",
        f"growth of the provinces' mean index from {a['printed']} to {b['printed']}, in percent",
        stated.figure,
        Equal((b.figure.rounded / a.figure.rounded - 1) * 100),
    )
    stated = t.one("claims", claim="service_effectiveness_growth_2020_2021")
    before = mean("A", 2020)
    for row in t.rows("capacity_means", unit_type="province", year=2021, code="A", measure="mean"):
        yield Check(
            f"A.2020.2021.{row['mention']}",
            f"growth of the provinces' mean of A from {before['printed']} to {row['printed']} ({row['place']}), "
            "in percent",
            stated.figure,
            Equal((row.figure.rounded / before.figure.rounded - 1) * 100),
        )


@family("printed_order", kind="order", reads=("capacity_means", "capacity_regions"))
def printed_order(t: Tables) -> Iterator[Check]:
    """Sentences that go from the highest mean to the lowest name them in that order."""
    means = [r for r in t.rows("capacity_means", year=2021, measure="mean") if len(r["code"]) == 1]
    for place, kind in (("ch. 4 §1", "province"), ("ch. 4 §1", "city"), ("digest 3", "province")):
        rows = [r for r in means if r["place"] == place and r["unit_type"] == kind]
        yield _falling(f"{place.replace(' ', '')}.{kind}", "the first-level means stand from high to low", rows)
    regions = t.rows("capacity_regions", year=2021)
    yield _falling("regions", "the regional means stand from high to low", regions, by="region")


def _falling(name: str, claim: str, rows: list[Row], by: str = "code") -> Check:
    rows = sorted(rows, key=lambda r: (r["line"], r["col"]))
    falling = all(a.number >= b.number for a, b in pairwise(rows))
    shown = " > ".join(r[by] for r in sorted(rows, key=lambda r: (-r.number, r["line"], r["col"])))
    return Check(name, f"{claim}, as the sentence has it", rows[0].figure, Holds(falling, shown))


@family("mean_in_bands", kind="range", reads=("capacity_means", "capacity_regions", "capacity_bands", "units"))
def mean_in_bands(t: Tables) -> Iterator[Check]:
    """A mean index lies between what the bands of its members allow."""

    def limits(unit_type: str, year: int, units: set[str] | None = None) -> tuple[Fraction, Fraction]:
        rows = t.rows("capacity_bands", unit_type=unit_type, year=year)
        ends = [BAND_ENDS[r["value"]] for r in rows if units is None or r["unit"] in units]
        return Fraction(sum(e[0] for e in ends), len(ends)), Fraction(sum(e[1] for e in ends), len(ends))

    for unit_type, year in (("province", 2017), ("province", 2021), ("city", 2021)):
        row = t.one("capacity_means", unit_type=unit_type, year=year, code="total", measure="mean")
        yield Check(
            f"{unit_type}.{year}",
            f"the mean index {year} of {NAMES[unit_type]} is possible with their bands",
            row.figure,
            Within(*limits(unit_type, year)),
        )
    for row in t.rows("capacity_regions", year=2021):
        members = {r["unit"] for r in t.rows("units", unit_type="province", region7=row["region"])}
        yield Check(
            f"region.{row['region']}",
            f"the mean of {row['region']} is possible with the bands of its {len(members)} members",
            row.figure,
            Within(*limits("province", 2021, members)),
        )


@family("above_in_bands", kind="range", reads=("capacity_means", "capacity_bands"))
def above_in_bands(t: Tables) -> Iterator[Check]:
    """The number of provinces above the national mean is possible with the bands."""
    row = t.one("capacity_means", unit_type="province", year=2021, code="total", measure="n_above")
    mean = t.one("capacity_means", unit_type="province", year=2021, code="total", measure="mean").number
    ends = [BAND_ENDS[r["value"]] for r in t.rows("capacity_bands", unit_type="province", year=2021)]
    least, most = sum(low > mean for low, _ in ends), sum(high > mean for _, high in ends)
    yield Check(
        "total.2021",
        "number of provinces above the national mean, given how many bands lie wholly above or below it",
        row.figure,
        Within(least, most),
    )


@family("rise_stated", kind="order", reads=("capacity_means",))
def rise_stated(t: Tables) -> Iterator[Check]:
    """Means said to have risen are higher in the later year."""
    totals = [t.one("capacity_means", unit_type="province", year=y, code="total", measure="mean") for y in (2016, 2017)]
    last = t.one("capacity_means", unit_type="province", year=2021, code="total", measure="mean")
    before = t.one("capacity_means", unit_type="province", year=2020, code="A", measure="mean")
    now = t.one("capacity_means", unit_type="province", year=2021, code="A", measure="mean")
    for name, low, high in (
        ("total.2016.2017", totals[0], totals[1]),
        ("total.2017.2021", totals[1], last),
        ("A.2020.2021", before, now),
    ):
        yield Check(
            name,
            f"the mean of {low['code']} rose from {low['year']} to {high['year']}",
            high.figure,
            Holds(high.number > low.number, f"{low['printed']} before"),
        )
    for name, reading, what in (
        ("regions", readings.ALL_REGIONS_ROSE, "all seven regional means rose in 2021"),
        ("indices", readings.ALL_INDICES_ROSE, "the mean index and all five first-level means rose in 2021"),
        ("city.indices", readings.ALL_CITY_INDICES_ROSE, "the cities' mean index and all five first-level means rose"),
    ):
        note = "the means of 2020 are not printed, but for one first-level indicator"
        yield Check(name, what, reading.figure, Open(), note=note)


@family("indicator_count", kind="count", reads=("claims", "indicators", "capacity_means"))
def indicator_count(t: Tables) -> Iterator[Check]:
    """Numbers of indicators stated, against the rows of Tables A-1 and A-2 and the means of chapter 4."""
    for kind in NAMES:
        for level in (1, 2, 3):
            rows = t.rows("indicators", unit_type=kind, level=level)
            for claim in t.rows("claims", claim=f"indicators_{kind}_level_{level}"):
                yield Check(
                    f"{kind}.{level}.{claim['mention']}",
                    f"indicators of level {level} for {NAMES[kind]}: rows of Table {_TREE[kind]}",
                    claim.figure,
                    Same(Fraction(len(rows))),
                )
        second = t.rows("indicators", unit_type=kind, level=2)
        printed = t.rows("capacity_means", unit_type=kind, year=2021, measure="mean")
        means = {r["code"] for r in printed if len(r["code"]) == 2}
        claim = t.one("claims", claim=f"indicators_{kind}_level_2")
        yield Check(
            f"{kind}.means",
            f"chapter 4 gives a mean for every second-level indicator of {NAMES[kind]}",
            claim.figure,
            Holds(means == {r["code"] for r in second}, str(len(means))),
        )


_TREE = {"province": "A-1", "city": "A-2"}


@family("indicator_tree", kind="count", reads=("indicators",))
def indicator_tree(t: Tables) -> Iterator[Check]:
    """Below each indicator the codes run 1, 2, 3 … without a gap."""
    for kind in NAMES:
        children: dict[str, list[str]] = {}
        for row in t.rows("indicators", unit_type=kind):
            if row["parent"]:
                children.setdefault(row["parent"], []).append(row["code"])
        for row in t.rows("indicators", unit_type=kind):
            code = row["code"]
            if row["level"] == 3:
                continue
            have = sorted(children.get(code, []))
            dash = "-" if row["level"] == 2 else ""
            want = [f"{code}{dash}{n}" for n in range(1, len(have) + 1)]
            yield Check(
                f"{kind}.{code}",
                f"the codes below {code} {row['name_en']} ({NAMES[kind]}) are numbered through",
                row.figure,
                Holds(bool(have) and have == want, f"{have[0]} to {have[-1]}" if have else "none"),
            )
