"""A network of the room as Keras code: a file that runs by itself, and that the board takes as a person's own."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.networks.room.passes import answers, connections, forward
from hanpan.modeling.networks.room.training import Training

_PROOF_ROWS = 5
_OPTIMIZERS = {
    "sgd": "SGD({rate!r})",
    "momentum": "SGD({rate!r}, momentum=0.9)",
    "rmsprop": "RMSprop({rate!r})",
    "adam": "Adam({rate!r})",
}
_HEAD = '''"""{title}

Run it: python network.py
On the board: hanpan run TABLE --target NAME --network network.py
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np

L = keras.layers
'''
_BUILD = '''

def build(n_inputs={n_inputs}, n_outputs={n_outputs}):
    """The network as it begins, for any number of columns and answers."""
    inputs = L.Input((n_inputs,))
    x = inputs
{layers}
    model = keras.Model(inputs, x)
    model.compile(optimizer=keras.optimizers.{optimizer}, loss={loss}, metrics={metrics})
    return model
'''
_PARTED = '''

def some(x, places):
    """Some of the values, by their places (none: a 0), with layers of Keras alone: such a model can be saved."""
    wide = x.shape[-1]
    if not places:
        return L.Rescaling(0.0)(some(x, [0]))
    if list(places) == list(range(wide)):
        return x
    line = L.Reshape((wide, 1))(x)
    ends = [L.Flatten()(L.Cropping1D((at, wide - 1 - at))(line)) for at in places]
    return ends[0] if len(ends) == 1 else L.Concatenate()(ends)


def parted(x, groups, order, name, activation="linear", **settings):
    """A layer in which not all is connected with all: nodes that hear of the same values are one Dense."""
    ends = [
        L.Dense(nodes, name=f"{name}_{number}", **settings)(some(x, places))
        for number, (nodes, places) in enumerate(groups, 1)
    ]
    joined = ends[0] if len(ends) == 1 else L.Concatenate()(ends)
    return L.Activation(activation)(some(joined, order))
'''
_TRAINED = '''

# Of each layer the kernel and the bias, as they were in the network room.
WEIGHTS = {{
{weights}
}}
ROWS = np.array({rows})
ANSWERS = np.array({answers})


def trained():
    """The network as it was in the room."""
    model = build()
    for name, weights in WEIGHTS.items():
        model.get_layer(name).set_weights([np.array(one, "float32") for one in weights])
    return model


if __name__ == "__main__":
    model = trained()
    model.summary()
    said = model.predict(ROWS, verbose=0)
    print("answers:", np.round(said, 4).tolist())
    print("largest difference to the room:", float(np.abs(said.reshape(ANSWERS.shape) - ANSWERS).max()))
'''


def keras_code(training: Training, title: str = "A network from hanpan's network room") -> str:
    """A Python file: ``build(n_inputs, n_outputs)``, ``trained()`` with the weights, and a proof that it answers alike.

    Connections that are cut are left out: nodes that hear of the same values become a layer of their own.
    """
    there = connections(training.setup, training.ground)
    cut = any(one is not None for one in there)
    setup, ground = training.setup, training.ground
    loss = {0: "mse", 2: "binary_crossentropy"}.get(len(ground.labels), "sparse_categorical_crossentropy")
    rows = ground.x[:_PROOF_ROWS]
    said = answers(forward(training.weights, setup, rows).sums[-1], ground)
    return "".join(
        [
            _HEAD.format(title=_one_line(title)),
            _PARTED if cut else "",
            _BUILD.format(
                n_inputs=ground.n_inputs,
                n_outputs=ground.n_outputs,
                layers="\n".join(_layers(training, there)),
                optimizer=_OPTIMIZERS[setup.optimizer].format(rate=setup.learning_rate),
                loss=repr(loss),
                metrics=["accuracy"] if ground.labels else [],
            ),
            _TRAINED.format(
                weights="\n".join(
                    f'    "{name}": [{_numbers(kernel)}, {_numbers(bias)}],'
                    for name, (kernel, bias) in _weights(training, there).items()
                ),
                rows=_numbers(rows),
                answers=_numbers(said),
            ),
        ]
    )


def _layers(training: Training, there: tuple[np.ndarray | None, ...]) -> list[str]:
    setup, ground = training.setup, training.ground
    lines: list[str] = []
    if any(one is not None for one in there):
        lines.append(f"if n_inputs != {ground.n_inputs}:")
        lines.append(
            f'    raise ValueError("connections were cut for {ground.n_inputs} columns, not " + str(n_inputs))'
        )
    penalty = f"kernel_regularizer=keras.regularizers.L1L2({setup.l1!r}, {setup.l2!r})" if setup.l1 or setup.l2 else ""
    last = {0: "", 2: 'activation="sigmoid"'}.get(len(ground.labels), 'activation="softmax"')
    for place, mask in enumerate(there):
        hidden = place < len(setup.layers)
        activation = f'activation="{setup.layers[place].activation}"' if hidden else last
        nodes = str(setup.layers[place].nodes) if hidden else "n_outputs"
        settings = ", ".join(filter(None, (activation, f'name="{_name(place, training)}"', penalty)))
        if mask is None:
            lines.append(f"x = L.Dense({', '.join(filter(None, (nodes, settings)))})(x)")
        else:
            groups, order = _groups(mask)
            told = [(len(members), sources) for sources, members in groups.items()]
            lines.append(f"x = parted({', '.join(filter(None, ('x', repr(told), repr(order), settings)))})")
        if hidden and setup.layers[place].dropout:
            lines.append(f"x = L.Dropout({setup.layers[place].dropout!r})(x)")
    return [f"    {line}" for line in lines]


def _groups(mask: np.ndarray) -> tuple[dict[tuple[int, ...], list[int]], list[int]]:
    """Nodes by the values they hear of, and where each node stands when they lie one group after another."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for node in range(mask.shape[1]):
        heard = tuple(np.flatnonzero(mask[:, node]).tolist())
        groups.setdefault(heard, []).append(node)
    laid = [node for members in groups.values() for node in members]
    return groups, [laid.index(node) for node in range(mask.shape[1])]


def _weights(training: Training, there: tuple[np.ndarray | None, ...]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Kernel and bias of each layer of the code, by its name."""
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for place, (kernel, bias) in enumerate(zip(training.weights.kernels, training.weights.biases, strict=True)):
        name, mask = _name(place, training), there[place]
        if mask is None:
            found[name] = (kernel, bias)
            continue
        for number, (sources, members) in enumerate(_groups(mask)[0].items(), 1):
            part = kernel[np.ix_(sources, members)] if sources else np.zeros((1, len(members)))
            found[f"{name}_{number}"] = (part, bias[members])
    return found


def _name(place: int, training: Training) -> str:
    return f"hidden{place + 1}" if place < len(training.setup.layers) else "output"


def _numbers(values: np.ndarray) -> str:
    """Numbers as Python writes them, as exact as float32 needs."""
    return repr(_rounded(np.asarray(values, float).tolist()))


def _rounded(value: Any) -> Any:
    return [_rounded(one) for one in value] if isinstance(value, list) else float(f"{value:.9g}")


def _one_line(words: str) -> str:
    """A title that cannot end the text it stands in."""
    return " ".join(
        "".join(sign if sign.isprintable() else " " for sign in words).replace("\\", "/").replace('"', "'").split()
    )
