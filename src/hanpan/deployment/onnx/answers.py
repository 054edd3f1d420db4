"""From raw answers to probabilities, values and labels: what all estimators share, and the frozen decision rule."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from hanpan.business.decision import SMALLEST, DecisionRule
from hanpan.deployment.onnx.graph import Graph


class OfClasses(Protocol):
    """An estimator that has seen some of the classes."""

    seen: Any
    n_outputs: int


def linked(graph: Graph, raw: str, scorer: OfClasses) -> str:
    """Probabilities (n, C) from one sum a row (two classes) or one a class."""
    if len(scorer.seen) == 2:
        return spread(graph, two(graph, graph("Sigmoid", raw)), scorer)
    return spread(graph, graph("Softmax", raw, axis=1), scorer)


def two(graph: Graph, positive: str) -> str:
    """The probability of the second class (n, 1) as those of both (n, 2)."""
    return graph.beside([graph("Sub", np.array(1.0), positive), positive])


def spread(graph: Graph, probability: str, scorer: OfClasses) -> str:
    """Probabilities of the classes seen (n, k) as columns of all classes (n, C)."""
    if len(scorer.seen) == scorer.n_outputs:
        return probability
    return graph("MatMul", probability, (np.asarray(scorer.seen)[:, None] == np.arange(scorer.n_outputs)).astype(float))


def brought_back(graph: Graph, output: str, factors: tuple[float, ...]) -> str:
    """Probabilities times one number per class, made to sum to 1 (see ``fitting.shares``)."""
    if not factors:
        return output
    return shared(graph, graph("Mul", output, np.array(factors)))


def shared(graph: Graph, values: str) -> str:
    """Rows made to sum to 1."""
    return graph("Div", values, graph("Max", graph("ReduceSum", values, np.array([1])), np.array(1e-300)))


def labelled(graph: Graph, output: str, rule: DecisionRule, labels: tuple[str, ...], name: str) -> str:
    """The label (n,) that the rule decides from probabilities (n, C)."""
    plain = not (rule.offsets or rule.scales or rule.lifts or rule.gain)
    if len(labels) == 2 and (rule.threshold is not None or plain):
        cutoff = 0.5 if rule.threshold is None else rule.threshold
        positive = graph("Gather", output, np.array(1), axis=1)
        code = graph.wholes(graph("GreaterOrEqual", positive, np.array(cutoff)))
    else:
        weighed = _weighed(graph, output, rule)
        if rule.gain:
            weighed = graph("MatMul", weighed, np.array(rule.gain, dtype=float))
        code = graph("ArgMax", weighed, axis=1, keepdims=0)
    return graph("Gather", np.array(labels, dtype=object), code, axis=0, name=name)


def _weighed(graph: Graph, output: str, rule: DecisionRule) -> str:
    if not (rule.offsets or rule.scales or rule.lifts):
        return output
    told = graph("Add", output, np.array(rule.lifts)) if rule.lifts else output
    told = graph("Log", graph("Max", told, np.array(SMALLEST)))
    told = graph("Mul", told, np.array(rule.scales)) if rule.scales else told
    told = graph("Add", told, np.array(rule.offsets)) if rule.offsets else told
    return graph("Softmax", told, axis=1)


def corrected(graph: Graph, output: str, rule: DecisionRule, name: str) -> str:
    """Predicted values (n,)."""
    sloped = graph("Mul", output, np.array(rule.slope))
    return graph("Add", sloped, np.array(rule.shift), name=name)
