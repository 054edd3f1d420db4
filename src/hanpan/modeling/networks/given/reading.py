"""What a person gives as a network (a model, a builder, a file), as a Keras model and how it is compiled."""

from __future__ import annotations

import json
import runpy
import tempfile
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hanpan.foundation.archives import read_zip
from hanpan.foundation.errors import BundleError, HanpanError, NetworkError, UsageError
from hanpan.modeling.networks.notices import notice
from hanpan.modeling.networks.stored.backend import import_keras
from hanpan.modeling.networks.stored.safety import refuse_names

Network = Any  # a Keras model, a builder f(n_inputs, n_outputs) of one, the bytes of a .keras file, or a path
NAMES = ("network", "build", "build_network", "model")
COMPILED = ".compiled"  # ending of what lies beside a model given as an object: how it is compiled
LEGACY = (".h5", ".hdf5")
_SETTINGS = (
    "learning_rate",
    "beta_1",
    "beta_2",
    "momentum",
    "nesterov",
    "rho",
    "epsilon",
    "amsgrad",
    "clipnorm",
    "clipvalue",
)


@dataclass(frozen=True)
class Given:
    """A model and, as plain values, how it is compiled (None: not at all)."""

    model: Any
    compiled: dict[str, Any] | None


def given(network: Network, n_inputs: int, n_outputs: int) -> Given:
    """The Keras model that a person meant; a builder is called.

    Raises
    ------
    NetworkError
        It is no network, Keras cannot open it, or the builder fails.
    UsageError
        There is no such file, or no network in it.
    """
    keras = import_keras()
    if isinstance(network, str | Path):
        network = from_file(Path(network))
    if isinstance(network, Given):
        return network
    if isinstance(network, bytes):
        return from_keras_file(network)
    if callable(network) and not isinstance(network, keras.Model):
        network = _called(network, n_inputs, n_outputs)
    if not isinstance(network, keras.Model):
        raise NetworkError("network_kind", kind=type(network).__name__)
    return Given(network, _how_compiled(network))


def portable(network: Network, n_inputs: int, n_classes: int) -> tuple[bytes, dict[str, Any] | None]:
    """A person's model, or what a builder gives, as a ``.keras`` file, on whatever backend Keras runs here.

    How it is compiled comes apart: a file lacks the optimizer of a model that was saved as ``.h5`` before.
    """
    from hanpan.modeling.networks.stored.keras_files import keras_bytes

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what does not fit is told in words by whoever opens it
        found = given(network, n_inputs, n_outputs(n_classes))
        return keras_bytes(found.model), found.compiled


def n_outputs(n_classes: int) -> int:
    """Output nodes in the task's recipe: 1, or one per class above two."""
    return n_classes if n_classes > 2 else 1


def _called(builder: Callable[[int, int], Any], inputs: int, outputs: int) -> Any:
    try:
        return builder(inputs, outputs)
    except Exception as error:
        name = getattr(builder, "__name__", type(builder).__name__)
        raise NetworkError(
            "network_builder", name=name, n_inputs=inputs, n_outputs=outputs, reason=_told(error)
        ) from error


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[0]}"[:200]


def _how_compiled(model: Any) -> dict[str, Any] | None:
    """As plain values; a loss of one's own cannot be told so."""
    if not model.compiled:
        return None
    name = getattr(model.loss, "__name__", None)
    if name is not None and getattr(import_keras().losses, name, None) is not model.loss:
        raise NetworkError("network_compiled_with", reason=name)
    optimizer = import_keras().saving.serialize_keras_object(model.optimizer)
    return {**model.get_compile_config(), "optimizer": optimizer}


def from_file(path: Path) -> Network:
    """The network in a file: ``.keras``, legacy ``.h5``, or a Python program.

    Raises
    ------
    UsageError
        There is no such file, or no network in it.
    """
    if not path.is_file():
        raise UsageError("network_file_absent", path=str(path))
    if path.suffix == ".keras":
        return path.read_bytes()
    return from_legacy_file(path) if path.suffix in LEGACY else from_program(path)


