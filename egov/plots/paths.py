"""Write matplotlib's path data again, shorter: relative commands on a whole-number grid, which gzip packs well.

Points are rounded before differences are taken, so rounding never adds up along a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import fsum, hypot
from typing import Any

_SMOOTH = 1.5  # steps that a control point may be off; the curve moves by half of it at most
_FLAT = 1.0  # a curve whose control point is so near its chord is drawn as a line
_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "z"}
_COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")

Point = tuple[int, int]
Exact = tuple[float, float]


def tenths(number: int) -> str:
    """Write a count of tenths as a decimal number without needless characters.

    >>> [tenths(n) for n in (120, 125, -3, 0)]
    ['12', '12.5', '-.3', '0']
    """
    whole, tenth = divmod(abs(number), 10)
    return ("-" if number < 0 else "") + (str(whole) if whole or not tenth else "") + (f".{tenth}" if tenth else "")


def _joined(numbers: list[str]) -> str:
    """Numbers as path data, a minus sign standing for the space before it."""
    return "".join(f"{' ' if i and not number.startswith('-') else ''}{number}" for i, number in enumerate(numbers))


def _parsed(data: str) -> list[tuple[str, list[Exact]]]:
    """Commands of path data as text, with their points in tenths."""
    steps = []
    for command, text in _COMMAND.findall(data):
        numbers = [float(number) / 0.1 for number in text.split()]
        steps.append((command, list(zip(numbers[::2], numbers[1::2], strict=True))))
    return steps


def _closed(steps: Iterable[tuple[str, list[Exact]]]) -> list[tuple[str, list[Exact]]]:
    """The same commands without lines that ``z`` draws anyway."""
    kept: list[tuple[str, list[Exact]]] = []
    start: Exact = (0.0, 0.0)
    for command, points in steps:
        if command == "z" and kept and kept[-1][0] == "L" and _on_grid(kept[-1][1][0]) == _on_grid(start):
            kept.pop()
        start = points[0] if command == "M" else start
        kept.append((command, points))
    return kept


def _on_grid(point: Exact) -> Point:
    return round(point[0]), round(point[1])


def _shift(here: Point, there: Point) -> Point:
    return there[0] - here[0], there[1] - here[1]


def _line(x: str, y: str) -> str:
    return f"h{x}" if y == "0" else f"v{y}" if x == "0" else "l" + _joined([x, y])


def path(data: str) -> str:
    """Path data of a mark, in tenths of its unit (a CSS pixel).

    ``data`` holds matplotlib's absolute commands M, L, Q, C and z. Raises ValueError on a number that is none.

    >>> path("M 46 186.28 L 252.16 186.28 L 252.16 190 L 46 190 z")
    'm46 186.3h206.2v3.7h-206.2z'
    """
    parts: list[str] = []
    here = start = (0, 0)
    for command, exact in _closed(_parsed(data)):
        if command == "z":
            parts.append("z")
            here = start
            continue
        points = [_on_grid(point) for point in exact]
        numbers = [tenths(number) for point in points for number in _shift(here, point)]
        parts.append(_line(*numbers) if command == "L" else command.lower() + _joined(numbers))
        here = points[-1]
        start = here if command == "M" else start
    return "".join(parts)


def _flat(control: Exact, here: Point, end: Point) -> bool:
    """Whether a curve's control point lies beside the straight way, within ``_FLAT`` steps of it."""
    (dx, dy), (cx, cy) = _shift(here, end), (control[0] - here[0], control[1] - here[1])
    length = hypot(dx, dy)
    beside = length and abs(cx * dy - cy * dx) <= _FLAT * length
    return bool(beside) and -0.05 <= (cx * dx + cy * dy) / length**2 <= 1.05


def outline(vertices: Any, codes: Any) -> str:
    """Outline of a character as matplotlib gives it at size 100, on whole numbers: at 12 pixels a step is 0.12 pixels.

    Curves that are hardly bent become lines, and a curve that goes on smoothly from the last one leaves its control
    point to the reader (``t``), as the font itself does: what is drawn moves by a step or so at most.

    >>> corners = [(0, 0), (0, 5), (5, 5), (10, 5), (10, 0), (0, 0), (0, 0)]
    >>> outline(corners, [1, 3, 3, 3, 3, 2, 79])
    'm0 0q0 5 5 5t5-5z'
    """
    points, letters = [(float(x), float(y)) for x, y in vertices], [_LETTERS[int(code)] for code in codes]
    steps, k = [], 0
    while k < len(letters):
        count = {"Q": 2, "C": 3}.get(letters[k], 1)
        steps.append((letters[k], [] if letters[k] == "z" else points[k : k + count]))
        k += count
    parts: list[str] = []
    here = start = (0, 0)
    control: Point | None = None
    for command, exact in _closed(steps):
        if command == "z":
            parts.append("z")
            here, control = start, None
            continue
        before, control = control, None
        end = _on_grid(exact[-1])
        shift = [str(number) for number in _shift(here, end)]
        if command == "M":
            parts.append("m" + _joined(shift))
            start = end
        elif command == "L" or (command == "Q" and _flat(exact[0], here, end)):
            parts.append("" if end == here else _line(*shift))
        elif command == "Q":
            mirrored = (2 * here[0] - before[0], 2 * here[1] - before[1]) if before else None
            if mirrored and max(abs(mirrored[0] - exact[0][0]), abs(mirrored[1] - exact[0][1])) <= _SMOOTH:
                parts.append("t" + _joined(shift))
                control = mirrored
            else:
                control = _on_grid(exact[0])
                parts.append("q" + _joined([*(str(number) for number in _shift(here, control)), *shift]))
        else:
            numbers = [str(number) for point in exact for number in _shift(here, _on_grid(point))]
            parts.append("c" + _joined(numbers))
        here = end
    return "".join(parts)


def circle(data: str) -> tuple[str, str, str] | None:
    """Centre and radius of a path that is one of matplotlib's round markers, else None.

    >>> circle("M 0 4 L 4 0 L 0 0 z") is None
    True
    """
    steps = _closed(_parsed(data))
    if [command for command, _ in steps] != ["M", *"C" * 8, "z"]:
        return None
    on_it = [points[-1] for _, points in steps[:-1]]
    # fsum: from Python 3.12 on a plain sum has another last bit, and a middle between two tenths would fall either way
    x, y = (round(fsum(point[i] for point in on_it[1:]) / 8, 3) for i in (0, 1))
    radii = [hypot(px - x, py - y) for px, py in on_it]
    if max(radii) - min(radii) > 0.2:
        return None
    return tenths(round(x)), tenths(round(y)), tenths(round(round(fsum(radii) / 9, 3)))
