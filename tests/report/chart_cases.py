"""A chart of every kind, from numbers drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from hanpan.business.metrics import metric as known
from hanpan.business.problem import Problem
from hanpan.data.across.missing import missing_patterns
from hanpan.data.across.record import Drifting
from hanpan.data.across.related import related
from hanpan.data.dataset import Dataset, Reading
from hanpan.data.pairs.comparing import compare_all
from hanpan.data.pairs.pictures import picture_of
from hanpan.data.profiling.profile import ColumnProfile
from hanpan.data.schema import Column, Schema
from hanpan.data.values import Values
from hanpan.deployment.monitoring.drift import Bars, ColumnDrift, Shares
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.curve import CurveChart
from hanpan.doors.report.charts.decision_map import DecisionMapChart
from hanpan.doors.report.charts.pairs.effects import EffectChart
from hanpan.doors.report.charts.pairs.pairs import pair_chart
from hanpan.doors.report.monitoring.charts import BesideChart, ColumnsChart
from hanpan.doors.report.parts.activations.chart import ActivationsChart, ShapesChart
from hanpan.doors.report.parts.coefficients.classes import class_coefficients
from hanpan.doors.report.parts.coefficients.panel import build as coefficients
from hanpan.doors.report.parts.complexity.chart import FreeSizesChart, SizeMapChart
from hanpan.doors.report.parts.contributions.panel import build as contributions
from hanpan.doors.report.parts.dependence.panel import build as dependence
from hanpan.doors.report.parts.fairness.panel import build as fairness
from hanpan.doors.report.parts.image_answers.chart import BlockChart
from hanpan.doors.report.parts.insides.chart import ReachChart, SaysChart
from hanpan.doors.report.parts.intervals.panel import build as intervals
from hanpan.doors.report.parts.learning_rate.chart import RatesChart
from hanpan.doors.report.parts.lesson.chart import FallingChart, PathChart
from hanpan.doors.report.parts.ranking.capacities import Capacities
from hanpan.doors.report.parts.ranking.chart import CapacityChart, GainsChart
from hanpan.doors.report.parts.rare.chart import RareChart, ResampledChart
from hanpan.doors.report.parts.routes.chart import RoutesChart
from hanpan.doors.report.parts.segments.panel import build as segments
from hanpan.doors.report.parts.together.chart import HeatChart, PatternChart
from hanpan.doors.report.parts.together.drift import DriftChart
from hanpan.doors.report.parts.tree.chart import TreeChart
from hanpan.doors.report.parts.watching.chart import WatchedChart
from hanpan.doors.report.sections.curves.iterations import IterationChart
from hanpan.doors.report.sections.curves.plane import PlaneChart
from hanpan.doors.report.sections.evaluation.charts.calibration import CalibrationChart
from hanpan.doors.report.sections.evaluation.charts.confusion import ConfusionChart
from hanpan.doors.report.sections.evaluation.charts.fan import FanChart
from hanpan.doors.report.sections.evaluation.charts.rates import RateChart
from hanpan.doors.report.sections.evaluation.charts.residuals import ErrorChart, PredictedChart
from hanpan.doors.report.sections.modeling.chart import BoardChart
from hanpan.doors.report.sections.numbers.chart import SurpriseChart
from hanpan.doors.report.sections.reasons.chart import ImportanceChart
from hanpan.doors.report.sections.summary.chart import AnswerChart
from hanpan.doors.report.sections.value.charts.money import MoneyChart
from hanpan.doors.report.sections.value.charts.profit import ProfitChart
from hanpan.doors.report.sections.value.charts.worths import WorthChart
from hanpan.doors.telling.pairs import PairTold
from hanpan.doors.telling.words import Words
from hanpan.evaluation.explanation.band import Level, PredictionIntervals
from hanpan.evaluation.explanation.decision_map import DecisionMap
from hanpan.evaluation.explanation.slices import Slice
from hanpan.evaluation.ranking import Ranking
from hanpan.evaluation.record import Evaluation, Importance, Judged
from hanpan.evaluation.tables.curves import calibration_bins, precision_recall_points, roc_points
from hanpan.evaluation.value import Amount, Value
from hanpan.foundation.findings import Finding
from hanpan.insights.activations.work import judged as judged_activations
from hanpan.insights.coefficients.record import ClassEquation, Coefficient, Coefficients
from hanpan.insights.contributions.record import ExplainedRow, ExplainedRows, Share
from hanpan.insights.dependence.record import Dependence, Dependences
from hanpan.insights.fairness.record import Fairness, Gap, GroupRow, Protected
from hanpan.insights.images.record import Blocks
from hanpan.insights.lesson.work import lesson
from hanpan.insights.rare.record import RareClasses, RareWay
from hanpan.insights.record import Insights
from hanpan.insights.routes.record import Route, Routes
from hanpan.insights.segments.record import Segment, Segments
from hanpan.insights.tree.record import DrawnTree, Node, SplitQuestion
from hanpan.insights.watching.record import WatchedTraining
from hanpan.modeling.board.board import Board, BoardRow, Curve, Plane, PlanePoint
from hanpan.modeling.curves.complexity import SCORES, SizeScore, recommend
from hanpan.modeling.curves.rates import read_race
from hanpan.modeling.network_picture import NetworkPicture
from hanpan.modeling.networks.plain.insides import Insides, NodeInside
from hanpan.modeling.trial import IterationCurve
from hanpan.statistics.estimates import share
from hanpan.statistics.interval import Estimate
from hanpan.study.record import Study

Random = np.random.Generator
Case = Callable[[Random, Words], Chart]
METRICS = ("rmse", "auc", "mape", "log_loss")
LABELS = ("낮음", "보통", "높음")


def greater(metric: str) -> bool:
    return metric == "auc"


def numbers(random: Random, count: int, metric: str = "rmse") -> list[float]:
    """Scores of a metric: shares, or numbers of some size."""
    if metric in ("auc", "mape"):
        return random.uniform(0.05, 0.95, count).tolist()
    return (random.uniform(0.5, 2, count) * 10.0 ** random.integers(-2, 4)).tolist()


def some(random: Random, *choices: Any) -> Any:
    return choices[int(random.integers(len(choices)))]


def study_of(words: Words, problem: Problem, insights: Insights | None = None, **records: Any) -> Study:
    study = Study(folder=None, name="표.csv", language=words.language, options={}, problem=problem, **records)  # type: ignore[arg-type]
    study.insights = insights or Insights()
    return study


def problem_of(kind: str) -> Problem:
    labels = {"binary": ("아니요", "예"), "multiclass": LABELS}.get(kind, ())
    metric = {"regression": "rmse", "binary": "auc", "multiclass": "log_loss"}[kind]
    return Problem(target="y", task=kind, metric=metric, labels=labels, unit="명" if not labels else "")  # type: ignore[arg-type]


# ---- the board and its curves


def answer_chart(random: Random, words: Words) -> Chart:
    metric = some(random, *METRICS)
    value, baseline = numbers(random, 2, metric)
    return AnswerChart(words, "a", metric, Judged(value=value, low=value * 0.9, high=value * 1.04, baseline=baseline))


def board_chart(random: Random, words: Words) -> Chart:
    metric, count = some(random, *METRICS), int(random.integers(3, 30))
    names = some(random, ["svm", "xgboost", "random_forest", "network"], ["k_neighbors", "catboost"])
    scores = sorted(numbers(random, count, metric), reverse=greater(metric))
    rows = [
        BoardRow(
            rank=place,
            model=f"m{place}",
            algorithm=some(random, *names),
            score=score,
            score_std=0.01,
            train_score=score,
            fit_seconds=1.0,
            predict_seconds=0.1,
            diagnosis="fine",
            key=str(place),
        )
        for place, score in enumerate(scores, 1)
    ]
    rows[-1] = replace(rows[-1], algorithm="baseline", model="baseline")
    chosen = f"m{int(random.integers(1, count))}"
    told = Board(metric=metric, greater_is_better=greater(metric), rows=rows, chosen=chosen)
    return BoardChart(words, "board", told, chosen)


def curve_chart(random: Random, words: Words) -> Chart:
    metric, kind = some(random, *METRICS), some(random, "complexity", "knob", "size")
    values = [str(2**power) for power in range(int(random.integers(3, 8)))]
    first, last = sorted(random.choice(len(values) + 1, 2, replace=False).tolist())
    kept = values[first:last]
    scores, train = (numbers(random, len(kept), metric) for _ in range(2))
    best = int(np.argmax(scores) if greater(metric) else np.argmin(scores))
    return CurveChart(
        words,
        "curve",
        Curve(
            kind=kind,
            algorithm="k_neighbors",
            model="m",
            parameter="share",
            x=kept,
            train=train,
            validation=scores,
            validation_std=[0.01] * len(kept),
            best=best,
            before=values[:first] if kind != "size" else [],
            after=values[last:] if kind != "size" else [],
        ),
        metric,
    )


def plane_chart(random: Random, words: Words) -> Chart:
    metric, rounds = some(random, *METRICS), bool(random.integers(2))
    count = int(random.integers(4, 25))
    rates = np.exp(random.uniform(-5, 0, count)).round(4)
    most = np.maximum(
        1,
        (3 / rates * np.exp(random.normal(0, 0.4, count))).round()
        if random.integers(2)
        else random.integers(1, 400, count),
    )
    words_too = not rounds and bool(random.integers(2))
    points = [
        PlanePoint(
            model=f"m{place}",
            x=float(x),
            y="scale" if words_too and place % 3 == 0 else float(y),
            score=score,
            alone=bool(random.integers(2)),
        )
        for place, (x, y, score) in enumerate(zip(most, rates, numbers(random, count, metric), strict=True))
    ]
    x, y = ("n_estimators", "learning_rate") if rounds else ("C", "gamma")
    told = Plane(algorithm="lightgbm" if rounds else "svm", x=x, y=y, rounds=rounds, points=points)
    return PlaneChart(words, "plane", told, metric, greater(metric))


def iteration_chart(random: Random, words: Words) -> Chart:
    count = int(random.integers(2, 90))
    steps = np.unique(random.integers(1, 300, count)).tolist()
    validation = numbers(random, len(steps))
    lowest = steps[int(np.argmin(validation))]
    chosen = some(random, lowest, steps[-1], some(random, *steps))
    told = IterationCurve(
        metric=some(random, "rmse", "log_loss"),
        train=numbers(random, len(steps)),
        validation=validation,
        chosen=chosen,
        steps=steps,
    )
    return IterationChart(words, "iteration", some(random, "lightgbm", "network", "network_modern"), told)


# ---- networks


def watched_chart(random: Random, words: Words) -> Chart:
    count = int(random.integers(3, 60))
    loss, val = np.sort(random.uniform(0.1, 1, count))[::-1].tolist(), random.uniform(0.2, 1, count).tolist()
    history = {"loss": loss, **({"val_loss": val} if random.integers(4) else {})}
    code = some(random, "curve_fine", "curve_overfit_kept", "curve_overconfident")
    chosen = some(random, int(np.argmin(val)) + 1, int(random.integers(1, count + 1)))
    training = WatchedTraining(
        model="network",
        algorithm="network",
        rows=90,
        columns=["a"],
        history=history,
        chosen=chosen,
        findings=[Finding(code=code, severity="info")],
        picture=NetworkPicture(),
        lines=[],
        files=["a.keras"],
        loss=some(random, "mse", "mse_standard", "log_loss", ""),
    )
    return WatchedChart(words, "watched", training)


def sizes(random: Random) -> tuple[Any, str]:
    metric = some(random, *METRICS)
    layers = [(), (2,), (8,), (32,), (8, 8), (32, 32)][int(random.integers(2)) :]
    told = [
        SizeScore(
            hidden=hidden,
            n_parameters=10 + 20 * sum(hidden) + len(hidden),
            **{name: tuple(numbers(random, 3, "auc")) for name in SCORES},
        )
        for hidden in layers
    ]
    found = recommend(told, baseline=0.5, metric=known(metric), fit_rows=60, folds=3, starts=1)
    return found, metric


def size_map(random: Random, words: Words) -> Chart:
    return SizeMapChart(words, "sizemap", *sizes(random))


def free_sizes(random: Random, words: Words) -> Chart:
    return FreeSizesChart(words, "freesizes", *sizes(random))


def shapes(random: Random, words: Words) -> Chart:
    del random
    return ShapesChart(words, "shapes")


def activations(random: Random, words: Words) -> Chart:
    metric = some(random, "rmse", "auc", "log_loss")
    names = ["relu", "tanh", "elu", "gelu"][: int(random.integers(3, 5))]
    level = dict(zip(names, random.uniform(0.3, 0.9, len(names)), strict=True))
    scores = {name: {fold: (level[name] + random.normal(0, 0.02, 3)).tolist() for fold in (0, 1)} for name in names}
    found = judged_activations(scores, [16], (90, 30), greater(metric))
    assert found is not None
    return ActivationsChart(words, "activations", found, metric)


def rates_chart(random: Random, words: Words) -> Chart:
    rates = np.geomspace(1e-4, 1, int(random.integers(5, 11))).tolist()
    curves = random.uniform(0.1, 0.9, (len(rates), 4, 1)) * np.ones(6)
    curves[int(random.integers(2, len(rates) + 1)) :] = some(random, np.nan, 9.0)
    return RatesChart(words, "rates", read_race(rates, curves, 1.0, epochs=6, rows=90), some(random, None, 0.003))


def routes_chart(random: Random, words: Words) -> Chart:
    metric = some(random, *METRICS)

    def route(name: str) -> Route:
        folds, train = numbers(random, 4, metric), numbers(random, 4, metric)
        return Route(
            key=name,
            hidden=(16,),
            dropout=0.0,
            l1=0.0,
            l2=0.0,
            epochs=9,
            score=float(np.mean(folds)),
            train_score=float(np.mean(train)),
            spread=0.1,
            folds=tuple(folds),
            train_folds=tuple(train),
        )

    told = Routes(small=route("small"), large=route("large"), ahead=0.1, noise=0.05, winner="large")
    return RoutesChart(words, "routes", told, metric)


def insides(random: Random) -> Insides:
    labels = some(random, (), LABELS)
    names = tuple(f"열{place}" for place in range(int(random.integers(2, 6))))
    nodes = [
        NodeInside(
            name=str(place + 1),
            reach=tuple(random.normal(size=len(names))),
            on=float(random.uniform()),
            influence=float(random.uniform(0.1, 2)),
            lifts=0.3,
            toward=1 if labels else None,
            by_class=tuple(random.uniform(0, 2, len(labels))),
            correlation=None if labels else float(random.uniform(-1, 1)),
        )
        for place in range(int(random.integers(2, 7)))
    ]
    force = np.abs([node.reach for node in nodes]).T @ np.array([node.influence for node in nodes])
    order = np.argsort(-force)
    nodes = [replace(node, reach=tuple(node.reach[place] for place in order)) for node in nodes]
    return Insides(
        nodes=tuple(nodes),
        count=len(nodes),
        silent=0,
        columns=tuple(names[place] for place in order),
        directed=(True,) * len(names),
        hidden=(len(nodes),),
        labels=labels,
        rows=60,
    )


def reach(random: Random, words: Words) -> Chart:
    return ReachChart(words, "reach", insides(random))


def says(random: Random, words: Words) -> Chart:
    return SaysChart(words, "says", insides(random), "y")


def the_lesson(random: Random) -> Any:
    x = random.normal(random.uniform(-5, 20), random.uniform(0.5, 4), 60)
    noisy = (x - x.mean()) / x.std() + random.normal(0, 1.5, 60)
    y = some(random, 3 * x + random.normal(size=60), noisy > 0)
    found = lesson({"x": x}, y, label="예")
    assert found is not None
    return found


def path_chart(random: Random, words: Words) -> Chart:
    return PathChart(words, "path", the_lesson(random))


def falling_chart(random: Random, words: Words) -> Chart:
    return FallingChart(words, "falling", the_lesson(random))


# ---- judging


def confusion_chart(random: Random, words: Words) -> Chart:
    size = int(random.integers(2, 6))
    counts = random.integers(0, 40, (size, size))
    if random.integers(6) == 0:
        counts = np.diag(np.diag(counts))
    return ConfusionChart(words, "confusion", tuple(f"{place}반" for place in range(size)), counts.tolist())


def scores_of(random: Random) -> tuple[np.ndarray, np.ndarray]:
    y = random.integers(0, 2, 150)
    y[:2] = (0, 1)
    raw = random.normal(size=150) + random.uniform(0, 2) * y
    return y, 1 / (1 + np.exp(-raw))


def roc_chart(random: Random, words: Words) -> Chart:
    from sklearn.metrics import roc_auc_score

    y, score = scores_of(random)
    return RateChart(words, "roc", roc_points(y == 1, score), float(roc_auc_score(y, score)), 0.0)


def pr_chart(random: Random, words: Words) -> Chart:
    y, score = scores_of(random)
    return RateChart(words, "pr", precision_recall_points(y == 1, score), None, float(y.mean()))


def calibration_chart(random: Random, words: Words) -> Chart:
    y, score = scores_of(random)
    return CalibrationChart(words, "calibration", calibration_bins(y, np.column_stack([1 - score, score])))


def residuals(random: Random) -> dict[str, list[float]]:
    said = random.normal(50, 10, 80)
    off = random.normal(random.uniform(-4, 4), 5, 80)
    counts, edges = np.histogram(off, 9)
    return {
        "predicted": said.tolist(),
        "residual": off.tolist(),
        "actual": (said + off).tolist(),
        "edges": edges.tolist(),
        "counts": counts.tolist(),
    }


def predicted_chart(random: Random, words: Words) -> Chart:
    return PredictedChart(words, "predicted", residuals(random))


def fan_chart(random: Random, words: Words) -> Chart:
    return FanChart(words, "fan", residuals(random))


def error_chart(random: Random, words: Words) -> Chart:
    return ErrorChart(words, "error", residuals(random))


def surprise_chart(random: Random, words: Words) -> Chart:
    told = np.exp(random.uniform(-9, 0, 9))
    return SurpriseChart(words, "surprise", [(float(p), float(-np.log(p))) for p in told])


def importance_chart(random: Random, words: Words) -> Chart:
    rows = []
    for place in range(int(random.integers(2, 9))):
        mean, half = float(random.normal(0.05, 0.1)), float(random.uniform(0.01, 0.2))
        rows.append(Importance(column=f"열{place}", mean=mean, low=mean - half, high=mean + half))
    return ImportanceChart(words, "importance", rows, some(random, *METRICS), some(random, 0, 12))


def rare_chart(random: Random, words: Words) -> Chart:
    rows = random.integers(1, 60, 4)

    def way(name: str) -> RareWay:
        found = np.array([random.integers(0, count + 1) for count in rows])
        return RareWay(
            way=name,
            found=found.tolist(),
            called=found.tolist(),
            accuracy=float(found.sum() / rows.sum()),
            mean_recall=float(np.mean(found / rows)),
            log_loss=0.5,
        )

    ways = [way(name) for name in ("plain", "offsets", "weights", "copies", "copies_before")]
    told = RareClasses(
        algorithm="lightgbm", metric="log_loss", labels=list("가나다라"), rows=rows.tolist(), rare=["라"], ways=ways
    )
    return RareChart(words, "rare", told)


def resampled_chart(random: Random, words: Words) -> Chart:
    """Three ways, each over rounds of its own."""

    def way(name: str) -> RareWay:
        steps = list(range(1, int(random.integers(3, 40))))
        curve = IterationCurve(
            metric="log_loss",
            train=numbers(random, len(steps)),
            chosen=1,
            steps=steps,
            validation=numbers(random, len(steps)),
        )
        return RareWay(way=name, found=[1], called=[1], accuracy=0.5, mean_recall=0.5, curve=curve)

    return ResampledChart(words, "resampled", [way(name) for name in ("plain", "copies", "copies_before")])


def block_chart(random: Random, words: Words) -> Chart:
    across, down = (int(random.integers(3, 8)) for _ in range(2))
    values = random.normal(0.01, 0.05, (down, across))
    values[random.integers(down), random.integers(across)] = 0.4
    told = Blocks(side=4, across=across, down=down, rows=50, values=values.tolist())
    return BlockChart(words, "blocks", told, random.uniform(size=(down * 4, across * 4)), words.metric("log_loss"))


def money_value(random: Random) -> Value:
    sums = random.normal(0, 400, (3, 3)) * some(random, 1, np.eye(3), 0)
    return Value(realised=3.0, nothing=0.0, oracle=9.0, plain=2.0, rows=90, currency="원", money=sums.tolist())


def money_chart(random: Random, words: Words) -> Chart:
    return MoneyChart(words, LABELS, money_value(random))


def worth_chart(random: Random, words: Words) -> Chart:
    told = {name: float(random.normal(0, 300)) for name in ("realised", "plain", "nothing", "oracle")}
    known = {name: Amount(value=value, low=value - 9, high=value + 9) for name, value in told.items()}
    return WorthChart(words, Value(**told, rows=90, currency="원", intervals=known))


def profit_chart(random: Random, words: Words) -> Chart:
    cuts = np.sort(random.uniform(size=40))[::-1]
    worth = np.cumsum(random.normal(0, 3, 40))
    chosen = float(cuts[int(np.argmax(worth))])
    at = {"realised": float(worth.max()), "plain": float(worth[np.argmin(np.abs(cuts - 0.5))])}
    told = Value(
        **at,
        nothing=0.0,
        oracle=99.0,
        rows=40,
        currency="원",
        curve={"threshold": cuts.tolist(), "value": worth.tolist()},
    )
    return ProfitChart(words, told, chosen)


def ranking_of_rows(random: Random) -> Ranking:
    y, p = random.integers(0, 2, 200), random.uniform(size=200)
    order = np.argsort(-(p + 0.5 * y))
    counts = list(range(10, 201, 10))
    earned = np.cumsum(np.where(y[order] == 1, 30.0, -float(random.uniform(5, 40))))
    found = np.cumsum(y[order])[9::10].tolist()
    return Ranking(
        by="value", rows=200, positives=int(y.sum()), counts=counts, found=found, earned=earned[9::10].tolist()
    )


def gains_chart(random: Random, words: Words) -> Chart:
    return GainsChart(words, "gains", ranking_of_rows(random), "LEAVE")


def capacity_chart(random: Random, words: Words) -> Chart:
    told = Capacities(ranking_of_rows(random), 1000, "원", int(random.integers(50, 900)))
    return CapacityChart(words, "capacity", told, "LEAVE")


# ---- why


def coefficient(random: Random, name: str) -> Coefficient:
    effect, half = float(random.normal()), float(random.uniform(0.1, 2))
    return Coefficient(
        name=name,
        source=name,
        step=1.0,
        effect=effect,
        low=effect - half,
        high=effect + half,
        p=float(random.uniform()),
        spread=2.0,
        inflation=1.1,
    )


def coefficients_chart(random: Random, words: Words) -> Chart:
    kind = some(random, "linear", "logistic")
    told = Coefficients(
        kind=kind,
        rows=90,
        intercept=0.0,
        fit=0.5,
        coefficients=[coefficient(random, f"열{place}") for place in range(5)],
    )
    problem = problem_of("regression" if kind == "linear" else "binary")
    built = coefficients(study_of(words, problem, Insights(coefficients=told)), words)
    assert built is not None
    return built["chart"]


def class_coefficients_chart(random: Random, words: Words) -> Chart:
    classes = [
        ClassEquation(label=label, coefficients=[coefficient(random, f"열{place}") for place in range(4)])
        for label in LABELS[1:]
    ]
    told = Coefficients(
        kind="multinomial", rows=90, reference=LABELS[0], classes=classes, shown=list(LABELS[1:]), fit=0.3
    )
    built = class_coefficients(told, problem_of("multiclass"), words)
    assert built is not None
    return built["chart"]


def dependence_chart(random: Random, words: Words) -> Chart:
    outputs, levels = some(random, [""], ["예"], list(LABELS)), bool(random.integers(2))
    places = int(random.integers(2, 9))
    means = random.uniform(size=(len(outputs), places))
    if random.integers(2):
        means = np.sort(means, axis=1)
    told = Dependence(
        column="x",
        outputs=outputs,
        means=means.tolist(),
        rows=50,
        curves=[[m.tolist()] for m in means],
        grid=[] if levels else np.linspace(0, 9, places).tolist(),
        levels=[f"수준{place}" for place in range(places)] if levels else [],
        rug=[9.0] * places,
        against=[] if levels else random.uniform(0, 0.4, len(outputs)).tolist(),
    )
    kind = "regression" if outputs == [""] else "binary" if len(outputs) == 1 else "multiclass"
    built = dependence(study_of(words, problem_of(kind), Insights(dependence=Dependences(columns=[told]))), words)
    assert built is not None
    return built["charts"][0]


def waterfall_chart(random: Random, words: Words) -> Chart:
    shares = sorted(random.normal(0, 0.1, 5).tolist(), key=lambda value: -abs(value))
    unit = some(random, "value", "probability")
    told = ExplainedRow(
        which="typical",
        row=3,
        actual="예" if unit == "probability" else "4.5",
        decided="예",
        label="예",
        unit=unit,
        exact=True,
        base=0.4,
        answer=0.4 + sum(shares),
        probability=0.4 + sum(shares) if unit == "probability" else None,
        shares=[Share(column=f"열{place}", cell=float(place), share=value) for place, value in enumerate(shares)],
        rest=0.0,
        others=0,
    )
    problem = problem_of("binary" if unit == "probability" else "regression")
    built = contributions(study_of(words, problem, Insights(contributions=ExplainedRows(rows=[told]))), words)
    assert built is not None
    return built["charts"][0]


def tree_chart(random: Random, words: Words) -> Chart:
    cut = bool(random.integers(2))
    question = SplitQuestion(name="x", source="x", threshold=2.5, flag=False)
    nodes = [
        Node(depth=0, rows=90, values=[0.4, 0.6], impurity=0.97, question=question, yes=1, no=2, gain=0.3),
        Node(depth=1, rows=40, values=[0.8, 0.2], impurity=0.72, cut=cut),
        Node(depth=1, rows=50, values=[0.1, 0.9], impurity=0.47),
    ]
    told = DrawnTree(
        model="decision_tree",
        labels=["아니요", "예"],
        rows=90,
        depth=int(random.integers(1, 9)),
        leaves=int(random.integers(2, 40)),
        nodes=nodes,
        score=0.8,
    )
    return TreeChart(words, "tree", told, "y")


def map_chart(random: Random, words: Words) -> Chart:
    """Of two classes, of three, or of a value."""
    labels = [("아니요", "예"), ("가", "나", "다"), ()][int(random.integers(3))]
    answers = random.integers(0, 3, (6, 8)) if len(labels) == 3 else random.uniform(size=(6, 8))
    places = {"across": tuple(map(float, range(8))), "down": tuple(map(float, range(6)))}
    found = DecisionMap(x="나이", y="소득", **places, answers=answers, labels=labels)
    codes = random.integers(0, max(1, len(labels)), 5) if labels else np.array([])
    return DecisionMapChart(words, "map", found, "knn", (random.uniform(0, 5, (5, 2)), codes))


def segments_chart(random: Random, words: Words) -> Chart:
    found = []
    for place in range(int(random.integers(1, 4))):
        sure = bool(random.integers(2))
        found.append(
            Segment(
                slices=[Slice(column=f"열{place}", level="높음")],
                rows=40,
                error=0.5,
                elsewhere=0.2,
                judged=20,
                judged_error=0.4,
                judged_elsewhere=0.2,
                low=0.01,
                high=0.4,
                p=0.01 if sure else 0.3,
                confirmed=sure,
            )
        )
    told = Segments(measure="wrong", tried=20, error=0.25, found=found)
    built = segments(study_of(words, problem_of("binary"), Insights(segments=told)), words)
    assert built is not None
    return built["chart"]


def fairness_chart(random: Random, words: Words) -> Chart:
    groups = [
        GroupRow(group=name, rows=40, measures={"right": share(int(random.integers(5, 35)), 40)})
        for name in ("여", "남")
    ]
    kind = some(random, "few", "none", "some")
    gap = Gap(
        measure="right",
        least="여",
        least_value=0.4,
        most="남",
        most_value=0.8,
        p=0.001 if kind == "some" else 0.4,
        beyond_chance=kind == "some",
    )
    told = Fairness(column="성별", used=True, groups=groups, gaps=[] if kind == "few" else [gap])
    built = fairness(study_of(words, problem_of("binary"), Insights(fairness=Protected(columns=[told]))), words)
    assert built is not None
    return built["columns"][0]["chart"]


def intervals_chart(random: Random, words: Words) -> Chart:
    even = bool(random.integers(2))
    at, size = ([0.0], [1.0]) if even else ([30.0, 70.0], [1.0, 2.5])
    covered = Estimate(value=0.9, low=0.8, high=0.97, rows=80)
    levels = [
        Level(level=0.8, low=-3.0, high=3.5, coverage=covered, width=6.5),
        Level(level=0.95, low=-6.0, high=7.0, coverage=covered, width=13.0),
    ]
    told = PredictionIntervals(at=at, size=size, rows=200, typical=float(random.uniform(30, 70)), levels=levels)
    judged = Evaluation(
        model="m",
        algorithm="svm",
        judged_on="holdout",
        rows=80,
        metrics={},
        intervals=told,
        residuals=residuals(random),
    )
    built = intervals(study_of(words, problem_of("regression"), evaluation=judged), words)
    assert built is not None
    return built["chart"]


# ---- the table


def table(random: Random, kind: str) -> Values:
    """A table whose columns say much, little or nothing of y."""
    rows = int(random.integers(60, 140))
    signal = random.normal(size=rows)
    y: Any = signal + random.normal(0, 0.4, rows)
    if kind != "regression":
        y = np.array(problem_of(kind).labels)[np.digitize(y, [0] if kind == "binary" else [-0.5, 0.6])]
    frame = pd.DataFrame(
        {
            "number": signal * float(random.normal()) + random.normal(0, 1, rows),
            "city": np.array(["서울", "부산", "제주"])[np.digitize(signal + random.normal(0, 1, rows), [-0.5, 0.5])],
            "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(np.sort(random.integers(0, 700, rows)), unit="D"),
            "other": random.normal(size=rows),
            "y": y,
        }
    )
    frame.loc[random.uniform(size=rows) < 0.2, "number"] = np.nan
    frame.loc[random.uniform(size=rows) < 0.1, "other"] = np.nan
    target = Column(name="y", kind="number" if kind == "regression" else "category", role="target")
    schema = Schema(
        columns=(
            Column(name="number", kind="number"),
            Column(name="city", kind="category"),
            Column(name="when", kind="date"),
            Column(name="other", kind="number"),
            target,
        )
    )
    reading = Reading(source="-", format="csv", rows=rows)
    for name in frame:
        if frame[name].dtype == object:
            frame[name] = frame[name].astype("str")
    return Values(Dataset(frame=frame, schema=schema, reading=reading, fingerprint=""))


def pair_of(column: str, kind: str) -> Case:
    def made(random: Random, words: Words) -> Chart:
        values, problem = table(random, kind), problem_of(kind)
        rows = np.arange(len(values.frame))
        one = next(known for known in values.schema.columns if known.name == column)
        pair = compare_all(values, problem, rows, [one])[0]
        told = PairTold(
            column,
            problem,
            pair.test,
            pair.effect,
            pair.p,
            pair.evidence,
            picture_of(values, problem, rows, one),
            date=one.kind == "date",
        )
        chart = pair_chart(words, "pair", told)
        assert chart is not None
        return chart

    return made


def effect_chart(random: Random, words: Words) -> Chart:
    test = some(random, "pearson", "mann_whitney", "chi_square")
    middle = 0.5 if test == "mann_whitney" else 0.0
    size = some(random, 0.02, 0.4)
    columns = [
        ColumnProfile(
            name=f"열{place}",
            kind="number",
            role="feature",
            missing=0,
            n_distinct=9,
            test=test,
            effect=float(np.clip(middle + random.uniform(-size, size), -1, 1)),
        )
        for place in range(int(random.integers(1, 15)))
    ]
    return EffectChart(words, test, columns, {})


def pattern_chart(random: Random, words: Words) -> Chart:
    values = table(random, "regression")
    return PatternChart(words, "missing", missing_patterns(values), len(values.frame))


def heat_chart(random: Random, words: Words) -> Chart:
    values = table(random, "regression")
    return HeatChart(words, "related", related(values, values.schema.columns[:4]))


def drift_chart(random: Random, words: Words) -> Chart:
    low = float(random.uniform(0, 0.3))
    told = Drifting(
        name="x",
        label=some(random, "", "서울"),
        strength=low + 0.1,
        low=low,
        high=low + 0.2,
        p=0.01,
        series=random.uniform(size=10).tolist(),
    )
    return DriftChart(words, "drift", "때", [str(place) for place in range(10)], told)


def drifted_column(random: Random, name: str, kind: str) -> ColumnDrift:
    """A column as monitoring may find it."""
    bins = int(random.integers(2, 22))
    shares = [(counts / counts.sum()).tolist() for counts in random.integers(1, 60, (2, bins))]
    words = [f"말{place}" for place in range(bins - 1)] + [""] if kind == "category" else []
    edges = [] if words else np.sort(random.normal(20_000, 400, bins - 1)).tolist()
    psi, real = float(random.uniform(0, 0.5)), bool(random.integers(2))
    return ColumnDrift(
        name=name,
        kind=kind,
        test="chi2" if words else "ks",
        p=float(random.uniform()),
        missing_p=1.0,
        psi=psi,
        psi_limit=float(random.uniform(0, 0.3)),
        shift=None if words else psi,
        means=None,
        missing=Shares(training=0.0, now=0.0),
        unread=0.0,
        unseen=0.0,
        outside=0.0,
        real=real,
        large=psi >= 0.1,
        drifted=real and psi >= 0.1,
        bars=Bars(edges=edges, words=words, training=shares[0], now=shares[1]),
    )


def beside_chart(random: Random, words: Words) -> Chart:
    kind = some(random, "number", "date", "category", "text")
    return BesideChart(words, "beside", drifted_column(random, "x", kind), "x")


def columns_chart(random: Random, words: Words) -> Chart:
    names = [f"열 {place}" for place in range(int(random.integers(1, 24)))]
    drifts = [drifted_column(random, name, "number") for name in names]
    return ColumnsChart(words, "columns", drifts, {name: name for name in names})


CASES: dict[str, Case] = {
    "activations": activations,
    "answer": answer_chart,
    "blocks": block_chart,
    "board": board_chart,
    "beside": beside_chart,
    "boxes": pair_of("city", "regression"),
    "calibration": calibration_chart,
    "class coefficients": class_coefficients_chart,
    "coefficients": coefficients_chart,
    "columns": columns_chart,
    "confusion": confusion_chart,
    "curve": curve_chart,
    "densities": pair_of("number", "binary"),
    "dependence": dependence_chart,
    "drift": drift_chart,
    "effects": effect_chart,
    "errors": error_chart,
    "fairness": fairness_chart,
    "falling": falling_chart,
    "fan": fan_chart,
    "free sizes": free_sizes,
    "heat": heat_chart,
    "importance": importance_chart,
    "intervals": intervals_chart,
    "iterations": iteration_chart,
    "money": money_chart,
    "map": map_chart,
    "mosaic": pair_of("city", "binary"),
    "path": path_chart,
    "patterns": pattern_chart,
    "periods": pair_of("when", "regression"),
    "plane": plane_chart,
    "predicted": predicted_chart,
    "profit": profit_chart,
    "gains": gains_chart,
    "capacity": capacity_chart,
    "precision and recall": pr_chart,
    "rare": rare_chart,
    "resampled": resampled_chart,
    "learning rates": rates_chart,
    "reach": reach,
    "roc": roc_chart,
    "routes": routes_chart,
    "says": says,
    "scatter": pair_of("number", "regression"),
    "segments": segments_chart,
    "shapes": shapes,
    "size map": size_map,
    "surprise": surprise_chart,
    "tree": tree_chart,
    "waterfall": waterfall_chart,
    "watched": watched_chart,
    "worths": worth_chart,
}
