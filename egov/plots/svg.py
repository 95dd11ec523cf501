"""Make matplotlib's SVG lean, scalable and accessible; plain text in, plain text out."""

from __future__ import annotations

import re
from html import escape

_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEWBOX = re.compile(r'viewBox="([^"]*)"')
_HEAD = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_DATA = re.compile(r'(?<= d=")[^"]*')
_TRANSLATE = re.compile(r"(?<=translate\()[^)]*")
_PLACE = re.compile(r'(?<= [xy]=")-?\d+\.\d+(?=")')
_OUTLINE = re.compile(r'<path id="(g[^"]*)"(?: d="([^"]*)")? transform="scale\(0\.015625\)"/>')
_USE = re.compile(r'(<use xlink:href="#[^"]*") transform="translate\(([-\d.]+) 0\)"/>')
_COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")
_RECTANGLE = re.compile(r'<path d="M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4 z"')
_LONE = re.compile(r"<g>\n(<path [^>]*/>)\n</g>")
_LONG = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_AUTO_ID = re.compile(r'<g id="[A-Za-z][A-Za-z0-9.]*_\d+"')
_GLYPH = re.compile(r'(?<=["#])NotoSansSC-Regular-')
_INDENT = re.compile(r"\n\s*")


def _short(match: re.Match[str]) -> str:
    text = f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _shorten(match: re.Match[str]) -> str:
    return " ".join(_LONG.sub(_short, match[0]).split())


def _join(numbers: list[int]) -> str:
    """Numbers as SVG path data, a minus sign standing for the space before it."""
    return "".join(f"{' ' if i and n >= 0 else ''}{n}" for i, n in enumerate(numbers))


def _outline(match: re.Match[str]) -> str:
    """A glyph's outline in whole 500ths of its size, in relative commands."""
    name, data = match.groups()
    parts: list[str] = []
    here = start = (0, 0)
    for command, text in _COMMAND.findall(data or ""):
        if command == "z":
            parts.append("z")
            here = start
            continue
        numbers = [round(float(number) / 12.8) for number in text.split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        shifts = [(x - here[0], y - here[1]) for x, y in points]
        if command == "L" and not shifts[0][1]:
            parts.append(f"h{shifts[0][0]}" if shifts[0][0] else "")
        elif command == "L" and not shifts[0][0]:
            parts.append(f"v{shifts[0][1]}")
        else:
            parts.append(command.lower() + _join([number for shift in shifts for number in shift]))
        here = points[-1]
        if command == "M":
            start = here
    return f'<path id="{name}" d="{"".join(parts)}" transform="scale(.2)"/>'


def tidy(svg: str, *, width: float | None = None, name: str = "") -> str:
    """Shorten one SVG document that matplotlib wrote, and let it scale with the page.

    Coordinates keep two decimals (a hundredth of a CSS pixel), glyph outlines whole 500ths of the
    size of the text, and a letter stands within half a hundredth of its size; generated ids of groups, the
    document type and the metadata go. The root keeps its ``viewBox`` and gets ``width`` and ``height`` in CSS pixels
    (its natural size, or ``width`` and the height that follows), a style that lets it shrink to its column,
    ``role="img"`` and the accessible name.

    Raises ValueError when ``svg`` is no SVG document with a view box.

    >>> tidy('<svg width="20pt" viewBox="0 0 20 10"><path d="M 0.12345 0 \\nL 1 1.0"/></svg>', name="A & B")
    ... # doctest: +ELLIPSIS
    '<svg ... role="img" aria-label="A &amp; B"...><path d="M 0.12 0 L 1 1"/></svg>\\n'
    """
    root = _ROOT.search(svg)
    box = _VIEWBOX.search(root[0]) if root else None
    if not root or not box:
        raise ValueError("expected an SVG document with a viewBox, found none")
    _, _, natural_width, natural_height = (float(part) for part in box[1].split())
    wide = natural_width if width is None else float(width)
    high = wide * natural_height / natural_width
    label = f' aria-label="{escape(" ".join(name.split()))}"' if name.strip() else ""
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide:g}" height="{high:g}" viewBox="0 0 {natural_width:g} {natural_height:g}" '
        f'role="img"{label} style="max-width:100%;height:auto">'
    )
    body = _METADATA.sub("", svg[root.end() :])
    body = _DATA.sub(_shorten, body)
    body = _TRANSLATE.sub(_shorten, body)
    body = _PLACE.sub(lambda m: _short(m), body)
    body = _AUTO_ID.sub("<g", body)
    body = _GLYPH.sub("g", body)
    body = _OUTLINE.sub(_outline, body)
    body = _USE.sub(lambda m: f'{m[1]} x="{float(m[2]):.0f}"/>', body)
    body = _INDENT.sub("\n", body)
    body = _RECTANGLE.sub(r'<path d="M\1 \2H\3V\4H\1z"', body)
    body = _LONE.sub(r"\1", body)
    return opening + body.rstrip() + "\n"
