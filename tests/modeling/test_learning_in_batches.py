"""Algorithms that learn a batch at a time are the ones that learn from all rows at once."""

import numpy as np
import pytest
from tests.support.benches import make_bench

from hanpan.foundation.budget import Deadline
from hanpan.modeling.algorithms.catalogue import ALGORITHMS
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.estimators import base, linear, xgb
from hanpan.modeling.estimators.base import PreparedRows, Rows, Setting
from hanpan.modeling.estimators.scikit import load_class
from hanpan.modeling.fitting import large
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.folds import batches
from hanpan.modeling.folds.batches import HeldRows, RowWriter, StoredRows
from hanpan.modeling.folds.ground import NOWHERE
from hanpan.preparation.planner import plan

N, P = 1200, 5
PARAMETERS = {
    "xgboost": [{"n_estimators": 12, "learning_rate": 0.1}],
    "lightgbm": [{"n_estimators": 12, "learning_rate": 0.1}],
    "linear_regression": [{"share": 0.5}, {"penalty": "ridge", "alpha": 0.1}, {"penalty": "lasso", "alpha": 0.03}],
    "logistic_regression": [{"C": 0.01}],
    "baseline": [{}],
}
CASES = [
    (entry, task, parameters)
    for entry in ALGORITHMS
    if entry.batches and entry.family != "network"
    for task in entry.tasks
    for parameters in PARAMETERS[entry.name]
]


@pytest.fixture(autouse=True)
def in_small_batches(monkeypatch) -> None:
    monkeypatch.setattr(base, "_BATCH", 100)
    monkeypatch.setattr(batches, "BATCH", 100)
    monkeypatch.setattr(linear, "_FIRST", 300)


def made(task: str) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    x = random.normal(size=(N, P))
    x[:, 4] = random.integers(0, 4, N)
    z = 30 * x[:, 0] - x[:, 1] * x[:, 2] + (x[:, 4] == 2) + random.normal(size=N)
    return x, z if task == "regression" else (z > 0).astype(int) if task == "binary" else np.digitize(z, [-20, 20])


@pytest.mark.parametrize(
    ("entry", "task", "parameters"), CASES, ids=[f"{e.name}-{t}-{p.get('penalty', '')}" for e, t, p in CASES]
)
def test_a_fit_in_batches_is_the_fit_at_once(tmp_path, entry, task, parameters) -> None:
    x, y = made(task)
    x.tofile(tmp_path / "x")
    categorical = () if entry.family == "linear" else (4,)
    setting = Setting(
        task=task, n_classes={"regression": 0, "binary": 2}.get(task, 3), parameters=parameters, categorical=categorical
    )
    kind = load_class(entry.estimator)
    whole, parted = kind(setting), kind(setting)
    whole.fit(Rows(x, y))
    parted.fit_batches(PreparedRows(tmp_path / "x", P, y))
    tolerance = 2e-3 if entry.name == "logistic_regression" else 1e-9
    np.testing.assert_allclose(parted.output(x), whole.output(x), atol=tolerance)


def test_xgboost_reads_bins_from_the_disk_where_there_are_very_many(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(xgb, "_HELD", 10)
    x, y = made("binary")
    x.tofile(tmp_path / "x")
    setting = Setting(task="binary", n_classes=2, parameters={"n_estimators": 5})
    whole, parted = xgb.XGBoostEstimator(setting), xgb.XGBoostEstimator(setting)
    whole.fit(Rows(x, y))
    parted.fit_batches(PreparedRows(tmp_path / "x", P, y))
    np.testing.assert_allclose(parted.output(x), whole.output(x), atol=1e-6)


def test_rows_come_back_from_the_disk_as_they_were(tmp_path) -> None:
    bench, _, _ = make_bench("binary", 334)
    n = len(bench.y)
    with RowWriter(tmp_path / "rows.parquet") as file:
        for batch in HeldRows(bench.frame, bench.y):
            file.write(*batch)
    stored = StoredRows(tmp_path / "rows.parquet")
    assert stored.rows == n
    frames, ys = zip(*stored, strict=True)
    assert [len(frame) for frame in frames] == [100, 100, n - 200]
    assert np.concatenate(ys).tolist() == bench.y.tolist()
    assert frames[0].equals(bench.frame.head(100))


@pytest.mark.parametrize("name", ["xgboost", "logistic_regression", "decision_tree"])
def test_rows_beside_the_bench_are_learnt_from_by_whoever_can(monkeypatch, name) -> None:
    bench, _, _ = make_bench("binary", 800)
    entry = next(entry for entry in ALGORITHMS if entry.name == name)
    recipe = plan(bench.schema, entry.needs, n_rows=600, task="binary", n_classes=2)
    sizes = {"n_estimators": 10} if entry.iterations else {}
    candidate = Candidate(algorithm=name, parameters={**entry.defaults[0], "subsample": 1.0, **sizes}, recipe=recipe)
    if name != "xgboost":
        candidate.parameters.pop("subsample")
    few = HeldRows(bench.frame.head(200), bench.y[:200])
    small = type(bench)(bench.problem, bench.schema, few.frame, few.y, [])
    beside = [HeldRows(bench.frame.iloc[200:].reset_index(drop=True), bench.y[200:])]
    at_once = large.fit_for_good(small, beside, NOWHERE, candidate)
    monkeypatch.setattr(batches, "_MOST_AT_ONCE", 100)
    parted = large.fit_for_good(small, beside, NOWHERE, candidate)
    alone = fit_once(small, candidate)
    gap = np.abs(parted.output(bench.frame) - at_once.output(bench.frame)).mean()
    assert gap < 0.05 if entry.batches else np.array_equal(parted.output(bench.frame), alone.output(bench.frame))


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_a_network_learns_from_all_rows_in_chunks(tmp_path, monkeypatch, task) -> None:
    monkeypatch.setattr("hanpan.modeling.networks.compiled.streaming.STRETCH", 64)
    x, y = made(task)
    x.tofile(tmp_path / "x")
    parameters = {"hidden": [8], "learning_rate": 0.02, "epochs": 200, "patience": 20, "fixed_epochs": 12}
    setting = Setting(
        task=task,
        n_classes={"regression": 0, "binary": 2}.get(task, 3),
        parameters=parameters,
        builder="dense",
    )
    estimator = load_class("hanpan.modeling.estimators.network:NetworkEstimator")(setting)
    estimator.fit_batches(PreparedRows(tmp_path / "x", P, y, at_hand=N // 2))
    output = estimator.output(x)
    told = np.corrcoef(output, y)[0, 1] > 0.9 if task == "regression" else (output.argmax(axis=1) == y).mean() > 0.85
    assert told
    assert len(estimator.fitted.history_["loss"]) == 6  # as many updates as 12 epochs of half of the rows


def test_where_the_time_is_over_only_the_rows_at_hand_are_answered() -> None:
    bench, _, _ = make_bench("binary", 334)
    sources = [HeldRows(bench.frame.head(150), bench.y[:150]), HeldRows(bench.frame.iloc[150:], bench.y[150:])]

    class Counts:
        def output(self, frame):
            return np.arange(len(frame))

    assert len(large.outputs_of(Counts(), sources, Deadline.never())) == len(bench.y)
    assert len(large.outputs_of(Counts(), sources, Deadline.after(-1))) == 150
