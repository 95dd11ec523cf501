"""Checks as small squares, one a check: where a set of documents is solid and where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from egov.plots.checks import known, require
from egov.plots.palette import ACCENT, FAINT, HATCH, INK, MUTED, PAPER, in_order
from egov.plots.sheet import BODY, MARGIN, SMALL, Sheet, text_width
from egov.plots.theme import themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

VERDICT_COLORS = {
    "contradicts": ACCENT,
    "misprint": "#e8a33d",
    "not_checkable": PAPER,
    "rounding": "#3a7ba3",
    "agrees": "#c3d3e0",
}
"""Faults first: that is the order in which a row shows them."""
VERDICT_LABELS = {
    "contradicts": "矛盾 contradicts",
    "misprint": "印误 misprint",
    "not_checkable": "无法核对 cannot be decided",
    "rounding": "四舍五入 rounding",
    "agrees": "一致 agrees",
}
_LOUD = ("contradicts", "misprint")
_SIZE, _PITCH = 6.0, 8.0


@themed
def verdict_grid(
    frame: pd.DataFrame,
    *,
    group: str,
    row: str,
    verdict: str = "verdict",
    group_labels: Mapping[str, str] | None = None,
    row_labels: Mapping[str, str] | None = None,
    title: str = "",
    subtitle: str = "",
    note: str = "",
) -> Figure:
    """One square a check, coloured by verdict, in rows of one kind under the heading of one document.

    Parameters
    ----------
    frame
        One row a check.
    group, row
        Columns with the heading and with the row below it, both in the order of first rows; each cell a text.
    verdict
        Column with ``agrees``, ``rounding``, ``contradicts``, ``misprint`` or ``not_checkable``.
    group_labels, row_labels
        Texts to print for them.

    Raises
    ------
    ValueError
        A column is missing, the frame is empty, or a verdict is unknown.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"document": ["a", "a"], "kind": ["x", "x"], "verdict": ["agrees", "misprint"]})
    >>> fig = verdict_grid(frame, group="document", row="kind")
    """
    who = "verdict_grid"
    require(frame, [group, row, verdict], who)
    known(frame, verdict, tuple(VERDICT_COLORS), who, "verdict")
    groups, rows = dict(group_labels or {}), dict(row_labels or {})
    sheet = Sheet(title, subtitle)
    present = set(frame[verdict])
    _legend(sheet, [v for v in VERDICT_COLORS if v in present])
    kinds = in_order(frame[row])
    gap = max(text_width(str(rows.get(k, k)), SMALL) for k in kinds) + 12
    left = MARGIN + gap
    counts_wide = text_width("000 + 00", SMALL)
    per_line = int((sheet.inner - gap - counts_wide - 8) // _PITCH)
    for name in in_order(frame[group]):
        part = frame[frame[group] == name]
        faults = int(part[verdict].isin(_LOUD).sum())
        sheet.y += 8
        sheet.text(MARGIN, sheet.y + 8, str(groups.get(name, name)), BODY, INK)
        words = f"{len(part)} checked, {faults} fail" if faults else f"{len(part)} checked, none fails"
        sheet.text(sheet.width - MARGIN, sheet.y + 8, words, SMALL, ACCENT if faults else MUTED, ha="right")
        sheet.y += 20
        for kind in [k for k in kinds if (part[row] == k).any()]:
            verdicts = part.loc[part[row] == kind, verdict].tolist()
            verdicts.sort(key=list(VERDICT_COLORS).index)
            sheet.text(MARGIN, sheet.y + _PITCH / 2 + 1, str(rows.get(kind, kind)), SMALL, MUTED)
            lines = -(-len(verdicts) // per_line)
            _squares(sheet, left, sheet.y + 2, verdicts, per_line)
            sheet.text(sheet.width - MARGIN, sheet.y + _PITCH / 2 + 1, str(len(verdicts)), SMALL, MUTED, ha="right")
            sheet.y += max(15.0, lines * _PITCH + 5)
    return sheet.finish(note)


def _legend(sheet: Sheet, verdicts: list[str]) -> None:
    """A square and a name for each verdict, wrapped."""
    x, y = MARGIN, sheet.y + 10
    for verdict in verdicts:
        wide = 16 + text_width(VERDICT_LABELS[verdict], SMALL + 0.5) + 18
        if x > MARGIN and x + wide > sheet.width - MARGIN:
            x, y = MARGIN, y + 20
        hollow = verdict == "not_checkable"
        colour = FAINT if hollow else VERDICT_COLORS[verdict]
        sheet.box(x, y - 5, 10, 10, colour, edge=HATCH if hollow else None)
        sheet.text(x + 16, y, VERDICT_LABELS[verdict], SMALL + 0.5, INK)
        x += wide
    sheet.y = y + 20


def _squares(sheet: Sheet, left: float, top: float, verdicts: list[str], per_line: int) -> None:
    """One path a verdict: a hundred squares cost the page what one does."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for verdict, colour in VERDICT_COLORS.items():
        corners, codes = [], []
        for number, each in enumerate(verdicts):
            if each != verdict:
                continue
            x, y = left + number % per_line * _PITCH, top + number // per_line * _PITCH
            corners += [(x, y), (x + _SIZE, y), (x + _SIZE, y + _SIZE), (x, y + _SIZE), (x, y)]
            codes += [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        if corners:
            hollow = verdict == "not_checkable"
            sheet.ax.add_patch(
                PathPatch(
                    Path(corners, codes),
                    facecolor=FAINT if hollow else colour,
                    edgecolor=HATCH if hollow else "none",
                    linewidth=1.0 if hollow else 0.0,
                    clip_on=False,
                )
            )


_SCRIPT = """<script>
(() => {
  const box = document.currentScript.parentElement;
  const [words, verdict] = box.querySelectorAll("input, select");
  const rows = [...box.querySelectorAll("tbody tr")];
  const text = rows.map((row) => row.textContent.toLowerCase());
  const count = box.querySelector("output");
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const right = !verdict.value || row.dataset.v === verdict.value;
      const fits = right && wanted.every((word) => text[i].includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    count.value = `${shown} / ${rows.length}`;
  };
  words.addEventListener("input", filter);
  verdict.addEventListener("change", filter);
  filter();
})();
</script>"""

_COLUMNS = ("verdict", "claim", "where", "published", "recomputed", "note", "check")


def checks_html(audit: pd.DataFrame) -> str:
    """Every check as a table row with a box to search and a choice of verdicts.

    A row has an id, so that it can be linked; document, line and place of print lead to the row of the data pages that
    holds the figure. Without a script it is the whole table.

    Parameters
    ----------
    audit
        Columns of ``derived/audit.csv``, and ``address``: where the row of the figure stands, seen from the page.
    """
    import html

    import pandas as pd

    columns = ["check", "claim", "source", "place", "line", "address", "published", "recomputed", "verdict", "note"]
    require(audit, columns, "checks")

    def text(value: object) -> str:
        return "" if pd.isna(value) else html.escape(str(value), quote=False)

    rows = []
    for row in audit.itertuples(index=False):
        line = "" if pd.isna(row.line) else f", line {int(row.line)}"
        where = f'<a href="{html.escape(row.address)}">{text(row.source)}{line}</a>: {text(row.place)}'
        cells = (row.verdict, row.claim, None, row.published, row.recomputed, row.note, row.check)
        shown = [where if i == 2 else text(cell) for i, cell in enumerate(cells)]
        shown[-1] = shown[-1].replace(".", ".<wbr>")
        body = "".join(f"<td>{cell}</td>" for cell in shown)
        rows.append(f'<tr id="{html.escape(row.check)}" data-v="{text(row.verdict)}">{body}</tr>')
    options = "".join(f'<option value="{v}">{label}</option>' for v, label in VERDICT_LABELS.items())
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    return (
        '<div class="audit-checks"><p>'
        '<label>Search <input type="search" placeholder="山西, digest, share_above"></label> '
        f'<label>Verdict <select><option value="">all</option>{options}</select></label> <output></output></p>'
        '<div style="max-height: 36rem; overflow: auto" tabindex="0" role="region" aria-label="All checks">\n'
        f'<table class="dataframe plain">\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + f"\n</tbody>\n</table></div>\n{_SCRIPT}</div>"
    )


def show_checks(audit: pd.DataFrame) -> None:
    """Display :func:`checks_html` in a notebook."""
    from IPython.display import display

    display({"text/html": checks_html(audit), "text/plain": f"<table: {len(audit)} checks>"}, raw=True)


def slips_html(slips: pd.DataFrame, documents: Mapping[str, str] | None = None) -> str:
    """Contradictions one by one: a list of titles, each with what is printed, what it is held against, what follows.

    Parameters
    ----------
    slips
        Columns slip, title, document, published, against, verdict, why, meaning; ``published`` is a list of pairs of
        a text and the address of its row.
    documents
        Names to print for the documents.
    """
    import html

    columns = ["slip", "title", "document", "published", "against", "verdict", "why", "meaning"]
    require(slips, columns, "slips")
    names = dict(documents or {})
    entries = []
    for row in slips.itertuples(index=False):
        cells = {c: html.escape(str(getattr(row, c)), quote=False) for c in columns}
        printed = "; ".join(
            f'<a href="{html.escape(address)}">{html.escape(text, quote=False)}</a>' for text, address in row.published
        )
        document = ", ".join(str(names.get(each, each)) for each in row.document.split("; "))
        entries.append(
            f'<dt id="slip-{cells["slip"]}"><strong>{cells["title"]}</strong> · {cells["verdict"]}</dt>\n<dd>'
            f"<p><em>{html.escape(document, quote=False)}</em>: {printed}. "
            f"Held against: {cells['against'].removesuffix('…')}{'…' if cells['against'].endswith('…') else '.'} "
            f"{cells['why']}.</p>"
            f"<p><em>For a user.</em> {cells['meaning']}</p></dd>"
        )
    return '<dl class="audit-slips">\n' + "\n".join(entries) + "\n</dl>"


def show_slips(slips: pd.DataFrame, documents: Mapping[str, str] | None = None) -> None:
    """Display :func:`slips_html` in a notebook."""
    from IPython.display import display

    text = f"<list: {len(slips)} slips>"
    display({"text/html": slips_html(slips, documents), "text/plain": text}, raw=True)
