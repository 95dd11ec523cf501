"""A small panel of bands, the same in every run and in R: no random numbers, only sines."""

import math

import numpy as np
import pandas as pd
from scipy.special import expit, log_ndtr, ndtri_exp

LIMITS = (0, 65, 80, 90, 100)


def panel(units: int = 40, years: int = 5) -> pd.DataFrame:
    """Bands of units over years with a side, a trend and a covariate; column ``band`` from 0 to 3."""
    rows = []
    for i in range(units * years):
        unit, year = divmod(i, years)
        east, gdp = unit % 2, math.sin(3.1 * unit)
        score = 78 + 4 * east + 2 * year + 3 * gdp + 7 * math.sin(1.7 * unit) + 5 * math.sin(2.3 * i)
        band = min(sum(score > c for c in LIMITS[1:-1]), 3)
        rows.append((LIMITS[band], LIMITS[band + 1], band, unit, year, east, gdp))
    return pd.DataFrame(rows, columns=["lower", "upper", "band", "unit", "year", "east", "gdp"])


def drawn(family, rng, eta, tau):
    """One score of a latent family for every location."""
    scale = np.exp(tau)
    if family.name == "logit_normal":
        return 100 * expit(eta + scale * rng.standard_normal(len(eta)))
    if family.name == "beta":
        return 100 * rng.beta(scale * expit(eta), scale * expit(-eta))
    return eta + scale * ndtri_exp(log_ndtr((100 - eta) / scale) + np.log1p(-rng.random(len(eta))))


def simulated(family, rng, *, units, years, beta, tau, deviation=0.0):
    """Bands from a latent family with a random intercept: (limits, design, unit, true scores)."""
    unit = np.repeat(np.arange(units), years)
    design = np.column_stack([np.ones(units * years), unit % 2, np.tile(np.arange(years), units) - (years - 1) / 2])
    eta = design @ beta + deviation * rng.standard_normal(units)[unit]
    scores = drawn(family, rng, eta, tau)
    band = np.clip(np.searchsorted(LIMITS, scores) - 1, 0, 3)
    cuts = np.array(LIMITS)
    return np.column_stack([cuts[band], cuts[band + 1]]), design, unit, scores
