"""Cost of transitions, regression and bootstrap at 1, 10 and 100 times the units. One line a size.

Run: python tests/benchmarks/bench_year_over_year.py. Panels are synthetic: 64 units times the factor, four moves each,
drawn from a matrix like the provinces'; the design is that of the chapter's first formula.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from egov.methods.ordered_logit import fit_many, unit_weights
from egov.methods.transitions import cluster_bootstrap, row_shares, transition_counts

MATRIX = np.array([[0.6, 0.4, 0.0], [0.1, 0.72, 0.18], [0.0, 0.04, 0.96]])
YEARS = 5


def panel(units: int, seed: int) -> np.ndarray:
    """Codes (units, years) of a chain of three bands."""
    rng = np.random.default_rng(seed)
    codes = np.empty((units, YEARS), dtype=int)
    codes[:, 0] = rng.integers(0, 3, units)
    for t in range(1, YEARS):
        codes[:, t] = (rng.random(units)[:, None] > np.cumsum(MATRIX, axis=1)[codes[:, t - 1]][:, :2]).sum(axis=1)
    return codes


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--resamples", type=int, default=200)
    given = parser.parse_args()
    for factor in given.factors:
        units = 64 * factor
        codes, rng = panel(units, factor), np.random.default_rng(factor)
        start = time.perf_counter()
        transition_counts(codes, 3)
        counted = time.perf_counter() - start
        start = time.perf_counter()
        cluster_bootstrap(codes, row_shares, k=3, n_resamples=given.resamples)
        resampled = time.perf_counter() - start
        before, after = codes[:, :-1].ravel(), codes[:, 1:].ravel()
        place = np.repeat(rng.integers(0, 4, units), YEARS - 1)[:, None] == np.arange(1, 4)
        year = np.tile(np.arange(1, YEARS), units)[:, None] == np.arange(2, YEARS)
        south = np.repeat(rng.integers(0, 2, units), YEARS - 1)
        x = np.column_stack([before == 0, before == 2, year, place, south]).astype(float)
        start = time.perf_counter()
        one = fit_many(after, x, np.ones((1, len(after))), 0.25)
        fitted = time.perf_counter() - start
        start = time.perf_counter()
        weights = unit_weights(np.repeat(np.arange(units), YEARS - 1), given.resamples)
        fit_many(after, x, weights, 0.25, one[0])
        many = time.perf_counter() - start
        print(
            f"{units:5d} units {len(after):6d} moves  counts {counted * 1e3:7.1f} ms  bootstrap of an index "
            f"{resampled * 1e3:7.1f} ms  regression {fitted * 1e3:7.1f} ms  its bootstrap {many:6.2f} s "
            f"({given.resamples} resamples)",
            flush=True,
        )


if __name__ == "__main__":
    main()
