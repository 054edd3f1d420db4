"""The shapes of a stored stack of layers, followed from its inputs to its answer before anything is multiplied.

NumPy stretches arrays that do not fit: a few small arrays of odd shapes would otherwise fill the memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hanpan.modeling.networks.plain.activations import ACTIVATIONS
from hanpan.modeling.networks.plain.encoding import PARTS
from hanpan.modeling.networks.plain.forward import LayerSpec

_MOST_LAYERS = 1_000


@dataclass(frozen=True)
class Width:
    """Columns between two layers, and how many networks run side by side (0: one, without that axis)."""

    columns: int
    members: int = 0


def check_stack(layers: Sequence[LayerSpec], arrays: Mapping[str, np.ndarray], n_inputs: int) -> int:
    """Follow the widths; returns the number of columns that come out.

    Raises
    ------
    ValueError
        A layer does not fit the one before it, or has arrays of another shape.
    KeyError
        An array is absent.

    Examples
    --------
    >>> check_stack([LayerSpec(kind="dense")], {"0.kernel": np.zeros((3, 2)), "0.bias": np.zeros(2)}, 3)
    2
    """
    if len(layers) > _MOST_LAYERS:
        raise ValueError("too many layers")
    width = Width(n_inputs)
    for position, layer in enumerate(layers):
        own = {name.split(".")[1]: array for name, array in arrays.items() if name.startswith(f"{position}.")}
        width = _after(layer, own, width)
    if width.members:
        raise ValueError("several networks without an average")
    return width.columns


def _after(layer: LayerSpec, own: Mapping[str, np.ndarray], width: Width) -> Width:
    if layer.kind == "dense":
        return _dense(own, width)
    if layer.kind == "encode":
        return _encode(own, width)
    if layer.kind == "maxout":
        pieces = int(layer.parameter or 1)
        _require(pieces > 0 and width.columns % pieces == 0, "pieces of a maxout")
        return Width(width.columns // pieces, width.members)
    if layer.kind == "average":
        _require(width.members > 0, "an average of one network")
        return Width(width.columns)
    if layer.kind == "affine":
        _fits(own, kernel=(width.columns,), bias=(width.columns,))
    else:
        _require(layer.activation in ACTIVATIONS, "an unknown activation")
    return width


def _dense(own: Mapping[str, np.ndarray], width: Width) -> Width:
    kernel = own["kernel"]
    _require(kernel.ndim in (2, 3) and kernel.shape[-2] == width.columns, "a dense layer's inputs")
    out, members = kernel.shape[-1], kernel.shape[0] if kernel.ndim == 3 else 0
    _require(not width.members or members in (0, width.members), "networks side by side")
    _fits(own, bias=(members, out) if members else (out,))
    return Width(out, members or width.members)


def _encode(own: Mapping[str, np.ndarray], width: Width) -> Width:
    pieces = len(own["column"])
    sizes = dict.fromkeys(PARTS[:2], (width.columns,)) | dict.fromkeys(PARTS[2:], (pieces,))
    _fits(own, **sizes)
    column = own["column"]
    _require(column.dtype.kind in "iu" and not width.members, "an encoding")
    _require(not pieces or (column.min() >= 0 and column.max() < width.columns), "an encoding's columns")
    return Width(width.columns + pieces)


def _fits(own: Mapping[str, np.ndarray], **shapes: tuple[int, ...]) -> None:
    for name, shape in shapes.items():
        _require(own[name].shape == shape, f"{name} of shape {own[name].shape}, not {shape}")


def _require(fine: bool, what: str) -> None:
    if not fine:
        raise ValueError(what)
