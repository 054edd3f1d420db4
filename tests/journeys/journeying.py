"""The command line as a person uses it, in this process: exit code and what was said."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hanpan.doors.cli import main

QUICK = ("--trials", "2", "--algorithms", "decision_tree", "--workers", "0", "--insights", "none")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int | None
    out: str
    err: str


Command = Callable[..., Done]


def call(*arguments: object) -> Done:
    """Run a command."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return Done(ended.value.code, *(_written(stream) for stream in (out, err)))


def table(path: Path, rows: int = 60, header: str = "a,b,y") -> Path:
    """Write a small table with a signal: y is yes where a is large."""
    lines = [f"{i * 7 % 13},{'pqr'[i % 3]},{'yes' if i * 7 % 13 > 8 else 'no'}" for i in range(rows)]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file that hanpan wrote."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
