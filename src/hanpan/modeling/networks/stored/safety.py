"""Opening a ``.keras`` file of unknown origin: nothing in it may run code, read files or fill the memory.

Keras's own ``safe_mode`` is on as well; several of its past faults came from configurations that named functions or
layers outside the usual ones, so every name is compared with a list of ours before Keras reads the file.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hanpan.foundation.archives import read_zip
from hanpan.foundation.errors import BundleError

_LAYERS = frozenset(
    [
        "InputLayer",
        "Dense",
        "Activation",
        "ReLU",
        "LeakyReLU",
        "PReLU",
        "ELU",
        "Softmax",
        "Dropout",
        "GaussianNoise",
        "GaussianDropout",
        "AlphaDropout",
        "ActivityRegularization",
        "BatchNormalization",
        "LayerNormalization",
        "UnitNormalization",
        "GroupNormalization",
        "Normalization",
        "Rescaling",
        "Flatten",
        "Reshape",
        "Permute",
        "Cropping1D",
        "Cropping2D",
        "Concatenate",
        "Add",
        "Subtract",
        "Multiply",
        "Average",
        "Maximum",
        "Minimum",
        "Dot",
        "Embedding",
        "Conv1D",
        "Conv2D",
        "SeparableConv1D",
        "SeparableConv2D",
        "MaxPooling1D",
        "MaxPooling2D",
        "AveragePooling1D",
        "AveragePooling2D",
        "GlobalAveragePooling1D",
        "GlobalAveragePooling2D",
        "GlobalMaxPooling1D",
        "GlobalMaxPooling2D",
        "Identity",
    ]
)
_MODELS = frozenset({"Sequential", "Functional", "Model"})
_OTHER = frozenset({"DTypePolicy", "__keras_tensor__", "Variable"})
_MODULES = (
    "keras",
    "keras.layers",
    "keras.models",
    "keras.src.models.functional",
    "keras.src.models.sequential",
    "keras.initializers",
    "keras.regularizers",
    "keras.constraints",
    "builtins",
)
_COMPILED_MODULES = ("keras.losses", "keras.optimizers", "keras.optimizers.schedules")
_FREE_MODULES = ("keras.initializers", "keras.regularizers", "keras.constraints")
_BARE = frozenset(  # told without their module in files from before Keras 3
    [
        "Zeros",
        "Ones",
        "Constant",
        "RandomNormal",
        "RandomUniform",
        "TruncatedNormal",
        "VarianceScaling",
        "Orthogonal",
        "GlorotNormal",
        "GlorotUniform",
        "HeNormal",
        "HeUniform",
        "LecunNormal",
        "LecunUniform",
        "L1",
        "L2",
        "L1L2",
        "MaxNorm",
        "MinMaxNorm",
        "NonNeg",
        "UnitNorm",
    ]
)
_OURS = {"hanpan>Maxout", "hanpan>TableEncoding", "hanpan>MemberDense", "hanpan>TakeColumns"}


def load_safely(content: bytes) -> Any:
    """The Keras model of a ``.keras`` file, for predicting only.

    Raises
    ------
    BundleError
        The file is damaged, names something outside the list of plain layers, or asks for more weights than it has.
    """
    refuse_unknown(content)
    from hanpan.modeling.networks.stored.backend import import_keras

    keras = import_keras()
    from hanpan.modeling.networks.stored import layers, pack_files  # noqa: F401  (they register our layers)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        path.write_bytes(content)
        try:
            return keras.saving.load_model(path, compile=False, safe_mode=True)
        except Exception as error:
            raise BundleError("network_file", member="network.keras", reason=_first_line(error)) from error


def refuse_unknown(content: bytes) -> None:
    """Read the names and sizes in a ``.keras`` file without opening it as a model.

    Raises
    ------
    BundleError
        One of them is not on our list, or does not match the weights.
    """
    try:
        members = read_zip(content)
        config: dict[str, Any] = json.loads(members["config.json"])
        weights = len(members["model.weights.h5"])
    except (KeyError, ValueError, RecursionError) as error:
        raise BundleError("network_file", member="network.keras", reason=_first_line(error)) from error
    config.pop("compile_config", None)
    refuse_names(config)
    wanted = sum(_weights_of(item) for item in _objects(config))
    if 4 * wanted > weights:
        raise _refused(f"{wanted} weights described, {weights // 4} stored at most")


def refuse_names(config: Any) -> None:
    """Compare every name in a network's description with our list.

    Raises
    ------
    BundleError
        One of them is not on our list.
    """
    for item in _objects(config):
        _check_name(item)


def refuse_compiled(config: Any) -> None:
    """Compare every name in how a network is compiled: Keras's own losses and optimizers.

    Raises
    ------
    BundleError
        One of them is something else.
    """
    for item in _objects(config):
        module = item.get("module", "keras.optimizers")
        if module not in _COMPILED_MODULES or item.get("registered_name") not in (None, item["class_name"]):
            raise _refused(str(item.get("config") if item["class_name"] == "function" else item["class_name"])[:200])


def _objects(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every described object of a configuration, at any depth."""
    if depth > 60:
        raise _refused("nested too deeply")
    if isinstance(node, dict):
        if "class_name" in node:
            yield node
        for value in node.values():
            yield from _objects(value, depth + 1)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value, depth + 1)


def _check_name(item: dict[str, Any]) -> None:
    name, module, registered = str(item["class_name"]), item.get("module"), item.get("registered_name")
    if registered in _OURS:
        return
    known = name in _LAYERS | _MODELS | _OTHER or module in _FREE_MODULES or (module is None and name in _BARE)
    if name == "function":  # an activation function
        known = module in ("keras.activations", "builtins") and str(item.get("config", "")).isidentifier()
    if not known or (module is not None and module not in (*_MODULES, "keras.activations")):
        raise _refused(f"{module or ''} {name}".strip())


def _weights_of(item: dict[str, Any]) -> int:
    """How many weights the main array of a layer has, by its own description."""
    config = item.get("config") or {}
    built = (item.get("build_config") or {}).get("input_shape") or [1]
    wide = built[-1] if isinstance(built, list) and isinstance(built[-1], int) else 1
    name = item["class_name"]
    if name == "TakeColumns":
        return 0
    if name == "Dense":
        return wide * _count(config, "units")
    if item.get("registered_name") in _OURS:
        many = _count(config, "units", 1) * _count(config, "pieces", 1) * _count(config, "members", 1)
        return many if name == "TableEncoding" else wide * many
    if name == "Embedding":
        return _count(config, "input_dim") * _count(config, "output_dim")
    if name in ("Conv1D", "Conv2D"):
        return wide * _count(config, "filters") * math.prod(map(int, config.get("kernel_size") or [1]))
    return 0


def _count(config: dict[str, Any], name: str, otherwise: int = 0) -> int:
    value = config.get(name, otherwise)
    if not isinstance(value, int) or value < 0:
        raise _refused(f"{name}: {value!r}")
    return value


def _refused(reason: str) -> BundleError:
    return BundleError("network_file", member="network.keras", reason=reason)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
