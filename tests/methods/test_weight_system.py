"""Weights under several printed means at once: invented weights lie within their bounds."""

import numpy as np
import pytest

from egov.methods.weights import weight_system, weight_vertices


def test_an_invented_group_gives_its_weights_back():
    rng = np.random.default_rng(5)
    for _ in range(20):
        w = rng.dirichlet([2, 2, 2])
        levels, changes = rng.uniform(85, 110, 3).round(2), rng.uniform(-8, 8, 3).round(2)
        means = [
            ({n: f"{v:.2f}" for n, v in zip("abc", values, strict=True)}, f"{w @ values:.2f}")
            for values in (levels, changes)
        ]
        system = weight_system(*means)
        assert system.feasible()
        for name, weight in zip("abc", w, strict=True):
            lower, upper = system.bounds(name)
            assert lower - 1e-9 <= weight <= upper + 1e-9


def test_one_mean_is_the_polytope():
    found = weight_system(({"a": "80.00", "b": "90.00", "c": "85.00"}, "83.00")).bounds_all()
    corners = np.array(weight_vertices(["80.00", "90.00", "85.00"], "83.00"), dtype=float)
    assert found.to_numpy() == pytest.approx(np.column_stack([corners.min(axis=0), corners.max(axis=0)]))


def test_a_whole_outside_its_parts_has_no_weights():
    assert not weight_system(({"a": "80.00", "b": "90.00"}, "97.00")).feasible()
    with pytest.raises(ValueError, match="same parts"):
        weight_system(({"a": "1.0"}, "1.0"), ({"b": "1.0"}, "1.0"))
