"""A network that the search did not come to, tried on the folds like any other candidate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hanpan.foundation.files import from_plain, to_json
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import run_trial

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop

_SHARE = 0.8  # of its time; a network ends by then with what it has


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate``, ``seconds``."""
    candidate = from_plain(job["candidate"], Candidate)
    tried = run_trial(workshop.bench(), candidate, _SHARE * job["seconds"])
    return {"trial": json.loads(to_json(tried.trial))}
