"""Has the gap narrowed? Spread between and within belts year by year, and three checks on the catching-up.

The scale has a ceiling, its editions differ, and who starts low can only rise. So the change is also asked of ranks
within each year, which know no scale, and within groups of units that started in the same band.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binomtest, rankdata

from egov.methods.ordinal import cliffs_delta, permutation_test, stratified_test
from egov.results.regional_groups import contrasts, members, of_type
from egov.results.regional_model import DESIGNS, LEVEL, Ensemble, design, interval, model
from egov.results.regional_tests import jackknife_interval
from egov.tables.schemas import UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd


def spread(drawn: Mapping[str, Ensemble]) -> pd.DataFrame:
    """Standard deviation of scores between belts (of the belts' means, by size) and within them, by year, in points.

    Columns: unit_type, year, part (``between``, ``within``), estimate, lower, upper, level, n.
    """
    import pandas as pd

    rows = []
    for kind, each in drawn.items():
        for year in each.scores:
            part, scores = each.of_year(year)
            codes, _ = pd.factorize(part["belt"].astype(str))
            size = np.bincount(codes)
            means = np.stack([scores[:, codes == g].mean(axis=1) for g in range(len(size))], axis=1)
            between = np.sqrt(((means - scores.mean(axis=1, keepdims=True)) ** 2 @ size) / len(part))
            within = np.sqrt(((scores - means[:, codes]) ** 2).mean(axis=1))
            for name, values in (("between", between), ("within", within)):
                rows.append((kind, year, name, *interval(values), LEVEL, len(part)))
    columns = ["unit_type", "year", "part", "estimate", "lower", "upper", "level", "n"]
    return pd.DataFrame(rows, columns=columns)


def gap_change(drawn: Mapping[str, Ensemble]) -> pd.DataFrame:
    """Change of the two gaps from the first to the last year: unit_type, contrast, estimate, lower, upper, years.

    The years are drawn independently given bands and parameters; a unit that stands high in its band in one year
    probably does so in the other, so the intervals are too wide rather than too narrow.
    """
    import pandas as pd

    rows = []
    for kind, each in drawn.items():
        first, last = min(each.scores), max(each.scores)
        part, _ = each.of_year(first)
        for contrast in contrasts(part, regions=False).values():
            rng = np.random.default_rng(0)
            before, after = each.gap(contrast, first), each.gap(contrast, last)
            size = 4000
            change = rng.choice(after, size) - rng.choice(before, size)
            rows.append((kind, contrast.name, first, last, *interval(change), LEVEL))
    columns = ["unit_type", "contrast", "from_year", "to_year", "estimate", "lower", "upper", "level"]
    return pd.DataFrame(rows, columns=columns)


def interactions(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Whether the trend differs by belt or side on the latent scale, which has no ceiling: logits a year."""
    import pandas as pd

    rows = []
    for kind in UNIT_TYPES:
        data = design(bands, units, kind)
        table = model(data, formula=DESIGNS["belt + south + trend by belt and side"]).fit().coefficients(LEVEL)
        own = table[table["term"].isin(("east:t", "south:t"))].round(3)
        rows.append(own.assign(unit_type=kind, n=data["unit"].nunique()))
    return pd.concat(rows, ignore_index=True)[["unit_type", "term", "estimate", "lower", "upper", "p", "n"]]


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
        for each in contrasts(own.drop_duplicates("unit"), regions=False).values():
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

    Provincial capitals only, one a province, so that no province counts twice. ``share_above`` is that among the
    pairs that differ, with its exact 95 % interval. Columns: year, above, same, below, n, share_above, lower, upper, p.
    """
    import pandas as pd

    frame = members(bands, units)
    code = frame.set_index(["unit_type", "unit", "year"])["code"]
    seats = frame[(frame["unit_type"] == "city") & (frame["is_capital"].astype(str).str.lower() == "true")]
    rows = []
    for year, part in seats.groupby("year"):
        step = [
            code["city", city, year] - code["province", province, year]
            for city, province in zip(part["unit"], part["parent"], strict=True)
        ]
        above, below = sum(s > 0 for s in step), sum(s < 0 for s in step)
        test = binomtest(above, above + below)
        ends = test.proportion_ci(LEVEL)
        same = len(step) - above - below
        rows.append((int(year), above, same, below, len(step), test.statistic, ends.low, ends.high, test.pvalue))
    columns = ["year", "above", "same", "below", "n", "share_above", "lower", "upper", "p"]
    return pd.DataFrame(rows, columns=columns)
