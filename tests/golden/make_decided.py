"""Make the model file whose decisions pay best: python -m tests.golden.make_decided NUMBER, once a number."""

import sys
from dataclasses import replace

from tests.golden.keeping import keep
from tests.support.benches import make_bench, recipes_for

from hanpan.business.decision import DecisionRule
from hanpan.business.value import Worth
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitted.model import model_of
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.fitting.stored import store_fit

GAIN = ((5.0, -1.0, -1.0), (-2.0, 9.0, -3.0), (-40.0, -4.0, 6.0))
DECISION = DecisionRule(gain=GAIN, scales=(0.9, 1.1, 1.0), offsets=(0.2, 0.0, -0.1))


def make(number):
    """A logistic regression of three classes that decides by expected gain."""
    bench, _, _ = make_bench("multiclass", n=160)
    _, recipes = recipes_for(bench, ("logistic_regression",))
    parameters = dict(algorithm("logistic_regression").defaults[0])
    candidate = Candidate(algorithm="logistic_regression", parameters=parameters, recipe=recipes["logistic_regression"])
    fit = store_fit(candidate, fit_once(bench, candidate), 3, bench.frame.head(20))
    problem = replace(bench.problem, value=Worth(currency="원", gain=GAIN, nothing=0.0))
    model = model_of(problem, bench.schema, [fit], [1.0], DECISION)
    keep(number, model, fit, bench.frame)


if __name__ == "__main__":
    make(int(sys.argv[1]))
