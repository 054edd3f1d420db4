"""Arrays and plain values as bytes: an .npz whose headers are checked before anything is allocated."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

from hanpan.foundation.errors import BundleError

_LARGEST = 2_000_000_000  # bytes of one array
_MARK = "__array__"
_TREE = "__values__"


def pack(values: Mapping[str, Any]) -> bytes:
    """Plain JSON values with NumPy arrays anywhere among them, as one .npz; equal values give equal bytes.

    Examples
    --------
    >>> unpack(pack({"names": ["a"], "mean": np.zeros(2)}))["mean"].tolist()
    [0.0, 0.0]
    """
    arrays: dict[str, np.ndarray] = {}
    tree = json.dumps(_without_arrays(values, arrays), ensure_ascii=False, sort_keys=True).encode()
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **{_TREE: np.frombuffer(tree, dtype=np.uint8)}, **arrays)
    return buffer.getvalue()


def unpack(content: bytes) -> dict[str, Any]:
    """What ``pack`` packed.

    Raises
    ------
    BundleError
        The content is damaged, holds objects, or promises more than it has.
    """
    try:
        arrays = _read_arrays(content)
        tree = json.loads(arrays.pop(_TREE).tobytes().decode())
        found = _with_arrays(tree, arrays)
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile, RecursionError) as error:
        raise BundleError("part_damaged", part="arrays", reason=str(error)[:200]) from error
    if not isinstance(found, dict):
        raise BundleError("part_damaged", part="arrays", reason="not a table of values")
    return found


def _read_arrays(content: bytes) -> dict[str, np.ndarray]:
    arrays = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > _LARGEST:
            raise ValueError("more bytes than a model may have")
        for info in archive.infolist():
            arrays[info.filename.removesuffix(".npy")] = _read_array(archive.read(info))
    return arrays


def _read_array(raw: bytes) -> np.ndarray:
    """One .npy whose header must promise exactly the bytes that follow."""
    stream = io.BytesIO(raw)
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(stream)
    if dtype.hasobject or dtype.kind not in "biuf":
        raise ValueError(f"arrays of {dtype} are not accepted")
    if math.prod(shape) * dtype.itemsize != len(raw) - stream.tell():
        raise ValueError("an array's header does not fit its bytes")
    stream.seek(0)
    return np.asarray(np.lib.format.read_array(stream, allow_pickle=False))


def _without_arrays(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, np.ndarray):
        name = f"a{len(arrays)}"
        arrays[name] = np.ascontiguousarray(value)
        return {_MARK: name, "shape": list(value.shape)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {str(key): _without_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_arrays(item, arrays) for item in value]
    return value


def _with_arrays(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, dict):
        if _MARK in value:
            return arrays[value[_MARK]].reshape(value["shape"])
        return {key: _with_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_arrays(item, arrays) for item in value]
    return value
