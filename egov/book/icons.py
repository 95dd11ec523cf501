"""The few icons that the theme uses, drawn here, in place of an icon script of half a megabyte.

The theme marks an icon as ``<i class="fa-solid fa-bars">`` and lets Font Awesome's script replace it. The page is
given the drawing itself instead; signs that style sheets put before or after an element come as masks.
All are strokes in a box of 24 by 24.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

DRAWINGS = {
    "angle-down": "M6 9l6 6 6-6",
    "angle-left": "M15 5l-7 7 7 7",
    "angle-right": "M9 5l7 7-7 7",
    "arrow-up": "M12 20V4M5 11l7-7 7 7",
    "bars": "M3 6h18M3 12h18M3 18h18",
    "bolt": "M13 2L4 14h7l-1 8 9-12h-7z",
    "bullhorn": "M3 10v4h4l10 5V5L7 10zM20 9v6M8 14v5h3",
    "circle-check": "M12 2a10 10 0 100 20 10 10 0 000-20zM7.5 12.5l3 3 6-7",
    "circle-exclamation": "M12 2a10 10 0 100 20 10 10 0 000-20zM12 7v6M12 16.5v.5",
    "circle-half-stroke": "M12 3a9 9 0 100 18 9 9 0 000-18zM12 3v18M12 7h6M12 12h9M12 17h6",
    "circle-info": "M12 2a10 10 0 100 20 10 10 0 000-20zM12 11v6M12 7v.5",
    "code": "M8 6l-6 6 6 6M16 6l6 6-6 6",
    "download": "M12 3v12M6 10l6 6 6-6M4 20h16",
    "expand": "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
    "external-link": "M14 4h6v6M20 4L10 14M18 14v6H4V6h6",
    "file": "M6 2h8l5 5v15H6zM14 2v6h5",
    "file-lines": "M6 2h8l5 5v15H6zM14 2v6h5M9 13h7M9 17h7",
    "file-pdf": "M6 2h8l5 5v15H6zM14 2v6h5M9 18v-5h2.5a1.5 1.5 0 010 3H9",
    "fire": "M12 2c1 5 6 7 6 13a6 6 0 01-12 0c0-3 2-4 2-7 2 1 3 3 3 4 1-3 1-6 1-10z",
    "github": "M9 20c-4 1.5-4-2-6-2m12 4v-4c0-1-.3-1.7-.8-2 3-.4 6-1.5 6-7a5 5 0 00-1.4-3.7 5 5 0 00-.1-3.6"
    "s-1.2-.3-3.7 1.4a13 13 0 00-6 0C6.5 1.4 5.3 1.7 5.3 1.7a5 5 0 00-.1 3.6A5 5 0 003.8 9c0 5.5 3 6.6 6 7"
    "-.5.4-.8 1-.8 2v4",
    "home": "M3 11l9-8 9 8M5 10v11h5v-6h4v6h5V10",
    "lightbulb": "M9 18h6M10 22h4M8.5 15a6.5 6.5 0 117 0V16h-7z",
    "list": "M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1",
    "magnifying-glass": "M10.5 3a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM16 16l5.5 5.5",
    "moon": "M20 14.5A8.5 8.5 0 119.5 4a7 7 0 0010.5 10.5z",
    "outdent": "M21 5H3M21 19H3M21 12h-9M7 9l-4 3 4 3z",
    "pencil": "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
    "play": "M6 4l14 8-14 8z",
    "rocket": "M12 15l-3-3c1-5 4-9 11-10-1 7-5 10-10 11zM9 12l-5-1 3-4h4M12 15l1 5 4-3v-4M5 16c-2 1-2 5-2 5s4 0 5-2",
    "skull": "M12 2a9 9 0 00-5 16v4h10v-4a9 9 0 00-5-16zM9 11v1M15 11v1M10 22v-3M14 22v-3",
    "sun": "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4"
    "M17.6 6.4L19 5",
    "triangle-exclamation": "M12 3L1.5 21h21zM12 10v5M12 18v.1",
    "xmark": "M5 5l14 14M19 5L5 19",
}
ALIASES = {
    "pencil-alt": "pencil",
    "pencil-square": "pencil",
    "arrow-circle-up": "arrow-up",
    "chevron-down": "angle-down",
    "search": "magnifying-glass",
}
SIZES = {"fw", "lg", "sm", "xs", "xl", "2x", "1x", "solid", "regular", "brands"}

# selector of the sign in the theme's style sheet -> drawing
SIGNS = {
    ".admonition>.admonition-title::after": "circle-info",
    ".admonition.attention>.admonition-title::after": "circle-exclamation",
    ".admonition.caution>.admonition-title::after": "bolt",
    ".admonition.warning>.admonition-title::after": "triangle-exclamation",
    ".admonition.danger>.admonition-title::after": "fire",
    ".admonition.error>.admonition-title::after": "xmark",
    ".admonition.hint>.admonition-title::after": "lightbulb",
    ".admonition.tip>.admonition-title::after": "lightbulb",
    ".admonition.important>.admonition-title::after": "bullhorn",
    ".admonition.seealso>.admonition-title::after": "angle-right",
    ".admonition.admonition-todo>.admonition-title::after": "list",
    ".nav-link.nav-external::after": "external-link",
    "nav.bd-links li>a.reference.external::after": "external-link",
    "a.reference.download::before": "download",
    "a.github::before": "github",
    "div#searchbox p.highlight-link a::before": "magnifying-glass",
    "span.versionmodified::before": "circle-info",
    "i.fa-xmark::before": "xmark",
}

_ELEMENT = re.compile(r"<(i|span)\b([^>]*\bclass=\"([^\"]*\bfa[srb]?\b[^\"]*)\"[^>]*)>\s*</\1>")
_NAME = re.compile(r"\bfa-([a-z0-9-]+)")


def drawing(name: str) -> str | None:
    """Return the path of an icon by the theme's name for it, or None if it has not been drawn."""
    return DRAWINGS.get(ALIASES.get(name, name))


