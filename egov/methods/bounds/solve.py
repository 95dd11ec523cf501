"""HiGHS on an assembled program, warm through ``highspy``.

A linear program is solved many times with changing cost, each from the basis of the one before. Choices are settled by
branch and bound on these warm programs (Land and Doig, 1960), where that takes long by the solver's own (Huangfu and
Hall, 2018), which spends more on its root than most of our programs need in all. The linear program with the choices
fixed then gives the value and the table, so that no tolerance on integrality enters the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import highspy
import numpy as np

from egov.methods.bounds.program import Program

TOLERANCE = 1e-9
CHOICES, NODES = 80, 200
"""Choices, and linear programs of one branch and bound, beyond which the solver's own takes over."""


class Solution(NamedTuple):
    """``optimal``, ``infeasible`` or ``unbounded``; the rest is set where optimal (multipliers: linear programs)."""

    status: str
    value: float = np.nan
    x: np.ndarray | None = None
    multipliers: np.ndarray | None = None


class SolverError(RuntimeError):
    """The solver could not say optimal, infeasible or unbounded."""


class Solver:
    """Minimises costs over one program: a highspy model of the linear one, where that takes long one with choices."""

    def __init__(self, program: Program) -> None:
        """Set up the linear program."""
        self.program = program
        self.linear = self._model(program, integer=False)
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
        """The least value of a cost given by column."""
        dense = np.zeros(len(self.columns))
        for j, c in cost.items():
            dense[j] = c
        if not self.program.linear:
            found = self._branched(dense) if len(self.choices) <= CHOICES else None
            return found or self._mixed(dense)
        if self.linear.getBasis().valid:
            # only the cost has changed, so the last basis is feasible: primal simplex goes on from it
            self.linear.setOptionValue("simplex_strategy", 4)
        return self._run(self.linear, dense)

    def _chosen(self, dense: np.ndarray, low: np.ndarray, high: np.ndarray) -> Solution:
        """The linear program with the choices between these ends."""
        self.linear.changeColsBounds(len(self.choices), self.choices, low, high)
        return self._run(self.linear, dense)

    def _settled(self, dense: np.ndarray, choices: np.ndarray) -> Solution:
        """The linear program with the choices settled, solved anew: a warm start may keep the tolerance of another."""
        self.linear.clearSolver()
        solution = self._chosen(dense, choices, choices)
        if solution.status != "optimal":
            raise SolverError("the choices of the mixed-integer program do not hold exactly: rescale the scores")
        return solution

    def _branched(self, dense: np.ndarray) -> Solution | None:
        """Depth first, the nearer end of the least settled choice first; None where that takes too long."""
        least, best = np.inf, None
        todo = [(-np.inf, self.program.lower[self.choices], self.program.upper[self.choices])]
        for _ in range(NODES):
            while todo and todo[-1][0] > least - TOLERANCE:
                todo.pop()
            if not todo:
                return Solution("infeasible") if best is None else self._settled(dense, best)
            _, low, high = todo.pop()
            found = self._chosen(dense, low, high)
            if found.status == "unbounded":
                return None
            if found.x is None or found.value > least - TOLERANCE:
                continue
            chosen = np.rint(found.x[self.choices])
            away = np.abs(found.x[self.choices] - chosen)
            j = int(np.argmax(away))
            if away[j] < TOLERANCE:
                least, best = found.value, chosen
                continue
            for end in (1 - chosen[j], chosen[j]):
                ends = low.copy(), high.copy()
                ends[0][j] = ends[1][j] = end
                todo.append((found.value, *ends))
        return None

    def _mixed(self, dense: np.ndarray) -> Solution:
        """The choices by the solver's own branch and cut."""
        found = self._run(self._model(self.program, integer=True), dense)
        return self._settled(dense, np.rint(found.x[self.choices])) if found.status == "optimal" else found

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
            duals = np.array(found.row_dual) if self.program.linear else None
            return Solution("optimal", float(dense @ x), x, duals)
        if status == kinds.kInfeasible:
            return Solution("infeasible")
        if status in (kinds.kUnbounded, kinds.kUnboundedOrInfeasible):
            if not dense.any():
                return Solution("infeasible")
            return Solution("unbounded" if self._run(model, np.zeros_like(dense)).x is not None else "infeasible")
        raise SolverError(f"HiGHS ended with {model.modelStatusToString(status)}")
