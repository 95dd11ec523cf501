"""The pool of forecasters, and records scored when outcomes come, some or all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize, minimize_scalar

from egov.methods.forecasting import pool_weights, score_records, written_probabilities
from egov.methods.scoring import log_score, ranked_probability_score

BANDS = ["low", "medium", "high", "top"]


def test_pool_has_the_best_mean_log_score():
    rng = np.random.default_rng(0)
    p = rng.random((60, 2))
    best = minimize_scalar(lambda w: -np.log(p @ [w, 1 - w]).mean(), bounds=(0, 1), method="bounded").x
    assert pool_weights(p)[0] == pytest.approx(best, abs=1e-3)
    assert pool_weights(np.empty((0, 3))) == pytest.approx([1 / 3] * 3)


def test_written_probabilities_sum_to_one_exactly():
    rows = written_probabilities(np.array([[0.33335, 0.33335, 0.3333, 0.0], [0.00004, 0.00004, 0.00004, 0.99988]]))
    assert np.abs(rows.sum(axis=1) - 1).max() < 1e-12
    assert rows[1].tolist() == [0, 0, 0, 1]


def records() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    rows = []
    for record in ("a", "b"):
        for unit in ("x", "y", "z"):
            p = written_probabilities(rng.dirichlet(np.ones(4), 1))[0]
            rows += [(record, "city", unit, 2030, band, share) for band, share in zip(BANDS, p, strict=True)]
    return pd.DataFrame(rows, columns=["record", "unit_type", "unit", "year", "band", "probability"])


def outcome(*units: str) -> pd.DataFrame:
    return pd.DataFrame({"unit_type": "city", "unit": list(units), "year": 2030, "band": "high"})


def test_some_outcomes_are_scored_and_said_to_be_some():
    kept = records()
    scored = score_records(kept, outcome("y"), BANDS)
    assert scored[["record", "unit", "units", "known"]].values.tolist() == [["a", "y", 3, 1], ["b", "y", 3, 1]]
    p = kept[(kept["record"] == "a") & (kept["unit"] == "y")]["probability"].to_numpy()
    assert scored.loc[0, "probability"] == p[2]
    assert scored.loc[0, "rps"] == pytest.approx(ranked_probability_score([p], [2])[0])
    assert scored.loc[0, "log_score"] == pytest.approx(log_score([p], [2])[0])
    assert score_records(kept, outcome("x", "y", "z"), BANDS)["known"].eq(3).all()


def test_nothing_known_is_nothing_scored():
    assert score_records(records(), outcome("y").assign(year=2029), BANDS).empty
    assert score_records(records(), outcome(), BANDS).empty


def test_weights_are_the_maximum_over_the_simplex():
    chance = np.random.default_rng(3).uniform(0.05, 1, (40, 3))
    best = minimize(lambda x: -np.log(chance @ x).sum(), np.full(3, 1 / 3), bounds=[(1e-9, 1)] * 3,
                    constraints={"type": "eq", "fun": lambda x: x.sum() - 1}, options={"ftol": 1e-14})  # fmt: skip
    np.testing.assert_allclose(pool_weights(chance), best.x, atol=2e-3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: score_records(records(), outcome("y", "y"), BANDS), "two outcomes of one unit"),
        (lambda: score_records(records(), outcome("y").assign(band="best"), BANDS), "outcome 'best': expected one of"),
        (lambda: score_records(records().iloc[1:], outcome("y"), BANDS), "expected a probability for every category"),
        (lambda: pool_weights([[0.0, 0.0]]), "not all 0 in a row"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
