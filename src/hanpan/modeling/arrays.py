"""Arrays and plain values as bytes: an .npz whose headers are checked before anything is allocated."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from hanpan.foundation.archives import read_zip, write_zip
from hanpan.foundation.errors import BundleError

_MARK = "__array__"
_TREE = "__values__"
_DTYPES = frozenset(np.dtype(code) for code in ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"])
_LONGEST_HEADER = 1000


def pack(values: Mapping[str, Any]) -> bytes:
    """Plain JSON values with NumPy arrays anywhere among them, as one .npz; equal values give equal bytes.

    Examples
    --------
    >>> unpack(pack({"names": ["a"], "mean": np.zeros(2)}))["mean"].tolist()
    [0.0, 0.0]
    """
    arrays: dict[str, np.ndarray] = {}
    tree = json.dumps(_without_arrays(values, arrays), ensure_ascii=False, sort_keys=True).encode()
    return pack_arrays({_TREE: np.frombuffer(tree, dtype=np.uint8), **arrays})


def unpack(content: bytes) -> dict[str, Any]:
    """What ``pack`` packed.

    Raises
    ------
    BundleError
        The content is damaged, holds objects, or promises more than it has.
    """
    arrays = unpack_arrays(content)
    try:
        found = _with_arrays(json.loads(arrays.pop(_TREE).tobytes().decode()), arrays)
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise _damaged(error) from error
    if not isinstance(found, dict):
        raise BundleError("part_damaged", part="arrays", reason="not a table of values")
    return found


def pack_arrays(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Named arrays as one .npz, which ``numpy.load`` reads too; equal arrays give equal bytes."""
    members = {}
    for name, array in arrays.items():
        stream = io.BytesIO()
        np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
        members[f"{name}.npy"] = stream.getvalue()
    return write_zip(members)


def unpack_arrays(content: bytes) -> dict[str, np.ndarray]:
    """What ``pack_arrays`` packed; the arrays cannot be written to.

    Raises
    ------
    BundleError
        The content is damaged, holds objects, or promises more than it has.
    """
    try:
        return {name.removesuffix(".npy"): _read_array(raw) for name, raw in read_zip(content).items()}
    except (ValueError, TypeError, OverflowError, SyntaxError, RecursionError, MemoryError) as error:
        raise _damaged(error) from error


def _read_array(raw: bytes) -> np.ndarray:
    """One .npy whose header must promise exactly the bytes that follow."""
    stream = io.BytesIO(raw)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("an array of another version")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream, max_header_size=_LONGEST_HEADER)
    start = stream.tell()
    if dtype not in _DTYPES:
        raise ValueError(f"arrays of {dtype} are not accepted")
    if min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != len(raw) - start:
        raise ValueError("an array's header does not fit its bytes")
    return np.frombuffer(raw, dtype, offset=start).reshape(shape, order="F" if fortran else "C")


def _without_arrays(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, np.ndarray):
        name = f"a{len(arrays)}"
        arrays[name] = value
        return {_MARK: name, "shape": list(value.shape)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        if _MARK in value:
            raise ValueError(f"{_MARK} is no name for a value")
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


def _damaged(error: Exception) -> BundleError:
    if isinstance(error, BundleError):
        return error
    return BundleError("part_damaged", part="arrays", reason=f"{type(error).__name__}: {error}"[:200])
