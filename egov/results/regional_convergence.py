"""Has the gap narrowed? Spread between and within groups year by year, and three checks on the catching-up.

Beside the two gaps of the slogan the centre is compared with the east: it is said to catch up too. The scale has a
ceiling, its editions differ, and who starts low can only rise. So the change is also asked of ranks within each year,
which know no scale, within groups of units that started in the same band, and on the latent scale, which has no end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binomtest, norm, rankdata

from egov.methods.ordinal import cliffs_delta, permutation_test, stratified_test
from egov.results.regional_groups import Contrast, contrasts, members, of_type
from egov.results.regional_model import BELT, FORMULA, LEVEL, Ensemble, design, interval, model
from egov.results.regional_tests import jackknife_interval
from egov.tables.schemas import UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd


CHANGES = 4000
"""Pairs of draws behind an interval of a change."""
TREND = "trend"
CHECK_LABELS = {
    "rank": "rank in the year",
    "same start": "same first band",
    TREND: "trend, logits a year",
}
GROUPINGS = {"belt": "belts", "region7": "regions"}


def compared(units: pd.DataFrame) -> dict[str, Contrast]:
    """The two gaps of the slogan, and the east against the centre; ``units`` as in ``contrasts``."""
    names, belt = units["unit"].astype(str), units["belt"].astype(str)
    centre = Contrast("east_central", tuple(names[belt == "east"]), tuple(names[belt == "central"]))
    return {**contrasts(units, regions=False), "east_central": centre}


def _spread(each: Ensemble, year: int, grouping: str) -> dict[str, np.ndarray]:
    """Draws of the standard deviation between and within the groups in one year."""
    import pandas as pd

    part, scores = each.of_year(year)
    codes, _ = pd.factorize(part[grouping].astype(str))
    size = np.bincount(codes)
    means = np.stack([scores[:, codes == g].mean(axis=1) for g in range(len(size))], axis=1)
    between = np.sqrt(((means - scores.mean(axis=1, keepdims=True)) ** 2 @ size) / len(part))
    within = np.sqrt(((scores - means[:, codes]) ** 2).mean(axis=1))
    return {"between": between, "within": within}


def spread(drawn: Mapping[str, Ensemble]) -> pd.DataFrame:
    """Standard deviation of scores between groups (of their means, by size) and within them, by year, in points.

    Columns: unit_type, year, grouping (``belt``, ``region7``), part (``between``, ``within``), estimate, lower, upper,
    level, n.
    """
    import pandas as pd

    rows = []
    for kind, each in drawn.items():
        for year in each.scores:
            for grouping in GROUPINGS:
                for name, values in _spread(each, year, grouping).items():
                    rows.append((kind, year, grouping, name, *interval(values), LEVEL, each.scores[year].shape[1]))
    columns = ["unit_type", "year", "grouping", "part", "estimate", "lower", "upper", "level", "n"]
    return pd.DataFrame(rows, columns=columns)


def gap_change(drawn: Mapping[str, Ensemble]) -> pd.DataFrame:
    """Change of the gaps and of the spread from the first to the last year, in points under the model.

    Columns: unit_type, contrast (a gap; or ``between_belts``, ``within_regions`` …), from_year, to_year, estimate,
    lower, upper, level. The years are drawn independently given bands and parameters; a unit that stands high in its
    band in one year probably does so in the other, so the intervals are too wide rather than too narrow.
    """
    import pandas as pd

    rows = []
    for kind, each in drawn.items():
        first, last = min(each.scores), max(each.scores)
        part, _ = each.of_year(first)
        pairs = {name: (each.gap(c, first), each.gap(c, last)) for name, c in compared(part).items()}
        for grouping, word in GROUPINGS.items():
            before, after = (_spread(each, year, grouping) for year in (first, last))
            pairs |= {f"{name}_{word}": (before[name], after[name]) for name in before}
        for name, (before, after) in pairs.items():
            rng = np.random.default_rng(0)
            change = rng.choice(after, CHANGES) - rng.choice(before, CHANGES)
            rows.append((kind, name, first, last, *interval(change), LEVEL))
    columns = ["unit_type", "contrast", "from_year", "to_year", "estimate", "lower", "upper", "level"]
    return pd.DataFrame(rows, columns=columns)


def trends(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Whether trends differ on the latent scale, which has no ceiling: what the group behind gains, in logits a year.

    Columns as in :func:`catching_up`; ``n`` counts all units of the kind, which the model uses.
    """
    import pandas as pd

    rows, z = [], norm.ppf(0.5 + LEVEL / 2)
    for kind in UNIT_TYPES:
        data = design(bands, units, kind)
        fitted = model(data, formula=f"{FORMULA} + {BELT}:t + south:t").fit()
        names = list(fitted.model.exog_names)
        terms = {
            "east_west": {f"{BELT}[T.east]:t": -1.0},
            "south_north": {"south:t": -1.0},
            "east_central": {f"{BELT}[T.east]:t": -1.0, f"{BELT}[T.central]:t": 1.0},
        }
        for contrast, weights in terms.items():
            if missing := set(weights) - set(names):
                raise KeyError(f"the model has no term {', '.join(sorted(missing))}")
            row = np.array([weights.get(name, 0.0) for name in names])
            estimate, se = float(row @ fitted.params), float(np.sqrt(row @ fitted.cov_params() @ row))
            ends, p = (estimate - z * se, estimate + z * se), 2 * norm.sf(abs(estimate) / se)
            rows.append((kind, contrast, TREND, estimate, *ends, p, data["unit"].nunique()))
    return pd.DataFrame(rows, columns=["unit_type", "contrast", "check", "effect", "lower", "upper", "p", "n"])


