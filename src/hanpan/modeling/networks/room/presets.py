"""Trainings that show one thing each: what to look at, after how many epochs, and what is found then."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.modeling.networks.room.setup import RoomLayer, Setup


@dataclass(frozen=True)
class Preset:
    """Texts ``room.preset.<name>.title`` and ``.why``; after ``epochs`` one of ``shows`` is among the signs."""

    name: str
    setup: Setup
    epochs: int
    shows: tuple[str, ...]


def _hidden(*nodes: int, activation: str = "relu") -> tuple[RoomLayer, ...]:
    return tuple(RoomLayer(nodes=count, activation=activation) for count in nodes)


PRESETS = (
    Preset(
        "good",
        Setup(data="circle", noise=0.1, rows=400, layers=_hidden(8, 4, activation="tanh"), learning_rate=0.01),
        60,
        ("curve_fine", "curve_settled", "curve_not_converged"),
    ),
    Preset(
        "underfit",
        Setup(data="spiral", noise=0.05, layers=_hidden(1, activation="tanh"), learning_rate=0.03),
        80,
        ("curve_weak", "curve_underfit", "curve_dead_start"),
    ),
    Preset(
        "overfit",
        Setup(data="clouds", noise=0.7, rows=80, share=0.5, layers=_hidden(32, 32), learning_rate=0.02, batch_size=8),
        150,
        ("curve_overfit", "curve_by_heart", "curve_overconfident"),
    ),
    Preset(
        "rate_high",
        Setup(data="gauss", noise=0.05, layers=_hidden(8, 8), optimizer="sgd", learning_rate=3.0),
        5,
        ("curve_nan_rate", "curve_nan"),
    ),
    Preset(
        "rate_low",
        Setup(data="circle", layers=_hidden(8, activation="tanh"), optimizer="sgd", learning_rate=0.0005),
        60,
        ("curve_slow", "curve_dead_start", "curve_not_converged"),
    ),
    Preset(
        "vanishing",
        Setup(
            data="circle", layers=_hidden(8, 8, 8, 8, 8, 8, activation="sigmoid"), optimizer="sgd", learning_rate=0.1
        ),
        15,
        ("room_vanishing",),
    ),
    Preset(
        "dead",
        Setup(data="xor", layers=_hidden(12), optimizer="momentum", learning_rate=3.0, batch_size=8, seed=1),
        10,
        ("room_dead",),
    ),
    Preset(
        "controlled",
        Setup(
            data="xor",
            inputs=("x1", "x2"),
            layers=_hidden(4, 3, activation="tanh"),
            learning_rate=0.03,
            cut=frozenset({(0, 0, 2), (0, 0, 3), (0, 1, 0), (0, 1, 1)}),
        ),
        120,
        ("curve_fine", "curve_settled", "curve_not_converged", "curve_weak", "curve_underfit"),
    ),
    Preset(
        "classes",
        Setup(data="arms", noise=0.05, layers=_hidden(12, 8), learning_rate=0.02),
        80,
        ("curve_fine", "curve_settled", "curve_not_converged"),
    ),
    Preset(
        "pictures",
        Setup(data="digits", rows=900, layers=_hidden(12), learning_rate=0.01, batch_size=32),
        12,
        ("curve_fine", "curve_settled", "curve_not_converged"),
    ),
)
