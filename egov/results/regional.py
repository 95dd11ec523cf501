"""Chapter *Regional disparity*: 东强西弱, 南强北弱. What builds the derived tables.

The parts: ``regional_groups`` (who is compared), ``regional_description``, ``regional_bounds`` and ``regional_lists``
(what is proven), ``regional_tests`` (bands as they are), ``regional_model`` (scores behind the bands),
``regional_opinion`` (the ordered logit beside it), ``regional_convergence``, ``regional_robustness``, and
``regional_scores``, the only one that reads the scores of 2019. The sentences are in ``regional_findings``.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from egov.results.regional_bounds import binding, gap_bounds
from egov.results.regional_convergence import checks, gap_change, spread
from egov.results.regional_groups import population_2020
from egov.results.regional_model import Ensemble, choices, design, ensembles, misses, model_gaps, score_intervals
from egov.results.regional_opinion import opinions
from egov.results.regional_robustness import robustness
from egov.results.regional_scores import score_gaps
from egov.results.regional_tests import region_tests
from egov.tables.schemas import UNIT_TYPES

if TYPE_CHECKING:
    import pandas as pd

Load = Callable[[str], "pd.DataFrame"]
INPUTS = ("capacity_bands", "units", "capacity_means", "capacity_regions", "province_covariates")
"""What the draws depend on."""
_DRAWN: dict[str, dict[str, Ensemble]] = {}


def drawn(load: Load) -> dict[str, Ensemble]:
    """The draws of both kinds of unit, made once for the same tables: they take some minutes."""
    text = "".join(load(name).to_csv(index=False) for name in INPUTS)
    key = sha256(text.encode()).hexdigest()
    if key not in _DRAWN:
        _DRAWN.clear()
        _DRAWN[key] = ensembles(load)
    return _DRAWN[key]


def regional_gaps(load: Load) -> pd.DataFrame:
    """The table ``regional_gaps``: bounds, model and printed scores, one under the other."""
    import pandas as pd

    people = population_2020(load("province_covariates"))
    proven = gap_bounds(*(load(name) for name in (*INPUTS, "capacity_leaders")))
    return pd.concat([proven, model_gaps(drawn(load), people), score_gaps(load)], ignore_index=True)


def models(load: Load) -> pd.DataFrame:
    """The table ``regional_models``."""
    import pandas as pd

    bands, units = load("capacity_bands"), load("units")
    return pd.concat([choices(design(bands, units, kind)).assign(unit_type=kind) for kind in UNIT_TYPES])


DERIVED: dict[str, Callable[[Load], pd.DataFrame]] = {
    "regional_gaps": regional_gaps,
    "region_tests": lambda load: region_tests(load("capacity_bands"), load("units")),
    "score_intervals": lambda load: score_intervals(drawn(load)),
    "regional_models": models,
    "regional_binding": binding,
    "regional_catching_up": lambda load: checks(load("capacity_bands"), load("units")),
    "regional_misses": misses,
    "regional_opinions": lambda load: opinions(load("capacity_bands"), load("units")),
    "regional_spread": lambda load: spread(drawn(load)),
    "regional_changes": lambda load: gap_change(drawn(load)),
    "regional_robustness": lambda load: robustness(load, drawn(load)["province"]),
}
