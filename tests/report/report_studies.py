"""Studies made from small real tables: read, profiled and judged by the rooms themselves, the board written by hand."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hanpan.evaluation.case import Case
from hanpan.evaluation.importance import Shuffles, permutation_importance
from hanpan.evaluation.judge import evaluate
from hanpan.foundation.budget import Deadline
from hanpan.foundation.events import Events
from hanpan.foundation.findings import Finding
from hanpan.modeling.board.board import Board, BoardRow, Curve
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.trial import IterationCurve, Trial
from hanpan.preparation.preparer import build
from hanpan.study.before.asking import ask
from hanpan.study.before.previews import previews
from hanpan.study.before.understanding import Understood, describe, understand
from hanpan.study.options import RunOptions
from hanpan.study.record import Shipped, Study

ENVIRONMENT = {"python": "3.11.7", "hanpan": "0.1.0", "scikit-learn": "1.9.1"}
LINEAR = {"regression": "linear_regression", "binary": "logistic_regression", "multiclass": "logistic_regression"}


def table(task: str, rows: int = 240) -> pd.DataFrame:
    """Numbers, categories, gaps and a target that they explain in part."""
    random = np.random.default_rng(0)
    x, age = random.normal(size=rows), random.integers(18, 80, rows).astype(float)
    city = random.choice(["서울", "부산", "대구", "광주"], rows, p=[0.4, 0.3, 0.2, 0.1])
    signal = 2 * x + 0.03 * age + (city == "서울") + random.normal(size=rows)
    targets: dict[str, Any] = {
        "regression": np.round(10 + 3 * signal, 3),
        "binary": np.where(signal > np.median(signal), "LEAVE", "STAY"),
        "multiclass": np.array(["낮음", "보통", "높음"])[np.digitize(signal, np.quantile(signal, [0.4, 0.8]))],
    }
    frame = pd.DataFrame({"사용량": x.round(4), "age": age, "도시": city, "same": "K", "y": targets[task]})
    frame.loc[::9, "age"] = np.nan
    return frame


def make_study(folder: Path, frame: pd.DataFrame, target: str = "y", **options: Any) -> Study:
    """A finished study of a table, its winner a linear model fitted here."""
    understood = understand(frame, ask(frame, RunOptions.of(target=target, **options)), Events())
    study = Study(
        folder=folder, name="data/표.csv", language="ko", options={"target": target, "seed": 0, "budget": 60.0}
    )
    understood.tell_into(study)
    study.profile = describe(understood, Deadline.never())
    name = LINEAR[understood.problem.task]
    study.board = board(understood, name)
    study.evaluation = judged(understood, name)
    study.shipped = Shipped(model=name, algorithm=name, trained_on="all", file="model.hanpan")
    study.previews = previews(understood, Deadline.never())
    study.environment, study.seconds = ENVIRONMENT, {"reading": 0.4, "searching": 51.2, "judging": 3.1}
    study.complete = True
    return study


def judged(understood: Understood, name: str) -> Any:
    """The judgement of a linear model on the hold-out rows."""
    from sklearn.linear_model import LinearRegression, LogisticRegression

    problem, bench = understood.problem, understood.bench
    preparer = build(understood.recipes[name], bench.schema)
    prepared = preparer.fit_transform(bench.frame, bench.y)
    values = problem.task == "regression"
    model = LinearRegression() if values else LogisticRegression(max_iter=2000)
    model.fit(prepared, bench.y)

    def output(rows: pd.DataFrame) -> np.ndarray:
        x = preparer.transform(rows)
        return np.asarray(model.predict(x) if values else model.predict_proba(x))

    y = understood.holdout_y
    shares = np.bincount(bench.y.astype(int), minlength=problem.n_outputs) / len(bench.y) if not values else None
    baseline = np.full(len(y), bench.y.mean()) if shares is None else np.tile(shares, (len(y), 1))
    case = Case(problem=problem, y=y, output=output(understood.holdout), baseline=baseline, model=name, algorithm=name)
    from hanpan.business.metrics import metric

    told = permutation_importance(output, understood.holdout, y, metric(problem.metric), shuffles=Shuffles(repeats=2))
    return replace(evaluate(case), importance=told)


def row(rank: int | None, model: str, score: float | None, **changes: Any) -> BoardRow:
    """A row of the board."""
    told: dict[str, Any] = {
        "rank": rank,
        "model": model,
        "algorithm": model.rstrip("_0123456789"),
        "score": score,
        "score_std": 0.02,
        "train_score": None if score is None else score * 1.05,
        "fit_seconds": 0.123,
        "predict_seconds": 0.004,
        "diagnosis": "fine",
        "diagnosis_evidence": {"reached": 0.97, "gap": 0.1, "spread": 0.05},
        "key": model,
        "parameters": {"C": 0.3, "penalty": "ridge"},
    }
    return BoardRow(**{**told, **changes})


def board(understood: Understood, winner: str, more: int = 0) -> Board:
    """A board with a winner, others, the baseline, a failure, a complexity curve and learning curves."""
    names = [winner, "random_forest", "lightgbm", "network", *(f"lightgbm_{place}" for place in range(2, more + 2))]
    rows = [row(place, name, 0.9 - place / 100) for place, name in enumerate(names, start=1)]
    rows[1] = replace(rows[1], diagnosis="overfit")
    rows += [row(len(rows) + 1, "baseline", 0.5, diagnosis="", train_score=0.5, diagnosis_evidence={})]
    rows += [
        row(None, "svm", None, diagnosis="failed", note="failed_time", note_fields={"seconds": 9.5, "detail": ""}),
        row(None, "catboost", None, diagnosis="failed", note="not_reached", note_fields={}),
    ]
    curve = Curve(
        kind="complexity",
        algorithm="k_neighbors",
        model="k_neighbors",
        parameter="n_neighbors",
        x=["50", "10", "5", "1"],
        train=[0.7, 0.8, 0.9, 1.0],
        validation=[0.7, 0.76, 0.74, 0.6],
        validation_std=[0.02, 0.02, None, 0.05],
        best=1,
    )
    trials = [trial(name, understood) for name in ("lightgbm", "network")]
    better = understood.problem.task == "binary"
    name = understood.problem.metric
    return Board(metric=name, greater_is_better=better, rows=rows, chosen=winner, curves=[curve], trials=trials)


def trial(name: str, understood: Understood) -> Trial:
    """A trial with a learning curve."""
    steps = np.arange(1, 41)
    curve = IterationCurve(
        metric="loss",
        train=(1 / steps).tolist(),
        validation=(1 / steps + 0.002 * steps).tolist(),
        chosen=22,
    )
    candidate = Candidate(algorithm=name, parameters={}, recipe=understood.recipes[name])
    return Trial(candidate=candidate, status="done", score=0.87, score_std=0.02, train_score=0.9, curve=curve)


def hostile(text: str) -> list[Finding]:
    """Findings about a column with a hostile name."""
    return [Finding(code="constant", severity="serious", subject=text, evidence={"value": text})]
