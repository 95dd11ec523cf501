"""Year over year: the chapter's sentences with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from egov.results.wording import joined, minus, p_text
from egov.results.year_over_year_forecasts import FORECASTERS, ON_RECORD, REFERENCE
from egov.results.year_over_year_limits import CONTRASTS
from egov.results.year_over_year_moves import kinds
from egov.results.year_over_year_rows import named_terms, term_label
from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

KIND_EN = {"province": "provinces", "city": "cities", "both": "both"}
KIND_ZH = {"province": "省级单位", "city": "城市"}
BAND_ALONE = ("ordered_logit_lag", "markov_pooled")
"""Forecasters of provinces and cities together that know nothing but the band before."""


def named(frame: pd.DataFrame) -> str:
    """Units of a frame in a sentence: 山西 Shanxi (2021)."""
    return joined([f"{r.unit} {r.name_en.partition(' (')[0]} ({r.year})" for r in frame.itertuples()])


def findings(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The chapter's sentences by name, from the frames of :func:`egov.results.year_over_year.everything`."""
    out = _moves(parts) | _process(parts) | _regression(parts) | _forecast(parts) | _means(parts)
    out["headline"] = out["jump"]
    out["headline_zh"] = out["jump_zh"]
    return {name: minus(text) for name, text in out.items()}


