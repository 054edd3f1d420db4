"""The jobs a worker can do: a trial, a fit for good, an errand."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import msgspec

from hanpan.business.metrics import metric
from hanpan.foundation.budget import CLOCK
from hanpan.foundation.errors import NetworkError
from hanpan.foundation.files import from_plain
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.estimators.scikit import load_class
from hanpan.modeling.fitting.fitting import NotFiniteError, Tried, fit_once, run_trial
from hanpan.modeling.fitting.stored import as_bytes, store_fit
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.listening.progress import about
from hanpan.modeling.listening.stopwatch import CalledOffError, begin, limited_to
from hanpan.modeling.workers.errands import errand
from hanpan.modeling.workers.journal import array_bytes
from hanpan.modeling.workers.session import Session

ANSWERS = "answers"


class Workshop:
    """What one worker holds: the session's rows, loaded at the first job that needs them."""

    def __init__(self, session_folder: str) -> None:
        self._session = Session(Path(session_folder))
        self._bench: Bench | None = None

    def load(self, line: bytes) -> str:
        """Import what the job of a line needs; its name, as ``Job.needs``. What cannot be imported, the job tells."""
        job = json.loads(line)
        begin(job["id"])
        name = str(job.get("candidate", {}).get("algorithm", ""))
        with contextlib.suppress(Exception):
            entry = algorithm(name)
            load_class(entry.estimator).load(next(iter(entry.builders.values()), ""))
        return needs_of(name)

    def answer(self, line: bytes) -> bytes:
        """Do the job of a line; the answer is one line of JSON (large parts are left in files).

        ``seconds`` and ``effort`` (processor time) tell how busy the machine is.
        """
        job = json.loads(line)
        begin(job["id"])
        began = CLOCK.now(), CLOCK.effort()
        try:
            told = self._do(job)
            took = {"seconds": CLOCK.now() - began[0], "effort": CLOCK.effort() - began[1]}
            return msgspec.json.encode({"id": job["id"], "status": "done", **took, **told})
        except CalledOffError:
            return _failed(job, "cancelled")
        except MemoryError:
            return _failed(job, "memory")
        except Exception as error:
            return _failed(job, failure_kind(error), one_line(error))

    def _do(self, job: dict[str, Any]) -> dict[str, Any]:
        if job["kind"] == "trial":
            return self.do_trial(job)
        if job["kind"] == "fit":
            return self.do_fit(job)
        with about(algorithm=job.get("candidate", {}).get("algorithm", "network")):
            return errand(job["kind"])(self, job)

    def do_trial(self, job: dict[str, Any]) -> dict[str, Any]:
        """Score a Candidate on the folds; of one that is better than ``keep``, the fits on the folds are left too."""
        candidate = _candidate(job)
        with about(algorithm=candidate.algorithm, candidate=candidate.key):
            tried = run_trial(self.bench(), candidate, job.get("seconds"))
        told = {
            "trial": msgspec.Raw(msgspec.json.encode(tried.trial)),
            "outputs": self._leave(job, array_bytes(tried.outputs)),
        }
        return {**told, **self._bag(job, candidate, tried)} if self._worth_keeping(job, tried) else told

    def _worth_keeping(self, job: dict[str, Any], tried: Tried) -> bool:
        if "keep" not in job or tried.trial.score is None:
            return False
        sign = 1.0 if metric(self.bench().problem.metric).greater_is_better else -1.0
        return job["keep"] is None or sign * tried.trial.score > sign * float(job["keep"])

    def _bag(self, job: dict[str, Any], candidate: Candidate, tried: Tried) -> dict[str, str]:
        try:
            fits = [as_bytes(candidate, fit, self.bench().problem.n_outputs) for fit in tried.bag]
        except Exception:  # the scores are there all the same
            return {}
        return {"bag": self._leave(job, msgspec.msgpack.encode(fits), "bag")}

    def do_fit(self, job: dict[str, Any]) -> dict[str, Any]:
        """Fit for good on ``development`` or ``all`` rows; leaves the stored part and its outputs on hold-out rows."""
        candidate, bench = _candidate(job), self.bench()
        holdout, holdout_y = self._session.rows("holdout")
        if self._session.has("rest"):
            bench = bench.joined(*self._session.rows("rest"))
        if job["rows"] == "all":
            bench = bench.joined(holdout, holdout_y).ordered(self._session.places())
        with about(algorithm=candidate.algorithm, candidate=candidate.key), limited_to(job.get("seconds")):
            fitted = fit_once(bench, candidate, job.get("rounds"), job.get("factors", ()))
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


def _failed(job: dict[str, Any], kind: str, told: str = "") -> bytes:
    return msgspec.json.encode({"id": job["id"], "status": "failed", "failure_kind": kind, "failure": told})


def needs_of(name: str) -> str:
    """What a worker must have loaded to fit an algorithm: algorithms of one library share the name."""
    return "" if not name else algorithm(name).estimator


def failure_kind(error: Exception) -> str:
    """What kind of failure an error is."""
    if isinstance(error, NetworkError) and error.key == "network_diverged":
        return "diverged"
    return "not_finite" if isinstance(error, NotFiniteError) else "error"


def one_line(error: BaseException) -> str:
    """An error of a library in one technical line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def _candidate(job: dict[str, Any]) -> Candidate:
    return from_plain(job["candidate"], Candidate)
