"""A setup, and weights with it where they were changed by hand, as a link that a person can read and send."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlencode

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.modeling.networks.room.setup import Cut, RoomLayer, Setup, checked

LONGEST = 400_000  # letters of a link
_MOST_WEIGHT = 1e6
_WEIGHTS = "weights"


@dataclass(frozen=True)
class Linked:
    """What a link says. ``weights``: all of them, flat, or None for those of the seed."""

    setup: Setup
    weights: np.ndarray | None = None


def to_link(setup: Setup, weights: np.ndarray | None = None) -> str:
    """The part of an address behind the question mark; what is as usual is left out.

    Examples
    --------
    >>> to_link(Setup(data="xor", layers=(RoomLayer(nodes=8, activation="relu", dropout=0.2),)))
    'data=xor&layers=8-relu-0.2'
    """
    usual = Setup()
    told = {
        item.name: _written(item.name, getattr(setup, item.name))
        for item in fields(Setup)
        if getattr(setup, item.name) != getattr(usual, item.name)
    }
    if weights is not None:
        told[_WEIGHTS] = pack(weights)
    return urlencode(told, safe=",.*^()-")


def from_link(link: str) -> Linked:
    """What a link says, every part checked.

    Raises
    ------
    UsageError
        It is too long, says something twice, or says what cannot be.

    Examples
    --------
    >>> from_link("data=xor&layers=8-relu-0.2").setup.layers
    (RoomLayer(nodes=8, activation='relu', dropout=0.2),)
    """
    if len(link) > LONGEST:
        _refuse("link", f"{len(link):,}")
    try:
        parts = parse_qsl(
            link.lstrip("?#"), keep_blank_values=True, strict_parsing=bool(link.strip("?#")), max_num_fields=40
        )
    except ValueError:
        _refuse("link", link)
    told = dict(parts)
    if len(told) < len(parts):
        _refuse("link", link)
    weights = _weights(told.pop(_WEIGHTS)) if _WEIGHTS in told else None
    known = {item.name for item in fields(Setup)}
    given: dict[str, Any] = {}
    for name, value in told.items():
        if name not in known:
            _refuse(name, value)
        given[name] = _read(name, value)
    return Linked(checked(Setup(**given)), weights)


def pack(numbers: np.ndarray) -> str:
    """Numbers as base64 (URL alphabet) of little-endian float32."""
    return base64.urlsafe_b64encode(np.asarray(numbers, "<f4").tobytes()).decode().rstrip("=")


def unpack(letters: str) -> np.ndarray:
    """The numbers that ``pack`` wrote.

    Raises
    ------
    ValueError
        These are none.

    Examples
    --------
    >>> unpack(pack(np.array([1.0, -0.5]))).tolist()
    [1.0, -0.5]
    """
    content = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    return np.frombuffer(content, "<f4").astype(float)


def _weights(letters: str) -> np.ndarray:
    try:
        found = unpack(letters)
    except (ValueError, binascii.Error):
        _refuse(_WEIGHTS, letters)
    if not (np.isfinite(found).all() and (np.abs(found) <= _MOST_WEIGHT).all()):
        _refuse(_WEIGHTS, letters)
    return found


def _written(name: str, value: Any) -> str:
    if name == "layers":
        return ",".join(_layer_written(layer) for layer in value)
    if name == "cut":
        return ",".join(".".join(map(str, one)) for one in sorted(value))
    if isinstance(value, tuple):
        return ",".join(value)
    return repr(value) if isinstance(value, float) else str(value)


def _layer_written(layer: RoomLayer) -> str:
    return f"{layer.nodes}-{layer.activation}" + (f"-{layer.dropout!r}" if layer.dropout else "")


def _read(name: str, value: str) -> Any:
    try:
        return (_READERS.get(name) or _KINDS[type(getattr(Setup(), name))])(value)
    except ValueError:
        _refuse(name, value)


def _words(value: str) -> tuple[str, ...]:
    return tuple(value.split(",")) if value else ()


def _layers(value: str) -> tuple[RoomLayer, ...]:
    return tuple(_layer(part) for part in _words(value))


def _layer(part: str) -> RoomLayer:
    nodes, activation, *dropout = part.split("-", 2)
    return RoomLayer(nodes=int(nodes), activation=activation, dropout=float(dropout[0]) if dropout else 0.0)


def _cuts(value: str) -> frozenset[Cut]:
    found = []
    for part in _words(value):
        layer, source, node = map(int, part.split("."))
        found.append((layer, source, node))
    return frozenset(found)


_READERS: dict[str, Callable[[str], Any]] = {"layers": _layers, "cut": _cuts}
_KINDS: dict[type, Callable[[str], Any]] = {str: str, int: int, float: float, tuple: _words}


def _refuse(name: str, value: str) -> NoReturn:
    raise UsageError("room_link", name=name[:40], value=value[:60])
