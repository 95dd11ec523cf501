"""Moran's I, join counts and Theil against values from esda 2.8, libpysal 4.14 and inequality 1.1."""

import numpy as np
import pytest

from egov.methods.inequality import theil
from egov.methods.spatial import adjacency, join_counts, morans_i

N = 12
EDGES = [(i, (i + 1) % N) for i in range(N)] + [(0, 4), (2, 9), (5, 11)]
Y = np.array([80 + 10 * np.sin(1.7 * i) + i for i in range(N)])


@pytest.fixture(scope="module")
def matrix():
    return adjacency([str(i) for i in range(N)], [(str(a), str(b)) for a, b in EDGES])


def test_moran(matrix):
    found = morans_i(Y, matrix)
    assert found.statistic == pytest.approx(-0.15064030106450513, abs=1e-12)
    assert found.expected == pytest.approx(-1 / 11)
    assert found.p == pytest.approx(2 * 0.40286, abs=0.02)  # esda reports the smaller tail of 99,999 permutations


def test_join_counts(matrix):
    found = join_counts(Y.mean() < Y, matrix)
    assert found.statistic == 3.0
    assert found.expected == pytest.approx(3.4104, abs=0.02)  # mean of esda's permutations
    assert join_counts(Y.mean() >= Y, matrix, 999).statistic == 2.0


def test_places_without_borders_are_left_out(matrix):
    wider = np.zeros((N + 1, N + 1))
    wider[:N, :N] = matrix
    assert morans_i(np.append(Y, 500.0), wider, 999).statistic == pytest.approx(morans_i(Y, matrix, 999).statistic)


def test_theil():
    parts = theil(Y, [0] * 5 + [1] * 4 + [2] * 3)
    assert parts.total == pytest.approx(0.00335842580107046, abs=1e-15)
    assert parts.between == pytest.approx(0.00039469, abs=1e-8)
    assert parts.within == pytest.approx(0.00296374, abs=1e-8)


def test_theil_refuses_codes():
    with pytest.raises(ValueError, match="ratio scale"):
        theil([0, 1, 2])
