"""The sentences of the regional chapter with their numbers, computed from the derived tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from egov.results.data import joined
from egov.results.regional import leaders, people_by_band, regional_means, risers
from egov.results.regional_bounds import what_binds
from egov.results.regional_convergence import catching_up, city_against_province, interactions
from egov.results.regional_groups import CONTRAST_LABELS, SLOGAN
from egov.results.regional_scores import (
    advantage,
    gap_tests,
    gap_validation,
    gradient_2019,
    inequality_2019,
    validation,
)
from egov.results.regional_scores import neighbours_2019 as neighbours

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[[str], "pd.DataFrame"]
SHORT = {"east_west": "east–west", "south_north": "south–north"}


def p_text(p: float) -> str:
    """A p-value for prose.

    >>> p_text(0.0002), p_text(0.0349), p_text(0.29)
    ('p < 0.001', 'p = 0.035', 'p = 0.29')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def signed(value: float, decimals: int = 1) -> str:
    """A number with a true minus sign.

    >>> signed(-2.5), signed(1.25, 2)
    ('−2.5', '1.25')
    """
    return f"{value:.{decimals}f}".replace("-", "−")


def findings(load: Load) -> Mapping[str, str]:
    """Every number of the prose by name; reads the derived tables through ``load``."""
    out: dict[str, str] = {}
    gaps, tests = load("regional_gaps"), load("region_tests")
    out |= _gaps(gaps) | _tests(tests) | _described(load) | _model(load) | _change(load) | _validated(load, gaps)
    out["headline"] = (
        f"In {out['last_year']} both halves of the slogan are proven for the 32 provincial units: whatever the "
        f"unprinted scores are, the mean of the east lies between {out['province_east_west_bounds']} points above that "
        f"of the west, and the mean of the south between {out['province_south_north_bounds']} above that of the north. "
        f"For {out['first_year']}–{out['before_last']} the report's bands and means prove neither."
    )
    return out


def _gaps(gaps: pd.DataFrame) -> dict[str, str]:
    own = gaps[gaps["contrast"].isin(SLOGAN) & (gaps["weighting"] == "unit")]
    last, out = int(own["year"].max()), {}
    sure = own[(own["method"] == "bounds") & ((own["lower"] > 0) | (own["upper"] < 0))]
    proven = {(str(r.unit_type), str(r.contrast), int(r.year)) for r in sure.itertuples()}
    years = sorted({int(y) for y in own.loc[own["unit_type"] == "province", "year"]})
    if {p for p in proven if p[0] == "province"} != {("province", c, last) for c in SLOGAN}:
        raise ValueError(f"the headline does not hold: signs proven are {sorted(proven)}")
    out |= {"last_year": str(last), "first_year": str(years[0]), "before_last": str(years[-2])}
    out["city_proven"] = joined([f"{SHORT[c]} in {y}" for k, c, y in sorted(proven) if k == "city"] or ["none"])
    for row in own[own["year"] == last].itertuples():
        name = f"{row.unit_type}_{row.contrast}_{'bounds' if row.method == 'bounds' else 'model'}"
        decimals = 2 if row.method == "bounds" else 1
        ends = f"{signed(row.lower, decimals)} and {signed(row.upper, decimals)}"
        out[name] = ends if row.method == "bounds" else f"{signed(row.estimate)} points (95 %: {ends})"
    people = gaps[(gaps["weighting"] == "population") & (gaps["year"] == last) & gaps["contrast"].isin(SLOGAN)]
    for row in people[people["method"] == "interval_regression"].itertuples():
        out[f"people_{row.contrast}"] = (
            f"{signed(row.estimate)} points (95 %: {signed(row.lower)} to {signed(row.upper)})"
        )
    for row in people[people["method"] == "bounds"].itertuples():
        out[f"people_{row.contrast}_bounds"] = f"{signed(row.lower, 2)} to {signed(row.upper, 2)}"
    return out


