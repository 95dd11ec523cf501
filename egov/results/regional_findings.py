"""The sentences of the regional chapter with their numbers, computed from the derived tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from egov.results.regional_bounds import STEPS, last_printed_year
from egov.results.regional_convergence import TREND, city_against_province
from egov.results.regional_description import leaders, people_by_band, regional_means, risers
from egov.results.regional_groups import SLOGAN
from egov.results.regional_model import PRIMARY, PRIMARY_DESIGN
from egov.results.regional_opinion import MODELS, ODDS
from egov.results.regional_robustness import crossed
from egov.results.regional_scores import (
    advantage,
    against_scores,
    corps_gaps,
    gap_tests,
    gap_validation,
    gradient_2019,
    inequality_2019,
    validation,
)
from egov.results.regional_scores import neighbours_2019 as neighbours
from egov.results.wording import fixed, joined, number_word, p_text
from egov.tables.schemas import BANDS
from egov.tables.units import REGIONS

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[[str], "pd.DataFrame"]
BEHIND = {"east_west": "the west", "south_north": "the north", "east_central": "the centre"}
SHORT = {"east_west": "east–west", "south_north": "south–north"}
SHORT_ZH = {"east_west": "东西", "south_north": "南北"}
KINDS = {"province": "provinces", "city": "cities"}


def findings(load: Load) -> Mapping[str, str]:
    """Every number of the prose by name; reads the derived tables through ``load``."""
    out: dict[str, str] = {}
    gaps, tests = load("regional_gaps"), load("region_tests")
    last = last_printed_year(load("capacity_bands"), load("capacity_means"))
    out |= _gaps(gaps, last) | _tests(tests) | _described(load) | _model(load) | _change(load) | _validated(load, gaps)
    out |= _opinions(load("regional_opinions")) | _robust(load("regional_robustness")) | _crossed(load)
    out["headline"] = (
        f"Counting each of the 32 provincial units alike, both halves of the slogan are proven for {out['last_year']}: "
        f"whatever the unprinted scores are, the mean of the eastern units lies between "
        f"{out['province_east_west_bounds']} points above that of the western ones, and the mean of the southern units "
        f"between {out['province_south_north_bounds']} points above that of the northern ones. For "
        f"{out['first_year']}–{out['before_last']} the report's bands and means prove neither; for "
        f"{out['scores_year']} the scores of a repost show both ({out['scores_both']} points, {out['scores_n']} "
        f"units).{out.pop('later')}"
    )
    out["headline_zh"] = (
        f"各省级单位同权计算，{out['last_year']} 年“东强西弱、南强北弱”两点均得到证明：无论未公布的分数为何，"
        f"东部单位的均值比西部高 {_zh(out['province_east_west_bounds'])} 分，"
        f"南方单位的均值比北方高 {_zh(out['province_south_north_bounds'])} 分。"
        f"{out['first_year']}—{out['before_last']} 年，仅凭报告公布的能力分组与均值，两点均无法证明；"
        f"但据转载的 {out['scores_year']} 年分数（{out['scores_n']} 个单位），两种差距均存在，"
        f"分别为 {out['scores_both'].replace(' and ', ' 和 ')} 分。{out.pop('later_zh')}"
    )
    return out


def _zh(text: str) -> str:
    """Two numbers in Chinese words: *and* and *to* between them.

    >>> _zh("5.56 and 12.38"), _zh("−1.37 to 8.06")
    ('5.56 至 12.38', '−1.37 至 8.06')
    """
    return text.replace(" and ", " 至 ").replace(" to ", " 至 ")


def _gaps(gaps: pd.DataFrame, last: int) -> dict[str, str]:
    """Gaps of the last year with printed figures; bands of later years alone prove nothing and are said to."""
    own, out = gaps[gaps["contrast"].isin(SLOGAN) & (gaps["weighting"] == "unit")], {}
    sure = own[(own["method"] == "bounds") & ((own["lower"] > 0) | (own["upper"] < 0))]
    proven = {(str(r.unit_type), str(r.contrast), int(r.year)) for r in sure.itertuples()}
    years = sorted({int(y) for y in own.loc[own["unit_type"] == "province", "year"]})
    if {p for p in proven if p[0] == "province" and p[2] <= last} != {("province", c, last) for c in SLOGAN}:
        raise ValueError(f"the headline does not hold: signs proven are {sorted(proven)}")
    before, later = [y for y in years if y < last], [str(y) for y in years if y > last]
    out |= {"last_year": str(last), "first_year": str(years[0]), "before_last": str(before[-1])}
    signs = [f"{SHORT[c]} in {y}" for kind, c, y in sorted(proven) if kind == "province" and y > last]
    without = f" The bands of {joined(later or [''])}, without a printed mean, prove {joined(signs or ['neither'])}."
    out["later"] = without if later else ""
    told = joined([f"{y} 年的{SHORT_ZH[c]}差距" for k, c, y in sorted(proven) if k == "province" and y > last], "、")
    able = f"可以证明{told}" if signs else "两点均无法证明"
    out["later_zh"] = f"{joined(later, '、')} 年只有能力分组而无均值，{able}。" if later else ""
    out["city_proven"] = joined([f"{SHORT[c]} in {y}" for k, c, y in sorted(proven) if k == "city"] or ["none"])
    for row in own[own["year"] == last].itertuples():
        name = f"{row.unit_type}_{row.contrast}_{'bounds' if row.method == 'bounds' else 'model'}"
        decimals = 2 if row.method == "bounds" else 1
        ends = f"{fixed(row.lower, decimals)} and {fixed(row.upper, decimals)}"
        out[name] = ends if row.method == "bounds" else f"{fixed(row.estimate)} points (95 %: {ends})"
    people = gaps[(gaps["weighting"] == "population") & (gaps["year"] == last) & gaps["contrast"].isin(SLOGAN)]
    for row in people[people["method"] == "interval_regression"].itertuples():
        out[f"people_{row.contrast}"] = f"{fixed(row.estimate)} points (95 %: {fixed(row.lower)} to {fixed(row.upper)})"
    words = {}
    for row in people[people["method"] == "bounds"].itertuples():
        out[f"people_{row.contrast}_bounds"] = f"{fixed(row.lower, 2)} to {fixed(row.upper, 2)}"
        least = row.lower if row.lower > 0 else -row.upper
        sure = "not proven" if least <= 0 else "only just proven" if least < 0.5 else "proven"
        words[row.contrast] = f"{SHORT[row.contrast]} is {sure} ({out[f'people_{row.contrast}_bounds']} points)"
    out["people_proven"] = joined([words[name] for name in SLOGAN])
    return out


def _tests(tests: pd.DataFrame) -> dict[str, str]:
    out: dict[str, str] = {}
    for kind in ("province", "city"):
        own = tests[tests["unit_type"] == kind]
        last = own[own["year"] == own["year"].max()].set_index("contrast")
        for name in last.index[~last.index.str.endswith("_rest")]:
            row = last.loc[name]
            out[f"{kind}_{name}_delta"] = (
                f"{fixed(row['effect'], 2)} (95 %: {fixed(row['lower'], 2)} to {fixed(row['upper'], 2)}; "
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
        [f"{REGIONS[r.contrast.removesuffix('_rest')]} ({KINDS[r.unit_type]}, {r.year})" for r in small.itertuples()]
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
    first, last = int(bands["year"].min()), last_printed_year(bands, load("capacity_means"))
    trend = missed[missed["design"] == PRIMARY_DESIGN]
    own = trend[trend["latent"] == PRIMARY].set_index(["unit_type", "year", "group"])["miss"]
    whole = missed[(missed["group"] == "all") & (missed["unit_type"] == "province")]
    at_first = whole[whole["year"] == first]
    regions = own.xs(("province", last), level=("unit_type", "year")).drop("all")
    table = load("regional_models")
    table = table[(table["unit_type"] == "province") & (table["design"] == "belt + south + trend")]
    families = table.loc[table["random_intercept"], "aic"]
    alone = table.loc[~table["random_intercept"], "aic"]
    binds = load("regional_binding").set_index(["unit_type", "step"])
    before, lists = binds.loc[("province", "and the count above the mean")], binds.loc[("province", STEPS[-1])]
    return {
        "miss_before": fixed(own["province", first - 1, "all"], 2),
        "miss_first": fixed(own["province", first, "all"], 2),
        "miss_first_trend": _range(at_first.loc[at_first["design"] == PRIMARY_DESIGN, "miss"], 2),
        "miss_first_years": _range(at_first.loc[at_first["design"] != PRIMARY_DESIGN, "miss"], 2),
        "miss_regions": _range(regions, 2),
        "miss_last": fixed(own["province", last, "all"], 2),
        "miss_city": fixed(own["city", last, "all"], 2),
        "aic_without": f"{alone.iloc[0]:.0f}",
        "aic_with": f"{families.min():.0f}",
        "aic_families": f"{families.max() - families.min():.1f}",
        "bands_alone": _ends(binds.loc[("province", STEPS[0])], "east_west"),
        "with_regions": _ends(binds.loc[("province", STEPS[2])], "east_west"),
        "without_lists": _ends(before, "south_north"),
        "with_lists": _ends(lists, "south_north"),
        "city_without_lists": _ends(binds.loc[("city", STEPS[1])], "east_west"),
        "city_with_lists": _ends(binds.loc[("city", STEPS[-1])], "east_west"),
    }


def _range(values: pd.Series, decimals: int) -> str:
    """Least to greatest.

    >>> import pandas as pd
    >>> _range(pd.Series([1.5, -0.25]), 2)
    '−0.25 to 1.50'
    """
    return f"{fixed(values.min(), decimals)} to {fixed(values.max(), decimals)}"


def _ends(row: pd.Series, contrast: str) -> str:
    return f"{fixed(row[f'{contrast}_lower'], 2)} to {fixed(row[f'{contrast}_upper'], 2)}"


def _opinions(table: pd.DataFrame) -> dict[str, str]:
    """The ordered logit beside the interval regression, and whether they agree."""
    out: dict[str, str] = {}
    for row in table[table["measure"] == ODDS].itertuples():
        out[f"odds_{row.unit_type}_{row.contrast}"] = (
            f"{row.estimate:.1f} times (95 %: {row.lower:.1f} to {row.upper:.1f}; {p_text(row.p)}, n = {row.n} units)"
        )
    chance = table[table["measure"] != ODDS]
    wide = chance.pivot(index=["unit_type", "contrast", "measure"], columns="model")
    least, most = wide["estimate"].min(axis=1), wide["estimate"].max(axis=1)
    signs = (least > 0) | (most < 0)
    inside = (wide["lower"].max(axis=1) < least) & (most < wide["upper"].min(axis=1))
    out["opinions_agree"] = (
        "They agree. Every effect has the same sign under all three, every interval holds the other models' estimates"
        if (signs & inside).all()
        else f"They agree in part: the sign is the same in {int(signs.sum())} of {len(signs)} comparisons, and every "
        f"interval holds the other models' estimates in {int(inside.sum())}"
    )
    apart = wide["estimate"].sub(wide["estimate"][MODELS[0]], axis=0).abs()
    size = {str(kind): own.iloc[0] for kind, own in table.groupby("unit_type", observed=True)}
    out["opinions_size"] = (
        f"{size['province']['rows']} rows of {size['province']['n']} provincial units, "
        f"{size['city']['rows']} rows of {size['city']['n']} cities"
    )
    out["opinions_apart"] = f"{apart.max(axis=None):.1f}"
    top = chance[(chance["model"] == MODELS[0]) & (chance["measure"] == BANDS[-1])]
    for row in top.itertuples():
        out[f"chance_{row.unit_type}_{row.contrast}"] = (
            f"{row.estimate:.0f} percentage points (95 %: {fixed(row.lower, 0)} to {row.upper:.0f})"
        )
    return out


def _robust(table: pd.DataFrame) -> dict[str, str]:
    """What of the robustness table the prose repeats; raises where a sign by units is not proven under some choice."""
    by_units = table[table["variant"] != "residents"]
    if not (by_units["bound_lower"].dropna() > 0).all():
        raise ValueError("a sign by units is not proven under some choice: the chapter says that all are")
    fixed = table.set_index(["contrast", "setting", "variant"])
    closed, opened = (fixed.xs(v, level="variant")[["bound_lower", "bound_upper"]] for v in ("closed", "open"))
    if not closed.equals(opened):
        raise ValueError("open and closed limits give other bounds: the chapter says that they do not")
    out = {}
    for name in SLOGAN:
        p = table.loc[table["contrast"] == name, "p"].dropna()
        out[f"robust_{name}_p"] = f"{p.min():.3f} to {p.max():.3f}"
        model = table.loc[table["contrast"] == name, "model"]
        out[f"robust_{name}_model"] = _range(model, 1)
    return out


def _crossed(load: Load) -> dict[str, str]:
    """The provinces on the south–north line, and the bounds with each that the table of choices leaves where it is."""
    table, names = crossed(load), load("units").query("unit_type == 'province'").set_index("unit")["name_en"]
    said = {row.unit: f"{row.unit} {names[row.unit]}" for row in table.itertuples()}
    other = [
        f"between {fixed(row.lower, 2)} and {fixed(row.upper, 2)} points ({said[row.unit]})"
        for row in table[~table["tabled"]].itertuples()
    ]
    return {
        "crossed_n": number_word(len(table)),
        "crossed": joined(list(said.values())),
        "crossed_tabled": joined([said[unit] for unit in table.loc[table["tabled"], "unit"]]),
        "crossed_other": joined(other, " or "),
        "crossed_proven": "still proven" if (table["lower"] > 0).all() else "no longer proven for each",
    }


def _direction(checks: pd.DataFrame) -> str:
    """Which way the checks of one kind of unit point: the groups behind for which all are a gain, a loss, or neither.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"contrast": ["east_west"] * 2 + ["south_north"] * 2, "effect": [-0.1, -0.2, 0.1, -0.1]})
    >>> _direction(table)
    'both checks point to a loss of the west, and disagree for the north'
    """
    words: dict[str, list[str]] = {"gain": [], "loss": [], "apart": []}
    for contrast, own in checks.groupby("contrast", observed=True, sort=False):
        sign = "gain" if (own["effect"] > 0).all() else "loss" if (own["effect"] < 0).all() else "apart"
        words[sign].append(BEHIND[str(contrast)])
    n = int(checks.groupby("contrast", observed=True).size().max())
    told = [f"to a {sign} of {joined(words[sign], ' and of ')}" for sign in ("gain", "loss") if words[sign]]
    apart = f"disagree for {joined(words['apart'])}" if words["apart"] else ""
    pointing = f"point {joined(told)}" if told else ""
    return f"{'both' if n == 2 else f'all {number_word(n)}'} checks {', and '.join(filter(None, (pointing, apart)))}"


def _narrowed(changes: pd.DataFrame, n: int, clear: int, are_clear: str, least_p: str) -> dict[str, str]:
    """Whether the gaps narrowed: what the model says in points, and what the checks say that do without points."""
    own = changes.astype({"unit_type": str, "contrast": str}).set_index(["contrast", "unit_type"]).sort_index()
    gaps = own.loc[[(name, kind) for name in SLOGAN for kind in KINDS]]
    spread = own[own.index.get_level_values(0).str.startswith(("between_", "within_"))]
    told = []
    for name in SLOGAN:
        rows = [(kind, own.loc[(name, kind)]) for kind in KINDS]
        ends = [f"{fixed(r['estimate'])} ({fixed(r['lower'])} to {fixed(r['upper'])}; {KINDS[k]})" for k, r in rows]
        told.append(f"{SHORT[name]} {joined(ends)}")
    told[0] = told[0].replace("(", "(95 %: ", 1)
    since = {kind: int(own.xs(kind, level=1)["from_year"].min()) for kind in KINDS}
    shrank = "the gaps shrank" if (gaps["estimate"] < 0).all() else "the gaps changed"
    closing = "" if clear else ", so a catching-up of those behind is not shown"
    return {
        "gaps_clear": f"{int((gaps['upper'] < 0).sum())} of {len(gaps)}",
        "spread_clear": f"{int((spread['upper'] < 0).sum())} of {len(spread)}",
        "narrowed": (
            f"In modelled points {shrank} from {since['province']} (cities: {since['city']}) to "
            f"{int(own['to_year'].max())}: {', '.join(told)}. But a scale that ends at 100 narrows every gap as all "
            f"rise: of {n} checks that do without points {are_clear} clear of zero, even before correction (smallest "
            f"p = {least_p}){closing}."
        ),
    }


def _change(load: Load) -> dict[str, str]:
    out: dict[str, str] = {}
    for row in load("regional_changes").itertuples():
        out[f"change_{row.unit_type}_{row.contrast}"] = (
            f"{fixed(row.estimate)} points (95 %: {fixed(row.lower)} to {fixed(row.upper)})"
        )
    checks = load("regional_catching_up")
    for row in checks.itertuples():
        name = f"catch_{row.unit_type}_{row.contrast}_{row.check.replace(' ', '_')}"
        out[name] = f"{fixed(row.effect, 2)} ({p_text(row.p)}, n = {row.n})"
        if row.check == TREND:
            ends = f"{fixed(row.lower, 3)} to {fixed(row.upper, 3)}"
            out[name] = f"{fixed(row.effect, 3)} logits a year (95 %: {ends})"
    out["checks"] = str(len(checks))
    clear = int(((checks["lower"] > 0) | (checks["upper"] < 0)).sum())
    out["checks_clear"] = f"{clear} are" if clear > 1 else "one is" if clear else "none is"
    for kind, own in checks.groupby("unit_type", observed=True):
        out[f"checks_point_{kind}"] = _direction(own)
    out["checks_least_p"] = f"{checks['p'].min():.3f}"
    out |= _narrowed(load("regional_changes"), len(checks), clear, out["checks_clear"], out["checks_least_p"])
    pairs = city_against_province(load("capacity_bands"), load("units"))
    for name, capital in (("capitals", True), ("others", False)):
        own = pairs[pairs["capital"] == capital]
        last = own[own["year"] == own["year"].max()].iloc[0]
        out[name] = f"{int(last['above'])} stand above, {int(last['same'])} level with and {int(last['below'])} below"
        out[f"{name}_p"] = p_text(last["p"])
        out[f"{name}_n"] = str(int(last["n"]))
    return out


def _validated(load: Load, gaps: pd.DataFrame) -> dict[str, str]:
    intervals = load("score_intervals")
    table = validation(intervals, load).set_index("interval")
    ours, plain = table.loc["model"], table.loc["band, 5 % trimmed at each end"]
    mean, low, high, p = advantage(intervals, load)
    held = gap_validation(gaps)
    tests, slope = gap_tests(load).set_index("contrast"), gradient_2019(load)
    corps = corps_gaps(load).set_index("contrast")
    one = corps.iloc[0]
    moran, spread = neighbours(load).iloc[0], inequality_2019(load).set_index("grouping")
    against = against_scores(intervals, load)
    middle = (against["band_lower"] + against["band_upper"]) / 2
    out = {
        "scores_year": str(int(against["year"].iloc[0])),
        "scores_n": str(len(against)),
        "scores_both": joined([f"{tests.at[name, 'estimate']:.1f}" for name in SLOGAN]),
        "corps_rank": str(one["rank"]),
        "corps_between": f"{one['above']} ({one['above_score']:.2f}) and {one['below']} ({one['below_score']:.2f})",
        "corps_gaps": joined([f"{SHORT[n]} {corps.at[n, 'lower']:.2f} to {corps.at[n, 'upper']:.2f}" for n in SLOGAN]),
        "median_error": f"{(against['median'] - against['score']).abs().mean():.1f}",
        "middle_error": f"{(middle - against['score']).abs().mean():.1f}",
        "rank_gradient": f"{slope['rank']:.2f} ({p_text(slope['p'])})",
        "covered": f"{int(ours['covered'])} of {int(ours['n'])}",
        "coverage": f"{100 * ours['coverage']:.0f} % (95 %: {100 * ours['lower']:.0f} to {100 * ours['upper']:.0f} %)",
        "score_model": f"{ours['mean_score']:.1f}",
        "score_band": f"{plain['mean_score']:.1f}",
        "score_difference": f"{fixed(mean)} (95 %: {fixed(low)} to {fixed(high)}; {p_text(p)})",
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
