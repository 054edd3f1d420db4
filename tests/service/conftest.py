"""Models to serve, and a client that asks without a network."""

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from serving import HOSTILE, client_of, rows
from tests.support.browser import chromium, opened  # noqa: F401  # fixtures
from tests.support.cards import RETENTION

import hanpan
from hanpan.doors.service.shelf import Shelf


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Model files: two of classes that differ, one of a number."""
    folder = tmp_path_factory.mktemp("served")
    card = folder / "card.toml"
    card.write_text(RETENTION, encoding="utf-8")
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


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A model whose names and words are attacks, beside the plain one."""
    folder = tmp_path_factory.mktemp("hostile")
    random = np.random.default_rng(0)
    number, word, *_ = HOSTILE
    frame = pd.DataFrame({number: random.normal(size=160).round(3), word: random.choice(HOSTILE, 160)})
    frame["__proto__"] = random.normal(size=160).round(3)
    frame[HOSTILE[2]] = np.where(frame[number] > 0, HOSTILE[0], HOSTILE[1])
    told = {"workers": 0, "insights": "none", "trials": 1, "algorithms": ["logistic_regression"]}
    study = hanpan.run(frame, HOSTILE[2], out=str(folder / "h"), **told)
    (folder / f"{HOSTILE[0]}.hanpan".replace("/", "")).write_bytes(Path(study.model_path).read_bytes())
    return Shelf([str(folder)])


@pytest.fixture
def client(shelf):
    with client_of(shelf) as asked:
        yield asked


@pytest.fixture
def logged(shelf):
    """A client, and what the service logs."""
    log = io.StringIO()
    with client_of(shelf, log=log) as asked:
        yield asked, lambda: [json.loads(line) for line in log.getvalue().splitlines()]
