"""A network out of Keras code, read and never run: what ``room.keras_code`` writes, or layers one after another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.room.opening.given import GivenNetwork
from hanpan.modeling.networks.room.passes import Weights
from hanpan.modeling.networks.room.setup import OPTIMIZERS, Cut, RoomLayer, Setup, checked

LONGEST = 2_000_000  # letters
_BUILDERS = ("build", "build_network")
_HELPERS = ("some", "parted", "trained")  # of our own code
_HOMES = ("L", "layers", "Layers")  # what layers are taken from
_PASSING = ("Input", "InputLayer", "Flatten", "Identity")
_OPTIMIZERS = {"SGD": "sgd", "RMSprop": "rmsprop", "Adam": "adam"}
_PENALTIES = {"l1l2": ("l1", "l2"), "l1": ("l1",), "l2": ("l2",)}
_ENDS = ("linear", "sigmoid", "softmax")
_MOST_WIDE = 4096


@dataclass(frozen=True)
class _CodeLayer:
    """A layer with weights as the code says it; ``groups`` and ``order`` where not all is connected."""

    nodes: int
    activation: str
    name: str
    groups: tuple[tuple[int, tuple[int, ...]], ...] = ()
    order: tuple[int, ...] = ()
    dropout: float = 0.0


@dataclass
class _CodeReading:
    """What was read so far. ``known``: values of the builder's arguments."""

    known: dict[str, int] = field(default_factory=dict)
    layers: list[_CodeLayer] = field(default_factory=list)
    inputs: int | None = None
    learning: dict[str, Any] = field(default_factory=dict)


def read_code(code: str) -> GivenNetwork:
    """The network of a Python text; nothing in it is run.

    Raises
    ------
    NetworkError
        It is no Python, has other layers, or says with something else than numbers how many nodes there are.
    UsageError
        The network is larger than the room takes.

    Examples
    --------
    >>> found = read_code("keras.Sequential([L.Input((2,)), L.Dense(3, 'tanh'), L.Dense(1, 'sigmoid')])")
    >>> found.setup.layers, found.n_inputs, found.n_outputs, found.end
    ((RoomLayer(nodes=3, activation='tanh', dropout=0.0),), 2, 1, 'sigmoid')
    """
    if len(code) > LONGEST:
        _refuse(f"{len(code):,}")
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        _refuse(f"{type(error).__name__}: {error}")
    reading, body = _CodeReading(), _body(tree)
    if isinstance(body, ast.FunctionDef):
        names = [argument.arg for argument in body.args.args][-len(body.args.defaults) or len(body.args.args) :]
        values = map(_whole_or_none, body.args.defaults)
        reading.known = {name: value for name, value in zip(names, values, strict=False) if value is not None}
        reading.inputs = reading.known.get("n_inputs")
    for call in _calls(body):
        _take(call, reading)
    return _settled(reading, _weights(tree))


