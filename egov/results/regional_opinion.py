"""A second opinion on the two gaps: the ordered logit, which knows the order of the bands and not where they end.

Both models see the same rows and the same design (belt, side, trend). Their coefficients have different units, so they
are asked the same question: by how many percentage points does the chance of a band change between east and west, and
between south and north, all else as it is? The chance is averaged over all units and years of the kind (an average
marginal effect; Williams, 2012). The ordered logit has no level of the unit's own; its errors are clustered by unit,
which 32 clusters make a little too small.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit
from scipy.stats import norm
from statsmodels.tools.numdiff import approx_fprime

from egov.methods.interval_regression import IntervalRegression
from egov.methods.ordered_logit import OrderedLogit
from egov.results.regional_groups import LIMITS
from egov.results.regional_model import FORMULA, LEVEL, design, model
from egov.tables.schemas import BANDS, UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd

BELTS = ("central", "east", "northeast")
"""Belts with a column of their own, in the order of the formula; the west is what they are compared with."""
SIDES = {"east_west": ({"belt": "east"}, {"belt": "west"}), "south_north": ({"south": 1.0}, {"south": 0.0})}
CUTS = {"at least 高": 2, "非常高": 3}
MODELS = ("ordered logit", "interval regression", "interval regression, own level")
ODDS = "odds ratio"
"""Odds of a higher band, all limits alike (proportional odds)."""


def columns(data: pd.DataFrame) -> pd.DataFrame:
    """The design of the ordered logit: one column a belt but the west, side and trend, as in the formula."""
    import pandas as pd

    dummies = {belt: (data["belt"] == belt).astype(float) for belt in BELTS}
    return pd.DataFrame({**dummies, "south": data["south"], "t": data["t"]})


def opinions(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Both effects under three models, for both kinds of unit.

    Columns: unit_type, contrast, model, measure (``odds ratio``; the difference in the chance of a band, in percentage
    points, by name of the band), estimate, lower, upper, level, p, n (units), rows. Intervals by the delta method from
    errors clustered by unit; that of an odds ratio on the log scale.
    """
    import pandas as pd

    rows = []
    for kind in UNIT_TYPES:
        data = design(bands, units, kind)
        base = {"unit_type": kind, "level": LEVEL, "n": data["unit"].nunique(), "rows": len(data)}
        ordered = OrderedLogit(data["code"], columns(data), groups=data["unit"]).fit()
        table = ordered.coefficients(LEVEL).set_index("term")
        for contrast, term in (("east_west", "east"), ("south_north", "south")):
            own = table.loc[term]
            ends = np.exp(own[["estimate", "lower", "upper"]].to_numpy(dtype=float))
            out = dict(zip(("estimate", "lower", "upper"), ends, strict=True))
            rows.append(base | {"contrast": contrast, "model": MODELS[0], "measure": ODDS, **out, "p": own["p"]})
        pooled = IntervalRegression.from_formula(FORMULA, data, groups="unit").fit()
        fits = [(ordered, _chance_ordered), (pooled, _chance_interval), (model(data).fit(), _chance_interval)]
        for (fitted, chance), name in zip(fits, MODELS, strict=True):
            for contrast, (one, other) in SIDES.items():
                for measure, cut in CUTS.items():
                    effect = _effect(fitted, lambda p, d, c=cut, f=fitted, g=chance: g(f, p, d, c), data, one, other)
                    rows.append(base | {"contrast": contrast, "model": name, "measure": measure} | effect)
    return pd.DataFrame(rows)


def _effect(
    fitted: object, chance: Callable, data: pd.DataFrame, one: dict[str, object], other: dict[str, object]
) -> dict[str, float]:
    """Average difference in a chance between two settings of a variable, percentage points, by the delta method."""

    def value(params: np.ndarray) -> float:
        return 100 * float(np.mean(chance(params, data.assign(**one)) - chance(params, data.assign(**other))))

    params = np.asarray(fitted.params)
    slope = approx_fprime(params, value, centered=True)
    estimate, se = value(params), float(np.sqrt(slope @ fitted.cov_params() @ slope))
    half = norm.ppf(0.5 + LEVEL / 2) * se
    return {
        "estimate": estimate,
        "lower": estimate - half,
        "upper": estimate + half,
        "p": 2 * norm.sf(abs(estimate) / se),
    }


def _chance_ordered(fitted: object, params: np.ndarray, data: pd.DataFrame, cut: int) -> np.ndarray:
    """Chance of the band numbered ``cut`` or a higher one."""
    natural = fitted.model.natural(params)
    k = fitted.model.k_vars
    lowest = len(BANDS) - len(fitted.model.category_names)  # a lowest band that never occurs has no threshold
    return expit(columns(data).to_numpy() @ natural[:k] - natural[k:][cut - 1 - lowest])


def _chance_interval(fitted: object, params: np.ndarray, data: pd.DataFrame, cut: int) -> np.ndarray:
    """The same from a logit-normal score; the unit's own level, where there is one, is averaged over."""
    beta, tau = fitted.model.split(params)
    own = params[len(beta) + 1 :]
    spread = np.sqrt(np.exp(2 * tau) + (own**2).sum())
    return norm.sf((logit(LIMITS[cut] / 100) - fitted.model.design(data) @ beta) / spread)
