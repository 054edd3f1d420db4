"""An ONNX graph being written: nodes in the order in which they are asked for, constants kept once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hanpan.foundation.extras import need

# What ONNX Runtime has understood since 1.17; the second set of operators knows trees with double thresholds.
_OPERATORS, _TREES, _FORM = 20, 5, 9
TREES = "ai.onnx.ml"

Value = str | np.ndarray


@dataclass(frozen=True)
class Socket:
    """An input or output of the graph: (n, 1) for inputs, (n,) or (n, width) for outputs."""

    name: str
    words: bool
    shape: tuple[int | None, ...]


class Graph:
    """Nodes and constants. Whatever a node takes is the name of a value, or an array.

    Parameters
    ----------
    taken
        Names that no value of the inside may have.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        onnx: Any = need("onnx", "onnx")
        self._onnx, self._taken = onnx, frozenset(taken)
        self._nodes: list[Any] = []
        self._constants: dict[tuple[Any, ...], tuple[str, Any]] = {}

    def __call__(self, kind: str, *given: Value, domain: str = "", name: str = "", **attributes: Any) -> str:
        """One node; returns the name of what it gives."""
        return self._node(kind, given, [name or self._free()], domain, attributes)[0]

    def pair(self, kind: str, *given: Value, **attributes: Any) -> tuple[str, str]:
        """One node that gives two values."""
        first = self._free()
        return first, self._node(kind, given, [first, f"{first}b"], "", attributes)[1]

    def _node(
        self, kind: str, given: Sequence[Value], made: list[str], domain: str, attributes: Mapping[str, Any]
    ) -> list[str]:
        inputs = [one if isinstance(one, str) else self._constant(one) for one in given]
        tensors = {
            key: self._tensor(value) if isinstance(value, np.ndarray) else value for key, value in attributes.items()
        }
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, made, domain=domain, **tensors))
        return made

    def doubles(self, value: str) -> str:
        """The same in double precision."""
        return self("Cast", value, to=self._onnx.TensorProto.DOUBLE)

    def singles(self, value: str) -> str:
        """The same in single precision."""
        return self("Cast", value, to=self._onnx.TensorProto.FLOAT)

    def wholes(self, value: str) -> str:
        """The same as int64."""
        return self("Cast", value, to=self._onnx.TensorProto.INT64)

    def beside(self, parts: Sequence[str]) -> str:
        """Columns side by side."""
        return parts[0] if len(parts) == 1 else self("Concat", *parts, axis=1)

    def written(self, name: str, inputs: Sequence[Socket], outputs: Sequence[Socket], told: Mapping[str, str]) -> bytes:
        """The graph as the bytes of a file, checked by ONNX; ``told`` is what it says about itself."""
        helper = self._onnx.helper
        constants = [tensor for _, tensor in self._constants.values()]
        sides = [[self._socket(one) for one in side] for side in (inputs, outputs)]
        graph = helper.make_graph(self._nodes, name, *sides, initializer=constants)
        sets = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(TREES, _TREES)]
        model = helper.make_model(graph, opset_imports=sets, ir_version=_FORM, producer_name="hanpan")
        model.producer_version = told.get("hanpan", "")
        helper.set_model_props(model, dict(told))
        self._onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))

    def _socket(self, one: Socket) -> Any:
        kind = self._onnx.TensorProto.STRING if one.words else self._onnx.TensorProto.DOUBLE
        return self._onnx.helper.make_tensor_value_info(one.name, kind, ["rows", *one.shape[1:]])

    def _free(self) -> str:
        return self._untaken(f"step{len(self._nodes)}")

    def _constant(self, array: np.ndarray) -> str:
        array = np.array(array, order="C")
        content = tuple(array.ravel().tolist()) if array.dtype == object else array.tobytes()
        key = (array.dtype.str, array.shape, content)
        if key not in self._constants:
            name = self._untaken(f"kept{len(self._constants)}")
            self._constants[key] = (name, self._tensor(array, name))
        return self._constants[key][0]

    def _untaken(self, name: str) -> str:
        while name in self._taken or f"{name}b" in self._taken:
            name += "_"
        return name

    def _tensor(self, array: np.ndarray, name: str = "") -> Any:
        return self._onnx.numpy_helper.from_array(array, name)
