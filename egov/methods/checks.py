"""What every method asks of its input: nothing missing, labels that are labels, rows and columns that belong together.

A missing label is no further group and a missing number no number: both are refused, naming the first row. Input from
pandas carries names, so columns are put in order by name and rows that do not belong together are refused.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

Array = np.ndarray
TIE = 1e-12
"""Two values of a statistic are equal where they differ by less than this share of the sizes that they were summed
from. Sums of the same numbers in another order differ by some 1e-15 of those, so that a tie of exact arithmetic stays
one; values that differ by less than the share without being equal do not arise from printed figures."""


def plain(value: object) -> object:
    """A value as it reads in a message: numpy's numbers as numbers, whole ones without a point.

    >>> plain(np.float64(162.0)), plain((np.int64(1), "a")), plain(np.str_("b")), plain(0.5)
    (162, (1, 'a'), 'b', 0.5)
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, np.ndarray):
        return value.tolist()
    return type(value)(plain(v) for v in value) if type(value) in (list, tuple) else value


def row_name(values: object, position: int) -> str:
    """A row as a message names it: by the label of a pandas index, else by its position from 0.

    >>> row_name(pd.Series([1, 2], index=["x", "y"]), 1), row_name([1, 2], 1)
    ("row 'y'", 'row 1')
    """
    index = getattr(values, "index", None)
    return f"row {plain(index[position])!r}" if isinstance(index, pd.Index) else f"row {position}"


def missing(values: object) -> Array:
    """Which entries of a vector are missing: None, NaN, NaT, NA, masked, or NaN that numpy has turned into text.

    >>> missing(["a", None, float("nan")]), missing(np.array(["a", np.nan]))
    (array([False,  True,  True]), array([False,  True]))
    """
    if isinstance(values, np.ma.MaskedArray):
        return np.ma.getmaskarray(values) | missing(values.data)
    if isinstance(values, np.ndarray) and values.dtype.kind == "U":
        return values == "nan"
    known = values if hasattr(values, "dtype") else pd.Series(list(values), dtype=object)
    return np.asarray(pd.isna(known))


def labels(values: object, n: int | None, name: str) -> Array:
    """Labels of n rows, such as groups, clusters or strata: a vector without a missing one.

    Raises
    ------
    ValueError
        A missing label or text among numbers, naming the first row; not one label for each of ``n`` rows.

    Examples
    --------
    >>> labels(["a", None, "b"], 3, "groups")
    Traceback (most recent call last):
    ...
    ValueError: groups, row 1: the label is missing
    """
    if isinstance(values, str) or not hasattr(values, "__len__"):
        raise ValueError(f"{name} is {values!r}: expected a label for each row")
    if not hasattr(values, "dtype"):
        values = pd.Series(list(values), dtype=object).to_numpy()
    _whole_vector(values, n, name, "label")
    array = np.asarray(values)
    if array.dtype == object and len(array):
        text = np.array([isinstance(v, str) for v in array])
        if (text != text[0]).any():
            i = int(np.argmax(text != text[0]))
            raise ValueError(
                f"{name}, {row_name(values, i)}: the label {plain(array[i])!r} is of another kind than "
                f"{plain(array[0])!r}: expected all text or all numbers"
            )
    return array


def coded(values: object, n: int | None, name: str) -> tuple[Array, Array]:
    """The different labels in order, and which of them each row has; checked as :func:`labels` does.

    >>> coded(["b", "a", "b"], 3, "groups")
    (array(['a', 'b'], dtype=object), array([1, 0, 1]))
    """
    return np.unique(labels(values, n, name), return_inverse=True)


def flags(values: object, n: int | None, name: str) -> Array:
    """Truth values of n rows, given as such or as 0 and 1; ``ValueError`` names the first row that is neither.

    >>> flags([1, 0, 2], 3, "group")
    Traceback (most recent call last):
    ...
    ValueError: group, row 2: 2 is neither true nor false
    """
    array = labels(values, n, name)
    wrong = np.array([isinstance(v, str) or v not in (0, 1) for v in array.tolist()], dtype=bool)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(f"{name}, {row_name(values, i)}: {plain(array[i])!r} is neither true nor false")
    return array.astype(bool)


def numbers(values: object, name: str, n: int | None = None) -> Array:
    """A vector of finite numbers, as floats; ``ValueError`` names the first row that is not.

    >>> numbers([80.0, float("nan")], "values")
    Traceback (most recent call last):
    ...
    ValueError: values, row 1: the number is missing
    >>> numbers(pd.Series([1.0, float("inf")], index=["x", "y"]), "weights")
    Traceback (most recent call last):
    ...
    ValueError: weights, row 'y': inf is not a finite number
    """
    short = type(values) is np.ndarray and values.dtype == float and values.shape == (n or len(values),)
    if short and np.isfinite(values).all():  # what is called a thousand times
        return values.copy()
    _whole_vector(values, n, name, "number")
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        if any(isinstance(v, str) for v in array.tolist()):
            raise ValueError(f"{name} holds text: expected numbers")
        array = array.astype(float)
    array = array.astype(float)
    wrong = ~np.isfinite(array)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(f"{name}, {row_name(values, i)}: {array[i]} is not a finite number")
    return array


