"""The templates of generated pages, ``*.jinja`` beside this file."""

from __future__ import annotations

import html
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
    autoescape=False,  # most is MyST, and cells are HTML already: what needs it is escaped with ``e``
)
_PAGES.filters["e"] = lambda text: html.escape(str(text))


def render(template: str, **values: object) -> str:
    """The page that the template makes of the values; a value that it asks for and does not get is an error."""
    return _PAGES.get_template(f"{template}.jinja").render(values)
