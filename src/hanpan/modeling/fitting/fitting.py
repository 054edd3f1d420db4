"""Running a Candidate over the folds, and fitting it once for good. Works in any process."""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hanpan.business.problem import Problem
from hanpan.foundation.budget import Deadline
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import PLAIN, Candidate
from hanpan.modeling.estimators.base import Estimator, FoldCurve, Rows, Setting
from hanpan.modeling.estimators.scikit import load_class
from hanpan.modeling.fitting.affordable import FEW, affordable_rows, worth_asking
from hanpan.modeling.fitting.balancing import balanced, judged_alike
from hanpan.modeling.fitting.scoring import Fold, NotFiniteError, answers_of, finite, scores_of
from hanpan.modeling.fitting.shares import brought_back
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.buckets import strata_of
from hanpan.modeling.folds.design import bagged
from hanpan.modeling.listening.progress import about
from hanpan.modeling.listening.stopwatch import go_on, limited_to
from hanpan.modeling.trial import IterationCurve, Trial
from hanpan.preparation.preparer import Preparer, build

if TYPE_CHECKING:
    import pandas as pd

_SCORING, _MOST_SCORING = 0.03, 0.35  # of a trial's time goes into answers, for each class beyond one
_ENOUGH = 200  # rows in validation folds, by which a model without time for more is judged


@dataclass(frozen=True)
class Fitted:
    """A Candidate fitted once: the preparer and the estimator, of which the first ``rounds`` rounds count.

    ``factors``: what brings probabilities learnt on balanced classes back, one number per class; empty for all others.
    """

    preparer: Preparer
    estimator: Estimator
    rounds: int | None = None
    factors: tuple[float, ...] = ()

    def output(self, frame: pd.DataFrame) -> np.ndarray:
        """Values (n,) or probabilities (n, C) for rows of the table."""
        return brought_back(finite(self.estimator.output(self.preparer.transform(frame), self.rounds)), self.factors)


class Tried(NamedTuple):
    """What became of a Candidate on the folds.

    ``outputs``: out of fold, (n,) or (n, C), NaN for rows in no validation fold, means over repeats. ``bag``: fits on
    folds whose mean is a model that needs no further fit, and that never saw a row of the hold-out.
    """

    trial: Trial
    outputs: np.ndarray
    bag: list[Fitted]


def run_trial(bench: Bench, candidate: Candidate, seconds: float | None = None, *, partly: bool = False) -> Tried:
    """Fit and score a Candidate on every fold.

    Parameters
    ----------
    bench
        The rows and their folds.
    candidate
        What to fit.
    seconds
        Time for all folds together; what learns in rounds or epochs ends where it is over. None: no limit.
    partly
        Whether folds for which there is no time are left out, as long as the others judge enough rows.

    Raises
    ------
    NotFiniteError
        An output was NaN or infinite.
    CalledOffError
        Nobody waits for it any more.
    """
    entry = algorithm(candidate.algorithm)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        folds = _fit_folds(bench, candidate, seconds, partly)
        curves = [fold.estimator.curve for fold in folds]
        curve = _joined_curve(curves)
        if curve is not None and candidate.balance != PLAIN:
            curve = replace(curve, metric="balanced_log_loss")
        rounds = curve.chosen if curve and entry.iterations else None
        answers = answers_of(bench, candidate, folds, rounds)
        scored = scores_of(bench, folds, answers)
    told = sorted({f"{item.category.__name__}: {str(item.message).splitlines()[0][:200]}" for item in caught})
    trial = Trial(
        candidate=candidate,
        status="done",
        fit_seconds=float(np.mean([fold.fit_seconds for fold in folds])),
        prepare_seconds=float(np.mean([fold.data.seconds for fold in folds])),
        n_prepared=folds[0].data.fit.shape[1],
        rows_used=folds[0].rows_used if folds[0].rows_used < len(folds[0].fit_y) else None,
        curve=curve,
        cut=any(each.cut for each in curves if each is not None),
        folds_left_out=len(bench.folds) - len(folds),
        watched=[c.watched for fold in folds if (c := fold.estimator.curve) is not None and c.watched is not None],
        warnings=told[:5],
        factors=list(answers.factors),
        **scored["records"],
    )
    bag = [
        Fitted(folds[number].data.preparer, folds[number].estimator, rounds, answers.factors)
        for number in bagged(bench.folds[: len(folds)])
    ]
    return Tried(trial, scored["outputs"], bag)


