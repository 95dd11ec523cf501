"""Figures on a page: each in a box of its own, beside it the narrow drawing that a phone asks for instead."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container
from pathlib import Path

from egov.plots.theme import CHINESE, CHINESE_NARROW, NARROW, SVG

_FIGURE = re.compile(r'<img\b[^>]*\ssrc="([^"]*_images/)([0-9a-f]{64})\.svg"[^>]*>')
_PHONE = "(max-width: 600px)"  # as in custom.css


def narrow_drawings(root: Path, language: str = "en") -> dict[str, str]:
    """The narrow drawing of every figure of the notebooks, by the name that MyST-NB gives the figure: its digest."""
    found = {}
    shown, small = (CHINESE, CHINESE_NARROW) if language == "zh" else (SVG, NARROW)
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for data in (output.get("data", {}) for output in cell.get("outputs", [])):
                if small in data:
                    wide = "\n".join("".join(data[shown]).splitlines())
                    found[hashlib.sha256(wide.encode()).hexdigest()] = "".join(data[small])
    return found


def boxed(page: str, drawings: Container[str]) -> str:
    """The page with every figure in its box; a phone fetches the narrow drawing where there is one.

    >>> boxed('<img src="_images/' + "0" * 64 + '.svg">', [])  # doctest: +ELLIPSIS
    '<div class="figure-box"><img src="_images/0...0.svg"></div>'
    """

    def box(match: re.Match[str]) -> str:
        if match[2] not in drawings:
            return f'<div class="figure-box">{match[0]}</div>'
        source = f'<source media="{_PHONE}" srcset="{match[1]}{match[2]}-narrow.svg">'
        return f'<div class="figure-box narrow"><picture>{source}{match[0]}</picture></div>'

    return _FIGURE.sub(box, page)
