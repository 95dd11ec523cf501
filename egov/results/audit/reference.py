"""Figures from outside the five documents: the UN survey, the scores of 2019, the census."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from egov.results.audit import readings
from egov.results.audit.check import AUDIT, Check, Equal, Holds, Within
from egov.results.audit.quantity import Figure, Quantity
from egov.results.audit.report_means import BAND_ENDS
from egov.results.audit.tables import Row, Tables

family = AUDIT.family

EGDI_WEIGHTS = {
    2003: ("1/3", "1/3", "1/3"),
    2004: ("1/3", "1/3", "1/3"),
    2005: ("1/3", "1/3", "1/3"),
    2008: ("0.34", "0.33", "0.33"),
    2010: ("0.34", "0.33", "0.33"),
    2012: ("1/3", "1/3", "1/3"),
    2014: ("1/3", "1/3", "1/3"),
    2016: ("1/3", "1/3", "1/3"),
    2018: ("1/3", "1/3", "1/3"),
    2020: ("1/3", "1/3", "1/3"),
    2022: ("1/3", "1/3", "1/3"),
    2024: ("1/3", "1/3", "1/3"),
}
"""Weights of online service, telecommunication and human capital in the index, by edition of the survey."""
PARTS = ("online_service", "telecom_infrastructure", "human_capital")
CENSUS_TOTAL, CENSUS_ARMED_FORCES = 1_411_778_724, 2_000_000
"""Population of the census of 2020 and the servicemen in it, who belong to no province (communique no. 3)."""


def unpadded(row: Row) -> Figure:
    """The row's figure with the zeros at its end left out, which the country tables pad to five digits."""
    f = row.figure
    whole, _, digits = f.printed.partition(".")
    return replace(f, printed=f"{whole}.{digits.rstrip('0').ljust(4, '0')}")


@family("egdi_index", kind="equality", reads=("egdi",))
def egdi_index(t: Tables) -> Iterator[Check]:
    """The UN index from its three components."""
    for edition, weights in EGDI_WEIGHTS.items():
        row = t.one("egdi", edition=edition, measure="egdi")
        parts = [
            unpadded(t.one("egdi", edition=edition, measure=m)).rounded * Fraction(w)
            for m, w in zip(PARTS, weights, strict=True)
        ]
        yield Check(
            str(edition),
            f"UN index of China {edition}: online service, telecommunication and human capital with weights "
            f"{', '.join(weights)}",
            unpadded(row),
            Equal(sum(parts, Quantity.of(0))),
        )


@family("egdi_best", kind="order", reads=("egdi",))
def egdi_best(t: Tables) -> Iterator[Check]:
    """Rank 43 of 2022 is China's best since the survey began."""
    ranks = {r["edition"]: r.number for r in t.rows("egdi", measure="rank", mention=1) if r["edition"] <= 2022}
    best = min(ranks.values())
    yield Check(
        "2022",
        "the rank of 2022 is the best of all editions up to then",
        readings.BEST_RANK.figure,
        Holds(
            ranks[2022] == best and list(ranks.values()).count(best) == 1, f"best rank {best} of {len(ranks)} editions"
        ),
    )
    members = t.one("egdi", edition=2022, measure="n_members").figure
    yield Check(
        "members",
        "China's rank is one among the members",
        members,
        Holds(members.number >= max(ranks.values()), f"worst rank {max(ranks.values())}"),
        kind="range",
    )


@family("score_band", kind="range", reads=("province_scores", "capacity_bands"))
def score_band(t: Tables) -> Iterator[Check]:
    """The scores of 2019, from a repost, lie in the bands that Table A-3 gives for 2019."""
    for row in t.rows("province_scores", unit_type="province", year=2019):
        band = t.one("capacity_bands", unit_type="province", unit=row["unit"], year=2019)
        low, high = BAND_ENDS[band["value"]]
        yield Check(
            row["unit"],
            f"{row['unit']}, index of 2019: within band {band['value']} of Table A-3",
            row.figure,
            Within(low, high),
        )


@family("score_rank", kind="order", reads=("province_scores",))
def score_rank(t: Tables) -> Iterator[Check]:
    """Ranks of the 2019 scores as the repost prints them."""
    rows = t.rows("province_scores", unit_type="province", year=2019)
    for row in rows:
        above = [r for r in rows if r["rank_as_printed"] < row["rank_as_printed"] and r.number < row.number]
        level = [r for r in rows if r["rank_as_printed"] == row["rank_as_printed"] and r.number != row.number]
        wrong = [r["unit"] for r in above + level]
        fault = f"{', '.join(wrong)} stands before it with less" if wrong else "nobody before it has less"
        yield Check(
            row["unit"],
            f"{row['unit']}, rank {row['rank_as_printed']} of 2019: nobody with a lower score stands before it",
            row.figure,
            Holds(not wrong, fault),
            if_wrong="the repost has the two in the other order; Table A-3 puts both in the highest band",
        )


@family("census", kind="equality", reads=("province_covariates",))
def census(t: Tables) -> Iterator[Check]:
    """The provinces of the census add to the nation, the armed forces left out."""
    rows = t.rows("province_covariates", variable="census_population_2020")
    total = sum((r.number for r in rows), Fraction(0))
    stated = CENSUS_TOTAL - CENSUS_ARMED_FORCES
    yield Check(
        "2020",
        "population of the census of 2020 without servicemen: the provinces add to it",
        Figure(
            str(stated),
            rows[0]["source"],
            "communique no. 3, total less servicemen",
            None,
            Fraction(stated),
            "province_covariates",
        ),
        Holds(total == stated, str(total)),
        note="the national total is not in the tables; it stands in the communique",
    )