def fit_once(bench: Bench, candidate: Candidate, rounds: int | None = None, factors: Sequence[float] = ()) -> Fitted:
    """Fit a Candidate on all rows of the bench, with the rounds or epochs, and the ``factors``, chosen before."""
    entry = algorithm(candidate.algorithm)
    preparer = build(candidate.recipe, bench.schema)
    rows = _drawn(bench.problem, bench.y, entry.row_limit, candidate.seed)
    x = preparer.fit_transform(bench.frame.iloc[rows], bench.y[rows])
    setting = setting_for(bench, with_rounds(candidate, rounds), entry, preparer)
    learnt = balanced(Rows(x, bench.y[rows]), candidate.balance, setting.n_classes, setting.seed)
    estimator = load_class(entry.estimator)(setting)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimator.fit(learnt)
    return Fitted(preparer, estimator, factors=tuple(factors))


def _judged_enough(bench: Bench, done: int) -> bool:
    """Whether so many folds judge enough rows for a signal to show."""
    return sum(len(valid) for _, valid in bench.folds[:done]) >= _ENOUGH


def _too_late(until: Deadline, seconds: float | None, done: int) -> bool:
    """Whether another fold, as long as those before, would end after the time."""
    return seconds is not None and until.left < (seconds - until.left) / done


def _share(until: Deadline, number: int, bench: Bench) -> float | None:
    """Seconds for one fold: what is left, less what the answers will take, dealt evenly among the folds to come."""
    scoring = min(_MOST_SCORING, _SCORING * max(1, len(bench.problem.labels) - 1))
    return max(0.1, (1 - scoring) * until.left / (len(bench.folds) - number)) if until.limited else None


def _fit_folds(bench: Bench, candidate: Candidate, seconds: float | None, partly: bool) -> list[Fold]:
    until, folds = Deadline.after(seconds), []
    for number in range(len(bench.folds)):
        if partly and _judged_enough(bench, number) and _too_late(until, seconds, number):
            break
        folds.append(_fit_fold(bench, candidate, number, partial(_share, until, number, bench)))
    return folds


def _fit_fold(bench: Bench, candidate: Candidate, number: int, share: Callable[[], float | None]) -> Fold:
    go_on()
    entry = algorithm(candidate.algorithm)
    fit_rows, valid_rows = bench.folds[number]
    data = bench.prepared.fold(candidate.recipe, number)
    fit_y, valid_y = bench.y[fit_rows], bench.y[valid_rows]
    setting = setting_for(bench, candidate, entry, data.preparer)
    estimator: Estimator = load_class(entry.estimator)(setting)
    seconds, seed = share(), seed_for(candidate.seed, number)

    def drawn(most: int | None) -> Rows:
        rows = _drawn(bench.problem, fit_y, most, seed)
        return Rows(data.fit[rows], fit_y[rows])

    most = entry.row_limit
    if seconds is not None and worth_asking(entry, len(fit_y)):
        few = balanced(drawn(FEW), candidate.balance, setting.n_classes, setting.seed)
        most = min(most or len(fit_y), affordable_rows(entry, setting, few, data.valid, seconds))
    own = drawn(most)
    learnt = balanced(own, candidate.balance, setting.n_classes, setting.seed)
    watched = judged_alike(Rows(data.valid, valid_y), own.y, candidate.balance, setting.n_classes)
    started = time.perf_counter()
    with about(fold=number + 1, folds=len(bench.folds)), limited_to(seconds) as watch:
        estimator.fit(learnt, watched if entry.iterations else None)
    if estimator.curve is not None:
        estimator.curve.cut = watch.cut
    return Fold(estimator, data, fit_y, valid_y, time.perf_counter() - started, len(own.y))


