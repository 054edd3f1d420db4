"""Every metric against scikit-learn, against the worked examples, and in the corners."""

import math

import numpy as np
import pytest
from sklearn import metrics as reference

from hanpan.business.metrics import METRICS, PROFIT, Metric, metric, metrics_for
from hanpan.business.metrics.log_loss import SMALLEST
from hanpan.foundation.errors import UsageError
from hanpan.testing.metrics import check_metric

Y = np.array([6.0, 5, 12, 2])
PREDICTED = np.array([4.0, 6, 9, 2])
CODES = np.array([1, 0, 0, 1, 0, 0, 1])
POSITIVE = np.array([0.9, 0.3, 0.4, 0.7, 0.5, 0.7, 0.5])
THREE = np.array([1, 0, 2, 1, 0, 0, 2])
THREE_SAID = np.array(
    [0.1, 0.6, 0.3, 0.3, 0.2, 0.5, 0.2, 0.4, 0.4, 0.1, 0.9, 0, 0.7, 0.1, 0.2, 0.5, 0.3, 0.2, 0.1, 0.1, 0.8]
).reshape(7, 3)


def value(name: str, y: np.ndarray, output: np.ndarray) -> float | None:
    return metric(name)(y, output)


def both(positive: np.ndarray) -> np.ndarray:
    return np.column_stack([1 - positive, positive])


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.name)
def test_every_metric_keeps_its_promises(entry: Metric) -> None:
    check_metric(entry)


VALUES = {
    "mse": reference.mean_squared_error,
    "rmse": reference.root_mean_squared_error,
    "mae": reference.mean_absolute_error,
    "mape": reference.mean_absolute_percentage_error,
    "r2": reference.r2_score,
    "medae": reference.median_absolute_error,
    "pinball_10": lambda y, p: reference.mean_pinball_loss(y, p, alpha=0.1),
    "pinball_90": lambda y, p: reference.mean_pinball_loss(y, p, alpha=0.9),
}
BINARY = {
    "auc": lambda y, p: reference.roc_auc_score(y, p[:, 1]),
    "log_loss": lambda y, p: reference.log_loss(y, p, labels=[0, 1]),
    "accuracy": lambda y, p: reference.accuracy_score(y, p[:, 1] >= 0.5),
    "f1": lambda y, p: reference.f1_score(y, p[:, 1] >= 0.5, zero_division=0),
    "precision": lambda y, p: reference.precision_score(y, p[:, 1] >= 0.5, zero_division=0),
    "recall": lambda y, p: reference.recall_score(y, p[:, 1] >= 0.5, zero_division=0),
    "average_precision": lambda y, p: reference.average_precision_score(y, p[:, 1]),
    "brier": lambda y, p: reference.brier_score_loss(y, p[:, 1]),
    "balanced_accuracy": lambda y, p: reference.balanced_accuracy_score(y, p[:, 1] >= 0.5),
    "mcc": lambda y, p: reference.matthews_corrcoef(y, p[:, 1] >= 0.5),
}
MANY = {
    "auc": lambda y, p: reference.roc_auc_score(y, p, multi_class="ovr"),
    "log_loss": lambda y, p: reference.log_loss(y, p, labels=range(p.shape[1])),
    "accuracy": lambda y, p: reference.accuracy_score(y, p.argmax(1)),
    "f1": lambda y, p: reference.f1_score(y, p.argmax(1), average="macro", zero_division=0),
    "precision": lambda y, p: reference.precision_score(y, p.argmax(1), average="macro", zero_division=0),
    "recall": lambda y, p: reference.recall_score(y, p.argmax(1), average="macro", zero_division=0),
    "average_precision": lambda y, p: reference.average_precision_score(np.eye(p.shape[1])[y], p),
    "brier": lambda y, p: ((p - np.eye(p.shape[1])[y]) ** 2).sum(axis=1).mean() / 2,
    "balanced_accuracy": lambda y, p: reference.balanced_accuracy_score(y, p.argmax(1)),
    "mcc": lambda y, p: reference.matthews_corrcoef(y, p.argmax(1)),
}


