"""Quality to be expected of rows without labels, from what the model said and what came true of such answers before.

Classes: confidence-based performance estimation (CBPE). The probabilities, put right on answers out of fold, say how
many rows of each bin are to be expected positive, and with these the metrics are worked out as if labels were known.
Numbers: errors out of fold of rows with alike predictions. Both hold as long as the relation between x and y stays what
it was: rows of other kinds change the estimate, a changed meaning does not show in it.

References
----------
Kivimäki, Białek, Nurminen, Kuberski (2024), Confidence-based estimators for predictive performance in model monitoring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hanpan.business.metrics import PROFIT, metric
from hanpan.business.problem import Problem
from hanpan.deployment.counting.bins import Bins
from hanpan.deployment.counting.counts import ColumnCounts, Counts
from hanpan.deployment.monitoring.outputs import CONFIDENCE, PREDICTION, counted_classes, probability_of
from hanpan.deployment.monitoring.reference import Outcome, TrainingReference
from hanpan.evaluation.deciding.calibration import fit_calibration
from hanpan.modeling.fitted.model import Model

_DRAWS = 400
_SMALLEST = 1e-15


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A metric to be expected now, beside what it was out of fold in training.

    ``low`` and ``high``: between them lie 95 % of the values that rows like these would come to, if all is as expected.
    ``change_low`` and ``change_high``: the same of ``now`` less ``training``.
    """

    metric: str
    training: float
    now: float
    low: float
    high: float
    change_low: float
    change_high: float
    greater_is_better: bool


Measure = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def expected_quality(model: Model, reference: TrainingReference, now: Counts) -> list[Expected]:
    """The problem's own metric first, where it can be estimated, then others; none where no answers are known.

    Parameters
    ----------
    now
        Counts over the bins of the reference.
    """
    if not reference.outcomes or not now.rows or not set(reference.outcomes) <= set(now.outputs):
        return []
    problem = model.problem
    if problem.task == "regression":
        found = _of_values(reference, now)
    elif problem.task == "binary":
        found = _of_two(model, reference, now)
    else:
        found = _of_more(problem, reference, now)
    return sorted(found, key=lambda one: one.metric != problem.metric)


@dataclass(frozen=True)
class _ExpectedSample:
    """Rows and hits in each bin of one output (draws, b); the first draw is what is to be expected itself."""

    rows: np.ndarray
    hits: np.ndarray


def _of_two(model: Model, reference: TrainingReference, now: Counts) -> list[Expected]:
    name = probability_of(model.problem, 1)
    bins, outcome = _bins(reference, name), reference.outcomes[name]
    before, after = reference.counts.outputs[name], now.outputs[name]
    chance = _calibrated(before, outcome, after)
    told = (
        _ExpectedSample(*_drawn(before, np.asarray(outcome.hits), 0)),
        _ExpectedSample(*_drawn(after, _rows(after) * chance, 1)),
    )
    scores = _means(before), _means(after)
    found = []
    for one, measure in _measures(model, bins).items():
        values = [measure(sample.rows, sample.hits, at) for sample, at in zip(told, scores, strict=True)]
        found.append(_expected(one, values[0], values[1]))
    return found


def _of_more(problem: Problem, reference: TrainingReference, now: Counts) -> list[Expected]:
    before, after = reference.counts.outputs[CONFIDENCE], now.outputs[CONFIDENCE]
    outcome = reference.outcomes[CONFIDENCE]
    hits = _rows(after) * _calibrated(before, outcome, after)
    (rows, right), (rows_now, right_now) = _drawn(before, np.asarray(outcome.hits), 0), _drawn(after, hits, 1)
    found = [_expected("accuracy", right.sum(axis=1) / rows.sum(axis=1), right_now.sum(axis=1) / rows_now.sum(axis=1))]
    losses = [np.zeros(1 + _DRAWS), np.zeros(1 + _DRAWS)]
    for place, code in enumerate(counted_classes(problem), start=2):
        name = probability_of(problem, code)
        before, after, outcome = reference.counts.outputs[name], now.outputs[name], reference.outcomes[name]
        hits = _rows(after) * _calibrated(before, outcome, after)
        samples = (before, np.asarray(outcome.hits), place), (after, hits, place + 100)
        for which, (counts, came, seed) in enumerate(samples):
            rows, right = _drawn(counts, came, seed)
            losses[which] = losses[which] - (right * np.log(_means(counts))).sum(axis=1) / rows.sum(axis=1)
    return [*found, _expected("log_loss", *losses)] if len(counted_classes(problem)) else found


def _of_values(reference: TrainingReference, now: Counts) -> list[Expected]:
    before, after = reference.counts.outputs[PREDICTION], now.outputs[PREDICTION]
    outcome, found = reference.outcomes[PREDICTION], []
    sums = [np.asarray(total) for total in (outcome.absolute, outcome.squared, outcome.fourth)]
    absolute, squared, fourth = (_filled(total, _rows(before)) for total in sums)
    for name, mean, square in (("rmse", squared, fourth), ("mae", absolute, squared)):
        values = []
        for seed, counts in enumerate((before, after)):
            drawn = _errors(_rows(counts), mean, np.maximum(square - mean**2, 0.0), seed)
            values.append(np.sqrt(drawn) if name == "rmse" else drawn)
        found.append(_expected(name, *values))
    return found


