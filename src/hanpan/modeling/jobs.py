"""The jobs a worker can do: a trial, a fit for good, an errand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.foundation.files import from_json
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.errands import errand
from hanpan.modeling.fitting import Bench, NotFiniteError, fit_once, run_trial
from hanpan.modeling.journal import array_bytes
from hanpan.modeling.progress import about
from hanpan.modeling.session import Session
from hanpan.modeling.stopwatch import limited_to
from hanpan.modeling.stored import store_fit

ANSWERS = "answers"


class Workshop:
    """What one worker holds: the session's rows, loaded at the first job that needs them."""

    def __init__(self, session_folder: str) -> None:
        self._session = Session(Path(session_folder))
        self._bench: Bench | None = None

    def answer(self, line: bytes) -> bytes:
        """Do the job of a line; the answer is one line of JSON (large parts are left in files)."""
        job = json.loads(line)
        try:
            told = self._do(job)
            return msgspec.json.encode({"id": job["id"], "status": "done", **told})
        except MemoryError:
            return msgspec.json.encode({"id": job["id"], "status": "failed", "failure_kind": "memory", "failure": ""})
        except Exception as error:
            kind = failure_kind(error)
            return msgspec.json.encode(
                {"id": job["id"], "status": "failed", "failure_kind": kind, "failure": one_line(error)}
            )

    def _do(self, job: dict[str, Any]) -> dict[str, Any]:
        if job["kind"] == "trial":
            return self.do_trial(job)
        if job["kind"] == "fit":
            return self.do_fit(job)
        with about(algorithm=job.get("candidate", {}).get("algorithm", "network")):
            return errand(job["kind"])(self, job)

    def do_trial(self, job: dict[str, Any]) -> dict[str, Any]:
        """Score a Candidate on the folds."""
        candidate = _candidate(job)
        with about(algorithm=candidate.algorithm, candidate=candidate.key):
            trial, outputs = run_trial(self.bench(), candidate, job.get("seconds"))
        return {"trial": msgspec.Raw(msgspec.json.encode(trial)), "outputs": self._leave(job, array_bytes(outputs))}

    def do_fit(self, job: dict[str, Any]) -> dict[str, Any]:
        """Fit for good on ``development`` or ``all`` rows; leaves the stored part and its outputs on hold-out rows."""
        candidate, bench = _candidate(job), self.bench()
        holdout, holdout_y = self._session.rows("holdout")
        if job["rows"] == "all":
            bench = _joined(bench, holdout, holdout_y)
        with about(algorithm=candidate.algorithm, candidate=candidate.key), limited_to(job.get("seconds")):
            fitted = fit_once(bench, candidate, job.get("rounds"))
        stored = store_fit(candidate, fitted, bench.problem.n_outputs, bench.frame.head(50))
        told = {"part": self._leave(job, msgspec.msgpack.encode(stored))}
        if job["rows"] == "development" and len(holdout):
            told["outputs"] = self._leave(job, array_bytes(fitted.output(holdout)), "outputs")
        return told

    def bench(self) -> Bench:
        """The development rows."""
        if self._bench is None:
            self._bench = self._session.bench()
        return self._bench

    def _path(self, job: dict[str, Any], name: str) -> Path:
        folder = self._session.folder / ANSWERS
        folder.mkdir(exist_ok=True)
        return folder / f"{job['id']}.{name}"

    def _leave(self, job: dict[str, Any], content: bytes, name: str = "bin") -> str:
        path = self._path(job, name)
        path.write_bytes(content)
        return str(path)


def failure_kind(error: Exception) -> str:
    """What kind of failure an error is."""
    if isinstance(error, NetworkError) and error.key == "network_diverged":
        return "diverged"
    return "not_finite" if isinstance(error, NotFiniteError) else "error"


def one_line(error: BaseException) -> str:
    """An error of a library in one technical line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def _candidate(job: dict[str, Any]) -> Candidate:
    return from_json(json.dumps(job["candidate"]).encode(), Candidate)


def _joined(bench: Bench, holdout: Any, holdout_y: np.ndarray) -> Bench:
    import pandas as pd

    if not len(holdout):
        return bench
    frame = pd.concat([bench.frame, holdout], ignore_index=True)
    return replace(bench, frame=frame, y=np.concatenate([bench.y, holdout_y]), folds=[])
