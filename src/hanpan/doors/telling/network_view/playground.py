"""A playground: a small network on a toy set or on two columns of one's own, trained and looked into in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hanpan.doors.telling.network_view.view import framed
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import default_language, text
from hanpan.modeling.networks.room.ground import RoomGround, parts
from hanpan.modeling.networks.room.passes import answers, forward
from hanpan.modeling.networks.room.setup import RoomLayer, Setup
from hanpan.modeling.networks.room.toys import CLASSES, draw
from hanpan.modeling.networks.room.training import Training
from hanpan.modeling.networks.room.wire import whole

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["circle", "xor", "clouds", "spiral", "arms"]
_GRID, _ROWS, _NOISE, _KNOWN = 61, 400, 0.05, 0.75
_COLORS = ("#d9822b", "#2279ad", "#3a9361", "#8456ab", "#c24a41", "#66727f")


@dataclass(frozen=True, repr=False)
class Playground:
    """A network that has learnt on a plane; a notebook shows it as the network room does, epoch by epoch.

    Attributes
    ----------
    x, y
        (n, 2) rows and (n,) labels, the last quarter of them for validation.
    across, down
        Places of the grid.
    surface
        (len(down), len(across), classes) probabilities.
    history
        ``loss`` and ``val_loss`` after each epoch.
    accuracy
        Share of right answers on the validation rows.
    labels
        Classes in the order of ``surface``.
    training
        The network: its weights, its curves, and steps forward and back.
    """

    x: np.ndarray
    y: np.ndarray
    across: np.ndarray
    down: np.ndarray
    surface: np.ndarray
    history: dict[str, list[float]]
    accuracy: float
    labels: tuple[str, ...]
    training: Training

    def to_frame(self) -> pd.DataFrame:
        """The rows."""
        import pandas as pd

        return pd.DataFrame({"x1": self.x[:, 0], "x2": self.x[:, 1], "y": self.y})

    def plot(self) -> Any:
        """A matplotlib figure: the plane with the network's answers, and the falling loss."""
        from matplotlib.colors import to_rgb
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9, 3.8), layout="constrained")
        plane, curve = figure.subplots(1, 2)
        colors = np.array([to_rgb(_COLORS[place % len(_COLORS)]) for place in range(len(self.labels))])
        picture = np.clip(0.55 + 0.45 * (self.surface @ colors), 0, 1)
        edges = (self.across[0], self.across[-1], self.down[0], self.down[-1])
        plane.imshow(picture, extent=edges, origin="lower", aspect="auto", interpolation="bilinear")
        for place, label in enumerate(self.labels):
            rows = self.x[self.y.astype(str) == label]
            plane.scatter(rows[:, 0], rows[:, 1], s=12, color=colors[place], edgecolor="white", linewidth=0.4)
        plane.set(xlabel="x1", ylabel="x2")
        for name in ("loss", "val_loss"):
            curve.plot(self.history[name], label=name)
        curve.set(xlabel="epoch", ylabel="loss")
        curve.legend(frameon=False)
        return figure

    def __repr__(self) -> str:
        told = {"rows": len(self.x), "classes": len(self.labels), "accuracy": f"{self.accuracy:.3g}"}
        return f"<{text('record.playground', default_language(), **told)}>"

    def _repr_html_(self) -> str:
        return framed(whole(self.training), default_language())


def playground(
    kind: Kind | None = "circle",
    *,
    x: np.ndarray | None = None,
    y: np.ndarray | None = None,
    hidden: Sequence[int] = (8,),
    activation: str = "tanh",
    epochs: int = 300,
    seed: int = 0,
) -> Playground:
    """Train a small network on a plane and look at what it makes of it.

    Parameters
    ----------
    kind
        A toy set: ``circle`` in a ring, ``xor`` (four quarters), two ``clouds``, a double ``spiral``, three ``arms``.
    x, y
        Two columns and labels of one's own instead; columns are standardised.
    hidden, activation, epochs
        The network.
    seed
        Of the rows and of the starting weights.

    Raises
    ------
    UsageError
        No such toy set; x has not two columns, or y not two labels or more; a network that cannot be.

    Examples
    --------
    >>> found = playground("clouds", hidden=(), epochs=60)
    >>> found.accuracy > 0.9, found.surface.shape
    (True, (61, 61, 2))
    """
    random = np.random.default_rng(seed)
    plane, labels = _own(x, y) if x is not None and y is not None else _toy(kind, random)
    ground = _ground(plane, labels, random)
    layers = tuple(RoomLayer(nodes=int(nodes), activation=activation) for nodes in hidden)
    training = Training(Setup(layers=layers, learning_rate=0.02, batch_size=32, seed=seed), ground)
    for _ in range(epochs):
        training.run_epoch()
    low, high = plane.min(axis=0), plane.max(axis=0)
    room = 0.08 * (high - low)
    across, down = (np.linspace(low[i] - room[i], high[i] + room[i], _GRID) for i in (0, 1))
    names = np.array(ground.labels)
    return Playground(
        np.concatenate([ground.x, ground.x_valid]),
        names[np.concatenate([ground.y, ground.y_valid]).astype(int)],
        across,
        down,
        _shares(training, np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)).reshape(_GRID, _GRID, -1),
        {"loss": training.curves.loss[1:], "val_loss": training.curves.val_loss[1:]},
        training.curves.val_right[-1],
        ground.labels,
        training,
    )


def _ground(plane: np.ndarray, labels: np.ndarray, random: np.random.Generator) -> RoomGround:
    names, y = np.unique(labels, return_inverse=True)
    fit, valid = parts(len(plane), _KNOWN, random)
    return RoomGround(
        columns=("x1", "x2"),
        x=plane[fit],
        y=y[fit],
        x_valid=plane[valid],
        y_valid=y[valid],
        labels=tuple(map(str, names)),
    )


def _shares(training: Training, grid: np.ndarray) -> np.ndarray:
    said = answers(forward(training.weights, training.setup, grid).sums[-1], training.ground)
    return np.column_stack([1 - said, said]) if said.ndim == 1 else said


def _toy(kind: Any, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    known = [name for name, count in CLASSES.items() if count]
    if kind not in known:
        raise UsageError("playground_kind", kind=str(kind), known=", ".join(known))
    return draw(kind, random, _ROWS, _NOISE)


def _own(x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    plane, labels = np.asarray(x, float), np.asarray(y)
    if plane.ndim != 2 or plane.shape[1] != 2 or len(plane) != len(labels) or len(np.unique(labels)) < 2:
        raise UsageError("playground_shapes", shape=str(plane.shape), labels=len(np.unique(labels)))
    whole = np.isfinite(plane).all(axis=1)
    spread = plane[whole].std(axis=0)
    return (plane[whole] - plane[whole].mean(axis=0)) / np.where(spread > 0, spread, 1), labels[whole]
