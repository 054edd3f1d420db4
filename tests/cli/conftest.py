"""Run the command line as a person would, in this process."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import cli_fakes
import pytest

from hanpan.doors.cli import main
from hanpan.study.run import Occasion


@dataclass
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def hanpan(capfdbinary, monkeypatch):
    """``hanpan("run", ...)`` -> exit code, stdout, stderr."""
    monkeypatch.setenv("HANPAN_LANG", "en")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("HANPAN_DEBUG", raising=False)

    def run(*arguments: object) -> Done:
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Done(ended.value.code, out.decode(), err.decode())

    return run


@pytest.fixture
def fake_run(monkeypatch, tmp_path):
    """A run that tells some events and leaves a study; what it was called with is kept in ``calls``."""
    calls = []
    told = SimpleNamespace(events=[], changes={}, calls=calls, raises=None)

    def run_study(table, *, options, events, occasion):
        calls.append(
            SimpleNamespace(table=table, options=options, language=occasion.language, started=occasion.started)
        )
        for kind, fields in told.events:
            events.tell(kind, **fields)
        if told.raises is not None:
            raise told.raises
        return cli_fakes.study(tmp_path / "study", language=occasion.language, **told.changes)

    def write_report(study, language, path=None):
        return path or study.folder / f"report.{language}.html"

    monkeypatch.setitem(sys.modules, "hanpan.study.run", SimpleNamespace(run_study=run_study, Occasion=Occasion))
    monkeypatch.setitem(sys.modules, "hanpan.doors.report", SimpleNamespace(write_report=write_report, beside=Path))
    return told
