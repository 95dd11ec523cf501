"""Cost of sharp bounds on synthetic tables: one line a size. Run: python tests/benchmarks/bench_bounds.py

Each table has a tenth as many overlapping groups as units (of 2 to 60 members, means printed to two decimals), one
value in twenty printed, and no ranks; bounds are asked for sampled statistics (single units and means of five) of one
system, one after the other.
"""

from __future__ import annotations

import argparse
import time
from fractions import Fraction

import numpy as np

from egov.methods.bounds import Known, Mean, System, mean_of
from egov.methods.rounding import round_printed


def table(units: int, seed: int) -> tuple[System, np.ndarray]:
    """A synthetic system, and the truth behind it."""
    rng = np.random.default_rng(seed)
    cents = rng.integers(3000, 9900, units)
    names = [f"u{i}" for i in range(units)]
    constraints: list = [
        Known(names[i], f"{cents[i] / 100:.2f}") for i in rng.choice(units, units // 20, replace=False).tolist()
    ]
    for _ in range(units // 10):
        members = rng.choice(units, int(rng.integers(2, min(60, units))), replace=False)
        mean = Fraction(int(cents[members].sum()), 100 * len(members))
        constraints.append(Mean([names[i] for i in members.tolist()], round_printed(mean, 2)))
    return System(names, constraints, lower=0, upper=100), cents / 100


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statistics", type=int, default=100, help="how many sampled statistics a size")
    parser.add_argument("--sizes", type=int, nargs="+", default=[125, 250, 500, 1000, 2000])
    given = parser.parse_args()
    for units in given.sizes:
        start = time.perf_counter()
        system, truth = table(units, seed=units)
        assert system.feasible()
        built = time.perf_counter() - start
        rng = np.random.default_rng(1)
        start, inside = time.perf_counter(), 0
        for k in range(given.statistics):
            members = rng.choice(units, 1 if k % 2 else 5, replace=False).tolist()
            low, high = system.bounds(mean_of([f"u{i}" for i in members]))
            inside += low - 1e-7 <= truth[members].mean() <= high + 1e-7
        spent = time.perf_counter() - start
        print(
            f"{units:5d} units {units // 10:4d} groups  build {built * 1e3:7.1f} ms  "
            f"{spent / given.statistics / 2 * 1e3:7.2f} ms a bound  ({spent:6.2f} s for {2 * given.statistics}, "
            f"truth inside {inside} of {given.statistics})",
            flush=True,
        )


if __name__ == "__main__":
    main()
