"""Year over year: the chapter's frames as its pictures and tables show them, with labels and intervals as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from egov.results.wording import BAND_EN, minus
from egov.results.year_over_year_forecasts import FORECASTERS, REFERENCE
from egov.results.year_over_year_limits import CONTRASTS
from egov.results.year_over_year_models import FAMILIES, SPECS
from egov.results.year_over_year_moves import kinds
from egov.tables.schemas import BANDS, UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd

SPACE, WHOLE = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
"""A space and a joint at which no line breaks."""
TERM_LABELS = {
    "lag_low": ("上年为低或中", "band before 低 or 中, not 高"),
    "lag_top": ("上年为非常高", "band before 非常高, not 高"),
    "central": ("中部", "central, not east"),
    "west": ("西部", "west, not east"),
    "northeast": ("东北", "northeast, not east"),
    "south": ("南方", "south, not north"),
    "city": ("城市", "city, not province"),
    "log_gdp_per_head": ("人均生产总值高一成", "product per head 10 % more"),
    "policy_in_force": ("有已列政策", "listed policy in force"),
}
SHOWN = ("south", "central", "west", "northeast", "city", "log_gdp_per_head", "policy_in_force")


def term_label(term: str) -> tuple[str, str]:
    """Chinese and English name of a term of the regressions.

    >>> term_label("year_2021")
    ('2021 年', '2021, against the first year')
    """
    if term.startswith("year_"):
        return f"{term[5:]} 年", f"{term[5:]}, against the first year"
    return TERM_LABELS[term]


def named_terms(note: str) -> str:
    """A note on a fit with its terms as the tables name them.

    >>> named_terms("no finite estimate of lag_top")
    'no finite estimate of “band before 非常高, not 高”'
    """
    for term, (_, label) in TERM_LABELS.items():
        note = note.replace(term, f"“{label}”") if "_" in term else note
    return note


def interval_text(frame: pd.DataFrame, lower: str, upper: str, scale: float = 100, number: str = "{:.0f}") -> list[str]:
    """Intervals as text for a table; empty where the ends are missing.

    >>> import pandas as pd
    >>> interval_text(pd.DataFrame({"a": [0.1], "b": [0.25]}), "a", "b")
    ['10 to 25']
    """
    return [
        "" if a != a else minus(f"{number.format(scale * a)} to {number.format(scale * b)}")
        for a, b in zip(frame[lower], frame[upper], strict=True)
    ]


def both_name(band: str) -> str:
    """A band, or two bands as one, in Chinese and English.

    >>> both_name("高"), both_name("低 or 中")
    ('高 high', '低 low or 中 medium')
    """
    return " or ".join(f"{b} {BAND_EN[b]}" for b in band.split(" or "))


def both_names(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The same rows with the bands in these columns in Chinese and English."""
    return frame.assign(**{c: frame[c].astype(str).map(both_name) for c in columns})


def year_rows(yearly: pd.DataFrame) -> pd.DataFrame:
    """The matrices year by year for a table: unit_type, years, from_band, n, and for each band reached a text.

    A text is the count and Wilson's interval of the share in percent; empty where the kind of unit never stood there.
    """
    seen = yearly.rename(columns={"count": "seen"})
    text = yearly.assign(
        years=[f"{a}–{WHOLE}{b}" for a, b in zip(yearly["from_year"], yearly["to_year"], strict=True)],
        text=[f"{r.seen}{SPACE}({100 * r.lower:.0f}–{WHOLE}{100 * r.upper:.0f})" for r in seen.itertuples()],
        rank=yearly["unit_type"].map(UNIT_TYPES.index),
        band=yearly["from_band"].map(BANDS.index),
    )
    key = ["rank", "to_year", "band", "unit_type", "years", "from_band", "n"]
    return text.pivot(index=key, columns="to_band", values="text").reset_index().rename_axis(columns=None)


def detectable_rows(table: pd.DataFrame) -> pd.DataFrame:
    """What the comparisons of rises can show, for a table: compared, unit_type, first, other, p, odds as text."""
    return table.assign(
        compared=table["contrast"].map(CONTRASTS),
        first=[f"{a} of {b}" for a, b in zip(table["rises"], table["n"], strict=True)],
        other=[f"{a} of {b}" for a, b in zip(table["other_rises"], table["other_n"], strict=True)],
        odds=["none, however large" if ratio != ratio else f"{ratio:.1f}" for ratio in table["odds_ratio"]],
    )


