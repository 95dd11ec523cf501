"""Year over year, first part: who moved between bands, how the moves pool into matrices, what those imply.

A move is a unit's band in one year and in the year before. Cells are small, so every share has an interval, tests take
resampled or exact p-values, and whatever resamples keeps the years of one unit together. No year is named here: first
and last come from the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from egov.results.data import with_moves
from egov.tables.schemas import BANDS, UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd

MERGED = ("低 or 中", "高", "非常高")
"""Bands with the lowest two as one: the lowest is left by all but one of its moves and entered by none."""
INDICES = {
    "immobility": "share that stays",
    "up": "share that rises",
    "down": "share that falls",
    "bartholomew": "mean bands crossed, of the most possible (Bartholomew)",
    "prais": "Prais and Shorrocks, from the matrix of three bands",
    "determinant": "one minus the determinant of that matrix",
}
RESAMPLES = 10_000
PERMUTATIONS = 20_000


@dataclass(frozen=True)
class Panel:
    """Bands of units of one kind as codes, (units, years), units and years beside them; -1 where there is no band."""

    codes: np.ndarray
    units: tuple[str, ...]
    years: tuple[int, ...]

    def merged(self) -> np.ndarray:
        """Codes with the lowest two bands as one, 0 to 2."""
        return np.where(self.codes < 0, -1, np.maximum(self.codes - 1, 0))


def panel(bands: pd.DataFrame, unit_type: str, years: tuple[int, ...] | None = None) -> Panel:
    """The bands of a kind of unit as an array, units sorted by name; ``years`` cuts it.

    >>> import pandas as pd
    >>> value = pd.Categorical(["高", "非常高"], BANDS, ordered=True)
    >>> frame = pd.DataFrame({"unit_type": "city", "unit": "广州", "year": [2018, 2019], "value": value})
    >>> panel(frame, "city").codes.tolist()
    [[2, 3]]
    """
    own = bands[bands["unit_type"] == unit_type]
    wide = own.assign(code=own["value"].cat.codes.astype(int)).pivot(index="unit", columns="year", values="code")
    wide = wide.sort_index().reindex(columns=sorted(years) if years else sorted(wide.columns))
    codes = wide.fillna(-1).to_numpy().astype(int)
    return Panel(codes, tuple(str(u) for u in wide.index), tuple(int(y) for y in wide.columns))


def transitions(bands: pd.DataFrame) -> pd.DataFrame:
    """Moves by kind of unit, year and pair of bands: unit_type, from_year, to_year, from_band, to_band, count.

    Every destination of a band in which units stood is listed, with 0 where none arrived.

    >>> import pandas as pd
    >>> value = pd.Categorical(["高", "非常高"], BANDS, ordered=True)
    >>> frame = pd.DataFrame({"unit_type": "city", "unit": "广州", "year": [2018, 2019], "value": value})
    >>> transitions(frame)["count"].tolist()
    [0, 0, 0, 1]
    """
    import pandas as pd

    from egov.methods.transitions import transition_counts

    rows = []
    for unit_type in kinds(bands):
        own = panel(bands, unit_type)
        counts = transition_counts(own.codes, len(BANDS))
        for number, table in enumerate(counts):
            for i in np.flatnonzero(table.sum(axis=1)):
                for j, count in enumerate(table[i]):
                    rows.append((unit_type, *own.years[number : number + 2], BANDS[i], BANDS[j], int(count)))
    return pd.DataFrame(rows, columns=["unit_type", "from_year", "to_year", "from_band", "to_band", "count"])


def kinds(bands: pd.DataFrame) -> list[str]:
    """The kinds of units in the table, provinces first."""
    return [t for t in UNIT_TYPES if (bands["unit_type"] == t).any()]


def moves(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Every unit-year with a year before: with_moves, name_en, order, and ``was`` = whether it is a return.

    A rise is a return where the unit had stood in the band it reaches, or higher, in a year before.
    """
    frame = with_moves(bands)
    codes = frame["value"].cat.codes.astype(int)
    by = [frame["unit_type"].astype(str), frame["unit"]]
    highest = codes.groupby(by).cummax().groupby(by).shift()
    frame["was"] = (frame["mark"] == "up") & (highest >= codes)
    names = units[["unit_type", "unit", "name_en", "order", "belt", "north_south"]].astype({"unit_type": "str"})
    return frame.astype({"unit_type": "str"}).merge(names, on=["unit_type", "unit"], validate="many_to_one")


def movers(moved: pd.DataFrame, which: Literal["down", "return", "up"]) -> pd.DataFrame:
    """The falls, the rises, or the rises that are returns, one row each in the order of years."""
    chosen = moved["was"] if which == "return" else moved["mark"] == which
    columns = ["unit_type", "unit", "name_en", "year", "from_band", "value"]
    kept = moved[chosen].sort_values(["year", "unit_type", "order"], ascending=[True, False, True])
    return kept[columns].rename(columns={"value": "to_band"}).astype({"from_band": "str", "to_band": "str"})


