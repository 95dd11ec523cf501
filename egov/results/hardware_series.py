"""The hardware index as a series: printed levels, levels that printed changes imply, and where the two meet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from egov.methods.rounding import Interval, printed

if TYPE_CHECKING:
    import pandas as pd

COMPOSITE = "总指数"
DECIMALS = Decimal("0.01")
"""The releases print two decimals and say so. The reference folder has lost trailing zeros (97.9 for 97.90): a figure
is taken at two decimals, not at those of its string."""


def figure(value: float) -> str:
    """A printed level or change with its two decimals, exact.

    >>> figure(97.9), figure(-0.26)
    ('97.90', '-0.26')
    """
    return str(Decimal(repr(float(value))).quantize(DECIMALS))


def shifted(month: str, months: int) -> str:
    """The month so many months later.

    >>> shifted("2021-06", -1), shifted("2022-12", 1), shifted("2021-01", -1)
    ('2021-05', '2023-01', '2020-12')
    """
    year, number = map(int, month.split("-"))
    count = year * 12 + number - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def implied_interval(level: str, change: str) -> Interval:
    """What the level of the month before can be: both roundings, exact.

    >>> implied_interval("97.65", "-0.26")
    Interval([97.9, 97.92))
    """
    return printed(level) - printed(change)


def releases(index: pd.DataFrame) -> pd.DataFrame:
    """One row a component of a release: month, family, component, component_en, parent, value, change.

    ``index`` is ``hardware_index``; the fullest mention counts. Value or change is missing where a release does not
    print it. A component that has no English name yet goes by its Chinese one, so that two of them stay two.
    """
    rows = index[index["mention"] == 1]
    nameless = rows["component_en"].str.startswith("(")
    rows = rows.assign(component_en=rows["component_en"].mask(nameless, rows["component"]))
    key = ["month", "family", "component", "component_en", "parent"]
    rows = rows.assign(parent=rows["parent"].fillna(""), family=rows["family"].astype(str))
    wide = rows.pivot(index=key, columns="measure", values="value").reindex(columns=["value", "change"])
    return wide.rename_axis(columns=None).reset_index()


def series(index: pd.DataFrame) -> pd.DataFrame:
    """The table ``hardware_series``: printed levels, and for the month before each release the implied ones.

    An implied level keeps the name that its release uses. A change without a level implies nothing.
    """
    import pandas as pd

    rows = []
    for r in releases(index).itertuples():
        if pd.isna(r.value):
            continue
        level, change = figure(r.value), None if pd.isna(r.change) else figure(r.change)
        own = printed(level)
        shared = (r.family, r.component)
        about = (r.component_en, r.parent)
        rows.append((r.month, *shared, "published", *about, level, own, change, r.month))
        if change is not None:
            before = str(Decimal(level) - Decimal(change))
            inside = implied_interval(level, change)
            rows.append((shifted(r.month, -1), *shared, "implied", *about, before, inside, None, r.month))
    names = ["month", "family", "component", "kind", "component_en", "parent", "value", "interval", "change", "release"]
    frame = pd.DataFrame(rows, columns=names)
    ends = {"lower": [float(i.lower) for i in frame["interval"]], "upper": [float(i.upper) for i in frame["interval"]]}
    frame = frame.assign(**ends).drop(columns="interval")
    for column in ("value", "change"):
        frame[column] = pd.to_numeric(frame[column])
    order = ["month", "family", "component", "kind", "component_en", "parent", "value", "lower", "upper", "change"]
    return frame[[*order, "release"]].sort_values(["month", "family", "component", "kind"]).reset_index(drop=True)


def conflicts(index: pd.DataFrame) -> pd.DataFrame:
    """The table ``hardware_conflicts``: each level that is both printed and implied, and how the two compare."""
    import pandas as pd

    levels = releases(index).dropna(subset=["value"])
    now = {(r.month, r.family, r.component_en): r for r in levels.itertuples()}
    rows = []
    for r in levels.dropna(subset=["change"]).itertuples():
        other = now.get((shifted(r.month, -1), r.family, r.component_en))
        if other is None:
            continue
        there, implied = figure(other.value), Decimal(figure(r.value)) - Decimal(figure(r.change))
        difference = implied - Decimal(there)
        possible = implied_interval(figure(r.value), figure(r.change)).intersects(printed(there))
        verdict = "exact" if difference == 0 else "rounding" if possible else "contradiction"
        rows.append((other.month, r.family, r.component_en, float(there), float(implied), float(difference), verdict))
    names = ["month", "family", "component_en", "published", "implied", "difference", "verdict"]
    return pd.DataFrame(rows, columns=names).sort_values(names[:3]).reset_index(drop=True)


def year_over_year(index: pd.DataFrame, first: str, second: str, family: str = "production") -> pd.DataFrame:
    """Components printed in both months: component, component_en, first, second, difference, lower, upper, and the
    changes on the month before, change_first and change_second.

    Joined by English name. The ends allow for both roundings.
    """
    rows = releases(index).query("family == @family")
    sides = [rows[rows["month"] == month] for month in (first, second)]
    both = sides[0].merge(sides[1], on="component_en", suffixes=("_first", "_second"))
    both = both.dropna(subset=["value_first", "value_second"])
    spans = [
        printed(figure(b)) - printed(figure(a)) for a, b in zip(both["value_first"], both["value_second"], strict=True)
    ]
    both = both.assign(
        difference=(both["value_second"] - both["value_first"]).round(2),
        lower=[float(s.lower) for s in spans],
        upper=[float(s.upper) for s in spans],
    )
    both = both.rename(columns={"component_second": "component", "value_first": "first", "value_second": "second"})
    columns = ["component", "component_en", "first", "second", "difference", "lower", "upper"]
    columns += ["change_first", "change_second"]
    return both[columns].sort_values("difference", ascending=False).reset_index(drop=True)


def respelt(index: pd.DataFrame) -> pd.DataFrame:
    """Components that releases spell differently within a family: family, component_en, spellings, months."""
    rows = releases(index).groupby(["family", "component_en"])
    names = rows["component"].agg(lambda c: " / ".join(dict.fromkeys(c)))
    months = rows["month"].agg(lambda m: ", ".join(dict.fromkeys(m)))
    table = names.to_frame("spellings").join(months.rename("months")).reset_index()
    return table[table["spellings"].str.contains(" / ", regex=False)].reset_index(drop=True)


def composite(frame: pd.DataFrame, family: str = "production") -> pd.DataFrame:
    """The composite of a family in ``hardware_series``: month, kind, value, lower, upper, in order of months."""
    rows = frame[(frame["family"] == family) & (frame["component"] == COMPOSITE)]
    return rows[["month", "kind", "value", "lower", "upper"]].sort_values(["month", "kind"]).reset_index(drop=True)
