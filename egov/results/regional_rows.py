"""The regional chapter's tables and pictures as rows: estimates as text with their ends, gaps and effects by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egov.results.regional_groups import CONTRAST_LABELS, SLOGAN
from egov.results.regional_opinion import CUTS, MODELS, ODDS
from egov.results.wording import fixed

if TYPE_CHECKING:
    import pandas as pd

NBSP = "\N{NO-BREAK SPACE}"
PARTS = {"between": "之间 Between", "within": "内部 Within"}


def with_ends(
    frame: pd.DataFrame, name: str, lower: str = "lower", upper: str = "upper", decimals: int = 2
) -> list[str]:
    """A column with its interval in brackets, row by row; the estimate alone where an end is missing.

    Spaces inside the brackets do not break, so that a cell of a narrow table breaks before them.

    >>> import pandas as pd
    >>> cells = with_ends(pd.DataFrame({"x": [0.5, -1.0], "lower": [-0.25, None], "upper": [1.0, None]}), "x")
    >>> [cell.split(" ") for cell in cells]
    [['0.50', '(−0.25\xa0to\xa01.00)'], ['−1.00']]
    """
    out = []
    for value, low, high in zip(frame[name], frame[lower], frame[upper], strict=True):
        known = low == low and high == high and low is not None
        out.append(fixed(value, decimals) + (f" ({_joined(low, high, decimals)})" if known else ""))
    return out


def _joined(low: float, high: float, decimals: int) -> str:
    return f"{fixed(low, decimals)}{NBSP}to{NBSP}{fixed(high, decimals)}"


def ends(frame: pd.DataFrame, lower: str, upper: str, decimals: int = 2) -> list[str]:
    """Two columns of ends as text, row by row.

    >>> import pandas as pd
    >>> ends(pd.DataFrame({"a": [-1.0], "b": [2.5]}), "a", "b")
    ['−1.00\xa0to\xa02.50']
    """
    return [_joined(low, high, decimals) for low, high in zip(frame[lower], frame[upper], strict=True)]


def gap_rows(gaps: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """The two gaps by year for the picture: section, year, bound_low, bound_high, low, high, model, scores, words."""
    import pandas as pd

    own = gaps[(gaps["unit_type"] == unit_type) & (gaps["weighting"] == "unit") & gaps["contrast"].isin(SLOGAN)]
    rows = []
    for (name, year), part in own.groupby(["contrast", "year"]):
        by = part.set_index(part["method"].astype(str))
        bound, model = by.loc["bounds"], by.loc["interval_regression"]
        scores = by.loc["published_scores", "estimate"] if "published_scores" in by.index else None
        rows.append(
            (
                CONTRAST_LABELS[str(name)],
                str(year),
                bound["lower"],
                bound["upper"],
                model["lower"],
                model["upper"],
                model["estimate"],
                scores,
                "proven" if bound["lower"] > 0 or bound["upper"] < 0 else "open",
            )
        )
    columns = ["section", "year", "bound_low", "bound_high", "low", "high", "model", "scores", "words"]
    return pd.DataFrame(rows, columns=columns).astype({"scores": float})


def effect_rows(tests: pd.DataFrame, unit_type: str, contrasts: tuple[str, ...] = SLOGAN) -> pd.DataFrame:
    """Effects by contrast and year for the picture: section (with n), year, effect, lower, upper, detectable, words."""
    own = tests[(tests["unit_type"] == unit_type) & tests["contrast"].isin(contrasts)].astype({"contrast": str})
    own = own.sort_values(["contrast", "year"], key=lambda c: c.map(contrasts.index) if c.name == "contrast" else c)
    return own.assign(
        section=[f"{CONTRAST_LABELS[name]}, n = {n}" for name, n in zip(own["contrast"], own["n"], strict=True)],
        year=own["year"].astype(str),
        words=[f"{p:.3f}" if p >= 0.001 else "< 0.001" for p in own["p_holm"]],
    ).reset_index(drop=True)


def spread_rows(spread: pd.DataFrame, unit_type: str, grouping: str = "belt") -> pd.DataFrame:
    """Spread between and within groups by year for the picture: section, year, estimate, lower, upper."""
    own = spread[(spread["unit_type"] == unit_type) & (spread["grouping"] == grouping)]
    own = own.astype({"part": str}).sort_values(["part", "year"], ignore_index=True)
    return own.assign(section=own["part"].map(PARTS), year=own["year"].astype(str))


def opinion_rows(table: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """What each model says of one kind of unit, a row a question: contrast, measure, one column of text a model."""
    own = table[table["unit_type"] == unit_type].astype({"contrast": str, "measure": str, "model": str})
    own = own.assign(text=with_ends(own, "estimate", decimals=1))
    wide = own.pivot(index=["contrast", "measure"], columns="model", values="text").reindex(columns=list(MODELS))
    rows = [(contrast, measure) for contrast in SLOGAN for measure in (ODDS, *CUTS)]
    return wide.reindex(rows).fillna("–").reset_index()
