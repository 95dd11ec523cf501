"""Small random tables with ties, and what is printed of them: shared by the tests of bounds."""

from fractions import Fraction

import numpy as np

from egov.methods.bounds import CountAbove, Known, Mean, Rank, System, mean_of
from egov.methods.rounding import printed, round_printed

NAMES = list("abcdefghijkl")


def random_case(seed, n=4):
    """A table with ties and what is printed of it, for both ways."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 7, n) * 10 + rng.integers(0, 3, n)
    boxes, groups, ranks, counts, constraints = {}, [], {}, [], []
    for i in rng.choice(n, rng.integers(0, 3), replace=False).tolist():
        inside = printed(str(truth[i]))
        boxes[i] = (float(inside.lower), float(inside.upper))
        constraints.append(Known(NAMES[i], inside))
    for _ in range(rng.integers(1, 4)):
        members = rng.choice(n, rng.integers(2, n + 1), replace=False).tolist()
        text = round_printed(Fraction(int(truth[members].sum()), len(members)), 1)
        inside = printed(text)
        groups.append((members, float(inside.lower), float(inside.upper)))
        constraints.append(Mean([NAMES[i] for i in members], text))
    listing = np.argsort(-truth, kind="stable").tolist()
    for i in rng.choice(n, rng.integers(0, 3), replace=False).tolist():
        ranks[i] = listing.index(i) + 1
        constraints.append(Rank(NAMES[i], ranks[i]))
    if rng.random() < 0.5:
        if rng.random() < 0.5:
            counts.append((int((truth > truth.mean()).sum()), None))
            constraints.append(CountAbove(counts[0][0], mean_of(NAMES[:n])))
        else:
            threshold = int(rng.integers(5, 60))
            counts.append((int((truth > threshold).sum()), float(threshold)))
            constraints.append(CountAbove(counts[0][0], threshold))
    return truth, boxes, groups, ranks, counts, System(NAMES[:n], constraints, lower=0, upper=100)
