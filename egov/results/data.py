"""Chapter *The data*: what the tables hold, and a first look at the bands.

Counts here are counts of all units, not of a sample: they carry no sampling interval. What they do carry is the
coarseness of the bands, which the chapter says aloud.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from egov.results.wording import BAND_EN, joined
from egov.tables import TABLES
from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

BAND_LIMITS = {"低": "65 or less", "中": "65 to 80", "高": "80 to 90", "非常高": "90 or more"}
"""Score limits of the bands as Tables 2-1 and 2-2 head them (≤65, 80–65, 90–80, ≥90)."""


def band_definitions() -> pd.DataFrame:
    """The four bands from low to very high: band, name_en, points (limits in words)."""
    import pandas as pd

    return pd.DataFrame([(b, BAND_EN[b], BAND_LIMITS[b]) for b in BANDS], columns=["band", "name_en", "points"])


def inventory(load: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """What each published table holds: rows, how many with a line in a text copy, sources.

    ``load`` maps a table's name to its frame. Returns one row a table: table, title, rows, located, sources.
    """
    import pandas as pd

    rows = []
    for table in TABLES.values():
        if table.published:
            frame = load(table.name)
            rows.append(
                (table.name, table.title, len(frame), int(frame["line"].notna().sum()), frame["source"].nunique())
            )
    return pd.DataFrame(rows, columns=["table", "title", "rows", "located", "sources"])


def band_counts(bands: pd.DataFrame) -> pd.DataFrame:
    """How many units stand in each band: unit_type, year, band, count, share of the units of that type and year.

    ``bands`` has unit_type, year and value (ordered category). Bands without a unit are kept with count 0.

    >>> import pandas as pd
    >>> value = pd.Categorical(["高", "高", "中"], ["低", "中", "高", "非常高"], ordered=True)
    >>> frame = pd.DataFrame({"unit_type": "city", "unit": list("abc"), "year": 2021, "value": value})
    >>> band_counts(frame)["count"].tolist()
    [0, 1, 2, 0]
    """
    counts = (
        bands.groupby(["unit_type", "year", "value"], observed=False)
        .size()
        .rename("count")
        .reset_index()
        .rename(columns={"value": "band"})
    )
    total = counts.groupby(["unit_type", "year"], observed=False)["count"].transform("sum")
    counts = counts[total > 0].assign(share=counts["count"] / total)
    return counts.reset_index(drop=True)


def history(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Every unit's band in every year, one column a year: unit_type, unit, name_en, region7, then the years.

    Units stand in the order of ``units``; a year without a band is missing.
    """
    wide = bands.pivot(index=["unit_type", "unit"], columns="year", values="value").astype("str")
    names = units[["unit_type", "unit", "name_en", "region7"]]
    years = [str(year) for year in wide.columns]
    wide = wide.set_axis(years, axis="columns").reset_index()
    out = names.merge(wide.astype({"unit_type": "str"}), on=["unit_type", "unit"], validate="one_to_one")
    out[years] = out[years].where(out[years] != "nan")
    return out


def with_moves(bands: pd.DataFrame) -> pd.DataFrame:
    """``bands`` with the year before beside it: from_band, steps (bands moved), mark (``up``, ``down`` or ``""``).

    A unit's first year has no from_band, steps 0 and no mark. Years must follow one another without a gap.
    """
    frame = bands.sort_values(["unit_type", "unit", "year"]).reset_index(drop=True)
    by_unit = frame.groupby(["unit_type", "unit"], observed=True)
    gap = by_unit["year"].diff().dropna()
    if not (gap == 1).all():
        row = frame.loc[gap[gap != 1].index[0]]
        raise ValueError(f"unit {row['unit']}: no row for the year before {row['year']}")
    code = frame["value"].cat.codes
    steps = code.groupby([frame["unit_type"], frame["unit"]], observed=True).diff().fillna(0).astype(int)
    frame["from_band"] = by_unit["value"].shift()
    frame["steps"] = steps
    frame["mark"] = steps.map(lambda s: "up" if s > 0 else "down" if s < 0 else "")
    return frame


