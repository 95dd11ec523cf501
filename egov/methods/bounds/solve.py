"""HiGHS on an assembled program, warm through ``highspy``.

A linear program is solved many times with changing cost, each from the basis of the one before. A mixed-integer
program settles the choices first; the linear program with the choices fixed then gives the value and the table, so
that no tolerance on integrality enters the answer (Huangfu and Hall, 2018, on the solver).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import NamedTuple, Protocol

import highspy
import numpy as np

from egov.methods.bounds.program import Program

TOLERANCE = 1e-9


class Solution(NamedTuple):
    """``optimal``, ``infeasible`` or ``unbounded``; the rest is set where optimal (multipliers: linear programs)."""

    status: str
    value: float = np.nan
    x: np.ndarray | None = None
    multipliers: np.ndarray | None = None


class Solver(Protocol):
    """Minimises costs over one program."""

    def minimise(self, cost: Mapping[int, float]) -> Solution:
        """The least value of a cost given by column."""


class SolverError(RuntimeError):
    """The solver could not say optimal, infeasible or unbounded."""


def solver_for(program: Program) -> Solver:
    """A solver of a program."""
    return _Warm(program) if len(program.row_lower) else _Box(program)


class _Box:
    """No rows: each column goes to the end that its cost prefers."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def minimise(self, cost: Mapping[int, float]) -> Solution:
        p = self.program
        x = np.where(np.isfinite(p.lower), p.lower, np.where(np.isfinite(p.upper), p.upper, 0.0))
        for j, c in cost.items():
            x[j] = p.lower[j] if c > 0 else p.upper[j]
        if not np.isfinite(x).all():
            return Solution("unbounded")
        return Solution("optimal", fsum(c * x[j] for j, c in cost.items()), x, np.zeros(0))


class _Warm:
    """One highspy model of the linear program, and one of the mixed-integer program where choices are left."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.linear = self._model(program, integer=False)
        self.mixed = None if program.linear else self._model(program, integer=True)
        self.columns = np.arange(len(program.lower), dtype=np.int32)
        self.choices = np.flatnonzero(program.integer).astype(np.int32)

    @staticmethod
    def _model(program: Program, *, integer: bool):
        model = highspy.Highs()
        options = {
            "output_flag": False,
            "parallel": "off",
            "primal_feasibility_tolerance": TOLERANCE,
            "dual_feasibility_tolerance": TOLERANCE,
            "mip_feasibility_tolerance": TOLERANCE,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": TOLERANCE,
        }
        for option, value in options.items():
            model.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(program.lower), len(program.row_lower)
        lp.col_cost_ = np.zeros(len(program.lower))
        lp.col_lower_, lp.col_upper_ = program.lower, program.upper
        lp.row_lower_, lp.row_upper_ = program.row_lower, program.row_upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.start, program.index, program.value
        if integer:
            kinds = highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger if is_int else kinds.kContinuous for is_int in program.integer]
        model.passModel(lp)
        return model

    def minimise(self, cost: Mapping[int, float]) -> Solution:
        dense = np.zeros(len(self.columns))
        for j, c in cost.items():
            dense[j] = c
        if self.mixed is None and self.linear.getBasis().valid:
            # only the cost has changed, so the last basis is feasible: primal simplex goes on from it
            self.linear.setOptionValue("simplex_strategy", 4)
        if self.mixed is not None:
            chosen = self._run(self.mixed, dense)
            if chosen.status != "optimal":
                return chosen
            fixed = np.rint(chosen.x[self.choices])
            self.linear.changeColsBounds(len(self.choices), self.choices, fixed, fixed)
        solution = self._run(self.linear, dense)
        if self.mixed is not None and solution.status != "optimal":
            raise SolverError("the choices of the mixed-integer program do not hold exactly: rescale the scores")
        return solution

    def _run(self, model, dense: np.ndarray) -> Solution:
        model.changeColsCost(len(dense), self.columns, dense)
        model.run()
        status, kinds = model.getModelStatus(), highspy.HighsModelStatus
        decided = (kinds.kOptimal, kinds.kInfeasible, kinds.kUnbounded, kinds.kUnboundedOrInfeasible)
        for presolve in ("choose", "off"):
            if status not in decided:
                # going on from the last basis failed (rounding): forget it and start anew, by dual simplex
                model.clearSolver()
                model.setOptionValue("simplex_strategy", 1)
                model.setOptionValue("presolve", presolve)
                model.run()
                model.setOptionValue("presolve", "choose")
                status = model.getModelStatus()
        if status == kinds.kOptimal:
            found = model.getSolution()
            x = np.array(found.col_value)
            duals = np.array(found.row_dual) if self.mixed is None else None
            return Solution("optimal", float(dense @ x), x, duals)
        if status == kinds.kInfeasible:
            return Solution("infeasible")
        if status in (kinds.kUnbounded, kinds.kUnboundedOrInfeasible):
            if not dense.any():
                return Solution("infeasible")
            return Solution("unbounded" if self._run(model, np.zeros_like(dense)).x is not None else "infeasible")
        raise SolverError(f"HiGHS ended with {model.modelStatusToString(status)}")
