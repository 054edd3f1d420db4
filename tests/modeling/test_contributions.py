"""Single answers split into columns: against exact enumeration, and every row adds up."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from tests.support.benches import make_bench, recipes_for

from hanpan.business.decision import DecisionRule
from hanpan.foundation.errors import DataError, UsageError
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitted.contributions import contributions
from hanpan.modeling.fitted.model import model_of
from hanpan.modeling.fitted.shapley import sampled_shapley
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.fitting.stored import store_fit


def model_for(task, *names, n=160):
    bench, holdout, _ = make_bench(task, n=n)
    fits = []
    for name in names:
        entries, recipes = recipes_for(bench, (name,))
        entry = next(entry for entry in entries if entry.name == name)
        candidate = Candidate(algorithm=name, parameters=dict(entry.defaults[0]), recipe=recipes[name])
        fitted = fit_once(bench, candidate, 15 if entry.iterations else None)
        fits.append(store_fit(candidate, fitted, bench.problem.n_outputs, bench.frame.head(20)))
    return model_of(bench.problem, bench.schema, fits, [1.0] * len(fits), DecisionRule()), bench, holdout


def enumerated(answer, row, background):
    """Shapley values from their definition: every subset of the columns."""
    names, p = list(row.columns), row.shape[1]

    def worth(kept):
        mixed = background.copy()
        for name in kept:
            mixed[name] = row[name].iloc[0]
        return float(np.mean(answer(mixed)))

    shares = np.zeros(p)
    for place, name in enumerate(names):
        others = [other for other in names if other != name]
        for size in range(p):
            weight = math.factorial(size) * math.factorial(p - size - 1) / math.factorial(p)
            for kept in itertools.combinations(others, size):
                shares[place] += weight * (worth((*kept, name)) - worth(kept))
    return shares


def crooked(table):
    a, b, c = (table[name].to_numpy() for name in "abc")
    return a * b + np.where(c > 0, a, -b) + 3 * (table["d"] == "x").to_numpy()


def test_sampling_comes_near_exact_enumeration():
    random = np.random.default_rng(1)
    table = pd.DataFrame(random.normal(size=(14, 3)), columns=list("abc"))
    table["d"] = pd.Series(random.choice(["x", "y"], 14), dtype="str")
    row, background = table.iloc[[0]], table.iloc[2:]
    exact = enumerated(crooked, row, background)
    shares, base = sampled_shapley(crooked, row, background, repeats=60)
    assert shares[0] == pytest.approx(exact, abs=0.12)
    assert base + shares.sum() == pytest.approx(crooked(row)[0])


def test_without_interplay_few_orders_are_exact():
    random = np.random.default_rng(2)
    table = pd.DataFrame(random.normal(size=(9, 3)), columns=list("abc"))

    def line(rows):
        return (rows["a"] - 2 * rows["b"]).to_numpy()

    shares, _ = sampled_shapley(line, table.iloc[:2], table.iloc[2:], repeats=1)
    means = table.iloc[2:].mean()
    assert shares[:, 0] == pytest.approx((table["a"][:2] - means["a"]).to_numpy())
    assert shares[:, 2] == pytest.approx([0, 0])


@pytest.mark.parametrize("task", ["regression", "binary"])
@pytest.mark.parametrize("name", ["xgboost", "lightgbm", "catboost"])
def test_a_booster_tells_exact_shares_that_add_up(task, name):
    model, bench, holdout = model_for(task, name)
    found = contributions(model, holdout, bench.frame.head(10))
    assert found.exact
    total = found.base + found.values.sum(axis=1)
    output = model.output(holdout)
    said = output if task == "regression" else np.log(output[:, 1] / output[:, 0])
    assert total == pytest.approx(said, abs=2e-3)
    helpful = np.abs(found.values).mean(axis=0)
    assert helpful[[0, 2, 4]].sum() > 3 * helpful[[1, 3]].sum()  # x0, x2 and c make y


def test_the_other_class_has_the_opposite_shares():
    model, bench, holdout = model_for("binary", "xgboost")
    yes, no = (contributions(model, holdout, bench.frame.head(5), label=label) for label in ("b", "a"))
    assert yes.values == pytest.approx(-no.values)
    assert yes.base == pytest.approx(-no.base)


@pytest.mark.parametrize(
    ("task", "names"),
    [("regression", ("linear_regression",)), ("binary", ("decision_tree", "xgboost")), ("multiclass", ("lightgbm",))],
)
def test_other_models_are_asked_and_add_up_too(task, names):
    model, bench, holdout = model_for(task, *names)
    found = contributions(model, holdout.head(3), bench.frame.head(8))
    assert not found.exact
    output = model.output(holdout.head(3))
    said = output if task == "regression" else output[:, model.problem.labels.index(found.label)]
    assert found.base + found.values.sum(axis=1) == pytest.approx(said)


def test_a_model_explains_tables_and_says_what_is_wrong():
    from dataclasses import replace

    model, bench, holdout = model_for("binary", "xgboost")
    with pytest.raises(UsageError):
        model.explain(holdout)
    model = replace(model, background=bench.frame.head(10))
    table = model.explain(holdout.astype(str))
    assert list(table.columns) == ["x0", "x1", "x2", "x3", "c", "base"]
    assert table.attrs["unit"] == "log_odds"
    with pytest.raises(DataError):
        model.explain(holdout, label="nobody")
