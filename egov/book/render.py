"""The templates of generated pages, ``*.jinja`` beside this file."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
    autoescape=False,  # most is MyST, and cells are HTML already: what needs it is escaped with ``e``
)
PAGES.filters["e"] = lambda text: html.escape(str(text))


def english(message: str, **values: object) -> str:
    """What an English page says: the message with its values."""
    return message.format(**values) if values else message


def render(template: str, _: Callable[..., str] = english, **values: object) -> str:
    """The page that the template makes of the values; a value that it asks for and does not get is an error.

    ``_`` puts what the template says into the language of an edition; ``in_chinese`` tells the template which that is.
    """
    return PAGES.get_template(f"{template}.jinja").render(values, _=_, in_chinese=_ is not english)