def with_rounds(candidate: Candidate, rounds: int | None) -> Candidate:
    """The candidate with the rounds or epochs chosen before, if any were."""
    if rounds is None:
        return candidate
    name = algorithm(candidate.algorithm).iterations or "fixed_epochs"
    return replace(candidate, parameters={**candidate.parameters, name: rounds})


def in_larger_steps(candidate: Candidate, rounds: int | None, times: float) -> tuple[Candidate, int | None]:
    """A booster that gets about as far in fewer rounds: its learning rate larger, its rounds fewer, so many times.

    References
    ----------
    Friedman (2001), Greedy function approximation: a gradient boosting machine (learning rate against rounds).
    """
    if rounds is None or times <= 1:
        return candidate, rounds
    parameters = {**candidate.parameters, "learning_rate": times * float(candidate.parameters["learning_rate"])}
    return replace(candidate, parameters=parameters), math.ceil(rounds / times)


def setting_for(bench: Bench, candidate: Candidate, entry: Algorithm, preparer: Preparer) -> Setting:
    """All that an estimator is told besides its rows."""
    return Setting(
        task=bench.problem.task,
        n_classes=len(bench.problem.labels),
        parameters={**entry.fixed, **candidate.settings},
        builder=entry.builders.get(bench.problem.task, ""),
        seed=seed_for(candidate.seed, candidate.algorithm),
        threads=bench.threads,
        categorical=preparer.categorical_,
        feature_names=preparer.feature_names_,
        sources=preparer.sources_,
        groups=bench.problem.groups,
        networks=bench.networks,
    )


def _drawn(problem: Problem, y: np.ndarray, most: int | None, seed: int) -> np.ndarray | slice:
    """All rows, or a stratified draw of about ``most`` for algorithms that cannot take so many (said on the board)."""
    if most is None or len(y) <= most:
        return slice(None)  # no copy is made
    random = np.random.default_rng(seed)
    strata = strata_of(problem, y)
    share = most / len(y)
    parts = []
    for stratum in np.unique(strata):
        rows = np.flatnonzero(strata == stratum)
        parts.append(random.choice(rows, max(min(len(rows), 20), int(share * len(rows))), replace=False))
    return np.sort(np.concatenate(parts))


def _joined_curve(curves: list[FoldCurve | None]) -> IterationCurve | None:
    """The mean curve over folds; folds that stopped early keep their last value.

    Where the time ended a fold, the curve ends there too: nobody knows how that fold would have gone on.
    """
    known = [curve for curve in curves if curve is not None and curve.validation]
    if not known:
        return None
    cut = [len(curve.validation) for curve in known if curve.cut and curve.chosen is None]
    length = min(cut) if cut else max(len(curve.validation) for curve in known)
    train = np.mean([_padded(curve.train, length) for curve in known], axis=0)
    validation = np.mean([_padded(curve.validation, length) for curve in known], axis=0)
    own = [curve.chosen for curve in known if curve.chosen is not None]
    chosen = int(np.median(own)) if own else int(np.argmin(validation)) + 1
    keep = _thinned(length, chosen)
    return IterationCurve(
        metric=known[0].metric,
        train=[float(train[i]) for i in keep],
        validation=[float(validation[i]) for i in keep],
        chosen=max(1, chosen),
        steps=[int(i) + 1 for i in keep],
    )


def _padded(values: list[float], length: int) -> np.ndarray:
    if not values:
        return np.full(length, np.nan)
    return np.concatenate([values, np.full(max(0, length - len(values)), values[-1])])[:length]


def _thinned(length: int, chosen: int, most: int = 200) -> np.ndarray:
    """At most 200 points of a long curve, the chosen one among them."""
    spaced = np.unique(np.linspace(0, length - 1, min(length, most)).round().astype(int))
    return np.union1d(spaced, [min(max(chosen, 1), length) - 1])


__all__ = ["Bench", "Fitted", "NotFiniteError", "Rows", "finite", "fit_once", "run_trial"]
