r"""Latent trajectories behind bands by a grid filter: laws of noise and level, their scales, and levels that drift.

The location of unit :math:`i` in year :math:`t` is :math:`x_{it}'\beta + \omega a_{it}`. The level :math:`a_{it}` stays
(:math:`a_{it} = a_i`) or follows a stationary AR(1) of unit variance; the noise around the location has any law that
gives the log probability of a band with its derivatives. On a grid of levels the forward algorithm (Baum et al., 1970)
gives the likelihood, the backward one its gradient (Fisher's identity). For smooth laws the trapezoid rule behind the
grid errs by less than rounding once its step is below the scale of the noise; :meth:`BandTrajectory.log_probability`
on a finer grid says whether it does.

Observations with the same bands and the same row of the design share their probabilities, so a likelihood with its
gradient costs about a millisecond: enough to fit a dozen models to every year left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit
from scipy.stats import norm, t

from egov.methods.checks import coded, design_matrix, numbers
from egov.methods.interval_regression.latent import FAMILIES, TOP, LogitNormal, Terms
from egov.methods.interval_regression.prediction import BandPredictive, predictive_from_density
from egov.methods.likelihood import ConvergenceError

Array = np.ndarray
MOST_DRIFT = 0.98
"""Largest correlation of neighbouring years that the grid resolves; a level that stays is the limit."""
LEAST_SCALE = 0.1
"""Least scale of the noise that it resolves, on the scale of the location."""


class HeavyTailed:
    """The logit of the score is logistic or Student's t with 4 degrees of freedom around its location.

    >>> values = HeavyTailed("logistic").log_interval(np.array([0.0]), np.array([50.0]), np.zeros(1), np.zeros(1))
    >>> round(float(np.exp(values[0][0])), 3)
    0.5
    """

    def __init__(self, law: str) -> None:
        """Take ``logistic`` or ``t4``."""
        if law not in ("logistic", "t4"):
            raise ValueError(f"law {law!r}: expected logistic or t4")
        self.law = self.name = law

    def _below(self, z: Array) -> Array:
        if self.law == "logistic":
            return expit(z)
        far = np.minimum(np.abs(z), 1e4)
        share = far**2 / (4 + far**2)  # of 4 degrees of freedom, in closed form
        return np.where(
            z < 0, 0.5 - np.sqrt(share) * (0.75 - 0.25 * share), 0.5 + np.sqrt(share) * (0.75 - 0.25 * share)
        )

    def _at(self, z: Array) -> Array:
        return expit(z) * expit(-z) if self.law == "logistic" else 0.375 * (1 + 0.25 * z**2) ** -2.5

    def log_interval(self, lower: Array, upper: Array, eta: Array, tau: Array) -> Terms:
        """Log probability of a band and its derivatives in ``eta`` and ``tau``."""
        sigma = np.exp(tau)
        with np.errstate(divide="ignore"):
            a, b = ((logit(np.asarray(limit, float) / TOP) - eta) / sigma for limit in (lower, upper))
        flip = a > 0  # the upper tail has no digits near 1
        mass = np.maximum(self._below(np.where(flip, -a, b)) - self._below(np.where(flip, -b, a)), 1e-300)
        at_a, at_b = self._at(a) / mass, self._at(b) / mass
        moved = np.where(np.isfinite(a), a, 0.0) * at_a - np.where(np.isfinite(b), b, 0.0) * at_b
        return np.log(mass), (at_a - at_b) / sigma, moved

    transformed = LogitNormal.transformed

    def log_density(self, transformed: tuple[Array, ...], eta: Array, tau: Array) -> Array:
        """Log density of a score, per point."""
        place, stretch = transformed
        return np.log(self._at((place - eta) / np.exp(tau))) - tau - stretch


@dataclass(frozen=True)
class Trajectory:
    """What a candidate assumes beside its location.

    Parameters
    ----------
    noise
        Law of a score around its location: ``logistic``, ``t4`` or a family of :mod:`.latent`.
    level
        Law of the units' levels: ``normal`` or ``t4``; ``none``: units share all but the noise.
    drift
        Levels follow an AR(1) of unit variance instead of staying.
    scale
        ``one`` scale, ``year``: one a year, or ``unit``: a normal log scale of each unit.
    step, reach
        Of the grid of levels, in their own standard deviations.
    """

    noise: str = "logit_normal"
    level: str = "normal"
    drift: bool = False
    scale: str = "one"
    step: float = 0.2
    reach: float = 5.0


class Estimate(NamedTuple):
    """A maximum: parameters, log-likelihood, inverse Hessian as BFGS left it, evaluations."""

    params: Array
    log_likelihood: float
    inverse: Array
    evaluations: int


class BandTrajectory:
    r"""Likelihood of bands over years on a grid of levels; parameters are maximised by BFGS.

    Parameters
    ----------
    lower, upper
        Limits of each band, score points, shape (n,).
    exog
        Design of the location, (n, k); with effects of years in place of a trend, a column for every year.
    unit, year
        Labels of each observation; no unit has two observations of one year.
    trajectory
        What else is assumed.

    The parameters are the k coefficients, one log scale (or one a year), the deviation of the level; then, where the
    scale is a unit's own, the deviation of its logarithm, and with drift the correlation of neighbouring years.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> unit, year = np.repeat(np.arange(60), 5), np.tile(np.arange(5), 60)
    >>> scores = 100 * expit(1.5 + 0.8 * rng.standard_normal(60)[unit] + 0.4 * rng.standard_normal(300))
    >>> limits = np.array([0.0, 65, 80, 90, 100])
    >>> band = np.searchsorted(limits, scores) - 1
    >>> model = BandTrajectory(limits[band], limits[band + 1], np.ones((300, 1)), unit, year)
    >>> model.fit(np.array([1.0, -1.0, 0.5])).params.round(2)  # the truth: 1.5, log 0.4 = -0.92, 0.8
    array([ 1.29, -0.97,  0.74])
    """

    def __init__(
        self, lower: Array, upper: Array, exog: Array, unit: Sequence[object] | Array, year: Sequence[object] | Array,
        trajectory: Trajectory = Trajectory(),
    ) -> None:  # fmt: skip
        """Find the different bands and rows of the design, and set up the grid."""
        self.trajectory, self.lower = trajectory, numbers(lower, "lower")
        self.upper, n = numbers(upper, "upper", len(self.lower)), len(self.lower)
        exog = design_matrix(np.asarray(exog, float), [f"x{j}" for j in range(np.shape(exog)[-1])])
        self.noise = (
            HeavyTailed(trajectory.noise) if trajectory.noise in ("logistic", "t4") else FAMILIES[trajectory.noise]
        )
        (self.units, self.unit), (self.years, self.year) = coded(unit, n, "unit"), coded(year, n, "year")
        key = np.column_stack([self.lower, self.upper, self.year, exog])
        self.rows, self.row = np.unique(key, axis=0, return_inverse=True)
        self.row = self.row.reshape(-1)
        self.place = self.unit * len(self.years) + self.year
        if len(np.unique(self.place)) < len(self.place):
            raise ValueError("a unit has two bands of one year")
        self.found = np.zeros((len(self.rows), len(self.units) * len(self.years)))  # which row a unit has in a year
        self.found[self.row, self.place] = 1.0
        half = 0 if trajectory.level == "none" else round(trajectory.reach / trajectory.step)
        self.a = np.arange(-half, half + 1) * trajectory.step
        density = t.pdf(self.a, 4) if trajectory.level == "t4" else norm.pdf(self.a)
        self.v, weight = np.zeros(1), np.ones(1)
        if trajectory.scale == "unit":
            self.v, weight = np.polynomial.hermite_e.hermegauss(5)
        self.log_prior = np.log(np.outer(weight / weight.sum(), density / density.sum()))
        self.scales = len(self.years) if trajectory.scale == "year" else 1
        self.k = exog.shape[1]

    def start(self, beta: Array, tau: float) -> Array:
        """Where a search starts: coefficients and log scale of a model without levels, a level of 0.4 (of 5 points)."""
        own, level = self.trajectory, 5.0 if self.trajectory.noise == "truncated_normal" else 0.4
        rest = [level * (own.level != "none")] + [0.3] * (own.scale == "unit") + [0.9] * own.drift
        return np.concatenate([beta, np.full(self.scales, tau), rest])

    def _split(self, params: Array) -> tuple[Array, Array, float, float]:
        """Coefficients, log scale of each year, deviation of the level and of the units' log scales."""
        beta, tau, rest = np.split(params, [self.k, self.k + self.scales])
        by_year = np.broadcast_to(tau, len(self.years))
        return beta, by_year, rest[0], rest[1] if self.trajectory.scale == "unit" else 0.0

    def _emission(self, params: Array, used: Array) -> Terms:
        """Log probability of each different band at every scale and level, (rows, scales, levels); derivatives.

        Bands of years that are not ``used`` (mask) get zeros.
        """
        kept = used[self.rows[:, 2].astype(int)]
        low, high, year = self.rows[kept, 0], self.rows[kept, 1], self.rows[kept, 2].astype(int)
        beta, tau, omega, spread = self._split(params)
        eta = (self.rows[:, 3:] @ beta)[kept, None, None] + omega * self.a
        shape = (len(low), len(self.v), len(self.a))
        scale = np.broadcast_to(tau[year][:, None, None] + spread * self.v[:, None], shape)
        eta = np.broadcast_to(eta, shape)
        whole = np.zeros((3, len(kept), *shape[1:]))
        whole[:, kept] = self.noise.log_interval(low[:, None, None], high[:, None, None], eta, scale)
        return tuple(whole)

    def posterior(self, params: Array, used: Array, gradient: bool = True) -> tuple[Array, Array, Array | None, float]:
        """Log probability of each unit's bands of the years ``used``; weights of levels in each of its years.

        Returns log probabilities (units,), weights (units, years, scales, levels) given all bands used, the terms of
        the emission, and the derivative in the correlation.
        """
        terms = self._emission(params, used)
        shape, cells = (len(self.units), len(self.years)), terms[0].shape[1:]
        if not self.trajectory.drift:
            count = (self.found.reshape(-1, *shape) * used).sum(axis=2)
            joint = (count.T @ np.maximum(terms[0], -1e9).reshape(len(count), -1)).reshape(-1, *cells) + self.log_prior
            peak = joint.max(axis=(1, 2), keepdims=True)
            mass = np.exp(joint - peak)
            total = mass.sum(axis=(1, 2), keepdims=True)
            share = np.broadcast_to((mass / total)[:, None], (*shape, *cells))
            return (peak + np.log(total))[:, 0, 0], share, terms, 0.0
        chance = np.ones((*shape, cells[1]))
        chance[self.unit, self.year] = np.exp(terms[0][self.row, 0])
        chance[:, ~used] = 1.0
        return self._filter(params, chance, terms)

    def _filter(self, params: Array, e: Array, terms: Terms) -> tuple[Array, Array, Terms, float]:
        """Forward and backward passes of the AR(1); ``e``: probabilities of bands, (units, years, levels)."""
        rho = params[-1]
        var = 1 - rho**2
        away = self.a - rho * self.a[:, None]
        step = np.exp(-0.5 * away**2 / var)
        size = step.sum(axis=1, keepdims=True)
        step /= size
        slope = self.a[:, None] * away / var - rho * away**2 / var**2
        slope = slope - (step * slope).sum(axis=1, keepdims=True)  # of the log of a row that sums to one
        forward, backward, scale = np.empty_like(e), np.ones_like(e), np.empty(e.shape[:2])
        state = np.exp(self.log_prior[0])
        for j in range(e.shape[1]):
            state = (state if j == 0 else state @ step) * e[:, j]
            scale[:, j] = state.sum(axis=1)
            state = state / scale[:, [j]]
            forward[:, j] = state
        by_rho = 0.0
        for j in range(e.shape[1] - 1, 0, -1):
            ahead = e[:, j] * backward[:, j] / scale[:, [j]]
            by_rho += float(((forward[:, j - 1].T @ ahead) * step * slope).sum())
            backward[:, j - 1] = ahead @ step.T
        return np.log(scale).sum(axis=1), (forward * backward)[:, :, None], terms, by_rho

    def log_probability(self, params: Array, used: Array | None = None) -> Array:
        """Log probability of each unit's bands of the years ``used`` (mask, default all), shape (units,)."""
        used = np.ones(len(self.years), bool) if used is None else used
        return self.posterior(np.asarray(params, float), used)[0]

    def value_and_gradient(self, params: Array, used: Array) -> tuple[float, Array]:
        """Log-likelihood of the years ``used`` and its gradient."""
        log_p, share, (_, d_eta, d_tau), by_rho = self.posterior(params, used)
        if self.trajectory.drift:
            weight = self.found @ np.where(used[:, None, None], share, 0.0).reshape(self.found.shape[1], -1)
        else:  # every year has the same weights
            count = (self.found.reshape(len(d_eta), *share.shape[:2]) * used).sum(axis=2)
            weight = count @ share[:, 0].reshape(len(share), -1)
        weight = weight.reshape(d_eta.shape)
        by_eta, by_tau = (weight * np.where(weight > 0, each, 0.0) for each in (d_eta, d_tau))
        of_rows = by_tau.sum(axis=(1, 2))
        parts = [self.rows[:, 3:].T @ by_eta.sum(axis=(1, 2))]
        if self.scales > 1:
            parts.append(np.bincount(self.rows[:, 2].astype(int), of_rows, self.scales))
        else:
            parts.append([of_rows.sum()])
        parts.append([(by_eta * self.a).sum()])
        if self.trajectory.scale == "unit":
            parts.append([(by_tau * self.v[:, None]).sum()])
        if self.trajectory.drift:
            parts.append([by_rho])
        return float(log_p.sum()), np.concatenate(parts)

    def _inside(self, params: Array) -> Array:
        """Parameters moved to where the grid resolves them."""
        inside, tau = np.array(params, float), slice(self.k, self.k + self.scales)
        inside[tau] = np.maximum(inside[tau], np.log(LEAST_SCALE))
        if self.trajectory.drift:
            inside[-1] = np.clip(inside[-1], 0.0, MOST_DRIFT)
        return inside

    def fit(self, start: Array, used: Array | None = None, inverse: Array | None = None) -> Estimate:
        """Parameters that maximise the log-likelihood of the years ``used`` (mask, default all), by BFGS.

        Scales end at :data:`LEAST_SCALE`, the correlation at :data:`MOST_DRIFT`: the grid resolves nothing beyond.
        ``inverse`` is an inverse Hessian to start from, that of a fit to nearly the same data.
        """
        used = np.ones(len(self.years), bool) if used is None else used

        def loss(params: Array) -> tuple[float, Array]:
            inside = self._inside(params)
            value, slope = self.value_and_gradient(inside, used)
            return -value, np.where(inside == params, -slope, 0.0)

        options = {"gtol": 1e-4} | ({} if inverse is None else {"hess_inv0": inverse})
        with np.errstate(all="ignore"):
            found = minimize(loss, start, jac=True, method="BFGS", options=options)
        size = float(np.abs(found.jac).max())
        if size > 1e-2:
            raise ConvergenceError("no maximum found: the gradient does not vanish", size)
        size, axes = np.linalg.eigh(0.5 * (found.hess_inv + found.hess_inv.T))
        inverse = (axes * np.maximum(size, 1e-9 * size.max())) @ axes.T  # symmetric and positive to rounding
        return Estimate(self._inside(found.x), -float(found.fun), 0.5 * (inverse + inverse.T), int(found.nfev))

    def predictive(self, params: Array, rows: Array | None = None, cells: int = 128) -> BandPredictive:
        """Law of the scores of some observations (positions, default all) given all bands of their units."""
        rows = np.arange(len(self.row)) if rows is None else np.asarray(rows)
        params = np.asarray(params, float)
        used = np.ones(len(self.years), bool)
        _, share, (log_p, _, _), _ = self.posterior(params, used)
        weight = share[self.unit[rows], self.year[rows]] * np.exp(-np.maximum(log_p[self.row[rows]], -600))
        beta, tau, omega, spread = self._split(params)
        place, scale = self.rows[self.row[rows], 3:] @ beta, tau[self.year[rows]]

        def density(scores: Array) -> Array:
            total, transformed = np.zeros(scores.shape), self.noise.transformed(scores)
            for g, v in enumerate(self.v):
                for j, a in enumerate(self.a):
                    own = weight[:, g, j, None]
                    if own.max() > 1e-12:
                        eta = (place + omega * a)[:, None]
                        total += own * np.exp(self.noise.log_density(transformed, eta, (scale + spread * v)[:, None]))
            return total

        return predictive_from_density(self.lower[rows], self.upper[rows], density, cells)


def leave_one_year_out(model: BandTrajectory, estimate: Estimate, years_in: Sequence[int] = ()) -> Array:
    """Log probability of each unit's band of each year given its other years, fitted without that year: (units, years).

    Each fit starts at ``estimate``, that from all years. ``years_in`` are the positions of coefficients that
    belong to one year each; the year left out is put on the least-squares line through the others, and its log scale,
    where scales go by year, is the mean of theirs. The sum is the cross-validated log score (Stone, 1974).
    """
    out = np.zeros((len(model.units), len(model.years)))
    by_year = [(list(years_in), 1)] if len(years_in) else []
    if model.scales > 1:
        by_year.append((list(range(model.k, model.k + model.scales)), 0))
    for j in range(len(model.years)):
        used = np.arange(len(model.years)) != j
        fitted = model.fit(estimate.params, used, estimate.inverse).params
        for positions, degree in by_year:
            line = np.polyfit(model.years[used], fitted[positions][used], degree)
            fitted[positions[j]] = np.polyval(line, model.years[j])
        out[:, j] = model.log_probability(fitted) - model.log_probability(fitted, used)
    return out