def matrix(bands: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """The pooled matrix in long form: from_band, to_band, count, n (moves from that band), share and two intervals.

    ``lower``, ``upper``: Wilson's; ``lower_dirichlet``, ``upper_dirichlet``: under a Dirichlet(1/2, …) prior on the
    row; ``lower_units``, ``upper_units``: cluster bootstrap, empty where nothing was seen (it cannot say more than 0).
    """
    import pandas as pd

    from egov.methods.transitions import cluster_bootstrap, row_shares, transition_counts, transition_matrix

    own = panel(bands, unit_type)
    counts = transition_counts(own.codes, len(BANDS)).sum(axis=0)
    wilson, prior = transition_matrix(counts), transition_matrix(counts, method="jeffreys")
    resampled = cluster_bootstrap(own.codes, row_shares, k=len(BANDS), n_resamples=RESAMPLES)
    rows = []
    for i in np.flatnonzero(counts.sum(axis=1)):
        for j in range(len(BANDS)):
            seen = counts[i, j] > 0
            rows.append(
                {
                    "from_band": BANDS[i],
                    "to_band": BANDS[j],
                    "count": int(counts[i, j]),
                    "n": int(counts[i].sum()),
                    "share": wilson.probability[i, j],
                    "lower": wilson.lower[i, j],
                    "upper": wilson.upper[i, j],
                    "lower_dirichlet": prior.lower[i, j],
                    "upper_dirichlet": prior.upper[i, j],
                    "lower_units": resampled.lower[i, j] if seen else np.nan,
                    "upper_units": resampled.upper[i, j] if seen else np.nan,
                }
            )
    return pd.DataFrame(rows)


def yearly(bands: pd.DataFrame) -> pd.DataFrame:
    """The matrices year by year, long: columns of :func:`transitions`, n, share, and Wilson's lower and upper."""
    from egov.methods.scoring import wilson

    out = transitions(bands)
    out["n"] = out.groupby(["unit_type", "to_year", "from_band"], sort=False)["count"].transform("sum")
    lower, upper = wilson(out["count"].to_numpy(), out["n"].to_numpy())
    return out.assign(share=out["count"] / out["n"], lower=lower, upper=upper)


def mobility_table(bands: pd.DataFrame) -> pd.DataFrame:
    """Mobility indices over all years with a bootstrap over units: unit_type, index, meaning, estimate, lower, upper.

    Indices that need the matrix are taken from three bands (:data:`MERGED`).
    """
    import pandas as pd

    from egov.methods.transitions import cluster_bootstrap, mobility

    rows = []
    for unit_type in kinds(bands):
        own = panel(bands, unit_type)
        for index, meaning in INDICES.items():
            codes, k = (own.merged(), 3) if index in ("prais", "determinant") else (own.codes, len(BANDS))
            r = cluster_bootstrap(codes, lambda c, index=index: mobility(c, index), k=k, n_resamples=RESAMPLES)
            rows.append((unit_type, index, meaning, float(r.estimate), float(r.lower), float(r.upper)))
    return pd.DataFrame(rows, columns=["unit_type", "index", "meaning", "estimate", "lower", "upper"])


def same_process(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Tests whether one matrix governs all: by year, by belt, and provinces against cities over their common years.

    Columns: question, unit_type, units, n (moves), lr, df, p (resampled), p_asymptotic, p_holm (over these tests).
    Years are compared by permuting them among moves from one band, groups by permuting whole units that start in the
    same band.
    """
    import pandas as pd

    from egov.methods.homogeneity import homogeneity_test
    from egov.methods.ordinal import holm

    belt = units.set_index(["unit_type", "unit"])["belt"].astype(str)
    belt.index = pd.MultiIndex.from_tuples([(str(a), b) for a, b in belt.index])
    rows = []

    def add(question: str, unit_type: str, codes: np.ndarray, by: object) -> None:
        t = homogeneity_test(codes, by, k=len(BANDS), n_resamples=PERMUTATIONS)
        n = sum(t.transitions)
        rows.append((question, unit_type, len(codes), n, t.lr, t.df, t.p_lr, t.p_lr_asymptotic))

    for unit_type in kinds(bands):
        own = panel(bands, unit_type)
        add("years", unit_type, own.codes, "year")
        add("belts", unit_type, own.codes, [belt[unit_type, u] for u in own.units])
    both, who = common(bands)
    if len(set(who)) > 1:
        add("provinces and cities", "both", both, who)
    out = pd.DataFrame(rows, columns=["question", "unit_type", "units", "n", "lr", "df", "p", "p_asymptotic"])
    return out.assign(p_holm=holm(out["p"].to_numpy()))


def common(bands: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Codes of all units over the years that every kind of unit has, and each unit's kind."""
    sets = [set(bands.loc[bands["unit_type"] == t, "year"]) for t in kinds(bands)]
    years = tuple(sorted(set.intersection(*sets)))
    parts = {t: panel(bands, t, years) for t in kinds(bands)}
    codes = np.concatenate([p.codes for p in parts.values()])
    return codes, [t for t, p in parts.items() for _ in p.units]


def long_run(bands: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """What the pooled matrix of three bands would lead to: quantity, from_band, to_band, estimate, lower, upper, unit.

    ``steady``: share of units in a band if the years so far went on for ever (percent); ``passage``: mean years until a
    band is first entered. Intervals resample units; infinite where a resample never gets there. ``reason`` says why
    an estimate is missing, infinite or empty of meaning.
    """
    import pandas as pd

    from egov.methods.transitions import (
        classes,
        cluster_bootstrap,
        first_passage_times,
        row_shares,
        steady_states,
        transition_counts,
    )

    own = panel(bands, unit_type)
    codes = own.merged()
    counts = transition_counts(codes, 3).sum(axis=0)
    empty = [MERGED[i] for i in np.flatnonzero(counts.sum(axis=1) == 0)]
    trapped = [] if empty else [MERGED[c.states[0]] for c in classes(row_shares(counts)) if c.absorbing]
    reason = f"{trapped[0]} was never left: by construction, not by evidence" if trapped else ""
    reason = f"{', '.join(empty)}: never seen as an origin" if empty else reason
    rows = []
    state = cluster_bootstrap(codes, lambda c: 100 * steady_states(row_shares(c)), k=3, n_resamples=RESAMPLES)
    for j, band in enumerate(MERGED):
        rows.append(("steady", "", band, *(float(v[j]) for v in (state.estimate, state.lower, state.upper)), reason))
    time = cluster_bootstrap(codes, lambda c: first_passage_times(row_shares(c)), k=3, n_resamples=RESAMPLES)
    for i, j in ((0, 1), (1, 2), (0, 2), (2, 1), (1, 0)):
        value = [float(v[i, j]) for v in (time.estimate, time.lower, time.upper)]
        why = "" if np.isfinite(value[0]) else f"no way from {MERGED[i]} to {MERGED[j]} was seen, or not a certain one"
        rows.append(("passage", MERGED[i], MERGED[j], *value, why))
    return pd.DataFrame(rows, columns=["quantity", "from_band", "to_band", "estimate", "lower", "upper", "reason"])


def jump(bands: pd.DataFrame) -> pd.DataFrame:
    """Was the last year one of more rises? Exact test against all earlier years among units below the top.

    Rises are compared within the band of origin (lowest two as one), so that a year with more units left to rise is
    not taken for a jump. Columns: unit_type, year, rises, n, earlier_rises, earlier_n, p, p_years, tests. ``p_years``
    pays for the choice of the year: Holm over every year of every kind of unit against all others, ``tests`` in all.
    """
    import pandas as pd

    from egov.methods.ordinal import holm, stratified_test

    rows, every = [], {}
    moved = with_moves(bands).dropna(subset=["from_band"])
    for unit_type in kinds(bands):
        own = moved[(moved["unit_type"] == unit_type) & (moved["from_band"] < BANDS[-1])]
        last = own["year"] == moved.loc[moved["unit_type"] == unit_type, "year"].max()
        rise = (own["mark"] == "up").to_numpy().astype(int)
        origin = np.maximum(own["from_band"].cat.codes.to_numpy(), 1)
        year = int(moved.loc[moved["unit_type"] == unit_type, "year"].max())
        for one in sorted({*own["year"], year}):
            every[unit_type, int(one)] = stratified_test(rise, (own["year"] == one).to_numpy(), origin).p
        p, now = every[unit_type, year], last.to_numpy()
        rows.append(
            (unit_type, year, int(rise[now].sum()), int(now.sum()), int(rise[~now].sum()), int((~now).sum()), p)
        )
    columns = ["unit_type", "year", "rises", "n", "earlier_rises", "earlier_n", "p"]
    out = pd.DataFrame(rows, columns=columns)
    corrected = dict(zip(every, holm(np.array(list(every.values()))), strict=True))
    p_years = [corrected[r.unit_type, r.year] for r in out.itertuples()]
    return out.assign(p_years=p_years, tests=len(every))


def catching_up(bands: pd.DataFrame) -> pd.DataFrame:
    """Do those who stand lower rise more often? Among units below the top only, since the top cannot rise.

    Units in the lowest two bands against those in the third, within years; exact. Columns: unit_type, low_rises, low_n,
    high_rises, high_n, low_share, high_share, p.
    """
    import pandas as pd

    from egov.methods.ordinal import stratified_test

    rows = []
    moved = with_moves(bands).dropna(subset=["from_band"])
    for unit_type in kinds(bands):
        own = moved[(moved["unit_type"] == unit_type) & (moved["from_band"] < BANDS[-1])]
        low = (own["from_band"] < BANDS[2]).to_numpy()
        rise = (own["mark"] == "up").to_numpy().astype(int)
        p = stratified_test(rise, low, own["year"].to_numpy()).p
        counts = int(rise[low].sum()), int(low.sum()), int(rise[~low].sum()), int((~low).sum())
        rows.append((unit_type, *counts, 100 * counts[0] / counts[1], 100 * counts[2] / counts[3], p))
    columns = ["unit_type", "low_rises", "low_n", "high_rises", "high_n", "low_share", "high_share", "p"]
    return pd.DataFrame(rows, columns=columns)
