"""A service in this process, asked without a network; and one in a process of its own."""

import io
import json
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import httpx2
import numpy as np
import pandas as pd
import pytest
from starlette.testclient import TestClient

import hanpan
from hanpan.doors.service.app import application
from hanpan.doors.service.keys import Keys
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.shelf import Shelf

CARD = """
[value]
currency = "원"
nothing = "stay"
[value.gain.leave]
leave = 80
stay = -100
[value.gain.stay]
leave = -20
stay = 0
"""


def rows(n=240, seed=0):
    """Numbers, words with Hangul, days; two classes and a number to predict."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "나이": random.integers(20, 70, n).astype(float),
            "도시": random.choice(["서울", "부산", "제주"], n),
            "가입일": pd.date_range("2024-01-01", periods=n).strftime("%Y-%m-%d"),
        }
    )
    frame.loc[:9, "나이"] = np.nan
    signal = frame["나이"].fillna(45) + (frame["도시"] == "서울") * 10 + random.normal(size=n) * 4
    frame["y"] = np.where(signal > 48, "leave", "stay")
    frame["z"] = signal
    return frame


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Model files: two of classes that differ, one of a number."""
    folder = tmp_path_factory.mktemp("served")
    card = folder / "card.toml"
    card.write_text(CARD, encoding="utf-8")
    told = {"workers": 0, "insights": "none", "trials": 2}
    table = rows()
    linear, tree = ["logistic_regression"], ["decision_tree"]
    first = hanpan.run(table.drop(columns="z"), "y", out=str(folder / "a"), algorithms=linear, config=str(card), **told)
    other = hanpan.run(table.drop(columns="z"), "y", out=str(folder / "b"), algorithms=tree, config=str(card), **told)
    number = hanpan.run(table.drop(columns="y"), "z", out=str(folder / "c"), algorithms=["linear_regression"], **told)
    return {"churn": first.model_path, "tree": other.model_path, "amount": number.model_path}


@pytest.fixture(scope="session")
def shelf(files, tmp_path_factory):
    """Both kinds of model, by the names of their files."""
    folder = tmp_path_factory.mktemp("shelf")
    for name in ("churn", "amount"):
        (folder / f"{name}.hanpan").write_bytes(Path(files[name]).read_bytes())
    return Shelf([str(folder)])


@contextmanager
def client_of(shelf, keys=None, log=None, **options):
    """A client of an application in this process."""
    app = application(shelf, ServeOptions(**options), keys or Keys(), log)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(shelf):
    with client_of(shelf) as opened:
        yield opened


@pytest.fixture
def logged(shelf):
    """A client, and what the service logs."""
    log = io.StringIO()
    with client_of(shelf, log=log) as opened:
        yield opened, lambda: [json.loads(line) for line in log.getvalue().splitlines()]


@contextmanager
def started(*arguments, seconds=90, **environment):
    """``hanpan serve`` in a process of its own: its address, and the process."""
    import os

    code, errors = "from hanpan.doors.cli import main; main()", tempfile.TemporaryFile("w+")  # noqa: SIM115  # a pipe would fill
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", *map(str, arguments), "--port", "0"],
        stdout=subprocess.PIPE, stderr=errors, text=True,
        env={**os.environ, "HANPAN_LANG": "en", **environment},
    )  # fmt: skip
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http"), errors.seek(0) or errors.read()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if httpx2.get(f"{address}/healthz", timeout=5, verify=False).status_code == 200:
                    break
            except httpx2.TransportError:
                time.sleep(0.05)
        process.errors = errors
        yield address, process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
        errors.close()
