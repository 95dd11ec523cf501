"""China in the UN E-Government Survey: which weights give back the printed index, and what moved it.

The index is a weighted mean of three components. Between two editions its change splits into one part a component
(the mean of both weights times the component's change), one part for a change of the weights, and a remainder that
is rounding; the parts add up to the change of the printed index exactly. All arithmetic is in fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING

from egov.methods.rounding import Interval, exact, printed, round_printed
from egov.results.wording import signed

if TYPE_CHECKING:
    import pandas as pd

COMPONENTS = ("online_service", "human_capital", "telecom_infrastructure")
PARTS = (*COMPONENTS, "weights", "rounding")
THIRD = Fraction(1, 3)
SCHEMES: dict[str, tuple[Fraction, ...]] = {
    "equal": (THIRD, THIRD, THIRD),
    "online_034": (Fraction(34, 100), Fraction(33, 100), Fraction(33, 100)),
    "human_034": (Fraction(33, 100), Fraction(34, 100), Fraction(33, 100)),
    "telecom_034": (Fraction(33, 100), Fraction(33, 100), Fraction(34, 100)),
}
"""Weights tried, in the order of :data:`COMPONENTS`."""
SCHEME_LABELS = {
    "equal": "thirds",
    "online_034": "0.34 for online services",
    "human_034": "0.34 for human capital",
    "telecom_034": "0.34 for telecommunication",
}
PLACES = 7
"""Decimals of a part as written; what is cut off goes to the rounding part, so that the written parts add up too."""
LABELS = {
    "egdi": "指数 index (EGDI)",
    "online_service": "在线服务 online services",
    "human_capital": "人力资本 human capital",
    "telecom_infrastructure": "电信基础设施 telecommunication",
}
PART_LABELS = {
    **{c: LABELS[c] for c in COMPONENTS},
    "weights": "权重变化 change of weights",
    "rounding": "舍入 rounding",
}
CLOSE = 5e-5
"""A scheme that misses an index by less than this beyond rounding is a close call: half of the fourth decimal."""
SPANS = ((2003, 2024), (2012, 2022), (2018, 2020))
"""The whole series, and the two spans that the documents speak of."""


def series(egdi: pd.DataFrame) -> pd.DataFrame:
    """The survey's own figures as printed, one row an edition: rank and, as text, the index and its components.

    Figures that the five documents print are left out: they stand beside the survey's in :func:`statements`.
    """
    own = egdi[egdi["source"] == "egdi_survey"]
    wide = own.pivot(index="edition", columns="measure", values="printed").rename_axis(columns=None)
    wide = wide[["rank", "egdi", *COMPONENTS, "e_participation"]].sort_index()
    if wide.isna().any(axis=None):
        raise ValueError(f"edition {wide.index[wide.isna().any(axis=1)][0]}: a rank, index or component is missing")
    return wide.assign(rank=wide["rank"].astype(int))


def as_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """:func:`series` with numbers in place of printed text, the edition a column."""
    return table.astype(dict.fromkeys(("egdi", *COMPONENTS, "e_participation"), float)).reset_index()


def part_frame(parts: pd.DataFrame) -> pd.DataFrame:
    """:func:`decomposition` as ``change_parts`` draws it: row (``2018–2020``), part, value; steps, then spans."""
    out = parts.assign(
        row=parts["from_edition"].astype(str) + "–" + parts["to_edition"].astype(str), value=parts["value"].map(float)
    )
    return out.sort_values("kind", ascending=False, kind="stable")[["row", "part", "value", "kind"]]


def meant(figure: str) -> Interval:
    """The values that a figure stands for; one final zero may be padding, so it is not read as precision.

    >>> meant("0.41595"), meant("0.68110")
    (Interval([0.415945, 0.415955)), Interval([0.68105, 0.68115)))
    """
    return printed(figure[:-1] if figure.endswith("0") else figure)


def weighted(row: Mapping[str, str], weights: tuple[Fraction, ...]) -> Fraction:
    """The weighted mean of the components as printed."""
    return sum((w * Fraction(row[c]) for w, c in zip(weights, COMPONENTS, strict=True)), start=Fraction(0))


def image_of(row: Mapping[str, str], weights: tuple[Fraction, ...]) -> Interval:
    """All weighted means that the components' rounding allows."""
    return sum((meant(row[c]) * w for w, c in zip(weights, COMPONENTS, strict=True)), start=exact(0))


def misses(table: pd.DataFrame, scheme: str) -> pd.Series:
    """By how much a scheme misses each printed index beyond what rounding allows; zero where it gives it back."""
    import pandas as pd

    found = {}
    for edition, row in table.iterrows():
        image, index = image_of(row, SCHEMES[scheme]), meant(row["egdi"])
        found[edition] = float(max(image.lower - index.upper, index.lower - image.upper, Fraction(0)))
    return pd.Series(found)


