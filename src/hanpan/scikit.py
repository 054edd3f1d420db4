"""scikit-learn style estimators over the board: ``BoardClassifier`` and ``BoardRegressor``."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, check_random_state, validate_data

from hanpan.business.decision import DecisionRule
from hanpan.business.problem import DEFAULT_METRIC, Problem, Task
from hanpan.data.schema import Column, Schema
from hanpan.foundation.events import Events
from hanpan.modeling.board import Board
from hanpan.modeling.catalogue import algorithms_for
from hanpan.modeling.design import design_test
from hanpan.modeling.filling import Filling
from hanpan.modeling.fitting import Bench
from hanpan.modeling.journal import Journal
from hanpan.modeling.local import LocalPool
from hanpan.modeling.model import Model, model_of
from hanpan.modeling.options import DesignOptions, SearchOptions
from hanpan.modeling.pool import Pool, WorkerPool
from hanpan.modeling.refit import FitWish, Refits
from hanpan.modeling.session import Session
from hanpan.modeling.voices import voices_of
from hanpan.preparation.planner import plan


class _BoardEstimator(BaseEstimator):
    """What both share: fit a board on all rows given, keep its winner."""

    board_: Board
    model_: Model

    def __init__(
        self,
        trials: int = 8,
        workers: int = 0,
        algorithms: tuple[str, ...] = (),
        metric: str | None = None,
        random_state: Any = None,
    ) -> None:
        self.trials = trials
        self.workers = workers
        self.algorithms = algorithms
        self.metric = metric
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.non_deterministic = False
        return tags

    def _fit_board(self, x: np.ndarray, y: np.ndarray, problem: Problem) -> None:
        frame = self._frame(x)
        schema = Schema(columns=tuple(Column(name=name, kind="number") for name in frame.columns))
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        design = design_test(
            problem, y, groups=np.arange(len(y)), options=DesignOptions(holdout=0.0, folds=min(3, len(y))), seed=seed
        )
        bench = Bench(problem, schema, frame, y, design.folds)
        with tempfile.TemporaryDirectory(prefix="hanpan-") as folder:
            self._run(bench, Path(folder), seed)

    def _run(self, bench: Bench, folder: Path, seed: int) -> None:
        problem = bench.problem
        session = Session(folder / "session")
        session.write(bench, bench.frame.head(0), bench.y[:0])
        pool: Pool = LocalPool(session.folder) if self.workers == 0 else WorkerPool(session.folder, self.workers)
        journal = Journal(folder / "journal.sqlite")
        entries = algorithms_for(problem.task, tuple(self.algorithms))
        classes = len(problem.labels)
        recipes = {
            entry.name: plan(bench.schema, entry.needs, n_rows=len(bench.y), task=problem.task, n_classes=classes)
            for entry in entries
        }
        try:
            options = SearchOptions(trials=self.trials, seed=seed)
            filled = Filling(
                problem, bench.y, bench.folds, entries, recipes, options, pool, journal, Events(), time.monotonic()
            ).run()
            self.board_ = filled.board
            self.model_ = self._shipped(bench, Refits(pool, journal))
        finally:
            pool.close()
            journal.close()

    def _shipped(self, bench: Bench, refits: Refits) -> Model:
        """The first row of the board whose members can all be fitted on all rows."""
        for row in self.board_.ranked:
            voices = voices_of(row, self.board_)
            refits.run([FitWish(voice.trial, "development") for voice in voices], None)
            found = [refits.part(voice.trial, "development") for voice in voices]
            parts = [part for part in found if part is not None]
            if len(parts) == len(voices):
                return model_of(bench.problem, bench.schema, parts, [v.weight for v in voices], DecisionRule())
        failures = "; ".join(sorted({str(trial.failure) for trial in self.board_.trials if trial.failure}))
        raise ValueError(f"no algorithm could be fitted: {failures}")

    def _frame(self, x: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(np.asarray(x, dtype=float), columns=[f"x{i}" for i in range(x.shape[1])])

    def _output(self, X: Any) -> np.ndarray:
        check_is_fitted(self, "model_")
        rows = validate_data(self, X, reset=False, dtype=float, ensure_all_finite="allow-nan")
        return self.model_.output(self._frame(rows))


class BoardClassifier(ClassifierMixin, _BoardEstimator):
    """The best of the board for classes, as a scikit-learn classifier.

    Parameters
    ----------
    trials
        Number of candidates tried.
    workers
        Worker processes; 0 works in this process.
    algorithms
        Names of algorithms; all if empty.
    metric
        Metric that ranks; ``auc`` for two classes and ``log_loss`` for more if None.
    random_state
        Seed.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    board_ : Board
    model_ : Model

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = BoardClassifier(trials=2, algorithms=("logistic_regression",), random_state=0).fit(X, y)
    >>> float(model.score(X, y)) > 0.9
    True
    """

    classes_: np.ndarray

    def fit(self, X: Any, y: Any) -> Self:
        """Fill a board on (n, p) rows and keep its winner, fitted on all of them.

        Raises
        ------
        ValueError
            Rows or labels cannot be used.
        """
        X, y = validate_data(self, X, y, dtype=float, ensure_all_finite="allow-nan", ensure_min_samples=2)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("BoardClassifier needs at least two classes in y; got one class")
        task: Task = "binary" if len(self.classes_) == 2 else "multiclass"
        labels = tuple(str(label) for label in self.classes_)
        self._fit_board(
            X, codes, Problem(target="y", task=task, metric=self.metric or DEFAULT_METRIC[task], labels=labels)
        )  # fmt: skip
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities, (n, n_classes)."""
        return self._output(X)

    def predict(self, X: Any) -> np.ndarray:
        """Labels, (n,)."""
        codes = DecisionRule().decide(self.predict_proba(X))
        return np.asarray(self.classes_[codes])


class BoardRegressor(RegressorMixin, _BoardEstimator):
    """The best of the board for numbers, as a scikit-learn regressor. Parameters as ``BoardClassifier``.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True)
    >>> model = BoardRegressor(trials=2, algorithms=("linear_regression",), random_state=0).fit(X, y)
    >>> float(model.score(X, y)) > 0.4
    True
    """

    def fit(self, X: Any, y: Any) -> Self:
        """Fill a board on (n, p) rows and keep its winner, fitted on all of them.

        Raises
        ------
        ValueError
            Rows or y cannot be used.
        """
        X, y = validate_data(
            self, X, y, dtype=float, ensure_all_finite="allow-nan", ensure_min_samples=2, y_numeric=True
        )
        y = np.asarray(y, dtype=float)
        self._fit_board(X, y, Problem(target="y", task="regression", metric=self.metric or "rmse"))
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Values, (n,)."""
        return self._output(X)