def move_counts(bands: pd.DataFrame) -> pd.DataFrame:
    """Moves up and down by unit_type and year of arrival: up, down, stayed, n."""
    moves = with_moves(bands).dropna(subset=["from_band"])
    table = (
        moves.assign(move=moves["mark"].replace("", "stayed"))
        .groupby(["unit_type", "year", "move"], observed=True)
        .size()
        .unstack("move", fill_value=0)
        .reindex(columns=["up", "down", "stayed"], fill_value=0)
        .reset_index()
        .rename_axis(columns=None)
    )
    return table.assign(n=table[["up", "down", "stayed"]].sum(axis=1))


def findings(bands: pd.DataFrame, units: pd.DataFrame) -> Mapping[str, str]:
    """The chapter's sentences with their numbers, by name; ``units`` has unit_type, unit, name_en, north_south."""
    counts = band_counts(bands).set_index(["unit_type", "year", "band"])["count"]
    top = BANDS[-1]
    out = {}
    for unit_type in ("province", "city"):
        years = sorted(bands.loc[bands["unit_type"] == unit_type, "year"].unique())
        first, last = int(years[0]), int(years[-1])
        size = int(counts[unit_type, last].sum())
        out |= {
            f"{unit_type}_first_year": str(first),
            f"{unit_type}_last_year": str(last),
            f"{unit_type}_n": str(size),
            f"{unit_type}_top_first": str(counts[unit_type, first, top]),
            f"{unit_type}_top_last": str(counts[unit_type, last, top]),
            f"{unit_type}_low_last": str(counts[unit_type, last, BANDS[0]]),
        }
    last = int(out["province_last_year"])
    behind = bands[(bands["unit_type"] == "province") & (bands["year"] == last) & (bands["value"] <= BANDS[1])]
    behind = behind.merge(units, on=["unit_type", "unit"], suffixes=("", "_unit")).sort_values("order")
    out["behind"] = joined([f"{r.unit} {r.name_en.partition(' (')[0]}" for r in behind.itertuples()])
    out["behind_n"] = str(len(behind))
    out["legend"] = ", ".join(f"{band} {BAND_EN[band]}" for band in BANDS)
    out["behind_north"] = str(int((behind["north_south"] == "north").sum()))
    moves = move_counts(bands).groupby("unit_type", observed=True)[["up", "down", "n"]].sum()
    for unit_type in ("province", "city"):
        for what in ("up", "down", "n"):
            out[f"{unit_type}_moves_{what}"] = str(int(moves.loc[unit_type, what]))
    whole, empty = out["behind_north"] == out["behind_n"], out["province_low_last"] == "0"
    left = f"{out['behind_n']} left in the {'second-lowest band' if empty else 'two lowest bands'}"
    north = f"all {left} lie north" if whole else f"of the {left}, {out['behind_north']} lie north"
    out["headline"] = (
        f"In {last}, {out['province_top_last']} of {out['province_n']} provincial units stood in the highest band, "
        f"against {out['province_top_first']} in {out['province_first_year']} (the indicators changed in between); "
        f"{north} of the Qinling–Huaihe line{', and the lowest band is empty' if empty else ''}."
    )
    share = "均" if whole else f"有 {out['behind_north']} 个"
    out["headline_zh"] = (
        f"{last} 年，{out['province_n']} 个省级单位中有 {out['province_top_last']} 个处于“{top}”组，"
        f"{out['province_first_year']} 年为 {out['province_top_first']} 个（其间评估指标有调整）；"
        f"仍处于“{BANDS[1]}”组{'' if empty else f'和“{BANDS[0]}”组'}的 {out['behind_n']} 个单位"
        f"{share}位于秦岭—淮河一线以北{f'，“{BANDS[0]}”组已无单位' if empty else ''}。"
    )
    return out