def effect_rows(effects: pd.DataFrame) -> pd.DataFrame:
    """Effects of place, product and policy on reaching 高 or higher, for the dot plot: section, label, label2.

    Place from the first formula, product and policy from the formula that adds them.
    """
    spec = {"log_gdp_per_head": "gdp", "policy_in_force": "policy"}
    wanted = [(spec.get(t, "base"), t) for t in SHOWN] + [
        ("base", t) for t in dict.fromkeys(effects["term"]) if t.startswith("year_")
    ]
    order = {pair: number for number, pair in enumerate(wanted)}
    chosen = effects[effects["outcome"] == "高 or higher"].copy()
    chosen["rank"] = [order.get(pair, -1) for pair in zip(chosen["spec"], chosen["term"], strict=True)]
    chosen = chosen[chosen["rank"] >= 0].sort_values(["unit_type", "rank"])
    chosen["label"] = [term_label(t)[0] for t in chosen["term"]]
    chosen["label2"] = [term_label(t)[1] for t in chosen["term"]]
    return chosen.reset_index(drop=True)


def effect_table(effects: pd.DataFrame) -> pd.DataFrame:
    """:func:`effect_rows` side by side: label2, province, city, both, each an effect with its interval."""
    text = effects.assign(
        text=[minus(f"{r.estimate:+.1f} ({r.lower:+.1f} to {r.upper:+.1f})") for r in effects.itertuples()]
    ).sort_values("rank")
    wide = text.pivot(index=["rank", "label2"], columns="unit_type", values="text").reset_index()
    return wide.rename_axis(columns=None).fillna("")


def fit_rows(fits: pd.DataFrame) -> pd.DataFrame:
    """What was fitted, one row a family and formula: n of provinces, cities and both, or that there is no estimate."""
    shown = fits.assign(
        text=[f"n = {r.n}" + ("" if r.estimated else ": no estimate") for r in fits.itertuples()],
        model=fits["family"].map(FAMILIES),
        formula=fits["spec"].map(SPECS),
    )
    wide = shown.pivot(index=["model", "formula"], columns="unit_type", values="text").reset_index()
    wide["rank"] = [
        list(FAMILIES.values()).index(m) * 9 + list(SPECS.values()).index(f)
        for m, f in wide[["model", "formula"]].itertuples(index=False)
    ]
    return wide.sort_values("rank").drop(columns="rank").rename_axis(columns=None).reset_index(drop=True)


def score_rows(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores over all forecasts for the table: what, rps, difference with interval, log score, skill in percent."""
    own = scores[scores["unit_type"] == "both"].sort_values("rps")
    return own.assign(
        what=own["forecaster"].map(FORECASTERS),
        against=[
            "reference"
            if r.forecaster == REFERENCE
            else minus(f"{r.rps_difference:+.3f} ({r.rps_lower:+.3f} to {r.rps_upper:+.3f})")
            for r in own.itertuples()
        ],
        percent=100 * own["skill"],
    ).reset_index(drop=True)


def long_rows(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Steady states and passage times of all kinds of unit as text: unit_type, what, estimate, interval, reason."""
    import pandas as pd

    rows = []
    for unit_type in kinds(parts["bands"]):
        for r in parts[f"long_run_{unit_type}"].itertuples():
            unit = " %" if r.quantity == "steady" else " years"
            what = (
                f"steady state, {both_name(r.to_band)}"
                if r.quantity == "steady"
                else f"first passage, {both_name(r.from_band)} → {both_name(r.to_band)}"
            )
            estimate, low, high = (
                "missing" if v != v else "never" if v == float("inf") else f"{v:.1f}"
                for v in (r.estimate, r.lower, r.upper)
            )
            known = estimate not in ("missing", "never") and not r.reason
            rows.append(
                (
                    unit_type,
                    what,
                    estimate + (unit if known or (r.reason and estimate != "never") else ""),
                    f"{low} to {high}" if known else "",
                    r.reason,
                )
            )
    return pd.DataFrame(rows, columns=["unit_type", "what", "estimate", "interval", "reason"])


def odds_rows(odds: pd.DataFrame) -> pd.DataFrame:
    """The check of proportional odds with the names of its terms, in the formula's order, and the interval as text."""
    order = ["lag_low", "lag_top", *sorted(t for t in odds["term"] if t.startswith("year_")), *TERM_LABELS]
    odds = odds.sort_values("term", key=lambda terms: terms.map(order.index), ignore_index=True)
    labels = [term_label(term)[1] for term in odds["term"]]
    return odds.assign(label=labels, interval=interval_text(odds, "lower", "upper", 1, "{:+.2f}"))


def forecast_rows(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The forecast with each unit's present band (``now``), in the order of the report."""
    moved = parts["moves"]
    last = moved[moved["year"] == moved.groupby("unit_type")["year"].transform("max")]
    last = last[["unit_type", "unit", "value", "order"]].rename(columns={"value": "now"}).astype({"now": "str"})
    out = parts["forecasts"].merge(last, on=["unit_type", "unit"], validate="many_to_one")
    out = out.assign(rank=out["unit_type"].map(UNIT_TYPES.index))
    return out.sort_values(["rank", "order"], kind="stable").reset_index(drop=True)