def _errors(rows: np.ndarray, mean: np.ndarray, variance: np.ndarray, seed: int) -> np.ndarray:
    """Mean errors (1 + draws,) of rows in bins (b,) with such means and variances; the first as it is expected."""
    drawn = _multinomial(rows, seed)
    whole = (drawn * mean).sum(axis=1) / rows.sum()
    chance = np.random.default_rng(seed + 1000).normal(size=len(whole))
    chance[0] = 0.0
    return np.asarray(np.maximum(whole + chance * np.sqrt((drawn * variance).sum(axis=1)) / rows.sum(), 0.0))


def _filled(total: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Mean per row of each bin (b,); of a bin without training rows that of its neighbours."""
    known = np.flatnonzero(rows)
    return np.asarray(np.interp(np.arange(len(rows)), known, total[known] / rows[known]))


def _measures(model: Model, bins: Bins) -> dict[str, Measure]:
    cut = 0.5 if model.decision.threshold is None else model.decision.threshold
    said = np.r_[False, np.asarray(bins.edges) >= cut]  # a value on an edge is counted above it

    def shares(rows: np.ndarray, hits: np.ndarray) -> tuple[np.ndarray, ...]:
        found = hits[:, said].sum(axis=1)
        return found, rows[:, said].sum(axis=1), hits.sum(axis=1)

    def accuracy(rows: np.ndarray, hits: np.ndarray, _: np.ndarray) -> np.ndarray:
        right = np.where(said, hits, rows - hits)
        return np.asarray(right.sum(axis=1) / rows.sum(axis=1))

    def f1(rows: np.ndarray, hits: np.ndarray, _: np.ndarray) -> np.ndarray:
        found, called, all_hits = shares(rows, hits)
        return np.asarray(2 * found / np.maximum(called + all_hits, 1e-9))

    def profit(rows: np.ndarray, hits: np.ndarray, _: np.ndarray) -> np.ndarray:
        gain = np.asarray(model.problem.value.table if model.problem.value else np.zeros((2, 2)))
        column = said.astype(int)
        earned = hits * gain[1, column] + (rows - hits) * gain[0, column]
        return np.asarray(earned.sum(axis=1) / rows.sum(axis=1))

    value = model.problem.value
    told: dict[str, Measure] = {"auc": _auc, "log_loss": _log_loss, "accuracy": accuracy, "f1": f1}
    if value is not None and value.gain and not value.amount:
        told[PROFIT] = profit
    return told


def _auc(rows: np.ndarray, hits: np.ndarray, _: np.ndarray) -> np.ndarray:
    """Area under the ROC curve, ties within bins half."""
    misses = rows - hits
    below = np.cumsum(misses, axis=1) - misses / 2
    pairs = np.maximum(hits.sum(axis=1) * misses.sum(axis=1), 1e-9)
    return np.asarray((hits * below).sum(axis=1) / pairs)


def _log_loss(rows: np.ndarray, hits: np.ndarray, score: np.ndarray) -> np.ndarray:
    told = hits * np.log(score) + (rows - hits) * np.log(np.maximum(1 - score, _SMALLEST))
    return np.asarray(-told.sum(axis=1) / rows.sum(axis=1))


def _calibrated(before: ColumnCounts, outcome: Outcome, after: ColumnCounts) -> np.ndarray:
    """The chance (b,) that an answer of each bin comes true, at the mean answer of the rows that came now."""
    rows, hits, at = _rows(before), np.asarray(outcome.hits), _means(before)
    inside = rows > 0
    y = np.repeat([1, 0], inside.sum())
    output = np.tile(at[inside], 2)
    weight = np.concatenate([hits[inside], rows[inside] - hits[inside]])
    known = fit_calibration(y[weight > 0], _two(output[weight > 0]), weight[weight > 0] / weight.sum())
    return np.asarray(known.apply(_two(_means(after)))[:, 1])


def _two(chance: np.ndarray) -> np.ndarray:
    return np.column_stack([1 - chance, chance])


def _drawn(counts: ColumnCounts, hits: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and hits as they might have come (1 + draws, b); the first line is as it is."""
    rows = _multinomial(_rows(counts), seed)
    chance = np.divide(hits, rows[0], out=np.zeros(len(hits)), where=rows[0] > 0)
    came = np.random.default_rng(seed + 1000).binomial(rows[1:].astype(int), np.clip(chance, 0, 1))
    return rows, np.vstack([hits, came])


def _multinomial(rows: np.ndarray, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).multinomial(int(rows.sum()), rows / rows.sum(), _DRAWS)
    return np.vstack([rows, drawn]).astype(float)


def _rows(counts: ColumnCounts) -> np.ndarray:
    return np.asarray(counts.bins, dtype=float)


def _means(counts: ColumnCounts) -> np.ndarray:
    """Mean answer of each bin (b,), never quite 0 or 1; of an empty one anything, for nothing is weighed by it."""
    rows = _rows(counts)
    mean: np.ndarray = np.divide(np.asarray(counts.sums), rows, out=np.full(len(rows), 0.5), where=rows > 0)
    return np.asarray(np.clip(mean, 1e-6, 1 - 1e-6))


def _bins(reference: TrainingReference, name: str) -> Bins:
    return next(one for one in reference.outputs if one.name == name)


def greater_is_better(name: str) -> bool:
    """Whether more of a metric, or of profit, is better."""
    return name == PROFIT or metric(name).greater_is_better


def _expected(name: str, before: np.ndarray, now: np.ndarray) -> Expected:
    low, high = np.quantile(now[1:], [0.025, 0.975])
    change = np.quantile(now[1:] - before[1:], [0.025, 0.975])
    return Expected(
        metric=name,
        training=float(before[0]),
        now=float(now[0]),
        low=float(low),
        high=float(high),
        change_low=float(change[0]),
        change_high=float(change[1]),
        greater_is_better=greater_is_better(name),
    )
