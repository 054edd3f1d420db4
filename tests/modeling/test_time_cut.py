"""A fit in rounds whose time is over keeps what it has learned, and says so."""

from dataclasses import replace

import numpy as np
import pytest

from hanpan.foundation.texts import has_text
from hanpan.modeling.algorithms.catalogue import ALGORITHMS, algorithm
from hanpan.modeling.board.boarding import build_board
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.estimators.base import FoldCurve, PreparedRows, Rows, Setting
from hanpan.modeling.estimators.scikit import load_class
from hanpan.modeling.fitting import affordable, fitting
from hanpan.modeling.fitting.fitting import _joined_curve, run_trial
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.listening.stopwatch import Stopwatch, limited_to
from hanpan.modeling.trial import IterationCurve
from hanpan.testing.algorithms import _candidate, small_bench

NETWORKS = ("network", "network_modern", "network_packed")
BOOSTERS = tuple(entry.name for entry in ALGORITHMS if entry.iterations)


def candidate(name: str, bench: Bench, rounds: int = 200) -> Candidate:
    entry = algorithm(name)
    return replace(_candidate(entry, bench), parameters={**entry.defaults[0], entry.iterations: rounds})


def test_a_stopwatch_without_seconds_never_ends() -> None:
    assert not Stopwatch(None).over()
    assert Stopwatch(-1).over()


@pytest.mark.parametrize("name", BOOSTERS)
def test_a_booster_stops_with_the_rounds_it_has(name: str) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(200, 3))
    y = x[:, 0] + 0.1 * random.normal(size=200)
    entry = algorithm(name)
    builder, parameters = entry.builders.get("regression", ""), {**entry.fixed, **entry.defaults[0]}
    setting = Setting(task="regression", n_classes=0, parameters=parameters, builder=builder)
    estimator = load_class(entry.estimator)(setting)
    with limited_to(-1) as watch:
        estimator.fit(Rows(x[:150], y[:150]), Rows(x[150:], y[150:]))
    assert watch.cut
    assert len(estimator.curve.validation) <= 25
    assert np.isfinite(estimator.output(x[150:])).all()


@pytest.mark.parametrize("name", ["xgboost", "lightgbm"])
def test_a_fit_in_batches_stops_with_the_rounds_it_has(tmp_path, name: str) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(200, 3))
    x.tofile(tmp_path / "x")
    entry = algorithm(name)
    setting = Setting(task="regression", n_classes=0, parameters={**entry.fixed, **entry.defaults[0]})
    estimator = load_class(entry.estimator)(setting)
    with limited_to(-1) as watch:
        estimator.fit_batches(PreparedRows(tmp_path / "x", 3, x[:, 0]))
    assert watch.cut
    assert estimator.made == 1
    assert np.ptp(estimator.output(x)) > 0


def test_whoever_cannot_stop_meets_fewer_rows_where_the_time_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = small_bench("binary")
    monkeypatch.setattr(affordable, "FEW", 40)
    monkeypatch.setattr("hanpan.modeling.fitting.fitting.FEW", 40)
    monkeypatch.setattr(affordable, "_WORTH_ASKING", 1)
    entry = algorithm("random_forest")
    same = replace(_candidate(entry, bench), parameters=entry.defaults[0])
    short, whole = (run_trial(bench, same, seconds=seconds)[0] for seconds in (0.1, 600.0))
    assert short.rows_used == pytest.approx(40, abs=5)
    assert whole.rows_used is None


def test_a_curve_tells_how_much_fewer_rounds_are_worth() -> None:
    curve = IterationCurve(metric="rmse", train=[], validation=[5.0, 3.0, 1.2, 1.0], chosen=40, steps=[1, 10, 20, 40])
    assert curve.gained(10) == 0.5
    assert curve.gained(40) == curve.gained(99) == 1.0
    assert curve.enough(0.95) == 20


