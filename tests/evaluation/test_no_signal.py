"""No signal, no model: on shuffled y the best of many models hardly ever passes; modest real signals do."""

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from hanpan.business.metrics import metric
from hanpan.evaluation.limits.uncertainty import Advantage, advantage
from hanpan.statistics.association import association

VALUES = [
    *(Ridge(alpha) for alpha in (1.0, 100.0, 1000.0)),
    *(DecisionTreeRegressor(max_depth=depth, random_state=0) for depth in (1, 3)),
    *(KNeighborsRegressor(k) for k in (5, 30)),
]
CLASSES = [
    *(LogisticRegression(C=c) for c in (1e-3, 0.1, 1.0)),
    *(DecisionTreeClassifier(max_depth=depth, random_state=0) for depth in (1, 3)),
    *(KNeighborsClassifier(k) for k in (5, 30)),
]


def table(task: str, rows: int, power: float, seed: int):
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 6))
    told = power * x[:, 0]
    if task == "regression":
        return x, (told + random.normal(size=rows) if seed % 2 else np.exp(told + random.normal(size=rows)))
    chances = np.column_stack([told, *np.zeros((1 if task == "binary" else 2, rows))])
    return x, np.argmax(chances + random.gumbel(size=chances.shape), axis=1)


def outputs(task: str, x: np.ndarray, y: np.ndarray, seed: int):
    """Out-of-fold outputs of every model and of the baseline, and the folds' rows."""
    splitter = (KFold if task == "regression" else StratifiedKFold)(5, shuffle=True, random_state=seed)
    folds = list(splitter.split(x, y))
    models, method = (VALUES, "predict") if task == "regression" else (CLASSES, "predict_proba")
    base = np.zeros_like(cross_val_predict(models[0], x, y, cv=folds, method=method), dtype=float)
    for fit, rest in folds:
        base[rest] = y[fit].mean() if task == "regression" else np.bincount(y[fit]) / len(fit)
    return [cross_val_predict(model, x, y, cv=folds, method=method) for model in models], base, folds


def passes(task: str, name: str, rows: int, power: float, seed: int) -> bool:
    x, y = table(task, rows, power, seed)
    found, base, folds = outputs(task, x, y, seed)
    judge = metric(name)
    sign = 1 if judge.greater_is_better else -1

    def score(output: np.ndarray) -> float:
        values = [judge(y[rest], output[rest]) for _, rest in folds]
        return sign * float(np.mean([value for value in values if value is not None]))

    scores = [score(output) for output in found]
    best = int(np.argmax(scores))
    gain = advantage(y, found[best], base, judge, tried=len(found))
    return scores[best] > score(base) and gain.beyond_chance


SMALL = [("regression", "rmse", 60), ("binary", "auc", 60), ("binary", "log_loss", 100), ("multiclass", "accuracy", 90)]


@pytest.mark.parametrize(("task", "name", "rows"), SMALL)
def test_shuffled_y_hardly_ever_passes(task: str, name: str, rows: int) -> None:
    found = sum(passes(task, name, rows, 0.0, seed) for seed in range(20))
    assert found <= 3  # of 20: at a true rate of .05 more come once in 60 such tests


@pytest.mark.parametrize(
    ("task", "name", "rows", "power"),
    [
        ("binary", "auc", 1000, 0.38),  # an AUC of about .60
        ("binary", "log_loss", 1000, 0.45),
        ("binary", "accuracy", 1000, 0.45),
        ("multiclass", "log_loss", 600, 0.6),
        ("regression", "rmse", 300, 0.4),  # R² of about .14, every other table with heavy tails
        ("regression", "mae", 500, 0.35),
    ],
)
def test_modest_signals_are_found(task: str, name: str, rows: int, power: float) -> None:
    assert sum(passes(task, name, rows, power, seed) for seed in range(6)) >= 5


def test_auc_of_six_tenths_among_forty_is_found() -> None:
    random = np.random.default_rng(0)
    y = np.repeat([0, 1], [700, 300])
    score = random.normal(size=1000) + y * stats.norm.ppf(0.6) * np.sqrt(2)
    p = stats.norm.cdf(score - 0.5)
    output = np.column_stack([1 - p, p])
    assert metric("auc")(y, output) == pytest.approx(0.6, abs=0.03)
    assert advantage(y, output, np.full((1000, 2), 0.5), metric("auc"), tried=40).beyond_chance


def test_two_classes_are_the_mann_whitney_statistic() -> None:
    random = np.random.default_rng(1)
    y, p = random.integers(0, 2, 80), random.integers(0, 9, 80) / 10
    test = stats.mannwhitneyu(p[y == 1], p[y == 0], method="asymptotic", use_continuity=False)
    z = association(y, np.column_stack([1 - p, p]), classes=True)
    assert 2 * stats.norm.sf(abs(z)) == pytest.approx(test.pvalue)


def test_values_are_spearman() -> None:
    random = np.random.default_rng(2)
    y, output = random.normal(size=50), random.integers(0, 7, 50).astype(float)
    expected = stats.spearmanr(y, output).statistic * 7
    assert association(y, output, classes=False) == pytest.approx(expected)


def test_many_classes_are_standard_normal_under_permutation() -> None:
    random = np.random.default_rng(3)
    y, output = np.repeat([0, 1, 2], [50, 30, 8]), random.dirichlet([1, 1, 1], 88)
    drawn = [association(random.permutation(y), output, classes=True) for _ in range(400)]
    assert np.mean(drawn) == pytest.approx(0, abs=0.15)
    assert np.std(drawn) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("name", ["rmse", "auc"])
def test_an_output_that_is_always_the_same_is_no_signal(name: str) -> None:
    y = np.arange(50) % 2
    output = np.zeros(50) if name == "rmse" else np.full((50, 2), 0.5)
    assert not advantage(y, output, output, metric(name)).beyond_chance


def test_one_class_alone_is_no_signal() -> None:
    output = np.column_stack([np.linspace(0, 1, 30)] * 2)
    assert advantage(np.ones(30, int), output, output, metric("auc")) == Advantage(
        0, 0, 0, pytest.approx(1.2 * 1.645, abs=0.01)
    )


def test_worse_than_the_reference_is_never_an_advantage() -> None:
    y = np.arange(200.0)
    assert not advantage(y, y + 500, np.full(200, y.mean()), metric("rmse")).beyond_chance
