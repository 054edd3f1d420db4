"""A network fitted on the development rows, and what its hidden nodes do there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import from_plain, to_json
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import fit_once

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop

MOST_ROWS = 1000  # rows looked at


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate``, ``rounds`` (epochs). ``insides`` is None for a network that cannot be looked into."""
    from hanpan.modeling.networks.plain.insides import insides

    bench = workshop.bench()
    candidate = from_plain(job["candidate"], Candidate)
    fitted = fit_once(bench, candidate, job.get("rounds"))
    random = np.random.default_rng(seed_for(0, "insides"))
    rows = np.sort(random.permutation(len(bench.y))[:MOST_ROWS])
    network, preparer = fitted.estimator.fitted, fitted.preparer
    categories = [column.name for column in bench.schema.columns if column.kind not in ("number", "ordered", "date")]
    try:
        found = insides(
            network,
            preparer.transform(bench.frame.iloc[rows]),
            preparer.sources_,
            bench.y[rows],
            labels=bench.problem.labels,
            categories=categories,
        )
    except UsageError:
        return {"insides": None}
    return {"insides": json.loads(to_json(found))}
