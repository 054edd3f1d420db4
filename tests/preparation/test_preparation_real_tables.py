"""Real tables, as they are read, prepared for every kind of need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

from hanpan.data.schema import Column, Schema
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.preparer import Preparer, build
from hanpan.statistics.inflation import inflation

NEEDS = (Needs(), Needs(complete=False, dummies=False), Needs(independent=True, drop_first=True), Needs(scaled=True))
BUNDLED = ("load_iris", "load_wine", "load_diabetes", "load_breast_cancer")
MOST_ROWS = 3000


def _shared() -> Path | None:
    """The folder of real tables beside the checkout, where there is one."""
    folders = (parent / "shared" / "data" for parent in Path(__file__).resolve().parents)
    return next((folder for folder in folders if (folder / "data.json").exists()), None)


def _listed() -> list[dict[str, Any]]:
    folder = _shared()
    listed = json.loads((folder / "data.json").read_text("utf-8")) if folder else []
    return [entry for entry in listed if ".csv" in entry["file"]]


def _check(frame: pd.DataFrame, schema: Schema, y: np.ndarray, task: str, n_classes: int) -> None:
    """Fit on two thirds, prepare the rest, store and read."""
    fit = np.arange(len(frame)) % 3 > 0
    for needs in NEEDS:
        recipe = plan(schema, needs, n_rows=int(fit.sum()), task=task, n_classes=n_classes)
        preparer = build(recipe, schema)
        x, rest = preparer.fit_transform(frame[fit], y[fit]), preparer.transform(frame[~fit])
        assert x.shape == (fit.sum(), len(preparer.feature_names_))
        assert not needs.complete or (np.isfinite(x).all() and np.isfinite(rest).all())
        again = Preparer.from_state(preparer.state())
        assert np.array_equal(again.transform(frame[~fit]), rest, equal_nan=True)
        if needs.independent:
            assert inflation(x).max() <= 10 * (1 + 1e-6)


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_tables(name: str) -> None:
    loaded = getattr(datasets, name)(as_frame=True)
    frame = loaded.data.astype(float)
    schema = Schema(columns=tuple(Column(name=column, kind="number") for column in frame))
    task = "regression" if name == "load_diabetes" else "multiclass"
    _check(frame, schema, loaded.target.to_numpy(), task, 0 if task == "regression" else loaded.target.nunique())


@pytest.mark.parametrize("entry", _listed(), ids=lambda entry: entry["name"])
def test_shared_tables(entry: dict[str, Any]) -> None:
    load = pytest.importorskip("hanpan.data.load")
    options = pytest.importorskip("hanpan.data.options")
    folder = _shared()
    assert folder is not None
    read = options.ReadOptions(drop=tuple(entry["drop"]))
    dataset = load.load_dataset(str(folder / entry["file"]), read, target=entry["target"])
    frame = dataset.frame[dataset.frame[entry["target"]].notna()].head(MOST_ROWS).reset_index(drop=True)
    y, labels = pd.factorize(frame[entry["target"]], sort=True)
    if entry["task"] == "regression":
        y, labels = frame[entry["target"]].to_numpy(dtype=float), labels[:0]
    columns = tuple(column for column in dataset.schema if column.name != entry["target"])
    _check(frame, Schema(columns=columns), y, entry["task"], len(labels))
