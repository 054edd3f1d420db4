"""Make the model files with every kind of stored estimator: python -m tests.golden.make_kinds NUMBER, once a number."""

import sys
from dataclasses import replace
from pathlib import Path

from tests.support.benches import make_bench, recipes_for

import hanpan
from hanpan.business.decision import DecisionRule
from hanpan.business.problem import TASKS
from hanpan.deployment.bundle import Contents, write_bundle
from hanpan.deployment.examples import examples_of
from hanpan.foundation.files import to_json
from hanpan.modeling.algorithms.catalogue import algorithms_for
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitted.model import model_of
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.fitting.stored import store_fit

HERE = Path(__file__).parent
SMALL = {"n_estimators": 6, "depth": 3, "hidden": [4]}


def stored_fits(task):
    """A small fit of every algorithm of a task, stored."""
    bench, _, _ = make_bench(task, n=120)
    for entry in algorithms_for(task):
        _, recipes = recipes_for(bench, (entry.name,))
        known = {**entry.fixed, **entry.defaults[0]}
        small = {name: value for name, value in SMALL.items() if name in known}
        candidate = Candidate(
            algorithm=entry.name, parameters={**entry.defaults[0], **small}, recipe=recipes[entry.name]
        )
        rounds = 5 if entry.iterations is not None or entry.family == "network" else None
        yield store_fit(candidate, fit_once(bench, candidate, rounds), bench.problem.n_outputs, bench.frame.head(20))


def make(task, number):
    """One model file with all kinds as its parts, and what each part answers."""
    bench, _, _ = make_bench(task, n=120)
    fits = list(stored_fits(task))
    model = model_of(bench.problem, bench.schema, fits, [1.0] * len(fits), DecisionRule())
    contents = Contents(
        model=model,
        name="ensemble",
        algorithm="ensemble",
        trained_on="development",
        fingerprint="-",
        version=hanpan.__version__,
        environment={},
        card={},
        records={},
        examples=bench.frame,
    )
    write_bundle(HERE / f"format{number}.{task}.hanpan", contents, fits)
    alone = [replace(model, parts=(part,), weights=(1.0,)) for part in model.parts]
    told = {part.parts[0].algorithm: examples_of(part, bench.frame).outputs for part in alone}
    (HERE / f"format{number}.{task}.json").write_bytes(to_json(told))


if __name__ == "__main__":
    for each in TASKS:
        make(each, int(sys.argv[1]))