def _tests(tests: pd.DataFrame) -> dict[str, str]:
    out: dict[str, str] = {}
    for kind in ("province", "city"):
        own = tests[tests["unit_type"] == kind]
        last = own[own["year"] == own["year"].max()].set_index("contrast")
        for name in last.index[~last.index.str.endswith("_rest")]:
            row = last.loc[name]
            out[f"{kind}_{name}_delta"] = (
                f"{signed(row['effect'], 2)} (95 %: {signed(row['lower'], 2)} to {signed(row['upper'], 2)}; "
                f"{p_text(row['p'])}, corrected {row['p_holm']:.2f}; n = {int(row['n'])})"
            )
            out[f"{kind}_{name}_detectable"] = f"{row['detectable']:.2f}"
        for name in SLOGAN:
            part = own[own["contrast"] == name]
            small, held = part[part["p"] < 0.05], part[part["p_holm"] < 0.05]
            out[f"{kind}_{name}_years_p"] = joined([str(y) for y in small["year"]] or ["no year"])
            out[f"{kind}_{name}_years_holm"] = joined([str(y) for y in held["year"]] or ["no year"])
            out[f"{kind}_{name}_family"] = str(int(own["family"].eq("slogan").sum()))
    small = tests[tests["family"].eq("regions") & tests["p_holm"].lt(0.05)]
    out["regions_holm"] = joined(
        [f"{r.contrast[:2]} ({r.unit_type}, {r.year})" for r in small.itertuples()] or ["none"]
    )
    out["regions_powerless"] = str(int(tests["detectable"].isna().sum()))
    return out


def _described(load: Load) -> dict[str, str]:
    bands, units = load("capacity_bands"), load("units")
    table = regional_means(load("capacity_regions"), load("capacity_means")).set_index("region")
    people = people_by_band(bands, units, load("province_covariates")).set_index(["year", "band"])["count"]
    year = people.index.get_level_values(0).max()
    listed = leaders(load("capacity_leaders"), load("indicators"), units)
    rose = risers(load("capacity_risers"), units).set_index(["unit_type", "belt"])
    return {
        "southwest": f"{table.loc['西南', 'mean']:.2f}",
        "north_china": f"{table.loc['华北', 'mean']:.2f}",
        "southwest_ahead": f"{table.loc['西南', 'mean'] - table.loc['华北', 'mean']:.2f}",
        "lowest_region": f"{table.index[-1]} {table['name_en'].iloc[-1]}",
        "lowest_behind": f"{-table['from_nation'].iloc[-1]:.2f}",
        "without_lowest": f"{table['mean'].iloc[0] - table['mean'].iloc[-2]:.2f}",
        "people_top": f"{people[year, '非常高']:.0f}",
        "people_low": f"{people[year, '低'] + people[year, '中']:.0f}",
        "leaders_p": f"{min(listed['p_east'].min(), listed['p_south'].min()):.3f}",
        "leaders_east": f"{listed['east'].min()} to {listed['east'].max()}",
        "leaders_south": f"{listed['south'].min()} to {listed['south'].max()}",
        "risers_city_west": f"{rose.loc[('city', 'west'), 'risen']} of {rose.loc[('city', 'west'), 'units']}",
        "risers_city_east": f"{rose.loc[('city', 'east'), 'risen']} of {rose.loc[('city', 'east'), 'units']}",
    }


def _model(load: Load) -> dict[str, str]:
    missed, bands = load("regional_misses"), load("capacity_bands")
    first, last = int(bands["year"].min()), int(bands["year"].max())
    own = missed[(missed["latent"] == "logit_normal")].set_index(["unit_type", "year", "group"])["miss"]
    table = load("regional_models")
    table = table[(table["unit_type"] == "province") & (table["design"] == "belt + south + trend")]
    families = table.loc[table["random_intercept"], "aic"]
    alone = table.loc[~table["random_intercept"], "aic"]
    binds = what_binds(load, "east_west", last).set_index("step")
    return {
        "miss_before": signed(own["province", first - 1, "all"], 2),
        "miss_first": signed(own["province", first, "all"], 2),
        "miss_first_range": " to ".join(
            signed(v, 2)
            for v in missed[(missed["year"] == first) & (missed["group"] == "all")]["miss"].agg(["min", "max"])
        ),
        "miss_last": signed(own["province", last, "all"], 2),
        "miss_city": signed(own["city", last, "all"], 2),
        "aic_without": f"{alone.iloc[0]:.0f}",
        "aic_with": f"{families.min():.0f}",
        "aic_families": f"{families.max() - families.min():.1f}",
        "bands_alone": f"{signed(binds.loc['bands alone', 'lower'], 2)} to {binds.loc['bands alone', 'upper']:.2f}",
        "with_regions": f"{binds.iloc[2]['lower']:.2f} to {binds.iloc[2]['upper']:.2f}",
    }


