"""A row of the board as a folder of plain code, and the proof that the code answers as the model does."""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from hanpan.deployment.code.imports import requirements_of
from hanpan.deployment.code.notebook import NotebookCell, notebook
from hanpan.deployment.code.program import Program, program_of
from hanpan.deployment.code.record import ToldRow
from hanpan.deployment.code.words import filled
from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import write_whole

FILES = ("train.py", "train.ipynb", "predict.py", "check.py", "requirements.txt", "expected.csv")
_MOST_ROWS = 20_000  # of the table, whose answers are compared
_EXACT, _NETWORKS = 1e-6, 1e-3  # share of the largest answer
_LONGEST = 3600.0


@dataclass(frozen=True)
class Proof:
    """What ``check.py`` said, line by line, and whether the plain code answers as the model does."""

    alike: bool
    lines: tuple[str, ...]


def export(told: ToldRow, folder: Path) -> list[Path]:
    """Write the files; each is whole or not there.

    Raises
    ------
    UsageError
        Something has no counterpart in plain code, or the folder holds files of others. Nothing is written.
    AccessError
        The folder cannot be written to.
    """
    _refuse_taken(folder)
    program = program_of(told, folder)
    source = program.source
    ast.parse(source)
    contents = {
        "train.py": source,
        "train.ipynb": _notebook(program),
        "predict.py": filled("predict", told.language) + "\n",
        "check.py": _check(told),
        "requirements.txt": requirements_of(source),
        "expected.csv": _expected(told),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        write_whole(folder / name, contents[name])
    return [folder / name for name in FILES]


def _refuse_taken(folder: Path) -> None:
    """No file of a person's own is written over: the folder is new, empty, or one that was written here before."""
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if names and "expected.csv" not in names:
        raise UsageError("code_folder_taken", folder=str(folder), names=", ".join(names[:5]))


def prove(folder: Path) -> Proof:
    """Run ``check.py`` in a process of its own, in which this package cannot be imported."""
    command = [sys.executable, "-W", "ignore", "check.py"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=_LONGEST, check=False, env=_env()
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if done.returncode and not lines:
        lines = done.stderr.strip().splitlines()[-1:]
    return Proof(done.returncode == 0, tuple(lines))


def _env() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    return {**kept, "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}


def _check(told: ToldRow) -> str:
    path = Path(told.source)
    is_file = told.dataset.reading.format != "database" and path.is_file()
    sha = hashlib.sha256(path.read_bytes()).hexdigest() if is_file else ""
    network = any(member.candidate.algorithm.startswith("network") for member in told.members)
    tolerance = repr(_NETWORKS if network else _EXACT)
    return filled("check", told.language, sha=sha, tolerance=tolerance, regression=told.regression) + "\n"


def _expected(told: ToldRow) -> str:
    """What the model answers for rows spread over the table; no cell of the table."""
    n = len(told.output)
    rows = np.unique(np.linspace(0, n - 1, min(n, _MOST_ROWS)).round().astype(int))
    output = told.output[rows]
    if told.regression:
        frame = pd.DataFrame({"row": rows, "prediction": told.decision.correct(output)})
    else:
        labels = np.asarray(told.problem.labels, dtype=object)
        frame = pd.DataFrame({"row": rows, "prediction": labels[told.decision.decide(output)]})
        for code, label in enumerate(told.problem.labels):
            frame[f"probability_{label}"] = output[:, code]
    written: str = frame.to_csv(index=False)
    return written


def _notebook(program: Program) -> str:
    """The program as a notebook: a cell for what it is, one for each heading and section, and the run."""
    cells = [NotebookCell("markdown", f"# {program.about}")]
    for section in program.sections:
        code = section.code.split('\n\n\nif __name__ == "__main__":')[0]
        cells += [NotebookCell("markdown", f"## {section.title}"), NotebookCell("code", code)]
    cells.append(NotebookCell("code", "rows = learning_rows()\nfitted = fit(rows)\npredictions(fitted, rows).head()"))
    return notebook(cells)
