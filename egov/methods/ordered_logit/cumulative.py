r"""The likelihood of cumulative logits at many parameters, and under many weights, at once.

:math:`P(y_i \le j) = \Lambda(\alpha_j - x_i'\beta)` in :math:`(\beta, \alpha)`, in which the log-likelihood is concave
(Pratt, 1981), less a ridge :math:`\tfrac{\lambda}{2} \sum_k \beta_k^2` on the coefficients.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit

Array = np.ndarray
STEPS, HALVINGS, TOLERANCE = 60, 20, 1e-7


class Ends(NamedTuple):
    """Distribution function and its complement at both ends of a category, and the probability between: (m, n) each."""

    above: Array
    rest_above: Array
    below: Array
    rest_below: Array
    p: Array

    def slopes(self) -> tuple[Array, Array]:
        """Derivatives of the log probability in the upper and in the lower end."""
        scale = 1 / np.maximum(self.p, 1e-300)
        return self.above * self.rest_above * scale, -self.below * self.rest_below * scale


class Cumulative:
    """Categories (n,) from 0 to ``levels``, and a design (n, k); parameters (m, k + levels), weights (m, n)."""

    def __init__(self, y: Array, x: Array, levels: int, ridge: float) -> None:
        """Set up how the ends of each observation's category depend on the parameters."""
        onehot = np.eye(levels + 2)
        self.finite = y < levels, y > 0
        # derivatives of both ends, zero where an end is infinite
        self.upper, self.lower = (
            np.hstack([-x, onehot[y + side, 1 : levels + 1]]) * there[:, None]
            for side, there in zip((1, 0), self.finite, strict=True)
        )
        a, b = self.upper, self.lower
        self.squares = np.concatenate([_pairs(a, a), _pairs(b, b), _pairs(a, b) + _pairs(b, a)])
        self.penalty = np.append(np.full(x.shape[1], float(ridge)), np.zeros(levels))

    def ends(self, theta: Array) -> Ends:
        """Where the categories end under each row of parameters."""
        high, low = theta @ self.upper.T, theta @ self.lower.T
        above, rest_above, below, rest_below = expit(high), expit(-high), expit(low), expit(-low)
        above[:, ~self.finite[0]], rest_above[:, ~self.finite[0]] = 1.0, 0.0
        below[:, ~self.finite[1]], rest_below[:, ~self.finite[1]] = 0.0, 1.0
        # by the tail in which both lie: nothing cancels
        return Ends(above, rest_above, below, rest_below, np.where(low > 0, rest_below - rest_above, above - below))

    def objective(self, theta: Array, w: Array, ends: Ends) -> Array:
        """Penalised log-likelihood; minus infinity where thresholds have crossed."""
        good = ((ends.p > 0) | (w == 0)).all(axis=1)
        value = np.einsum("ij,ij->i", w, np.log(np.maximum(ends.p, 1e-300)))
        return np.where(good, value, -np.inf) - 0.5 * (theta**2 * self.penalty).sum(axis=1)

    def derivatives(self, theta: Array, w: Array, ends: Ends) -> tuple[Array, Array]:
        """Gradient (m, p) and Hessian (m, p, p) of the penalised log-likelihood."""
        a, b = ends.slopes()
        gradient = (w * a) @ self.upper + (w * b) @ self.lower - theta * self.penalty
        # f' = f (1 - 2 F)
        parts = (w * a * (ends.rest_above - ends.above - a), w * b * (ends.rest_below - ends.below - b), w * a * -b)
        size = self.upper.shape[1]
        i, j = np.triu_indices(size)
        hessian = np.empty((len(w), size, size))
        hessian[:, i, j] = np.concatenate(parts, axis=1) @ self.squares
        hessian[:, j, i] = hessian[:, i, j]
        return gradient, hessian - np.diag(self.penalty)

    def climb(self, theta: Array, w: Array) -> Array:
        """Newton steps, halved where they overshoot, until every gradient vanishes; NaN where one does not."""
        ends = self.ends(theta)
        value = self.objective(theta, w, ends)
        out, still = np.full(theta.shape, np.nan), np.arange(len(theta))
        for _ in range(STEPS):
            gradient, hessian = self.derivatives(theta, w, ends)
            small = np.abs(gradient).max(axis=1) < TOLERANCE
            out[still[small]] = theta[small]
            still, theta, value, w, gradient, hessian = (
                each[~small] for each in (still, theta, value, w, gradient, hessian)
            )
            if not len(still):
                break
            step = np.linalg.solve(-hessian, gradient[..., None])[..., 0]
            ahead = theta + step
            ends = self.ends(ahead)
            reached = self.objective(ahead, w, ends)
            for halving in range(1, HALVINGS + 1):
                worse = ~(reached >= value - 1e-10)
                if not worse.any():
                    break
                ahead[worse] = theta[worse] + step[worse] * 0.5**halving
                shorter = self.ends(ahead[worse])
                reached[worse] = self.objective(ahead[worse], w[worse], shorter)
                for array, part in zip(ends, shorter, strict=True):
                    array[worse] = part
            theta, value = ahead, reached
        return out


def _pairs(a: Array, b: Array) -> Array:
    """Products of all pairs of columns, the upper triangle only: (n, p (p + 1) / 2)."""
    i, j = np.triu_indices(a.shape[1])
    return (a[:, i] * b[:, j] + a[:, j] * b[:, i]) / 2
