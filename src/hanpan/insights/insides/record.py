"""What was seen inside networks of the board."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.showing import AsRows
from hanpan.modeling.networks.plain.insides import Insides


@dataclass(frozen=True, kw_only=True)
class NetworkInside:
    """One network, by its row of the board, looked into."""

    algorithm: str
    model: str
    insides: Insides


@dataclass(frozen=True, kw_only=True)
class NetworksInside(AsRows):
    """The best network of each kind that has nodes to look into."""

    networks: list[NetworkInside]
