"""Make the model file with probabilities brought back: python -m tests.golden.make_balanced NUMBER, once a number."""

import sys

import numpy as np
from tests.golden.keeping import keep
from tests.support.benches import make_bench, recipes_for

from hanpan.business.decision import DecisionRule
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitted.model import model_of
from hanpan.modeling.fitting.fitting import fit_once, run_trial
from hanpan.modeling.fitting.stored import store_fit


def make(number):
    """A logistic regression that learnt three classes with weights."""
    bench, _, _ = make_bench("multiclass", n=160)
    bench.y[:] = np.where((bench.y == 2) & (np.arange(len(bench.y)) % 3 > 0), 1, bench.y)  # the last class is rare
    _, recipes = recipes_for(bench, ("logistic_regression",))
    parameters = {**algorithm("logistic_regression").defaults[0], "balance": "weights"}
    candidate = Candidate(algorithm="logistic_regression", parameters=parameters, recipe=recipes["logistic_regression"])
    factors = run_trial(bench, candidate).trial.factors
    fit = store_fit(candidate, fit_once(bench, candidate, factors=factors), 3, bench.frame.head(20))
    model = model_of(bench.problem, bench.schema, [fit], [1.0], DecisionRule())
    keep(number, model, fit, bench.frame)


if __name__ == "__main__":
    make(int(sys.argv[1]))
