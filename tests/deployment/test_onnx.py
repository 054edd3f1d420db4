"""A model as an ONNX graph: from the table's columns it answers as the model does, or is refused with the reason."""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pandas as pd
import pytest

import hanpan
from hanpan.business.decision import DecisionRule
from hanpan.business.problem import DEFAULT_METRIC, Problem
from hanpan.data.schema import Column, Schema
from hanpan.deployment.bundle import Bundle, read_bundle
from hanpan.deployment.onnx.exporting import export, graph_of
from hanpan.deployment.onnx.parity import require_parity
from hanpan.doors.cli import main
from hanpan.foundation.errors import UsageError
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.fitting.stored import Part, store_fit
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.storage.linear import Line
from hanpan.preparation.preparer import Preparer, build
from hanpan.preparation.recipe import PlannedStep as Planned
from hanpan.preparation.recipe import Recipe

GOLDEN = Path(__file__).parents[1] / "golden"
PARTS = ("baseline", "decision_tree", "lightgbm", "random_forest", "xgboost", "network", "k_neighbors", "catboost")
PARTS += ("network_modern", "hist_gradient_boosting", "svm", "network_packed", "gradient_boosting")
REFUSED = {"catboost": "onnx.why.kind"}


@cache
def kept(task: str) -> Bundle:
    return read_bundle(GOLDEN / f"format4.{task}.hanpan")


def alone(bundle: Bundle, *algorithms: str) -> Bundle:
    parts = tuple(part for part in bundle.model.parts if part.algorithm in algorithms)
    return replace(bundle, model=replace(bundle.model, parts=parts, weights=(1 / len(parts),) * len(parts)))


