"""A trained network as files of a bundle, and back: ``network.keras``, ``network.json`` and ``weights.npz``.

Where the network is a plain stack, predictions come from the arrays and need neither Keras nor JAX; the ``.keras``
file is there for the person, and for networks that only Keras can run.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from hanpan.foundation.errors import BundleError, UsageError
from hanpan.foundation.files import from_json, to_json
from hanpan.modeling.arrays import pack_arrays, unpack_arrays
from hanpan.modeling.networks.plain.forward import forward, run, steps
from hanpan.modeling.networks.plain.record import FORMAT, NetworkRecord, read_answers
from hanpan.modeling.networks.plain.stackcheck import check_stack

KERAS, RECORD, WEIGHTS = "network.keras", "network.json", "weights.npz"


class Trained(Protocol):
    """A fitted estimator of this room."""

    record_: NetworkRecord
    arrays_: Mapping[str, np.ndarray]

    def keras_bytes(self) -> bytes:
        """The network as a ``.keras`` file."""


def to_bytes(fitted: Trained) -> dict[str, bytes]:
    """The files of a fitted network, by name.

    Parameters
    ----------
    fitted
        A fitted ``NetworkClassifier``, ``NetworkRegressor`` or what ``from_bytes`` returned.
    """
    members = {KERAS: fitted.keras_bytes(), RECORD: to_json(fitted.record_)}
    if fitted.record_.layers is not None:
        members[WEIGHTS] = pack_arrays(fitted.arrays_)
    return members


def from_bytes(members: Mapping[str, bytes]) -> StoredNetwork:
    """A network that answers, from its files.

    Raises
    ------
    BundleError
        A file is missing, damaged, from a newer version, or describes something that a network file may not hold.
    """
    try:
        record = from_json(members[RECORD], NetworkRecord)
    except (KeyError, UsageError) as error:
        raise BundleError("network_file", member=RECORD, reason=str(error)) from error
    if record.format > FORMAT:
        raise BundleError("network_newer", found=record.format, known=FORMAT)
    arrays = _read_arrays(members[WEIGHTS]) if record.layers is not None and WEIGHTS in members else {}
    network = StoredNetwork(record, arrays, members.get(KERAS, b""))
    network.check()
    return network


class StoredNetwork:
    """A trained network that only answers.

    Attributes
    ----------
    record_, arrays_
        Its description and weights.
    """

    def __init__(self, record: NetworkRecord, arrays: dict[str, np.ndarray], keras_file: bytes) -> None:
        self.record_, self.arrays_, self._keras_file = record, arrays, keras_file

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C) for prepared rows (n, p)."""
        return read_answers(self.record_, self._answer(np.asarray(x, dtype=np.float32)))

    def keras_bytes(self) -> bytes:
        """The network as a ``.keras`` file."""
        return self._keras_file

    def check(self) -> None:
        """Answer one row of zeros.

        Raises
        ------
        BundleError
            Weights and description do not belong together.
        """
        try:
            if self.record_.layers is not None:
                check_stack(self.record_.layers, self.arrays_, self.record_.n_inputs)
            answer = self._answer(np.zeros((1, self.record_.n_inputs), np.float32))
        except (LookupError, ValueError, TypeError, ArithmeticError, MemoryError) as error:
            if isinstance(error, BundleError):
                raise
            raise BundleError("network_file", member=WEIGHTS, reason=f"{type(error).__name__}: {error}") from error
        wide = self.record_.n_classes if self.record_.answer == "softmax" else 1
        if answer.shape != (1, wide):
            raise BundleError("network_file", member=WEIGHTS, reason=f"shape {answer.shape} != (1, {wide})")

    def __getstate__(self) -> dict[str, Any]:
        """All but what answers, which is made again of the rest."""
        return {name: value for name, value in vars(self).items() if name != "_answer"}

    @cached_property
    def _answer(self) -> Any:
        if self.record_.layers is not None:
            made = steps(self.record_.layers, self.arrays_)
            return lambda x: run(made, x)
        from hanpan.modeling.networks.stored.keras_files import answers
        from hanpan.modeling.networks.stored.safety import load_safely

        model = load_safely(self._keras_file)
        return lambda x: answers(model, x)


def _read_arrays(content: bytes) -> dict[str, np.ndarray]:
    """Arrays of an npz file, all finite."""
    try:
        arrays = unpack_arrays(content)
    except BundleError as error:
        raise BundleError("network_file", member=WEIGHTS, reason=str(error.fields.get("reason", error))) from error
    strange = [name for name, array in arrays.items() if not np.isfinite(array).all()]
    if strange:
        raise BundleError("network_file", member=WEIGHTS, reason=f"not finite: {', '.join(strange)}"[:200])
    return arrays


__all__ = ["StoredNetwork", "Trained", "forward", "from_bytes", "to_bytes"]