def _change(load: Load) -> dict[str, str]:
    bands, units, out = load("capacity_bands"), load("units"), {}
    for row in load("regional_changes").itertuples():
        out[f"change_{row.unit_type}_{row.contrast}"] = (
            f"{signed(row.estimate)} points (95 %: {signed(row.lower)} to {signed(row.upper)})"
        )
    for row in catching_up(bands, units).itertuples():
        name = f"catch_{row.unit_type}_{row.contrast}_{row.check.replace(' ', '_')}"
        out[name] = f"{signed(row.effect, 2)} ({p_text(row.p)}, n = {row.n})"
    for row in interactions(bands, units).itertuples():
        name = f"trend_{row.unit_type}_{row.term.partition(':')[0]}"
        ends = f"{signed(row.lower, 3)} to {signed(row.upper, 3)}"
        out[name] = f"{signed(row.estimate, 3)} logits a year (95 %: {ends})"
    last = city_against_province(bands, units).iloc[-1]
    out["capitals"] = f"{int(last['above'])} stand above, {int(last['same'])} level with and {int(last['below'])} below"
    out["capitals_p"] = p_text(last["p"])
    out["capitals_n"] = str(int(last["n"]))
    return out


def _validated(load: Load, gaps: pd.DataFrame) -> dict[str, str]:
    intervals = load("score_intervals")
    table = validation(intervals, load).set_index("interval")
    ours, plain = table.loc["model"], table.loc["band, 5 % trimmed at each end"]
    mean, low, high, p = advantage(intervals, load)
    held = gap_validation(gaps)
    tests, slope = gap_tests(load).set_index("contrast"), gradient_2019(load)
    moran, spread = neighbours(load).iloc[0], inequality_2019(load).set_index("grouping")
    out = {
        "covered": f"{int(ours['covered'])} of {int(ours['n'])}",
        "coverage": f"{100 * ours['coverage']:.0f} % (95 %: {100 * ours['lower']:.0f} to {100 * ours['upper']:.0f} %)",
        "score_model": f"{ours['mean_score']:.1f}",
        "score_band": f"{plain['mean_score']:.1f}",
        "score_difference": f"{signed(mean)} (95 %: {signed(low)} to {signed(high)}; {p_text(p)})",
        "gaps_held": f"{int(held['in_model'].sum())} of {len(held)}",
        "moran": f"{moran['value']:.2f} ({p_text(moran['p'])}, n = {int(moran['n'])})",
        "gradient": (
            f"{slope['slope']:.1f} points (95 %: {slope['lower']:.1f} to {slope['upper']:.1f}; n = {slope['n']:.0f})"
        ),
        "theil_belt": f"{100 * spread.loc['belt', 'share_between']:.0f} %",
        "theil_region": f"{100 * spread.loc['region7', 'share_between']:.0f} %",
    }
    for name in SLOGAN:
        row = tests.loc[name]
        out[f"scores_{name}"] = (
            f"{row['estimate']:.1f} points (95 %: {row['lower']:.1f} to {row['upper']:.1f}; {p_text(row['p'])}, "
            f"n = {int(row['n'])})"
        )
        out[f"scores_{name}_model"] = f"{held.set_index('contrast').loc[name, 'model_estimate']:.1f}"
    return out


def gap_rows(gaps: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """The two gaps by year for the picture: section, year, bound_low, bound_high, low, high, model, scores, words."""
    import pandas as pd

    own = gaps[(gaps["unit_type"] == unit_type) & (gaps["weighting"] == "unit") & gaps["contrast"].isin(SLOGAN)]
    rows = []
    for (name, year), part in own.groupby(["contrast", "year"]):
        by = part.set_index(part["method"].astype(str))
        bound, model = by.loc["bounds"], by.loc["interval_regression"]
        scores = by.loc["published_scores", "estimate"] if "published_scores" in by.index else None
        rows.append(
            (
                CONTRAST_LABELS[str(name)],
                str(year),
                bound["lower"],
                bound["upper"],
                model["lower"],
                model["upper"],
                model["estimate"],
                scores,
                "proven" if bound["lower"] > 0 or bound["upper"] < 0 else "open",
            )
        )
    columns = ["section", "year", "bound_low", "bound_high", "low", "high", "model", "scores", "words"]
    return pd.DataFrame(rows, columns=columns).astype({"scores": float})
