"""A frame as a plain table: whole cells, numbers to the right, true minus signs, the same bytes every time."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from egov.plots.palette import languages

if TYPE_CHECKING:
    import pandas as pd


_DATE = r"\d{4}(-\d\d){1,2}"  # a month or a day: not broken over lines
LONG = 32
"""Characters from which a column's texts get room of their own on a phone."""


def table_html(
    frame: pd.DataFrame, columns: Mapping[str, str] | None = None, formats: Mapping[str, str] | None = None
) -> str:
    """The frame's columns as an HTML table; what stands in backticks is a name of code.

    A label in two languages, ``East // 东部``, shows both: the Chinese edition has the Chinese alone.

    Parameters
    ----------
    columns
        Columns to show, in order, with their headings; all under their own names by default.
    formats
        Format of a column's numbers, such as ``{"mean": "{:.2f}"}``; whole numbers get none.

    Raises
    ------
    KeyError
        A column is not in the frame.
    ValueError
        A column of floats has no format: what is shown must be rounded on purpose.

    Examples
    --------
    >>> import pandas as pd
    >>> table_html(pd.DataFrame({"unit": ["甘肃"], "n": [3]}), {"unit": "Unit", "n": "Moves"}).count("<td")
    2
    """
    import pandas as pd

    shown, formats = dict(columns or {c: str(c) for c in frame.columns}), dict(formats or {})
    unknown = [c for c in shown if c not in frame.columns]
    if unknown:
        raise KeyError(f"table: the frame has no column {unknown[0]!r}; it has {', '.join(map(str, frame.columns))}")
    number = {c for c in shown if pd.api.types.is_numeric_dtype(frame[c]) and frame[c].dtype != bool}
    bare = [c for c in shown if pd.api.types.is_float_dtype(frame[c]) and c not in formats]
    if bare:
        raise ValueError(f"table: column {bare[0]!r} holds floats: give it a format such as '{{:.2f}}'")

    def marked(text: str) -> str:
        text = " ".join(dict.fromkeys(reversed(languages(text))))
        return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))

    def cell(column: str, value: object) -> str:
        if pd.isna(value):
            return ""
        text = formats[column].format(value) if column in formats else str(value)
        return marked(text.replace("-", "−") if column in number else text)

    dated = {c for c in shown if frame[c].dropna().astype(str).str.fullmatch(_DATE).all()} - number
    long = {c for c in shown if frame[c].astype(str).str.len().max() > LONG} - number
    kinds = {c: "number" if c in number else "date" if c in dated else "long" if c in long else "" for c in shown}
    side = {c: f' class="{kind}"' if kind else "" for c, kind in kinds.items()}
    head = "".join(f'<th scope="col"{side[c]}>{marked(shown[c])}</th>' for c in shown)
    body = "\n".join(
        "<tr>" + "".join(f"<td{side[c]}>{cell(c, v)}</td>" for c, v in zip(shown, row, strict=True)) + "</tr>"
        for row in frame[list(shown)].itertuples(index=False, name=None)
    )
    return f'<table class="dataframe plain">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def show_table(
    frame: pd.DataFrame, columns: Mapping[str, str] | None = None, formats: Mapping[str, str] | None = None
) -> None:
    """Display a frame in a notebook as a plain table; see :func:`table_html`."""
    from IPython.display import display

    text = f"<table: {len(frame)} rows>"
    display({"text/html": table_html(frame, columns, formats), "text/plain": text}, raw=True)