def weights_tried(table: pd.DataFrame) -> pd.DataFrame:
    """Every scheme in every edition: edition, scheme, recomputed, difference (to the printed index), reproduced.

    ``reproduced`` is true where some values that the components stand for give a mean that prints as the index.
    """
    import pandas as pd

    rows = []
    for edition, row in table.iterrows():
        for scheme, weights in SCHEMES.items():
            mean, image = weighted(row, weights), image_of(row, weights)
            rows.append(
                {
                    "edition": edition,
                    "scheme": scheme,
                    "recomputed": round_printed(mean, PLACES),
                    "difference": round_printed(mean - Fraction(row["egdi"]), PLACES),
                    "reproduced": image.intersects(meant(row["egdi"])),
                }
            )
    return pd.DataFrame(rows)


def weights_table(tried: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """By edition: edition, index, what thirds and online_034 give less the printed index, and which reproduces it."""
    wide = tried.pivot(index="edition", columns="scheme", values="difference")[["equal", "online_034"]].map(float)
    found = {edition: SCHEME_LABELS[scheme] for edition, scheme in weights_of(tried).items()}
    out = wide.rename(columns={"equal": "thirds"}).rename_axis(columns=None).reset_index()
    out.insert(1, "index", out["edition"].map(table["egdi"]))
    return out.assign(reproduces=out["edition"].map(found))


def weights_of(tried: pd.DataFrame) -> dict[int, str]:
    """The scheme of each edition: the only one that gives back its index; ``ValueError`` where none or several do."""
    out = {}
    for edition, part in tried.groupby("edition"):
        fitting = part.loc[part["reproduced"], "scheme"].tolist()
        if len(fitting) != 1:
            raise ValueError(f"edition {edition}: {len(fitting)} schemes give back the index ({fitting}), expected one")
        out[int(edition)] = fitting[0]
    return out


def _step(before: Mapping[str, str], after: Mapping[str, str], schemes: tuple[str, str]) -> dict[str, Fraction]:
    """One step's parts in exact fractions, cut to :data:`PLACES`; they add up to the printed change."""
    old, new = (SCHEMES[s] for s in schemes)
    parts, by_weights = {}, Fraction(0)
    for c, w0, w1 in zip(COMPONENTS, old, new, strict=True):
        x0, x1 = Fraction(before[c]), Fraction(after[c])
        parts[c] = Fraction(round_printed((w0 + w1) / 2 * (x1 - x0), PLACES))
        by_weights += (x0 + x1) / 2 * (w1 - w0)
    parts["weights"] = Fraction(round_printed(by_weights, PLACES))
    parts["rounding"] = Fraction(after["egdi"]) - Fraction(before["egdi"]) - sum(parts.values())
    return parts


def decomposition(table: pd.DataFrame, schemes: Mapping[int, str] | None = None) -> pd.DataFrame:
    """The change of the index by part: from_edition, to_edition, kind (``step``, ``span``), part, value.

    A span is the sum of its steps. ``value`` is exact text of seven decimals; the parts add up to part ``total``,
    the change of the printed index, without any remainder. ``schemes`` names the scheme of each edition; by default
    the one that gives back its index.
    """
    import pandas as pd

    schemes = schemes or weights_of(weights_tried(table))
    steps = {
        (a, b): _step(table.loc[a], table.loc[b], (schemes[a], schemes[b])) for a, b in pairwise(map(int, table.index))
    }
    every: dict[tuple[int, int, str], dict[str, Fraction]] = {(a, b, "step"): p for (a, b), p in steps.items()}
    for first, last in SPANS:
        inside = [p for (a, b), p in steps.items() if a >= first and b <= last]
        if (first, last) not in steps:
            every[first, last, "span"] = {part: sum((p[part] for p in inside), start=Fraction(0)) for part in PARTS}
    rows = []
    for (a, b, kind), parts in every.items():
        total = sum(parts.values())
        if total != Fraction(table.at[b, "egdi"]) - Fraction(table.at[a, "egdi"]):
            raise ValueError(f"editions {a} to {b}: the parts add up to {total}, not to the change of the index")
        for part, value in {**parts, "total": total}.items():
            rows.append((a, b, kind, part, round_printed(value, PLACES)))
    return pd.DataFrame(rows, columns=["from_edition", "to_edition", "kind", "part", "value"])


def moves(table: pd.DataFrame) -> pd.DataFrame:
    """Index and rank from edition to edition: index_change, places_gained, and whether both point the same way."""
    frame = table.assign(index=table["egdi"].map(float)).reset_index()
    out = frame[["edition"]].rename(columns={"edition": "to_edition"})
    out.insert(0, "from_edition", frame["edition"].shift())
    out["index_change"] = frame["index"].diff().round(5)
    out["places_gained"] = -frame["rank"].diff()
    out = out.dropna().astype({"from_edition": int, "places_gained": int})
    out["same_way"] = (out["index_change"] > 0) == (out["places_gained"] > 0)
    return out.reset_index(drop=True)


def statements(egdi: pd.DataFrame) -> pd.DataFrame:
    """Each rank that a document prints beside the survey's: edition, source, place, stated, survey, agrees."""
    own = egdi[(egdi["source"] == "egdi_survey") & (egdi["measure"] == "rank")].set_index("edition")["value"]
    said = egdi[(egdi["source"] != "egdi_survey") & (egdi["measure"] == "rank")].sort_values(["edition", "mention"])
    out = said[["edition", "source", "place"]].assign(
        stated=said["value"].astype(int), survey=said["edition"].map(own).astype(int)
    )
    return out.assign(agrees=out["stated"] == out["survey"]).reset_index(drop=True)


def egdi_weights(load: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """The derived table ``egdi_weights``."""
    return weights_tried(series(load("egdi")))


def egdi_decomposition(load: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """The derived table ``egdi_decomposition``."""
    return decomposition(series(load("egdi")))


def findings(egdi: pd.DataFrame) -> dict[str, str]:
    """The section's numbers, by name."""
    table = series(egdi)
    tried = weights_tried(table)
    schemes = weights_of(tried)
    parts = _values(decomposition(table))
    first, last = int(table.index[0]), int(table.index[-1])
    odd = [str(e) for e, s in schemes.items() if s != "equal"]
    fits = tried[tried["reproduced"]]
    moved = moves(table)
    contrary = moved[~moved["same_way"]]
    said = statements(egdi)
    missed = misses(table, "equal") + misses(table, "online_034")  # one of the two is zero
    close = missed[missed < CLOSE]
    other = {e: {"equal": "online_034"}.get(s, "equal") if e in close.index else s for e, s in schemes.items()}
    moved_by = (_values(decomposition(table, other)) - parts).abs()
    earlier = table.loc[:2018, "rank"]
    out = {
        "egdi_first": str(first),
        "egdi_last": str(last),
        "egdi_editions": str(len(table)),
        "rank_first": str(table.at[first, "rank"]),
        "rank_last": str(table.at[last, "rank"]),
        "index_first": table.at[first, "egdi"],
        "index_last": table.at[last, "egdi"],
        "weights_odd": " and ".join(odd),
        "weights_equal_n": str(len(table) - len(odd)),
        "weights_close": " and ".join(map(str, close.index)),
        "weights_close_miss": f"{close.max():.6f}",
        "weights_close_parts": f"{float(moved_by.max()):.4f}",
        "weights_clear_miss": f"{missed.drop(close.index).min():.5f}",
        "places_2012_2022": str(int(table.at[2012, "rank"] - table.at[2022, "rank"])),
        "places_best_2022": str(int(earlier.min() - table.at[2022, "rank"])),
        "rank_best_before": f"{int(earlier.min())} in {earlier.idxmin()}",
        "weights_largest_gap": f"{fits['difference'].map(lambda d: abs(float(d))).max():.5f}",
        "rank_contrary_n": str(len(contrary)),
        "rank_steps_n": str(len(moved)),
        "rank_contrary": "; ".join(
            f"{r.from_edition} to {r.to_edition} (index {signed(r.index_change, 3)}, rank "
            f"{table.at[r.from_edition, 'rank']} to {table.at[r.to_edition, 'rank']})"
            for r in contrary.itertuples()
        ),
        "statements_n": str(len(said)),
        "statements_agree": str(int(said["agrees"].sum())),
        "online_2020": table.at[2020, "online_service"],
        "online_2022": table.at[2022, "online_service"],
        "rank_best_holds": "holds" if table.loc[:2022, "rank"].idxmin() == 2022 else "does not hold",
        "rank_worst_edition": str(int(table["rank"].idxmax())),
        "rank_2012": str(table.at[2012, "rank"]),
        "rank_2018": str(table.at[2018, "rank"]),
        "rank_2020": str(table.at[2020, "rank"]),
        "rank_2022": str(table.at[2022, "rank"]),
    }
    for a, b in SPANS:
        total = parts[a, b, "total"]
        out[f"change_{a}_{b}"] = signed(total, 3)
        for component in PARTS:
            out[f"{component}_{a}_{b}"] = signed(parts[a, b, component], 3)
            out[f"{component}_{a}_{b}_share"] = signed(100 * parts[a, b, component] / total, 1).lstrip("+") + " %"
        out[f"share_ends_{a}_{b}"] = share_ends(table, "telecom_infrastructure", a, b)
    return out


def _values(parts: pd.DataFrame) -> pd.Series:
    return parts.set_index(["from_edition", "to_edition", "part"])["value"].map(Fraction)


def share_ends(table: pd.DataFrame, component: str, first: int, last: int) -> str:
    """What rounding leaves open of a component's share in the change of the index, equal weights at both ends.

    Both ends are rounded outwards.
    """

    def change(column: str) -> Interval:
        return meant(table.at[last, column]) - meant(table.at[first, column])

    share = change(component) * THIRD / change("egdi") * 100
    return f"{floor(10 * share.lower) / 10} to {ceil(10 * share.upper) / 10} %"
