"""Small judgements."""

import numpy as np

from hanpan.business.problem import Problem
from hanpan.evaluation.case import Case

LABELS = tuple("abcdefg")


def value_case(y, output, **fields):
    problem = Problem(target="y", task="regression", metric=fields.pop("metric", "rmse"), unit=fields.pop("unit", ""))
    return Case(problem=problem, y=y, output=output, baseline=np.full(len(y), y.mean()), **NAMED, **fields)


def class_case(y, output, **fields):
    width = output.shape[1]
    task = "binary" if width == 2 else "multiclass"
    problem = Problem(target="y", task=task, metric=fields.pop("metric", "log_loss"), labels=LABELS[:width])
    shares = np.bincount(y, minlength=width) / len(y)
    return Case(problem=problem, y=y, output=output, baseline=np.tile(shares, (len(y), 1)), **NAMED, **fields)


NAMED = {"model": "forest_2", "algorithm": "random_forest"}


def calibrated(rows, width, seed=0, sharpness=1.0):
    """Codes drawn from probabilities that are right, and these probabilities."""
    random = np.random.default_rng(seed)
    output = random.dirichlet(np.full(width, sharpness), rows)
    y = (output.cumsum(axis=1) < random.random((rows, 1))).sum(axis=1)
    return np.minimum(y, width - 1), output


def codes_of(findings):
    return {finding.code for finding in findings}
