"""What charts are drawn from at random: numbers, studies, tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset, Reading
from hanpan.data.schema import Column, Schema
from hanpan.data.values import Values
from hanpan.doors.telling.words import Words
from hanpan.insights.record import Insights
from hanpan.study.record import Study

Random = np.random.Generator
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
