"""Bags: the fits on the folds of whoever leads, kept as they are made.

The mean of such fits is a model that needs no further fit and that never saw the hold-out. From the first finished
trial on there is one, so that no run ends with nothing but the baseline because the time is over.

References
----------
Breiman (1996), Bagging predictors; Parmanto, Munro, Doyle (1996), Reducing variance of committee prediction with
resampling techniques (committees of cross-validation fits).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec

from hanpan.foundation.files import write_whole
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.stored import StoredFit
from hanpan.modeling.trial import Trial

_LEADERS = 5  # of all algorithms; the best of each is kept besides


@dataclass(frozen=True)
class Bags:
    """A folder of bags, one file each by the key of its candidate."""

    folder: Path
    greater_is_better: bool

    def limit(self, candidate: Candidate, trials: list[Trial]) -> float | None:
        """The score above which (below, for losses) the fits of a candidate are worth keeping; None: any score."""
        scores = self._ranked(trials)
        own = self._ranked([trial for trial in trials if trial.candidate.algorithm == candidate.algorithm])
        if len(scores) < _LEADERS or not own:
            return None
        worst_leader, best_own = scores[_LEADERS - 1].score, own[0].score
        return min(worst_leader, best_own) if self.greater_is_better else max(worst_leader, best_own)  # type: ignore[type-var]

    def keep(self, trial: Trial, path: Path, trials: list[Trial]) -> None:
        """Take a file that a worker left; bags of those who lead no more go."""
        write_whole(self._path(trial.key), path.read_bytes())
        path.unlink(missing_ok=True)
        wanted = {one.key for one in self._leading(trials)}
        for other in self.folder.glob("*.bag"):
            if other.stem not in wanted:
                other.unlink(missing_ok=True)

    def of(self, key: str) -> list[StoredFit]:
        """The fits of a candidate; none where they were not kept."""
        path = self._path(key)
        return msgspec.msgpack.decode(path.read_bytes(), type=list[StoredFit]) if path.is_file() else []

    def remove(self) -> None:
        """Remove them all."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _leading(self, trials: list[Trial]) -> list[Trial]:
        ranked = self._ranked(trials)
        best_of_each = {trial.candidate.algorithm: trial for trial in reversed(ranked)}
        return [*ranked[:_LEADERS], *best_of_each.values()]

    def _ranked(self, trials: list[Trial]) -> list[Trial]:
        scored = [trial for trial in trials if trial.score is not None and trial.candidate.algorithm != "baseline"]
        return sorted(scored, key=lambda trial: trial.score or 0.0, reverse=self.greater_is_better)

    def _path(self, key: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{key}.bag"
