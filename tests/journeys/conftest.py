"""Commands in this process, and one finished study to point them at."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import QUICK, Command, call, table


@pytest.fixture
def hanpan(monkeypatch: pytest.MonkeyPatch) -> Command:
    """``hanpan("run", ...)`` -> exit code, stdout, stderr."""
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.delenv("HANPAN_DEBUG", raising=False)
    return call


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one finished study of ``table.csv`` beside it."""
    folder = tmp_path_factory.mktemp("finished")
    table(folder / "table.csv")
    done = call("run", folder / "table.csv", "--target", "y", *QUICK, "--out", folder / "study", "--lang", "en")
    assert done.code == 0, done.err
    return folder / "study"
