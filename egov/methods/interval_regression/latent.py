r"""Distributions of a score that ends at 100, for interval regression: logit-normal, truncated normal, beta.

Each family has a location :math:`\eta` (one for every observation, a linear predictor) and one scale parameter
:math:`\tau`, a logarithm:

===================  ==============================================================  ========================
family               score :math:`s`                                                 :math:`\tau`
===================  ==============================================================  ========================
``logit_normal``     :math:`\mathrm{logit}(s/100) \sim N(\eta, \sigma^2)`            :math:`\log\sigma`
``truncated_normal`` :math:`s \sim N(\eta, \sigma^2)` given :math:`s \le 100`        :math:`\log\sigma`
``beta``             :math:`s/100 \sim \mathrm{Beta}(m\varphi, (1-m)\varphi)`,       :math:`\log\varphi`
                     :math:`\mathrm{logit}\, m = \eta`
===================  ==============================================================  ========================

A limit at 100, or at 0, is the end of the scale: an interval that starts at 0 takes in all that a family puts below.
Functions broadcast their arguments, and return derivatives in :math:`\eta` and :math:`\tau` beside each value.

References: Tobin (1958); Stewart (1983) for grouped data; Ferrari and Cribari-Neto (2004) for the beta
parametrised by its mean; Atchison and Shen (1980) for the logit-normal.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaln, digamma, expit, log_ndtr, logit, polygamma

TOP = 100.0
"""The end of the score scale."""
Terms = tuple[np.ndarray, np.ndarray, np.ndarray]
_LOG_SQRT_2PI = 0.5 * np.log(2 * np.pi)
_Z = np.linspace(-8.5, 8.5, 103)  # the trapezoid rule is exact to rounding for smooth functions of a normal variable
_Z_WEIGHTS = np.exp(-0.5 * _Z**2) / np.exp(-0.5 * _Z**2).sum()
_GL_NODES, _GL_WEIGHTS = np.polynomial.legendre.leggauss(24)


class Latent:
    """A family of distributions of a score on (0, 100] with location ``eta`` and log scale ``tau``."""

    name: str
    scale_name = "log_sigma"

    def location(self, score: np.ndarray) -> np.ndarray:
        """Map a score to the scale of ``eta``, by default a logit; the ends of the score scale go to infinity."""
        return logit(np.asarray(score, float) / TOP)

    def scale_start(self, spread: float, location: float) -> float:
        """Starting value of ``tau`` for a standard deviation ``spread`` on the scale of ``eta``."""
        return float(np.log(spread))

    def log_interval(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Log probability of ``lower < score <= upper`` and its derivatives in ``eta`` and ``tau``."""

    def transformed(self, score: np.ndarray) -> tuple[np.ndarray, ...]:
        """What :meth:`log_density` needs of scores, whatever the location and scale."""

    def log_density(self, transformed: tuple[np.ndarray, ...], eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """Log density of scores strictly between 0 and 100, per point of score."""

    def curvature(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Second derivatives of :meth:`log_interval`: twice in ``eta``, in both, twice in ``tau``."""

    def mean(self, eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """Expected score, 0-100."""


def log_normal_interval(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    r"""Return :math:`\log\{\Phi(b) - \Phi(a)\}` for :math:`a < b` without cancellation, in either tail.

    >>> round(float(log_normal_interval(30.0, 31.0)), 6), float(log_normal_interval(-np.inf, np.inf))
    (-454.321244, 0.0)
    """
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    flip = a > 0
    low, high = np.where(flip, -b, a), np.where(flip, -a, b)
    top = log_ndtr(high)
    with np.errstate(divide="ignore", invalid="ignore"):
        return top + np.log(-np.expm1(log_ndtr(low) - top))


def _normal_terms(a: np.ndarray, b: np.ndarray, sigma: np.ndarray) -> Terms:
    """Terms of a normal interval in standard units; infinite ends contribute no derivative."""
    logp, (at_a, at_b), (a, b) = _normal_ends(a, b)
    return logp, (at_a - at_b) / sigma, a * at_a - b * at_b


def _normal_ends(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, tuple, tuple]:
    """Log probability of a normal interval, density over probability at both ends, and the ends (infinite ones 0)."""
    logp = log_normal_interval(a, b)
    with np.errstate(over="ignore"):
        hazards = tuple(np.exp(-0.5 * end**2 - _LOG_SQRT_2PI - logp) for end in (a, b))
    return logp, hazards, tuple(np.where(np.isfinite(end), end, 0.0) for end in (a, b))


def _normal_curvature(a: np.ndarray, b: np.ndarray, sigma: np.ndarray) -> Terms:
    """Second derivatives of a normal interval's log probability."""
    _, (at_a, at_b), (a, b) = _normal_ends(a, b)
    d_eta, d_tau = (at_a - at_b) / sigma, a * at_a - b * at_b
    return (
        d_tau / sigma**2 - d_eta**2,
        (a**2 * at_a - b**2 * at_b) / sigma - d_eta * (1 + d_tau),
        a**3 * at_a - b**3 * at_b - d_tau * (1 + d_tau),
    )


class LogitNormal(Latent):
    """The logit of the score is normal: the primary family."""

    name = "logit_normal"

    def log_interval(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Difference of two normal distribution functions on the logit scale."""
        sigma = np.exp(tau)
        return _normal_terms((self.location(lower) - eta) / sigma, (self.location(upper) - eta) / sigma, sigma)

    def curvature(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Of a difference of two normal distribution functions."""
        sigma = np.exp(tau)
        return _normal_curvature((self.location(lower) - eta) / sigma, (self.location(upper) - eta) / sigma, sigma)

    def transformed(self, score: np.ndarray) -> tuple[np.ndarray, ...]:
        """Logit, and the logarithm of what it changes by a point."""
        share = np.asarray(score, float) / TOP
        return logit(share), np.log(TOP * share * (1 - share))

    def log_density(self, transformed: tuple[np.ndarray, ...], eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """Normal density of the logit times its derivative."""
        place, stretch = transformed
        return -0.5 * ((place - eta) / np.exp(tau)) ** 2 - _LOG_SQRT_2PI - tau - stretch

    def mean(self, eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """By the trapezoid rule over the normal density: there is no closed form."""
        eta, tau = np.broadcast_arrays(np.asarray(eta, float), np.asarray(tau, float))
        return TOP * expit(eta[..., None] + np.exp(tau)[..., None] * _Z) @ _Z_WEIGHTS


class TruncatedNormal(Latent):
    """Normal below 100 and cut off there; a symmetric family with a wall."""

    name = "truncated_normal"

    def location(self, score: np.ndarray) -> np.ndarray:
        """The score itself; 0 and 100 are the ends of the scale."""
        score = np.asarray(score, float)
        return np.where(score <= 0, -np.inf, np.where(score >= TOP, np.inf, score))

    def log_interval(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Normal interval over the normal probability of staying below 100."""
        sigma = np.exp(tau)
        low = np.where(np.asarray(lower) <= 0, -np.inf, lower)
        logp, d_eta, d_tau = _normal_terms((low - eta) / sigma, (upper - eta) / sigma, sigma)
        below, below_eta, below_tau = self._below(eta, tau)
        return logp - below, d_eta - below_eta, d_tau - below_tau

    def _below(self, eta: np.ndarray, tau: np.ndarray) -> Terms:
        c = (TOP - eta) / np.exp(tau)
        logp = log_ndtr(c)
        mills = np.exp(-0.5 * c**2 - _LOG_SQRT_2PI - logp)
        return logp, -mills / np.exp(tau), -c * mills

    def transformed(self, score: np.ndarray) -> tuple[np.ndarray, ...]:
        """The score itself."""
        return (np.asarray(score, float),)

    def log_density(self, transformed: tuple[np.ndarray, ...], eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """Normal density over the normal probability of staying below 100."""
        z = (transformed[0] - eta) / np.exp(tau)
        return -0.5 * z**2 - _LOG_SQRT_2PI - tau - self._below(eta, tau)[0]

    def curvature(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Of a normal interval, less that of staying below 100."""
        sigma = np.exp(tau)
        low = np.where(np.asarray(lower) <= 0, -np.inf, lower)
        inside = _normal_curvature((low - eta) / sigma, (upper - eta) / sigma, sigma)
        below = _normal_curvature(np.full(np.shape(eta), -np.inf), (TOP - eta) / sigma, sigma)
        return tuple(own - all_below for own, all_below in zip(inside, below, strict=True))

    def mean(self, eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """Location minus sigma times the inverse Mills ratio at 100."""
        return eta + np.exp(2 * np.asarray(tau)) * self._below(np.asarray(eta, float), tau)[1]


class Beta(Latent):
    r"""The share of 100 is beta with mean :math:`m = \mathrm{expit}(\eta)` and precision :math:`\varphi = e^\tau`.

    Probabilities of intervals and their derivatives come from one Gauss-Legendre rule on the logit scale, where the
    density is log-concave, cut where it has fallen by 28 natural logarithms (7e-13).
    """

    name = "beta"
    scale_name = "log_phi"
    drop = 28.0

    def scale_start(self, spread: float, location: float) -> float:
        """Precision whose variance on the logit scale is about the spread squared."""
        share = expit(location)
        return float(np.log(1 / (spread**2 * share * (1 - share))))

    def log_interval(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Log of the incomplete beta function between two limits; derivatives are means of the score function."""
        shapes = _beta_shapes(eta, tau)
        logp, share, log_t, log_1t = self._nodes(lower, upper, shapes)
        means = (share * log_t).sum(axis=-1), (share * log_1t).sum(axis=-1)
        return (np.minimum(logp, 0.0), *_beta_derivatives(*means, *shapes))

    def curvature(self, lower: np.ndarray, upper: np.ndarray, eta: np.ndarray, tau: np.ndarray) -> Terms:
        """Means and variances of the score function over the interval."""
        shapes = _beta_shapes(eta, tau)
        _, share, log_t, log_1t = self._nodes(lower, upper, shapes)
        mean_t, mean_1t = (share * log_t).sum(axis=-1), (share * log_1t).sum(axis=-1)
        from_t, from_1t = log_t - mean_t[..., None], log_1t - mean_1t[..., None]
        spread = ((share * one * other).sum(axis=-1) for one, other in
                  ((from_t, from_t), (from_t, from_1t), (from_1t, from_1t)))  # fmt: skip
        return _beta_curvature(mean_t, mean_1t, *spread, *shapes)

    def _nodes(
        self, lower: np.ndarray, upper: np.ndarray, shapes: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Log probability of an interval; shares of nodes inside it (last axis), and log t and log(1 - t) there."""
        a, b, phi, share = shapes
        low, high = np.broadcast_arrays(self.location(lower), self.location(upper), a)[:2]
        start = np.clip(logit(share), low, high)  # the mode of the density of the logit, moved into the interval
        rise = np.minimum(high, start + self._reach(phi, a, b, start))
        fall = np.maximum(low, start - self._reach(phi, b, a, -start))
        # nodes crowd where the density changes fast: z = start + width sinh(w), w from first to last
        width = np.minimum(2.0, 3.0 / np.sqrt(phi * expit(start) * expit(-start)))
        first, last = np.arcsinh((fall - start) / width), np.arcsinh((rise - start) / width)
        half = 0.5 * (last - first)
        w = (0.5 * (first + last))[..., None] + half[..., None] * _GL_NODES
        grown = np.exp(w)
        z = start[..., None] + (0.5 * width)[..., None] * (grown - 1 / grown)
        log_1t = -np.maximum(z, 0.0) - np.log1p(np.exp(-np.abs(z)))
        log_t = log_1t + z
        log_kernel = a[..., None] * log_t + b[..., None] * log_1t
        peak = log_kernel.max(axis=-1, keepdims=True)
        mass = np.exp(log_kernel - peak) * (grown + 1 / grown) * (0.5 * _GL_WEIGHTS)
        total = mass.sum(axis=-1)
        logp = np.log(width * half * total) + peak[..., 0] - betaln(a, b)
        return logp, mass / total[..., None], log_t, log_1t

    def _reach(self, phi: np.ndarray, a: np.ndarray, b: np.ndarray, start: np.ndarray) -> np.ndarray:
        """How far above ``start`` the log density falls by ``drop``: Newton from the right on a convex function."""
        share = expit(start)
        step = (self.drop - phi * np.log(share)) / b
        for _ in range(4):  # what is left errs to the far side
            odds = share * np.exp(np.minimum(step, 700.0))
            # phi*log(1 - share + share*e^step) - a*step, its slope phi*odds/(1 - share + odds) - a
            inside = np.where(step < 700.0, np.log1p(odds - share), step + np.log(share))
            slope = phi * np.where(step < 700.0, odds / (1 - share + odds), 1.0) - a
            step = step - np.maximum(phi * inside - a * step - self.drop, 0.0) / slope
        return step

    def transformed(self, score: np.ndarray) -> tuple[np.ndarray, ...]:
        """Logarithms of the share of 100 and of what is left."""
        t = np.asarray(score, float) / TOP
        return np.log(t), np.log1p(-t)

    def log_density(self, transformed: tuple[np.ndarray, ...], eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """Beta density per point of score."""
        (log_t, log_1t), (a, b, _, _) = transformed, _beta_shapes(eta, tau)
        return (a - 1) * log_t + (b - 1) * log_1t - betaln(a, b) - np.log(TOP)

    def mean(self, eta: np.ndarray, tau: np.ndarray) -> np.ndarray:
        """Inverse logit of the location."""
        return TOP * expit(np.broadcast_arrays(np.asarray(eta, float), tau)[0])


def _beta_shapes(eta: np.ndarray, tau: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    eta, tau = np.broadcast_arrays(np.asarray(eta, float), np.asarray(tau, float))
    phi, share = np.exp(tau), expit(eta)
    return phi * share, phi * expit(-eta), phi, share


def _beta_derivatives(
    log_t: np.ndarray, log_1t: np.ndarray, a: np.ndarray, b: np.ndarray, phi: np.ndarray, share: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Derivatives in eta and tau of the log density, given (means of) log t and log(1 - t)."""
    by_a = log_t - digamma(a) + digamma(phi)
    by_b = log_1t - digamma(b) + digamma(phi)
    return phi * share * (1 - share) * (by_a - by_b), a * by_a + b * by_b


def _beta_curvature(
    mean_t: np.ndarray,
    mean_1t: np.ndarray,
    var_t: np.ndarray,
    cov: np.ndarray,
    var_1t: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    phi: np.ndarray,
    share: np.ndarray,
) -> Terms:
    """Second derivatives in eta and tau, given means, variances and covariance of log t and log(1 - t)."""
    by_a, by_b = mean_t - digamma(a) + digamma(phi), mean_1t - digamma(b) + digamma(phi)
    all_in = polygamma(1, phi)
    aa, ab, bb = var_t - polygamma(1, a) + all_in, cov + all_in, var_1t - polygamma(1, b) + all_in
    v = phi * share * (1 - share)  # a moves by v, b by -v with eta; a by a, b by b with tau
    return (
        v**2 * (aa - 2 * ab + bb) + v * (1 - 2 * share) * (by_a - by_b),
        v * (a * aa + (b - a) * ab - b * bb) + v * (by_a - by_b),
        a**2 * aa + 2 * a * b * ab + b**2 * bb + a * by_a + b * by_b,
    )


FAMILIES: dict[str, Latent] = {f.name: f for f in (LogitNormal(), TruncatedNormal(), Beta())}
"""The families by name, the primary one first."""


def latent_family(name: str) -> Latent:
    """Return the family of that name; ``ValueError`` for any other.

    >>> latent_family("beta").mean(0.0, 3.0).item()
    50.0
    >>> latent_family("gamma")
    Traceback (most recent call last):
    ...
    ValueError: latent family 'gamma': expected one of logit_normal, truncated_normal, beta
    """
    if name not in FAMILIES:
        raise ValueError(f"latent family {name!r}: expected one of {', '.join(FAMILIES)}")
    return FAMILIES[name]
