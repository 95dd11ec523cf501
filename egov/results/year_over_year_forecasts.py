"""Year over year, third part: one-year-ahead forecasts, scored on the past and put on record for the next year.

A forecast of a year uses bands of earlier years alone. The forecast on record is the chapter's first formula without
its year effects, which nobody knows in advance: ordered logit of the band on the band before, belt and south, provinces
and cities together, with a weak ridge. It was chosen for being the chapter's formula, not for its score. 低, which no
move enters, is merged with 中 in the fit; the probability of 低 is Jeffreys' for an event never seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from egov.results.data import with_moves
from egov.results.year_over_year_moves import kinds
from egov.tables.schemas import BANDS

if TYPE_CHECKING:
    import pandas as pd

ON_RECORD = "ordered_logit"
REFERENCE = "persistence"
FORECASTERS = {
    "climatology": "shares of the bands in earlier years",
    "persistence": "stay with one probability for all, else anywhere (smoothed)",
    "markov": "row of the transition matrix of the same kind of unit (smoothed)",
    "markov_pooled": "row of one matrix for provinces and cities (smoothed)",
    "ordered_logit_lag": "ordered logit on the band before, provinces and cities together",
    "ordered_logit": "ordered logit with belt and south too: the forecast on record",
}
RIDGE = 0.25
"""Ridge of the ordered logit: as if each coefficient came from a normal law with standard deviation 2."""
DECIMALS, HISTORY_DECIMALS = 4, 6
EDGES = (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)
RESAMPLES = 5_000
BELTS = ("central", "west", "northeast")


def cases(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Every unit-year to be forecast, the one after the last included: start and end code, belt, south.

    ``year`` is the year forecast; ``end`` is -1 for the year that has no bands yet.
    """
    import pandas as pd

    moved = with_moves(bands)
    known = moved.dropna(subset=["from_band"])
    last = moved[moved["year"] == moved.groupby("unit_type", observed=True)["year"].transform("max")]
    seen = known.assign(start=known["from_band"].cat.codes.astype(int), end=known["value"].cat.codes.astype(int))
    ahead = last.assign(start=last["value"].cat.codes.astype(int), end=-1, year=last["year"] + 1)
    columns = ["unit_type", "unit", "year", "start", "end"]
    frame = pd.concat([seen[columns], ahead[columns]]).astype({"unit_type": "str"})
    where = units[["unit_type", "unit", "belt", "north_south", "order"]].astype({"unit_type": "str"})
    frame = frame.merge(where, on=["unit_type", "unit"], validate="many_to_one")
    return frame.sort_values(["unit_type", "year", "unit"]).reset_index(drop=True)


def predict(name: str, past: pd.DataFrame, now: pd.DataFrame, unit_type: str) -> np.ndarray:
    """Probabilities of the four bands for the rows of ``now`` from the moves in ``past``: (rows, 4).

    ``past`` holds moves of both kinds of unit; a forecaster that uses one kind alone picks ``unit_type``.
    """
    from egov.methods.scoring import JEFFREYS, climatology_forecast, markov_forecast, persistence_forecast

    own = past[past["unit_type"] == unit_type]
    k, start = len(BANDS), now["start"].to_numpy()
    if name == "climatology":
        first = own[own["year"] == own["year"].min()]
        stood = np.concatenate([own["end"].to_numpy(), first["start"].to_numpy()])
        return climatology_forecast(np.bincount(stood, minlength=k), len(now))
    if name == "persistence":
        return persistence_forecast(_counts(own), start)
    if name in ("markov", "markov_pooled"):
        return markov_forecast(_counts(own if name == "markov" else past), start, JEFFREYS)
    if name in ("ordered_logit", "ordered_logit_lag"):
        return _ordered_logit(past, now, geography=name == "ordered_logit")
    raise ValueError(f"forecaster {name!r}: expected one of {', '.join(FORECASTERS)}")


def _counts(past: pd.DataFrame) -> np.ndarray:
    table = np.zeros((len(BANDS), len(BANDS)))
    np.add.at(table, (past["start"].to_numpy(), past["end"].to_numpy()), 1)
    return table


def _design(frame: pd.DataFrame, geography: bool) -> pd.DataFrame:
    import pandas as pd

    start = frame["start"].to_numpy()
    columns = {"lag_low": start <= 1, "lag_top": start == 3}
    if geography:
        columns |= {belt: (frame["belt"] == belt).to_numpy() for belt in BELTS}
        columns["south"] = (frame["north_south"] == "south").to_numpy()
    return pd.DataFrame(columns).astype(float)


