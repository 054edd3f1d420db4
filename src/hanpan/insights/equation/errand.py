"""The equation of the linear model of the board, and the same learnt by one node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from hanpan.foundation.randomness import seed_for
from hanpan.insights.equation.record import Equation, Learnt
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.errands import Errand

MOST_COLUMNS = 60  # with more, an equation tells nobody anything
MOST_ROWS = 4000  # from which both are learnt for the comparison


@dataclass(frozen=True, kw_only=True)
class WriteEquation(Errand):
    """The linear or logistic regression of a Candidate."""

    answer: ClassVar = Equation | None

    def do(self, bench: Bench, seconds: float) -> Equation | None:
        """Its equation; None where there are several, or too many terms."""
        del seconds
        fitted = fit_once(bench, self.candidate)
        model, names = fitted.estimator.fitted, list(fitted.preparer.feature_names_)
        slopes = np.atleast_2d(model.coef_)
        if len(slopes) > 1 or len(names) > MOST_COLUMNS:
            return None
        x = fitted.preparer.transform(bench.frame)
        numbers = {column.name for column in bench.schema.columns if column.kind == "number"}
        return Equation(
            algorithm=self.candidate.algorithm,
            penalty=self.candidate.parameters.get("penalty", "none"),
            terms=names,
            numeric=[name in numbers for name in names],
            coefficients=slopes[0].tolist(),
            constant=float(np.ravel(model.intercept_)[0]),
            spreads=x.std(axis=0).tolist(),
            rows=len(x),
            spread_y=float(np.std(bench.y)),
            learnt=_learnt(x, bench.y) if bench.problem.task == "regression" else None,
        )


def _learnt(x: np.ndarray, y: np.ndarray) -> Learnt:
    """Least squares and one node on the same rows, and how far their answers lie apart (share of y's spread)."""
    from hanpan.modeling.networks.estimators.line import UPDATES, dense_line

    rows = np.sort(np.random.default_rng(seed_for(0, "equation")).permutation(len(y))[:MOST_ROWS])
    x, y = x[rows], y[rows]
    weights, constant = dense_line(x, y)
    exact = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=1e-10)[0]
    gap = np.abs(x @ weights + constant - x @ exact[:-1] - exact[-1]).max() / (y.std() or 1.0)
    return Learnt(
        node=weights.tolist(),
        node_constant=constant,
        exact=exact[:-1].tolist(),
        exact_constant=float(exact[-1]),
        gap=float(gap),
        updates=UPDATES,
        rows=len(rows),
    )
