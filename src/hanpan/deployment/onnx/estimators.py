"""Every kind of stored estimator in ONNX's operators: prepared columns (n, p) in, its answers out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hanpan.deployment.onnx import trees
from hanpan.deployment.onnx.answers import linked, spread, two
from hanpan.deployment.onnx.graph import Graph
from hanpan.deployment.onnx.networks import network
from hanpan.deployment.onnx.refusing import refusal
from hanpan.modeling.fitting.stored import Part
from hanpan.modeling.storage.boosters.lgb import LightGBMScorer
from hanpan.modeling.storage.boosters.xgb import XGBoostScorer
from hanpan.modeling.storage.forest import Boosted, Forest
from hanpan.modeling.storage.linear import Constant, Line, Logistic
from hanpan.modeling.storage.neighbors import Neighbors
from hanpan.modeling.storage.network import NetworkScorer
from hanpan.modeling.storage.svm import VectorClassifier, VectorRegressor, Vectors

_MOST_COLUMNS = 300  # a neighbour's distance is added up column by column


def estimated(graph: Graph, part: Part, x: str, rows: str) -> str:
    """The answers of a part: values (n,) or probabilities (n, C). ``rows``: (1,) how many rows there are.

    Raises
    ------
    UsageError
        Its estimator has no like in ONNX.
    """
    scorer: Any = part.scorer
    if isinstance(scorer, XGBoostScorer | LightGBMScorer):
        scorer = scorer.flat()
        if scorer is None:
            raise refusal("splits", part.algorithm)
    if isinstance(scorer, Constant):
        return _constant(graph, scorer, rows)
    way = next((way for kind, way in _WAYS if isinstance(scorer, kind)), None)
    if isinstance(scorer, Neighbors) and scorer.rows.shape[1] > _MOST_COLUMNS:
        raise refusal("wide", part.algorithm, most=_MOST_COLUMNS)
    if isinstance(scorer, NetworkScorer):
        answer = network(graph, scorer, x)
        if answer is None:
            raise refusal("keras", part.algorithm)
        return answer
    if way is None:
        raise refusal("kind", part.algorithm)
    return way(graph, scorer, x)


def _constant(graph: Graph, scorer: Constant, rows: str) -> str:
    if scorer.values:
        return graph("Expand", scorer.answer[:1].astype(float), rows)
    return graph("Expand", scorer.answer[None, :].astype(float), graph("Concat", rows, np.array([1]), axis=0))


def _line(graph: Graph, scorer: Line, x: str) -> str:
    return graph("Add", graph("MatMul", x, scorer.weights.astype(float)), np.array(float(scorer.intercept)))


def _logistic(graph: Graph, scorer: Logistic, x: str) -> str:
    raw = graph("Add", graph("MatMul", x, scorer.weights.T.astype(float)), scorer.intercept.astype(float))
    return linked(graph, raw, scorer)


def _kernel(graph: Graph, machine: Vectors, x: str) -> str:
    """exp(-gamma |x - v|²), (n, vectors)."""
    squares = graph("ReduceSum", graph("Mul", x, x), np.array([1]))
    products = graph("MatMul", x, -2.0 * machine.vectors.T)
    distance = graph("Add", graph("Add", squares, (machine.vectors**2).sum(axis=1)), products)
    return graph("Exp", graph("Mul", graph("Max", distance, np.array(0.0)), np.array(-machine.gamma)))


def _regressed(graph: Graph, scorer: VectorRegressor, x: str) -> str:
    return graph("Add", graph("MatMul", _kernel(graph, scorer.machine, x), scorer.weights), np.array(scorer.intercept))


def _classified(graph: Graph, scorer: VectorClassifier, x: str) -> str:
    """One machine for each pair of classes, votes softened by distance, a sigmoid for each class."""
    k = len(scorer.seen)
    ends, starts = scorer.ends, np.r_[0, scorer.ends[:-1]]
    couples = [(i, j) for i in range(k) for j in range(i + 1, k)]
    weights = np.zeros((len(scorer.machine.vectors), len(couples)))
    for at, (i, j) in enumerate(couples):
        own, other = slice(starts[i], ends[i]), slice(starts[j], ends[j])
        weights[own, at], weights[other, at] = scorer.weights[j - 1, own], scorer.weights[i, other]
    pairs = graph("Add", graph("MatMul", _kernel(graph, scorer.machine, x), weights), scorer.intercept)
    decision = graph("Neg", pairs) if k == 2 else _against_rest(graph, pairs, couples, k)
    told = graph("Add", graph("Mul", decision, scorer.slopes), scorer.offsets)
    probability = graph("Sigmoid", graph("Neg", told))
    if k == 2:
        return spread(graph, two(graph, probability), scorer)
    total = graph("ReduceSum", probability, np.array([1]))
    # Where no machine says anything all classes are alike, as in ``storage.svm``.
    safe = graph("Where", graph("Greater", total, np.array(0.0)), total, np.array(1.0))
    known = graph("Greater", total, np.array(0.0))
    return spread(graph, graph("Where", known, graph("Div", probability, safe), np.array(1.0 / k)), scorer)


def _against_rest(graph: Graph, pairs: str, couples: list[tuple[int, int]], k: int) -> str:
    first, second = (np.array([[couple[side] == code for code in range(k)] for couple in couples]) for side in (0, 1))
    won = graph.doubles(graph("Greater", pairs, np.array(0.0)))
    lost = graph("Sub", np.array(1.0), won)
    votes = graph("Add", graph("MatMul", won, first.astype(float)), graph("MatMul", lost, second.astype(float)))
    sums = graph("MatMul", pairs, first.astype(float) - second)
    softened = graph("Mul", graph("Add", graph("Abs", sums), np.array(1.0)), np.array(3.0))
    return graph("Add", votes, graph("Div", sums, softened))


def _neighbors(graph: Graph, scorer: Neighbors, x: str) -> str:
    """The nearest stored rows, their answers weighed."""
    count, power, by_distance = scorer.model.n_neighbors, scorer.model.p, scorer.model.weights == "distance"
    distance = ""
    for position in range(scorer.rows.shape[1]):
        gap = graph("Sub", graph("Gather", x, np.array([position]), axis=1), scorer.rows[:, position][None, :])
        far = graph("Abs", gap) if power == 1 else graph("Mul", gap, gap)
        distance = graph("Add", distance, far) if distance else far
    nearest, order = graph.pair("TopK", distance, np.array([count]), axis=1, largest=0)
    if by_distance:
        length = nearest if power == 1 else graph("Sqrt", nearest)
        same = graph.doubles(graph("Equal", length, np.array(0.0)))
        any_same = graph("Greater", graph("ReduceMax", same, np.array([1])), np.array(0.0))
        apart = graph("Max", length, np.array(1e-300))
        weights = graph("Where", any_same, same, graph("Div", np.array(1.0), apart))
    else:
        weights = graph("Add", graph("Mul", nearest, np.array(0.0)), np.array(1.0))
    share = graph("Div", weights, graph("ReduceSum", weights, np.array([1])))
    if scorer.seen is None:
        values = graph("Gather", scorer.y.astype(float), order, axis=0)
        return graph("ReduceSum", graph("Mul", share, values), np.array([1]), keepdims=0)
    codes = np.unique(scorer.y)
    told = (scorer.y[:, None] == codes).astype(float)
    votes = graph("Mul", graph("Unsqueeze", share, np.array([2])), graph("Gather", told, order, axis=0))
    return spread(graph, graph("ReduceSum", votes, np.array([1]), keepdims=0), scorer)


_WAYS: tuple[tuple[type, Callable[[Graph, Any, str], str]], ...] = (
    (Line, _line),
    (Logistic, _logistic),
    (Forest, trees.forest),
    (Boosted, trees.boosted),
    (VectorRegressor, _regressed),
    (VectorClassifier, _classified),
    (Neighbors, _neighbors),
)