def _ordered_logit(past: pd.DataFrame, now: pd.DataFrame, geography: bool) -> np.ndarray:
    import pandas as pd

    from egov.methods.ordered_logit import OrderedLogit

    end = pd.Categorical(np.maximum(past["end"], 1), [1, 2, 3], ordered=True)
    model = OrderedLogit(end, _design(past, geography), penalty="ridge", ridge=RIDGE)
    fitted = model.fit().probabilities(_design(now, geography))
    out = np.zeros((len(now), len(BANDS)))
    out[:, [int(c) for c in fitted.columns]] = fitted.to_numpy()
    lowest = 0.5 / (len(past) + 1)  # Jeffreys: no move of those seen entered the lowest band
    out *= 1 - lowest
    out[:, 0] += lowest
    return out


def history(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Every forecaster on every unit-year that earlier moves of its kind allow, in long form.

    Columns: forecaster, unit_type, unit, year, band, probability (6 decimals that sum to one), happened. The first
    move of a kind is not forecast: there is none before it.
    """
    import pandas as pd

    every = cases(bands, units)
    every = every[every["end"] >= 0]
    parts = []
    for unit_type in kinds(bands):
        own = every[every["unit_type"] == unit_type]
        for year in sorted(own["year"].unique())[1:]:
            now, past = own[own["year"] == year], every[every["year"] < year]
            for name in FORECASTERS:
                p = rounded_rows(predict(name, past, now, unit_type), HISTORY_DECIMALS)
                for j, band in enumerate(BANDS):
                    part = now[["unit_type", "unit", "year"]].assign(forecaster=name, band=band)
                    parts.append(part.assign(probability=p[:, j], happened=now["end"].to_numpy() == j))
    return pd.concat(parts, ignore_index=True)


def scored(history: pd.DataFrame) -> pd.DataFrame:
    """The forecasts of :func:`history`, one row each, with both scores.

    Columns: forecaster, unit_type, unit, year, end (code of the band that came), p_低 … p_非常高, rps, log_score.

    >>> import pandas as pd
    >>> one = {"forecaster": "markov", "unit_type": "city", "unit": "广州", "year": 2020, "band": list(BANDS)}
    >>> frame = pd.DataFrame(one | {"probability": [0, 0, 0.25, 0.75], "happened": [False, False, False, True]})
    >>> scored(frame)[["rps", "log_score"]].round(4).values.tolist()
    [[0.0625, 0.2877]]
    """
    from egov.methods.scoring import log_score, ranked_probability_score

    key = ["forecaster", "unit_type", "unit", "year"]
    wide = history.pivot(index=key, columns="band", values=["probability", "happened"])
    p = wide["probability"][list(BANDS)].to_numpy(dtype=float)
    end = wide["happened"][list(BANDS)].to_numpy(dtype=float).argmax(axis=1)
    out = wide.index.to_frame(index=False).assign(end=end, **{f"p_{band}": p[:, j] for j, band in enumerate(BANDS)})
    return out.assign(rps=ranked_probability_score(p, end), log_score=log_score(p, end))


def scores(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean scores of :func:`scored` by forecaster and kind of unit, against the reference with whole units resampled.

    Columns: forecaster, unit_type (``both`` for all), n, rps, log_score, skill (share of the reference's RPS saved),
    and for RPS and log score the mean difference from the reference with interval and sign-flip p.
    """
    import pandas as pd

    from egov.methods.scoring import paired_difference, skill

    rows = []
    for unit_type in [*dict.fromkeys(frame["unit_type"]), "both"]:
        part = frame if unit_type == "both" else frame[frame["unit_type"] == unit_type]
        reference = part[part["forecaster"] == REFERENCE].reset_index(drop=True)
        for name in FORECASTERS:
            own = part[part["forecaster"] == name].reset_index(drop=True)
            cluster = (own["unit_type"] + own["unit"]).to_numpy()
            row: dict[str, object] = {
                "forecaster": name,
                "unit_type": unit_type,
                "n": len(own),
                "rps": own["rps"].mean(),
                "log_score": own["log_score"].mean(),
                "skill": skill(own["rps"].to_numpy(), reference["rps"].to_numpy()),
            }
            for score in ("rps", "log_score"):
                d = None
                if name != REFERENCE:
                    d = paired_difference(
                        own[score].to_numpy(), reference[score].to_numpy(), cluster, n_resamples=RESAMPLES
                    )
                ends = ("difference", "lower", "upper", "p")
                values = (None,) * 4 if d is None else (d.mean, d.lower, d.upper, d.p)
                row |= {f"{score}_{end}": value for end, value in zip(ends, values, strict=True)}
            rows.append(row)
    return pd.DataFrame(rows)


def by_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean RPS of reference and forecast on record by kind of unit and year forecast: n, reference, on_record."""
    wide = frame.pivot_table(index=["unit_type", "year"], columns="forecaster", values="rps", aggfunc="mean")
    n = frame[frame["forecaster"] == REFERENCE].groupby(["unit_type", "year"]).size().rename("n")
    out = wide[[REFERENCE, ON_RECORD]].join(n).reset_index().rename_axis(columns=None)
    out = out.sort_values(["unit_type", "year"], ascending=[False, True])
    return out.rename(columns={REFERENCE: "reference", ON_RECORD: "on_record"}).reset_index(drop=True)


def reliability_table(frame: pd.DataFrame, forecaster: str = ON_RECORD) -> pd.DataFrame:
    """Did events forecast with p happen in p of the cases? Bins of p: bin, n, forecast, observed, lower, upper (%)."""
    import pandas as pd

    from egov.methods.scoring import reliability

    own = frame[frame["forecaster"] == forecaster]
    r = reliability(own[[f"p_{band}" for band in BANDS]].to_numpy(), own["end"].to_numpy(), edges=EDGES)
    names = [f"{100 * a:g}–{100 * b:g} %" for a, b in zip(r.lower_edge, r.upper_edge, strict=True)]
    columns = [100 * v for v in (r.mean_forecast, r.observed, r.lower, r.upper)]
    values = dict(zip(("forecast", "observed", "lower", "upper"), columns, strict=True))
    return pd.DataFrame({"bin": names, "n": r.n, **values})


def rounded_rows(probability: np.ndarray, decimals: int = DECIMALS) -> np.ndarray:
    """Probabilities rounded so that every row still sums to one exactly: the largest takes what rounding left over.

    >>> rounded_rows(np.array([[1 / 3, 1 / 3, 1 / 3]]), 2)
    array([[0.34, 0.33, 0.33]])
    """
    scale = 10**decimals
    whole = np.floor(np.round(probability * scale, 6) + 0.5).astype(int)
    rows = np.arange(len(whole))
    whole[rows, whole.argmax(axis=1)] += scale - whole.sum(axis=1)
    return whole / scale


def forecasts(bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The forecast on record: unit_type, unit, year (last + 1), band, probability (4 decimals), data_through.

    Fitted on all moves up to the last year of the kind of unit; the year forecast is not looked at.
    """
    import pandas as pd

    every = cases(bands, units)
    parts = []
    for unit_type in kinds(bands):
        now = every[(every["unit_type"] == unit_type) & (every["end"] < 0)]
        year = int(now["year"].iloc[0])
        past = every[(every["year"] < year) & (every["end"] >= 0)]
        p = rounded_rows(predict(ON_RECORD, past, now, unit_type))
        for j, band in enumerate(BANDS):
            part = now[["unit_type", "unit", "year"]].assign(band=band, probability=p[:, j], data_through=year - 1)
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def score_when_known(recorded: pd.DataFrame, bands: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Score a recorded table of forecasts against bands that have come since; empty as long as there are none.

    ``recorded`` has the columns of :func:`forecasts`; ``bands`` may hold later years. The reference is fitted on the
    years up to ``data_through`` alone. Columns: unit_type, unit, year, band (what came), probability (forecast for
    it), rps, log_score, reference_rps, reference_log_score.
    """
    import pandas as pd

    from egov.methods.scoring import log_score, ranked_probability_score

    columns = ["unit_type", "unit", "year", "band", "probability", "rps", "log_score"]
    columns += ["reference_rps", "reference_log_score"]
    every = cases(bands, units)
    every = every[every["end"] >= 0]
    keys = ["unit_type", "unit", "year"]
    wide = recorded.astype({"unit_type": "str", "band": "str"}).pivot(
        index=[*keys, "data_through"], columns="band", values="probability"
    )
    known = every.merge(wide.reset_index(), on=keys)
    parts = []
    for (unit_type, through), now in known.groupby(["unit_type", "data_through"]):
        past = every[every["year"] <= through]
        p, end = now[list(BANDS)].to_numpy(dtype=float), now["end"].to_numpy()
        base = predict(REFERENCE, past, now, str(unit_type))
        part = now[keys].assign(
            band=[BANDS[e] for e in end],
            probability=p[np.arange(len(end)), end],
            rps=ranked_probability_score(p, end),
            log_score=log_score(p, end),
            reference_rps=ranked_probability_score(base, end),
            reference_log_score=log_score(base, end),
        )
        parts.append(part)
    if not parts:
        return pd.DataFrame({c: pd.Series(dtype=float if "score" in c or "rps" in c else object) for c in columns})
    return pd.concat(parts, ignore_index=True)[columns]
