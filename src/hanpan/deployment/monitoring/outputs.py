"""What a model says, as columns that are counted like those of the table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hanpan.business.problem import Problem
from hanpan.deployment.counting.bins import Bins, edges_of
from hanpan.deployment.predictor.answers import Answer
from hanpan.modeling.fitted.model import Model
from hanpan.preparation.columns import Columns

PREDICTION, CONFIDENCE, PROBABILITY = "prediction", "confidence", "probability_"
_MOST_CLASSES = 20  # whose probabilities are counted one by one
_FINE = (0.001, 0.005, 0.01, 0.02, 0.05, *np.arange(0.1, 0.91, 0.1).round(1).tolist(), 0.95, 0.98, 0.99, 0.995, 0.999)


def said(model: Model, output: np.ndarray) -> Columns:
    """Answers to rows, from outputs (n,) or (n, C): ``prediction``, ``confidence`` in it, and probabilities.

    Of two classes only the positive one's probability is counted, of more than 20 none.
    """
    problem = model.problem
    if problem.task == "regression":
        return Columns({PREDICTION: model.decision.correct(output).reshape(-1)})
    codes = model.decision.decide(output)
    told = {
        PREDICTION: [problem.labels[code] for code in codes.tolist()],
        CONFIDENCE: output[np.arange(len(output)), codes],
    }
    return Columns({**told, **{probability_of(problem, code): output[:, code] for code in counted_classes(problem)}})


def said_in(model: Model, answers: Sequence[Answer]) -> Columns:
    """The same from answers to single rows."""
    if model.problem.task == "regression":
        return Columns({PREDICTION: [one.prediction for one in answers]})
    return said(model, np.array([list((one.probabilities or {}).values()) for one in answers], dtype=float))


def counted_classes(problem: Problem) -> list[int]:
    """The classes whose probabilities are counted."""
    classes = len(problem.labels)
    return [1] if problem.task == "binary" else list(range(classes)) if classes <= _MOST_CLASSES else []


def probability_of(problem: Problem, code: int) -> str:
    """The name of a class's probability."""
    return PROBABILITY + problem.labels[code]


def output_bins(model: Model, columns: Columns) -> list[Bins]:
    """Bins for answers of the training, out of fold; the cut-off of two classes is an edge."""
    problem = model.problem
    if problem.task == "regression":
        return [Bins(name=PREDICTION, kind="number", edges=edges_of(columns.numbers((PREDICTION,))[:, 0]))]
    cut = () if model.decision.threshold is None else (model.decision.threshold,)
    names = [probability_of(problem, code) for code in counted_classes(problem)]
    names += [] if problem.task == "binary" else [CONFIDENCE]  # of two classes one probability says it all
    return [
        Bins(name=PREDICTION, kind="category", words=problem.labels),
        *(
            Bins(name=name, kind="number", edges=edges_of(columns.numbers((name,))[:, 0], (*_FINE, 0.5, *cut)))
            for name in names
        ),
    ]
