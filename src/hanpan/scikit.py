"""scikit-learn style estimators over the board: ``BoardClassifier`` and ``BoardRegressor``."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import narwhals as nw
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import (
    check_consistent_length,
    check_is_fitted,
    check_random_state,
    validate_data,
)

from hanpan.business.decision import DecisionRule
from hanpan.business.problem import Problem, Task
from hanpan.data.load import load_dataset
from hanpan.data.question.given_worth import given_worth
from hanpan.data.question.target import Target, choose_metric
from hanpan.data.schema import Column, Schema
from hanpan.foundation.budget import Budget
from hanpan.foundation.texts import default_language
from hanpan.modeling.algorithms.catalogue import algorithms_for
from hanpan.modeling.board.board import Board
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.design import SplitBy, design_test
from hanpan.modeling.folds.ground import Ground, recipes_of
from hanpan.modeling.options import DesignOptions, elsewhere
from hanpan.modeling.rare import require_ways, ways_to_try
from hanpan.modeling.workers.journal import Journal
from hanpan.study.after.choosing import choose
from hanpan.study.after.chosen import fit_chosen, model_from
from hanpan.study.options import RunOptions
from hanpan.study.record import Study
from hanpan.study.workplace import Workplace

_COMPARED = 200  # rows that ``explain`` compares with
_TRIALS = 8  # where neither their number nor a budget is given


@dataclass(frozen=True)
class _FitRows:
    """Rows to fit on: typed columns and what they are."""

    frame: pd.DataFrame
    schema: Schema


class _BoardEstimator(BaseEstimator):
    """What both share: fit a board on all rows given, keep its winner."""

    board_: Board
    model_: Model
    decision_: DecisionRule
    _reads_tables: bool

    def __init__(
        self,
        trials: int | None = None,
        workers: int = 0,
        algorithms: tuple[str, ...] = (),
        metric: str | None = None,
        random_state: Any = None,
        value: Any = None,
        budget: Any = None,
        balance: tuple[str, ...] = (),
        cluster: Any = None,
    ) -> None:
        self.trials = trials
        self.workers = workers
        self.algorithms = algorithms
        self.metric = metric
        self.random_state = random_state
        self.value = value
        self.budget = budget
        self.balance = balance
        self.cluster = cluster

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.non_deterministic = False
        return tags

    def _read(self, X: Any, y: Any, **wish: Any) -> tuple[_FitRows, np.ndarray]:
        """X and y checked; a table with columns of words or dates is read as ``hanpan run`` reads one."""
        self._reads_tables = _has_words(X)
        if not self._reads_tables:
            x, y = validate_data(self, X, y, dtype=float, ensure_all_finite="allow-nan", ensure_min_samples=2, **wish)
            frame = self._numbers(x)
            return _FitRows(frame, Schema(columns=tuple(Column(name=name, kind="number") for name in frame.columns))), y
        y = np.asarray(validate_data(self, X="no_validation", y=y, **wish))
        validate_data(self, X, skip_check_array=True)  # after y, which would make it forget the names
        check_consistent_length(X, y)
        dataset = load_dataset(X)
        return _FitRows(dataset.frame, dataset.schema), y

    def _fit_board(self, rows: _FitRows, y: np.ndarray, problem: Problem) -> None:
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        trials = _TRIALS if self.trials is None and self.budget is None else self.trials
        options = RunOptions.of(
            trials=trials,
            budget=self.budget,
            workers=self.workers,
            algorithms=self.algorithms,
            seed=seed,
            balance=self.balance,
        ).search
        require_ways(options.balance)
        design = design_test(
            problem, y, SplitBy(np.arange(len(y))), options=DesignOptions(holdout=0.0, folds=min(3, len(y))), seed=seed
        )
        bench = Bench(problem, rows.schema, rows.frame, y, design.folds)
        ways = ways_to_try(problem, y, options.balance)
        entries = algorithms_for(problem.task, options.algorithms, classes=len(problem.labels), balance=ways)
        ground = Ground(
            bench=bench,
            holdout=bench.frame.head(0),
            holdout_y=bench.y[:0],
            algorithms=entries,
            recipes=recipes_of(bench, entries),
        )
        budget = Budget(options.seconds, work={})
        with (
            tempfile.TemporaryDirectory(prefix="hanpan-") as folder,
            Workplace(Path(folder), self.workers, budget, None, *elsewhere(self.cluster)) as place,
        ):
            ground = place.furnish(ground, Journal(Path(folder) / "journal.sqlite"))
            filled = place.filling(options).run()
            self.board_, _ = choose(filled, ground)
            chosen = fit_chosen(self.board_, filled, ground, place.refits)
        self.decision_ = chosen.decision
        made = model_from(chosen.shipped, ground, chosen.decision)
        some = np.sort(np.random.default_rng(seed).permutation(len(y))[:_COMPARED])
        self.model_ = replace(made, background=bench.frame.iloc[some].reset_index(drop=True))

    def explain(self, X: Any, label: Any = None) -> pd.DataFrame:
        """What each column adds to the answer of each row; see ``Model.explain``."""
        check_is_fitted(self, "model_")
        return self.model_.explain(self._table(X), None if label is None else str(label))

    def report(self, path: str | Path = "report.html", lang: str | None = None) -> Path:
        """Write the board as one offline HTML file and return where it is; nothing is judged, for no rows are held out.

        Raises
        ------
        AccessError
            The place cannot be written to.
        """
        from hanpan.doors.report import write_report

        check_is_fitted(self, "model_")
        language, path = lang or default_language(), Path(path)
        study = Study(
            folder=path.parent,
            name=type(self).__name__,
            language=language,
            options={},
            problem=self.model_.problem,
            schema=self.model_.schema,
            board=self.board_,
        )
        return write_report(study, language, path)

    @staticmethod
    def _numbers(x: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(np.asarray(x, dtype=float), columns=[f"x{i}" for i in range(x.shape[1])])

    def _output(self, X: Any) -> np.ndarray:
        check_is_fitted(self, "model_")
        return self.model_.output(self.model_.typed(self._table(X)) if self._reads_tables else self._table(X))

    def _table(self, X: Any) -> Any:
        """Rows as the model takes them."""
        if self._reads_tables:
            return validate_data(self, X, reset=False, skip_check_array=True)
        return self._numbers(validate_data(self, X, reset=False, dtype=float, ensure_all_finite="allow-nan"))


def _has_words(X: Any) -> bool:
    """Whether X is a table (pandas, polars ...) with a column that scikit-learn could not read as numbers."""
    table = nw.from_native(X, eager_only=True, pass_through=True)
    if not isinstance(table, nw.DataFrame):
        return False
    return any(not (kind.is_numeric() or kind == nw.Boolean) for kind in table.schema.values())


class BoardClassifier(ClassifierMixin, _BoardEstimator):
    """The best of the board for classes, as a scikit-learn classifier.

    Parameters
    ----------
    trials
        Number of candidates tried; 8 if neither this nor ``budget`` is given. Equal seeds give equal models.
    budget
        Seconds (from 10), or text as ``"5min"``, that fitting may take, the winner's last fit included, instead of
        ``trials``. How many candidates are tried then depends on the machine.
    workers
        Worker processes; 0 works in this process.
    cluster
        Where the work is done instead: an address (``tcp://host:8786``, ``local:4``) or a Dask ``Client``.
    algorithms
        Names of algorithms; all if empty.
    metric
        Metric that ranks; ``auc`` for two classes and ``log_loss`` for more if None.
    random_state
        Seed.
    balance
        How rare classes may be learnt: ``none``, ``weights``, ``copies``, ``smote``; if empty, weights are tried beside
        plain fits where a class is rare. Probabilities are brought back to the true shares of the classes.
    value
        What answers are worth: a (n_classes, n_classes) matrix of gains, rows actual and columns predicted in the order
        of ``classes_``; ``{actual: {predicted: gain}}``; or a dict as the card's ``[value]``. Costs are negative. Then
        ``predict`` takes the decision that pays best, learned out of fold; ``predict_proba`` stays as it is.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    board_ : Board
    model_ : Model
    decision_ : DecisionRule
        How probabilities become labels.

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

        X may be an array of numbers or a pandas or polars table; columns of words, categories and dates are prepared
        for each algorithm as it needs them, so that no encoder has to stand before this in a pipeline.

        Raises
        ------
        ValueError
            Rows or labels cannot be used, or both ``trials`` and ``budget`` are given.
        """
        rows, y = self._read(X, y)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("BoardClassifier needs at least two classes in y; got one class")
        task: Task = "binary" if len(self.classes_) == 2 else "multiclass"
        labels = tuple(str(label) for label in self.classes_)
        metric = choose_metric(task, self.metric)
        asked = Target(task=task, reason="", values=pd.Series([labels[code] for code in codes]), labels=labels)
        worth = given_worth(self.value, asked, self.classes_)
        self._fit_board(rows, codes, Problem(target="y", task=task, metric=metric, labels=labels, value=worth))
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities, (n, n_classes)."""
        return self._output(X)

    def predict(self, X: Any) -> np.ndarray:
        """Labels, (n,): the most likely one, or by ``value`` the one that pays best."""
        probabilities = self.predict_proba(X)
        codes = self.decision_.decide(probabilities)
        return np.asarray(self.classes_[codes])


class BoardRegressor(RegressorMixin, _BoardEstimator):
    """The best of the board for numbers, as a scikit-learn regressor.

    Parameters as ``BoardClassifier``; ``value`` is ``{"over": cost, "under": cost}`` of one unit too high and too low.
    Then ``predict`` is moved to where the outcomes cost least (``decision_``: ``shift`` and ``slope``).

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

        X may be an array of numbers or a pandas or polars table; columns of words, categories and dates are prepared
        for each algorithm as it needs them, so that no encoder has to stand before this in a pipeline.

        Raises
        ------
        ValueError
            Rows or y cannot be used, or both ``trials`` and ``budget`` are given.
        """
        rows, y = self._read(X, y, y_numeric=True)
        y = np.asarray(y, dtype=float)
        worth = given_worth(self.value, Target(task="regression", reason="", values=pd.Series(y)))
        metric = choose_metric("regression", self.metric)
        self._fit_board(rows, y, Problem(target="y", task="regression", metric=metric, value=worth))
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Values, (n,); with ``value`` those that cost least."""
        output = self._output(X)
        return self.decision_.correct(output)
