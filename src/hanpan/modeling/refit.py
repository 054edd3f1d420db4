"""Fitting the chosen candidates for good, in guarded workers, against a deadline."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from hanpan.modeling.journal import Journal, bytes_array
from hanpan.modeling.pool import Job, Pool
from hanpan.modeling.stored import StoredFit
from hanpan.modeling.trial import Trial

_LONGER, _BEGINNING = 1.5, 2.0  # a fit cut by the time, fitted for good: so many times its seconds, and some to begin


@dataclass(frozen=True)
class FitWish:
    """Fit the candidate of a trial on ``development`` or ``all`` rows."""

    trial: Trial
    rows: str

    @property
    def name(self) -> str:
        """Name of the piece in the journal."""
        return f"fit:{self.rows}:{self.trial.key}"


@dataclass
class Refits:
    """Finished fits: kept in the journal, so that a resumed run repeats none. ``failures``: why others failed."""

    pool: Pool
    journal: Journal
    failures: dict[str, str] = field(default_factory=dict)

    def run(self, wishes: list[FitWish], deadline: float | None) -> None:
        """Do the wishes in order, as many as the time allows; a failed one is simply not there afterwards."""
        waiting = [wish for wish in wishes if self.journal.piece(wish.name) is None]
        while waiting or self.pool.busy:
            left = 1800.0 if deadline is None else deadline - time.monotonic()
            if left <= 0:
                self.pool.cancel_all()
                return
            while waiting and self.pool.idle:
                self._start(waiting.pop(0), left)
            for job in self.pool.finished(min(0.2, left)):
                self._take(job)

    def part(self, trial: Trial, rows: str) -> StoredFit | None:
        """A finished fit, or None."""
        content = self.journal.piece(f"fit:{rows}:{trial.key}")
        return msgspec.msgpack.decode(content, type=StoredFit) if content else None

    def holdout_output(self, trial: Trial) -> np.ndarray | None:
        """Outputs of the development fit on the hold-out rows, or None."""
        content = self.journal.piece(f"outputs:{trial.key}")
        return bytes_array(content) if content else None

    def _start(self, wish: FitWish, left: float) -> None:
        content: dict[str, Any] = {"kind": "fit", "candidate": asdict(wish.trial.candidate), "rows": wish.rows}
        if wish.trial.curve is not None:
            content["rounds"] = wish.trial.curve.chosen
        if wish.trial.cut:  # not longer than before, and some more for more rows
            content["seconds"] = _LONGER * wish.trial.fit_seconds + _BEGINNING
        self.pool.submit(Job(content, left, tag=wish))

    def _take(self, job: Job) -> None:
        wish: FitWish = job.tag
        if not job.done or job.answer is None:
            self.failures[wish.name] = str((job.answer or {}).get("failure", ""))
            return
        if "outputs" in job.answer:
            self.journal.set_piece(f"outputs:{wish.trial.key}", Path(job.answer["outputs"]).read_bytes())
        self.journal.set_piece(wish.name, Path(job.answer["part"]).read_bytes())
