"""Make matplotlib's SVG lean, scalable and accessible; plain text in, plain text out."""

from __future__ import annotations

import re
from html import escape

from egov.plots.paths import GLYPH_GRID, circle, outline, path, tenths

_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEWBOX = re.compile(r'viewBox="([^"]*)"')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_OUTLINE = re.compile(r'<path id="(g[^"]*)" d="([^"]*)" transform="scale\(0\.015625\)"/>')
_BLANK = re.compile(r'<path id="(g[^"]*)" transform="scale\(0\.015625\)"/>\s*')
_ROUND = re.compile(r'<path( id="[^"]*")? d="(M[^MLQz"]*z\s*)"')
_DATA = re.compile(r'(?<= d=")M [^"]*')
_TRANSLATE = re.compile(r"(?<=translate\()[^)]*")
_PLACE = re.compile(r'(?<= [xy]=")-?\d+\.\d+(?=")')
_USE = re.compile(r'(<use xlink:href="#[^"]*") transform="translate\(([-\d.]+) 0\)"/>')
_LONE = re.compile(r"<g>\n(<(?:path|circle) [^>]*/>)\n</g>")
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_AUTO_ID = re.compile(r'<g id="[A-Za-z][A-Za-z0-9.]*_\d+"')
_GLYPH = re.compile(r'(?<=["#])NotoSansSC-Regular-')
_INDENT = re.compile(r"\n\s*")


def _short(match: re.Match[str]) -> str:
    return _NUMBER.sub(lambda m: tenths(round(float(m[0]) * 10)), match[0])


def _round(match: re.Match[str]) -> str:
    found = circle(match[2])
    if found is None:
        return match[0]
    x, y, radius = found
    place = "" if (x, y) == ("0", "0") else f' cx="{x}" cy="{y}"'
    return f'<circle{match[1] or ""}{place} r="{radius}"'


def tidy(svg: str, *, name: str = "") -> str:
    """Shorten one SVG document that matplotlib wrote, and let it scale with the page.

    Coordinates keep one decimal (a tenth of a CSS pixel), glyph outlines whole 100ths of the size of the text, and a
    letter stands within half a hundredth of its size. Round markers become circles; blanks, generated ids of groups,
    the document type and the metadata go. The root keeps its ``viewBox`` and gets ``width`` and ``height`` in CSS
    pixels, a style that lets it shrink to its column, ``role="img"`` and the accessible name.

    Raises ValueError when ``svg`` is no SVG document with a view box.

    >>> tidy('<svg width="20pt" viewBox="0 0 20 10"><path d="M 0.12345 0 \\nL 1 1.0"/></svg>', name="A & B")
    ... # doctest: +ELLIPSIS
    '<svg ... role="img" aria-label="A &amp; B"...><path d="m.1 0l.9 1"/></svg>\\n'
    """
    root = _ROOT.search(svg)
    box = _VIEWBOX.search(root[0]) if root else None
    if not root or not box:
        raise ValueError("expected an SVG document with a viewBox, found none")
    _, _, wide, high = (float(part) for part in box[1].split())
    label = f' aria-label="{escape(" ".join(name.split()))}"' if name.strip() else ""
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}" '
        f'role="img"{label} style="max-width:100%;height:auto">'
    )
    body = _METADATA.sub("", svg[root.end() :])
    body = _AUTO_ID.sub("<g", body)
    body = _GLYPH.sub("g", body)
    for blank in _BLANK.findall(body):
        body = re.sub(rf'<use xlink:href="#{blank}"[^>]*/>\s*', "", body)
    body = _BLANK.sub("", body)
    scale = tenths(round(1000 / GLYPH_GRID))
    body = _OUTLINE.sub(lambda m: f'<path id="{m[1]}" d="{outline(m[2])}" transform="scale({scale})"/>', body)
    body = _ROUND.sub(_round, body)
    body = _DATA.sub(lambda m: path(m[0]), body)
    body = _TRANSLATE.sub(_short, body)
    body = _PLACE.sub(_short, body)
    body = _USE.sub(lambda m: f'{m[1]} x="{float(m[2]):.0f}"/>', body)
    body = _INDENT.sub("\n", body)
    body = _LONE.sub(r"\1", body)
    return opening + body.rstrip() + "\n"
