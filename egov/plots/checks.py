"""Checks on the frames that plot functions take: one clear error instead of a strange picture."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MARKS = ("up", "down")
"""What a column of marks may hold beside nothing: moved up, moved down."""


def require(frame: pd.DataFrame, columns: Iterable[str | None], who: str) -> None:
    """Raise ValueError naming every column of ``columns`` (None is skipped) that ``frame`` lacks, or if it is empty."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise ValueError(f"{who}: expected a pandas DataFrame, got {type(frame).__name__}")
    missing = [column for column in columns if column is not None and column not in frame.columns]
    if missing:
        raise ValueError(
            f"{who}: the frame has no column {', '.join(map(repr, missing))}; "
            f"it has {', '.join(map(repr, frame.columns))}"
        )
    if frame.empty:
        raise ValueError(f"{who}: the frame has no rows")


def known(frame: pd.DataFrame, column: str, allowed: Collection[Any], who: str, what: str = "value") -> None:
    """Raise ValueError naming the first row whose ``column`` holds something outside ``allowed``; missing passes."""
    bad = frame[column].notna() & ~frame[column].isin(list(allowed))
    if bad.any():
        row = frame.index[bad.to_numpy()][0]
        value = frame.loc[bad, column].iloc[0]
        shown = repr(value) if isinstance(value, str) else str(value)
        raise ValueError(
            f"{who}: column {column!r}, row {row}: unknown {what} {shown}; "
            f"expected one of {', '.join(map(str, allowed))}"
        )


def unique(frame: pd.DataFrame, columns: list[str | None], who: str) -> None:
    """Raise ValueError naming the first rows that share the key ``columns`` (None is skipped)."""
    key = [column for column in columns if column is not None]
    double = frame.duplicated(key, keep=False)
    if double.any():
        first = frame.loc[double, key].iloc[0].to_dict()
        raise ValueError(f"{who}: more than one row for {', '.join(f'{k} {v}' for k, v in first.items())}")


def numeric(frame: pd.DataFrame, columns: Iterable[str | None], who: str) -> None:
    """Raise ValueError when one of ``columns`` (None is skipped) does not hold numbers."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    for column in columns:
        if column is not None and (not is_numeric_dtype(frame[column]) or is_bool_dtype(frame[column])):
            raise ValueError(f"{who}: column {column!r} must hold numbers, it holds {frame[column].dtype}")
