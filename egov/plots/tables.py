"""A frame as a plain table: whole cells, numbers to the right, true minus signs, the same bytes every time."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


_DATE = r"\d{4}(-\d\d){1,2}"  # a month or a day: not broken over lines


def table_html(
    frame: pd.DataFrame,
    columns: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    raw: tuple[str, ...] = (),
) -> str:
    """The frame's columns as an HTML table.

    Parameters
    ----------
    columns
        Columns to show, in order, with their headings; all under their own names by default.
    formats
        Format of a column's numbers, such as ``{"mean": "{:.2f}"}``; whole numbers get none.
    raw
        Columns that hold HTML of our own making, such as links, and are not escaped.

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

    def cell(column: str, value: object) -> str:
        if pd.isna(value):
            return ""
        text = formats[column].format(value) if column in formats else str(value)
        text = text.replace("-", "−") if column in number else text
        return text if column in raw else html.escape(text, quote=False)

    dated = {c for c in shown if frame[c].dropna().astype(str).str.fullmatch(_DATE).all()} - number
    kinds = {c: "number" if c in number else "date" if c in dated else "" for c in shown}
    side = {c: f' class="{kind}"' if kind else "" for c, kind in kinds.items()}
    head = "".join(f'<th scope="col"{side[c]}>{html.escape(shown[c], quote=False)}</th>' for c in shown)
    body = "\n".join(
        "<tr>" + "".join(f"<td{side[c]}>{cell(c, v)}</td>" for c, v in zip(shown, row, strict=True)) + "</tr>"
        for row in frame[list(shown)].itertuples(index=False, name=None)
    )
    return f'<table class="dataframe plain">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def show_table(
    frame: pd.DataFrame,
    columns: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    raw: tuple[str, ...] = (),
) -> None:
    """Display a frame in a notebook as a plain table; see :func:`table_html`."""
    from IPython.display import display

    text = f"<table: {len(frame)} rows>"
    display({"text/html": table_html(frame, columns, formats, raw), "text/plain": text}, raw=True)


def findings_html(frame: pd.DataFrame, title: str, text: str, link: str) -> str:
    """A list of sentences: column ``title`` as linked heading, column ``text`` below.

    ``link`` is an address with columns in braces, such as ``"{chapter}.html"``.

    >>> import pandas as pd
    >>> findings_html(pd.DataFrame({"q": ["Who?"], "a": ["One."]}), "q", "a", "{q}.html").count("<li>")
    1
    """
    items = [
        f'<li><a href="{html.escape(link.format(**row))}">{html.escape(str(row[title]), quote=False)}</a> '
        f"<span>{html.escape(str(row[text]), quote=False)}</span></li>"
        for row in frame.to_dict("records")
    ]
    return '<ul class="findings">\n' + "\n".join(items) + "\n</ul>"


def show_findings(frame: pd.DataFrame, title: str, text: str, *, link: str) -> None:
    """Display linked sentences in a notebook; see :func:`findings_html`."""
    from IPython.display import display

    content = findings_html(frame, title, text, link)
    display({"text/html": content, "text/plain": f"<list: {len(frame)} items>"}, raw=True)
