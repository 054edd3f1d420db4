"""Parts of a network's stack: its encoding, its first hidden layer, one member of a pack. Plain NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from hanpan.modeling.networks.plain.forward import run, steps
from hanpan.modeling.networks.plain.record import NetworkRecord

Arrays = Mapping[str, np.ndarray]

OTHERS = "others"  # the group of the columns that are in no group


def encoding_parts(record: NetworkRecord) -> int:
    """How many parts of the stack come before the first weights: 1 where columns are encoded."""
    return int(record.layers is not None and record.layers[0].kind == "encode")


def first_hidden(record: NetworkRecord) -> int:
    """How many parts of the stack end with the first hidden layer; 0 where there is none, or not one of plain nodes."""
    layers = record.layers or ()
    places = [place for place, layer in enumerate(layers) if layer.kind == "dense"]
    plain = len(places) > 1 and places[0] == encoding_parts(record)
    return places[1] if plain and all(layer.kind == "activation" for layer in layers[places[0] + 1 : places[1]]) else 0


def is_pack(record: NetworkRecord) -> bool:
    """Whether the answer is an average over networks side by side."""
    return record.layers is not None and record.layers[-1].kind == "average"


def typical_member(record: NetworkRecord, arrays: Arrays, x: np.ndarray) -> tuple[int, int]:
    """The member of a pack whose answers on the rows (n, p) are nearest to the pack's, and how many members there are.

    No targets are needed, so that rows which the pack was fitted on do as well as others.
    """
    answers = run(steps(record.layers or (), arrays)[:-1], x)
    far = np.square(answers - answers.mean(axis=0)).mean(axis=(1, 2))
    return int(np.argmin(far)), len(answers)


def one_member(record: NetworkRecord, arrays: Arrays, member: int) -> tuple[NetworkRecord, dict[str, np.ndarray]]:
    """The record and the arrays of a member alone (position from 0); it takes rows as the pack does."""
    layers = (record.layers or ())[:-1]
    own = dict(arrays)
    for place, layer in enumerate(layers):
        if layer.kind == "dense":
            own |= {f"{place}.{part}": arrays[f"{place}.{part}"][member] for part in ("kernel", "bias")}
    return replace(record, layers=layers), own