def svg(name: str, attributes: str = "") -> str:
    """Return an icon as an inline SVG element, hidden from screen readers (its button carries the name)."""
    return (
        f'<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" {attributes}fill="none" '
        'stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{drawing(name)}"/></svg>'
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
        if drawing(names[0]) is None:
            missing(names[0])
            return match[0]
        mode = re.search(r'\bdata-mode="[a-z]+"', match[2])
        attributes = f'class="icon svg-inline--fa {match[3].strip()}" ' + (f"{mode[0]} " if mode else "")
        return svg(names[0], attributes)

    return _ELEMENT.sub(replace, html)


def style_sheet() -> str:
    """Return the style sheet for the drawings and for the signs that the theme sets before or after an element."""
    rules = [
        "/* Written by egov.book.icons: the theme's icons without its icon font and script */",
        "svg.icon{display:inline-block;width:1.1em;height:1.1em;vertical-align:-.15em;overflow:visible}",
        "svg.icon.fa-lg{width:1em;height:1em;font-size:1.3rem;vertical-align:-.2em}",
        ".theme-switch-button svg.icon.theme-switch{display:none}",
        ",".join(
            f"html[data-mode={mode}] .theme-switch-button svg.icon.theme-switch[data-mode={mode}]"
            for mode in ("auto", "dark", "light")
        )
        + "{display:inline-block}",
        ",".join(SIGNS) + '{content:""!important;display:inline-block;width:1em;height:1em;background:currentColor;'
        "-webkit-mask:var(--sign) center/contain no-repeat;mask:var(--sign) center/contain no-repeat}",
        ".admonition>.admonition-title::after{width:1.1rem!important;height:1.1rem!important;top:.55rem!important}",
    ]
    for selector, name in SIGNS.items():
        picture = (
            svg(name).replace("currentColor", "black").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
        )
        rules.append(
            f'{selector}{{--sign:url("data:image/svg+xml,{quote(picture, safe=" =:/")}")}}'.replace("'", "%27")
        )
    return "\n".join(rules) + "\n"