def from_program(path: Path) -> Network:
    """The builder or the model of a person's Python file: ``network``, ``build``, ``build_network`` or ``model``.

    The file is the person's own program and is run as such.

    Raises
    ------
    UsageError
        There is no such file, or nothing of these names in it.
    NetworkError
        The program ends with an error.
    """
    if not path.is_file():
        raise UsageError("network_file_absent", path=str(path))
    import_keras()
    try:
        found = runpy.run_path(str(path))
    except (Exception, SystemExit) as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = lines[-1] if lines else getattr(error, "lineno", "?")
        raise NetworkError("network_program", path=str(path), line=line, reason=_told(error)) from error
    for name in NAMES:
        if name in found:
            return found[name]
    raise UsageError("network_file_empty", path=str(path), names=", ".join(NAMES))


def from_keras_file(content: bytes) -> Given:
    """The model of a ``.keras`` file. Names in it are compared with ours before Keras reads it.

    Raises
    ------
    NetworkError
        Keras cannot open it, or it holds something that is not on our list.
    """
    try:
        config = json.loads(read_zip(content)["config.json"])
        compiled = config.pop("compile_config", None)
    except (BundleError, LookupError, ValueError, AttributeError, RecursionError) as error:
        raise unreadable(error) from error
    _refuse(config)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        path.write_bytes(content)
        return Given(_loaded(path), compiled)


def from_legacy_file(path: Path) -> Given:
    """The model of an ``.h5`` file.

    Keras 3 cannot open such a file together with how it was compiled (``loss="mse"`` is enough for a fault): loss and
    optimizer are read from the file apart from the model.

    Raises
    ------
    NetworkError
        Keras cannot open it, or it holds something that is not on our list.
    """
    import h5py

    try:
        with h5py.File(path) as file:
            config = json.loads(file.attrs["model_config"])
            told = json.loads(file.attrs.get("training_config", "null"))
    except (OSError, LookupError, ValueError, TypeError) as error:
        raise unreadable(error) from error
    _refuse(config)
    return Given(_loaded(path), _legacy_compiled(told) if isinstance(told, dict) and told.get("loss") else None)


def _legacy_compiled(told: dict[str, Any]) -> dict[str, Any]:
    """Loss and optimizer in today's form; settings that Keras 3 does not know any more are left out."""
    loss, optimizer = told["loss"], told.get("optimizer_config") or "adam"
    if isinstance(loss, dict):
        loss = {"module": "keras.losses", **loss}
    if isinstance(optimizer, dict):
        config = {name: value for name, value in optimizer.get("config", {}).items() if name in _SETTINGS}
        optimizer = {"module": "keras.optimizers", "class_name": optimizer.get("class_name"), "config": config}
    return {"loss": loss, "optimizer": optimizer}


def read(path: str | Path) -> Any:
    """A Keras model from a ``.keras`` file or a legacy ``.h5`` file, with a warning.

    A model out of an ``.h5`` file is not compiled: Keras 3 cannot read back what it was compiled with.

    Parameters
    ----------
    path
        The file; nothing in it is run.

    Raises
    ------
    UsageError
        There is no such file, or its name ends in something else.
    NetworkError
        Keras cannot open it, or it holds something that could run code.

    Examples
    --------
    >>> import keras, tempfile
    >>> model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
    >>> model.compile(optimizer="adam", loss="mse")
    >>> path = f"{tempfile.mkdtemp()}/mine.keras"
    >>> model.save(path)
    >>> read(path).count_params()
    4
    """
    path = Path(path)
    if path.suffix not in (".keras", *LEGACY):
        raise UsageError("network_file_kind", path=str(path))
    found = from_file(path)
    if path.suffix in LEGACY:
        notice("legacy", path=path.name)
        return found.model
    known = from_keras_file(found)
    if known.compiled is not None:
        known.model.compile_from_config(known.compiled)
    return known.model


def unreadable(error: BaseException) -> HanpanError:
    """The refusal of a file that Keras cannot open."""
    return NetworkError(
        "network_unreadable", reason=(str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    )


def _loaded(path: Path) -> Any:
    keras = import_keras()
    from hanpan.modeling.networks.stored import layers, pack_files  # noqa: F401  (they register our layers)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about optimizers, which are not read
            return keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        raise unreadable(error) from error


def _refuse(config: Any) -> None:
    try:
        refuse_names(config)
    except BundleError as error:
        raise NetworkError("network_layers", reason=error.fields.get("reason", "")) from error
