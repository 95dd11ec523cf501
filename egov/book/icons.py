"""The few icons that the theme uses, drawn here, in place of an icon script of half a megabyte.

The theme marks an icon as ``<i class="fa-solid fa-bars">`` and lets Font Awesome's script replace it. The page is
given the drawing itself instead; signs that style sheets put before or after an element come as masks.
All are strokes in a box of 24 by 24, kept in ``icons.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

DRAWINGS, SIGNS = json.loads(Path(__file__).with_name("icons.json").read_text(encoding="utf-8")).values()
"""Name of an icon in the theme -> its path; selector of a sign in the theme's style sheets -> its icon."""
SIZES = {"fw", "lg", "sm", "xs", "xl", "2x", "1x", "solid", "regular", "brands"}

_ELEMENT = re.compile(r"<(i|span)\b([^>]*\bclass=\"([^\"]*\bfa[srb]?\b[^\"]*)\"[^>]*)>\s*</\1>")
_NAME = re.compile(r"\bfa-([a-z0-9-]+)")


def svg(name: str, attributes: str = "") -> str:
    """Return an icon as an inline SVG element, hidden from screen readers (its button carries the name)."""
    return (
        f'<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" {attributes}fill="none" '
        'stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{DRAWINGS[name]}"/></svg>'
    )


def inline(html: str, missing: Callable[[str], None]) -> str:
    """Replace every icon element of a page by its drawing; call ``missing`` with the name of one not drawn.

    >>> page = '<button><i class="fa-solid fa-bars fa-lg"></i></button>'
    >>> 'viewBox="0 0 24 24"' in inline(page, print)
    True
    >>> inline('<i class="fa-solid fa-yeti"></i>', print)
    yeti
    '<i class="fa-solid fa-yeti"></i>'
    """

    def replace(match: re.Match[str]) -> str:
        names = [name for name in _NAME.findall(match[3]) if name not in SIZES]
        if not names:
            return match[0]
        if names[0] not in DRAWINGS:
            missing(names[0])
            return match[0]
        mode = re.search(r'\bdata-mode="[a-z]+"', match[2])
        attributes = f'class="icon svg-inline--fa {match[3].strip()}" ' + (f"{mode[0]} " if mode else "")
        return svg(names[0], attributes)

    return _ELEMENT.sub(replace, html)


def style_sheet() -> str:
    """Return the style sheet for the signs that the theme sets before or after an element."""
    rules = [
        ",".join(SIGNS) + '{content:""!important;display:inline-block;width:1em;height:1em;background:currentColor;'
        "-webkit-mask:var(--sign) center/contain no-repeat;mask:var(--sign) center/contain no-repeat}"
    ]
    for selector, name in SIGNS.items():
        picture = svg(name, 'xmlns="http://www.w3.org/2000/svg" ').replace("currentColor", "black")
        rules.append(f'{selector}{{--sign:url("data:image/svg+xml,{quote(picture, safe=" =:/")}")}}')
    return "\n".join(rules).replace("'", "%27") + "\n"