def test_the_joint_curve_ends_where_the_first_fold_was_cut() -> None:
    cut = FoldCurve("rmse", [3.0, 2.0], [3.0, 2.5], cut=True)
    whole = FoldCurve("rmse", [3.0, 2.0, 1.0, 0.5], [3.0, 2.5, 2.0, 1.0])
    stopped = FoldCurve("rmse", [3.0], [2.0])
    joined = _joined_curve([cut, whole, stopped])
    assert joined is not None
    assert joined.steps == [1, 2]
    assert joined.validation[1] == pytest.approx(7 / 3)
    assert len(_joined_curve([whole, stopped]).steps) == 4


@pytest.mark.parametrize("name", BOOSTERS)
def test_a_trial_cut_by_the_time_counts_and_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = small_bench("regression")
    monkeypatch.setattr("hanpan.modeling.fitting.fitting._share", lambda until, number, bench: -1.0)
    trial, outputs, _ = run_trial(bench, candidate(name, bench), seconds=5)
    assert trial.cut
    assert np.isfinite(trial.score)
    assert np.isfinite(outputs).all()
    (row,) = build_board("rmse", [trial]).rows
    assert row.note == "time_cut_rounds"
    assert row.note_fields["last"] <= 25
    assert all(has_text(f"board.note.{row.note}", language) for language in ("ko", "en"))


@pytest.mark.parametrize("name", BOOSTERS)
def test_time_enough_changes_nothing(name: str) -> None:
    bench = small_bench("binary")
    same = candidate(name, bench, rounds=60)
    free, measured = (run_trial(bench, same, seconds=seconds)[1] for seconds in (None, 600.0))
    assert np.array_equal(free, measured)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_stops_with_the_epochs_it_has(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = small_bench("multiclass")
    monkeypatch.setattr("hanpan.modeling.fitting.fitting._share", lambda until, number, bench: -1.0)
    entry = algorithm(name)
    trial, outputs, _ = run_trial(bench, replace(_candidate(entry, bench), parameters=entry.defaults[0]), seconds=5)
    assert trial.cut
    assert trial.curve.steps[-1] <= 25
    assert np.isfinite(outputs).all()


class Watch:
    """Deadline of a trial on whose every fold a second goes by; ``seconds`` are left when it begins."""

    limited = True

    def __init__(self, seconds: float) -> None:
        self.began = self.left = seconds


def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> Watch:
    watch = Watch(seconds)
    fit = fitting._fit_fold

    def fold(*given):
        watch.left -= 1.0
        return fit(*given)

    monkeypatch.setattr(fitting.Deadline, "after", lambda _: watch)
    monkeypatch.setattr(fitting, "_fit_fold", fold)
    return watch


@pytest.mark.parametrize(("seconds", "met"), [(0.0, 1), (1.5, 1), (2.5, 2), (9.0, 3)])
def test_without_a_model_half_a_judgement_is_better_than_none(
    seconds: float, met: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = small_bench("binary")
    slow(monkeypatch, seconds)
    monkeypatch.setattr(fitting, "_ENOUGH", 1)
    trial, outputs, bag = run_trial(bench, _candidate(algorithm("decision_tree"), bench), seconds, partly=True)
    judged = np.arange(len(bench.y)) % 3 < met
    assert np.isfinite(trial.score)
    assert (np.isfinite(outputs).all(axis=1) == judged).all()
    assert (len(bag), trial.folds_left_out, len(trial.fold_scores)) == (met, 3 - met, 3)
    (row,) = build_board("auc", [trial]).rows
    assert row.note == ("time_cut_folds" if met < 3 else "")


def test_a_handful_of_rows_judges_nothing_so_all_folds_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = small_bench("binary")
    slow(monkeypatch, 0.0)
    assert run_trial(bench, _candidate(algorithm("decision_tree"), bench), 0.0, partly=True).trial.folds_left_out == 0


def test_where_there_is_a_model_every_fold_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = small_bench("binary")
    slow(monkeypatch, 0.0)
    monkeypatch.setattr(fitting, "_ENOUGH", 1)
    assert run_trial(bench, _candidate(algorithm("decision_tree"), bench), 0.0).trial.folds_left_out == 0
