"""Checks on the frames that plot functions take: one clear error instead of a strange picture."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MARKS = ("up", "down")
"""What a column of marks may hold beside nothing: moved up, moved down."""


def check(
    frame: pd.DataFrame,
    columns: Iterable[str | None] = (),
    *,
    key: Iterable[str | None] = (),
    numbers: Iterable[str | None] = (),
    filled: Iterable[str | None] = (),
    known: Mapping[str, Collection[Any]] | None = None,
) -> None:
    """Raise ValueError, naming the column or row, where a frame cannot be drawn; ``None`` for a column is passed over.

    The frame has rows and every column that is named; no two rows share the ``key``; ``numbers`` hold numbers,
    ``filled`` no empty cells, and the columns of ``known`` nothing but what it allows (or nothing).
    """
    import pandas as pd
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if not isinstance(frame, pd.DataFrame):
        raise ValueError(f"expected a pandas DataFrame, got {type(frame).__name__}")
    key, numbers, filled = ([name for name in names if name is not None] for names in (key, numbers, filled))
    named = [name for name in (*columns, *key, *numbers, *filled, *(known or ())) if name is not None]
    if missing := [name for name in dict.fromkeys(named) if name not in frame.columns]:
        there = ", ".join(map(repr, frame.columns))
        raise ValueError(f"the frame has no column {', '.join(map(repr, missing))}; it has {there}")
    if frame.empty:
        raise ValueError("the frame has no rows")
    for name in numbers:
        if not is_numeric_dtype(frame[name]) or is_bool_dtype(frame[name]):
            raise ValueError(f"column {name!r} must hold numbers, it holds {frame[name].dtype}")
    for name in filled:
        if frame[name].isna().any():
            raise ValueError(f"column {name!r} must be filled")
    for name, allowed in (known or {}).items():
        bad = (frame[name].notna() & ~frame[name].isin(list(allowed))).to_numpy()
        if bad.any():
            row, value = frame.index[bad][0], frame[name][bad].iloc[0]
            shown = repr(value) if isinstance(value, str) else str(value)
            told = f"unknown {name} {shown}; expected one of {', '.join(map(str, allowed))}"
            raise ValueError(f"column {name!r}, row {row}: {told}")
    if key and (double := frame.duplicated(key, keep=False)).any():
        first = frame.loc[double, key].iloc[0].to_dict()
        raise ValueError(f"more than one row for {', '.join(f'{k} {v}' for k, v in first.items())}")
