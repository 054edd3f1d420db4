"""Two models on the same labelled rows: which is better, by how much, and whether chance can explain it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hanpan.business.metrics import metric
from hanpan.business.problem import Problem
from hanpan.data.options import ReadOptions
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.labelled import KnownRows, known_rows
from hanpan.deployment.predictor import predict_table
from hanpan.evaluation.deciding.learning import applied
from hanpan.evaluation.limits.resampled import of_rows
from hanpan.foundation.errors import UsageError
from hanpan.foundation.findings import Finding
from hanpan.statistics.bootstrap import interval, resamples
from hanpan.statistics.groups import number_of, told_apart

_DRAWS = 400


@dataclass(frozen=True, kw_only=True)
class ModelGap:
    """What two models reach on the same rows, and the second less the first with its 95 % interval."""

    first: float
    second: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two models judged on the same rows.

    Attributes
    ----------
    first, second
        What they are called.
    rows
        How many rows had an answer; ``groups`` how many independent things they are.
    metric, score
        The problem's metric, and both models in it.
    worth, currency
        Where the card says what answers are worth: both models in money a row, by the decisions they take.
    better
        ``first`` or ``second`` where chance cannot explain the difference (in money where that is told, else in the
        metric), else ``undecided``.
    findings
        What was noticed about the rows (such as rows that a model was trained on).
    """

    first: str
    second: str
    rows: int
    groups: int
    metric: str
    score: ModelGap
    worth: ModelGap | None
    currency: str
    better: str
    findings: tuple[Finding, ...] = ()


def compare(
    first: Bundle, second: Bundle, table: Any, names: tuple[str, str], options: ReadOptions | None = None
) -> Comparison:
    """Judge two models on the rows of one table; intervals are of the paired difference.

    Rows (or groups, or stretches of time, where the problem has them) are drawn again and again, the same for both, so
    that what makes a row hard for both models cancels out.

    Parameters
    ----------
    first, second
        The models; they must predict the same target in the same task.
    table
        With the target column.
    names
        What they are called.

    Raises
    ------
    UsageError
        They predict different things.
    DataError
        The table lacks a column, or answers.

    References
    ----------
    Efron, Tibshirani (1993), An introduction to the bootstrap.
    """
    problem = first.model.problem
    _require_alike(problem, second.model.problem, names)
    done = predict_table(first.model, table, options), predict_table(second.model, table, options)
    known = known_rows(first, done[0])
    others = [one for one in known_rows(second, done[1]).findings if one not in known.findings]
    outputs = done[0].output[known.rows], _in_order(done[1].output, second.model.problem, problem)[known.rows]
    said = applied(first.model.decision, outputs[0]), _recoded(second, outputs[1], done[1].output[known.rows], problem)
    found = replace(known, findings=[*known.findings, *others])
    return compare_outputs(problem, found, outputs, said, _earned(problem, known, said), names)


def compare_outputs(
    problem: Problem,
    known: KnownRows,
    outputs: tuple[np.ndarray, np.ndarray],
    said: tuple[np.ndarray, np.ndarray],
    earned: tuple[np.ndarray, np.ndarray] | None,
    names: tuple[str, str],
) -> Comparison:
    """The same of outputs that are at hand, in the order of the known rows.

    Parameters
    ----------
    outputs
        Values (n,) or probabilities (n, C) of both.
    said
        What both decide: codes (n,).
    earned
        What the decisions of both earn a row (n,), where the card says what answers are worth.
    """
    score = _score(problem, known, outputs, said)
    worth = None if earned is None else _worth(known, earned)
    judge = metric(problem.metric)
    return Comparison(
        first=names[0],
        second=names[1],
        rows=len(known.y),
        groups=_units(known),
        metric=problem.metric,
        score=score,
        worth=worth,
        currency=problem.value.currency if problem.value is not None else "",
        better=_better(worth, True) if worth is not None else _better(score, judge.greater_is_better),
        findings=tuple(known.findings),
    )


def _require_alike(problem: Problem, other: Problem, names: tuple[str, str]) -> None:
    alike = (problem.target, problem.task, set(problem.labels)) == (other.target, other.task, set(other.labels))
    if not alike:
        told = [f"{one.target} ({', '.join(one.labels) or one.task})" for one in (problem, other)]
        raise UsageError("models_differ", first=names[0], second=names[1], one=told[0], other=told[1])


def _in_order(output: np.ndarray, own: Problem, problem: Problem) -> np.ndarray:
    """Probabilities with the columns in the order of the problem's labels."""
    return output[:, [own.labels.index(label) for label in problem.labels]] if problem.labels else output


def _recoded(second: Bundle, ordered: np.ndarray, output: np.ndarray, problem: Problem) -> np.ndarray:
    """What the second model decides, in the codes of the first."""
    own = second.model.problem
    if not problem.labels:
        return applied(second.model.decision, ordered)
    places = np.array([problem.labels.index(label) for label in own.labels])
    return np.asarray(places[applied(second.model.decision, output)])


def _score(
    problem: Problem, known: KnownRows, outputs: tuple[np.ndarray, np.ndarray], said: tuple[np.ndarray, np.ndarray]
) -> ModelGap:
    judge, every = metric(problem.metric), np.arange(len(known.y))
    decided = said if problem.labels else (None, None)
    over = [of_rows(judge, known.y, output, one) for output, one in zip(outputs, decided, strict=True)]
    pairs = [(over[0](rows), over[1](rows)) for rows in _draws(known)]
    drawn = [b - a for a, b in pairs if a is not None and b is not None]
    return _gap(over[0](every) or 0.0, over[1](every) or 0.0, drawn, known)


def _earned(
    problem: Problem, known: KnownRows, said: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray] | None:
    value = problem.value
    if value is None:
        return None
    first, second = (value.earned(known.y, one, known.stakes.amount) for one in said)
    return first, second


def _worth(known: KnownRows, earned: tuple[np.ndarray, np.ndarray]) -> ModelGap:
    first, second = earned
    drawn = [float((second[rows] - first[rows]).mean()) for rows in _draws(known)]
    return _gap(float(first.mean()), float(second.mean()), drawn, known)


def _draws(known: KnownRows) -> Any:
    return resamples(len(known.y), _DRAWS, 0, told_apart(known.stakes.group))


def _gap(first: float, second: float, drawn: list[float], known: KnownRows) -> ModelGap:
    found = interval(drawn, second - first, _units(known))
    return ModelGap(first=first, second=second, difference=second - first, low=found.low, high=found.high)


def _units(known: KnownRows) -> int:
    return number_of(len(known.y), told_apart(known.stakes.group))


def _better(gap: ModelGap, greater: bool) -> str:
    if gap.low > 0:
        return "second" if greater else "first"
    if gap.high < 0:
        return "first" if greater else "second"
    return "undecided"
