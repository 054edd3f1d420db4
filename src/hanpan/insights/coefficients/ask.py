"""The equation of the linear model on the board, with intervals, whether it was chosen or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.evaluation.explanation.mattering import by_stake
from hanpan.foundation.randomness import seed_for
from hanpan.insights.coefficients.multinomial import multinomial
from hanpan.insights.coefficients.record import Coefficients
from hanpan.insights.coefficients.work import PreparedColumns, least_squares, logistic
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.preparation.preparer import Preparer, build
from hanpan.statistics.inflation import inflation

_MOST_ROWS = 20_000
_MOST_COLUMNS = 120
_CLASSES = 3
_LINEAR = {"regression": "linear_regression", "binary": "logistic_regression", "multiclass": "logistic_regression"}


def _make(scene: Scene, answers: Answers) -> Coefficients | None:
    del answers
    problem, bench = scene.problem, scene.ground.bench
    name = _LINEAR[problem.task]
    random = np.random.default_rng(seed_for(scene.seed, "coefficients"))
    rows = np.sort(random.permutation(len(bench.y))[:_MOST_ROWS])
    frame, y = bench.frame.iloc[rows], bench.y[rows]
    preparer = build(scene.ground.recipes[name], bench.schema)
    x = preparer.fit_transform(frame, y)
    columns = PreparedColumns(x, preparer.feature_names_, preparer.sources_, inflation(x))
    found = _fitted(columns, y, problem)
    if found is None:
        return None
    twins = [(note.column, str(note.values["twin"])) for note in preparer.notes_ if note.code.startswith("collinear")]
    return replace(found, left_out=twins, references=_references(preparer, frame))


def _fitted(columns: PreparedColumns, y: np.ndarray, problem: Problem) -> Coefficients | None:
    if problem.task == "regression":
        return least_squares(columns, y)
    if problem.task == "binary":
        return logistic(columns, y == 1)
    return _by_class(columns, y, problem)


def _by_class(columns: PreparedColumns, y: np.ndarray, problem: Problem) -> Coefficients | None:
    """Against doing nothing where the card says what that is, else against the commonest class."""
    worth, common = problem.value, int(np.bincount(y).argmax())
    base = common if worth is None or worth.nothing is None else int(worth.nothing)
    found = multinomial(columns, y, problem.labels, base)
    if found is None:
        return None
    told = {one.label for one in found.classes}
    order = [problem.labels[code] for code in by_stake(y, len(problem.labels), worth)]
    first = [label for label in order if label in told][:_CLASSES]
    return replace(found, shown=[label for label in problem.labels if label in first])


def _references(preparer: Preparer, frame: pd.DataFrame) -> dict[str, str]:
    """The most frequent level without a column of its own, of every category that has columns for others."""
    known, found = set(preparer.feature_names_), dict[str, str]()
    pairs = zip(preparer.feature_names_, preparer.sources_, strict=True)
    for source in dict.fromkeys(source for name, source in pairs if name.startswith(f"{source}=")):
        levels = frame[source].dropna().value_counts().index
        left = [str(level) for level in levels if f"{source}={level}" not in known]
        found |= {source: left[0]} if left else {}
    return found


def _absent(scene: Scene) -> Reason | None:
    if len(scene.features) > _MOST_COLUMNS:
        return "columns"
    name = _LINEAR[scene.problem.task]
    return None if any(row.algorithm == name for row in scene.board.ranked) else "model"


COEFFICIENTS = Insight("coefficients", _make, absent=_absent)
"""A Coefficients record, where a linear model is on the board."""