def _body(tree: ast.Module) -> ast.AST:
    """The function that builds the network, or all that is no function."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name in dict.fromkeys((*_BUILDERS, *functions)):
        kinds = {_kind(call) for call in _calls(functions[name])} if name in functions else set()
        if name not in _HELPERS and kinds & {"Dense", "parted"}:
            return functions[name]
    return ast.Module([node for node in tree.body if not isinstance(node, ast.FunctionDef)], [])


def _calls(body: ast.AST) -> Iterator[ast.Call]:
    """Calls in the order in which they stand."""
    found = [node for node in ast.walk(body) if isinstance(node, ast.Call)]
    yield from sorted(found, key=lambda call: (call.lineno, call.col_offset, -(call.end_col_offset or 0)))


def _kind(call: ast.Call) -> str:
    """``Dense`` of ``keras.layers.Dense(…)``, ``L.Dense(…)`` or ``Dense(…)``; ``parted`` of our own; else empty."""
    made = call.func
    if isinstance(made, ast.Name):
        known = made.id in (*_PASSING, "Dense", "Dropout", "Activation", "parted")
        return made.id if known else ""
    if not isinstance(made, ast.Attribute):
        return ""
    home = made.value.attr if isinstance(made.value, ast.Attribute) else getattr(made.value, "id", "")
    if made.attr in _OPTIMIZERS and home in ("optimizers", "keras"):
        return made.attr
    if home == "regularizers" or made.attr == "compile":
        return made.attr
    return made.attr if home in _HOMES or (home == "keras" and made.attr in ("Input", "Dense")) else ""


def _take(call: ast.Call, reading: _CodeReading) -> None:
    kind, told = _kind(call), {one.arg: one.value for one in call.keywords if one.arg}
    if kind in ("Dense", "parted"):
        reading.layers.append(_dense(call, told, reading) if kind == "Dense" else _parted(call, told))
        reading.inputs = reading.inputs or _width(told.get("input_shape") or told.get("input_dim"))
    elif kind in ("Input", "InputLayer"):
        shape = call.args[0] if call.args else told.get("shape") or told.get("input_shape")
        reading.inputs = reading.inputs or _width(shape)
    elif kind in ("Dropout", "Activation") and reading.layers:
        said = _literal(call.args[0]) if call.args else _literal(told.get("rate") or told.get("activation"))
        changes = {"dropout": float(said)} if kind == "Dropout" else {"activation": str(said)}
        reading.layers[-1] = replace(reading.layers[-1], **changes)
    elif kind in _OPTIMIZERS:
        rate = call.args[0] if call.args else told.get("learning_rate")
        name = "momentum" if kind == "SGD" and _literal(told.get("momentum")) else _OPTIMIZERS[kind]
        reading.learning |= {"optimizer": name} | ({} if rate is None else {"learning_rate": float(_literal(rate))})
    elif kind.lower() in _PENALTIES:
        names = _PENALTIES[kind.lower()]
        given = dict(zip(names, call.args, strict=False)) | {name: told[name] for name in names if name in told}
        reading.learning |= {name: float(_literal(value)) for name, value in given.items()}
    elif kind == "compile":
        named = told.get("optimizer") or (call.args[0] if call.args else None)
        if isinstance(named, ast.Constant) and str(named.value).lower() in OPTIMIZERS:
            reading.learning["optimizer"] = str(named.value).lower()
    elif kind and kind not in _PASSING:
        raise NetworkError("room_layers", kind=kind)


def _dense(call: ast.Call, told: dict[str, ast.expr], reading: _CodeReading) -> _CodeLayer:
    nodes = call.args[0] if call.args else told.get("units")
    count = reading.known.get(nodes.id) if isinstance(nodes, ast.Name) else _whole_or_none(nodes)
    if count is None:
        _refuse(ast.unparse(call)[:60])
    function = call.args[1] if len(call.args) > 1 else told.get("activation")
    return _CodeLayer(count, _function(function), str(_literal(told.get("name")) or ""))


def _parted(call: ast.Call, told: dict[str, ast.expr]) -> _CodeLayer:
    if len(call.args) != 3:
        _refuse(ast.unparse(call)[:60])
    groups, order = (_literal(one) for one in call.args[1:])
    try:
        known = tuple((int(count), tuple(map(int, sources))) for count, sources in groups)
        places = tuple(map(int, order))
    except (TypeError, ValueError):
        _refuse(ast.unparse(call)[:60])
    if sorted(places) != list(range(sum(count for count, _ in known))):
        _refuse(ast.unparse(call)[:60])
    return _CodeLayer(
        len(places), _function(told.get("activation")), str(_literal(told.get("name")) or ""), known, places
    )


def _settled(reading: _CodeReading, weights: dict[str, Any] | None) -> GivenNetwork:
    layers = reading.layers
    if not layers:
        _refuse("Dense")
    end = layers[-1].activation
    if end not in _ENDS:
        raise NetworkError("room_layers", kind=end)
    hidden = tuple(RoomLayer(nodes=one.nodes, activation=one.activation, dropout=one.dropout) for one in layers[:-1])
    setup = checked(replace(Setup(), layers=hidden, cut=frozenset(_cuts(reading)), **reading.learning))
    found = None if weights is None else _flat(reading, weights)
    return GivenNetwork(setup, found, reading.inputs, layers[-1].nodes, end)


def _cuts(reading: _CodeReading) -> Iterator[Cut]:
    wide = reading.inputs
    for place, layer in enumerate(reading.layers):
        if layer.groups and wide is not None:
            heard = [set(sources) for count, sources in layer.groups for _ in range(count)]
            for node, laid in enumerate(layer.order):
                yield from ((place, source, node) for source in range(wide) if source not in heard[laid])
        wide = layer.nodes


def _flat(reading: _CodeReading, weights: dict[str, Any]) -> np.ndarray:
    wide = reading.inputs or 0
    kernels, biases = [], []
    try:
        for layer in reading.layers:
            kernel, bias = _arrays(layer, weights, wide)
            if kernel.shape != (wide, layer.nodes) or bias.shape != (layer.nodes,):
                _refuse(f"WEIGHTS[{layer.name!r}]")
            kernels.append(kernel)
            biases.append(bias)
            wide = layer.nodes
    except (KeyError, TypeError, ValueError, IndexError) as error:
        _refuse(f"WEIGHTS: {error}")
    flat = Weights(tuple(kernels), tuple(biases)).flat()
    if not np.isfinite(flat).all():
        _refuse("WEIGHTS")
    return flat


def _arrays(layer: _CodeLayer, weights: dict[str, Any], wide: int) -> tuple[np.ndarray, np.ndarray]:
    if not layer.groups:
        kernel, bias = weights[layer.name]
        return np.asarray(kernel, float), np.asarray(bias, float)
    laid, shift, at = np.zeros((wide, layer.nodes)), np.zeros(layer.nodes), 0
    for number, (count, sources) in enumerate(layer.groups, 1):
        kernel, bias = weights[f"{layer.name}_{number}"]
        if sources:
            laid[np.ix_(sources, range(at, at + count))] = np.asarray(kernel, float)
        shift[at : at + count] = np.asarray(bias, float)
        at += count
    return laid[:, layer.order], shift[list(layer.order)]


def _weights(tree: ast.Module) -> dict[str, Any] | None:
    """What the code calls WEIGHTS: of each layer kernel and bias."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "WEIGHTS" for one in node.targets):
            found = _literal(node.value)
            return found if isinstance(found, dict) else _refuse("WEIGHTS")
    return None


def _function(told: ast.expr | None) -> str:
    said = _literal(told)
    return "linear" if said is None else str(said)


def _width(told: ast.expr | None) -> int | None:
    said = _literal(told) if told is not None and not _named(told) else None
    wide = said[0] if isinstance(said, tuple | list) and len(said) == 1 else said
    return wide if isinstance(wide, int) and 0 < wide <= _MOST_WIDE else None


def _named(told: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) for node in ast.walk(told))


def _whole_or_none(told: ast.expr | None) -> int | None:
    return told.value if isinstance(told, ast.Constant) and type(told.value) is int else None


def _literal(told: ast.expr | None) -> Any:
    if told is None:
        return None
    try:
        return ast.literal_eval(told)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        _refuse(ast.unparse(told)[:60])


def _refuse(reason: str) -> NoReturn:
    raise NetworkError("room_code", reason=reason[:80])
