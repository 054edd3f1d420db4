"""The equation of the linear model of the board, and the same learnt by one node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.files import from_plain
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import fit_once

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop

MOST_COLUMNS = 60  # with more, an equation tells nobody anything
MOST_ROWS = 4000  # from which both are learnt for the comparison


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate`` (of linear or logistic regression). ``terms`` is empty where there are too many."""
    bench = workshop.bench()
    fitted = fit_once(bench, from_plain(job["candidate"], Candidate))
    model, names = fitted.estimator.fitted, list(fitted.preparer.feature_names_)
    slopes = np.atleast_2d(model.coef_)
    if len(slopes) > 1 or len(names) > MOST_COLUMNS:
        return {"terms": []}
    x = fitted.preparer.transform(bench.frame)
    numbers = {column.name for column in bench.schema.columns if column.kind == "number"}
    told = {
        "terms": names,
        "numeric": [name in numbers for name in names],
        "coefficients": slopes[0].tolist(),
        "constant": float(np.ravel(model.intercept_)[0]),
        "spreads": x.std(axis=0).tolist(),
        "rows": len(x),
        "spread_y": float(np.std(bench.y)),
    }
    if bench.problem.task == "regression":
        told["learnt"] = _learnt(x, bench.y)
    return told


def _learnt(x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Least squares and one node on the same rows, and how far their answers lie apart (share of y's spread)."""
    from hanpan.modeling.networks.estimators.line import UPDATES, dense_line

    rows = np.sort(np.random.default_rng(seed_for(0, "equation")).permutation(len(y))[:MOST_ROWS])
    x, y = x[rows], y[rows]
    weights, constant = dense_line(x, y)
    exact = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=1e-10)[0]
    gap = np.abs(x @ weights + constant - x @ exact[:-1] - exact[-1]).max() / (y.std() or 1.0)
    return {
        "node": weights.tolist(),
        "node_constant": constant,
        "exact": exact[:-1].tolist(),
        "exact_constant": float(exact[-1]),
        "gap": float(gap),
        "updates": UPDATES,
        "rows": len(rows),
    }
