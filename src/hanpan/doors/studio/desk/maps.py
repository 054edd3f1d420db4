"""Models of the board as files of their own, one an algorithm: saved by the command line's own ``hanpan save``."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from hanpan.doors.studio.desk.works import StudioWork
from hanpan.foundation.errors import UsageError
from hanpan.modeling.board.board import BoardRow
from hanpan.study.record import Study

MAPPED = ("logistic_regression", "linear_regression", "k_neighbors", "svm", "decision_tree", "random_forest", "network")
_MODELS = "models"
_TURN = threading.Lock()  # a study's folder takes one at a time, and maps are asked for side by side
_PROGRAM = "from hanpan.doors.cli import main; main()"


def mapped_rows(study: Study) -> list[BoardRow]:
    """Of each algorithm that is good to look at, its best row of the board."""
    best: dict[str, BoardRow] = {}
    for row in study.board.ranked if study.board is not None else []:
        best.setdefault(row.algorithm, row)
    return [best[name] for name in MAPPED if name in best]


def saved(work: StudioWork, study: Study, row: BoardRow, language: str) -> Path:
    """The model file of a row, made where it is not there yet.

    Raises
    ------
    UsageError
        It could not be fitted again; the words of the command line are in it.
    """
    path = work.folder / _MODELS / f"{row.key[:16]}.hanpan"
    with _TURN:
        if not path.is_file():
            _save(path, study, row, language)
    return path


def _save(path: Path, study: Study, row: BoardRow, language: str) -> None:
    path.parent.mkdir(exist_ok=True)
    command = ["save", str(study.folder), "--model", row.model, "--out", str(path), "--lang", language]
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if not path.is_file():
        raise UsageError("studio_not_saved", model=row.model, reason=done.stderr.strip()[-300:])
