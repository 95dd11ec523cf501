"""Rows on one axis: sorted dots (Cleveland), and intervals with the bars that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from egov.plots.checks import check
from egov.plots.palette import UNIT_TYPE_LABELS, in_order
from egov.plots.rows import SERIES, Rows, round_limits
from egov.plots.sheet import SMALL, Card, Key, Sheet, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

WIDE, LINE, POINT = "#c9d7ea", "#072f68", "#d9822b"
"""Pale bar, interval and second point."""
_DOT = 10.6


@themed
def dot_plot(
    frame: pd.DataFrame,
    value: str,
    label: str,
    *,
    label2: str | None = None,
    group: str | None = None,
    low: str | None = None,
    high: str | None = None,
    section: str | None = None,
    reference: float | None = None,
    reference_label: str = "",
    sort: bool = True,
    limits: tuple[float, float] | None = None,
    axis_label: str = "",
    value_format: str = "{:.2f}",
    **card: Unpack[Card],
) -> Figure:
    """One row a label, a dot at its value, the value printed beside it; rows sorted by value, largest on top.

    Parameters
    ----------
    frame
        One row a label (and group) with the number ``value``; rows without a value are left out.
    label, label2
        Columns with the name of a row and a second, muted one (English).
    group
        Column with a second series (provinces, cities), instead of an interval: two dots a row, joined by a line;
        values stand beside the outermost dots.
    low, high
        Columns with the ends of an interval, drawn as a line through the dot.
    section
        Column that gathers rows under a heading, in the order of first rows; rows are sorted inside.
    reference, reference_label
        A vertical line and its name, which stands above the rows.
    sort
        By value (of the first group that a row has); else the rows keep the frame's own order.
    limits
        Ends of the axis; by default round numbers outside the data.

    Raises
    ------
    ValueError
        A column is missing or not numeric, only one of ``low`` and ``high`` is given, an interval does not hold its
        value, there are more groups than colours, a label occurs twice in a group, a label or section is empty, no row
        has a value, or a value lies outside ``limits``.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"region": ["华东", "西北"], "mean": [90.94, 79.55]})
    >>> fig = dot_plot(frame, "mean", "region", reference=87.21, reference_label="全国 nation")
    """
    names = [name for name in (section, label, group) if name]
    check(frame, [label2], key=names, numbers=[value, low, high], filled=names)
    if (low is None) != (high is None) or (group and low):
        raise ValueError("an interval needs both low and high, and no groups")
    frame = frame[frame[value].notna()]
    if frame.empty:
        raise ValueError(f"column {value!r} has no value")
    ends = [value, low or value, high or value]
    bad = (frame[ends[1]] > frame[value]) | (frame[ends[2]] < frame[value])
    if bad.any():
        raise ValueError(f"the interval does not hold the value of {frame.loc[bad, label].iloc[0]!r}")
    groups = in_order(frame[group]) if group else [None]
    if len(groups) > len(SERIES):
        raise ValueError(f"{len(groups)} groups in column {group!r}, at most {len(SERIES)}")
    palette = dict(zip(groups, SERIES, strict=False))
    span = limits or round_limits([*frame[ends].to_numpy(float).ravel(), *([] if reference is None else [reference])])
    for column in ends:
        if not frame[column].dropna().between(*span).all():
            raise ValueError(f"column {column!r} has values outside limits {span[0]:g} to {span[1]:g}")

    sheet = Sheet(**card)
    if group is not None:
        sheet.legend([Key(str(UNIT_TYPE_LABELS.get(each, each)), palette[each], "dot") for each in groups])
        sheet.y += 2
    places = {name: number for number, name in enumerate(frame[section].unique())} if section else {}
    frame = frame.assign(
        _row=frame.groupby([name for name in (section, label) if name], sort=False, observed=True).ngroup(),
        _group=frame[group].map(groups.index).astype(int) if group else 0,
        _section=frame[section].map(places).astype(int) if section else 0,
    ).sort_values("_group", kind="stable")
    first = -frame.groupby("_row")[value].transform("first") if sort else frame["_row"]
    frame = frame.assign(_first=first).sort_values(["_section", "_first", "_row"], kind="stable")
    room = 12 + max(text_width(value_format.format(number), SMALL) for number in frame[value])
    rows = Rows(sheet, frame.drop_duplicates("_row"), label, label2, section, head=reference is not None)
    ax = rows.axes(span, room, 4.0)
    if reference is not None:
        rows.reference(reference, reference_label or value_format.format(reference))
    own = frame.groupby("_row", sort=False)
    ax.hlines(rows.y, own[value].min(), own[value].max(), color="#aeb6bf", linewidth=2.2, zorder=2)
    if low:
        ax.hlines(rows.y, frame[low], frame[high], color=SERIES[0], linewidth=2.2, alpha=0.55)
    dots: dict[tuple[float, str], list[tuple[float, float]]] = {}
    for y, (_, members) in zip(rows.y, own, strict=True):
        values = members[value].astype(float).tolist()
        under = [sum(abs(n - x) < rows.pixel for n in values[k + 1 :]) for k, x in enumerate(values)]
        for x, each, covered in zip(values, members[group] if group else [None], under, strict=True):
            # what lies under another dot shows as its rim
            dots.setdefault((_DOT + 5 * covered, palette[each]), []).append((x, y))
        reach = (9.0 + 2.5 * any(under)) * rows.pixel
        last, first = values.index(max(values)), values.index(min(values))
        for spot, sign, side in ((last, 1, 2), (first, -1, 1))[: len(values)]:
            end = float(members[ends[side]].iloc[spot])
            at = sign * max(sign * values[spot] + reach, sign * end + 4 * rows.pixel)
            rows.number(at, y, value_format.format(values[spot]), "left" if sign > 0 else "right")
    for (size, colour), points in sorted(dots.items(), key=lambda each: -each[0][0]):
        ax.plot(*zip(*points, strict=True), "o", color=colour, markersize=size, markeredgewidth=0, clip_on=False)
    rows.label(axis_label)
    return sheet.finish()


@themed
def interval_rows(
    frame: pd.DataFrame,
    label: str,
    *,
    wide: tuple[str, str] | None = None,
    inner: tuple[str, str] | None = None,
    dot: str | None = None,
    point: str | None = None,
    ring: bool = False,
    names: Mapping[str, str] | None = None,
    label2: str | None = None,
    section: str | None = None,
    text: str | None = None,
    text_head: str = "",
    reference: float | None = None,
    axis_label: str = "",
    **card: Unpack[Card],
) -> Figure:
    """One row a label in the frame's order: a pale bar, an interval line with its dot, and a second point.

    Parameters
    ----------
    frame
        One row a label (and section). A cell that is missing is not drawn.
    wide, inner
        Columns with the ends of the bar and of the line.
    dot, point
        Columns with the dot on the line and with a second point.
    ring
        Draw the second point as a ring that leaves the dot visible where both fall together.
    names
        Legend text of ``wide``, ``inner`` and ``point``, those that are drawn.
    label2
        Column with a second, muted name.
    section
        Column that gathers rows under a heading, in the order of first rows.
    text, text_head
        Column with words printed at the right end of each row, and their heading.
    reference
        A vertical line, such as zero.

    Raises
    ------
    ValueError
        A column is missing or not numeric, a label occurs twice in a section, nothing is drawn.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"year": ["2020", "2021"], "a": [-2.0, 5.6], "b": [20.0, 12.4], "x": [8.0, 7.6]})
    >>> fig = interval_rows(frame, "year", wide=("a", "b"), dot="x", names={"wide": "bounds"}, reference=0)
    """
    numbers = [*(wide or ()), *(inner or ()), *(c for c in (dot, point) if c)]
    check(frame, [label2, text], key=[section, label], numbers=numbers)
    if not numbers or frame[numbers].isna().all(axis=None):
        raise ValueError("nothing to draw")
    sheet = Sheet(**card)
    keys = {"wide": Key("", WIDE), "inner": Key("", LINE, "line"), "point": Key("", POINT, "ring" if ring else "dot")}
    if names:
        sheet.legend([Key(names[k], keys[k].colour, keys[k].kind) for k in keys if k in names])
        sheet.y += 2
    rows = Rows(sheet, frame, label, label2, section, head=bool(text_head))
    words = frame[text].astype(str).tolist() if text else []
    right = max([text_width(w, SMALL) + 10 for w in [*words, text_head] if w], default=0.0)
    drawn = [*frame[numbers].to_numpy(float).ravel(), *([] if reference is None else [reference])]
    ax = rows.axes(round_limits(drawn), 6.0, right + 4)
    if text:
        rows.words(words, rows.right - 4, text_head)
    if reference is not None:
        rows.reference(reference)

    frame = frame.assign(y=rows.y)
    if wide:
        own = frame.dropna(subset=list(wide))
        long = (own[wide[1]] - own[wide[0]]).clip(lower=1.5 * rows.pixel)
        rows.bars(own["y"], own[wide[0]], long, 13, WIDE)
    if inner:
        own = frame.dropna(subset=list(inner))
        high = own[inner[1]].clip(lower=own[inner[0]] + 1.5 * rows.pixel)
        ax.hlines(own["y"], own[inner[0]], high, color=LINE, linewidth=3, zorder=2.5, clip_on=False)
    edge = {"markersize": 12, "markeredgewidth": 2, "markerfacecolor": "none"} if ring else {}
    for column, colour, more in ((dot, LINE, {}), (point, POINT, edge)):
        if column:
            look = {"markersize": _DOT, "markeredgewidth": 0, "linewidth": 0} | more
            ax.plot(frame[column], frame["y"], "o", color=colour, zorder=3, clip_on=False, **look)
    rows.label(axis_label)
    return sheet.finish()
