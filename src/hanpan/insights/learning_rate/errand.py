"""The learning rate that suits a network of the board, found by short trainings on a fold's fit rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.files import from_plain, to_json
from hanpan.insights.networks import fold_rows
from hanpan.modeling.candidate import Candidate

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop

_SHAPE = ("activation", "dropout", "l1", "l2")


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate`` (of the plain network)."""
    from hanpan.modeling.networks.estimators.architecture import Architecture, build, start_weights
    from hanpan.modeling.networks.lessons.finder import RATES, find_learning_rate
    from hanpan.modeling.networks.stored import adapter

    bench = workshop.bench()
    candidate = from_plain(job["candidate"], Candidate)
    rows = fold_rows(bench, candidate, 0)
    told, y = candidate.parameters, rows.fit_y
    if bench.problem.task == "regression":
        y = (y - y.mean()) / (y.std() or 1.0)
    own = {name: told[name] for name in _SHAPE if name in told}
    classes = len(bench.problem.labels)
    shape = Architecture(n_inputs=rows.fit_x.shape[1], n_classes=classes, hidden=tuple(told["hidden"]), **own)
    model = build(shape)
    adapter.give_variables(model, start_weights(model, np.random.RandomState(0)))
    tried = [*RATES, float(told["learning_rate"])] if "learning_rate" in told else RATES
    found = find_learning_rate(model, rows.fit_x.astype(np.float32), y.astype(np.float32), rates=tried)
    return {"found": json.loads(to_json(found))}