def test_the_references_cover_every_metric() -> None:
    assert set(VALUES) == {entry.name for entry in metrics_for("regression")}
    assert set(BINARY) == {entry.name for entry in metrics_for("binary")}
    assert set(MANY) == {entry.name for entry in metrics_for("multiclass")}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("seed", range(6))
def test_values_as_scikit_learn(name: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    y = random.normal(0, 10.0 ** random.integers(-3, 6), random.integers(2, 200))
    predicted = y * random.normal(1, 0.3, len(y)) + random.normal(0, 1, len(y))
    assert value(name, y, predicted) == pytest.approx(VALUES[name](y, predicted), rel=1e-10)


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("seed", range(6))
def test_two_classes_as_scikit_learn(name: str, seed: int) -> None:
    """With ties in the probabilities on every other seed."""
    random = np.random.default_rng(seed)
    y = np.r_[0, 1, random.random(random.integers(5, 300)) < random.uniform(0.05, 0.9)].astype(int)
    p = both(random.random(len(y)) if seed % 2 else random.integers(0, 6, len(y)) / 5)
    assert value(name, y, p) == pytest.approx(BINARY[name](y, p.clip(SMALLEST, 1 - SMALLEST)), abs=1e-10)


@pytest.mark.parametrize("name", MANY)
@pytest.mark.parametrize("classes", [3, 4, 7])
def test_many_classes_as_scikit_learn(name: str, classes: int) -> None:
    random = np.random.default_rng(classes)
    y = np.r_[np.arange(classes), random.integers(0, classes, 150)]
    p = random.dirichlet(np.ones(classes), len(y))
    p[: classes * 2] = np.repeat(np.eye(classes), 2, axis=0) * (1 - classes * 1e-6) + 1e-6
    assert set(p.argmax(1)) == set(range(classes))
    assert value(name, y, p) == pytest.approx(MANY[name](y, p), abs=1e-10)


def test_worked_example_values() -> None:
    error = Y - PREDICTED
    assert error.tolist() == [2, -1, 3, 0]
    assert (error**2).tolist() == [4, 1, 9, 0]
    assert value("mse", Y, PREDICTED) == 3.5
    assert round(value("rmse", Y, PREDICTED), 4) == 1.8708
    assert value("mae", Y, PREDICTED) == 1.5
    assert round(value("mape", Y, PREDICTED), 4) == 0.1958


@pytest.mark.parametrize(("medv", "mse"), [([20, 10, 8], 55.0), ([20, 8, 10], 49.667)])
def test_worked_example_line(medv: list[int], mse: float) -> None:
    predicted = 1 * np.array([10, 11, 15]) + 3
    assert predicted.tolist() == [13, 14, 18]
    assert round(value("mse", np.array(medv), predicted), 3) == mse


@pytest.mark.parametrize(("medv", "mse"), [([20, 10, 8], 44.463), ([20, 8, 10], 40.197)])
def test_worked_example_trial_move(medv: list[int], mse: float) -> None:
    assert round(value("mse", np.array(medv), 0.8 * np.array([10, 11, 15]) + 3.3), 3) == mse


def test_worked_example_binary_cross_entropy() -> None:
    terms = [round(value("log_loss", CODES[[i]], POSITIVE[[i]]), 3) for i in range(7)]
    assert terms == [0.105, 0.357, 0.511, 0.357, 0.693, 1.204, 0.693]
    assert round(value("log_loss", CODES, both(POSITIVE)), 4) == 0.5600


def test_worked_example_cut() -> None:
    assert value("accuracy", CODES, both(POSITIVE)) == pytest.approx(5 / 7)
    assert value("precision", CODES, both(POSITIVE)) == pytest.approx(3 / 5)
    assert value("recall", CODES, both(POSITIVE)) == 1.0


@pytest.mark.parametrize("shape", [(7,), (7, 1)])
def test_worked_example_mae_of_probabilities(shape: tuple[int, ...]) -> None:
    assert round(value("mae", CODES, POSITIVE.reshape(shape)), 3) == 0.400
    assert round(value("mae", CODES.reshape(shape), POSITIVE), 3) == 0.400


def test_worked_example_three_classes() -> None:
    terms = [round(value("log_loss", THREE[[i]], THREE_SAID[[i]]), 3) for i in range(7)]
    assert terms == [0.511, 1.204, 0.916, 0.105, 0.357, 0.693, 0.223]
    assert round(value("log_loss", THREE, THREE_SAID), 4) == 0.5728


def test_one_hot_form_gives_the_same() -> None:
    """0 · log 0 counts as 0: only the true class's term is left."""
    one_hot = np.eye(3)[THREE]
    logs = np.log(THREE_SAID, out=np.zeros_like(THREE_SAID), where=THREE_SAID > 0)
    assert value("log_loss", THREE, THREE_SAID) == pytest.approx(float(-(one_hot * logs).sum(axis=1).mean()))


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.name)
def test_columns_never_broadcast(entry: Metric) -> None:
    y, output = (Y, PREDICTED) if entry.needs == "value" else (CODES, POSITIVE)
    flat = entry(y, output)
    assert entry(y, output[:, None]) == entry(y[:, None], output) == entry(y[:, None], output[:, None]) == flat
    for wrong in (output[:1], output[:-1], output[:1, None]):
        with pytest.raises(ValueError, match="outputs for"):
            entry(y, wrong)