def checks(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The table ``regional_catching_up``: the checks of :func:`catching_up` and of :func:`trends`."""
    import pandas as pd

    return pd.concat([catching_up(bands, units), trends(bands, units)], ignore_index=True)


def catching_up(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Did the group behind gain on the group ahead, from the first year to the last? Two checks that need no scale.

    ``rank``: each unit's change of rank within its year (ties share the mean rank), group behind against group ahead;
    ``same start``: the last band, group behind against group ahead, within units that started in the same band
    (van Elteren): what is left when ceiling and regression to the mean are held fixed. Positive: the group behind
    gained. Columns: unit_type, contrast, check, effect (Cliff's delta), lower, upper, p, n.
    """
    import pandas as pd

    frame, rows = members(bands, units), []
    for kind in UNIT_TYPES:
        own = of_type(frame, kind)
        wide = own.pivot(index="unit", columns="year", values="code")
        first, last = wide[wide.columns.min()], wide[wide.columns.max()]
        rank = pd.Series(rankdata(last) - rankdata(first), wide.index).round(1)
        for each in compared(own.drop_duplicates("unit")).values():
            ahead, behind = list(each.first), list(each.second)
            gained, lost = rank[behind], rank[ahead]
            delta, test = cliffs_delta(gained, lost, LEVEL), permutation_test(gained, lost)
            rows.append((kind, each.name, "rank", test.effect, delta.lower, delta.upper, test.p, each.n))
            both = behind + ahead
            flag = np.r_[np.ones(len(behind), bool), np.zeros(len(ahead), bool)]
            end, start = last[both].to_numpy(), first[both].to_numpy()
            mixed = np.isin(start, [b for b in np.unique(start) if len(set(flag[start == b])) == 2])
            end, start, flag = end[mixed], start[mixed], flag[mixed]
            same = stratified_test(end, flag, start)
            low, high = jackknife_interval(
                lambda k, e=end, f=flag, s=start: stratified_test(e[k], f[k], s[k]).effect, len(end)
            )
            rows.append((kind, each.name, "same start", same.effect, low, high, same.p, len(end)))
    columns = ["unit_type", "contrast", "check", "effect", "lower", "upper", "p", "n"]
    return pd.DataFrame(rows, columns=columns)


def city_against_province(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Cities that stand in a higher, the same or a lower band than their province, by year, with an exact sign test.

    ``capital``: the provincial capitals, one a province, so that no province counts twice, and then the other cities
    (those with a plan of their own). ``share_above`` is that among the pairs that differ, with its exact 95 % interval;
    it and ``p`` are NaN where none differ. Columns: capital, year, above, same, below, n, share_above, lower, upper, p.
    """
    import pandas as pd

    frame = members(bands, units)
    code = frame.set_index(["unit_type", "unit", "year"])["code"]
    cities = frame[frame["unit_type"] == "city"]
    rows = []
    for (other, year), part in cities.groupby([cities["is_capital"].astype(str).str.lower() != "true", "year"]):
        step = [
            code["city", city, year] - code["province", province, year]
            for city, province in zip(part["unit"], part["parent"], strict=True)
        ]
        above, below = sum(s > 0 for s in step), sum(s < 0 for s in step)
        share = (np.nan,) * 4
        if above + below:
            test = binomtest(above, above + below)
            ends = test.proportion_ci(LEVEL)
            share = (test.statistic, ends.low, ends.high, test.pvalue)
        rows.append((not other, int(year), above, len(step) - above - below, below, len(step), *share))
    columns = ["capital", "year", "above", "same", "below", "n", "share_above", "lower", "upper", "p"]
    return pd.DataFrame(rows, columns=columns)
