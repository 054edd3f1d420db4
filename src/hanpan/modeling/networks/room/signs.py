"""What is wrong with a network of the room, if anything: findings, each with a change that may help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hanpan.foundation.findings import Finding
from hanpan.modeling.curves.curve_facts import constant_loss
from hanpan.modeling.curves.curve_reading import SHORTEST, judge
from hanpan.modeling.curves.curve_signals import Facts, measure
from hanpan.modeling.networks.room.passes import back, forward
from hanpan.modeling.networks.room.setup import MOST_NODES, RoomLayer, Setup
from hanpan.modeling.networks.room.training import Training

_ROWS = 500
_FLAT = ("sigmoid", "tanh")  # functions that hardly change far from 0
_ENDS = 0.02  # of their range: so near to its end a node hardly learns
_MOSTLY = 0.9  # share of the rows
_FADED, _GROWN = 1e-3, 1e3  # gradient of the first layer to that of the last
_HEAVY = 1e3  # a gradient this large throws weights far
_BATCHES = 12
_SOME = 0.2  # share of a layer's nodes that may be dead without harm


@dataclass(frozen=True)
class Remedy:
    """A change of the setup that may help. ``name`` words it: text ``room.remedy.<name>``."""

    name: str
    changes: dict[str, Any] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    restart: bool = True


@dataclass(frozen=True)
class Sign:
    """Something noticed, and what to try; None where there is nothing to turn."""

    finding: Finding
    remedy: Remedy | None = None


def signs(training: Training, *, of_curves: bool = True) -> list[Sign]:
    """What stands out, the gravest first: nodes and gradients as they are now, and what the curves suggest.

    ``of_curves``: whether curves are read at all.

    References
    ----------
    Glorot & Bengio (2010) on saturation and vanishing gradients; Maas et al. (2013) on dead nodes.

    Examples
    --------
    >>> training = Training(Setup(data="clouds", layers=(RoomLayer(nodes=3, activation="relu"),)))
    >>> training.edit(0, 2, 0, -99.0)  # the bias of the first node
    >>> [sign.finding.code for sign in signs(training)]
    ['room_dead']
    """
    curves = _of_curves(training) if of_curves else []
    found = [] if training.broken else [*_of_nodes(training), *_of_gradients(training)]
    grave = {"serious": 0, "warning": 1, "info": 2}
    told = sorted([*curves, *found], key=lambda one: grave[one.severity])
    return [Sign(one, remedy_for(one.code, training.setup)) for one in told]


def _of_curves(training: Training) -> list[Finding]:
    """What the finder for all trainings says of these curves."""
    loss, valid = training.curves.loss[1:], training.curves.val_loss[1:]
    if training.broken:
        loss, valid = [*loss, float("nan")], [*valid, float("nan")]
    elif len(loss) < SHORTEST:
        return []
    setup, ground = training.setup, training.ground
    kind = "binary_crossentropy" if ground.labels else "mse"
    facts = Facts(
        baseline=constant_loss(_one_hot(training) if len(ground.labels) > 2 else ground.y, kind),
        best_known=training.reference,
        learning_rate=setup.learning_rate,
        fit_rows=len(ground.x),
        validation_rows=len(ground.x_valid),
        inference=True,
        dropout=any(layer.dropout for layer in setup.layers),
        penalty=bool(setup.l1 or setup.l2),
        adaptive=setup.optimizer in ("adam", "rmsprop"),
        finite_data=True,
    )
    right = (training.curves.right[1:], training.curves.val_right[1:]) if ground.labels else ((), ())
    if training.broken:
        right = ((), ())
    return judge(measure(loss, valid, right, facts), facts)


def _one_hot(training: Training) -> np.ndarray:
    return np.asarray(np.eye(len(training.ground.labels))[training.ground.y.astype(int)])


def _of_nodes(training: Training) -> Iterator[Finding]:
    """Nodes that say the same whatever comes in, and nodes at the ends of their range."""
    passed = forward(training.weights, training.setup, training.ground.x[:_ROWS])
    for place, layer in enumerate(training.setup.layers):
        said = passed.values[place + 1]
        told: dict[str, Any] = {"layer": place + 1, "nodes": layer.nodes, "activation": layer.activation}
        dead = [str(node + 1) for node in np.flatnonzero(said.std(axis=0) < 1e-9)]
        if dead:
            share = len(dead) / layer.nodes
            yield Finding(
                code="room_dead",
                severity="serious" if share > 0.5 else "warning" if share > _SOME else "info",
                evidence={**told, "count": len(dead), "names": dead},
            )
        if layer.activation in _FLAT:
            low = 0.0 if layer.activation == "sigmoid" else -1.0
            near = (np.minimum(said - low, 1 - said) < _ENDS * (1 - low)).mean(axis=0) > _MOSTLY
            stuck = [str(node + 1) for node in np.flatnonzero(near) if str(node + 1) not in dead]
            if len(stuck) > layer.nodes / 2:
                yield Finding(
                    code="room_saturated", severity="warning", evidence={**told, "count": len(stuck), "names": stuck}
                )


def _of_gradients(training: Training) -> Iterator[Finding]:
    """Gradients that fade or grow on their way to the first layer."""
    size = np.mean([_sizes(training, rows) for rows in _batches(training)], axis=0).tolist()
    if not all(np.isfinite(size)) or len(size) < 3 or size[-1] < 1e-9:
        return
    ratio = size[0] / size[-1]
    told = {"first": f"{size[0]:.1e}", "last": f"{size[-1]:.1e}", "times": f"{max(ratio, 1 / max(ratio, 1e-30)):,.0f}"}
    if ratio < _FADED:
        yield Finding(code="room_vanishing", severity="warning", evidence=told)
    elif ratio > _GROWN or max(size) > _HEAVY:
        yield Finding(code="room_exploding", severity="warning", evidence=told)


def _batches(training: Training) -> list[np.ndarray]:
    """Rows as a few steps of the training see them."""
    rows = np.arange(min(len(training.ground.x), _BATCHES * training.setup.batch_size, _ROWS))
    return [rows[at : at + training.setup.batch_size] for at in range(0, len(rows), training.setup.batch_size)]


def _sizes(training: Training, rows: np.ndarray) -> list[float]:
    """Of each layer the root of the mean square of its kernel's gradient, penalties left out."""
    plain = replace(training.setup, l1=0.0, l2=0.0)
    taken = (training.ground.x[rows], training.ground.y[rows])
    kernels = back(training.weights, plain, training.ground, taken).weights.kernels
    return [float(np.sqrt(np.mean(np.square(one)))) for one in kernels]