def test_decisions_as_a_column_are_taken_as_such() -> None:
    assert metric("accuracy")(CODES, both(POSITIVE), CODES[:, None]) == 1.0


def test_mape_leaves_zeros_out() -> None:
    assert value("mape", np.array([0.0, 10, -10]), np.array([5.0, 9, -11])) == pytest.approx(0.1)
    assert value("mape", np.zeros(3), np.ones(3)) is None


def test_r2_where_y_does_not_vary() -> None:
    assert value("r2", np.full(4, 7.0), np.arange(4.0)) is None


def test_one_class_alone() -> None:
    p = both(np.array([0.2, 0.6, 0.9]))
    assert value("auc", np.ones(3), p) is None
    assert value("accuracy", np.ones(3), p) == pytest.approx(2 / 3)
    assert value("recall", np.zeros(3), p) == 0.0
    assert value("precision", np.zeros(3), both(np.zeros(3))) == 0.0
    assert value("f1", np.zeros(3), both(np.zeros(3))) == 0.0
    assert math.isfinite(value("log_loss", np.ones(3), p))


def test_a_class_that_is_absent_does_not_count() -> None:
    y, p = np.array([0, 0, 1, 1]), np.array([[0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.7, 0.1]])
    assert [value(name, y, p) for name in ("auc", "accuracy", "f1", "precision", "recall")] == [1.0] * 5


def test_sure_answers_are_finite() -> None:
    y = np.array([1, 0])
    assert value("log_loss", y, both(np.array([1.0, 0.0]))) == 0.0
    assert value("log_loss", y, both(np.array([0.0, 1.0]))) == pytest.approx(-math.log(SMALLEST))
    assert math.copysign(1, value("log_loss", y, both(np.array([1.0, 0.0])))) == 1  # 0, not -0


def test_unknown_metric_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        metric("rsme")
    assert "rmse" in caught.value.message("en")
    assert "rmse" in caught.value.message("ko")


def test_a_wrong_name_lists_every_metric_the_nearest_first() -> None:
    with pytest.raises(UsageError) as caught:
        metric("average_precison")
    names = str(caught.value.fields["names"]).split(", ")
    assert names[0] == "average_precision"
    assert sorted(names) == sorted([*(entry.name for entry in METRICS), PROFIT])
