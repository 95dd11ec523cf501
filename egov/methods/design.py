"""Designs from formulas, for fits and for predictions from new rows.

Where a formula names variables, new rows are read by the same formula; where a design was given as it is, new rows are
read by the names of its columns. Functions in a formula are those known where ``from_formula`` was called.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import patsy
from patsy.eval import ast_names

from egov.methods.checks import complete, design_matrix


@dataclass(frozen=True)
class Design:
    """Columns of a model's design and, where they come from a formula, how to make them from new rows."""

    names: tuple[str, ...]
    info: patsy.DesignInfo | None = None
    variables: tuple[str, ...] = ()

    def matrix(self, data: np.ndarray | pd.DataFrame) -> np.ndarray:
        """The design (m, k) of new rows: by the formula, by the names of the columns, or an array as it is.

        ``ValueError`` names a variable or column that is missing or unknown, and the first row with a missing value.
        """
        if self.info is None or not isinstance(data, pd.DataFrame):
            return design_matrix(data, self.names)
        complete(data, self.variables)
        (frame,) = patsy.build_design_matrices([self.info], data, NA_action="raise", return_type="dataframe")
        return design_matrix(frame[list(self.names)], self.names)


def by_formula(formula: str, data: pd.DataFrame, depth: int) -> tuple[pd.DataFrame, Design]:
    """The right side of a formula: its design for ``data``, and how to make it again from new rows.

    Parameters
    ----------
    formula
        Right side, such as ``belt + C(year)``.
    data
        Holds the variables, none of them missing.
    depth
        How many calls up the names of functions are looked for; 0 is the caller of this function.

    Examples
    --------
    >>> data = pd.DataFrame({"belt": ["east", "west", "west"], "x": [1.0, 2.0, 3.0]})
    >>> frame, design = by_formula("0 + np.log(x) + belt", data, 0)
    >>> design.names, design.matrix(pd.DataFrame({"x": [1.0], "belt": ["west"]})).tolist()
    (('belt[east]', 'belt[west]', 'np.log(x)'), [[0.0, 1.0, 0.0]])
    """
    environment = patsy.EvalEnvironment.capture(depth + 1)
    names = {
        n
        for term in patsy.ModelDesc.from_formula(formula).rhs_termlist
        for f in term.factors
        for n in ast_names(f.code)
    }
    variables = tuple(sorted(n for n in names if n in data.columns))
    complete(data, variables)
    frame = patsy.dmatrix(formula, data, eval_env=environment, NA_action="raise", return_type="dataframe")
    return frame, Design(tuple(frame.columns), frame.design_info, variables)