def _moves(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    moved, falls, returns = parts["moves"], parts["falls"], parts["returns"]
    known = moved.dropna(subset=["from_band"])
    last = int(moved["year"].max())
    good = {
        (r.unit_type, r.unit, r.year)
        for r in falls.itertuples()
        if (
            (moved["unit_type"] == r.unit_type)
            & (moved["unit"] == r.unit)
            & (moved["year"] > r.year)
            & (moved["value"] >= r.from_band)
        ).any()
    }
    open_ = falls[[(r.unit_type, r.unit, r.year) not in good for r in falls.itertuples()]]
    rises = int((known["mark"] == "up").sum())
    out = {
        "unit_years": str(len(moved)),
        "n": str(len(known)),
        "last_year": str(last),
        "rises": str(rises),
        "falls": str(len(falls)),
        "returns": str(len(returns)),
        "fallen_back": str(len(good)),
        "fallen_open": named(open_) if len(open_) else "none",
        "low_ever": str(int((known["from_band"] == BANDS[0]).sum())),
    }
    out["falls_sentence"] = (
        f"Of {len(known)} moves from one year to the next, {rises} go up, {len(falls)} go down and "
        f"{len(known) - rises - len(falls)} stay; {len(good)} of the {len(falls)} falls were made good by "
        f"{last}, so that {len(returns)} of the {rises} rises are returns"
    )
    out["falls_sentence"] += f". Not made good: {out['fallen_open']}." if len(open_) else "."
    far = int((known["steps"].abs() > 1).sum())
    out["far"] = f"{far} moves crossed more than one band" if far else "No move crossed more than one band"
    for unit_type in kinds(parts["bands"]):
        own = known[known["unit_type"] == unit_type]
        out[f"n_{unit_type}"] = str(len(own))
        row = parts["mobility"].set_index(["unit_type", "index"]).loc[(unit_type, "immobility")]
        out[f"stay_{unit_type}"] = f"{100 * row.estimate:.0f} % ({100 * row.lower:.0f} to {100 * row.upper:.0f} %)"
    return out


def _process(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    out = {}
    for row in parts["same_process"].itertuples():
        key = f"same_{row.question.split()[0]}_{row.unit_type}"
        out[key] = f"{p_text(row.p)}, corrected {p_text(row.p_holm)}, n = {row.n}"
    out["same_count"] = str(len(parts["same_process"]))
    told = parts["same_process"][parts["same_process"]["p_holm"] < 0.05]
    words = [f"{r.question} of {KIND_EN[r.unit_type]}" for r in told.itertuples()]
    out["same_told"] = f"only {joined(words)} differ" if words else "no difference can be told"
    apart = parts["same_process"].query("(p < 0.05) != (p_asymptotic < 0.05)")
    out["same_apart"] = (
        f"The chi-square law and the permutation part at five per cent for the "
        f"{joined([f'{r.question} of {KIND_EN[r.unit_type]}' for r in apart.itertuples()])}: the permutation is the "
        "one to trust."
        if len(apart)
        else "The chi-square law and the permutation nowhere part at five per cent."
    )
    out |= _jump(parts)
    strict = parts["detectable"].set_index(["contrast", "unit_type"])["p_holm"]
    for row in parts["catching_up"].itertuples():
        out[f"catching_{row.unit_type}"] = (
            f"{row.low_rises} of {row.low_n} moves from 低 or 中 were rises, {row.high_rises} of {row.high_n} from 高 "
            f"({p_text(strict['low', row.unit_type])}, corrected)"
        )
    for unit_type in kinds(parts["bands"]):
        long = parts[f"long_run_{unit_type}"]
        top = long[(long["quantity"] == "steady") & (long["to_band"] == BANDS[-1])].iloc[0]
        text = f"{top.estimate:.0f} % in {BANDS[-1]} (95 % interval {top.lower:.0f} to {top.upper:.0f} %)"
        out[f"steady_{unit_type}"] = (
            f"{top.estimate:.0f} % by construction, because none was seen to leave it: it says nothing"
            if top.reason
            else text
        )
        for row in long[long["quantity"] == "passage"].itertuples():
            if row.from_band == BANDS[2] and row.to_band == BANDS[3]:
                upper = "no upper end" if row.upper == float("inf") else f"{row.upper:.0f}"
                out[f"passage_{unit_type}"] = f"{row.estimate:.0f} years ({row.lower:.0f} to {upper})"
    return out


def _jump(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The last year against the earlier ones, with the p-values of the table of all comparisons of rises."""
    table, overall = parts["detectable"].set_index(["contrast", "unit_type"]), parts["same_process"]
    jump = parts["jump"].assign(p_holm=[table.at[("year", k), "p_holm"] for k in parts["jump"]["unit_type"]])
    english, chinese = [], []
    for number, row in enumerate(jump.itertuples()):
        first, p = number == 0, p_text(row.p_holm)
        english.append(
            f"{row.rises} of the {row.n} {KIND_EN[row.unit_type]} below the top rose, against {row.earlier_rises} of "
            f"{row.earlier_n} in earlier years (exact {p}{', corrected' if first else ''})"
        )
        chinese.append(
            f"尚未进入{BANDS[-1]}组的 {row.n} 个{KIND_ZH[row.unit_type]}中有 {row.rises} 个升组，此前各年 "
            f"{row.earlier_n} 次中有 {row.earlier_rises} 次（{'校正后的精确检验 ' if first else ''}{p}）"
        )
    clear = bool((jump["p_holm"] < 0.05).all())
    year = int(jump["year"].max())
    out = {
        "jump": f"In {year}, {joined(english)}. "
        + (
            "Chance alone would hardly bring this; but the year was picked because it stands out, and a change of the "
            "indicators between editions can look the same."
            if clear
            else "This is not clearly more than chance would bring."
        ),
        "jump_zh": f"{year} 年，{'；'.join(chinese)}。"
        + (
            "单凭偶然难以解释，但选取该年正因其突出，而两版之间指标调整也会造成同样的现象。"
            if clear
            else "尚不能断定超出偶然。"
        ),
        "comparisons_n": str(len(parts["detectable"])),
        "jump_tests": str(jump["tests"].max()),
        "jump_years": joined([f"{p_text(r.p_years)} for {KIND_EN[r.unit_type]}" for r in jump.itertuples()]),
    }
    years = overall[overall["question"] == "years"].set_index("unit_type")
    silent = [r for r in jump.itertuples() if r.p_holm < 0.05 <= years.at[r.unit_type, "p_holm"]]
    out["jump_overall"] = (
        " ".join(
            f"For {KIND_EN[r.unit_type]} the test of all years above sees nothing "
            f"({p_text(years.at[r.unit_type, 'p'])}): it asks whether any share differs in any year, "
            f"{int(years.at[r.unit_type, 'df'])} degrees of freedom at once, and spreads its power over them; this one "
            "asks a single question."
            for r in silent
        )
        or "The test of all years above asks whether any share differs in any year, this one of the last alone."
    )
    return out


def _regression(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    effects = parts["effects"].set_index(["unit_type", "spec", "outcome", "term"])

    def effect(unit_type: str, spec: str, term: str) -> str:
        row = effects.loc[(unit_type, spec, "高 or higher", term)]
        return f"{row.estimate:+.1f} points ({row.lower:+.1f} to {row.upper:+.1f})"

    out = {}
    last = max(t for t in parts["effects"]["term"] if t.startswith("year_"))
    for unit_type in ("province", "city", "both"):
        out[f"effect_south_{unit_type}"] = effect(unit_type, "base", "south")
        out[f"effect_west_{unit_type}"] = effect(unit_type, "base", "west")
        out[f"effect_gdp_{unit_type}"] = effect(unit_type, "gdp", "log_gdp_per_head")
        out[f"effect_policy_{unit_type}"] = effect(unit_type, "policy", "policy_in_force")
        out[f"effect_last_{unit_type}"] = effect(unit_type, "base", last)
        out[f"effect_south_full_{unit_type}"] = effect(unit_type, "policy", "south")
    rows = parts["rows"]
    lacking = rows[rows["log_gdp"].isna()].sort_values(["unit", "year"])
    out["lacking"] = joined([f"{r.unit} ({r.year})" for r in lacking.itertuples()]) if len(lacking) else "none"
    out["lacking_n"] = str(len(lacking))
    for unit_type in kinds(parts["bands"]):
        own = rows[rows["unit_type"] == unit_type]
        out[f"policy_n_{unit_type}"] = f"{int(own['policy'].sum())} of {len(own)}"
    policy = rows[rows["policy"]]
    out["policy_last"] = f"{int((policy['year'] == rows['year'].max()).sum())} of {len(policy)}"
    failed = parts["fits"][~parts["fits"]["estimated"]]
    falls = parts["thin"].set_index(["place", "unit_type"])["events"]
    where = []
    for kind, part in failed.groupby("unit_type", sort=False):
        kept = (
            falls.get((f"falling from {BANDS[-1]}", str(kind)), 1) == 0 and part["note"].str.endswith("lag_top").all()
        )
        why = joined(sorted({named_terms(n) for n in part["note"]}))
        reason = f"because none of them has left {BANDS[-1]}" if kept else why
        where.append(f"{len(part)} models of {KIND_EN[str(kind)]} ({reason})")
    out["failed"] = f"No finite estimate exists for {joined(where)}." if where else "Every model has a finite estimate."
    spread = parts["fits"][(parts["fits"]["family"] == "interval_random") & parts["fits"]["estimated"]]
    zero = spread[spread["note"] != ""]
    out["random"] = (
        "the estimated spread of the intercept is zero in every model that has it: given the band before, a unit's "
        "years show no further likeness that the data could measure"
        if len(spread) and len(zero) == len(spread)
        else f"the estimated spread of the intercept is zero in {len(zero)} of {len(spread)} models"
    )
    odds = parts["odds"]
    apart = odds[(odds["lower"] > 0) | (odds["upper"] < 0)]
    out["odds"] = (
        f"the interval of the difference excludes zero for {joined([f'“{term_label(t)[1]}”' for t in apart['term']])}"
        if len(apart)
        else "no difference excludes zero"
    )
    models = parts["models"].set_index(["model", "unit_type", "term"])
    out["odds_n"] = str(len(odds))
    row = models.loc[("ordered_logit_ridge_policy", "province", "policy_in_force")]
    chance = "leaves chance open" if row.p_holm >= 0.05 else "makes chance unlikely"
    out["policy_p"] = f"{p_text(row.p)} ({p_text(row.p_holm)} corrected within the model, which {chance})"
    row = models.loc[("interval_base", "province", "south")]
    out["south_interval"] = f"{row.estimate:+.2f} ({row.lower:+.2f} to {row.upper:+.2f}, {p_text(row.p_holm)})"
    row = models.loc[("ordered_logit_base", "province", "south")]
    out["south_logit"] = f"{row.estimate:+.2f} ({row.lower:+.2f} to {row.upper:+.2f}, {p_text(row.p_holm)})"
    out |= _limits(parts)
    for place in parts["thin"].itertuples():
        key = f"thin_{place.place.split()[0].rstrip(',')}_{place.unit_type}"
        if place.place.startswith(("falling", "entering", "leaving")):
            out[key] = f"{place.events} of {place.n} ({place.lower:.0f} to {place.upper:.0f} %)"
        elif place.place.endswith("northeast"):
            out[f"thin_northeast_{place.unit_type}"] = f"{place.events} of {place.n}"
    return out


def _limits(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """What the moves are too few for: changes of band for each coefficient, and the least odds ratio to be found."""
    from scipy.stats import fisher_exact

    from egov.methods.scoring import proportion

    rows, fits = parts["rows"], parts["effects"]
    out = {}
    for unit_type in kinds(parts["bands"]):
        own = rows[rows["unit_type"] == unit_type]
        changed = int((own["start"] != own["end"]).sum())
        terms = fits[(fits["unit_type"] == unit_type) & (fits["spec"] == "base")]["term"].nunique()
        out[f"changed_{unit_type}"] = f"{changed} of {len(own)}"
        out[f"coefficients_{unit_type}"] = str(terms)
        out[f"per_coefficient_{unit_type}"] = f"{changed / terms:.1f}"
        table = parts["detectable"].set_index(["contrast", "unit_type"])
        for contrast in ("year", "south", "east_west"):
            ratio = table.loc[(contrast, unit_type), "odds_ratio"]
            out[f"detect_{contrast}_{unit_type}"] = "none, however large" if ratio != ratio else f"{ratio:.1f}"
        row = table.loc[("east_west", unit_type)]
        rises, others = f"{int(row.rises)} of {int(row.n)}", f"{int(row.other_rises)} of {int(row.other_n)}"
        out[f"rises_east_west_{unit_type}"] = f"{rises} against {others}, {p_text(row.p_holm)}"
    moved = parts["moves"].dropna(subset=["from_band"])
    down = {side: moved.loc[moved["north_south"] == side, "mark"] == "down" for side in ("south", "north")}
    for side, fell in down.items():
        low, high = proportion(int(fell.sum()), len(fell)).wilson
        out[f"falls_{side}"] = f"{int(fell.sum())} of {len(fell)} ({100 * low:.0f} to {100 * high:.0f} %)"
    fisher = fisher_exact([[int(fell.sum()), int((~fell).sum())] for fell in down.values()])
    out["falls_p"] = p_text(float(fisher.pvalue))
    for unit_type in kinds(parts["bands"]):
        row = parts["detectable"].set_index(["contrast", "unit_type"]).loc[("south", unit_type)]
        out[f"rises_south_{unit_type}"] = (
            f"{int(row.rises)} of {int(row.n)} against {int(row.other_rises)} of {int(row.other_n)}, {p_text(row.p)}"
        )
    none = parts["detectable"][parts["detectable"]["odds_ratio"].isna()]
    words = [f"{CONTRASTS[r.contrast]} ({KIND_EN[r.unit_type]})" for r in none.itertuples()]
    out["detect_none"] = joined(words) if words else "none of these"
    return out


def _years_of(scored: pd.DataFrame, unit_type: str) -> str:
    return joined([str(y) for y in sorted(scored.loc[scored["unit_type"] == unit_type, "year"].unique())])


def _worst(parts: Mapping[str, pd.DataFrame]) -> dict[int, list[str]]:
    """The year that was forecast worst, and for which kinds of unit."""
    table, out = parts["by_year"], {}
    for row in table.loc[table.groupby("unit_type")["on_record"].idxmax()].sort_values("unit_type").itertuples():
        out.setdefault(int(row.year), []).append(KIND_EN[row.unit_type])
    return out


def _forecast(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    scores = parts["scores"].set_index(["forecaster", "unit_type"])
    row, base = scores.loc[(ON_RECORD, "both")], scores.loc[(REFERENCE, "both")]
    better = row.rps_upper < 0
    years = sorted(parts["scored"]["year"].unique())
    numbers = (
        f"ranked probability score {row.rps:.3f} against {base.rps:.3f}, smaller is better; difference "
        f"{row.rps_difference:+.3f}, 95 % interval {row.rps_lower:+.3f} to {row.rps_upper:+.3f}, n = {int(row.n)}"
    )
    simple = min(scores.at[(name, "both"), "rps"] for name in BAND_ALONE)
    worst = _worst(parts)
    missed = f"; {next(iter(worst))} was forecast worst" if len(worst) == 1 else ""
    out = {
        "beats": (
            f"{'A little' if better else 'No'}: forecasts from the band before, belt and south "
            f"{'beat' if better else 'do not beat'} a weak rule, that most units stay where they are ({numbers}). "
            f"Knowing the present band alone does {'no worse' if simple <= row.rps else 'worse'} "
            f"({simple:.3f}){missed}."
        ),
        "scored_years": f"{years[0]} to {years[-1]}",
        "scored_years_n": str(len(years)),
        "scored_years_province": _years_of(parts["scored"], "province"),
        "scored_years_city": _years_of(parts["scored"], "city"),
        "scored_n": str(int(row.n)),
        "log_numbers": f"{row.log_score:.3f} against {base.log_score:.3f} nats, difference "
        f"{row.log_score_difference:+.3f} ({row.log_score_lower:+.3f} to {row.log_score_upper:+.3f})",
        "skill": f"{100 * row.skill:.0f} %",
    }
    best = parts["scores"].query("unit_type == 'both'").sort_values("rps").iloc[0]
    out["best"] = (
        "the forecast on record also has the lowest score of all"
        if best.forecaster == ON_RECORD
        else f"the lowest score belongs to another: {FORECASTERS[best.forecaster]} ({best.rps:.3f}), so belt and south "
        "add nothing that these scores can see"
        if best.forecaster == "ordered_logit_lag"
        else f"the lowest score belongs to another: {FORECASTERS[best.forecaster]} ({best.rps:.3f})"
    )
    bins = parts["reliability"]
    off = bins[(bins["n"] > 0) & ((bins["forecast"] < bins["lower"]) | (bins["forecast"] > bins["upper"]))]
    out["reliability"] = (
        joined(
            [
                f"events given {r.bin} ({r.forecast:.1f} % on average) came in {r.observed:.1f} % (n = {r.n})"
                for r in off.itertuples()
            ]
        )
        if len(off)
        else "no bin lies outside its interval"
    )
    which = [f"{year} was forecast worst for {joined(of)}" for year, of in worst.items()]
    out["worst"] = (
        f"{next(iter(worst))} was forecast worst for both kinds of unit." if len(worst) == 1 else f"{joined(which)}."
    )
    ahead = parts["forecasts"]
    out["ahead"] = joined([str(y) for y in sorted(ahead["year"].unique())])
    out["through"] = joined([str(y) for y in sorted(ahead["data_through"].unique())])
    out["units"] = str(len(ahead) // len(BANDS))
    bands = parts["bands"]
    for unit_type in kinds(bands):
        own = bands[bands["unit_type"] == unit_type]
        now = int((own.loc[own["year"] == own["year"].max(), "value"] == BANDS[-1]).sum())
        top = ahead[(ahead["unit_type"] == unit_type) & (ahead["band"].astype(str) == BANDS[-1])]["probability"].sum()
        out[f"ahead_top_{unit_type}"] = f"{top:.1f} (now {now})"
    return out


def _means(parts: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    text = [
        f"{r.name_en} of {KIND_EN[r.unit_type]}: {r.from_printed} ({r.from_year}) to {r.to_printed} ({r.to_year}), "
        f"{r.change:+.2f} points ({r.lower:+.2f} to {r.upper:+.2f} by rounding)"
        for r in parts["means"].itertuples()
    ]
    return {"means": "; ".join(text), "means_n": str(len(text))}