def asked(path: Path, **columns: list[Any]) -> dict[str, np.ndarray]:
    """What a program gets that knows nothing but the file."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    fed = {
        name: np.array(cells, object if isinstance(cells[0], str) else float)[:, None]
        for name, cells in columns.items()
    }
    names = [one.name for one in session.get_outputs()]
    return dict(zip(names, session.run(None, {one.name: fed[one.name] for one in session.get_inputs()}), strict=True))


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("algorithm", [*PARTS, "linear"])
def test_every_kind_answers_as_here_or_is_refused_with_its_reason(task, algorithm, tmp_path):
    if algorithm == "linear":
        algorithm = "linear_regression" if task == "regression" else "logistic_regression"
    bundle = alone(kept(task), algorithm)
    if algorithm in REFUSED:
        with pytest.raises(UsageError) as refused:
            export(bundle, tmp_path / "model.onnx")
        assert refused.value.fields["why"].key == REFUSED[algorithm]
        assert not list(tmp_path.iterdir())
        return
    made = export(bundle, tmp_path / "model.onnx")
    single = algorithm.startswith("network") or algorithm == "xgboost"  # count in single precision
    assert made.gap < (1e-5 if single else 1e-6)
    assert made.rows > 200


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_an_ensemble_answers_from_raw_columns(task, tmp_path):
    bundle = alone(kept(task), *(set(PARTS) - set(REFUSED)))
    export(bundle, tmp_path / "model.onnx", name="churn", version="3")
    rows: dict[str, list[Any]] = {f"x{k}": [0.1 * k, np.nan, 40.0, -3.0] for k in range(4)}
    rows["c"] = ["", "never met", str(bundle.model.schema["c"].categories[0]), "b"]
    told = asked(tmp_path / "model.onnx", **rows)
    frame = pd.DataFrame({**rows, "c": pd.Series([cell or None for cell in rows["c"]], dtype="str")})
    expected = bundle.model.output(frame)
    if task == "regression":
        assert np.allclose(told["value"], bundle.model.answers_of(expected), rtol=1e-5)
    else:
        assert np.allclose(told["probabilities"], expected, atol=1e-6)
        assert told["label"].tolist() == bundle.model.answers_of(expected).tolist()


RULES = {
    "cut-off": DecisionRule(threshold=0.2),
    "gain": DecisionRule(gain=((1.0, 0.0), (-9.0, 1.0))),
    "weighed": DecisionRule(offsets=(0.3, -0.2), scales=(0.7, 1.4), lifts=(0.0, 0.01)),
}


@pytest.mark.parametrize("rule", RULES)
def test_labels_are_those_of_the_frozen_rule(rule, tmp_path):
    bundle = alone(kept("binary"), "logistic_regression")
    model = replace(bundle.model, decision=RULES[rule])
    export(replace(bundle, model=model), tmp_path / "model.onnx")  # which compares every label
    assert json.loads(onnx.load(tmp_path / "model.onnx").metadata_props[-1].value) == RULES[rule].threshold


def test_a_number_is_corrected_as_here(tmp_path):
    bundle = alone(kept("regression"), "decision_tree")
    export(
        replace(bundle, model=replace(bundle.model, decision=DecisionRule(shift=2.0, slope=0.5))), tmp_path / "m.onnx"
    )


def test_the_file_says_what_it_is(tmp_path):
    export(alone(kept("binary"), "decision_tree"), tmp_path / "model.onnx", name="churn", version="3")
    model = onnx.load(tmp_path / "model.onnx")
    told = {one.key: one.value for one in model.metadata_props}
    manifest = kept("binary").manifest
    assert (model.producer_name, told["name"], told["version"]) == ("hanpan", "churn", "3")
    assert (told["hanpan"], told["fingerprint"]) == (manifest.hanpan, manifest.fingerprint)
    assert json.loads(told["labels"]) == list(manifest.problem.labels)
    word = next(one for one in json.loads(told["columns"]) if one["name"] == "c")
    assert word["type"] == "string"
    assert word["levels"] == list(manifest.schema["c"].categories)


def test_a_trained_study_and_columns_that_are_called_like_answers(tmp_path):
    random = np.random.default_rng(1)
    table = pd.DataFrame(
        {"value": random.normal(size=120), "step0": random.normal(size=120), "도시 (시)": ["서울", "부산"] * 60}
    )
    table["y"] = table["value"] + 3 * (table["도시 (시)"] == "서울") + random.normal(0, 0.1, 120)
    told: dict[str, Any] = {
        "trials": 2,
        "workers": 0,
        "algorithms": ["linear_regression"],
        "insights": "none",
        "progress": False,
    }
    study = hanpan.run(table, "y", out=str(tmp_path / "study"), **told)
    made = hanpan.to_onnx(study, tmp_path / "y.onnx")
    assert made.outputs == ["value_"]
    fed = {name: table[name].tolist() for name in made.inputs}
    assert np.allclose(asked(tmp_path / "y.onnx", **fed)["value_"], study.predict(table))


def test_said_on_the_command_line(tmp_path, capsys):
    path, out = str(GOLDEN / "format4.hanpan"), str(tmp_path / "m.onnx")
    cases: list[tuple[list[str], int, str]] = [
        ([path, "--onnx", out], 0, "as the model does"),
        ([path, "--onnx", path], 2, "format4.hanpan"),
        ([path, "--onnx", out, "--alias", "champion"], 2, "both were given"),
        ([str(GOLDEN / "format4.binary.hanpan"), "--onnx", out], 2, "CatBoost"),
    ]
    for words, code, said in cases:
        with pytest.raises(SystemExit) as ended:
            main(["models", "export", *words, "--lang", "en"])
        told = capsys.readouterr()
        assert (ended.value.code, said in told.err) == (code, True), told.err


@dataclass
class MadePart:
    """A part that is a preparer and a line over all that it prepares."""

    preparer: Preparer
    scorer: Line
    algorithm: str = "linear_regression"
    factors: tuple[float, ...] = ()

    def output(self, frame: Any) -> np.ndarray:
        return self.scorer.output(np.nan_to_num(self.preparer.transform(frame), nan=-7.0))


NUMBER, WORDS, ORDERED = ("n1", "n2"), ("w1", "w2"), ("o1",)
FILLED = [Planned(name="impute", columns=NUMBER)]
READ = {
    "numbers": [Planned(name="number", columns=NUMBER)],
    "dummies": [Planned(name="dummies", columns=WORDS)],
    "dummies, one fewer": [Planned(name="dummies", columns=WORDS, parameters={"drop_first": True})],
    "codes": [Planned(name="codes", columns=WORDS, parameters={"complete": True})],
    "codes with gaps": [Planned(name="codes", columns=WORDS)],
    "target": [Planned(name="target_encode", columns=WORDS)],
    "target of classes": [Planned(name="target_encode", columns=WORDS, parameters={"n_classes": 3})],
    "frequency": [Planned(name="frequency", columns=WORDS)],
    "ranks": [Planned(name="rank", columns=ORDERED, parameters={"orders": {"o1": ["low", "mid", "high"]}})],
    "all": [
        Planned(name="number", columns=NUMBER),
        Planned(name="rank", columns=ORDERED),
        Planned(name="dummies", columns=("w1",)),
        Planned(name="frequency", columns=("w2",)),
    ],
}
AFTER = {
    "scale": [Planned(name="scale", columns=())],
    "clip": [Planned(name="robust_clip", columns=())],
    "fewer": [Planned(name=name, columns=()) for name in ("drop_constant", "independent", "select")],
    "order": [Planned(name="align", columns=(), parameters={"names": ["n2", "not there", "n1"]})],
}
CASES = {**{name: [*steps, *FILLED] for name, steps in READ.items()}}
CASES |= {name: [*READ["all"], *FILLED, *steps] for name, steps in AFTER.items()}


def made_rows() -> tuple[pd.DataFrame, np.ndarray, Schema]:
    random = np.random.default_rng(5)
    frame = pd.DataFrame({name: random.lognormal(size=80) for name in NUMBER})
    for name, levels in (
        ("w1", ["가", "b", "C d"]),
        ("w2", [f"level {k}" for k in range(12)]),
        ("o1", ["low", "mid", "high"]),
    ):
        frame[name] = pd.Series(random.choice(levels, 80), dtype="str")
        frame.loc[random.random(80) < 0.1, name] = None
    frame.loc[::7, "n1"] = np.nan
    kinds = {**dict.fromkeys(NUMBER, "number"), **dict.fromkeys(WORDS, "category"), "o1": "ordered"}
    columns = tuple(
        Column(name=name, kind=kind, categories=tuple(frame[name].dropna().unique()) if kind != "number" else ())
        for name, kind in kinds.items()
    )
    return frame, random.integers(0, 3, 80).astype(float), Schema(columns=columns)


@pytest.mark.parametrize("case", CASES)
def test_every_step_prepares_as_here(case):
    frame, y, schema = made_rows()
    preparer = build(Recipe(steps=tuple(CASES[case])), schema).fit(frame, y)
    width = len(preparer.feature_names_)
    part: Any = MadePart(preparer, Line(np.arange(1.0, width + 1), 0.5))
    model = Model(Problem(target="y", task="regression", metric="rmse"), schema, (part,), (1.0,))
    graph = graph_of(model, {})
    assert require_parity(graph.content, model, graph.inputs, frame).gap < 1e-9


@pytest.mark.parametrize("name", ["hist_gradient_boosting", "lightgbm", "xgboost"])
@pytest.mark.parametrize("task", ["regression", "multiclass"])
def test_trees_that_ask_for_sets_of_many_levels(name, task):
    random, parts = np.random.default_rng(3), 3 if task == "multiclass" else 0
    frame = pd.DataFrame(
        {"n": random.normal(size=900), "w": pd.Series(random.choice(90, 900).astype(str), dtype="str")}
    )
    frame.loc[::9, "n"], frame.loc[::13, "w"] = np.nan, None
    signal = frame["n"].fillna(2.0) + 2 * random.normal(size=91)[frame["w"].fillna("90").astype(int)]
    y = np.digitize(signal, np.quantile(signal, [0.33, 0.67])) if parts else signal.to_numpy()
    levels = tuple(frame["w"].value_counts().index)
    schema = Schema(
        columns=(Column(name="n", kind="number"), Column(name="w", kind="category", categories=levels, n_distinct=90))
    )
    problem = Problem(target="y", task=task, metric=DEFAULT_METRIC[task], labels=tuple("abc"[:parts]))
    bench = Bench(problem, schema, frame, y, [(np.arange(0, 900, 2), np.arange(1, 900, 2))])
    recipe = Recipe(steps=(Planned(name="number", columns=("n",)), Planned(name="codes", columns=("w",))))
    candidate = Candidate(algorithm=name, parameters=dict(algorithm(name).defaults[0]), recipe=recipe)
    stored = store_fit(candidate, fit_once(bench, candidate, rounds=30), problem.n_outputs, frame.head(20))
    model = Model(problem, schema, (Part(stored),), (1.0,))
    graph = graph_of(model, {})
    assert b"membership_values" in graph.content
    assert require_parity(graph.content, model, graph.inputs, frame).rows > 1000


@pytest.mark.parametrize(
    ("step", "column", "why"), [("dates", "d", "dates"), ("text", "t", "text"), ("target_pieces", "t", "text")]
)
def test_steps_that_onnx_cannot_say_are_refused_with_their_columns(step, column, why):
    frame = pd.DataFrame({"d": pd.date_range("2024-01-01", periods=30).astype("datetime64[us]")})
    frame["t"] = pd.Series([f"fire officer {k}" for k in range(30)], dtype="str")
    schema = Schema(columns=(Column(name="d", kind="date"), Column(name="t", kind="text")))
    preparer = build(Recipe(steps=(Planned(name=step, columns=(column,)),)), schema).fit(frame, np.arange(30.0))
    part: Any = MadePart(preparer, Line(np.ones(len(preparer.feature_names_)), 0.0))
    model = Model(Problem(target="y", task="regression", metric="rmse"), schema, (part,), (1.0,))
    with pytest.raises(UsageError) as refused:
        graph_of(model, {})
    assert refused.value.fields["why"].key == f"onnx.why.{why}"
    for language in ("ko", "en"):
        assert column in refused.value.part("what", language)


def test_a_network_that_only_keras_can_run_is_refused():
    bundle = alone(kept("binary"), "network")
    part = bundle.model.parts[0]
    network = part.scorer.network
    held, network.record_ = network.record_, replace(network.record_, layers=None)
    try:
        with pytest.raises(UsageError) as refused:
            graph_of(bundle.model, {})
    finally:
        network.record_ = held
    assert refused.value.fields["why"].key == "onnx.why.keras"


def test_a_graph_that_answers_otherwise_is_not_written(tmp_path):
    bundle = alone(kept("regression"), "linear_regression")
    graph = graph_of(bundle.model, {})
    other = replace(bundle.model, decision=DecisionRule(shift=1e-3))
    with pytest.raises(UsageError, match="does not answer"):
        require_parity(graph.content, other, graph.inputs, bundle.model.background)