def remedy_for(code: str, setup: Setup) -> Remedy | None:
    """What to turn when something was found; None where there is nothing.

    Examples
    --------
    >>> remedy_for("curve_nan_rate", Setup(learning_rate=3.0)).changes
    {'learning_rate': 0.3}
    """
    name = code.removeprefix("curve_")
    if name.startswith(("nan", "rate_far_high")) or name == "room_exploding":
        return _rate(setup, 0.1)
    if name.startswith("rate_high"):
        return _rate(setup, 0.3)
    if name == "slow":
        return _rate(setup, 3.0)
    if name in ("overfit", "by_heart", "overconfident", "ended_overfit"):
        return _dropout(setup)
    if name in ("underfit", "weak", "ended_underfit"):
        return _more_nodes(setup)
    if name == "dead_start":
        fading = any(layer.activation in _FLAT for layer in setup.layers)
        return _function(setup, "selu" if fading else "leaky_relu") if setup.layers else _rate(setup, 3.0)
    other = {"room_dead": "leaky_relu", "room_saturated": "leaky_relu", "room_vanishing": "selu"}
    return _function(setup, other[name]) if name in other else None


def _rate(setup: Setup, times: float) -> Remedy:
    rate = float(f"{min(max(setup.learning_rate * times, 1e-6), 100):.1g}")
    return Remedy("rate", {"learning_rate": rate}, f"{setup.learning_rate:g}", f"{rate:g}")


def _dropout(setup: Setup) -> Remedy | None:
    if any(layer.dropout for layer in setup.layers) or not setup.layers:
        l2 = min(3 * setup.l2, 1.0) if setup.l2 else 0.001
        return Remedy("l2", {"l2": l2}, f"{setup.l2:g}", f"{l2:g}")
    return Remedy("dropout", {"layers": tuple(replace(layer, dropout=0.2) for layer in setup.layers)}, "0", "0.2")


def _more_nodes(setup: Setup) -> Remedy:
    before = "-".join(str(layer.nodes) for layer in setup.layers) or "0"
    if len(setup.layers) < 2:
        layers: tuple[RoomLayer, ...] = (
            *(setup.layers or (RoomLayer(nodes=8, activation="relu"),)),
            RoomLayer(nodes=6, activation="relu"),
        )
        layers = layers[:1] if not setup.layers else layers
    else:
        layers = tuple(replace(layer, nodes=min(2 * layer.nodes, MOST_NODES)) for layer in setup.layers)
    return Remedy("nodes", {"layers": layers}, before, "-".join(str(layer.nodes) for layer in layers))


def _function(setup: Setup, name: str) -> Remedy:
    before = ", ".join(dict.fromkeys(layer.activation for layer in setup.layers))
    layers = tuple(replace(layer, activation=name) for layer in setup.layers)
    return Remedy("activation", {"layers": layers}, before, name)