def require_level(level: float) -> None:
    """Refuse a level of an interval that is no share.

    >>> require_level(95)
    Traceback (most recent call last):
    ...
    ValueError: level is 95: expected a number between 0 and 1
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}: expected a number between 0 and 1")


def same_rows(**given: object) -> None:
    """Refuse input from pandas whose rows do not belong together: indexes that differ in labels or order.

    >>> same_rows(codes=pd.Series([1, 2]), group=pd.Series([True, False], index=[1, 0]), stratum=["a", "a"])
    Traceback (most recent call last):
    ...
    ValueError: codes and group have different rows: first 0 against 1
    """
    indexed = [(k, v.index) for k, v in given.items() if isinstance(v, pd.Series | pd.DataFrame)]
    for name, index in indexed[1:]:
        first, reference = indexed[0]
        if len(index) == len(reference) and not index.equals(reference):
            i = int(np.argmax([a != b for a, b in zip(reference, index, strict=True)]))
            raise ValueError(
                f"{first} and {name} have different rows: first {plain(reference[i])!r} against {plain(index[i])!r}"
            )


def column_names(frame: Array | pd.DataFrame) -> list[str]:
    """Names of the columns of a design, ``x0, x1, …`` for an array; ``ValueError`` where one stands twice.

    >>> column_names(np.ones((2, 2))), column_names(pd.DataFrame({"south": [0, 1]}))
    (['x0', 'x1'], ['south'])
    """
    names = [c if isinstance(c, str) else f"x{c}" for c in pd.DataFrame(frame).columns]
    for i, name in enumerate(names):
        if name in names[:i]:
            raise ValueError(f"column {name!r} of the design stands twice")
    return names


def design_matrix(data: Array | pd.DataFrame, names: Sequence[str]) -> Array:
    """A design (m, k) for new rows with the columns of the model: a frame by name, an array by position.

    Raises
    ------
    ValueError
        Names that are missing or that the model does not know, another number of columns, a value that is missing.

    Examples
    --------
    >>> design_matrix(pd.DataFrame({"b": [2.0], "a": [1.0]}), ["a", "b"])
    array([[1., 2.]])
    >>> design_matrix(pd.DataFrame({"b": [2.0], "c": [1.0]}), ["a", "b"])
    Traceback (most recent call last):
    ...
    ValueError: columns of the design: missing a; unknown c; expected a, b
    """
    if isinstance(data, pd.DataFrame):
        given = column_names(data)
        lacking, surplus = [n for n in names if n not in given], [n for n in given if n not in names]
        if lacking or surplus:
            parts = [f"missing {', '.join(lacking)}"] * bool(lacking) + [f"unknown {', '.join(surplus)}"] * bool(
                surplus
            )
            raise ValueError(f"columns of the design: {'; '.join(parts)}; expected {', '.join(names)}")
        matrix = data.to_numpy(dtype=float)[:, [given.index(n) for n in names]]
    else:
        matrix = np.atleast_2d(np.asarray(data, dtype=float))
        if matrix.ndim != 2 or matrix.shape[1] != len(names):
            raise ValueError(f"the design has shape {matrix.shape}: expected {len(names)} columns, {', '.join(names)}")
    wrong = np.argwhere(~np.isfinite(matrix))
    if len(wrong):
        i, j = wrong[0]
        raise ValueError(f"{row_name(data, int(i))}, column {names[j]!r} of the design: {matrix[i, j]} is not finite")
    return matrix


def complete(data: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a frame that lacks a column, or a value in one of them.

    >>> complete(pd.DataFrame({"belt": ["east", None]}), ["belt"])
    Traceback (most recent call last):
    ...
    ValueError: row 1, column 'belt': the value is missing
    """
    for column in columns:
        if column not in data:
            raise ValueError(f"no column {column!r}; there are {', '.join(map(str, data.columns))}")
        gone = missing(data[column])
        if gone.any():
            raise ValueError(f"{row_name(data, int(np.argmax(gone)))}, column {column!r}: the value is missing")


def _whole_vector(values: object, n: int | None, name: str, what: str) -> None:
    """Refuse anything but a vector, of n values where n is given, with none missing."""
    if np.ndim(values) != 1 or (n is not None and len(values) != n):
        wanted = f"a vector of {what}s" if n is None else f"one {what} for each of {n} rows"
        raise ValueError(f"{name} has shape {np.shape(values)}: expected {wanted}")
    gone = missing(values)
    if gone.any():
        raise ValueError(f"{name}, {row_name(values, int(np.argmax(gone)))}: the {what} is missing")
