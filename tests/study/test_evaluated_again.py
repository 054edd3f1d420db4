"""A model judged on the table it was trained on is given that very table, whatever kind of file it is in."""

import random

import numpy as np
import pytest
from tests.support.tables import CARRIERS, KINDS, Made

import hanpan
from hanpan.data.load import load_dataset
from hanpan.data.question.task import define_problem
from hanpan.deployment.predictor import Predictor

CHANCE = random.Random(3)
N = 160
TABLE = {kind: make(CHANCE, N) for kind, make in KINDS.items() if kind != "constant"}
SCORES = [
    span.total_seconds() / 600 + share * 9 + 3 * flag
    for span, share, flag in zip(*(TABLE[kind].values for kind in ("span", "percent", "bool")), strict=True)
]
TARGETS = {"y": Made("bool", [score > sorted(SCORES)[N // 2] for score in SCORES]), "z": Made("float", SCORES, repr)}


@pytest.mark.parametrize(("carrier", "target"), [("csv ;", "y"), ("xlsx", "z"), ("parquet", "y"), ("polars", "z")])
def test_the_training_file_gives_the_training_figures(tmp_path, carrier, target):
    file = CARRIERS[carrier]({**TABLE, target: TARGETS[target]}, tmp_path)
    study = hanpan.run(
        file,
        target=target,
        trials=3,
        workers=0,
        progress=False,
        insights="none",
        out=str(tmp_path / "s"),
        algorithms=["baseline", "decision_tree"],
    )
    problem, dataset, _ = define_problem(load_dataset(file, target=target), target)
    answers = study.model.answers_of(study.model.output(dataset.frame))
    truth = dataset.frame[target].to_numpy()
    judged = Predictor.load(study.model_path).evaluate_file(file).metrics
    if problem.labels:
        assert judged["accuracy"].value == pytest.approx(float(np.mean(answers == truth)))
        assert judged["accuracy"].value > 0.8
    else:
        assert judged["rmse"].value == pytest.approx(float(np.sqrt(np.mean((answers - truth) ** 2))))
        assert judged["r2"].value > 0.7
