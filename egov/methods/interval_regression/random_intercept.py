r"""Interval regression with a random intercept for each unit over its years, by adaptive Gauss-Hermite quadrature.

Scores of one unit share :math:`u_g \sim N(0, 1)`: their locations are :math:`x_i'\beta + \omega u_g`. The
log-likelihood of a unit is

.. math:: \ell_g = \log \int \varphi(u) \prod_{i \in g}
          \{F(u_i; x_i'\beta + \omega u, \tau) - F(l_i; x_i'\beta + \omega u, \tau)\} \, du,

integrated with nodes centred on the posterior mean of :math:`u_g` and scaled by its standard deviation (Naylor and
Smith, 1982; Rabe-Hesketh, Skrondal and Pickles, 2005). Nodes stay fixed while an optimiser runs, so its gradient is
exact, and are put in place again until nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pandas as pd

from egov.methods.interval_regression.latent import LogitNormal
from egov.methods.interval_regression.model import IntervalRegression, IntervalRegressionResults
from egov.methods.likelihood import ConvergenceError

_LOG_SQRT_2PI = 0.5 * np.log(2 * np.pi)
QUADRATURE_TOLERANCE = 1e-3
"""Error of the log-likelihood that quadrature may leave."""
MOST_NODES = 124
_WIDE = np.linspace(-6.0, 6.0, 25)  # trapezoid rule over a posterior in its own units, for predictive densities


_gauss_hermite = cache(np.polynomial.hermite.hermgauss)


class RandomInterceptIntervalRegression(IntervalRegression):
    """Interval regression whose locations share a normal intercept within each group.

    Estimates are those of :class:`IntervalRegression`, then ``sd_group``, the standard deviation of the intercept on
    the scale of the location. ``groups`` is required. The covariance is by default the sandwich over groups.

    Parameters
    ----------
    endog, exog, latent, groups
        As in :class:`IntervalRegression`.
    nodes
        Quadrature nodes for each group to start with; :meth:`fit` doubles them, up to 124, until that changes the
        log-likelihood by less than 0.001.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> unit = np.repeat(np.arange(60), 5)
    >>> eta = 1.5 + rng.standard_normal(60)[unit] * 0.8
    >>> scores = 100 / (1 + np.exp(-eta - 0.4 * rng.standard_normal(300)))
    >>> limits = np.array([0, 65, 80, 90, 100])
    >>> band = np.searchsorted(limits, scores) - 1
    >>> endog = np.column_stack([limits[band], limits[band + 1]])
    >>> model = RandomInterceptIntervalRegression(endog, np.ones((300, 1)), groups=unit)
    >>> model.fit().params.round(2)  # the truth: 1.5, log 0.4 = -0.92, 0.8
    array([ 1.29, -0.97,  0.74])
    """

    def __init__(
        self,
        endog: np.ndarray | pd.DataFrame,
        exog: np.ndarray | pd.DataFrame,
        *,
        groups: Sequence[object] | np.ndarray,
        latent: str = "logit_normal",
        nodes: int = 31,
    ) -> None:
        """Order the observations by group and set up the rule."""
        if groups is None:
            raise ValueError("a random intercept needs groups: the unit of each observation")
        super().__init__(endog, exog, latent=latent, groups=groups)
        self.group_labels, self.codes = np.unique(self.groups, return_inverse=True)
        self.order = np.argsort(self.codes, kind="stable")
        self.first = np.searchsorted(self.codes[self.order], np.arange(len(self.group_labels)))
        if len(self.group_labels) == len(self.codes):
            raise ValueError("every group has one observation: a random intercept is not identified")
        self.nodes = nodes
        self._place(np.zeros(len(self.group_labels)), np.ones(len(self.group_labels)))
        self.results_class = RandomInterceptResults

    def _scale_names(self) -> list[str]:
        return [self.latent.scale_name, "sd_group"]

    # ------------------------------------------------------------------------------------------------ quadrature
    def _place(self, centre: np.ndarray, spread: np.ndarray) -> None:
        self.centre, self.spread = centre, spread
        self._last: tuple[bytes, tuple[np.ndarray, np.ndarray, np.ndarray]] | None = None
        x, w = _gauss_hermite(self.nodes)
        self.u = centre[:, None] + np.sqrt(2) * spread[:, None] * x
        self.log_rule = np.log(np.sqrt(2) * spread[:, None] * w) + x**2 - 0.5 * self.u**2 - _LOG_SQRT_2PI

    def _by_group(self, terms: np.ndarray) -> np.ndarray:
        return np.add.reduceat(terms[self.order], self.first, axis=0)

    def _joint(self, params: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log probability of each group's bands at intercepts ``u`` (groups, m), and derivatives by observation."""
        beta, tau = self.split(params)
        eta = (self.exog @ beta)[:, None] + params[-1] * u[self.codes]
        logp, d_eta, d_tau = self.latent.log_interval(self.lower[:, None], self.upper[:, None], eta, tau)
        return self._by_group(logp), d_eta, d_tau

    def _joint_at_nodes(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """:meth:`_joint` at the nodes; value and gradient ask for the same parameters one after the other."""
        key = params.tobytes()
        if self._last is None or self._last[0] != key:
            self._last = (key, self._joint(params, self.u))
        return self._last[1]

    def _posterior(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log-likelihood of each group, and weights (groups, nodes) of the nodes given its bands."""
        log_terms = self.log_rule + self._joint_at_nodes(params)[0]
        peak = log_terms.max(axis=1, keepdims=True)
        mass = np.exp(log_terms - peak)
        total = mass.sum(axis=1, keepdims=True)
        return (peak + np.log(total))[:, 0], mass / total

    def adapt(self, params: np.ndarray, rounds: int = 30) -> tuple[np.ndarray, np.ndarray]:
        """Put the nodes in place for these parameters; return posterior means and deviations of the intercepts."""
        centre, spread = self.centre, self.spread  # near parameters have near nodes
        for _ in range(rounds):
            self._place(centre, spread)
            _, share = self._posterior(params)
            mean = (share * self.u).sum(axis=1)
            deviation = np.sqrt(np.maximum((share * (self.u - mean[:, None]) ** 2).sum(axis=1), 1e-8))
            moved = max(np.abs(mean - centre).max(), np.abs(deviation - spread).max())
            centre, spread = mean, deviation
            if moved < 1e-8:
                break
        self._place(centre, spread)
        return centre, spread

    def placed(self, params: np.ndarray, rounds: int) -> np.ndarray:
        """Parameters with the nodes in place for them; u and -u are the same intercept."""
        params = np.append(params[:-1], abs(params[-1]))
        self.adapt(params, rounds)
        return params

    # ------------------------------------------------------------------------------------------------ likelihood
    def loglikeobs(self, params: np.ndarray) -> np.ndarray:
        """Log-likelihood of each group, shape (groups,), with the nodes where they are."""
        return self._posterior(np.asarray(params, float))[0]

    def score_obs(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each group's log-likelihood, shape (groups, k + 2), with the nodes where they are."""
        params = np.asarray(params, float)
        _, d_eta, d_tau = self._joint_at_nodes(params)
        mass = self._posterior(params)[1][self.codes]
        location = (mass * d_eta).sum(axis=1)
        columns = [
            location[:, None] * self.exog,
            (mass * d_tau).sum(axis=1)[:, None],
            (mass * d_eta * self.u[self.codes]).sum(axis=1)[:, None],
        ]
        return self._by_group(np.hstack(columns))

    def hessian(self, params: np.ndarray) -> np.ndarray:
        """Second derivatives, (k + 2, k + 2), with the nodes where they are, by Louis's (1982) identity.

        The mean over a unit's intercept of the second derivatives given it, and the variance of the first.
        """
        params = np.asarray(params, float)
        beta, tau = self.split(params)
        _, d_eta, d_tau = self._joint_at_nodes(params)
        share, u, exog = self._posterior(params)[1], self.u[self.codes], self.exog
        mass = share[self.codes]
        eta = (exog @ beta)[:, None] + params[-1] * u
        by_eta, by_both, by_tau = (
            mass * each for each in self.latent.curvature(self.lower[:, None], self.upper[:, None], eta, tau)
        )
        to_tau, to_deviation = exog.T @ by_both.sum(axis=1), exog.T @ (by_eta * u).sum(axis=1)
        both = (by_both * u).sum()
        mean = np.block([
            [(exog.T * by_eta.sum(axis=1)) @ exog, to_tau[:, None], to_deviation[:, None]],
            [to_tau, by_tau.sum(), both],
            [to_deviation, both, (by_eta * u**2).sum()],
        ])  # fmt: skip
        first = np.stack([self._by_group(d_eta * x[:, None]) for x in exog.T]
                         + [self._by_group(d_tau), self._by_group(d_eta * u)])  # fmt: skip
        away = first - (share * first).sum(axis=2, keepdims=True)
        return mean + np.einsum("igm,jgm,gm->ij", away, away, share, optimize=True)

    def loglike_at(self, params: np.ndarray) -> float:
        """Log-likelihood with the nodes put in place for these parameters."""
        self.adapt(np.asarray(params, float))
        return float(self.loglike(params))

    @property
    def start_params(self) -> np.ndarray:
        """The estimate without random intercept, its variance split in halves between and within groups."""
        pooled = IntervalRegression(self.endog, self.exog, latent=self.latent.name)
        try:
            params = np.asarray(pooled.fit().params)
        except ConvergenceError:
            params = pooled.start_params
        tau = params[-1]
        if self.latent.scale_name == "log_sigma":
            return np.concatenate([params[:-1], [tau - 0.35, np.exp(tau) * 0.7]])
        share = self.latent.mean(params[0], tau) / 100
        return np.concatenate([params[:-1], [tau + 0.7, 0.7 * np.exp(-0.5 * tau) / np.sqrt(share * (1 - share))]])

    def fit(self, start_params: np.ndarray | None = None) -> RandomInterceptResults:
        """Maximise the likelihood as :meth:`IntervalRegression.fit` does, with as many nodes as that takes."""
        while True:
            try:
                results = super().fit(start_params)
                error = abs(results.quadrature_error())
                if error < QUADRATURE_TOLERANCE:
                    return results
                start_params = np.asarray(results.params)
                if 2 * self.nodes > MOST_NODES:
                    raise ConvergenceError(
                        f"{self.nodes} nodes miss the integral by {error:.2g}", results.gradient_norm
                    )
            except ConvergenceError:
                if 2 * self.nodes > MOST_NODES:
                    raise
            self.nodes *= 2

    # ------------------------------------------------------------------------------------------------ prediction
    def predict(self, params: np.ndarray, exog: np.ndarray | pd.DataFrame | None = None) -> np.ndarray:
        """Expected score (0-100) of a unit drawn from the population, for each row of a design."""
        beta, tau = self.split(params)
        eta, deviation = self.design(exog) @ beta, params[-1]
        if isinstance(self.latent, LogitNormal):
            return self.latent.mean(eta, 0.5 * np.log(np.exp(2 * tau) + deviation**2))
        weights = np.exp(-0.5 * _WIDE**2)
        return self.latent.mean(eta[:, None] + deviation * _WIDE, tau) @ (weights / weights.sum())

    def predictive_density(
        self, params: np.ndarray, place: tuple[np.ndarray, np.ndarray] | None = None, rows: np.ndarray | None = None
    ) -> Callable[[np.ndarray], np.ndarray]:
        """Density of scores (n, m) inside their bands, averaged over the intercept given all bands of the unit.

        ``rows``: positions of the n observations asked for, default all. ``place``: means and deviations of the
        intercepts to integrate around, those of :meth:`adapt` at near parameters (the integral reaches six deviations
        either way); None finds them.
        """
        params = np.asarray(params, float)
        beta, tau = self.split(params)
        centre, spread = self.adapt(params) if place is None else place
        u = centre[:, None] + spread[:, None] * _WIDE
        log_share = self._joint(params, u)[0] - 0.5 * u**2
        share = np.exp(log_share - log_share.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        rows = np.arange(len(self.codes)) if rows is None else rows
        own, low, high = self.codes[rows], self.lower[rows], self.upper[rows]
        eta = (self.exog[rows] @ beta)[:, None] + params[-1] * u[own]
        log_band = self.latent.log_interval(low[:, None], high[:, None], eta, tau)[0]
        weight = share[own] * np.exp(-np.maximum(log_band, -500.0))

        def density(scores: np.ndarray) -> np.ndarray:
            total, transformed = np.zeros(scores.shape), self.latent.transformed(scores)
            for k in range(len(_WIDE)):
                total += weight[:, [k]] * np.exp(self.latent.log_density(transformed, eta[:, [k]], tau))
            return total

        return density


class RandomInterceptResults(IntervalRegressionResults):
    """Estimates with a random intercept: :class:`IntervalRegressionResults`, and how far quadrature can be trusted."""

    @property
    def at_boundary(self) -> bool:
        """Whether the estimated deviation of the intercept is (next to) zero."""
        return bool(abs(np.asarray(self.params)[-1]) < 1e-3)

    def quadrature_error(self) -> float:
        """Change of the log-likelihood when the number of nodes doubles."""
        model, params = self.model, np.asarray(self.params)
        finer = type(model)(
            model.endog, model.exog, groups=model.groups, latent=model.latent.name, nodes=2 * model.nodes
        )  # fmt: skip
        finer._place(model.centre, model.spread)
        return finer.loglike_at(params) - model.loglike_at(params)
